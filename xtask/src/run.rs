//! Running other programs: quietly, loudly, or for what they print. Knows no program by name.

use crate::trouble::{Outcome, Trouble};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Runs with its output shown; a non-zero end is a trouble that names the command.
pub fn shown(command: &mut Command) -> Outcome {
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Trouble::new(format!(
            "`{}` failed ({status})",
            words(command)
        )))
    }
}

/// Runs with its output kept, and shown only when it fails.
pub fn quiet(command: &mut Command) -> Outcome {
    printed(command).map(drop)
}

/// Runs, and returns what it printed, trimmed.
pub fn printed(command: &mut Command) -> Outcome<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(command, &error))?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_string();
    if output.status.success() {
        return Ok(text);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Trouble::new(format!(
        "`{}` failed ({}):\n{text}\n{}",
        words(command),
        output.status,
        said.trim()
    )))
}

/// Whether it runs and ends well; says nothing either way.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|it| it.success())
}

/// The program as PATH finds it.
pub fn found(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(program))
        .find(|it| it.is_file())
}

fn words(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|it| it.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

fn not_started(command: &Command, error: &std::io::Error) -> Trouble {
    Trouble::new(format!(
        "`{}` could not be started: {error}",
        words(command)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_named_with_what_it_said() {
        let trouble = quiet(Command::new("sh").args(["-c", "echo oh no >&2; exit 3"]))
            .unwrap_err()
            .to_string();
        assert!(
            trouble.contains("`sh -c echo oh no >&2; exit 3` failed")
                && trouble.contains("\noh no"),
            "{trouble}"
        );
    }

    #[test]
    fn a_missing_program_is_a_trouble_too() {
        let trouble = shown(&mut Command::new("no-such-program"))
            .unwrap_err()
            .to_string();
        assert!(
            trouble.contains("`no-such-program` could not be started"),
            "{trouble}"
        );
        assert!(found("no-such-program").is_none() && found("sh").is_some());
    }
}
