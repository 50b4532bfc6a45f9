//! What stands in front of the report: the start page, questions, the pages of help.

mod about;
mod key_list;
pub mod modal;
mod new;
mod path;
pub mod rule_list;
pub mod start;
mod versions;
