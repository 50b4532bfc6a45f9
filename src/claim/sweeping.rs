//! What is said of none and of all: 未收到申请, 均予以公开.

#![expect(
    clippy::indexing_slicing,
    reason = "places found in the same sentence before they are used, not yet asked for as stretches"
)]

use super::amount::{Amount, Bound};
use super::lexicon::Meaning;
use super::read::sums;
use super::sentence::{Reader, is_number};
use super::token::Kind;
use super::{Sum, Told};
use crate::template::Measure;
use rust_decimal::Decimal;
use std::ops::Range;

impl<'a> Reader<'a> {
    /// 未收到申请, 无行政复议: nothing.
    pub(super) fn say_none(&mut self, index: usize) {
        let Some(negation) = self.negation else {
            return;
        };
        let counted = self.tokens[negation..index]
            .iter()
            .any(|token| match token.kind {
                Kind::Amount(amount, _) | Kind::Bare(amount) => amount.value != Decimal::ONE,
                Kind::Percent(_) => true,
                _ => false,
            });
        if counted || !self.speaks_of_tables() || self.is_narrow || self.subset {
            return;
        }
        if self.tokens[negation + 1..index]
            .iter()
            .any(|t| matches!(t.kind, Kind::Meaning(Meaning::Elsewhere)))
        {
            return;
        }
        let end = self
            .tokens
            .get(index)
            .map_or(self.text.len(), |t| t.range.start);
        let is_zero = self.text.get(self.tokens[negation].range.start) == Some(&'零');
        let mut last_named = self.tokens[negation].range.end;
        let mut found: Vec<Vec<Sum>> = Vec::new();
        let range = match is_zero && !self.names_after(negation, index) {
            true => self.clause..negation,
            false => negation + 1..index,
        };
        let mut verbs: Vec<usize> = Vec::new();
        let columns = self.columns_before(negation);
        let mut is_narrow = false;
        let mut open: Option<usize> = None;
        for token in &self.tokens[range] {
            match token.kind {
                Kind::Meaning(Meaning::Topic(topic)) => {
                    found.extend(open.take().and_then(|open| self.none_of(open, &verbs)));
                    open = Some(topic);
                }
                Kind::Meaning(Meaning::Measure(word)) => match open.take() {
                    Some(topic) => {
                        let before = self.topic;
                        self.topic = Some(topic);
                        let own = self.sums_of(&[word], &[]);
                        self.topic = before;
                        found.extend(own.map(|(_, _, sums)| sums));
                    }
                    None => {
                        // 未收到涉及国家秘密的申请: nothing of one kind only.
                        if self
                            .reading(word)
                            .is_some_and(|(_, measure)| !measure.total && measure.whole.is_empty())
                        {
                            is_narrow = true;
                        }
                        verbs.push(word);
                    }
                },
                _ => continue,
            }
            last_named = last_named.max(token.range.end);
        }
        if is_narrow && open.is_some() {
            return;
        }
        if !columns.is_empty() {
            let sums = self.topic.and_then(|topic| self.bare_sums(topic, &columns));
            let start = self.first_character(negation);
            if let Some(mut sums) = sums.filter(|sums| !sums.is_empty()) {
                sums.truncate(1);
                let amount = Amount {
                    value: Decimal::ZERO,
                    unit: Decimal::ONE,
                    bound: Bound::Exact,
                    is_money: false,
                };
                self.claim(start..last_named, Told::Count { amount, sums });
            }
            return;
        }
        let is_verb_only = open.is_none() && found.is_empty();
        found.extend(open.and_then(|open| self.none_of(open, &verbs)));
        if is_verb_only {
            found.extend(verbs.iter().filter_map(|word| {
                let (_, measure) = self.reading(*word).filter(|(_, measure)| !measure.loose)?;
                Some(sums(self.template, &measure.sums, &[]))
            }));
        }
        let rest: String = self.text[last_named..end.max(last_named)].iter().collect();
        let rest = rest.trim_start();
        let is_whole = !rest.starts_with('的')
            || [
                "的情",
                "的现象",
                "的案",
                "的事",
                "的问题",
                "的行为",
                "的记录",
            ]
            .iter()
            .any(|word| rest.starts_with(word));
        if !is_whole {
            return;
        }
        let start = self.tokens[negation].range.start;
        let first = self
            .tokens
            .get(self.clause)
            .map_or(start, |t| t.range.start.min(start));
        let range = if is_zero {
            first..self.tokens[negation].range.end
        } else {
            start..last_named
        };
        for mut sums in found {
            sums.truncate(1);
            let amount = Amount {
                value: Decimal::ZERO,
                unit: Decimal::ONE,
                bound: Bound::Exact,
                is_money: false,
            };
            if !sums.is_empty() {
                self.claim(range.clone(), Told::Count { amount, sums });
            }
        }
    }

