//! A page saved as one file (MHTML) → its HTML part.

use super::encoding::decode_loosely;
use super::{MAX_TEXT_BYTES, Source, SourceError, html};

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
    let mut from = 0;
    loop {
        let lower = text[from..].to_ascii_lowercase();
        let found = lower
            .find("content-type: text/html")
            .or_else(|| lower.find("content-type:text/html"))?;
        let at = from + found;
        let header_start = text[..at]
            .rfind("\n\n")
            .max(text[..at].rfind("\r\n\r\n"))
            .unwrap_or(0);
        let rest = &text[at..];
        let end = match (rest.find("\r\n\r\n"), rest.find("\n\n")) {
            (Some(long), Some(short)) => Some(if long < short { long + 4 } else { short + 2 }),
            (Some(long), None) => Some(long + 4),
            (None, short) => short.map(|short| short + 2),
        }?;
        let headers = text[header_start..at + end].to_ascii_lowercase();
        let body = &text[at + end..];
        let body = &body[..body
            .find("\r\n------")
            .or_else(|| body.find("\n------"))
            .unwrap_or(body.len())];
        let raw: Vec<u8> = body.chars().map(|c| c as u8).collect();
        let page = match () {
            () if headers.contains("quoted-printable") => unquoted(&raw),
            () if headers.contains("base64") => unbased(&raw),
            () => raw,
        };
        if !decode_loosely(&page).trim().is_empty() {
            return Some(page);
        }
        from = at + end;
    }
}

/// Quoted-printable → bytes.
fn unquoted(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut at = 0;
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    while at < raw.len() {
        match raw[at] {
            b'=' => match (raw.get(at + 1), hex(raw.get(at + 1)), hex(raw.get(at + 2))) {
                (_, Some(high), Some(low)) => {
                    bytes.push((high * 16 + low) as u8);
                    at += 3;
                }
                (Some(b'\r'), ..) => at += 3,
                _ => at += 2,
            },
            byte => {
                bytes.push(byte);
                at += 1;
            }
        }
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
