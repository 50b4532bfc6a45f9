//! The report on a sheet of its own that nobody sees, and what a reader sees of the other sheets.

use super::RenderError;
use super::inner::{Inner, NAMESPACE, Seen};
use super::package::PackageReader;
use super::xlsx::replaced;
use calamine::{Data, DataType, Reader, SheetVisible, Xlsx};
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::io::Cursor;

/// The sheet that nobody sees.
const SHEET: &str = "nianbao";
const WORKBOOK_PART: &str = "xl/workbook.xml";
/// Characters of the report a cell; a cell holds 32,767 at most.
const PIECE: usize = 8_000;
/// No report's workbook has a hundredth of these cells.
const MOST_CELLS: usize = 1_000_000;
/// Larger files are somebody's trap.
const LARGEST_BYTES: usize = 8 * 1024 * 1024;

/// The sheet with the report: what it is, then the report's text form, a piece a row.
pub fn write_inner(inner: &Inner) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(SHEET)?.set_hidden(true);
    sheet.write_string(0, 0, NAMESPACE)?;
    let characters: Vec<char> = inner.to_json().chars().collect();
    for (row, piece) in (1..).zip(characters.chunks(PIECE)) {
        sheet.write_string(row, 0, piece.iter().collect::<String>())?;
    }
    Ok(sheet)
}

/// Hides the sheet with the report so that programs do not offer to show it.
pub fn hide(bytes: &[u8]) -> Result<Vec<u8>, RenderError> {
    replaced(bytes, WORKBOOK_PART, |part| {
        part.replace("state=\"hidden\"", "state=\"veryHidden\"")
    })
}

/// The text form of the report inside and what is seen; `None` when nothing is inside.
pub fn read(bytes: &[u8]) -> Option<(String, Seen)> {
    let mut package = PackageReader::open(bytes)?;
    let is_small = bytes.len() <= LARGEST_BYTES && package.is_small();
    if !is_small || !package.part(WORKBOOK_PART)?.contains(SHEET) {
        return None;
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let sheets = workbook.sheets_metadata().to_vec();
    let json = inner_text(&mut workbook)?;
    let mut seen = Seen::default();
    // None is hidden by the export.
    if hides_cells(&mut package) {
        seen.text("hidden");
    }
    for sheet in sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
    {
        let notes = workbook.worksheet_style(&sheet.name).ok()?;
        // One by one: as a range, a single cell in the far corner would take all the memory there is.
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).ok()?;
        for _ in 0..MOST_CELLS {
            let Some(cell) = cells.next_cell().ok()? else {
                break;
            };
            let place = cell.get_position();
            let code = notes
                .get(place)
                .and_then(|style| style.number_format.as_ref());
            let code = code.map_or("", |format| format.format_code.as_str());
            match Data::from(cell.get_value().clone()) {
                Data::Empty => {}
                Data::Int(number) => seen_number(&mut seen, place, number as f64, code),
                Data::Float(number) => seen_number(&mut seen, place, number, code),
                // A number that is shown as a date.
                Data::DateTime(date) => seen_text(&mut seen, place, &format!("{date}{code}")),
                other => seen_text(&mut seen, place, &other.to_string()),
            }
        }
    }
    Some((json, seen))
}

/// A cell with a text, by row and column from 0.
pub fn seen_text(seen: &mut Seen, (row, column): (u32, u32), text: &str) {
    if !text.is_empty() {
        seen.text(&format!("{row}:{column}"));
        seen.end_cell();
        seen.text(text);
        seen.end_cell();
    }
}

/// A cell with a number; a note that its number format adds is seen as well.
pub fn seen_number(seen: &mut Seen, place: (u32, u32), number: f64, code: &str) {
    let (whole, decimals) = code.split_once('.').unwrap_or((code, ""));
    let is_plain = whole == "0" && decimals.chars().all(|c| c == '0');
    match code {
        "" | "General" => seen_text(seen, place, &number.to_string()),
        _ if is_plain => {
            let shown = format!("{number:.*}", decimals.len());
            seen_text(seen, place, &shown);
        }
        // A note, or another way of showing it.
        code => seen_text(seen, place, &format!("{number}{code}")),
    }
}

/// Whether a sheet has hidden rows or columns.
fn hides_cells(package: &mut PackageReader) -> bool {
    let mut sheets = package.names();
    sheets.retain(|name| name.starts_with("xl/worksheets/") && name.ends_with(".xml"));
    sheets
        .iter()
        .filter_map(|name| package.part(name))
        .any(|part| {
            let hides = |tag: &str| {
                let attributes = tag
                    .strip_prefix("row ")
                    .or_else(|| tag.strip_prefix("col "));
                let attributes = attributes.and_then(|rest| rest.split('>').next());
                attributes.is_some_and(|attributes| {
                    attributes.contains(" hidden=\"1\"") || attributes.contains(" hidden=\"true\"")
                })
            };
            part.split('<').any(hides)
        })
}

fn inner_text(workbook: &mut Xlsx<Cursor<&[u8]>>) -> Option<String> {
    let mut cells = workbook.worksheet_cells_reader(SHEET).ok()?;
    let mut pieces = Vec::new();
    while let Some(cell) = cells.next_cell().ok()? {
        if let (_, 0) = cell.get_position() {
            pieces.push(cell.get_value().get_string()?.to_owned());
        }
    }
    let (first, rest) = pieces.split_first()?;
    (first == NAMESPACE).then(|| rest.concat())
}
