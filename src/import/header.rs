//! The header of a band as a source prints it → which columns it lists, in which order and where.

use super::cells::Row;
use super::labels::{self, Key};
use crate::template::axis;
use crate::template::{Band, Header};

/// What a source's header says about the columns of a band.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Columns {
    /// Columns in the order of the source, as indexes of the band's leaves.
    pub listed: Vec<usize>,
    /// Grid positions of the listed columns, when the cells of the header stand over their columns.
    pub positions: Option<Vec<usize>>,
    /// Cells of the widest header line.
    pub width: usize,
    /// Whether a header was there but cannot be understood.
    pub is_unclear: bool,
    /// Labels that are spelled differently, as written.
    pub near: Vec<String>,
}

/// The labels of a band's columns, ready to be compared.
pub(super) struct ColumnLabels<'a> {
    axis: &'a [Header],
    /// Keys with the first column that bears the label; several may.
    keys: Vec<(Key, usize)>,
    /// For each column, the first column that bears the same label.
    classes: Vec<usize>,
    /// Labels that head no single column.
    others: Vec<(Key, usize)>,
    /// Every label in plain characters, the longest first, with its column if it is one.
    words: Vec<(Vec<char>, Option<usize>)>,
}

/// A label found in the header: its class, line and place.
#[derive(Debug, Clone, Copy)]
struct Found {
    class: usize,
    line: usize,
    at: usize,
}

struct Piece {
    text: Vec<char>,
    line: usize,
    at: usize,
}

