//! What is to be printed, before it is known on which page: blocks in reading order and grids with spans.

pub mod compose;
pub mod grid;
mod number;

use crate::page::PageStyle;
use crate::place::{Address, Id, Place};
use rust_decimal::Decimal;

/// Zero-width space (U+200B): a hint in a text that a line may well end here. It is never shown and never written.
pub const HINT: char = '\u{200B}';

/// A text without hints, as it is written into files.
pub fn plain(text: &str) -> String {
    text.replace(HINT, "")
}

/// A whole report, ready for layout or for a format that paginates for itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The title as one line; the layout balances it over several when it must.
    pub title: String,
    /// The agency, for the metadata.
    pub author: String,
    pub page: PageStyle,
    pub blocks: Vec<Block>,
}

/// One block and the place in the report it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub place: Place,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The title; a `HINT` in it stands where it is best broken.
    Title(String),
    /// Level 1 is 一、, level 2 is （一）; the text carries its number.
    Heading { level: u8, text: String },
    /// A body paragraph, first line indented. `number` is a numbering run into the text, as in "（一）全年…"; mostly empty.
    Paragraph { number: String, text: String },
    /// A table of the form. It starts on its own line and may go over pages.
    Grid(Grid),
    /// The note under a table.
    Note(String),
    /// Signature or date at the end, set right.
    Signature(String),
}

/// A table with merged cells. Tracks are the finest columns; a cell spans one or more tracks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// The table's id, for anchors and tests; `None` of no table.
    pub table: Option<Id>,
    /// Share of the type area's width of each track; the shares add up to 1.
    pub tracks: Vec<f32>,
    /// Number of rows; every row from 0 to `rows - 1` is covered by cells without gap or overlap.
    pub rows: usize,
    /// Rows at the top that are repeated where the table runs over a page (0 for stacked bands).
    pub header_rows: usize,
    /// Rows before which a page may be broken without tearing a band: the first rows of bands. Row 0 is not listed.
    pub band_starts: Vec<usize>,
    pub cells: Vec<Cell>,
}

/// One cell of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub row: usize,
    pub track: usize,
    pub row_span: usize,
    pub track_span: usize,
    pub text: String,
    /// Places in the text, in bytes, at which a line had best be broken; empty when any will do.
    pub breaks: Vec<usize>,
    pub role: Role,
    /// Index into `Template::cells` of a figure, `None` of a label.
    pub figure: Option<usize>,
    /// The address of a figure, `None` of a label.
    pub address: Option<Address>,
    /// For a figure, what formats that reckon need beside its text.
    pub number: Option<Number>,
}

/// A figure as a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Number {
    /// Exact; `None` while the cell is empty or holds a mark.
    pub value: Option<Decimal>,
    /// Decimals that the form wants of what will be typed.
    pub decimals: u32,
    /// What a computed total adds up; empty for entered figures, and for a total that is printed as it was stated.
    pub sum: Vec<Addend>,
}

/// One figure of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addend {
    /// Whether it is taken away.
    pub minus: bool,
    /// Index into the grid's cells.
    pub cell: usize,
}

impl Cell {
    /// The text with a `HINT` wherever a line had best be broken.
    pub fn hinted(&self) -> String {
        hinted(&self.text, &self.breaks)
    }
}

/// A text with a `HINT` at each of these bytes.
pub fn hinted(text: &str, breaks: &[usize]) -> String {
    let mut hinted = String::with_capacity(text.len() + 3 * breaks.len());
    let mut reached = 0;
    for &at in breaks {
        hinted.push_str(text.get(reached..at).unwrap_or_default());
        hinted.push(HINT);
        reached = at;
    }
    hinted.push_str(text.get(reached..).unwrap_or_default());
    hinted
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The full-width line over a band, such as 第二十条第（一）项.
    Caption,
    /// The cell over the row labels.
    Corner,
    ColumnHeader,
    RowHeader,
    /// An entered figure.
    Figure,
    /// A computed figure.
    Total,
}
