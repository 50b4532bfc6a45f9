//! Bytes → text: UTF-8, UTF-16 and GB18030, told by the bytes and not by what a page claims.

use super::{MAX_TEXT_BYTES, SourceError};
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};
use std::cmp::Ordering;

/// Text of a file by its content: UTF-8 with or without mark, UTF-16, GB18030.
///
/// # Errors
/// When the content is no text or far too long, with what to do instead.
pub fn decode(bytes: &[u8], file: &str) -> Result<String, SourceError> {
    let file = file.to_owned();
    if bytes.len() > MAX_TEXT_BYTES {
        let megabytes = bytes.len() / 1_000_000;
        return Err(SourceError::TooLong { file, megabytes });
    }
    let Some(text) = decode_text(bytes) else {
        return Err(SourceError::UnknownEncoding { file });
    };
    match text.trim().is_empty() {
        true => Err(SourceError::Empty { file }),
        false => Ok(text),
    }
}

/// The text of bytes; `None` when they are none.
pub(super) fn decode_text(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark_length)) = Encoding::for_bom(bytes) {
        let (text, failed) = encoding.decode_without_bom_handling(bytes.get(mark_length..)?);
        return (!failed).then(|| text.into_owned());
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        let (text, failed) = encoding.decode_without_bom_handling(bytes);
        return (!failed && !text.contains('\0')).then(|| text.into_owned());
    }
    if bytes.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        // A file cut in the middle of its last character is still UTF-8.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            let whole = std::str::from_utf8(bytes.get(..error.valid_up_to())?);
            whole.ok().map(str::to_owned)
        }
        Err(_) => {
            let (text, failed) = GB18030.decode_without_bom_handling(bytes);
            (!failed).then(|| text.into_owned())
        }
    }
}

/// The text of a page in whatever encoding it was saved; `None` when it is longer than any page.
pub fn decode_page(bytes: &[u8]) -> Option<String> {
    (bytes.len() <= MAX_TEXT_BYTES).then(|| decode_loosely(bytes))
}

/// Text of a page that may hold single bytes of another encoding; those become marks of replacement.
pub(super) fn decode_loosely(bytes: &[u8]) -> String {
    if let Some(text) = decode_text(bytes) {
        return text;
    }
    let utf_8 = String::from_utf8_lossy(bytes);
    let (gb, _) = GB18030.decode_without_bom_handling(bytes);
    let lost = |text: &str| {
        text.chars()
            .filter(|c| *c == char::REPLACEMENT_CHARACTER)
            .count()
    };
    match lost(&utf_8) <= lost(&gb) {
        true => utf_8.into_owned(),
        false => gb.into_owned(),
    }
}

/// The byte order of UTF-16 without a mark, told by its line feeds and ASCII characters.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    let (mut little, mut big) = (0_usize, 0_usize);
    let (pairs, _) = bytes.as_chunks();
    for [first, second] in pairs {
        little += usize::from(*second == 0 && *first != 0);
        big += usize::from(*first == 0 && *second != 0);
    }
    // 一 is U+4E00, so a few characters look like the other order.
    match little.cmp(&big) {
        Ordering::Greater => Some(UTF_16LE),
        Ordering::Less => Some(UTF_16BE),
        Ordering::Equal => None,
    }
}
