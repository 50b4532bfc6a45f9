//! What of a report may be seen by everyone: what is printed, and nothing of how it came about.

use super::Report;

impl Report {
    /// The report without what concerns its authors alone: answers to questions, given or begun, rules that are off, what
    /// was carried over from last year and is not confirmed, changes of years, and earlier years.
    pub fn published(&self) -> Report {
        Report {
            answers: Vec::new(),
            begun_answers: Default::default(),
            rules_off: Default::default(),
            carried: Default::default(),
            year_changes: Vec::new(),
            history: Vec::new(),
            ..self.clone()
        }
    }
}
