//! File names: suggested ones that every system accepts, and paths as people type them.

use std::path::{Path, PathBuf};

/// The longest name that common file systems accept, in bytes of UTF-8.
pub const LONGEST_NAME: usize = 255;

/// Names that Windows keeps for devices, whatever their suffix.
const RESERVED: [&str; 8] = [
    "CON", "CONIN$", "CONOUT$", "PRN", "AUX", "NUL", "COM", "LPT",
];

/// A name for a file made of any text, with the suffix: no character that a system refuses or that shows something
/// else than what is there, no reserved name, at most [`LONGEST_NAME`] bytes.
pub fn clean_name(text: &str, suffix: &str) -> String {
    let kept = text.chars().map(|c| match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        other => other,
    });
    let mut name: String = kept.filter(|c| !is_unfit(*c)).collect();
    name = name.trim_matches([' ', '.']).to_owned();
    let room = LONGEST_NAME.saturating_sub(suffix.len() + 1);
    while name.len() > room {
        name.pop();
    }
    // A base character whose marks were cut off, or a space, may stand at the end now.
    name.truncate(name.trim_end_matches([' ', '.']).len());
    if name.is_empty() {
        name.push_str("年度报告");
    }
    if is_reserved(&name) {
        name.insert(0, '_');
    }
    format!("{name}.{suffix}")
}

/// A path as someone typed or pasted it: quoted, from the home folder, or as a file's URL.
pub fn typed_path(text: &str, home: Option<&Path>) -> PathBuf {
    let mut text = text.trim();
    let quotes = [
        ('"', '"'),
        ('\'', '\''),
        ('“', '”'),
        ('‘', '’'),
        ('「', '」'),
    ];
    for (open, close) in quotes {
        if let Some(inner) = text
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
        {
            text = inner.trim();
            break;
        }
    }
    text = text.strip_prefix("file://").unwrap_or(text);
    let from_home = match text {
        "~" => Some(""),
        _ => text.strip_prefix("~/").or_else(|| text.strip_prefix("~\\")),
    };
    match (from_home, home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(text),
    }
}

/// A path of Windows as people write it: `\\?\C:\a` becomes `C:\a`, `\\?\UNC\server\share` becomes `\\server\share`.
/// Windows itself answers with the mark `\\?\`, which its dialogs refuse and nobody knows how to read. It stays where
/// the path says something else without it: before names that end with a point or a space, or that devices have.
pub fn without_verbatim_mark(path: PathBuf) -> PathBuf {
    let plain = path.to_str().and_then(|text| {
        let rest = text.strip_prefix(r"\\?\")?;
        let is_odd =
            |name: &str| name.ends_with(['.', ' ']) || name.contains('/') || is_reserved(name);
        if rest.split('\\').any(is_odd) {
            return None;
        }
        match rest.strip_prefix(r"UNC\") {
            Some(share) => Some(format!(r"\\{share}")),
            // A disk by its letter; a volume by its number has no other name.
            None if rest.get(1..3) == Some(r":\") => Some(rest.to_owned()),
            None => None,
        }
    });
    plain.map_or(path, PathBuf::from)
}

/// The name in a path that Windows gives to no file: a device's (`aux.pdf`), or one with a colon, behind which it keeps
/// what no folder shows; `None` when it is an ordinary one. Devices' names hold for folders as well, and behind the mark
/// `\\?\`, with which Windows would make a file that no other program opens or deletes.
pub fn kept_by_windows(path: &str) -> Option<&str> {
    let plain = path.strip_prefix(r"\\?\").unwrap_or(path);
    let mut names = plain.split(['\\', '/']).enumerate();
    let found = names.find(|(index, name)| {
        let behind_disk = match name.as_bytes() {
            [letter, b':', ..] if *index == 0 && letter.is_ascii_alphabetic() => name.get(2..),
            _ => Some(*name),
        };
        behind_disk.is_some_and(|name| name.contains(':') || is_reserved(name))
    });
    found.map(|(_, name)| name)
}

/// Control characters, what systems keep for themselves, and invisible characters that turn the direction of writing.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || "/\\:*?\"<>|".contains(c)
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_uppercase();
    RESERVED.iter().any(|reserved| {
        stem.strip_prefix(reserved).is_some_and(|rest| {
            let numbered = matches!(*reserved, "COM" | "LPT");
            let mut digits = rest.chars();
            let is_one = |c: Option<char>| c.is_some_and(|c| "123456789¹²³".contains(c));
            match numbered {
                true => is_one(digits.next()) && digits.next().is_none(),
                false => rest.is_empty(),
            }
        })
    })
}
