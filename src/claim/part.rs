//! Whether a number is told of a part of the year's work alone, and how closely its words stand to it.

use super::Sum;
use super::amount::Amount;
use super::grammar::Word;
use super::lexicon::Meaning;
use super::read::sums;
use super::sentence::{Reader, is_number};
use super::token::{Kind, Token};
use crate::text::Stretch;

impl Reader<'_> {
    /// 今年新收41件办结38件: what is told of a part of the year's work alone.
    pub(super) fn is_told_of_part(&self, word: usize) -> bool {
        if self.aside {
            return self
                .reading(word)
                .is_some_and(|(_, measure)| !measure.aside);
        }
        let Some(last) = self.last.as_ref().filter(|_| self.last_is_aside()) else {
            return false;
        };
        let start = self
            .clause
            .checked_sub(1)
            .map_or(0, |mark| self.token(mark).range.end);
        let in_list = self
            .tokens
            .onward(self.clause)
            .iter()
            .take_while(|t| !is_number(t.kind))
            .count();
        let since = self.tokens.onward(self.clause + in_list);
        let has_mark = since.first().is_some_and(|_| {
            let until = self.first.unwrap_or(self.clause);
            self.tokens
                .part(self.clause..until.max(self.clause))
                .iter()
                .any(|t| t.kind == Kind::Mark('、'))
        });
        // 新收、办结分别为18件、19件: each of all.
        let in_turn = Kind::Meaning(Meaning::Word(Word::Respectively));
        let clause = self.tokens.onward(self.clause).iter();
        let mut clause = clause.take_while(|token| !matches!(token.kind, Kind::Mark('，' | '。')));
        let is_in_turn = clause.any(|token| token.kind == in_turn);
        last.start >= start
            && !has_mark
            && !is_in_turn
            && self
                .reading(word)
                .is_some_and(|(_, measure)| !measure.aside)
    }

    /// Whether only small words stand between what a number is told of and the number.
    pub(super) fn stands_close(&self, index: usize) -> bool {
        let token = self.token(index);
        let named = self.tokens.upto(index).iter().rev().find(|token| {
            matches!(
                token.kind,
                Kind::Meaning(Meaning::Topic(_) | Meaning::Measure(_) | Meaning::Column(_))
                    | Kind::Mark(_)
            )
        });
        let Some(named) = named.filter(|named| !matches!(named.kind, Kind::Mark(_))) else {
            return false;
        };
        if self.joins_topics(named) {
            return false;
        }
        let between = self.unknown(named.range.end, token.range.start);
        self.is_made_of_fillers(&between.chars().collect::<Vec<_>>())
    }

    /// 行政许可和处罚结果173条: several topics with one number between them.
    pub(super) fn joins_topics(&self, named: &Token) -> bool {
        let index = self
            .tokens
            .partition_point(|token| token.range.start < named.range.start);
        let before = self.tokens.part(self.clause.min(index)..index);
        let since = before
            .iter()
            .rposition(|token| is_number(token.kind))
            .map_or(0, |at| at + 1);
        let others = before.onward(since).iter();
        let is_other = |token: &&Token| match token.kind {
            Kind::Meaning(Meaning::Topic(_)) => token.kind != named.kind,
            _ => false,
        };
        matches!(named.kind, Kind::Meaning(Meaning::Topic(_)))
            && others.filter(is_other).count() > 0
    }

    /// What the number told last must be for a part of the year's work to be all of it: nothing was carried in.
    pub(super) fn all_of_the_year(&self, topic: usize) -> Option<(Amount, Vec<Sum>)> {
        let last = self.last.as_ref().filter(|last| last.columns.is_empty())?;
        let own = last.sums.first()?;
        let measures = &self.template.claims().topics.get(topic)?.measures;
        let totals = measures
            .iter()
            .filter(|measure| measure.total && !measure.loose && !measure.aside);
        let mut sums = totals.flat_map(|measure| sums(self.template, &measure.sums, &[]));
        let whole =
            sums.find(|sum| sum.len() > own.len() && own.iter().all(|c| sum.contains(c)))?;
        Some((last.amount, vec![whole]))
    }

    /// 办结19件，结转2件: whether what was told before says which of a measure's sums is meant.
    pub(super) fn is_settled(&self, word: usize) -> bool {
        let settled_by = self.reading(word).map(|(_, measure)| &measure.settled_by);
        let Some(settled_by) = settled_by.filter(|by| !by.is_empty()) else {
            return false;
        };
        // 办结19件（含结转3件）.
        let first = self.first.map_or(0, |first| self.token(first).range.start);
        let is_held = self.text.upto(first).ends_with(&['含']);
        let last = self.last.as_ref().filter(|_| !self.is_last_before);
        let before = last.and_then(|last| self.reading(last.measure?));
        !is_held
            && before.is_some_and(|(_, before)| !before.total || settled_by.contains(&before.id))
    }
}
