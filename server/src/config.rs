//! What the server is told when it starts: by flags, or by `GUARD_*` in the environment.
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use clap::builder::BoolishValueParser;
use clap::error::{ContextKind, ContextValue};

use crate::sms::provider::Provider;

#[derive(Clone, Debug, Parser)]
#[command(
    name = "guard-server",
    version,
    about = "The embedded backend of the login box",
    args_override_self = true
)]
pub struct Config {
    /// Address and port to listen on.
    #[arg(long, env = "GUARD_LISTEN", default_value = "127.0.0.1:8080", value_parser = address)]
    pub listen: SocketAddr,

    /// Folder of the SQLite database; it is made where it is missing.
    #[arg(long, env = "GUARD_DATA", default_value = "data")]
    pub data: PathBuf,

    /// Demo apps and people, and pages that show mails and settings, for requests from this machine.
    #[arg(long, env = "GUARD_DEV", value_parser = BoolishValueParser::new())]
    pub dev: bool,

    /// In --dev: a second address, with TLS, at which phones of this network reach the demo's phone page, like 0.0.0.0:8443.
    #[arg(long, env = "GUARD_LAN", value_parser = address)]
    pub lan: Option<SocketAddr>,

    /// A PostgreSQL database instead of SQLite: postgres://user:password@host/name.
    #[arg(long, env = "GUARD_DATABASE_URL", value_parser = postgres, hide_env_values = true)]
    pub database_url: Option<String>,

    /// Where people reach this server; links in mails and tokens name it. Default: http://localhost and the port.
    #[arg(long, env = "GUARD_PUBLIC_URL", value_parser = web_url)]
    pub public_url: Option<String>,

    /// Delivers mail: smtps://user:password@host, smtp://host:25?tls=required, smtp://localhost:1025. Without it mails wait in the outbox.
    #[arg(long, env = "GUARD_SMTP_URL", value_parser = smtp, hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Sender of mails: guard@example.com, or Guard <guard@example.com>.
    #[arg(long, env = "GUARD_MAIL_FROM", value_parser = mailbox)]
    pub mail_from: Option<String>,

    /// Delivers text messages: a JSON file that says what a provider wants to be sent. Without it messages wait in the outbox.
    #[arg(long, env = "GUARD_SMS_CONFIG", value_parser = sms)]
    pub sms_config: Option<Provider>,

    /// Folder with the built widget, served under /guard/.
    #[arg(long, env = "GUARD_ASSETS")]
    pub assets: Option<PathBuf>,

    /// A header in which a proxy that you trust puts the caller's address; without it the connection's address counts.
    #[arg(long, env = "GUARD_TRUSTED_PROXY_HEADER", value_parser = header)]
    pub trusted_proxy_header: Option<String>,

    /// A second address with counts in the text format of Prometheus, below /metrics; keep it to yourself.
    #[arg(long, env = "GUARD_METRICS", value_parser = address)]
    pub metrics: Option<SocketAddr>,

    #[command(flatten)]
    pub limits: Limits,
}

/// What one network address may do; in --dev, where everybody comes from this machine, 1,000 times as much.
#[derive(Clone, Debug, clap::Args)]
pub struct Limits {
    /// Sign-ins in ten minutes, and registrations in an hour.
    #[arg(long, env = "GUARD_ATTEMPTS_PER_ADDRESS", default_value_t = 1000)]
    pub attempts_per_address: u32,

    /// Codes asked for in an hour.
    #[arg(long, env = "GUARD_CODES_PER_ADDRESS", default_value_t = 20)]
    pub codes_per_address: u32,

    /// Wrong passwords in a pool in ten minutes, from wherever they come, that make an alarm. The same in --dev.
    #[arg(long, env = "GUARD_FAILURES_PER_POOL", default_value_t = 1000)]
    pub failures_per_pool: u32,
}

impl Config {
    /// Reads flags and environment. A value that cannot be taken ends the program with one sentence that names its key and never the
    /// value, which may be a password.
    pub fn read() -> Result<Self, String> {
        Self::try_parse()
            .map_err(|fault| {
                let (Some(ContextValue::String(flag)), Some(problem)) =
                    (fault.get(ContextKind::InvalidArg), fault.source())
                else {
                    // Help, the version, and flags that do not exist: clap says those better.
                    fault.exit()
                };
                let flag = flag.split(' ').next().unwrap_or_default();
                let variable = flag
                    .trim_start_matches('-')
                    .replace('-', "_")
                    .to_uppercase();
                format!("{flag} (GUARD_{variable}) has a value that cannot be taken: {problem}")
            })?
            .settled()
    }

    /// Settles what depends on something else.
    pub fn settled(mut self) -> Result<Self, String> {
        if self.smtp_url.is_some() && self.mail_from.is_none() {
            return Err("--mail-from (GUARD_MAIL_FROM) is needed with --smtp-url: name the sender, like guard@example.com".to_owned());
        }
        if self.lan.is_some() && !self.dev {
            return Err("--lan (GUARD_LAN) is for the demo: it needs --dev (GUARD_DEV)".to_owned());
        }
        if let Some(folder) = &self.assets
            && !folder.is_dir()
        {
            return Err(format!(
                "--assets (GUARD_ASSETS): there is no folder {}; build the widget or name its folder",
                folder.display()
            ));
        }
        if self.dev {
            self.limits.attempts_per_address =
                self.limits.attempts_per_address.saturating_mul(1000);
            self.limits.codes_per_address = self.limits.codes_per_address.saturating_mul(1000);
        }
        Ok(self)
    }

    pub fn public_url(&self) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://localhost:{}", self.listen.port()))
    }
}

// `read` prefixes each of these sentences with the name of the flag.

fn address(text: &str) -> Result<SocketAddr, String> {
    let text = text.replace("localhost:", "127.0.0.1:");
    text.parse()
        .map_err(|_| "write an address and a port, like 127.0.0.1:8080 or [::]:8080".to_owned())
}

fn postgres(text: &str) -> Result<String, String> {
    let fine = text.starts_with("postgres://") || text.starts_with("postgresql://");
    fine.then(|| text.to_owned()).ok_or_else(|| {
        "write postgres://user:password@host/name, or leave it out to use SQLite".to_owned()
    })
}

fn web_url(text: &str) -> Result<String, String> {
    guard_protocol::Host::parse(text, "")
        .map(|it| it.as_str().to_owned())
        .map_err(|it| it.as_str().to_owned())
}

fn smtp(text: &str) -> Result<String, String> {
    lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(text)
        .map(|_| text.to_owned())
        .map_err(|_| {
            "write smtps://user:password@host, or smtp://host:port for one without encryption"
                .to_owned()
        })
}

fn sms(path: &str) -> Result<Provider, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|fault| format!("the file cannot be read ({})", fault.kind()))?;
    Provider::read(&text)
}

fn mailbox(text: &str) -> Result<String, String> {
    text.parse::<lettre::message::Mailbox>()
        .map(|it| it.to_string())
        .map_err(|_| "write guard@example.com, or Guard <guard@example.com>".to_owned())
}

fn header(text: &str) -> Result<String, String> {
    axum::http::HeaderName::try_from(text)
        .map(|it| it.as_str().to_owned())
        .map_err(|_| "write a header's name, like x-forwarded-for".to_owned())
}
