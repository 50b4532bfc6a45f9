//! The editors of texts: one field for each, the page of particulars, the sections of prose.

pub mod field;
pub mod line;
pub mod particulars;
pub mod prose;
pub mod year;
