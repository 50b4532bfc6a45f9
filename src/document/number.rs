//! Figures as numbers: their exact values, and which cells of the grid a total adds up.

use super::{Addend, Number};
use crate::report::Figures;
use crate::template::{Kind, Operand, Template, Term};
use std::collections::HashMap;

/// The number of a cell of the form. `placed` says where in the grid each cell of the form stands.
pub(super) fn number(
    template: &Template,
    cell: usize,
    figures: &Figures,
    placed: &HashMap<usize, usize>,
) -> Number {
    let figure = figures.get(cell);
    let Some(spec) = template.cells.get(cell) else {
        return Number::default();
    };
    let addends = |formula: &Vec<Term>| -> Option<Vec<Addend>> {
        let addend = |term: &Term| match term.operand {
            Operand::Cell(cell) => placed.get(&cell).map(|cell| Addend {
                minus: term.minus,
                cell: *cell,
            }),
            Operand::Prior(_) => None,
        };
        formula.iter().map(addend).collect()
    };
    let sums = spec.formulas.iter();
    let sum = match figure.stated {
        Some(_) => None,
        None => sums.filter_map(addends).next(),
    };
    Number {
        value: match figure.entered.or(figure.stated) {
            Some(entry) => entry.value(),
            None => figure.computed,
        },
        decimals: match spec.kind {
            Kind::Money { decimals, .. } => decimals,
            Kind::Count | Kind::SignedCount => 0,
        },
        sum: sum.unwrap_or_default(),
    }
}
