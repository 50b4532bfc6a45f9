//! The PDF: text that comes out as it went in, a clean structure, the same bytes every time.

use std::process::Command;

use crate::sample;
use lopdf::Object;
use nianbao::document::Document;
use nianbao::layout::fonts::Faces;
use nianbao::layout::{Item, Pages, lay_out};
use nianbao::render::{Imprint, Moment, pdf};

pub const MADE: Moment = Moment {
    year: 2026,
    month: 1,
    day: 15,
    hour: 9,
    minute: 30,
    second: 0,
};

pub fn made(document: &Document) -> (Pages, Vec<u8>) {
    let faces = Faces::bundled();
    let pages = lay_out(document, &faces);
    let bytes = pdf::write(&pages, &faces, &Imprint::new(MADE)).unwrap();
    (pages, bytes)
}

/// Runs a program over a PDF; `None` when it is not installed, which CI does not forgive.
pub fn run(program: &str, before: &[&str], bytes: &[u8], after: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, bytes).unwrap();
    match Command::new(program)
        .args(before)
        .arg(&path)
        .args(after)
        .output()
    {
        Err(_) if std::env::var_os("CI").is_none() => None,
        Err(error) => panic!("{program} is needed: {error}"),
        Ok(output) => {
            assert!(
                output.status.success(),
                "{program}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            Some(String::from_utf8(output.stdout).unwrap())
        }
    }
}

/// The text of the pages in the order of their items, without spaces and line ends.
fn expected(pages: &Pages) -> String {
    let items = pages.pages.iter().flat_map(|page| &page.items);
    let mut text = String::new();
    for item in items {
        if let Item::Text(run) = item {
            text.extend(run.glyphs.iter().map(|glyph| glyph.character));
        }
    }
    dense(&text)
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Characters in a fixed order, for programs that read tables in an order of their own.
fn sorted(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = dense(text).chars().collect();
    characters.sort_unstable();
    characters
}

#[test]
fn text_taken_out_equals_text_put_in() {
    let (pages, bytes) = made(&sample::report());
    if let Some(text) = run("pdftotext", &["-raw"], &bytes, &["-"]) {
        assert_eq!(sorted(&text), sorted(&expected(&pages)));
    }
    if let Some(text) = run("mutool", &["draw", "-q", "-F", "txt"], &bytes, &[]) {
        assert_eq!(dense(&text), expected(&pages));
    }
}

#[test]
fn no_program_sees_spaces_between_characters() {
    let text = "截至2025年12月31日，共公开信息1286条，占比32.04%；经费12.5万元（含WPS授权3套）。《条例》第20条、国办函〔2020〕109号规定“应公开尽公开”，";
    let document = sample::document(vec![sample::paragraph(&text.repeat(6))]);
    let (_, bytes) = made(&document);
    for (program, before, after) in [
        ("pdftotext", vec![], vec!["-"]),
        ("pdftotext", vec!["-layout"], vec!["-"]),
        ("mutool", vec!["draw", "-q", "-F", "txt"], vec![]),
    ] {
        let Some(out) = run(program, &before, &bytes, &after) else {
            continue;
        };
        let body = out.rsplitn(3, '—').nth(2).unwrap();
        let lines: Vec<&str> = body.lines().map(str::trim).collect();
        assert_eq!(lines.concat(), text.repeat(6), "{program} {before:?}");
    }
}

#[test]
fn characters_that_share_a_glyph_come_out_as_they_are() {
    let text = "阿·布•都・一⼀人⼈〜～";
    let (pages, bytes) = made(&sample::document(vec![sample::paragraph(text)]));
    assert!(
        pages
            .missing
            .iter()
            .all(|missing| "⼀⼈".contains(missing.character))
    );
    for (program, before, after) in [
        ("pdftotext", vec![], vec!["-"]),
        ("mutool", vec!["draw", "-q", "-F", "txt"], vec![]),
    ] {
        let Some(out) = run(program, &before, &bytes, &after) else {
            continue;
        };
        assert_eq!(sorted(&out), sorted(&expected(&pages)), "{program}");
    }
}

#[test]
fn the_structure_is_clean() {
    let (_, bytes) = made(&sample::report());
    assert!(bytes.starts_with(b"%PDF-1.7"));
    run("qpdf", &["--check"], &bytes, &[]);
}

#[test]
fn same_input_and_date_give_same_bytes() {
    let (_, first) = made(&sample::report());
    let (_, second) = made(&sample::report());
    assert!(first == second);
    let faces = Faces::bundled();
    let later = Moment { year: 2027, ..MADE };
    let other = pdf::write(
        &lay_out(&sample::report(), &faces),
        &faces,
        &Imprint::new(later),
    )
    .unwrap();
    assert!(first != other);
}

#[test]
fn catalog_names_language_title_and_nested_bookmarks() {
    let (pages, bytes) = made(&sample::report());
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    assert_eq!(
        catalog.get(b"PageMode").unwrap().as_name().unwrap(),
        b"UseOutlines"
    );
    assert!(catalog.get(b"PageLabels").is_ok() && catalog.get(b"Metadata").is_ok());
    let root = catalog.get(b"Outlines").unwrap().as_reference().unwrap();
    let root = document.get_dictionary(root).unwrap();
    assert_eq!(
        root.get(b"Count").unwrap().as_i64().unwrap(),
        pages.outline.len() as i64
    );
    let first = root.get(b"First").unwrap().as_reference().unwrap();
    let first = document.get_dictionary(first).unwrap();
    assert_eq!(first.get(b"Count").unwrap().as_i64().unwrap(), 5);
    let destination = first.get(b"Dest").unwrap().as_array().unwrap();
    assert!(matches!(
        destination[3],
        Object::Integer(_) | Object::Real(_)
    ));
    assert_eq!(document.get_pages().len(), pages.pages.len());
}
