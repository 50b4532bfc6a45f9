//! Numbers that are told of several things in order: 分别为12件、3件.

use super::Sum;
use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::{Item, Reader, is_number};
use super::subject::Subject;
use super::token::{Kind, Token};
use crate::text::Stretch;

/// More tokens than a list has that is told in order.
const LONGEST_LIST: usize = 120;

impl<'a> Reader<'a> {
    /// Whether nothing was counted since the list began, so that its numbers are still to come.
    pub(super) fn is_open_list(&self, index: usize) -> bool {
        let since = self.tokens.part(self.clause..index);
        !since.iter().any(|token| is_number(token.kind))
    }

    /// A new sentence: 行政诉讼2件。全年办结150件 goes back to what the part is about.
    pub(super) fn begin_anew(&mut self) {
        self.is_last_before = true;
        let topics = &self.template.claims().topics;
        let topic = self.topic.and_then(|topic| topics.get(topic));
        if topic.is_some_and(|topic| topic.parts.is_empty()) {
            self.topic = self.setting.topic;
        }
    }

    /// 分别: the things named before, in order, when as many numbers follow.
    pub(super) fn respectively(&mut self, index: usize) {
        let mut items = self.items(self.clause, index);
        // 复议45件、诉讼20件，被纠正的分别为1件和1件: of each of those before.
        let own = match items.as_slice() {
            [only] => only.measure,
            _ => None,
        };
        if items.len() < 2 && self.clause > 0 {
            let end = self.clause - 1;
            let near = end.saturating_sub(LONGEST_LIST);
            let mut before = self.tokens.part(near..end).iter();
            let start = before.rposition(|t| matches!(t.kind, Kind::Mark(m) if m != '、'));
            items = self.items(start.map_or(near, |start| near + start + 1), end);
        }
        let rest = self.tokens.onward(index + 1).iter().take(LONGEST_LIST);
        let rest = rest.take_while(|t| !matches!(t.kind, Kind::Mark('。' | '；')));
        // 分别提出申请24件、5件: what all of them are told of.
        let is_lead = |token: &&Token| {
            matches!(
                token.kind,
                Kind::Meaning(Meaning::Topic(_) | Meaning::Measure(_))
            )
        };
        let measure = rest
            .clone()
            .take_while(is_lead)
            .find_map(|token| match token.kind {
                Kind::Meaning(Meaning::Measure(word)) => Some(word),
                _ => None,
            });
        for item in &mut items {
            item.measure = item.measure.or(own).or(measure);
        }
        let numbers = rest
            .skip_while(is_lead)
            .take_while(|token| {
                is_number(token.kind)
                    || matches!(
                        token.kind,
                        Kind::Mark('、' | '，') | Kind::Meaning(Meaning::Word(_))
                    )
            })
            .filter(|token| matches!(token.kind, Kind::Amount(..) | Kind::Bare(_)))
            .count();
        if items.len() >= 2 && items.len() == numbers {
            self.queue = items;
        } else {
            // What is told of whom is not certain.
            self.is_scattered |= numbers > 1;
            self.measures.clear();
            self.columns.clear();
        }
    }

    /// The things named between two tokens, in order.
    pub(super) fn items(&self, start: usize, end: usize) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut topic = self.topic;
        let tokens = self.tokens.get(start..end).unwrap_or_default();
        let has_parts = tokens.iter().any(|t| {
            matches!(
                t.kind,
                Kind::Meaning(Meaning::Measure(_) | Meaning::Column(_))
            )
        });
        let several = tokens
            .iter()
            .filter(|t| matches!(t.kind, Kind::Meaning(Meaning::Topic(_))))
            .count()
            > 1;
        for token in tokens {
            match token.kind {
                Kind::Meaning(Meaning::Topic(named)) => {
                    topic = Some(named);
                    if !has_parts || several {
                        items.push(Item {
                            topic,
                            ..Item::default()
                        });
                    }
                }
                Kind::Meaning(Meaning::Measure(word)) if !several => items.push(Item {
                    topic,
                    measure: Some(word),
                    column: None,
                }),
                Kind::Meaning(Meaning::Column(column)) => items.push(Item {
                    topic,
                    measure: None,
                    column: Some(column),
                }),
                _ => {}
            }
        }
        items
    }

    /// 行政复议、行政诉讼共3件, 引发行政复议和行政诉讼3件: what a list of topics makes together that ends before a number.
    pub(super) fn listed_topics(&self, index: usize) -> Option<Vec<Item>> {
        let own = self.tokens.part(self.clause.min(index)..index);
        let is_small = |token: &&Token| match token.kind {
            Kind::Meaning(Meaning::Word(word)) => !matches!(word, Word::And | Word::Each),
            Kind::Meaning(Meaning::Measure(word)) => self
                .reading(word)
                .is_some_and(|(_, measure)| measure.total && measure.whole.is_empty()),
            _ => false,
        };
        let behind = own.iter().rev().take_while(is_small).count();
        let mut rest = own.upto(own.len() - behind);
        let mut items = Vec::new();
        while let [before @ .., token] = rest {
            let Kind::Meaning(Meaning::Topic(topic)) = token.kind else {
                break;
            };
            items.insert(
                0,
                Item {
                    topic: Some(topic),
                    ..Item::default()
                },
            );
            let is_joint = |joint: &Token| {
                let joins = matches!(
                    joint.kind,
                    Kind::Mark('、') | Kind::Meaning(Meaning::Word(Word::And))
                );
                joins && joint.range.end == token.range.start
            };
            rest = match before {
                [before @ .., joint] if is_joint(joint) => before,
                _ => &[],
            };
        }
        let topics = &self.template.claims().topics;
        let mut named = items.iter().filter_map(|item| topics.get(item.topic?));
        let are_wide = named.all(|topic| !topic.assured_by.is_empty());
        let [first, .., last] = items.as_slice() else {
            return None;
        };
        (are_wide && first != last && !self.is_each).then_some(items)
    }

    /// 行政复议、行政诉讼共3件: the topics named before the number and nothing else.
    pub(super) fn topics_together(&self, index: usize) -> Option<Vec<Item>> {
        // 共发生行政复议7件、行政诉讼5件: what has its own number is told apart.
        let own = self.tokens.part(self.clause.min(index)..index).iter();
        let has_number = own.clone().any(|token| is_number(token.kind));
        let items = self.items(self.clause, index);
        let is_topic = |item: &Item| item.measure.is_none() && item.column.is_none();
        let is_list = items.len() >= 2 && items.iter().all(is_topic) && !has_number;
        (self.is_together && is_list && self.measures.is_empty()).then_some(items)
    }

    pub(super) fn topics_added(&self, items: &[Item]) -> Option<Subject> {
        let sums = items.iter().map(|item| self.bare_sums(item.topic?, &[]));
        let sums: Option<Vec<Vec<Sum>>> = sums.collect();
        let firsts = sums?.into_iter().filter_map(|sums| sums.into_iter().next());
        Some(Subject {
            topic: self.topic,
            measure: None,
            sums: vec![firsts.flatten().collect()],
            given: None,
        })
    }
}
