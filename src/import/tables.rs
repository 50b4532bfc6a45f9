//! The lines and tables of one section → the figures of its table: rows by label or place, columns by header and count.

use super::assign::{Assigned, MovedTotal};
use super::cells::Row;
use super::columns::Columns;
use super::header::ColumnLabels;
use super::labels;
use super::order::{self, Strip};
use super::pages;
use super::region::{Piece, is_lone_figure, rows_of, split_footnote};
use super::rows::{Named, RowId, RowLabels};
use super::torn::{self, Sums};
use super::weigher::Weigher;
use super::{folded, last_year, turned, units};
use crate::report::Entry;
use crate::source::Grid;
use crate::template::{Header, Table, Template};
use crate::text::Stretch;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was read from the lines of one table.
#[derive(Debug, Default)]
pub(super) struct TableReading {
    /// Figures by the index of their cell in the template, totals among them.
    pub figures: BTreeMap<usize, Entry>,
    /// Why a cell has no figure, where there is more to say than that its row was not found.
    pub reasons: BTreeMap<usize, String>,
    /// Empty cells that are 0 if the sums prove it.
    pub maybe_zero: BTreeSet<usize>,
    /// Doubts about figures that were filled, with their cells.
    pub doubts: Vec<(Vec<usize>, String)>,
    pub footnote: String,
    /// Pieces of text and figures that are nowhere in the report.
    pub leftovers: Vec<String>,
    /// Labels of the form with other words beside or in them, as written.
    pub remarks: Vec<String>,
    /// How many rows with figures were found.
    pub rows_found: usize,
}

/// Reads one table from the pieces of its section in a report of a year, or 0 where none is known.
pub(super) fn read_table(
    template: &Template,
    table_index: usize,
    pieces: &[Piece],
    (year, is_open): (u16, bool),
) -> TableReading {
    let Some(table) = template.form.tables.get(table_index) else {
        return TableReading::default();
    };
    let mut reader = TableReader::new(template, table_index, table);
    let (pieces, footnote) = split_footnote(pieces, &|text| reader.rows.knows(text));
    reader.reading.footnote = footnote;
    let sums = Sums::of_bands(&reader.leaves);
    let upright = upright(&pieces, table);
    let pieces: Vec<Piece> = pieces.iter().zip(&upright).map(Piece::or).collect();
    let (rows, has_years) = last_year::without_columns_before(rows_of(&pieces), year);
    if has_years {
        reader.leftover("上年的各列数字".to_owned());
    }
    let rows = pages::mended(rows, &sums, &reader.rows);
    let rows = torn::joined(rows, &sums, &|text| reader.rows.knows(text));
    let rows = folded::folded(rows, table, &sums);
    let mut strips = reader.strips(&rows, is_open);
    order::name_by_place(&mut strips, &reader.rows, &reader.leaves);
    reader.is_turned = upright.iter().any(Option::is_some);
    let misplaced = order::misplaced(&strips);
    let rows = &reader.rows;
    let begins = |text: &str| rows.begins_row(text);
    let apart = order::apart(&strips, &begins, &|text| rows.names(text));
    for (at, strip) in strips.iter().enumerate() {
        reader.take(strip, misplaced.contains(&at));
        let target = strip.named.as_ref().map(|named| named.row.target);
        (reader.apart).extend(target.filter(|_| apart.contains(&at)));
    }
    if reader.is_turned && reader.rows.unlabelled.is_none() {
        reader.misplaced.extend(reader.seen.keys());
    }
    reader.refuse_rows_blank_elsewhere(&strips);
    reader.prove_moved_totals();
    reader.prove_unclear();
    reader.prove_without_totals();
    reader.prove_totals();
    reader.settle_contested();
    reader.join_broken();
    reader.settle_blanks();
    reader.finish_groups();
    reader.weigh();
    reader.doubt_figures_of_two_rows(&strips);
    reader.reading
}

/// The tables among the pieces that stand on their side, made upright.
fn upright(pieces: &[Piece], table: &Table) -> Vec<Option<Grid>> {
    let upright = |piece: &Piece| match piece {
        Piece::Grid(_, grid) => turned::upright(grid, table),
        Piece::Line(..) => None,
    };
    pieces.iter().map(upright).collect()
}

