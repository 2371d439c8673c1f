//! The parts that screens are made of. They know nothing of signing in: texts and callbacks in, a person's doings out.
mod below;
mod boxes;
mod button;
mod check;
mod countdown;
mod element;
mod field;
mod icon;
mod meter;
mod password;
mod phone;
mod picker;
mod tabs;

pub use below::{Below, Saying};
pub use boxes::{Boxes, boxes};
pub use button::{link, submit};
pub use check::{Tick, Word, check, checks};
pub use countdown::Waiting;
pub use element::El;
pub use field::{Entry, Field, InputKind, field};
pub use icon::{Shape, icon};
pub use meter::meter;
pub use password::{Password, password};
pub use phone::{Phone, country, fixed, phone};
pub use picker::{Choice, Leaving, Picker, picker};
pub use tabs::{Tabs, tabs};
