//! `cargo xtask COMMAND`: every command of this repository, one module each. The modules beside them know no command.

mod apt;
mod arguments;
mod bench;
mod cargo;
mod demo;
mod dist;
mod features;
mod gallery;
mod place;
mod postgres;
mod report;
mod run;
mod setup;
mod size;
mod test;
mod tidy;
mod toolchain;
mod trouble;

use arguments::Arguments;
use std::process::ExitCode;
use trouble::{Outcome, Trouble};

const USAGE: &str = "cargo xtask COMMAND
  demo [--listen ADDRESS] [--lan] [--release]   builds everything and starts the server with the demo; --lan: for phones of this network, too
  test [--full] [--only STAGE]          everything that has to hold
  setup                                 what this machine lacks to build and test
  dist [--dev]                          the files a browser loads, into dist/ (target/dev-dist/)
  size                                  what each of them weighs, and the budget
  tidy                                  the rules of this repository
  features [--need PW-1,RG-1]           what the last test proved
  gallery                               a picture of every screen, into target/gallery/
  bench [--rounds 9] [--mounts 5000]    how long a person waits, beside a plain form and other boxes, into docs/bench.md
  bench --check                         the bars that the last of these falls short of";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    start(&command, Arguments::new(words)).unwrap_or_else(|trouble| {
        eprintln!("{trouble}");
        ExitCode::FAILURE
    })
}

fn start(command: &str, arguments: Arguments) -> Outcome<ExitCode> {
    let done = match command {
        "demo" => demo::run(arguments),
        // Its last line is its numbers, also when they are bad.
        "test" => return test::run(arguments),
        "setup" => setup::run(arguments),
        "dist" => dist::run(arguments),
        "size" => size::run(arguments),
        "tidy" => tidy::run(arguments),
        "features" => features::run(arguments),
        "gallery" => gallery::run(arguments),
        "bench" => bench::run(arguments),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Trouble::new(format!("There is no command `{command}`")).mended_by(USAGE)),
    };
    done.map(|()| ExitCode::SUCCESS)
}
