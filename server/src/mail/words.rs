//! What mails say, in English and Simplified Chinese.
use super::{Occasion, subject_line};
use crate::auth::codes::Purpose;
use crate::letters::places;
use crate::settings::messages::Wording;

pub struct Words {
    pub subject: String,
    pub paragraphs: Vec<String>,
}

fn greeting(name: Option<&str>, chinese: bool) -> String {
    match (name, chinese) {
        (Some(name), false) => format!("Hello {name},"),
        (None, false) => "Hello,".to_owned(),
        (Some(name), true) => format!("{name}，您好："),
        (None, true) => "您好：".to_owned(),
    }
}

pub fn footer(app: &str, chinese: bool) -> String {
    if chinese {
        format!("此邮件由 {app} 自动发送。")
    } else {
        format!("Sent by {app}.")
    }
}

/// A time as people read it: to the minute.
fn readable(at: &str) -> String {
    let minute = at.get(..16).unwrap_or(at);
    format!("{} UTC", minute.replace('T', " "))
}

/// What the button of a mail's link says.
pub fn button(occasion: &Occasion, chinese: bool) -> &'static str {
    match (occasion, chinese) {
        (Occasion::Verify { .. }, false) => "Confirm this address",
        (Occasion::Verify { .. }, true) => "验证邮箱",
        (_, false) => "Sign in",
        (_, true) => "登录",
    }
}

/// An app's own words. A name that may not be called is nothing.
pub fn own(wording: &Wording, occasion: &Occasion, app: &str, name: Option<&str>) -> Words {
    let (code, minutes) = match occasion {
        Occasion::Code { code, minutes, .. } => (code.as_str(), minutes.to_string()),
        _ => ("", String::new()), // No other mail holds a code.
    };
    let fill = |text: &str| {
        places::fill(text, |place| match place {
            "app" => Some(app.to_owned()),
            "name" => Some(name.unwrap_or_default().to_owned()),
            "code" => Some(code.to_owned()),
            "minutes" => Some(minutes.clone()),
            _ => None, // Stays as it is written.
        })
    };
    let paragraphs = wording.text.split("\n\n").map(|it| fill(it.trim()));
    Words {
        subject: subject_line(&fill(&wording.subject)),
        paragraphs: paragraphs.filter(|it| !it.is_empty()).collect(),
    }
}

pub fn of(occasion: &Occasion, app: &str, name: Option<&str>, chinese: bool) -> Words {
    let (subject, said) = if chinese {
        in_chinese(occasion, app)
    } else {
        in_english(occasion, app)
    };
    let mut paragraphs = vec![greeting(name, chinese)];
    paragraphs.extend(said);
    Words {
        subject,
        paragraphs,
    }
}

fn in_english(occasion: &Occasion, app: &str) -> (String, Vec<String>) {
    match occasion {
        Occasion::Welcome => (
            format!("Welcome to {app}"),
            vec![
                format!("Your {app} account is ready. This address is what you sign in with."),
                "If you did not open it, somebody typed your address by mistake. You can choose a new password with \"Forgot password\" and the account is yours.".to_owned(),
            ],
        ),
        Occasion::AlreadyRegistered => (
            format!("You already have an account at {app}"),
            vec![
                format!("Somebody, probably you, tried to open a new {app} account with this address. It has one already, and nothing was changed."),
                "Sign in as usual. If the password has slipped your mind, choose \"Forgot password\".".to_owned(),
                "If this was not you, there is nothing to do.".to_owned(),
            ],
        ),
        Occasion::Verify { .. } => (
            format!("Confirm your address for {app}"),
            vec![
                format!("An account at {app} was opened with this address. Confirm that it is yours within a day."),
                "If you did not open it, do not confirm: the page behind the button lets you say so.".to_owned(),
            ],
        ),
        Occasion::Code { purpose, minutes, link, .. } => {
            let (does, else_) = match purpose {
                Purpose::Login => ("signs you in", "nobody gets in without it"),
                Purpose::Register => ("opens your account", "no account is opened without it"),
                Purpose::Reset => ("lets you choose a new password", "your password stays as it is"),
            };
            let mut paragraphs = vec![format!("This code {does}. It is good for {minutes} minutes.")];
            if link.is_some() {
                paragraphs.push("In the browser where you asked for it, the button below does the same. Anywhere else, type the code where you began.".to_owned());
            }
            paragraphs.push(format!("If you did not ask for it, leave it unused: {else_}. Nobody from us will ever ask you for this code."));
            (format!("Your code for {app}"), paragraphs)
        }
        Occasion::SignedInByScan { browser, at } => {
            let place = browser.as_deref().unwrap_or("a browser");
            (
                format!("New sign-in to {app}"),
                vec![
                    format!("Your phone agreed to a sign-in: {place}, {}.", readable(at)),
                    "If this was you, there is nothing to do.".to_owned(),
                    "If it was not, somebody had you scan their code. Choose \"Forgot password\" in the app now: a new password signs out every device.".to_owned(),
                ],
            )
        }
        Occasion::OldNumber => (
            format!("Somebody used your number at {app}"),
            vec![
                "A code that went to the phone number of your account was right. You have not signed in for a long time, and numbers get new owners, so nobody was let in.".to_owned(),
                "If this was you, sign in with this address or your password once; the number works again after that.".to_owned(),
                "If the number is not yours any more, there is nothing to do. Nobody can get in with it alone.".to_owned(),
            ],
        ),
        Occasion::PasswordChanged => (
            format!("Your {app} password was changed"),
            vec![
                "Your password has just been changed, and every device was signed out.".to_owned(),
                "If this was not you, choose \"Forgot password\" now and set a new one.".to_owned(),
            ],
        ),
        Occasion::Held => (
            format!("Sign-in to your {app} account is paused"),
            vec![
                "Somebody tried a hundred wrong passwords in a row. To protect you, nobody can sign in with a password until tomorrow (midnight UTC).".to_owned(),
                "If you need to get in sooner, choose \"Forgot password\": a new password works at once.".to_owned(),
            ],
        ),
    }
}