pub(super) struct TableReader<'t> {
    pub(super) template: &'t Template,
    pub(super) table_index: usize,
    pub(super) rows: RowLabels<'t>,
    pub(super) columns: Vec<ColumnLabels<'t>>,
    /// The columns of each band as its header lists them.
    pub(super) headers: Vec<Columns>,
    pub(super) leaves: Vec<Vec<&'t Header>>,
    pub(super) cells: HashMap<(RowId, usize), usize>,
    /// The figures of each row as the source has them, to tell a repetition from a contradiction.
    pub(super) seen: BTreeMap<RowId, Vec<Entry>>,
    /// Numbers broken over lines or with struck-out or raised digits, by cell, as one.
    pub(super) broken: BTreeMap<usize, Entry>,
    /// Whether rows with figures were found that have no name.
    pub(super) has_unnamed: bool,
    pub(super) group_rows: Vec<(&'t str, Vec<RowId>, Row)>,
    /// Rows whose header is not understood, in the form's own order, until the sums prove it.
    pub(super) unclear: Vec<(RowId, Vec<(usize, Entry)>)>,
    /// Rows under a header that has a total in another place than the form, as the header and as the form lays them.
    pub(super) moved: Vec<(RowId, MovedTotal)>,
    /// Rows that do not add up and whose order nothing else shows, until the columns explain it.
    pub(super) contested: Vec<(RowId, Vec<(usize, Entry)>)>,
    /// Rows with fewer figures than a header that lists all columns.
    pub(super) few: Vec<(RowId, Vec<Entry>)>,
    /// Whether the source's table stood on its side: there one label lost moves all others to other figures.
    pub(super) is_turned: bool,
    /// Rows of a real table that stand where the form has others, or stood on their side, until their columns show that
    /// they are whole.
    pub(super) misplaced: BTreeSet<RowId>,
    /// Rows in text without cells whose label stood on a line of its own above, among figures without any.
    pub(super) apart: BTreeSet<RowId>,
    /// Cells in which the source has something that is no figure, or no whole one.
    pub(super) unread: BTreeSet<usize>,
    /// Figures of rows that were refused because they do not add up: one of them may stand in another row.
    pub(super) unsure: BTreeMap<usize, Entry>,
    /// Rows with numbers that were broken and that their own sums alone made whole.
    pub(super) joined: BTreeSet<RowId>,
    /// Rows with blanks at an edge, until something shows that they have not moved.
    pub(super) edgy: Vec<(RowId, Assigned)>,
    /// Rows with blanks at an edge that their own sums alone speak for.
    pub(super) summed: BTreeSet<RowId>,
    /// Cells whose figures stood right under the label of their column.
    pub(super) under_labels: BTreeSet<usize>,
    /// Rows that were named by their place alone, without a trace of their label.
    pub(super) placed: BTreeSet<RowId>,
    /// Cells of which a doubt says that sums contradict them.
    pub(super) contradicted: BTreeSet<usize>,
    /// Blank columns of the rows that were read under their header.
    pub(super) blanks: BTreeMap<RowId, Vec<usize>>,
    /// All words of the region in plain characters.
    pub(super) texts: BTreeSet<Vec<char>>,
    /// Lines above rows that have no name, which may be the header of the next row that has one.
    pub(super) held: Vec<Row>,
    /// Leftover texts that were said before.
    pub(super) left: BTreeSet<String>,
    pub(super) reading: TableReading,
}

