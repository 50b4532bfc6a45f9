//! What is said of none: 未收到申请, 无行政复议.

use super::amount::{Amount, Bound};
use super::grammar::Word;
use super::lexicon::Meaning;
use super::read::sums;
use super::sentence::Reader;
use super::token::{Kind, Token};
use super::{Sum, Told};
use crate::text::Stretch;
use rust_decimal::Decimal;
use std::ops::Range;

/// What a text says by saying that there was nothing.
const NOTHING: Amount = Amount {
    value: Decimal::ZERO,
    unit: Decimal::ONE,
    bound: Bound::Exact,
    is_money: false,
};

/// What a negation denies, and where the words of it end.
#[derive(Debug, Default)]
struct Denied {
    sums: Vec<Vec<Sum>>,
    end: usize,
}

impl<'a> Reader<'a> {
    /// 未收到申请, 无行政复议: nothing.
    pub(super) fn say_none(&mut self, index: usize) {
        let Some(negation) = self.negation else {
            return;
        };
        let after = self.tokens.part(negation + 1..index);
        let is_elsewhere = after
            .iter()
            .any(|token| token.kind == Kind::Meaning(Meaning::Elsewhere));
        let is_silent = !self.speaks_of_tables() || self.is_narrow || self.subset;
        let behind = self.text.onward(self.token(negation).range.end);
        let is_of_others = [['其', '他'], ['其', '它'], ['别', '的']]
            .iter()
            .any(|word| behind.starts_with(word));
        if is_silent
            || is_elsewhere
            || is_of_others
            || self.is_attribute_denied(negation)
            || self.is_said_of_number(negation)
            || self.is_said_of_rate(negation)
            || self.counts_between(negation, index)
        {
            return;
        }
        let columns = self.columns_denied(negation, index);
        if !columns.is_empty() {
            self.say_none_of_columns(negation, index, &columns);
            return;
        }
        let written = self.text.part(self.token(negation).range.clone());
        let is_zero = written.contains(&'零');
        // 结转下年度继续办理的没有: what stands before it is denied.
        let stands_last = negation + 1 >= index && self.ends_clause(negation, index);
        let words = match stands_last || is_zero && !self.names_after(negation, index) {
            true => self.clause..negation,
            false => negation + 1..index,
        };
        let Some(denied) = self.denied(negation, words) else {
            return;
        };
        let end = self.tokens.get(index);
        let end = end.map_or(self.text.len(), |token| token.range.start);
        let named = denied.end.max(self.token(negation).range.end);
        if !stands_last && !self.is_whole(named, end) {
            return;
        }
        let start = self.token(negation).range.start;
        let first = self.tokens.get(self.clause);
        let first = first.map_or(start, |token| token.range.start.min(start));
        let range = match is_zero && denied.end <= start || stands_last {
            true => first..self.token(negation).range.end,
            false => start..named,
        };
        for mut sums in denied.sums {
            // 无结转: neither or either of two rows; what else may be meant holds the first.
            let are_apart = !is_zero
                && matches!(sums.as_slice(), [one, other] if one.len() == 1 && other.len() == 1);
            sums.truncate(if are_apart { 2 } else { 1 });
            if !sums.is_empty() {
                self.claim(
                    range.clone(),
                    Told::Count {
                        amount: NOTHING,
                        sums,
                    },
                );
            }
        }
    }

    /// Whether a clause ends with a negation.
    fn ends_clause(&self, negation: usize, index: usize) -> bool {
        let token = self.token(negation).range.clone();
        let end = self.tokens.get(index);
        let end = end.map_or(self.text.len(), |end| end.range.start);
        self.text.part(token.clone()) == ['没', '有'] && token.end >= end
    }

    /// 纠正率由20%降至零: whether a rate is named before a negation in its clause.
    fn is_said_of_rate(&self, negation: usize) -> bool {
        let clause = self.tokens.part(self.clause.min(negation)..negation).iter();
        let mut clause = clause.map(|token| token.kind);
        clause.any(|kind| matches!(kind, Kind::Percent(_) | Kind::Meaning(Meaning::Rate(_))))
    }

    /// 尚有6件没有审结: whether a negation tells what did not happen to the things counted directly before it.
    fn is_said_of_number(&self, negation: usize) -> bool {
        // 8件申请没有办结 as well, but not 8件申请均没有.
        let clause = self.tokens.part(self.clause.min(negation)..negation);
        let is_name = |token: &&Token| {
            matches!(
                token.kind,
                Kind::Meaning(Meaning::Topic(_) | Meaning::Body | Meaning::Word(Word::Of))
            )
        };
        let names = clause.iter().rev().take_while(is_name).count();
        let before = clause.upto(clause.len() - names).last();
        before.is_some_and(|before| {
            let gap = self.unknown(before.range.end, self.token(negation).range.start);
            let is_small = gap.chars().all(|c| "仍还尚暂因故案件".contains(c));
            is_small && matches!(before.kind, Kind::Amount(..))
        })
    }

