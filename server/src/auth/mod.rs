//! The rules: who may sign in, register and reset, how often, and what happens then. No HTTP and no SQL here.
pub mod addresses;
pub mod devices;
pub mod hasher;
pub mod identifier;
pub mod ladder;
pub mod password;
pub mod people;
pub mod qrcode;
pub mod register;
mod repeated;
pub mod reset;
pub mod sessions;
pub mod sign_in;
pub mod tokens;
pub mod transport;
