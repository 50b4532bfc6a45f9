//! All integration tests in one binary, one file a topic, cases as data under `tests/cases`.

mod document;
#[cfg(feature = "window")]
mod preview;
#[cfg(feature = "window")]
mod table;
mod template;
