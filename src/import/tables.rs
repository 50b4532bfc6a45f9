//! The lines of one table → its figures: rows by their label, columns by header and count, and what stays empty and why.

use super::assign::{assign, quote};
use super::cells::Row;
use super::header::{ColumnLabels, Columns};
use super::labels;
use super::region::{rows_of, split_footnote};
use super::rows::{Named, RowId, RowLabels};
use crate::report::Entry;
use crate::template::{Header, Table, Template};
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
    /// How many rows with figures were found.
    pub rows_found: usize,
}

/// Reads one table from its lines, given as index and text.
pub(super) fn read_table(
    template: &Template,
    table_index: usize,
    lines: &[(usize, &str)],
    is_open: bool,
) -> TableReading {
    let table = &template.form.tables[table_index];
    let mut reader = TableReader::new(template, table_index, table);
    let (lines, footnote) = split_footnote(lines, &|text| reader.rows.knows(text));
    reader.reading.footnote = footnote;
    let rows = rows_of(&lines);
    let last = rows.iter().rposition(Row::has_figures);
    let mut at = 0;
    let mut pending: Vec<Row> = Vec::new();
    while at < rows.len() {
        let row = &rows[at];
        if !row.has_figures() {
            pending.push(row.clone());
            at += 1;
            continue;
        }
        let below: Vec<Row> = rows[at + 1..]
            .iter()
            .take(3)
            .take_while(|row| !row.has_figures() && row.has_text())
            .cloned()
            .collect();
        let is_cut = is_open && last == Some(at) && at + 1 == rows.len();
        let used = reader.take(row, std::mem::take(&mut pending), &below, is_cut);
        at += 1 + used;
    }
    reader.leave(&pending);
    reader.finish()
}

