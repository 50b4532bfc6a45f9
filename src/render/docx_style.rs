//! Styles, settings, fonts and page numbers of a DOCX file, from the measures of the page.

use super::docx::{HEAD, W};
use super::face_names::{self, FaceName, name_of};
use super::markup::Markup;
use crate::page::{POINTS_PER_MM, PageStyle, TextStyle};

pub const TITLE: &str = "Title";
pub const BODY: &str = "BodyText";
pub const NOTE: &str = "TableNote";
pub const CELL: &str = "TableText";
pub const SIGNATURE: &str = "Signature";
pub const TABLE: &str = "TableNormal";
const FOLIO_STYLE: &str = "Footer";
/// The styles of headings that the document may use.
const HEADINGS: [&str; 3] = ["Heading1", "Heading2", "Heading3"];

/// The page numbers stand at the outer edge: right on odd pages, left on even ones.
pub const FOOTER_ODD: &str = "right";
pub const FOOTER_EVEN: &str = "left";

/// First-line indent of paragraphs, in characters.
const INDENT: f32 = 2.0;
/// Twentieths of a point, in which lengths are measured.
const TWIPS: f32 = 20.0;
/// In which the space between characters is measured.
const SPACES_PER_PT: f32 = 4096.0;
/// Height of the page number's line, and of its dashes above the line's lower edge, as shares of its size.
const FOLIO_LINE: f32 = 1.3;
const FOLIO_DASH: f32 = 0.62;

/// The style of a heading's level, counted from 1.
pub fn heading(level: u8) -> &'static str {
    let index = usize::from(level.max(1)) - 1;
    HEADINGS.get(index).copied().unwrap_or(HEADINGS[2])
}

/// Points in twips.
pub fn twips(length_pt: f32) -> u32 {
    (length_pt * TWIPS).round().max(0.0) as u32
}

/// Millimetres in twips.
pub fn twips_of_mm(length_mm: f32) -> u32 {
    twips(length_mm * POINTS_PER_MM)
}

/// The pitch of the grid's lines, rounded down so that all of them stand in the type area.
pub fn line_pitch(page: &PageStyle) -> u32 {
    (page.line_pitch_pt() * TWIPS).floor().max(1.0) as u32
}

/// What the grid adds to the width of a character of the style Normal, rounded down so that all of them stand in a line.
///
/// Normal has the size of tables: LibreOffice misreads a space below zero, which the size of the body would lead to.
pub fn character_space(page: &PageStyle) -> i32 {
    ((page.character_pitch_pt() - page.table.size_pt) * SPACES_PER_PT).floor() as i32
}

/// From the paper's lower edge to the lower edge of the page number's line.
pub fn footer_distance(page: &PageStyle) -> u32 {
    let dash_mm = page.margin_top_mm + page.type_height_mm + page.page_number_drop_mm;
    let below_dash_pt = (page.paper_height_mm - dash_mm) * POINTS_PER_MM;
    twips(below_dash_pt - FOLIO_DASH * page.page_number.size_pt)
}

/// `word/styles.xml`. The names of built-in styles are stored in English; Chinese programs show them as 标题 1 and so on.
pub fn styles(page: &PageStyle) -> String {
    let mut xml = Markup::after(HEAD);
    xml.element("w:styles", &[("xmlns:w", W)], |xml| {
        defaults(xml, page);
        normal(xml, page);
        title(xml, page);
        for (index, id) in HEADINGS.iter().enumerate() {
            heading_style(xml, page, index, id);
        }
        body(xml, page);
        let centred = |xml: &mut Markup| {
            xml.value("w:snapToGrid", "w:val", "0");
            xml.value("w:jc", "w:val", "center");
        };
        style(xml, CELL, "Table Text", off_grid(page.table), centred);
        style(xml, NOTE, "Table Note", off_grid(page.note), |xml| {
            xml.value("w:snapToGrid", "w:val", "0");
        });
        style(
            xml,
            SIGNATURE,
            "Signature",
            on_pitch(page, page.body),
            |xml| {
                xml.empty("w:keepLines", &[]);
                line_of_grid(xml, page);
                xml.value("w:jc", "w:val", "right");
            },
        );
        style(
            xml,
            FOLIO_STYLE,
            "footer",
            off_grid(page.page_number),
            |xml| {
                xml.value("w:snapToGrid", "w:val", "0");
                let line = twips(FOLIO_LINE * page.page_number.size_pt).to_string();
                exact_line(xml, &line, "0");
            },
        );
        table_style(xml);
    });
    xml.finish()
}

