//! The totals of one row and what its columns add up to: what they prove, what they contradict.

use super::assign::Assigned;
use crate::report::Entry;
use crate::template::axis::Header;
use crate::template::equation;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// Whether every total of the row is the sum of its columns and one of them is not 0.
pub(super) fn is_proven(assigned: &Assigned, leaves: &[&Header]) -> bool {
    let sums = sums(assigned, leaves);
    sums.iter().all(|sum| sum.is_whole && sum.holds())
        && sums.iter().any(|sum| !sum.total.is_zero())
}

/// Whether the totals of a row that has blanks are the sums of what is there, and one of them is not 0.
pub(super) fn adds_up_with_blanks(assigned: &Assigned, leaves: &[&Header]) -> bool {
    let sums = sums(assigned, leaves);
    sums.iter().all(RowSum::holds) && sums.iter().any(|sum| !sum.total.is_zero())
}

/// Whether the blank cells of a row are its totals, several of them, and nothing else: no row that moved looks like it.
pub(super) fn lacks_all_totals(blanks: &[usize], leaves: &[&Header]) -> bool {
    let totals = leaves
        .iter()
        .enumerate()
        .filter(|(_, leaf)| leaf.formula.is_some())
        .map(|(at, _)| at);
    blanks.len() >= 2 && totals.eq(blanks.iter().copied())
}

/// The columns of the sums of a row that hold and are not 0, when the row has others that fail: those groups of columns
/// stand where they belong.
pub(super) fn proven_groups(figures: &[(usize, Entry)], leaves: &[&Header]) -> Vec<(usize, Entry)> {
    let assigned = Assigned {
        figures: figures.to_vec(),
        ..Assigned::default()
    };
    let sums = sums(&assigned, leaves);
    let proven: Vec<&RowSum> = sums
        .iter()
        .filter(|sum| sum.is_whole && sum.holds() && !sum.total.is_zero())
        .collect();
    let is_proven = |column: &usize| proven.iter().any(|sum| sum.columns.contains(column));
    let figures = figures.iter().filter(|(column, _)| is_proven(column));
    figures.cloned().collect()
}

/// Whether the row would add up if one of its numbers had some more digits behind it, as when a line broke in it.
pub(super) fn lacks_digits(assigned: &Assigned, leaves: &[&Header]) -> bool {
    let values = || {
        assigned
            .figures
            .iter()
            .filter_map(|(_, entry)| entry.value())
    };
    let may_go_on = |sum: &RowSum| {
        let found = sum.sum?;
        let gap = sum.total.checked_sub(found)?;
        let whole = |value: Decimal| value.checked_add(gap).is_some_and(|w| goes_on(value, w));
        Some(goes_on(sum.total, found) || values().any(whole))
    };
    sums(assigned, leaves)
        .iter()
        .filter(|sum| !sum.holds())
        .any(|sum| may_go_on(sum).unwrap_or(true))
}

/// Whether a number is the beginning of another.
pub(super) fn goes_on(value: Decimal, whole: Decimal) -> bool {
    let (value, whole) = (value.normalize().to_string(), whole.normalize().to_string());
    whole.len() > value.len() && whole.starts_with(&value)
}

/// Whether a row has totals that are not the sums of its columns.
pub(super) fn contradicts_itself(assigned: &Assigned, leaves: &[&Header]) -> bool {
    sums(assigned, leaves).iter().any(|sum| !sum.holds())
}

/// Whether a row without its last total ends in a figure that may be it: not less than the others together. A row that
/// moved left by a cell looks so.
pub(super) fn ends_in_total_of_more(assigned: &Assigned, leaves: &[&Header]) -> bool {
    let ends_in_total = leaves.last().is_some_and(|leaf| leaf.formula.is_some());
    let total = leaves.len().saturating_sub(1);
    let known = assigned.figures.iter();
    let known = known.filter_map(|(column, entry)| Some((*column, entry.value()?)));
    let (others, last): (Vec<_>, Vec<_>) = known.partition(|(column, _)| column + 1 < total);
    // The figure before the total, and none in the total's own place.
    let [(column, last)] = last.as_slice() else {
        return false;
    };
    let mut others = others.iter();
    let sum = others.try_fold(Decimal::ZERO, |sum, (_, value)| sum.checked_add(*value));
    let is_as_much = sum.is_none_or(|sum| *last >= sum);
    ends_in_total && column + 1 == total && !last.is_zero() && is_as_much
}

