//! Bytes → text, by content and not by suffix: UTF-8, UTF-16, GB18030, and what to do with everything else.

use super::ImportError;
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};
use std::cmp::Ordering;

/// Bytes a source may have at most; a whole report is some 10 kB.
pub const MAX_BYTES: usize = 4_000_000;

/// Text of a file by its content: UTF-8 with or without mark, UTF-16, GB18030.
///
/// # Errors
/// When the content is no text or far too long, with what to do instead.
pub fn decode(bytes: &[u8], file_name: &str) -> Result<String, ImportError> {
    let file = file_name.to_owned();
    if let Some((format, advice)) = foreign_format(bytes) {
        return Err(ImportError::ForeignFormat {
            file,
            format,
            advice,
        });
    }
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLong {
            file,
            megabytes: bytes.len() / 1_000_000,
        });
    }
    let Some(text) = decode_text(bytes) else {
        return Err(ImportError::UnknownEncoding { file });
    };
    if is_html(&text) {
        return Err(ImportError::ForeignFormat {
            file,
            format: "网页（HTML）",
            advice: BROWSER,
        });
    }
    if text.trim().is_empty() {
        return Err(ImportError::Empty { file });
    }
    Ok(text)
}

const COPY: &str =
    "请打开它，全选、复制文字，粘贴到记事本里另存为 .txt 文件（编码选 UTF-8），再导入这个文件";
const BROWSER: &str =
    "请用浏览器打开它，全选、复制文字，粘贴到记事本里另存为 .txt 文件，再导入这个文件";
const RECOGNISE: &str = "请先用文字识别软件把它转成文字，存为 .txt 文件，再导入这个文件";
const UNPACK: &str = "请先解压缩，再导入里面的文本文件";

/// What the first bytes give away, and what to do about it.
fn foreign_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let signs: [(&[u8], &str, &str); 10] = [
        (b"%PDF", "PDF 文件", COPY),
        (
            b"\xD0\xCF\x11\xE0",
            "旧版 Word 或 WPS 文件（.doc、.wps）",
            COPY,
        ),
        (b"{\\rtf", "RTF 文件", COPY),
        (b"\x89PNG", "图片", RECOGNISE),
        (b"\xFF\xD8\xFF", "图片", RECOGNISE),
        (b"GIF8", "图片", RECOGNISE),
        (b"II*\0", "图片", RECOGNISE),
        (b"MM\0*", "图片", RECOGNISE),
        (b"Rar!", "压缩文件", UNPACK),
        (b"7z\xBC\xAF", "压缩文件", UNPACK),
    ];
    if bytes.starts_with(b"PK\x03\x04") {
        let head = &bytes[..bytes.len().min(8_000)];
        let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        return Some(match () {
            () if holds(b"word/") || holds(b"[Content_Types].xml") => ("Word 文件（.docx）", COPY),
            () if holds(b"OFD.xml") => ("OFD 文件", COPY),
            () => ("压缩文件", UNPACK),
        });
    }
    let known = signs.iter().find(|(sign, ..)| bytes.starts_with(sign));
    known.map(|(_, format, advice)| (*format, *advice))
}

fn decode_text(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark_length)) = Encoding::for_bom(bytes) {
        let (text, failed) = encoding.decode_without_bom_handling(&bytes[mark_length..]);
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
            std::str::from_utf8(&bytes[..error.valid_up_to()])
                .ok()
                .map(str::to_owned)
        }
        Err(_) => {
            let (text, failed) = GB18030.decode_without_bom_handling(bytes);
            (!failed).then(|| text.into_owned())
        }
    }
}

/// The byte order of UTF-16 without a mark, told by its line feeds and ASCII characters.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    let (mut little, mut big) = (0_usize, 0_usize);
    for pair in bytes.chunks_exact(2) {
        little += usize::from(pair[1] == 0 && pair[0] != 0);
        big += usize::from(pair[0] == 0 && pair[1] != 0);
    }
    // 一 is U+4E00, so a few characters look like the other order.
    match little.cmp(&big) {
        Ordering::Greater => Some(UTF_16LE),
        Ordering::Less => Some(UTF_16BE),
        Ordering::Equal => None,
    }
}

fn is_html(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head: String = start.chars().take(4_000).collect::<String>().to_lowercase();
    let tags = [
        "<!doctype html",
        "<html",
        "<body",
        "<table",
        "<div",
        "<meta",
    ];
    head.starts_with('<') && tags.iter().any(|tag| head.contains(tag))
}
