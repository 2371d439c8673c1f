//! Signing in by scanning. The asking browser holds a secret handle, under which it polls and gets a ticket; the code shows a public one, under which a phone
//! scans and decides. Neither opens what the other is for, so a photograph of the code is worth nothing.
use serde::Serialize;
use serde_json::Value;

use crate::clock::{self, Millis, SECOND};
use crate::db::qrcodes;
use crate::keyed;
use crate::random::{self, NoRandomness};
use crate::server::Server;

pub mod begin;
pub mod board;
mod number;
pub mod phone;
pub mod poll;
pub mod ticket;

/// Who is to scan a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    App,
    MiniProgram,
    OfficialAccount,
}

impl Scene {
    pub const ALL: [Self; 3] = [Self::App, Self::MiniProgram, Self::OfficialAccount];

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::App => "APP_AUTH",
            Self::MiniProgram => "WXAPP_AUTH",
            Self::OfficialAccount => "WECHATMP_AUTH",
        }
    }

    /// What the settings call the way that uses it.
    pub fn method(self) -> &'static str {
        match self {
            Self::App => "app-qrcode",
            Self::MiniProgram => "wechat-miniprogram-qrcode",
            Self::OfficialAccount => "wechatmp-qrcode",
        }
    }
}

/// Most bytes in a code: version 20 at level M, which phones read from a screen at arm's length.
pub const MOST_TEXT: usize = 666;

/// What a code says, key by key as the protocol has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Text<'a> {
    scene: &'a str,
    random: &'a str,
    user_pool_id: &'a str,
    created_at: Option<String>,
    expire_at: Option<String>,
    expires_in: Millis,
    custom_data: Value,
}

/// The facts of a code that its text repeats.
pub struct Facts<'a> {
    pub scene: &'a str,
    pub random: &'a str,
    pub pool: &'a str,
    pub created_at: Millis,
    pub expires_at: Millis,
    /// JSON text.
    pub custom_data: &'a str,
}

/// The exact text to draw; the same facts give the same text each time.
pub fn text(facts: &Facts<'_>) -> String {
    let text = Text {
        scene: facts.scene,
        random: facts.random,
        user_pool_id: facts.pool,
        created_at: clock::iso(facts.created_at),
        expire_at: clock::iso(facts.expires_at),
        expires_in: (facts.expires_at - facts.created_at) / SECOND,
        custom_data: serde_json::from_str(facts.custom_data).unwrap_or_default(),
    };
    serde_json::to_string(&text).unwrap_or_default()
}

/// 128 bits, and what is kept of them.
struct Handle {
    shown: String,
    hash: String,
}

impl Handle {
    fn new() -> Result<Self, NoRandomness> {
        let shown = random::id()?;
        let hash = fingerprint(&shown);
        Ok(Self { shown, hash })
    }
}

/// What stands for a handle or a ticket in the database.
fn fingerprint(shown: &str) -> String {
    keyed::fingerprint(shown)
}

/// Ends a code's time, by its public handle. False where it was over.
pub async fn expire(server: &Server, random: &str) -> Result<bool, sqlx::Error> {
    let mut tx = server.db.begin().await?;
    let done = qrcodes::expire(&mut tx, &fingerprint(random), server.clock.now()).await?;
    tx.commit().await?;
    server.board.changed();
    Ok(done)
}

/// The text of a code that is still open, by its public handle.
pub async fn shown(server: &Server, random: &str) -> Result<Option<String>, sqlx::Error> {
    let found = qrcodes::open(&server.db, &fingerprint(random), server.clock.now()).await?;
    Ok(found.map(|it| {
        text(&Facts {
            scene: &it.scene,
            random,
            pool: &it.pool_id,
            created_at: it.created_at,
            expires_at: it.expires_at,
            custom_data: &it.custom_data,
        })
    }))
}
