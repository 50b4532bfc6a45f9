//! Numbers that are told of several things in order: 分别为12件、3件.

use super::lexicon::Meaning;
use super::sentence::{Item, Reader, is_number};
use super::token::{Kind, Token};
use crate::text::Stretch;

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
        if items.len() < 2 && self.clause > 0 {
            let before = self.tokens.upto(self.clause - 1);
            let start = before
                .iter()
                .rposition(|t| matches!(t.kind, Kind::Mark(m) if m != '、'));
            items = self.items(start.map_or(0, |start| start + 1), self.clause - 1);
        }
        let rest = self.tokens.onward(index + 1).iter();
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
            item.measure = item.measure.or(measure);
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
}
