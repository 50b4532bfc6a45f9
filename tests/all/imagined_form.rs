//! A form of a later year as one file of data: everything that the program does, it does with it, without a change in Rust.

use crate::export::IMPRINT;
use crate::template::forms as known;
use nianbao::check::{self, Severity};
use nianbao::document::compose::compose;
use nianbao::import::{self, Choice};
use nianbao::layout::fonts::Faces;
use nianbao::layout::lay_out;
use nianbao::place::{Address, Place};
use nianbao::render::{html, pdf};
use nianbao::report::{Entry, Report, succession};
use nianbao::session::{Edit, State};
use nianbao::template::{Forms, Kind, SectionContent, Template};
use std::collections::BTreeMap;
use std::sync::Arc;

pub const IMAGINED: &str = include_str!("../cases/imagined_form.ron");

/// The forms of the program and the imagined one after them.
pub fn forms() -> (Forms, Arc<Template>) {
    let mut forms = Forms::built_in().clone();
    let imagined = forms.add(IMAGINED, "imagined_form.ron").unwrap();
    (forms, imagined)
}

/// A report that keeps every equation: each entered cell another number, the balance in 结转 made to fit.
pub fn filled(template: &Template, year: u16) -> Report {
    let mut report = Report::new(template, "青溪县水务局", year);
    let entered = template.cells.iter().filter(|cell| !cell.is_total());
    for (index, cell) in entered.enumerate() {
        let figure = match &cell.kind {
            Kind::Money { .. } => Entry::parse(&format!("{}.50", index % 7 + 1)),
            _ => Entry::parse(&(index % 5).to_string()),
        };
        report.entries.insert(cell.address.clone(), figure.unwrap());
    }
    // Nothing carried in, and as much carried out as was not closed.
    for equation in &template.equations {
        let rule = &template.form.rules[equation.rule];
        if rule.id != "requests_balance" {
            continue;
        }
        let cells: Vec<&Address> = equation
            .left
            .iter()
            .chain(&equation.right)
            .filter_map(|term| match &term.operand {
                nianbao::template::Operand::Cell(cell) => Some(&template.cells[*cell].address),
                nianbao::template::Operand::Prior(_) => None,
            })
            .collect();
        let [new, carried_in, _, carried_out] = cells.as_slice() else {
            panic!("{cells:?}");
        };
        if template.cell(new).unwrap().is_total() {
            continue;
        }
        let closed = template.cells.iter().filter(|cell| {
            cell.address.table() == new.table()
                && cell.address.column() == new.column()
                && !cell.is_total()
                && ![*new, *carried_in, *carried_out].contains(&&cell.address)
        });
        let closed = closed.filter_map(|cell| report.entries[&cell.address].value());
        let closed: rust_decimal::Decimal = closed.sum();
        report.entries.insert((*new).clone(), Entry::number(closed));
        report
            .entries
            .insert((*carried_in).clone(), Entry::number(0));
        report
            .entries
            .insert((*carried_out).clone(), Entry::number(0));
    }
    for section in &template.form.sections {
        let SectionContent::Prose { .. } = &section.content else {
            continue;
        };
        let prose = report.prose.entry(section.id.clone()).or_default();
        prose.lead = format!("{}的情况如下，本年度没有收取信息处理费。", section.heading);
        for part in &mut prose.parts {
            part.text = format!("{}做了工作。", part.heading);
        }
    }
    report.date = format!("{}年1月20日", year + 1);
    report
}

#[test]
fn years_and_lineage_order_the_forms() {
    let (forms, imagined) = forms();
    let (oldest, middle) = (forms.for_year(2019).unwrap(), forms.for_year(2026).unwrap());
    assert_eq!(oldest.years(), (2019, Some(2020)));
    assert_eq!(middle.years(), (2021, Some(2026)));
    assert_eq!(imagined.years(), (2027, None));
    assert_eq!(forms.for_year(2027).unwrap().form.id, imagined.form.id);
    assert_eq!(forms.newest().unwrap().form.id, imagined.form.id);
    assert_eq!(forms.for_year(1999).unwrap().form.id, oldest.form.id);
    assert!(forms.titles().len() > known().next().unwrap().form.titles.len());
    assert_eq!(Forms::built_in().iter().count() + 1, forms.iter().count());
    // Over two steps: renamed in the middle, renamed again, ended.
    let from_oldest = |path: &str| imagined.successor(&oldest.form.id, path);
    assert_eq!(
        from_oldest("disclosed.regulations.made").unwrap(),
        "disclosed.regulations.issued"
    );
    assert_eq!(
        from_oldest("requests.not_held.natural").unwrap(),
        "requests.unknown_here.natural"
    );
    assert_eq!(
        from_oldest("overview.on_request").unwrap(),
        "overview.upon_request"
    );
    assert_eq!(from_oldest("requests.otherwise.natural"), None);
    assert_eq!(
        imagined
            .predecessor(&oldest.form.id, "disclosed.regulations.issued")
            .unwrap(),
        "disclosed.regulations.made"
    );
    assert_eq!(
        imagined.predecessor(&oldest.form.id, "platforms.website.visits"),
        None
    );
}

