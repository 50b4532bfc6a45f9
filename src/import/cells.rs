//! One line of a table → its cells: labels, figures and blanks, with the place where each stands.

use super::text::unmarked;
use crate::report::Entry;

/// A line of a table region, taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Index of the line in the source.
    pub line: usize,
    pub cells: Vec<Cell>,
    /// Whether the line marks its cells, with tabs or bars, so that a blank cell can be seen.
    pub is_grid: bool,
    /// Whether its figures were gathered from lines of their own, where one too few or too many goes unseen.
    pub is_gathered: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// The cell's position in a grid, else the place of its first character in the line.
    pub at: usize,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Text(String),
    Figure(Entry),
    Blank,
}

impl Row {
    pub fn of(line: usize, text: &str) -> Row {
        match split_grid(text) {
            Some(parts) if parts.iter().any(|part| holds_figures(part)) => {
                Row::free(line, &parts.join("  "))
            }
            Some(parts) => Row {
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
                is_gathered: false,
            },
            None => Row::free(line, text),
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

    pub fn has_text(&self) -> bool {
        self.texts().next().is_some()
    }

    pub fn has_figures(&self) -> bool {
        self.figures().next().is_some()
    }

    fn free(line: usize, text: &str) -> Row {
        let mut cells: Vec<Cell> = Vec::new();
        let mut end_of_last = None;
        for token in tokens(text) {
            let content = Content::of(&token.text);
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
        Row {
            line,
            cells,
            is_grid: false,
            is_gathered: false,
        }
    }

    /// Splits a free line that holds several rows ("规章 0 0 0 行政规范性文件 1 1 7").
    pub fn split_runs(self) -> Vec<Row> {
        if self.is_grid {
            return vec![self];
        }
        let mut rows = vec![Row {
            line: self.line,
            ..Row::default()
        }];
        for cell in self.cells {
            let is_text = matches!(cell.content, Content::Text(_));
            if is_text && rows.last().is_some_and(Row::has_figures) {
                rows.push(Row {
                    line: self.line,
                    ..Row::default()
                });
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
        figure(&text).map_or(Content::Text(text), Content::Figure)
    }
}

/// A figure as tables hold it: a number with at most a unit or a note in brackets, or a mark for "none".
pub(super) fn figure(text: &str) -> Option<Entry> {
    const UNITS: [&str; 13] = [
        "件", "项", "个", "条", "次", "宗", "起", "份", "家", "人", "部", "元", "万元",
    ];
    let entry = Entry::parse(text)?;
    let is_figure = match &entry {
        Entry::Number { note, .. } => {
            note.is_empty() || UNITS.contains(&note.as_str()) || is_bracketed(note)
        }
        Entry::Mark(mark) => {
            let is_mark =
                |c: char| matches!(c, '/' | '／' | '\\' | '-' | '－' | '—' | '–' | '─' | '―');
            mark == "无" || mark.chars().all(is_mark) && mark.chars().count() <= 4
        }
    };
    is_figure.then_some(entry)
}

fn is_bracketed(note: &str) -> bool {
    note.starts_with(['（', '(']) && note.ends_with(['）', ')'])
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
        (_, false) => words(text, false).0,
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

/// A note that stands apart from its number ("22 （其中修订16件）") goes to it.
fn join_notes(tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::new();
    for token in tokens {
        match joined.last_mut() {
            Some(last)
                if is_bracketed(&token.text)
                    && super::labels::split_bracketed(&token.text).is_none()
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

/// Whether one cell holds several figures, so that the cells of its line cannot be trusted.
fn holds_figures(part: &str) -> bool {
    let found = tokens(part);
    found.len() > 1 && found.iter().all(|token| figure(&token.text).is_some())
}
