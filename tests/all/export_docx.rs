//! The Word document as a package: parts, order of elements, structure, and the report inside.

use crate::document::grids;
use crate::export::{IMPRINT, Part, sample, with_report};
use nianbao::document::{Content, Role};
use nianbao::render::docx;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::Read;

/// The parts of a package by name.
fn parts(bytes: &[u8]) -> Vec<Part> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.push(Part { name, text });
    }
    parts
}

fn part(parts: &[Part], name: &str) -> String {
    let found = parts.iter().find(|part| part.name == name);
    found.unwrap_or_else(|| panic!("no {name}")).text.clone()
}

/// Where a child may stand in its parent: its place in the sequence, and whether it may be repeated.
type Order = BTreeMap<String, BTreeMap<String, (usize, bool)>>;

fn order() -> Order {
    let mut order = Order::new();
    for line in include_str!("../cases/export/element_order.txt").lines() {
        let Some((parent, children)) = line.split_once(": ").filter(|_| !line.starts_with('#'))
        else {
            continue;
        };
        let mut listed = BTreeMap::new();
        for (place, group) in children.split(' ').enumerate() {
            for child in group.split('|') {
                let name = child.trim_start_matches('*');
                listed.insert(name.to_owned(), (place, child.starts_with('*')));
            }
        }
        order.insert(parent.to_owned(), listed);
    }
    order
}

/// Every child stands where the standard wants it.
fn check_order(name: &str, text: &str) {
    struct Open {
        name: String,
        reached: usize,
        met: Vec<String>,
    }
    let order = order();
    let mut open: Vec<Open> = Vec::new();
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        let event = reader.read_event().unwrap();
        let (start, is_empty) = match &event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let child = start.name().as_ref().to_owned();
        if let Some(parent) = open.last_mut() {
            let listed = order.get(&parent.name);
            let listed = listed.unwrap_or_else(|| panic!("{name}: {} has children", parent.name));
            let known = listed.get(&child);
            let (place, repeats) =
                known.unwrap_or_else(|| panic!("{name}: {child} in {}", parent.name));
            assert!(
                *place >= parent.reached,
                "{name}: {child} comes too late in {}",
                parent.name
            );
            assert!(
                *repeats || !parent.met.contains(&child),
                "{name}: {child} twice in {}",
                parent.name
            );
            parent.reached = *place;
            parent.met.push(child.clone());
        }
        if !is_empty {
            open.push(Open {
                name: child,
                reached: 0,
                met: Vec::new(),
            });
        }
    }
    assert!(open.is_empty());
}

#[test]
fn the_elements_stand_in_the_order_of_the_standard() {
    let (document, _) = sample();
    let parts = parts(&docx::write(&document, &IMPRINT).unwrap());
    let mut checked = 0;
    for part in parts
        .iter()
        .filter(|part| part.name.starts_with("word/") && !part.name.ends_with(".rels"))
    {
        check_order(&part.name, &part.text);
        checked += 1;
    }
    assert_eq!(checked, 6);
}

#[test]
fn every_part_is_well_formed_and_announced() {
    let (document, _) = sample();
    let parts = parts(&docx::write(&document, &with_report("(format: 1)")).unwrap());
    assert_eq!(parts[0].name, "[Content_Types].xml");
    let types = part(&parts, "[Content_Types].xml");
    for Part { name, text } in &parts {
        let mut reader = quick_xml::Reader::from_str(text);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
        let by_itself = types.contains(&format!("PartName=\"/{name}\""));
        let by_suffix = name.ends_with(".rels") || name == "customXml/item1.xml";
        assert!(
            by_itself || by_suffix || name == "[Content_Types].xml",
            "{name}"
        );
    }
    // Every target of a relation is a part.
    for relations in parts.iter().filter(|part| part.name.ends_with(".rels")) {
        let folder = relations.name.split("_rels/").next().unwrap();
        for target in relations.text.split("Target=\"").skip(1) {
            let target = target.split('"').next().unwrap();
            let name = match target.strip_prefix("../") {
                Some(above) => above.to_owned(),
                None => format!("{folder}{target}"),
            };
            assert!(parts.iter().any(|part| part.name == name), "{name}");
        }
    }
}

