//! The box cannot work until something outside it has been put right: says what, to the person and to the page's author.
use guard_flow::{Event, Screen};
use guard_protocol::Fault;
use stylers_macro::style_sheet;

use super::frame::{heading, onward};
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::ui::{El, Shape, icon};

pub fn broken() -> El {
    let css = style_sheet!("./style/broken.css");
    let guard = Guard::expect();
    let fault = guard
        .with_screen(|screen| match screen {
            Screen::Broken(fault) => fault.clone(),
            _another_screen_has_come => Fault::Unexpected,
        })
        .unwrap_or(Fault::Unexpected);
    let for_author = matches!(
        fault,
        Fault::BadSetting { .. } | Fault::UnknownApp | Fault::OriginRefused(_)
    );
    let reason = reason(fault);
    let author = for_author.then(|| El::styled("p", css, "author").says(Key::BrokenAuthor));
    let reason = El::part("p", css, "reason")
        .set("role", "alert")
        .set("dir", "auto")
        .phrase(reason);
    let retry = (!for_author).then(|| onward(Key::BoxRetry, || Event::Retry));
    let said = warning(Key::BrokenTitle, None).maybe(author);
    El::new("div").with(&[said.with(&[reason])]).maybe(retry)
}

/// The top of a screen on which something is wrong.
pub fn warning(title: Key, text: Option<Phrase>) -> El {
    let css = style_sheet!("./style/warning.css");
    let badge = El::styled("span", css, "badge").with(&[icon(Shape::WARNING)]);
    El::styled("div", css, "warning").with(&[badge, heading(title.into(), text)])
}

/// The sentence for what keeps the box from working.
pub fn reason(fault: Fault) -> Phrase {
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
