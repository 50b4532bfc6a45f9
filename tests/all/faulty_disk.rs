//! A disk in memory that fails, tears or drops any single operation, is killed at it, or loses its power there.

use nianbao::storage::{AtPath, Disk, Draft, FileType, Owner, Storage};
use std::collections::BTreeMap;
use std::fs::Permissions;
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

/// What goes wrong at one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is done, and an error is told.
    Fail,
    /// Half is done (a rename and a removal: all), and an error is told.
    Tear,
    /// Nothing is done, and success is told.
    Drop,
    /// The program is killed before it.
    KillBefore,
    /// The program is killed in the middle of it.
    KillWithin,
    /// The power goes before it: what was not flushed is gone.
    PowerBefore,
    /// The power goes in the middle of it.
    PowerWithin,
}

pub const FAULTS: [Fault; 7] = [
    Fault::Fail,
    Fault::Tear,
    Fault::Drop,
    Fault::KillBefore,
    Fault::KillWithin,
    Fault::PowerBefore,
    Fault::PowerWithin,
];

/// How a disk may look after the power is back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Everything reached the disk by itself.
    All,
    /// Names reached it, contents that were not flushed did not.
    NamesOnly,
    /// Only what was flushed is there.
    Flushed,
}

#[derive(Clone, Default)]
pub struct FaultyDisk(Arc<Mutex<State>>);

#[derive(Clone, Default)]
struct State {
    nodes: BTreeMap<usize, Node>,
    names: BTreeMap<PathBuf, usize>,
    flushed_names: BTreeMap<PathBuf, usize>,
    folders: Vec<PathBuf>,
    seconds: u64,
    operations: usize,
    planned: Option<(usize, Fault)>,
    dead: bool,
}

#[derive(Clone)]
struct Node {
    data: Vec<u8>,
    flushed: Vec<u8>,
    modified: u64,
    mode: u32,
    held: bool,
}

/// What is to become of an operation.
enum Course {
    Whole,
    Nothing,
    /// Half of it, then an error or death.
    Half,
}

impl FaultyDisk {
    pub fn new(folders: &[&str]) -> FaultyDisk {
        let disk = FaultyDisk::default();
        disk.state().folders = folders.iter().map(PathBuf::from).collect();
        disk
    }

    pub fn storage(&self) -> Storage {
        Storage::on(Arc::new(self.clone()))
    }

    /// A disk of its own with the same content, flushed, on which one operation will go wrong.
    pub fn with_fault(&self, operation: usize, fault: Fault) -> FaultyDisk {
        let mut state = self.state().clone();
        state.flush_all();
        state.operations = 0;
        state.planned = Some((operation, fault));
        FaultyDisk(Arc::new(Mutex::new(state)))
    }

    /// How many operations there were that can go wrong.
    pub fn operations(&self) -> usize {
        self.state().operations
    }

    /// The disk as another start of the program finds it, an hour later.
    pub fn after(&self, after: After) -> FaultyDisk {
        let mut state = self.state().clone();
        let is_power = matches!(
            state.planned,
            Some((_, Fault::PowerBefore | Fault::PowerWithin))
        );
        if is_power && state.dead && after != After::All {
            for node in state.nodes.values_mut() {
                node.data = node.flushed.clone();
            }
            if after == After::Flushed {
                state.names = state.flushed_names.clone();
            }
        }
        state.nodes.values_mut().for_each(|node| node.held = false);
        state.seconds += 3600;
        state.planned = None;
        state.dead = false;
        FaultyDisk(Arc::new(Mutex::new(state)))
    }

    pub fn paths(&self) -> Vec<PathBuf> {
        self.state().names.keys().cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }
}

impl State {
    fn begin(&mut self) -> io::Result<Course> {
        if self.dead {
            return Err(io::Error::other("the program is dead"));
        }
        let number = self.operations;
        self.operations += 1;
        let fault = self.planned.filter(|planned| planned.0 == number);
        match fault.map(|planned| planned.1) {
            None => Ok(Course::Whole),
            Some(Fault::Fail) => Err(io::Error::other("a planned fault")),
            Some(Fault::Drop) => Ok(Course::Nothing),
            Some(Fault::Tear) => Ok(Course::Half),
            Some(Fault::KillBefore | Fault::PowerBefore) => {
                self.dead = true;
                Err(io::Error::other("the program dies"))
            }
            Some(Fault::KillWithin | Fault::PowerWithin) => {
                self.dead = true;
                Ok(Course::Half)
            }
        }
    }

    fn node(&self, path: &Path) -> io::Result<(usize, &Node)> {
        let id = self.names.get(path).ok_or(ErrorKind::NotFound)?;
        Ok((*id, &self.nodes[id]))
    }

    fn flush_all(&mut self) {
        for node in self.nodes.values_mut() {
            node.flushed = node.data.clone();
        }
        self.flushed_names = self.names.clone();
    }
}

fn half(course: &Course) -> io::Result<()> {
    match course {
        Course::Half => Err(io::Error::other("a planned fault")),
        _ => Ok(()),
    }
}

