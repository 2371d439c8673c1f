//! Why a request is not carried out: every code that the server answers, in one table.
use guard_protocol::Rule;
use serde_json::{Map, Value, json};

mod causes;

#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    // What the application answers: HTTP status 200.
    Invalid {
        field: &'static str,
        rule: Rule,
    },
    CaptchaWanted,
    CaptchaWrong,
    WrongCode {
        remaining: Option<i64>,
    },
    /// Told only to who has shown that the address is theirs.
    NoAccount,
    NotSignedIn,
    Expired,
    Taken {
        field: &'static str,
    },
    RegistrationClosed,
    NotOnList,
    Unverified,
    Paused {
        retry_after: u32,
    },
    CodeTooSoon {
        retry_after: u32,
    },
    WrongPassword {
        remaining: i64,
    },
    /// A number alone does not show who somebody is after so long.
    OldNumber,
    /// This needs the app's secret.
    NotAllowed,

    // What is refused before the application looks at it: the status says so too.
    Malformed,
    OriginRefused,
    NoSuchApp,
    NoSuchPath,
    NoSuchMethod,
    OtherRequest,
    TooLarge,
    NotJson,
    TooMany {
        retry_after: u32,
    },
    Broken,
    Busy,
    /// The database does not answer.
    Unavailable,
}

/// One row: code, status, and what it says in English and Chinese to clients that show messages.
struct Row(u32, u16, &'static str, &'static str);

impl Refusal {
    fn row(&self) -> Row {
        match self {
            Self::Invalid { .. } => Row(
                400,
                200,
                "A field is missing or wrong.",
                "有一项缺失或格式不正确。",
            ),
            Self::CaptchaWanted => Row(
                2000,
                200,
                "Type the letters of the picture.",
                "请输入图形验证码。",
            ),
            Self::CaptchaWrong => Row(
                2000,
                200,
                "Those were not the letters. Try the new picture.",
                "图形验证码不正确，请重试。",
            ),
            Self::NoAccount => Row(
                2004,
                200,
                "There is no account with this address.",
                "该账号不存在。",
            ),
            Self::WrongCode { .. } => Row(
                2001,
                200,
                "That code is wrong or has expired.",
                "验证码不正确或已过期。",
            ),
            Self::NotSignedIn => Row(2020, 200, "You are not signed in.", "尚未登录。"),
            Self::Expired => Row(
                2021,
                200,
                "That took too long. Begin again.",
                "已过期，请重新开始。",
            ),
            Self::Taken { .. } => Row(2026, 200, "That account already exists.", "该账号已存在。"),
            Self::RegistrationClosed => Row(
                2029,
                200,
                "This app takes no new accounts.",
                "该应用已关闭注册。",
            ),
            Self::NotOnList => Row(
                2031,
                200,
                "This app takes only invited people.",
                "该应用仅对受邀用户开放注册。",
            ),
            Self::Unverified => Row(
                2042,
                200,
                "Confirm your email address first.",
                "请先验证邮箱地址。",
            ),
            Self::Paused { .. } => Row(
                2057,
                200,
                "Too many wrong tries. Wait a moment.",
                "尝试次数过多，请稍后再试。",
            ),
            Self::CodeTooSoon { .. } => Row(
                2080,
                200,
                "A code was sent a moment ago.",
                "验证码刚刚发送过，请稍后再试。",
            ),
            Self::WrongPassword { .. } => Row(
                2333,
                200,
                "The account or the password is wrong.",
                "账号或密码不正确。",
            ),
            Self::NotAllowed => Row(
                2_130_010,
                200,
                "This is for the app's own server: show its secret.",
                "仅允许应用的服务端调用，请提供应用密钥。",
            ),
            Self::OldNumber => Row(
                2_130_011,
                200,
                "This number was not used here for a long time. Sign in with your email address or your password first.",
                "该手机号很久没有在此使用，请先用邮箱或密码登录。",
            ),
            Self::Malformed => Row(
                400,
                400,
                "The body is not acceptable JSON.",
                "请求体不是有效的 JSON。",
            ),
            Self::OriginRefused => Row(
                403,
                403,
                "This origin may not use the app.",
                "该来源无权使用此应用。",
            ),
            Self::NoSuchApp => Row(404, 404, "There is no such app.", "应用不存在。"),
            Self::NoSuchPath => Row(404, 404, "There is nothing here.", "路径不存在。"),
            Self::NoSuchMethod => Row(
                405,
                405,
                "This path does not take that method.",
                "不支持该请求方法。",
            ),
            Self::OtherRequest => Row(
                409,
                409,
                "This idempotency key belongs to another request.",
                "该幂等键已用于其他请求。",
            ),
            Self::TooLarge => Row(413, 413, "The body is too large.", "请求体过大。"),
            Self::NotJson => Row(
                415,
                415,
                "Send application/json.",
                "请使用 application/json。",
            ),
            Self::TooMany { .. } => Row(
                429,
                429,
                "Too many requests from your network. Wait a while.",
                "您所在网络的请求过多，请稍后再试。",
            ),
            Self::Broken => Row(500, 500, "Something went wrong here.", "服务器出错了。"),
            Self::Busy | Self::Unavailable => Row(
                503,
                503,
                "The server is busy. Try again in a moment.",
                "服务器繁忙，请稍后再试。",
            ),
        }
    }

