//! One row of a source → its cells: labels, figures, blanks and what is unclear, with the place where each stands.

use super::figure::{self, figure};
use super::labels;
use super::marks::unmarked;
use crate::report::Entry;
use crate::source::GridCell;
use crate::text::Stretch;

/// A row of a table's region, taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Index of the line or table in the source.
    pub line: usize,
    pub cells: Vec<Cell>,
    /// Whether the source marks its cells, so that a blank cell can be seen.
    pub is_grid: bool,
    /// Columns of the source's table when it has real ones, with spans.
    pub columns: Option<usize>,
    /// Whether a new page begins with it in the middle of its table.
    pub follows_tear: bool,
    /// Whether its figures were gathered from lines of their own, where one too few or too many goes unseen.
    pub is_gathered: bool,
    /// Whether numbers that were broken over lines were made whole in it.
    pub is_joined: bool,
    /// Whether a cell held several of its numbers, so that nothing but sums shows where each of them stands.
    pub is_split: bool,
    /// Whether it may have moved under columns of two years, so that nobody knows which year its figures are of.
    pub is_unpaired: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// The cell's column in a grid, else the place of its first character in the line.
    pub at: usize,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Text(String),
    Figure(Entry),
    Blank,
    /// Digits that are no one number: "1,23", "1286 ,889", two numbers in a cell.
    Unclear(String),
}

/// What stands behind a figure whose cell several rows share.
pub(super) const MERGED: &str = "（几行合并）";

impl Row {
    pub fn of(line: usize, text: &str) -> Row {
        match split_grid(text) {
            Some(parts) if parts.iter().any(|part| holds_figures(part)) => Row {
                is_split: !is_in_one_cell(&parts),
                ..Row::free(line, &parts.join("  "))
            },
            // A single cell with a bar behind it is a line of one cell, not a table.
            Some(parts) => match parts.as_slice() {
                [only] if only.trim().is_empty() => Row {
                    line,
                    cells: vec![Cell {
                        at: 0,
                        content: Content::Blank,
                    }],
                    ..Row::default()
                },
                [only] => Row::free(line, only),
                parts => Row {
                    line,
                    cells: parts
                        .iter()
                        .enumerate()
                        .map(|(at, part)| Cell {
                            at,
                            content: Content::of(part),
                        })
                        .collect(),
                    is_grid: true,
                    ..Row::default()
                },
            },
            None => Row::free(line, text),
        }
    }

    /// A row of a source's table.
    pub fn of_grid(line: usize, columns: usize, cells: &[GridCell]) -> Row {
        if let [only] = cells
            && holds_figures(&only.text)
        {
            return Row::free(line, &only.text);
        }
        let cells = cells.iter().map(|cell| Cell {
            at: cell.column,
            content: Content::of_cell(&cell.text),
        });
        let mut cells: Vec<Cell> = cells.collect();
        leave_struck_out(&mut cells);
        leave_moments(&mut cells);
        Row {
            line,
            cells,
            is_grid: true,
            columns: Some(columns),
            ..Row::default()
        }
    }

    /// Takes figures of cells that reach into the row below for what they are: nobody knows which row has which part.
    pub fn leave_merged(&mut self, cells: &[GridCell]) {
        let is_merged = |at: usize| {
            cells
                .iter()
                .any(|cell| cell.column == at && cell.row_span > 1)
        };
        for cell in self.cells.iter_mut().filter(|cell| is_merged(cell.at)) {
            if let Content::Figure(entry) = &cell.content {
                cell.content = Content::Unclear(format!("{entry}{MERGED}"));
            }
        }
    }

    pub fn texts(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells.iter().filter_map(|cell| match &cell.content {
            Content::Text(text) => Some((cell.at, text.as_str())),
            _ => None,
        })
    }

    pub fn figures(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.cells.iter().filter_map(|cell| match &cell.content {
            Content::Figure(entry) => Some((cell.at, entry)),
            _ => None,
        })
    }

    pub fn unclear(&self) -> Option<&str> {
        self.cells.iter().find_map(|cell| match &cell.content {
            Content::Unclear(text) => Some(text.as_str()),
            _ => None,
        })
    }

    pub fn has_text(&self) -> bool {
        self.texts().next().is_some()
    }

    pub fn has_figures(&self) -> bool {
        self.cells
            .iter()
            .any(|cell| matches!(cell.content, Content::Figure(_) | Content::Unclear(_)))
    }

    /// The cells behind the last label: figures, blanks and what is unclear.
    pub fn behind_label(&self) -> &[Cell] {
        let last = self
            .cells
            .iter()
            .rposition(|cell| matches!(cell.content, Content::Text(_)));
        self.cells.onward(last.map_or(0, |last| last + 1))
    }