    /// 未公开的申请: whether what is denied is an unknown verb that only says which things are meant.
    fn is_attribute_denied(&self, negation: usize) -> bool {
        let token = self.token(negation);
        let next = self.tokens.get(negation + 1);
        self.text.part(token.range.clone()) == ['未']
            && next.is_some_and(|next| {
                let verb = self.text.part(token.range.end..next.range.start);
                let is_of = next.kind == Kind::Meaning(Meaning::Word(Word::Of));
                verb.ends_with(&['的']) && verb.len() > 1 || is_of && !verb.is_empty()
            })
    }

    /// Whether a number other than one stands between: 没有一件, but 未办结12件.
    fn counts_between(&self, negation: usize, index: usize) -> bool {
        let mut between = self.tokens.part(negation..index).iter();
        between.any(|token| match token.kind {
            Kind::Amount(amount, _) | Kind::Bare(amount) => amount.value != Decimal::ONE,
            Kind::Percent(_) => true,
            _ => false,
        })
    }

    /// Whether nothing behind the words denied makes them a part: 未收到申请的情况 is all, 未收到的申请 is not.
    fn is_whole(&self, named: usize, end: usize) -> bool {
        let rest: String = self.text.part(named..end.max(named)).iter().collect();
        let rest = rest.trim_start();
        let nouns = ["情", "现象", "案", "事", "问题", "行为", "记录"];
        rest.strip_prefix('的')
            .is_none_or(|rest| nouns.iter().any(|noun| rest.starts_with(noun)))
    }

    /// Everything that the words of a negation deny; none where only some of one kind is denied.
    fn denied(&mut self, negation: usize, words: Range<usize>) -> Option<Denied> {
        let mut denied = Denied::default();
        let mut verbs: Vec<usize> = Vec::new();
        let mut open: Option<usize> = None;
        let mut narrow: Vec<usize> = Vec::new();
        for token in self.tokens.part(words) {
            if self.is_other_cause(token) {
                return None;
            }
            match token.kind {
                Kind::Meaning(Meaning::Topic(topic)) => {
                    let before = open.replace(topic);
                    denied
                        .sums
                        .extend(before.and_then(|open| self.none_of(open, &verbs)));
                }
                // 上年无结转 speaks of another row.
                Kind::Meaning(Meaning::Measure(word))
                    if self.is_of_last_year(negation)
                        && self
                            .reading(word)
                            .is_some_and(|(_, measure)| measure.last_year.is_some()) =>
                {
                    return None;
                }
                Kind::Meaning(Meaning::Measure(word)) => match open.take() {
                    Some(topic) => {
                        let before = self.topic.replace(topic);
                        let own = self.sums_of(&[word], &[]);
                        self.topic = before;
                        denied.sums.extend(own.map(|(_, _, sums)| sums));
                    }
                    None => {
                        // 未收到涉及国家秘密的申请: nothing of one kind only.
                        let is_reason = self
                            .reading(word)
                            .is_some_and(|(_, measure)| !measure.total && measure.whole.is_empty());
                        if is_reason {
                            narrow.push(word);
                        }
                        verbs.push(word);
                    }
                },
                _ => continue,
            }
            denied.end = denied.end.max(token.range.end);
        }
        // 没有因国家秘密而不予公开的申请: of that reason alone.
        let has_group = verbs.len() > narrow.len() && !narrow.is_empty();
        // 未收到涉及商业秘密的申请: one kind of what a row counts, and not yet an outcome.
        let is_partly = |word: &usize| self.is_partly(Some(*word));
        if has_group && narrow.iter().any(is_partly) {
            return None;
        }
        if has_group {
            (verbs, open) = (narrow, None);
        } else if !narrow.is_empty() && open.is_some() {
            return None;
        }
        if open.is_none() && denied.sums.is_empty() {
            denied.sums.extend(verbs.iter().filter_map(|word| {
                let (_, measure) = self.reading(*word).filter(|(_, measure)| !measure.loose)?;
                Some(sums(self.template, &measure.sums, &[]))
            }));
        }
        denied
            .sums
            .extend(open.and_then(|open| self.none_of(open, &verbs)));
        Some(denied)
    }

