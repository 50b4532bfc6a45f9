//! The report file: text that people can read ↔ a report; every fault in one sentence.

pub use super::format::{FORMAT, format_of, format_of_bytes};
pub use super::stored::from_text;
pub use super::written::to_text;

use super::Report;
use crate::storage::StorageError;
use thiserror::Error;

/// Why a report file cannot be read or written: one sentence that names the file and says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("{file} 写的是格式 0，没有这样的格式；请把开头的 format 改为 1，或改用备份。")]
    NoFormat { file: String },
    #[error("{file} 是空文件，请改用备份，或新建报告。")]
    Empty { file: String },
    #[error("{file} 的内容全是零字节，可能是断电造成的，请改用备份。")]
    Zeros { file: String },
    #[error(
        "{file} 不是 UTF-8 编码（看起来是 {guess}），请用记事本打开后另存为 UTF-8 编码，再打开。"
    )]
    Encoding { file: String, guess: &'static str },
    #[error("{file} 不是 nianbao 的报告文件；已发布的报告请用“导入”打开。")]
    NotAReport { file: String },
    #[error("{file} 不完整，写到第 {lines} 行就中断了，请改用备份，或把缺少的部分补上。")]
    CutOff { file: String, lines: usize },
    #[error(
        "{file} 由更新版本的程序写成（文件格式 {found}，本程序只认识到格式 {known}），没有改动它，请用新版程序打开。"
    )]
    Newer {
        file: String,
        found: u32,
        known: u32,
    },
    #[error(
        "{file} 第 {line} 行第 {column} 字有本程序不认识的字段 {field}{}，为免丢失内容没有打开，请更正字段名，或用写它的程序打开。",
        alike(.known)
    )]
    UnknownField {
        file: String,
        /// Counted from 1, as is the column, in characters.
        line: usize,
        column: usize,
        field: String,
        /// The known field that it may have been meant for.
        known: Option<String>,
    },
    #[error("{file} 第 {line} 行第 {column} 字有误：{reason}，请更正后再打开。")]
    Malformed {
        file: String,
        /// Counted from 1, as is the column, in characters.
        line: usize,
        column: usize,
        reason: String,
    },
}

/// Reads the bytes of a report file. `file_name` names it in messages.
///
/// # Errors
/// As [`from_text`], and when it is not UTF-8.
pub fn from_bytes(bytes: &[u8], file_name: &str) -> Result<Report, FileError> {
    let file = file_name.to_owned();
    if bytes.is_empty() {
        return Err(FileError::Empty { file });
    }
    if bytes.iter().all(|&byte| byte == 0) {
        return Err(FileError::Zeros { file });
    }
    if bytes.starts_with(b"%PDF") || bytes.starts_with(b"PK\x03\x04") {
        return Err(FileError::NotAReport { file });
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || bytes.contains(&0) {
        let guess = "UTF-16";
        return Err(FileError::Encoding { file, guess });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => from_text(text, file_name),
        Err(_) => Err(FileError::Encoding { file, guess: "GBK" }),
    }
}

fn alike(known: &Option<String>) -> String {
    known
        .as_ref()
        .map_or(String::new(), |known| format!("（是不是 {known}？）"))
}
