//! Screens that come in files of their own, once they are wanted: every split point of the box.
//!
//! Signing in with a password never stands behind one of them. A file that does not arrive is a screen that says so, and not a panic.
#[cfg(feature = "lazy")]
use std::future::Future;

use guard_flow::{Scene, Step};
use leptos::task::spawn_local;
use web_sys::Element;

use super::account;
use crate::i18n::{self, I18n};
use crate::live::Live;
use crate::styles;
use crate::ui::El;

use crate::chunk::SplitLoaderError as Missing;

/// A file beside the first one. Without the feature `lazy` all of them are part of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// Registering, and choosing another password.
    Account,
}

impl Chunk {
    /// The one that draws `step`; `None` for what the first module draws.
    pub fn of(step: Step) -> Option<Self> {
        match step {
            Step::Loading | Step::Broken | Step::SignIn | Step::SignedIn => None,
            Step::RegisterEmail
            | Step::RegisterUsername
            | Step::Registered
            | Step::ForgotPassword
            | Step::ResetCode
            | Step::NewPassword
            | Step::PasswordChanged => Some(Self::Account),
        }
    }

    /// The one that `scene` will need.
    pub fn behind(scene: Scene) -> Option<Self> {
        match scene {
            Scene::SignIn => None,
            Scene::Register(_) | Scene::ForgotPassword => Some(Self::Account),
        }
    }

    async fn load(self) -> Result<(), Missing> {
        match self {
            #[cfg(feature = "lazy")]
            Self::Account => load_account().await,
            #[cfg(not(feature = "lazy"))]
            Self::Account => Ok(()),
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
    UnderWay,
    Here(Chunk),
    Missing,
}

/// Loads `chunk`, and says in `arrival` how that ended.
pub fn bring(chunk: Chunk, arrival: Live<Arrival>) {
    arrival.set(Arrival::UnderWay);
    spawn_local(async move {
        let ended = chunk.load().await;
        arrival.set(ended.map_or(Arrival::Missing, |()| Arrival::Here(chunk)));
    });
}

/// Draws a screen of a chunk that is here; nothing otherwise.
///
/// `card`: where it will stand, for its style sheet.
pub fn draw(step: Step, named: Live<String>, ids: &str, card: &Element) -> El {
    let drawn = account_screen(step, named, ids.to_owned(), card.clone());
    #[cfg(feature = "lazy")]
    let drawn = at_once(drawn).unwrap_or_else(|| Ok(El::new("div")));
    drawn.unwrap_or_else(|_| El::new("div"))
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
fn account_screen(
    step: Step,
    named: Live<String>,
    ids: String,
    card: Element,
) -> Result<El, Missing> {
    I18n::expect().learn(&i18n::ACCOUNT);
    styles::adopt(
        &card,
        include_str!(concat!(env!("OUT_DIR"), "/account.css")),
    );
    Ok(account::screen(step, named, &ids))
}

/// What a future that does not have to wait resolves to. Drawn at once, a screen belongs to whoever is drawing.
#[cfg(feature = "lazy")]
fn at_once<T>(ready: impl Future<Output = T>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    match std::pin::pin!(ready).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => Some(it),
        Poll::Pending => None,
    }
}
