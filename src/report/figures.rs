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
            let mut formulas = template.cell_at(total).formulas.iter();
            let computed = formulas.find_map(|formula| sum(formula, &figures));
            if let Some(figure) = figures.get_mut(total) {
                figure.computed = computed;
            }
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

/// What adding up comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    Known(Decimal),
    /// A figure that it needs is missing.
    Missing,
    /// It has more digits than can be reckoned with exactly.
    TooLarge,
}

impl Sum {
    /// Adds up signed figures exactly, or says why it cannot.
    pub fn of(figures: impl IntoIterator<Item = (bool, Option<Decimal>)>) -> Sum {
        let mut sum = Decimal::ZERO;
        let mut too_large = false;
        for (minus, figure) in figures {
            let Some(figure) = figure else {
                return Sum::Missing;
            };
            let added = match minus {
                true => sum.checked_sub(figure),
                false => sum.checked_add(figure),
            };
            match added {
                Some(added) if is_exact(sum, figure, added) => sum = added,
                _ => too_large = true,
            }
        }
        match too_large {
            true => Sum::TooLarge,
            false => Sum::Known(sum),
        }
    }

    pub fn known(self) -> Option<Decimal> {
        match self {
            Sum::Known(sum) => Some(sum),
            Sum::Missing | Sum::TooLarge => None,
        }
    }
}

/// Where the digits run out, decimals are rounded away: then a sum has fewer of them than what it adds up.
fn is_exact(sum: Decimal, figure: Decimal, added: Decimal) -> bool {
    sum.is_zero() || figure.is_zero() || added.scale() >= sum.scale().max(figure.scale())
}

fn sum(formula: &[Term], figures: &[Figure]) -> Option<Decimal> {
    let value = |term: &Term| match &term.operand {
        Operand::Cell(cell) => figures.get(*cell)?.value(),
        Operand::Prior(_) => None,
    };
    Sum::of(formula.iter().map(|term| (term.minus, value(term)))).known()
}
