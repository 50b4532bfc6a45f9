//! From a form as written to a linted template: cells, equations and the order of the totals, with all problems.

use super::axis::Header;
use super::claims;
use super::equation::{WrittenTerm, parse_formula};
use super::read::Problem;
use super::{Ask, Band, CellSpec, Equation, Form, Operand, SectionContent, Table, Template, Term};
use super::{lineage, lint};
use crate::place::{Address, Place};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Links a form, or says everything that is wrong with it.
///
/// What the linter finds comes alone: the cells of a form with such faults mean nothing.
pub(super) fn link(form: Form) -> Result<Template, Vec<Problem>> {
    let faults = lint::lint(&form);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut linker = Linker::default();
    linker.check_tables(&form);
    linker.collect_cells(&form);
    linker.attach_formulas(&form);
    let totals = linker.order_totals();
    for (index, rule) in form.rules.iter().enumerate() {
        linker.expand_rule(&form, index, rule);
    }
    let addresses: Vec<&Address> = linker.cells.iter().map(|c| &c.address).collect();
    linker.problems.extend(lineage::lint(&form, &addresses));
    linker.check_questions(&form);
    if let Some(own) = &form.claims {
        let has = |address: &str| linker.by_address.contains_key(address);
        let problems = claims::lint(own, has);
        linker.problems.extend(problems);
    }
    if linker.problems.is_empty() {
        Ok(Template {
            form,
            cells: linker.cells,
            equations: linker.equations,
            totals,
            number: LINKED.fetch_add(1, Ordering::Relaxed) + 1,
            by_address: linker.by_address,
            claims: OnceLock::new(),
            older: Vec::new(),
            last_year: None,
        })
    } else {
        Err(linker.problems)
    }
}

/// The address of a cell as it is written. Made of its parts at once: a form has thousands, at each start of a program.
pub(super) fn written(table: &Table, row: &str, column: &str) -> String {
    [table.id.as_str(), ".", row, ".", column].concat()
}

/// How many forms were linked while the program runs.
static LINKED: AtomicU64 = AtomicU64::new(0);

#[derive(Default)]
pub(super) struct Linker {
    pub cells: Vec<CellSpec>,
    by_address: HashMap<Address, usize>,
    pub equations: Vec<Equation>,
    pub problems: Vec<Problem>,
}

impl Linker {
    pub fn problem(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.problems.push(Problem {
            place: place.into(),
            reason: reason.into(),
        });
    }

    /// Sections may show only tables that exist.
    fn check_tables(&mut self, form: &Form) {
        for section in &form.sections {
            if let SectionContent::Table(id) = &section.content
                && !form.tables.iter().any(|table| &table.id == id)
            {
                let place = format!("sections.{}", section.id);
                self.problem(place, format!("没有编号为 {id} 的表格"));
            }
        }
    }

    /// Questions may name only prose sections.
    fn check_questions(&mut self, form: &Form) {
        for question in &form.questions {
            let place = format!("questions.{}", question.id);
            let Ask::Mentions { section: id, .. } = &question.ask else {
                continue;
            };
            let section = form.sections.iter().find(|section| &section.id == id);
            let is_prose =
                section.is_some_and(|s| matches!(s.content, SectionContent::Prose { .. }));
            if !is_prose {
                self.problem(&place, format!("没有编号为 {id} 的文字部分"));
            }
        }
    }

    fn collect_cells(&mut self, form: &Form) {
        for (table_index, table) in form.tables.iter().enumerate() {
            for (band_index, band) in table.bands.iter().enumerate() {
                self.collect_band(table, table_index, band_index, band);
            }
        }
    }

    fn collect_band(&mut self, table: &Table, table_index: usize, band_index: usize, band: &Band) {
        let columns = band.column_leaves();
        for (row, (row_path, row_header)) in band.row_leaves().into_iter().enumerate() {
            for (column, (column_path, column_header)) in columns.iter().enumerate() {
                let (row_id, column_id) = (&row_header.id, &column_header.id);
                let written = written(table, row_id, column_id);
                if row_id.is_empty() || column_id.is_empty() {
                    let label = format!("{}，{}", row_header.label, column_header.label);
                    self.problem(written, format!("“{label}”缺少行或列的编号（id）"));
                    continue;
                }
                let address = match Place::parse(&written) {
                    Some(Place::Figure(address)) => address,
                    Some(_) => {
                        let reason = "这个地址和文字部分的位置写法相同，请改行或列的编号（id）";
                        self.problem(written, reason);
                        continue;
                    }
                    None => {
                        let reason = "编号（id）只能由英文字母、数字和下划线组成，请改行或列的编号";
                        self.problem(written, reason);
                        continue;
                    }
                };
                if self.by_address.contains_key(&address) {
                    self.problem(written, "两个单元格用了同一个地址，请改其中一个的编号");
                    continue;
                }
                let caption = (!band.caption.is_empty()).then_some(band.caption.as_str());
                self.by_address.insert(address.clone(), self.cells.len());
                self.cells.push(CellSpec {
                    address,
                    table: table_index,
                    band: band_index,
                    row,
                    column,
                    kind: column_header.kind.clone(),
                    formulas: Vec::new(),
                    row_path: caption
                        .into_iter()
                        .chain(row_path.iter().copied())
                        .filter(|label| !label.is_empty())
                        .map(str::to_owned)
                        .collect(),
                    column_path: column_path.iter().map(|&label| label.to_owned()).collect(),
                });
            }
        }
    }

