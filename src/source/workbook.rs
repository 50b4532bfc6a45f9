//! Workbooks (XLSX, XLS, ET) → tables: every shown sheet, its values as they were last computed.

use super::compound::{cells_spanned, stream};
use super::dress::{Dress, STRUCK};
use super::grid::{Grid, WrittenCell};
use super::number_format::formatted;
use super::packed::Package;
use super::xml::Element;
use super::{Block, Line, Origin, Source, SourceError};
use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetVisible, Xls, Xlsx};
use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

const MAX_CELLS: usize = 100_000;
/// Cells between the first and the last value of a sheet, which the reader of old workbooks holds in memory.
const MAX_SPANNED: u64 = 2_000_000;
const MAX_ROWS: u32 = 20_000;
const MAX_COLUMNS: u32 = 150;

/// Values of a sheet by row and column, blanks left out.
type Values = BTreeMap<u32, BTreeMap<u32, String>>;

/// Reads a workbook of the packed format.
pub(super) fn read_xlsx(bytes: &[u8], file: &str) -> Result<Source, SourceError> {
    let mut package = Package::open(bytes, file)?;
    package.check_bounds()?;
    let dressed = dressed(&mut package, file)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged(file))?;
    let mut source = new_source(shown(book.sheets_metadata()));
    for (at, name) in source.sheets.clone().into_iter().enumerate() {
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let styles = book.worksheet_style(&name).ok();
        let mut values = Values::new();
        let mut count = 0;
        // A sheet that is a chart has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        while let Some(cell) = cells.next_cell().map_err(|_| damaged(file))? {
            count += 1;
            if count > MAX_CELLS {
                return Err(SourceError::TooDeep {
                    file: file.to_owned(),
                });
            }
            let style = styles
                .as_ref()
                .and_then(|styles| styles.get(cell.get_position()));
            let format = style.and_then(|style| style.number_format.as_ref());
            let mut text = shown_ref(cell.get_value());
            if let (DataRef::Int(_) | DataRef::Float(_), Some(format)) = (cell.get_value(), format)
            {
                text = formatted(&text, &format.format_code).unwrap_or(text);
            }
            if let Some(runs) = dressed.get(&text) {
                text.clone_from(runs);
            }
            let font = style.and_then(|style| style.font.as_ref());
            if font.is_some_and(|font| font.strikethrough) {
                let plain = std::mem::take(&mut text);
                STRUCK.put_on(&plain, &mut text);
            }
            put(&mut values, cell.get_position(), text);
        }
        put_sheet(&mut source, at + 1, values, &merges);
    }
    finish(source, file)
}

/// Texts of a workbook of which parts are struck out, raised or lowered: without and with what tells it.
///
/// Which cell they stand in is not asked: a text that is dressed anywhere in the workbook is doubtful.
fn dressed(package: &mut Package, file: &str) -> Result<HashMap<String, String>, SourceError> {
    let mut names = package.names_in("xl/worksheets/");
    names.push("xl/sharedStrings.xml".to_owned());
    let mut found = HashMap::new();
    for name in names.iter().filter(|name| name.ends_with(".xml")) {
        // A part that cannot be read is told of by the reader of the cells.
        let Ok(Some(text)) = package.text(name) else {
            continue;
        };
        // Formats of whole cells stand elsewhere, so that most workbooks end here.
        if text.contains("strike") || text.contains("vertAlign") {
            collect_dressed(&Element::parse(&text, file)?, &mut found);
        }
    }
    Ok(found)
}

fn collect_dressed(parent: &Element, found: &mut HashMap<String, String>) {
    if !matches!(parent.name.as_str(), "si" | "is") {
        return (parent.children.iter()).for_each(|child| collect_dressed(child, found));
    }
    let (mut plain, mut worn) = (String::new(), String::new());
    for run in &parent.children {
        let text = match run.name.as_str() {
            "t" => Some(run),
            "r" => run.child("t"),
            _ => None,
        };
        if let Some(text) = text {
            plain.push_str(&text.text);
            Dress::of_run(run.child("rPr")).put_on(&text.text, &mut worn);
        }
    }
    if plain != worn {
        found.insert(plain, worn);
    }
}

/// Reads a workbook of the older format, also as ET keeps it.
pub(super) fn read_xls(bytes: &[u8], file: &str) -> Result<Source, SourceError> {
    let reach = stream(bytes, &["Workbook", "Book"]).map(|book| cells_spanned(&book));
    if reach.is_some_and(|cells| cells > MAX_SPANNED) {
        return Err(SourceError::TooDeep {
            file: file.to_owned(),
        });
    }
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => SourceError::Encrypted {
            file: file.to_owned(),
        },
        _ => damaged(file),
    })?;
    let mut source = new_source(shown(book.sheets_metadata()));
    for (at, name) in source.sheets.clone().into_iter().enumerate() {
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut values = Values::new();
        for (row, column, value) in range.used_cells().take(MAX_CELLS) {
            let (row, column) = (first_row as usize + row, first_column as usize + column);
            if let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) {
                put(&mut values, (row, column), shown_value(value));
            }
        }
        put_sheet(&mut source, at + 1, values, &merges);
    }
    finish(source, file)
}

