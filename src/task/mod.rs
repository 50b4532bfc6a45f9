//! Use cases: what both programs do with reports; they ask and show, this room does.

pub mod published;
pub mod read_back;
pub mod report_file;
