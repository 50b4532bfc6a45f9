//! Every rule with one smallest report that breaks it and one that keeps it, and the published reports without false alarms.

use crate::template::{at, forms, shared};
use nianbao::check::{self, Finding, Memory, Remedy, Severity};
use nianbao::import;
use nianbao::place::{Address, Id, Place};
use nianbao::report::{Answer, Entry, PastYear, Report, succession};
use nianbao::template::Template;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A report of zeros with a sentence in every text, and what is different in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Case {
    form: String,
    year: u16,
    agency: String,
    set: BTreeMap<String, String>,
    /// Beginnings of addresses that are left empty.
    clear: Vec<String>,
    stated: BTreeMap<String, String>,
    prior: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
    carried: Vec<String>,
    /// Parts of a section that change places.
    swap: Vec<(String, usize, usize)>,
    /// Parts that are taken away, by section and index.
    remove: Vec<(String, usize)>,
    rules_off: Vec<String>,
    expected: Vec<String>,
}

impl Default for Case {
    fn default() -> Case {
        let empty = BTreeMap::new;
        Case {
            form: "2021".to_owned(),
            year: 2024,
            agency: "甲县乙局".to_owned(),
            set: empty(),
            clear: Vec::new(),
            stated: empty(),
            prior: empty(),
            texts: empty(),
            carried: Vec::new(),
            swap: Vec::new(),
            remove: Vec::new(),
            rules_off: Vec::new(),
            expected: Vec::new(),
        }
    }
}

#[derive(Deserialize)]
struct Pair {
    breaks: Case,
    keeps: Case,
}

impl Case {
    fn report(&self, template: &Template) -> Report {
        let mut report = zeros(template, &self.agency, self.year);
        let entries = |figures: &BTreeMap<String, String>| {
            let entry = |(address, figure): (&String, &String)| {
                let address = at(address);
                (address, Entry::parse(figure).unwrap())
            };
            figures.iter().map(entry).collect::<Vec<_>>()
        };
        report.entries.extend(entries(&self.set));
        report
            .entries
            .retain(|address, _| !self.clear.iter().any(|start| address.starts_with(start)));
        report.stated.extend(entries(&self.stated));
        for (place, text) in &self.texts {
            *report.text_mut(&Place::parse(place).unwrap()).unwrap() = text.clone();
        }
        for (section, one, other) in &self.swap {
            let prose = report.prose.get_mut(section.as_str()).unwrap();
            prose.parts.swap(*one, *other);
        }
        for (section, part) in &self.remove {
            report
                .prose
                .get_mut(section.as_str())
                .unwrap()
                .parts
                .remove(*part);
        }
        report.carried = self
            .carried
            .iter()
            .map(|p| Place::parse(p).unwrap())
            .collect();
        report.rules_off.extend(self.rules_off.iter().cloned());
        if !self.prior.is_empty() {
            report.history.push(PastYear {
                year: self.year - 1,
                template: "2021".to_owned(),
                figures: entries(&self.prior).into_iter().collect(),
                ..PastYear::default()
            });
        }
        report
    }
}

/// A report of zeros that no rule objects to.
pub fn zeros(template: &Template, agency: &str, year: u16) -> Report {
    let mut report = Report::new(template, agency, year);
    for cell in template.cells.iter().filter(|cell| !cell.is_total()) {
        report
            .entries
            .insert(cell.address.clone(), Entry::number(0));
    }
    for (section, prose) in &mut report.prose {
        if prose.parts.is_empty() {
            prose.lead = format!("{section}：没有收取信息处理费。");
        }
        for part in &mut prose.parts {
            part.text = "做了工作。".to_owned();
        }
    }
    report
}

