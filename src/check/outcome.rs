//! How the equations of the form come out: held, broken, or without a figure that they need.

use crate::report::{Entry, Figures, PastYear, Sum};
use crate::template::{Equation, Operand, Template, Term};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// How one equation of the form comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Holds,
    OffBy {
        left: Decimal,
        right: Decimal,
        /// Left less right, without sign.
        difference: Decimal,
    },
    /// The printed total is no number, but the sum is known.
    TotalIsMark {
        computed: Decimal,
    },
    /// Indexes of the entered cells that have no figure yet.
    NotFilled(Vec<usize>),
    /// The equation needs a figure of last year that is not known.
    NoPrior,
    /// A side has more digits than can be reckoned with.
    TooLarge,
}

/// How an equation comes out; `prior` is last year's report when it is known.
pub fn outcome(
    template: &Template,
    equation: &Equation,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Outcome {
    if let Some(total) = equation.total {
        let figure = figures.get(total);
        if figure.stated.is_none() && figure.computed.is_some() {
            return Outcome::Holds;
        }
        if let (Some(Entry::Mark(_)), Sum::Known(computed)) =
            (figure.stated, sum(&equation.right, figures, prior))
        {
            return Outcome::TotalIsMark { computed };
        }
    }
    let left = match equation.total.and_then(|total| figures.get(total).stated) {
        Some(stated) => stated.value().map_or(Sum::Missing, Sum::Known),
        None => sum(&equation.left, figures, prior),
    };
    match (left, sum(&equation.right, figures, prior)) {
        (Sum::Known(left), Sum::Known(right)) if left == right => Outcome::Holds,
        (Sum::Known(left), Sum::Known(right)) => match left.checked_sub(right) {
            Some(gap) => Outcome::OffBy {
                left,
                right,
                difference: gap.abs().normalize(),
            },
            None => Outcome::TooLarge,
        },
        (Sum::TooLarge, Sum::Known(_) | Sum::TooLarge) | (Sum::Known(_), Sum::TooLarge) => {
            Outcome::TooLarge
        }
        _ => missing(template, equation, figures, prior),
    }
}

/// The value of one side.
pub fn sum(side: &[Term], figures: &Figures, prior: Option<&PastYear>) -> Sum {
    let signed = side.iter();
    Sum::of(signed.map(|term| (term.minus, value(term, figures, prior))))
}

/// The figure that a term stands for; `None` when there is none yet.
pub(super) fn value(term: &Term, figures: &Figures, prior: Option<&PastYear>) -> Option<Decimal> {
    match &term.operand {
        Operand::Cell(cell) => figures.value(*cell),
        Operand::Prior(address) => prior?.figures.get(address)?.value(),
    }
}

fn missing(
    template: &Template,
    equation: &Equation,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Outcome {
    // A total follows from its addends, so only these can be missing.
    let left = match equation.total {
        Some(_) => [].as_slice(),
        None => equation.left.as_slice(),
    };
    let mut cells = Vec::new();
    for term in left.iter().chain(&equation.right) {
        match &term.operand {
            Operand::Prior(_) if value(term, figures, prior).is_none() => return Outcome::NoPrior,
            Operand::Prior(_) => {}
            Operand::Cell(cell) => missing_cells(template, *cell, figures, &mut cells),
        }
    }
    Outcome::NotFilled(cells)
}

/// The entered cells that keep a cell without a figure: itself, or what its sum lacks.
fn missing_cells(template: &Template, cell: usize, figures: &Figures, cells: &mut Vec<usize>) {
    // Totals may add up totals that share addends; each is looked at once, however many ways lead to it.
    let mut waiting = vec![cell];
    let mut seen = BTreeSet::new();
    while let Some(cell) = waiting.pop() {
        if figures.value(cell).is_some() || !seen.insert(cell) {
            continue;
        }
        match template.cell_at(cell).formulas.first() {
            None if !cells.contains(&cell) => cells.push(cell),
            None => {}
            Some(formula) => {
                waiting.extend(formula.iter().rev().filter_map(|term| match term.operand {
                    Operand::Cell(addend) => Some(addend),
                    Operand::Prior(_) => None,
                }))
            }
        }
    }
}