/// `word/settings.xml`.
pub fn settings(page: &PageStyle) -> String {
    let indent = twips(INDENT * page.character_pitch_pt()).to_string();
    let pitch = line_pitch(page).to_string();
    let mut xml = Markup::after(HEAD);
    xml.element("w:settings", &[("xmlns:w", W)], |xml| {
        xml.value("w:zoom", "w:percent", "100");
        xml.empty("w:bordersDoNotSurroundHeader", &[]);
        xml.empty("w:bordersDoNotSurroundFooter", &[]);
        xml.value("w:defaultTabStop", "w:val", &indent);
        xml.empty("w:evenAndOddHeaders", &[]);
        xml.value("w:drawingGridVerticalSpacing", "w:val", &pitch);
        xml.value("w:characterSpacingControl", "w:val", "compressPunctuation");
        xml.element("w:compat", &[], |xml| {
            for switch in [
                "w:spaceForUL",
                "w:balanceSingleByteDoubleByteWidth",
                "w:doNotLeaveBackslashAlone",
                "w:ulTrailSpace",
                "w:doNotExpandShiftReturn",
                "w:useFELayout",
            ] {
                xml.empty(switch, &[]);
            }
            xml.empty(
                "w:compatSetting",
                &[
                    ("w:name", "compatibilityMode"),
                    ("w:uri", "http://schemas.microsoft.com/office/word"),
                    ("w:val", "15"),
                ],
            );
        });
        let languages = [("w:val", "en-US"), ("w:eastAsia", "zh-CN")];
        xml.empty("w:themeFontLang", &languages);
        xml.value("w:decimalSymbol", "w:val", ".");
        xml.value("w:listSeparator", "w:val", ",");
    });
    xml.finish()
}

/// `word/fontTable.xml`: what stands in for the official faces where they are missing.
pub fn font_table() -> String {
    let mut xml = Markup::after(HEAD);
    xml.element("w:fonts", &[("xmlns:w", W)], |xml| {
        for FaceName {
            official,
            others,
            panose,
            generic,
        } in face_names::ALL
        {
            xml.element("w:font", &[("w:name", official)], |xml| {
                xml.value("w:altName", "w:val", &others.join(","));
                xml.value("w:panose1", "w:val", panose);
                // 134 is GB 2312.
                xml.value("w:charset", "w:val", "86");
                let family = match *generic {
                    "sans-serif" => "swiss",
                    _ => "roman",
                };
                xml.value("w:family", "w:val", family);
                xml.value("w:pitch", "w:val", "variable");
            });
        }
    });
    xml.finish()
}

/// A footer with the page number between two dashes, one character from the outer edge.
///
/// Source: GB/T 9704-2012, 7.5.
pub fn footer(page: &PageStyle, side: &str) -> String {
    let em = twips(page.page_number.size_pt).to_string();
    let (characters, length) = match side {
        FOOTER_ODD => ("w:rightChars", "w:right"),
        _ => ("w:leftChars", "w:left"),
    };
    let mut xml = Markup::after(HEAD);
    xml.element("w:ftr", &[("xmlns:w", W)], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "w:val", FOLIO_STYLE);
                xml.empty("w:ind", &[(characters, "100"), (length, em.as_str())]);
                xml.value("w:jc", "w:val", side);
            });
            folio_run(xml, |xml| folio_text(xml, "— "));
            for (kind, instruction) in [("begin", ""), ("", " PAGE "), ("separate", "")] {
                folio_run(xml, |xml| match kind {
                    "" => xml.element("w:instrText", &[("xml:space", "preserve")], |xml| {
                        xml.unseen(instruction);
                    }),
                    _ => xml.value("w:fldChar", "w:fldCharType", kind),
                });
            }
            folio_run(xml, |xml| folio_text(xml, "1"));
            folio_run(xml, |xml| xml.value("w:fldChar", "w:fldCharType", "end"));
            folio_run(xml, |xml| folio_text(xml, " —"));
        });
    });
    xml.finish()
}

fn folio_run(xml: &mut Markup, inside: impl FnOnce(&mut Markup)) {
    xml.element("w:r", &[], inside);
}

fn folio_text(xml: &mut Markup, text: &str) {
    xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.unseen(text));
}

/// What holds where nothing else is said: digits and latin letters in the same face and without the space that Word
/// puts around them.
fn defaults(xml: &mut Markup, page: &PageStyle) {
    xml.element("w:docDefaults", &[], |xml| {
        xml.element("w:rPrDefault", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                faces(xml, name_of(page.table.face));
                size(xml, page.table);
                let languages = [
                    ("w:val", "en-US"),
                    ("w:eastAsia", "zh-CN"),
                    ("w:bidi", "ar-SA"),
                ];
                xml.empty("w:lang", &languages);
            });
        });
        xml.element("w:pPrDefault", &[], |xml| {
            xml.element("w:pPr", &[], no_space_around_digits);
        });
    });
}

fn no_space_around_digits(xml: &mut Markup) {
    xml.value("w:autoSpaceDE", "w:val", "0");
    xml.value("w:autoSpaceDN", "w:val", "0");
}

fn normal(xml: &mut Markup, page: &PageStyle) {
    let attributes = [
        ("w:type", "paragraph"),
        ("w:default", "1"),
        ("w:styleId", "Normal"),
    ];
    xml.element("w:style", &attributes, |xml| {
        xml.value("w:name", "w:val", "Normal");
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:widowControl", &[]);
            no_space_around_digits(xml);
            xml.value("w:jc", "w:val", "both");
        });
        xml.element("w:rPr", &[], |xml| {
            xml.value("w:snapToGrid", "w:val", "0");
            size(xml, page.table);
        });
    });
}

