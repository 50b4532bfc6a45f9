//! What printpdf leaves open in a PDF: metadata, language, bookmarks with places, page labels, version.

use lopdf::{
    Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary,
};

use crate::digest::Digest;
use crate::layout::{OutlineEntry, Pages};
use crate::render::Date;
use crate::render::pdf::PdfError;

const LANGUAGE: &str = "zh-CN";
/// Space between a heading and the window's edge when its bookmark is followed.
const BOOKMARK_GAP_PT: f32 = 12.0;

/// Completes the document and writes it.
pub fn finish(mut document: Document, pages: &Pages, created: Date) -> Result<Vec<u8>, PdfError> {
    let failed = |error: lopdf::Error| PdfError::Write(error.to_string());
    document.version = "1.7".to_owned();
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    let outlines = outlines(&mut document, &pages.outline, &page_ids, pages.height_pt);
    let xmp = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp(pages, created).into_bytes(),
    )
    .with_compression(false);
    let xmp = document.add_object(xmp);
    let info = document.add_object(info(pages, created));
    let catalog = document.catalog_mut().map_err(failed)?;
    catalog.set("Metadata", xmp);
    catalog.set("Lang", literal(LANGUAGE));
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    catalog.set("PageLayout", "OneColumn");
    let label = dictionary! { "S" => "D" };
    catalog.set(
        "PageLabels",
        dictionary! { "Nums" => vec![0.into(), label.into()] },
    );
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
    }
    document.trailer.set("Info", info);
    let identity = identity(&document, created);
    document.trailer.set("ID", vec![identity.clone(), identity]);
    document.prune_objects();
    document.renumber_objects();
    document.compress();
    let mut bytes = Vec::new();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .compression_level(9)
        .build();
    document
        .save_with_options(&mut bytes, options)
        .map_err(|error| PdfError::Write(error.to_string()))?;
    Ok(bytes)
}

fn producer() -> String {
    format!("nianbao {}", env!("CARGO_PKG_VERSION"))
}

fn info(pages: &Pages, created: Date) -> Dictionary {
    let Date {
        year,
        month,
        day,
        hour,
        minute,
        second,
    } = created;
    let date = format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}");
    dictionary! {
        "Title" => utf16(&pages.title),
        "Author" => utf16(&pages.author),
        "Creator" => literal("nianbao"),
        "Producer" => literal(&producer()),
        "CreationDate" => literal(&date),
        "ModDate" => literal(&date),
    }
}

fn xmp(pages: &Pages, created: Date) -> String {
    let Date {
        year,
        month,
        day,
        hour,
        minute,
        second,
    } = created;
    let date = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    let (title, author, producer) = (escaped(&pages.title), escaped(&pages.author), producer());
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>nianbao</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{FEFF}',
    )
}

fn escaped(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    plain
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A name of the file that follows from what is in it.
fn identity(document: &Document, created: Date) -> Object {
    let streams = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let seed = Digest::of(format!("{created:?}").as_bytes());
    let content = streams.fold(seed, |sum, stream| {
        sum.rotate_left(5) ^ Digest::of(&stream.content)
    });
    let bytes = [content, seed]
        .iter()
        .flat_map(|half| half.to_be_bytes())
        .collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A tree of bookmarks: level 2 under the level 1 before it.
fn outlines(
    document: &mut Document,
    entries: &[OutlineEntry],
    pages: &[ObjectId],
    height_pt: f32,
) -> Option<ObjectId> {
    if entries.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let parents: Vec<Option<usize>> = (0..entries.len())
        .map(|index| {
            (0..index)
                .rev()
                .find(|above| entries[*above].level < entries[index].level)
        })
        .collect();
    let children = |parent: Option<usize>| -> Vec<usize> {
        (0..entries.len())
            .filter(|index| parents[*index] == parent)
            .collect()
    };
    for (index, entry) in entries.iter().enumerate() {
        let siblings = children(parents[index]);
        let place = siblings
            .iter()
            .position(|sibling| *sibling == index)
            .unwrap_or(0);
        let parent = parents[index].map_or(root, |parent| ids[parent]);
        let mut bookmark = dictionary! { "Title" => utf16(&entry.text), "Parent" => parent };
        if let Some(page) = pages.get(entry.page) {
            let top = (height_pt - entry.y_pt + BOOKMARK_GAP_PT).round();
            let destination: Vec<Object> = vec![
                (*page).into(),
                "XYZ".into(),
                Object::Null,
                top.into(),
                Object::Null,
            ];
            bookmark.set("Dest", destination);
        }
        if let Some(before) = place.checked_sub(1) {
            bookmark.set("Prev", ids[siblings[before]]);
        }
        if let Some(after) = siblings.get(place + 1) {
            bookmark.set("Next", ids[*after]);
        }
        let below = children(Some(index));
        if let (Some(first), Some(last)) = (below.first(), below.last()) {
            bookmark.set("First", ids[*first]);
            bookmark.set("Last", ids[*last]);
            bookmark.set("Count", below.len() as i64);
        }
        document.set_object(ids[index], bookmark);
    }
    let top = children(None);
    let (first, last) = (top.first()?, top.last()?);
    let tree = dictionary! {
        "Type" => "Outlines",
        "First" => ids[*first],
        "Last" => ids[*last],
        "Count" => entries.len() as i64,
    };
    document.set_object(root, tree);
    Some(root)
}

fn literal(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

fn utf16(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(
        units.flat_map(u16::to_be_bytes).collect(),
        StringFormat::Hexadecimal,
    )
}
