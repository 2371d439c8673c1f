//! The line below a field: what is wrong, or a hint. It keeps its height whether or not there is something to say.
use leptos::prelude::*;
use stylers_macro::style_sheet;

/// What stands below a field. At most one of the three is said at a time, the first that there is.
#[derive(Clone, Default)]
pub struct Below {
    /// What is wrong with this field.
    pub error: Signal<Option<String>>,
    /// What went wrong with the whole form; given to its last field.
    pub notice: Option<Signal<Option<String>>>,
    pub hint: Signal<Option<String>>,
}

impl Below {
    pub fn error(error: Signal<Option<String>>) -> Self {
        Self {
            error,
            ..Self::default()
        }
    }

    /// Makes the field the last of a form: there is room for two lines of `notice`.
    #[must_use]
    pub fn notice(self, notice: Signal<Option<String>>) -> Self {
        Self {
            notice: Some(notice),
            ..self
        }
    }

    #[must_use]
    pub fn hint(self, hint: Signal<Option<String>>) -> Self {
        Self { hint, ..self }
    }
}

/// `id` is what the field is described by; `aside` stands at the end of the line.
#[component]
pub fn Line(id: String, below: Below, #[prop(default = None)] aside: Option<AnyView>) -> AnyView {
    let css = style_sheet!("./style/line.css");
    let Below {
        error,
        notice,
        hint,
    } = below;
    let noticed = move || notice.is_some_and(|it| it.with(Option::is_some));
    let quiet = move || {
        error
            .get()
            .or_else(|| if noticed() { None } else { hint.get() })
    };
    let alert = notice.map(|notice| {
        view! { class=css, <span class="notice" part="notice" role="alert">{move || notice.get()}</span> }
    });
    view! { class=css,
        <div class="line" data-last=notice.is_some().then_some("")>
            <p class="said">
                <span class="error" part="error" id=id data-wrong=move || error.with(Option::is_some).then_some("")>
                    {quiet}
                </span>
                {alert}
            </p>
            {aside}
        </div>
    }
    .into_any()
}
