//! The window: panels around the open report. Widgets return wishes; only [`App`] carries them out.

pub mod command;
pub mod edit;
pub mod history;
pub mod input;
pub mod preview;
pub mod state;
pub mod table;
mod table_balance;
mod table_block;
mod table_caret;
mod table_cells;
mod table_foot;
mod table_grid;
mod table_keys;
mod table_layout;
mod table_marks;
mod table_paint;
mod table_sheet;
mod table_text;
pub mod theme;

pub use command::Command;
pub use edit::{Edit, Wish};
pub use state::State;
