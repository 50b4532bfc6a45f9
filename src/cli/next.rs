//! The command next: this year's report from last year's, with an account of what was carried and moved.

use super::arguments::Arguments;
use super::check::summary;
use super::commands::{first_file, write};
use super::{Done, Failure, load_or_import, named_template, say};
use crate::check::{self as rules, Severity};
use crate::report::succession;
use crate::template::Template;

/// Next year's report from last year's file, or from any published report that can be imported.
pub fn next(arguments: &Arguments) -> Result<Done, Failure> {
    let source = first_file(arguments)?;
    let last = load_or_import(source, None)?;
    let name = source.display();
    if last.report.year == 0 {
        return Err(Failure::new(format!(
            "{name} 里没有年度，请先打开它补上年度。"
        )));
    }
    let following = last.report.year.saturating_add(1);
    let year = arguments.year.unwrap_or(following);
    if year <= last.report.year {
        return Err(Failure::new(format!(
            "{name} 是 {} 年的报告，新报告的年度应当在它之后，不能是 {year}。",
            last.report.year
        )));
    }
    let template = match &arguments.template {
        Some(given) => named_template(given)?,
        None => Template::for_year(year).map_err(|error| Failure::new(error.to_string()))?,
    };
    for problem in template.lineage_problems(&last.template) {
        say(format!(
            "注意：模板的 {}：{}。",
            problem.place, problem.reason
        ));
    }
    let succession = succession::next(&last.report, &last.template, year, &template);
    write(arguments, &template, &succession.report)?;
    if year != following {
        say(format!(
            "注意：中间隔了年份，上年结转等数字没有带入，请补上 {} 年的报告。",
            year.saturating_sub(1)
        ));
    }
    let findings = rules::check(&last.template, &last.report, None);
    let errors: Vec<_> = findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .collect();
    if !errors.is_empty() {
        say(format!(
            "注意：上年报告里有没处理的问题（{}）带来的数字请多加核对：",
            summary(&errors)
        ));
        errors
            .iter()
            .for_each(|finding| say(format!("  {}", finding.message)));
    }
    succession.account(&template).iter().for_each(say);
    let findings = rules::check(&template, &succession.report, None);
    let open = rules::open(&findings, &succession.report);
    say(format!("现在还有：{}", summary(&open)));
    Ok(Done::Well)
}
