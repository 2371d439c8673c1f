//! What is being typed on a form, and what is wrong with it: by our own rules, or by the backend's answer.
use guard_flow::Notice;
use guard_protocol::{Fault, Field, Rule};
use leptos::prelude::*;

use crate::guard::Guard;
use crate::i18n::{self, I18n};
use crate::ui::{self, Below, Entry};

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
        let guard = Guard::expect();
        // Keeps the focus in step with the complaint about this field.
        Effect::new(move |_| {
            if guard
                .notice()
                .get()
                .is_some_and(|it| place(&it.fault) == Some(field))
            {
                ui::focus(draft.entry);
            }
        });
        // What is edited is not wrong any more.
        Effect::watch(
            move || draft.entry.text.track(),
            move |(), _, _| draft.broken.set(None),
            false,
        );
        draft
    }

    pub fn text(self) -> String {
        self.entry.text.get_untracked()
    }

    /// Says what is wrong here, and puts the cursor there.
    pub fn complain(self, rule: Rule) {
        self.broken.set(Some(rule));
        ui::focus(self.entry);
    }

    /// What stands below the field while something is wrong with it.
    pub fn below(self) -> Below {
        Below::error(self.error())
    }

    fn error(self) -> Signal<Option<String>> {
        let (guard, i18n) = (Guard::expect(), I18n::expect());
        let notice = guard.notice();
        Signal::derive(move || {
            if let Some(rule) = self.broken.get() {
                return guard.with_settings(|it| i18n::rule(i18n, self.field, &rule, it));
            }
            let Notice { fault, .. } = notice.get()?;
            (place(&fault) == Some(self.field)).then(|| message(guard, i18n, &fault))
        })
    }
}

/// The field that a complaint stands at; `None`: it concerns the whole form.
fn place(fault: &Fault) -> Option<Field> {
    fault.field()
}

/// The sentence for `fault`, in the language in use.
pub fn message(guard: Guard, i18n: I18n, fault: &Fault) -> String {
    guard
        .with_settings(|it| i18n::fault(i18n, fault, it))
        .unwrap_or_default()
}
