//! What mails say, in English and Simplified Chinese.
use super::Occasion;

pub struct Words {
    pub subject: String,
    pub paragraphs: Vec<String>,
}

pub fn greeting(name: Option<&str>, chinese: bool) -> String {
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

pub fn of(occasion: &Occasion, app: &str, chinese: bool) -> Words {
    let (subject, paragraphs) = if chinese {
        in_chinese(occasion, app)
    } else {
        in_english(occasion, app)
    };
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
                format!("Your {app} account is ready. Sign in with this address and the password you chose."),
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
        Occasion::ResetCode { minutes, .. } => (
            format!("Your code for {app}"),
            vec![
                format!("This code lets you choose a new password. It is good for {minutes} minutes."),
                "If you did not ask for it, leave it unused: your password stays as it is. Nobody from us will ever ask you for this code.".to_owned(),
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
            vec![format!("您的 {app} 账号已创建。请使用此邮箱和您设置的密码登录。"), "如果不是您本人注册，可能是他人误填了您的邮箱。您可以通过“忘记密码”设置新密码，取得该账号。".to_owned()],
        ),
        Occasion::AlreadyRegistered => (
            format!("您已拥有 {app} 账号"),
            vec![
                format!("有人（可能是您本人）尝试用此邮箱注册 {app} 账号。该邮箱已有账号，未作任何更改。"),
                "请照常登录。如果忘记了密码，请选择“忘记密码”。".to_owned(),
                "如果不是您本人操作，无需理会。".to_owned(),
            ],
        ),
        Occasion::ResetCode { minutes, .. } => (
            format!("{app} 验证码"),
            vec![format!("使用此验证码可设置新密码，{minutes} 分钟内有效。"), "如果不是您本人操作，请忽略此邮件，您的密码不会改变。我们不会向您索要验证码。".to_owned()],
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
