//! The phone's side: whoever is signed in there scans a code, and agrees or cancels.
//!
//! Every refusal is the same: a phone learns nothing of a code that is not its to answer.
use serde_json::{Value, json};

use super::{fingerprint, number};
use crate::app::{self, App};
use crate::audit::{Event, Outcome};
use crate::auth::sessions;
use crate::clock;
use crate::db::qrcodes::{self, Act, Scanned};
use crate::db::{Tx, users};
use crate::http::apps::Caller;
use crate::mail::{self, Occasion};
use crate::refusal::Refusal;
use crate::server::Server;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Scanned,
    Confirm,
    Cancel,
}

impl Step {
    fn event(self) -> &'static str {
        match self {
            Self::Scanned => "qr_scanned",
            Self::Confirm => "qr_confirm",
            Self::Cancel => "qr_cancel",
        }
    }

    /// The numbers that the protocol documents for these answers, which are not those of polling.
    fn status(self) -> i64 {
        match self {
            Self::Scanned => 0,
            Self::Confirm => 1,
            Self::Cancel => -1,
        }
    }

    pub fn description(self) -> &'static str {
        match self {
            Self::Scanned => "QR code scanning confirmed successfully",
            Self::Confirm => "Authorization login successful",
            Self::Cancel => "Cancel authorization successfully",
        }
    }

    pub fn in_chinese(self) -> &'static str {
        match self {
            Self::Scanned => "确认扫码成功",
            Self::Confirm => "授权登录成功",
            Self::Cancel => "取消授权成功",
        }
    }
}

/// What a phone says about a code.
pub struct Said {
    pub step: Step,
    /// The public handle.
    pub random: String,
    /// Which of the numbers was chosen, where one had to be.
    pub number: Option<String>,
}

/// `token`: of anybody in the pool, for any of its apps.
pub async fn act(
    server: &Server,
    caller: &Caller,
    token: &str,
    said: &Said,
) -> Result<Value, Refusal> {
    let (user, session) = sessions::of_pool(server, &caller.app.pool, token).await?;
    let person = Person {
        pool: &caller.app.pool,
        user: &user.id,
        session: &session.id,
        chinese: caller.chinese,
    };
    let result = acted(server, &person, said).await;
    Event {
        name: said.step.event(),
        caller,
        who: Some(&user.id),
    }
    .log(server, &Outcome::of(&result));
    result
}

/// Who holds the phone.
pub struct Person<'a> {
    pub pool: &'a str,
    pub user: &'a str,
    pub session: &'a str,
    /// The language that their phone speaks.
    pub chinese: bool,
}

/// For somebody who is known already.
pub async fn acted(server: &Server, person: &Person<'_>, said: &Said) -> Result<Value, Refusal> {
    let Said { step, random, .. } = said;
    let act = Act {
        scan_hash: &fingerprint(random),
        pool: person.pool,
        user: person.user,
        session: person.session,
        now: server.clock.now(),
    };
    let mut tx = server.db.begin().await?;
    let chosen = said.number.as_deref();
    let code = match step {
        Step::Scanned => qrcodes::scan(&mut tx, act).await?,
        Step::Confirm => qrcodes::agree(&mut tx, act, chosen).await?,
        Step::Cancel => qrcodes::cancel(&mut tx, act).await?,
    };
    // Whoever chooses another number has not the screen in front of them that asks: one try, and nobody gets in by this code.
    if let (Step::Confirm, None, Some(chosen)) = (step, &code, chosen) {
        qrcodes::mistake(&mut tx, act, chosen).await?;
        tx.commit().await?;
        server.board.changed();
        return Err(Refusal::Expired);
    }
    let code = code.ok_or(Refusal::Expired)?;
    let app = app::find_in(&mut tx, &code.app_id)
        .await?
        .ok_or(Refusal::Expired)?;
    // Who agrees again has been told.
    let is_told = app.settings.qrcode.notice_mail;
    if *step == Step::Confirm && is_told && code.decided_at == Some(act.now) {
        notice(server, &mut tx, &app, person, &code).await?;
    }
    tx.commit().await?;
    server.board.changed();
    let mut data = json!({
        "random": random,
        "status": step.status(),
        "description": step.description(),
    });
    if let (Step::Scanned, Value::Object(data)) = (step, &mut data) {
        let numbers = code.match_number.as_deref();
        let numbers = numbers.map(|it| number::choices(it, &server.keyed.name(&["match", random])));
        data.insert("request".to_owned(), request(&app, &code, numbers));
        data.insert(
            "customData".to_owned(),
            serde_json::from_str(&code.custom_data).unwrap_or_default(),
        );
        data.insert("expireAt".to_owned(), json!(clock::iso(code.expires_at)));
    }
    Ok(data)
}

/// Tells the person by mail that a browser is signed in: it may not have been the one in front of them.
async fn notice(
    server: &Server,
    tx: &mut Tx,
    app: &App,
    person: &Person<'_>,
    code: &Scanned,
) -> Result<(), Refusal> {
    let user = users::by_id(&mut **tx, person.pool, person.user).await?;
    let Some((user, address)) = user.and_then(|it| Some((it.clone(), it.email?))) else {
        return Ok(());
    };
    let browser = [code.browser.as_deref(), code.os.as_deref()];
    let browser = browser.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let occasion = Occasion::SignedInByScan {
        browser: Some(browser).filter(|it| !it.is_empty()),
        at: code.decided_at.and_then(clock::iso).unwrap_or_default(),
    };
    let reader = Caller::reading(app.clone(), person.chinese);
    let name = user.greeted_as();
    mail::post(server, tx, &reader, Some(&address), name, &occasion).await
}

/// Who asks, for the question whether this is the screen in front of the person.
fn request(app: &App, code: &Scanned, numbers: Option<Vec<String>>) -> Value {
    json!({
        "app": {"id": app.id, "name": app.settings.name, "logo": app.settings.logo},
        "origin": code.origin,
        "browser": code.browser,
        "os": code.os,
        "address": code.address,
        // Which town a network is in, only a bought table tells.
        "place": null,
        "createdAt": clock::iso(code.created_at),
        "matchNumbers": numbers,
    })
}
