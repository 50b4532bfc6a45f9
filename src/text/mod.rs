//! What is known of Chinese texts: sentences and clauses, numerals, years, and what two sentences have in common.
//!
//! It knows no form and no report. Positions are characters where a function takes `&[char]`, bytes where it takes `&str`.

mod becoming;
mod coming;
mod context;
pub mod counted;
pub mod dates;
pub mod document_number;
pub mod doubled;
mod exhausted;
pub mod heading;
mod key;
pub mod mark;
pub mod mention;
mod named;
pub mod numeral;
pub mod order;
mod portion;
pub mod private;
mod quoted;
mod rates;
mod reason;
pub mod reckoning;
pub mod sentence;
mod stretch;
mod totals;
pub mod usage;
pub mod years;

pub use context::YearText;
pub use key::{LastYear, sentence_key};
pub use mention::{Mention, mentions};
pub use numeral::half_width;
pub use reason::Reason;
pub use sentence::{sentence_among, sentences, shown};
pub use stretch::Stretch;
