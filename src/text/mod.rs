//! What is known of Chinese texts: sentences and clauses, numerals, years, and what two sentences have in common.
//!
//! It knows no form and no report. Positions are characters where a function takes `&[char]`, bytes where it takes `&str`.

mod context;
mod key;
pub mod mark;
pub mod mention;
pub mod numeral;
mod reason;
pub mod sentence;
pub mod years;

pub use key::{LastYear, sentence_key};
pub use mention::{Mention, mentions};
pub use numeral::half_width;
pub use reason::Reason;
pub use sentence::{sentence_among, sentences};
