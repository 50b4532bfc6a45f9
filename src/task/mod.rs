//! Use cases: what both programs do with reports. They only ask and show; each fallback stands here, once.

pub mod cancellation;
pub mod check;
pub mod clock;
pub mod copies;
pub mod export;
pub mod folders;
pub mod in_use;
pub mod keeper;
pub mod next_year;
pub mod office;
pub mod open;
pub mod print;
mod problem;
pub mod published;
pub mod read_back;
pub mod report_file;
pub mod save;
pub mod versions;
pub mod watch;

pub use cancellation::{Cancellation, Cancelled};
pub use office::Office;
pub use open::Opened;
pub use problem::TaskError;
