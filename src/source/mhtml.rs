//! A page saved as one file (MHTML) → its HTML part.

use super::encoding::decode_loosely;
use super::{MAX_TEXT_BYTES, Source, SourceError, html};

/// Boundaries that are looked for at most: a page has one, with another for each part that has parts.
const MOST_BOUNDARIES: usize = 20;

/// Reads the first HTML part of a saved page.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Source, SourceError> {
    if bytes.len() > MAX_TEXT_BYTES {
        let megabytes = bytes.len() / 1_000_000;
        return Err(SourceError::TooLong {
            file: file.to_owned(),
            megabytes,
        });
    }
    match html_part(bytes) {
        Some(page) => html::read(&page, file),
        None => Err(SourceError::NoText {
            file: file.to_owned(),
        }),
    }
}

/// The first part that is HTML, as bytes of its own encoding.
fn html_part(bytes: &[u8]) -> Option<Vec<u8>> {
    // Headers are ASCII; a lossless view of any bytes as text keeps their places.
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let lower = text.to_ascii_lowercase();
    let delimiters = delimiters(&text, &lower);
    let mut from = 0;
    loop {
        let (_, rest) = lower.split_at_checked(from)?;
        let found = rest
            .find("content-type: text/html")
            .or_else(|| rest.find("content-type:text/html"))?;
        let at = from + found;
        let (before, rest) = lower.split_at_checked(at)?;
        let header_start = before
            .rfind("\n\n")
            .max(before.rfind("\r\n\r\n"))
            .unwrap_or(0);
        let length = match (rest.find("\r\n\r\n"), rest.find("\n\n")) {
            (Some(long), Some(short)) => Some(if long < short { long + 4 } else { short + 2 }),
            (Some(long), None) => Some(long + 4),
            (None, short) => short.map(|short| short + 2),
        }?;
        let end = at + length;
        let headers = lower.get(header_start..end)?;
        let (_, body) = text.split_at_checked(end)?;
        let ends = delimiters.iter().filter_map(|line| body.find(line));
        let body = (ends.min().and_then(|at| body.get(..at))).unwrap_or(body);
        let raw: Vec<u8> = body.chars().map(|c| c as u8).collect();
        let page = match () {
            () if headers.contains("quoted-printable") => unquoted(&raw),
            () if headers.contains("base64") => unbased(&raw),
            () => raw,
        };
        if !decode_loosely(&page).trim().is_empty() {
            return Some(page);
        }
        from = end;
    }
}

/// How the lines between parts begin, with the line feed before them: as the headers name them, else as browsers write them.
///
/// Parts may have parts of their own, with a boundary of their own: whichever comes first ends a part.
fn delimiters(text: &str, lower: &str) -> Vec<String> {
    const NAMED: &str = "boundary=";
    let named = lower.match_indices(NAMED).take(MOST_BOUNDARIES);
    let mut delimiters: Vec<String> = named
        .filter_map(|(at, _)| {
            let (_, value) = text.split_at_checked(at + NAMED.len())?;
            let name = match value.strip_prefix('"') {
                Some(quoted) => quoted.split(['"', '\r', '\n']).next(),
                None => value.split([';', '\r', '\n', ' ']).next(),
            };
            let name = name.filter(|name| !name.trim().is_empty())?;
            Some(format!("\n--{name}"))
        })
        .collect();
    if delimiters.is_empty() {
        delimiters.push("\n------".to_owned());
    }
    delimiters
}

/// Quoted-printable → bytes.
fn unquoted(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    let hex = |byte: &u8| char::from(*byte).to_digit(16);
    while let [byte, after @ ..] = rest {
        if *byte != b'=' {
            bytes.push(*byte);
            rest = after;
            continue;
        }
        let digits = after.first_chunk().map(|[high, low]| (hex(high), hex(low)));
        rest = match (digits, after) {
            (Some((Some(high), Some(low))), [_, _, later @ ..]) => {
                bytes.push((high * 16 + low) as u8);
                later
            }
            // The end of a line that the text does not have.
            (_, [b'\r', _, later @ ..] | [_, later @ ..]) => later,
            (_, []) => after,
        };
    }
    bytes
}

/// Base64 → bytes; what is no digit of it is passed over.
fn unbased(raw: &[u8]) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut bytes = Vec::with_capacity(raw.len() * 3 / 4);
    let (mut held, mut bits) = (0_u32, 0);
    for digit in raw.iter().filter_map(|byte| value(*byte)) {
        held = (held << 6 | u32::from(digit)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xFF) as u8);
        }
    }
    bytes
}
