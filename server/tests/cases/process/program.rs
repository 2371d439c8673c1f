//! The real program as a child of the test.
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Client, Database};

pub struct Program {
    child: Child,
    pub base: String,
    /// What it wrote to standard error so far.
    pub log: Arc<Mutex<String>>,
}

pub fn command(database: &Database) -> Command {
    // Another build of the same sources, for measurements of what ships.
    let own = env!("CARGO_BIN_EXE_guard-server").into();
    let mut command = Command::new(std::env::var_os("GUARD_TEST_PROGRAM").unwrap_or(own));
    command
        .env_clear()
        .arg("--listen")
        .arg("127.0.0.1:0")
        .arg("--data")
        .arg(database.folder())
        .arg("--dev");
    if let Some(url) = database.flag() {
        command.arg("--database-url").arg(url);
    }
    command
}

impl Program {
    /// Returns when it says that it listens.
    pub fn start(database: &Database) -> Self {
        Self::with(database, &[])
    }

    /// `more`: flags beyond those that every test has.
    pub fn with(database: &Database, more: &[&str]) -> Self {
        let mut child = command(database)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (mut errors, kept) = (child.stderr.take().unwrap(), Arc::clone(&log));
        std::thread::spawn(move || {
            let mut chunk = [0; 65536];
            while let Ok(read @ 1..) = errors.read(&mut chunk) {
                kept.lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(&chunk[..read]));
            }
        });
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let port = line
            .trim()
            .rsplit(':')
            .next()
            .and_then(|it| it.parse::<u16>().ok())
            .unwrap_or_else(|| panic!("it did not start: {line}{}", log.lock().unwrap()));
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self {
            child,
            base: format!("http://127.0.0.1:{port}"),
            log,
        }
    }

    pub async fn client(&self) -> Client {
        Client::of(&self.base, "guard-demo").await
    }

    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn signal(&self, name: &str) {
        assert!(
            Command::new("kill")
                .args([name, &self.child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Its exit code, once it has ended.
    pub fn wait(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Processor time used so far, in the kernel's ticks of a hundredth of a second.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let (_, after) = stat.rsplit_once(')').unwrap();
        // Fields 14 and 15 of proc(5); the first two are behind us.
        let ticks = after.split_whitespace().skip(11).take(2);
        Duration::from_millis(10 * ticks.map(|it| it.parse::<u64>().unwrap()).sum::<u64>())
    }

    /// A figure of /proc in KiB: `VmRSS` now, `VmHWM` at most.
    pub fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|it| it.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs it to its end, for starts that fail.
pub fn output(command: &mut Command) -> Output {
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .unwrap()
}
