//! All integration tests in one binary, one file a topic, cases as data under `tests/cases`.

mod document;
mod succession;
#[cfg(feature = "window")]
mod table;
mod template;
