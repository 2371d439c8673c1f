//! What is being typed on a form, and what is wrong with it: by our own rules, or by the backend's answer.
use guard_protocol::{Fault, Field, Rule};
use leptos::prelude::*;

use crate::guard::Guard;
use crate::i18n::{self, I18n};
use crate::ui::{Below, Entry, Saying, keep};

/// One field of a form.
#[derive(Clone, Copy)]
pub struct Draft {
    pub field: Field,
    pub entry: Entry,
    broken: RwSignal<Option<Rule>>,
}

impl Draft {
    pub fn new(field: Field, text: &str) -> Self {
        let draft = Self {
            field,
            entry: Entry::new(text),
            broken: RwSignal::new(None),
        };
        let notice = Guard::expect().notice();
        // Keeps the focus in step with what there is to complain about here.
        keep(Box::new(move || {
            if notice.with(|it| it.as_ref().is_some_and(|it| draft.concerns(&it.fault))) {
                draft.entry.focus();
            }
        }));
        // What is edited is not wrong any more.
        keep(Box::new(move || {
            draft.entry.text.track();
            draft.broken.set(None);
        }));
        draft
    }

    pub fn text(self) -> String {
        self.entry.text.get_untracked()
    }

    /// Says what is wrong here, and puts the cursor there.
    pub fn complain(self, rule: Rule) {
        self.broken.set(Some(rule));
        self.entry.focus();
    }

    /// What stands below the field while something is wrong with it.
    pub fn below(self) -> Below {
        let (guard, i18n) = (Guard::expect(), I18n::expect());
        let notice = guard.notice();
        let error = Saying::new(move || {
            if let Some(rule) = self.broken.get() {
                return guard.with_settings(|it| i18n::rule(i18n, self.field, &rule, it));
            }
            let fault = notice
                .get()
                .map(|it| it.fault)
                .filter(|it| it.field() == Some(self.field))?;
            Some(message(guard, i18n, &fault))
        });
        Below {
            error,
            ..Below::default()
        }
    }

    /// The same for the last field of a form, which also says what went wrong with the form as a whole.
    pub fn last(self) -> Below {
        let (guard, i18n) = (Guard::expect(), I18n::expect());
        let notice = guard.notice();
        let complaint = Saying::new(move || {
            let fault = notice
                .get()
                .map(|it| it.fault)
                .filter(|it| it.field().is_none())?;
            Some(message(guard, i18n, &fault))
        });
        Below {
            notice: Some(complaint),
            ..self.below()
        }
    }

    /// Whether the person has to look here: at a wrong password too, which is most often mistyped.
    fn concerns(self, fault: &Fault) -> bool {
        fault.field() == Some(self.field)
            || (self.field == Field::Password && fault.is_about_password())
    }
}

/// The sentence for `fault`, in the language in use.
pub fn message(guard: Guard, i18n: I18n, fault: &Fault) -> String {
    guard
        .with_settings(|it| i18n::fault(i18n, fault, it))
        .unwrap_or_default()
}
