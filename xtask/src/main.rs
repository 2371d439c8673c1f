//! `cargo xtask COMMAND`: every command of this repository, one module each. The modules beside them know no command.

mod apt;
mod arguments;
mod dist;
mod place;
mod postgres;
mod run;
mod setup;
mod toolchain;
mod trouble;

use arguments::Arguments;
use std::process::ExitCode;
use trouble::{Outcome, Trouble};

const USAGE: &str = "cargo xtask COMMAND
  setup              what this machine lacks to build and test
  dist [--dev]       the files that a browser loads, into dist/ (or target/dev-dist/)";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    match start(&command, Arguments::new(words)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn start(command: &str, arguments: Arguments) -> Outcome {
    match command {
        "setup" => arguments.done("cargo xtask setup").and_then(|()| setup::run()),
        "dist" => dist::run(arguments),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Trouble::new(format!("There is no command `{command}`")).mended_by(USAGE)),
    }
}
