//! Use cases: what both programs do with reports. They only ask and show; each fallback stands here, once.

pub mod cancellation;
pub mod check;
pub mod clock;
pub mod export;
pub mod folders;
pub mod next_year;
pub mod office;
pub mod open;
mod problem;
pub mod published;
pub mod read_back;
pub mod report_file;
pub mod save;

pub use cancellation::{Cancellation, Cancelled};
pub use office::Office;
pub use open::Opened;
pub use problem::TaskError;
