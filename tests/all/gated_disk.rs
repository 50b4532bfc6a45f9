//! The system's disk with a gate, so that a job takes as long as a test wants.

use nianbao::storage::{AtPath, Disk, Draft, Owner, SystemDisk};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime};

/// The system's disk with a gate before every reading and writing of the test's reports.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<Passage>, Condvar)>);

#[derive(Default)]
struct Passage {
    is_shut: bool,
    waiting: usize,
}

impl Gate {
    pub fn shut(&self) {
        self.0.0.lock().unwrap().is_shut = true;
    }

    pub fn open(&self) {
        self.0.0.lock().unwrap().is_shut = false;
        self.0.1.notify_all();
    }

    /// Waits until a job stands before the shut gate.
    pub fn hold_back_one(&self) {
        let passage = self.0.0.lock().unwrap();
        let patience = Duration::from_secs(20);
        let nobody = |passage: &mut Passage| passage.waiting == 0;
        let (passage, _) = self
            .0
            .1
            .wait_timeout_while(passage, patience, nobody)
            .unwrap();
        assert!(passage.is_shut && passage.waiting > 0, "no job came");
    }

    fn pass(&self, path: &Path) {
        let is_report = path
            .parent()
            .is_some_and(|folder| folder.ends_with("reports"));
        if is_report {
            let mut passage = self.0.0.lock().unwrap();
            passage.waiting += 1;
            self.0.1.notify_all();
            let mut passage = self
                .0
                .1
                .wait_while(passage, |passage| passage.is_shut)
                .unwrap();
            passage.waiting -= 1;
        }
    }
}

impl Disk for Gate {
    fn look(&self, path: &Path) -> io::Result<AtPath> {
        SystemDisk.look(path)
    }
    fn link_target(&self, path: &Path) -> Option<PathBuf> {
        SystemDisk.link_target(path)
    }
    fn identity(&self, path: &Path) -> Option<(u64, u64)> {
        SystemDisk.identity(path)
    }
    fn full_path(&self, path: &Path) -> io::Result<PathBuf> {
        SystemDisk.full_path(path)
    }
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        self.pass(path);
        SystemDisk.read(path, most)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        SystemDisk.list(folder)
    }
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        SystemDisk.make_folder(folder)
    }
    fn draft(&self, path: &Path, owner: Option<&Owner>) -> io::Result<Box<dyn Draft>> {
        self.pass(path);
        SystemDisk.draft(path, owner)
    }
    fn is_held(&self, path: &Path) -> bool {
        SystemDisk.is_held(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        SystemDisk.rename(from, to)
    }
    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        SystemDisk.rename_to_new(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        SystemDisk.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        SystemDisk.sync_folder(folder)
    }
    fn now(&self) -> SystemTime {
        SystemDisk.now()
    }
}
