//! The parts that screens are made of. They know nothing of signing in: texts and callbacks in, a person's doings out.
mod below;
mod button;
mod countdown;
mod field;
mod icon;
mod meter;
mod password;
mod tabs;

pub use below::Below;
pub use button::{Link, Submit};
pub use countdown::{Waiting, countdown};
pub use field::{Entry, Field, InputKind, focus};
pub use icon::{Icon, Shape};
pub use meter::Meter;
pub use password::Password;
pub use tabs::Tabs;
