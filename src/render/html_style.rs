//! How a web page looks: a style sheet for screen, phone and paper, or the same styles inline.

use super::face_names::{FaceName, name_of};
use super::markup::Attribute;
use crate::document::{Cell, Grid, Role};
use crate::page::{CAPTION_GRAY, POINTS_PER_MM, PageStyle, TextStyle, gray_hex};

/// Where the styles stand.
#[derive(Debug, Clone, Copy)]
pub enum Look<'a> {
    /// In the page's style sheet.
    Sheet,
    /// At every element, for editors that drop style sheets.
    Inline(&'a PageStyle),
}

/// A kind of text.
#[derive(Debug, Clone, Copy)]
pub enum Text {
    Title,
    /// Level 1 is 一、.
    Heading(u8),
    Body,
    Note,
    Signature,
}

/// A class or an inline style, or neither.
#[derive(Debug, Default)]
pub struct Styled {
    class: &'static str,
    style: String,
}

impl Styled {
    /// The attributes of an element.
    pub fn attributes(&self) -> Vec<Attribute<'_>> {
        let mut attributes = Vec::new();
        if !self.class.is_empty() {
            attributes.push(("class", self.class));
        }
        if !self.style.is_empty() {
            attributes.push(("style", self.style.as_str()));
        }
        attributes
    }
}

impl Look<'_> {
    /// Whether elements may be named; pasted pieces may meet elements of the same name.
    pub fn has_ids(self) -> bool {
        matches!(self, Look::Sheet)
    }

    pub fn text(self, text: Text) -> Styled {
        match self {
            Look::Sheet => Styled {
                class: match text {
                    Text::Title | Text::Heading(_) | Text::Body => "",
                    Text::Note => "note",
                    Text::Signature => "signature",
                },
                style: String::new(),
            },
            Look::Inline(page) => Styled {
                class: "",
                style: inline_text(page, text),
            },
        }
    }

    pub fn table(self) -> Styled {
        match self {
            Look::Sheet => Styled::default(),
            Look::Inline(page) => Styled {
                class: "",
                style: format!(
                    "width:100%;border-collapse:collapse;table-layout:fixed;{}",
                    font(page.table)
                ),
            },
        }
    }

    pub fn cell(self, grid: &Grid, cell: &Cell) -> Styled {
        let is_label = cell.role == Role::RowHeader && cell.row_span == 1 && grid.header_rows > 0;
        match self {
            Look::Sheet => Styled {
                class: match (cell.role, is_label, cell.breaks.is_empty()) {
                    (Role::Caption, ..) => "band",
                    (_, true, true) => "label",
                    (_, true, false) => "label hinted",
                    (_, false, true) => "",
                    (_, false, false) => "hinted",
                },
                style: String::new(),
            },
            Look::Inline(_) => {
                let align = if is_label { "left" } else { "center" };
                let shade = match cell.role {
                    Role::Caption => format!(";background:#{}", gray_hex(CAPTION_GRAY)),
                    _ => String::new(),
                };
                Styled {
                    class: "",
                    style: format!(
                        "border:1px solid #000;padding:3px;text-align:{align};font-weight:normal{shade}"
                    ),
                }
            }
        }
    }
}

/// The style sheet of a page.
pub fn sheet(page: &PageStyle) -> String {
    format!("{}{}{}", screen(page), PHONE, print(page))
}

/// On a screen the sizes follow the reader's settings; the faces and the order of ranks are those of paper.
fn screen(page: &PageStyle) -> String {
    let body = families(name_of(page.body.face));
    let title = families(name_of(page.title.face));
    let heading = |index: usize| {
        let listed = page.headings.get(index).or(page.headings.last());
        families(name_of(listed.unwrap_or(&page.body).face))
    };
    format!(
        "\n:root{{color-scheme:light}}\
         \nbody{{margin:0;background:#fff;color:#000}}\
         \n.nianbao{{max-width:44rem;margin:2rem auto;padding:0 1.25rem;font-family:{body};\
         font-size:1.25rem;line-height:1.8;text-align:justify;overflow-wrap:break-word}}\
         \n.nianbao h1{{font-family:{title};font-size:1.75rem;font-weight:normal;line-height:1.4;\
         text-align:center;text-wrap:balance;word-break:keep-all;margin:1rem 0 2rem}}\
         \n.nianbao h2,.nianbao h3,.nianbao h4{{font-size:1em;font-weight:normal;margin:0;\
         text-align:left;text-indent:2em}}\
         \n.nianbao h2{{font-family:{}}}\
         \n.nianbao h3{{font-family:{}}}\
         \n.nianbao p{{margin:0;text-indent:2em}}\
         \n.nianbao .note{{font-size:.875em;text-indent:0;margin:.5em 0}}\
         \n.nianbao .signature{{text-align:right;text-indent:0;padding-right:2em}}\
         \n.nianbao :not(.signature)+.signature{{margin-top:1.8em}}\
         \n.nianbao .wide{{overflow-x:auto;margin:.25em 0 .5em}}\
         \n.nianbao table{{width:100%;border-collapse:collapse;table-layout:fixed;font-size:.8em;\
         line-height:1.4}}\
         \n.nianbao caption{{font-size:1.25em;line-height:1.8}}\
         \n.nianbao th,.nianbao td{{border:1px solid #000;padding:.3em .2em;font-weight:normal;\
         text-align:center;text-indent:0}}\
         \n.nianbao .label{{text-align:left;padding-left:.4em}}\
         \n.nianbao .hinted{{word-break:keep-all}}\
         \n.nianbao .band{{background:#{}}}",
        heading(0),
        heading(1),
        gray_hex(CAPTION_GRAY),
    )
}

