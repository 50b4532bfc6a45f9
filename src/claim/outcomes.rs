//! Outcomes that are told in a way of their own: by a short word in a list, or in the clause behind their number.

use super::amount::Amount;
use super::lexicon::Meaning;
use super::sentence::{Reader, is_number};
use super::token::{Kind, Token};
use super::{Sum, Told};
use crate::template::Measure;
use crate::text::Stretch;

/// A number whose clause says why and not what became of the things: 另有5件因补正，…….
#[derive(Debug, Clone, Copy)]
pub(super) struct Unsettled {
    pub start: usize,
    pub end: usize,
    pub amount: Amount,
    /// Index of the mark that its clause ends with.
    pub mark: usize,
    /// Whether the words before the number say that there are no others: 仅有1件, 另有5件.
    pub is_all: bool,
    /// Whether there was doubt of what the sentence counts before the number came.
    pub is_doubtful: bool,
}

impl Unsettled {
    /// So many for this reason, or so many at all.
    fn told(&self, sums: Vec<Sum>) -> Told {
        let amount = self.amount;
        match self.is_all {
            true => Told::Count { amount, sums },
            false => Told::Part { amount, sums },
        }
    }
}

/// More words than any reason between a number and its comma has.
const LONGEST_REASON: usize = 40;

impl<'a> Reader<'a> {
    /// 公开16件，部分公开3件: a short word is an outcome where the next number's clause names another one.
    pub(super) fn take_short(&mut self, index: usize) {
        // 答复情况：公开一件 as well, where the word before says nothing of its own.
        let is_named = self.measures.iter().any(|word| !self.is_loose_here(*word));
        if is_named || !self.columns.is_empty() || self.unit.is_none() {
            return;
        }
        let start = self.start_of_item(index);
        let item = self.text.part(start..self.token(index).range.start).iter();
        let item: String = item.filter(|c| !c.is_whitespace()).collect();
        let topic = self
            .topic
            .filter(|topic| Some(*topic) == self.setting.topic);
        // 全年收25件.
        if item.ends_with('收') && self.unknown(start, self.token(index).range.start) == "收" {
            let received = ['收', '到'];
            if let Some((Meaning::Measure(word), _)) = self.lexicon.at(&received) {
                self.measures.push(word);
            }
            return;
        }
        let Some(measure) = topic.and_then(|topic| self.measure_in_short(topic, &item)) else {
            return;
        };
        let rest = self.tokens.onward(index + 1);
        let next = match rest {
            [mark, next, ..] if matches!(mark.kind, Kind::Mark('，' | '、')) => next,
            _ => return,
        };
        let is_outcome = match next.kind {
            Kind::Meaning(Meaning::Measure(word)) => self
                .reading(word)
                .is_some_and(|(of, own)| Some(of) == topic && !own.total && !own.whole.is_empty()),
            _ => false,
        };
        let written = measure
            .words
            .first()
            .map(|word| word.chars().collect::<Vec<_>>());
        let known = written.and_then(|written| self.lexicon.at(&written));
        if let (true, Some((Meaning::Measure(word), _))) = (is_outcome, known) {
            self.measures.clear();
            self.measures.push(word);
        }
    }

    /// Where the words begin that a number of a list is told of: behind the mark, number or 其中 before it.
    fn start_of_item(&self, index: usize) -> usize {
        let is_bound = |token: &&super::token::Token| {
            is_number(token.kind)
                || matches!(
                    token.kind,
                    Kind::Mark(_) | Kind::Meaning(Meaning::Word(super::grammar::Word::Among))
                )
        };
        let before = self.tokens.upto(index).iter().rev().find(is_bound);
        before.map_or(0, |token| token.range.end)
    }

