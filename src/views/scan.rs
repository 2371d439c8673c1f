//! A code to be scanned with a phone, and how it is doing.
use guard_flow::{End, Event, ScanState, Scene, Screen};
use guard_protocol::genauth::scan::{Person, Picture};
use guard_protocol::write::decimal;
use guard_protocol::{Fault, Scan, ScanKind};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;
use stylers_macro::style_sheet;

use super::draft::message;
use super::frame::{aside, heading, to, unseen};
use super::qr;
use crate::guard::{Guard, Scanning};
use crate::i18n::{I18n, Key, Phrase};
use crate::live::Live;
use crate::ui::{self, El, Tabs};

pub fn scan(ids: &str) -> El {
    let guard = Guard::expect();
    let (scans, alone, forms) = guard
        .with_settings(|it| {
            let forms = !it.ways.forms.is_empty();
            (it.scans(), it.scan.alone, forms)
        })
        .unwrap_or_default();
    let which = Live::of(move || {
        guard.follow(|flow| match flow.screen() {
            Screen::Scan(which) => Some(*which),
            _another_screen_has_come => None,
        })
    });
    let shown = Rc::new(scans.clone());
    let panel = El::new("div").swap(move || {
        let scan = which.get().and_then(|it| shown.get(it).or(shown.first()));
        match scan {
            Some(scan) => untrack(|| code(guard, scan)),
            None => El::new("div"),
        }
    });
    let tabs = (scans.len() > 1).then(|| ways(ids, &scans, which));
    if alone {
        return El::new("div").maybe(tabs).with(&[panel]);
    }
    let panel = panel
        .set("id", &[ids, "-scan"].concat())
        .set("role", if scans.len() > 1 { "tabpanel" } else { "group" })
        .named(Key::ScanCode);
    let other = forms.then(|| aside(to(Key::ScanClose, Scene::By(form_way(guard)))));
    El::new("div")
        .with(&[heading(Key::ScanTitle.into(), None)])
        .maybe(tabs)
        .with(&[panel])
        .maybe(other)
}

/// The form that the code's opposite leads to.
fn form_way(guard: Guard) -> guard_protocol::SignInWay {
    let first = guard.with_settings(|it| {
        let forms = &it.ways.forms;
        forms.get(it.ways.first.unwrap_or(0)).copied()
    });
    first
        .flatten()
        .unwrap_or(guard_protocol::SignInWay::Password)
}

fn ways(ids: &str, scans: &[Scan], which: Live<Option<usize>>) -> El {
    let guard = Guard::expect();
    let names = scans.iter().map(|it| match (&it.title, it.kind) {
        (Some(title), _) => Phrase::Literal(title.clone()),
        (None, ScanKind::App) => Key::ScanWayApp.into(),
        (None, ScanKind::MiniProgram) => Key::ScanWayMini.into(),
        (None, ScanKind::OfficialAccount) => Key::ScanWayAccount.into(),
    });
    let list = Tabs {
        label: Key::ScanWays,
        tabs: names.collect(),
        current: Rc::new(move || which.get().unwrap_or(0)),
        panel: [ids, "-scan"].concat(),
    };
    ui::tabs(
        list,
        Rc::new(move |index| guard.send(Event::Open(Scene::Scan(index)))),
    )
}

/// What the frame shows over the picture.
#[derive(Clone, Debug, Default, PartialEq)]
enum Over {
    #[default]
    Asking,
    Nothing,
    Scanned(Person),
    /// `true`: another code may help.
    Said(Key, bool),
    Failed(Fault),
}

/// `only`: there is no other way than scanning.
fn over(state: &ScanState, only: bool) -> Over {
    match state {
        ScanState::Asking { .. } | ScanState::Exchanging { .. } | ScanState::Done => Over::Asking,
        ScanState::Shown { by: Some(it), .. } => Over::Scanned(it.clone()),
        ScanState::Shown { over: true, .. } => Over::Asking,
        ScanState::Shown { .. } => Over::Nothing,
        // Another code is on its way, as soon as the backend bears it.
        ScanState::Ended { wanted: true, .. } => Over::Asking,
        ScanState::Ended { why, .. } => match why {
            End::Cancelled => Over::Said(Key::ScanCancelled, true),
            End::Expired => Over::Said(Key::ScanExpired, true),
            End::Failed(fault) => Over::Failed(fault.clone()),
            End::Further(_) if only => Over::Said(Key::ScanFurtherOnly, true),
            End::Further(_) => Over::Said(Key::ScanFurther, false),
        },
    }
}

