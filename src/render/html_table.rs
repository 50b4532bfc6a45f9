//! A grid as a table of a web page: spans, scopes, and for every figure the headers it stands under.

use super::html::broken;
use super::html_style::Look;
use super::markup::Markup;
use crate::document::{Cell, Grid, Role};

/// Writes a table; `caption` writes what stands in it before the rows.
pub fn table(html: &mut Markup, look: Look, grid: &Grid, caption: impl FnOnce(&mut Markup)) {
    let headers = Headers::of(grid);
    html.element("table", &look.table().attributes(), |html| {
        caption(html);
        columns(html, grid);
        let mut starts = vec![0];
        starts.extend(grid.band_starts.iter().copied());
        if grid.header_rows > 0 {
            html.element("thead", &[], |html| {
                rows(html, look, &headers, 0, grid.header_rows)
            });
            starts = vec![grid.header_rows];
        }
        let ends = starts.iter().skip(1).copied().chain([grid.rows]);
        for (start, end) in starts.iter().zip(ends) {
            html.element("tbody", &[], |html| rows(html, look, &headers, *start, end));
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

fn rows(html: &mut Markup, look: Look, headers: &Headers, from: usize, to: usize) {
    for row in from..to {
        html.line_feed();
        html.element("tr", &[], |html| {
            let cells = headers.grid.cells.iter();
            let mut cells: Vec<&Cell> = cells.filter(|cell| cell.row == row).collect();
            cells.sort_by_key(|cell| cell.track);
            for cell in cells {
                write_cell(html, look, headers, cell);
            }
        });
    }
}

fn write_cell(html: &mut Markup, look: Look, headers: &Headers, cell: &Cell) {
    let (columns, rows) = (cell.track_span.to_string(), cell.row_span.to_string());
    let (id, headed_by) = (id(headers.grid, cell), headers.of_figure(cell));
    let styled = look.cell(headers.grid, cell);
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
            _ if !headed_by.is_empty() => attributes.push(("headers", &headed_by)),
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

/// The headers of a grid with their ids, so that each figure finds its own without a look at the other figures.
struct Headers<'a> {
    grid: &'a Grid,
    /// With the row where the band begins that a header stands over; `None` for one that stands beside its rows.
    headers: Vec<(&'a Cell, Option<usize>, String)>,
}

impl Headers<'_> {
    fn of(grid: &Grid) -> Headers<'_> {
        let header = |cell: &Cell| match cell.role {
            Role::Caption | Role::ColumnHeader => Some(Some(band_start(grid, cell))),
            Role::RowHeader => Some(None),
            Role::Corner | Role::Figure | Role::Total => None,
        };
        let headers = grid.cells.iter().filter_map(|cell| {
            let band = header(cell)?;
            Some((cell, band, id(grid, cell)))
        });
        Headers {
            grid,
            headers: headers.collect(),
        }
    }

    /// The ids of the headers over and before a figure, from the outermost on.
    fn of_figure(&self, cell: &Cell) -> String {
        if !matches!(cell.role, Role::Figure | Role::Total) {
            return String::new();
        }
        let own = band_start(self.grid, cell);
        let over = |header: &Cell| {
            header.row < cell.row
                && header.track < cell.track + cell.track_span
                && cell.track < header.track + header.track_span
        };
        let beside = |header: &Cell| (header.row..header.row + header.row_span).contains(&cell.row);
        let mut ids = String::new();
        for (header, band, id) in &self.headers {
            let is_its = match band {
                Some(band) => *band == own && over(header),
                None => beside(header),
            };
            if is_its {
                if !ids.is_empty() {
                    ids.push(' ');
                }
                ids.push_str(id);
            }
        }
        ids
    }
}

/// The row where the band of a cell begins.
fn band_start(grid: &Grid, cell: &Cell) -> usize {
    let starts = grid.band_starts.iter().filter(|start| **start <= cell.row);
    starts.max().copied().unwrap_or(0)
}