    /// The row as a sentence quotes it: its figures and what is unclear.
    pub fn quoted(&self) -> String {
        let shown = self.cells.iter().filter_map(|cell| match &cell.content {
            Content::Figure(entry) => Some(entry.to_string()),
            Content::Unclear(text) => Some(text.clone()),
            _ => None,
        });
        shown.take(20).collect::<Vec<_>>().join("、")
    }

    fn free(line: usize, text: &str) -> Row {
        let mut cells: Vec<Cell> = Vec::new();
        let mut end_of_last = None;
        for token in tokens(text) {
            let content = match &token.text {
                text if figure::is_list_number(text) => Content::Text(text.clone()),
                text => Content::of(text),
            };
            let is_text = matches!(content, Content::Text(_));
            let touches = end_of_last.is_some_and(|end: usize| token.at <= end + 1);
            match cells.last_mut() {
                // Words with one space between them are one label.
                Some(Cell {
                    content: Content::Text(before),
                    ..
                }) if is_text && touches => {
                    before.push(' ');
                    before.push_str(&token.text);
                }
                _ => cells.push(Cell {
                    at: token.at,
                    content,
                }),
            }
            end_of_last = Some(token.at + token.text.chars().count());
        }
        number_into_label(&mut cells);
        leave_struck_out(&mut cells);
        Row {
            line,
            cells,
            ..Row::default()
        }
    }

    /// Splits a free line that holds several rows ("规章 0 0 0 行政规范性文件 1 1 7").
    pub fn split_runs(self) -> Vec<Row> {
        if self.is_grid {
            return vec![self];
        }
        let new = || Row {
            line: self.line,
            is_split: self.is_split,
            ..Row::default()
        };
        let mut rows = vec![new()];
        for cell in self.cells {
            let is_text = matches!(cell.content, Content::Text(_));
            if is_text && rows.last().is_some_and(Row::has_figures) {
                rows.push(new());
            }
            if let Some(row) = rows.last_mut() {
                row.cells.push(cell);
            }
        }
        rows
    }
}

impl Content {
    fn of(text: &str) -> Content {
        let text = unmarked(text);
        if text.is_empty() {
            return Content::Blank;
        }
        match figure(&text) {
            // Nobody writes a count so: it is the end of a number, or two in one.
            _ if figure::is_end_of_number(&text) => Content::Unclear(text),
            Some(entry) => Content::Figure(entry),
            None if figure::is_unclear(&text) => Content::Unclear(text),
            None => Content::Text(text),
        }
    }

    /// A cell of a table: its lines are one text, and only one number makes a figure.
    fn of_cell(text: &str) -> Content {
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        match lines.as_slice() {
            [] => Content::Blank,
            [only] => Content::of(only),
            several => {
                let begins_with_digit =
                    |line: &&&str| line.starts_with(|c: char| c.is_ascii_digit());
                let whole = several.join("");
                match several.iter().filter(begins_with_digit).count() {
                    // A number above its note, or a label in several lines.
                    0 => Content::Text(whole),
                    1 => Content::of(&whole),
                    _ if is_note_in_lines(several) => Content::of(&whole),
                    _ if figure::is_broken_number(&whole) || figure(&whole).is_some() => {
                        Content::Unclear(several.join(" "))
                    }
                    _ => Content::of(&whole),
                }
            }
        }
    }
}

/// Makes a row whose figures are all struck out one of words: it is no row of the report any more.
fn leave_struck_out(cells: &mut [Cell]) {
    let is_left = |content: &Content| match content {
        Content::Figure(_) => true,
        Content::Unclear(text) => !figure::is_struck_out(text),
        _ => false,
    };
    if cells.iter().any(|cell| is_left(&cell.content)) {
        return;
    }
    for cell in cells {
        if let Content::Unclear(text) = &mut cell.content {
            cell.content = Content::Text(std::mem::take(text));
        }
    }
}

/// Makes a day or a time among figures one that is no number: only its own cell stays empty then.
fn leave_moments(cells: &mut [Cell]) {
    if !cells
        .iter()
        .any(|cell| matches!(cell.content, Content::Figure(_)))
    {
        return;
    }
    for cell in cells {
        if let Content::Text(text) = &mut cell.content
            && figure::is_moment(text)
        {
            cell.content = Content::Unclear(std::mem::take(text));
        }
    }
}

