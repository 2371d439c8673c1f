//! Entering the code that was sent.
use guard_flow::{CodeScreen, Event, Screen};
use guard_protocol::write::decimal;
use guard_protocol::{Address, Field, Purpose, Rule, Secret, Settings, digit};

use super::draft::Draft;
use super::frame::{back, form, heading, unseen};
use super::judgement::new_password;
use super::spacing::shown as written;
use crate::guard::{Guard, watch_link};
use crate::i18n::{I18n, Key, Phrase};
use crate::live::{Live, keep};
use crate::ui::{self, Boxes, El, Waiting, link};
use stylers_macro::style_sheet;

pub fn code(ids: &str) -> El {
    let guard = Guard::expect();
    let shown = guard.with_screen(|screen| match screen {
        Screen::Code(it) => Some(it.clone()),
        _another_screen_has_come => None,
    });
    let Some(shown) = shown.flatten() else {
        return El::new("div");
    };
    watch_links(guard);
    let code = Draft::new(Field::Code);
    empty_for_each_code(guard, code);
    let count = guard.with_settings(Settings::code_length).unwrap_or(6) as usize;
    // A password of one's own, where the code opens an account.
    let password = Draft::new(Field::Password);
    let needed = shown.purpose == Purpose::Register
        && matches!(shown.to, Address::Phone(_))
        && guard.with_settings(Settings::phone_needs_password) == Some(true);
    let with_password = Live::new(needed);
    let send = move || match digits(&code.text()) {
        typed if typed.is_empty() => code.complain(Rule::Required),
        typed if typed.len() != count => code.complain(Rule::Format),
        typed => {
            let own = with_password.now().then(|| password.text());
            let own = own.filter(|it| needed || !it.is_empty());
            let judged = own
                .as_ref()
                .and_then(|own| guard.with_settings(|it| it.policy().check(own)));
            if let Some(Err(rule)) = judged {
                password.complain(rule);
            } else {
                guard.send(Event::CheckCode {
                    code: typed,
                    password: own.map(Secret::new),
                });
            }
        }
    };
    let by_itself = guard.with_settings(|it| it.sends_code_itself) == Some(true);
    let complete = move || {
        if by_itself && !with_password.now() && !guard.is_busy_now() {
            send();
        }
    };
    let registers = shown.purpose == Purpose::Register;
    let below = |draft: Draft, last: bool| if last { draft.last() } else { draft.below() };
    let mut below_code = below(code, !needed);
    let waiting = until_resend();
    below_code.aside = Some(link(Key::CodeResend, waiting, move || {
        guard.send(Event::Resend)
    }));
    let boxes = ui::boxes(
        Boxes {
            id: [ids, "-code"].concat(),
            label: Key::FieldCode,
            entry: code.entry,
            below: below_code,
            count,
            digits,
        },
        complete,
    );
    let mut fields = vec![boxes];
    if registers {
        fields.push(own_password(ids.to_owned(), password, with_password));
    }
    let label = match shown.purpose {
        Purpose::SignIn => Key::CodeSignIn,
        Purpose::Register => Key::CodeRegister,
        Purpose::Reset => Key::CodeSubmit,
    };
    El::new("div").with(&[
        back(),
        heading_of(&shown, count),
        form(label, &fields, send),
        resendable(waiting),
    ])
}

/// How often a code was sent.
fn rounds(guard: Guard) -> Live<u32> {
    Live::of(move || {
        guard.follow(|flow| match flow.screen() {
            Screen::Code(it) => it.round,
            _another_screen_has_come => 0,
        })
    })
}

/// Keeps the field in step with what was sent: the digits of the code before are of no use to anybody.
fn empty_for_each_code(guard: Guard, code: Draft) {
    let round = rounds(guard);
    let mut before = round.now();
    keep(Box::new(move || {
        let now = round.get();
        if now > before {
            code.entry.text.set(String::new());
            code.entry.focus();
        }
        before = now;
    }));
}

/// Watches the link that came with each code: that of a new round in place of the one before.
fn watch_links(guard: Guard) {
    let round = rounds(guard);
    keep(Box::new(move || {
        let _followed = round.get();
        let link = guard.with_screen(|screen| match screen {
            Screen::Code(it) => it.link.clone().map(|link| (link, it.agreed.clone())),
            _another_screen_has_come => None,
        });
        if let Some((link, agreed)) = link.flatten() {
            watch_link(guard, link, agreed);
        }
    }));
}

fn heading_of(shown: &CodeScreen, count: usize) -> El {
    let guard = Guard::expect();
    let opens = match shown.purpose {
        Purpose::Register => true,
        Purpose::SignIn => guard.with_settings(Settings::merges).unwrap_or(false),
        Purpose::Reset => false,
    };
    let text = Phrase::With(
        if opens {
            Key::CodeSentText
        } else {
            Key::CodeText
        },
        vec![
            ("account", written(&shown.to.plain())),
            ("count", decimal(count as u64)),
        ],
    );
    let more = shown
        .link
        .is_some()
        .then(|| super::frame::text(Key::CodeLinkText.into()));
    heading(Key::CodeTitle.into(), Some(text)).maybe(more)
}

/// A link at first; a field once somebody wants one.
fn own_password(ids: String, password: Draft, wanted: Live<bool>) -> El {
    let css = style_sheet!("./style/offer.css");
    El::new("div").swap(move || {
        if wanted.get() {
            let id = [&ids, "-password"].concat();
            return new_password(id, Key::FieldPassword, password);
        }
        let add = link(Key::CodeAddPassword, Waiting::default(), move || {
            wanted.set(true);
            leptos::prelude::request_animation_frame(move || password.entry.focus());
        });
        El::styled("p", css, "offer").with(&[add])
    })
}

/// A new wait is a new countdown, even of the same length.
fn until_resend() -> Waiting {
    let guard = Guard::expect();
    Waiting::of(Key::CodeResendIn, move || {
        guard.follow(|flow| match flow.screen() {
            Screen::Code(it) => Some((it.waits, it.resend_in)),
            _another_screen_has_come => None,
        })
    })
}

/// Says once, to who cannot see the seconds run, that they are over. The seconds themselves would talk over everything else.
fn resendable(waiting: Waiting) -> El {
    let i18n = I18n::expect();
    let over = Live::of(move || waiting.left() == 0);
    unseen("p").set("role", "status").say(move || {
        if over.get() {
            i18n.text(Key::CodeResend)
        } else {
            String::new()
        }
    })
}

/// The digits in what was typed or pasted, in whichever script, as ASCII.
fn digits(typed: &str) -> String {
    typed.chars().filter_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn o01_digits_are_found_in_whatever_was_pasted() {
        for pasted in [
            "123456",
            " 123 456 ",
            "123-456",
            "１２３４５６",
            "١٢٣٤٥٦",
            "code: 123456",
        ] {
            assert_eq!(digits(pasted), "123456", "{pasted}");
        }
        assert_eq!(digits("none"), "");
    }
}