fn in_words(finding: &Finding) -> String {
    let remedy = match &finding.remedy {
        None => String::new(),
        Some(Remedy::AdoptComputed(address)) => format!(" 采用 {address}"),
        Some(Remedy::AddPart {
            section,
            index,
            part,
        }) => format!(" 补上 {section} {index} {part}"),
        Some(Remedy::Fill(figures)) => figures
            .iter()
            .map(|(address, figure)| format!(" 填入 {address} {figure}"))
            .collect(),
        Some(Remedy::Correct(_, corrections)) => {
            let instead: Vec<&str> = corrections.iter().map(|c| c.instead.as_str()).collect();
            format!(" 改为 {}", instead.join(" "))
        }
        Some(Remedy::Confirm(places)) => {
            let places: Vec<String> = places.iter().map(Place::to_string).collect();
            format!(" 确认 {}", places.join(" "))
        }
    };
    let Finding {
        severity,
        rule,
        message,
        ..
    } = finding;
    format!("{severity:?} {rule} {message}{remedy}")
}

fn compare(name: &str, case: &Case) -> Vec<String> {
    let template = Template::built_in(&case.form).unwrap();
    let report = case.report(&template);
    let findings = check::check(&template, &report, None);
    for finding in &findings {
        assert!(finding.cells().next().is_some(), "{name}: {finding:?}");
        assert!(!finding.advice.is_empty(), "{name}: {finding:?}");
        assert_eq!(finding.fingerprint.len(), 16);
    }
    let actual: Vec<String> = findings.iter().map(in_words).collect();
    match actual == case.expected {
        true => Vec::new(),
        false => vec![format!(
            "{name}:\n  expected {:#?}\n  found {actual:#?}",
            case.expected
        )],
    }
}

#[test]
fn every_rule_is_broken_and_kept() {
    let cases = cases();
    assert!(cases.len() > 20);
    let mut wrong = Vec::new();
    for (name, pair) in &cases {
        assert!(!pair.breaks.expected.is_empty(), "{name} breaks nothing");
        wrong.extend(compare(&format!("{name} (breaks)"), &pair.breaks));
        wrong.extend(compare(&format!("{name} (keeps)"), &pair.keeps));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every case, by the name of its file.
fn cases() -> Vec<(String, Pair)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/check");
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let read = |file: std::path::PathBuf| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(file).unwrap();
        let pair = ron::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, pair)
    };
    files.into_iter().map(read).collect()
}

#[test]
fn every_rule_of_every_form_is_broken_in_one_case_and_kept_beside_it() {
    let finds = |case: &Case| -> BTreeSet<String> {
        let template = Template::built_in(&case.form).unwrap();
        let found = check::check(&template, &case.report(&template), None);
        found.into_iter().map(|finding| finding.rule).collect()
    };
    let mut proven = BTreeSet::new();
    for (_, pair) in cases() {
        let kept = finds(&pair.keeps);
        proven.extend(finds(&pair.breaks).difference(&kept).cloned());
    }
    let mut known = BTreeSet::new();
    for template in forms() {
        for rule in check::rules(template) {
            assert!(
                proven.contains(rule.id),
                "no case breaks and keeps {}",
                rule.id
            );
            assert!(!rule.explanation.is_empty() && !rule.example.is_empty());
            known.insert(rule.id.to_owned());
        }
    }
    let strangers: Vec<_> = proven.difference(&known).collect();
    assert!(strangers.is_empty(), "{strangers:?} are rules of no form");
}

#[test]
fn an_answered_question_is_asked_again_only_when_it_changes() {
    let template = Template::built_in("2021").unwrap();
    let mut report = zeros(&template, "甲县乙局", 2024);
    let place = Place::parse("overview.1.text").unwrap();
    *report.text_mut(&place).unwrap() = "收到申请3件。".to_owned();
    let findings = check::check(&template, &report, None);
    assert_eq!(findings.len(), 1);
    report.answers.push(Answer {
        fingerprint: findings[0].fingerprint.clone(),
        reason: "口径不同".to_owned(),
    });
    let findings = check::check(&template, &report, None);
    assert!(check::open(&findings, &report).is_empty());
    *report.text_mut(&place).unwrap() = "收到申请4件。".to_owned();
    let findings = check::check(&template, &report, None);
    assert_eq!(check::open(&findings, &report).len(), 1);
}

