//! A published report of any format → a report; old Word and WPS files go through LibreOffice when the machine has it.

use super::read_back;
use crate::import::{Choice, ImportError, Imported};
use crate::source::SourceError;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long LibreOffice may take; some files make it hang.
const LIMIT: Duration = Duration::from_secs(60);

/// Imports a published report from the bytes of a file.
///
/// # Errors
/// One sentence that says what cannot be read and what to do.
pub fn read(bytes: &[u8], file: &str, choice: Choice) -> Result<Imported, ImportError> {
    match read_back::import(bytes, file, choice) {
        Err(ImportError::Source(SourceError::NeedsOffice {
            file: name,
            format,
            suffix,
        })) => match converted(bytes, suffix) {
            Some(bytes) => read_back::import(&bytes, file, choice),
            None => Err(SourceError::NeedsOffice {
                file: name,
                format,
                suffix,
            }
            .into()),
        },
        other => other,
    }
}

/// The file as LibreOffice saves it; `None` when there is no LibreOffice, it fails or takes too long.
fn converted(bytes: &[u8], suffix: &str) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().ok()?;
    let source = folder.path().join("source");
    fs::write(&source, bytes).ok()?;
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let mut command = Command::new("soffice");
    command
        .args([
            "--headless",
            "--norestore",
            "--nolockcheck",
            &profile,
            "--convert-to",
        ])
        .arg(suffix.trim_start_matches('.'))
        .arg("--outdir")
        .arg(folder.path())
        .arg(&source)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    own_group(&mut command);
    let mut child = command.spawn().ok()?;
    let is_done = wait(&mut child);
    end_group(&mut child);
    let made = fs::read(source.with_extension(suffix.trim_start_matches('.'))).ok()?;
    is_done.then_some(made)
}

/// Whether a child ended well within the limit.
fn wait(child: &mut Child) -> bool {
    let start = Instant::now();
    while start.elapsed() < LIMIT {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(Duration::from_millis(30)),
            Err(_) => return false,
        }
    }
    false
}

/// Lets the child lead a group of its own, for LibreOffice starts others.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

/// Ends the child and all that it started.
#[cfg(unix)]
fn end_group(child: &mut Child) {
    if matches!(child.try_wait(), Ok(None)) {
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = child.wait();
    }
}

#[cfg(not(unix))]
fn end_group(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
