//! The figures of a report under its template: entered, stated and computed.

use super::{Entry, Report};
use crate::template::{Operand, Template, Term};
use rust_decimal::Decimal;

/// Every figure of a report, by the index of its cell in the template.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures<'a> {
    figures: Vec<Figure<'a>>,
}

/// One figure.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figure<'a> {
    /// What was typed or imported into an entered cell.
    pub entered: Option<&'a Entry>,
    /// What an imported report printed as a total, until it is settled.
    pub stated: Option<&'a Entry>,
    /// The sum, once all that it adds up is known.
    pub computed: Option<Decimal>,
}

impl<'a> Figures<'a> {
    /// Looks up what was entered and computes every total whose addends are all known.
    pub fn of(template: &Template, report: &'a Report) -> Figures<'a> {
        let mut figures: Vec<Figure> = template
            .cells
            .iter()
            .map(|cell| match cell.is_total() {
                true => Figure {
                    stated: report.stated.get(&cell.address),
                    ..Figure::default()
                },
                false => Figure {
                    entered: report.entries.get(&cell.address),
                    ..Figure::default()
                },
            })
            .collect();
        for &total in &template.totals {
            figures[total].computed = template.cells[total]
                .formulas
                .iter()
                .find_map(|formula| sum(formula, &figures));
        }
        Figures { figures }
    }

    pub fn get(&self, cell: usize) -> Figure<'a> {
        self.figures.get(cell).copied().unwrap_or_default()
    }

    /// The number the rules reckon with: entered, else computed, else stated.
    pub fn value(&self, cell: usize) -> Option<Decimal> {
        self.get(cell).value()
    }

    /// The figure as it is printed, with its note; `None` when it is empty.
    pub fn printed(&self, cell: usize) -> Option<String> {
        self.get(cell).printed()
    }
}

impl Figure<'_> {
    /// The number the rules reckon with: entered, else computed, else stated.
    pub fn value(&self) -> Option<Decimal> {
        self.entered
            .and_then(Entry::value)
            .or(self.computed)
            .or_else(|| self.stated.and_then(Entry::value))
    }

    /// Whether a stated total contradicts the computed one.
    pub fn is_unsettled(&self) -> bool {
        match (self.stated, self.computed) {
            (Some(stated), Some(computed)) => stated.value() != Some(computed),
            _ => false,
        }
    }

    /// As it is printed, with its note: a stated total while it stands, else the computed one.
    pub fn printed(&self) -> Option<String> {
        match (self.entered.or(self.stated), self.computed) {
            (Some(entry), _) => Some(entry.to_string()),
            (None, computed) => computed.map(|value| value.to_string()),
        }
    }
}

fn sum(formula: &[Term], figures: &[Figure]) -> Option<Decimal> {
    formula.iter().try_fold(Decimal::ZERO, |sum, term| {
        let Operand::Cell(cell) = &term.operand else {
            return None;
        };
        let value = figures[*cell].value()?;
        if term.minus {
            sum.checked_sub(value)
        } else {
            sum.checked_add(value)
        }
    })
}
