//! One file a screen. A view reads the flow, says events, and never decides what comes next.
mod abroad;
mod account;
mod address;
mod app;
mod broken;
mod captcha;
mod code;
mod consent;
mod countries;
mod draft;
mod ending;
mod forgot;
mod frame;
mod judgement;
mod lazy;
mod missing;
mod new_password;
mod qr;
mod register;
mod scan;
mod sign_in;
mod sign_in_code;
mod spacing;
mod terms;
mod unverified;

pub use app::{App, AppProps};
pub use draft::message;
