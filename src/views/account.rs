//! The screens of an account's beginning and of its password: what the chunk `account` draws.
use guard_flow::Step;

use super::code::code;
use super::ending::{password_changed, registered};
use super::forgot::forgot;
use super::new_password::choose;
use super::register::register;
use crate::live::Live;
use crate::ui::El;

pub fn screen(step: Step, named: Live<String>, ids: &str) -> El {
    match step {
        Step::Registered => registered(),
        Step::ForgotPassword => forgot(named, ids),
        Step::ResetCode => code(ids),
        Step::NewPassword => choose(ids),
        Step::PasswordChanged => password_changed(),
        _registering => register(named, ids),
    }
}
