//! The web page: structure for screen readers, nothing from elsewhere, and a piece to paste without a style sheet.

use crate::export::{IMPRINT, sample};
use nianbao::document::{Content, Role};
use nianbao::render::html;
use scraper::{Html, Selector};
use std::collections::BTreeSet;

fn page() -> String {
    String::from_utf8(html::write(&sample().0, &IMPRINT).unwrap()).unwrap()
}

fn count(html: &Html, selector: &str) -> usize {
    html.select(&Selector::parse(selector).unwrap()).count()
}

#[test]
fn headings_and_tables_are_semantic() {
    let (document, _) = sample();
    let html = Html::parse_document(&page());
    assert_eq!(count(&html, "h1"), 1);
    let headings = document
        .blocks
        .iter()
        .filter(|block| matches!(block.content, Content::Heading { level: 1, .. }));
    assert_eq!(count(&html, "h2"), headings.count());
    assert_eq!(count(&html, "table > caption > h2"), 3);
    assert_eq!(count(&html, "th:not([scope])"), 0);
    assert_eq!(count(&html, "html[lang=zh-CN] > body > main"), 1);
}

#[test]
fn every_figure_names_the_headers_it_stands_under() {
    let (document, _) = sample();
    let html = Html::parse_document(&page());
    let id = Selector::parse("[id]").unwrap();
    let ids: Vec<&str> = html
        .select(&id)
        .map(|element| element.attr("id").unwrap())
        .collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len());
    let figures: usize = document
        .blocks
        .iter()
        .map(|block| match &block.content {
            Content::Grid(grid) => grid
                .cells
                .iter()
                .filter(|cell| matches!(cell.role, Role::Figure | Role::Total))
                .count(),
            _ => 0,
        })
        .sum();
    let named = Selector::parse("td[headers]").unwrap();
    assert_eq!(html.select(&named).count(), figures);
    for cell in html.select(&named) {
        for header in cell.attr("headers").unwrap().split(' ') {
            assert!(unique.contains(header), "{header}");
        }
    }
    // A figure of the third table in words: every label over it and before it.
    let texts: Vec<String> = html
        .select(&named)
        .map(|cell| {
            let headers = cell.attr("headers").unwrap().split(' ');
            let text = |id: &str| {
                let found = html
                    .select(&Selector::parse(&format!("[id='{id}']")).unwrap())
                    .next()
                    .unwrap();
                found.text().collect::<String>()
            };
            headers.map(text).collect::<Vec<_>>().join("/")
        })
        .collect();
    let expected =
        "申请人情况/法人或其他组织/科研机构/三、本年度办理结果/（三）不予公开/1.属于国家秘密";
    assert!(texts.iter().any(|text| text == expected), "{texts:?}");
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    let page = page();
    for foreign in [
        "http:", "https:", "url(", "@import", " src=", " href=", "<link",
    ] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn the_piece_to_paste_needs_no_style_sheet() {
    let piece = html::fragment(&sample().0);
    for other in [" class=", " id=", " headers=", "<style", "<script"] {
        assert!(!piece.contains(other), "{other}");
    }
    let html = Html::parse_fragment(&piece);
    for selector in [
        "p:not([style])",
        "h2:not([style])",
        "td:not([style])",
        "th:not([style])",
    ] {
        assert_eq!(count(&html, selector), 0, "{selector}");
    }
    assert_eq!(count(&html, "table"), 3);
}
