//! A report from its source to its PDF: every character of it comes out again, and no other.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::template::{at, forms, shared};
use nianbao::document::compose::compose;
use nianbao::document::{Cell, Content, Document, HINT, Role};
use nianbao::import::import_text;
use nianbao::layout::fonts::Faces;
use nianbao::layout::lay_out;
use nianbao::render::{Imprint, Moment, pdf};
use nianbao::report::{Entry, Report};
use nianbao::source::decode;
use nianbao::storage::Storage;
use nianbao::task::report_file;
use nianbao::template::Template;

/// The published reports, as copied from the web or out of a PDF.
pub const REPORTS: [&str; 5] = [
    "000_81271ff029d086a6.txt",
    "001_50c806ca5e70a2c2.txt",
    "002_a411e0a1c57d9535.txt",
    "003_60914c73e690bbf7.txt",
    "004_088613f544204e1b.txt",
];

/// How often each character stands in a text, spaces and line ends aside.
type Counts = BTreeMap<char, usize>;

fn counts(text: &str) -> Counts {
    let mut counts = Counts::new();
    for character in text.chars().filter(|c| !c.is_whitespace()) {
        *counts.entry(character).or_default() += 1;
    }
    counts
}

fn dense(text: &str) -> String {
    let seen = |c: &char| !c.is_whitespace() && *c != HINT;
    text.chars().filter(seen).collect()
}

/// The texts of a document: those that stand in lines of their own, and those of the cells of its tables.
fn texts(document: &Document) -> (Vec<String>, Vec<String>) {
    let (mut lines, mut cells) = (Vec::new(), Vec::new());
    for block in &document.blocks {
        match &block.content {
            Content::Title(text)
            | Content::Heading { text, .. }
            | Content::Note(text)
            | Content::Signature(text) => lines.push(dense(text)),
            Content::Paragraph { number, text } => lines.push(dense(&format!("{number}{text}"))),
            Content::Grid(grid) => cells.extend(grid.cells.iter().map(|cell| dense(&cell.text))),
        }
    }
    (lines, cells)
}

/// What may stand on several pages: the header of each table, and the labels beside several rows.
fn repeatable(document: &Document) -> Vec<Counts> {
    let mut found = Vec::new();
    for block in &document.blocks {
        let Content::Grid(grid) = &block.content else {
            continue;
        };
        let (header, rest): (Vec<&Cell>, Vec<&Cell>) = grid
            .cells
            .iter()
            .partition(|cell| cell.row < grid.header_rows);
        let header: String = header.iter().map(|cell| cell.text.as_str()).collect();
        found.push(counts(&header));
        let labels = rest
            .iter()
            .filter(|cell| cell.role == Role::RowHeader && cell.row_span > 1);
        found.extend(labels.map(|cell| counts(&cell.text)));
    }
    found.retain(|counts| !counts.is_empty());
    found
}

/// What a program prints; `None` when it is not installed, which CI does not forgive.
fn run(program: &str, before: &[&str], path: &Path, after: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(before)
        .arg(path)
        .args(after)
        .output();
    match output {
        Err(_) if std::env::var_os("CI").is_none() => None,
        Err(error) => panic!("{program} is needed: {error}"),
        Ok(output) => {
            let complaint = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{program}: {complaint}");
            Some(String::from_utf8(output.stdout).unwrap())
        }
    }
}

/// The text of each page without its page number, which must be the right one.
fn pages(extracted: &str, name: &str) -> Vec<String> {
    let pages = extracted.split('\u{C}').map(dense);
    let pages: Vec<String> = pages.filter(|page| !page.is_empty()).collect();
    let numbered = pages.iter().enumerate().map(|(index, page)| {
        let number = format!("—{}—", index + 1);
        assert!(page.contains(&number), "{name}: no {number} on {page}");
        let at = page.rfind(&number).unwrap();
        format!("{}{}", &page[..at], &page[at + number.len()..])
    });
    numbered.collect()
}

/// `found` less `expected`, and `expected` less `found`.
fn differences(found: &Counts, expected: &Counts) -> (Counts, Counts) {
    let less = |left: &Counts, right: &Counts| -> Counts {
        let rest = left.iter().map(|(c, count)| {
            let other = right.get(c).copied().unwrap_or(0);
            (*c, count.saturating_sub(other))
        });
        rest.filter(|(_, count)| *count > 0).collect()
    };
    (less(found, expected), less(expected, found))
}

/// Whether some characters are nothing but texts that may stand on several pages.
fn are_repeated(extra: &Counts, repeatable: &[Counts]) -> bool {
    let Some((first, others)) = repeatable.split_first() else {
        return extra.is_empty();
    };
    if are_repeated(extra, others) {
        return true;
    }
    let (rest, lacking) = (differences(extra, first).0, differences(first, extra).0);
    lacking.is_empty() && are_repeated(&rest, repeatable)
}

