//! What is said about a number told before: its share, and how it changed since last year.

use super::amount::{Amount, Bound};
use super::grammar::Word;
use super::lexicon::Meaning;
use super::read::sums;
use super::sentence::{Last, Reader, When, is_number};
use super::token::{Kind, Token};
use super::{Change, Direction, Share, Sum, Told};
use crate::template::{Rate, Topic};
use crate::text::Stretch;
use rust_decimal::Decimal;

/// More tokens than a sentence has before a share.
const LONGEST_SENTENCE: usize = 60;

impl<'a> Reader<'a> {
    /// More or less than last year.
    pub(super) fn change(&mut self, index: usize, direction: Direction, is_last: bool, by: Change) {
        let is_unnamed = self.measures.is_empty() && self.columns.is_empty();
        // 其中征地类增加31件，其他类减少4件: of kinds that are not read.
        let is_unread = self
            .measures
            .iter()
            .all(|word| self.reading(*word).is_none());
        if is_unnamed && self.whole.is_some() || !self.measures.is_empty() && is_unread {
            return;
        }
        let now = if is_unnamed {
            // 结转6件。申请量再创新高，比上年多30件: not of what an earlier sentence told last.
            let mark = self.clause.checked_sub(1).map(|mark| self.token(mark).kind);
            let is_far = self.is_last_before && mark == Some(Kind::Mark('，'));
            let last = self
                .last
                .as_ref()
                .filter(|_| !is_far && (!self.has_topic || self.has_claimed));
            // 申请量同比上升25%: nothing was counted yet.
            let of_topic = || self.bare_sums(self.topic.filter(|_| self.has_topic)?, &[]);
            // 申请量比上年增加12件，增幅20.5%: of the same.
            let changed = || self.changed.clone().filter(|_| last.is_none());
            last.map(|last| last.sums.clone())
                .or_else(of_topic)
                .or_else(changed)
        } else {
            let (measures, columns) = (self.measures.clone(), self.columns.clone());
            let amount = self.last.as_ref().map(|last| last.amount);
            let count = Amount {
                value: Decimal::ZERO,
                unit: Decimal::ONE,
                bound: Bound::Exact,
                is_money: false,
            };
            self.of_named(&measures, &columns, amount.unwrap_or(count))
                .map(|subject| subject.sums)
        };
        let Some(sums) = now.filter(|sums| !sums.is_empty() && is_last) else {
            return;
        };
        let is_now = self.when() == When::This || self.base.is_some();
        if self.base.is_some() && self.last.as_ref().is_none_or(|last| last.sums.is_empty()) {
            self.go_on_with(index, &sums);
        }
        if self.speaks_of_tables() && !self.is_narrow && !self.subset && is_now {
            self.changed = Some(sums.clone());
            let range = self.first_character(index)..self.token(index).range.end;
            self.claim(
                range,
                Told::Change {
                    direction,
                    by,
                    sums,
                    base: self.base,
                },
            );
        }
    }

    /// 申请量较上年的120件增加30件，增长25%: what follows is told of the same.
    fn go_on_with(&mut self, index: usize, sums: &[Sum]) {
        let amount = self.base.map(|value| Amount {
            value,
            unit: Decimal::ONE,
            bound: Bound::Exact,
            is_money: false,
        });
        self.last = amount.map(|amount| Last {
            topic: self.topic,
            measure: None,
            columns: Vec::new(),
            sums: sums.to_vec(),
            amount,
            start: self.first_character(index),
        });
    }

    /// 在无法提供的情形中，不掌握的占100%: whether the clause before says without a number of what a share is.
    fn follows_base(&self) -> bool {
        let Some(mark) = self.clause.checked_sub(1) else {
            return false;
        };
        let is_mark = |token: &Token| matches!(token.kind, Kind::Mark(_));
        let before = self.tokens.upto(mark);
        let from = before.iter().rposition(is_mark).map_or(0, |at| at + 1);
        let ends = self.text.upto(self.token(mark).range.start).last();
        matches!(ends, Some('中' | '里' | '内'))
            && !before
                .onward(from)
                .iter()
                .any(|token| is_number(token.kind))
    }