#[test]
fn a_form_read_at_run_time_wins_in_its_years_and_replaces_its_namesake() {
    let mut forms = Forms::built_in().clone();
    let newest = forms.newest().unwrap();
    let text = include_str!("../../templates/2021.ron");
    let own = text.replacen("id: \"2021\"", "id: \"own\"", 1);
    forms.add(&own, "own.ron").unwrap();
    assert_eq!(forms.for_year(2025).unwrap().form.id, "own");
    assert_eq!(forms.get(&newest.form.id).unwrap().form, newest.form);
    let renamed = text.replacen("name: \"", "name: \"本地的", 1);
    forms.add(&renamed, "2021.ron").unwrap();
    let replaced = forms.get(&newest.form.id).unwrap();
    assert!(replaced.form.name.starts_with("本地的"));
    assert_eq!(forms.iter().count(), Forms::built_in().iter().count() + 1);
}

#[test]
fn a_form_that_contradicts_its_predecessor_is_refused() {
    let mut forms = Forms::built_in().clone();
    for (fault, told) in [
        (
            IMAGINED.replacen("first_year: 2027", "first_year: 2020", 1),
            "不能接续",
        ),
        (
            IMAGINED.replacen("\"requests.not_held\":", "\"requests.nothing\":", 1),
            "没有 requests.nothing",
        ),
    ] {
        let error = forms.add(&fault, "f.ron").unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
    assert_eq!(forms.iter().count(), Forms::built_in().iter().count());
    assert!(
        forms
            .get("nothing")
            .unwrap_err()
            .to_string()
            .contains("2021")
    );
}

#[test]
fn it_is_checked_printed_and_read_back() {
    let (forms, form) = forms();
    let report = filled(&form, 2027);
    let wrong = check::check(&form, &report, None);
    let wrong: Vec<_> = wrong
        .iter()
        .filter(|found| found.severity != Severity::Question)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let document = compose(&form, &report);
    let faces = Faces::bundled();
    let pages = lay_out(&document, &faces);
    assert!(pages.pages.len() > 3);
    assert_eq!((pages.missing.len(), pages.cut.len()), (0, 0));
    assert!(
        pages
            .outline
            .iter()
            .any(|entry| entry.text == "七、公开平台建设情况")
    );
    assert!(pdf::write(&pages, &faces, &IMPRINT).unwrap().len() > 10_000);
    let page = html::write(&document, &IMPRINT).unwrap();
    let choice = Choice {
        forms: &forms,
        ..Choice::default()
    };
    let read = import::import(&page, "甲.html", choice).unwrap();
    assert_eq!(read.report.template, form.form.id);
    assert_eq!(
        (read.report.year, read.report.agency.as_str()),
        (2027, "青溪县水务局")
    );
    assert_eq!(read.report.entries, report.entries, "{:#?}", read.notes);
    assert_eq!(read.report.prose, report.prose);
    let mut broken = report.clone();
    broken.stated.insert(
        Address::parse("platforms.all.visits").unwrap(),
        Entry::number(999),
    );
    broken.entries.insert(
        Address::parse("requests.new.sole_trader").unwrap(),
        Entry::number(999),
    );
    let rules: Vec<String> = check::check(&form, &broken, None)
        .into_iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| found.rule)
        .collect();
    assert_eq!(
        rules,
        ["requests_balance", "requests_balance", "platforms_all"]
    );
}

#[test]
fn it_succeeds_both_older_forms() {
    let (forms, form) = forms();
    for (older, year) in forms
        .iter()
        .filter(|older| older.form.id != form.form.id)
        .map(|older| (older, older.years().1.unwrap()))
    {
        let last = filled(older, year);
        let started = succession::next(&last, older, 2027, &form);
        let draft = &started.report;
        assert_eq!(draft.template, form.form.id);
        let carried: BTreeMap<&str, &str> = draft.prose["overview"]
            .parts
            .iter()
            .map(|part| (part.id.as_str(), part.heading.as_str()))
            .collect();
        assert_eq!(carried["upon_request"], "依申请公开");
        let regulations = draft.history[0].under(&form);
        let renamed = Address::parse("disclosed.regulations.issued").unwrap();
        let before = form.predecessor(&older.form.id, &renamed).unwrap();
        assert_eq!(regulations.figures[&renamed], last.entries[before.as_str()]);
        assert!(
            started
                .dropped
                .iter()
                .any(|line| line.contains("行政事业性收费")),
            "{:#?}",
            started.dropped
        );
        let findings = check::check(&form, draft, None);
        assert!(findings.iter().any(|found| found.rule == "unfilled"));
    }
}

#[test]
fn its_session_edits_and_moves_between_its_sections() {
    let (forms, form) = forms();
    let report = filled(&form, 2027);
    let mut state = State::with_forms(report, &forms, None, false).unwrap();
    let visits = Address::parse("platforms.media.visits").unwrap();
    let sections = form.form.sections.len();
    assert_eq!(sections, 7);
    assert_eq!(
        state.section_of(&Place::Figure(visits.clone())),
        Some(sections - 1)
    );
    let entry = Some(Entry::number(12_345));
    assert!(state.edit(
        Edit::Entry {
            address: visits.clone(),
            entry
        },
        0.0,
        true
    ));
    assert_eq!(state.report().entries[&visits], Entry::number(12_345));
    assert!(state.undo().is_some());
    assert!(state.edit(Edit::Year(2026), 0.0, true));
    assert_eq!(state.template().form.id, "2021");
    assert!(state.undo().is_some());
    assert_eq!(state.template().form.id, form.form.id);
    assert!(State::new(filled(&form, 2027), None, false).is_err());
}
