//! All integration tests in one binary, one file a topic, cases as data under `tests/cases`.

mod check;
mod cli;
mod document;
mod faulty_templates;
mod file;
mod gate;
mod import;
#[cfg(feature = "window")]
mod preview;
mod succession;
#[cfg(feature = "window")]
mod table;
mod template;