fn in_chinese(occasion: &Occasion, app: &str) -> (String, Vec<String>) {
    match occasion {
        Occasion::Welcome => (
            format!("欢迎使用 {app}"),
            vec![format!("您的 {app} 账号已创建。请使用此邮箱登录。"), "如果不是您本人注册，可能是他人误填了您的邮箱。您可以通过“忘记密码”设置新密码，取得该账号。".to_owned()],
        ),
        Occasion::AlreadyRegistered => (
            format!("您已拥有 {app} 账号"),
            vec![
                format!("有人（可能是您本人）尝试用此邮箱注册 {app} 账号。该邮箱已有账号，未作任何更改。"),
                "请照常登录。如果忘记了密码，请选择“忘记密码”。".to_owned(),
                "如果不是您本人操作，无需理会。".to_owned(),
            ],
        ),
        Occasion::Verify { .. } => (
            format!("请验证您的 {app} 邮箱"),
            vec![format!("有人使用此邮箱注册了 {app} 账号。请在一天内确认此邮箱属于您。"), "如果不是您本人注册，请不要确认：点击按钮后的页面可以告知我们。".to_owned()],
        ),
        Occasion::Code { purpose, minutes, link, .. } => {
            let (does, else_) = match purpose {
                Purpose::Login => ("登录", "没有它任何人都无法登录"),
                Purpose::Register => ("注册账号", "没有它不会注册任何账号"),
                Purpose::Reset => ("设置新密码", "您的密码不会改变"),
            };
            let mut paragraphs = vec![format!("使用此验证码可{does}，{minutes} 分钟内有效。")];
            if link.is_some() {
                paragraphs.push("在您发起登录的浏览器中，也可以直接点击下方按钮。在其他地方，请在发起登录的窗口中输入验证码。".to_owned());
            }
            paragraphs.push(format!("如果不是您本人操作，请忽略此邮件，{else_}。我们不会向您索要验证码。"));
            (format!("{app} 验证码"), paragraphs)
        }
        Occasion::SignedInByScan { browser, at } => {
            let place = browser.as_deref().unwrap_or("浏览器");
            (
                format!("{app} 新的登录"),
                vec![
                    format!("您的手机刚刚确认了一次扫码登录：{place}，{}。", readable(at)),
                    "如果是您本人操作，无需理会。".to_owned(),
                    "如果不是，可能是他人诱使您扫描了二维码。请立即在应用中选择“忘记密码”设置新密码，所有设备都会退出登录。".to_owned(),
                ],
            )
        }
        Occasion::OldNumber => (
            format!("有人在 {app} 使用了您的手机号"),
            vec![
                "有人用您账号的手机号收到并输入了正确的验证码。由于您很久没有登录，而手机号可能已经换了主人，我们没有让任何人登录。".to_owned(),
                "如果是您本人，请先用此邮箱或密码登录一次，之后手机号即可照常使用。".to_owned(),
                "如果该号码已不属于您，无需理会：仅凭它无法进入您的账号。".to_owned(),
            ],
        ),
        Occasion::PasswordChanged => (
            format!("您的 {app} 密码已更改"),
            vec!["您的密码刚刚被更改，所有设备均已退出登录。".to_owned(), "如果不是您本人操作，请立即通过“忘记密码”重新设置。".to_owned()],
        ),
        Occasion::Held => (
            format!("您的 {app} 账号已暂停密码登录"),
            vec!["有人连续输错一百次密码。为保护您的账号，明天（UTC 零点）之前无法使用密码登录。".to_owned(), "如需尽快登录，请选择“忘记密码”，设置新密码后立即可用。".to_owned()],
        ),
    }
}
