//! The command export: a report → a file of any format, with what its reader should know said on standard error.

use super::arguments::Arguments;
use super::commands::{first_file, output};
use super::{Done, Failure, load, say};
use crate::render::Moment;
use crate::storage::Storage;
use crate::task::check::{findings, summary};
use crate::task::export::{self as task, Choices, Exported, Target};
use crate::task::save::guard_source;
use crate::task::{Cancellation, Office, TaskError, clock};
use std::path::Path;
use std::time::SystemTime;

/// Writes the report in the format of the output's suffix.
pub fn export(office: &Office, arguments: &Arguments) -> Result<Done, Failure> {
    let source = first_file(arguments)?;
    let target = output(arguments)?;
    task::format_of(target)?;
    guard_source(office, source, target)?;
    let choices = Choices {
        made: made(arguments, source, &office.storage)?,
        official_faces: arguments.official_faces,
        plain: arguments.plain,
        untagged: arguments.untagged,
    };
    let opened = load(office, source, arguments.template.as_ref())?;
    let path = Target {
        path: target,
        overwrite: arguments.force,
    };
    // The report is checked beside the export, which it does not hold up.
    let (exported, open) = std::thread::scope(|scope| {
        let open = scope.spawn(|| findings(&opened, None));
        let (form, report) = (&opened.template, &opened.report);
        let exported = task::export(
            office,
            form,
            report,
            path,
            &choices,
            &Cancellation::default(),
        );
        (exported, open.join())
    });
    tell(target, &exported?);
    let open = open.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    if !open.is_empty() {
        say(format!("注意，这份报告还有 {}", summary(&open)));
    }
    Ok(Done::Well)
}

/// Says how many pages were written, in which faces, and what no face could show.
fn tell(target: &Path, exported: &Exported) {
    exported.remarks.iter().for_each(say);
    let target = target.display();
    match exported.pages {
        Some(pages) => {
            say(format!("已写入 {target}，共 {pages} 页。"));
            say(format!("使用的字体：{}。", exported.faces.join("、")));
        }
        None => say(format!("已写入 {target}。")),
    }
    exported.flaws.iter().for_each(say);
}

/// The date that goes into the file: as told, else SOURCE_DATE_EPOCH, else when the report was last saved.
fn made(arguments: &Arguments, source: &Path, storage: &Storage) -> Result<Moment, Failure> {
    if let Some(text) = &arguments.date {
        let text = text.clone();
        return Ok(clock::parse_date(&text).ok_or(TaskError::Date { text })?);
    }
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    if let Some(seconds) = epoch.and_then(|text| text.trim().parse().ok()) {
        return Ok(clock::date_of_seconds(seconds));
    }
    let saved = storage.modified(source).unwrap_or_else(SystemTime::now);
    Ok(clock::date_of(saved))
}