impl<'a> ColumnLabels<'a> {
    pub fn of(band: &'a Band) -> ColumnLabels<'a> {
        let leaves = band.column_leaves();
        let class = |label: &str| {
            leaves
                .iter()
                .position(|(_, leaf)| leaf.label.as_str() == label)
        };
        let classes: Vec<usize> = leaves
            .iter()
            .enumerate()
            .map(|(at, (_, leaf))| class(&leaf.label).unwrap_or(at))
            .collect();
        let mut keys = Vec::new();
        let mut words = Vec::new();
        for ((_, leaf), &class) in leaves.iter().zip(&classes) {
            let aliases = leaf.aliases.iter().map(String::as_str);
            for label in std::iter::once(leaf.label.as_str()).chain(aliases) {
                if !keys.iter().any(|(key, _)| *key == Key::of(label)) {
                    keys.push((Key::of(label), class));
                    words.push((labels::plain(label), Some(class)));
                }
            }
        }
        let groups = axis::place(&band.columns)
            .into_iter()
            .filter(|placed| !placed.header.is_leaf())
            .map(|placed| placed.header.label.as_str());
        let others: Vec<&str> = groups
            .chain([
                band.over_columns.as_str(),
                band.corner.as_str(),
                band.caption.as_str(),
            ])
            .filter(|label| !label.is_empty())
            .collect();
        words.extend(others.iter().map(|label| (labels::plain(label), None)));
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        ColumnLabels {
            axis: &band.columns,
            keys,
            classes,
            others: others
                .into_iter()
                .enumerate()
                .map(|(at, label)| (Key::of(label), at))
                .collect(),
            words,
        }
    }

    /// Whether a text is one of the band's column labels or a label around them.
    pub fn knows(&self, text: &str) -> bool {
        let key = Key::of(text);
        labels::find(&key, &self.keys).is_some() || labels::find_exact(&key, &self.others).is_some()
    }

    /// Reads the lines of a header. `is_other` tells words that belong to the rows or to nothing here.
    pub fn read(&self, lines: &[Row], is_other: &dyn Fn(&str) -> bool) -> Columns {
        let mut columns = Columns::default();
        let mut found: Vec<Found> = Vec::new();
        let mut pieces: Vec<Piece> = Vec::new();
        for (line, row) in lines.iter().enumerate() {
            columns.width = columns.width.max(row.cells.len());
            for (at, text) in row.texts() {
                self.read_cell(text, line, at, &mut found, &mut pieces, &mut columns.near);
            }
        }
        let mut joined = self.join_pieces(&mut pieces);
        let uses_fragments = !joined.is_empty();
        found.append(&mut joined);
        let is_stray = |piece: &Piece| {
            let text: String = piece.text.iter().collect();
            piece.text.len() > 16 || is_other(&text) || self.is_part_of_label(&piece.text)
        };
        let has_unknown = pieces.iter().any(|piece| !is_stray(piece));
        if found.is_empty() {
            columns.is_unclear = has_unknown;
            return columns;
        }
        let is_grid = lines.iter().all(|row| row.is_grid || !row.has_text());
        self.order(found, is_grid && !uses_fragments, &mut columns);
        columns.is_unclear |= has_unknown;
        columns
    }

    /// Finds the labels in one cell: as a whole, word by word, else as pieces that may join with others.
    fn read_cell(
        &self,
        text: &str,
        line: usize,
        at: usize,
        found: &mut Vec<Found>,
        pieces: &mut Vec<Piece>,
        near: &mut Vec<String>,
    ) {
        let words = match self.class_of(text, near) {
            Some(_) => vec![text],
            None if self.knows(text) => return,
            None => text.split_whitespace().collect(),
        };
        let mut run = Vec::new();
        for word in words {
            let class = self.class_of(word, near);
            if class.is_none() && !self.knows(word) {
                run.extend(labels::plain(word));
                continue;
            }
            self.segment(std::mem::take(&mut run), line, at, found, pieces);
            if let Some(class) = class {
                found.push(Found { class, line, at });
            }
        }
        self.segment(run, line, at, found, pieces);
    }

    fn class_of(&self, text: &str, near: &mut Vec<String>) -> Option<usize> {
        let found = labels::find(&Key::of(text), &self.keys)?;
        if found.is_near && !near.iter().any(|known| known == text) {
            near.push(text.to_owned());
        }
        Some(found.target)
    }

    /// Cuts a run of characters into whole labels; what is left stays a piece.
    fn segment(
        &self,
        run: Vec<char>,
        line: usize,
        at: usize,
        found: &mut Vec<Found>,
        pieces: &mut Vec<Piece>,
    ) {
        let mut rest = run.as_slice();
        while !rest.is_empty() {
            let known = self.words.iter().find(|(word, _)| rest.starts_with(word));
            let Some((word, class)) = known else {
                pieces.push(Piece {
                    text: rest.to_vec(),
                    line,
                    at,
                });
                return;
            };
            found.extend(class.map(|class| Found { class, line, at }));
            rest = &rest[word.len()..];
        }
    }

    /// Joins pieces of labels that were broken over two or three lines.
    fn join_pieces(&self, pieces: &mut Vec<Piece>) -> Vec<Found> {
        let mut found = Vec::new();
        let labels: Vec<(&Vec<char>, usize)> = self
            .classes
            .iter()
            .filter_map(|class| {
                let (word, _) = self.words.iter().find(|(_, of)| *of == Some(*class))?;
                Some((word, *class))
            })
            .collect();
        for (label, class) in labels {
            while let Some(used) = broken_label(label, pieces) {
                let first = &pieces[used[0]];
                found.push(Found {
                    class,
                    line: first.line,
                    at: first.at,
                });
                let mut used = used;
                used.sort_unstable();
                for at in used.into_iter().rev() {
                    pieces.remove(at);
                }
                if self.classes.iter().filter(|other| **other == class).count() > 1 {
                    break;
                }
            }
        }
        found
    }

    /// Brings what was found into the order of the columns.
    fn order(&self, found: Vec<Found>, is_grid: bool, columns: &mut Columns) {
        let mut by_place = found.clone();
        by_place.sort_by_key(|found| (found.at, found.line));
        by_place.dedup_by_key(|found| (found.at, found.class));
        let collides = by_place.windows(2).any(|pair| pair[0].at == pair[1].at);
        if is_grid && !collides {
            let classes: Vec<usize> = by_place.iter().map(|found| found.class).collect();
            if let Some(listed) = self.columns_of(&classes) {
                columns.positions = Some(by_place.iter().map(|found| found.at).collect());
                columns.listed = listed;
                if is_ascending(&columns.listed) || self.by_tree(&found) == columns.listed {
                    return;
                }
            }
            columns.is_unclear = true;
            return;
        }
        let mut read = found;
        read.sort_by_key(|found| (found.line, found.at));
        read.dedup_by_key(|found| (found.class, found.at, found.line));
        let has_twins = self.classes.iter().enumerate().any(|(at, &c)| at != c);
        let classes: Vec<usize> = read.iter().map(|found| found.class).collect();
        let is_one_line = read.windows(2).all(|pair| pair[0].line == pair[1].line);
        let listed = match has_twins || is_one_line {
            true => self.columns_of(&classes),
            // Over several lines the order of reading is not that of the columns, so only the form's own is trusted.
            false => self
                .columns_of(&self.by_tree(&read))
                .filter(|listed| is_ascending(listed)),
        };
        match listed {
            Some(listed) => columns.listed = listed,
            None => columns.is_unclear = true,
        }
    }

    /// The columns that a sequence of labels stands for; `None` when a label repeats or fits in several ways.
    fn columns_of(&self, classes: &[usize]) -> Option<Vec<usize>> {
        if self.classes.iter().enumerate().all(|(at, &c)| at == c) {
            let mut sorted = classes.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            return (sorted.len() == classes.len()).then(|| classes.to_vec());
        }
        // The first and the last way to lay the labels over the form's columns; when they agree there is no other.
        let first = lay(classes.iter(), self.classes.iter().enumerate())?;
        let last = lay(classes.iter().rev(), self.classes.iter().enumerate().rev())?;
        first.iter().eq(last.iter().rev()).then_some(first)
    }

    /// The order of the labels when each group's label stands for its children.
    fn by_tree(&self, found: &[Found]) -> Vec<usize> {
        let mut leaf = 0;
        let mut ordered: Vec<(usize, Vec<usize>)> = Vec::new();
        for header in self.axis {
            let count = axis::leaves(std::slice::from_ref(header)).len();
            let members: Vec<(usize, usize)> = found
                .iter()
                .enumerate()
                .filter(|(_, found)| (leaf..leaf + count).contains(&found.class))
                .map(|(at, found)| (at, found.class))
                .collect();
            // A group takes the form's place unless it holds a single column.
            let place = match header.is_leaf() {
                true => members.first().map_or(usize::MAX, |(at, _)| *at),
                false => usize::MAX,
            };
            ordered.push((place, members.iter().map(|(_, class)| *class).collect()));
            leaf += count;
        }
        order_around_groups(ordered)
    }

    fn is_part_of_label(&self, piece: &[char]) -> bool {
        self.words
            .iter()
            .any(|(word, _)| word.windows(piece.len()).any(|window| window == piece))
    }
}

pub(super) fn is_ascending(columns: &[usize]) -> bool {
    columns.windows(2).all(|pair| pair[0] < pair[1])
}

/// Groups stay where the form has them; single columns keep the order in which they were read.
fn order_around_groups(ordered: Vec<(usize, Vec<usize>)>) -> Vec<usize> {
    let mut singles: Vec<(usize, Vec<usize>)> = ordered
        .iter()
        .filter(|(place, _)| *place != usize::MAX)
        .cloned()
        .collect();
    singles.sort_by_key(|(place, _)| *place);
    let mut singles = singles.into_iter();
    let mut columns = Vec::new();
    for (place, members) in ordered {
        match place {
            usize::MAX => columns.extend(members),
            _ => columns.extend(
                singles
                    .next()
                    .map(|(_, members)| members)
                    .unwrap_or_default(),
            ),
        }
    }
    columns
}

fn lay<'a>(
    mut classes: impl Iterator<Item = &'a usize>,
    columns: impl Iterator<Item = (usize, &'a usize)>,
) -> Option<Vec<usize>> {
    let mut laid = Vec::new();
    let mut next = classes.next();
    for (column, class) in columns {
        if next == Some(class) {
            laid.push(column);
            next = classes.next();
        }
    }
    next.is_none().then_some(laid)
}

/// Pieces that together make a label: each on a later line than the one before, as near below it as can be.
fn broken_label(label: &[char], pieces: &[Piece]) -> Option<Vec<usize>> {
    for (first, piece) in pieces.iter().enumerate() {
        if piece.text.len() >= label.len() || !label.starts_with(&piece.text) {
            continue;
        }
        let mut used = vec![first];
        let mut length = piece.text.len();
        while length < label.len() {
            let last = &pieces[*used.last()?];
            let next = pieces
                .iter()
                .enumerate()
                .filter(|(at, next)| {
                    !used.contains(at)
                        && next.line > last.line
                        && label[length..].starts_with(&next.text)
                })
                .min_by_key(|(_, next)| (next.at.abs_diff(piece.at), next.line));
            let Some((at, next)) = next else {
                break;
            };
            used.push(at);
            length += next.text.len();
        }
        if length == label.len() {
            return Some(used);
        }
    }
    None
}
