//! Checking a report file, also against last year's: all open findings.

use super::office::Office;
use super::open::{Opened, open_or_import};
use super::problem::TaskError;
use crate::check::{self, Finding, Severity};
use crate::report::PastYear;
use std::path::Path;

/// Last year's figures from its file, or from any published report that can be imported.
///
/// # Errors
/// When it cannot be read.
pub fn past_year(office: &Office, path: &Path) -> Result<PastYear, TaskError> {
    let last = open_or_import(office, path, None)?;
    Ok(last.report.as_past_year(&last.template))
}

/// Everything found in a report that was not answered.
pub fn findings(opened: &Opened, prior: Option<&PastYear>) -> Vec<Finding> {
    let found = check::check(&opened.template, &opened.report, prior);
    check::open(&found, &opened.report)
        .into_iter()
        .cloned()
        .collect()
}

/// How many findings of each severity there are, in words.
pub fn summary(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    match findings.is_empty() {
        true => "没有错误，没有未填，没有疑问。".to_owned(),
        false => format!(
            "{} 处错误，{} 处未填，{} 处疑问。",
            count(Severity::Error),
            count(Severity::Unfilled),
            count(Severity::Question)
        ),
    }
}
