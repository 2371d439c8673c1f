//! The sign-in page and its neighbours as HTML, each under the strictest policy that it can live with.
use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::asked::{Visit, Wrong};
use super::words;
use crate::db::users::User;
use crate::http::lang;
use crate::prerender::{FirstForm, Form, Markup, NoScript, Sheet, Tree};
use crate::refusal::{self, Refusal};
use crate::settings::{origins, redirects};

#[derive(Template)]
#[template(path = "hosted.html")]
struct Page<'a> {
    lang: &'a str,
    title: String,
    app: &'a str,
    base: &'a str,
    form: Markup,
    /// Not in the box, which the widget draws anew: there it would be gone as soon as the script comes.
    notice: Option<&'a str>,
    not_handed_over: &'a str,
    again: &'a str,
    without_script: &'a str,
}

/// Without a box: who is signed in, or what is wrong.
#[derive(Template)]
#[template(path = "hosted-plain.html")]
struct Plain<'a> {
    lang: &'a str,
    title: &'a str,
    text: &'a str,
    name: Option<&'a str>,
    /// Where the button posts to, and what it says.
    button: Option<(String, &'a str)>,
}

/// What is typed already, and what was wrong with it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    pub account: Option<&'a str>,
    pub notice: Option<&'a str>,
}

pub fn form(
    first: &FirstForm,
    visit: &Visit,
    status: StatusCode,
    typed: Typed<'_>,
) -> Result<Response, Refusal> {
    let chinese = visit.is_chinese();
    let form = Form {
        app: &visit.app,
        lang: visit.lang,
        tree: Tree::Shadow,
        sheet: Sheet::Linked("guard/guard-login.css"),
        action: &visit.again("login"),
        account: typed.account,
        no_script: NoScript::Form,
    };
    let (not_handed_over, again) = words::not_handed_over(chinese);
    let page = Page {
        lang: visit.lang,
        title: words::title(&visit.app.settings.name, chinese),
        app: &visit.app.id,
        base: &visit.base,
        without_script: if form.takes_passwords() {
            ""
        } else {
            words::without_script(chinese)
        },
        form: form.draw(first),
        notice: typed.notice,
        not_handed_over,
        again,
    };
    answer(status, &page, &policy(visit))
}

pub fn signed_in(visit: &Visit, user: &User) -> Result<Response, Refusal> {
    let (title, text, button) = words::signed_in(visit.is_chinese());
    let names = [&user.nickname, &user.username, &user.email, &user.phone];
    let page = Plain {
        lang: visit.lang,
        title,
        text,
        name: names.into_iter().flatten().next().map(String::as_str),
        button: Some((visit.again("login/leave"), button)),
    };
    answer(StatusCode::OK, &page, &policy(visit))
}

/// It leads nowhere.
pub fn wrong(wrong: Wrong, accepted: &str) -> Result<Response, Refusal> {
    let lang = lang::best(lang::accepted(accepted));
    let (title, text) = words::wrong(wrong, lang.starts_with("zh"));
    let page = Plain {
        lang,
        title,
        text,
        name: None,
        button: None,
    };
    let policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    answer(StatusCode::BAD_REQUEST, &page, policy)
}

/// `form-action` names the app's origin, too: browsers hold a redirect after a form against it.
fn policy(visit: &Visit) -> String {
    let origin = |address: &String| {
        redirects::origin(address)
            .filter(|it| origins::is_pattern(it))
            .map_or_else(String::new, |it| format!(" {it}"))
    };
    let logo = visit.app.settings.logo.as_ref().map(origin);
    let to = visit.to.as_ref().map(|it| origin(&it.address));
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:{}; form-action 'self'{}; \
         base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        logo.unwrap_or_default(),
        to.unwrap_or_default(),
    )
}

fn answer(status: StatusCode, page: &impl Template, policy: &str) -> Result<Response, Refusal> {
    let html = page.render().map_err(|it| refusal::broken(&it))?;
    let policy = HeaderValue::try_from(policy).map_err(|it| refusal::broken(&it))?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        // Other sites learn nothing, as with `no-referrer`; under that, though, browsers send forms with `Origin: null`.
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("same-origin"),
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
    ];
    Ok((status, headers, Html(html)).into_response())
}

/// To an address that is known to be good.
pub fn redirect(to: &str) -> Result<Response, Refusal> {
    let to = HeaderValue::try_from(to).map_err(|it| refusal::broken(&it))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}

/// The page of a visit that leads nowhere else: it says who is signed in.
pub fn home(visit: &Visit) -> String {
    let page = format!("{}/login", visit.base);
    let query = [
        ("app_id", visit.app.id.as_str()),
        ("ui_locales", visit.lang),
    ];
    redirects::with(&page, &query)
}
