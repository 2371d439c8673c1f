//! A throw-away PostgreSQL cluster for the storage tests: made, started and removed with the value that holds it.

use crate::trouble::{At, Outcome, Trouble};
use crate::{apt, run};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Who runs it when we are root, which PostgreSQL refuses to be.
const USER: &str = "postgres";
const PREFIX: &str = "guard-postgres-";
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Cluster {
    server: Child,
    dir: PathBuf,
    port: u16,
}

impl Cluster {
    pub fn start() -> Outcome<Self> {
        let missing = || {
            Trouble::new("PostgreSQL's server programs are missing").mended_by("cargo xtask setup")
        };
        let programs = programs().ok_or_else(missing)?;
        sweep();
        let dir = std::env::temp_dir().join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir_all(&dir).at(&dir)?;
        let owner = Owner::of_cluster()?;
        owner.give(&dir)?;
        let data = dir.join("data");
        run::quiet(
            owner
                .run(&programs.join("initdb"), &dir)
                .arg("--pgdata")
                .arg(&data)
                .args([
                    "--auth=trust",
                    "--username=postgres",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                ]),
        )?;
        let port = free_port()?;
        let log = fs::File::create(dir.join("log")).at(&dir)?;
        let mut server = owner.run(&programs.join("postgres"), &dir);
        server.arg("-D").arg(&data).arg("-k").arg(&dir).args([
            "-p",
            &port.to_string(),
            "-c",
            "listen_addresses=127.0.0.1",
        ]);
        // It dies with the tests, so it need not survive a power cut.
        server.args([
            "-c",
            "fsync=off",
            "-c",
            "full_page_writes=off",
            "-c",
            "max_connections=300",
        ]);
        server
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        let server = server.spawn().at(programs.join("postgres"))?;
        let cluster = Self { server, dir, port };
        cluster.wait_until_ready(&programs)?;
        Ok(cluster)
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&self, programs: &Path) -> Outcome {
        let since = Instant::now();
        loop {
            let mut ready = Command::new(programs.join("pg_isready"));
            ready.args(["-h", "127.0.0.1", "-p", &self.port.to_string()]);
            match run::quiet(&mut ready) {
                Ok(()) => return Ok(()),
                Err(_) if since.elapsed() < PATIENCE => sleep(Duration::from_millis(100)),
                Err(trouble) => {
                    let log = fs::read_to_string(self.dir.join("log")).unwrap_or_default();
                    let what =
                        format!("PostgreSQL did not start within {PATIENCE:?}: {trouble}\n{log}");
                    return Err(Trouble::new(what));
                }
            }
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is its fast shutdown: sessions are cut, and nothing waits for a client.
        if run::succeeds(Command::new("kill").args(["-INT", &self.server.id().to_string()])) {
            let _ = self.server.wait();
        }
        if let Err(error) = fs::remove_dir_all(&self.dir) {
            eprintln!("{} could not be removed: {error}", self.dir.display());
        }
    }
}

/// Ends clusters whose run was killed before it could. Where there is no /proc, nobody can tell, and they stay.
fn sweep() {
    let entries = fs::read_dir(std::env::temp_dir())
        .into_iter()
        .flatten()
        .flatten();
    for dir in entries.map(|it| it.path()).filter(|it| is_orphan(it)) {
        if let Some(pid) = postmaster(&dir) {
            run::succeeds(Command::new("kill").args(["-INT", &pid]));
            sleep(Duration::from_millis(500));
        }
        if let Err(error) = fs::remove_dir_all(&dir) {
            eprintln!("{} could not be removed: {error}", dir.display());
        }
    }
}

fn is_orphan(dir: &Path) -> bool {
    let name = dir
        .file_name()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    let run = name.strip_prefix(PREFIX);
    Path::new("/proc/self").exists() && run.is_some_and(|it| !Path::new("/proc").join(it).exists())
}

/// The server of the cluster in `dir`, if the process of that number still is that server.
fn postmaster(dir: &Path) -> Option<String> {
    let pid = fs::read_to_string(dir.join("data/postmaster.pid"))
        .ok()?
        .lines()
        .next()?
        .to_string();
    let command = fs::read(Path::new("/proc").join(&pid).join("cmdline")).ok()?;
    String::from_utf8_lossy(&command)
        .contains(dir.to_str()?)
        .then_some(pid)
}

/// The folder of the server's programs, which Debian keeps off PATH; the newest where there are several.
pub fn programs() -> Option<PathBuf> {
    debian_folders()
        .into_iter()
        .chain(run::found("initdb").and_then(|it| beside(&it)))
        .find(|it| is_whole(it))
}

fn debian_folders() -> Vec<PathBuf> {
    let Ok(versions) = fs::read_dir("/usr/lib/postgresql") else {
        return Vec::new();
    };
    let number = |it: &fs::DirEntry| {
        it.file_name()
            .to_str()
            .and_then(|it| it.parse::<u32>().ok())
    };
    let mut folders: Vec<_> = versions
        .flatten()
        .map(|it| (number(&it), it.path().join("bin")))
        .collect();
    folders.sort();
    folders.into_iter().rev().map(|(_, dir)| dir).collect()
}

/// Where a program really lies: on PATH there may be a link to it, and not to its siblings.
fn beside(program: &Path) -> Option<PathBuf> {
    fs::canonicalize(program).ok()?.parent().map(PathBuf::from)
}

fn is_whole(dir: &Path) -> bool {
    ["initdb", "postgres", "pg_isready", "psql"]
        .iter()
        .all(|it| dir.join(it).is_file())
}

/// As whom the cluster runs.
enum Owner {
    Us,
    Other { user: u32, group: u32 },
}

impl Owner {
    fn of_cluster() -> Outcome<Self> {
        if !apt::is_root() {
            return Ok(Self::Us);
        }
        let id = |which| -> Outcome<u32> {
            let nobody = || {
                Trouble::new(format!("There is no user `{USER}` to run PostgreSQL as"))
                    .mended_by("apt-get install -y postgresql")
            };
            let said = run::printed(Command::new("id").args([which, USER]));
            said.map_err(|_| nobody())?.parse().map_err(|_| nobody())
        };
        Ok(Self::Other {
            user: id("-u")?,
            group: id("-g")?,
        })
    }

