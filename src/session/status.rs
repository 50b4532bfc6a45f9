//! How far each section of the open report is.

use crate::check::{Finding, Remedy, Severity};
use crate::place::{Address, Place};
use crate::report::{Prose, Report};
use crate::template::{About, Section, SectionContent, Template};

/// How far a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionStatus {
    Empty,
    /// Something is missing or asked, and this many places wait for confirmation besides.
    InWork(usize),
    /// All is there, but this many places were carried over from last year and wait for confirmation.
    Waiting(usize),
    Complete,
    /// This many errors.
    Errors(usize),
}

/// A text of less than this share of what is usual is hardly begun.
const NEARLY_EMPTY_SHARE: u32 = 10;

/// How far each section is, the particulars last.
pub(super) fn statuses(
    template: &Template,
    report: &Report,
    findings: &[Finding],
) -> Vec<SectionStatus> {
    let sections = template.form.sections.iter().map(Some);
    sections
        .chain([None])
        .map(|section| status(template, report, findings, section))
        .collect()
}

/// How far one section is; `None` stands for the particulars.
fn status(
    template: &Template,
    report: &Report,
    findings: &[Finding],
    section: Option<&Section>,
) -> SectionStatus {
    let id = section.map(|section| &section.id);
    let is_own = |place: &Place| template.section_of(place) == id;
    let own = || {
        let first = |finding: &&Finding| finding.cells().next().is_some_and(is_own);
        findings.iter().filter(first)
    };
    let errors = own().filter(|f| f.severity == Severity::Error).count();
    if errors > 0 {
        return SectionStatus::Errors(errors);
    }
    if is_empty(report, section) {
        return SectionStatus::Empty;
    }
    let unfilled = own().any(|finding| finding.severity == Severity::Unfilled);
    let lacks_part = own().any(|finding| is_about_parts(template, finding));
    let is_asked = own().any(|finding| {
        let waits = matches!(finding.remedy, Some(Remedy::Confirm(_)));
        finding.severity == Severity::Question && !waits
    });
    let is_begun = match section {
        Some(section) => !is_hardly_begun(report, section),
        // Who does not sign leaves the signature empty.
        None => !report.date.trim().is_empty(),
    };
    let waiting = report.carried.iter().filter(|place| is_own(place)).count();
    if unfilled || is_asked || lacks_part || !is_begun {
        return SectionStatus::InWork(waiting);
    }
    match waiting {
        0 => SectionStatus::Complete,
        waiting => SectionStatus::Waiting(waiting),
    }
}

/// Whether a finding says that a standard part is missing.
fn is_about_parts(template: &Template, finding: &Finding) -> bool {
    let mut standing = template.form.standing.iter();
    standing.any(|rule| rule.about == About::Parts && rule.id == finding.rule)
}

/// Whether nothing has been entered in a section.
fn is_empty(report: &Report, section: Option<&Section>) -> bool {
    let Some(section) = section else {
        return report.agency.is_empty();
    };
    match &section.content {
        SectionContent::Prose { .. } => {
            let prose = report.prose.get(&section.id);
            prose.is_none_or(|prose| !prose.has_text())
        }
        SectionContent::Table(table) => {
            let in_table = |address: &Address| address.table() == table.as_str();
            !report.entries.keys().any(in_table) && !report.stated.keys().any(in_table)
        }
    }
}

/// Whether a standard part, or the text of a section without parts, is far shorter than is usual.
fn is_hardly_begun(report: &Report, section: &Section) -> bool {
    let SectionContent::Prose { usual, parts, .. } = &section.content else {
        return false;
    };
    let Some(prose) = report.prose.get(&section.id) else {
        return true;
    };
    let is_short = |length: usize, least: u32| {
        u32::try_from(length).is_ok_and(|length| length < least / NEARLY_EMPTY_SHARE)
    };
    let is_short_part = |part: &crate::report::Part| {
        let standard = parts.iter().find(|standard| standard.id == part.id);
        standard.is_some_and(|standard| is_short(length(&part.text), standard.usual.0))
    };
    prose.parts.iter().any(is_short_part) || is_short(whole_length(prose), usual.0)
}

fn whole_length(prose: &Prose) -> usize {
    let parts = prose.parts.iter().map(|part| length(&part.text));
    parts.fold(length(&prose.lead), usize::saturating_add)
}

/// Characters of a text that are seen.
fn length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
