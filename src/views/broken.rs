//! The box cannot work until something outside it has been put right: says what, to the person and to the page's author.
use guard_flow::{Event, Screen};
use guard_protocol::Fault;
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::ending::Onward;
use super::frame::Heading;
use crate::guard::Guard;
use crate::i18n::{I18n, Key, Phrase};
use crate::ui::{Icon, Shape};

#[component]
pub fn Broken() -> AnyView {
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
    let reason = reason(fault);
    let hint = for_author
        .then(|| view! { class=css, <p class="author">{move || i18n.text(Key::BrokenAuthor)}</p> });
    let press = Callback::new(move |()| guard.send(Event::Retry));
    let retry = (!for_author).then(|| {
        view! { class=css, <div class="next"><Onward label=Key::BoxRetry press/></div> }
    });
    view! { class=css,
        <div class="broken">
            <span class="badge"><Icon shape=Shape::Warning/></span>
            <Heading title=Key::BrokenTitle/>
            {hint}
            <p class="reason" part="error" role="alert">{move || i18n.say(&reason)}</p>
        </div>
        {retry}
    }
    .into_any()
}

fn reason(fault: Fault) -> Phrase {
    match fault {
        Fault::BadSetting { path, problem } => Phrase::With(
            Key::BrokenSetting,
            vec![("path", path), ("problem", problem)],
        ),
        Fault::OriginRefused(origin) => Phrase::With(Key::BrokenOrigin, vec![("origin", origin)]),
        Fault::UnknownApp => Key::BrokenApp.into(),
        Fault::Offline => Key::BrokenOffline.into(),
        Fault::Unexpected => Key::BrokenUnexpected.into(),
        _whatever_else_kept_it_from_answering => Key::BrokenUnreachable.into(),
    }
}
