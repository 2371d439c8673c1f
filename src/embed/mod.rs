//! Everything that the host page can touch: JSON text in, JSON text out, and nothing else.
mod events;
mod options;
mod speech;

use std::{any::Any, cell::OnceCell, rc::Rc};

use guard_flow::{Event, Output, Scene};
use guard_protocol::{Secret, json::Warning};
use js_sys::Promise;
use leptos::{mount::mount_to, prelude::untrack};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Headers};

use crate::backend::{Backend, Genauth, Nowhere, Request, Wire};
use crate::given::Given;
use crate::guard::Guard;
use crate::i18n::I18n;
use crate::platform::{self, Listener};
use crate::views::{self, App, AppProps};
use events::Beside;
use options::Options;
use speech::Speech;

#[wasm_bindgen]
extern "C" {
    /// The element's side of the boundary; see `npm/guard-login.js`.
    #[derive(Clone)]
    pub type Host;
    /// Dispatches an event with the parsed `detail`.
    #[wasm_bindgen(method)]
    fn emit(this: &Host, name: &str, detail: &str);
    /// See `npm/wire.js`.
    #[wasm_bindgen(method)]
    fn settings(this: &Host, url: &str, signal: &AbortSignal) -> Promise;
    /// See `npm/wire.js`.
    #[wasm_bindgen(method)]
    fn ask(
        this: &Host,
        url: &str,
        headers: Headers,
        body: Option<&str>,
        cookies: bool,
        signal: &AbortSignal,
    ) -> Promise;
    /// Resolves to the text of a locale file.
    #[wasm_bindgen(method)]
    fn locale(this: &Host, tag: &str) -> Promise;
    /// Shows a picture or plays a sound; see `npm/media.js`.
    #[wasm_bindgen(method)]
    fn show(this: &Host, address: &str, on: Option<&web_sys::Element>) -> Promise;
    /// See `npm/seal.js`.
    #[wasm_bindgen(method, catch)]
    fn seal(this: &Host, text: &str, pem: &str) -> Result<String, JsValue>;
}

impl Wire for Host {
    fn settings(&self, url: &str, signal: &AbortSignal) -> Promise {
        Host::settings(self, url, signal)
    }

    fn ask(&self, url: &str, headers: Headers, request: &Request, signal: &AbortSignal) -> Promise {
        Host::ask(
            self,
            url,
            headers,
            request.body.as_deref(),
            request.cookies,
            signal,
        )
    }

    fn show(&self, address: &str, on: Option<&web_sys::Element>) -> Promise {
        Host::show(self, address, on)
    }

    fn seal(&self, text: &Secret, pem: &str) -> Option<String> {
        Host::seal(self, text.expose(), pem).ok()
    }
}

/// One mounted box. Freeing it unmounts.
#[wasm_bindgen]
pub struct Mounted {
    parts: Rc<OnceCell<Parts>>,
    /// Held for their `Drop`: the view, and what listens on its behalf.
    _view: Box<dyn Any>,
    _online: Listener,
}

#[wasm_bindgen]
impl Mounted {
    /// Mounts a box into `root`, the element's shadow root or the element itself.
    ///
    /// `attributes`: a line each, as `Options::read` has them; `config`: the page's own text, unread.
    #[wasm_bindgen(constructor)]
    pub fn new(
        root: web_sys::HtmlElement,
        host: Host,
        attributes: &str,
        config: Option<String>,
    ) -> Mounted {
        #[cfg(debug_assertions)]
        console_error_panic_hook::set_once();
        #[cfg(not(feature = "lazy"))]
        crate::styles::adopt(&root, crate::styles::FIRST);
        let options = Options::read(attributes, config.as_deref(), &platform::origin());
        warn(&options.warnings);
        let parts = Rc::new(OnceCell::new());
        let view = mount_to(root.clone(), {
            let (parts, ids) = (Rc::clone(&parts), options.ids.clone());
            let root = root.clone().unchecked_into();
            move || {
                Given::default().during(|| {
                    let _first = parts.set(provide(options, host));
                    App(AppProps { root, ids })
                })
            }
        });
        let online = Listener::on("online", {
            let parts = Rc::clone(&parts);
            move || {
                parts
                    .get()
                    .into_iter()
                    .for_each(|it| it.guard.send(Event::Online))
            }
        });
        Mounted {
            parts,
            _view: Box::new(view),
            _online: online,
        }
    }

    /// Opens a view by its name; `false` where no view has it.
    pub fn open(&self, name: &str) -> bool {
        let scene = Scene::from_name(name);
        if let (Some(scene), Some(parts)) = (scene, self.parts.get()) {
            parts.guard.send(Event::Open(scene));
        }
        scene.is_some()
    }

    /// The name of the view on show.
    pub fn view(&self) -> String {
        let step = self
            .parts
            .get()
            .map(|it| it.guard.with_screen(|screen| screen.step().as_str()));
        step.flatten().unwrap_or_default().to_owned()
    }

    /// Speaks the language that fits `tag`, or chooses again when it is empty.
    pub fn speak(&self, tag: &str) {
        if let Some(parts) = self.parts.get() {
            parts
                .speech
                .wish(Some(tag.to_owned()).filter(|it| !it.is_empty()));
        }
    }
}

struct Parts {
    guard: Guard,
    speech: Speech,
}

/// Sets up what every view reads. Runs inside the box's reactive owner, so all of it ends with the box.
fn provide(options: Options, host: Host) -> Parts {
    let i18n = I18n::provide(&options.texts);
    let (app, broken_at) = match &options.place {
        Ok(place) => (place.app.clone(), None),
        Err(refusal) => (String::new(), refusal.place),
    };
    let speech = Speech::new(
        i18n,
        host.clone(),
        app.clone(),
        options.lang,
        options.languages,
    );
    let backend: Rc<dyn Backend> = match options.place {
        Ok(place) => Rc::new(Genauth::new(
            place,
            Box::new(host.clone()),
            warn,
            move || i18n.tag_now(),
        )),
        Err(refusal) => Rc::new(Nowhere(refusal.fault())),
    };
    let tell = {
        let speech = speech.clone();
        move |guard: Guard, output: Output| {
            if output == Output::Loaded {
                speech.hear_app(guard.with_settings(|it| it.language.clone()).flatten());
            }
            let place = match output {
                Output::LoadFailed(_) => broken_at,
                _ => None,
            };
            let beside = Beside {
                app: &app,
                place,
                message: &|fault| views::message(guard, i18n, fault),
            };
            if let Some((name, detail)) = untrack(|| events::event(&output, &beside)) {
                host.emit(name, &detail);
            }
        }
    };
    let guard = Guard::provide(options.first, backend, tell);
    Parts { guard, speech }
}

fn warn(warnings: &[Warning]) {
    for it in warnings {
        platform::warn(
            &[
                "<guard-login> ",
                &it.path,
                ": expected ",
                it.expected,
                "; passed over.",
            ]
            .concat(),
        );
    }
}
