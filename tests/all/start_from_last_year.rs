//! Starting from last year in the window: confirm, take back a changed year, compare, finish. No screen needed.

use super::window::Desk;
use crate::template::at;
use eframe::egui::Role;
use egui_kittest::kittest::Queryable as _;
use nianbao::app::Command;
use nianbao::app::panels::chart::trend_lines;
use nianbao::check::Severity;
use nianbao::document::compose::compose;
use nianbao::place::Place;
use nianbao::render::plain_text;
use nianbao::report::{Entry, Report, file};
use nianbao::storage::Storage;
use nianbao::task::{Office, next_year, report_file};
use nianbao::template::{Forms, SectionContent, Template};
use std::path::Path;

const TEXT: &str = "2024年，本局按照要求公开信息，全年没有收到政府信息公开申请，没有收取信息处理费，比2023年更加规范。";

/// Last year's report of an agency without a single application, every text written, every figure 0.
fn last_year(folder: &Path) -> std::path::PathBuf {
    let template = Template::for_year(2024).unwrap();
    let mut report = Report::new(&template, "某某市档案局", 2024);
    for cell in template.cells.iter().filter(|cell| !cell.is_total()) {
        report
            .entries
            .insert(cell.address.clone(), Entry::number(0));
    }
    for (at, section) in template.form.sections.iter().enumerate() {
        if let SectionContent::Prose { parts, .. } = &section.content {
            let prose = report.prose.get_mut(&section.id).unwrap();
            let text = |part: usize| format!("{TEXT}这是第{at}节第{part}段的内容。");
            for (index, part) in prose.parts.iter_mut().enumerate() {
                part.text = text(index);
            }
            if parts.is_empty() {
                prose.lead = text(9);
            }
        }
    }
    report.date = "2025年1月20日".to_owned();
    let path = folder.join("2024.ron");
    report_file::write(&Storage::default(), &path, &template, &report, false).unwrap();
    path
}

fn started(folder: &Path) -> Desk {
    let path = last_year(folder);
    let mut desk = Desk::new();
    desk.answer_dialog_with(&path);
    desk.command(Command::StartFromLastYear);
    desk
}

fn report(desk: &Desk) -> &Report {
    desk.app().state().expect("an open report").report()
}

fn part(index: usize) -> Place {
    Place::parse(&format!("overview.{index}.text")).unwrap()
}

#[test]
fn an_agency_without_applications_is_done_in_25_actions() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = started(folder.path());
    let mut actions = 2;
    let steps = [
        Command::ConfirmSection,
        Command::Section(1),
        Command::FillTableZero,
        Command::Section(2),
        Command::FillTableZero,
        Command::ConfirmSection,
        Command::Section(3),
        Command::FillTableZero,
        Command::Section(4),
        Command::ConfirmSection,
        Command::Section(5),
        Command::ConfirmSection,
    ];
    for step in steps {
        desk.command(step);
        actions += 1;
    }
    let findings = desk.app().state().unwrap().findings();
    assert!(findings.is_empty(), "{findings:#?}");
    let pdf = folder.path().join("2025.pdf");
    desk.answer_dialog_with(&pdf);
    desk.command(Command::Export(0));
    actions += 2;
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    assert!(actions <= 25, "{actions}");
    assert_eq!(report(&desk).year, 2025);
}

#[test]
fn a_changed_year_is_taken_back_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = started(folder.path());
    assert!(desk.report_text(&part(0)).starts_with("2025年，本局"));
    assert!(desk.report_text(&part(0)).contains("比2024年更加规范"));
    desk.command(Command::ToggleLastYear);
    desk.click("撤回第 1 处：2024→2025");
    assert!(desk.report_text(&part(0)).starts_with("2024年，本局"));
    let asked = |desk: &Desk| {
        let findings = desk.app().state().unwrap().findings();
        findings
            .iter()
            .filter(|finding| finding.rule == "year_left_over")
            .count()
    };
    assert_eq!(asked(&desk), 0, "what the user put back is not asked about");
    desk.click("再改第 1 处：2024→2025");
    assert!(desk.report_text(&part(0)).starts_with("2025年，本局"));
    desk.command(Command::Undo);
    desk.command(Command::Undo);
    assert!(desk.report_text(&part(0)).starts_with("2025年，本局"));
    assert!(
        report(&desk)
            .year_changes
            .iter()
            .all(|change| !change.taken_back)
    );
}

#[test]
fn what_is_confirmed_or_typed_no_longer_waits() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = started(folder.path());
    let before = report(&desk).carried.len();
    // One key walks from one waiting text to the next.
    desk.command(Command::Confirm);
    desk.command(Command::Confirm);
    assert!(
        !report(&desk).carried.contains(&part(0)),
        "the first waiting text"
    );
    assert_eq!(report(&desk).carried.len(), before - 1);
    assert_eq!(desk.app().state().unwrap().focus, Some(part(1)));
    desk.type_slowly("补");
    desk.type_slowly("充");
    assert!(!report(&desk).carried.contains(&part(1)), "typing confirms");
    desk.command(Command::Undo);
    assert!(
        report(&desk).carried.contains(&part(1)),
        "undo brings the mark back"
    );
    assert_eq!(report(&desk).carried.len(), before - 1);
    desk.command(Command::Section(4));
    desk.click("全部确认");
    assert!(
        !report(&desk)
            .carried
            .contains(&Place::parse("problems.lead").unwrap())
    );
}