#[test]
fn headings_tables_and_page_are_what_they_are_called() {
    let (document, _) = sample();
    let parts = parts(&docx::write(&document, &IMPRINT).unwrap());
    let body = part(&parts, "word/document.xml");
    let levels = |wanted: u8| {
        let headings = document.blocks.iter().filter(
            |block| matches!(block.content, Content::Heading { level, .. } if level == wanted),
        );
        headings.count()
    };
    let styled = |style: &str| {
        body.matches(&format!("<w:pStyle w:val=\"{style}\"/>"))
            .count()
    };
    assert_eq!(
        (styled("Heading1"), styled("Heading2")),
        (levels(1), levels(2))
    );
    assert_eq!(styled("Title"), 1);
    let styles = part(&parts, "word/styles.xml");
    for (name, level) in [("heading 1", 0), ("heading 2", 1)] {
        let style = styles
            .split(&format!("<w:name w:val=\"{name}\"/>"))
            .nth(1)
            .unwrap();
        let style = style.split("</w:style>").next().unwrap();
        assert!(style.contains(&format!("<w:outlineLvl w:val=\"{level}\"/>")));
    }
    assert!(
        !parts
            .iter()
            .any(|part| part.text.contains("Theme=") || part.name.contains("theme/"))
    );
    let page = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\"";
    assert!(body.contains(page), "{}", &body[body.len() - 700..]);
    // 22 lines of 579 twentieths of a point stand in 225 mm, 28 characters of 10.5 pt + 21680/4096 pt in 156 mm.
    let grid = "<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"579\" w:charSpace=\"21680\"/>";
    assert!(body.contains(grid));
    assert!(part(&parts, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
}

#[test]
fn tables_have_the_spans_of_the_grid_and_no_line_of_fixed_height() {
    let (document, _) = sample();
    let parts = parts(&docx::write(&document, &IMPRINT).unwrap());
    let body = part(&parts, "word/document.xml");
    let tables: Vec<&str> = body
        .split("<w:tbl>")
        .skip(1)
        .map(|table| table.split("</w:tbl>").next().unwrap())
        .collect();
    let grids = grids(&document);
    let mut count = 0;
    for (grid, table) in grids.zip(&tables) {
        count += 1;
        assert_eq!(table.matches("<w:tr>").count(), grid.rows);
        assert_eq!(table.matches("<w:cantSplit/>").count(), grid.rows);
        assert_eq!(table.matches("<w:tblHeader/>").count(), grid.header_rows);
        let tall = grid.cells.iter().filter(|cell| cell.row_span > 1).count();
        assert_eq!(table.matches("w:val=\"restart\"").count(), tall);
        let wide: usize = grid
            .cells
            .iter()
            .filter(|cell| cell.track_span > 1)
            .map(|cell| cell.row_span)
            .sum();
        assert_eq!(table.matches("<w:gridSpan").count(), wide);
        let widths: Vec<u32> = table
            .split("<w:gridCol w:w=\"")
            .skip(1)
            .map(|width| width.split('"').next().unwrap().parse().unwrap())
            .collect();
        assert_eq!(widths.iter().sum::<u32>(), 8844);
        for (width, share) in widths.iter().zip(&grid.tracks) {
            assert!((*width as f32 - share * 8844.0).abs() < 2.0);
        }
        assert!(!table.contains("w:lineRule=\"exact\""));
        let figures = grid
            .cells
            .iter()
            .filter(|cell| matches!(cell.role, Role::Figure | Role::Total));
        for figure in figures {
            assert!(
                table.contains(&format!(">{}</w:t>", figure.text)),
                "{}",
                figure.text
            );
        }
    }
    assert_eq!((count, tables.len()), (3, 3));
}
