//! Paths below the host. Source: the protocol document, section 3.6.

pub const SIGN_IN: &str = "/api/v2/login/account";
pub const REGISTER_EMAIL: &str = "/api/v2/register-email";
pub const REGISTER_USERNAME: &str = "/api/v2/register-username";
pub const SEND_EMAIL: &str = "/api/v2/email/send";
pub const SEND_SMS: &str = "/api/v2/sms/send";
pub const SEND_LINK: &str = "/api/v2/email/send-link";
pub const SIGN_IN_EMAIL: &str = "/api/v2/login/email-code";
pub const SIGN_IN_PHONE: &str = "/api/v2/login/phone-code";
pub const SIGN_IN_LINK: &str = "/api/v2/login/email-link";
pub const REGISTER_EMAIL_CODE: &str = "/api/v2/register-email-code";
pub const REGISTER_PHONE_CODE: &str = "/api/v2/register-phone-code";
pub const CAPTCHA: &str = "/api/v2/security/captcha?r=";
pub const CAPTCHA_AUDIO: &str = "/api/v2/security/captcha/audio?r=";
pub const SCAN_GENE: &str = "/api/v2/qrcode/gene";
pub const SCAN_CHECK: &str = "/api/v2/qrcode/check";
pub const SCAN_USER: &str = "/api/v2/qrcode/userinfo";
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
