//! Document → plain text, for places that take no web page: a paragraph a line, tables with tabs between their columns.

use crate::document::{Content, Document, Grid, plain};

/// The report as text.
pub fn write(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        match &block.content {
            Content::Title(line)
            | Content::Heading { text: line, .. }
            | Content::Note(line)
            | Content::Signature(line) => text.push_str(&plain(line)),
            Content::Paragraph { number, text: line } => {
                text.push_str(&plain(&format!("{number}{line}")));
            }
            Content::Grid(grid) => {
                text.push_str(&table(grid));
                continue;
            }
        }
        text.push('\n');
    }
    text
}

/// The rows of a table; a merged cell's text stands where it begins, so that columns stay where they are.
fn table(grid: &Grid) -> String {
    let mut rows = vec![vec![String::new(); grid.tracks.len()]; grid.rows];
    for cell in &grid.cells {
        let row = rows.get_mut(cell.row);
        if let Some(place) = row.and_then(|row| row.get_mut(cell.track)) {
            *place = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
    let lines = rows.into_iter().map(|row| row.join("\t") + "\n");
    lines.collect()
}