struct TableReader<'t> {
    template: &'t Template,
    table_index: usize,
    rows: RowLabels<'t>,
    columns: Vec<ColumnLabels<'t>>,
    /// The columns of each band as its latest header lists them.
    headers: Vec<Columns>,
    leaves: Vec<Vec<&'t Header>>,
    cells: HashMap<(RowId, usize), usize>,
    /// The figures of each row as the source has them, to tell a repetition from a contradiction.
    seen: BTreeMap<RowId, Vec<Entry>>,
    contradicted: BTreeSet<RowId>,
    group_rows: Vec<(&'t str, Vec<RowId>, Row)>,
    /// All words of the region in plain characters.
    texts: Vec<Vec<char>>,
    reading: TableReading,
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
        TableReader {
            template,
            table_index,
            rows: RowLabels::of(table),
            columns: table.bands.iter().map(ColumnLabels::of).collect(),
            headers: vec![Columns::default(); table.bands.len()],
            leaves: table
                .bands
                .iter()
                .map(|band| {
                    band.column_leaves()
                        .into_iter()
                        .map(|leaf| leaf.1)
                        .collect()
                })
                .collect(),
            cells: cells.collect(),
            seen: BTreeMap::new(),
            contradicted: BTreeSet::new(),
            group_rows: Vec::new(),
            texts: Vec::new(),
            reading: TableReading::default(),
        }
    }

    /// Takes a row of figures with the lines before it; says how many lines below belong to its label.
    fn take(&mut self, row: &Row, mut pending: Vec<Row>, below: &[Row], is_cut: bool) -> usize {
        let named = match self.rows.unlabelled {
            Some(target) if !row.has_text() => Some(Named {
                row: labels::Match {
                    target,
                    is_near: false,
                },
                above: 0,
                below: 0,
            }),
            Some(_) => None,
            None => self.rows.name(row, &pending, below),
        };
        let Some(named) = named else {
            if let Some((label, members)) = self.rows.group(row) {
                let members = members.to_vec();
                self.group_rows.push((label, members.clone(), row.clone()));
                if let Some(first) = members.first() {
                    self.read_header(first.band, &pending);
                }
                return 0;
            }
            self.leave(&pending);
            let figures: Vec<Entry> = row.figures().map(|(_, entry)| entry.clone()).collect();
            let words: Vec<&str> = row.texts().map(|(_, text)| text).collect();
            self.reading.leftovers.push(
                format!("{} {}", words.join(" "), quote_all(&figures))
                    .trim()
                    .to_owned(),
            );
            return 0;
        };
        for line in pending.iter().chain(&below[..named.below]).chain([row]) {
            self.texts
                .extend(line.texts().map(|(_, text)| labels::plain(text)));
        }
        pending.truncate(pending.len() - named.above);
        self.read_header(named.row.target.band, &pending);
        self.fill(row, &named, is_cut);
        named.below
    }

    /// Reads the lines before a row as the header of its band, when they are one.
    fn read_header(&mut self, band: usize, pending: &[Row]) {
        let rows = &self.rows;
        let is_other = |text: &str| rows.knows(text);
        let lines: Vec<Row> = pending
            .iter()
            .filter(|row| !row.texts().all(|(_, text)| text.contains(['。', '；'])))
            .cloned()
            .collect();
        let read = self.columns[band].read(&lines, &is_other);
        let known = &self.headers[band];
        let is_news = !read.listed.is_empty() || read.is_unclear;
        // A header repeated on a new page in part says nothing new.
        let is_part = !known.listed.is_empty()
            && !read.is_unclear
            && read
                .listed
                .iter()
                .all(|column| known.listed.contains(column))
            && read.positions == known.positions;
        if is_news && !is_part {
            self.headers[band] = read;
        }
        self.leave(pending);
    }

    fn fill(&mut self, row: &Row, named: &Named, is_cut: bool) {
        self.reading.rows_found += 1;
        let target = named.row.target;
        let entries: Vec<Entry> = row.figures().map(|(_, entry)| entry.clone()).collect();
        match self.seen.get(&target) {
            Some(before) if *before == entries => return,
            Some(before) => {
                let reason = format!(
                    "来源里这一行出现了两次，数字不同（{}；{}），没有填入",
                    quote(before),
                    quote(&entries)
                );
                self.empty_row(target, &reason);
                self.contradicted.insert(target);
                return;
            }
            None => {}
        }
        self.seen.insert(target, entries.clone());
        let header = self.headers[target.band].clone();
        match assign(row, &header, &self.leaves[target.band]) {
            Ok(mut assigned) => {
                let cut = if is_cut { assigned.figures.pop() } else { None };
                let filled = self.put(target, assigned.figures);
                if let Some(&cell) = cut.and_then(|(at, _)| self.cells.get(&(target, at))) {
                    let reason = "来源在这个数字处中断，数字可能不全";
                    self.reading.reasons.insert(cell, reason.to_owned());
                }
                self.doubt_row(named, row, &header, assigned.doubt, filled);
            }
            Err(unclear) => {
                self.empty_row(target, &unclear.reason);
                for column in &unclear.maybe_zero {
                    if let Some(&cell) = self.cells.get(&(target, *column)) {
                        self.reading.maybe_zero.insert(cell);
                    }
                }
            }
        }
        self.name_lost_columns(target, &header);
    }

    fn doubt_row(
        &mut self,
        named: &Named,
        row: &Row,
        header: &Columns,
        doubt: Option<String>,
        filled: Vec<usize>,
    ) {
        if named.row.is_near {
            let words: Vec<&str> = row.texts().map(|(_, text)| text).collect();
            let doubt = format!(
                "来源的行标题“{}”与格式写法不完全相同，按最接近的一行填入",
                words.join(" ")
            );
            self.reading.doubts.push((filled.clone(), doubt));
        }
        for label in &header.near {
            let doubt = format!("来源的列标题“{label}”与格式写法不完全相同，按最接近的一列填入");
            self.reading.doubts.push((filled.clone(), doubt));
        }
        if let Some(doubt) = doubt {
            self.reading.doubts.push((filled, doubt));
        }
    }

    fn put(&mut self, row: RowId, figures: Vec<(usize, Entry)>) -> Vec<usize> {
        let mut filled = Vec::new();
        for (column, entry) in figures {
            if let Some(&cell) = self.cells.get(&(row, column)) {
                self.reading.figures.insert(cell, entry);
                filled.push(cell);
            }
        }
        filled
    }

    fn empty_row(&mut self, row: RowId, reason: &str) {
        for column in 0..self.leaves[row.band].len() {
            if let Some(&cell) = self.cells.get(&(row, column)) {
                self.reading.figures.remove(&cell);
                self.reading.maybe_zero.remove(&cell);
                self.reading.reasons.insert(cell, reason.to_owned());
            }
        }
    }

    /// Says of the cells of columns that the header lacks that the column was lost.
    fn name_lost_columns(&mut self, row: RowId, header: &Columns) {
        if header.listed.is_empty() || header.is_unclear {
            return;
        }
        for column in 0..self.leaves[row.band].len() {
            let Some(&cell) = self.cells.get(&(row, column)) else {
                continue;
            };
            if !header.listed.contains(&column) && !self.reading.figures.contains_key(&cell) {
                let header = self.leaves[row.band][column];
                let computed = match header.formula {
                    Some(_) => "，合计由程序计算",
                    None => "",
                };
                let reason = format!("来源的表格缺少“{}”一列{computed}", header.label);
                self.reading.reasons.insert(cell, reason);
            } else if !self.reading.figures.contains_key(&cell) {
                let blank = "来源的单元格是空的".to_owned();
                self.reading.reasons.entry(cell).or_insert(blank);
            }
        }
    }

    /// Keeps what lines hold beside labels of the form.
    fn leave(&mut self, lines: &[Row]) {
        for line in lines {
            for (_, text) in line.texts() {
                self.texts.push(labels::plain(text));
                let is_known = |text: &str| {
                    self.rows.knows(text) || self.columns.iter().any(|band| band.knows(text))
                };
                let words = || text.split_whitespace();
                if !is_known(text) && !words().all(is_known) {
                    self.reading.leftovers.push(text.to_owned());
                }
            }
        }
    }

    /// Settles rows that stand for a whole group: only zeros can be divided among its rows.
    fn finish(mut self) -> TableReading {
        for (label, members, row) in std::mem::take(&mut self.group_rows) {
            let entries: Vec<Entry> = row.figures().map(|(_, entry)| entry.clone()).collect();
            let has_member = members
                .iter()
                .any(|member| self.seen.contains_key(member) || self.is_mentioned(*member));
            let Some(band) = members.first().map(|member| member.band) else {
                continue;
            };
            let assigned = assign(&row, &self.headers[band], &self.leaves[band]);
            let zeros = assigned.ok().filter(|assigned| {
                let is_zero = |(_, entry): &(usize, Entry)| super::assign::is_plain_zero(entry);
                !has_member && assigned.figures.iter().all(is_zero)
            });
            let shown = quote_all(&entries);
            match zeros {
                Some(zeros) => {
                    let mut filled = Vec::new();
                    for &member in &members {
                        filled.extend(self.put(member, zeros.figures.clone()));
                    }
                    let doubt = format!("来源的“{label}”只有一行，数字都是 0，其下各项都填 0");
                    self.reading.doubts.push((filled, doubt));
                }
                None => {
                    let reason = format!(
                        "来源的“{label}”只有一行（{shown}），格式要求分项填写，请按台账分到各项"
                    );
                    for member in members {
                        if !self.seen.contains_key(&member) {
                            self.empty_row(member, &reason);
                        }
                    }
                    self.reading.leftovers.push(format!("{label} {shown}"));
                }
            }
        }
        self.reading
    }

    /// Whether the words of a row's label stand somewhere in the table.
    fn is_mentioned(&self, row: RowId) -> bool {
        let table = &self.template.form.tables[self.table_index];
        let leaves = table.bands[row.band].row_leaves();
        let Some((_, header)) = leaves.get(row.leaf) else {
            return false;
        };
        let core = labels::Key::of(&header.label).core;
        let start: &[char] = &core[..core.len().min(6)];
        start.len() >= 4
            && self
                .texts
                .iter()
                .any(|text| text.windows(start.len()).any(|part| part == start))
    }
}

fn quote_all(entries: &[Entry]) -> String {
    let shown: Vec<String> = entries.iter().map(Entry::to_string).collect();
    shown.join(" ")
}
