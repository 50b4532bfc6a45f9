//! The command next: this year's report from last year's, with an account of what was carried and moved.

use super::arguments::Arguments;
use super::commands::{first_file, output, write};
use super::{Done, Failure, named_form, say};
use crate::check;
use crate::task::check::summary;
use crate::task::save::guard_source;
use crate::task::{Office, next_year};

/// Next year's report from last year's file, or from any published report that can be imported.
pub fn next(office: &Office, arguments: &Arguments) -> Result<Done, Failure> {
    let source = first_file(arguments)?;
    guard_source(office, source, output(arguments)?)?;
    let form = named_form(office, arguments.template.as_ref())?;
    let next = next_year::start(office, source, arguments.year, form)?;
    let report = &next.succession.report;
    write(office, arguments, &next.template, report)?;
    next.remarks.iter().for_each(say);
    if !next.errors.is_empty() {
        say(format!(
            "注意：上年报告里有没处理的问题（{}）带来的数字请多加核对：",
            summary(&next.errors)
        ));
        for finding in &next.errors {
            say(format!("  {}", finding.message));
        }
    }
    next.succession.account(&next.template).iter().for_each(say);
    let found = check::check(&next.template, report, None);
    let open: Vec<_> = check::open(&found, report).into_iter().cloned().collect();
    say(format!("现在还有：{}", summary(&open)));
    Ok(Done::Well)
}