/// A phone shows text as large as it does elsewhere and lets wide tables be moved.
const PHONE: &str = "\n@media screen and (max-width:40rem){\
     \n.nianbao{font-size:1.0625rem;margin:1rem auto;padding:0 1rem}\
     \n.nianbao h1{font-size:1.375rem}\
     \n.nianbao table{min-width:34rem;font-size:.875rem}\
     \n.nianbao caption{font-size:1.0625rem}\
     }";

/// On paper the geometry is that of the PDF.
fn print(page: &PageStyle) -> String {
    let right_mm = page.paper_width_mm - page.margin_left_mm - page.type_width_mm;
    let bottom_mm = page.paper_height_mm - page.margin_top_mm - page.type_height_mm;
    let pitch_pt = page.line_pitch_pt();
    let spacing_pt = page.character_pitch_pt() - page.body.size_pt;
    let folio = format!(
        "font:{}pt {};content:\"— \" counter(page) \" —\"",
        page.page_number.size_pt,
        families(name_of(page.page_number.face))
    );
    let drop_mm = page.page_number_drop_mm - page.page_number.size_pt / POINTS_PER_MM / 2.0;
    format!(
        "\n@page{{size:{}mm {}mm;margin:{}mm {right_mm}mm {bottom_mm}mm {}mm}}\
         \n@page :right{{@bottom-right{{{folio};vertical-align:top;padding-top:{drop_mm:.2}mm;\
         padding-right:{em}pt}}}}\
         \n@page :left{{@bottom-left{{{folio};vertical-align:top;padding-top:{drop_mm:.2}mm;\
         padding-left:{em}pt}}}}\
         \n@media print{{\
         \n.nianbao{{max-width:none;margin:0;padding:0;font-size:{}pt;line-height:{pitch_pt:.3}pt;\
         letter-spacing:{spacing_pt:.3}pt;widows:2;orphans:2}}\
         \n.nianbao h1{{font-size:{}pt;line-height:{pitch_pt:.3}pt;margin:0 0 {pitch_pt:.3}pt;\
         letter-spacing:0}}\
         \n.nianbao h1,.nianbao h2,.nianbao h3,.nianbao caption{{break-after:avoid}}\
         \n.nianbao .wide{{overflow:visible;margin:0}}\
         \n.nianbao table{{font-size:{}pt;line-height:1.25;letter-spacing:0}}\
         \n.nianbao caption{{font-size:{}pt;line-height:{pitch_pt:.3}pt;letter-spacing:{spacing_pt:.3}pt}}\
         \n.nianbao tr{{break-inside:avoid}}\
         \n.nianbao tbody:not(:only-of-type){{break-inside:avoid}}\
         \n.nianbao .note{{font-size:{}pt;line-height:1.4;letter-spacing:0}}\
         \n}}\n",
        page.paper_width_mm,
        page.paper_height_mm,
        page.margin_top_mm,
        page.margin_left_mm,
        page.body.size_pt,
        page.title.size_pt,
        page.table.size_pt,
        page.body.size_pt,
        page.note.size_pt,
        em = page.page_number.size_pt,
    )
}

fn inline_text(page: &PageStyle, text: Text) -> String {
    let heading = |level: u8| {
        let index = usize::from(level.max(1)) - 1;
        let listed = page.headings.get(index).or(page.headings.last());
        listed.copied().unwrap_or(page.body)
    };
    match text {
        Text::Title => format!(
            "margin:1em 0;text-align:center;font-weight:normal;line-height:1.4;{}",
            font(page.title)
        ),
        Text::Heading(level) => format!(
            "margin:0;text-indent:2em;font-weight:normal;line-height:1.8;{}",
            font(heading(level))
        ),
        Text::Body => format!(
            "margin:0;text-indent:2em;text-align:justify;line-height:1.8;{}",
            font(page.body)
        ),
        Text::Note => format!("margin:.5em 0;line-height:1.4;{}", font(page.note)),
        Text::Signature => format!(
            "margin:0;padding-right:2em;text-align:right;line-height:1.8;{}",
            font(page.body)
        ),
    }
}

fn font(text: TextStyle) -> String {
    format!(
        "font-size:{}pt;font-family:{}",
        text.size_pt,
        families(name_of(text.face))
    )
}

/// The names of a face and of its substitutes, the generic one last.
fn families(name: &FaceName) -> String {
    let quoted = |face: &&str| format!("'{face}'");
    let mut all: Vec<String> = [&name.official]
        .into_iter()
        .chain(name.others)
        .map(quoted)
        .collect();
    all.push(name.generic.to_owned());
    all.join(",")
}
