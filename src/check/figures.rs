//! The template's rules over the figures: what holds, what is off by how much, what is not filled yet.

use super::gaps::{self, can_hold};
use super::rules::finding;
use super::{Finding, Remedy};
use crate::place::Place;
use crate::report::{Entry, Figures, PastYear, Report, Sum};
use crate::template::{About, CellSpec, Equation, Operand, Template, Term};
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

/// Every broken rule, impossible figure and unfilled cell, in no particular order.
pub fn check(template: &Template, report: &Report, prior: Option<&PastYear>) -> Vec<Finding> {
    let figures = Figures::of(template, report);
    let mut findings = Vec::new();
    for equation in &template.equations {
        match outcome(template, equation, &figures, prior) {
            Outcome::Holds | Outcome::NotFilled(_) | Outcome::NoPrior => {}
            broken => findings.push(broken_rule(template, equation, &figures, prior, broken)),
        }
    }
    for rule in &template.form.standing {
        match rule.about {
            About::Figures => {
                gaps::unfilled_cells(template, &figures, prior, rule, &mut findings);
            }
            About::Kinds { digits } => {
                gaps::impossible_figures(template, &figures, rule, digits, &mut findings);
            }
            About::Addresses => gaps::unknown_addresses(template, report, rule, &mut findings),
            _ => {}
        }
    }
    findings
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

fn value(term: &Term, figures: &Figures, prior: Option<&PastYear>) -> Option<Decimal> {
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

fn broken_rule(
    template: &Template,
    equation: &Equation,
    figures: &Figures,
    prior: Option<&PastYear>,
    outcome: Outcome,
) -> Finding {
    let mut found = finding(template.rule_of(equation));
    found.left_cells = addresses(template, &equation.left);
    found.right_cells = addresses(template, &equation.right);
    (found.left, found.right, found.difference) = match &outcome {
        Outcome::OffBy {
            left,
            right,
            difference,
        } => (Some(*left), Some(*right), Some(*difference)),
        Outcome::TotalIsMark { computed } => (None, Some(*computed), None),
        _ => (None, None, None),
    };
    found.message = match equation.total {
        _ if outcome == Outcome::TooLarge => too_large_in_words(template, equation),
        Some(total) => total_in_words(template, equation, total, figures, &found),
        None => balance_in_words(equation, figures, prior, &found),
    };
    found.remedy = match (equation.total, lone_cell(template, equation), found.right) {
        (Some(total), _, Some(_)) => Some(Remedy::AdoptComputed(
            template.cell_at(total).address.clone(),
        )),
        (None, Some(cell), Some(right)) if can_hold(template, &cell.kind, right) => {
            Some(Remedy::Fill(vec![(cell.address.clone(), right)]))
        }
        _ => None,
    };
    found.with_fingerprint("")
}

/// The entered cell that a comparison with last year settles: it stands alone on the left.
fn lone_cell<'a>(template: &'a Template, equation: &Equation) -> Option<&'a CellSpec> {
    let looks_back = equation
        .right
        .iter()
        .any(|term| matches!(term.operand, Operand::Prior(_)));
    match (equation.left.as_slice(), looks_back) {
        (
            [
                Term {
                    minus: false,
                    operand: Operand::Cell(cell),
                    ..
                },
            ],
            true,
        ) => Some(template.cell_at(*cell)).filter(|cell| !cell.is_total()),
        _ => None,
    }
}

fn addresses(template: &Template, side: &[Term]) -> Vec<Place> {
    let place = |term: &Term| match term.operand {
        Operand::Cell(cell) => Some(Place::Figure(template.cell_at(cell).address.clone())),
        Operand::Prior(_) => None,
    };
    side.iter().filter_map(place).collect()
}

fn too_large_in_words(template: &Template, equation: &Equation) -> String {
    let cells = equation.left.iter().chain(&equation.right);
    let cell = cells.into_iter().find_map(|term| match &term.operand {
        Operand::Cell(cell) => template.cells.get(*cell),
        Operand::Prior(_) => None,
    });
    let whole = cell.map_or(String::new(), CellSpec::label);
    format!("{whole}：数字太大，加起来超出了能准确计算的范围，无法核对。")
}

fn total_in_words(
    template: &Template,
    equation: &Equation,
    total: usize,
    figures: &Figures,
    found: &Finding,
) -> String {
    let cell = template.cell_at(total);
    let name = equation.left.first().map_or("", |term| term.name.as_str());
    let subject = match equation.subject.is_empty() {
        // The row has no label of its own, so the column's groups say which total it is.
        true => {
            let path = cell.column_path.split_last();
            path.map_or(String::new(), |(_, groups)| groups.join("，"))
        }
        false => equation.subject.clone(),
    };
    let sum = words(found.right);
    match figures.get(total).stated {
        Some(Entry::Mark(mark)) => {
            format!("{subject}：{name}印的是“{mark}”，按各项相加应为 {sum}。")
        }
        _ => format!(
            "{subject}：{name}印的是 {}，按各项相加应为 {sum}，相差 {}。",
            words(found.left),
            words(found.difference)
        ),
    }
}

fn balance_in_words(
    equation: &Equation,
    figures: &Figures,
    prior: Option<&PastYear>,
    found: &Finding,
) -> String {
    let side = |terms: &[Term], sum: Option<Decimal>| {
        let mut text = String::new();
        for (index, term) in terms.iter().enumerate() {
            text.push_str(match (index, term.minus) {
                (_, true) => "减",
                (0, false) => "",
                (_, false) => "加",
            });
            text.push_str(&format!(
                "{} {} ",
                term.name,
                words(value(term, figures, prior))
            ));
        }
        match terms.len() {
            1 => text.trim_end().to_owned(),
            _ => format!("{text}等于 {}", words(sum)),
        }
    };
    format!(
        "{}：{}，{}，相差 {}。",
        equation.subject,
        side(&equation.left, found.left),
        side(&equation.right, found.right),
        words(found.difference)
    )
}

fn words(figure: Option<Decimal>) -> String {
    figure.map_or("（空）".to_owned(), |figure| figure.to_string())
}