    /// 被申请复议的比例为2.1%: of answers, which no table counts with the cases.
    pub(super) fn is_proportion_of_cases(&self, index: usize) -> bool {
        let topics = &self.template.claims().topics;
        let topic = self.topic.and_then(|topic| topics.get(topic));
        let is_wide = topic.is_some_and(|topic| !topic.assured_by.is_empty());
        is_wide && self.text.part(self.token(index).range.clone()) != ['占']
    }

    pub(super) fn same(&mut self, index: usize) {
        if let Some(is_last) = self.compared {
            self.change(index, Direction::Same, is_last, Change::Unsaid);
        }
    }

    /// 翻了一番: more by this many per cent.
    pub(super) fn doubled(&mut self, index: usize, per_cent: i64) {
        let amount = Amount {
            value: Decimal::from(per_cent),
            unit: Decimal::TEN,
            bound: Bound::Exact,
            is_money: false,
        };
        if let Some(is_last) = self.compared {
            self.change(index, Direction::More, is_last, Change::Percent(amount));
        }
    }

    pub(super) fn percent(&mut self, index: usize, percent: Amount) {
        let range = self.first_character(index)..self.token(index).range.end;
        if let Some(rate) = self.rate {
            // 纠正率由上年的20%降至零: last year's.
            let own = self.tokens.part(self.clause.min(index)..index).iter();
            let mut own = own.map(|token| token.kind);
            let is_last = own.any(|kind| kind == Kind::Meaning(Meaning::Word(Word::LastYear)));
            // 纠错率分别为2.2%和5.0%: which is whose is not certain.
            let mut turns = self.tokens.part(self.clause.min(index)..index).iter();
            let in_turn = Kind::Meaning(Meaning::Word(Word::Respectively));
            let is_scattered = turns.any(|token| token.kind == in_turn);
            if let Some(rate) = self
                .rate_meant(rate)
                .filter(|_| !is_last && !is_scattered && !self.is_rate_of_some(index))
                && self.speaks_of_tables()
                && !self.is_narrow
                && !self.subset
                && self.direction.is_none()
            {
                let cells = |addresses: &Vec<Vec<String>>| {
                    let sums = sums(self.template, addresses, &[]);
                    sums.into_iter().map(Share::Cells).collect::<Vec<_>>()
                };
                let parts = cells(&[std::slice::from_ref(&rate.part), &rate.or].concat());
                let wholes = cells(&rate.wholes);
                self.claim(
                    range,
                    Told::Share {
                        percent,
                        parts,
                        wholes,
                    },
                );
            }
            self.rate = None;
            return;
        }
        match (self.direction, self.compared) {
            (Some(direction), Some(is_last)) => {
                self.change(index, direction, is_last, Change::Percent(percent));
            }
            (Some(_), None) => {}
            (None, _) => {
                self.share(index, percent);
                self.is_share = false;
            }
        }
    }

