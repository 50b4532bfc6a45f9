//! Next year's report from last year's: what is carried, moved, asked and kept.

use super::template::shared;
use crate::template::at;
use nianbao::check::{Finding, Remedy, Severity, check};
use nianbao::import::import_text;
use nianbao::place::Place;
use nianbao::report::file::{from_text, to_text};
use nianbao::report::similarity::similarity;
use nianbao::report::succession::{LONGEST_HISTORY, Succession, next};
use nianbao::report::{Entry, Report};
use nianbao::template::Template;
use nianbao::text::years::{left_over, shift};
use nianbao::text::{LastYear, YearText};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

const YEARS: &str = include_str!("../cases/succession/years.txt");

#[derive(Debug, Default)]
struct YearCase {
    before: String,
    after: Option<String>,
    asked: Vec<String>,
}

fn year_cases() -> Vec<YearCase> {
    let mut cases: Vec<YearCase> = Vec::new();
    for line in YEARS.lines() {
        let (mark, rest) = line.split_at_checked(2).unwrap_or((line, ""));
        match mark {
            "- " => cases.push(YearCase {
                before: rest.to_owned(),
                ..YearCase::default()
            }),
            "+ " => cases.last_mut().unwrap().after = Some(rest.to_owned()),
            "? " => cases.last_mut().unwrap().asked.push(rest.to_owned()),
            _ => assert!(line.is_empty() || line.starts_with('#'), "{line}"),
        }
    }
    cases
}

