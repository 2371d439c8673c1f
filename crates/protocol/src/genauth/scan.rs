//! Codes to be scanned: asking for one, and how it is doing. Source: docs/protocol.md, "QR codes".
use super::codes::Posted;
use super::{Answer, Data, endpoints, read, session};
use crate::json::Json;
use crate::write::{Out, object};
use crate::{Fault, Scan, Secret, Session};

/// Shortest and longest life of a code that is believed, in seconds.
const LIFE: std::ops::RangeInclusive<u64> = 5..=3600;

/// A code as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanCode {
    /// What is asked about: a secret of this browser, and not what is printed in the code.
    pub handle: Secret,
    pub picture: Picture,
    /// Seconds that it is good for.
    pub expires_in: u32,
    /// Two digits to be compared with the phone's, where the app asks for it.
    pub number: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// To be drawn here.
    Text(String),
    /// Drawn by the backend: an address.
    Url(String),
}

/// Who has scanned a code. Only for showing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub nickname: Option<String>,
    /// An `https:` address.
    pub photo: Option<String>,
}

/// How a code is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanStatus {
    Waiting,
    Scanned(Person),
    /// The backend gave the whole user.
    SignedIn(Session),
    /// What a server exchanges for the user; `user`: what the backend told of them, as JSON text.
    Ticket {
        ticket: Secret,
        user: Secret,
    },
    Cancelled,
    Expired,
    /// The person is known and has to do something more.
    Further(Fault),
}

/// `custom`: what the page wants the app to be told, as JSON text.
pub fn gene(scan: &Scan, custom: Option<&str>) -> Posted {
    let mut entries = vec![
        ("scene", Out::Text(scan.kind.scene())),
        ("autoMergeQrCode", Out::Flag(false)),
    ];
    if !scan.id.is_empty() {
        entries.push(("extIdpConnId", Out::Text(&scan.id)));
    }
    entries.extend(custom.map(|it| ("customData", Out::Raw(it))));
    (endpoints::SCAN_GENE, object(&entries))
}

pub fn code(data: &Data) -> Result<ScanCode, Fault> {
    let text = |key: &str| {
        let text = data.value.get(key).and_then(Json::as_text);
        text.filter(|it| !it.is_empty()).map(str::to_owned)
    };
    let picture = text("text").map(Picture::Text);
    let url = || text("url").filter(|it| is_picture(it)).map(Picture::Url);
    let life = data.value.get("expiresIn").and_then(Json::as_count);
    Ok(ScanCode {
        handle: Secret::new(text("random").ok_or(Fault::Unexpected)?),
        picture: picture.or_else(url).ok_or(Fault::Unexpected)?,
        expires_in: life.unwrap_or(120).clamp(*LIFE.start(), *LIFE.end()) as u32,
        number: text("matchNumber").filter(|it| it.len() <= 4),
    })
}

/// The path that asks about a code.
pub fn check(handle: &Secret) -> String {
    let mut path = [endpoints::SCAN_CHECK, "?random="].concat();
    for byte in handle.expose().bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            let digit = |it: u8| char::from_digit(it.into(), 16).unwrap_or_default();
            path.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    path
}

/// A state that is not in the protocol is no state, whatever it may mean.
pub fn status(data: &Data) -> Result<ScanStatus, Fault> {
    let user = data.value.get("userInfo").unwrap_or(&Json::Null);
    let Some(Json::Whole(status)) = data.value.get("status") else {
        return Err(Fault::Unexpected);
    };
    Ok(match status {
        0 => ScanStatus::Waiting,
        1 => ScanStatus::Scanned(person(user)),
        2 => agreed(data)?,
        3 => ScanStatus::Cancelled,
        -1 => ScanStatus::Expired,
        4 => ScanStatus::Further(further(data)),
        _not_of_this_protocol => return Err(Fault::Unexpected),
    })
}

fn agreed(data: &Data) -> Result<ScanStatus, Fault> {
    let text = crate::json::slice(&data.text, "userInfo").unwrap_or("null");
    let user = Data {
        value: data.value.get("userInfo").cloned().unwrap_or_default(),
        text: text.to_owned(),
    };
    if let Ok(session) = session(&user) {
        return Ok(ScanStatus::SignedIn(session));
    }
    let ticket = data.value.get("ticket").and_then(Json::as_text);
    let ticket = ticket
        .filter(|it| !it.is_empty())
        .ok_or(Fault::Unexpected)?;
    Ok(ScanStatus::Ticket {
        ticket: Secret::new(ticket),
        user: Secret::new(text),
    })
}

