//! Document → DOCX: a package that Word, WPS and LibreOffice open and go on editing.

use super::docx_body::body;
use super::docx_read::{referred, seen};
use super::docx_style::{FOOTER_EVEN, FOOTER_ODD, font_table, footer, settings, styles};
use super::format::{Format, Writer};
use super::inner::{Found, Inner, NAMESPACE};
use super::markup::Markup;
use super::package::{PackageReader, PackageWriter};
use super::{Imprint, RenderError};
use crate::document::{Document, plain};
use quick_xml::events::Event;

/// Word documents.
pub const FORMAT: Format = Format {
    suffix: "docx",
    name: "Word 文档",
    about: "用于报送，收到的人可以继续修改",
    writer: Writer::OfDocument(write),
    inner,
};

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const PART_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATIONSHIP: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const DOCUMENT_PART: &str = "word/document.xml";
const INNER_PART: &str = "customXml/item1.xml";
/// Names the inner report among the custom parts of a document.
const INNER_ID: &str = "{6E69616E-6261-6F00-8000-7265706F7274}";

/// Writes a document. The same document and imprint give the same bytes.
///
/// # Errors
/// When the package cannot be written, which only a lack of memory explains.
pub fn write(document: &Document, imprint: &Imprint) -> Result<Vec<u8>, RenderError> {
    let body = body(document);
    let inner = imprint.report.as_deref();
    let inner = inner.map(|report| Inner::new(report, &body.seen));
    let mut package = PackageWriter::new();
    package.part("[Content_Types].xml", &content_types(inner.is_some()))?;
    package.part("_rels/.rels", &package_relations())?;
    package.part("docProps/core.xml", &core_properties(document, imprint))?;
    package.part("docProps/app.xml", &program_properties())?;
    package.part(DOCUMENT_PART, &body.finish())?;
    package.part("word/styles.xml", &styles(&document.page))?;
    package.part("word/settings.xml", &settings(&document.page))?;
    package.part("word/fontTable.xml", &font_table())?;
    package.part("word/footer1.xml", &footer(&document.page, FOOTER_ODD))?;
    package.part("word/footer2.xml", &footer(&document.page, FOOTER_EVEN))?;
    package.part(
        "word/_rels/document.xml.rels",
        &document_relations(inner.is_some()),
    )?;
    if let Some(inner) = inner {
        package.part(INNER_PART, &inner_part(&inner))?;
        package.part("customXml/itemProps1.xml", &inner_properties())?;
        package.part("customXml/_rels/item1.xml.rels", &inner_relations())?;
    }
    package.finish()
}

/// Finds the report inside a document. Programs number the custom parts as they like, so that all are looked at.
fn inner(bytes: &[u8]) -> Option<Found> {
    let mut package = PackageReader::open(bytes)?;
    let names = package.names();
    let parts = names
        .iter()
        .filter(|name| name.starts_with("customXml/item") && name.ends_with(".xml"));
    let json = parts
        .filter_map(|name| package.part(name))
        .find_map(|part| read_inner_part(&part))?;
    let seen = seen(&package.part(DOCUMENT_PART)?)?;
    Some(Found::of(&json, &seen))
}

fn content_types(with_inner: bool) -> String {
    let namespace = format!("{PACKAGE}/content-types");
    let mut xml = Markup::after(HEAD);
    xml.element("Types", &[("xmlns", &namespace)], |xml| {
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        for (extension, kind) in [("rels", relations), ("xml", "application/xml")] {
            xml.empty(
                "Default",
                &[("Extension", extension), ("ContentType", kind)],
            );
        }
        let mut part = |name: &str, kind: &str| {
            xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
        };
        let properties = "application/vnd.openxmlformats-package.core-properties+xml";
        let program = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
        part("/docProps/core.xml", properties);
        part("/docProps/app.xml", program);
        for (name, kind) in [
            ("document", "document.main"),
            ("styles", "styles"),
            ("settings", "settings"),
            ("fontTable", "fontTable"),
            ("footer1", "footer"),
            ("footer2", "footer"),
        ] {
            part(
                &format!("/word/{name}.xml"),
                &format!("{PART_TYPE}.{kind}+xml"),
            );
        }
        if with_inner {
            let kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
            part("/customXml/itemProps1.xml", kind);
        }
    });
    xml.finish()
}

