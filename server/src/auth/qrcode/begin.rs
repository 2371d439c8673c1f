//! Makes a code for a browser.
use guard_protocol::Rule;
use serde_json::{Value, json};

use super::{Facts, Handle, MOST_TEXT, Scene, text};
use crate::audit::{Event, Outcome};
use crate::auth::{addresses, devices};
use crate::clock::{self, SECOND};
use crate::db::qrcodes::{self, Asker, NewCode};
use crate::http::apps::Caller;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

/// Most bytes of custom data, as JSON. With everything else it still fits the code.
pub const MOST_DATA: usize = 384;

/// What a browser asks for.
pub struct Wanted {
    pub scene: Scene,
    /// Which of the app's codes of this scene.
    pub connection: Option<String>,
    pub custom_data: Value,
    pub origin: Option<String>,
    pub user_agent: String,
    /// Where this server is reached, for the address of the picture.
    pub host: String,
}

pub async fn begin(server: &Server, caller: &Caller, wanted: Wanted) -> Result<Value, Refusal> {
    let result = made(server, caller, wanted).await;
    Event {
        name: "qr_begin",
        caller,
        who: None,
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn made(server: &Server, caller: &Caller, wanted: Wanted) -> Result<Value, Refusal> {
    let app = &caller.app;
    is_on(caller, &wanted)?;
    let custom_data = wanted.custom_data.to_string();
    if custom_data.len() > MOST_DATA {
        return Err(too_long());
    }
    let asker = Asker {
        origin: wanted.origin,
        browser: devices::browser(&wanted.user_agent).map(str::to_owned),
        os: devices::system(&wanted.user_agent).map(str::to_owned),
        address: devices::coarse(&caller.peer),
    };
    let (poll, scan) = (Handle::new()?, Handle::new()?);
    let created_at = server.clock.now();
    let expires_at = created_at + i64::from(app.settings.qrcode.expires_in) * SECOND;
    let shown = text(&Facts {
        scene: wanted.scene.key(),
        random: &scan.shown,
        pool: &app.pool,
        created_at,
        expires_at,
        custom_data: &custom_data,
    });
    if shown.len() > MOST_TEXT {
        return Err(too_long());
    }
    // A messenger has no place where a number could be chosen.
    let match_number = if app.settings.qrcode.match_number && wanted.scene == Scene::App {
        Some(random::two_digits()?)
    } else {
        None
    };
    let code = NewCode {
        poll_hash: &poll.hash,
        scan_hash: &scan.hash,
        app: &app.id,
        pool: &app.pool,
        scene: wanted.scene.key(),
        custom_data: &custom_data,
        asker: &asker,
        match_number: match_number.as_deref(),
        created_at,
        expires_at,
    };
    let mut tx = server.db.begin().await?;
    addresses::count(
        server,
        &mut tx,
        addresses::QRCODES,
        &caller.peer,
        created_at,
    )
    .await?;
    qrcodes::add(&mut tx, &code).await?;
    tx.commit().await?;
    Ok(json!({
        "random": poll.shown,
        "expiresIn": app.settings.qrcode.expires_in,
        "url": picture(caller, &wanted.host, wanted.scene, &scan.shown),
        "customLogo": app.settings.logo,
        "createdAt": clock::iso(created_at),
        "expireAt": clock::iso(expires_at),
        "text": (wanted.scene == Scene::App).then_some(shown),
        "matchNumber": match_number,
    }))
}

/// The app must offer this way, and the code that is named.
fn is_on(caller: &Caller, wanted: &Wanted) -> Result<(), Refusal> {
    let tabs = caller
        .app
        .settings
        .qrcode_tabs_settings
        .get(wanted.scene.method())
        .ok_or(Refusal::Invalid {
            field: "scene",
            rule: Rule::Format,
        })?;
    match &wanted.connection {
        Some(id) if !tabs.iter().any(|it| it.id == *id) => Err(Refusal::Invalid {
            field: "extIdpConnId",
            rule: Rule::Format,
        }),
        Some(_) | None => Ok(()),
    }
}

fn too_long() -> Refusal {
    Refusal::Invalid {
        field: "customData",
        rule: Rule::TooLong,
    }
}

/// The app's own picture where it has one: who runs a mini-program asks its maker's servers for it.
fn picture(caller: &Caller, host: &str, scene: Scene, random: &str) -> String {
    if let Some(own) = caller.app.settings.qrcode.images.get(scene.key()) {
        return own.replace("{random}", random);
    }
    let kind = match scene {
        Scene::App => "png",
        Scene::MiniProgram | Scene::OfficialAccount => "svg",
    };
    format!("{host}/api/v2/qrcode/image/{random}.{kind}")
}