fn code(guard: Guard, scan: &Scan) -> El {
    let css = style_sheet!("./style/scan.css");
    let i18n = I18n::expect();
    let only = guard.with_settings(|it| it.scan.alone || it.ways.forms.is_empty()) == Some(true);
    let scanning = Scanning::begin(guard, scan.clone());
    let over = Live::of(move || {
        let state = scanning.follow(|it| over(it, only));
        state.unwrap_or_default()
    });
    // Kept while it is dimmed: what has expired is still seen below what is said about it.
    let picture = Live::new(None::<Picture>);
    let number = Live::new(None::<String>);
    crate::live::keep(Box::new(move || {
        let now = scanning.follow(|it| match it {
            ScanState::Shown { code, .. } => Some((code.picture.clone(), code.number.clone())),
            _another_state => None,
        });
        if let Some((now, digits)) = now.flatten()
            && picture.now().as_ref() != Some(&now)
        {
            picture.set(Some(now));
            number.set(digits);
        }
    }));
    let size = guard.with_settings(|it| it.scan.size).flatten();
    let frame = El::part("div", css, "frame")
        .flag("data-dim", move || over.get() != Over::Nothing)
        .swap(move || match picture.get() {
            Some(it) => untrack(|| draw(guard, css, &it)),
            None => El::new("div"),
        })
        .swap(move || {
            let it = over.get();
            untrack(|| cover(css, it, scanning))
        });
    scanning.stands_in(frame.element());
    if let Some(size) = size {
        frame.style("--guard-code", &[&decimal(size.into()), "px"].concat());
    }
    let compared = El::styled("div", css, "number").say(move || {
        let number = number.get().filter(|_| over.get() != Over::Asking);
        number
            .map(|it| i18n.with(Key::ScanNumber, &[("number", &it)]))
            .unwrap_or_default()
    });
    let told = match scan.kind {
        ScanKind::App => Key::ScanTextApp,
        ScanKind::MiniProgram => Key::ScanTextMini,
        ScanKind::OfficialAccount => Key::ScanTextAccount,
    };
    // Not what has been done already, nor what would not help.
    let text = El::styled("p", css, "text").say(move || match over.get() {
        Over::Scanned(_) | Over::Said(_, false) => String::new(),
        Over::Failed(fault) => message(guard, i18n, &fault),
        Over::Asking | Over::Nothing | Over::Said(_, true) => i18n.text(told),
    });
    let said = unseen("p")
        .set("role", "status")
        .say(move || match over.get() {
            Over::Asking | Over::Nothing => String::new(),
            Over::Scanned(_) => i18n.text(Key::ScanScanned),
            Over::Said(key, _) => i18n.text(key),
            Over::Failed(fault) => [
                &i18n.text(Key::ScanFailed),
                " ",
                &message(guard, i18n, &fault),
            ]
            .concat(),
        });
    El::styled("div", css, "scan").with(&[frame, compared, text, said])
}

fn draw(guard: Guard, css: &'static str, picture: &Picture) -> El {
    match picture {
        Picture::Text(text) => qr::draw(text)
            .set("class", &["picture ", css].concat())
            .named(Key::ScanCode),
        Picture::Url(url) => {
            let canvas = El::styled("canvas", css, "picture")
                .set("role", "img")
                .named(Key::ScanCode);
            let (url, element) = (url.clone(), canvas.element().clone());
            let holder = El::new("div").set("class", &["picture ", css].concat());
            let fallback = holder.clone();
            let name = I18n::expect().text(Key::ScanCode);
            spawn_local(async move {
                if !guard.show(&url, Some(&element)).await {
                    // A picture of another host, which does not let itself be read: shown by the browser then.
                    let image = El::styled("img", css, "picture")
                        .set("src", &url)
                        .set("alt", &name);
                    fallback.with(&[image]);
                    element.remove();
                }
            });
            holder.with(&[canvas])
        }
    }
}

fn cover(css: &'static str, it: Over, scanning: Scanning) -> El {
    let i18n = I18n::expect();
    match it {
        Over::Nothing => El::new("div").set("hidden", ""),
        Over::Asking => El::styled("span", css, "spinner")
            .set("role", "status")
            .named(Key::ScanLoading),
        Over::Scanned(person) => {
            let name = person.nickname.clone();
            let by = name.map(|name| {
                El::styled("span", css, "by")
                    .set("dir", "auto")
                    .say(move || i18n.with(Key::ScanScannedBy, &[("name", &name)]))
            });
            El::styled("div", css, "over")
                .maybe(face(css, &person))
                .with(&[El::new("span").says(Key::ScanScanned)])
                .maybe(by)
        }
        Over::Failed(_) => cover(css, Over::Said(Key::ScanFailed, true), scanning),
        Over::Said(key, again) => {
            let refresh = again.then(|| {
                El::part("button", css, "refresh")
                    .set("type", "button")
                    .says(Key::ScanRefresh)
                    .on("click", move |_| scanning.refresh())
            });
            El::styled("div", css, "over")
                .with(&[El::new("span").says(key)])
                .maybe(refresh)
        }
    }
}

/// A photo, or the first letter of the name where there is none or it does not come; nothing where there is no name either.
fn face(css: &'static str, person: &Person) -> Option<El> {
    let letter = person
        .nickname
        .as_ref()
        .and_then(|it| it.chars().next())
        .map(|it| it.to_uppercase().collect::<String>());
    if letter.is_none() && person.photo.is_none() {
        return None;
    }
    let plain = El::styled("span", css, "face")
        .set("aria-hidden", "true")
        .say(move || letter.clone().unwrap_or_default());
    Some(match &person.photo {
        None => plain,
        Some(photo) => {
            let image = El::styled("img", css, "face")
                .set("src", photo)
                .set("alt", "")
                .set("referrerpolicy", "no-referrer");
            let element = image.element().clone();
            let holder = El::new("span").with(std::slice::from_ref(&image));
            let (holding, letter) = (holder.clone(), plain);
            image.on("error", move |_| {
                element.remove();
                let _placed = holding.clone().with(std::slice::from_ref(&letter));
            });
            holder
        }
    })
}
