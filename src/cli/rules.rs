//! The command rules: every rule of a form with its level, explanation, source, advice and an example.

use super::arguments::Arguments;
use super::{Done, Failure, json, named_form, print, say};
use crate::check::{self, RuleInfo, Severity};
use crate::task::Office;

/// Lists the rules of the form given, else of the newest.
pub fn rules(office: &Office, arguments: &Arguments) -> Result<Done, Failure> {
    let template = match named_form(office, arguments.template.as_ref())? {
        Some(form) => form,
        None => office.forms.newest()?,
    };
    let rules = check::rules(&template);
    if arguments.json {
        let objects: Vec<String> = rules.iter().map(json::rule).collect();
        print(&json::array(&objects))?;
    } else {
        print(&rules.iter().map(in_words).collect::<String>())?;
    }
    say(format!(
        "{}，共 {} 条规则。",
        template.form.name,
        rules.len()
    ));
    Ok(Done::Well)
}

fn in_words(rule: &RuleInfo) -> String {
    let level = match rule.level {
        Severity::Error => "错误",
        Severity::Unfilled => "未填",
        Severity::Question => "疑问",
    };
    let mut text = format!("{}（{level}）{}\n", rule.id, rule.explanation);
    for (name, about) in [
        ("依据", rule.law),
        ("处理", rule.advice),
        ("例如", rule.example),
    ] {
        if !about.is_empty() {
            text.push_str(&format!("    {name}：{about}\n"));
        }
    }
    text
}
