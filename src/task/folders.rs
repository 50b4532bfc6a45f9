//! The folders of the user and of the program, as the platform has them.

use etcetera::BaseStrategy;
use std::path::PathBuf;

/// A folder of this name beside the program keeps everything that would else lie in the user's own folders.
const PORTABLE: &str = "portable";

/// Where settings, copies and earlier versions are kept: in the folder `portable` beside the program where there is
/// one, else in the system's own place; `None` when the system names no home.
pub fn settings() -> Option<PathBuf> {
    let portable = beside_program().map(|folder| folder.join(PORTABLE));
    if let Some(folder) = portable.filter(|folder| folder.is_dir()) {
        return Some(folder);
    }
    let base = etcetera::base_strategy::choose_native_strategy().ok()?;
    let folder = match cfg!(target_os = "macos") {
        true => base.data_dir(),
        false => base.config_dir(),
    };
    Some(folder.join("nianbao"))
}

/// The user's home.
pub fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

/// Where forms that do not come with the program are looked for: beside the settings and beside the program.
pub fn forms() -> Vec<PathBuf> {
    let beside = beside_program().map(|folder| folder.join("forms"));
    settings()
        .map(|folder| folder.join("forms"))
        .into_iter()
        .chain(beside)
        .collect()
}

/// The folder that the running program stands in.
fn beside_program() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    Some(program.parent()?.to_owned())
}