    fn measure_in_short(&self, topic: usize, item: &str) -> Option<&'a Measure> {
        let topics = &self.template.claims().topics;
        let measures = &topics.get(topic)?.measures;
        let is_so = |measure: &&Measure| measure.short.iter().any(|word| word == item);
        measures.iter().find(is_so)
    }

    /// Keeps a number of things of which its clause says why, not what became of them.
    ///
    /// With whether there was doubt of what the sentence counts before it came.
    pub(super) fn leave_unsettled(&mut self, index: usize, amount: Amount, is_doubtful: bool) {
        let start = self.start_of_item(index);
        let token = self.token(index);
        let lead: Vec<char> = self.unknown(start, token.range.start).chars().collect();
        let behind = self.text.get(token.range.end);
        let mark = self
            .tokens
            .onward(index + 1)
            .iter()
            .take(LONGEST_REASON)
            .position(|t| matches!(t.kind, Kind::Mark(_)));
        let Some(mark) = mark.map(|mark| index + 1 + mark) else {
            return;
        };
        let own = self.text.part(start..token.range.start);
        // 尚有7件在法定期限内，转入下年.
        let is_left = behind == Some(&'在') && own.iter().any(|c| "另尚还".contains(*c));
        let is_why =
            is_left || matches!(behind, Some('因' | '由' | '经' | '需' | '正' | '尚' | '仍'));
        if !is_why || !self.is_made_of_fillers(&lead) {
            return;
        }
        let lead = self.text.part(start..token.range.start);
        let unsettled = Unsettled {
            start: token.range.start,
            end: token.range.end,
            amount,
            mark,
            is_doubtful,
            // 除2件因征求意见结转下年外 as well.
            is_all: lead.iter().any(|c| "仅只另尚还余唯除".contains(*c)),
        };
        if !self.settle_at_once(index, unsettled) && self.token(mark).kind == Kind::Mark('，') {
            self.unsettled = Some(unsettled);
        }
    }

    /// 仅有1件因需征求第三方意见结转下年度: where the clause of the number itself ends with what became of it.
    fn settle_at_once(&mut self, index: usize, unsettled: Unsettled) -> bool {
        let clause = self.tokens.part(index + 1..unsettled.mark);
        let named = |token: &Token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) if !self.is_loose_here(word) => {
                Some((word, token.range.end))
            }
            _ => None,
        };
        let Some((word, told)) = clause.iter().rev().find_map(named) else {
            return false;
        };
        let end = self.token(unsettled.mark).range.start;
        let tail = self.unknown(told, end);
        let tail: Vec<char> = tail.trim_end_matches(['以', '外', '之']).chars().collect();
        let counts = clause.iter().any(|token| is_number(token.kind));
        let is_row = self
            .reading(word)
            .is_some_and(|(_, measure)| measure.last_year.is_some());
        let sums = self
            .sums_of(&[word], &[])
            .filter(|_| is_row && !counts && !unsettled.is_doubtful);
        let Some((_, _, sums)) = sums.filter(|_| self.is_made_of_fillers(&tail)) else {
            return false;
        };
        self.push(unsettled.start..told, unsettled.told(sums));
        true
    }

    /// Whether a word is so common in the topic that is spoken of that it adds nothing: 结转下年度办理.
    fn is_loose_here(&self, word: usize) -> bool {
        self.reading(word).is_none_or(|(_, measure)| measure.loose)
    }

    pub(super) fn can_settle(&self) -> bool {
        self.speaks_of_tables() && !self.is_narrow && !self.subset && self.direction.is_none()
    }

    /// 另有5件因补正，结转下年度: what became of the number before, where the clause says nothing else.
    pub(super) fn settle(&mut self, index: usize) {
        let Some(unsettled) = self
            .unsettled
            .filter(|unsettled| unsettled.mark + 1 == self.clause)
        else {
            return;
        };
        // The reason may name anything (征求意见); the clause that follows it may not.
        let clause = self.tokens.part(self.clause..index);
        let is_elsewhere = |token: &Token| token.kind == Kind::Meaning(Meaning::Elsewhere);
        let is_other = self.other_scope || self.is_planned || self.is_narrow || self.subset;
        if is_other
            || clause
                .iter()
                .any(|token| is_number(token.kind) || is_elsewhere(token))
        {
            return;
        }
        let mut words = clause.iter().filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) if !self.is_loose_here(word) => Some(word),
            _ => None,
        });
        let (Some(word), None) = (words.next(), words.next()) else {
            return;
        };
        let is_row = self
            .reading(word)
            .is_some_and(|(_, measure)| measure.last_year.is_some());
        let sums = self.sums_of(&[word], &[]).filter(|_| is_row);
        self.unsettled = None;
        if let Some((_, _, sums)) = sums {
            let from = clause
                .first()
                .map_or(unsettled.end, |token| token.range.start);
            let end = clause.last().map_or(unsettled.end, |token| token.range.end);
            // The clause is held to the same certainty as any other; the reason before it may say what it likes.
            self.is_doubtful = unsettled.is_doubtful;
            if self.is_certain(&(from..end), false) {
                self.push(unsettled.start..unsettled.end, unsettled.told(sums));
            }
        }
    }
}
