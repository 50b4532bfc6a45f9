//! The report inside an exported file, and the digest of what a reader sees, by which later changes are found.

use super::format::FORMATS;
use super::markup::is_writable;
use crate::digest::Digest;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// The media type of the report inside a file.
pub const MEDIA_TYPE: &str = "application/vnd.nianbao.report+json";
/// The namespace of the report inside an office document.
pub const NAMESPACE: &str = "urn:nianbao:report:1";
/// The version of [`Inner`]'s text form.
const VERSION: u32 = 1;

/// A report as it travels inside an exported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inner {
    version: u32,
    /// Digest of what a reader saw when the file was written.
    seen: String,
    /// The text of the report's file.
    pub report: String,
}

/// The report found inside a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The text of the report's file.
    pub report: Result<String, Unreadable>,
    /// Whether what a reader sees was changed after the export.
    pub changed: bool,
}

/// Why a report inside a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// A newer program wrote it.
    Newer,
    Damaged,
}

/// What a reader sees of a file, gathered piece by piece: its texts without spaces, and where one ends.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    digest: Digest,
    /// Whether a text was seen that has not ended yet.
    open: bool,
    /// Whether a paragraph ended that nothing stands behind yet: the last one of a cell ends with the cell.
    ended: bool,
}

/// Finds the report inside an exported file of any format; `None` when there is none.
pub fn find(bytes: &[u8]) -> Option<Found> {
    FORMATS.iter().find_map(|format| (format.inner)(bytes))
}

impl Inner {
    pub fn new(report: &str, seen: &Seen) -> Inner {
        Inner {
            version: VERSION,
            seen: seen.mark(),
            report: report.to_owned(),
        }
    }

    /// One line of JSON that may stand in XML and in a script element of HTML without any escape of theirs.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let mut safe = String::with_capacity(json.len());
        for c in json.chars() {
            // Outside of its strings JSON has none of these.
            match matches!(c, '<' | '>' | '&') || !is_writable(c) || c.is_control() {
                true => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
                false => safe.push(c),
            }
        }
        safe
    }

    /// The same in ASCII alone, which no change of a page's encoding touches.
    pub fn to_ascii_json(&self) -> String {
        let mut ascii = String::new();
        let mut buffer = [0; 2];
        for c in self.to_json().chars() {
            if c.is_ascii() {
                ascii.push(c);
                continue;
            }
            for unit in c.encode_utf16(&mut buffer) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
        ascii
    }

    /// Reads [`Inner::to_json`] back.
    ///
    /// # Errors
    /// When it is something else, or of a newer version.
    pub fn from_json(json: &str) -> Result<Inner, Unreadable> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let json = json.trim();
        match serde_json::from_str(json) {
            Ok(
                inner @ Inner {
                    version: VERSION, ..
                },
            ) => Ok(inner),
            _ => match serde_json::from_str(json) {
                Ok(Head { version }) if version > VERSION => Err(Unreadable::Newer),
                _ => Err(Unreadable::Damaged),
            },
        }
    }
}

impl Found {
    /// What stands inside a file beside what a reader sees of it now.
    pub fn of(json: &str, seen: &Seen) -> Found {
        match Inner::from_json(json) {
            Ok(inner) => Found {
                changed: inner.seen != seen.mark(),
                report: Ok(inner.report),
            },
            Err(unreadable) => Found {
                report: Err(unreadable),
                changed: true,
            },
        }
    }
}

impl Seen {
    /// Adds a text. White space and zero-width characters are not seen.
    pub fn text(&mut self, text: &str) {
        let mut buffer = [0; 4];
        for c in text.chars().filter(|c| is_seen(*c)) {
            if std::mem::take(&mut self.ended) {
                self.digest.add(&[0xFE]);
            }
            self.digest.add(c.encode_utf8(&mut buffer).as_bytes());
            self.open = true;
        }
    }

    /// Ends a paragraph; empty ones are not seen, and neither is how a cell divides what is the last in it.
    pub fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.open) {
            self.ended = true;
        }
    }

    /// Ends a cell, an empty one as well: a figure in another cell is another figure.
    pub fn end_cell(&mut self) {
        self.digest.add(&[0xFF]);
        (self.open, self.ended) = (false, false);
    }

    /// Adds bytes that are not text, such as the drawing of a page.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.digest.add(bytes);
        self.digest.add(&[0xFF]);
    }

    fn mark(&self) -> String {
        format!("{:016x}", self.digest.number())
    }
}

fn is_seen(c: char) -> bool {
    let zero_width = matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    !c.is_whitespace() && !zero_width && is_writable(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(cells: &[&str]) -> Seen {
        let mut seen = Seen::default();
        for cell in cells {
            seen.text(cell);
            seen.end_cell();
        }
        seen
    }

    #[test]
    fn any_text_travels_in_markup_and_comes_back() {
        let report =
            "(format: 1, preface: \"</script><!-- ]]> & \\\"甲\\\" \u{0}\u{FFFF}\u{10FFFF}\n\")";
        let json = Inner::new(report, &seen(&["1"])).to_json();
        assert!(!json.contains(['<', '>', '&', '\n', '\u{0}', '\u{FFFF}']));
        let ascii = Inner::new(report, &seen(&["1"])).to_ascii_json();
        assert!(ascii.is_ascii());
        for json in [json, ascii] {
            let found = Found::of(&json, &seen(&[" 1\u{200B} "]));
            assert_eq!(found.report.as_deref(), Ok(report));
            assert!(!found.changed);
        }
    }

    #[test]
    fn a_newer_text_is_told_from_a_damaged_one() {
        let read = |json| Found::of(json, &seen(&["1"])).report;
        assert_eq!(read("{}"), Err(Unreadable::Damaged));
        assert_eq!(read("{\"version\":1,\"seen\":\""), Err(Unreadable::Damaged));
        assert_eq!(read("{\"version\":1}"), Err(Unreadable::Damaged));
        assert_eq!(
            read("{\"version\":2,\"shown\":[],\"report\":{}}"),
            Err(Unreadable::Newer)
        );
    }

    #[test]
    fn a_figure_that_moves_to_the_next_cell_is_seen() {
        let mark = |cells: &[&str]| seen(cells).mark();
        assert_eq!(mark(&["1", ""]), mark(&["1 ", "\n"]));
        assert_ne!(mark(&["1", ""]), mark(&["", "1"]));
        assert_ne!(mark(&["12", "3"]), mark(&["1", "23"]));
        let mut two = Seen::default();
        two.text("甲");
        two.end_paragraph();
        let one = two.mark();
        two.end_paragraph();
        assert_eq!(two.mark(), one);
        let mut run_on = two.clone();
        two.text("乙");
        assert_ne!(two.mark(), one);
        run_on.ended = false;
        run_on.text("乙");
        assert_ne!(two.mark(), run_on.mark());
    }
}