    fn attach_formulas(&mut self, form: &Form) {
        for table in &form.tables {
            for band in &table.bands {
                let rows: Vec<&Header> = band.row_leaves().into_iter().map(|leaf| leaf.1).collect();
                let columns: Vec<&Header> = band
                    .column_leaves()
                    .into_iter()
                    .map(|leaf| leaf.1)
                    .collect();
                for header in &columns {
                    self.attach_formula(table, header, &columns, &rows, |own, across| {
                        written(table, across, own)
                    });
                }
                for header in &rows {
                    self.attach_formula(table, header, &rows, &columns, |own, across| {
                        written(table, own, across)
                    });
                }
            }
        }
    }

    /// Gives the formula of one row or column to each of its cells; `address` joins an id of this axis and one of the other.
    fn attach_formula(
        &mut self,
        table: &Table,
        header: &Header,
        axis: &[&Header],
        across: &[&Header],
        address: impl Fn(&str, &str) -> String,
    ) {
        let Some(formula) = &header.formula else {
            return;
        };
        let place = format!("tables.{}.{}", table.id, header.id);
        let terms = match parse_formula(formula) {
            Ok(terms) => terms,
            Err(error) => return self.problem(place, error.to_string()),
        };
        for term in &terms {
            if term.prior || !axis.iter().any(|other| other.id == term.id) {
                self.problem(&place, format!("公式里的 {} 不是这一方向上的编号", term.id));
            }
        }
        for other in across {
            let linked: Vec<Term> = terms
                .iter()
                .filter_map(|term| self.link_term(term, axis, |id| address(id, &other.id)))
                .collect();
            let own = address(&header.id, &other.id);
            let cell = self.by_address.get(own.as_str());
            if let Some(cell) = cell.and_then(|cell| self.cells.get_mut(*cell)) {
                cell.formulas.push(linked);
            }
        }
    }

    pub fn link_term(
        &self,
        term: &WrittenTerm,
        axis: &[&Header],
        address: impl Fn(&str) -> String,
    ) -> Option<Term> {
        let address = address(&term.id);
        let header = axis.iter().find(|header| header.id == term.id)?;
        let cell = *self.by_address.get(address.as_str())?;
        let operand = match term.prior {
            true => Operand::Prior(self.cells.get(cell)?.address.clone()),
            false => Operand::Cell(cell),
        };
        let name = match term.prior {
            true => format!("上年{}", header.name()),
            false => header.name().to_owned(),
        };
        Some(Term {
            minus: term.minus,
            operand,
            name,
        })
    }

    /// Totals, each after what it adds up; a circle is a problem.
    fn order_totals(&mut self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut placed: HashSet<usize> = HashSet::new();
        let totals = self.cells.iter().enumerate();
        let mut waiting: Vec<(usize, &CellSpec)> =
            totals.filter(|(_, cell)| cell.is_total()).collect();
        while !waiting.is_empty() {
            let is_total = |cell: usize| self.cells.get(cell).is_some_and(CellSpec::is_total);
            let ready = |cell: &CellSpec| {
                let mut terms = cell.formulas.iter().flatten();
                terms.all(|term| match term.operand {
                    Operand::Cell(other) => !is_total(other) || placed.contains(&other),
                    Operand::Prior(_) => true,
                })
            };
            let (now, later): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, cell)| ready(cell));
            if let ([], [(_, first), ..]) = (now.as_slice(), later.as_slice()) {
                let address = first.address.to_string();
                self.problem(address, "公式绕成了一圈：这个合计要用到它自己，请改公式");
                break;
            }
            placed.extend(now.iter().map(|(index, _)| index));
            order.extend(now.iter().map(|(index, _)| index));
            waiting = later;
        }
        order
    }
}
