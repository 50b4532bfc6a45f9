//! All that can be triggered, and the one place where it is done.

pub mod command;
pub mod input;
pub mod keys;
pub mod orders;
pub mod wish;
