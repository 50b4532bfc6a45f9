//! Starting from last year: this year's report from last year's file or publication.

use super::office::Office;
use super::open::{Opened, open_or_import};
use super::problem::TaskError;
use crate::check::{self, Finding, Severity};
use crate::import::{Note, NoteKind};
use crate::report::succession::{self, Succession};
use crate::template::Template;
use std::path::Path;
use std::sync::Arc;

/// A report started from last year's.
#[derive(Debug, Clone)]
pub struct NextYear {
    pub last: Opened,
    pub template: Arc<Template>,
    pub succession: Succession,
    /// Errors that stand in last year's report; what was carried from it wants a look.
    pub errors: Vec<Finding>,
    /// What the user should know before anything else: one sentence each.
    pub remarks: Vec<String>,
}

/// Starts the report of a year, of the following one when none is given. A source that says no year is taken for that of
/// the year before the one given, and a remark says so.
///
/// # Errors
/// When last year's file cannot be read, has no year, or is not of a year before.
pub fn start(
    office: &Office,
    path: &Path,
    year: Option<u16>,
    form: Option<Arc<Template>>,
) -> Result<NextYear, TaskError> {
    let mut last = open_or_import(office, path, None)?;
    let file = || path.display().to_string();
    let has_year = last.report.year != 0;
    if !has_year {
        let before = year
            .and_then(|year| year.checked_sub(1))
            .filter(|year| *year > 0);
        last.report.year = before.ok_or_else(|| TaskError::NoYear { file: file() })?;
    }
    let following = last.report.year.saturating_add(1);
    let year = year.unwrap_or(following);
    if year <= last.report.year {
        return Err(TaskError::NotAfter {
            file: file(),
            last: last.report.year,
            year,
        });
    }
    let template = match form {
        Some(form) => form,
        None => last.forms.for_year(year)?,
    };
    let mut remarks: Vec<String> = template
        .lineage_problems(&last.template)
        .iter()
        .map(|problem| format!("注意：模板的 {}：{}。", problem.place, problem.reason))
        .collect();
    if year != following {
        remarks.push(format!(
            "注意：中间隔了年份，上年结转等数字没有带入，请补上 {} 年的报告。",
            year.saturating_sub(1)
        ));
    }
    if !has_year {
        remarks.push(format!(
            "注意：来源里没有年度，按 {} 年的报告读入，请核对它是不是这一年的。",
            last.report.year
        ));
    }
    remarks.extend(doubts(&last));
    let succession = succession::next(&last.report, &last.template, year, &template);
    let mut errors = check::check(&last.template, &last.report, None);
    errors.retain(|finding| finding.severity == Severity::Error);
    Ok(NextYear {
        last,
        template,
        succession,
        errors,
        remarks,
    })
}

/// What the reading of a published report left empty or doubts, in one sentence: this year's report begins with it.
fn doubts(last: &Opened) -> Option<String> {
    let count = |kind| {
        let notes = last.notes.iter().filter(|note| note.kind == kind);
        notes.map(|note| note.places.len().max(1)).sum::<usize>()
    };
    let (empty, doubted) = (count(NoteKind::LeftEmpty), count(NoteKind::Doubted));
    if (empty, doubted) == (0, 0) {
        return None;
    }
    let of_kind = |note: &&Note| matches!(note.kind, NoteKind::LeftEmpty | NoteKind::Doubted);
    let first = last.notes.iter().find(of_kind)?;
    Some(format!(
        "注意：读入上年的报告时留空 {empty} 处、存疑 {doubted} 处（{}）；请用“导入已发布的报告”打开它看全部。",
        first.sentence
    ))
}
