//! What `--dev` starts with: two apps of fixed ids, and people to sign in as. It must never run without `--dev`.
use guard_protocol::Secret;
use serde_json::{Map, Value, json};

use crate::auth::identifier::{email_key, username_key};
use crate::clock::Clock;
use crate::db::{self, users::NewUser};
use crate::random;
use crate::server::{Server, StartFault};
use crate::settings;

pub const PASSWORD: &str = "correct horse battery";

struct DemoApp {
    id: &'static str,
    pool: &'static str,
    name: &'static str,
}

const APPS: [DemoApp; 4] = [
    DemoApp {
        id: "guard-demo",
        pool: "guard-demo-pool",
        name: "Acorn",
    },
    DemoApp {
        id: "guard-demo-open",
        pool: "guard-demo-open-pool",
        name: "Birch",
    },
    DemoApp {
        id: "guard-demo-codes",
        pool: "guard-demo-pool",
        name: "Cedar",
    },
    DemoApp {
        id: "guard-demo-world",
        pool: "guard-demo-pool",
        name: "Dogwood",
    },
];

/// User name, nickname and number; the address is the user name at example.com. Each of them is in both pools.
const PEOPLE: [(&str, &str, &str); 4] = [
    ("ada", "Ada Lovelace", "+8613800000001"),
    ("grace", "Grace Hopper", "+8613800000002"),
    ("katherine", "Katherine Johnson", "+8613800000003"),
    ("wangming", "王明", "+8613800000004"),
];

/// The app of the demo's host page.
pub const FIRST_APP: &str = "guard-demo";

/// User names, the one to try first in front.
pub fn names() -> impl Iterator<Item = &'static str> {
    PEOPLE.iter().map(|it| it.0)
}

/// User names and nicknames.
pub fn people_named() -> impl Iterator<Item = (&'static str, &'static str)> {
    PEOPLE
        .into_iter()
        .map(|(name, nickname, _)| (name, nickname))
}

/// Pages of this machine, whatever their port.
pub const LOCAL: [&str; 3] = ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"];

fn settings_of(app: &DemoApp) -> Value {
    match app.id {
        "guard-demo-open" => json!({
            "name": app.name,
            "allowedOrigins": LOCAL,
            "tellsWhetherTaken": true,
            "registerTabs": {"list": ["username", "email"], "default": "username"},
            "qrcodeTabsSettings": {
                "app-qrcode": [],
                "wechat-miniprogram-qrcode": [{"id": "birch-mini", "title": "Mini program"}],
                "wechatmp-qrcode": [{"id": "birch-account", "title": "Official account"}],
            },
            "qrCodeSortConfig": {"loginMethodsSort": ["app-qrcode", "birch-mini", "birch-account"]},
            "qrcode": {"exchangeInBrowser": true, "matchNumber": true},
        }),
        "guard-demo-codes" => json!({
            "name": app.name,
            "allowedOrigins": LOCAL,
            "loginTabs": {"list": ["phone-code", "password"], "default": "phone-code"},
            "passwordTabConfig": {"validLoginMethods": ["phone-password", "email-password", "username-password"]},
            "registerTabs": {"list": ["phone", "emailCode", "email"], "default": "phone"},
            "ssoPageComponentDisplay": {"autoRegisterThenLoginHintInfo": true},
            "emailLinkEnabled": true,
            "appRobotVerify": "condition_set",
            "loginSmsConfig": {"robot": {"switch": "CONDON"}},
            "registerSmsConfig": {"robot": {"switch": "CONDON"}},
            "agreements": agreements(),
        }),
        "guard-demo-world" => json!({
            "name": app.name,
            "allowedOrigins": LOCAL,
            "loginTabs": {"list": ["phone-code", "password"], "default": "phone-code"},
            "passwordTabConfig": {"validLoginMethods": ["phone-password", "email-password"]},
            "registerTabs": {"list": ["phone-password", "emailCode"], "default": "phone-password"},
            "internationalSmsConfig": {"enabled": true, "defaultISOType": "CN"},
            "appRobotVerify": "always_enable",
            "loginSmsConfig": {"robot": {"switch": "ON"}},
            "registerSmsConfig": {"robot": {"switch": "ON"}},
        }),
        // The demo's page has no server of its own that could show a secret.
        _ => json!({
            "name": app.name,
            "allowedOrigins": LOCAL,
            "qrcodeTabsSettings": {"app-qrcode": []},
            "qrcode": {"exchangeInBrowser": true},
        }),
    }
}

