//! All that can be triggered, and the one place where it is done.

pub mod action;
pub mod candidates;
pub mod command;
pub mod input;
pub mod key_list;
pub mod orders;
