//! The command check: all findings of one or several reports, for people or as JSON.

use super::arguments::Arguments;
use super::json;
use super::{Done, Failure, Loaded, load, load_or_import, print, say};
use crate::check::{self as rules, Finding, Severity};
use crate::place::Place;
use crate::report::PastYear;
use std::path::Path;

/// Lists every open finding of each file.
pub fn check(arguments: &Arguments) -> Result<Done, Failure> {
    let prior = arguments.prior.as_deref().map(past_year).transpose()?;
    let several = arguments.files.len() > 1;
    let mut done = Done::Well;
    let mut objects = Vec::new();
    for path in &arguments.files {
        let loaded = match load(path, arguments.template.as_ref()) {
            Ok(loaded) => loaded,
            Err(failure) => {
                say(failure);
                done = Done::PartlyUnreadable;
                continue;
            }
        };
        let Loaded { report, template } = loaded;
        if let Some(past) = prior.as_ref().filter(|past| past.year + 1 != report.year) {
            let (last, year) = (past.year, report.year);
            say(format!(
                "注意：--prior 给的是 {last} 年的报告，{} 是 {year} 年的。",
                path.display()
            ));
        }
        let findings = rules::check(&template, &report, prior.as_ref());
        let open = rules::open(&findings, &report);
        let name = path.display().to_string();
        match arguments.json {
            true => objects.extend(
                open.iter()
                    .map(|f| json::finding(f, several.then_some(&name))),
            ),
            false => print(&open.iter().map(|f| in_words(f)).collect::<String>()),
        }
        say(format!("{name}：{}", summary(&open)));
        if matches!(done, Done::Well) && open.iter().any(|f| f.severity != Severity::Question) {
            done = Done::WithFindings;
        }
    }
    if arguments.json {
        print(&json::array(&objects));
    }
    Ok(done)
}

/// How many findings of each severity there are.
pub fn summary(findings: &[&Finding]) -> String {
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

fn past_year(path: &Path) -> Result<PastYear, Failure> {
    let last = load_or_import(path, None)?;
    Ok(last.report.as_past_year(&last.template))
}

fn in_words(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "错误",
        Severity::Unfilled => "未填",
        Severity::Question => "疑问",
    };
    let Finding {
        rule,
        law,
        message,
        advice,
        ..
    } = finding;
    let cells: Vec<String> = finding.cells().map(Place::to_string).collect();
    let mut text = format!(
        "{severity}（{rule}）{message}{advice}\n    位置：{}\n",
        cells.join(" ")
    );
    if !law.is_empty() {
        text.push_str(&format!("    依据：{law}\n"));
    }
    text
}
