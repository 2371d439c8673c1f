//! The line below a field: what is wrong, or a hint. It keeps its height whether or not there is something to say.
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::El;

/// A text that may be absent.
pub type Saying = Signal<Option<String>>;

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

impl Below {
    /// `id` is what the field is described by.
    pub fn line(self, id: &str) -> El {
        let css = style_sheet!("./style/line.css");
        let Below {
            error,
            notice,
            hint,
            aside,
        } = self;
        let noticed = move || notice.is_some_and(|it| it.with(Option::is_some));
        let quiet = move || {
            error
                .get()
                .or_else(|| if noticed() { None } else { hint.get() })
        };
        let said = El::part("span", css, "error")
            .set("id", id)
            .flag("data-wrong", move || error.with(Option::is_some))
            .say(move || quiet().unwrap_or_default());
        let alert = notice.map(|notice| {
            El::part("span", css, "notice")
                .set("role", "alert")
                .say(move || notice.get().unwrap_or_default())
        });
        let line = El::styled("div", css, "line").flag("data-last", move || notice.is_some());
        line.with([El::styled("p", css, "said").with([said]).with(alert)])
            .with(aside)
    }
}