#[test]
fn years_move_where_it_is_certain_and_the_rest_is_asked() {
    let mut wrong = Vec::new();
    for case in year_cases() {
        let shifted = shift(&case.before, 2024, 2025);
        let expected = case.after.as_ref().unwrap_or(&case.before);
        if shifted.text != *expected {
            wrong.push(format!("  {}\n→ {}", case.before, shifted.text));
        }
        let last = LastYear::of([case.before.as_str()]);
        let text: Vec<char> = shifted.text.chars().collect();
        let asked: Vec<String> = left_over(&YearText::of(&shifted.text), 2025, &last, &[], &[])
            .into_iter()
            .map(|question| text[question.sentence].iter().collect())
            .collect();
        let fits = asked.len() == case.asked.len()
            && asked
                .iter()
                .zip(&case.asked)
                .all(|(asked, expected)| asked.starts_with(expected));
        if !fits {
            wrong.push(format!("  {}\n? {asked:?}", case.before));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_moved_year_says_where_it_stands() {
    for case in year_cases() {
        let shifted = shift(&case.before, 2024, 2025);
        let text: Vec<char> = shifted.text.chars().collect();
        let mut back = text.clone();
        for moved in shifted.moved.iter().rev() {
            let range = moved.start..moved.start + moved.after.chars().count();
            assert_eq!(text[range.clone()].iter().collect::<String>(), moved.after);
            back.splice(range, moved.before.chars());
        }
        assert_eq!(back.iter().collect::<String>(), case.before);
    }
}

/// The reports of the shared folder, imported; empty where the folder is not there.
fn imported() -> Vec<(String, Report)> {
    let names = [
        "000_81271ff029d086a6.txt",
        "001_50c806ca5e70a2c2.txt",
        "002_a411e0a1c57d9535.txt",
        "003_60914c73e690bbf7.txt",
        "004_088613f544204e1b.txt",
    ];
    let texts = names
        .iter()
        .filter_map(|name| Some((name, shared(&format!("reports/{name}"))?)));
    texts
        .map(|(name, text)| {
            let imported = import_text(&text, name, None).unwrap();
            ((*name).to_owned(), imported.report)
        })
        .collect()
}

fn next_of(last: &Report) -> Succession {
    let last_template = Template::built_in(&last.template).unwrap();
    let template = Template::for_year(last.year + 1).unwrap();
    next(last, &last_template, last.year + 1, &template)
}

fn findings(report: &Report) -> Vec<Finding> {
    check(&Template::built_in(&report.template).unwrap(), report, None)
}

/// What must stand unchanged in the draft, and what must be asked about, by the beginning of the file's name.
const MENTIONS: [(&str, &[&str], &[&str]); 5] = [
    ("000", &["国办函〔2020〕109号"], &[]),
    ("001", &["2024 年 6 月份成立以来"], &[]),
    (
        "002",
        &["2025 年部门决算", "2024 年部门预算", "国办函〔2020〕109号"],
        &["2025 年部门决算"],
    ),
    ("003", &[], &[]),
    (
        "004",
        &["2021年政务公开工作要点", "国办发〔2021〕12号", "2021年5月"],
        &["2021年政务公开工作要点", "2021年5月"],
    ),
];

#[test]
fn a_draft_from_a_published_report_asks_only_what_is_open() {
    for (name, last) in imported() {
        let draft = next_of(&last).report;
        let found = findings(&draft);
        assert!(
            found.iter().all(|f| f.severity != Severity::Error),
            "{name}: {found:?}"
        );
        let expected_rules = [
            "unfilled",
            "carried",
            "year_left_over",
            "no_end_mark",
            "text_against_table",
            "fee_statement",
            "half_width_marks",
            "stray_spaces",
        ];
        for finding in &found {
            assert!(
                expected_rules.contains(&finding.rule.as_str()),
                "{name}: {finding:?}"
            );
        }
        let texts: Vec<String> = draft
            .text_places()
            .filter_map(|place| draft.text(&place).map(str::to_owned))
            .collect();
        let &(_, kept, asked) = MENTIONS.iter().find(|m| name.starts_with(m.0)).unwrap();
        for mention in kept {
            assert!(
                texts.iter().any(|text| text.contains(mention)),
                "{name}: {mention}"
            );
        }
        let left: Vec<&Finding> = found
            .iter()
            .filter(|f| f.rule == "year_left_over")
            .collect();
        assert_eq!(left.len(), asked.len(), "{name}: {left:#?}");
        let changes = &draft.year_changes;
        assert!(changes.iter().all(
            |c| c.after == (draft.year).to_string() || c.after == (draft.year + 1).to_string()
        ));
        let outside = |text: &str| text.matches(&format!("{}年，", last.year)).count();
        assert_eq!(
            texts.iter().map(|text| outside(text)).sum::<usize>(),
            0,
            "{name}"
        );
    }
}

#[test]
fn everything_carried_waits_until_it_is_confirmed_or_changed() {
    for (_, last) in imported() {
        let mut draft = next_of(&last).report;
        let mut expected: BTreeSet<Place> = draft
            .text_places()
            .filter(|place| !matches!(place, Place::PartHeading(..)))
            .filter(|place| draft.text(place).is_some_and(|text| !text.is_empty()))
            .collect();
        expected.extend(draft.entries.keys().cloned().map(Place::Figure));
        assert_eq!(draft.carried, expected);
        let first = draft.carried.first().unwrap().clone();
        draft.touch(&first);
        assert!(!draft.carried.contains(&first));
        let rest: Vec<Place> = draft.carried.iter().cloned().collect();
        draft.confirm(&rest);
        assert!(
            findings(&draft)
                .iter()
                .all(|finding| finding.rule != "carried")
        );
    }
}

#[test]
fn a_moved_year_is_taken_back_and_moved_again() {
    let template = Template::built_in("2021").unwrap();
    let mut last = Report::new(&template, "某局", 2024);
    let place = Place::parse("problems.lead").unwrap();
    *last.text_mut(&place).unwrap() =
        "2024年公开12件。二〇二四年，全年培训2次，比2023年增长。".to_owned();
    let original = last.text(&place).unwrap().to_owned();
    let mut draft = next_of(&last).report;
    let moved = draft.text(&place).unwrap().to_owned();
    assert_eq!(
        moved,
        "2025年公开12件。二〇二五年，全年培训2次，比2024年增长。"
    );
    // A sentence added before them does not lose them.
    let added = format!("今年情况如下。{moved}");
    *draft.text_mut(&place).unwrap() = added;
    for index in [2, 0, 1] {
        let change = draft.year_changes[index].clone();
        assert!(draft.take_back(&change));
    }
    assert_eq!(
        draft.text(&place).unwrap(),
        format!("今年情况如下。{original}")
    );
    assert_eq!(draft.years_taken_back(&place).len(), 3);
    assert!(
        findings(&draft)
            .iter()
            .all(|finding| finding.rule != "year_left_over")
    );
    let text = to_text(&template, &draft);
    assert_eq!(from_text(&text, "a.ron").unwrap(), draft);
    for index in [1, 2, 0] {
        let change = draft.year_changes[index].clone();
        assert!(draft.take_back(&change));
    }
    assert_eq!(
        draft.text(&place).unwrap(),
        format!("今年情况如下。{moved}")
    );
    // A rewritten sentence cannot be taken back.
    *draft.text_mut(&place).unwrap() = "全部重写。".to_owned();
    let change = draft.year_changes[0].clone();
    assert!(!draft.take_back(&change));
}

/// A report with a figure of its own in every entered cell, some with notes and marks.
fn filled(template: &Template, year: u16, seed: u32) -> Report {
    let mut report = Report::new(template, "某市某局", year);
    for (index, cell) in template
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_total())
    {
        let number = (seed * 7 + index as u32) % 90;
        let text = match index % 9 {
            3 => format!("{number}（其中{}件）", number / 2),
            5 => "/".to_owned(),
            7 => format!("+{number}"),
            _ => number.to_string(),
        };
        report
            .entries
            .insert(cell.address.clone(), Entry::parse(&text).unwrap());
    }
    report
}

#[test]
fn every_earlier_figure_stays_as_it_was_over_the_years() {
    let mut history = Vec::new();
    let mut report = filled(&Template::for_year(2019).unwrap(), 2019, 1);
    for year in 2020..2033 {
        let template = Template::built_in(&report.template).unwrap();
        history.insert(0, report.as_past_year(&template));
        history.truncate(LONGEST_HISTORY);
        let draft = next_of(&report).report;
        let template = Template::for_year(year).unwrap();
        // Through the file, as it is between two years.
        let draft = from_text(&to_text(&template, &draft), "a.ron").unwrap();
        assert_eq!(
            (draft.year, draft.template.as_str()),
            (year, template.form.id.as_str())
        );
        let kept: Vec<_> = draft
            .history
            .iter()
            .map(|past| (past.year, &past.figures))
            .collect();
        let expected: Vec<_> = history
            .iter()
            .map(|past| (past.year, &past.figures))
            .collect();
        assert_eq!(kept, expected);
        let grown = filled(&template, year, u32::from(year));
        report = Report {
            entries: grown.entries,
            ..draft
        };
    }
    assert_eq!(history.len(), 10);
}

#[test]
fn what_is_carried_over_follows_from_the_rules() {
    let template = Template::for_year(2024).unwrap();
    let mut last = filled(&template, 2024, 3);
    for (index, column) in ["natural", "business", "research", "legal_service"]
        .iter()
        .enumerate()
    {
        let address = format!("requests.carried_out.{column}");
        last.entries
            .insert(at(&address), Entry::number(index as u32 * 5));
    }
    let in_force = "disclosed.normative_documents.in_force".to_owned();
    last.entries
        .insert(at(&in_force), Entry::parse("22（其中修订16件）").unwrap());
    last.entries.insert(
        at("requests.carried_out.charity"),
        Entry::Mark("/".to_owned()),
    );
    last.entries.remove("requests.carried_out.other");
    let mut draft = next_of(&last).report;
    for column in ["natural", "business", "research", "legal_service"] {
        let was = last.entries[format!("requests.carried_out.{column}").as_str()]
            .value()
            .unwrap();
        assert_eq!(
            draft.entries[format!("requests.carried_in.{column}").as_str()],
            Entry::number(was)
        );
    }
    assert_eq!(draft.entries.len(), 4);
    // In force is offered as soon as issued and repealed are entered.
    for (column, figure) in [("issued", 5), ("repealed", 2)] {
        let address = format!("disclosed.normative_documents.{column}");
        draft.entries.insert(at(&address), Entry::number(figure));
    }
    let was = last.entries["disclosed.normative_documents.in_force"]
        .value()
        .unwrap();
    let offer = Remedy::Fill(vec![(
        at("disclosed.normative_documents.in_force"),
        was + Decimal::from(3),
    )]);
    assert!(
        findings(&draft)
            .iter()
            .any(|finding| finding.remedy.as_ref() == Some(&offer))
    );
}

#[test]
fn the_form_of_2019_is_succeeded_by_that_of_2021() {
    let (old, new) = (
        Template::built_in("2019").unwrap(),
        Template::built_in("2021").unwrap(),
    );
    assert_eq!(new.lineage_problems(&old), []);
    let mut last = filled(&old, 2020, 2);
    last.entries
        .insert(at("requests.carried_out.natural"), Entry::number(4));
    let succession = next_of(&last);
    let draft = &succession.report;
    assert_eq!(draft.template, "2021");
    let was = last.entries["requests.carried_out.natural"]
        .value()
        .unwrap();
    assert_eq!(
        draft.entries["requests.carried_in.natural"],
        Entry::number(was)
    );
    let dropped = succession.dropped.join("\n");
    for lost in [
        "政府集中采购",
        "其他对外管理服务事项",
        "对外公开总数量",
        "上一年项目数量",
        "（六）其他处理",
    ] {
        assert!(dropped.contains(lost), "{lost} is not in\n{dropped}");
    }
    assert!(!dropped.contains("（一）予以公开"), "{dropped}");
    let past = draft.prior().unwrap();
    assert_eq!(
        past.figure(&new, "disclosed.regulations.issued"),
        last.entries.get("disclosed.regulations.made")
    );
    assert_eq!(past.figure(&new, "requests.otherwise.natural"), None);
    assert_eq!(past.figure(&new, "disclosed.regulations.in_force"), None);
}

#[test]
fn figures_that_surprise_beside_last_year_are_asked() {
    let template = Template::for_year(2025).unwrap();
    let address = "disclosed.permits.decisions";
    let cases = [
        ("120", "1200", Some("jump_from_last_year")),
        ("1200", "0", Some("jump_from_last_year")),
        ("1", "12", None),
        ("9", "99", None),
        ("120", "1199", None),
        ("1234", "1234", Some("same_as_last_year")),
        ("5", "5", None),
        ("0", "0", None),
    ];
    for (last_figure, figure, expected) in cases {
        let mut last = Report::new(&template, "某局", 2024);
        last.entries
            .insert(at(address), Entry::parse(last_figure).unwrap());
        let mut draft = next_of(&last).report;
        draft
            .entries
            .insert(at(address), Entry::parse(figure).unwrap());
        let rules: Vec<String> = findings(&draft).into_iter().map(|f| f.rule).collect();
        for rule in ["jump_from_last_year", "same_as_last_year"] {
            let found = rules.iter().any(|known| known == rule);
            assert_eq!(
                found,
                expected == Some(rule),
                "{last_figure} → {figure}: {rule}"
            );
        }
    }
}

#[test]
fn similarity_tells_copied_sentences_from_new_ones() {
    let template = Template::for_year(2025).unwrap();
    let place = Place::parse("problems.lead").unwrap();
    let mut last = Report::new(&template, "某局", 2024);
    *last.text_mut(&place).unwrap() =
        "2024年，本局公开工作还有不足之处。二是人员业务能力仍需要提升。无。".to_owned();
    let mut draft = next_of(&last).report;
    let of = |draft: &Report| {
        let all = similarity(&template, draft);
        all.into_iter().find(|s| s.section == "problems").unwrap()
    };
    assert_eq!(of(&draft).percent(), Some(100));
    *draft.text_mut(&place).unwrap() =
        "2025年, 本局公开工作还有不足之处.二是网站栏目更新不够及时了。无。".to_owned();
    let part = of(&draft);
    assert_eq!(
        (part.same.len(), part.percent()),
        (0, Some(0)),
        "a comma for a full stop joins two sentences"
    );
    *draft.text_mut(&place).unwrap() =
        "2025年, 本局公开工作 还有不足之处！二是网站栏目更新不够及时了。无。".to_owned();
    let part = of(&draft);
    assert_eq!((part.same.len(), part.percent()), (1, Some(50)));
    *draft.text_mut(&place).unwrap() = "无。".to_owned();
    assert_eq!(of(&draft).percent(), None);
}
