//! What is said about a number told before: its share, and how it changed since last year.

#![expect(
    clippy::indexing_slicing,
    reason = "places found in the same sentence before they are used, not yet asked for as stretches"
)]

use super::amount::{Amount, Bound};
use super::read::sums;
use super::sentence::{Last, Reader, When};
use super::token::Kind;
use super::{Change, Direction, Share, Told};
use rust_decimal::Decimal;

impl<'a> Reader<'a> {
    /// More or less than last year.
    pub(super) fn change(&mut self, index: usize, direction: Direction, is_last: bool, by: Change) {
        let now = if self.measures.is_empty() && self.columns.is_empty() {
            self.last.as_ref().map(|last| last.sums.clone())
        } else {
            let (measures, columns) = (self.measures.clone(), self.columns.clone());
            let amount = self.last.as_ref().map(|last| last.amount);
            let count = Amount {
                value: Decimal::ZERO,
                unit: Decimal::ONE,
                bound: Bound::Exact,
                is_money: false,
            };
            self.of(&measures, &columns, amount.unwrap_or(count))
                .map(|(_, _, sums)| sums)
        };
        let Some(sums) = now.filter(|sums| !sums.is_empty() && is_last) else {
            return;
        };
        if self.speaks_of_tables() && !self.is_narrow && !self.subset && self.when() == When::This {
            let range = self.first_character(index)..self.tokens[index].range.end;
            self.claim(
                range,
                Told::Change {
                    direction,
                    by,
                    sums,
                },
            );
        }
    }

    pub(super) fn same(&mut self, index: usize) {
        if let Some(is_last) = self.compared {
            self.change(index, Direction::Same, is_last, Change::Unsaid);
        }
    }

    /// 翻了一番: more by this many per cent.
    pub(super) fn doubled(&mut self, index: usize, per_cent: i64) {
        let amount = Amount {
            value: Decimal::from(per_cent),
            unit: Decimal::TEN,
            bound: Bound::Exact,
            is_money: false,
        };
        if let Some(is_last) = self.compared {
            self.change(index, Direction::More, is_last, Change::Percent(amount));
        }
    }

    pub(super) fn percent(&mut self, index: usize, percent: Amount) {
        let range = self.first_character(index)..self.tokens[index].range.end;
        if let Some(rate) = self
            .rate
            .and_then(|rate| self.template.form.claims.rates.get(rate))
        {
            if self.speaks_of_tables()
                && !self.is_narrow
                && !self.subset
                && self.direction.is_none()
            {
                let cells = |addresses: &Vec<Vec<String>>| {
                    let sums = sums(self.template, addresses, &[]);
                    sums.into_iter().map(Share::Cells).collect::<Vec<_>>()
                };
                let parts = cells(&vec![rate.part.clone()]);
                let wholes = cells(&rate.wholes);
                self.claim(
                    range,
                    Told::Share {
                        percent,
                        parts,
                        wholes,
                    },
                );
            }
            self.rate = None;
            return;
        }
        match (self.direction, self.compared) {
            (Some(direction), Some(is_last)) => {
                self.change(index, direction, is_last, Change::Percent(percent));
            }
            (Some(_), None) => {}
            (None, _) => self.share(index, percent),
        }
    }

    /// 占43.2%, or 43.2% in brackets behind a number.
    pub(super) fn share(&mut self, index: usize, percent: Amount) {
        let in_brackets = index
            .checked_sub(1)
            .is_some_and(|before| self.tokens[before].kind == Kind::Mark('（'));
        let part = self.share_part.take().filter(|_| self.is_share);
        let Some(last) = self
            .last
            .clone()
            .filter(|_| self.is_share || in_brackets)
            .or_else(|| {
                let amount = percent;
                part.as_ref().map(|_| Last {
                    topic: self.topic,
                    measure: None,
                    columns: Vec::new(),
                    sums: Vec::new(),
                    amount,
                    start: self.first_character(index),
                })
            })
        else {
            return;
        };
        let mut wholes: Vec<Share> = Vec::new();
        let named = self.measures.clone();
        if named.is_empty() {
            let told = self.whole.iter().filter(|whole| whole.start != last.start);
            wholes.extend(told.map(|whole| Share::Told(whole.amount.value)));
            let topic = self
                .topic
                .and_then(|topic| self.template.form.claims.topics.get(topic));
            for measure in topic.into_iter().flat_map(|topic| &topic.measures) {
                let is_whole = measure.total && !measure.loose;
                let all = measure
                    .whole
                    .iter()
                    .chain(measure.sums.iter().filter(|_| is_whole));
                let all: Vec<Vec<String>> = all.cloned().collect();
                wholes.extend(sums(self.template, &all, &[]).into_iter().map(Share::Cells));
            }
        } else if let Some((_, _, sums)) = self.sums_of(&named, &[]) {
            wholes.extend(sums.into_iter().map(Share::Cells));
        }
        let is_named = !named.is_empty();
        let told = last.sums.clone();
        let mut parts: Vec<Share> = part
            .clone()
            .unwrap_or(told)
            .into_iter()
            .map(Share::Cells)
            .collect();
        if parts.is_empty() && !is_named
            || wholes.is_empty()
            || !self.speaks_of_tables()
            || self.subset
            || self.when() != When::This
        {
            return;
        }
        let is_told = part.is_none();
        parts.extend(is_told.then_some(Share::Told(last.amount.value)));
        let start = if is_told {
            last.start
        } else {
            self.first_character(index)
        };
        let range = start..self.tokens[index].range.end;
        self.claim(
            range,
            Told::Share {
                percent,
                parts,
                wholes,
            },
        );
    }
}
