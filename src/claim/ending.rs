//! Where clauses and sentences end: what is said of all and of none, and what is forgotten with them.

use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::{Reader, When, is_number};
use super::token::Kind;
use crate::text::Stretch;

impl Reader<'_> {
    pub(super) fn mark(&mut self, index: usize, mark: char) {
        match mark {
            '。' | '！' | '？' | '；' => self.end_sentence(index),
            '、' => {
                if !self.is_open_list(index) && self.queue.is_empty() {
                    // 涉及征地5件、规划许可3件: all of the list is of one kind.
                    let is_narrow = self.is_narrow;
                    self.forget_item();
                    self.is_narrow = is_narrow;
                }
            }
            '：' => {
                let is_told = !self.is_open_list(index);
                // 占比依次为：予以公开38.4%、部分公开12.7%: each says itself of what it is.
                self.is_share &= is_told;
                self.end_clause(index);
                // 上年结转6件：2件予以公开: of these alone.
                if is_told && self.last_is_aside() {
                    self.aside = true;
                    self.whole = self.last.clone();
                }
            }
            '（' => {
                self.end_clause(index);
                self.outside = Some((self.other_scope, self.elsewhere, self.when));
                self.before_bracket = self.last.clone();
                let follows_number = index
                    .checked_sub(1)
                    .is_some_and(|before| is_number(self.token(before).kind));
                let last = self.last.as_ref();
                self.breaks_down = follows_number && last.is_some_and(|last| last.sums.is_empty());
            }
            '）' => {
                self.end_clause(index);
                self.breaks_down = false;
                if let Some((other_scope, elsewhere, when)) = self.outside.take() {
                    (self.other_scope, self.elsewhere, self.when) = (other_scope, elsewhere, when);
                }
                let before = self
                    .before_bracket
                    .take()
                    .filter(|last| !last.sums.is_empty());
                if let Some(before) = before.filter(|_| self.is_said_of_all_next(index)) {
                    self.last = Some(before);
                }
            }
            _ => self.end_clause(index),
        }
        if matches!(mark, '。' | '！' | '？') {
            self.sentence = self.token(index).range.end;
        }
        if mark == '；' {
            // What follows belongs to the same sentence about the same year.
            self.clause_when = None;
        }
    }

    /// 280件（新收270件、结转10件），均已办结: whether the clause behind a bracket says something of all.
    pub(super) fn is_said_of_all_next(&self, bracket: usize) -> bool {
        let rest = self.tokens.onward(bracket + 1).iter().take(6);
        let mut rest = rest.skip_while(|token| token.kind == Kind::Mark('，'));
        let all = Kind::Meaning(Meaning::Word(Word::All));
        let mut clause = rest
            .by_ref()
            .take_while(|token| !matches!(token.kind, Kind::Mark(_)) && !is_number(token.kind));
        clause.any(|token| token.kind == all)
    }

    pub(super) fn forget_item(&mut self) {
        self.measures.clear();
        self.columns.clear();
        self.has_topic = false;
        self.direction = None;
        self.is_share = false;
        self.is_narrow = false;
        self.rate = None;
        self.first = None;
    }

    pub(super) fn end_clause(&mut self, index: usize) {
        self.say_none(index);
        self.say_all(index);
        self.say_of_only_one(index);
        self.settle(index);
        let counted = !self.is_open_list(index);
        let end = self
            .tokens
            .get(index)
            .map_or(self.text.len(), |t| t.range.start);
        let is_whole = matches!(self.text.upto(end).last(), Some('中' | '里'));
        if counted && self.last_is_aside() {
            self.aside = is_whole;
        }
        // 办结的66件里，60件予以公开: what follows are parts.
        if counted && is_whole {
            self.whole = self.last.clone();
        }
        self.is_together = false;
        self.is_up_to = false;
        self.attribute.clear();
        if counted || self.negation.is_some() {
            self.forget_item();
        }
        self.is_stale = true;
        self.clause = index + 1;
        self.clause_when = None;
        (self.all, self.negation) = (None, None);
        self.is_rest = false;
        self.is_narrow = false;
        self.is_average = false;
        self.is_each = false;
        self.direction = None;
        self.rate = None;
        self.has_topic = false;
    }

    pub(super) fn end_sentence(&mut self, index: usize) {
        self.end_clause(index);
        self.forget_item();
        let ends = self.tokens.get(index);
        let goes_on = ends.is_some_and(|token| token.kind == Kind::Mark('；'));
        if self.elsewhere && !(goes_on && self.has_claimed) {
            self.topic = self.setting.topic;
            self.last = None;
        }
        if !goes_on {
            self.begin_anew();
            self.cases.clear();
        }
        self.cases_end = true;
        self.whole = None;
        self.elsewhere = false;
        self.other_scope = false;
        self.other_office = false;
        self.subset = false;
        self.is_doubtful = false;
        self.has_claimed = false;
        self.counted.clear();
        self.told = 0;
        self.changed = None;
        self.base = None;
        self.given = None;
        self.unsettled = None;
        self.is_scattered = false;
        self.when = When::This;
        self.is_planned = false;
        self.names_this_year = false;
        // What follows ； is compared with the same year.
        if self
            .tokens
            .get(index)
            .is_none_or(|token| token.kind != Kind::Mark('；'))
        {
            self.compared = None;
        }
        self.breaks_down = false;
        self.queue.clear();
        self.joint.clear();
        self.aside = false;
    }
}
