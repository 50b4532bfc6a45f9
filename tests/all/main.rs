//! All integration tests in one binary, one file a topic, cases as data under `tests/cases`.

mod document;
#[cfg(feature = "window")]
mod preview;
#[cfg(feature = "window")]
mod table;
#[cfg(feature = "window")]
mod table_app;
mod template;