/// How the first figure of a row without its total stands to the others together, when those are known and not all 0; a
/// total printed first is never less.
pub(super) fn first_against_rest(
    assigned: &Assigned,
    leaves: &[&Header],
) -> Option<(Ordering, usize)> {
    let total = leaves.len().checked_sub(1)?;
    let is_total = |column: usize| {
        leaves
            .get(column)
            .is_some_and(|leaf| leaf.formula.is_some())
    };
    let known = assigned.figures.iter();
    let known = known.filter_map(|(column, entry)| Some((*column, entry.value()?)));
    let (first, others): (Vec<_>, Vec<_>) = known.partition(|(column, _)| *column == 0);
    let has_total = others.iter().any(|(column, _)| *column == total);
    let [(_, first)] = first.as_slice() else {
        return None;
    };
    let mut rest = others.iter();
    let sum = rest.try_fold(Decimal::ZERO, |sum, (_, value)| sum.checked_add(*value))?;
    let count = others.iter().filter(|(_, value)| !value.is_zero()).count();
    let is_telling = is_total(total) && !has_total && !sum.is_zero();
    is_telling.then(|| (first.cmp(&sum), count))
}

/// The totals of a band's columns, each with the columns of its terms.
pub(super) fn groups(leaves: &[&Header]) -> Vec<(usize, Vec<usize>)> {
    let column = |id: &str| leaves.iter().position(|leaf| leaf.id == id);
    let group = |(total, leaf): (usize, &&Header)| {
        let terms = equation::parse_formula(leaf.formula.as_deref()?).ok()?;
        let terms = terms.iter().filter_map(|term| column(&term.id));
        Some((total, terms.collect()))
    };
    leaves.iter().enumerate().filter_map(group).collect()
}

/// A total of a row and what its columns add up to.
pub(super) struct RowSum {
    pub total: Decimal,
    /// The sum of the columns known; `None` when it is beyond all numbers.
    pub sum: Option<Decimal>,
    /// Whether all columns are known.
    pub is_whole: bool,
    /// The columns of its total, which comes first, and its terms.
    pub columns: Vec<usize>,
    /// The figures known among its terms.
    known: Vec<(bool, Decimal)>,
}

impl RowSum {
    pub fn holds(&self) -> bool {
        self.sum == Some(self.total)
    }

    /// Whether the terms known are more than the total already: no others can mend that, for counts are never negative.
    pub fn is_exceeded(&self) -> bool {
        let is_plain = self.known.iter().all(|(minus, _)| !minus);
        is_plain && self.sum.is_none_or(|sum| sum > self.total)
    }

    /// Whether any of its terms is known.
    pub fn has_terms(&self) -> bool {
        !self.known.is_empty()
    }

    /// Whether one of the terms is the sum of the other figures, the total's among them: then the row may have moved and
    /// that figure be its total.
    pub fn may_have_moved(&self) -> bool {
        let all = self
            .known
            .iter()
            .try_fold(self.total, |sum, (_, value)| sum.checked_add(*value));
        let is_plain = self.known.iter().all(|(minus, _)| !minus);
        let is_rest = |value: &Decimal| {
            let rest = all.and_then(|all| all.checked_sub(*value));
            !value.is_zero() && rest == Some(*value)
        };
        is_plain && self.known.iter().any(|(_, value)| is_rest(value))
    }

    pub fn said(&self) -> String {
        match self.sum {
            Some(sum) => format!("各列相加得 {sum}"),
            None => "各列相加超出了能计算的范围".to_owned(),
        }
    }
}

/// The totals of a row that are known.
pub(super) fn sums(assigned: &Assigned, leaves: &[&Header]) -> Vec<RowSum> {
    let value = |id: &str| {
        let column = leaves.iter().position(|leaf| leaf.id == id)?;
        let found = assigned.figures.iter().find(|(at, _)| *at == column)?;
        found.1.value()
    };
    let mut sums = Vec::new();
    for leaf in leaves {
        let Some(formula) = &leaf.formula else {
            continue;
        };
        let (Some(total), Ok(terms)) = (value(&leaf.id), equation::parse_formula(formula)) else {
            continue;
        };
        let is_whole = terms.iter().all(|term| value(&term.id).is_some());
        let known: Vec<(bool, Decimal)> = terms
            .iter()
            .filter_map(|term| Some((term.minus, value(&term.id)?)))
            .collect();
        let sum = known
            .iter()
            .try_fold(Decimal::ZERO, |sum, (minus, value)| match minus {
                true => sum.checked_sub(*value),
                false => sum.checked_add(*value),
            });
        let column = |id: &str| leaves.iter().position(|leaf| leaf.id == id);
        let terms = terms.iter().filter_map(|term| column(&term.id));
        sums.push(RowSum {
            total,
            sum,
            is_whole,
            columns: column(&leaf.id).into_iter().chain(terms).collect(),
            known,
        });
    }
    sums
}
