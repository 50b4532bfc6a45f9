//! Rules and texts → findings: everything that is wrong, missing or doubtful in a report, all at once.

use rust_decimal::Decimal;

/// One thing that the user should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Id of the broken rule.
    pub rule: String,
    pub severity: Severity,
    /// The article or document the rule comes from.
    pub law: String,
    /// Places of the left side, as paths (see `report::Place`); for a text finding, the text's place.
    pub left_cells: Vec<String>,
    /// Places of the right side.
    pub right_cells: Vec<String>,
    pub left: Option<Decimal>,
    pub right: Option<Decimal>,
    /// Left less right, without sign.
    pub difference: Option<Decimal>,
    /// What is wrong, in one Chinese sentence.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// The one obvious way to settle it, when there is one.
    pub remedy: Option<Remedy>,
    /// Stays the same as long as what was asked does; answers refer to it.
    pub fingerprint: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A rule of the form is broken.
    Error,
    /// A cell or text is missing.
    Unfilled,
    /// A text and a figure disagree, a year looks left over, a carried value is not yet confirmed.
    Question,
}

/// A change of the report that settles a finding.
#[derive(Debug, Clone, PartialEq)]
pub enum Remedy {
    /// Forget the stated total at this address, so that the computed one stands (采用计算值).
    AdoptComputed(String),
    /// Enter this figure at this address (按勾稽关系填入).
    Fill(String, Decimal),
    /// Confirm what was carried over at these places.
    Confirm(Vec<String>),
}

impl Finding {
    /// All places of the finding, left side first.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.left_cells
            .iter()
            .chain(&self.right_cells)
            .map(String::as_str)
    }
}
