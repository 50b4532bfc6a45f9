//! All checks of a full report after one change, and its two halves.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

use nianbao::check::{self, Memory};
use nianbao::place::{Address, Place};
use nianbao::report::{Entry, Figures, Report};
use nianbao::template::{SectionContent, Template};

fn main() {
    divan::main();
}

/// Every cell filled, 6,000 characters of prose, last year known.
fn full() -> (Template, Report) {
    let template = Template::built_in("2021").unwrap_or_else(|error| panic!("{error}"));
    let mut report = Report::new(&template, "甲县乙局", 2024);
    for cell in template.cells.iter().filter(|cell| !cell.is_total()) {
        report
            .entries
            .insert(cell.address.clone(), Entry::number(0));
    }
    let paragraph =
        "2024年，甲局公开信息35条，其中政策文件12件、公告公示23条，答复群众来信8件。".repeat(20);
    for section in &template.form.sections {
        let SectionContent::Prose { .. } = &section.content else {
            continue;
        };
        let prose = report.prose.entry(section.id.clone()).or_default();
        prose.lead.clone_from(&paragraph);
        for part in &mut prose.parts {
            part.text.clone_from(&paragraph);
        }
    }
    report.history.push(report.as_past_year(&template));
    report.history[0].year = 2023;
    (Template::clone(&template), report)
}

fn change(report: &mut Report, turn: &mut i64) {
    *turn += 1;
    let figure = Entry::number(*turn % 2);
    report
        .entries
        .insert(Address::parse("requests.new.natural").unwrap(), figure);
}

/// Types at the end of the longest kind of text, and takes it back the next time.
fn type_character(report: &mut Report, turn: &mut i64) {
    *turn += 1;
    let place = Place::parse("overview.1.text").unwrap();
    let Some(text) = report.text_mut(&place) else {
        panic!("the form has no such part");
    };
    match *turn % 2 {
        1 => text.push('。'),
        _ => drop(text.pop()),
    }
}

#[divan::bench]
fn figures_after_one_change(bencher: divan::Bencher) {
    let ((template, mut report), mut turn) = (full(), 0);
    bencher.bench_local(|| {
        change(&mut report, &mut turn);
        check::figures::check(&template, &report, report.prior()).len()
    });
}

#[divan::bench]
fn texts(bencher: divan::Bencher) {
    let (template, report) = full();
    bencher.bench_local(|| check::prose::check(&template, &report).len());
}

#[divan::bench]
fn everything_after_one_change(bencher: divan::Bencher) {
    let ((template, mut report), mut turn) = (full(), 0);
    bencher.bench_local(|| {
        change(&mut report, &mut turn);
        check::check(&template, &report, None).len()
    });
}

#[divan::bench]
fn everything_after_one_figure(bencher: divan::Bencher) {
    let ((template, mut report), mut turn) = (full(), 0);
    let mut memory = Memory::default();
    bencher.bench_local(|| {
        change(&mut report, &mut turn);
        check::check_again(&template, &report, None, &mut memory).len()
    });
}

#[divan::bench]
fn everything_after_one_typed_character(bencher: divan::Bencher) {
    let ((template, mut report), mut turn) = (full(), 0);
    let mut memory = Memory::default();
    bencher.bench_local(|| {
        type_character(&mut report, &mut turn);
        check::check_again(&template, &report, None, &mut memory).len()
    });
}

#[divan::bench]
fn computing_all_totals(bencher: divan::Bencher) {
    let (template, report) = full();
    bencher.bench_local(|| Figures::of(&template, &report).value(0));
}
