//! What a PDF says of itself: title, author, dates, and the standards it keeps, in the old way and as XMP.

use lopdf::{Dictionary, Object, StringFormat, dictionary};

use crate::layout::Pages;
use crate::render::Moment;

pub const LANGUAGE: &str = "zh-CN";

/// The standards a file claims to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    /// The part of ISO 19005: 3 may hold files, 2 may not.
    pub archive_part: u8,
}

/// The document information dictionary (ISO 32000-1, 14.3.3).
pub fn info(pages: &Pages, created: Moment) -> Dictionary {
    let date = pdf_date(created);
    dictionary! {
        "Title" => utf16(&pages.title),
        "Author" => utf16(&pages.author),
        "Creator" => literal("nianbao"),
        "Producer" => literal(&producer()),
        "CreationDate" => literal(&date),
        "ModDate" => literal(&date),
    }
}

/// A date as PDF writes it, in universal time.
pub fn pdf_date(date: Moment) -> String {
    let digits: String = date.to_string().split(['-', 'T', ':']).collect();
    format!("D:{digits}")
}

/// The same as XMP (ISO 16684-1), with what the file claims.
pub fn xmp(pages: &Pages, created: Moment, claims: Option<Claims>) -> String {
    let date = created.to_string();
    let (title, author, producer) = (escaped(&pages.title), escaped(&pages.author), producer());
    let claimed = claims.map(claimed).unwrap_or_default();
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
</rdf:Description>{claimed}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{FEFF}',
    )
}

/// PDF/A and PDF/UA. The archive's rules know no `pdfuaid`, so it is described (ISO 19005-3, 6.6.2.3.3).
fn claimed(Claims { archive_part }: Claims) -> String {
    format!(
        r#"
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>{archive_part}</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"#
    )
}

fn producer() -> String {
    format!("nianbao {}", env!("CARGO_PKG_VERSION"))
}

fn escaped(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    plain
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A string of ASCII.
pub fn literal(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// A string of any characters.
pub fn utf16(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(
        units.flat_map(u16::to_be_bytes).collect(),
        StringFormat::Hexadecimal,
    )
}