    fn give(&self, dir: &Path) -> Outcome {
        match self {
            Self::Us => Ok(()),
            Self::Other { user, group } => {
                std::os::unix::fs::chown(dir, Some(*user), Some(*group)).at(dir)
            }
        }
    }

    fn run(&self, program: &Path, dir: &Path) -> Command {
        use std::os::unix::process::CommandExt;
        let mut command = Command::new(program);
        command.current_dir(dir);
        if let Self::Other { user, group } = self {
            command.uid(*user).gid(*group);
        }
        command
    }
}

pub fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").at("127.0.0.1")?;
    Ok(listener.local_addr().at("127.0.0.1")?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        if programs().is_none() {
            assert!(
                std::env::var_os("GUARD_TEST_REQUIRE_POSTGRES").is_none(),
                "PostgreSQL is asked for, and is not installed"
            );
            return;
        }
        let cluster = Cluster::start().unwrap();
        let psql = programs().unwrap().join("psql");
        let answer =
            run::printed(Command::new(psql).args([&cluster.url(), "-Atc", "select 6 * 7"]))
                .unwrap();
        let (dir, port) = (cluster.dir.clone(), cluster.port);
        drop(cluster);
        assert_eq!(answer, "42");
        assert!(!dir.exists() && TcpListener::bind(("127.0.0.1", port)).is_ok());
    }

    #[test]
    fn only_folders_of_runs_that_are_over_are_orphans() {
        let of = |run: &str| is_orphan(Path::new(&format!("/tmp/{PREFIX}{run}")));
        assert!(!of(&std::process::id().to_string()) && of("4194305"));
        assert!(!is_orphan(Path::new("/tmp/another")));
        assert_eq!(postmaster(Path::new("/tmp")), None);
    }
}
