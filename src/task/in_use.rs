//! Whether a report file is open elsewhere: a lock beside it says by whom and since when.

use super::clock;
use crate::digest::Digest;
use crate::storage::{Hold, Locked, Storage, has_ended, own_process};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// What came of asking whether a file is free.
#[derive(Debug)]
pub enum InUse {
    /// It is ours now, as long as this is held; `None` where no lock can be made, as in a read-only folder.
    Free(Option<Hold>),
    /// Someone has it open: a sentence that says who and since when.
    Taken(String),
}

/// Who holds a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Who {
    user: String,
    machine: String,
    /// Seconds since 1970.
    since: u64,
    /// These tell two windows of one user apart.
    process: u32,
    number: u64,
    /// By which the machine tells whether the process has ended; older programs do not say it.
    #[serde(default)]
    life: String,
}

/// How long a program that was ended may take to let go of its files.
const PATIENCE: Duration = Duration::from_millis(500);

/// Marks a file as open here, unless someone else has it open. Waits for a program that is about to end.
pub fn claim(storage: &Storage, file: &Path) -> InUse {
    let begun = Instant::now();
    loop {
        match claim_at_once(storage, file) {
            InUse::Taken(_) if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(50));
            }
            found => return found,
        }
    }
}

/// The same for who cannot wait, as the window while it draws.
pub fn claim_at_once(storage: &Storage, file: &Path) -> InUse {
    match Hold::claim(&lock_of(storage, file), &word(storage)) {
        Ok(Locked::Mine(hold)) => InUse::Free(Some(hold)),
        Ok(Locked::Theirs(said)) if read(&said).is_some_and(|who| has_ended(&who.life)) => {
            InUse::Free(take_over(storage, file))
        }
        Ok(Locked::Theirs(said)) => InUse::Taken(in_words(&said)),
        Err(_) => InUse::Free(None),
    }
}

/// Takes a file over from whoever has it open.
pub fn take_over(storage: &Storage, file: &Path) -> Option<Hold> {
    match Hold::take_over(&lock_of(storage, file), &word(storage)).ok()? {
        Locked::Mine(hold) => Some(hold),
        Locked::Theirs(_) => None,
    }
}

/// Beside the file, also when its own name is as long as names can be, and the same for all links to it.
fn lock_of(storage: &Storage, file: &Path) -> PathBuf {
    let whole = storage.full_path(file);
    let name = whole.file_name().unwrap_or_default();
    let digest = Digest::of(name.as_encoded_bytes());
    whole.with_file_name(format!(".nianbao-{digest:016x}.lock"))
}

fn word(storage: &Storage) -> Vec<u8> {
    let from = |names: [&str; 2]| {
        let mut found = names.iter().filter_map(|name| std::env::var(name).ok());
        found.find(|value| !value.is_empty()).unwrap_or_default()
    };
    let who = Who {
        user: from(["USER", "USERNAME"]),
        machine: machine(storage).unwrap_or_else(|| from(["HOSTNAME", "COMPUTERNAME"])),
        since: SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs(),
        process: std::process::id(),
        number: NUMBER.fetch_add(1, Ordering::Relaxed),
        life: own_process(),
    };
    ron::to_string(&who).unwrap_or_default().into_bytes()
}

/// The name that the system keeps in a file, where it does.
fn machine(storage: &Storage) -> Option<String> {
    let bytes = storage.read(Path::new("/etc/hostname")).ok()?;
    let name = String::from_utf8(bytes).ok()?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

fn read(word: &[u8]) -> Option<Who> {
    ron::de::from_bytes(word).ok()
}

/// Who has a file open, and since when.
pub(super) fn in_words(word: &[u8]) -> String {
    let read = read(word).and_then(|who| {
        // A damaged lock may name a moment that no clock can show.
        let since = UNIX_EPOCH.checked_add(Duration::from_secs(who.since))?;
        Some((who, since))
    });
    let Some((who, since)) = read else {
        return "它已经在另一个窗口或另一台电脑上打开".to_owned();
    };
    let since = clock::in_words(since);
    let machine = match who.machine.as_str() {
        "" => String::new(),
        name => format!("在电脑 {name} 上"),
    };
    let user = match who.user.as_str() {
        "" => "有人".to_owned(),
        name => format!("用户 {name} "),
    };
    format!("{user}从 {since} 起{machine}打开着它")
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_damaged_lock_still_says_that_the_file_is_open() {
        let word = |since: u64| {
            format!("(user:\"li\",machine:\"pc\",since:{since},process:1,number:0)").into_bytes()
        };
        assert!(in_words(&word(1_767_225_599)).starts_with("用户 li 从 20"));
        assert_eq!(
            in_words(&word(u64::MAX)),
            "它已经在另一个窗口或另一台电脑上打开"
        );
        assert_eq!(in_words(b"(user:"), in_words(&word(u64::MAX)));
    }
}