    /// 企业申请的公开率: whether a column before a rate says of whom it is told.
    fn is_rate_of_some(&self, index: usize) -> bool {
        let own = self.tokens.part(self.clause.min(index)..index).iter();
        let mut own = own.filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => self.reading(word),
            _ => None,
        });
        // 上年结转件办结率100%.
        own.any(|(_, measure)| measure.aside)
            || !self.columns.is_empty()
            || !self.columns_in(self.clause.min(index)..index).is_empty()
    }

    /// 是上年的2.5倍, 同比增长1.5倍: more by so many times a hundred per cent.
    pub(super) fn times(&mut self, index: usize, times: Amount) {
        let in_per_cent = |times: Decimal| times.checked_mul(Decimal::ONE_HUNDRED);
        let of_last_year = self.is_of_last_year_told(index);
        let grows = match (of_last_year, self.direction, self.compared) {
            (true, ..) => times.value.checked_sub(Decimal::ONE),
            (false, Some(Direction::More), Some(true)) => Some(times.value),
            _ => None,
        };
        let Some((value, unit)) = grows
            .filter(|grows| *grows > Decimal::ZERO)
            .and_then(|grows| Some((in_per_cent(grows)?, in_per_cent(times.unit)?)))
        else {
            return;
        };
        let by = Amount {
            value,
            unit,
            ..times
        };
        self.clause_when = Some(When::This);
        self.change(index, Direction::More, true, Change::Percent(by));
    }

    /// Whether 上年的 stands directly before a number of times.
    fn is_of_last_year_told(&self, index: usize) -> bool {
        let before = self.tokens.upto(index);
        let [.., year, of] = before else {
            return false;
        };
        let last = self.setting.year.saturating_sub(1);
        let is_last = match year.kind {
            Kind::Year(year, _) => year == last,
            kind => kind == Kind::Meaning(Meaning::Word(Word::LastYear)),
        };
        let gap = self.unknown(year.range.end, self.token(index).range.start);
        is_last && of.kind == Kind::Meaning(Meaning::Word(Word::Of)) && gap.is_empty()
    }

    /// The rate of this name that the topic has.
    fn rate_meant(&self, rate: usize) -> Option<&'a Rate> {
        let claims = &self.template.claims();
        let named = claims.rates.get(rate)?;
        let topic = self.topic.and_then(|topic| claims.topics.get(topic));
        let fits = |rate: &&Rate| {
            let of = rate.topic.as_ref();
            rate.words == named.words && of.is_none_or(|of| topic.is_some_and(|t| t.id == *of))
        };
        claims.rates.iter().find(fits)
    }

    /// 占43.2%, or 43.2% in brackets behind a number.
    pub(super) fn share(&mut self, index: usize, percent: Amount) {
        let before = index.checked_sub(1).map(|before| self.token(before).kind);
        let in_brackets = before == Some(Kind::Mark('（'));
        let part = self.share_part.take().filter(|_| self.is_share);
        let last = self.last.clone();
        let last = last.filter(|_| self.is_share || in_brackets);
        let clause = self.tokens.part(self.clause.min(index)..index);
        let in_turn = Kind::Meaning(Meaning::Word(Word::Respectively));
        // 79件、20件，分别占48.8%、12.3%: which share is whose is not certain.
        let is_scattered = clause.iter().any(|token| token.kind == in_turn);
        // 占法人或其他组织申请的78%; 行政诉讼0件。占总数10%的申请: of another whole, of another part.
        let is_outcome = last.as_ref().is_some_and(|last| {
            let own = last.measure.and_then(|word| self.reading(word));
            own.is_some_and(|(_, own)| !own.total && !own.whole.is_empty())
        });
        let is_wider = self.is_share_of_all(index, is_outcome)
            || self.is_share && !self.columns.is_empty()
            || self.is_last_before && part.is_none() && !in_brackets;
        // 无法提供696件（其中，不掌握605件），占比25.6%: of the one before the bracket or of the one in it.
        let is_ambiguous = last
            .as_ref()
            .filter(|_| part.is_none())
            .is_some_and(|last| self.is_told_within(last.start, index));
        let is_unsure = is_scattered || is_wider || is_ambiguous || self.follows_base();
        if last.is_none() && part.is_none() || is_unsure || !self.tells_shares() {
            return;
        }
        let is_named = !self.measures.is_empty();
        // 提起诉讼的89件，占3.3%: all of a topic is no share of itself.
        let topics = &self.template.claims().topics;
        let is_all_of_topic = last
            .as_ref()
            .filter(|_| part.is_none())
            .is_some_and(|last| {
                let topic = last.topic.and_then(|topic| topics.get(topic));
                let own = last.measure.and_then(|word| self.reading(word));
                let is_bare =
                    |topic: &Topic| own.is_none_or(|(_, own)| Some(&own.id) == topic.bare.as_ref());
                topic.is_some_and(|topic| !topic.assured_by.is_empty() && is_bare(topic))
                    && last.columns.is_empty()
            });
        if is_all_of_topic && !is_named && self.whole.is_none() {
            return;
        }
        let wholes = match is_named {
            true => self.named_wholes(),
            false => self.usual_wholes(last.as_ref(), index),
        };
        let told = last.as_ref().filter(|_| part.is_none());
        let cells = match (&part, told) {
            (Some(part), _) => part.clone(),
            (None, told) => told.map_or(Vec::new(), |told| told.sums.clone()),
        };
        let mut parts: Vec<Share> = cells.into_iter().map(Share::Cells).collect();
        if parts.is_empty() && !is_named || wholes.is_empty() {
            return;
        }
        parts.extend(told.map(|told| Share::Told(told.amount.value)));
        let start = match told {
            Some(told) => told.start,
            None => self.first_character(index),
        };
        let told = Told::Share {
            percent,
            parts,
            wholes,
        };
        self.claim(start..self.token(index).range.end, told);
    }

    /// 占全部行政复议案件的三成: a share of more than the form's part of a wider topic.
    ///
    /// 被纠正21件，占复议总数的34.4%: what became of the form's own is a share of these.
    fn is_share_of_all(&self, index: usize, is_outcome: bool) -> bool {
        let topics = &self.template.claims().topics;
        let topic = self.topic.and_then(|topic| topics.get(topic));
        let share = Kind::Meaning(Meaning::Word(Word::Share));
        let before = self.tokens.part(self.clause.min(index)..index).iter();
        let start = before.rev().find(|token| token.kind == share);
        let words = start.map(|share| {
            self.text
                .part(share.range.end..self.token(index).range.start)
        });
        let words: String = words.into_iter().flatten().collect();
        let all = ["全部", "所有", "各类", "全市", "全县", "全省", "全系统"];
        // 占全年复议案件总量的五分之一: of reviews of every kind, where nothing says that these are meant.
        let names_own = |topic: &Topic| {
            let is_assured = topic
                .assured_by
                .iter()
                .any(|word| words.contains(word.as_str()));
            is_assured || !topic.words.iter().any(|word| words.contains(word.as_str()))
        };
        topic.is_some_and(|topic| {
            let is_all = all.iter().any(|word| words.contains(word));
            !topic.assured_by.is_empty() && (is_all || !is_outcome && !names_own(topic))
        })
    }

    /// Whether a share told here is one of the tables'.
    fn tells_shares(&self) -> bool {
        let is_part = self.is_narrow || self.subset;
        self.speaks_of_tables() && !is_part && self.when() == When::This
    }

    /// 占办结总数的43.2%.
    fn named_wholes(&self) -> Vec<Share> {
        let sums = self.sums_of(&self.measures.clone(), &[]);
        let sums = sums.map_or(Vec::new(), |(_, _, sums)| sums);
        sums.into_iter().map(Share::Cells).collect()
    }

    /// What a share may be of where nothing is named: the number whose parts are told, and the totals of the topic.
    fn usual_wholes(&self, part: Option<&Last>, index: usize) -> Vec<Share> {
        let start = part.map(|part| part.start);
        let told = self.whole.iter().filter(|whole| Some(whole.start) != start);
        let told = told.map(|whole| Share::Told(whole.amount.value));
        let topics = &self.template.claims().topics;
        let topic = self.topic.and_then(|topic| topics.get(topic));
        let measures = topic.into_iter().flat_map(|topic| &topic.measures);
        let addresses = measures.flat_map(|measure| {
            let is_whole = measure.total && !measure.loose;
            let totals = measure.sums.iter().filter(move |_| is_whole);
            measure.whole.iter().chain(totals)
        });
        let addresses: Vec<Vec<String>> = addresses.cloned().collect();
        let cells = sums(self.template, &addresses, &[]);
        let cells = cells.into_iter().map(Share::Cells);
        told.chain(cells)
            .chain(self.told_in_sentence(index))
            .collect()
    }

    /// 无法提供174件，主要是不掌握（140件，占80.5%）: every number told before in the sentence may be the whole.
    fn told_in_sentence(&self, index: usize) -> impl Iterator<Item = Share> {
        let before = self.tokens.upto(index).iter().rev().take(LONGEST_SENTENCE);
        let sentence = before.take_while(|token| !matches!(token.kind, Kind::Mark('。')));
        sentence.filter_map(|token| match token.kind {
            Kind::Amount(amount, _) => Some(Share::Told(amount.value)),
            _ => None,
        })
    }
}
