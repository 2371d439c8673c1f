//! One file a screen. A view reads the flow, says events, and never decides what comes next.
mod account;
mod app;
mod broken;
mod code;
mod draft;
mod ending;
mod forgot;
mod frame;
mod judgement;
mod lazy;
mod missing;
mod new_password;
mod register;
mod sign_in;

pub use app::App;
pub use draft::message;
