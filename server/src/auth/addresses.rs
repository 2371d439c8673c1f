//! Limits by network address: generous, so that an office behind one address notices nothing, and a sprayer does.
use std::net::IpAddr;

use crate::clock::{self, HOUR, MINUTE, Millis};
use crate::db::{Tx, attempts};
use crate::refusal::Refusal;
use crate::server::Server;

/// Something an address may do only so often.
#[derive(Clone, Copy)]
pub struct Kind {
    name: &'static str,
    window: Millis,
}

pub const SIGN_INS: Kind = Kind {
    name: "sign-in",
    window: 10 * MINUTE,
};
pub const REGISTRATIONS: Kind = Kind {
    name: "register",
    window: HOUR,
};
pub const CODES: Kind = Kind {
    name: "code",
    window: HOUR,
};
pub const CHECKS: Kind = Kind {
    name: "check",
    window: HOUR,
};
/// Captchas drawn and read out.
pub const CAPTCHAS: Kind = Kind {
    name: "captcha",
    window: HOUR,
};
pub const LOOKUPS: Kind = Kind {
    name: "lookup",
    window: HOUR,
};

pub const QRCODES: Kind = Kind {
    name: "qrcode",
    window: 10 * MINUTE,
};

pub async fn count(
    server: &Server,
    tx: &mut Tx,
    kind: Kind,
    peer: &str,
    now: Millis,
) -> Result<(), Refusal> {
    let limits = &server.config.limits;
    let most = match kind.name {
        "code" => limits.codes_per_address,
        _ => limits.attempts_per_address,
    };
    let window = attempts::count(
        tx,
        kind.name,
        &server.keyed.name(&["address", peer]),
        now,
        kind.window,
    )
    .await?;
    if window.used > i64::from(most) {
        return Err(Refusal::TooMany {
            retry_after: clock::seconds_until(window.started_at + kind.window, now),
        });
    }
    Ok(())
}

/// How much of `kind` an address has done in its present window.
pub async fn lately(server: &Server, kind: Kind, peer: &str) -> Result<i64, Refusal> {
    let address = server.keyed.name(&["address", peer]);
    let since = server.clock.now() - kind.window;
    Ok(attempts::used(&server.db, kind.name, &address, since).await?)
}

/// What counts as one address: an IPv6 network of 64 bits belongs to one customer, who can use all of it.
pub fn group(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(it) => it.to_string(),
        IpAddr::V6(it) => {
            let [a, b, c, d, ..] = it.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e07_an_ipv6_network_is_one_address() {
        let of = |text: &str| group(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
    }
}