    pub fn code(&self) -> u32 {
        self.row().0
    }

    pub fn status(&self) -> u16 {
        self.row().1
    }

    /// The app's own words where it has some, else ours.
    pub fn message(&self, chinese: bool) -> String {
        if let Self::Invalid {
            rule: Rule::Custom(words),
            ..
        } = self
            && !words.is_empty()
        {
            return words.clone();
        }
        let Row(.., english, in_chinese) = self.row();
        if chinese { in_chinese } else { english }.to_owned()
    }

    /// Seconds for the `Retry-After` header, on the statuses that carry it.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooMany { retry_after } => Some(*retry_after),
            Self::Busy | Self::Unavailable => Some(1),
            _ => None,
        }
    }

    pub fn data(&self) -> Value {
        match self {
            Self::Invalid { field, rule } => invalid(field, rule),
            Self::WrongCode {
                remaining: Some(count),
            }
            | Self::WrongPassword { remaining: count } => json!({"remainCount": count}),
            Self::CaptchaWanted => json!({"reason": "wanted"}),
            Self::CaptchaWrong => json!({"reason": "wrong"}),
            Self::Taken { field } => json!({"field": field}),
            Self::Paused { retry_after }
            | Self::CodeTooSoon { retry_after }
            | Self::TooMany { retry_after } => json!({"retryAfter": retry_after}),
            _ => Value::Null,
        }
    }
}

fn invalid(field: &str, rule: &Rule) -> Value {
    let (name, more) = match rule {
        Rule::Required => ("required", None),
        Rule::Format => ("format", None),
        Rule::TooShort(least) => ("length", Some(("min", *least))),
        Rule::TooLong => ("too-long", None),
        Rule::TooCommon => ("blocklist", None),
        Rule::Guessable => ("context", None),
        Rule::Kinds(kinds) => ("composition", Some(("kinds", *kinds))),
        Rule::Custom(_) => ("regex", None),
    };
    let mut data = Map::from_iter([
        ("field".to_owned(), json!(field)),
        ("rule".to_owned(), json!(name)),
    ]);
    data.extend(more.map(|(key, value)| (key.to_owned(), json!(value))));
    Value::Object(data)
}

/// Something that cannot happen while the server is whole: said in the log, and to nobody else.
pub fn broken(fault: &dyn std::error::Error) -> Refusal {
    tracing::error!(%fault, "a request could not be carried out");
    Refusal::Broken
}
