//! All integration tests in one binary, one file a topic, cases as data under `tests/cases`.

mod document;
mod layout;
mod pdf;
mod sample;
mod template;
