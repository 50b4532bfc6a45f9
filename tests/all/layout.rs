//! The page: lines, headings, tables and page breaks of GB/T 9704-2012.

use crate::sample;
use nianbao::document::{Content, Document};
use nianbao::layout::fonts::Faces;
use nianbao::layout::{FaceId, Item, Page, Pages, Rect, lay_out};
use nianbao::machine;
use nianbao::page::Face;
use nianbao::render::{Imprint, Moment, pdf};

/// From the paper's upper left corner to the type area's, and the type area's size.
const LEFT: f32 = 28.0 * 72.0 / 25.4;
const TOP: f32 = 37.0 * 72.0 / 25.4;
const WIDTH: f32 = 156.0 * 72.0 / 25.4;
const HEIGHT: f32 = 225.0 * 72.0 / 25.4;
const PITCH: f32 = HEIGHT / 22.0;

fn pages(document: &Document) -> Pages {
    lay_out(document, &Faces::bundled())
}

/// The lines of a page: baseline, text and right end, in reading order; the page number is the last.
fn lines(page: &Page) -> Vec<(f32, String, f32)> {
    let mut lines: Vec<(f32, String, f32)> = Vec::new();
    for item in &page.items {
        let Item::Text(text) = item else { continue };
        let string: String = text.glyphs.iter().map(|glyph| glyph.character).collect();
        let end = text.glyphs.last().map_or(0.0, |glyph| glyph.x_pt);
        match lines.last_mut() {
            Some((baseline, line, right)) if (*baseline - text.baseline_pt).abs() < 0.01 => {
                line.push_str(&string);
                *right = end;
            }
            _ => lines.push((text.baseline_pt, string, end)),
        }
    }
    lines
}

fn texts(pages: &Pages) -> Vec<Vec<String>> {
    let page = |page: &Page| lines(page).into_iter().map(|(_, text, _)| text).collect();
    pages.pages.iter().map(page).collect()
}

/// A simple generator, the same on every machine (Knuth's MMIX constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

fn random_text(chance: &mut Chance, pieces: usize) -> String {
    let parts = [
        "全县各级行政机关",
        "公开",
        "，",
        "。",
        "；",
        "《条例》",
        "“三审三校”",
        "2025年",
        "12.5万元",
        "100%",
        "〔2021〕30号",
        "、",
        "（以下简称",
        "）",
        "政策解读",
        "第20条",
        "答复申请",
        "3件",
        "——",
        "……",
        "：",
        "·",
        "WPS",
        "？",
        "！",
        "℃",
        "办理",
        "信息",
    ];
    (0..pieces)
        .map(|_| parts[chance.below(parts.len())])
        .collect()
}

#[test]
fn no_line_starts_or_ends_with_a_forbidden_character() {
    let mut chance = Chance(2025);
    for round in 0..40 {
        let text = random_text(&mut chance, 120);
        let pages = pages(&sample::document(vec![sample::paragraph(&text)]));
        let mut seen = String::new();
        for page in texts(&pages) {
            let body = &page[..page.len() - 1];
            for (index, line) in body.iter().enumerate() {
                seen.push_str(line);
                let first = line.chars().next().unwrap();
                let last = line.chars().last().unwrap();
                let starts_text = seen.chars().count() == line.chars().count();
                assert!(
                    starts_text || !"，。、；：！？）》”’〕】·%℃".contains(first),
                    "round {round}: {line}"
                );
                assert!(
                    index + 1 == body.len() || !"（《“‘〔【·".contains(last),
                    "round {round}: {line}"
                );
            }
        }
        assert_eq!(seen, text, "round {round}");
    }
}

#[test]
fn lines_are_justified_and_no_gap_looks_like_a_space() {
    let mut chance = Chance(7);
    for _ in 0..20 {
        let text = random_text(&mut chance, 100);
        let pages = pages(&sample::document(vec![sample::paragraph(&text)]));
        for page in &pages.pages {
            for item in &page.items {
                let Item::Text(text) = item else { continue };
                for pair in text.glyphs.windows(2) {
                    let wide = !pair[0].character.is_ascii();
                    let gap = pair[1].x_pt - pair[0].x_pt - text.size_pt;
                    assert!(!wide || text.size_pt < 16.0 || gap < 1.6, "{pair:?}");
                }
            }
        }
    }
}

