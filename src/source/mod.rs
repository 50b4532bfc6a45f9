//! What can be read in a foreign file: bytes of any format → lines of text and tables as span grids, in reading order.

mod comma;
mod compound;
mod docx;
mod docx_look;
mod docx_numbering;
mod docx_runs;
mod dress;
mod encoding;
mod grid;
mod html;
mod html_cell;
mod html_look;
mod html_sheet;
mod mhtml;
mod number_format;
mod packed;
mod pdf;
mod pdf_bounds;
mod pdf_lines;
mod pdf_pages;
mod pdf_ruling;
mod plain;
mod recognise;
mod running;
mod tidy;
mod workbook;
mod xml;

pub use encoding::{decode, decode_page};
pub use grid::{Grid, GridCell};
pub use html::read_html;
pub use pdf_bounds::nests_within_bounds;
pub use plain::read_text;
pub use recognise::{FileKind, recognise};

use std::fmt;
use thiserror::Error;

/// Bytes a source may have at most, whatever its format; a report with pictures has a few million.
pub const MAX_BYTES: usize = 60_000_000;
/// Bytes of text, markup or unpacked content that are read at most; a whole report is some 10 kB of text.
pub const MAX_TEXT_BYTES: usize = 16_000_000;
/// Bytes of words and figures, without markup, that are taken for a report.
pub const MAX_READ_BYTES: usize = 1_500_000;

/// What a file holds, in reading order; hidden parts, scripts and deleted text are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Source {
    pub blocks: Vec<Block>,
    /// Whether each line is a whole paragraph, so that lines are never joined.
    pub is_flowed: bool,
    /// Whether the source breaks off without a line feed, so that its last figure may be cut.
    pub is_open: bool,
    /// Page numbers and what else pages print at their heads and feet, which are no blocks.
    pub page_numbers: Vec<String>,
    /// What the file calls itself, such as the title of a web page; empty when it does not.
    pub name: String,
    /// The names of a workbook's shown sheets, as [`Origin::Row`] counts them.
    pub sheets: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Line(Line),
    Grid(Grid),
}

/// One line or paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    pub text: String,
    pub origin: Origin,
    /// Whether all of it leads to another page, so that it cannot be the title of this one.
    pub is_link: bool,
}

/// Where something stands in its file, as a sentence calls it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    #[default]
    Unknown,
    /// A line of text, counted from 1.
    Line(usize),
    /// A paragraph or table of a document without lines, counted from 1.
    Paragraph(usize),
    Table(usize),
    /// A row of a workbook's sheet, both counted from 1.
    Row {
        sheet: usize,
        row: usize,
    },
    /// A page, counted from 1.
    Page(usize),
}

/// Why a file cannot be read: one Chinese sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SourceError {
    #[error("{file} 是空的，请确认选对了文件")]
    Empty { file: String },
    #[error("{file} 的编码无法识别，请用记事本打开后另存为 UTF-8 编码的文本文件，再导入这个文件")]
    UnknownEncoding { file: String },
    #[error("{file} 是{format}，不能直接导入；{advice}")]
    Foreign {
        file: String,
        format: &'static str,
        advice: &'static str,
    },
    /// Only another program can read it; the sentence is for when there is none.
    #[error(
        "{file} 是{format}，这台机器上没有能转换它的 LibreOffice；请用 Word 或 WPS 打开它，另存为 {suffix}，再导入这个文件"
    )]
    NeedsOffice {
        file: String,
        format: &'static str,
        suffix: &'static str,
    },
    #[error("{file} 有 {megabytes} MB，远比一份年度报告长，请确认选对了文件，或只保留报告的文字")]
    TooLong { file: String, megabytes: usize },
    #[error("{file} 的内容展开后过大或层次过深，不像一份年度报告，请确认选对了文件")]
    TooDeep { file: String },
    #[error(
        "{file} 已损坏，读不出内容（{detail}）；请重新取得这个文件，或用能打开它的程序另存一份"
    )]
    Damaged { file: String, detail: String },
    #[error("{file} 设有密码，请先用原来的程序取消密码，再导入")]
    Encrypted { file: String },
    #[error("{file} 里没有文字，可能是扫描件；请先用文字识别软件把它转成文字，再导入")]
    NoText { file: String },
}

/// Reads a file by its content, whatever its suffix. `file` is its name for sentences.
///
/// # Errors
/// When nothing can be read in it, with what to do instead.
pub fn read(bytes: &[u8], file: &str) -> Result<Source, SourceError> {
    if bytes.len() > MAX_BYTES {
        return Err(SourceError::TooLong {
            file: file.to_owned(),
            megabytes: bytes.len() / 1_000_000,
        });
    }
    // The readers of others' formats are others' work: where one gives up, the file is damaged.
    let read = std::panic::catch_unwind(|| read_format(bytes, file));
    read.unwrap_or_else(|_| {
        Err(SourceError::Damaged {
            file: file.to_owned(),
            detail: "内容有误".to_owned(),
        })
    })
}

fn read_format(bytes: &[u8], file: &str) -> Result<Source, SourceError> {
    match recognise(bytes) {
        FileKind::Text => plain::read(bytes, file),
        FileKind::Html => html::read(bytes, file),
        FileKind::Mhtml => mhtml::read(bytes, file),
        FileKind::Docx => docx::read(bytes, file),
        FileKind::Pdf => pdf::read(bytes, file),
        FileKind::Xlsx => workbook::read_xlsx(bytes, file),
        FileKind::Xls => workbook::read_xls(bytes, file),
        format => Err(format.refusal(file)),
    }
}

impl Source {
    /// Adds a line of text.
    fn push_line(&mut self, text: impl Into<String>, origin: Origin) {
        self.blocks.push(Block::Line(Line {
            text: text.into(),
            origin,
            is_link: false,
        }));
    }

    /// Bytes of its lines and cells.
    pub fn text_bytes(&self) -> usize {
        let bytes = self.blocks.iter().map(|block| match block {
            Block::Line(line) => line.text.len(),
            Block::Grid(grid) => grid.cells().map(|cell| cell.text.len()).sum(),
        });
        bytes.sum()
    }

    /// Whether it holds no letter and no digit at all.
    pub fn is_blank(&self) -> bool {
        let is_blank = |text: &str| !text.chars().any(char::is_alphanumeric);
        self.blocks.iter().all(|block| match block {
            Block::Line(line) => is_blank(&line.text),
            Block::Grid(grid) => grid.cells().all(|cell| is_blank(&cell.text)),
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Unknown => Ok(()),
            Origin::Line(line) => write!(f, "第 {line} 行"),
            Origin::Paragraph(paragraph) => write!(f, "第 {paragraph} 段"),
            Origin::Table(table) => write!(f, "第 {table} 个表格"),
            Origin::Row { sheet, row } => write!(f, "第 {sheet} 张工作表第 {row} 行"),
            Origin::Page(page) => write!(f, "第 {page} 页"),
        }
    }
}