#[test]
fn published_reports_raise_no_false_alarm() {
    let names = [
        "000_81271ff029d086a6",
        "001_50c806ca5e70a2c2",
        "002_a411e0a1c57d9535",
        "003_60914c73e690bbf7",
        "004_088613f544204e1b",
    ];
    for name in names {
        let Some(source) = shared(&format!("reports/{name}.txt")) else {
            return;
        };
        let report = import::import_text(&source, name, None).unwrap().report;
        let template = Template::built_in(&report.template).unwrap();
        let questions: BTreeSet<String> = check::check(&template, &report, None)
            .iter()
            .filter(|finding| finding.severity != Severity::Unfilled)
            .map(|finding| finding.rule.clone())
            .collect();
        // The report of 004 says nothing about the fees, which it should, and parts its clauses with half-width commas.
        let expected: &[&str] = if name.starts_with("004") {
            &["fee_statement", "half_width_marks", "stray_spaces"]
        } else {
            &[]
        };
        let questions: Vec<&str> = questions.iter().map(String::as_str).collect();
        assert_eq!(questions, expected, "{name}");
    }
}

/// Changes one thing in a report or its form.
type Change = fn(&mut Template, &mut Report);

fn put(report: &mut Report, place: &str, text: &str) {
    *report.text_mut(&Place::parse(place).unwrap()).unwrap() = text.to_owned();
}

fn enter(figures: &mut BTreeMap<Address, Entry>, address: &str, figure: i64) {
    figures.insert(Address::parse(address).unwrap(), Entry::number(figure));
}

/// One after the other; each is seen by the check.
const CHANGES: [Change; 19] = [
    |_, report| enter(&mut report.entries, "requests.new.natural", 5),
    |_, report| enter(&mut report.stated, "requests.new.total", 9),
    |_, report| enter(&mut report.history[0].figures, "requests.new.natural", 500),
    |_, report| enter(&mut report.entries, "requests.newer.natural", 5),
    |_, report| report.stated.clear(),
    |_, report| put(report, "overview.1.text", "收到申请3件"),
    |_, report| put(report, "overview.0.text", "2023年，公开信息XX条，，共5条。"),
    |_, report| put(report, "overview.0.text", "2023年，公开信息20条，共5条。"),
    |_, report| put(report, "overview.0.heading", "主动公开（改过的"),
    |_, report| report.year = 2030,
    |_, report| report.year = 2024,
    |_, report| {
        put(
            report,
            "other.lead",
            "今年公开信息，2023年度部门预算已经公布。",
        )
    },
    |_, report| {
        let texts = [("other.lead", "今年公开信息，2022年度部门预算已经公布。")];
        let own = |(path, text): (&str, &str)| (Place::parse(path).unwrap(), text.to_owned());
        report.history[0].texts = texts.into_iter().map(own).collect();
    },
    |_, report| report.history[0].texts.clear(),
    |_, report| {
        let parts = &mut report.prose.get_mut("overview").unwrap().parts;
        parts.swap(0, 1);
    },
    |_, report| {
        let parts = &mut report.prose.get_mut("overview").unwrap().parts;
        parts.remove(0);
    },
    |_, report| put(report, "overview.0.text", ""),
    |_, report| put(report, "preface", "待补充（"),
    |template, _| *template = with_other_words("待补充", "不会写"),
];

/// The form read again, with other words in it.
fn with_other_words(words: &str, instead: &str) -> Template {
    let text = include_str!("../../templates/2021.ron");
    assert!(text.contains(words), "{words}");
    Template::parse(&text.replace(words, instead), "form.ron").unwrap()
}

