//! The codes to be scanned that an app offers. Nothing that the first form needs.
use super::ways::{LAST, arranged};
use super::{ScanKind, Settings};
use crate::json::Reader;

/// A code to be scanned, one tab each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    pub kind: ScanKind,
    /// What tells several of one kind apart; empty where there is one.
    pub id: String,
    pub title: Option<String>,
}

impl Settings {
    /// All codes, in the order in which they are shown.
    pub fn scans(&self) -> Vec<Scan> {
        self.at("", |it| scans(it, &self.ways.scans))
    }
}

fn scans(from: &mut Reader<'_>, kinds: &[ScanKind]) -> Vec<Scan> {
    let mut scans = Vec::new();
    for &kind in kinds {
        let mut own = Vec::new();
        let mut settings = from.object("qrcodeTabsSettings");
        settings.each(kind.key(), |it| {
            own.push(Scan {
                kind,
                id: it.text("id").unwrap_or_default(),
                title: it.text("title").filter(|it| !it.is_empty()),
            });
        });
        if own.is_empty() {
            own.push(Scan {
                kind,
                id: String::new(),
                title: None,
            });
        }
        scans.append(&mut own);
    }
    let mut sort = from.object("qrCodeSortConfig");
    let order = sort.texts("loginMethodsSort").unwrap_or_default();
    arranged(&scans, &|scan| {
        let named = |it: &String| *it == scan.id || *it == scan.kind.key();
        order.iter().position(named).unwrap_or(LAST)
    })
}
