//! A grid as a table of a DOCX file: spans, repeated header rows, rows that do not break, widths as on our page.

use super::docx_body::{close_paragraph, run};
use super::docx_style::{self as style, twips, twips_of_mm};
use super::markup::Markup;
use crate::document::{Cell, Grid, Role, plain};
use crate::page::{CAPTION_GRAY, PageStyle, gray_hex};

/// Distance of text from the rules at its sides.
const PAD_PT: f32 = 2.0;
/// Distance of text from the rules above and below.
const PAD_ROW_PT: f32 = 1.5;
/// Distance of left-aligned labels from the rule at their left, beyond `PAD_PT`.
const LABEL_INDENT_PT: f32 = 2.0;
/// The least height of a row as a share of the size of its text.
const ROW_EM: f32 = 2.0;
/// Eighths of a point, in which the thickness of rules is measured.
const EIGHTHS: f32 = 8.0;

/// Writes a table. `name` is read aloud before it.
pub fn table(xml: &mut Markup, page: &PageStyle, grid: &Grid, name: &str) {
    let edges = edges(page, grid);
    let widths: Vec<u32> = edges
        .array_windows()
        .map(|[left, right]| right - left)
        .collect();
    xml.open("w:tbl", &[]);
    properties(xml, page, name);
    xml.element("w:tblGrid", &[], |xml| {
        for width in &widths {
            xml.value("w:gridCol", "w:w", &width.to_string());
        }
    });
    for row in 0..grid.rows {
        xml.open("w:tr", &[]);
        row_properties(xml, page, row < grid.header_rows);
        let mut track = 0;
        while track < grid.tracks.len() {
            let cover = |cell: &&Cell| {
                (cell.row..cell.row + cell.row_span).contains(&row)
                    && (cell.track..cell.track + cell.track_span).contains(&track)
            };
            let Some(cell) = grid.cells.iter().find(cover) else {
                track += 1;
                continue;
            };
            let end = (cell.track + cell.track_span).min(grid.tracks.len());
            let width: u32 = widths.iter().take(end).skip(track).sum();
            write_cell(xml, grid, cell, row, width);
            track = end.max(track + 1);
        }
        xml.close();
    }
    xml.close();
}

/// The edges of the tracks; the last is the width of the type area whatever the shares were rounded to.
fn edges(page: &PageStyle, grid: &Grid) -> Vec<u32> {
    let whole = twips_of_mm(page.type_width_mm);
    let mut reached = 0.0;
    let mut edges = vec![0];
    for share in &grid.tracks {
        reached += share;
        let edge = (f64::from(reached) * f64::from(whole)).round() as u32;
        edges.push(edge.clamp(edges.last().copied().unwrap_or(0), whole));
    }
    if let Some(last) = edges.last_mut() {
        *last = whole;
    }
    edges
}

fn properties(xml: &mut Markup, page: &PageStyle, name: &str) {
    let whole = twips_of_mm(page.type_width_mm).to_string();
    let size = format!("{:.0}", page.rule_pt * EIGHTHS);
    let (pad, pad_row) = (twips(PAD_PT).to_string(), twips(PAD_ROW_PT).to_string());
    xml.element("w:tblPr", &[], |xml| {
        xml.value("w:tblStyle", "w:val", style::TABLE);
        xml.empty("w:tblW", &[("w:w", whole.as_str()), ("w:type", "dxa")]);
        xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
        xml.element("w:tblBorders", &[], |xml| {
            for side in [
                "w:top",
                "w:left",
                "w:bottom",
                "w:right",
                "w:insideH",
                "w:insideV",
            ] {
                xml.empty(
                    side,
                    &[
                        ("w:val", "single"),
                        ("w:sz", size.as_str()),
                        ("w:space", "0"),
                        ("w:color", "000000"),
                    ],
                );
            }
        });
        xml.value("w:tblLayout", "w:type", "fixed");
        xml.element("w:tblCellMar", &[], |xml| {
            for (side, pad) in [
                ("w:top", &pad_row),
                ("w:left", &pad),
                ("w:bottom", &pad_row),
                ("w:right", &pad),
            ] {
                xml.empty(side, &[("w:w", pad.as_str()), ("w:type", "dxa")]);
            }
        });
        xml.empty(
            "w:tblLook",
            &[
                ("w:val", "0020"),
                ("w:firstRow", "1"),
                ("w:lastRow", "0"),
                ("w:firstColumn", "0"),
                ("w:lastColumn", "0"),
                ("w:noHBand", "0"),
                ("w:noVBand", "0"),
            ],
        );
        xml.value("w:tblCaption", "w:val", name);
    });
}

fn row_properties(xml: &mut Markup, page: &PageStyle, header: bool) {
    let height = twips(ROW_EM * page.table.size_pt).to_string();
    xml.element("w:trPr", &[], |xml| {
        xml.empty("w:cantSplit", &[]);
        let least = [("w:val", height.as_str()), ("w:hRule", "atLeast")];
        xml.empty("w:trHeight", &least);
        if header {
            xml.empty("w:tblHeader", &[]);
        }
    });
}

/// A cell in one of the rows it covers; its text stands in the first.
fn write_cell(xml: &mut Markup, grid: &Grid, cell: &Cell, row: usize, width: u32) {
    let first = row == cell.row;
    xml.open("w:tc", &[]);
    xml.element("w:tcPr", &[], |xml| {
        let width = width.to_string();
        xml.empty("w:tcW", &[("w:w", width.as_str()), ("w:type", "dxa")]);
        if cell.track_span > 1 {
            xml.value("w:gridSpan", "w:val", &cell.track_span.to_string());
        }
        match (cell.row_span, first) {
            (0 | 1, _) => {}
            (_, true) => xml.value("w:vMerge", "w:val", "restart"),
            (_, false) => xml.empty("w:vMerge", &[]),
        }
        if cell.role == Role::Caption {
            let fill = gray_hex(CAPTION_GRAY);
            let shade = [
                ("w:val", "clear"),
                ("w:color", "auto"),
                ("w:fill", fill.as_str()),
            ];
            xml.empty("w:shd", &shade);
        }
        xml.value("w:vAlign", "w:val", "center");
    });
    xml.open("w:p", &[]);
    xml.element("w:pPr", &[], |xml| {
        xml.value("w:pStyle", "w:val", style::CELL);
        if stays_with_next(grid, row) {
            xml.empty("w:keepNext", &[]);
        }
        if is_label(grid, cell) {
            let indent = twips(LABEL_INDENT_PT).to_string();
            xml.value("w:ind", "w:left", &indent);
            xml.value("w:jc", "w:val", "left");
        }
    });
    if first {
        run(xml, &plain(&cell.text));
    }
    close_paragraph(xml);
    xml.seen.end_cell();
    xml.close();
}

/// Whether a row must not be the last of a page: all but the last of a band, and the header of a table without bands.
fn stays_with_next(grid: &Grid, row: usize) -> bool {
    let next = row + 1;
    match grid.header_rows {
        0 => next < grid.rows && !grid.band_starts.contains(&next),
        header_rows => next <= header_rows,
    }
}

/// Whether a cell holds the label of one row, set flush left as on our page.
fn is_label(grid: &Grid, cell: &Cell) -> bool {
    cell.role == Role::RowHeader && cell.row_span == 1 && grid.header_rows > 0
}
