//! The header of a band as a source prints it → which columns it lists, in which order and where.

use super::cells::Row;
use super::columns::{Columns, is_ascending};
use super::groups;
use super::labels::{self, Key};
use super::pieces::{
    Found, Letters, Piece, are_out_of_order, broken_label, lay, letters, order_around_groups,
};
use crate::template::axis;
use crate::template::{Band, Header};

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
    /// The characters of all labels of columns and groups, and those of labels around them that may be missing.
    letters: Letters,
    around: Letters,
    columns: usize,
    corner: Key,
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
        let heads = axis::place(&band.columns);
        ColumnLabels {
            letters: letters(heads.iter().map(|placed| placed.header.label.as_str())),
            around: letters([
                band.over_columns.as_str(),
                band.corner.as_str(),
                band.caption.as_str(),
            ]),
            columns: leaves.len(),
            corner: Key::of(&band.corner),
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
    ///
    /// `beside` is the label of the row that follows, pieces of which may stand among those of the header.
    pub fn read(&self, lines: &[Row], beside: &str, is_other: &dyn Fn(&str) -> bool) -> Columns {
        let mut columns = Columns::default();
        let mut found: Vec<Found> = Vec::new();
        let mut pieces: Vec<Piece> = Vec::new();
        for (line, row) in lines.iter().enumerate() {
            columns.grid_columns = columns.grid_columns.or(row.columns);
            for (at, text) in row.texts() {
                self.read_cell(text, line, at, &mut found, &mut pieces, &mut columns.near);
            }
        }
        columns.note_doubled(lines, &|text| self.single_class_of(text));
        self.drop_repetitions(&mut found);
        let mut joined = self.join_pieces(&mut pieces);
        let uses_fragments = !joined.is_empty();
        found.append(&mut joined);
        let is_stray = |piece: &Piece| {
            let text: String = piece.text.iter().collect();
            piece.text.len() > 16 || is_other(&text) || piece.is_part_of_label(&self.words)
        };
        let unknown: Vec<usize> = (pieces.iter())
            .filter(|piece| !is_stray(piece))
            .map(|piece| piece.at)
            .collect();
        let foreign = pieces.iter().filter(|piece| piece.is_foreign(&self.words));
        columns.is_foreign = foreign.filter(|piece| !is_stray(piece)).count() > 1;
        let last = self.classes.iter().max().copied();
        let is_out_of_order = are_out_of_order(&pieces, &self.words, last.unwrap_or(0));
        let is_torn = uses_fragments || !pieces.is_empty();
        if found.is_empty() {
            columns.is_unclear = !unknown.is_empty();
        } else {
            // A caption above a table is no part of its header.
            let is_around = |(_, text): (usize, &str)| {
                labels::find_exact(&Key::of(text), &self.others).is_some()
            };
            let is_grid = lines
                .iter()
                .all(|row| row.is_grid || row.texts().all(is_around));
            self.order(found, is_grid && !uses_fragments, &mut columns);
            columns.is_unclear |= unknown
                .iter()
                .any(|at| !columns.is_beside(*at, self.columns));
            columns.behind = columns.behind_all(lines, self.columns);
            columns.before = columns.before_all(lines);
            columns.is_permuted &= !uses_fragments;
            columns.is_rearranged &= !uses_fragments;
            columns.is_permuted |= !is_grid && self.has_moved_corner(lines);
            columns.is_permuted |= groups::are_out_of_order(self.axis, lines);
        }
        columns.is_permuted |= columns.is_unclear && is_out_of_order;
        let all: Vec<usize> = (0..self.columns).collect();
        let is_partial = !columns.listed.is_empty() && columns.listed.len() < self.columns;
        columns.lacks_group = is_partial && !self.has_groups(lines);
        if columns.listed == all {
            columns.is_complete = !columns.is_permuted;
        } else if is_torn && !columns.is_permuted && self.is_whole(lines, beside) {
            // Torn labels have no order, but nothing is lost or doubled: the columns are the form's.
            columns = Columns {
                listed: all,
                is_complete: true,
                ..Columns::default()
            };
        }
        columns
    }

    /// The class of a label that heads one column alone.
    fn single_class_of(&self, text: &str) -> Option<usize> {
        let class = labels::find(&Key::of(text), &self.keys)?.target;
        let mut same = self.classes.iter().filter(|other| **other == class);
        (same.next().is_some() && same.next().is_none()).then_some(class)
    }

    /// Leaves one of several equal labels side by side, as a merged cell gives them that was repeated in all its places.
    fn drop_repetitions(&self, found: &mut Vec<Found>) {
        let is_single = |class: usize| self.classes.iter().filter(|c| **c == class).count() == 1;
        found.dedup_by(|next, kept| {
            next.class == kept.class && next.line == kept.line && is_single(kept.class)
        });
    }

    /// Whether a column's label comes before the corner in a band without sums: then the labels of its rows stand
    /// among the figures, and what follows a label may be the next row's.
    fn has_moved_corner(&self, lines: &[Row]) -> bool {
        let mut texts = lines.iter().flat_map(Row::texts).map(|(_, text)| text);
        let first = texts.find_map(|text| {
            let key = Key::of(text);
            let is_column = labels::find_exact(&key, &self.keys).is_some();
            (is_column || key == self.corner).then_some(is_column)
        });
        let has_sums = axis::leaves(self.axis)
            .iter()
            .any(|(_, leaf)| leaf.formula.is_some());
        first == Some(true) && !has_sums && texts.any(|text| Key::of(text) == self.corner)
    }

    /// Whether the labels of all groups of columns stand in a header.
    fn has_groups(&self, lines: &[Row]) -> bool {
        let text: String = lines
            .iter()
            .flat_map(Row::texts)
            .flat_map(|(_, text)| labels::plain(text))
            .collect();
        let places = axis::place(self.axis);
        let mut groups = places.iter().filter(|placed| !placed.header.is_leaf());
        groups.all(|placed| {
            text.contains(
                &labels::plain(&placed.header.label)
                    .into_iter()
                    .collect::<String>(),
            )
        })
    }

    /// Whether the characters of a header are those of all its labels, however they were torn and interleaved.
    fn is_whole(&self, lines: &[Row], beside: &str) -> bool {
        let mut found = letters(lines.iter().flat_map(Row::texts).map(|(_, text)| text));
        for (c, count) in &self.letters {
            *found.entry(*c).or_default() -= count;
        }
        let beside = letters([beside]);
        let spare = |c: &char| {
            self.around.get(c).copied().unwrap_or(0) + beside.get(c).copied().unwrap_or(0)
        };
        // The corner and what stands over all columns may come twice, once for each page.
        !self.letters.is_empty() && found.iter().all(|(c, left)| (0..=spare(c)).contains(left))
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
            let known = self.words.iter().find_map(|(word, class)| {
                let behind = rest.strip_prefix(word.as_slice())?;
                Some((behind, class))
            });
            let Some((behind, class)) = known else {
                pieces.push(Piece {
                    text: rest.to_vec(),
                    line,
                    at,
                });
                return;
            };
            found.extend(class.map(|class| Found { class, line, at }));
            rest = behind;
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
            while let Some(mut used) = broken_label(label, pieces) {
                let Some(first) = used.first().and_then(|at| pieces.get(*at)) else {
                    break;
                };
                found.push(Found {
                    class,
                    line: first.line,
                    at: first.at,
                });
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
        // Labels that several columns bear and that stand one above the other may be those of two columns.
        let has_twins = self.classes.iter().enumerate().any(|(at, &c)| at != c);
        by_place.dedup_by(|next, kept| {
            let is_same = (next.at, next.class) == (kept.at, kept.class);
            is_same && (!has_twins || next.line == kept.line)
        });
        let collides = by_place
            .array_windows()
            .any(|[one, next]| one.at == next.at);
        let mut read = found;
        read.sort_by_key(|found| (found.line, found.at));
        read.dedup_by_key(|found| (found.class, found.at, found.line));
        let classes: Vec<usize> = read.iter().map(|found| found.class).collect();
        let is_one_line = read
            .array_windows()
            .all(|[one, next]| one.line == next.line);
        columns.is_one_line = is_one_line;
        let is_level_by_level = classes == self.level_by_level() && !is_ascending(&classes);
        // In a real table whose labels stand apart they may be in the columns' own order; the sums tell which.
        let is_placed = is_grid && !collides && !is_one_line;
        if !is_placed && is_level_by_level {
            columns.listed = (0..self.columns).collect();
            columns.needs_sums = is_one_line;
            return;
        }
        if is_grid && !collides {
            let classes: Vec<usize> = by_place.iter().map(|found| found.class).collect();
            if let Some(listed) = self.columns_of(&classes) {
                columns.positions = Some(by_place.iter().map(|found| found.at).collect());
                columns.is_permuted = !is_ascending(&listed);
                columns.is_rearranged = columns.is_permuted && listed.len() == self.columns;
                columns.listed = listed;
                return;
            }
        }
        // The order of reading is that of the columns only where it is the form's; else groups are put in their place.
        let as_read = self
            .columns_of(&classes)
            .filter(|listed| is_ascending(listed));
        let by_tree = || self.columns_of(&self.by_tree(&read));
        // In a text that keeps its layout the labels stand in their order from left to right, whatever their lines.
        let by_place =
            || self.columns_of(&by_place.iter().map(|found| found.class).collect::<Vec<_>>());
        let listed = match has_twins || is_one_line {
            true => as_read,
            false => as_read
                .or_else(|| by_tree().filter(|listed| is_ascending(listed)))
                .or_else(|| by_place().filter(|listed| is_ascending(listed))),
        };
        match listed {
            Some(listed) => columns.listed = listed,
            None => {
                columns.is_unclear = true;
                columns.is_permuted = !has_twins || classes.len() == self.columns;
                columns.is_rearranged = self.are_all(classes);
            }
        }
    }

    /// Whether labels are those of all columns, in whatever order.
    fn are_all(&self, mut classes: Vec<usize>) -> bool {
        let mut all = self.classes.clone();
        all.sort_unstable();
        classes.sort_unstable();
        classes == all
    }

    /// The classes of the columns when the header is read level by level: single columns first, then those of groups.
    fn level_by_level(&self) -> Vec<usize> {
        let mut leaves: Vec<(usize, usize)> = axis::place(self.axis)
            .into_iter()
            .filter(|placed| placed.header.is_leaf())
            .map(|placed| (placed.level, placed.first_leaf))
            .collect();
        leaves.sort_unstable();
        leaves
            .into_iter()
            .filter_map(|(_, leaf)| self.classes.get(leaf).copied())
            .collect()
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
}
