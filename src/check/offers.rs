//! Figures that follow: empty cells which an equation of the form leaves only one figure for.

use super::kinds::can_hold;
use super::outcome::{Outcome, outcome, value};
use crate::report::{Figures, PastYear, Sum};
use crate::template::{Equation, Operand, Template, Term};
use rust_decimal::Decimal;

/// Empty cells whose figure follows from a rule, with that figure: what 按勾稽关系填入 would enter.
///
/// A cell is offered when it is the only one missing in an equation and the figure is one that the cell can hold.
pub fn offers(
    template: &Template,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Vec<(usize, Decimal)> {
    let mut offers: Vec<(usize, Decimal)> = Vec::new();
    for equation in &template.equations {
        let Outcome::NotFilled(cells) = outcome(template, equation, figures, prior) else {
            continue;
        };
        let [cell] = cells.as_slice() else { continue };
        if figures.get(*cell).entered.is_some() || offers.iter().any(|offer| offer.0 == *cell) {
            continue;
        }
        let Some(figure) = solve(template, equation, *cell, figures, prior) else {
            continue;
        };
        if can_hold(template, &template.cell_at(*cell).kind, figure) {
            offers.push((*cell, figure));
        }
    }
    offers
}

/// The figure of a missing entered cell that makes an equation hold; `None` when none follows.
fn solve(
    template: &Template,
    equation: &Equation,
    missing: usize,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Option<Decimal> {
    let side = |terms: &[Term]| split(template, terms, missing, figures, prior);
    let left = match equation.total {
        Some(total) => (figures.get(total).stated?.value()?, 0),
        None => side(&equation.left)?,
    };
    let right = side(&equation.right)?;
    match left.1.checked_sub(right.1)? {
        1 => right.0.checked_sub(left.0),
        -1 => left.0.checked_sub(right.0),
        _ => None,
    }
}

/// What a side adds up to without a missing cell, and how many times that cell is added to it; a total that lacks it is
/// taken apart.
fn split(
    template: &Template,
    side: &[Term],
    missing: usize,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Option<(Decimal, i32)> {
    // Totals of totals could share addends without end; no form has nearly so many.
    const MOST_TERMS: usize = 8_192;
    let mut waiting: Vec<(bool, &Term)> = side.iter().map(|term| (term.minus, term)).collect();
    let (mut known, mut times): (Vec<(bool, Option<Decimal>)>, i32) = (Vec::new(), 0);
    for _ in 0..MOST_TERMS {
        let Some((minus, term)) = waiting.pop() else {
            return Some((Sum::of(known).known()?, times));
        };
        match &term.operand {
            Operand::Cell(cell) if *cell == missing => {
                times = times.checked_add(if minus { -1 } else { 1 })?;
            }
            Operand::Cell(cell) if figures.value(*cell).is_none() => {
                let formula = template.cells.get(*cell)?.formulas.first()?;
                waiting.extend(formula.iter().map(|term| (minus != term.minus, term)));
            }
            _ => known.push((minus, value(term, figures, prior))),
        }
    }
    None
}
