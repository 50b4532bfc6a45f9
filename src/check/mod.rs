//! Rules and texts → findings: everything that is wrong, missing or doubtful in a report, all at once.

mod agreement;
mod announced;
mod claims;
mod deadline;
mod duties;
pub mod figures;
mod gaps;
mod kinds;
mod memory;
mod offers;
pub mod outcome;
mod passage;
pub mod prose;
mod reckoned;
mod rules;
mod slip;
mod texts;
mod usage;
pub mod year_over_year;

pub use crate::template::Severity;
pub use claims::Agreed;
pub use memory::Memory;
pub use rules::{RuleInfo, rules};

use crate::digest::Digest;
use crate::place::{Address, Id, Place};
use crate::report::{Figures, PastYear, Report};
use crate::template::Template;
use rust_decimal::Decimal;
use std::ops::Range;

/// Everything that is wrong, missing or doubtful, in the form's order. Answered questions are among it; see [`open`].
/// Questions of rules that the report switched off are not.
///
/// `prior` is last year's report; without it, the figures of last year that the report carries are used.
pub fn check(template: &Template, report: &Report, prior: Option<&PastYear>) -> Vec<Finding> {
    check_again(template, report, prior, &mut Memory::default())
}

/// The same as [`check`] and sooner, when the memory comes from an earlier check of the same report.
pub fn check_again(
    template: &Template,
    report: &Report,
    prior: Option<&PastYear>,
    memory: &mut Memory,
) -> Vec<Finding> {
    review(template, report, prior, memory).findings
}

/// What a check gives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// See [`check`].
    pub findings: Vec<Finding>,
    /// What the texts say of the tables' numbers and the tables bear out, in the order of the texts; nothing when the
    /// report switched that question off.
    pub agreed: Vec<Agreed>,
}

/// The same as [`check_again`], with what was compared and is right.
pub fn review(
    template: &Template,
    report: &Report,
    prior: Option<&PastYear>,
    memory: &mut Memory,
) -> Review {
    let prior = prior.or_else(|| report.prior());
    let older = prior.filter(|past| past.template != template.form.id);
    let translated = older.map(|past| past.under(template));
    let prior = translated.as_ref().or(prior);
    let figures = Figures::of(template, report);
    let mut findings = memory
        .reckoned
        .findings(template, report, &figures, prior)
        .to_vec();
    findings.extend(figures::of_addresses(template, report));
    let texts = prose::review(template, report, &figures, prior, memory);
    findings.extend(texts.findings);
    findings.retain(|found| {
        found.severity != Severity::Question || !report.rules_off.contains(&found.rule)
    });
    Review {
        findings: in_order(template, findings),
        agreed: texts.agreed,
    }
}

/// Findings sorted by where they stand in the form.
pub fn in_order(template: &Template, mut findings: Vec<Finding>) -> Vec<Finding> {
    let position = |finding: &Finding| {
        let place = finding.cells().next();
        place.map_or((usize::MAX, 0), |place| template.position(place))
    };
    findings.sort_by_cached_key(position);
    findings
}

/// The findings that are still open: all but the questions that the report answers.
pub fn open<'a>(findings: &'a [Finding], report: &Report) -> Vec<&'a Finding> {
    let is_answered = |finding: &Finding| {
        finding.severity == Severity::Question
            && report
                .answers
                .iter()
                .any(|answer| answer.fingerprint == finding.fingerprint)
    };
    findings.iter().filter(|f| !is_answered(f)).collect()
}

/// One thing that the user should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Id of the broken rule.
    pub rule: String,
    pub severity: Severity,
    /// The article or document the rule comes from.
    pub law: String,
    /// Places of the left side; for a text finding, the text's place.
    pub left_cells: Vec<Place>,
    /// Places of the right side.
    pub right_cells: Vec<Place>,
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
    /// Bytes of the text at the left place that it is about, in order; empty when it is about no words.
    pub spans: Vec<Range<usize>>,
    /// Stays the same as long as what was asked does; answers refer to it.
    pub fingerprint: String,
}

/// A change of the report that settles a finding.
#[derive(Debug, Clone, PartialEq)]
pub enum Remedy {
    /// Forget the stated total at this address, so that the computed one stands (采用计算值).
    AdoptComputed(Address),
    /// Enter these figures, which follow from a rule, at these addresses (填入 6).
    Fill(Vec<(Address, Decimal)>),
    /// Confirm what was carried over at these places.
    Confirm(Vec<Place>),
    /// Add this standard part of the form to a section, before its part at this index (补上).
    AddPart {
        section: Id,
        index: usize,
        part: String,
    },
    /// Put the only words that can stand there into the text at this place (改正); in order, without overlap.
    Correct(Place, Vec<Correction>),
}

/// Words of a text and what should stand in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub instead: String,
}

impl Correction {
    /// A text with its corrections made; `None` when it is no longer the text that they were made for.
    pub fn apply(text: &str, corrections: &[Correction]) -> Option<String> {
        let mut corrected = String::with_capacity(text.len());
        let mut copied_to = 0;
        for correction in corrections {
            corrected.push_str(text.get(copied_to..correction.range.start)?);
            text.get(correction.range.clone())?;
            corrected.push_str(&correction.instead);
            copied_to = correction.range.end;
        }
        corrected.push_str(text.get(copied_to..)?);
        Some(corrected)
    }
}

impl Finding {
    /// All places of the finding, left side first.
    pub fn cells(&self) -> impl Iterator<Item = &Place> {
        self.left_cells.iter().chain(&self.right_cells)
    }

    /// Sets the fingerprint from the rule, the places, both sides and the words that the finding is about.
    fn with_fingerprint(mut self, about: &str) -> Finding {
        let mut hash = Digest::default();
        hash.add_text(&self.rule);
        for cell in self.cells() {
            hash.add_text(&cell.to_string());
        }
        for side in [self.left, self.right] {
            hash.add_text(&side.map_or(String::new(), |side| side.normalize().to_string()));
        }
        hash.add_text(about);
        self.fingerprint = format!("{:016x}", hash.number());
        self
    }
}
