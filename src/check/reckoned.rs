//! What the figures gave, kept from one check to the next, so that typing in a text reckons nothing anew.

use super::{Finding, figures, year_over_year};
use crate::place::Address;
use crate::report::{Entry, Figures, PastYear, Report};
use crate::template::Template;
use std::collections::BTreeMap;

/// The findings of the figures, with everything that they depend on.
#[derive(Debug, Clone, Default)]
pub(super) struct Reckoned {
    /// The form by its number; forms count from 1.
    form: u64,
    year: u16,
    entries: BTreeMap<Address, Entry>,
    stated: BTreeMap<Address, Entry>,
    prior: Option<PastYear>,
    findings: Vec<Finding>,
}

impl Reckoned {
    /// What is wrong with the figures, by themselves and beside last year's.
    pub fn findings(
        &mut self,
        template: &Template,
        report: &Report,
        figures: &Figures,
        prior: Option<&PastYear>,
    ) -> &[Finding] {
        if !self.is_of(template, report, prior) {
            self.findings = figures::of_figures(template, figures, prior);
            self.findings.extend(prior.map_or(Vec::new(), |prior| {
                year_over_year::check(template, report, figures, prior)
            }));
            (self.form, self.year) = (template.number, report.year);
            self.entries.clone_from(&report.entries);
            self.stated.clone_from(&report.stated);
            if self.prior.as_ref() != prior {
                self.prior = prior.cloned();
            }
        }
        &self.findings
    }

    fn is_of(&self, template: &Template, report: &Report, prior: Option<&PastYear>) -> bool {
        self.form == template.number
            && self.year == report.year
            && self.entries == report.entries
            && self.stated == report.stated
            && self.prior.as_ref() == prior
    }
}
