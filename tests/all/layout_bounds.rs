//! Texts of any length and kind: they are laid out in time that grows with their length, and nothing leaves the paper.

use crate::document::grids;
use crate::sample;
use crate::template::forms;
use nianbao::document::compose::compose;
use nianbao::document::{Content, grid};
use nianbao::layout::fonts::Faces;
use nianbao::layout::{Item, Pages, cells, lay_out};
use nianbao::report::Report;
use proptest::prelude::*;

/// What texts of every kind are made of: one entry repeated, or many mixed.
const STUFF: [&str; 16] = [
    "公",
    "信息公开",
    " ",
    "\u{3000}",
    "a",
    "7",
    "e\u{301}",
    "\u{301}",
    "👨\u{200D}👩\u{200D}👧",
    "，",
    "（",
    "“”",
    "2025年",
    "\u{200B}",
    "word ",
    "·",
];

fn everywhere(text: &str) -> Vec<Content> {
    vec![
        Content::Title(text.to_owned()),
        sample::heading(1, text),
        sample::heading(2, text),
        sample::paragraph(text),
        Content::Grid(sample::appeals(&[text; 15])),
        Content::Note(text.to_owned()),
        Content::Signature(text.to_owned()),
        Content::Signature(text.to_owned()),
    ]
}

fn laid(contents: Vec<Content>) -> Pages {
    lay_out(&sample::document(contents), &Faces::bundled())
}

/// Everything that is drawn lies on the paper; a space may hang over the line's end.
fn assert_on_paper(pages: &Pages) {
    assert!(!pages.pages.is_empty());
    for page in &pages.pages {
        for item in &page.items {
            let Item::Text(text) = item else { continue };
            assert!(text.baseline_pt > 0.0 && text.baseline_pt < pages.height_pt);
            for glyph in &text.glyphs {
                let inside = glyph.x_pt > 0.0 && glyph.x_pt < pages.width_pt;
                assert!(inside, "{} at {}", glyph.character, glyph.x_pt);
            }
        }
    }
}

#[test]
fn long_texts_of_a_kind_are_laid_out_wherever_they_stand() {
    for stuff in STUFF {
        let text = stuff.repeat(2_000 / stuff.chars().count());
        assert_on_paper(&laid(everywhere(&text)));
        assert_on_paper(&laid(everywhere(&format!("青溪县{text}水务局"))));
    }
}

#[test]
fn a_hundred_thousand_characters_without_a_break_end_on_paper() {
    for stuff in [" ", "a", "\u{301}"] {
        let text = format!("青溪县{}水务局", stuff.repeat(100_000));
        for content in everywhere(&text) {
            assert_on_paper(&laid(vec![content]));
        }
    }
}

#[test]
fn a_cell_longer_than_a_page_is_named() {
    let text = "无".repeat(100_000);
    let pages = laid(vec![Content::Grid(sample::appeals(&[&text; 15]))]);
    assert_eq!(pages.cut.len(), 15);
    assert!(
        laid(vec![Content::Grid(sample::appeals(&["无"; 15]))])
            .cut
            .is_empty()
    );
}

#[test]
fn a_character_without_a_face_is_named_once_a_place() {
    let pages = laid(vec![sample::paragraph(&"\u{13000}".repeat(1_000))]);
    assert_eq!(pages.missing.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn mixed_texts_stay_on_the_paper(
        pieces in prop::collection::vec((prop::sample::select(STUFF.to_vec()), 1_usize..60), 0..40),
        kind in 0_usize..8,
    ) {
        let text: String = pieces.iter().map(|(stuff, times)| stuff.repeat(*times)).collect();
        let contents = everywhere(&text).into_iter().skip(kind).collect();
        assert_on_paper(&laid(contents));
    }

    #[test]
    fn a_cell_breaks_into_lines_that_hold_all_of_it(
        pieces in prop::collection::vec((prop::sample::select(STUFF.to_vec()), 1_usize..20), 0..20),
        room in 1.0_f32..400.0,
    ) {
        let text: String = pieces.iter().map(|(stuff, times)| stuff.repeat(*times)).collect();
        let cell = &sample::appeals(&["0"; 15]).cells[0];
        let lines = cells::lines(cell, &text, 14.0, room, &mut |_| 14.0);
        let seen = |text: &str| -> String {
            let hidden = |c: &char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{200D}');
            text.chars().filter(|c| !hidden(c)).collect()
        };
        prop_assert_eq!(seen(&lines.concat()), seen(&text));
    }
}

/// Where the lines of a label may begin and end: at its ends and at the marks of the form.
fn is_between_words(line: &str, labels: &[(String, Vec<usize>)]) -> bool {
    labels.iter().any(|(label, breaks)| {
        let is_end = |at: usize| at == 0 || at == label.len() || breaks.contains(&at);
        let mut found = label.match_indices(line);
        found.any(|(at, _)| is_end(at) && is_end(at + line.len()))
    })
}

#[test]
fn labels_break_between_words_on_the_page() {
    for template in forms() {
        let year = template.form.first_year;
        let report = Report::new(template, "青溪县水务局", year);
        let document = compose(template, &report);
        let pages = lay_out(&document, &Faces::bundled());
        let labels: Vec<(String, Vec<usize>)> = grids(&document)
            .flat_map(|grid| &grid.cells)
            .filter(|cell| cell.figure.is_none())
            .map(|cell| (cell.text.clone(), cell.breaks.clone()))
            .collect();
        for item in pages.pages.iter().flat_map(|page| &page.items) {
            let Item::Text(text) = item else { continue };
            let line: String = text.glyphs.iter().map(|glyph| glyph.character).collect();
            if text.size_pt <= 10.5 && !line.trim().is_empty() {
                assert!(is_between_words(&line, &labels), "{line}");
            }
        }
    }
}

#[test]
fn labels_break_between_words_in_columns_of_any_usual_width() {
    for template in forms() {
        for table in 0..template.form.tables.len() {
            let cells_of = grid::frame(template, table).cells.into_iter();
            for cell in cells_of.filter(|cell| !cell.breaks.is_empty()) {
                let label = [(cell.text.clone(), cell.breaks.clone())];
                let mut advance = |c: char| if c.is_ascii() { 7.0 } else { 14.0 };
                let widest = cells::widest_word(&cell.hinted(), 14.0, &mut advance);
                for room in [widest, widest + 20.0, 2.0 * widest, 3.0 * widest] {
                    let lines = cells::lines(&cell, &cell.hinted(), 14.0, room + 0.5, &mut advance);
                    for line in lines.iter().filter(|line| !line.is_empty()) {
                        assert!(is_between_words(line, &label), "{line} of {}", cell.text);
                    }
                }
            }
        }
    }
}
