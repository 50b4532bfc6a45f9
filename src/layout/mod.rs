//! Document → Pages: every character, rule and shade placed on a page, for the PDF and the preview alike.

pub mod cells;
pub mod fonts;

mod balance;
mod breaks;
mod draw;
mod flow;
mod folio;
mod justify;
mod lines;
mod pieces;
mod shape;
mod sums;
mod table;
mod tear;
mod title;

pub use breaks::is_opening;

use std::ops::Range;

use crate::document::{Document, Role};
use crate::layout::fonts::{Faces, OpenFaces};
use crate::page::Face;
use crate::place::{Address, Place};

/// Lays a document out on pages. Pure: the same document and faces give the same pages.
pub fn lay_out(document: &Document, faces: &Faces) -> Pages {
    flow::flow(document, &faces.open())
}

/// The pages of one document. Lengths are points from the paper's upper left corner, y downwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    pub width_pt: f32,
    pub height_pt: f32,
    pub title: String,
    pub author: String,
    pub pages: Vec<Page>,
    /// What the pages say, in reading order: each piece of text once, however many pages it stands on.
    pub elements: Vec<Element>,
    /// Headings in reading order, for bookmarks.
    pub outline: Vec<OutlineEntry>,
    /// Characters that no face has, each once a place, in reading order: they are left out of the pages and named to
    /// the user.
    pub missing: Vec<MissingCharacter>,
    /// Paths of the table cells whose text is longer than a page can hold: only its beginning is printed, which the
    /// user must be told.
    pub cut: Vec<Address>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    pub items: Vec<Item>,
    /// Which items belong to which element, in the order of the items; the others only adorn the page, as rules,
    /// page numbers and repeated headers do.
    pub spans: Vec<Span>,
    /// Where on the page each part of the report stands, for clicks in the preview.
    pub areas: Vec<Area>,
}

/// Items of one page that belong to one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub items: Range<usize>,
    /// Index into `Pages::elements`.
    pub element: usize,
}

/// A piece of text as those hear it who have it read to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    Title,
    /// Level 1 is 一、, level 2 is （一）.
    Heading {
        level: u8,
    },
    Paragraph,
    Cell(TableCell),
}

/// A cell of a table; the cells of one table follow each other row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableCell {
    /// Tells the tables of a document from each other.
    pub table: usize,
    pub row: usize,
    pub track: usize,
    pub row_span: usize,
    pub track_span: usize,
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A run of characters of one face and size on one baseline.
    Text(Text),
    /// A straight rule, horizontal or vertical.
    Rule {
        x1_pt: f32,
        y1_pt: f32,
        x2_pt: f32,
        y2_pt: f32,
        width_pt: f32,
    },
    /// A shaded rectangle behind a caption; `gray` is 0 for black and 1 for white.
    Shade { rect: Rect, gray: f32 },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub baseline_pt: f32,
    pub face: FaceId,
    pub size_pt: f32,
    /// Each character with the x of its origin.
    pub glyphs: Vec<Glyph>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    pub character: char,
    pub x_pt: f32,
}

/// A face of `fonts::Faces`: one of the roles, or one taken from the machine for rare characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaceId {
    Role(Face),
    Extra(u16),
}

#[derive(Debug, Clone, PartialEq)]
pub struct OutlineEntry {
    pub level: u8,
    pub text: String,
    /// Index of the page, from 0.
    pub page: usize,
    pub y_pt: f32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MissingCharacter {
    pub character: char,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    pub rect: Rect,
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub x_pt: f32,
    pub y_pt: f32,
    pub width_pt: f32,
    pub height_pt: f32,
}

impl Page {
    /// Adds items that belong to an element, or to none.
    fn extend(&mut self, items: impl Iterator<Item = Item>, element: Option<usize>) {
        let from = self.items.len();
        self.items.extend(items);
        let items = from..self.items.len();
        let Some(element) = element.filter(|_| !items.is_empty()) else {
            return;
        };
        match self.spans.last_mut() {
            Some(last) if last.element == element && last.items.end == items.start => {
                last.items.end = items.end;
            }
            _ => self.spans.push(Span { items, element }),
        }
    }
}

/// The baseline of a line of Chinese text whose em square stands in the middle of the line.
fn baseline_pt(top_pt: f32, height_pt: f32, size_pt: f32) -> f32 {
    /// From the em square's middle down to the baseline: the square reaches from 0.88 above it to 0.12 below.
    const MIDDLE_EM: f32 = 0.38;
    top_pt + height_pt / 2.0 + MIDDLE_EM * size_pt
}
