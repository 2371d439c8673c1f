//! Draws a code as SVG elements: no picture server, and nothing that a strict policy would have to allow.
use guard_protocol::write::decimal;
use qrcode::{Color, EcLevel, QrCode};

use crate::ui::El;

/// Modules of quiet zone on each side (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// Nothing is drawn of a text that no code holds.
pub fn draw(text: &str) -> El {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M);
    let (path, width) = code.map(|it| path(&it)).unwrap_or_default();
    let side = decimal((width + 2 * QUIET) as u64);
    El::svg("svg")
        .set("viewBox", &["0 0 ", &side, " ", &side].concat())
        .set("role", "img")
        .set("shape-rendering", "crispEdges")
        .with(&[El::svg("path").set("d", &path)])
}

/// One rectangle for each run of dark modules in a row.
fn path(code: &QrCode) -> (String, usize) {
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let [x, y] = [x, y].map(|it| decimal((it + QUIET) as u64));
                let length = decimal(run.len() as u64);
                path.extend(["M", &x, " ", &y, "h", &length, "v1h-", &length, "z"]);
            }
            x += run.len();
        }
    }
    (path, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qr_1_every_dark_module_is_drawn_and_no_other() {
        let code = QrCode::with_error_correction_level(b"https://example.com", EcLevel::M).unwrap();
        let (path, width) = path(&code);
        let drawn: usize = path
            .split('h')
            .skip(1)
            .filter_map(|it| it.split_once('v')?.0.parse::<usize>().ok())
            .sum();
        let dark = code
            .to_colors()
            .iter()
            .filter(|it| **it == Color::Dark)
            .count();
        assert_eq!((drawn, width), (dark, code.width()));
    }

    #[test]
    fn q16_the_longest_text_of_the_protocol_fits_version_20() {
        let code = QrCode::with_error_correction_level([b'a'; 666], EcLevel::M).unwrap();
        assert!(code.width() <= 97, "version 20 is 97 modules wide");
    }
}
