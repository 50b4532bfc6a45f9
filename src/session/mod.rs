//! What an open report is while one works on it: state, edits, undo, find and findings. Nothing here draws.

pub mod apply;
pub mod edit;
pub mod fill;
pub mod find;
pub mod findings;
pub mod goto;
pub mod history;
pub mod places;
pub mod state;
pub mod status;
pub mod table;

pub use edit::Edit;
pub use goto::Goto;
pub use state::State;
