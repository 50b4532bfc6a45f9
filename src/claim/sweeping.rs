//! What is said of all: 均予以公开, 全部为自然人.

use super::amount::{Amount, Bound};
use super::lexicon::Meaning;
use super::read::sums;
use super::sentence::{Reader, is_number};
use super::token::{Kind, Token};
use super::{Claim, Sum, Told};
use crate::template::Measure;
use crate::text::Stretch;
use rust_decimal::Decimal;
use std::ops::Range;

/// More tokens than a sentence has before 其余.
const LONGEST_SENTENCE: usize = 80;

impl<'a> Reader<'a> {
    /// 均予以公开, 全部为自然人.
    pub(super) fn say_all(&mut self, index: usize) {
        let Some(all) = self.all else {
            return;
        };
        let after = self.tokens.part(all + 1..index.max(all + 1));
        let counted = after.iter().any(|token| is_number(token.kind));
        if self.is_rest && !counted {
            self.say_all_of_rest(all, index);
        }
        let is_about_part = self.whole.is_some() || self.is_rest || self.negation.is_some();
        if counted || is_about_part || !self.speaks_of_tables() || self.is_narrow || self.subset {
            return;
        }
        let measures = self.said_of_all(after);
        let columns = self.columns_in(all + 1..index.max(all + 1));
        let range = self.token(all).range.start..after.last().map_or(0, |token| token.range.end);
        if measures.is_empty() && columns.is_empty() {
            self.say_all_of_kind(range, all, index);
            return;
        }
        match (measures.is_empty(), columns.is_empty()) {
            (true, false) => self.say_all_columns(range, &columns),
            (false, true) => self.say_all_measures(range, all, &measures),
            _ => {}
        }
    }

