//! The structure of a tagged PDF: what is read aloud, in which order, and that every mark on a page belongs to it.

use std::collections::BTreeMap;

use crate::pdf::{made, run};
use crate::sample;
use lopdf::content::Content as Operations;
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};
use nianbao::document::{Content, Document};

fn loaded(document: &Document) -> Pdf {
    Pdf::load_mem(&made(document).1).unwrap()
}

/// A dictionary, by reference or in place.
fn dictionary<'a>(pdf: &'a Pdf, object: &'a Object) -> &'a Dictionary {
    pdf.dereference(object).unwrap().1.as_dict().unwrap()
}

fn name<'a>(dictionary: &'a Dictionary, key: &[u8]) -> &'a str {
    std::str::from_utf8(dictionary.get(key).unwrap().as_name().unwrap()).unwrap()
}

fn kids(dictionary: &Dictionary) -> Vec<Object> {
    match dictionary.get(b"K") {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(other) => vec![other.clone()],
        Err(_) => Vec::new(),
    }
}

fn root(pdf: &Pdf) -> &Dictionary {
    dictionary(pdf, pdf.catalog().unwrap().get(b"StructTreeRoot").unwrap())
}

/// Every structure element in reading order, with its object and the types above it.
fn elements(pdf: &Pdf) -> Vec<(ObjectId, Vec<String>)> {
    fn visit(pdf: &Pdf, id: ObjectId, above: &[String], found: &mut Vec<(ObjectId, Vec<String>)>) {
        let element = pdf.get_dictionary(id).unwrap();
        let mut path = above.to_vec();
        path.push(name(element, b"S").to_owned());
        found.push((id, path.clone()));
        for kid in kids(element) {
            if let Object::Reference(kid) = kid {
                let parent = pdf.get_dictionary(kid).unwrap().get(b"P").unwrap();
                assert_eq!(
                    parent.as_reference().unwrap(),
                    id,
                    "a child knows its parent"
                );
                visit(pdf, kid, &path, found);
            }
        }
    }
    let mut found = Vec::new();
    let whole = root(pdf).get(b"K").unwrap().as_reference().unwrap();
    visit(pdf, whole, &[], &mut found);
    found
}

/// The marks of a page, in order: type and number, `None` for adornments. Nothing may be drawn outside of one.
fn marks(pdf: &Pdf, page: ObjectId) -> Vec<(String, Option<i64>)> {
    let content = Operations::decode(&pdf.get_page_content(page)).unwrap();
    let mut found = Vec::new();
    let mut open = false;
    for operation in content.operations {
        match operation.operator.as_str() {
            "BDC" | "BMC" => {
                assert!(!open, "marks do not nest");
                open = true;
                let kind = String::from_utf8(operation.operands[0].as_name().unwrap().to_vec());
                let number = operation.operands.get(1).and_then(|o| o.as_dict().ok());
                let number = number.and_then(|map| map.get(b"MCID").ok()?.as_i64().ok());
                found.push((kind.unwrap(), number));
            }
            "EMC" => {
                assert!(open);
                open = false;
            }
            "Tj" | "TJ" | "S" | "s" | "f" | "f*" | "B" | "re" | "l" => {
                assert!(open, "{} outside of a mark", operation.operator);
            }
            _ => {}
        }
    }
    assert!(!open);
    found
}

