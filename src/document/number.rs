//! Figures as numbers: their exact values, and which cells of the grid a total adds up.

use super::{Addend, Grid, Number};
use crate::report::Figures;
use crate::template::{CellSpec, Kind, Operand, Template, Term};
use std::collections::HashMap;

/// Gives every figure of a grid its number.
pub(super) fn add_numbers(template: &Template, figures: &Figures, grid: &mut Grid) {
    let cells = grid.cells.iter().enumerate();
    let placed: HashMap<usize, usize> = cells
        .filter_map(|(index, cell)| Some((cell.figure?, index)))
        .collect();
    for cell in &mut grid.cells {
        let figure = cell.figure;
        let spec = figure.and_then(|figure| Some((figure, template.cells.get(figure)?)));
        cell.number = spec.map(|(figure, spec)| number(figure, spec, figures, &placed));
    }
}

/// The number of a cell of the form. `placed` says where in the grid each cell of the form stands.
fn number(
    figure: usize,
    spec: &CellSpec,
    figures: &Figures,
    placed: &HashMap<usize, usize>,
) -> Number {
    let figure = figures.get(figure);
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
    let sum = match figure.stated {
        Some(_) => None,
        None => spec.formulas.iter().find_map(addends),
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
