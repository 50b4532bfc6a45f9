//! The command line: arguments → a command → messages on standard error, data on standard output, an exit code.

mod arguments;
mod check;
mod commands;
mod export;
mod json;
mod next;
mod rules;

use crate::import::{Choice, ImportError, Imported};
use crate::report::Report;
use crate::report::file::FileError;
use crate::storage::{Storage, StorageError};
use crate::task::{published, report_file};
use crate::template::{Forms, Template};
use arguments::{Arguments, Command, Parsed};
use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Runs one command and gives the exit code of the design's table.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let outcome = match arguments::parse(arguments) {
        Ok(Parsed::Text(text)) => {
            print(&text);
            Ok(Done::Well)
        }
        Ok(Parsed::Command(command, arguments)) => dispatch(command, &arguments),
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithFindings) => ExitCode::from(1),
        Ok(Done::PartlyUnreadable) => ExitCode::from(2),
        Err(failure) => {
            say(failure);
            ExitCode::from(2)
        }
    }
}

/// How a command that could be run ended.
enum Done {
    Well,
    /// `check` found errors or unfilled places.
    WithFindings,
    /// At least one of several files could not be read.
    PartlyUnreadable,
}

/// A sentence for the user, and the usage when the arguments were wrong.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0)]
struct Failure(String);

impl Failure {
    fn new(sentence: impl Into<String>) -> Failure {
        Failure(sentence.into())
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Failure {
        match error {
            FileError::Storage(error) => error.into(),
            other => Failure(other.to_string()),
        }
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Failure {
        match error {
            StorageError::Exists { .. } => Failure(format!("{error}（要覆盖它，请加 --force。）")),
            other => Failure(other.to_string()),
        }
    }
}

fn dispatch(command: Command, arguments: &Arguments) -> Result<Done, Failure> {
    match command {
        Command::New => commands::new(arguments),
        Command::Import => commands::import(arguments),
        Command::Values => commands::values(arguments),
        Command::Check => check::check(arguments),
        Command::Next => next::next(arguments),
        Command::Export => export::export(arguments),
        Command::Rules => rules::rules(arguments),
    }
}

/// A report with the template it is to be read by.
struct Loaded {
    report: Report,
    template: Arc<Template>,
}

/// Reads a report file and the template it follows, or the given one.
fn load(path: &Path, template: Option<&OsString>) -> Result<Loaded, Failure> {
    let report = report_file::read(&Storage::default(), path)?;
    let template = template_of(&report, path, template)?;
    Ok(Loaded { report, template })
}

/// Reads a report file, or any published report that can be imported.
fn load_or_import(path: &Path, template: Option<&OsString>) -> Result<Loaded, Failure> {
    match report_file::read(&Storage::default(), path) {
        Ok(report) => {
            let template = template_of(&report, path, template)?;
            Ok(Loaded { report, template })
        }
        Err(error @ (FileError::NotAReport { .. } | FileError::Encoding { .. })) => {
            let given = template.map(named_template).transpose()?;
            let is_text = matches!(error, FileError::NotAReport { .. });
            let choice = Choice {
                template: given.as_deref(),
                ..Choice::default()
            };
            let report = match import_file(path, choice) {
                Ok(Imported { report, .. }) => report,
                // What is a damaged file of ours is told as such.
                Err(failure) => return Err(if is_text { error.into() } else { failure }),
            };
            let template = match given {
                Some(template) => template,
                None => template_of(&report, path, None)?,
            };
            Ok(Loaded { report, template })
        }
        Err(error) => Err(error.into()),
    }
}

fn import_file(path: &Path, choice: Choice) -> Result<Imported, Failure> {
    let bytes = Storage::default().read(path)?;
    let name = path.display().to_string();
    published::read(&bytes, &name, choice).map_err(|error| match error {
        ImportError::SeveralReports { .. } => Failure(format!("{error}（用 --report 序号 指明）")),
        other => Failure::new(other.to_string()),
    })
}

fn template_of(
    report: &Report,
    path: &Path,
    given: Option<&OsString>,
) -> Result<Arc<Template>, Failure> {
    if let Some(given) = given {
        return named_template(given);
    }
    Template::built_in(&report.template).map_err(|_| {
        Failure::new(format!(
            "{} 使用的格式 {} 不是自带的，请用 --template 指出它的 .ron 文件。",
            path.display(),
            report.template
        ))
    })
}

/// A built-in template by its id, or any other by its file.
fn named_template(name: &OsString) -> Result<Arc<Template>, Failure> {
    let path = PathBuf::from(name);
    let id = name.to_string_lossy();
    let is_file =
        path.extension().is_some_and(|suffix| suffix == "ron") || path.components().count() > 1;
    let template = match is_file {
        true => {
            let text = Storage::default().read(&path)?;
            let text = String::from_utf8_lossy(&text);
            Forms::built_in()
                .clone()
                .add(&text, &path.display().to_string())
        }
        false => Template::built_in(&id),
    };
    template.map_err(|error| Failure::new(error.to_string()))
}

/// Writes data to standard output. A reader that has gone away is no error.
fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes one message to standard error.
fn say(message: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}
