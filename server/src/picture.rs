//! Draws codes: as PNG for whoever shows a picture, as SVG for those that look like a messenger's. It must never know what a text is for.
use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code (ISO/IEC 18004).
const QUIET: usize = 4;
/// Pixels a module.
const SCALE: usize = 8;

#[derive(Debug, thiserror::Error)]
pub enum PictureFault {
    #[error("the text does not fit a code: {0}")]
    Text(#[from] qrcode::types::QrError),
    #[error("the picture cannot be written: {0}")]
    Png(#[from] png::EncodingError),
}

fn code(text: &str) -> Result<QrCode, PictureFault> {
    Ok(QrCode::with_error_correction_level(text, EcLevel::M)?)
}

/// Black on white, one bit a pixel.
pub fn png(text: &str) -> Result<Vec<u8>, PictureFault> {
    let code = code(text)?;
    let modules = code.width();
    let side = (modules + 2 * QUIET) * SCALE;
    let dark = |pixel: usize, row: usize| {
        let at = |it: usize| (it / SCALE).checked_sub(QUIET).filter(|it| *it < modules);
        matches!((at(pixel), at(row)), (Some(x), Some(y)) if code[(x, y)] == Color::Dark)
    };
    let mut bits = Vec::with_capacity(side * side.div_ceil(8));
    for row in 0..side {
        for first in (0..side).step_by(8) {
            let light = |bit: usize| u8::from(!dark(first + bit, row)) << (7 - bit);
            bits.push((0..8).fold(0, |byte, bit| byte | light(bit)));
        }
    }
    let mut out = Vec::new();
    let pixels = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(&mut out, pixels, pixels);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header()?.write_image_data(&bits)?;
    Ok(out)
}

/// With a messenger's mark in the middle, small enough for the code to be read around it.
pub fn svg(text: &str) -> Result<String, PictureFault> {
    let code = code(text)?;
    let modules = code.width();
    let side = modules + 2 * QUIET;
    let mut dots = String::new();
    for y in 0..modules {
        for x in 0..modules {
            if code[(x, y)] == Color::Dark {
                // Writing into a String cannot fail.
                let _ = write!(dots, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    let middle = side as f64 / 2.0;
    let mark = modules as f64 * 0.13;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\">\
         <rect width=\"{side}\" height=\"{side}\" rx=\"2\" fill=\"#fff\"/><path d=\"{dots}\" fill=\"#111\" shape-rendering=\"crispEdges\"/>\
         <g transform=\"translate({x} {x}) scale({scale})\"><rect width=\"24\" height=\"24\" rx=\"6\" fill=\"#fff\"/><rect x=\"1.5\" y=\"1.5\" width=\"21\" height=\"21\" rx=\"5\" fill=\"#07a556\"/>\
         <path d=\"M10 6.5c-3 0-5.4 2-5.4 4.4 0 1.4.8 2.6 2 3.4l-.5 1.6 1.9-1c.6.2 1.3.3 2 .3 3 0 5.4-2 5.4-4.3S13 6.5 10 6.5zm5.9 4.9c0 2.6-2.5 4.6-5.4 4.7.8 1.1 2.3 1.8 4.1 1.8.5 0 1-.1 1.5-.2l1.5.8-.4-1.3c1-.6 1.6-1.6 1.6-2.7 0-1.4-1.2-2.7-2.9-3.1z\" fill=\"#fff\"/></g></svg>",
        x = middle - mark / 2.0,
        scale = mark / 24.0,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_as_large_as_its_code_and_its_quiet_zone() {
        let bytes = png("x").unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        assert_eq!(reader.info().size(), ((21 + 8) * 8, (21 + 8) * 8));
        assert!(svg("x").unwrap().contains("viewBox=\"0 0 29 29\""));
    }

    #[test]
    fn a_text_that_fits_no_code_is_a_fault() {
        assert!(png(&"x".repeat(3000)).is_err());
    }
}
