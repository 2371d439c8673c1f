//! Screens that come in files of their own, once they are wanted: every split point of the box.
//!
//! Signing in with a password never stands behind one of them. A file that does not arrive is a screen that says so, and not a panic.
use guard_flow::{Scene, Step};
use guard_protocol::{CodeWay, SignInWay};
use leptos::task::spawn_local;
use web_sys::Element;

use super::terms::Terms;
use super::{abroad, account, captcha, consent, scan, sign_in_code};
use crate::i18n::{self, I18n};
use crate::live::Live;
use crate::styles;
use crate::ui::El;

use crate::chunk::{SplitLoaderError as Missing, here};

/// A file beside the first one. Without the feature `lazy` all of them are part of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// Registering, choosing another password, and everything about codes that are sent.
    Account,
    /// Codes that a phone scans.
    Scan,
}

impl Chunk {
    /// The one that draws `step`; `None` for what the first module draws.
    pub fn of(step: Step) -> Option<Self> {
        match step {
            Step::Loading | Step::Broken | Step::SignIn | Step::SignedIn => None,
            Step::Scan => Some(Self::Scan),
            Step::SignInCode
            | Step::RegisterEmail
            | Step::RegisterEmailCode
            | Step::RegisterPhone
            | Step::RegisterUsername
            | Step::Registered
            | Step::Unverified
            | Step::EnterCode
            | Step::RegisterCode
            | Step::ForgotPassword
            | Step::ResetCode
            | Step::NewPassword
            | Step::PasswordChanged
            | Step::SignedInElsewhere => Some(Self::Account),
        }
    }

    /// The one that `scene` will need.
    pub fn behind(scene: Scene) -> Option<Self> {
        match scene {
            Scene::SignIn | Scene::By(SignInWay::Password) => None,
            Scene::Scan(_) => Some(Self::Scan),
            Scene::By(SignInWay::Code(_)) => Some(Self::Account),
            Scene::Register(_) | Scene::ForgotPassword | Scene::SignedInElsewhere => {
                Some(Self::Account)
            }
        }
    }

    async fn load(self) -> Result<(), Missing> {
        match self {
            #[cfg(feature = "lazy")]
            Self::Account => load_account().await,
            #[cfg(feature = "lazy")]
            Self::Scan => load_scan().await,
            #[cfg(not(feature = "lazy"))]
            Self::Account | Self::Scan => Ok(()),
        }
    }

    /// Loads it, so that it is there once it is wanted. A failure is not said: whoever wants it asks again.
    pub fn prefetch(self) {
        spawn_local(async move {
            let _unsaid = self.load().await;
        });
    }
}

/// How far the chunk is that the present screen needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    #[default]
    Unasked,
    UnderWay(Chunk),
    Here(Chunk),
    Missing,
}

/// Loads `chunk`, and says in `arrival` how that ended, unless another one is wanted by then.
pub fn bring(chunk: Chunk, arrival: Live<Arrival>) {
    arrival.set(Arrival::UnderWay(chunk));
    spawn_local(async move {
        let ended = chunk.load().await;
        if arrival.now() == Arrival::UnderWay(chunk) {
            arrival.set(ended.map_or(Arrival::Missing, |()| Arrival::Here(chunk)));
        }
    });
}

/// Something that a chunk draws.
#[derive(Clone, Copy)]
pub enum Part {
    Screen(Step),
    /// The form that asks where a code shall go.
    ByCode(CodeWay),
    /// What the form with a password does without at first: what has to be agreed to, and the choice of a country.
    Beside(Terms),
    /// The picture that the backend asks about; whether it is not the first.
    Captcha(bool),
}

/// Draws a part of a chunk that is here; nothing otherwise.
///
/// `card`: where it will stand, for its style sheet.
pub fn draw(part: Part, named: Live<String>, ids: &str, card: &Element) -> El {
    let (ids, card) = (ids.to_owned(), card.clone());
    let drawn = if let Part::Screen(Step::Scan) = part {
        here(scan_screen(ids, card))
    } else {
        here(account_part(part, named, ids, card))
    };
    drawn.unwrap_or_else(|| El::new("div"))
}

#[cfg_attr(
    feature = "lazy",
    wasm_split_helpers::wasm_split(
        account,
        preload(load_account),
        fallible,
        wasm_split_path = crate::chunk
    )
)]
fn account_part(
    part: Part,
    named: Live<String>,
    ids: String,
    card: Element,
) -> Result<El, Missing> {
    I18n::expect().learn(&i18n::ACCOUNT);
    styles::adopt(
        &card,
        include_str!(concat!(env!("OUT_DIR"), "/account.css")),
    );
    Ok(match part {
        Part::Screen(step) => account::screen(step, named, &ids),
        Part::ByCode(way) => sign_in_code::by_code(way, named, &ids),
        Part::Beside(terms) => {
            abroad::beside(named, &ids, &card);
            consent::beside(terms, &ids)
        }
        Part::Captcha(again) => captcha::captcha(again, &ids),
    })
}

#[cfg_attr(
    feature = "lazy",
    wasm_split_helpers::wasm_split(
        scan,
        preload(load_scan),
        fallible,
        wasm_split_path = crate::chunk
    )
)]
fn scan_screen(ids: String, card: Element) -> Result<El, Missing> {
    I18n::expect().learn(&i18n::SCAN);
    styles::adopt(&card, include_str!(concat!(env!("OUT_DIR"), "/scan.css")));
    Ok(scan::scan(&ids))
}
