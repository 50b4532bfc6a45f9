//! Pasted values gathered cell by cell → one edit, with a remark on each that could not be entered. Pure.

use super::paste::Paste;
use crate::import::read_value;
use crate::place::Address;
use crate::report::{Entry, Figures, Report};
use crate::session::edit::Edit;
use crate::session::table::caret::Caret;
use crate::session::table::lines::LineFigure;
use crate::template::Template;

/// Remarks that are shown one by one; of more only the number is said.
const SHOWN: usize = 8;

/// Cells that are named of those that a paste leaves as they are.
const NAMED: usize = 3;

/// Gathers what is entered by one paste, and what is to be said of the rest.
pub(super) struct Filler<'a> {
    pub template: &'a Template,
    report: &'a Report,
    pub cells: Vec<(Address, Option<Entry>)>,
    /// Totals as they were copied; they are computed here, and only compared.
    totals: Vec<(usize, Entry)>,
    /// Values that are no figures of their cells, with the reason.
    refused: Vec<String>,
    /// Values that are not blank and find no cell.
    outside: usize,
}

impl<'a> Filler<'a> {
    pub fn new(template: &'a Template, report: &'a Report) -> Filler<'a> {
        Filler {
            template,
            report,
            cells: Vec::new(),
            totals: Vec::new(),
            refused: Vec::new(),
            outside: 0,
        }
    }

    pub fn put(&mut self, figure: Option<&LineFigure>, text: &str) {
        let Some(figure) = figure else {
            self.outside += usize::from(!text.trim().is_empty());
            return;
        };
        let Some(spec) = self.template.cells.get(figure.cell) else {
            return;
        };
        match read_value(text, &spec.kind) {
            Ok(Some(entry)) => self.take(figure.cell, entry),
            Ok(None) if figure.is_total => {}
            Ok(None) => self.cells.push((spec.address.clone(), None)),
            Err(reason) => self
                .refused
                .push(format!("{}：{reason}，没有粘贴。", spec.label())),
        }
    }

    pub fn take(&mut self, cell: usize, entry: Entry) {
        match self.template.cells.get(cell) {
            Some(spec) if spec.is_total() => self.totals.push((cell, entry)),
            Some(spec) => self.cells.push((spec.address.clone(), Some(entry))),
            None => {}
        }
    }

    /// Which figures of the table, typed before, what was copied leaves as they are.
    pub fn left_alone(&self) -> Option<String> {
        let (first, _) = self.cells.first()?;
        let is_kept = |address: &&Address| {
            address.table() == first.table() && !self.cells.iter().any(|(cell, _)| cell == *address)
        };
        let kept: Vec<&Address> = self.report.entries.keys().filter(is_kept).collect();
        let named = kept.iter().take(NAMED);
        let named = named.filter_map(|address| Some(self.template.cell(address)?.label()));
        let named = named.collect::<Vec<_>>().join("、");
        let more = if kept.len() > NAMED { "等" } else { "" };
        (!kept.is_empty()).then(|| {
            let count = kept.len();
            format!("粘贴的表格没有其中 {count} 格，这些格保留原来的数，请核对：{named}{more}。")
        })
    }

    /// The copied totals that differ from what the figures add up to once they are entered.
    fn differing_totals(&self) -> Vec<String> {
        let mut report = self.report.clone();
        for (address, entry) in &self.cells {
            match entry {
                Some(entry) => report.entries.insert(address.clone(), entry.clone()),
                None => report.entries.remove(address),
            };
        }
        let figures = Figures::of(self.template, &report);
        let differing = self.totals.iter().filter_map(|(cell, entry)| {
            let (printed, computed) = (entry.value()?, figures.value(*cell));
            let label = self.template.cells.get(*cell)?.label();
            match computed {
                Some(sum) if sum == printed => None,
                Some(sum) => Some(format!("{label}：粘贴的是 {printed}，按各格计算是 {sum}。")),
                None => None,
            }
        });
        differing.collect()
    }

    pub fn finish(self, caret: Caret) -> Paste {
        let mut details = self.differing_totals();
        let mut said = Vec::new();
        if !self.totals.is_empty() {
            said.push(format!(
                "{} 个合计格由程序计算，没有粘贴",
                self.totals.len()
            ));
        }
        if self.outside > 0 {
            said.push(format!(
                "{} 个数超出了表格，没有粘贴，请检查起始单元格",
                self.outside
            ));
        }
        if !self.refused.is_empty() {
            said.push(format!("{} 格不是能填的数字，没有粘贴", self.refused.len()));
        }
        details.extend(self.refused);
        Paste {
            edit: (!self.cells.is_empty()).then_some(Edit::Entries(self.cells)),
            caret,
            message: (!said.is_empty()).then(|| said.join("；")),
            details,
            by_labels: false,
        }
    }
}

pub(super) fn shorten(details: &mut Vec<String>) {
    let count = details.len();
    if count > SHOWN {
        details.truncate(SHOWN - 1);
        details.push(format!("还有 {} 处没有放入或需要核对。", count + 1 - SHOWN));
    }
}