#[test]
fn full_lines_stand_on_the_grid_of_28_characters() {
    let text = "政府信息公开工作".repeat(20);
    let pages = pages(&sample::document(vec![sample::paragraph(&text)]));
    let lines = lines(&pages.pages[0]);
    assert_eq!(lines[0].1.chars().count(), 26);
    assert_eq!(lines[1].1.chars().count(), 28);
    let pitch = WIDTH / 28.0;
    let right = LEFT + WIDTH - pitch;
    assert!((lines[1].2 - right).abs() < 0.2, "{} {right}", lines[1].2);
    assert!((lines[1].0 - lines[0].0 - PITCH).abs() < 0.01);
}

#[test]
fn numbers_stay_with_their_units() {
    for filler in 0..40 {
        let text = format!(
            "{}全年投入12.5万元，办结100%，共3件，截至2025年止。",
            "公".repeat(filler)
        );
        let pages = pages(&sample::document(vec![sample::paragraph(&text)]));
        let lines = &texts(&pages)[0];
        for line in lines {
            let last = line.chars().last().unwrap();
            assert!(!last.is_ascii_digit(), "{line}");
            assert!(!line.starts_with('%'), "{filler}: {line}");
        }
        let whole = |quantity: &str| lines.iter().any(|line| line.contains(quantity));
        for quantity in ["12.5万元", "100%", "3件", "2025年"] {
            assert!(whole(quantity), "{filler}: {quantity} is torn: {lines:?}");
        }
    }
}

#[test]
fn a_page_holds_22_lines_and_no_heading_stands_alone_at_its_foot() {
    for filler in 15..24 {
        let mut contents = vec![sample::paragraph(&"工作".repeat(14 * filler))];
        contents.push(sample::heading(1, "一、总体情况"));
        contents.push(sample::heading(2, "（一）主动公开"));
        contents.push(sample::paragraph(&"信息".repeat(100)));
        let pages = pages(&sample::document(contents));
        for page in texts(&pages) {
            let body = &page[..page.len() - 1];
            assert!(body.len() <= 22, "{filler}: {} lines", body.len());
            let foot = &body[body.len().saturating_sub(2)..];
            assert!(
                !foot
                    .iter()
                    .any(|line| line.starts_with("一、") || line.starts_with("（一）")),
                "{filler}: {foot:?}"
            );
        }
    }
}

#[test]
fn a_signature_is_never_alone_on_a_page() {
    for filler in 16..26 {
        let mut contents = vec![sample::paragraph(&"工作".repeat(14 * filler))];
        contents.push(Content::Signature("青溪县水务局".to_owned()));
        contents.push(Content::Signature("2026年1月15日".to_owned()));
        let pages = pages(&sample::document(contents));
        let last = texts(&pages).pop().unwrap();
        assert!(last.len() >= 5, "{filler}: {last:?}");
        assert_eq!(last[last.len() - 2], "2026年1月15日");
    }
}

#[test]
fn the_report_looks_as_it_did() {
    let pages = pages(&sample::report());
    let mut shown = String::new();
    for (index, page) in pages.pages.iter().enumerate() {
        shown.push_str(&format!("page {}\n", index + 1));
        for (baseline, text, _) in lines(page) {
            shown.push_str(&format!("{:>6.1} {text}\n", baseline));
        }
    }
    insta::assert_snapshot!(shown);
}

fn right_of(rect: &Rect) -> f32 {
    rect.x_pt + rect.width_pt
}

/// Every text of a table stands inside the rules: between the type area's edges and above its lower edge.
fn assert_inside(pages: &Pages) {
    for page in &pages.pages {
        for item in &page.items {
            if let Item::Rule {
                x1_pt,
                x2_pt,
                y2_pt,
                ..
            } = item
            {
                assert!(*x1_pt > LEFT - 1.0 && *x2_pt < LEFT + WIDTH + 1.0);
                assert!(*y2_pt < TOP + HEIGHT + 1.0, "{y2_pt}");
            }
        }
        let rects: Vec<&Rect> = page.areas.iter().map(|area| &area.rect).collect();
        for rect in rects {
            assert!(rect.x_pt > LEFT - 1.0 && right_of(rect) < LEFT + WIDTH + 1.0);
        }
    }
}

