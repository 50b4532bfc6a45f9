//! A grid as a table of a web page: spans, scopes, and for every figure the headers it stands under.

use super::html::broken;
use super::html_style::Look;
use super::markup::Markup;
use crate::document::{Cell, Grid, Role};

/// Writes a table; `caption` writes what stands in it before the rows.
pub fn table(html: &mut Markup, look: Look, grid: &Grid, caption: impl FnOnce(&mut Markup)) {
    html.element("table", &look.table().attributes(), |html| {
        caption(html);
        columns(html, grid);
        let mut starts = vec![0];
        starts.extend(grid.band_starts.iter().copied());
        if grid.header_rows > 0 {
            html.element("thead", &[], |html| {
                rows(html, look, grid, 0, grid.header_rows)
            });
            starts = vec![grid.header_rows];
        }
        let ends = starts.iter().skip(1).copied().chain([grid.rows]);
        for (start, end) in starts.iter().zip(ends) {
            html.element("tbody", &[], |html| rows(html, look, grid, *start, end));
        }
    });
}

/// The widths of the tracks, as shares.
fn columns(html: &mut Markup, grid: &Grid) {
    html.element("colgroup", &[], |html| {
        for share in &grid.tracks {
            html.empty("col", &[("style", &format!("width:{:.2}%", share * 100.0))]);
        }
    });
}

fn rows(html: &mut Markup, look: Look, grid: &Grid, from: usize, to: usize) {
    for row in from..to {
        html.line_feed();
        html.element("tr", &[], |html| {
            let mut cells: Vec<&Cell> = grid.cells.iter().filter(|cell| cell.row == row).collect();
            cells.sort_by_key(|cell| cell.track);
            for cell in cells {
                write_cell(html, look, grid, cell);
            }
        });
    }
}

fn write_cell(html: &mut Markup, look: Look, grid: &Grid, cell: &Cell) {
    let (columns, rows) = (cell.track_span.to_string(), cell.row_span.to_string());
    let (id, headers) = (id(grid, cell), headers(grid, cell));
    let styled = look.cell(grid, cell);
    let mut attributes = styled.attributes();
    if cell.track_span > 1 {
        attributes.push(("colspan", &columns));
    }
    if cell.row_span > 1 {
        attributes.push(("rowspan", &rows));
    }
    let name = match scope(cell) {
        Some(scope) => {
            attributes.push(("scope", scope));
            "th"
        }
        None => "td",
    };
    if look.has_ids() {
        match name {
            "th" => attributes.push(("id", &id)),
            _ if !headers.is_empty() => attributes.push(("headers", &headers)),
            _ => {}
        }
    }
    html.element(name, &attributes, |html| broken(html, &cell.hinted()));
    html.seen.end_cell();
}

/// What a header is for; `None` for figures and for the corner, which stands over headers alone.
fn scope(cell: &Cell) -> Option<&'static str> {
    match cell.role {
        Role::Caption => Some("rowgroup"),
        Role::ColumnHeader if cell.track_span > 1 => Some("colgroup"),
        Role::ColumnHeader => Some("col"),
        Role::RowHeader if cell.row_span > 1 => Some("rowgroup"),
        Role::RowHeader => Some("row"),
        Role::Corner | Role::Figure | Role::Total => None,
    }
}

fn id(grid: &Grid, cell: &Cell) -> String {
    let table = grid.table.as_ref().map_or("table", |id| id.as_str());
    format!("{table}-{}-{}", cell.row, cell.track)
}

/// The ids of the headers over and before a figure, from the outermost on.
fn headers(grid: &Grid, cell: &Cell) -> String {
    if !matches!(cell.role, Role::Figure | Role::Total) {
        return String::new();
    }
    let band_start = |row: usize| {
        let starts = grid.band_starts.iter().filter(|start| **start <= row);
        starts.max().copied().unwrap_or(0)
    };
    let band = band_start(cell.row);
    let over = |header: &Cell| {
        header.track < cell.track + cell.track_span && cell.track < header.track + header.track_span
    };
    let beside = |header: &Cell| (header.row..header.row + header.row_span).contains(&cell.row);
    let is_header = |header: &&Cell| match header.role {
        Role::Caption | Role::ColumnHeader => {
            band_start(header.row) == band && header.row < cell.row && over(header)
        }
        Role::RowHeader => beside(header),
        Role::Corner | Role::Figure | Role::Total => false,
    };
    let ids: Vec<String> = grid
        .cells
        .iter()
        .filter(is_header)
        .map(|cell| id(grid, cell))
        .collect();
    ids.join(" ")
}
