//! The one place where the window meets the rest of the program: reading, writing, importing, carrying over, printing.

use super::jobs::Course;
use super::settings::write_whole;
use crate::import::Note;
use crate::report::Report;
use crate::template::Template;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A report that came from somewhere, ready to be opened.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub report: Report,
    /// Its own file; `None` when it was imported or carried over and has none yet.
    pub path: Option<PathBuf>,
    pub stamp: Option<Stamp>,
    /// What the user should know about it: what an import filled, what it left empty, what was carried over.
    pub notes: Vec<Note>,
}

/// By what a changed file is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    changed: Option<SystemTime>,
}

/// Why a report was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Someone else changed the file since it was read.
    ChangedOnDisk,
    /// There is a file already, and nobody was asked.
    Exists,
    Other(String),
}

impl Stamp {
    /// How the file stands now; `None` when there is none.
    pub fn of(path: &Path) -> Option<Stamp> {
        let data = fs::metadata(path).ok()?;
        Some(Stamp {
            length: data.len(),
            changed: data.modified().ok(),
        })
    }
}

/// Opens a report file.
///
/// # Errors
/// One sentence that says what is wrong with the file and what to do.
pub fn open(path: &Path) -> Result<Arrival, String> {
    let stamp = Stamp::of(path);
    let report = read(path)?;
    Ok(Arrival {
        report,
        path: Some(path.to_owned()),
        stamp,
        notes: Vec::new(),
    })
}

/// Opens a report file or imports a published report, whichever the content is.
///
/// # Errors
/// One sentence that says what is wrong with the file and what to do.
pub fn open_or_import(path: &Path) -> Result<Arrival, String> {
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    if looks_like_report(&bytes) {
        open(path)
    } else {
        import(path)
    }
}

/// Writes a report. `expected` is how the file stood when it was last read or written here; `overwrite` when the user
/// has agreed to replace whatever is there.
///
/// # Errors
/// When the file changed meanwhile, exists already, or cannot be written; what was there is untouched then.
pub fn save(
    path: &Path,
    report: &Report,
    expected: Option<Stamp>,
    overwrite: bool,
) -> Result<Option<Stamp>, Refusal> {
    let now = Stamp::of(path);
    if !overwrite {
        match (expected, now) {
            (None, Some(_)) => return Err(Refusal::Exists),
            (Some(before), Some(now)) if before != now => return Err(Refusal::ChangedOnDisk),
            _ => {}
        }
    }
    write(path, report).map_err(Refusal::Other)?;
    Ok(Stamp::of(path))
}

/// Writes the PDF of a report to a file. `Ok(false)` when it was cancelled before anything was written.
///
/// # Errors
/// One sentence that says what went wrong.
pub fn export_pdf(report: &Report, path: &Path, course: &Course) -> Result<bool, String> {
    let Some(bytes) = pdf(report, course)? else {
        return Ok(false);
    };
    write_whole(path, &bytes)
        .map_err(|error| format!("不能写入 {}（{error}），请换一个文件夹", path.display()))?;
    Ok(true)
}

/// The text of a report's file, for the recovery copy.
///
/// # Errors
/// One sentence, when its form is not known.
pub fn to_text(report: &Report) -> Result<String, String> {
    let _ = template_of(report)?;
    Err("本版还不能写报告文件".to_owned())
}

/// A report from the text of its file.
///
/// # Errors
/// One sentence that says what is wrong.
pub fn from_text(text: &str, file: &str) -> Result<Report, String> {
    let _ = text;
    Err(format!("本版还不能读报告文件 {file}"))
}

/// Imports a published report.
///
/// # Errors
/// One sentence that says why it cannot be read and what to do.
pub fn import(path: &Path) -> Result<Arrival, String> {
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = crate::import::decode(&bytes, &name).map_err(|error| error.to_string())?;
    let imported =
        crate::import::import_text(&text, &name, None).map_err(|error| error.to_string())?;
    Ok(Arrival {
        report: imported.report,
        path: None,
        stamp: None,
        notes: imported.notes,
    })
}

/// Next year's report from last year's.
///
/// # Errors
/// One sentence that says what is wrong with last year's file.
pub fn next_year(path: &Path) -> Result<Arrival, String> {
    let last = open_or_import(path)?.report;
    let _ = last;
    Err("本版还不能以上年报告为起点，请先用“新建”".to_owned())
}

/// A filled report to look at.
///
/// # Errors
/// When the built-in sample is faulty, which the tests exclude.
pub fn sample() -> Result<Report, String> {
    let template = Template::built_in("2021").map_err(|error| error.to_string())?;
    Ok(Report::new(&template, "示例市人民政府办公室", 2024))
}

fn read(path: &Path) -> Result<Report, String> {
    let text = fs::read_to_string(path).map_err(|error| cannot_read(path, &error))?;
    from_text(&text, &path.display().to_string())
}

fn write(path: &Path, report: &Report) -> Result<(), String> {
    let text = to_text(report)?;
    write_whole(path, text.as_bytes())
        .map_err(|error| format!("不能写入 {}（{error}）", path.display()))
}

/// The PDF; `None` when the export was cancelled.
fn pdf(report: &Report, course: &Course) -> Result<Option<Vec<u8>>, String> {
    let _ = (template_of(report)?, course);
    Err("本版还不能生成 PDF".to_owned())
}

fn template_of(report: &Report) -> Result<Template, String> {
    Template::built_in(&report.template).map_err(|error| error.to_string())
}

/// A report file starts with a parenthesis, a comment or an extension line of RON.
fn looks_like_report(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = String::from_utf8_lossy(&start[..start.len().min(4096)]);
    let text = text.trim_start();
    text.starts_with('(') && text.contains("format")
        || text.starts_with("//")
        || text.starts_with("#![enable")
}

fn cannot_read(path: &Path, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => format!("没有找到文件 {}，请检查它是否被移动或改名", path.display()),
        _ => format!("不能读取 {}（{error}）", path.display()),
    }
}
