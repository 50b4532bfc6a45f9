//! The folders of the user and of the program, as the platform has them.

use etcetera::BaseStrategy;
use std::path::PathBuf;

/// Where settings, copies and earlier versions are kept; `None` when the system names no home.
pub fn settings() -> Option<PathBuf> {
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
    let program = std::env::current_exe().ok();
    let beside = program.and_then(|program| Some(program.parent()?.join("forms")));
    settings()
        .map(|folder| folder.join("forms"))
        .into_iter()
        .chain(beside)
        .collect()
}
