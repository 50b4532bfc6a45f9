//! The one place where the window meets the rest of the program: reading, writing, importing, carrying over, printing.

use crate::app::files::jobs::Course;
use crate::check::{Severity, check};
use crate::document::compose::compose;
use crate::import::{Note, NoteKind};
use crate::render::{Date, html, plain_text};
use crate::report::{Report, file, succession};
use crate::storage::{Stamp, Storage};
use crate::task::cancellation::Cancellation;
use crate::task::{export, report_file};
use crate::template::Template;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The stages of an export, as the status line names them.
pub const EXPORT_STAGES: [&str; 3] = ["排版", "生成文件", "写入文件"];

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

/// Why a report was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Someone else changed the file since it was read.
    ChangedOnDisk,
    /// There is a file already, and nobody was asked.
    Exists,
    Other(String),
}

/// Opens a report file.
///
/// # Errors
/// One sentence that says what is wrong with the file and what to do.
pub fn open(path: &Path) -> Result<Arrival, String> {
    let stamp = Storage::default().stamp(path);
    let report = report_file::read(&Storage::default(), path).map_err(|error| error.to_string())?;
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
    let bytes = Storage::default()
        .read(path)
        .map_err(|error| error.to_string())?;
    let is_report = file::format_of_bytes(&bytes).is_some();
    match is_report {
        true => open(path),
        false => import(path),
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
    let now = Storage::default().stamp(path);
    if !overwrite {
        match (expected, now) {
            (None, Some(_)) => return Err(Refusal::Exists),
            (Some(before), Some(now)) if before != now => return Err(Refusal::ChangedOnDisk),
            _ => {}
        }
    }
    let template = template_of(report).map_err(Refusal::Other)?;
    let may_replace = overwrite || now.is_some();
    report_file::write(&Storage::default(), path, &template, report, may_replace)
        .map_err(|error| Refusal::Other(error.to_string()))?;
    Ok(Storage::default().stamp(path))
}

/// Writes a report to a file in the format of its suffix, and says what is not in it. `None` when it was cancelled before
/// anything was written.
///
/// # Errors
/// One sentence that says what went wrong.
pub fn export(
    report: &Report,
    path: &Path,
    course: &Course,
) -> Result<Option<Vec<String>>, String> {
    let template = template_of(report)?;
    let format = export::format_of(path).map_err(|error| error.to_string())?;
    if course.next() {
        return Ok(None);
    }
    let choices = export::Choices::usual(now());
    let made = export::make(
        &template,
        report,
        format,
        &choices,
        &Cancellation::default(),
    );
    let made = made.map_err(|error| error.to_string())?;
    if course.next() {
        return Ok(None);
    }
    Storage::default()
        .replace(path, &made.bytes)
        .map_err(|error| error.to_string())?;
    Ok(Some(made.flaws))
}

/// The report as a piece of HTML and as text, for the clipboard.
///
/// # Errors
/// One sentence, when its form is not known.
pub fn web_page(report: &Report) -> Result<(String, String), String> {
    let document = compose(&*template_of(report)?, report);
    Ok((html::fragment(&document), plain_text::write(&document)))
}

/// The text of a report's file, for the recovery copy.
///
/// # Errors
/// One sentence, when its form is not known.
pub fn to_text(report: &Report) -> Result<String, String> {
    Ok(file::to_text(&*template_of(report)?, report))
}

/// A report from the text of its file.
///
/// # Errors
/// One sentence that says what is wrong.
pub fn from_text(text: &str, file_name: &str) -> Result<Report, String> {
    file::from_text(text, file_name).map_err(|error| error.to_string())
}

/// Imports a published report.
///
/// # Errors
/// One sentence that says why it cannot be read and what to do.
pub fn import(path: &Path) -> Result<Arrival, String> {
    let bytes = Storage::default()
        .read(path)
        .map_err(|error| error.to_string())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let choice = crate::import::Choice::default();
    let imported =
        crate::task::published::read(&bytes, &name, choice).map_err(|error| error.to_string())?;
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
    if last.year == 0 {
        return Err(format!("{} 里没有年度，请先打开它补上年度", path.display()));
    }
    let last_template = template_of(&last)?;
    let year = last.year.saturating_add(1);
    let template = Template::for_year(year).map_err(|error| error.to_string())?;
    let next = succession::next(&last, &last_template, year, &template);
    let note = |kind, places, sentence| Note {
        kind,
        places,
        sentence,
        listed: Vec::new(),
    };
    let carried = format!(
        "从 {} 年的报告带来 {} 处内容，改动了 {} 处年份；确认和撤回在右边的“上年”栏里",
        last.year,
        next.report.carried.len(),
        next.report.year_changes.len()
    );
    let mut notes = vec![note(NoteKind::Filled, Vec::new(), carried)];
    let errors = check(&last_template, &last, None);
    let errors = errors
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    if errors > 0 {
        let sentence = format!("上年报告里有 {errors} 处错误没有处理，带来的数字请多加核对");
        notes.push(note(NoteKind::Doubted, Vec::new(), sentence));
    }
    notes.extend(next.dropped.iter().map(|dropped| {
        let sentence = dropped.trim_end_matches('。').to_owned();
        note(NoteKind::NotPlaced, Vec::new(), sentence)
    }));
    Ok(Arrival {
        report: next.report,
        path: None,
        stamp: None,
        notes,
    })
}

/// A filled report to look at.
///
/// # Errors
/// When the built-in sample is faulty, which the tests exclude.
pub fn sample() -> Result<Report, String> {
    file::from_text(include_str!("../../../templates/sample.ron"), "sample.ron")
        .map_err(|error| error.to_string())
}

fn template_of(report: &Report) -> Result<Arc<Template>, String> {
    Template::built_in(&report.template).map_err(|error| error.to_string())
}

/// The moment, by the system's clock in universal time.
pub fn now() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    let part = |divisor: u64, modulus: u64| (seconds / divisor % modulus) as u8;
    Date {
        hour: part(3600, 24),
        minute: part(60, 60),
        second: part(1, 60),
        ..Date::day(year, month, day)
    }
}

/// Year, month and day of a number of days since 1970 (the usual algorithm over 400-year cycles from 1 March).
fn civil(days: u64) -> (u16, u8, u8) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year as u16, month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_become_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(19_782), (2024, 2, 29));
        assert_eq!(civil(20_453), (2025, 12, 31));
    }
}
