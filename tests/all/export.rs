//! All formats alike: the same bytes every time, every text in its order, the report inside, and changes found.

use crate::pdf::MADE;
use nianbao::document::compose::compose;
use nianbao::document::{Content, Document, plain};
use nianbao::render::format::{FORMATS, Format, Writer};
use nianbao::render::inner::{Found, find};
use nianbao::render::{Imprint, RenderError, docx, html, xlsx};
use nianbao::report::{Report, file};
use nianbao::template::Template;

/// One part of a package.
pub struct Part {
    pub name: String,
    pub text: String,
}

pub const IMPRINT: Imprint = Imprint {
    made: MADE,
    report: None,
    tagged: true,
};

pub fn with_report(report: &str) -> Imprint {
    Imprint {
        report: Some(report.to_owned()),
        ..IMPRINT
    }
}

/// The sample report, composed, and its form.
pub fn sample() -> (Document, std::sync::Arc<Template>) {
    let report = file::from_text(include_str!("../../templates/sample.ron"), "sample.ron").unwrap();
    let template = Template::built_in(&report.template).unwrap();
    (compose(&template, &report), template)
}

type Write = fn(&Document, &Imprint) -> Result<Vec<u8>, RenderError>;

/// The formats that start from the document.
fn writers() -> Vec<(&'static Format, Write)> {
    let of_document = |format: &&'static Format| match format.writer {
        Writer::OfDocument(write) => Some((*format, write)),
        Writer::OfPages(_) => None,
    };
    FORMATS.iter().filter_map(of_document).collect()
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (document, _) = sample();
    for (format, write) in writers() {
        for imprint in [IMPRINT, with_report("(format: 1)")] {
            let first = write(&document, &imprint).unwrap();
            assert!(
                first == write(&document, &imprint).unwrap(),
                "{}",
                format.suffix
            );
        }
    }
}

#[test]
fn a_format_is_found_by_its_suffix() {
    assert_eq!(Format::of_suffix("DOCX").unwrap().suffix, "docx");
    assert!(Format::of_suffix("doc").is_none() && Format::of_suffix("").is_none());
    assert_eq!(Format::suffixes(), ".pdf、.docx、.html 或 .xlsx");
}

#[test]
fn the_report_inside_comes_back_as_it_was() {
    let (document, template) = sample();
    let mut report =
        file::from_text(include_str!("../../templates/sample.ron"), "sample.ron").unwrap();
    report.preface = "甲\u{0}\u{1F}\u{FFFF}𠮷</script><!--]]>&amp;\\u003c\"'\t乙\r\n丙".to_owned();
    let text = file::to_text(&template, &report.published());
    for (format, write) in writers() {
        let bytes = write(&document, &with_report(&text)).unwrap();
        let found = find(&bytes).unwrap_or_else(|| panic!("{}: nothing inside", format.suffix));
        assert_eq!(
            found,
            Found {
                report: Ok(text.clone()),
                changed: false
            },
            "{}",
            format.suffix
        );
        let again = file::from_text(&found.report.unwrap(), "inner").unwrap();
        assert_eq!(again, report.published());
        let plain = write(&document, &IMPRINT).unwrap();
        assert_eq!(find(&plain), None, "{}", format.suffix);
    }
}

#[test]
fn what_concerns_the_authors_alone_is_not_published() {
    let mut report = Report {
        agency: "甲县乙局".to_owned(),
        ..Report::default()
    };
    report.answers.push(nianbao::report::Answer {
        fingerprint: "a".to_owned(),
        reason: "内部理由".to_owned(),
    });
    report.history.push(nianbao::report::PastYear::default());
    let published = report.published();
    let expected = Report {
        agency: "甲县乙局".to_owned(),
        ..Report::default()
    };
    assert_eq!(published, expected);
}

