//! What can be done in a table, without drawing it: caret, blocks, balance, marks and where each cell sits.

pub mod balance;
pub mod block;
pub mod caret;
mod filler;
pub mod layout;
pub mod lines;
pub mod marks;
pub mod paste;
