//! The words around a row's figures → the row of the form that they name.

use super::cells::Row;
use super::labels::{self, Key, Match};
use crate::template::axis::{self, Header};
use crate::template::{Band, Table};
use crate::text::Stretch;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

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
    /// Every piece of every label around the figures in plain characters, for telling pieces of labels.
    pieces: String,
    /// The characters of them all.
    letters: HashSet<char>,
    /// What was found out about texts before; a text may come a hundred thousand times.
    known: RefCell<HashMap<String, bool>>,
    /// How many more texts and lines are compared at length: a report has fewer, and a file of nonsense ends there.
    left: Cell<usize>,
    labels: HashMap<RowId, &'a str>,
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
            pieces: String::new(),
            letters: HashSet::new(),
            known: RefCell::default(),
            left: Cell::new(4_000),
            labels: HashMap::new(),
            unlabelled: None,
        };
        for (band, content) in table.bands.iter().enumerate() {
            labels.add_band(band, content);
        }
        labels.letters = labels.pieces.chars().collect();
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
        let target = own.texts().last().and_then(|(_, text)| self.in_group(text));
        match target.filter(|_| own.texts().count() == 1) {
            Some(target) => Some(Named {
                row: Match {
                    target,
                    is_near: false,
                },
                above: 0,
                below: 0,
            }),
            None => self.by_lines(&words, own, above, below),
        }
    }

    /// The row that a text names behind the labels of its groups, as one text: （三）不予公开1.属于国家秘密.
    fn in_group(&self, text: &str) -> Option<RowId> {
        let plain: String = labels::plain(text).into_iter().collect();
        if plain.len() > 400 || !self.may_compare() {
            return None;
        }
        let mut rest = plain.as_str();
        let mut inner: Option<&[RowId]> = None;
        for _ in 0..4 {
            let found = self.members.iter().find_map(|(label, rows)| {
                let label: String = labels::plain(label).into_iter().collect();
                Some((rest.strip_prefix(label.as_str())?, rows))
            });
            let Some((behind, rows)) = found else { break };
            (rest, inner) = (behind, Some(rows.as_slice()));
        }
        let rows = inner?;
        let is_row = |row: &&RowId| {
            labels::plain(self.label(**row))
                .into_iter()
                .eq(rest.chars())
        };
        rows.iter().find(is_row).copied()
    }

    /// The group that a row of figures names, with its rows.
    pub fn group(&self, own: &Row) -> Option<(&'a str, &[RowId])> {
        let key = Key::of(&words_of(own).join(""));
        let group = labels::find_exact(&key, &self.groups)?;
        let (label, members) = self.members.get(group)?;
        Some((label, members))
    }

    /// Whether a text is a label of a row or a piece of one.
    pub fn knows(&self, text: &str) -> bool {
        let plain = labels::plain(text);
        if plain.is_empty() || plain.len() > 120 {
            return false;
        }
        if self.pieces.contains(&plain.iter().collect::<String>()) {
            return true;
        }
        if let Some(known) = self.known.borrow().get(text) {
            return *known;
        }
        if !self.may_compare() {
            return false;
        }
        let key = Key::of(text);
        let known = labels::find(&key, &self.leaves).is_some()
            || labels::find(&key, &self.groups).is_some();
        self.known.borrow_mut().insert(text.to_owned(), known);
        known
    }

    /// Whether a text is the whole label of a row, and not a short one that other things bear too.
    pub fn is_row(&self, text: &str) -> bool {
        let key = Key::of(text);
        key.core.len() >= 4 && labels::find_exact(&key, &self.leaves).is_some()
    }

    /// Whether a text is the beginning of a row's label, and not a short one that other things begin with too.
    pub fn begins_row(&self, text: &str) -> bool {
        let Key { core, number, .. } = Key::of(text);
        let mut leaves = self.leaves.iter();
        core.len() >= 3
            && leaves.any(|(key, _)| key.number == number && key.core.starts_with(&core))
    }

    /// Whether a text is the label of a row, be it a short one.
    pub fn names(&self, text: &str) -> bool {
        labels::find_exact(&Key::of(text), &self.leaves).is_some()
    }

    /// The label of a row.
    pub fn label(&self, row: RowId) -> &'a str {
        self.labels.get(&row).copied().unwrap_or_default()
    }

    /// Whether a text has words that no label of the table has: two letters at least, for one is a slip.
    pub fn has_foreign_words(&self, text: &str) -> bool {
        let foreign = labels::plain(text).into_iter();
        let foreign = foreign.filter(|c| c.is_alphabetic() && !self.letters.contains(c));
        foreign.take(2).count() == 2
    }

    /// How many rows a band has.
    pub fn count(&self, band: usize) -> usize {
        self.labels.keys().filter(|row| row.band == band).count()
    }

    fn may_compare(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    fn add_band(&mut self, band: usize, content: &'a Band) {
        for (leaf, (_, header)) in content.row_leaves().into_iter().enumerate() {
            let row = RowId { band, leaf };
            self.labels.insert(row, &header.label);
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
        for label in labels.map(labels::plain) {
            self.pieces.extend(label);
            self.pieces.push('\n');
        }
    }

    /// The longest run of words at the end of the line that is a row, when the words before it are labels as well.
    fn by_words(&self, words: &[&str]) -> Option<Match<RowId>> {
        if words.is_empty() || !self.may_compare() {
            return None;
        }
        let tail = words.len().min(12);
        let starts = words.len() - tail..words.len();
        let is_rest_known = |start: usize| words.upto(start).iter().all(|word| self.knows(word));
        let exact = starts.clone().find_map(|start| {
            let target = labels::find_exact(&Key::of(&words.onward(start).join("")), &self.leaves)?;
            is_rest_known(start).then_some(Match {
                target,
                is_near: false,
            })
        });
        exact.or_else(|| {
            starts.into_iter().find_map(|start| {
                let near = labels::find(&Key::of(&words.onward(start).join("")), &self.leaves)?;
                is_rest_known(start).then_some(near)
            })
        })
    }

    /// A label broken over lines, or standing on the line above: exact, for pieces could make any label.
    fn by_lines(&self, words: &[&str], own: &Row, above: &[Row], below: &[Row]) -> Option<Named> {
        if !self.may_compare() {
            return None;
        }
        let whole = words.join("");
        let last = own.texts().last().map_or("", |(_, text)| text);
        let last_word = last.split_whitespace().last().unwrap_or_default();
        let may_drop = words.iter().all(|word| self.knows(word));
        for reach in 1..=7 {
            for up in (0..=reach.min(4)).rev() {
                let down = reach - up;
                if up > above.len() || down > below.len().min(3) || up == 0 && words.is_empty() {
                    continue;
                }
                let (above, below) = (above.onward(above.len() - up), below.upto(down));
                for (own, share) in [
                    (whole.as_str(), Share::Whole),
                    (whole.as_str(), Share::LastCell),
                    (last, Share::LastCell),
                    (last_word, Share::LastWord),
                    ("", Share::Whole),
                ] {
                    // Where cells hold one word each, the last word is the last cell, which was tried.
                    let has_words = || above.iter().chain(below).any(ends_in_several_words);
                    let is_tried = matches!(share, Share::LastWord) && own == last && !has_words();
                    // A whole label below may be that of a row that has lost its figures.
                    let is_from_below = up == 0 && own.is_empty();
                    if own.len() < whole.len() && !may_drop || is_tried || is_from_below {
                        continue;
                    }
                    let text = joined(above, below, share, own);
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
        None
    }
}

/// What each line around a row gives to its label; before it there may stand pieces of its group's.
#[derive(Clone, Copy)]
enum Share {
    Whole,
    LastCell,
    LastWord,
}

/// The words of lines above, of the row itself and of lines below, of each the share it gives.
fn joined(above: &[Row], below: &[Row], share: Share, own: &str) -> String {
    let words = |lines: &[Row]| -> String {
        let cells = lines.iter().map(|line| {
            let last = line.texts().last().map_or("", |(_, cell)| cell);
            match share {
                Share::Whole => line.texts().map(|(_, cell)| cell).collect::<String>(),
                Share::LastCell => last.to_owned(),
                Share::LastWord => (last.split_whitespace().last().unwrap_or_default()).to_owned(),
            }
        });
        cells.collect()
    };
    format!("{}{own}{}", words(above), words(below))
}

fn ends_in_several_words(line: &Row) -> bool {
    let last = line.texts().last();
    last.is_some_and(|(_, cell)| cell.contains(char::is_whitespace))
}

fn words_of(row: &Row) -> Vec<&str> {
    row.texts()
        .flat_map(|(_, text)| text.split_whitespace())
        .collect()
}

fn labels_of(header: &Header) -> impl Iterator<Item = &str> {
    std::iter::once(header.label.as_str()).chain(header.aliases.iter().map(String::as_str))
}
