//! The parts that screens are made of. They know nothing of signing in: texts and callbacks in, a person's doings out.
mod below;
mod button;
mod countdown;
mod element;
mod field;
mod icon;
mod meter;
mod password;
mod tabs;

pub use below::{Below, Saying};
pub use button::{link, submit};
pub use countdown::Waiting;
pub use element::El;
pub use field::{Entry, Field, InputKind, field};
pub use icon::{Shape, icon};
pub use meter::meter;
pub use password::{Password, password};
pub use tabs::{Tabs, tabs};
