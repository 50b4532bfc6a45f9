//! Which process holds something, in a word by which others see at once that it has ended.

use std::fs;

/// The bit of SIGKILL in a mask of signals.
const KILL: u64 = 1 << 8;

/// A word for this process that no other one has, now or later; empty where the system does not tell.
pub fn own_process() -> String {
    let number = std::process::id();
    match (namespace(), begun(number)) {
        (Some(namespace), Some((_, begun))) => format!("{namespace} {number} {begun}"),
        _ => String::new(),
    }
}

/// Whether the process that this word is of has ended, or was killed and will do nothing any more. `false` where that
/// cannot be known, as of another machine's.
pub fn has_ended(word: &str) -> bool {
    let parts: Vec<&str> = word.split(' ').collect();
    let &[of, number, since] = parts.as_slice() else {
        return false;
    };
    let Ok(number) = number.parse() else {
        return false;
    };
    // Numbers mean something only among processes that see each other.
    if namespace().as_deref() != Some(of) {
        return false;
    }
    match begun(number) {
        None => true,
        Some((state, begun)) => begun != since || matches!(state, 'Z' | 'X') || is_killed(number),
    }
}

/// The processes among which this one has its number.
fn namespace() -> Option<String> {
    let link = fs::read_link("/proc/self/ns/pid").ok()?;
    Some(link.to_str()?.replace(' ', ""))
}

/// What a process does, as one letter, and when it began, in the system's own ticks.
fn begun(number: u32) -> Option<(char, String)> {
    let told = fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    // The name in brackets may hold brackets and spaces.
    let (_, behind) = told.rsplit_once(')')?;
    let mut fields = behind.split_whitespace();
    let state = fields.next()?.chars().next()?;
    Some((state, fields.nth(18)?.to_owned()))
}

/// Whether a process was killed and has not noticed yet.
fn is_killed(number: u32) -> bool {
    let told = fs::read_to_string(format!("/proc/{number}/status")).unwrap_or_default();
    let mut masks = told.lines().filter_map(|line| {
        let mask = line
            .strip_prefix("SigPnd:")
            .or_else(|| line.strip_prefix("ShdPnd:"))?;
        u64::from_str_radix(mask.trim(), 16).ok()
    });
    masks.any(|mask| mask & KILL != 0)
}
