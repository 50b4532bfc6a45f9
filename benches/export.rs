//! The formats that start from the document: the report composed, written, and read back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

use divan::Bencher;
use nianbao::document::compose::compose;
use nianbao::render::format::{FORMATS, Writer};
use nianbao::render::inner::find;
use nianbao::render::{Imprint, Moment};
use nianbao::report::{Report, file};
use nianbao::template::Template;

fn main() {
    divan::main();
}

const SUFFIXES: [&str; 3] = ["docx", "html", "xlsx"];

fn sample() -> Report {
    file::from_text(include_str!("../templates/sample.ron"), "sample.ron").unwrap()
}

fn written(report: &Report, suffix: &str) -> Vec<u8> {
    let template = Template::built_in(&report.template).unwrap();
    let imprint = Imprint {
        report: Some(file::to_text(&template, &report.published())),
        ..Imprint::new(Moment::day(2026, 1, 20))
    };
    let format = FORMATS.iter().find(|format| format.suffix == suffix);
    match format.unwrap().writer {
        Writer::OfDocument(write) => write(&compose(&template, report), &imprint).unwrap(),
        Writer::OfPages(_) => Vec::new(),
    }
}

#[divan::bench(args = SUFFIXES)]
fn write(bencher: Bencher, suffix: &str) {
    let report = sample();
    bencher.bench(|| written(&report, suffix));
}

#[divan::bench(args = SUFFIXES)]
fn find_the_report_inside(bencher: Bencher, suffix: &str) {
    let bytes = written(&sample(), suffix);
    bencher.bench(|| find(&bytes));
}

/// What every start of a program pays before it does anything.
#[divan::bench]
fn read_the_newest_form() -> Template {
    Template::parse(include_str!("../templates/2021.ron"), "2021.ron").unwrap()
}