fn agreements() -> Value {
    let link = |path: &str, text: &str| {
        format!("<a href=\"https://example.com/{path}\" target=\"_blank\">{text}</a>")
    };
    let (terms, news) = (
        link("terms", "terms of use"),
        "Send me news about Cedar".to_owned(),
    );
    let (in_chinese, news_in_chinese) = (link("terms", "使用条款"), "接收 Cedar 的资讯".to_owned());
    json!([
        {"id": 1, "title": format!("I agree to the {terms}"), "lang": "en-US", "required": true, "availableAt": 0, "order": 0},
        {"id": 2, "title": news, "lang": "en-US", "required": false, "availableAt": 0, "order": 1},
        {"id": 3, "title": format!("我同意{in_chinese}"), "lang": "zh-CN", "required": true, "availableAt": 0, "order": 0},
        {"id": 4, "title": news_in_chinese, "lang": "zh-CN", "required": false, "availableAt": 0, "order": 1},
    ])
}

/// Adds what is missing; what is there stays as somebody may have changed it.
pub async fn seed(server: &Server) -> Result<(), StartFault> {
    for app in &APPS {
        server.add_pool(app.pool, app.name).await?;
        let settings = settings::merge(
            "{}",
            settings_of(app)
                .as_object()
                .cloned()
                .unwrap_or_else(Map::new),
        )?;
        let mut tx = server.db.begin().await?;
        let new = db::apps::add(&mut tx, app.id, app.pool, &settings, server.clock.now()).await?;
        tx.commit().await?;
        addresses(server, app).await?;
        if new && APPS.iter().find(|it| it.pool == app.pool).map(|it| it.id) == Some(app.id) {
            people(server, app, &server.clock).await?;
        }
    }
    Ok(())
}

/// Where the demo's app takes over from the server's own page, on this machine's name or number.
pub fn address(app: &str, base: &str) -> String {
    format!("{base}/dev/callback?app={app}")
}

/// Adds the addresses of this run: its port may be another one than that of the last.
async fn addresses(server: &Server, app: &DemoApp) -> Result<(), StartFault> {
    let Some(row) = db::apps::find(&server.db.read, app.id).await? else {
        return Ok(());
    };
    let mut known = settings::read(&row.settings)?.redirect_uris;
    let port = server.config.listen.port();
    for name in ["localhost", "127.0.0.1"] {
        let address = address(app.id, &format!("http://{name}:{port}"));
        if !known.contains(&address) {
            known.push(address);
        }
    }
    let changes = Map::from_iter([("redirectUris".to_owned(), json!(known))]);
    let text = settings::merge(&row.settings, changes)?;
    let mut tx = server.db.begin().await?;
    db::apps::set(&mut tx, app.id, &text).await?;
    tx.commit().await?;
    Ok(())
}

/// Everybody tries the demo as often as they like, and it sends nothing that costs.
const BUDGET: &str = r#"{"smsBudget":{"hourly":1000000,"perCallingCode":1000000}}"#;

async fn people(server: &Server, app: &DemoApp, clock: &Clock) -> Result<(), StartFault> {
    let hash = server.hasher.seat()?.hash(Secret::new(PASSWORD)).await?;
    let mut tx = server.db.begin().await?;
    db::apps::set_pool(&mut tx, app.pool, BUDGET).await?;
    for (name, nickname, phone) in PEOPLE {
        let email = format!("{name}@example.com");
        let (name_key, email_key) = (username_key(name), email_key(&email));
        let user = NewUser {
            id: &random::id()?,
            pool: app.pool,
            username: Some((name, &name_key)),
            email: Some((&email, &email_key)),
            email_verified: true,
            phone: Some(phone),
            phone_verified: true,
            nickname: Some(nickname),
            password_hash: &hash,
            source: "basic:email",
        };
        db::users::add(&mut tx, &user, clock.now()).await?;
    }
    tx.commit().await?;
    Ok(())
}

impl Server {
    /// Whom one can sign in as, for the terminal.
    pub fn demo_people(&self) -> String {
        let names: Vec<_> = PEOPLE
            .iter()
            .map(|(name, _, phone)| format!("  {name}  or  {name}@example.com  or  {phone}"))
            .collect();
        format!(
            "Demo accounts, all with the password \"{PASSWORD}\":\n{}\nPages: {url}/  {url}/dev/outbox  {url}/dev/settings  {url}/dev/hosted",
            names.join("\n"),
            url = self.public_url
        )
    }
}
