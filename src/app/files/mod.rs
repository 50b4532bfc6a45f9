//! Files and jobs: asking for a file, reading and writing beside the window, copies against a crash, settings.

pub mod dialogs;
pub mod intent;
pub mod jobs;
mod keeping;
mod outcomes;
pub mod pipeline;
pub mod recovery;
pub mod settings;
