//! What a cell can hold: counts without signs and fractions, amounts in its own unit with so many decimals.

use super::Finding;
use super::rules::finding;
use crate::place::Place;
use crate::report::{Entry, Figures};
use crate::template::{About, Kind, Standing, Template};
use rust_decimal::Decimal;

/// Figures that their cell cannot hold: a negative count, half a case, more digits or decimals than the form has.
pub(super) fn impossible_figures(
    template: &Template,
    figures: &Figures,
    rule: &Standing,
    digits: u32,
    findings: &mut Vec<Finding>,
) {
    for (index, cell) in template.cells.iter().enumerate() {
        let figure = figures.get(index);
        let Some(entry) = figure.entered.or(figure.stated) else {
            continue;
        };
        let Some(fault) = fault(&cell.kind, entry, digits) else {
            continue;
        };
        let mut found = finding(rule);
        found.left_cells = vec![Place::Figure(cell.address.clone())];
        found.left = entry.value();
        found.message = format!("{}：填的是 {}，{fault}。", cell.label(), entry);
        findings.push(found.with_fingerprint(""));
    }
}

/// Whether an amount names a unit that is not the cell's: 5000元 where 万元 are meant.
fn other_unit(entry: &Entry, unit: &str) -> bool {
    let Entry::Number { note, .. } = entry else {
        return false;
    };
    let named = note.split_once('元').map(|(named, _)| named.trim());
    let is_unit = |named: &&str| named.chars().all(|c| "分角百千万亿".contains(c));
    named
        .filter(is_unit)
        .is_some_and(|named| named != unit.trim_end_matches('元'))
}

/// Why a cell of this kind cannot hold a number; `None` when it can, and for marks, which count as unfilled.
fn fault(kind: &Kind, entry: &Entry, digits: u32) -> Option<String> {
    let Entry::Number { value, .. } = entry else {
        return None;
    };
    let whole_digits = value.trunc().mantissa().unsigned_abs().checked_ilog10();
    let too_large = whole_digits.is_some_and(|most| most >= digits);
    let negative = value.is_sign_negative() && !value.is_zero();
    let fraction = !value.fract().is_zero();
    match kind {
        _ if too_large => Some(format!("数字太大，最多 {digits} 位")),
        Kind::Count | Kind::Money { .. } if negative => Some("不能是负数".to_owned()),
        Kind::Count | Kind::SignedCount if fraction => Some("应当是整数".to_owned()),
        Kind::Money { unit, .. } if other_unit(entry, unit) => {
            Some(format!("单位与表头的“{unit}”不同，请换算"))
        }
        Kind::Money { decimals, .. } if value.normalize().scale() > *decimals => {
            Some(format!("最多保留 {decimals} 位小数"))
        }
        _ if entry.is_fitting(kind) => None,
        _ => {
            let plain = entry.clone().fitting(kind).without_note();
            Some(format!("应当写成 {plain}"))
        }
    }
}

/// Whether a cell can hold a figure; `digits` are the most before the point.
pub(super) fn can_hold(template: &Template, kind: &Kind, figure: Decimal) -> bool {
    let kinds = template
        .form
        .standing
        .iter()
        .find_map(|rule| match rule.about {
            About::Kinds { digits } => Some(digits),
            _ => None,
        });
    fault(kind, &Entry::number(figure), kinds.unwrap_or(u32::MAX)).is_none()
}
