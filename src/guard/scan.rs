//! Carries a `ScanFlow`: its timers, its questions, and what it has to tell. All of it ends with whoever began it.
use std::{cell::RefCell, rc::Rc, time::Duration};

use guard_flow::{
    Event, Pause, RequestId, ScanAsk, ScanEffect, ScanEvent, ScanFlow, ScanReply, ScanState,
};
use guard_protocol::Scan;
use guard_protocol::genauth::{self as wire, scan};
use leptos::task::spawn_local;
use web_sys::{AbortController, Element};

use super::line::line_up;
use super::{Guard, UnderWay};
use crate::backend::Request;
use crate::live::{Live, hold};
use crate::platform::{self, Listener, Timer};

/// Between two looks at whether a code that was out of sight can be seen.
const LOOK: Duration = Duration::from_secs(2);

/// A copyable handle by which a view reads a code's state and asks for another.
#[derive(Clone, Copy)]
pub struct Scanning {
    flow: Live<ScanFlow>,
    guard: Guard,
    work: Live<Rc<Work>>,
}

struct Work {
    scan: Scan,
    /// What the page wants the app to be told, as JSON text.
    custom: Option<String>,
    timers: RefCell<Vec<(RequestId, Timer)>>,
    under_way: UnderWay,
    /// A question that waits until somebody can see the box.
    asleep: RefCell<Option<(RequestId, ScanAsk)>>,
    /// Where the code is drawn, once it is.
    place: RefCell<Option<Element>>,
    /// Nothing tells when the place comes into sight: it is looked at again.
    look: RefCell<Option<Timer>>,
}

impl Work {
    fn is_out_of_sight(&self) -> bool {
        let place = self.place.borrow();
        place.as_ref().is_some_and(platform::is_out_of_sight)
    }
}

impl Scanning {
    pub fn begin(guard: Guard, scan: Scan) -> Self {
        let (exchanges, pace, custom) = guard
            .with_settings(|it| (it.exchanges(), it.scan.pace, it.scan.custom.clone()))
            .unwrap_or_default();
        let (flow, effects) = ScanFlow::new(exchanges, pace);
        let scanning = Self {
            flow: Live::new(flow),
            guard,
            work: Live::new(Rc::new(Work {
                scan,
                custom: custom.map(|it| it.to_text()),
                timers: RefCell::default(),
                under_way: UnderWay::default(),
                asleep: RefCell::default(),
                place: RefCell::default(),
                look: RefCell::default(),
            })),
        };
        hold(Listener::on("visibilitychange", move || scanning.wake()));
        scanning.perform(effects);
        scanning
    }

    /// Says where the code is drawn: nobody asks about one that nobody can see.
    pub fn stands_in(self, place: &Element) {
        self.work.peek(|it| it.place.replace(Some(place.clone())));
    }

    /// Reads the state, and runs its reader again when that has changed. `None` after the end.
    pub fn follow<T>(self, read: impl FnOnce(&ScanState) -> T) -> Option<T> {
        self.flow.with(|it| read(it.state()))
    }

    pub fn refresh(self) {
        self.send(ScanEvent::Refresh);
    }

    fn send(self, event: ScanEvent) {
        let effects = self.flow.change(|flow| flow.update(event));
        self.perform(effects.unwrap_or_default());
    }

    fn perform(self, effects: Vec<ScanEffect>) {
        let Some(work) = self.work.peek(Rc::clone) else {
            return;
        };
        let awaited = |id| self.flow.peek(|it| it.awaits(id)).unwrap_or(false);
        work.under_way.keep_if(awaited);
        work.timers.borrow_mut().retain(|(id, _)| awaited(*id));
        work.asleep.borrow_mut().take_if(|(id, _)| !awaited(*id));
        for effect in effects {
            match effect {
                ScanEffect::Emit(output) => self.guard.send(Event::Scan(output)),
                ScanEffect::Wait(id, pause) => {
                    let timer = Timer::after(length(pause), move || self.send(ScanEvent::Rang(id)));
                    work.timers.borrow_mut().push((id, timer));
                }
                ScanEffect::Ask(id, ask) => line_up(move || self.ask(id, ask)),
            }
        }
    }

    fn wake(self) {
        if let Some(work) = self.work.peek(Rc::clone)
            && let Some((id, ask)) = work.asleep.take()
        {
            line_up(move || self.ask(id, ask));
        }
    }

    /// Whether a question left: nobody may await its answer any more, or see the box.
    fn ask(self, id: RequestId, ask: ScanAsk) -> bool {
        let awaited = self.flow.peek(|it| it.awaits(id)) == Some(true);
        let Some(work) = self.work.peek(Rc::clone).filter(|_| awaited) else {
            return false;
        };
        // A page may put the code away once somebody has scanned it, and wants to know what they decide.
        let scanned = |it: &ScanFlow| matches!(it.state(), ScanState::Shown { by: Some(_), .. });
        let is_watched = match &ask {
            ScanAsk::Session(_) => true,
            ScanAsk::Code | ScanAsk::Status(_) => self.flow.peek(scanned) == Some(true),
        };
        if platform::is_hidden() || (!is_watched && work.is_out_of_sight()) {
            work.asleep.replace(Some((id, ask)));
            let look = (!platform::is_hidden()).then(|| Timer::after(LOOK, move || self.wake()));
            work.look.replace(look);
            return false;
        }
        let (Ok(abort), Some(backend)) = (AbortController::new(), self.guard.backend()) else {
            return false;
        };
        work.under_way.begin(id, &abort);
        let request = match &ask {
            ScanAsk::Code => Request::post(scan::gene(&work.scan, work.custom.as_deref())),
            ScanAsk::Status(handle) => Request::get(scan::check(handle)),
            ScanAsk::Session(ticket) => Request::post(scan::exchange(ticket)),
        };
        spawn_local(async move {
            let data = backend.ask(request, abort).await;
            let reply = data.and_then(|data| match ask {
                ScanAsk::Code => scan::code(&data).map(ScanReply::Code),
                ScanAsk::Status(_) => scan::status(&data).map(ScanReply::Status),
                ScanAsk::Session(_) => wire::session(&data).map(ScanReply::Session),
            });
            self.send(ScanEvent::Replied(id, reply));
        });
        true
    }
}

fn length(pause: Pause) -> Duration {
    let milliseconds = match pause {
        Pause::Exactly(it) => it,
        Pause::About(it) => it - it / 5 + platform::dice(it / 5 * 2),
    };
    Duration::from_millis(milliseconds.into())
}