    /// Columns named before a negation in its clause: 企业未提出申请.
    pub(super) fn columns_before(&self, negation: usize) -> Vec<usize> {
        let before = self.tokens[self.clause.min(negation)..negation].iter();
        let columns = before.filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Column(column)) => Some(column),
            _ => None,
        });
        columns.collect()
    }

    pub(super) fn names_after(&self, token: usize, end: usize) -> bool {
        self.tokens[token + 1..end]
            .iter()
            .any(|t| matches!(t.kind, Kind::Meaning(Meaning::Topic(_))))
    }

    /// The sums of a topic that a negation denies, with the verb before it.
    pub(super) fn none_of(&self, topic: usize, verbs: &[usize]) -> Option<Vec<Sum>> {
        let all = &self.template.form.claims.topics;
        let verb = verbs.iter().find_map(|word| {
            let readings = self.lexicon.readings(*word);
            let (_, measure) = readings.iter().find(|(of, _)| *of == topic)?;
            all.get(topic)?.measures.get(*measure)
        });
        match verb {
            Some(measure) => Some(sums(self.template, &measure.sums, &[])),
            None => self.bare_sums(topic, &[]),
        }
    }

    /// 均予以公开, 全部为自然人.
    pub(super) fn say_all(&mut self, index: usize) {
        let Some(all) = self.all else {
            return;
        };
        let after = &self.tokens[all + 1..index.max(all + 1)];
        let counted = after.iter().any(|token| is_number(token.kind));
        let is_about_part = self.whole.is_some() || self.is_rest || self.negation.is_some();
        if counted || is_about_part || !self.speaks_of_tables() || self.is_narrow || self.subset {
            return;
        }
        let named = |wanted: fn(Kind) -> Option<usize>| -> Vec<usize> {
            after
                .iter()
                .filter_map(|token| wanted(token.kind))
                .collect()
        };
        let measures = named(|kind| match kind {
            Kind::Meaning(Meaning::Measure(word)) => Some(word),
            _ => None,
        });
        let columns = named(|kind| match kind {
            Kind::Meaning(Meaning::Column(column)) => Some(column),
            _ => None,
        });
        let range = self.tokens[all].range.start..after.last().map_or(0, |token| token.range.end);
        if !columns.is_empty() && measures.is_empty() {
            let last = self.last.as_ref().filter(|last| last.columns.is_empty());
            let row = last.and_then(|last| last.measure);
            let (parts, wholes) = match row {
                Some(word) => (
                    self.sums_of(&[word], &columns).map(|(_, _, sums)| sums),
                    self.sums_of(&[word], &[]).map(|(_, _, sums)| sums),
                ),
                None if self.last.is_some() => return,
                None => {
                    let topic = self.topic;
                    let bare =
                        |columns: &[usize]| topic.and_then(|topic| self.bare_sums(topic, columns));
                    (bare(&columns), bare(&[]))
                }
            };
            self.claim_all(range, parts, wholes.unwrap_or_default());
            return;
        }
        if measures.is_empty() || !columns.is_empty() {
            return;
        }
        let Some((topic, _, parts)) = self.sums_of(&measures, &[]) else {
            return;
        };
        let parts: Vec<Sum> = parts.into_iter().take(1).collect();
        let before = self.tokens[self.clause.min(all)..all].iter().rev();
        let spoken_of = before.filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => {
                self.reading(word).filter(|(_, measure)| measure.total)
            }
            _ => None,
        });
        if let Some((_, measure)) = spoken_of
            .into_iter()
            .next()
            .filter(|_| self.joint.len() < 2)
        {
            let wholes: Vec<Sum> = sums(self.template, &measure.sums, &[]);
            let holds = |whole: &Sum| {
                parts.iter().flatten().all(|cell| whole.contains(cell)) && !parts.contains(whole)
            };
            if wholes.iter().any(holds) {
                self.claim_all(range, Some(parts), wholes);
                return;
            }
        }
        let last = self
            .last
            .as_ref()
            .filter(|last| last.columns.is_empty() && last.topic == Some(topic));
        let holds = |whole: &Sum| {
            parts.iter().flatten().all(|cell| whole.contains(cell)) && !parts.contains(whole)
        };
        let of_last: Vec<Sum> = last
            .into_iter()
            .flat_map(|last| last.sums.clone())
            .filter(holds)
            .collect();
        if !of_last.is_empty() {
            self.claim_all(range, Some(parts), of_last);
            return;
        }
        let readings: Vec<&Measure> = measures
            .iter()
            .filter_map(|word| Some(self.reading(*word)?.1))
            .collect();
        if readings.is_empty()
            || readings.iter().any(|measure| measure.whole.is_empty())
            || !self.tells_whole(topic)
        {
            return;
        }
        let wholes = if self.joint.len() > 1 && self.joint.contains(&topic) {
            let topics = &self.template.form.claims.topics;
            let all = self.joint.iter().filter_map(|topic| {
                let own = topics
                    .get(*topic)?
                    .measures
                    .iter()
                    .find(|m| m.id == readings[0].id)?;
                sums(self.template, &own.whole, &[]).into_iter().next()
            });
            vec![all.flatten().collect()]
        } else {
            sums(self.template, &readings[0].whole, &[])
        };
        self.claim_all(range, Some(parts), wholes);
    }

    pub(super) fn claim_all(
        &mut self,
        range: Range<usize>,
        parts: Option<Vec<Sum>>,
        wholes: Vec<Sum>,
    ) {
        if let Some(parts) = parts.filter(|parts| !parts.is_empty() && !wholes.is_empty()) {
            self.claim(range, Told::All { parts, wholes });
        }
    }

    /// Whether the number told last is a whole of this topic, so that 均 speaks of all of it.
    pub(super) fn tells_whole(&self, topic: usize) -> bool {
        let Some(last) = &self.last else {
            return true;
        };
        let Some((of, measure)) = last.measure.and_then(|word| self.reading(word)) else {
            return last.measure.is_none() && !last.sums.is_empty() && last.topic == Some(topic);
        };
        let measures = &self.template.form.claims.topics[topic].measures;
        let is_whole = measures
            .iter()
            .any(|other| other.whole.contains(&measure.sums[0]));
        of == topic && last.columns.is_empty() && (measure.whole.is_empty() || is_whole)
    }
}
