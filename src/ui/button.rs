//! The one button of a form, and the quiet links around it.
use leptos::prelude::*;
use stylers_macro::style_sheet;

/// Keeps its width and its name while busy; a press while busy or waiting does nothing.
#[component]
pub fn Submit(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] busy: Signal<bool>,
    /// Said instead of the label while pressing is pointless.
    #[prop(optional, into)]
    wait: Signal<Option<String>>,
) -> impl IntoView {
    let css = style_sheet!("./style/button.css");
    view! { class=css,
        <button
            class="button"
            part="button"
            type="submit"
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || (busy.get() || wait.with(Option::is_some)).then_some("true")
        >
            <span class="spinner" aria-hidden="true"></span>
            <span class="name">{move || wait.get().unwrap_or_else(|| label.get())}</span>
        </button>
    }
}

/// Leads to another screen of the box. A button to the browser, a link to the eye.
#[component]
pub fn Link(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] press: Callback<()>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let css = style_sheet!("./style/link.css");
    view! { class=css,
        <button
            class="link"
            part="link"
            type="button"
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| {
                if !disabled.get_untracked() {
                    press.run(());
                }
            }
        >
            {move || label.get()}
        </button>
    }
}
