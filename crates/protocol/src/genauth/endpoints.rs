//! Paths below the host. Source: the protocol document, section 3.6.

pub const SIGN_IN: &str = "/api/v2/login/account";
pub const REGISTER_EMAIL: &str = "/api/v2/register-email";
pub const REGISTER_USERNAME: &str = "/api/v2/register-username";
pub const SEND_EMAIL: &str = "/api/v2/email/send";
pub const CHECK_RESET_CODE: &str = "/api/v2/users/password/forget/check-code";
pub const RESET_PASSWORD: &str = "/api/v2/users/password/password-reset";

/// The app's settings: one GET that needs no preflight.
pub fn public_config(app: &str) -> String {
    ["/api/v2/applications/", app, "/public-config"].concat()
}

/// Whether an app id can stand in a path as it is.
pub fn is_app_id(app: &str) -> bool {
    !app.is_empty()
        && app.len() <= 64
        && app
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_')
}