/// Every line of the title takes one line of the grid, however high its face is, and one line below it is empty.
fn title(xml: &mut Markup, page: &PageStyle) {
    let pitch = line_pitch(page).to_string();
    style(xml, TITLE, "Title", off_grid(page.title), |xml| {
        xml.empty("w:keepNext", &[]);
        xml.empty("w:keepLines", &[]);
        xml.value("w:snapToGrid", "w:val", "0");
        exact_line(xml, &pitch, &pitch);
        xml.value("w:jc", "w:val", "center");
    });
}

fn heading_style(xml: &mut Markup, page: &PageStyle, index: usize, id: &str) {
    let listed = page.headings.get(index).or(page.headings.last());
    let text = listed.copied().unwrap_or(page.body);
    let name = format!("heading {}", index + 1);
    style(xml, id, &name, on_pitch(page, text), |xml| {
        xml.empty("w:keepNext", &[]);
        xml.empty("w:keepLines", &[]);
        line_of_grid(xml, page);
        first_line(xml, page);
        xml.value("w:outlineLvl", "w:val", &index.to_string());
    });
}

fn body(xml: &mut Markup, page: &PageStyle) {
    style(xml, BODY, "Body Text", on_pitch(page, page.body), |xml| {
        line_of_grid(xml, page);
        first_line(xml, page);
    });
}

/// A paragraph style; headings and title go on with body text.
fn style(
    xml: &mut Markup,
    id: &str,
    name: &str,
    letters: Letters,
    paragraph: impl FnOnce(&mut Markup),
) {
    let own = name.starts_with("Table ");
    let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", id)];
    if own {
        attributes.insert(1, ("w:customStyle", "1"));
    }
    xml.element("w:style", &attributes, |xml| {
        xml.value("w:name", "w:val", name);
        xml.value("w:basedOn", "w:val", "Normal");
        if id == TITLE || HEADINGS.contains(&id) {
            xml.value("w:next", "w:val", BODY);
        }
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], paragraph);
        xml.element("w:rPr", &[], |xml| {
            faces(xml, name_of(letters.text.face));
            xml.value("w:snapToGrid", "w:val", "0");
            if letters.spacing != 0 {
                xml.value("w:spacing", "w:val", &letters.spacing.to_string());
            }
            size(xml, letters.text);
        });
    });
}

/// The letters of a style. They carry their pitch themselves: the grid would add the same to letters of any size.
struct Letters {
    text: TextStyle,
    /// In twips, between characters.
    spacing: i32,
}

fn off_grid(text: TextStyle) -> Letters {
    Letters { text, spacing: 0 }
}

/// Letters of a body's line, so that as many of them stand in a line as the grid has.
fn on_pitch(page: &PageStyle, text: TextStyle) -> Letters {
    let added_pt = page.character_pitch_pt() - page.body.size_pt;
    let share = text.size_pt / page.body.size_pt;
    // One twip less leaves a line more room than a program's rounding takes.
    Letters {
        text,
        spacing: (added_pt * share * TWIPS).floor() as i32 - 1,
    }
}

/// A line as high as one of the grid, higher only for what does not fit into it, such as a picture.
fn line_of_grid(xml: &mut Markup, page: &PageStyle) {
    xml.value("w:snapToGrid", "w:val", "0");
    let pitch = line_pitch(page).to_string();
    let least = [("w:line", pitch.as_str()), ("w:lineRule", "atLeast")];
    xml.empty("w:spacing", &least);
}

fn table_style(xml: &mut Markup) {
    let attributes = [
        ("w:type", "table"),
        ("w:default", "1"),
        ("w:styleId", TABLE),
    ];
    xml.element("w:style", &attributes, |xml| {
        xml.value("w:name", "w:val", "Normal Table");
        xml.value("w:uiPriority", "w:val", "99");
        xml.empty("w:semiHidden", &[]);
        xml.empty("w:unhideWhenUsed", &[]);
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
        });
    });
}

/// The same face for Chinese and latin text.
fn faces(xml: &mut Markup, name: &FaceName) {
    let face = name.official;
    let attributes =
        ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"].map(|attribute| (attribute, face));
    xml.empty("w:rFonts", &attributes);
}

/// Size in half points.
fn size(xml: &mut Markup, text: TextStyle) {
    let half_points = format!("{:.0}", text.size_pt * 2.0);
    xml.value("w:sz", "w:val", &half_points);
    xml.value("w:szCs", "w:val", &half_points);
}

fn first_line(xml: &mut Markup, page: &PageStyle) {
    let length = twips(INDENT * page.character_pitch_pt()).to_string();
    let hundredths = format!("{:.0}", INDENT * 100.0);
    xml.empty(
        "w:ind",
        &[
            ("w:firstLineChars", hundredths.as_str()),
            ("w:firstLine", &length),
        ],
    );
}

fn exact_line(xml: &mut Markup, line: &str, after: &str) {
    xml.empty(
        "w:spacing",
        &[
            ("w:after", after),
            ("w:line", line),
            ("w:lineRule", "exact"),
        ],
    );
}
