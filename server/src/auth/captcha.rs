//! A picture of letters that a person reads and a program should not. It slows programs down; the limits are what holds them.
//!
//! A box names its picture by a secret of its own and says it again with the answer, so that nothing depends on cookies.
use captcha::Captcha;
use captcha::filters::{Dots, Noise, Wave};

use super::codes::{self, Purpose};
use super::{addresses, speech};
use crate::clock::{MINUTE, Millis};
use crate::db::captchas;
use crate::http::apps::Caller;
use crate::keyed;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::{RobotSwitch, RobotVerify};

const LIFE: Millis = 5 * MINUTE;
const LENGTH: usize = 5;
/// No two of these look alike, and no name sounds like another letter's.
const LETTERS: &[u8] = b"AHJKRUWXY346789";

/// What a request says about its captcha.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    /// The secret that named the picture: the box's own, or a cookie's.
    pub handle: Option<String>,
    pub letters: Option<String>,
}

/// Draws a new picture for `handle`: a PNG.
pub async fn draw(server: &Server, peer: &str, handle: &str) -> Result<Vec<u8>, Refusal> {
    let now = server.clock.now();
    let (handle, serial) = (keyed::fingerprint(handle), random::id()?);
    let mut tx = server.db.begin().await?;
    addresses::count(server, &mut tx, addresses::CAPTCHAS, peer, now).await?;
    captchas::put(&mut tx, &handle, &serial, now, now + LIFE).await?;
    tx.commit().await?;
    let letters = letters(server, &handle, &serial);
    let drawn = tokio::task::spawn_blocking(move || picture(&letters)).await;
    drawn.ok().flatten().ok_or(Refusal::Broken)
}

/// Reads the letters of the present picture out: a WAV, or nothing where there is no picture.
pub async fn read_out(
    server: &Server,
    peer: &str,
    handle: &str,
) -> Result<Option<Vec<u8>>, Refusal> {
    let now = server.clock.now();
    let handle = keyed::fingerprint(handle);
    let mut tx = server.db.begin().await?;
    addresses::count(server, &mut tx, addresses::CAPTCHAS, peer, now).await?;
    tx.commit().await?;
    let Some((serial,)) = captchas::open(&server.db, &handle, now).await? else {
        return Ok(None);
    };
    let letters = letters(server, &handle, &serial);
    let spoken = tokio::task::spawn_blocking(move || speech::spell(&letters)).await;
    spoken.map_err(|_| Refusal::Broken)?.map(Some)
}

/// What the present picture of `handle` shows: for the tools of `--dev` alone.
pub async fn shown(server: &Server, handle: &str) -> Result<Option<String>, Refusal> {
    let handle = keyed::fingerprint(handle);
    let found = captchas::open(&server.db, &handle, server.clock.now()).await?;
    Ok(found.map(|(serial,)| letters(server, &handle, &serial)))
}

/// Uses the picture up, right or wrong.
pub async fn pass(server: &Server, answered: &Answered) -> Result<(), Refusal> {
    let given = answered.letters.as_deref().map(str::trim);
    let (Some(handle), Some(given)) = (&answered.handle, given.filter(|it| !it.is_empty())) else {
        return Err(Refusal::CaptchaWanted);
    };
    let handle = keyed::fingerprint(handle);
    let mut tx = server.db.begin().await?;
    let found = captchas::use_up(&mut tx, &handle, server.clock.now()).await?;
    tx.commit().await?;
    let Some((serial,)) = found else {
        return Err(Refusal::CaptchaWrong);
    };
    if keyed::same(&letters(server, &handle, &serial), &meant(given)) {
        Ok(())
    } else {
        Err(Refusal::CaptchaWrong)
    }
}

/// Whether asking for a code wants a captcha first.
pub async fn for_codes(
    server: &Server,
    caller: &Caller,
    purpose: Purpose,
    name: &str,
) -> Result<bool, Refusal> {
    let settings = &caller.app.settings;
    let switch = match purpose {
        Purpose::Register => settings.register_sms_config.robot.switch,
        Purpose::Login | Purpose::Reset => settings.login_sms_config.robot.switch,
    };
    Ok(match switch {
        RobotSwitch::Off => false,
        RobotSwitch::On => true,
        RobotSwitch::Condon => {
            codes::sent_lately(server, caller, name).await? >= i64::from(settings.robot_after)
        }
    })
}

/// Whether registering with a password wants a captcha. Where a code comes first, asking for that one did.
pub async fn for_registering(server: &Server, caller: &Caller) -> Result<bool, Refusal> {
    let settings = &caller.app.settings;
    Ok(match settings.register_sms_config.robot.switch {
        RobotSwitch::Off => false,
        RobotSwitch::On => true,
        RobotSwitch::Condon => {
            let registered = addresses::lately(server, addresses::REGISTRATIONS, &caller.peer);
            registered.await? >= i64::from(settings.robot_after)
        }
    })
}

/// Whether signing in with a password wants a captcha, after so many failures in a row, or while the pool's passwords are being sprayed.
pub fn for_password(caller: &Caller, failures: i64, is_sprayed: bool) -> bool {
    let settings = &caller.app.settings;
    match settings.app_robot_verify {
        RobotVerify::AlwaysEnable => true,
        RobotVerify::ConditionSet => is_sprayed || failures >= i64::from(settings.robot_after),
        RobotVerify::Disable => false,
    }
}

/// What a picture shows follows from the server's key, so that nothing readable is kept.
fn letters(server: &Server, handle: &str, serial: &str) -> String {
    let name = server.keyed.name(&["captcha", handle, serial]);
    let pairs = name.as_bytes().chunks(4).take(LENGTH);
    pairs
        .filter_map(|it| {
            let number = usize::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok()?;
            LETTERS.get(number % LETTERS.len())
        })
        .map(|it| char::from(*it))
        .collect()
}

/// Upper and lower case are the same, and spaces are nothing.
fn meant(typed: &str) -> String {
    typed
        .chars()
        .filter(|it| !it.is_whitespace())
        .flat_map(char::to_uppercase)
        .take(2 * LENGTH)
        .collect()
}

fn picture(letters: &str) -> Option<Vec<u8>> {
    let mut captcha = Captcha::new();
    for letter in letters.chars() {
        captcha.set_chars(&[letter]).add_char();
    }
    captcha
        .apply_filter(Noise::new(0.2))
        .apply_filter(Wave::new(2.0, 20.0).horizontal())
        .apply_filter(Wave::new(2.0, 20.0).vertical())
        .view(240, 100)
        .apply_filter(Dots::new(8))
        .as_png()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pw_7_every_letter_can_be_drawn_and_read_out() {
        let supported = Captcha::new().supported_chars();
        for letter in LETTERS {
            let letter = char::from(*letter);
            assert!(supported.contains(&letter), "{letter}");
            assert!(
                speech::spell(&letter.to_string()).unwrap().len() > 10_000,
                "{letter}"
            );
        }
        let png = picture("AHJKR").unwrap();
        assert!(
            png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() < 40_000,
            "{}",
            png.len()
        );
    }
}
