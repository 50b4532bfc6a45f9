//! Bytes → the format they are in, by what stands in them and never by a file's name.

use super::SourceError;
use super::encoding::decode_text;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
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
pub fn recognise(bytes: &[u8]) -> FileKind {
    let signs: [(&[u8], FileKind); 10] = [
        (b"{\\rtf", FileKind::OldDocument),
        (b"\x89PNG", FileKind::Picture),
        (b"\xFF\xD8\xFF", FileKind::Picture),
        (b"GIF8", FileKind::Picture),
        (b"II*\0", FileKind::Picture),
        (b"MM\0*", FileKind::Picture),
        (b"BM", FileKind::Picture),
        (b"Rar!", FileKind::Packed),
        (b"7z\xBC\xAF", FileKind::Packed),
        (b"\x1F\x8B", FileKind::Packed),
    ];
    let head = bytes.get(..1_024).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") {
        return FileKind::Pdf;
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

impl FileKind {
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
            FileKind::Own => foreign("年报程序自己的文件", "请直接打开"),
            FileKind::OldDocument => SourceError::NeedsOffice {
                file,
                format: "旧版 Word、WPS 或 RTF 文件",
                suffix: ".docx",
            },
            FileKind::OldWorkbook => SourceError::NeedsOffice {
                file,
                format: "OpenDocument 表格",
                suffix: ".xlsx",
            },
            FileKind::Encrypted => SourceError::Encrypted { file },
            FileKind::Picture => foreign("图片", "请先用文字识别软件把它转成文字，再导入"),
            FileKind::Packed => foreign("压缩文件", "请先解压缩，再导入里面的文件"),
            FileKind::Ofd => foreign("OFD 文件", COPY),
            FileKind::Slides => foreign("演示文稿", COPY),
            _ => foreign("别的程序的文件", COPY),
        }
    }
}

fn of_text(head: &str) -> FileKind {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    let lower = start.to_ascii_lowercase();
    let first_lines: Vec<&str> = lower.lines().take(40).collect();
    let is_mail = first_lines
        .iter()
        .any(|line| line.starts_with("mime-version:"))
        && lower.contains("content-type:");
    if is_mail {
        return FileKind::Mhtml;
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
        return FileKind::Html;
    }
    let plain: String = head
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(600)
        .collect();
    if plain.contains("format:") && plain.contains("agency:") && plain.contains('(') {
        return FileKind::Own;
    }
    FileKind::Text
}

fn of_zip(bytes: &[u8]) -> FileKind {
    let holds = |name: &[u8]| {
        let head = bytes.get(..20_000).unwrap_or(bytes);
        let tail_start = bytes.len().saturating_sub(200_000);
        let tail = bytes.get(tail_start..).unwrap_or(bytes);
        [head, tail]
            .iter()
            .any(|part| part.windows(name.len()).any(|window| window == name))
    };
    match () {
        () if holds(b"EncryptedPackage") => FileKind::Encrypted,
        () if holds(b"word/document") => FileKind::Docx,
        () if holds(b"xl/workbook") => FileKind::Xlsx,
        () if holds(b"ppt/presentation") => FileKind::Slides,
        () if holds(b"OFD.xml") => FileKind::Ofd,
        () if holds(b"opendocument.text") => FileKind::OldDocument,
        () if holds(b"opendocument.spreadsheet") => FileKind::OldWorkbook,
        () if holds(b"word/") => FileKind::Docx,
        () if holds(b"xl/") => FileKind::Xlsx,
        () => FileKind::Packed,
    }
}

/// What a compound file holds, told by the names in its directory.
fn of_compound(bytes: &[u8]) -> FileKind {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    match () {
        () if holds("EncryptedPackage") => FileKind::Encrypted,
        () if holds("WordDocument") => FileKind::OldDocument,
        () if holds("Workbook") || holds("Book") => FileKind::Xls,
        () if holds("PowerPoint Document") => FileKind::Slides,
        () => FileKind::Unknown,
    }
}
