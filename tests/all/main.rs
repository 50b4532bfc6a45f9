//! All integration tests in one binary, one file a topic, cases as data under `tests/cases`.

mod succession;
mod template;
