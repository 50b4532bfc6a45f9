//! The words around a row's figures → the row of the form that they name.

use super::cells::Row;
use super::labels::{self, Key, Match};
use crate::template::axis::{self, Header};
use crate::template::{Band, Table};

/// A row of a table: its band and its place among the band's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RowId {
    pub band: usize,
    pub leaf: usize,
}

/// The labels of a table's rows, ready to be compared.
pub(super) struct RowLabels<'a> {
    leaves: Vec<(Key, RowId)>,
    groups: Vec<(Key, usize)>,
    /// The rows below each group.
    members: Vec<(&'a str, Vec<RowId>)>,
    /// Every label around the figures in plain characters, for telling pieces of labels.
    words: Vec<Vec<char>>,
    /// A band whose only row has no label.
    pub unlabelled: Option<RowId>,
}

/// The row that was named, and which of the lines around it were its label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub row: Match<RowId>,
    /// Lines above and below that belong to the label.
    pub above: usize,
    pub below: usize,
}

impl<'a> RowLabels<'a> {
    pub fn of(table: &'a Table) -> RowLabels<'a> {
        let mut labels = RowLabels {
            leaves: Vec::new(),
            groups: Vec::new(),
            members: Vec::new(),
            words: Vec::new(),
            unlabelled: None,
        };
        for (band, content) in table.bands.iter().enumerate() {
            labels.add_band(band, content);
        }
        labels
    }

    /// The row that a line's own words and those of the lines around it name.
    pub fn name(&self, own: &Row, above: &[Row], below: &[Row]) -> Option<Named> {
        let words = words_of(own);
        if let Some(row) = self.by_words(&words) {
            return Some(Named {
                row,
                above: 0,
                below: 0,
            });
        }
        self.by_lines(&words, own, above, below)
    }

    /// The group that a row of figures names, with its rows.
    pub fn group(&self, own: &Row) -> Option<(&'a str, &[RowId])> {
        let key = Key::of(&words_of(own).join(""));
        let group = labels::find_exact(&key, &self.groups)?;
        let (label, members) = &self.members[group];
        Some((label, members))
    }

    /// Whether a text is a label of a row or a piece of one.
    pub fn knows(&self, text: &str) -> bool {
        let plain = labels::plain(text);
        let is_piece = |word: &Vec<char>| word.windows(plain.len()).any(|part| part == plain);
        !plain.is_empty() && self.words.iter().any(is_piece)
            || labels::find(&Key::of(text), &self.leaves).is_some()
            || labels::find(&Key::of(text), &self.groups).is_some()
    }

    fn add_band(&mut self, band: usize, content: &'a Band) {
        for (leaf, (_, header)) in content.row_leaves().into_iter().enumerate() {
            let row = RowId { band, leaf };
            if header.label.is_empty() {
                self.unlabelled = Some(row);
            }
            let aliases = header.aliases.iter().map(String::as_str);
            for label in std::iter::once(header.label.as_str()).chain(aliases) {
                if !label.is_empty() {
                    self.leaves.push((Key::of(label), row));
                }
            }
        }
        for placed in axis::place(&content.rows) {
            if !placed.header.is_leaf() {
                let rows = placed.first_leaf..placed.first_leaf + placed.leaf_span;
                let members = rows.map(|leaf| RowId { band, leaf }).collect();
                self.groups
                    .push((Key::of(&placed.header.label), self.members.len()));
                self.members.push((&placed.header.label, members));
            }
        }
        let columns = axis::place(&content.columns);
        let labels = axis::place(&content.rows)
            .into_iter()
            .chain(columns)
            .flat_map(|placed| labels_of(placed.header))
            .chain([
                content.caption.as_str(),
                content.corner.as_str(),
                content.over_columns.as_str(),
            ]);
        self.words.extend(labels.map(labels::plain));
    }

    /// The longest run of words at the end of the line that is a row, when the words before it are labels as well.
    fn by_words(&self, words: &[&str]) -> Option<Match<RowId>> {
        let tail = words.len().min(12);
        let starts = words.len() - tail..words.len();
        let is_rest_known = |start: usize| words[..start].iter().all(|word| self.knows(word));
        let exact = starts.clone().find_map(|start| {
            let target = labels::find_exact(&Key::of(&words[start..].join("")), &self.leaves)?;
            is_rest_known(start).then_some(Match {
                target,
                is_near: false,
            })
        });
        exact.or_else(|| {
            starts.into_iter().find_map(|start| {
                let near = labels::find(&Key::of(&words[start..].join("")), &self.leaves)?;
                is_rest_known(start).then_some(near)
            })
        })
    }

    /// A label broken over lines, or standing on the line above: exact, for pieces could make any label.
    fn by_lines(&self, words: &[&str], own: &Row, above: &[Row], below: &[Row]) -> Option<Named> {
        let whole = words.join("");
        let last = own.texts().last().map_or("", |(_, text)| text);
        for reach in 1..=7 {
            for up in (0..=reach.min(4)).rev() {
                let down = reach - up;
                if up > above.len() || down > below.len().min(3) || up == 0 && words.is_empty() {
                    continue;
                }
                let lines: Vec<&Row> = above[above.len() - up..]
                    .iter()
                    .chain(&below[..down])
                    .collect();
                // Each line gives all its words or only its last cell; bit by bit every choice is tried.
                for choice in 0..(1_u32 << lines.len()) {
                    for own in [whole.as_str(), last, ""] {
                        let is_left_out = own.len() < whole.len();
                        if is_left_out && !words.iter().all(|word| self.knows(word)) {
                            continue;
                        }
                        let text = joined(&lines, up, choice, own);
                        let key = Key::of(&text);
                        let found = match (up, down, own) {
                            (1, 0, "") => labels::find(&key, &self.leaves),
                            _ => labels::find_exact(&key, &self.leaves).map(|target| Match {
                                target,
                                is_near: false,
                            }),
                        };
                        if let Some(row) = found {
                            let (above, below) = (up, down);
                            return Some(Named { row, above, below });
                        }
                    }
                }
            }
        }
        None
    }
}

fn joined(lines: &[&Row], up: usize, choice: u32, own: &str) -> String {
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at == up {
            text.push_str(own);
        }
        match choice & (1 << at) {
            0 => line.texts().for_each(|(_, cell)| text.push_str(cell)),
            _ => text.push_str(line.texts().last().map_or("", |(_, cell)| cell)),
        }
    }
    if up == lines.len() {
        text.push_str(own);
    }
    text
}

fn words_of(row: &Row) -> Vec<&str> {
    row.texts()
        .flat_map(|(_, text)| text.split_whitespace())
        .collect()
}

fn labels_of(header: &Header) -> impl Iterator<Item = &str> {
    std::iter::once(header.label.as_str()).chain(header.aliases.iter().map(String::as_str))
}
