//! Entering the code that was mailed.
use guard_flow::{Event, Screen};
use guard_protocol::{Field, Rule};

use super::draft::Draft;
use super::frame::{back, form, heading};
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::ui::{self, El, InputKind, Waiting, link};

pub fn code(ids: &str) -> El {
    let guard = Guard::expect();
    let code = Draft::new(Field::Code);
    let length = guard.with_settings(|it| it.code_length).unwrap_or(6);
    let email = guard
        .with_screen(|screen| match screen {
            Screen::ResetCode { email, .. } => email.as_str().to_owned(),
            _another_screen_has_come => String::new(),
        })
        .unwrap_or_default();
    // A new round is a new countdown, even of the same length.
    let waiting = Waiting::of(Key::CodeResendIn, move || {
        guard.follow(|flow| match flow.screen() {
            Screen::ResetCode {
                resend_in, round, ..
            } => Some((*round, *resend_in)),
            _another_screen_has_come => None,
        })
    });
    let mut below = code.last();
    below.aside = Some(link(Key::CodeResend, waiting, move || {
        guard.send(Event::Resend)
    }));
    let field = ui::Field {
        id: [ids, "-code"].concat(),
        label: Key::FieldCode,
        kind: InputKind::Code,
        entry: code.entry,
        below,
        example: None,
    };
    let send = move || match digits(&code.text()) {
        typed if typed.is_empty() => code.complain(Rule::Required),
        typed if typed.len() != length as usize => code.complain(Rule::Format),
        typed => guard.send(Event::CheckCode(typed)),
    };
    let text = Phrase::With(
        Key::CodeText,
        vec![("account", email), ("count", length.to_string())],
    );
    El::new("div").with(&[
        back(),
        heading(Key::CodeTitle.into(), Some(text)),
        form(Key::CodeSubmit, &[ui::field(field)], send),
    ])
}

/// The digits in what was typed or pasted, in whichever script, as ASCII.
fn digits(typed: &str) -> String {
    typed
        .chars()
        .filter_map(|it| it.to_digit(10).or_else(|| other_digit(it)))
        .filter_map(|it| char::from_digit(it, 10))
        .collect()
}

/// Full-width and Arabic-Indic digits, which keyboards and mails produce.
fn other_digit(letter: char) -> Option<u32> {
    ['\u{ff10}', '\u{660}', '\u{6f0}']
        .into_iter()
        .find_map(|zero| {
            let distance = u32::from(letter).checked_sub(u32::from(zero))?;
            (distance < 10).then_some(distance)
        })
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