impl<'t> TableReader<'t> {
    fn new(template: &'t Template, table_index: usize, table: &'t Table) -> TableReader<'t> {
        let cells = template
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.table == table_index)
            .map(|(at, cell)| {
                let row = RowId {
                    band: cell.band,
                    leaf: cell.row,
                };
                ((row, cell.column), at)
            });
        let leaves = |band: &'t crate::template::Band| {
            band.column_leaves()
                .into_iter()
                .map(|leaf| leaf.1)
                .collect()
        };
        TableReader {
            template,
            table_index,
            rows: RowLabels::of(table),
            columns: table.bands.iter().map(ColumnLabels::of).collect(),
            headers: vec![Columns::default(); table.bands.len()],
            leaves: table.bands.iter().map(leaves).collect(),
            cells: cells.collect(),
            seen: BTreeMap::new(),
            broken: BTreeMap::new(),
            has_unnamed: false,
            group_rows: Vec::new(),
            unclear: Vec::new(),
            moved: Vec::new(),
            contested: Vec::new(),
            few: Vec::new(),
            is_turned: false,
            misplaced: BTreeSet::new(),
            apart: BTreeSet::new(),
            unread: BTreeSet::new(),
            unsure: BTreeMap::new(),
            joined: BTreeSet::new(),
            edgy: Vec::new(),
            summed: BTreeSet::new(),
            under_labels: BTreeSet::new(),
            placed: BTreeSet::new(),
            contradicted: BTreeSet::new(),
            blanks: BTreeMap::new(),
            texts: BTreeSet::new(),
            held: Vec::new(),
            left: BTreeSet::new(),
            reading: TableReading::default(),
        }
    }

    /// The rows with figures, each with the label that its words give and the rows without figures before it.
    fn strips(&self, rows: &[Row], is_open: bool) -> Vec<Strip> {
        let mut strips: Vec<Strip> = Vec::new();
        let mut above: Vec<Row> = Vec::new();
        let mut rest = rows;
        while let [row, later @ ..] = rest {
            rest = later;
            if !row.has_figures() {
                above.push(row.clone());
                continue;
            }
            let mut below: Vec<Row> = later
                .iter()
                .take(3)
                .take_while(|row| !row.has_figures() && row.has_text())
                .cloned()
                .collect();
            let near = above.onward(above.len().saturating_sub(8));
            let named = self.name(row, near, &below);
            let tail = below
                .first()
                .filter(|next| next.line == row.line && !row.is_grid);
            let tail = tail.map(words).filter(|text| !self.is_label(text));
            let used = named.as_ref().map_or(0, |named| named.below);
            below.truncate(used);
            let named = named.filter(|named| !self.skips_label(row, &above, named));
            strips.push(Strip {
                row: row.clone(),
                above: std::mem::take(&mut above),
                below,
                named,
                is_by_place: false,
                has_trace: true,
                is_cut: is_open && later.is_empty(),
                tail,
                is_broken: false,
            });
            rest = later.onward(used);
        }
        strips.push(Strip {
            above,
            ..Strip::default()
        });
        order::mark_broken(&mut strips, &|text| self.rows.names(text));
        strips
    }

    /// Whether a row that takes its label from above leaves another row's label there without figures: then labels and
    /// figures stand apart.
    fn skips_label(&self, row: &Row, above: &[Row], named: &Named) -> bool {
        let others = above.upto(above.len() - named.above);
        !row.has_text()
            && named.above > 0
            && others
                .onward(others.len().saturating_sub(40))
                .iter()
                .any(|line| self.rows.is_row(&words(line)))
    }

    fn name(&self, row: &Row, above: &[Row], below: &[Row]) -> Option<Named> {
        match self.rows.unlabelled {
            Some(target) if !row.has_text() => Some(Named {
                row: labels::Match {
                    target,
                    is_near: false,
                },
                above: 0,
                below: 0,
            }),
            Some(_) => None,
            None => self.rows.name(row, above, below),
        }
    }

    /// Takes a row of figures with the lines before it.
    fn take(&mut self, strip: &Strip, is_misplaced: bool) {
        if !strip.row.has_figures() {
            self.leave(&strip.above);
            return;
        }
        let Some(named) = &strip.named else {
            self.take_unnamed(strip);
            return;
        };
        let before = strip.above.len() - named.above;
        let own = strip.above.onward(before).iter().chain(&strip.below);
        for (_, text) in own.chain([&strip.row]).flat_map(Row::texts) {
            self.texts.insert(labels::plain(text));
            self.tell_foreign(text);
        }
        let mut header = std::mem::take(&mut self.held);
        header.extend_from_slice(strip.above.upto(before));
        self.read_header(named.row.target, &header, strip.is_by_place);
        if strip.is_by_place && !strip.has_trace {
            self.placed.insert(named.row.target);
        }
        // In a real table a row's own label goes with its figures wherever it stands, if the columns add up.
        let is_labelled = strip.row.columns.is_some()
            && (named.above, named.below) == (0, 0)
            && !named.row.is_near;
        if is_misplaced && is_labelled {
            self.misplaced.insert(named.row.target);
            self.fill(strip, named);
        } else if is_misplaced {
            let reason = format!(
                "来源里这几行的次序与格式不同，行标题和数字（{}）可能错位，没有填入",
                strip.row.quoted()
            );
            self.refuse(named.row.target, &reason);
        } else if let Some(tail) = &strip.tail {
            let reason = format!(
                "来源这一行的数字（{}）后面还有“{tail}”，意思不明，没有填入",
                strip.row.quoted()
            );
            self.refuse(named.row.target, &reason);
        } else {
            self.fill(strip, named);
        }
    }

    fn take_unnamed(&mut self, strip: &Strip) {
        if let Some((label, members)) = self.rows.group(&strip.row) {
            let members = members.to_vec();
            if let Some(first) = members.first() {
                self.read_header(*first, &strip.above, false);
            }
            self.group_rows.push((label, members, strip.row.clone()));
            return;
        }
        self.leave(&strip.above);
        self.has_unnamed |= !is_lone_figure(&strip.row);
        if self.held.len() < 60 {
            self.held.extend_from_slice(&strip.above);
        }
        let text = format!("{} {}", words(&strip.row), strip.row.quoted());
        self.leftover(text.trim().to_owned());
    }

    /// Reads the lines before a row as the header of its band, when they are one.
    fn read_header(&mut self, row: RowId, lines: &[Row], is_by_place: bool) {
        let band = self.headers.get(row.band).zip(self.columns.get(row.band));
        let Some((known, columns)) = band else {
            return;
        };
        let rows = &self.rows;
        // A report has a dozen lines of header; what stands further up is something else.
        let lines_near = lines.onward(lines.len().saturating_sub(60));
        let header: Vec<Row> = lines_near
            .iter()
            .filter(|row| {
                row.has_text() && !row.texts().all(|(_, text)| text.contains(['。', '；']))
            })
            .cloned()
            .collect();
        let mut read = columns.read(&header, rows.label(row), &|text| rows.knows(text));
        for (column, leaf) in self.leaves_of(row.band).iter().enumerate() {
            let core = labels::Key::of(&leaf.label).core;
            let mut texts = header.iter().flat_map(Row::texts);
            let named = texts
                .find_map(|(_, text)| units::named_in(&labels::plain(text), &core, &leaf.kind));
            read.units.extend(named.map(|named| (column, named)));
            if units::lacks_unit(&header, leaf) {
                read.without_unit.insert(column);
            }
        }
        let is_first = known.listed.is_empty() && !known.is_unclear;
        let is_repeated = read.is_complete && !read.is_permuted;
        let has_news = !read.listed.is_empty() || read.is_unclear;
        if has_news
            && (is_first || is_repeated && !known.is_permuted || read.is_rearranged)
            && !(is_by_place && (read.is_unclear || read.lacks_group))
            && let Some(header) = self.headers.get_mut(row.band)
        {
            *header = read;
        }
        self.leave(lines);
    }

    /// What was read so far with the form's sums over it.
    pub(super) fn weigher(&self) -> Weigher<'t> {
        self.weigher_of(&self.reading.figures)
    }

    /// Figures of this table with the form's sums over them.
    pub(super) fn weigher_of(&self, figures: &BTreeMap<usize, Entry>) -> Weigher<'t> {
        Weigher::of(self.template, self.table_index, figures)
    }

    /// The form's columns of a band.
    #[expect(
        clippy::indexing_slicing,
        reason = "rows are named by the labels of this very table, so that each has one of its bands"
    )]
    pub(super) fn leaves_of(&self, band: usize) -> &[&'t Header] {
        &self.leaves[band]
    }

    /// The columns of a band as its header lists them.
    #[expect(
        clippy::indexing_slicing,
        reason = "rows are named by the labels of this very table, so that each has one of its bands"
    )]
    pub(super) fn header_of(&self, band: usize) -> &Columns {
        &self.headers[band]
    }

    fn is_label(&self, text: &str) -> bool {
        let is_known =
            |text: &str| self.rows.knows(text) || self.columns.iter().any(|band| band.knows(text));
        is_known(text) || text.split_whitespace().all(is_known)
    }

    /// Keeps what lines hold beside labels of the form.
    fn leave(&mut self, lines: &[Row]) {
        for (_, text) in lines.iter().flat_map(Row::texts) {
            self.texts.insert(labels::plain(text));
            match self.left.contains(text) || self.is_label(text) {
                true => self.tell_foreign(text),
                false => self.leftover(text.to_owned()),
            }
        }
    }

    pub(super) fn leftover(&mut self, text: String) {
        if self.left.insert(text.clone()) {
            self.reading.leftovers.push(text);
        }
    }
}

pub(super) fn words(row: &Row) -> String {
    row.texts()
        .map(|(_, text)| text)
        .collect::<Vec<_>>()
        .join(" ")
}
