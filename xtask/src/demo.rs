//! `cargo xtask demo [--listen ADDRESS] [--lan] [--release]`: sets up what is missing, builds, and becomes the server.

use crate::arguments::Arguments;
use crate::trouble::{Outcome, Trouble};
use crate::{cargo, dist, place};
use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::Command;

const LISTEN: &str = "127.0.0.1:8080";
/// Every address of this machine: whom `--lan` invites.
const LAN: &str = "0.0.0.0:8443";

pub fn run(mut arguments: Arguments) -> Outcome {
    let listen = arguments
        .value("--listen")?
        .unwrap_or_else(|| LISTEN.into());
    let lan = arguments.flag("--lan");
    let kind = if arguments.flag("--release") {
        dist::Kind::Release
    } else {
        dist::Kind::Dev
    };
    arguments.done("cargo xtask demo [--listen 127.0.0.1:8080] [--lan] [--release]")?;
    // Before minutes of building, and not after.
    free(&listen)?;
    if lan {
        free(LAN).map_err(|it| it.mended_by("end it, or start without --lan"))?;
    }
    let built = dist::build(kind)?;
    println!("Building the server.");
    let mut cargo = cargo::new();
    cargo.args(["build", "--quiet", "--package", "guard-server"]);
    if kind == dist::Kind::Release {
        cargo.arg("--release");
    }
    cargo::build(&mut cargo)?;
    let profile = if kind == dist::Kind::Release {
        "release"
    } else {
        "debug"
    };
    let mut server = Command::new(place::target(profile).join("guard-server"));
    server
        .current_dir(place::root())
        .args(["--dev", "--listen", &listen, "--data"])
        .arg(place::at("data"))
        .arg("--assets")
        .arg(built.dir);
    if lan {
        server.args(["--lan", LAN]);
    }
    become_server(server)
}

fn free(listen: &str) -> Outcome {
    let Err(error) = TcpListener::bind(listen) else {
        return Ok(());
    };
    let other = "cargo xtask demo --listen 127.0.0.1:8090";
    Err(match error.kind() {
        ErrorKind::AddrInUse => Trouble::new(format!("Another program listens on {listen}"))
            .mended_by(format!("end it, or {other}")),
        ErrorKind::PermissionDenied => {
            Trouble::new(format!("This user may not listen on {listen}")).mended_by(other)
        }
        _ => Trouble::new(format!("`{listen}` cannot be listened on: {error}")).mended_by(other),
    })
}

/// The server takes this process over, so that Ctrl-C and signals reach it and nothing else.
#[cfg(unix)]
fn become_server(mut server: Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = server.exec();
    Err(Trouble::new(format!(
        "The server could not be started: {error}"
    )))
}

#[cfg(not(unix))]
fn become_server(mut server: Command) -> Outcome {
    run::shown(&mut server)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_port_is_told_with_what_mends_it() {
        let busy = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = busy.local_addr().unwrap().to_string();
        let told = free(&address).unwrap_err().to_string();
        assert!(
            told.contains(&address) && told.contains("--listen"),
            "{told}"
        );
        drop(busy);
        assert!(free(&address).is_ok());
        assert!(
            free("not an address")
                .unwrap_err()
                .to_string()
                .contains("not an address")
        );
    }
}