#[test]
fn every_mark_belongs_to_the_element_that_names_it() {
    for document in [sample::report(), whole_page_tables()] {
        let pdf = loaded(&document);
        let parents = dictionary(&pdf, root(&pdf).get(b"ParentTree").unwrap());
        let numbers = parents.get(b"Nums").unwrap().as_array().unwrap();
        let mut named: BTreeMap<(ObjectId, i64), ObjectId> = BTreeMap::new();
        for (id, _) in elements(&pdf) {
            let element = pdf.get_dictionary(id).unwrap();
            let home = element.get(b"Pg").and_then(Object::as_reference).ok();
            for kid in kids(element) {
                let mark = match &kid {
                    Object::Integer(number) => (home.unwrap(), *number),
                    Object::Dictionary(mark) => (
                        mark.get(b"Pg").unwrap().as_reference().unwrap(),
                        mark.get(b"MCID").unwrap().as_i64().unwrap(),
                    ),
                    _ => continue,
                };
                assert!(named.insert(mark, id).is_none(), "a mark has one element");
            }
        }
        let mut seen = 0;
        for (index, page) in pdf.get_pages().into_values().enumerate() {
            let own = pdf.get_dictionary(page).unwrap();
            let own = own.get(b"StructParents").unwrap().as_i64().unwrap();
            assert_eq!(own, index as i64);
            let at = numbers
                .iter()
                .position(|n| n.as_i64().ok() == Some(own))
                .unwrap();
            let owners = numbers[at + 1].as_array().unwrap();
            let numbered = marks(&pdf, page).into_iter();
            let numbered = numbered.filter_map(|(kind, number)| Some((kind, number?)));
            for (expected, (kind, number)) in numbered.enumerate() {
                assert_eq!(number, expected as i64);
                let owner = owners[expected].as_reference().unwrap();
                assert_eq!(named.get(&(page, number)), Some(&owner));
                assert_eq!(name(pdf.get_dictionary(owner).unwrap(), b"S"), kind);
                seen += 1;
            }
        }
        assert_eq!(seen, named.len());
    }
}

/// Tables that are torn, with their headers repeated.
fn whole_page_tables() -> Document {
    sample::document(vec![
        Content::Title("某局2025年政府信息公开工作年度报告".to_owned()),
        sample::paragraph(&"工作".repeat(14 * 12)),
        sample::heading(1, "三、收到和处理政府信息公开申请情况"),
        Content::Grid(sample::requests(&|row, column| format!("{}", row * column))),
        sample::heading(1, "二、主动公开政府信息情况"),
        Content::Grid(sample::disclosed()),
        sample::heading(2, "（一）无"),
    ])
}

#[test]
fn rows_of_a_table_are_equally_long_and_headers_say_what_they_head() {
    for document in [sample::report(), whole_page_tables()] {
        let pdf = loaded(&document);
        let mut tables = 0;
        for (id, path) in elements(&pdf) {
            if path.last().map(String::as_str) != Some("Table") {
                continue;
            }
            tables += 1;
            let mut covered: Vec<usize> = Vec::new();
            let mut reaching: Vec<(usize, usize)> = Vec::new();
            for row in kids(pdf.get_dictionary(id).unwrap()) {
                let row = dictionary(&pdf, &row);
                if name(row, b"S") == "Caption" {
                    assert!(covered.is_empty(), "a caption comes first");
                    continue;
                }
                let mut width: usize = reaching.iter().map(|(columns, _)| columns).sum();
                reaching.iter_mut().for_each(|(_, rows)| *rows -= 1);
                for cell in kids(row) {
                    let cell = dictionary(&pdf, &cell);
                    let attributes = cell.get(b"A").and_then(Object::as_dict);
                    let span = |key: &[u8]| {
                        let span = attributes.as_ref().ok()?.get(key).ok()?;
                        usize::try_from(span.as_i64().ok()?).ok()
                    };
                    let columns = span(b"ColSpan").unwrap_or(1);
                    width += columns;
                    reaching.push((columns, span(b"RowSpan").unwrap_or(1) - 1));
                    if name(cell, b"S") == "TH" {
                        let scope = name(attributes.unwrap(), b"Scope");
                        assert!(matches!(scope, "Row" | "Column"));
                    }
                }
                reaching.retain(|(_, rows)| *rows > 0);
                covered.push(width);
            }
            assert!(reaching.is_empty());
            assert!(
                covered.windows(2).all(|pair| pair[0] == pair[1]),
                "{covered:?}"
            );
        }
        assert!(tables >= 5, "{tables}");
    }
}