/// A part that says what else belongs to a part: kinds and targets.
fn relations(listed: &[(&str, &str)]) -> String {
    let namespace = format!("{PACKAGE}/relationships");
    let mut xml = Markup::after(HEAD);
    xml.element("Relationships", &[("xmlns", &namespace)], |xml| {
        for (index, (kind, target)) in listed.iter().enumerate() {
            let id = format!("rId{}", index + 1);
            let kind = match kind.starts_with("http") {
                true => (*kind).to_owned(),
                false => format!("{RELATIONSHIP}/{kind}"),
            };
            let attributes = [("Id", id.as_str()), ("Type", &kind), ("Target", target)];
            xml.empty("Relationship", &attributes);
        }
    });
    xml.finish()
}

fn package_relations() -> String {
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    relations(&[
        ("officeDocument", DOCUMENT_PART),
        (&core, "docProps/core.xml"),
        ("extended-properties", "docProps/app.xml"),
    ])
}

/// The footers come first: the section names them by number.
fn document_relations(with_inner: bool) -> String {
    let mut listed = vec![
        ("footer", "footer1.xml"),
        ("footer", "footer2.xml"),
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("fontTable", "fontTable.xml"),
    ];
    if with_inner {
        listed.push(("customXml", "../customXml/item1.xml"));
    }
    relations(&listed)
}

fn inner_relations() -> String {
    relations(&[("customXmlProps", "itemProps1.xml")])
}

fn core_properties(document: &Document, imprint: &Imprint) -> String {
    let namespace = format!("{PACKAGE}/metadata/core-properties");
    let attributes = [
        ("xmlns:cp", namespace.as_str()),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    let made = imprint.made.to_string();
    let mut xml = Markup::after(HEAD);
    xml.element("cp:coreProperties", &attributes, |xml| {
        let mut property = |name: &'static str, attributes: &[(&str, &str)], value: &str| {
            xml.element(name, attributes, |xml| xml.unseen(value));
        };
        let time = [("xsi:type", "dcterms:W3CDTF")];
        property("dc:title", &[], &plain(&document.title));
        property("dc:creator", &[], &document.author);
        property("cp:lastModifiedBy", &[], &document.author);
        property("dcterms:created", &time, &made);
        property("dcterms:modified", &time, &made);
        property("dc:language", &[], "zh-CN");
    });
    xml.finish()
}

fn program_properties() -> String {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    let mut xml = Markup::after(HEAD);
    xml.element("Properties", &[("xmlns", namespace)], |xml| {
        xml.element("Application", &[], |xml| xml.unseen("nianbao"));
    });
    xml.finish()
}

fn inner_part(inner: &Inner) -> String {
    let mut xml = Markup::after(HEAD);
    xml.element("report", &[("xmlns", NAMESPACE)], |xml| {
        xml.unseen(&inner.to_json());
    });
    xml.finish()
}

fn inner_properties() -> String {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let attributes = [("ds:itemID", INNER_ID), ("xmlns:ds", namespace)];
    let mut xml = Markup::after(HEAD);
    xml.element("ds:datastoreItem", &attributes, |xml| {
        xml.element("ds:schemaRefs", &[], |xml| {
            xml.value("ds:schemaRef", "ds:uri", NAMESPACE);
        });
    });
    xml.finish()
}

/// The text form of the report in a custom part, as far as it can be read; `None` when it is somebody else's part.
fn read_inner_part(part: &str) -> Option<String> {
    if !part.contains(NAMESPACE) {
        return None;
    }
    let mut reader = quick_xml::Reader::from_str(part);
    let mut json = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Text(text)) => json.push_str(&text),
            Ok(Event::GeneralRef(name)) => json.extend(referred(&name)),
            Ok(Event::Eof) | Err(_) => return Some(json),
            Ok(_) => {}
        }
    }
}
