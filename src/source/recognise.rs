//! Bytes → the format they are in, by what stands in them and never by a file's name.

use super::SourceError;
use super::encoding::decode_text;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A report file of this program.
    Own,
    Text,
    Html,
    Mhtml,
    Docx,
    Xlsx,
    Xls,
    Pdf,
    /// Old Word and WPS documents, RTF and OpenDocument text: LibreOffice turns them into DOCX.
    OldDocument,
    /// OpenDocument sheets: LibreOffice turns them into XLSX.
    OldWorkbook,
    Encrypted,
    Picture,
    Packed,
    Ofd,
    Slides,
    Unknown,
}

/// The format of a file's bytes.
pub fn recognise(bytes: &[u8]) -> Format {
    let signs: [(&[u8], Format); 10] = [
        (b"{\\rtf", Format::OldDocument),
        (b"\x89PNG", Format::Picture),
        (b"\xFF\xD8\xFF", Format::Picture),
        (b"GIF8", Format::Picture),
        (b"II*\0", Format::Picture),
        (b"MM\0*", Format::Picture),
        (b"BM", Format::Picture),
        (b"Rar!", Format::Packed),
        (b"7z\xBC\xAF", Format::Packed),
        (b"\x1F\x8B", Format::Packed),
    ];
    let head = bytes.get(..1_024).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Format::Pdf;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return of_zip(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return of_compound(bytes);
    }
    match signs.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        // Two letters also begin a text.
        Some((sign, _)) if sign.len() == 2 && std::str::from_utf8(head).is_ok() => {}
        Some((_, format)) => return *format,
        None => {}
    }
    let head = bytes.get(..8_192).unwrap_or(bytes);
    of_text(&decode_text(head).unwrap_or_else(|| String::from_utf8_lossy(head).into_owned()))
}

impl Format {
    /// Why a file of this format is not read.
    pub(super) fn refusal(self, file: &str) -> SourceError {
        const COPY: &str = "请打开它，全选、复制，再用“粘贴导入”";
        let file = file.to_owned();
        let foreign = |format, advice| SourceError::Foreign {
            file: file.clone(),
            format,
            advice,
        };
        match self {
            Format::Own => foreign("年报程序自己的文件", "请直接打开"),
            Format::OldDocument => SourceError::NeedsOffice {
                file,
                format: "旧版 Word、WPS 或 RTF 文件",
                suffix: ".docx",
            },
            Format::OldWorkbook => SourceError::NeedsOffice {
                file,
                format: "OpenDocument 表格",
                suffix: ".xlsx",
            },
            Format::Encrypted => SourceError::Encrypted { file },
            Format::Picture => foreign("图片", "请先用文字识别软件把它转成文字，再导入"),
            Format::Packed => foreign("压缩文件", "请先解压缩，再导入里面的文件"),
            Format::Ofd => foreign("OFD 文件", COPY),
            Format::Slides => foreign("演示文稿", COPY),
            _ => foreign("别的程序的文件", COPY),
        }
    }
}

fn of_text(head: &str) -> Format {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    let lower = start.to_ascii_lowercase();
    let first_lines: Vec<&str> = lower.lines().take(40).collect();
    let is_mail = first_lines
        .iter()
        .any(|line| line.starts_with("mime-version:"))
        && lower.contains("content-type:");
    if is_mail {
        return Format::Mhtml;
    }
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<div",
        "<meta",
        "<p>",
        "<p ",
        "<h1",
        "<span",
        "<tr",
        "<article",
        "<section",
    ];
    // A clipboard's HTML starts with lines of its own.
    let is_clipboard = lower.starts_with("version:") && lower.contains("starthtml:");
    if is_clipboard || start.starts_with('<') && tags.iter().any(|tag| lower.contains(tag)) {
        return Format::Html;
    }
    let plain: String = head
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(600)
        .collect();
    if plain.contains("format:") && plain.contains("agency:") && plain.contains('(') {
        return Format::Own;
    }
    Format::Text
}

fn of_zip(bytes: &[u8]) -> Format {
    let holds = |name: &[u8]| {
        let head = bytes.get(..20_000).unwrap_or(bytes);
        let tail_start = bytes.len().saturating_sub(200_000);
        let tail = bytes.get(tail_start..).unwrap_or(bytes);
        [head, tail]
            .iter()
            .any(|part| part.windows(name.len()).any(|window| window == name))
    };
    match () {
        () if holds(b"EncryptedPackage") => Format::Encrypted,
        () if holds(b"word/document") => Format::Docx,
        () if holds(b"xl/workbook") => Format::Xlsx,
        () if holds(b"ppt/presentation") => Format::Slides,
        () if holds(b"OFD.xml") => Format::Ofd,
        () if holds(b"opendocument.text") => Format::OldDocument,
        () if holds(b"opendocument.spreadsheet") => Format::OldWorkbook,
        () if holds(b"word/") => Format::Docx,
        () if holds(b"xl/") => Format::Xlsx,
        () => Format::Packed,
    }
}

/// What a compound file holds, told by the names in its directory.
fn of_compound(bytes: &[u8]) -> Format {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    match () {
        () if holds("EncryptedPackage") => Format::Encrypted,
        () if holds("WordDocument") => Format::OldDocument,
        () if holds("Workbook") || holds("Book") => Format::Xls,
        () if holds("PowerPoint Document") => Format::Slides,
        () => Format::Unknown,
    }
}
