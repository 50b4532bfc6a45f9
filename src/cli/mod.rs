//! The command line: arguments → a command → messages on standard error, data on standard output, an exit code.

mod arguments;
mod check;
mod commands;
mod export;
mod json;
mod manual;
mod next;
mod rules;

use crate::task::open::open;
use crate::task::{Office, Opened, TaskError};
use crate::template::Template;
use arguments::{Arguments, Parsed, Subcommand};
use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs one command and gives the exit code of the design's table.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let outcome = match arguments::parse(arguments) {
        Ok(Parsed::Text(text)) => print(&text).map(|()| Done::Well),
        Ok(Parsed::Subcommand(command, arguments)) => dispatch(command, &arguments),
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

impl<E: Into<TaskError>> From<E> for Failure {
    fn from(error: E) -> Failure {
        let error = error.into();
        match error.is_exists() {
            true => Failure(format!("{error}（要覆盖它，请加 --force。）")),
            false => Failure(error.to_string()),
        }
    }
}

fn dispatch(command: Subcommand, arguments: &Arguments) -> Result<Done, Failure> {
    let office = Office::of_machine();
    for fault in &office.faults {
        say(format!("注意：{fault}"));
    }
    let office = &office;
    match command {
        Subcommand::New => commands::new(office, arguments),
        Subcommand::Import => commands::import(office, arguments),
        Subcommand::Values => commands::values(office, arguments),
        Subcommand::Check => check::check(office, arguments),
        Subcommand::Next => next::next(office, arguments),
        Subcommand::Export => export::export(office, arguments),
        Subcommand::Rules => rules::rules(office, arguments),
    }
}

/// Reads a report file and the form it follows, or the given one.
fn load(office: &Office, path: &Path, form: Option<&OsString>) -> Result<Opened, Failure> {
    let given = named_form(office, form)?;
    if let Some(given) = given {
        let report = crate::task::report_file::read(&office.storage, path)?;
        return Ok(Opened::new(report, given, office.forms.clone()));
    }
    Ok(open(office, path)?)
}

/// The form that was asked for by id or file.
fn named_form(office: &Office, name: Option<&OsString>) -> Result<Option<Arc<Template>>, Failure> {
    Ok(name.map(|name| office.form(name)).transpose()?)
}

/// Writes data to standard output. A reader that has gone away is no error; a full disk is.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if !is_reader_gone(&error) => Err(Failure::new(format!(
            "不能写出结果：{}。",
            crate::storage::reason(&error)
        ))),
        _ => Ok(()),
    }
}

/// Whether nobody reads the pipe any more; Windows has a number for it (no process at its other end) without a kind.
fn is_reader_gone(error: &io::Error) -> bool {
    const PIPE_NOT_CONNECTED: i32 = 233;
    error.kind() == ErrorKind::BrokenPipe
        || cfg!(windows) && error.raw_os_error() == Some(PIPE_NOT_CONNECTED)
}

/// Writes one message to standard error.
fn say(message: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}
