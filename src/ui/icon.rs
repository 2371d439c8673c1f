//! The few drawings that the box needs, in the colour of the text around them. Decoration: hidden from screen readers.
use stylers_macro::style_sheet;

use super::El;

/// Strokes on a 24 by 24 grid. Constants, and no enum: the strokes then travel with the chunk that draws them.
#[derive(Clone, Copy)]
pub struct Shape(&'static str);

impl Shape {
    pub const EYE: Self = Self(
        "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z",
    );
    pub const EYE_OFF: Self = Self(
        "M4 4l16 16M10 5.7a9 9 0 0 1 2-.2c6 0 9.5 6.5 9.5 6.500a17 17 0 0 1-2.7 3.400M6.6 7A17 17 0 0 0 2.5 12S6 18.5 12 18.500a9 9 0 0 0 4.3-1.100M9.9 9.900a3 3 0 0 0 4.2 4.2",
    );
    pub const BACK: Self = Self("M15 5l-7 7 7 7");
    pub const CHECK: Self = Self("M5 12.500l4.5 4.500L19 7.5");
    pub const MAIL: Self = Self("M4 6h16v12H4zM4 7l8 6 8-6");
    pub const CHEVRON: Self = Self("M6 9.5l6 6 6-6");
    pub const CODE: Self =
        Self("M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v.01M14 20v.01M18 18h2v2");
    pub const AGAIN: Self = Self("M19.5 12a7.5 7.5 0 1 1-2.300-5.400M19.5 3.500v4h-4");
    pub const SOUND: Self = Self(
        "M4 9.500v5h3.500L12 18.500v-13L7.500 9.500ZM15.500 9a4.500 4.500 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
    );
    pub const WARNING: Self = Self("M12 4 2.8 19.500h18.400ZM12 10v4M12 17v.01");
}

pub fn icon(shape: Shape) -> El {
    let css = style_sheet!("./style/icon.css");
    El::svg("svg")
        .set("class", &["icon ", css].concat())
        .set("viewBox", "0 0 24 24")
        .set("aria-hidden", "true")
        .with(&[El::svg("path").set("d", shape.0)])
}
