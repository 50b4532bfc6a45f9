//! The date of the signature beside the days between which a report is to be published.

use crate::report::Report;
use crate::template::Deadline;
use crate::text::dates::dates;

/// The sentence about a date that no calendar has, or on which the report cannot have been published in time; `None`
/// when it can, and when the report has no whole date.
pub(super) fn missed(report: &Report, deadlines: &[Deadline], message: &str) -> Option<String> {
    let written: Vec<char> = report.date.chars().collect();
    let date = dates(&written).into_iter().next()?;
    let (year, day) = (date.year?, date.day?);
    let next = report.year.checked_add(1).filter(|_| report.year != 0)?;
    let agency = report.agency.trim();
    let deadline = deadlines.iter().find(|deadline| {
        let ends_so = |ending: &String| agency.ends_with(ending.as_str());
        deadline.agencies.is_empty() || deadline.agencies.iter().any(ends_so)
    })?;
    let in_time = year == next && (date.month, day) <= (deadline.month, deadline.day);
    let last = format!("{next}年{}月{}日", deadline.month, deadline.day);
    if !date.exists() {
        let written = report.date.trim();
        return Some(format!("成文日期“{written}”写错了，日历上没有这一天。"));
    }
    (!in_time).then(|| {
        message
            .replace("{date}", report.date.trim())
            .replace("{year}", &report.year.to_string())
            .replace("{first}", &format!("{next}年1月1日"))
            .replace("{deadline}", &last)
    })
}
