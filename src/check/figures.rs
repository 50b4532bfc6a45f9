//! The template's rules over the figures: what holds, what is off by how much, what is not filled yet.

use super::kinds::can_hold;
use super::outcome::{Outcome, outcome, value};
use super::rules::finding;
use super::{Finding, Remedy};
use super::{gaps, kinds};
use crate::place::Place;
use crate::report::{Entry, Figures, PastYear, Report};
use crate::template::{About, CellSpec, Equation, Operand, Template, Term};
use rust_decimal::Decimal;

/// Every broken rule, impossible figure and unfilled cell, in no particular order.
pub fn check(template: &Template, report: &Report, prior: Option<&PastYear>) -> Vec<Finding> {
    let mut findings = of_figures(template, &Figures::of(template, report), prior);
    findings.extend(of_addresses(template, report));
    findings
}

/// What depends on the figures and last year's alone.
pub(super) fn of_figures(
    template: &Template,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for equation in &template.equations {
        match outcome(template, equation, figures, prior) {
            Outcome::Holds | Outcome::NotFilled(_) | Outcome::NoPrior => {}
            broken => findings.push(broken_rule(template, equation, figures, prior, broken)),
        }
    }
    for rule in &template.form.standing {
        match rule.about {
            About::Figures => {
                gaps::unfilled_cells(template, figures, prior, rule, &mut findings);
            }
            About::Kinds { digits } => {
                kinds::impossible_figures(template, figures, rule, digits, &mut findings);
            }
            _ => {}
        }
    }
    findings
}

/// Figures and notes at addresses that the form does not have.
pub(super) fn of_addresses(template: &Template, report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    let rules = template.form.standing.iter();
    for rule in rules.filter(|rule| matches!(rule.about, About::Addresses)) {
        gaps::unknown_addresses(template, report, rule, &mut findings);
    }
    findings
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
