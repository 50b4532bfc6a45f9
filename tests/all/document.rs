//! The composed document: grids without gap or overlap, and the texts in order.

use crate::template::forms;
use nianbao::document::{Content, Document, Grid, HINT, compose::compose};
use nianbao::layout::fonts::Faces;
use nianbao::layout::{Item, lay_out};
use nianbao::place::Address;
use nianbao::report::{Entry, Report};
use nianbao::template::Template;

/// The tables of a document, in order.
pub fn grids(document: &Document) -> impl Iterator<Item = &Grid> {
    document
        .blocks
        .iter()
        .filter_map(|block| match &block.content {
            Content::Grid(grid) => Some(grid),
            _ => None,
        })
}

fn filled(template: &Template) -> Document {
    let mut report = Report::new(template, "某某县教育局", 2025);
    for cell in template.cells.iter().filter(|cell| !cell.is_total()) {
        report
            .entries
            .insert(cell.address.clone(), Entry::number(1));
    }
    compose(template, &report)
}

#[test]
fn every_grid_is_covered_without_gap_or_overlap() {
    for template in forms() {
        let id = &template.form.id;
        for grid in grids(&filled(template)) {
            let mut covered = vec![0; grid.rows * grid.tracks.len()];
            for cell in &grid.cells {
                for row in cell.row..cell.row + cell.row_span {
                    for track in cell.track..cell.track + cell.track_span {
                        covered[row * grid.tracks.len() + track] += 1;
                    }
                }
            }
            assert!(
                covered.iter().all(|&times| times == 1),
                "{id} {:?}: {covered:?}",
                grid.table
            );
            assert!((grid.tracks.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
    }
}

#[test]
fn every_cell_of_the_form_is_printed_once() {
    for template in forms() {
        let mut printed: Vec<Address> = grids(&filled(template))
            .flat_map(|grid| &grid.cells)
            .filter_map(|cell| cell.address.clone())
            .collect();
        let mut expected: Vec<Address> = template
            .cells
            .iter()
            .map(|cell| cell.address.clone())
            .collect();
        printed.sort();
        expected.sort();
        assert_eq!(printed, expected);
    }
}

#[test]
fn a_total_is_printed_as_computed() {
    let document = filled(&Template::for_year(2025).unwrap());
    let requests = grids(&document)
        .find(|grid| grid.table.as_deref() == Some("requests"))
        .unwrap();
    let closed = requests
        .cells
        .iter()
        .find(|cell| cell.address.as_deref() == Some("requests.closed.total"))
        .unwrap();
    assert_eq!(closed.text, (21 * 6).to_string());
}

/// The lines of the title of a report of this agency.
fn title_lines(wording: usize, agency: &str) -> Vec<String> {
    let template = Template::built_in("2021").unwrap();
    let mut report = Report::new(&template, agency, 2025);
    report.title_wording = wording;
    let document = compose(&template, &report);
    assert!(!document.title.contains(HINT));
    let pages = lay_out(&document, &Faces::bundled());
    let mut lines: Vec<(f32, String)> = Vec::new();
    for item in &pages.pages[0].items {
        let Item::Text(text) = item else { continue };
        if text.size_pt < document.page.title.size_pt {
            continue;
        }
        let string: String = text.glyphs.iter().map(|glyph| glyph.character).collect();
        match lines.last_mut() {
            Some((baseline, line)) if *baseline == text.baseline_pt => line.push_str(&string),
            _ => lines.push((text.baseline_pt, string)),
        }
    }
    let lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines.concat(), document.title);
    lines
}

#[test]
fn a_title_is_broken_by_meaning() {
    let end = "政府信息公开工作年度报告";
    for (wording, agency, expected) in [
        (0, "北京", vec!["北京2025年政府信息公开工作年度报告"]),
        (0, "青溪县水务局", vec!["青溪县水务局2025年", end]),
        (1, "青溪县水务局", vec!["2025年青溪县水务局", end]),
        (
            0,
            "中华人民共和国国家发展和改革委员会",
            vec![
                "中华人民共和国国家发展和改革委员会",
                "2025年政府信息公开工作年度报告",
            ],
        ),
        (
            0,
            "内蒙古自治区鄂尔多斯市住房和城乡建设局",
            vec!["内蒙古自治区鄂尔多斯市", "住房和城乡建设局2025年", end],
        ),
        (
            0,
            "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县人力资源和社会保障局",
            vec![
                "新疆维吾尔自治区",
                "伊犁哈萨克自治州察布查尔锡伯自治县",
                "人力资源和社会保障局2025年",
                end,
            ],
        ),
    ] {
        assert_eq!(title_lines(wording, agency), expected, "{agency}");
    }
}