/// Whether the lines of a cell are one number and its note in brackets, and no line breaks between digits.
fn is_note_in_lines(lines: &[&str]) -> bool {
    let whole = lines.join("\n");
    let Some((number, note)) = whole.split_once(['（', '(']) else {
        return false;
    };
    let (number, inner) = (number.trim_end(), note.strip_suffix(['）', ')']));
    let breaks_number = |[before, feed, behind]: &[u8; 3]| {
        before.is_ascii_digit() && *feed == b'\n' && behind.is_ascii_digit()
    };
    !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit())
        && inner.is_some_and(|inner| !inner.contains(['（', '(', '）', ')']))
        && !whole.as_bytes().array_windows().any(breaks_number)
}

struct Token {
    at: usize,
    text: String,
}

/// The words of a line; a bracket keeps what it holds together.
fn tokens(text: &str) -> Vec<Token> {
    match words(text, true) {
        (found, true) => join_notes(found),
        // An unclosed bracket must not swallow the rest of the line.
        (_, false) => join_notes(words(text, false).0),
    }
}

/// The words of a line, with or without regard for brackets, and whether every bracket is closed.
fn words(text: &str, brackets_hold: bool) -> (Vec<Token>, bool) {
    let mut found: Vec<Token> = Vec::new();
    let mut is_open = false;
    let mut brackets = 0_usize;
    for (at, c) in text.chars().enumerate() {
        match c {
            '（' | '(' => brackets += 1,
            '）' | ')' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        let is_held = brackets_hold && brackets > 0 && is_open;
        if c.is_whitespace() && !is_held {
            is_open = false;
            continue;
        }
        match found.last_mut() {
            Some(token) if is_open => token.text.push(c),
            _ => found.push(Token {
                at,
                text: c.to_string(),
            }),
        }
        is_open = true;
    }
    (found, brackets == 0)
}

/// A note or a unit that stands apart from its number ("22 （其中修订16件）", "1139 万") goes to it.
fn join_notes(tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::new();
    for token in tokens {
        let belongs = figure::is_bracketed(&token.text)
            && labels::split_bracketed(&token.text).is_none()
            || figure::is_unit(&token.text);
        match joined.last_mut() {
            Some(last)
                if belongs
                    && matches!(Entry::parse(&last.text), Some(Entry::Number { note, .. }) if note.is_empty()) =>
            {
                last.text.push_str(&token.text);
            }
            _ => joined.push(token),
        }
    }
    joined
}

/// A number before a word is the word's number ("1 属于国家秘密"), as long as no label stands before it.
fn number_into_label(cells: &mut Vec<Cell>) {
    let [first, second, ..] = cells.as_slice() else {
        return;
    };
    if let (Content::Figure(Entry::Number { value, note, .. }), Content::Text(text)) =
        (&first.content, &second.content)
        && note.is_empty()
    {
        let label = Cell {
            at: first.at,
            content: Content::Text(format!("{value} {text}")),
        };
        cells.splice(0..2, [label]);
    }
}

/// The cells of a line with tabs or bars; `None` when it has neither, empty for a Markdown rule.
fn split_grid(text: &str) -> Option<Vec<String>> {
    const BARS: [char; 5] = ['|', '｜', '│', '┃', '¦'];
    if text.contains('\t') {
        return Some(text.split('\t').map(str::to_owned).collect());
    }
    if !text.contains(BARS) {
        return None;
    }
    let trimmed = text.trim();
    let inner = trimmed.strip_prefix(BARS).unwrap_or(trimmed);
    let inner = inner.strip_suffix(BARS).unwrap_or(inner);
    let parts: Vec<String> = inner.split(BARS).map(str::to_owned).collect();
    let is_rule = parts.iter().all(|part| {
        let part = part.trim().trim_matches(':');
        !part.is_empty() && part.chars().all(|c| c == '-')
    }) && parts.iter().any(|part| part.contains("--"));
    Some(if is_rule { Vec::new() } else { parts })
}

/// Whether all figures of a line stand in one of its cells, behind or beside its label.
fn is_in_one_cell(parts: &[String]) -> bool {
    let is_label =
        |part: &&String| !holds_figures(part) && matches!(Content::of(part), Content::Text(_));
    let rest = parts.iter().filter(|part| !is_label(part));
    // What pads a line at its end is no cell.
    let padding = parts.iter().rev().take_while(|part| part.trim().is_empty());
    rest.count() <= 1 + padding.count()
}

/// Whether one cell holds several figures, so that the cells of its line cannot be trusted.
fn holds_figures(part: &str) -> bool {
    let found = tokens(part);
    found.len() > 1 && found.iter().all(|token| figure(&token.text).is_some())
}