/// The figures of a page's areas: place and the text inside, lines joined.
fn figures(page: &Page, table: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for area in page
        .areas
        .iter()
        .filter(|area| area.place.to_string().starts_with(table))
    {
        let mut text = String::new();
        for item in &page.items {
            let Item::Text(run) = item else { continue };
            let inside = |x: f32| x >= area.rect.x_pt - 0.01 && x < right_of(&area.rect);
            let below = run.baseline_pt > area.rect.y_pt
                && run.baseline_pt < area.rect.y_pt + area.rect.height_pt;
            if below && run.glyphs.iter().all(|glyph| inside(glyph.x_pt)) {
                text.extend(run.glyphs.iter().map(|glyph| glyph.character));
            }
        }
        found.push((area.place.to_string(), text));
    }
    found
}

#[test]
fn eight_digit_figures_fit_in_the_columns_of_table_three() {
    let grid = sample::requests(&|row, column| format!("{}", 12_345_678 + row * 7 + column));
    let pages = pages(&sample::document(vec![
        sample::heading(1, "三、收到"),
        Content::Grid(grid),
    ]));
    assert_eq!(pages.pages.len(), 1);
    assert_inside(&pages);
    let found = figures(&pages.pages[0], "requests");
    assert_eq!(found.len(), 25 * 7);
    for (index, (place, text)) in found.iter().enumerate() {
        assert_eq!(
            *text,
            format!("{}", 12_345_678 + index / 7 * 7 + index % 7),
            "{place}"
        );
    }
}

#[test]
fn fifteen_columns_of_eight_digits_stay_inside_their_cells() {
    let grid = sample::appeals(&["12345678"; 15]);
    let pages = pages(&sample::document(vec![Content::Grid(grid)]));
    assert_inside(&pages);
    for (place, text) in figures(&pages.pages[0], "appeals") {
        assert_eq!(text, "12345678", "{place}");
    }
    for item in &pages.pages[0].items {
        let Item::Text(text) = item else { continue };
        assert!(text.size_pt >= 7.5);
    }
}

#[test]
fn a_table_moves_whole_or_is_torn_with_its_header_repeated() {
    for filler in 1..22 {
        let mut contents = vec![sample::paragraph(&"工作".repeat(14 * filler))];
        contents.push(sample::heading(1, "三、收到和处理政府信息公开申请情况"));
        contents.push(Content::Grid(sample::requests(&|_, _| "0".to_owned())));
        let pages = pages(&sample::document(contents));
        assert_inside(&pages);
        let parts: Vec<&Page> = pages
            .pages
            .iter()
            .filter(|page| !figures(page, "requests").is_empty())
            .collect();
        for part in &parts {
            let lines = lines(part);
            assert!(
                lines.iter().any(|(_, text, _)| text.contains("申请人情况")),
                "{filler}"
            );
        }
        let shown: usize = parts
            .iter()
            .map(|page| figures(page, "requests").len())
            .sum();
        assert_eq!(shown, 25 * 7, "{filler}");
        let first_page = lines(&pages.pages[0]);
        let lowest = first_page[..first_page.len() - 1]
            .iter()
            .map(|line| line.0)
            .fold(0.0, f32::max);
        if pages.pages.len() > 1 {
            let empty = TOP + HEIGHT - lowest;
            assert!(empty < HEIGHT / 3.0 + PITCH, "{filler}: {empty} empty");
        }
        if parts.len() > 1 {
            let part = parts[0];
            assert!(
                lines(part)
                    .iter()
                    .any(|(_, text, _)| text.starts_with("三、收到")),
                "{filler}"
            );
        }
    }
}

