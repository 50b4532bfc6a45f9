//! A source as the import walks it: lines in reading order, tables standing in for lines.

use super::labels;
use crate::source::{Block, Grid, Origin, Source};
use crate::text::Stretch;
use crate::text::numeral::list_number;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lines of a source; where a table stands, the line is empty and the table is found by the line's index.
#[derive(Debug, Default)]
pub(super) struct Content<'s> {
    pub lines: Vec<String>,
    pub grids: BTreeMap<usize, &'s Grid>,
    pub origins: Vec<Origin>,
    /// For each line, whether it only leads to another page.
    pub links: Vec<bool>,
    pub is_flowed: bool,
    pub is_open: bool,
    pub page_numbers: &'s [String],
    /// What the source calls itself.
    pub name: &'s str,
    /// The names of a workbook's sheets.
    pub sheets: &'s [String],
}

impl<'s> Content<'s> {
    pub fn of(source: &'s Source) -> Content<'s> {
        let mut content = Content {
            is_flowed: source.is_flowed,
            is_open: source.is_open,
            page_numbers: &source.page_numbers,
            name: &source.name,
            sheets: &source.sheets,
            ..Content::default()
        };
        for block in &source.blocks {
            let (text, origin, is_link) = match block {
                Block::Line(line) => match content.lines.last_mut() {
                    // Editors of web pages set the number of a heading as a paragraph of its own.
                    Some(number) if is_bare_number(number) && is_words(&line.text) => {
                        number.push_str(line.text.trim());
                        (String::new(), line.origin, false)
                    }
                    _ => (line.text.clone(), line.origin, line.is_link),
                },
                Block::Grid(grid) => {
                    content.grids.insert(content.lines.len(), grid);
                    (String::new(), grid.origin, false)
                }
            };
            content.lines.push(text);
            content.origins.push(origin);
            content.links.push(is_link);
        }
        content
    }

    /// Some of its lines alone.
    pub fn part(&self, lines: Range<usize>) -> Content<'s> {
        let grids = self
            .grids
            .range(lines.clone())
            .map(|(line, grid)| (line - lines.start, *grid));
        Content {
            grids: grids.collect(),
            lines: self.lines.part(lines.clone()).to_vec(),
            origins: self.origins.part(lines.clone()).to_vec(),
            links: self.links.part(lines.clone()).to_vec(),
            is_open: self.is_open && lines.end == self.lines.len(),
            ..*self
        }
    }

    /// Every text, those in tables among them.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let cells = self.grids.values().flat_map(|grid| grid.cells());
        self.lines
            .iter()
            .map(String::as_str)
            .chain(cells.map(|cell| cell.text.as_str()))
    }
}

/// Whether a line is nothing but the number of a heading, in Chinese numerals: 一、 or （一）.
fn is_bare_number(line: &str) -> bool {
    let line = line.trim();
    if line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let in_brackets = labels::split_bracketed(line).is_some_and(|(_, rest)| rest.trim().is_empty());
    let before_stop = line.strip_suffix('、').and_then(list_number);
    in_brackets || before_stop.is_some()
}

fn is_words(line: &str) -> bool {
    let first = line.trim_start().chars().next();
    first.is_some_and(|c| c.is_alphabetic() && !c.is_ascii())
}
