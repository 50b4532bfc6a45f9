//! Handing a file to the system: to its viewer, or to the printer where there is none, and seeing when that fails.

use super::cancellation::Cancellation;
use super::export::{self, Choices, Exported};
use super::office::Office;
use super::problem::TaskError;
use crate::render::pdf;
use crate::report::Report;
use crate::storage::{Storage, StorageError, clean_name};
use crate::template::Template;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// So many PDFs of one report may be held open by viewers.
const MOST_SHOWN: u32 = 20;

/// A program that opens files has failed within this time, or it works.
const PATIENCE: Duration = Duration::from_secs(4);

/// Makes the PDF of a report in a folder for things that pass, to be handed to the system.
///
/// # Errors
/// When it cannot be made or written, or was cancelled.
pub fn make_pdf(
    office: &Office,
    template: &Template,
    report: &Report,
    choices: &Choices,
    cancellation: &Cancellation,
) -> Result<(PathBuf, Exported), TaskError> {
    let exported = export::make(template, report, &pdf::FORMAT, choices, cancellation)?;
    cancellation.proceed()?;
    let folder = std::env::temp_dir().join(format!("nianbao-{}", std::process::id()));
    let name = report.name();
    let path = keep_beside_others(&office.storage, &folder, &name, &exported.bytes)?;
    Ok((path, exported))
}

/// Writes a PDF into a folder, under a name with a number where a file of that name cannot be replaced: on Windows a
/// viewer holds what it shows, and a report is printed more than once.
///
/// # Errors
/// What was wrong with the name without a number, when no number helps.
pub fn keep_beside_others(
    storage: &Storage,
    folder: &Path,
    name: &str,
    bytes: &[u8],
) -> Result<PathBuf, StorageError> {
    let keep = |name: &str| {
        let path = folder.join(clean_name(name, pdf::FORMAT.suffix));
        storage.keep_private(&path, bytes).map(|()| path)
    };
    keep(name).or_else(|problem| {
        let numbered = (2..=MOST_SHOWN).map(|number| keep(&format!("{name}（{number}）")));
        numbered.flatten().next().ok_or(problem)
    })
}

/// Opens a file or a folder with the system's own program for it.
///
/// # Errors
/// When there is no such program, or it says that it could not.
pub fn open(path: &Path) -> Result<(), String> {
    let opened = match cfg!(all(unix, not(target_os = "macos"))) {
        true => runs("xdg-open", path) || runs("gio", path),
        false => open_elsewhere(path),
    };
    match opened {
        true => Ok(()),
        false => Err(format!(
            "这台电脑没有能打开 {} 的程序，请自己打开它",
            path.display()
        )),
    }
}

/// Opens a PDF, from where it can be printed; without a viewer it goes to the printer.
///
/// # Errors
/// When neither can be had: what to do with the file.
pub fn hand_over(path: &Path) -> Result<(), String> {
    if open(path).is_ok() || runs("lp", path) {
        return Ok(());
    }
    Err(format!(
        "这台电脑没有能打开 PDF 的程序，也没有打印机；PDF 在 {}，可以复制到别的电脑打印",
        path.display()
    ))
}

/// Whether a program could be started with a file and did not soon end with a failure. One that goes on shows it.
fn runs(program: &str, path: &Path) -> bool {
    let mut command = Command::new(program);
    if program == "gio" {
        command.arg("open");
    }
    let started = command
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else {
        return false;
    };
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

#[cfg(all(feature = "window", any(windows, target_os = "macos")))]
fn open_elsewhere(path: &Path) -> bool {
    opener::open(path).is_ok()
}

#[cfg(not(all(feature = "window", any(windows, target_os = "macos"))))]
fn open_elsewhere(_: &Path) -> bool {
    false
}
