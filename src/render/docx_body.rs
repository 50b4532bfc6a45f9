//! The main part of a DOCX file: the report's blocks as paragraphs and tables, and the section they stand in.

use super::docx::{HEAD, R, W};
use super::docx_style::{self as style, twips, twips_of_mm};
use super::docx_table::table;
use super::markup::Markup;
use crate::document::{Content, Document, HINT, plain};
use crate::page::{POINTS_PER_MM, PageStyle};

/// The signature's distance from the right, in characters.
///
/// Source: GB/T 9704-2012, 7.3.5.2.
const INSET: f32 = 2.0;

/// Writes the main part; what a reader sees of it is gathered on the way.
pub fn body(document: &Document) -> Markup {
    let mut xml = Markup::after(HEAD);
    xml.open("w:document", &[("xmlns:w", W), ("xmlns:r", R)]);
    xml.open("w:body", &[]);
    let page = &document.page;
    let mut heading = "";
    let mut index = 0;
    while let Some(block) = document.blocks.get(index) {
        index += 1;
        match &block.content {
            Content::Title(text) => title(&mut xml, page, text),
            Content::Heading { level, text } => {
                heading = text;
                paragraph(&mut xml, style::heading(*level), &plain(text));
            }
            Content::Paragraph { number, text } => {
                paragraph(&mut xml, style::BODY, &plain(&format!("{number}{text}")));
            }
            Content::Note(text) => paragraph(&mut xml, style::NOTE, &plain(text)),
            Content::Grid(grid) => {
                table(&mut xml, page, grid, &plain(heading));
                // Two tables in a row would grow together, and a document does not end with one.
                let next = document.blocks.get(index).map(|block| &block.content);
                if matches!(next, None | Some(Content::Grid(_))) {
                    paragraph(&mut xml, style::NOTE, "");
                }
            }
            Content::Signature(_) => {
                let texts: Vec<&str> = document
                    .blocks
                    .iter()
                    .skip(index - 1)
                    .map_while(|block| match &block.content {
                        Content::Signature(text) => Some(text.as_str()),
                        _ => None,
                    })
                    .collect();
                index += texts.len() - 1;
                signature(&mut xml, page, &texts);
            }
        }
    }
    section(&mut xml, page);
    xml.close();
    xml.close();
    xml
}

/// One paragraph in a style.
pub fn paragraph(xml: &mut Markup, style: &str, text: &str) {
    xml.open("w:p", &[]);
    xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", "w:val", style));
    run(xml, text);
    close_paragraph(xml);
}

/// Closes the paragraph that is open.
pub fn close_paragraph(xml: &mut Markup) {
    xml.seen.end_paragraph();
    xml.close();
}

/// A run of text. Quotation marks and dashes are told to be Chinese, or Word sets them in latin width.
pub fn run(xml: &mut Markup, text: &str) {
    if text.is_empty() {
        return;
    }
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.value("w:rFonts", "w:hint", "eastAsia");
        });
        let mut pieces = text.split('\t');
        written(xml, pieces.next().unwrap_or_default());
        for piece in pieces {
            xml.empty("w:tab", &[]);
            written(xml, piece);
        }
    });
}

fn written(xml: &mut Markup, text: &str) {
    if !text.is_empty() {
        xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(text));
    }
}

/// The title; where it needs several lines it is broken where the form says that it is best broken.
fn title(xml: &mut Markup, page: &PageStyle, text: &str) {
    let em_pt = page.title.size_pt;
    let fits = width_em(text) * em_pt <= (page.type_width_mm * POINTS_PER_MM) - 2.0 * em_pt;
    xml.open("w:p", &[]);
    xml.element("w:pPr", &[], |xml| {
        xml.value("w:pStyle", "w:val", style::TITLE);
    });
    let joined = plain(text);
    let lines: Vec<&str> = match fits {
        true => vec![&joined],
        false => text.split(HINT).filter(|line| !line.is_empty()).collect(),
    };
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            xml.element("w:r", &[], |xml| xml.empty("w:br", &[]));
        }
        run(xml, line);
    }
    close_paragraph(xml);
}

/// Name and date: the name ends two characters from the right, the date begins two characters right of where the name
/// begins; when it is the longer one, the date takes the right and the name gives way.
///
/// Source: GB/T 9704-2012, 7.3.5.2.
fn signature(xml: &mut Markup, page: &PageStyle, texts: &[&str]) {
    let insets = match texts {
        [name, date] => {
            let (name, date) = (width_em(name), width_em(date));
            let over = (date - name + INSET).max(0.0);
            [INSET + over, (name + over - date).max(INSET)]
        }
        _ => [INSET; 2],
    };
    for (index, text) in texts.iter().enumerate() {
        let inset = insets.get(index).copied().unwrap_or(INSET);
        let right = twips(inset * page.character_pitch_pt()).to_string();
        let before = twips(page.line_pitch_pt()).to_string();
        let hundredths = format!("{:.0}", inset * 100.0);
        xml.open("w:p", &[]);
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", "w:val", style::SIGNATURE);
            if index + 1 < texts.len() {
                xml.empty("w:keepNext", &[]);
            }
            if index == 0 {
                xml.value("w:spacing", "w:before", &before);
            }
            xml.empty(
                "w:ind",
                &[("w:rightChars", hundredths.as_str()), ("w:right", &right)],
            );
        });
        run(xml, &plain(text));
        close_paragraph(xml);
    }
}

/// Paper, type area, page numbers and the grid of lines and characters.
fn section(xml: &mut Markup, page: &PageStyle) {
    let right_mm = page.paper_width_mm - page.margin_left_mm - page.type_width_mm;
    let bottom_mm = page.paper_height_mm - page.margin_top_mm - page.type_height_mm;
    let mm = |length: f32| twips_of_mm(length).to_string();
    let (width, height) = (mm(page.paper_width_mm), mm(page.paper_height_mm));
    let (top, left) = (mm(page.margin_top_mm), mm(page.margin_left_mm));
    let (right, bottom) = (mm(right_mm), mm(bottom_mm));
    let footer = style::footer_distance(page).to_string();
    let line_pitch = style::line_pitch(page).to_string();
    let character_space = style::character_space(page).to_string();
    xml.element("w:sectPr", &[], |xml| {
        for (kind, id) in [("default", "rId1"), ("even", "rId2")] {
            xml.empty("w:footerReference", &[("w:type", kind), ("r:id", id)]);
        }
        xml.empty("w:pgSz", &[("w:w", width.as_str()), ("w:h", &height)]);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", top.as_str()),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", &footer),
                ("w:footer", &footer),
                ("w:gutter", "0"),
            ],
        );
        xml.value("w:cols", "w:space", "425");
        xml.empty(
            "w:docGrid",
            &[
                ("w:type", "linesAndChars"),
                ("w:linePitch", line_pitch.as_str()),
                ("w:charSpace", &character_space),
            ],
        );
    });
}

/// Roughly how many characters wide a text is; latin letters and digits are half as wide.
pub fn width_em(text: &str) -> f32 {
    let width = |c: char| match c {
        HINT => 0.0,
        ' '..='~' => 0.5,
        _ => 1.0,
    };
    text.chars().map(width).sum()
}