/// The envelope that says which step: read as any answer, and success is none.
fn further(data: &Data) -> Fault {
    let body = crate::json::slice(&data.text, "scannedResult").unwrap_or("null");
    let answer = Answer {
        status: 200,
        content_type: Some("application/json"),
        retry_after: None,
        body,
    };
    read(answer).err().unwrap_or(Fault::Unexpected)
}

fn person(user: &Json) -> Person {
    let text = |key: &str| {
        let text = user
            .get(key)
            .and_then(Json::as_text)
            .map(crate::json::plain);
        text.filter(|it| !it.trim().is_empty())
    };
    Person {
        nickname: text("nickname").map(|it| it.chars().take(60).collect()),
        photo: text("photo").filter(|it| is_picture(it)),
    }
}

/// An address that may be shown as a picture.
fn is_picture(url: &str) -> bool {
    let loopback = ["http://localhost", "http://127.0.0.1"].iter().any(|it| {
        url.strip_prefix(it)
            .is_some_and(|it| it.starts_with([':', '/']))
    });
    let clean = !url.contains(['\\', '\n', '\t', ' ']);
    clean && url.len() <= 2048 && (url.starts_with("https://") || loopback)
}

pub fn exchange(ticket: &Secret) -> Posted {
    let body = object(&[("ticket", Out::Text(ticket.expose()))]);
    (endpoints::SCAN_USER, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn data(value: Value) -> Data {
        Data {
            value: Json::from(&value),
            text: value.to_string(),
        }
    }

    #[test]
    fn q03_every_state_of_the_protocol_is_known_and_no_other() {
        let of = |value: Value| status(&data(value));
        assert_eq!(of(json!({"status": 0})), Ok(ScanStatus::Waiting));
        assert_eq!(of(json!({"status": 3})), Ok(ScanStatus::Cancelled));
        assert_eq!(of(json!({"status": -1})), Ok(ScanStatus::Expired));
        let who = json!({"nickname": "Ada", "photo": "javascript:alert(1)"});
        assert_eq!(
            of(json!({"status": 1, "userInfo": who})),
            Ok(ScanStatus::Scanned(Person {
                nickname: Some("Ada".into()),
                photo: None
            }))
        );
        for odd in [
            json!(7),
            json!("2"),
            json!(2.0),
            json!(null),
            json!(true),
            json!(5),
        ] {
            assert_eq!(
                of(json!({"status": odd, "ticket": "t"})),
                Err(Fault::Unexpected)
            );
        }
        assert_eq!(of(json!({"status": 2})), Err(Fault::Unexpected));
    }

    #[test]
    fn qr_5_agreed_is_a_user_where_there_is_one_and_a_ticket_else() {
        let user = json!({"id": "u", "token": "t"});
        assert!(matches!(
            status(&data(json!({"status": 2, "userInfo": user, "ticket": "x"}))),
            Ok(ScanStatus::SignedIn(_))
        ));
        assert!(matches!(
            status(&data(
                json!({"status": 2, "userInfo": {"nickname": "Ada"}, "ticket": "x"})
            )),
            Ok(ScanStatus::Ticket { .. })
        ));
    }

    #[test]
    fn qr_1_a_further_step_says_which() {
        let step = json!({"code": 2042, "message": "", "data": {}});
        assert_eq!(
            status(&data(json!({"status": 4, "scannedResult": step}))),
            Ok(ScanStatus::Further(Fault::Unverified))
        );
        assert_eq!(
            status(&data(json!({"status": 4, "scannedResult": {"code": 200}}))),
            Ok(ScanStatus::Further(Fault::Unexpected))
        );
    }

    #[test]
    fn a_code_without_anything_to_show_is_none() {
        let of = |value: Value| code(&data(value));
        assert!(of(json!({"random": "r", "text": "{}"})).is_ok_and(|it| it.expires_in == 120));
        assert!(of(json!({"random": "r", "url": "https://x.io/q.png", "expiresIn": 30})).is_ok());
        for bad in [
            json!({"random": "r"}),
            json!({"text": "x"}),
            json!({"random": "r", "url": "javascript:alert(1)"}),
        ] {
            assert_eq!(of(bad), Err(Fault::Unexpected));
        }
        assert_eq!(
            check(&Secret::new("a b&c")),
            "/api/v2/qrcode/check?random=a%20b%26c"
        );
    }
}