/// The texts of a document in order.
fn texts(document: &Document) -> Vec<String> {
    let mut texts = Vec::new();
    for block in &document.blocks {
        match &block.content {
            Content::Title(text)
            | Content::Heading { text, .. }
            | Content::Note(text)
            | Content::Signature(text) => texts.push(plain(text)),
            Content::Paragraph { number, text } => texts.push(format!("{number}{text}")),
            Content::Grid(grid) => {
                let mut cells: Vec<_> = grid.cells.iter().collect();
                cells.sort_by_key(|cell| (cell.row, cell.track));
                texts.extend(cells.into_iter().map(|cell| cell.text.clone()));
            }
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// What stands between the tags of markup.
fn between_tags(markup: &str) -> String {
    let mut text = String::new();
    for piece in markup.split('<').skip(1) {
        text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[test]
fn every_text_stands_there_once_and_in_order() {
    let (document, _) = sample();
    let dense = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let expected = dense(&texts(&document).concat());
    let page = String::from_utf8(html::write(&document, &IMPRINT).unwrap()).unwrap();
    let main = page
        .split("<main")
        .nth(1)
        .unwrap()
        .split("</main>")
        .next()
        .unwrap();
    assert_eq!(dense(&between_tags(&format!("<main{main}"))), expected);
    assert_eq!(dense(&between_tags(&html::fragment(&document))), expected);
    let bytes = docx::write(&document, &IMPRINT).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let body = std::io::read_to_string(zip.by_name("word/document.xml").unwrap()).unwrap();
    assert_eq!(dense(&between_tags(&body)), expected);
}

#[test]
fn a_changed_figure_is_found_and_a_changed_dress_is_not() {
    let (document, _) = sample();
    let bytes = html::write(&document, &with_report("(format: 1)")).unwrap();
    let page = String::from_utf8(bytes).unwrap();
    let changed = |page: &str| find(page.as_bytes()).unwrap().changed;
    assert!(!changed(&page));
    let figure = page.find("1286</td>").unwrap();
    let other = format!("{}1287{}", &page[..figure], &page[figure + 4..]);
    assert!(changed(&other));
    let dressed = page
        .replace(
            "<body>",
            "<body><header><p>某某网站</p><nav>首页</nav></header>",
        )
        .replace("<p>", "<p class=\"x\"><span style=\"font:1em serif\">")
        .replace("</p>", "</span></p>\n");
    assert!(!changed(&dressed));
    // A figure that moves to the next cell, the order of the characters being the same.
    let pair = page
        .find("</td><td class=\"\"")
        .or(page.find("0</td><td"))
        .unwrap();
    let end = page[pair + 6..].find('>').unwrap() + pair + 6;
    let moved = format!(
        "{}{}0{}",
        &page[..pair],
        &page[pair + 1..=end],
        &page[end + 1..]
    );
    assert!(changed(&moved));
}

#[test]
fn foreign_and_broken_files_hold_no_report_and_do_no_harm() {
    let (document, _) = sample();
    let mut files: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"PK\x03\x04".to_vec(),
        b"<html>".to_vec(),
        b"%PDF-1.7".to_vec(),
    ];
    for (_, write) in writers() {
        let bytes = write(&document, &with_report("(format: 1)")).unwrap();
        for part in [1, 3, 10] {
            files.push(bytes[..bytes.len() * part / 11].to_vec());
        }
    }
    for file in &files {
        let _ = find(file);
    }
    let deep = format!(
        "<script type=\"{}\">{{}}</script>{}",
        nianbao::render::inner::MEDIA_TYPE,
        "<div>".repeat(100_000)
    );
    assert_eq!(find(deep.as_bytes()), None);
}

#[test]
fn any_text_can_be_written() {
    let (mut document, _) = sample();
    let odd = "\u{0}\u{B}\u{1F}\u{FFFE}\u{FFFF}\u{202E}<b>&\"'\t\u{1F600}e\u{301}]]>  ";
    document.title = odd.to_owned();
    document.author = odd.repeat(50);
    for block in &mut document.blocks {
        match &mut block.content {
            Content::Title(text)
            | Content::Heading { text, .. }
            | Content::Note(text)
            | Content::Signature(text)
            | Content::Paragraph { text, .. } => text.push_str(odd),
            Content::Grid(grid) => grid
                .cells
                .iter_mut()
                .for_each(|cell| cell.text.push_str(odd)),
        }
    }
    for (format, write) in writers() {
        let bytes = write(&document, &with_report(odd)).unwrap();
        let expected = Found {
            report: Ok(odd.to_owned()),
            changed: false,
        };
        assert_eq!(find(&bytes), Some(expected), "{}", format.suffix);
    }
    let bytes = xlsx::write(&document, &IMPRINT).unwrap();
    assert!(bytes.starts_with(b"PK"));
}
