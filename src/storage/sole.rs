//! Being the only program that writes a file, in a way that lets everyone read it.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// A file that was asked for to be written by this program alone.
#[derive(Debug)]
pub enum Sole {
    /// Nobody else can have it this way until it is closed.
    Held(File),
    /// Someone else has it.
    Taken,
    /// Open, but this drive knows no locks.
    #[cfg_attr(
        windows,
        expect(
            dead_code,
            reason = "every drive of Windows knows how files are shared"
        )
    )]
    Unguarded(File),
}

/// Opens a file for this program alone. A system that ends a program frees what it held.
///
/// # Errors
/// When it cannot be opened at all.
#[cfg(not(windows))]
pub fn open(options: &OpenOptions, path: &Path) -> io::Result<Sole> {
    use std::fs::TryLockError;
    let file = options.open(path)?;
    Ok(match file.try_lock() {
        Ok(()) => Sole::Held(file),
        Err(TryLockError::WouldBlock) => Sole::Taken,
        Err(TryLockError::Error(_)) => Sole::Unguarded(file),
    })
}

/// Opens a file for this program alone. A lock of Windows would keep even this program from reading the file by a
/// second handle, as reading back what was written does; so the file is opened without sharing the right to write.
///
/// # Errors
/// When it cannot be opened at all.
#[cfg(windows)]
pub fn open(options: &OpenOptions, path: &Path) -> io::Result<Sole> {
    use std::os::windows::fs::OpenOptionsExt;
    const SHARE_READ: u32 = 1;
    const SHARE_DELETE: u32 = 4;
    const SHARING_VIOLATION: i32 = 32;
    let mut options = options.clone();
    options.write(true).share_mode(SHARE_READ | SHARE_DELETE);
    match options.open(path) {
        Ok(file) => Ok(Sole::Held(file)),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(Sole::Taken),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{Sole, open};
    use std::fs::{self, OpenOptions};

    #[test]
    fn one_program_writes_and_all_may_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("held");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let first = open(&options, &path).unwrap();
        assert!(matches!(first, Sole::Held(_)), "{first:?}");
        assert!(matches!(open(&options, &path).unwrap(), Sole::Taken));
        assert_eq!(fs::read(&path).unwrap(), b"");
        drop(first);
        assert!(matches!(open(&options, &path).unwrap(), Sole::Held(_)));
    }
}
