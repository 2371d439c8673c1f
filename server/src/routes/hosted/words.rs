//! What the sign-in page itself says, in English and Simplified Chinese; the box has words of its own.
use super::asked::Wrong;
use crate::refusal::Refusal;

pub fn title(app: &str, chinese: bool) -> String {
    if chinese {
        format!("登录 {app}")
    } else {
        format!("Sign in to {app}")
    }
}

/// Title and text.
pub fn wrong(wrong: Wrong, chinese: bool) -> (&'static str, &'static str) {
    match (wrong, chinese) {
        (Wrong::App, false) => (
            "There is no such app",
            "The link that led here names no app that is known. Go back, and try again from the app itself.",
        ),
        (Wrong::App, true) => (
            "应用不存在",
            "打开本页的链接没有指明已知的应用。请返回，从应用重新进入。",
        ),
        (Wrong::Address, false) => (
            "This link leads somewhere else",
            "The address to return to is not one that the app has registered, so nobody is sent there. For whoever builds the app: it has to be in “redirectUris”, to the letter.",
        ),
        (Wrong::Address, true) => (
            "此链接指向别处",
            "返回地址不在应用登记的地址之列，因此不会跳转。致应用开发者：请将其原样加入“redirectUris”。",
        ),
        (Wrong::Request, false) => (
            "This link cannot be read",
            "Something in it is missing, too long or there twice. Go back, and try again from the app itself.",
        ),
        (Wrong::Request, true) => (
            "无法识别此链接",
            "链接中有内容缺失、过长或重复。请返回，从应用重新进入。",
        ),
    }
}

/// Title, text before the name, and the button's.
pub fn signed_in(chinese: bool) -> (&'static str, &'static str, &'static str) {
    if chinese {
        ("您已登录", "当前账号", "退出登录")
    } else {
        ("You are signed in", "You are here as", "Sign out")
    }
}

/// For the box's page, where handing over has failed: text, and the button's. Reloading alone signs nobody in, since the page's cookie comes with the way back.
pub fn not_handed_over(chinese: bool) -> (&'static str, &'static str) {
    if chinese {
        (
            "已登录，但未能返回应用。如果重试无效，请重新加载本页并再次登录。",
            "重试",
        )
    } else {
        (
            "You are signed in, but the way back to the app failed. If trying again does not help, reload this page and sign in once more.",
            "Try again",
        )
    }
}

pub fn without_script(chinese: bool) -> &'static str {
    if chinese {
        "此应用的登录方式需要 JavaScript。请在浏览器中启用后重新加载本页。"
    } else {
        "The ways to sign in to this app need JavaScript. Turn it on in your browser, and reload this page."
    }
}

/// Why a form without JavaScript did not sign in.
pub fn notice(refusal: &Refusal, chinese: bool) -> String {
    match (refusal, chinese) {
        (Refusal::CaptchaWanted | Refusal::CaptchaWrong, false) => {
            "A picture has to be read first, and that needs JavaScript. Turn it on, and reload this page.".to_owned()
        }
        (Refusal::CaptchaWanted | Refusal::CaptchaWrong, true) => {
            "需要先完成图形验证，这需要 JavaScript。请启用后重新加载本页。".to_owned()
        }
        (Refusal::Invalid { field: "agreementIds", .. }, false) => {
            "The app asks for your agreement first, and that needs JavaScript. Turn it on, and reload this page.".to_owned()
        }
        (Refusal::Invalid { field: "agreementIds", .. }, true) => {
            "需要先同意应用的条款，这需要 JavaScript。请启用后重新加载本页。".to_owned()
        }
        (Refusal::Invalid { .. }, false) => "Fill in both fields.".to_owned(),
        (Refusal::Invalid { .. }, true) => "请填写两项内容。".to_owned(),
        (other, chinese) => other.message(chinese),
    }
}
