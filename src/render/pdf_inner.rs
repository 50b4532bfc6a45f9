//! The report inside a PDF: an associated file of its own (ISO 19005-3, 6.8), and the way back to it.

use lopdf::{Document, LoadOptions, Object, Stream, dictionary};

use crate::render::Moment;
use crate::render::inner::{Found, Inner, MEDIA_TYPE, Seen, Unreadable};
use crate::render::pdf_metadata::{literal, pdf_date, utf16};

const FILE_NAME: &str = "report.nianbao.json";
/// Stands in every PDF that holds a report.
const MARK: &[u8] = b"vnd.nianbao.report";
const ABOUT: &str = "nianbao 的报告数据，用 nianbao 打开本文件即可继续编辑";
/// No stream of a PDF written here unpacks to more than this.
const UNPACKED_MAX: usize = 64 << 20;

/// Attaches the report to a document whose pages are drawn.
pub fn attach(document: &mut Document, report: &str, made: Moment) {
    let inner = Inner::new(report, &seen(document)).to_json().into_bytes();
    let date = literal(&pdf_date(made));
    let parameters = dictionary! {
        "Size" => inner.len() as i64,
        "CreationDate" => date.clone(),
        "ModDate" => date,
    };
    let kind = dictionary! {
        "Type" => "EmbeddedFile",
        "Subtype" => MEDIA_TYPE,
        "Params" => parameters,
    };
    let file = document.add_object(Stream::new(kind, inner));
    let specification = document.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => literal(FILE_NAME),
        "UF" => utf16(FILE_NAME),
        "Desc" => utf16(ABOUT),
        "AFRelationship" => "Source",
        "EF" => dictionary! { "F" => file, "UF" => file },
    });
    let names = vec![utf16(FILE_NAME), specification.into()];
    let files = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } };
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("Names", files);
        catalog.set("AF", vec![specification.into()]);
    }
}

/// Finds the report inside a PDF; `None` when there is none. One in a PDF that cannot be read is damaged.
pub fn find(bytes: &[u8]) -> Option<Found> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let holds = |part: &[u8], words: &[u8]| part.windows(words.len()).any(|window| window == words);
    if !holds(head, b"%PDF-") {
        return None;
    }
    read(bytes).or_else(|| {
        holds(bytes, MARK).then_some(Found {
            report: Err(Unreadable::Damaged),
            changed: true,
        })
    })
}

fn read(bytes: &[u8]) -> Option<Found> {
    let options = LoadOptions::with_max_decompressed_size(UNPACKED_MAX);
    let document = Document::load_mem_with_options(bytes, options).ok()?;
    let catalog = document.catalog().ok()?;
    let files = resolved(&document, catalog.get(b"AF").ok()?)
        .as_array()
        .ok()?;
    let json = files.iter().find_map(|file| {
        let file = resolved(&document, file).as_dict().ok()?;
        let streams = resolved(&document, file.get(b"EF").ok()?).as_dict().ok()?;
        let stream = resolved(&document, streams.get(b"F").ok()?);
        let stream = stream.as_stream().ok()?;
        if stream.dict.get(b"Subtype").ok()?.as_name().ok()? != MEDIA_TYPE.as_bytes() {
            return None;
        }
        let json = stream.decompressed_content_with_limit(UNPACKED_MAX);
        Some(json.unwrap_or_default())
    })?;
    let json = String::from_utf8_lossy(&json);
    Some(Found::of(&json, &seen(&document)))
}

/// What a reader sees: the drawing of each page, and whether something was laid over it.
fn seen(document: &Document) -> Seen {
    let mut seen = Seen::default();
    for page in document.get_pages().into_values() {
        for part in document.get_page_contents(page) {
            let stream = document.get_object(part).and_then(Object::as_stream);
            let content = stream
                .ok()
                .and_then(|stream| match stream.dict.has(b"Filter") {
                    true => stream.decompressed_content_with_limit(UNPACKED_MAX).ok(),
                    false => Some(stream.content.clone()),
                });
            seen.bytes(&content.unwrap_or_default());
        }
        let notes = document
            .get_dictionary(page)
            .and_then(|page| page.get(b"Annots"));
        let notes = notes.map(|notes| resolved(document, notes).as_array().map_or(0, Vec::len));
        seen.bytes(&notes.unwrap_or(0).to_be_bytes());
    }
    seen
}

/// The object itself, when this is a reference to it.
fn resolved<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document
        .dereference(object)
        .map_or(object, |(_, found)| found)
}
