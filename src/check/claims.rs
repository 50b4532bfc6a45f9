//! What the texts claim about the tables' numbers, held against the tables.

use super::Finding;
use super::rules::finding;
use super::texts::{Text, shown_of};
use crate::claim::{Amount, Certainty, Change, Claim, Direction, Share, Sum, Told};
use crate::place::Place;
use crate::report::{Entry, Figures, PastYear};
use crate::template::{Kind, Question, Template};
use rust_decimal::Decimal;
use std::ops::Range;

/// The figures that claims are held against.
pub(super) struct Tables<'a> {
    pub template: &'a Template,
    pub figures: &'a Figures<'a>,
    /// Last year's, under the same form.
    pub prior: Option<&'a PastYear>,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    Right,
    /// Why not, in a clause, with both sides where it compares two numbers.
    Wrong(String, Option<(Decimal, Decimal)>),
    /// A figure that it needs is not there yet.
    Open,
}

impl Tables<'_> {
    pub fn judge(&self, claim: &Claim) -> Verdict {
        let fits = |(amount, sums): &(Amount, Vec<Sum>)| {
            let mut values = sums.iter().filter_map(|sum| self.value(sum, false));
            values.any(|value| amount.fits(value))
        };
        if claim.given.as_ref().is_some_and(|given| !fits(given)) {
            return Verdict::Open;
        }
        match claim.certainty {
            Certainty::Certain => {}
            Certainty::Alone => return self.mistyped(claim),
            Certainty::Beside => return Verdict::Open,
        }
        match &claim.told {
            Told::Count { amount, sums } => {
                self.count(claim, amount, sums, |value| amount.fits(value))
            }
            Told::Part { amount, sums } => {
                self.count(claim, amount, sums, |value| amount.value <= value)
            }
            Told::Share {
                percent,
                parts,
                wholes,
            } => self.share(percent, parts, wholes),
            Told::Change {
                direction,
                by,
                sums,
                base,
            } => self.change(*direction, by, sums, *base),
            Told::All {
                told,
                parts,
                wholes,
            } => self.all(claim, told.as_ref(), parts, wholes),
            Told::Exceeds { parts, whole } => Verdict::Wrong(
                format!("各部分合计 {parts}，多于总数 {whole}"),
                Some((*parts, *whole)),
            ),
        }
    }

    fn value(&self, sum: &Sum, is_last_year: bool) -> Option<Decimal> {
        let mut total = Decimal::ZERO;
        for cell in sum {
            let figure = match is_last_year {
                false => self.figures.value(*cell)?,
                true => {
                    let address = &self.template.cells.get(*cell)?.address;
                    self.prior?.figures.get(address).and_then(Entry::value)?
                }
            };
            let figure = match self.template.cells.get(*cell).map(|cell| &cell.kind) {
                // Texts are read in 万元.
                Some(Kind::Money { unit, .. }) if unit == "元" => {
                    figure.checked_div(Decimal::from(10_000))?
                }
                _ => figure,
            };
            total = total.checked_add(figure)?;
        }
        Some(total)
    }

    pub(super) fn values(&self, sums: &[Sum], is_last_year: bool) -> Option<Vec<Decimal>> {
        sums.iter()
            .map(|sum| self.value(sum, is_last_year))
            .collect()
    }

    fn name(&self, sum: &Sum) -> String {
        let labels: Vec<String> = sum
            .iter()
            .filter_map(|cell| Some(self.template.cells.get(*cell)?.label()))
            .collect();
        match labels.as_slice() {
            [one] => format!("“{one}”"),
            [one, other] => format!("“{one}”加“{other}”"),
            [one, .., last] => match in_common(&labels) {
                Some(group) => format!("“{group}”{} 项的合计", labels.len()),
                None => format!("“{one}”至“{last}”共 {} 项的合计", labels.len()),
            },
            [] => String::new(),
        }
    }

    /// The sums that belong to what the number told before is; `None` when that says nothing.
    fn meant(&self, claim: &Claim, sums: &[Sum]) -> Option<Vec<Sum>> {
        let (amount, readings) = claim.read_as.as_ref()?;
        let fits = |reading: &Sum| {
            let value = self.value(reading, claim.is_last_year);
            value.is_some_and(|value| amount.fits(value))
        };
        let pairs = readings.iter().zip(sums);
        let meant: Vec<Sum> = pairs
            .filter(|(reading, _)| fits(reading))
            .map(|(_, sum)| sum.clone())
            .collect();
        (!meant.is_empty()).then_some(meant)
    }

    pub(super) fn count(
        &self,
        claim: &Claim,
        amount: &Amount,
        sums: &[Sum],
        fits: impl Fn(Decimal) -> bool,
    ) -> Verdict {
        let meant = self.meant(claim, sums);
        let sums = meant.as_deref().unwrap_or(sums);
        let Some(values) = self.values(sums, claim.is_last_year) else {
            return Verdict::Open;
        };
        if values.iter().any(|value| fits(*value)) {
            return Verdict::Right;
        }
        let (Some(sum), Some(value)) = (sums.first(), values.first()) else {
            return Verdict::Open;
        };
        let table = if claim.is_last_year {
            "上年报告的表格"
        } else {
            "表格"
        };
        let told = amount.value.normalize();
        let reason = format!("文字写的是 {told}，{table}里{}是 {value}", self.name(sum));
        Verdict::Wrong(reason, Some((amount.value, *value)))
    }

    /// A number of which it is not certain what it counts: whether it looks like one of the figures that it may be,
    /// mistyped. One that stands anywhere in the tables is no slip.
    fn mistyped(&self, claim: &Claim) -> Verdict {
        let Told::Count { amount, sums } = &claim.told else {
            return Verdict::Open;
        };
        let Some(values) = self.values(sums, claim.is_last_year) else {
            return Verdict::Open;
        };
        let meant = values.iter().zip(sums);
        let mut meant = meant.filter(|(value, _)| amount.may_be_typed_for(**value));
        let stands = || {
            let mut cells = (0..self.template.cells.len())
                .filter_map(|cell| self.value(&vec![cell], claim.is_last_year));
            values.iter().any(|value| amount.fits(*value))
                || cells.any(|value| value == amount.value)
        };
        let Some((value, sum)) = meant.next().filter(|_| !stands()) else {
            return Verdict::Open;
        };
        let told = amount.value.normalize();
        let reason = format!(
            "文字写的是 {told}，表格里{}是 {value}，两数相近，像是有一处打错了",
            self.name(sum)
        );
        Verdict::Wrong(reason, Some((amount.value, *value)))
    }

    fn share(&self, percent: &Amount, parts: &[Share], wholes: &[Share]) -> Verdict {
        let side = |share: &Share| match share {
            Share::Told(number) => Some(*number),
            Share::Cells(sum) => self.value(sum, false),
        };
        let mut actual = None;
        for part in parts {
            for whole in wholes.iter().filter(|whole| *whole != part) {
                let (Some(part), Some(whole)) = (side(part), side(whole)) else {
                    return Verdict::Open;
                };
                let share = part
                    .checked_mul(Decimal::ONE_HUNDRED)
                    .and_then(|part| part.checked_div(whole));
                let Some(share) = share else {
                    continue;
                };
                if percent.fits_share(share) {
                    return Verdict::Right;
                }
                actual.get_or_insert((share, part, whole));
            }
        }
        let Some((share, part, whole)) = actual else {
            return Verdict::Open;
        };
        let rounded = share.round_dp(percent.value.scale().max(1));
        let reason = format!(
            "文字写的是 {}%，按 {part} ÷ {whole} 计算是 {rounded}%",
            percent.value.normalize()
        );
        Verdict::Wrong(reason, Some((percent.value, rounded)))
    }

    fn change(
        &self,
        direction: Direction,
        by: &Change,
        sums: &[Sum],
        base: Option<Decimal>,
    ) -> Verdict {
        let last = match base {
            Some(told) => Some(vec![told; sums.len()]),
            None => self.values(sums, true),
        };
        let (Some(now), Some(last)) = (self.values(sums, false), last) else {
            return Verdict::Open;
        };
        let mut shown = None;
        for (now, last) in now.iter().zip(&last) {
            let Some(gap) = now.checked_sub(*last) else {
                return Verdict::Open;
            };
            let goes = match gap {
                gap if gap.is_zero() => Direction::Same,
                gap if gap.is_sign_negative() => Direction::Less,
                _ => Direction::More,
            };
            let rate = gap
                .abs()
                .checked_mul(Decimal::ONE_HUNDRED)
                .and_then(|gap| gap.checked_div(*last));
            let is_right = match by {
                Change::Count(amount) => amount.fits(gap.abs()),
                Change::Percent(percent) => match rate {
                    Some(rate) => percent.fits_share(rate),
                    None => return Verdict::Open,
                },
                Change::Unsaid => true,
            };
            if is_right && (goes == direction || gap.is_zero()) {
                return Verdict::Right;
            }
            shown.get_or_insert((*now, *last, gap, rate));
        }
        let Some((now, last, gap, rate)) = shown else {
            return Verdict::Open;
        };
        let word = if gap.is_sign_negative() {
            "减少"
        } else {
            "增加"
        };
        let rate = match rate.filter(|_| matches!(by, Change::Percent(_))) {
            Some(rate) => format!("（{}%）", rate.round_dp(2).normalize()),
            None => String::new(),
        };
        let reason = match gap.is_zero() {
            true => format!("本年 {now}，与上年相同"),
            false => format!("本年 {now}，上年 {last}，{word} {}{rate}", gap.abs()),
        };
        Verdict::Wrong(reason, Some((now, last)))
    }

    fn all(&self, claim: &Claim, told: Option<&Amount>, parts: &[Sum], wholes: &[Sum]) -> Verdict {
        let parts_told = self.values(parts, claim.is_last_year);
        let wholes_told = self.values(wholes, claim.is_last_year);
        let (Some(part_values), Some(whole_values)) = (parts_told, wholes_told) else {
            return Verdict::Open;
        };
        if told.is_some_and(|told| !whole_values.iter().any(|whole| told.fits(*whole))) {
            return Verdict::Open;
        }
        if part_values.iter().any(|part| whole_values.contains(part)) {
            return Verdict::Right;
        }
        let (Some(part), Some(whole)) = (part_values.first(), whole_values.first()) else {
            return Verdict::Open;
        };
        let names = (
            parts.first().map(|s| self.name(s)),
            wholes.first().map(|s| self.name(s)),
        );
        let (Some(part_name), Some(whole_name)) = names else {
            return Verdict::Open;
        };
        let reason = format!("表格里{part_name}是 {part}，{whole_name}是 {whole}，不是全部");
        Verdict::Wrong(reason, Some((*part, *whole)))
    }
}