fn new_source(sheets: Vec<String>) -> Source {
    Source {
        is_flowed: true,
        sheets,
        ..Source::default()
    }
}

fn finish(source: Source, file: &str) -> Result<Source, SourceError> {
    match source.is_blank() {
        true => Err(SourceError::Empty {
            file: file.to_owned(),
        }),
        false => Ok(source),
    }
}

fn damaged(file: &str) -> SourceError {
    SourceError::Damaged {
        file: file.to_owned(),
        detail: "工作簿的内容不完整".to_owned(),
    }
}

fn shown(sheets: &[calamine::Sheet]) -> Vec<String> {
    let shown = sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible);
    shown.map(|sheet| sheet.name.clone()).collect()
}

fn put(values: &mut Values, (row, column): (u32, u32), text: String) {
    if !text.trim().is_empty() && row < MAX_ROWS && column < MAX_COLUMNS {
        values.entry(row).or_default().insert(column, text);
    }
}

/// Puts a sheet into the source: rows with one text are lines, runs of other rows are tables.
fn put_sheet(source: &mut Source, sheet: usize, values: Values, merges: &[Dimensions]) {
    let width = values
        .values()
        .flat_map(BTreeMap::keys)
        .max()
        .map_or(0, |last| last + 1);
    let first = values
        .values()
        .flat_map(BTreeMap::keys)
        .min()
        .copied()
        .unwrap_or(0);
    let is_inside = |merge: &Dimensions, row: u32, column: u32| {
        (merge.start.0..=merge.end.0).contains(&row)
            && (merge.start.1..=merge.end.1).contains(&column)
    };
    let mut table: Vec<(u32, Vec<WrittenCell>)> = Vec::new();
    let mut covered_until = 0;
    let mut last_row = None;
    for (&row, cells) in &values {
        let is_covered = row < covered_until;
        let reach = merges
            .iter()
            .filter(|merge| merge.start.0 == row && merge.start.1 < width);
        covered_until = reach
            .map(|merge| merge.end.0 + 1)
            .fold(covered_until, u32::max);
        let is_far = last_row.is_some_and(|last: u32| row > last + 1) && !is_covered;
        last_row = Some(row);
        if is_far {
            flush(source, sheet, &mut table);
        }
        let only = cells
            .iter()
            .next()
            .filter(|_| cells.len() == 1 && !is_covered && covered_until <= row + 1);
        if let Some((column, text)) = only
            && *column == first
        {
            flush(source, sheet, &mut table);
            for line in text.lines() {
                let origin = Origin::Row {
                    sheet,
                    row: row as usize + 1,
                };
                source.blocks.push(Block::Line(Line {
                    text: super::tidy::tidy(line).trim_end().to_owned(),
                    origin,
                    is_link: false,
                }));
            }
            continue;
        }
        let mut written = Vec::new();
        let mut column = first;
        while column < width {
            let merge = merges.iter().find(|merge| is_inside(merge, row, column));
            let (row_span, end) = merge.map_or((1, column), |merge| {
                (merge.end.0 - merge.start.0 + 1, merge.end.1)
            });
            if merge.is_none_or(|merge| merge.start.0 == row) {
                written.push(WrittenCell {
                    text: cells.get(&column).cloned().unwrap_or_default(),
                    column_span: (end.min(width - 1) - column + 1) as usize,
                    row_span: row_span as usize,
                });
            }
            column = end.max(column) + 1;
        }
        table.push((row, written));
    }
    flush(source, sheet, &mut table);
}

fn flush(source: &mut Source, sheet: usize, table: &mut Vec<(u32, Vec<WrittenCell>)>) {
    let Some((row, _)) = table.first() else {
        return;
    };
    let origin = Origin::Row {
        sheet,
        row: *row as usize + 1,
    };
    let rows = std::mem::take(table)
        .into_iter()
        .map(|(_, cells)| cells)
        .collect();
    Grid::lay(rows, origin).put_into(source);
}

fn shown_value(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => shown_number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(moment) => shown_moment(moment),
        Data::Error(error) => format!("{error:?}"),
        Data::Empty => String::new(),
    }
}

fn shown_ref(value: &DataRef) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => shown_number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(moment) => shown_moment(moment),
        DataRef::Error(error) => format!("{error:?}"),
        DataRef::Empty => String::new(),
    }
}

/// A day, a time or both: a sheet shows them whatever number it holds.
fn shown_moment(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let date = format!("{year}年{month}月{day}日");
    let time = format!("{hour}:{minute:02}");
    let number = moment.as_f64();
    match (number < 1.0 || moment.is_duration(), number.fract() == 0.0) {
        (true, _) => time,
        (false, true) => date,
        (false, false) => format!("{date} {time}"),
    }
}

/// A number as a sheet shows it: with the fifteen digits that are exact, without an exponent.
fn shown_number(number: f64) -> String {
    if !number.is_finite() {
        return "#NUM!".to_owned();
    }
    let whole_digits = match number.abs() {
        small if small < 1.0 => 1,
        large => large.log10().floor() as i32 + 1,
    };
    let decimals = (15 - whole_digits).clamp(0, 12) as usize;
    let text = format!("{number:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}
