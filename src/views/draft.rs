//! What is being typed on a form, and what is wrong with it: by our own rules, or by the backend's answer.
use guard_flow::Event;
use guard_protocol::{Fault, Field, Rule, cut};

use super::broken::reason;
use crate::guard::Guard;
use crate::i18n::{self, I18n};
use crate::live::{Live, keep};
use crate::ui::{Below, Entry, Saying};

/// One field of a form.
#[derive(Clone, Copy)]
pub struct Draft {
    pub field: Field,
    pub entry: Entry,
    broken: Live<Option<Rule>>,
}

impl Draft {
    /// An empty one.
    pub fn new(field: Field) -> Self {
        Self::of(field, Live::new(String::new()))
    }

    /// An address, which may have been typed on another screen, and which the other screens know from then on.
    pub fn email(named: Live<String>) -> Self {
        let fits = Some(named.now()).filter(|it| cut::has(it, b'@'));
        let text = Live::new(fits.unwrap_or_default());
        let mut before = text.now();
        keep(Box::new(move || {
            let now = text.get();
            if now != before {
                named.set(now.clone());
                before = now;
            }
        }));
        Self::of(Field::Email, text)
    }

    /// One that begins with, and writes to, `text`.
    pub fn of(field: Field, text: Live<String>) -> Self {
        let draft = Self {
            field,
            entry: Entry::new(text),
            broken: Live::new(None),
        };
        let guard = Guard::expect();
        let mut before = None;
        // Keeps the focus in step with what there is to complain about here, once for each complaint.
        keep(Box::new(move || {
            let now = guard
                .notice()
                .filter(|it| draft.concerns(&it.fault))
                .map(|it| it.serial);
            if now.is_some() && now != before {
                draft.entry.focus();
            }
            before = now;
        }));
        // What is edited is not wrong any more.
        keep(Box::new(move || {
            let _followed = draft.entry.text.get();
            // Telling each key that nothing is wrong would cost a millisecond on a slow phone.
            if draft.broken.peek(Option::is_some) == Some(true) {
                draft.broken.set(None);
            }
            if !matches!(field, Field::Password | Field::Code) && guard.waits() {
                guard.send(Event::Renamed);
            }
        }));
        draft
    }

    pub fn text(self) -> String {
        self.entry.read()
    }

    /// Says what is wrong here, and puts the cursor there.
    pub fn complain(self, rule: Rule) {
        self.broken.set(Some(rule));
        self.entry.focus();
    }

    /// What stands below the field while something is wrong with it.
    pub fn below(self) -> Below {
        let (guard, i18n) = (Guard::expect(), I18n::expect());
        let error = Saying::new(move || match self.broken.get() {
            Some(rule) => guard.with_settings(|it| i18n::rule(i18n, self.field, &rule, it)),
            None => complaint(guard, i18n, |it| it.is_some_and(|it| self.answers_for(it))),
        });
        Below {
            error,
            ..Below::default()
        }
    }

    /// The same for the last field of a form, which also says what went wrong with the form as a whole.
    pub fn last(self) -> Below {
        let (guard, i18n) = (Guard::expect(), I18n::expect());
        let notice = Saying::new(move || complaint(guard, i18n, |it| it.is_none()));
        Below {
            notice: Some(notice),
            ..self.below()
        }
    }

    /// The one field of several kinds of account answers for each of them, and so does a code for the address it was sent to.
    fn answers_for(self, field: Field) -> bool {
        let account = matches!(field, Field::Email | Field::Phone | Field::Username);
        let stands_for = matches!(self.field, Field::Account | Field::Code);
        self.field == field || (stands_for && account)
    }

    /// Whether the person has to look here: at a wrong password too, which is most often mistyped.
    fn concerns(self, fault: &Fault) -> bool {
        fault.field().is_some_and(|it| self.answers_for(it))
            || (self.field == Field::Password && fault.is_about_password())
    }
}

/// What the backend has to say about a field that is `meant`, or about the form as a whole.
fn complaint(guard: Guard, i18n: I18n, meant: impl Fn(Option<Field>) -> bool) -> Option<String> {
    let fault = guard.notice()?.fault;
    if meant(fault.field()) {
        Some(message(guard, i18n, &fault))
    } else {
        None
    }
}

/// The sentence for `fault`, in the language in use.
pub fn message(guard: Guard, i18n: I18n, fault: &Fault) -> String {
    guard
        .with_settings(|it| i18n::fault(i18n, fault, it))
        // Without any, the box does not work.
        .unwrap_or_else(|| i18n.say(&reason(fault.clone())))
}