#[test]
fn a_band_keeps_its_caption_header_and_rows() {
    for filler in 8..22 {
        let contents = vec![
            sample::paragraph(&"工作".repeat(14 * filler)),
            sample::heading(1, "二、主动公开政府信息情况"),
            Content::Grid(sample::disclosed()),
            Content::Note("注：行政规范性文件含修订。".to_owned()),
        ];
        let pages = pages(&sample::document(contents));
        assert_inside(&pages);
        for page in texts(&pages) {
            let last = &page[page.len() - 2];
            assert!(
                !last.starts_with("第二十条") && !last.starts_with("信息内容"),
                "{filler}: {last}"
            );
            assert!(!last.starts_with("二、"), "{filler}: {last}");
            assert!(!page[0].starts_with("注"), "{filler}");
        }
    }
}

#[test]
fn characters_without_a_face_are_named_and_not_printed() {
    let document = sample::document(vec![sample::paragraph("公开\u{13000}信息㎡")]);
    let faces = Faces::bundled();
    assert_eq!(faces.missing_characters(&document), vec!['\u{13000}']);
    let pages = lay_out(&document, &faces);
    assert_eq!(pages.missing.len(), 1);
    assert_eq!(pages.missing[0].place.to_string(), "block.0.text");
    assert_eq!(texts(&pages)[0][0], "公开信息㎡");
}

#[test]
fn a_character_that_only_this_machine_has_is_taken_from_it() {
    // Any installed font will do: a character that it has and the bundled faces lack.
    let faces = Faces::bundled();
    let candidates = ['㙓', '\u{2CB4E}', 'א', 'ا', 'ა', 'ʘ'];
    let lacking = |c: &char| {
        let document = sample::document(vec![sample::paragraph(&c.to_string())]);
        !faces.missing_characters(&document).is_empty()
    };
    let lacking: Vec<char> = candidates.into_iter().filter(lacking).collect();
    assert!(!lacking.is_empty());
    let found = machine::faces_for(&lacking);
    let text: String = lacking.iter().collect();
    let document = sample::document(vec![sample::paragraph(&text)]);
    let missing = faces.missing_characters(&document).len();
    let fuller = faces.with_extra(found.clone());
    let still = fuller.missing_characters(&document);
    assert_eq!(still.len() < missing, !found.is_empty());
    let pages = lay_out(&document, &fuller);
    let named: Vec<char> = pages.missing.iter().map(|found| found.character).collect();
    let expected: Vec<char> = lacking
        .iter()
        .copied()
        .filter(|c| still.contains(c))
        .collect();
    assert_eq!(named, expected);
    let shown: String = texts(&pages)[0][0].clone();
    let kept: String = text.chars().filter(|c| !still.contains(c)).collect();
    assert!(kept.is_empty() || shown == kept, "{shown}");
    pdf::write(&pages, &fuller, &Imprint::new(Moment::day(2026, 1, 20))).unwrap();
    assert!(machine::faces_for(&[]).is_empty());
}

#[test]
fn another_face_in_a_role_leaves_the_rest_to_the_one_before() {
    let faces = Faces::bundled();
    let hei = faces.data(FaceId::Role(Face::Hei)).unwrap().clone();
    let mixed = faces.replace(Face::Fang, hei);
    let pages = lay_out(&sample::document(vec![sample::paragraph("公开㎡")]), &mixed);
    let Some(Item::Text(first)) = pages.pages[0].items.first() else {
        panic!("no text");
    };
    assert_eq!(first.face, FaceId::Role(Face::Fang));
    assert_eq!(
        mixed.data(first.face).unwrap().name(),
        "NotoSansCJKsc-Regular"
    );
    pdf::write(&pages, &mixed, &Imprint::new(Moment::day(2026, 1, 20))).unwrap();
}

#[test]
fn hostile_texts_do_not_panic() {
    let texts = [
        "",
        "\n",
        "\u{200B}",
        "，。，。",
        "a".repeat(500).leak(),
        "9".repeat(300).leak(),
        "（（（（",
        " \t ",
        "1\n\n2",
        "\u{FEFF}x",
    ];
    for text in texts {
        let contents = vec![
            Content::Title(text.to_owned()),
            sample::heading(9, text),
            sample::paragraph(text),
            Content::Grid(sample::appeals(&[text; 15])),
            Content::Note(text.to_owned()),
            Content::Signature(text.to_owned()),
        ];
        let pages = pages(&sample::document(contents));
        assert!(!pages.pages.is_empty());
    }
}