    /// 收到申请1件，答复结果为予以公开: what is told of the only one is told of all.
    pub(super) fn say_of_only_one(&mut self, index: usize) {
        let last = self.last.as_ref().filter(|last| {
            let is_one = last.amount.value == Decimal::ONE && last.amount.bound == Bound::Exact;
            let own = last.measure.and_then(|word| self.reading(word));
            let is_total = own.is_none_or(|(_, own)| own.total && own.last_year.is_none());
            let is_near = !self.is_last_before && last.topic == self.setting.topic;
            is_one && is_total && is_near && last.columns.is_empty()
        });
        let is_other = self.all.is_some() || self.negation.is_some() || self.is_rest;
        let is_silent = !self.speaks_of_tables() || self.is_narrow || self.subset;
        let Some(wholes) = last.map(|last| last.sums.clone()) else {
            return;
        };
        if is_other || is_silent || wholes.is_empty() || !self.is_open_list(index) {
            return;
        }
        let clause = self.tokens.part(self.clause.min(index)..index);
        let names_topic = clause
            .iter()
            .any(|token| matches!(token.kind, Kind::Meaning(Meaning::Topic(_))));
        let named = clause.iter().filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) if !self.is_loose(word) => Some(word),
            _ => None,
        });
        let named = self.without_groups(named.collect());
        let (Some((first, end)), [word]) = (
            clause
                .first()
                .zip(clause.last())
                .map(|(first, last)| (first.range.start, last.range.end)),
            named.as_slice(),
        ) else {
            return;
        };
        let is_outcome = self.reading(*word).is_some_and(|(topic, own)| {
            let is_row = !own.total && !own.partly && own.last_year.is_none();
            is_row
                && Some(topic) == self.setting.topic
                && (!own.whole.is_empty() || self.group_of(topic, own).is_some())
        });
        let parts = self.sums_of(&[*word], &[]).map(|(_, _, sums)| sums);
        if is_outcome && !names_topic {
            self.claim_all(first..end, parts, wholes);
        }
    }

    /// The measures that words behind 均 name, without those that say nothing beside the others.
    fn said_of_all(&self, after: &[Token]) -> Vec<usize> {
        let measures = after.iter().filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => Some(word),
            _ => None,
        });
        let mut measures: Vec<usize> = measures.collect();
        // 均以“予以公开”方式办结: what became of them says more than that they were closed.
        let is_total = |word: &usize| self.reading(*word).is_none_or(|(_, own)| own.total);
        let adds = |token: &Token| token.kind == Kind::Mark('、');
        let is_list = after.iter().any(adds);
        if measures.iter().any(|word| !is_total(word)) && !is_list {
            measures.retain(|word| !is_total(word));
        }
        measures = self.without_groups(measures);
        // 均已办结并送达答复书: that they were closed says it.
        let is_loose = |word: &usize| self.is_loose(*word);
        let is_closed = |word: &usize| is_loose(word) || is_total(word);
        let is_plain = measures.iter().all(is_closed) && !is_list;
        if is_plain && !measures.iter().all(is_loose) {
            measures.retain(|word| !is_loose(word));
        }
        measures
    }

    /// 其余11件均予以公开: at least so many; 除结转的3件外，其余85件均已办结: so many and no others.
    fn say_all_of_rest(&mut self, all: usize, index: usize) {
        let named = self.tokens.part(all + 1..index.max(all + 1)).iter();
        let mut named = named.filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => Some((word, token.range.end)),
            _ => None,
        });
        let (Some((word, end)), None) = (named.next(), named.next()) else {
            return;
        };
        let is_silent =
            !self.speaks_of_tables() || self.is_narrow || self.subset || self.negation.is_some();
        let last = self
            .last
            .clone()
            .filter(|last| last.sums.is_empty() && self.told_in_clause());
        let parts = self.sums_of(&[word], &[]).map(|(_, _, sums)| sums);
        let (Some(last), Some(sums)) = (last.filter(|_| !is_silent), parts) else {
            return;
        };
        let before = self.tokens.upto(self.clause.saturating_sub(1)).iter().rev();
        let mut before = before
            .take(LONGEST_SENTENCE)
            .take_while(|token| !matches!(token.kind, Kind::Mark('。' | '；')));
        let is_row = |of: usize| {
            let measure = self.reading(of).map(|(_, measure)| measure);
            measure.is_some_and(|measure| measure.last_year.is_some())
        };
        let leaves_out = before.any(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(of)) => is_row(of),
            _ => false,
        });
        let is_total = self.reading(word).is_some_and(|(_, measure)| measure.total);
        let amount = last.amount;
        let told = match leaves_out && is_total {
            true => Told::Count { amount, sums },
            false => Told::Part { amount, sums },
        };
        self.claim(last.start..end, told);
    }

    /// 诉讼4件，均为直接起诉: all cases of a wider kind are of one that it holds.
    fn say_all_of_kind(&mut self, range: Range<usize>, all: usize, index: usize) {
        let topics = self.tokens.part(all + 1..index.max(all + 1)).iter();
        let mut topics = topics.filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Topic(topic)) => Some(topic),
            _ => None,
        });
        let (Some(kind), None) = (topics.next(), topics.next()) else {
            return;
        };
        let Some(parts) = self.bare_sums(kind, &[]).filter(|sums| !sums.is_empty()) else {
            return;
        };
        let holds = |whole: &Sum| {
            parts.iter().flatten().all(|cell| whole.contains(cell)) && !parts.contains(whole)
        };
        let wider = self.cases.iter().filter(|topic| **topic != kind);
        let wholes = wider
            .filter_map(|topic| self.bare_sums(*topic, &[]))
            .flatten();
        let wholes: Vec<Sum> = wholes.filter(holds).collect();
        self.claim_all(range, Some(parts), wholes);
    }

    /// 全部为自然人: of the row told last, or of all that the topic counts.
    fn say_all_columns(&mut self, range: Range<usize>, columns: &[usize]) {
        let last = self.last.as_ref().filter(|last| last.columns.is_empty());
        let row = last.and_then(|last| last.measure);
        let (parts, wholes) = match row {
            Some(word) => (
                self.sums_of(&[word], columns).map(|(_, _, sums)| sums),
                self.sums_of(&[word], &[]).map(|(_, _, sums)| sums),
            ),
            None if self.last.is_some() && self.told_without_measure().is_none() => return,
            None => {
                let topic = self.topic;
                let bare = |columns: &[usize]| self.bare_sums(topic?, columns);
                (bare(columns), bare(&[]))
            }
        };
        self.claim_all(range, parts, wholes.unwrap_or_default());
    }

    /// 均予以公开: of what was spoken of before 均, of the number told last, or of all.
    fn say_all_measures(&mut self, range: Range<usize>, all: usize, measures: &[usize]) {
        let Some((topic, _, parts)) = self.sums_of(measures, &[]) else {
            return;
        };
        let parts: Vec<Sum> = parts.into_iter().take(1).collect();
        let holds = |whole: &Sum| {
            parts.iter().flatten().all(|cell| whole.contains(cell)) && !parts.contains(whole)
        };
        let spoken_of = self.total_before(all).filter(|_| self.joint.len() < 2);
        let wholes = spoken_of.map(|measure| sums(self.template, &measure.sums, &[]));
        if let Some(wholes) = wholes.filter(|wholes| wholes.iter().any(holds)) {
            self.claim_all(range, Some(parts), wholes);
            return;
        }
        let own = self
            .last
            .as_ref()
            .filter(|last| !last.columns.is_empty() && !last.sums.is_empty());
        if let Some(columns) = own
            .filter(|last| last.topic == Some(topic))
            .map(|last| last.columns.clone())
        {
            let parts = self.sums_of(measures, &columns).map(|(_, _, sums)| sums);
            let ids = self.column_ids(&columns);
            let whole = measures
                .first()
                .and_then(|word| Some(self.reading(*word)?.1));
            let wholes = whole.map_or(Vec::new(), |measure| {
                sums(self.template, &measure.whole, &ids)
            });
            let is_one = measures.len() == 1 && self.told_in_clause();
            self.claim_all(range, parts.filter(|_| is_one), wholes);
            return;
        }
        // 本年新收160件，已全部办结: at least so many; 上年结转3件已全部办结 says nothing of all.
        if self.last_is_aside() {
            self.say_all_of_aside(range, measures, parts);
            return;
        }
        let last = self.last.as_ref();
        let last = last.filter(|last| last.columns.is_empty() && last.topic == Some(topic));
        // 结转下年3件，目前已全部办结: of what was left, after the year.
        let left = last.and_then(|last| self.reading(last.measure?));
        if left.is_some_and(|(_, own)| own.last_year.is_some()) {
            return;
        }
        let of_last = last.into_iter().flat_map(|last| last.sums.clone());
        let of_last: Vec<Sum> = of_last.filter(holds).collect();
        if !of_last.is_empty() {
            self.claim_all(range, Some(parts), of_last);
            return;
        }
        let readings = measures
            .iter()
            .filter_map(|word| Some(self.reading(*word)?.1));
        let readings: Vec<&Measure> = readings.collect();
        let has_whole = readings
            .iter()
            .all(|measure| !measure.whole.is_empty() || self.group_of(topic, measure).is_some());
        if let Some(measure) = readings
            .first()
            .filter(|_| has_whole && self.tells_whole(topic))
        {
            let wholes = self.wholes_of(topic, measure);
            self.claim_all(range, Some(parts), wholes);
        }
    }

    /// 新收160件，已全部办结: as many were closed at least.
    fn say_all_of_aside(&mut self, range: Range<usize>, measures: &[usize], parts: Vec<Sum>) {
        let is_closed = |word: &usize| {
            let own = self.reading(*word).map(|(_, own)| own);
            own.is_some_and(|own| own.total && !own.aside && !own.loose && !own.whole.is_empty())
        };
        let last = self.last.as_ref().filter(|last| last.columns.is_empty());
        let Some(mut amount) = last.map(|last| last.amount) else {
            return;
        };
        // 新收24件和上年结转2件，全部办结: of both.
        if self.last_is_from_before() {
            let Some(both) = self.told_aside().filter(|_| self.counted.len() == 2) else {
                return;
            };
            amount.value = both;
        }
        if measures.iter().all(is_closed) {
            self.claim(
                range,
                Told::Part {
                    amount,
                    sums: parts,
                },
            );
        }
    }

    /// What the two numbers told last make together.
    fn told_aside(&self) -> Option<Decimal> {
        let [.., one, other] = self.claims.as_slice() else {
            return None;
        };
        let exact = |claim: &Claim| match &claim.told {
            Told::Count { amount, .. } => (amount.bound == Bound::Exact).then_some(amount.value),
            _ => None,
        };
        let is_same = one.sentence == other.sentence;
        exact(one)?.checked_add(exact(other)?).filter(|_| is_same)
    }

    /// The total that was named last before a position in its clause.
    fn total_before(&self, position: usize) -> Option<&'a Measure> {
        let before = self
            .tokens
            .part(self.clause.min(position)..position)
            .iter()
            .rev();
        let mut totals = before.filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => self.reading(word),
            _ => None,
        });
        let is_group = |measure: &Measure| measure.sums.first().is_some_and(|sum| sum.len() > 1);
        let total = totals.find(|(_, measure)| measure.total || is_group(measure));
        total.map(|(_, measure)| measure)
    }

    /// The outcome that a single reason belongs to: 无法提供 of 不掌握.
    fn group_of(&self, topic: usize, measure: &Measure) -> Option<&'a Measure> {
        let topics = &self.template.claims().topics;
        let row = measure
            .sums
            .first()
            .filter(|_| !measure.total && measure.whole.is_empty())?;
        let mut others = topics.get(topic)?.measures.iter();
        others.find(|other| {
            let holds = |sum: &Vec<String>| row.iter().all(|cell| sum.contains(cell));
            !other.whole.is_empty() && !other.total && other.sums.iter().any(holds)
        })
    }

    /// What a measure is when it is said of all; of all topics that were told together.
    fn wholes_of(&self, topic: usize, measure: &Measure) -> Vec<Sum> {
        let measure = self.group_of(topic, measure).unwrap_or(measure);
        if self.joint.len() < 2 || !self.joint.contains(&topic) {
            return sums(self.template, &measure.whole, &[]);
        }
        let topics = &self.template.claims().topics;
        let all = self.joint.iter().filter_map(|topic| {
            let mut own = topics.get(*topic)?.measures.iter();
            let own = own.find(|own| own.id == measure.id)?;
            sums(self.template, &own.whole, &[]).into_iter().next()
        });
        vec![all.flatten().collect()]
    }

    pub(super) fn claim_all(
        &mut self,
        range: Range<usize>,
        parts: Option<Vec<Sum>>,
        wholes: Vec<Sum>,
    ) {
        if let Some(parts) = parts.filter(|parts| !parts.is_empty() && !wholes.is_empty()) {
            let told = self.told_without_measure();
            self.claim(
                range,
                Told::All {
                    told,
                    parts,
                    wholes,
                },
            );
        }
    }

    /// 24件申请均予以公开: the number that 均 speaks of, where nothing says whether these are all.
    fn told_without_measure(&self) -> Option<Amount> {
        let last = self.last.as_ref()?;
        let in_clause = self.tokens.get(self.clause)?.range.start <= last.start;
        (in_clause && last.sums.is_empty()).then_some(last.amount)
    }

    /// Whether the number told last stands in this clause.
    fn told_in_clause(&self) -> bool {
        let clause = self.tokens.get(self.clause);
        let last = self.last.as_ref();
        clause
            .zip(last)
            .is_some_and(|(first, last)| first.range.start <= last.start)
    }

    /// Whether the number told last is a whole of this topic, so that 均 speaks of all of it.
    pub(super) fn tells_whole(&self, topic: usize) -> bool {
        let Some(last) = &self.last else {
            return true;
        };
        // 行政复议纠正2件；行政诉讼均获维持: of all of the kind that its own clause names.
        let is_own = self.has_topic && self.topic == Some(topic) && self.joint.len() < 2;
        if is_own && last.topic != Some(topic) && !self.told_in_clause() {
            return true;
        }
        let Some((of, measure)) = last.measure.and_then(|word| self.reading(word)) else {
            let is_told = !last.sums.is_empty() || self.told_without_measure().is_some();
            let is_bare = last.measure.is_none() && last.columns.is_empty();
            return is_bare && is_told && last.topic == Some(topic);
        };
        let topics = &self.template.claims().topics;
        let measures = topics.get(topic).into_iter();
        let mut measures = measures.flat_map(|topic| &topic.measures);
        let is_whole = measure
            .sums
            .first()
            .is_some_and(|sum| measures.any(|other| other.whole.contains(sum)));
        // 重复申请63件，均不予处理: of these alone.
        let is_total = measure.total && measure.whole.is_empty();
        of == topic && last.columns.is_empty() && (is_total || is_whole)
    }
}
