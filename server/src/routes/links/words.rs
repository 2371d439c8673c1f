//! What the page behind a link says, in English and Simplified Chinese.
use axum::http::StatusCode;

use crate::auth::links::Followed;

pub struct Asked {
    pub title: String,
    pub text: String,
    pub button: &'static str,
    pub refuse: Option<&'static str>,
}

pub fn asked(kind: &str, app: &str, email: &str, chinese: bool) -> Asked {
    match (kind, chinese) {
        ("verify", false) => Asked {
            title: format!("Confirm your address for {app}"),
            text: format!("Somebody opened an account at {app} with {email}. Was that you?"),
            button: "Yes, confirm",
            refuse: Some("No, this account is not mine"),
        },
        ("verify", true) => Asked {
            title: format!("验证您的 {app} 邮箱"),
            text: format!("有人使用 {email} 注册了 {app} 账号。是您本人吗？"),
            button: "是，确认",
            refuse: Some("不是，这不是我的账号"),
        },
        (_, false) => Asked {
            title: format!("Sign in to {app}"),
            text: format!(
                "You asked to sign in as {email}. Continue only if that was you, a moment ago."
            ),
            button: "Continue",
            refuse: None,
        },
        (_, true) => Asked {
            title: format!("登录 {app}"),
            text: format!("您请求以 {email} 登录。仅当刚刚是您本人操作时才继续。"),
            button: "继续",
            refuse: None,
        },
    }
}

/// Status, title and text.
pub fn followed(followed: Followed, chinese: bool) -> (StatusCode, &'static str, &'static str) {
    let (title, text) = match (followed, chinese) {
        (Followed::Dead, false) => (
            "This link is no longer good",
            "It was used already, or its time is over. Ask for a new one where you began.",
        ),
        (Followed::Dead, true) => (
            "链接已失效",
            "链接已被使用或已过期。请在发起的地方重新获取。",
        ),
        (Followed::Confirmed, false) => (
            "Your address is confirmed",
            "You can close this page and sign in.",
        ),
        (Followed::Confirmed, true) => ("邮箱已验证", "您可以关闭此页面并登录。"),
        (Followed::SignsIn, false) => (
            "You are being signed in",
            "Go back to the page where you began. You can close this one.",
        ),
        (Followed::SignsIn, true) => ("正在登录", "请回到发起登录的页面。可以关闭此页面。"),
        (Followed::Elsewhere, false) => (
            "You began somewhere else",
            "This is not the browser that asked, so nobody was signed in here. Type the code from the mail where you began.",
        ),
        (Followed::Elsewhere, true) => (
            "您在别处发起了登录",
            "此浏览器并未发起登录，因此未在此登录。请在发起登录的页面输入邮件中的验证码。",
        ),
        (Followed::Disowned, false) => (
            "Thank you for telling us",
            "Whoever opened the account cannot use it any more. It is yours if you want it: choose \"Forgot password\".",
        ),
        (Followed::Disowned, true) => (
            "感谢您的告知",
            "注册该账号的人已无法使用它。如果您需要，可通过“忘记密码”取得该账号。",
        ),
    };
    let status = match followed {
        Followed::Dead => StatusCode::GONE,
        Followed::Confirmed | Followed::SignsIn | Followed::Elsewhere | Followed::Disowned => {
            StatusCode::OK
        }
    };
    (status, title, text)
}
