//! Holding something as long as this program lives: a small locked file that says who holds it.

use super::sole::{self, Sole};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// More than anyone says of themselves.
const LONGEST_WORD: u64 = 4096;

/// How Windows marks a file that folders do not show.
#[cfg(windows)]
const HIDDEN: u32 = 2;

/// A lock that is held until it is dropped; then its file goes.
#[derive(Debug)]
pub struct Hold {
    path: PathBuf,
    word: Vec<u8>,
    _file: File,
}

/// By what one sees that a lock was taken over; it can be looked at from anywhere.
#[derive(Debug, Clone)]
pub struct Mark {
    path: PathBuf,
    word: Vec<u8>,
}

/// What came of asking for a lock.
#[derive(Debug)]
pub enum Locked {
    Mine(Hold),
    /// Someone else holds it; what they say of themselves.
    Theirs(Vec<u8>),
}

impl Hold {
    /// Asks for the lock at a path; `word` is what others will read. A lock whose program has ended is free.
    ///
    /// # Errors
    /// When the system lets no such file be made.
    pub fn claim(path: &Path, word: &[u8]) -> io::Result<Locked> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        // A point at the beginning of a name hides nothing on Windows.
        #[cfg(windows)]
        std::os::windows::fs::OpenOptionsExt::attributes(&mut options, HIDDEN);
        let opened = match sole::open(&options, path) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                instead_of_another_user(&options, path, error)
            }
            opened => opened,
        };
        let mut file = match opened? {
            Sole::Held(file) => file,
            Sole::Taken => return Ok(Locked::Theirs(words_at(path))),
            // A network drive without locks: whoever wrote there may still be at work.
            Sole::Unguarded(file) => match words_at(path) {
                said if said.is_empty() => file,
                said => return Ok(Locked::Theirs(said)),
            },
        };
        file.set_len(0)?;
        file.write_all(word)?;
        Ok(Locked::Mine(Hold {
            path: path.to_owned(),
            word: word.to_vec(),
            _file: file,
        }))
    }

    /// Takes the lock from whoever holds it.
    ///
    /// # Errors
    /// When the system lets no such file be made.
    pub fn take_over(path: &Path, word: &[u8]) -> io::Result<Locked> {
        // Their lock stays with the file that loses its name here. Windows and network drives free the name of a removed
        // file only when its holder closes it, so the file gets another name before it goes.
        let aside = path.with_extension(format!("taken-{}", std::process::id()));
        match fs::rename(path, &aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Err(_) => {}
            Ok(()) => {
                let _ = fs::remove_file(&aside);
            }
        }
        Hold::claim(path, word)
    }

    /// Whether it was taken over by someone else meanwhile.
    pub fn is_lost(&self) -> bool {
        words_at(&self.path) != self.word
    }

    /// By what one sees that it was taken over.
    pub fn mark(&self) -> Mark {
        Mark {
            path: self.path.clone(),
            word: self.word.clone(),
        }
    }
}

impl Mark {
    /// What whoever took the lock over says of himself. A lock that cannot be read was not taken.
    pub fn successor(&self) -> Option<Vec<u8>> {
        let said = words_at(&self.path);
        (!said.is_empty() && said != self.word).then_some(said)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if !self.is_lost() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A lock that another user of this machine made can be read and not written: whether he holds it is seen all the same,
/// and one that nobody holds any more gives way to a new one.
fn instead_of_another_user(
    options: &OpenOptions,
    path: &Path,
    refused: io::Error,
) -> io::Result<Sole> {
    match sole::open(OpenOptions::new().read(true), path) {
        Ok(Sole::Held(left_over)) => {
            fs::remove_file(path).map_err(|_| refused)?;
            drop(left_over);
            sole::open(options, path)
        }
        // Where no lock can tell, whoever made it may still be at work.
        Ok(Sole::Taken | Sole::Unguarded(_)) => Ok(Sole::Taken),
        Err(_) => Err(refused),
    }
}

/// What the holder of a lock says of itself; nothing where that cannot be read.
fn words_at(path: &Path) -> Vec<u8> {
    let mut said = Vec::new();
    if let Ok(file) = File::open(path) {
        let _ = file.take(LONGEST_WORD).read_to_end(&mut said);
    }
    said
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Hold, Locked, OpenOptions, Sole, instead_of_another_user};
    use std::fs;
    use std::io::{self, ErrorKind};
    use std::os::unix::fs::PermissionsExt;

    // A test that runs as root is refused nothing, so the refusal is given.
    #[test]
    fn a_lock_of_another_user_is_seen_and_gives_way_when_it_is_left_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.lock");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let ask = || {
            let refused = io::Error::from(ErrorKind::PermissionDenied);
            instead_of_another_user(&options, &path, refused)
        };
        assert_eq!(ask().unwrap_err().kind(), ErrorKind::PermissionDenied);
        assert!(!path.exists());

        let Locked::Mine(hold) = Hold::claim(&path, b"li").unwrap() else {
            panic!("a lock that nobody has was refused");
        };
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(matches!(ask().unwrap(), Sole::Taken));
        assert!(
            matches!(Hold::claim(&path, b"wang").unwrap(), Locked::Theirs(word) if word == b"li")
        );

        drop(hold);
        fs::write(&path, b"left over").unwrap();
        assert!(matches!(ask().unwrap(), Sole::Held(_)));
        assert_eq!(fs::read(&path).unwrap(), b"", "the file is a new one");
    }
}
