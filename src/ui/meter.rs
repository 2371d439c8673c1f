//! Four bars that say how strong a password is. A hint, never a verdict.
use leptos::prelude::*;
use stylers_macro::style_sheet;

/// `level`: bars that are lit, 0 to 4; `word` names it.
#[component]
pub fn Meter(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] level: Signal<u8>,
    #[prop(into)] word: Signal<String>,
) -> impl IntoView {
    let css = style_sheet!("./style/meter.css");
    view! { class=css,
        <div
            class="meter"
            part="meter"
            role="meter"
            aria-label=move || label.get()
            aria-valuemin="0"
            aria-valuemax="4"
            aria-valuenow=move || level.get().to_string()
            aria-valuetext=move || word.get()
            data-level=move || level.get().to_string()
        >
            <span class="bar"></span>
            <span class="bar"></span>
            <span class="bar"></span>
            <span class="bar"></span>
        </div>
    }
}
