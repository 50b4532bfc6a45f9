//! What an open report is while one works on it: state, edits, undo, find and findings. Nothing here draws.

pub mod edit;
pub mod fill;
pub mod find;
pub mod findings;
pub mod history;
pub mod state;
pub mod table;

pub use edit::Edit;
pub use state::State;
