//! Carries events into the flow and effects out of it: the only code that starts anything asynchronous.
mod line;
mod link;
mod scan;

use std::{cell::RefCell, rc::Rc};

use guard_flow::{Effect, Event, Flow, Notice, Output, RequestId, Scene, Screen, Step};
use guard_protocol::{Fault, Settings};
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::backend::{Backend, Nowhere};
use crate::given::{give, given};
use crate::live::Live;

pub use link::watch as watch_link;
pub use scan::Scanning;

/// A copyable handle by which views read the flow and speak to it.
#[derive(Clone, Copy)]
pub struct Guard {
    flow: Live<Flow>,
    // What views are swapped by: it runs again only when just this has changed.
    step: Live<Step>,
    ports: Live<Ports>,
}

#[derive(Clone)]
struct Ports {
    backend: Rc<dyn Backend>,
    host: Rc<dyn Fn(Guard, Output)>,
    under_way: Rc<UnderWay>,
}

/// The request on its way, if any. It ends on the wire as soon as nobody awaits it, and with the box at the latest.
#[derive(Default)]
struct UnderWay(RefCell<Option<(RequestId, AbortController)>>);

impl UnderWay {
    fn begin(&self, id: RequestId, abort: &AbortController) {
        self.0.replace(Some((id, abort.clone())));
    }

    fn keep_if(&self, wanted: impl FnOnce(RequestId) -> bool) {
        if let Some((_, abort)) = self.0.borrow_mut().take_if(|(id, _)| !wanted(*id)) {
            abort.abort();
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.keep_if(|_| false);
    }
}

impl Guard {
    /// `host` tells the page. The first request leaves at once.
    pub fn provide(
        first: Scene,
        backend: Rc<dyn Backend>,
        host: impl Fn(Self, Output) + 'static,
    ) -> Self {
        let (flow, effects) = Flow::new(first);
        let ports = Ports {
            backend,
            host: Rc::new(host),
            under_way: Rc::default(),
        };
        let flow = Live::new(flow);
        let guard = Self {
            flow,
            step: Live::of(move || flow.with(|it| it.screen().step()).unwrap_or_default()),
            ports: Live::new(ports),
        };
        give(guard);
        guard.perform(effects);
        guard
    }

    /// The box's own; outside of every box, one that gets nowhere.
    pub fn expect() -> Self {
        given().unwrap_or_else(|| {
            let nowhere = Nowhere(Fault::Unexpected);
            Self::provide(Scene::SignIn, Rc::new(nowhere), |_, _| {})
        })
    }

    pub fn send(self, event: Event) {
        // `None`: the box was removed while an answer was on its way.
        let effects = self
            .flow
            .change(|flow| flow.update(event))
            .unwrap_or_default();
        self.perform(effects);
    }

    fn perform(self, effects: Vec<Effect>) {
        let Some(ports) = self.ports.peek(Ports::clone) else {
            return;
        };
        ports
            .under_way
            .keep_if(|id| self.flow.peek(|it| it.awaits(id)).unwrap_or(false));
        for effect in effects {
            match effect {
                Effect::Emit(output) => (ports.host)(self, output),
                Effect::Call(id, call, captcha) => {
                    let Ok(abort) = AbortController::new() else {
                        continue;
                    };
                    ports.under_way.begin(id, &abort);
                    let backend = Rc::clone(&ports.backend);
                    spawn_local(async move {
                        let reply = backend.answer(call, captcha, abort).await;
                        self.send(Event::Replied(id, reply));
                    });
                }
            }
        }
    }

    /// Whom the questions beside the conversation are put to.
    fn backend(self) -> Option<Rc<dyn Backend>> {
        self.ports.peek(|it| Rc::clone(&it.backend))
    }

    /// Shows a picture on the canvas `on`, or plays a sound where there is none; whether that worked.
    pub async fn show(self, address: &str, on: Option<&web_sys::Element>) -> bool {
        match self.backend() {
            Some(backend) => JsFuture::from(backend.show(address, on)).await.is_ok(),
            None => false,
        }
    }

    pub fn is_busy_now(self) -> bool {
        self.flow.peek(Flow::is_busy).unwrap_or(true)
    }

    /// Whether the form is not worth sending for a while.
    pub fn waits(self) -> bool {
        let waits = |flow: &Flow| flow.notice().is_some_and(|it| it.waits.is_some());
        self.flow.peek(waits).unwrap_or(false)
    }

    /// Reads the flow, and runs its reader again whenever anything in the flow has changed.
    pub fn follow<T: Default>(self, read: impl FnOnce(&Flow) -> T) -> T {
        self.flow.with(read).unwrap_or_default()
    }

    pub fn step(self) -> Live<Step> {
        self.step
    }

    pub fn busy(self) -> bool {
        self.follow(Flow::is_busy)
    }

    /// The picture that a call waits for: its number, and whether it is not the first.
    pub fn held(self) -> Option<(u32, bool)> {
        self.follow(|it| it.held().map(|it| (it.serial, it.again)))
    }

    pub fn notice(self) -> Option<Notice> {
        self.follow(|it| it.notice().cloned())
    }

    /// Reads what is on show without following it.
    pub fn with_screen<T>(self, read: impl FnOnce(&Screen) -> T) -> Option<T> {
        self.flow.peek(|flow| read(flow.screen()))
    }

    /// Reads the settings, which every screen but loading and broken has.
    pub fn with_settings<T>(self, read: impl FnOnce(&Settings) -> T) -> Option<T> {
        self.flow.peek(|flow| flow.settings().map(read)).flatten()
    }
}
