//! What the storage asks of a disk, one small operation each, so that a test can let every single one fail.

use super::name;
use super::sole::{self, Sole};
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The operations of a disk. Whatever the storage does is a sequence of these.
pub trait Disk: Send + Sync {
    /// What stands at a path, links followed.
    fn look(&self, path: &Path) -> io::Result<AtPath>;

    /// What a link says, when the path is one.
    fn link_target(&self, path: &Path) -> Option<PathBuf>;

    /// The same for two names of one file, where the system tells.
    fn identity(&self, path: &Path) -> Option<(u64, u64)>;

    /// The path from the root, without links and dots, as far as it exists.
    fn full_path(&self, path: &Path) -> io::Result<PathBuf>;

    /// At most so many bytes from the beginning of a file.
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Makes a folder and those above it, for the user alone; one that is there is no error.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Makes a new, empty, locked file with the given rights, or for the user alone.
    fn draft(&self, path: &Path, owner: Option<&Owner>) -> io::Result<Box<dyn Draft>>;

    /// Whether a living program holds the lock of a draft; also when that cannot be known.
    fn is_held(&self, path: &Path) -> bool;

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Renames unless something stands there already, which is [`ErrorKind::AlreadyExists`].
    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()>;

    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Flushes the names in a folder.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// The moment, by the clock that dates files.
    fn now(&self) -> SystemTime;
}

/// A file that is being written under a name of its own.
pub trait Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Gives the rights that the system gives to new files.
    fn open_to_others(&mut self) -> io::Result<()>;

    /// Flushes everything to the disk.
    fn sync(&mut self) -> io::Result<()>;
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtPath {
    pub kind: FileType,
    pub bytes: u64,
    pub modified: Option<SystemTime>,
    pub owner: Owner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileType {
    File,
    Folder,
    /// A device, a pipe.
    Other,
}

/// Who may do what with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    pub permissions: Permissions,
    /// User and group, where the system has them.
    pub ids: Option<(u32, u32)>,
}

impl Owner {
    pub fn is_read_only(&self) -> bool {
        self.permissions.readonly()
    }
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn look(&self, path: &Path) -> io::Result<AtPath> {
        let data = fs::metadata(path)?;
        let kind = match (data.is_file(), data.is_dir()) {
            (true, _) => FileType::File,
            (_, true) => FileType::Folder,
            _ => FileType::Other,
        };
        Ok(AtPath {
            kind,
            bytes: data.len(),
            modified: data.modified().ok(),
            owner: Owner {
                permissions: data.permissions(),
                ids: ids(&data),
            },
        })
    }

    fn link_target(&self, path: &Path) -> Option<PathBuf> {
        fs::read_link(path).ok()
    }

    fn identity(&self, path: &Path) -> Option<(u64, u64)> {
        identity(path)
    }

    fn full_path(&self, path: &Path) -> io::Result<PathBuf> {
        let found = fs::canonicalize(path);
        let found = found.map(|path| match cfg!(windows) {
            true => name::without_verbatim_mark(path),
            false => path,
        });
        found.or_else(|_| std::path::absolute(path))
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.path()))
            .collect()
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)
    }

    fn draft(&self, path: &Path, owner: Option<&Owner>) -> io::Result<Box<dyn Draft>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = match sole::open(&options, path)? {
            Sole::Held(file) => file,
            // Some network drives have no locks; then nobody clears left-overs there either.
            Sole::Unguarded(file) => file,
            Sole::Taken => return Err(ErrorKind::AlreadyExists.into()),
        };
        if let Some(owner) = owner {
            give(&file, owner)?;
        }
        Ok(Box::new(file))
    }

    fn is_held(&self, path: &Path) -> bool {
        let mut options = OpenOptions::new();
        options.read(true);
        !matches!(sole::open(&options, path), Ok(Sole::Held(_)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::hard_link(from, to) {
            Ok(()) => fs::remove_file(from),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            // A file system without second names: look, then rename.
            Err(_) => match fs::symlink_metadata(to) {
                Ok(_) => Err(ErrorKind::AlreadyExists.into()),
                Err(_) => fs::rename(from, to),
            },
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows flushes names by itself and cannot open a folder as a file.
        match cfg!(unix) {
            true => File::open(folder)?.sync_all(),
            false => Ok(()),
        }
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

impl Draft for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn open_to_others(&mut self) -> io::Result<()> {
        #[cfg(unix)]
        if let Some(mask) = mask() {
            let rights = 0o666 & !mask;
            self.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(rights))?;
        }
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

/// Gives a draft the rights of what it replaces. Another's file stays theirs where the system allows it.
fn give(file: &File, owner: &Owner) -> io::Result<()> {
    #[cfg(unix)]
    if let Some((user, group)) = owner.ids
        && std::os::unix::fs::fchown(file, Some(user), Some(group)).is_err()
    {
        let _ = std::os::unix::fs::fchown(file, None, Some(group));
    }
    file.set_permissions(owner.permissions.clone())
}

/// The rights that the user's system withholds from new files; `None` where only the kernel knows.
#[cfg(unix)]
fn mask() -> Option<u32> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("Umask:"))?;
    u32::from_str_radix(line.trim(), 8).ok()
}

#[cfg(unix)]
fn ids(data: &fs::Metadata) -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    Some((data.uid(), data.gid()))
}

#[cfg(not(unix))]
fn ids(_: &fs::Metadata) -> Option<(u32, u32)> {
    None
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let data = fs::metadata(path).ok()?;
    Some((data.dev(), data.ino()))
}

#[cfg(windows)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    let file = winapi_util::Handle::from_path_any(path).ok()?;
    let found = winapi_util::file::information(&file).ok()?;
    Some((found.volume_serial_number(), found.file_index()))
}

#[cfg(not(any(unix, windows)))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}
