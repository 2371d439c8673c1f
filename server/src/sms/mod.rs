//! Text messages: written here, put into the outbox as mails are, delivered by a provider over HTTP.
use serde_json::json;

use crate::auth::codes::Purpose;
use crate::db::Tx;
use crate::db::outbox::{self, Channel, NewLetter};
use crate::http::apps::Caller;
use crate::letters::{To, places};
use crate::mail::{Occasion, one_line};
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::messages::{self, Wording};

pub mod courier;
pub mod provider;
mod signing;

/// Puts a message into the outbox. Occasions that no message is written for are passed over.
pub async fn put(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    to: &To<'_>,
    occasion: &Occasion,
) -> Result<(), Refusal> {
    let app = one_line(&caller.app.settings.name);
    let page = caller
        .page
        .as_deref()
        .unwrap_or_else(|| host(&server.public_url));
    let own = kind(occasion)
        .and_then(|it| messages::find(&caller.app.settings.messages, it, &caller.lang));
    let Some(message) = write(&app, page, occasion, (own, caller.chinese)) else {
        return Ok(());
    };
    let parameters = json!({
        "template": message.template,
        "lang": if caller.chinese { "zh" } else { "en" },
        "app": app,
        "code": message.code,
        "minutes": message.minutes.to_string(),
    });
    let now = server.clock.now();
    let letter = NewLetter {
        id: &random::id()?,
        app: &caller.app.id,
        channel: Channel::Sms,
        recipient: to.address,
        subject: "",
        text: &message.text,
        html: "",
        parameters: &parameters.to_string(),
        state: to.state(),
        expires_at: now + occasion.useful_for(),
    };
    outbox::add(tx, &letter, now).await?;
    Ok(())
}

struct Message {
    /// Which of a provider's templates says the same.
    template: &'static str,
    text: String,
    code: String,
    minutes: i64,
}

/// The last line binds the code to the page that asked for it (WICG, origin-bound one-time codes), so that browsers offer it there alone.
fn write(
    app: &str,
    page: &str,
    occasion: &Occasion,
    (own, chinese): (Option<&Wording>, bool),
) -> Option<Message> {
    match occasion {
        Occasion::Code {
            purpose,
            code,
            minutes,
            ..
        } => {
            let said = if let Some(own) = own {
                places::fill(&own.text, |place| match place {
                    "app" => Some(app.to_owned()),
                    "code" => Some(code.clone()),
                    "minutes" => Some(minutes.to_string()),
                    "name" => Some(String::new()),
                    _ => None, // Stays as it is written.
                })
            } else if chinese {
                let does = match purpose {
                    Purpose::Login => "登录",
                    Purpose::Register => "注册",
                    Purpose::Reset => "重置密码",
                };
                format!("【{app}】{does}验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。")
            } else {
                let does = match purpose {
                    Purpose::Login => "sign-in",
                    Purpose::Register => "registration",
                    Purpose::Reset => "password reset",
                };
                format!(
                    "{code} is your {app} {does} code, good for {minutes} minutes. Do not tell it to anybody."
                )
            };
            Some(Message {
                template: purpose.key(),
                text: format!("{said}\n\n@{page} #{code}"),
                code: code.clone(),
                minutes: *minutes,
            })
        }
        Occasion::PasswordChanged => Some(Message {
            template: "password-changed",
            text: if chinese {
                format!("【{app}】您的密码已更改。如非本人操作，请立即重置密码。")
            } else {
                format!("Your {app} password was changed. If this was not you, reset it now.")
            },
            code: String::new(),
            minutes: 0,
        }),
        Occasion::Welcome
        | Occasion::Verify { .. }
        | Occasion::AlreadyRegistered
        | Occasion::Held
        | Occasion::SignedInByScan { .. }
        | Occasion::OldNumber => None,
    }
}

/// As an app names it that has words of its own for it.
fn kind(occasion: &Occasion) -> Option<&'static str> {
    match occasion {
        Occasion::Code { purpose, .. } => Some(match purpose {
            Purpose::Login => "sms-login",
            Purpose::Register => "sms-register",
            Purpose::Reset => "sms-reset",
        }),
        Occasion::Welcome
        | Occasion::Verify { .. }
        | Occasion::AlreadyRegistered
        | Occasion::PasswordChanged
        | Occasion::Held
        | Occasion::SignedInByScan { .. }
        | Occasion::OldNumber => None,
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |it| it.1);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o19_a_message_ends_with_the_page_and_the_code_and_holds_no_link() {
        for chinese in [false, true] {
            for purpose in Purpose::ALL {
                let occasion = Occasion::Code {
                    purpose,
                    code: "012345".into(),
                    minutes: 5,
                    link: Some("https://id.example.com/link/x".into()),
                };
                let text = write("Acorn", "shop.example", &occasion, (None, chinese))
                    .unwrap()
                    .text;
                assert!(text.ends_with("\n\n@shop.example #012345"), "{text}");
                assert!(!text.contains("://") && text.contains("Acorn"), "{text}");
            }
        }
        assert_eq!(host("https://id.example.com:8443/x"), "id.example.com");
    }
}