#[test]
fn a_memory_of_earlier_checks_changes_nothing() {
    let mut template = Template::clone(&Template::built_in("2021").unwrap());
    let mut report = zeros(&template, "甲县乙局", 2024);
    report.history.push(PastYear {
        year: 2023,
        template: "2021".to_owned(),
        ..PastYear::default()
    });
    let mut memory = Memory::default();
    let mut last = check::check_again(&template, &report, None, &mut memory);
    for (index, change) in CHANGES.iter().enumerate() {
        change(&mut template, &mut report);
        let afresh = check::check(&template, &report, None);
        let again = check::check_again(&template, &report, None, &mut memory);
        assert_eq!(again, afresh, "after change {index}");
        assert_ne!(again, last, "change {index} is not seen");
        last = again;
    }
}

#[test]
fn a_year_taken_back_is_no_longer_asked_for_with_a_memory_either() {
    let template = Template::built_in("2021").unwrap();
    let mut last = zeros(&template, "甲县乙局", 2023);
    put(&mut last, "other.lead", "2023年，未收取信息处理费。");
    let mut report = succession::next(&last, &template, 2024, &template).report;
    let mut memory = Memory::default();
    let before = check::check_again(&template, &report, None, &mut memory);
    let change = report.year_changes[0].clone();
    assert!(report.take_back(&change));
    let again = check::check_again(&template, &report, None, &mut memory);
    assert_eq!(again, check::check(&template, &report, None));
    // The same text typed by hand is asked about.
    report.year_changes.clear();
    let typed = check::check_again(&template, &report, None, &mut memory);
    assert_eq!(typed, check::check(&template, &report, None));
    assert_eq!(typed.len(), again.len() + 1);
    assert_eq!(again.len(), before.len());
}

#[test]
fn deadlines_differ_by_agency_and_unfinished_dates_are_left_alone() {
    let template = Template::built_in("2021").unwrap();
    let is_late = |agency: &str, date: &str| {
        let mut report = zeros(&template, agency, 2025);
        report.date = date.to_owned();
        let findings = check::check(&template, &report, None);
        findings
            .iter()
            .any(|found| found.rule == "published_in_time")
    };
    assert!(!is_late("甲县人民政府", "2026年3月31日"));
    assert!(is_late("甲县人民政府", "2026年4月1日"));
    assert!(is_late("甲县财政局", "2026年3月31日"));
    assert!(
        is_late("甲县财政局", "2025年12月30日"),
        "before the year is over"
    );
    assert!(is_late("甲县财政局", "2025年1月20日"), "last year's date");
    assert!(!is_late("甲县财政局", "2026年1月　日"));
    assert!(!is_late("甲县财政局", ""));
    assert!(!is_late("甲县财政局", "二〇二六年一月三十一日"));
}

#[test]
fn texts_that_no_form_prints_and_foreign_units_are_named() {
    let template = Template::built_in("2021").unwrap();
    let mut report = zeros(&template, "甲县乙局", 2025);
    let prose = report.prose["problems"].clone();
    report
        .prose
        .insert(Id::parse("foo").unwrap(), prose.clone());
    report.prose.insert(Id::parse("requests").unwrap(), prose);
    report
        .footnotes
        .insert(Id::parse("zzz").unwrap(), "注".to_owned());
    let told = |report: &Report, rule: &str| -> Vec<String> {
        let findings = check::check(&template, report, None).into_iter();
        findings
            .filter(|found| found.rule == rule)
            .map(|found| found.message)
            .collect()
    };
    let named = told(&report, "unknown_address").join("\n");
    assert!(
        ["foo", "requests", "zzz"]
            .iter()
            .all(|id| named.contains(id)),
        "{named}"
    );
    for (amount, faults) in [("5000元", 1), ("5 元", 1), ("5", 0), ("5（含利息1元）", 0)] {
        let amount = Entry::parse(amount).unwrap();
        report
            .entries
            .insert(at("disclosed.charges.amount"), amount.clone());
        assert_eq!(told(&report, "figure_kind").len(), faults, "{amount}");
    }
}