/// Lays out, writes, takes the text out again by two programs and compares.
fn assert_whole(template: &Template, report: &Report, name: &str) {
    let document = compose(template, report);
    let faces = Faces::bundled();
    let made = || {
        let laid = lay_out(&document, &faces);
        assert!(laid.missing.is_empty(), "{name}: {:?}", laid.missing);
        pdf::write(&laid, &faces, &Imprint::new(Moment::day(2026, 1, 20))).unwrap()
    };
    let bytes = made();
    assert!(bytes == made(), "{name}: other bytes the second time");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, &bytes).unwrap();
    run("qpdf", &["--check"], &path, &[]);

    let (lines, cells) = texts(&document);
    let expected = counts(&(lines.concat() + &cells.concat()));
    for (program, before, after) in [
        ("pdftotext", vec!["-raw"], vec!["-"]),
        ("mutool", vec!["draw", "-q", "-F", "txt"], vec![]),
    ] {
        let Some(extracted) = run(program, &before, &path, &after) else {
            continue;
        };
        let who = format!("{name} by {program}");
        let radical = |c: char| ('\u{2E80}'..='\u{2FDF}').contains(&c);
        assert!(!extracted.contains(radical), "{who}: a radical");
        assert!(!extracted.contains([HINT, '\u{FFFD}']), "{who}");
        let whole = pages(&extracted, &who).concat();
        let (extra, lost) = differences(&counts(&whole), &expected);
        assert!(lost.is_empty(), "{who}: lost {lost:?}");
        assert!(
            are_repeated(&extra, &repeatable(&document)),
            "{who}: {extra:?}"
        );
        for line in &lines {
            assert!(whole.contains(line), "{who}: {line}");
        }
        if program == "mutool" {
            for cell in &cells {
                assert!(whole.contains(cell), "{who}: {cell}");
            }
        }
    }
    assert_information(&document, report, &path);
}

/// The title and the bookmarks say what the pages say.
fn assert_information(document: &Document, report: &Report, path: &Path) {
    let read = lopdf::Document::load(path).unwrap();
    let info = read.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let title = read.get_dictionary(info).unwrap().get(b"Title").unwrap();
    let title = lopdf::decode_text_string(title).unwrap();
    assert_eq!(title, document.title);
    assert!(!title.contains(HINT) && title.contains(&report.agency));
    let headings = document
        .blocks
        .iter()
        .filter_map(|block| match &block.content {
            Content::Heading { text, .. } => Some(text.clone()),
            _ => None,
        });
    let toc = read.get_toc().unwrap().toc;
    let marked: Vec<String> = toc.into_iter().map(|entry| entry.title).collect();
    assert_eq!(marked, headings.collect::<Vec<_>>());
}

#[test]
fn published_reports_come_out_of_the_pdf_as_they_are() {
    for name in REPORTS {
        let Some(text) = shared(&format!("reports/{name}")) else {
            return;
        };
        let text = decode(text.as_bytes(), name).unwrap();
        let report = import_text(&text, name, None).unwrap().report;
        let template = Template::built_in(&report.template).unwrap();
        assert_whole(&template, &report, name);
    }
}

#[test]
fn the_sample_comes_out_of_the_pdf_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/sample.ron");
    let report = report_file::read(&Storage::default(), &path).unwrap();
    let template = Template::built_in(&report.template).unwrap();
    assert_whole(&template, &report, "sample");
}

/// A report with the same figure, note or mark in every entered cell.
fn filled(template: &Template, figure: &str) -> Report {
    let mut report = Report::new(template, "青溪县水务局", template.form.first_year);
    for cell in template.cells.iter().filter(|cell| !cell.is_total()) {
        let entry = Entry::parse(figure).unwrap();
        report.entries.insert(cell.address.clone(), entry);
    }
    report
}

#[test]
fn full_tables_lose_nothing() {
    for template in forms() {
        for figure in [
            "12345678",
            "22（其中修订16件）",
            "/",
            "12345678（其中12345678件）",
        ] {
            let report = filled(template, figure);
            let id = &template.form.id;
            assert_whole(template, &report, &format!("{id} full of {figure}"));
        }
    }
}

#[test]
fn a_note_longer_than_a_page_and_an_endless_paragraph_lose_nothing() {
    let template = Template::for_year(2025).unwrap();
    let mut report = filled(&template, "0");
    for table in &template.form.tables {
        let note = "注：本表按照规定口径统计。".repeat(120);
        report.footnotes.insert(table.id.clone(), note);
    }
    if let Some(overview) = report.prose.get_mut("overview") {
        overview.lead = "政府信息公开工作统计数据".repeat(250);
        overview.parts[0].text = format!("https://www.example.cn/{}", "a1/".repeat(300));
    }
    assert_whole(&template, &report, "long texts");
}

#[test]
fn an_entry_higher_than_a_page_still_prints_the_whole_table() {
    let template = Template::for_year(2025).unwrap();
    let mut report = filled(&template, "0");
    let note = format!("1（{}）", "其中修订一件、".repeat(400));
    let entry = Entry::parse(&note).unwrap();
    report.entries.insert(at("requests.granted.natural"), entry);
    let document = compose(&template, &report);
    let pages = lay_out(&document, &Faces::bundled());
    let placed: usize = pages.pages.iter().map(|page| page.areas.len()).sum();
    assert!(placed >= template.cells.len(), "{placed}");
}
