//! What of a report may be seen by everyone: what is printed, and nothing of how it came about.

use super::Report;

impl Report {
    /// The report without what concerns its authors alone: answers to questions, what was carried over from last year
    /// and is not confirmed, changes of years, and earlier years.
    pub fn published(&self) -> Report {
        Report {
            answers: Vec::new(),
            carried: Default::default(),
            year_changes: Vec::new(),
            history: Vec::new(),
            ..self.clone()
        }
    }
}