/// The group that cells belong to, with their column, where they are of one: 三、本年度办理结果/（五）不予处理，总计.
fn in_common(labels: &[String]) -> Option<String> {
    let (first, rest) = labels.split_first()?;
    let (row, column) = first.rsplit_once('，')?;
    let (group, _) = row.rsplit_once('/')?;
    let is_of_group = |label: &String| {
        label
            .strip_prefix(group)
            .is_some_and(|rest| rest.starts_with('/'))
            && label
                .rsplit_once('，')
                .is_some_and(|(_, own)| own == column)
    };
    (group.contains('/') && rest.iter().all(is_of_group)).then(|| format!("{group}，{column}"))
}

/// Words of a text whose number was compared and is right: a quiet tick of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The text.
    pub place: Place,
    /// Bytes of the text.
    pub span: Range<usize>,
    pub words: String,
}

/// Adds a claim that is right; what is told of several topics with one number is one thing to the reader.
pub(super) fn tick(
    agreed: &mut Vec<Agreed>,
    text: &Text,
    (span, told): (Range<usize>, &super::memory::Told),
) {
    let is_new = agreed
        .last()
        .is_none_or(|last| last.place != text.place || last.span != span);
    if is_new {
        agreed.push(Agreed {
            place: text.place.clone(),
            span,
            words: told.words.clone(),
        });
    }
}

