//! Whether a number adds what was named to something else.

use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::{Reader, is_number};
use super::subject::Subject;
use super::token::{Kind, Token};
use crate::text::Stretch;

impl Reader<'_> {
    /// 连同上年结转共办理106件: whether the number adds what was named to something else.
    pub(super) fn is_added_to(&self, index: usize, subject: &Subject) -> bool {
        // 连同结转件共办结685件: whatever came in, these were closed.
        let told = subject.measure.and_then(|word| self.reading(word));
        let is_closed =
            told.is_some_and(|(_, own)| own.total && !own.loose && !own.whole.is_empty());
        let own = self.tokens.part(self.clause.min(index)..index);
        // 办理的3件，连同其他渠道收到的11件: each is a part of what both make.
        let starts = |from: usize| {
            let words: String = self.text.onward(from).iter().take(2).collect();
            ["连同", "加上", "算上", "再加"].contains(&words.as_str())
        };
        let clause = self.clause.checked_sub(1);
        let start = clause.map_or(0, |mark| self.token(mark).range.end);
        let next = self.tokens.get(index + 1);
        let adds_next =
            next.is_some_and(|next| next.kind == Kind::Mark('，') && starts(next.range.end));
        let is_sum = own
            .iter()
            .any(|token| token.kind == Kind::Meaning(Meaning::Word(Word::Together)));
        let adds = |token: &Token| {
            let start = token.range.start;
            let lead: String = self
                .text
                .part(start.saturating_sub(2)..start)
                .iter()
                .collect();
            ["连同", "加上", "算上", "包括", "计入"].contains(&lead.as_str())
                || lead.ends_with('含')
        };
        let is_aside = |token: &Token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => self
                .reading(word)
                .is_some_and(|(_, own)| own.aside || !own.settled_by.is_empty()),
            _ => false,
        };
        let names_aside = own.iter().any(is_aside);
        adds_next && !self.names_aside_ahead(index)
            || starts(start) && !names_aside
            || is_sum && !is_closed && own.iter().any(|token| is_aside(token) && adds(token))
    }

    /// 新收12件，加上上年结转3件: whether what the next clause adds is a row of its own.
    pub(super) fn names_aside_ahead(&self, index: usize) -> bool {
        let next = self.tokens.onward(index + 2).iter().take(4);
        let mut next = next.take_while(|token| !is_number(token.kind));
        next.any(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => {
                self.reading(word).is_some_and(|(_, measure)| measure.aside)
            }
            _ => false,
        })
    }
}
