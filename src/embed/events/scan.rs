//! Of codes that a phone scans: in the chunk `scan`.
use guard_flow::ScanOutput;
use guard_protocol::write::{Out, object};

use super::{Beside, Told};
use crate::chunk::{SplitLoaderError as Missing, here};

pub fn event(output: &ScanOutput, beside: &Beside<'_>) -> Option<Told> {
    here(in_scan(output, beside))
}

#[cfg_attr(
    feature = "lazy",
    wasm_split_helpers::wasm_split(scan, fallible, wasm_split_path = crate::chunk)
)]
fn in_scan(output: &ScanOutput, beside: &Beside<'_>) -> Result<Told, Missing> {
    Ok(told(output, beside))
}

fn told(output: &ScanOutput, beside: &Beside<'_>) -> Told {
    match output {
        ScanOutput::Started => ("scan-start", beside.detail(&[])),
        ScanOutput::Scanned(person) => {
            let (nickname, photo) = (person.nickname.as_deref(), person.photo.as_deref());
            let user = object(&[
                ("nickname", Out::Text(nickname.unwrap_or_default())),
                ("photo", Out::Text(photo.unwrap_or_default())),
            ]);
            ("scan-scanned", beside.user(&user))
        }
        ScanOutput::SignedIn(session) => ("login", beside.user(session.user.expose())),
        ScanOutput::Ticket { ticket, user } => (
            "scan-ticket",
            beside.detail(&[
                ("ticket", Out::Text(ticket.expose())),
                ("user", Out::Raw(user.expose())),
            ]),
        ),
        ScanOutput::Cancelled => ("scan-cancel", beside.detail(&[])),
        ScanOutput::Expired => ("scan-expired", beside.detail(&[])),
        ScanOutput::Failed(fault) => ("scan-error", beside.refusal(fault)),
    }
}
