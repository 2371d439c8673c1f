//! The program itself: started, killed, stopped, flooded and read over its shoulder.
mod alarms;
mod crashes;
mod logs;
mod polling;
mod program;
mod scans;
mod starting;
mod stopping;

use crate::support::Case;

pub fn cases() -> Vec<Case> {
    [
        alarms::cases(),
        crashes::cases(),
        logs::cases(),
        polling::cases(),
        scans::cases(),
        starting::cases(),
        stopping::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
