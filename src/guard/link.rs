//! Asks whether the link that was mailed has been opened in this browser, as long as its code is awaited.
use std::{cell::RefCell, rc::Rc, time::Duration};

use guard_flow::{Agreed, Event};
use guard_protocol::genauth::codes;
use guard_protocol::{Fault, Secret, Settings};
use leptos::task::spawn_local;
use web_sys::AbortController;

use super::Guard;
use crate::backend::Request;
use crate::live::hold;
use crate::platform::{self, Listener, Timer};

/// Between two questions, and the longest pause after failures, in milliseconds.
const PACE: u32 = 2_500;
const SLOWEST: u32 = 30_000;

/// What is under way: it ends when this is dropped.
#[derive(Default)]
struct Watch {
    timer: RefCell<Option<Timer>>,
    asked: RefCell<Option<AbortController>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(abort) = self.asked.take() {
            abort.abort();
        }
    }
}

#[derive(Clone)]
struct Question {
    guard: Guard,
    token: Secret,
    agreed: Agreed,
    merges: bool,
}

/// Ends with the reactive owner.
pub fn watch(guard: Guard, token: Secret, agreed: Agreed) {
    let watch = Rc::new(Watch::default());
    let merges = guard.with_settings(Settings::merges).unwrap_or(false);
    let question = Question {
        guard,
        token,
        agreed,
        merges,
    };
    later(&watch, &question, 0);
    // Who comes back from the mail has just opened it: no need to wait for the next turn.
    let again = Rc::downgrade(&watch);
    hold(Listener::on("visibilitychange", move || {
        if let Some(watch) = again.upgrade()
            && !platform::is_hidden()
            && watch.asked.borrow().is_none()
        {
            ask(&watch, question.clone(), 0);
        }
    }));
    hold(watch);
}

fn later(watch: &Rc<Watch>, question: &Question, missed: u32) {
    let pace = PACE.saturating_mul(1 << missed.min(4)).min(SLOWEST);
    let pause = pace - pace / 5 + platform::dice(pace / 5 * 2);
    let (weak, question) = (Rc::downgrade(watch), question.clone());
    let timer = Timer::after(Duration::from_millis(pause.into()), move || {
        // Nobody sees it: whoever comes back asks at once.
        if let Some(watch) = weak.upgrade()
            && !platform::is_hidden()
        {
            ask(&watch, question, missed);
        }
    });
    watch.timer.replace(Some(timer));
}

fn ask(watch: &Rc<Watch>, question: Question, missed: u32) {
    let (Ok(abort), Some(backend)) = (AbortController::new(), question.guard.backend()) else {
        return;
    };
    watch.asked.replace(Some(abort.clone()));
    let weak = Rc::downgrade(watch);
    spawn_local(async move {
        let mut request = Request::post(codes::link(
            &question.token,
            question.merges,
            &question.agreed,
        ));
        request.cookies = true;
        let opened = backend.ask(request, abort).await;
        let opened = opened.and_then(|data| codes::link_opened(&data));
        let Some(watch) = weak.upgrade() else { return };
        watch.asked.take();
        match opened {
            Ok(Some(session)) => question.guard.send(Event::Arrived(session)),
            Ok(None) => later(&watch, &question, 0),
            // Spent or too old: the code is still there.
            Err(Fault::Expired | Fault::Unexpected) => {}
            Err(_) => later(&watch, &question, missed + 1),
        }
    });
}
