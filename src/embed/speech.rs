//! Which language the box speaks: what the page asks for, then what the app says, then what the person reads.
use std::{cell::RefCell, rc::Rc};

use guard_protocol::write::{Out, object};
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::Host;
use crate::i18n::{self, I18n};

#[derive(Clone)]
pub struct Speech {
    i18n: I18n,
    host: Host,
    app: String,
    wishes: Rc<RefCell<Wishes>>,
}

#[derive(Default)]
struct Wishes {
    page: Option<String>,
    person: Vec<String>,
    /// `browser` leaves it to the person.
    app: Option<String>,
    /// Asked for last: an older file that arrives later is not spoken any more.
    chosen: &'static str,
}

impl Speech {
    pub fn new(
        i18n: I18n,
        host: Host,
        app: String,
        page: Option<String>,
        person: Vec<String>,
    ) -> Self {
        let wishes = Rc::new(RefCell::new(Wishes {
            page,
            person,
            app: None,
            chosen: "en-US",
        }));
        let speech = Self {
            i18n,
            host,
            app,
            wishes,
        };
        speech.choose();
        let spoken = speech.wishes.borrow().chosen == i18n.tag_now();
        i18n.make_ready(spoken);
        speech
    }

    pub fn wish(&self, page: Option<String>) {
        self.wishes.borrow_mut().page = page;
        self.choose();
    }

    pub fn hear_app(&self, app: Option<String>) {
        self.wishes.borrow_mut().app = app.filter(|it| it != "browser");
        self.choose();
    }

    fn choose(&self) {
        let tag = {
            let mut wishes = self.wishes.borrow_mut();
            let wanted = wishes.page.iter().chain(&wishes.app).chain(&wishes.person);
            let tag = i18n::best(wanted.map(String::as_str));
            if tag == wishes.chosen {
                return;
            }
            wishes.chosen = tag;
            tag
        };
        let speech = self.clone();
        spawn_local(async move {
            // A language that cannot be fetched leaves the one that is spoken.
            let file = JsFuture::from(speech.host.locale(tag))
                .await
                .ok()
                .and_then(|it| it.as_string());
            if speech.wishes.borrow().chosen == tag {
                if let Some(file) = file {
                    speech.i18n.speak(tag, &file);
                    speech.host.emit(
                        "lang-change",
                        &object(&[("appId", Out::Text(&speech.app)), ("lang", Out::Text(tag))]),
                    );
                }
                speech.i18n.make_ready(true);
            }
        });
    }
}
