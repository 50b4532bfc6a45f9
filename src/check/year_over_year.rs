//! This year's figures beside last year's: what jumped by an order of magnitude, what is suspiciously the same.

use super::Finding;
use super::rules::finding;
use crate::place::Place;
use crate::report::succession::tied_to_last_year;
use crate::report::{Entry, Figures, PastYear, Report};
use crate::template::{About, Standing, Template};
use rust_decimal::Decimal;

/// What stands between this year's figure and last year's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surprise {
    /// Many times more or less.
    Jump,
    /// The same large figure again.
    Repeat,
}

/// A question for every entered figure that surprises beside last year's. `prior` is under the same form.
pub fn check(
    template: &Template,
    report: &Report,
    figures: &Figures,
    prior: &PastYear,
) -> Vec<Finding> {
    if prior.year.checked_add(1) != Some(report.year) {
        return Vec::new();
    }
    let tied = tied_to_last_year(template);
    let mut findings = Vec::new();
    let cells = template.cells.iter().enumerate();
    for (index, cell) in cells.filter(|(_, cell)| !cell.is_total()) {
        let last = prior.figures.get(&cell.address).and_then(Entry::value);
        let this = figures.get(index).entered.and_then(Entry::value);
        let (Some(this), Some(last)) = (this, last) else {
            continue;
        };
        let Some((surprise, rule, message)) = surprising(template, this, last) else {
            continue;
        };
        if surprise == Surprise::Repeat && tied.contains(&cell.address) {
            continue;
        }
        let mut found = finding(rule);
        found.left_cells = vec![Place::Figure(cell.address.clone())];
        (found.left, found.right) = (Some(this), Some(last));
        found.difference = this.checked_sub(last).map(|gap| gap.abs());
        found.message = message
            .replace("{cell}", &cell.label())
            .replace("{this}", &this.to_string())
            .replace("{last}", &last.to_string());
        findings.push(found.with_fingerprint(""));
    }
    findings
}

/// What is surprising about a figure beside last year's, by the form's thresholds; `None` when nothing is.
pub fn surprise(template: &Template, this: Decimal, last: Decimal) -> Option<Surprise> {
    surprising(template, this, last).map(|(surprise, ..)| surprise)
}

/// The first rule that finds a figure surprising, with the pattern of its sentence.
fn surprising(
    template: &Template,
    this: Decimal,
    last: Decimal,
) -> Option<(Surprise, &Standing, &str)> {
    let standing = template.form.standing.iter();
    standing
        .filter_map(|rule| match &rule.about {
            About::Jump {
                factor,
                from,
                message,
            } => jumps(this, last, *factor, *from).then_some((Surprise::Jump, rule, message)),
            About::Repeat { from, message } => {
                repeats(this, last, *from).then_some((Surprise::Repeat, rule, message))
            }
            _ => None,
        })
        .map(|(surprise, rule, message)| (surprise, rule, message.as_str()))
        .next()
}

/// Figures below `from` jump by chance (1 case, then 12), so the larger of both must reach it.
fn jumps(this: Decimal, last: Decimal, factor: u32, from: u32) -> bool {
    let (small, large) = match this.abs() < last.abs() {
        true => (this.abs(), last.abs()),
        false => (last.abs(), this.abs()),
    };
    let times = small.checked_mul(Decimal::from(factor));
    large >= Decimal::from(from) && times.is_some_and(|times| large >= times)
}

/// From three digits on two years are hardly ever the same by chance; 5 and 5 often are.
fn repeats(this: Decimal, last: Decimal, from: u32) -> bool {
    this == last && digits(this) >= Decimal::from(from)
}

/// The digits of a number without its point: 1.25 万元 is as unlikely to come again as 125 cases.
fn digits(number: Decimal) -> Decimal {
    let plain = number.abs().normalize();
    // A mantissa always fits a decimal without decimals.
    Decimal::try_from_i128_with_scale(plain.mantissa(), 0).unwrap_or(Decimal::MAX)
}
