//! Numbers that are perhaps the tables': words around them are not known, but nothing says that they are others'.
//!
//! They are never held to be wrong for being another number; `check` asks only where a figure looks mistyped.

use super::amount::Bound;
use super::sentence::{Reader, When};
use super::token::{Kind, Token};
use super::{Certainty, Claim, Told};
use crate::text::Stretch;
use rust_decimal::Decimal;
use std::ops::Range;

/// More tokens than a sentence has of which something may be asked.
const LONGEST_SENTENCE: usize = 60;

impl Reader<'_> {
    /// Keeps a count of this year that names its row, and whose words are not all known.
    pub(super) fn keep_perhaps(&mut self, range: Range<usize>, told: Told) {
        let Told::Count { amount, .. } = &told else {
            return;
        };
        let is_exact = amount.bound == Bound::Exact && !amount.is_money;
        if !is_exact
            || self.is_each
            || amount.value.is_zero()
            || self.given.is_some()
            || !self.is_perhaps(&range)
        {
            return;
        }
        let is_long = amount.value >= Decimal::TEN;
        let is_own = self.is_named_within(&range) && self.is_of_disclosure(&range);
        let is_worth = is_long && is_own && (self.is_partitive(&range) || self.is_alone(&range));
        let certainty = match is_worth {
            true => Certainty::Alone,
            false => Certainty::Beside,
        };
        self.keep(range, told, certainty);
    }

    /// Keeps what was told, with the year and the numbers before it that it depends on.
    pub(super) fn keep(&mut self, range: Range<usize>, told: Told, certainty: Certainty) {
        let is_last_year = self.when() == When::Last;
        self.claims.push(Claim {
            range,
            is_last_year,
            given: self.given.clone(),
            read_as: self.read_as.clone(),
            certainty,
            sentence: self.sentence,
            told,
        });
    }

    /// Whether no other number of things stands in its sentence: one beside it may say which part of the work is told.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        let is_end = |token: &Token| matches!(token.kind, Kind::Mark('。' | '；' | '！' | '？'));
        let own = self
            .tokens
            .partition_point(|token| token.range.end < range.end);
        let before = self.tokens.upto(own);
        let start = before.iter().rposition(is_end).map_or(0, |at| at + 1);
        let rest = self.tokens.onward(start).iter();
        let sentence = rest
            .take_while(|token| !is_end(token))
            .take(LONGEST_SENTENCE);
        let counts = |token: &&Token| match token.kind {
            // 十二个县新收1208件: how many bodies there are.
            Kind::Amount(_, unit) => !self.lexicon.is_unit(unit, "个"),
            kind => matches!(kind, Kind::Bare(_)),
        };
        sentence.filter(counts).count() == 1
    }
}
