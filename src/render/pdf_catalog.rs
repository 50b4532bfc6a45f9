//! What printpdf leaves open in a PDF: programs of faces, metadata, bookmarks, structure, page labels, version.

use lopdf::{Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};

use crate::digest::Digest;
use crate::layout::Pages;
use crate::render::pdf::PdfError;
use crate::render::pdf_faces::Program;
use crate::render::pdf_metadata::{self, Claims, LANGUAGE, literal};
use crate::render::pdf_stream::{LEVEL, pack};
use crate::render::{Imprint, Moment};
use crate::render::{pdf_color, pdf_inner, pdf_outline, pdf_structure};

/// Objects that are packed together; more of them pack better and are read more slowly.
const OBJECTS_TOGETHER: usize = 200;

/// Completes the document and writes it.
pub fn finish(
    mut document: Document,
    pages: &Pages,
    programs: Vec<Program>,
    imprint: &Imprint,
) -> Result<Vec<u8>, PdfError> {
    let failed = |error: lopdf::Error| PdfError::Write(error.to_string());
    document.version = "1.7".to_owned();
    put_in(&mut document, programs)?;
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    let outline = pdf_outline::add(&mut document, &pages.outline, &page_ids, pages.height_pt);
    // Of the archive's standards only the third lets a file travel inside.
    let archive_part = if imprint.report.is_some() { 3 } else { 2 };
    let claims = imprint.tagged.then_some(Claims { archive_part });
    let created = imprint.made;
    if let Some(report) = &imprint.report {
        pdf_inner::attach(&mut document, report, created);
    }
    let structure = claims.map(|_| {
        let root = pdf_structure::add(&mut document, pages, &page_ids);
        (root, intent(&mut document))
    });
    let xmp = pdf_metadata::xmp(pages, created, claims).into_bytes();
    let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let xmp = document.add_object(Stream::new(kind, xmp).with_compression(false));
    let info = document.add_object(pdf_metadata::info(pages, created));
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
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    if let Some((root, intent)) = structure {
        catalog.set("StructTreeRoot", root);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("OutputIntents", vec![intent.into()]);
    }
    document.trailer.set("Info", info);
    let identity = identity(&document, created);
    document.trailer.set("ID", vec![identity.clone(), identity]);
    document.prune_objects();
    document.renumber_objects();
    let unwritten = |error: std::io::Error| PdfError::Write(error.to_string());
    pack(&mut document).map_err(unwritten)?;
    let packed = document.objects.values().filter_map(|o| o.as_stream().ok());
    let length: usize = packed.map(|stream| stream.content.len()).sum();
    let mut bytes = Vec::with_capacity(length + length / 4);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(OBJECTS_TOGETHER)
        .compression_level(LEVEL)
        .build();
    document
        .save_with_options(&mut bytes, options)
        .map_err(unwritten)?;
    Ok(bytes)
}

/// Puts the programs of the faces in the places of those that printpdf was shown.
fn put_in(document: &mut Document, programs: Vec<Program>) -> Result<(), PdfError> {
    let mut places: Vec<(Vec<u8>, ObjectId)> = Vec::new();
    for object in document.objects.values() {
        let Ok(descriptor) = object.as_dict() else {
            continue;
        };
        let file = ["FontFile2", "FontFile3"]
            .iter()
            .find_map(|key| descriptor.get(key.as_bytes()).ok()?.as_reference().ok());
        let name = descriptor.get(b"FontName").and_then(Object::as_name);
        if let (Some(file), Ok(name)) = (file, name) {
            places.push((name.to_vec(), file));
        }
    }
    let mut programs = programs;
    for (name, place) in places {
        let index = programs
            .iter()
            .position(|program| program.name.as_bytes() == name);
        let Some(index) = index else {
            let name = String::from_utf8_lossy(&name).into_owned();
            return Err(PdfError::Write(format!("缺少字体 {name}")));
        };
        let program = programs.swap_remove(index);
        let mut kind = dictionary! { "Filter" => "FlateDecode" };
        match program.is_compact {
            true => kind.set("Subtype", "CIDFontType0C"),
            false => kind.set("Length1", program.length as i64),
        }
        document.set_object(place, Stream::new(kind, program.packed));
    }
    Ok(())
}

/// What the colours mean: those of an ordinary screen.
fn intent(document: &mut Document) -> ObjectId {
    let kind = dictionary! { "N" => 3, "Alternate" => "DeviceRGB" };
    let profile = document.add_object(Stream::new(kind, pdf_color::profile()));
    document.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => literal(pdf_color::NAME),
        "Info" => literal(pdf_color::NAME),
        "DestOutputProfile" => profile,
    })
}

/// A name of the file that follows from what is in it.
fn identity(document: &Document, created: Moment) -> Object {
    let streams = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let seed = Digest::of(created.to_string().as_bytes());
    let content = streams.fold(seed, |sum, stream| {
        sum.rotate_left(5) ^ Digest::of(&stream.content)
    });
    let bytes = [content, seed]
        .iter()
        .flat_map(|half| half.to_be_bytes())
        .collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}
