//! What a page asks of the codes to be scanned: `qrCodeScanOptions`.
use crate::json::{Json, Reader};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanOptions {
    /// What the app on the phone is told.
    pub custom: Option<Json>,
    /// Milliseconds between two questions.
    pub pace: Option<u32>,
    /// Of the picture, in pixels.
    pub size: Option<u32>,
    /// The code stands alone on the page, without the box around it.
    pub alone: bool,
}

impl ScanOptions {
    pub(super) fn read(from: &mut Reader<'_>) -> Self {
        let mut options = from.object("qrCodeScanOptions");
        Self {
            custom: options.any("customData").cloned(),
            pace: options.number("interval", 500, 30_000),
            size: options.number("size", 120, 480),
            alone: options.flag("alone").unwrap_or(false),
        }
    }
}
