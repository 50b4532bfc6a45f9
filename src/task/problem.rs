//! Why something could not be done: one Chinese sentence that names the file and says what to do.

use super::cancellation::Cancelled;
use crate::import::ImportError;
use crate::render::RenderError;
use crate::report::file::FileError;
use crate::storage::StorageError;
use crate::template::TemplateError;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum TaskError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Form(#[from] TemplateError),
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    #[error(
        "{file} 用的是编号为 {id} 的格式，本程序没有；请把格式文件 {id}.ron 放在报告旁边，或用 --template 指出它。"
    )]
    UnknownForm { file: String, id: String },
    #[error(
        "{file} 里没有年度，请先打开或导入它，补上年度并保存，再以存下的文件为起点；用命令行时也可以用 --year 写明新报告的年度。"
    )]
    NoYear { file: String },
    #[error("{file} 是 {last} 年的报告，新报告的年度应当在它之后，不能是 {year}。")]
    NotAfter { file: String, last: u16, year: u16 },
    #[error("{file} 就是来源文件，覆盖会毁掉来源，没有写入；请换一个文件名。")]
    SameFile { file: String },
    #[error("{file} 在打开以后被别的程序或别人改动过，没有覆盖。")]
    ChangedOnDisk { file: String },
    #[error("不知道怎样导出 {file}，请把输出文件的后缀写成 {suffixes}。")]
    UnknownFormat { file: String, suffixes: String },
    #[error("剪贴板里没有文字，请先在浏览器、Word 或 PDF 里全选、复制报告，再粘贴导入。")]
    NothingCopied,
    #[error("日期“{text}”不对，请写成 2025-01-20 或 2025-01-20T09:30:00 的样子。")]
    Date { text: String },
}

impl From<StorageError> for TaskError {
    fn from(error: StorageError) -> TaskError {
        TaskError::File(FileError::Storage(error))
    }
}

impl TaskError {
    /// Whether there is a file already and nobody agreed to replace it.
    pub fn is_exists(&self) -> bool {
        matches!(
            self,
            TaskError::File(FileError::Storage(StorageError::Exists { .. }))
        )
    }
}
