//! The format number of a report file: found wherever it stands, also in a file that is cut off, newer or badly encoded.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The format this program writes. It is the first; what older programs wrote will be migrated in memory once there is
/// another. Newer ones are refused.
pub const FORMAT: u32 = 1;

/// The first field of a report file. It holds nothing: a report in memory is always of the format that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FormatNumber;

impl Serialize for FormatNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(FORMAT)
    }
}

impl<'de> Deserialize<'de> for FormatNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FormatNumber, D::Error> {
        u32::deserialize(deserializer).map(|_| FormatNumber)
    }
}

/// The format number of a report file; `None` for anything that is no report file.
pub fn format_of(text: &str) -> Option<u32> {
    let mut scan = Scan {
        rest: text.trim_start_matches('\u{feff}'),
    };
    scan.skip_blank();
    let name = scan.word();
    if !name.is_empty() {
        scan.skip_blank();
    }
    scan.take('(')?;
    let mut depth = 0usize;
    loop {
        scan.skip_blank();
        if scan.skip_string() {
            continue;
        }
        let word = scan.word();
        if !word.is_empty() {
            scan.skip_blank();
            if depth == 0 && word == "format" && scan.take(':').is_some() {
                scan.skip_blank();
                // It says that it has a format, whatever it calls it.
                return Some(number(scan.word()).unwrap_or(0));
            }
            continue;
        }
        match scan.next()? {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
}

/// As [`format_of`], of a file's bytes, whichever way its text is encoded.
pub fn format_of_bytes(bytes: &[u8]) -> Option<u32> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] | [b'(', 0, ..] => encoding_rs::UTF_16LE,
        [0xFE, 0xFF, ..] | [0, b'(', ..] => encoding_rs::UTF_16BE,
        _ => encoding_rs::UTF_8,
    };
    // The keys of the file are ASCII, which GBK writes as UTF-8 does.
    format_of(&encoding.decode(bytes).0)
}

/// A number too long to read is newer than anything this program knows.
fn number(word: &str) -> Option<u32> {
    let digits = word.replace('_', "");
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u32::MAX))
}

/// What is left of a text in RON.
struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    fn next(&mut self) -> Option<char> {
        let mut rest = self.rest.chars();
        let c = rest.next()?;
        self.rest = rest.as_str();
        Some(c)
    }

    fn take(&mut self, wanted: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(wanted)?;
        Some(())
    }

    /// A name, a field or a number; may be empty.
    fn word(&mut self) -> &'a str {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// Skips white space, comments and attributes.
    fn skip_blank(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.starts_with("//") {
                self.skip_past("\n");
            } else if self.rest.starts_with("/*") {
                self.skip_block_comment();
            } else if self.rest.starts_with("#!") {
                self.skip_past("]");
            } else {
                return;
            }
        }
    }

    fn skip_past(&mut self, mark: &str) {
        self.rest = self.rest.split_once(mark).map_or("", |both| both.1);
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0usize;
        loop {
            if let Some(rest) = self.rest.strip_prefix("/*") {
                depth += 1;
                self.rest = rest;
            } else if let Some(rest) = self.rest.strip_prefix("*/") {
                depth -= 1;
                self.rest = rest;
            } else if self.next().is_none() {
                return;
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Skips a string, plain or raw; `false` when none stands here.
    fn skip_string(&mut self) -> bool {
        if self.take('"').is_some() {
            loop {
                match self.next() {
                    Some('\\') => drop(self.next()),
                    Some('"') | None => return true,
                    Some(_) => {}
                }
            }
        }
        let Some(after) = self.rest.strip_prefix('r') else {
            return false;
        };
        let body = after.trim_start_matches('#');
        let Some(body) = body.strip_prefix('"') else {
            return false;
        };
        let hashes = after.len() - body.len() - 1;
        self.rest = body;
        self.skip_past(&format!("\"{}", "#".repeat(hashes)));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{format_of, format_of_bytes};

    #[test]
    fn the_format_is_found_wherever_it_stands() {
        let cases = [
            ("(format: 1, x", Some(1)),
            (
                "\u{feff}// 说明 (format: 9)\n/* /* 2 */ */ Report ( format : 3 )",
                Some(3),
            ),
            (
                "#![enable(implicit_some)]\n(a: \"(format: 7\\\"\", b: r#\"\"format: 8\"#, format: 2",
                Some(2),
            ),
            ("(a: (format: 5), c: [{}])", None),
            ("(a: (format: 5), format: 99999999999", Some(u32::MAX)),
            ("(format: -1)", Some(0)),
            ("一、总体情况 format: 1", None),
            ("(", None),
            ("(format", None),
        ];
        for (text, expected) in cases {
            assert_eq!(format_of(text), expected, "{text}");
        }
    }

    #[test]
    fn the_format_is_found_behind_any_encoding_and_any_comment() {
        let text = format!("(/*{}*/ agency: \"甲\", format: 2)", "注".repeat(20_000));
        let utf16 = |big: bool| -> Vec<u8> {
            let unit = |unit: u16| match big {
                true => unit.to_be_bytes(),
                false => unit.to_le_bytes(),
            };
            text.encode_utf16().flat_map(unit).collect()
        };
        let marked = |mark: [u8; 2], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        for bytes in [
            text.clone().into_bytes(),
            utf16(true),
            utf16(false),
            marked([0xFE, 0xFF], utf16(true)),
            marked([0xFF, 0xFE], utf16(false)),
            encoding_rs::GB18030.encode(&text).0.into_owned(),
        ] {
            assert_eq!(format_of_bytes(&bytes), Some(2));
        }
    }
}
