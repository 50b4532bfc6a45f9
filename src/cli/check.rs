//! The command check: all findings of one or several reports, for people or as JSON.

use super::arguments::Arguments;
use super::json;
use super::{Done, Failure, load, print, say};
use crate::check::{Finding, Severity};
use crate::place::Place;
use crate::task::Office;
use crate::task::check::{findings, past_year, summary};
use crate::template::Template;

/// Lists every open finding of each file.
pub fn check(office: &Office, arguments: &Arguments) -> Result<Done, Failure> {
    let prior = arguments.prior.as_deref();
    let prior = prior.map(|path| past_year(office, path)).transpose()?;
    let several = arguments.files.len() > 1;
    let mut done = Done::Well;
    let mut objects = Vec::new();
    for path in &arguments.files {
        let mut loaded = match load(office, path, arguments.template.as_ref()) {
            Ok(loaded) => loaded,
            Err(failure) => {
                say(failure);
                done = Done::PartlyUnreadable;
                continue;
            }
        };
        if let Some(rule) = unknown_rule(&loaded.template, &arguments.without) {
            say(format!(
                "格式里没有编号为 {rule} 的规则；全部规则用 nianbao-cli rules 列出。"
            ));
        }
        loaded.report.rules_off.extend(arguments.without.clone());
        let report = &loaded.report;
        if let Some(past) = prior
            .as_ref()
            .filter(|past| past.year.checked_add(1) != Some(report.year))
        {
            let (last, year) = (past.year, report.year);
            say(format!(
                "注意：--prior 给的是 {last} 年的报告，{} 是 {year} 年的。",
                path.display()
            ));
        }
        let open = findings(&loaded, prior.as_ref());
        let name = path.display().to_string();
        match arguments.json {
            true => objects.extend(
                open.iter()
                    .map(|f| json::finding(f, several.then_some(&name))),
            ),
            false => print(&open.iter().map(in_words).collect::<String>())?,
        }
        say(format!("{name}：{}", summary(&open)));
        if matches!(done, Done::Well) && open.iter().any(|f| f.severity != Severity::Question) {
            done = Done::WithFindings;
        }
    }
    if arguments.json {
        print(&json::array(&objects))?;
    }
    Ok(done)
}

/// The first of these ids that no rule of the form has.
fn unknown_rule<'a>(template: &Template, ids: &'a [String]) -> Option<&'a str> {
    let rules = crate::check::rules(template);
    let is_unknown = |id: &&String| !rules.iter().any(|rule| rule.id == **id);
    ids.iter().find(is_unknown).map(String::as_str)
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