/// The finding for a claim that is wrong; it stands at these bytes of the text.
pub(super) fn raise(
    template: &Template,
    question: &Question,
    text: &Text,
    (span, told): (Range<usize>, &super::memory::Told),
    verdict: Verdict,
) -> Option<Finding> {
    let Verdict::Wrong(reason, sides) = verdict else {
        return None;
    };
    let (quote, claim) = (told.words.as_str(), &told.claim);
    let mut found = finding(question);
    found.left_cells = vec![text.place.clone()];
    // The cells that the sentence names: of several sums that would be right it names the first.
    let mut cells: Vec<usize> = match &claim.told {
        Told::Count { sums, .. } | Told::Part { sums, .. } | Told::Change { sums, .. } => {
            sums.iter().take(1).flatten().copied().collect()
        }
        Told::All { parts, wholes, .. } => {
            let named = parts.iter().take(1).chain(wholes.iter().take(1));
            named.flatten().copied().collect()
        }
        Told::Share { parts, wholes, .. } => {
            let named = parts.iter().take(1).chain(wholes.iter().take(1));
            let cells = named.filter_map(|share| match share {
                Share::Cells(sum) => Some(sum),
                Share::Told(_) => None,
            });
            cells.flatten().copied().collect()
        }
        Told::Exceeds { .. } => Vec::new(),
    };
    let mut seen = std::collections::BTreeSet::new();
    cells.retain(|cell| seen.insert(*cell));
    let address = |cell: &usize| Some(Place::Figure(template.cells.get(*cell)?.address.clone()));
    found.right_cells = cells.iter().filter_map(address).collect();
    if let Some((left, right)) = sides {
        (found.left, found.right) = (Some(left), Some(right));
        found.difference = left.checked_sub(right).map(|gap| gap.abs());
    }
    let gap = found.difference.filter(|gap| {
        matches!(claim.told, Told::Count { .. } | Told::Part { .. }) && !gap.is_zero()
    });
    let gap = gap.map_or(String::new(), |gap| format!("，相差 {}", gap.normalize()));
    // “3件” alone is hard to find in a long text.
    let shown = match quote.chars().count() < 6 {
        true => shown_of(text.words, &span),
        false => quote.to_owned(),
    };
    found.message = match shown == quote {
        true => format!("{}“{quote}”：{reason}{gap}。", text.heading),
        false => format!("{}“{shown}”里的“{quote}”：{reason}{gap}。", text.heading),
    };
    found.spans = vec![span];
    Some(found.with_fingerprint(quote))
}