#[test]
fn it_is_read_in_the_order_of_the_document() {
    let document = sample::report();
    let Some(said) = run("pdfinfo", &["-struct-text"], &made(&document).1, &[]) else {
        return;
    };
    let texts = said
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"'));
    let heard: String = texts.filter_map(|text| text.strip_suffix('"')).collect();
    let mut expected = String::new();
    for block in &document.blocks {
        match &block.content {
            Content::Title(text)
            | Content::Heading { text, .. }
            | Content::Note(text)
            | Content::Signature(text) => expected.push_str(text),
            Content::Paragraph { number, text } => {
                expected.push_str(number);
                expected.push_str(text);
            }
            Content::Grid(grid) => {
                let mut cells: Vec<_> = grid.cells.iter().collect();
                cells.sort_by_key(|cell| (cell.row, cell.track));
                cells.iter().for_each(|cell| expected.push_str(&cell.text));
            }
        }
    }
    let dense = |text: &str| -> String {
        let hidden = |c: &char| c.is_whitespace() || *c == '\u{200B}';
        text.chars().filter(|c| !hidden(c)).collect()
    };
    assert_eq!(dense(&heard), dense(&expected));
}

#[test]
fn levels_of_headings_have_no_gap() {
    let pdf = loaded(&sample::report());
    let mut last = 0;
    for (_, path) in elements(&pdf) {
        let kind = path.last().unwrap();
        if let Some(level) = kind.strip_prefix('H').and_then(|level| level.parse().ok()) {
            let level: usize = level;
            assert!(level <= last + 1, "{level} after {last}");
            last = level;
        }
    }
    assert!(last > 0);
}

#[test]
fn the_file_says_which_standards_it_keeps() {
    let pdf = loaded(&sample::report());
    let catalog = pdf.catalog().unwrap();
    let marked = dictionary(&pdf, catalog.get(b"MarkInfo").unwrap());
    assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
    let xmp = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
    let xmp = pdf.get_object(xmp).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(xmp.content.clone()).unwrap();
    for claim in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ] {
        assert!(xmp.contains(claim), "{claim}");
    }
    let mut reader = quick_xml::Reader::from_str(&xmp);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let intents = catalog.get(b"OutputIntents").unwrap().as_array().unwrap();
    let intent = dictionary(&pdf, &intents[0]);
    assert_eq!(name(intent, b"S"), "GTS_PDFA1");
    let profile = intent.get(b"DestOutputProfile").unwrap();
    let profile = pdf.get_object(profile.as_reference().unwrap()).unwrap();
    let profile = profile.as_stream().unwrap().decompressed_content().unwrap();
    assert_eq!(&profile[36..40], b"acsp");
    let length = u32::from_be_bytes(profile[..4].try_into().unwrap());
    assert_eq!(length as usize, profile.len());
}

#[test]
fn every_face_is_embedded_with_its_characters() {
    let pdf = loaded(&sample::report());
    let mut faces = 0;
    for object in pdf.objects.values() {
        let Ok(font) = object.as_dict() else { continue };
        if font.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Type0") {
            continue;
        }
        faces += 1;
        assert!(font.has(b"ToUnicode"));
        let below = font.get(b"DescendantFonts").unwrap().as_array().unwrap();
        let below = dictionary(&pdf, &below[0]);
        let descriptor = dictionary(&pdf, below.get(b"FontDescriptor").unwrap());
        let program = ["FontFile2", "FontFile3"];
        let program = program
            .iter()
            .find_map(|key| descriptor.get(key.as_bytes()).ok());
        let program = pdf
            .get_object(program.unwrap().as_reference().unwrap())
            .unwrap();
        assert!(
            program
                .as_stream()
                .unwrap()
                .decompressed_content()
                .unwrap()
                .len()
                > 300
        );
    }
    assert_eq!(faces, 5);
}