impl Disk for FaultyDisk {
    fn look(&self, path: &Path) -> io::Result<AtPath> {
        let state = self.state();
        let owner = |mode| Owner {
            permissions: Permissions::from_mode(mode),
            ids: None,
        };
        if state.folders.iter().any(|folder| folder == path) {
            return Ok(AtPath {
                kind: FileType::Folder,
                bytes: 0,
                modified: None,
                owner: owner(0o700),
            });
        }
        let (_, node) = state.node(path)?;
        Ok(AtPath {
            kind: FileType::File,
            bytes: node.data.len() as u64,
            modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(node.modified)),
            owner: owner(node.mode),
        })
    }

    fn identity(&self, path: &Path) -> Option<(u64, u64)> {
        let state = self.state();
        let (id, _) = state.node(path).ok()?;
        Some((0, id as u64))
    }

    fn link_target(&self, _: &Path) -> Option<PathBuf> {
        None
    }

    fn full_path(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let state = self.state();
        if state.dead {
            return Err(io::Error::other("the program is dead"));
        }
        let data = &state.node(path)?.1.data;
        Ok(data.iter().take(most as usize).copied().collect())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let state = self.state();
        let names = state.names.keys();
        Ok(names
            .filter(|path| path.parent() == Some(folder))
            .cloned()
            .collect())
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        if !state.folders.iter().any(|known| known == folder) {
            state.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn draft(&self, path: &Path, owner: Option<&Owner>) -> io::Result<Box<dyn Draft>> {
        let mut state = self.state();
        if state.names.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let course = state.begin()?;
        let id = state.nodes.len();
        let node = Node {
            data: Vec::new(),
            flushed: Vec::new(),
            modified: state.seconds,
            mode: owner.map_or(0o600, |owner| owner.permissions.mode()),
            held: true,
        };
        state.nodes.insert(id, node);
        if !matches!(course, Course::Nothing) {
            state.names.insert(path.to_owned(), id);
        }
        half(&course)?;
        Ok(Box::new(FaultyDraft {
            disk: self.clone(),
            id,
        }))
    }

    fn is_held(&self, path: &Path) -> bool {
        self.state().node(path).is_ok_and(|found| found.1.held)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let course = state.begin()?;
        if !matches!(course, Course::Nothing) {
            let id = state.names.remove(from).ok_or(ErrorKind::NotFound)?;
            state.names.insert(to.to_owned(), id);
        }
        half(&course)
    }

    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let exists = self.state().names.contains_key(to);
        match exists {
            true => Err(ErrorKind::AlreadyExists.into()),
            false => self.rename(from, to),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.node(path)?;
        let course = state.begin()?;
        if !matches!(course, Course::Nothing) {
            state.names.remove(path);
        }
        half(&course)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        let course = state.begin()?;
        if matches!(course, Course::Whole) {
            let inside = |path: &Path| path.parent() == Some(folder);
            state.flushed_names.retain(|path, _| !inside(path));
            let names = state.names.clone().into_iter();
            let flushed = names.filter(|(path, _)| inside(path));
            state.flushed_names.extend(flushed);
        }
        half(&course)
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.state().seconds)
    }
}

struct FaultyDraft {
    disk: FaultyDisk,
    id: usize,
}

impl FaultyDraft {
    fn change(&self, whole: impl Fn(&mut Node), torn: impl Fn(&mut Node)) -> io::Result<()> {
        let mut state = self.disk.state();
        let course = state.begin()?;
        let Some(node) = state.nodes.get_mut(&self.id) else {
            return Err(ErrorKind::NotFound.into());
        };
        match course {
            Course::Whole => whole(node),
            Course::Half => torn(node),
            Course::Nothing => {}
        }
        half(&course)
    }
}

impl Draft for FaultyDraft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.change(
            |node| node.data.extend_from_slice(bytes),
            |node| node.data.extend_from_slice(&bytes[..bytes.len() / 2]),
        )
    }

    fn open_to_others(&mut self) -> io::Result<()> {
        self.change(|node| node.mode = 0o644, |_| {})
    }

    fn sync(&mut self) -> io::Result<()> {
        self.change(
            |node| node.flushed = node.data.clone(),
            |node| node.flushed = node.data[..node.data.len() / 2].to_vec(),
        )
    }
}

impl Drop for FaultyDraft {
    fn drop(&mut self) {
        let mut state = self.disk.state();
        if let Some(node) = state.nodes.get_mut(&self.id) {
            node.held = false;
        }
    }
}

/// Runs something on a disk with every fault at every operation in turn, and looks at what is left, in every way in
/// which it may be left. What came out of the run is told unless the program died. Gives the number of runs.
pub fn with_every_fault<T>(
    disk: &FaultyDisk,
    run: impl Fn(&Storage) -> T,
    look: impl Fn(&str, Option<&T>, &FaultyDisk),
) -> usize {
    let whole = disk.with_fault(usize::MAX, Fault::Fail);
    run(&whole.storage());
    let mut runs = 0;
    for operation in 0..whole.operations() {
        for fault in FAULTS {
            let faulty = disk.with_fault(operation, fault);
            let outcome = run(&faulty.storage());
            let told = Some(&outcome).filter(|_| !faulty.state().dead);
            for after in [After::All, After::NamesOnly, After::Flushed] {
                let case = format!("operation {operation}, {fault:?}, {after:?}");
                look(&case, told, &faulty.after(after));
            }
            runs += 1;
        }
    }
    runs
}
