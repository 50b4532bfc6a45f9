//! What stands behind a number, or before the name of what it counts, and says which of the things are counted.

use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::{Reader, is_number};
use super::token::{Kind, Token};
use crate::text::Stretch;

impl Reader<'_> {
    /// What stands behind a number may say what it counts: 12件政府信息公开申请.
    pub(super) fn take_behind(&mut self, index: usize) {
        let behind = self.behind(index);
        self.elsewhere |= behind.contains(&Meaning::Elsewhere);
        self.is_scattered |= self.names_two_kinds(&behind);
        for meaning in &behind {
            if let Meaning::Topic(topic) = meaning {
                self.topic = Some(*topic);
                self.has_topic = true;
                self.elsewhere = false;
            }
        }
        if self.unit.is_none() {
            return;
        }
        let names_measure = behind
            .iter()
            .any(|meaning| matches!(meaning, Meaning::Measure(_)));
        if self.is_stale && names_measure {
            self.measures.clear();
        }
        // 其余12件作出不予公开、无法提供等决定: examples of what became of them.
        let are_examples = self.are_examples(index);
        // 收到的申请中有6件属于内部事务信息: what became of some of them.
        if self.is_some_of_all(index) && behind.iter().any(|meaning| self.is_outcome(meaning)) {
            self.measures.clear();
        }
        if self.measures.is_empty() && !are_examples {
            let is_caused = self.is_caused(index);
            let measures = behind.iter().filter_map(|meaning| match meaning {
                Meaning::Measure(word) => Some(*word),
                _ => None,
            });
            // 4件申请因收到时间较晚: why, not what was counted.
            let is_why = |word: &usize| is_caused && self.is_coming_in(*word);
            let measures: Vec<usize> = measures.filter(|word| !is_why(word)).collect();
            self.measures.extend(measures);
            let named = std::mem::take(&mut self.measures);
            self.measures = self.without_groups(named);
        }
        if self.columns.is_empty() {
            let columns = behind.iter().filter_map(|meaning| match meaning {
                Meaning::Column(column) => Some(*column),
                _ => None,
            });
            self.columns.extend(columns);
        }
    }

    /// 申请中有6件: whether a number tells how many of all that came in.
    pub(super) fn is_some_of_all(&self, index: usize) -> bool {
        let before = self.text.upto(self.token(index).range.start);
        let is_all = |word: &usize| self.is_coming_in(*word);
        before.ends_with(&['中', '有']) && self.measures.iter().all(is_all)
    }

    /// Whether a word tells what became of things.
    pub(super) fn is_outcome(&self, meaning: &Meaning) -> bool {
        match meaning {
            Meaning::Measure(word) => self.reading(*word).is_some_and(|(_, own)| !own.total),
            _ => false,
        }
    }

    /// Whether a reason follows a number and the name of its things: 4件申请因.
    pub(super) fn is_caused(&self, index: usize) -> bool {
        let behind = self
            .text
            .onward(self.token(index).range.end)
            .iter()
            .take(12);
        let mut behind = behind.take_while(|c| !matches!(c, '，' | '。' | '；' | '、'));
        behind.any(|c| matches!(c, '因' | '由'))
    }

    /// Whether a word tells that things came in, which is no reason and no outcome.
    pub(super) fn is_coming_in(&self, word: usize) -> bool {
        self.reading(word).is_some_and(|(_, own)| {
            own.total && own.whole.is_empty() && own.last_year.is_none() && !own.aside
        })
    }

    /// 因不掌握而无法提供: the reason says more than its group.
    pub(super) fn without_groups(&self, mut measures: Vec<usize>) -> Vec<usize> {
        let single = |word: &usize| match self.reading(*word)?.1.sums.first()?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        let named: Vec<String> = measures.iter().filter_map(single).collect();
        let is_group = |word: &usize| {
            let sum = self.reading(*word).and_then(|(_, m)| m.sums.first());
            sum.is_some_and(|sum| sum.len() > 1 && named.iter().any(|own| sum.contains(own)))
        };
        measures.retain(|word| !is_group(word));
        measures
    }

    /// 3件复议维持2件: where the words behind a number end that are its own; what follows its topic belongs to the next.
    pub(super) fn own_behind(&self, index: usize) -> usize {
        let rest = self.tokens.onward(index + 1);
        let is_end = |token: &&Token| is_number(token.kind) || matches!(token.kind, Kind::Mark(_));
        let length = rest.iter().take_while(|token| !is_end(token)).count();
        let ends_in_number = rest.get(length).is_some_and(|token| is_number(token.kind));
        let clause = rest.upto(length);
        let is_topic = |token: &Token| matches!(token.kind, Kind::Meaning(Meaning::Topic(_)));
        let adjoins = rest.first().is_some_and(|first| {
            first.range.start == self.token(index).range.end && is_topic(first)
        });
        let topic = clause.iter().rposition(is_topic);
        match topic.filter(|_| ends_in_number && adjoins) {
            Some(topic) => index + 2 + topic,
            None => index + 1 + rest.len(),
        }
    }

    /// What stands behind a number in its clause, up to the next number.
    pub(super) fn behind(&self, index: usize) -> Vec<Meaning> {
        if matches!(
            self.text.get(self.token(index).range.end),
            Some('中' | '里')
        ) {
            return Vec::new();
        }
        // 18420件申请中自然人申请16578件: what follows 中 is told of a part.
        let is_parted = |at: usize| {
            let before = at.checked_sub(1).map(|before| self.token(before));
            before.is_some_and(|before| {
                matches!(before.kind, Kind::Meaning(Meaning::Topic(_)))
                    && matches!(self.text.get(before.range.end), Some('中' | '里'))
            })
        };
        let own = self.own_behind(index);
        let rest = self.tokens.part(index + 1..own).iter().enumerate();
        let rest = rest.take_while(|(at, _)| !is_parted(index + 1 + at));
        let rest = rest.map(|(_, token)| token).take_while(|token| {
            !is_number(token.kind)
                && !matches!(
                    token.kind,
                    Kind::Mark(_)
                        | Kind::Meaning(Meaning::Word(
                            Word::All | Word::Share | Word::Negation | Word::Respectively
                        ))
                )
        });
        rest.filter_map(|token| match token.kind {
            Kind::Meaning(meaning) => Some(meaning),
            _ => None,
        })
        .collect()
    }

    /// 一件都没有: whether the words behind one say that there was none.
    pub(super) fn is_none_of_it(&self, index: usize) -> bool {
        let behind = self.text.onward(self.token(index).range.end);
        matches!(
            behind,
            ['都' | '也', '没' | '未' | '无', ..] | ['没', '有', ..]
        )
    }

    /// 尚未审结的复议8件、诉讼13件: what is told of the first of a list holds for the next, which names its kind alone.
    pub(super) fn take_attribute(&mut self) {
        let names_kind = self.has_topic && self.measures.is_empty() && self.columns.is_empty();
        let fits = |word: &usize| self.reading(*word).is_some();
        if names_kind && !self.attribute.is_empty() && self.attribute.iter().all(fits) {
            self.measures.clone_from(&self.attribute);
        }
    }

    /// The measures that stand before the name of the thing that a number counts.
    pub(super) fn attribute_of(&self, index: usize) -> Vec<usize> {
        let own = self.tokens.part(self.clause.min(index)..index);
        let is_topic = |token: &Token| matches!(token.kind, Kind::Meaning(Meaning::Topic(_)));
        let is_measure = |token: &Token| matches!(token.kind, Kind::Meaning(Meaning::Measure(_)));
        let topic = own.iter().rposition(is_topic);
        let measure = own.iter().rposition(is_measure);
        let is_before = topic.zip(measure).is_some_and(|(topic, measure)| {
            let end = own.get(measure).map(|token| token.range.end);
            measure < topic && end.and_then(|end| self.text.get(end)) == Some(&'的')
        });
        // The second of a list has it from the first.
        match is_before || topic.is_some() && measure.is_none() && !self.attribute.is_empty() {
            true => self.measures.clone(),
            false => Vec::new(),
        }
    }
}
