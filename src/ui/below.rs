//! The line below a field: what is wrong, or a hint. It keeps its height whether or not there is something to say.
use std::rc::Rc;

use stylers_macro::style_sheet;

use super::El;

/// A text that may be absent, and follows what it reads.
///
/// Not a `Signal`, which can be five things and carries the code for each.
#[derive(Clone)]
pub struct Saying(Rc<dyn Fn() -> Option<String>>);

impl Saying {
    pub fn new(say: impl Fn() -> Option<String> + 'static) -> Self {
        Self(Rc::new(say))
    }

    pub fn get(&self) -> Option<String> {
        (self.0)()
    }
}

impl Default for Saying {
    fn default() -> Self {
        Self::new(|| None)
    }
}

/// What stands below a field. At most one of the three is said at a time, the first that there is.
#[derive(Clone, Default)]
pub struct Below {
    /// What is wrong with this field.
    pub error: Saying,
    /// What went wrong with the whole form; given to its last field.
    pub notice: Option<Saying>,
    pub hint: Saying,
    /// Stands at the end of the line.
    pub aside: Option<El>,
}

/// `id` is what the field is described by.
pub fn line(below: Below, id: &str) -> El {
    let css = style_sheet!("./style/line.css");
    let Below {
        error,
        notice,
        hint,
        aside,
    } = below;
    let last = notice.is_some();
    let alert = notice.clone().map(|notice| {
        El::part("span", css, "notice")
            .set("role", "alert")
            .set("dir", "auto")
            .say(move || notice.get().unwrap_or_default())
    });
    let wrong = error.clone();
    let said = El::part("span", css, "error")
        .set("id", id)
        .set("dir", "auto")
        .flag("data-wrong", move || wrong.get().is_some())
        .say(move || {
            let noticed = || notice.as_ref().is_some_and(|it| it.get().is_some());
            let quiet = || if noticed() { None } else { hint.get() };
            error.get().or_else(quiet).unwrap_or_default()
        });
    let line = El::styled("div", css, "line").flag("data-last", move || last);
    line.with(&[El::styled("p", css, "said").with(&[said]).maybe(alert)])
        .maybe(aside)
}
