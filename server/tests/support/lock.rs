//! Keeps processes out of one another's way, under runners that start one for each test.
use std::fs::File;

/// Held until it is dropped.
pub struct Lock(#[expect(dead_code, reason = "it is held, not read")] File);

impl Lock {
    pub fn alone(name: &str) -> Self {
        let file = file(name);
        file.lock().unwrap();
        Self(file)
    }

    /// Together with others, but with nobody who is [`Lock::alone`].
    pub fn together(name: &str) -> Self {
        let file = file(name);
        file.lock_shared().unwrap();
        Self(file)
    }
}

fn file(name: &str) -> File {
    let path = std::env::temp_dir().join(format!("guard_test_{name}.lock"));
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .unwrap()
}
