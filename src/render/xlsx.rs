//! Document → XLSX: one sheet a section, tables with merged headers, exact figures and formulas for the totals.

use super::format::{Format, Writer};
use super::inner::{Found, Inner, Seen};
use super::package::{PackageReader, PackageWriter};
use super::xlsx_inner::{hide, read, write_inner};
use super::xlsx_sheet::Sheet;
use super::{Imprint, RenderError};
use crate::document::{Block, Content, Document, plain};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// Excel tables.
pub const FORMAT: Format = Format {
    suffix: "xlsx",
    name: "Excel 表格",
    about: "用于汇总数字，合计是公式",
    writer: Writer::OfDocument(write),
    inner,
};

/// The most characters that the name of a sheet and a property may have, and those that a name may not have.
const NAME_LONGEST: usize = 31;
/// UTF-16 units of a text in a cell of Excel.
const CELL_LONGEST: usize = 32_767;
const PROPERTY_LONGEST: usize = 255;
const NOT_IN_NAMES: [char; 8] = ['[', ']', ':', '*', '?', '/', '\\', '\''];

/// Writes a workbook. The same document and imprint give the same bytes.
///
/// # Errors
/// When the workbook cannot be written, which only a document beyond the bounds of Excel explains.
pub fn write(document: &Document, imprint: &Imprint) -> Result<Vec<u8>, RenderError> {
    if let Some(text) = too_long(document) {
        return Err(RenderError::LongCell(text.chars().take(20).collect()));
    }
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document, imprint)?);
    let mut seen = Seen::default();
    let mut names: Vec<String> = Vec::new();
    for blocks in sections(&document.blocks) {
        let name = sheet_name(blocks, &document.author, &names);
        let mut sheet = Sheet::new(&document.page, blocks, &mut seen);
        sheet.fill(blocks)?;
        workbook.push_worksheet(sheet.named(&name)?);
        names.push(name);
    }
    let Some(report) = &imprint.report else {
        return Ok(workbook.save_to_buffer()?);
    };
    workbook.push_worksheet(write_inner(&Inner::new(report, &seen))?);
    hide(&workbook.save_to_buffer()?)
}

/// The text of a cell that no cell of Excel holds.
fn too_long(document: &Document) -> Option<&str> {
    let grids = document
        .blocks
        .iter()
        .filter_map(|block| match &block.content {
            Content::Grid(grid) => Some(grid),
            _ => None,
        });
    let mut texts = grids
        .flat_map(|grid| &grid.cells)
        .map(|cell| cell.text.as_str());
    texts.find(|text| text.len() > CELL_LONGEST && text.encode_utf16().count() > CELL_LONGEST)
}

impl From<XlsxError> for RenderError {
    fn from(error: XlsxError) -> RenderError {
        RenderError::Package(error.to_string())
    }
}

fn inner(bytes: &[u8]) -> Option<Found> {
    let (json, seen) = read(bytes)?;
    Some(Found::of(&json, &seen))
}

fn properties(document: &Document, imprint: &Imprint) -> Result<DocProperties, XlsxError> {
    let made = imprint.made;
    let time = ExcelDateTime::from_ymd(made.year, made.month, made.day)?;
    let time = time.and_hms(u16::from(made.hour), made.minute, f64::from(made.second))?;
    Ok(DocProperties::new()
        .set_title(short(&plain(&document.title)))
        .set_author(short(&document.author))
        .set_creation_datetime(&time))
}

/// As much of a text as a property may hold.
fn short(text: &str) -> String {
    text.chars().take(PROPERTY_LONGEST).collect()
}

/// The blocks of each sheet: those of a section of the first rank, the first with what stands before it.
fn sections(blocks: &[Block]) -> Vec<&[Block]> {
    let is_start = |block: &Block| matches!(block.content, Content::Heading { level: 0 | 1, .. });
    let starts = blocks.iter().enumerate();
    let starts = starts.filter_map(|(index, block)| is_start(block).then_some(index));
    let mut sections = Vec::new();
    let mut rest = blocks;
    let mut taken = 0;
    for start in starts.skip(1) {
        let (section, later) = rest.split_at(start - taken);
        sections.push(section);
        (rest, taken) = (later, start);
    }
    sections.push(rest);
    sections
}

/// The heading as the name of a sheet: as much of it as a name may hold, and no name twice.
fn sheet_name(blocks: &[Block], agency: &str, taken: &[String]) -> String {
    let heading = blocks.iter().find_map(|block| match &block.content {
        Content::Heading { text, .. } => Some(plain(text)),
        _ => None,
    });
    let text = heading.unwrap_or_else(|| agency.to_owned());
    let clean: String = text
        .chars()
        .filter(|c| !NOT_IN_NAMES.contains(c) && !c.is_control())
        .collect();
    let cut = |longest: usize| -> String {
        let mut units = 0;
        let fits = |c: &char| {
            units += c.len_utf16();
            units <= longest
        };
        clean.trim().chars().take_while(fits).collect()
    };
    let plain_name = cut(NAME_LONGEST);
    let mut name = plain_name.clone();
    let mut number = taken.len() + 1;
    while name.is_empty()
        || taken
            .iter()
            .any(|other| other.to_lowercase() == name.to_lowercase())
    {
        name = format!("{}{number}", cut(NAME_LONGEST - 6));
        number += 1;
    }
    name
}

/// A workbook whose sheet with the report cannot be brought to sight by a click.
pub(super) fn replaced(
    bytes: &[u8],
    part: &str,
    replace: impl Fn(&str) -> String,
) -> Result<Vec<u8>, RenderError> {
    let broken = || RenderError::Package("the workbook just written cannot be read".to_owned());
    let mut from = PackageReader::open(bytes).ok_or_else(broken)?;
    let mut to = PackageWriter::new();
    for (index, name) in from.names().into_iter().enumerate() {
        match name == part {
            true => to.part(part, &replace(&from.part(part).ok_or_else(broken)?))?,
            false => to.copy(&mut from, index)?,
        }
    }
    to.finish()
}
