//! What every form has: a heading, a way back, a place for complaints and one button.
use guard_flow::Event;
use leptos::{ev::SubmitEvent, prelude::*};
use stylers_macro::style_sheet;

use super::draft::message;
use crate::guard::Guard;
use crate::i18n::{I18n, Key, Phrase};
use crate::ui::{Icon, Link, Shape, Submit, Waiting, countdown};

/// The top of a screen. `back`: whether there is a screen to go back to.
#[component]
pub fn Heading(
    #[prop(into)] title: Phrase,
    #[prop(default = None)] text: Option<Phrase>,
    #[prop(optional)] back: bool,
) -> AnyView {
    let css = style_sheet!("./style/heading.css");
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    let arrow = back.then(|| {
        view! { class=css,
            <button
                class="back"
                part="back"
                type="button"
                aria-label=move || i18n.text(Key::BoxBack)
                on:click=move |_| guard.send(Event::Back)
            >
                <Icon shape=Shape::Back/>
            </button>
        }
    });
    view! { class=css,
        <header class="heading" part="header">
            {arrow}
            <h1 class="title" part="title" tabindex="-1">{move || i18n.say(&title)}</h1>
            {text.map(|text| view! { class=css, <p class="text" part="text">{move || i18n.say(&text)}</p> })}
        </header>
    }
    .into_any()
}

/// `fields` above the button, `foot` below it. The last field says what [`complaint`] has to say.
#[component]
pub fn Form(
    label: Key,
    submit: Callback<()>,
    fields: AnyView,
    #[prop(default = None)] foot: Option<AnyView>,
) -> AnyView {
    let css = style_sheet!("./style/form.css");
    let guard = Guard::expect();
    let (busy, notice) = (guard.busy(), guard.notice());
    let pause = countdown(move || notice.get().and_then(|it| it.fault.retry_after()));
    let waiting = Waiting {
        left: pause,
        label: Key::BoxRetryIn,
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() && pause.get_untracked() == 0 {
            submit.run(());
        }
    };
    view! { class=css,
        <form class="form" part="form" novalidate on:submit=on_submit aria-busy=move || busy.get().then_some("true")>
            {fields}
            <Submit label busy waiting/>
            {foot}
        </form>
    }
    .into_any()
}

/// A sentence below the button, and the link that it leads to.
#[component]
pub fn Foot(text: Key, link: Key, press: Callback<()>) -> AnyView {
    let i18n = I18n::expect();
    view! { class="guard",
        <p class="foot" part="footer">
            {move || i18n.text(text)} " " <Link label=link press/>
        </p>
    }
    .into_any()
}

/// What went wrong with the form as a whole.
pub fn complaint() -> Signal<Option<String>> {
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    let notice = guard.notice();
    Signal::derive(move || {
        let notice = notice.get().filter(|it| it.fault.field().is_none())?;
        Some(message(guard, i18n, &notice.fault))
    })
}
