//! nianbao: fills in, checks and prints the yearly 政府信息公开工作年度报告.

// A test that panics has failed, which is what it should do; clippy.toml says the same of the other lints.
#![cfg_attr(test, allow(clippy::string_slice, clippy::arithmetic_side_effects))]

#[cfg(feature = "window")]
pub mod app;
pub mod check;
pub mod claim;
pub mod cli;
pub mod digest;
pub mod document;
pub mod import;
pub mod layout;
pub mod machine;
pub mod page;
pub mod place;
pub mod render;
pub mod report;
pub mod session;
pub mod source;
pub mod storage;
pub mod task;
pub mod template;
pub mod text;
