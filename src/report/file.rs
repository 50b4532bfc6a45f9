//! The report file on disk: read with one clear sentence when that fails, written so that nothing can be lost.

pub use super::stored::{FORMAT, format_of, from_text};
pub use super::written::to_text;

use super::Report;
use crate::template::Template;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use thiserror::Error;

/// Larger files are refused before they are read; a report with ten years of history has a fiftieth of this.
pub const LARGEST_BYTES: u64 = 16 * 1024 * 1024;

/// Why a report file cannot be read or written: one sentence that names the file and says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileError {
    #[error("没有找到文件 {file}，请检查文件名和所在的文件夹。")]
    Missing { file: String },
    #[error("{file} 是文件夹，请选择其中的文件。")]
    Folder { file: String },
    #[error("{file} 不是普通文件，请选择一个报告文件。")]
    NotAFile { file: String },
    #[error("{file} 有 {megabytes} MB，报告文件不会这么大，没有读取；请检查是不是选错了文件。")]
    TooLarge { file: String, megabytes: u64 },
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
        "{file} 第 {line} 行有本程序不认识的字段 {field}，为免丢失内容没有打开，请更正字段名，或用写它的程序打开。"
    )]
    UnknownField {
        file: String,
        line: usize,
        field: String,
    },
    #[error("{file} {}有误：{reason}，请更正后再打开。", at_line(*.line))]
    Malformed {
        file: String,
        /// Counted from 1; 0 when unknown.
        line: usize,
        reason: String,
    },
    #[error("{file} 已经存在，没有覆盖，请换一个文件名。")]
    Exists { file: String },
    #[error("{file} 是只读文件，没有写入，请取消只读或换一个文件名。")]
    ReadOnly { file: String },
    #[error("没有文件夹 {folder}，请先建立它，或把文件写到别处。")]
    NoFolder { folder: String },
    #[error("不能读取 {file}：{reason}。")]
    Unreadable { file: String, reason: String },
    #[error("不能写入 {file}：{reason}；原来的文件没有改动。")]
    Unwritable { file: String, reason: String },
}

/// Reads a report file.
///
/// # Errors
/// One sentence for each way in which this fails; the file itself is never changed.
pub fn read(path: &Path) -> Result<Report, FileError> {
    from_text(&read_text(path)?, &path.display().to_string())
}

/// Reads any file of moderate size: a report, a template or a source to import.
///
/// # Errors
/// When it is missing, a folder, a device, too large or not readable.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    let file = || path.display().to_string();
    let unreadable = |error: io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileError::Missing { file: file() },
        _ => FileError::Unreadable {
            file: file(),
            reason: reason(&error),
        },
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(FileError::Folder { file: file() });
    }
    if !metadata.is_file() {
        return Err(FileError::NotAFile { file: file() });
    }
    let too_large = |bytes: u64| FileError::TooLarge {
        file: file(),
        megabytes: bytes.div_ceil(1024 * 1024),
    };
    if metadata.len() > LARGEST_BYTES {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::new();
    let opened = File::open(path).map_err(unreadable)?;
    let mut limited = opened.take(LARGEST_BYTES + 1);
    limited.read_to_end(&mut bytes).map_err(unreadable)?;
    match bytes.len() as u64 > LARGEST_BYTES {
        true => Err(too_large(bytes.len() as u64)),
        false => Ok(bytes),
    }
}

/// Reads a UTF-8 text file of moderate size.
///
/// # Errors
/// As [`read_bytes`], and when it is empty or not UTF-8.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    let bytes = read_bytes(path)?;
    let file = path.display().to_string();
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
    String::from_utf8(bytes).map_err(|_| FileError::Encoding { file, guess: "GBK" })
}

/// When a file was last written, as far as the system knows.
pub fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// Writes a report file: whole or not at all.
///
/// # Errors
/// When the file exists and may not be overwritten, holds a newer format, or cannot be written. What was there before
/// is untouched then.
pub fn write(
    path: &Path,
    template: &Template,
    report: &Report,
    overwrite: bool,
) -> Result<(), FileError> {
    if let Some(found) = format_on_disk(path).filter(|&format| format > FORMAT) {
        return Err(FileError::Newer {
            file: path.display().to_string(),
            found,
            known: FORMAT,
        });
    }
    write_bytes(path, to_text(template, report).as_bytes(), overwrite)
}

/// Writes any file whole or not at all: a temporary file beside it, flushed to disk, takes its name.
///
/// # Errors
/// When the file exists and may not be overwritten, is read-only, or cannot be written. What was there before is
/// untouched then.
pub fn write_bytes(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), FileError> {
    // A link stays a link: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let file = || path.display().to_string();
    let existing = fs::metadata(&target).ok();
    if let Some(metadata) = &existing {
        if metadata.is_dir() {
            return Err(FileError::Folder { file: file() });
        }
        if !metadata.is_file() {
            return Err(FileError::NotAFile { file: file() });
        }
        if !overwrite {
            return Err(FileError::Exists { file: file() });
        }
        if metadata.permissions().readonly() {
            return Err(FileError::ReadOnly { file: file() });
        }
    }
    let folder = folder_of(&target);
    if !folder.is_dir() {
        return Err(FileError::NoFolder {
            folder: folder.display().to_string(),
        });
    }
    let permissions = existing.map(|metadata| metadata.permissions());
    replace(&target, &folder, bytes, permissions, overwrite).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => FileError::Exists { file: file() },
        _ => FileError::Unwritable {
            file: file(),
            reason: reason(&error),
        },
    })
}

fn replace(
    target: &Path,
    folder: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
    overwrite: bool,
) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".nianbao-");
    // Without this a new file could be read by its owner alone; the system's umask still applies.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    temporary.as_file().sync_all()?;
    match overwrite {
        true => temporary.persist(target).map_err(|failure| failure.error)?,
        false => temporary
            .persist_noclobber(target)
            .map_err(|failure| failure.error)?,
    };
    // The name is on disk only when the folder is; some file systems cannot flush a folder, and the file is whole anyway.
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The format of the report file that stands at a path, if one does.
fn format_on_disk(path: &Path) -> Option<u32> {
    let opened = fs::metadata(path).ok().filter(fs::Metadata::is_file);
    opened?;
    let mut head = Vec::new();
    File::open(path)
        .ok()?
        .take(4096)
        .read_to_end(&mut head)
        .ok()?;
    format_of(&String::from_utf8_lossy(&head))
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn at_line(line: usize) -> String {
    match line {
        0 => String::new(),
        line => format!("第 {line} 行"),
    }
}

/// The system's reason in Chinese, as far as it is a usual one.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "没有权限".to_owned(),
        ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        ErrorKind::StorageFull => "磁盘已满".to_owned(),
        ErrorKind::QuotaExceeded => "空间配额已用完".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "所在的磁盘是只读的".to_owned(),
        ErrorKind::InvalidFilename => "文件名太长或含有不能用的字符".to_owned(),
        ErrorKind::FileTooLarge => "文件太大".to_owned(),
        _ => format!("系统报告“{error}”"),
    }
}
