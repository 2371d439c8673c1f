//! The box cannot work until something outside it has been put right: says what, to the person and to the page's author.
use guard_flow::{Event, Screen};
use guard_protocol::Fault;
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::frame::Heading;
use crate::guard::Guard;
use crate::i18n::{I18n, Key};
use crate::ui::{Icon, Shape, Submit};

#[component]
pub fn Broken() -> impl IntoView {
    let css = style_sheet!("./style/broken.css");
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    let fault = guard.with_screen(|screen| match screen {
        Screen::Broken(fault) => fault.clone(),
        _another_screen_has_come => Fault::Unexpected,
    });
    let for_author = matches!(
        fault,
        Fault::BadSetting { .. } | Fault::UnknownApp | Fault::OriginRefused(_)
    );
    let reason = move || match &fault {
        Fault::BadSetting { path, problem } => {
            i18n.with(Key::BrokenSetting, &[("path", path), ("problem", problem)])
        }
        Fault::UnknownApp => i18n.text(Key::BrokenApp),
        Fault::OriginRefused(origin) => i18n.with(Key::BrokenOrigin, &[("origin", origin)]),
        Fault::Offline => i18n.text(Key::BrokenOffline),
        Fault::Unexpected => i18n.text(Key::BrokenUnexpected),
        _whatever_else_kept_it_from_answering => i18n.text(Key::BrokenUnreachable),
    };
    let hint = for_author
        .then(|| view! { class=css, <p class="author">{move || i18n.text(Key::BrokenAuthor)}</p> });
    let retry = (!for_author).then(|| {
        view! { class=css,
            <form
                class="next"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    guard.send(Event::Retry);
                }
            >
                <Submit label=move || i18n.text(Key::BoxRetry)/>
            </form>
        }
    });
    view! { class=css,
        <div class="broken">
            <span class="badge"><Icon shape=Shape::Warning/></span>
            <Heading title=move || i18n.text(Key::BrokenTitle)/>
            {hint}
            <p class="reason" part="error" role="alert">{reason}</p>
        </div>
        {retry}
    }
}
