//! A start that cannot succeed says why in one sentence; one that can is quick.
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::program::{Program, command, output};
use crate::support::Database;

crate::process_cases![
    a_busy_port_is_one_clear_sentence,
    a_wrong_value_is_refused_with_the_name_of_its_key,
    the_environment_says_the_same_as_flags,
    d15_a_damaged_key_stops_the_start_and_is_not_replaced,
    m06_a_start_is_quick,
];

fn errors(command: &mut std::process::Command) -> String {
    let output = output(command);
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

async fn a_busy_port_is_one_clear_sentence(database: Database) {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let said = errors(command(&database).args(["--listen", &format!("127.0.0.1:{port}")]));
    assert_eq!(
        said,
        format!(
            "guard-server: Port {port} is in use. Stop what uses it, or choose another one with --listen (GUARD_LISTEN).\n"
        )
    );
}

async fn a_wrong_value_is_refused_with_the_name_of_its_key(database: Database) {
    for (flag, value, says) in [
        ("--listen", "nowhere", "127.0.0.1:8080"),
        ("--database-url", "mysql://x:hunter2@y", "postgres://"),
        ("--public-url", "ftp://x", "must begin with https://"),
        ("--smtp-url", "localhost:25", "smtp://"),
        ("--mail-from", "nobody", "guard@example.com"),
        (
            "--assets",
            "/nowhere/at/all",
            "there is no folder /nowhere/at/all",
        ),
        ("--codes-per-address", "-1", "--codes-per-address"),
    ] {
        let said = errors(command(&database).arg(format!("{flag}={value}")));
        assert!(
            said.starts_with("guard-server: ") && said.contains(flag) && said.contains(says),
            "{flag}: {said}"
        );
        assert!(
            said.lines().count() == 1 && !said.contains("hunter2"),
            "{said}"
        );
    }
    let said = errors(command(&database).args(["--smtp-url", "smtp://localhost:25"]));
    assert!(
        said.starts_with("guard-server: --mail-from (GUARD_MAIL_FROM) is needed"),
        "{said}"
    );
    let file = database.folder().join("a-file");
    std::fs::write(&file, "").unwrap();
    let said = errors(
        command(&database)
            .env_remove("GUARD_DATABASE_URL")
            .arg("--database-url=postgres://nobody@127.0.0.1:1/none"),
    );
    assert!(
        said.starts_with("guard-server: the database cannot be opened"),
        "{said}"
    );
    let mut plain = std::process::Command::new(env!("CARGO_BIN_EXE_guard-server"));
    let said = errors(
        plain
            .env_clear()
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(&file),
    );
    assert!(
        said.contains("--data (GUARD_DATA)") && said.lines().count() == 1,
        "{said}"
    );
}

async fn the_environment_says_the_same_as_flags(database: Database) {
    let mut plain = std::process::Command::new(env!("CARGO_BIN_EXE_guard-server"));
    plain
        .env_clear()
        .env("GUARD_LISTEN", "127.0.0.1:0")
        .env("GUARD_DATA", database.folder())
        .env("GUARD_DEV", "1")
        .env("GUARD_SMTP_URL", "smtp://localhost:25");
    if let Some(url) = database.flag() {
        plain.env("GUARD_DATABASE_URL", url);
    }
    assert!(errors(&mut plain).contains("GUARD_MAIL_FROM"));
    let mut child = plain
        .env("GUARD_MAIL_FROM", "id@acorn.example")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(
        &mut std::io::BufReader::new(child.stdout.take().unwrap()),
        &mut line,
    )
    .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("Listening on http://localhost:"), "{line}");
}

async fn d15_a_damaged_key_stops_the_start_and_is_not_replaced(database: Database) {
    database
        .execute("UPDATE signing_keys SET pkcs8 = 'AAAA'")
        .await;
    let said = errors(&mut command(&database));
    assert!(
        said.contains("restore the database from a backup"),
        "{said}"
    );
    assert_eq!(
        database.texts("SELECT pkcs8 FROM signing_keys").await,
        ["AAAA"]
    );
}

async fn m06_a_start_is_quick(database: Database) {
    let began = Instant::now();
    let program = Program::start(&database);
    let took = began.elapsed();
    program.client().await;
    assert!(took < Duration::from_secs(2), "{took:?}");
}
