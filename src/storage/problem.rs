//! Why a file cannot be read or written: one sentence that names it and says what to do.

use std::io::{self, ErrorKind};
use std::path::Path;
use thiserror::Error;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StorageError {
    #[error("没有找到文件 {file}，请检查文件名和所在的文件夹。")]
    Missing { file: String },
    #[error("{file} 是文件夹，请选择其中的文件。")]
    Folder { file: String },
    #[error("{file} 不是普通文件，请选择一个报告文件。")]
    NotAFile { file: String },
    #[error("“{name}”是 Windows 保留的名字，不能用作文件名（{file}），请换一个文件名。")]
    Reserved { file: String, name: String },
    #[error("文件名太长（{file}），最多 255 个字，请换一个短一些的。")]
    TooLongName { file: String },
    #[error("{file} 有 {megabytes} MB，报告文件不会这么大，没有读取；请检查是不是选错了文件。")]
    TooLarge { file: String, megabytes: u64 },
    #[error("{file} 已经存在，没有覆盖，请换一个文件名。")]
    Exists { file: String },
    #[error("{file} 是只读文件，没有写入，请取消只读或换一个文件名。")]
    ReadOnly { file: String },
    #[error("没有文件夹 {folder}，请先建立它，或把文件写到别处。")]
    NoFolder { folder: String },
    #[error("不能读取 {file}：{reason}。")]
    Unreadable { file: String, reason: String },
    #[error("不能写入 {file}：{reason}。{}", kept(.existed))]
    Unwritable {
        file: String,
        reason: String,
        /// There was one before, which is as it was.
        existed: bool,
    },
    #[error(
        "{file} 刚写完，读回来却不是刚才写的内容，可能有别的程序同时在写它；请打开看一看，再写一次。"
    )]
    Overtaken { file: String },
}

impl StorageError {
    /// What the system said when a file was read.
    pub(super) fn reading(path: &Path, error: &io::Error) -> StorageError {
        let file = path.display().to_string();
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => StorageError::Missing { file },
            _ => StorageError::Unreadable {
                file,
                reason: reason(error),
            },
        }
    }

    /// What the system said when a file was written.
    pub(super) fn writing(path: &Path, error: &io::Error) -> StorageError {
        StorageError::Unwritable {
            file: path.display().to_string(),
            reason: reason(error),
            existed: false,
        }
    }

    /// The same of a file that was to be written over, if it was there.
    pub(super) fn over(self, there: bool) -> StorageError {
        match self {
            StorageError::Unwritable { file, reason, .. } => StorageError::Unwritable {
                file,
                reason,
                existed: there,
            },
            other => other,
        }
    }
}

fn kept(existed: &bool) -> &'static str {
    match existed {
        true => "原来的文件没有改动。",
        false => "",
    }
}

const HELD: &str = "文件正被别的程序占用";

/// Whether Windows says that another program holds the file (a sharing or a lock violation, which have no kind).
fn is_held_by_another(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// The system's reason in Chinese, as far as it is a usual one.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        _ if is_held_by_another(error) => HELD.to_owned(),
        // Windows gives the same answer for a file without rights and for one that another program has open.
        ErrorKind::PermissionDenied if cfg!(windows) => {
            format!("没有权限，或者{HELD}（请关闭正打开它的程序再试）")
        }
        ErrorKind::PermissionDenied => "没有权限（请换一个文件夹，或请管理员给您权限）".to_owned(),
        ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        ErrorKind::StorageFull => "磁盘已满（请腾出空间，或换一个文件夹）".to_owned(),
        ErrorKind::QuotaExceeded => "空间配额已用完（请腾出空间，或换一个文件夹）".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "所在的磁盘是只读的（请换一个文件夹）".to_owned(),
        ErrorKind::InvalidFilename => "文件名太长或含有不能用的字符".to_owned(),
        ErrorKind::InvalidInput => "文件名含有不能用的字符".to_owned(),
        ErrorKind::FileTooLarge => "文件太大（请换一个文件夹）".to_owned(),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => HELD.to_owned(),
        ErrorKind::Other if error.raw_os_error().is_none() => error.to_string(),
        _ => format!("系统报告“{error}”"),
    }
}
