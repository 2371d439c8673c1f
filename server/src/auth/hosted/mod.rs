//! The server's own sign-in page: who is signed in there, and how an app's own address learns of it.
pub mod handover;
pub mod visit;