    /// Whether last year is named in the clause of a negation.
    fn is_of_last_year(&self, negation: usize) -> bool {
        let clause = self.tokens.part(self.clause.min(negation)..negation).iter();
        let mut clause = clause.map(|token| token.kind);
        clause.any(|kind| kind == Kind::Meaning(Meaning::Word(Word::LastYear)))
    }

    /// 企业未提出申请, 未收到企业提出的申请: nothing in these columns.
    fn say_none_of_columns(&mut self, negation: usize, index: usize, columns: &[usize]) {
        let all = &self.template.claims().columns;
        let named = self.column_ids(columns);
        let mut every = all.iter().flat_map(|column| &column.ids);
        let is_all = every.all(|id| named.contains(&id.as_str()));
        let columns = if is_all { &[] } else { columns };
        let sums = self.topic.and_then(|topic| self.bare_sums(topic, columns));
        let Some(mut sums) = sums.filter(|sums| !sums.is_empty()) else {
            return;
        };
        sums.truncate(1);
        let last = self
            .tokens
            .part(negation..index)
            .iter()
            .rev()
            .find(|token| {
                matches!(
                    token.kind,
                    Kind::Meaning(Meaning::Topic(_) | Meaning::Column(_) | Meaning::Measure(_))
                )
            });
        let end = last.unwrap_or(self.token(negation)).range.end;
        let before = !self.columns_in(self.clause..negation).is_empty();
        let start = match before {
            true => self.first_character(negation),
            false => self.token(negation).range.start,
        };
        self.claim(
            start..end,
            Told::Count {
                amount: NOTHING,
                sums,
            },
        );
    }

    /// Columns of which something is denied: named before the negation in its clause, else behind it.
    fn columns_denied(&self, negation: usize, index: usize) -> Vec<usize> {
        let before = self.columns_in(self.clause.min(negation)..negation);
        match before.is_empty() {
            true => self.columns_in(negation..index),
            false => before,
        }
    }

    pub(super) fn columns_in(&self, tokens: Range<usize>) -> Vec<usize> {
        let columns = self
            .tokens
            .part(tokens)
            .iter()
            .filter_map(|token| match token.kind {
                Kind::Meaning(Meaning::Column(column)) => Some(column),
                _ => None,
            });
        columns.collect()
    }

    /// 没有因收费引起的复议: whether a word is a cause other than what the part speaks of, so that not all is denied.
    fn is_other_cause(&self, token: &Token) -> bool {
        let before = token
            .range
            .start
            .checked_sub(1)
            .and_then(|at| self.text.get(at));
        let topics = &self.template.claims().topics;
        let is_usual = |topic: &usize| topics.get(*topic).is_some_and(|t| !t.parts.is_empty());
        before == Some(&'因')
            && match token.kind {
                Kind::Meaning(Meaning::Topic(topic)) => !is_usual(&topic),
                Kind::Meaning(Meaning::Measure(word)) => {
                    let mut readings = self.lexicon.readings(word).iter();
                    !readings.any(|(topic, _)| is_usual(topic))
                }
                _ => false,
            }
    }

    pub(super) fn names_after(&self, token: usize, end: usize) -> bool {
        self.tokens
            .part(token + 1..end)
            .iter()
            .any(|t| matches!(t.kind, Kind::Meaning(Meaning::Topic(_))))
            || self.is_zero_of(token)
    }

    /// 零结转: whether a row's word adjoins 零.
    fn is_zero_of(&self, token: usize) -> bool {
        let zero = self.token(token);
        let next = self.tokens.get(token + 1);
        self.text.part(zero.range.clone()) == ['零']
            && next.is_some_and(|next| match next.kind {
                Kind::Meaning(Meaning::Measure(word)) => {
                    let measure = self.reading(word).map(|(_, measure)| measure);
                    // 零纠错 as well.
                    let is_row = measure.is_none_or(|own| !own.loose);
                    next.range.start == zero.range.end && is_row
                }
                _ => false,
            })
    }

    /// The sums of a topic that a negation denies, with the verb before it.
    pub(super) fn none_of(&self, topic: usize, verbs: &[usize]) -> Option<Vec<Sum>> {
        let all = &self.template.claims().topics;
        let own = verbs.iter().filter_map(|word| {
            let readings = self.lexicon.readings(*word);
            let (_, measure) = readings.iter().find(|(of, _)| *of == topic)?;
            all.get(topic)?.measures.get(*measure)
        });
        // 未发生结果纠正的案件: of the verb and the outcome, the outcome is denied.
        let outcome = own.clone().find(|measure| !measure.total);
        match outcome.or_else(|| own.clone().next()) {
            Some(measure) => Some(sums(self.template, &measure.sums, &[])),
            None => self.bare_sums(topic, &[]),
        }
    }
}
