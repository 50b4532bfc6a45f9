//! JSON as the command line's contract has it: figures as exact numbers, keys in their order.

use crate::check::{Finding, RuleInfo, Severity};
use rust_decimal::Decimal;
use serde_json::Value;

/// A flat object of strings, one key a line.
pub fn object(pairs: &[(&str, String)]) -> String {
    let lines: Vec<String> = pairs
        .iter()
        .map(|(key, value)| format!("  {}: {}", string(key), string(value)))
        .collect();
    match lines.is_empty() {
        true => "{}\n".to_owned(),
        false => format!("{{\n{}\n}}\n", lines.join(",\n")),
    }
}

/// An array of objects that are JSON already, one a line.
pub fn array(objects: &[String]) -> String {
    match objects.is_empty() {
        true => "[]\n".to_owned(),
        false => format!("[\n  {}\n]\n", objects.join(",\n  ")),
    }
}

/// One finding; `file` names its report when there are several.
pub fn finding(finding: &Finding, file: Option<&String>) -> String {
    let cells: Vec<String> = finding
        .cells()
        .map(|place| string(&place.to_string()))
        .collect();
    let mut fields = vec![
        ("rule", string(&finding.rule)),
        ("severity", string(severity(finding.severity))),
        ("cells", format!("[{}]", cells.join(", "))),
        ("left", number(finding.left)),
        ("right", number(finding.right)),
        ("difference", number(finding.difference)),
        ("message", string(&finding.message)),
        ("advice", string(&finding.advice)),
        ("law", string(&finding.law)),
    ];
    if let Some(file) = file {
        fields.insert(0, ("file", string(file)));
    }
    one_object(&fields)
}

/// One rule of a form.
pub fn rule(rule: &RuleInfo) -> String {
    one_object(&[
        ("id", string(rule.id)),
        ("level", string(severity(rule.level))),
        ("explanation", string(rule.explanation)),
        ("source", string(rule.law)),
        ("advice", string(rule.advice)),
        ("example", string(rule.example)),
    ])
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Unfilled => "unfilled",
        Severity::Question => "question",
    }
}

fn one_object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|(key, value)| format!("\"{key}\": {value}"))
        .collect();
    format!("{{{}}}", fields.join(", "))
}

fn string(text: &str) -> String {
    Value::from(text).to_string()
}

/// An exact JSON number; a decimal's text is one already.
fn number(figure: Option<Decimal>) -> String {
    figure.map_or("null".to_owned(), |figure| figure.to_string())
}
