//! This year's figures beside last year's: what jumped by an order of magnitude, what is suspiciously the same.

use super::{Finding, Severity, finding};
use crate::place::Place;
use crate::report::succession::tied_to_last_year;
use crate::report::{Entry, Figures, PastYear, Report};
use crate::template::Template;
use rust_decimal::Decimal;

/// A jump is a factor of at least this: a digit too many or too few, yuan for 10 000 yuan.
const JUMP: i64 = 10;

/// Figures below this jump by chance (1 case, then 12), so the larger of both must reach it.
const SMALLEST_JUMP: i64 = 100;

/// From three digits on two years are hardly ever the same by chance; 5 and 5 often are.
const SMALLEST_REPEAT: i64 = 100;

const LAW: &str = "与上年报告比较";

/// What stands between this year's figure and last year's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surprise {
    /// An order of magnitude more or less.
    Jump,
    /// The same large figure again.
    Repeat,
}

/// A question for every entered figure that surprises beside last year's. `prior` is under the same form.
pub fn check(template: &Template, report: &Report, prior: &PastYear) -> Vec<Finding> {
    if prior.year + 1 != report.year {
        return Vec::new();
    }
    let tied = tied_to_last_year(template);
    let figures = Figures::of(template, report);
    let mut findings = Vec::new();
    for (index, cell) in template
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_total())
    {
        let last = prior.figures.get(&cell.address).and_then(Entry::value);
        let this = figures.get(index).entered.and_then(Entry::value);
        let (Some(this), Some(last)) = (this, last) else {
            continue;
        };
        let (rule, message, advice) = match surprise(this, last) {
            Some(Surprise::Jump) => (
                "jump_from_last_year",
                format!("{}：本年 {this}，上年 {last}，相差十倍以上。", cell.label()),
                "请核对位数和单位；属实的，请在回答中写明原因。",
            ),
            Some(Surprise::Repeat) if !tied.contains(&cell.address) => (
                "same_as_last_year",
                format!("{}：本年 {this}，与上年完全相同。", cell.label()),
                "请核对是不是照抄了上年的数字；属实的，请在回答中写明原因。",
            ),
            _ => continue,
        };
        let mut found = finding(Severity::Question, rule, LAW, advice);
        found.left_cells = vec![Place::Figure(cell.address.clone())];
        (found.left, found.right) = (Some(this), Some(last));
        found.difference = this.checked_sub(last).map(|gap| gap.abs());
        found.message = message;
        findings.push(found.with_fingerprint(""));
    }
    findings
}

/// What is surprising about a figure beside last year's; `None` when nothing is.
pub fn surprise(this: Decimal, last: Decimal) -> Option<Surprise> {
    let (small, large) = match this.abs() < last.abs() {
        true => (this.abs(), last.abs()),
        false => (last.abs(), this.abs()),
    };
    let tenfold = small.checked_mul(Decimal::from(JUMP));
    if large >= Decimal::from(SMALLEST_JUMP) && tenfold.is_some_and(|tenfold| large >= tenfold) {
        Some(Surprise::Jump)
    } else if this == last && digits(this) >= Decimal::from(SMALLEST_REPEAT) {
        Some(Surprise::Repeat)
    } else {
        None
    }
}

/// The digits of a number without its point: 1.25 万元 is as unlikely to come again as 125 cases.
fn digits(number: Decimal) -> Decimal {
    let plain = number.abs().normalize();
    Decimal::from_i128_with_scale(plain.mantissa(), 0)
}