#[test]
fn the_rules_about_last_year_are_checked_with_the_carried_figures() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = started(folder.path());
    std::fs::remove_file(folder.path().join("2024.ron")).unwrap();
    desk.command(Command::Section(2));
    desk.command(Command::FillTableZero);
    let errors = |desk: &Desk, rule: &str| {
        let findings = desk.app().state().unwrap().findings();
        findings
            .iter()
            .filter(|f| f.rule == rule && f.severity == Severity::Error)
            .count()
    };
    assert_eq!(errors(&desk, "carried_from_last_year"), 0);
    desk.type_slowly("3");
    desk.harness.key_press(eframe::egui::Key::Enter);
    desk.settle();
    desk.type_slowly("4");
    desk.harness.key_press(eframe::egui::Key::Enter);
    desk.settle();
    assert_eq!(
        report(&desk).entries["requests.carried_in.natural"],
        Entry::number(4)
    );
    assert!(errors(&desk, "carried_from_last_year") >= 1);
    desk.command(Command::Section(1));
    desk.command(Command::FillTableZero);
    assert_eq!(errors(&desk, "in_force_continuity"), 0);
    desk.type_slowly("2");
    desk.harness.key_press(eframe::egui::Key::Enter);
    desk.settle();
    assert_eq!(errors(&desk, "in_force_continuity"), 1);
}

#[test]
fn what_was_not_read_of_last_year_is_said_when_the_year_starts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("去年.txt");
    let sample = file::from_text(include_str!("../../templates/sample.ron"), "").unwrap();
    let template = Template::built_in(&sample.template).unwrap();
    let text = plain_text::write(&compose(&template, &sample));
    let remarks = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let next = next_year::start(&Office::default(), &path, None, None).unwrap();
        next.remarks
    };
    assert_eq!(remarks(&text), [""; 0]);
    let damaged = text.replacen("1286", "1286 上下", 1);
    assert_ne!(damaged, text);
    let told = remarks(&damaged);
    assert!(told.len() == 1 && told[0].contains("留空"), "{told:?}");
}

#[test]
fn a_source_without_a_year_is_of_the_year_before_the_one_that_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表三.txt");
    let sample = file::from_text(include_str!("../../templates/sample.ron"), "").unwrap();
    let template = Template::built_in(&sample.template).unwrap();
    let text = plain_text::write(&compose(&template, &sample));
    // Its title is gone, and with it the year.
    let start = text.find("一、总体情况").unwrap();
    std::fs::write(&path, &text[start..]).unwrap();
    let start = |year| next_year::start(&Office::default(), &path, year, None);
    let refused = start(None).unwrap_err().to_string();
    assert!(
        refused.contains("没有年度") && refused.contains("保存"),
        "{refused}"
    );
    let next = start(Some(2026)).unwrap();
    let report = &next.succession.report;
    assert_eq!((next.last.report.year, report.year), (2025, 2026));
    let carried = report
        .entries
        .iter()
        .find(|(at, _)| at.as_str() == "requests.carried_in.natural");
    let last = sample
        .entries
        .iter()
        .find(|(at, _)| at.as_str() == "requests.carried_out.natural");
    assert_eq!(
        carried.map(|(_, entry)| entry),
        last.map(|(_, entry)| entry)
    );
    assert!(carried.is_some());
    assert!(
        next.remarks.iter().any(|said| said.contains("2025 年")),
        "{:?}",
        next.remarks
    );
    assert!(start(Some(0)).is_err());
}

#[test]
fn the_panel_compares_with_last_year() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = started(folder.path());
    desk.command(Command::ToggleLastYear);
    desk.harness.get_by_label("与 2024 年的报告比较");
    desk.harness.get_by_label("一、总体情况：100%");
    desk.harness
        .get_by_role_and_label(Role::Button, "复制为图片");
    desk.command(Command::Section(2));
    desk.harness.run_ok();
}

#[test]
fn the_chart_adds_up_each_year_by_its_own_form() {
    let old = Template::built_in("2019").unwrap();
    let new = Template::built_in("2021").unwrap();
    let mut years = Vec::new();
    for (template, year, rows) in [
        (&old, 2020, &["requests.otherwise"][..]),
        (
            &new,
            2021,
            &["requests.not_corrected", "requests.otherwise"][..],
        ),
    ] {
        let mut report = Report::new(template, "某局", year);
        for cell in template.cells.iter().filter(|cell| !cell.is_total()) {
            report
                .entries
                .insert(cell.address.clone(), Entry::number(0));
        }
        for row in rows {
            report
                .entries
                .insert(at(&format!("{row}.natural")), Entry::number(4));
        }
        years.insert(0, report.as_past_year(template));
    }
    let lines = trend_lines(&new, Forms::built_in(), &years);
    let otherwise = lines.iter().find(|line| line.label == "其他处理").unwrap();
    assert_eq!(otherwise.points, [(2020, 4.0), (2021, 8.0)]);
    let fresh = lines.iter().find(|line| line.label == "新收申请").unwrap();
    assert_eq!(fresh.points, [(2020, 0.0), (2021, 0.0)]);
}
