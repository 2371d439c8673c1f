//! One-time codes: what they open, and how little can be done with them otherwise.
pub mod agreements;
pub mod attacks;
pub mod budgets;
pub mod captchas;
pub mod connections;
pub mod guesses;
pub mod limits;
pub mod links;
pub mod messages;
pub mod old_numbers;
pub mod phones;
pub mod registering;
pub mod registering_captchas;
pub mod resets;
pub mod sign_in_links;
pub mod signing_in;
pub mod wordings;

use crate::support::Case;

pub fn cases() -> Vec<Case> {
    [
        agreements::cases(),
        attacks::cases(),
        budgets::cases(),
        captchas::cases(),
        connections::cases(),
        guesses::cases(),
        limits::cases(),
        links::cases(),
        messages::cases(),
        old_numbers::cases(),
        phones::cases(),
        registering::cases(),
        registering_captchas::cases(),
        resets::cases(),
        sign_in_links::cases(),
        signing_in::cases(),
        wordings::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A code that is not `right`.
fn other_than(right: &str, by: u32) -> String {
    let width = right.len();
    let all = 10_u32.pow(u32::try_from(width).unwrap());
    format!("{:0width$}", (right.parse::<u32>().unwrap() + by) % all)
}
