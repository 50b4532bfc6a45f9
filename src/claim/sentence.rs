//! The words of a sentence put together: which measure of which topic a number tells, and of whom.

use super::amount::Amount;
use super::lexicon::Lexicon;
use super::outcomes::Unsettled;
use super::read::Setting;
use super::token::{Kind, Token};
use super::{Certainty, Claim, Direction, Sum, Told};
use crate::template::Template;
use crate::text::Stretch;
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// Which year's numbers are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    This,
    Last,
    Other,
}

/// The number told last, for what is said about it: 其中, 同比, 占.
#[derive(Debug, Clone)]
pub(super) struct Last {
    pub(super) topic: Option<usize>,
    /// The measure that it tells; none when no table counts it.
    pub(super) measure: Option<usize>,
    pub(super) columns: Vec<usize>,
    pub(super) sums: Vec<Sum>,
    pub(super) amount: Amount,
    pub(super) start: usize,
}

/// What is known at one point of a paragraph.
pub(super) struct Reader<'a> {
    pub(super) template: &'a Template,
    pub(super) lexicon: &'a Lexicon,
    pub(super) text: &'a [char],
    pub(super) tokens: &'a [Token],
    pub(super) setting: Setting<'a>,
    pub(super) claims: Vec<Claim>,
    pub(super) topic: Option<usize>,
    /// Whether the row that was told last was named in an earlier sentence.
    pub(super) is_last_before: bool,
    pub(super) last: Option<Last>,
    /// The number whose parts are told.
    pub(super) whole: Option<Last>,
    // The sentence.
    /// Its first character.
    pub(super) sentence: usize,
    pub(super) elsewhere: bool,
    pub(super) other_scope: bool,
    /// Whether it tells what the agency does in another office: 作为复议机关.
    pub(super) other_office: bool,
    pub(super) subset: bool,
    pub(super) when: When,
    pub(super) is_planned: bool,
    pub(super) names_this_year: bool,
    pub(super) compared: Option<bool>,
    /// A number of which the next clause may say what became of it.
    pub(super) unsettled: Option<Unsettled>,
    /// The number that says in which reading the next one is told.
    pub(super) read_as: Option<(Amount, Vec<Sum>)>,
    /// A whole told without its measure (160件申请中), and what it may be.
    pub(super) given: Option<(Amount, Vec<Sum>)>,
    // The clause.
    pub(super) clause: usize,
    pub(super) clause_when: Option<When>,
    pub(super) measures: Vec<usize>,
    pub(super) is_stale: bool,
    pub(super) columns: Vec<usize>,
    pub(super) has_topic: bool,
    pub(super) rate: Option<usize>,
    pub(super) direction: Option<Direction>,
    pub(super) all: Option<usize>,
    pub(super) negation: Option<usize>,
    pub(super) is_share: bool,
    pub(super) is_rest: bool,
    pub(super) is_narrow: bool,
    pub(super) is_average: bool,
    pub(super) is_each: bool,
    /// First token of what the next number is told of.
    pub(super) first: Option<usize>,
    /// What the next numbers are told of, one after the other (分别).
    pub(super) queue: Vec<Item>,
    /// What stands before the name of a thing that was counted last, and holds for the next of its list: 尚未审结的.
    pub(super) attribute: Vec<usize>,
    /// The unit of the number that is read.
    pub(super) unit: Option<usize>,
    pub(super) is_together: bool,
    /// Whether the next number is what the one before has become (增至).
    pub(super) is_up_to: bool,
    /// What 占 tells the share of, where no number was told of it.
    pub(super) share_part: Option<Vec<Sum>>,
    /// What was said to have changed since last year.
    pub(super) changed: Option<Vec<Sum>>,
    /// How many numbers of things the sentence told so far.
    pub(super) told: usize,
    /// Topics named in the paragraph.
    pub(super) named: Vec<usize>,
    /// Topics whose wholes were told one after the other with 、 between, so that 其中 and 均 speak of all of them.
    pub(super) joint: Vec<usize>,
    /// The kinds of cases that the sentence named: what became of them may be told of all of these together.
    pub(super) cases: Vec<usize>,
    /// Whether the next kind of cases that is named begins anew.
    pub(super) cases_end: bool,
    /// A measure that counts only a part of the year's work, when what follows is told of it alone.
    pub(super) aside: bool,
    /// Whether a number of the sentence was told of something that is not understood.
    pub(super) is_doubtful: bool,
    /// Whether something certain was told in the sentence, so that what follows speaks of the same.
    pub(super) has_claimed: bool,
    /// The sums that each number told in the sentence so far may be, for what adds them up (合计).
    pub(super) counted: Vec<Vec<Sum>>,
    /// Last year's number that the next change is reckoned from: 较上年的120件增加30件.
    pub(super) base: Option<Decimal>,
    /// Where words stand first in the paragraph, as far as that was asked.
    pub(super) places: RefCell<BTreeMap<String, Option<usize>>>,
    /// Whether several numbers are told of several things (分别) and it is not certain which of which.
    pub(super) is_scattered: bool,
    /// Whether a bracket is open behind a number that is not understood, and which it may tell the parts of.
    pub(super) breaks_down: bool,
    /// What was known before a bracket: another's scope, another thing, the year.
    pub(super) outside: Option<(bool, bool, When)>,
    /// The number told before a bracket: what is said of all behind it speaks of that one.
    pub(super) before_bracket: Option<Last>,
}

/// Something that a number can be told of.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Item {
    pub(super) topic: Option<usize>,
    pub(super) measure: Option<usize>,
    pub(super) column: Option<usize>,
}

/// More tokens than any clause of a report has.
const LONGEST_CLAUSE: usize = 120;

impl<'a> Reader<'a> {
    pub(super) fn new(
        template: &'a Template,
        lexicon: &'a Lexicon,
        text: &'a [char],
        tokens: &'a [Token],
        setting: Setting<'a>,
    ) -> Reader<'a> {
        Reader {
            template,
            lexicon,
            text,
            tokens,
            setting,
            claims: Vec::new(),
            topic: setting.topic,
            last: None,
            whole: None,
            sentence: 0,
            elsewhere: false,
            other_scope: false,
            other_office: false,
            subset: false,
            when: When::This,
            is_planned: false,
            names_this_year: false,
            compared: None,
            given: None,
            read_as: None,
            unsettled: None,
            clause: 0,
            clause_when: None,
            measures: Vec::new(),
            is_stale: false,
            columns: Vec::new(),
            has_topic: false,
            rate: None,
            direction: None,
            all: None,
            negation: None,
            is_share: false,
            is_rest: false,
            is_narrow: false,
            is_average: false,
            is_each: false,
            first: None,
            queue: Vec::new(),
            attribute: Vec::new(),
            unit: None,
            is_together: false,
            is_up_to: false,
            share_part: None,
            changed: None,
            told: 0,
            named: setting.topic.into_iter().collect(),
            joint: Vec::new(),
            cases: Vec::new(),
            cases_end: false,
            aside: false,
            is_doubtful: false,
            has_claimed: false,
            counted: Vec::new(),
            base: None,
            places: RefCell::default(),
            is_scattered: false,
            is_last_before: false,
            breaks_down: false,
            outside: None,
            before_bracket: None,
        }
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "`run` counts through the tokens, and every other index was found among them"
    )]
    pub(super) fn token(&self, index: usize) -> &'a Token {
        &self.tokens[index]
    }

    pub(super) fn run(&mut self) {
        for (index, token) in self.tokens.iter().enumerate() {
            // So long a clause is no clause; it is read in pieces.
            if index.saturating_sub(self.clause) > LONGEST_CLAUSE {
                self.end_clause(index);
                self.clause = index;
            }
            match token.kind {
                Kind::Mark(mark) => self.mark(index, mark),
                Kind::Year(year, is_compared) => self.year(index, year, is_compared),
                Kind::Months => self.clause_when = Some(When::Other),
                Kind::Until => self.when = When::Other,
                Kind::Amount(amount, unit) => self.amount(index, amount, Some(unit)),
                Kind::Bare(amount) => self.amount(index, amount, None),
                Kind::Percent(amount) => self.percent(index, amount),
                Kind::Times(times) => self.times(index, times),
                // 每10件办结的申请中，有3件予以公开: a rate, not a count.
                Kind::OtherNumber => self.subset |= self.follows_each(index),
                Kind::Meaning(meaning) => self.meaning(index, meaning),
            }
        }
        self.end_sentence(self.tokens.len());
    }

    /// Whether the number told last counts only a part of the year's work.
    pub(super) fn last_is_aside(&self) -> bool {
        let word = self.last.as_ref().and_then(|last| last.measure);
        word.and_then(|word| self.reading(word))
            .is_some_and(|(_, measure)| measure.aside)
    }

    /// Whether the number told last counts what was carried in.
    pub(super) fn last_is_from_before(&self) -> bool {
        let word = self.last.as_ref().and_then(|last| last.measure);
        word.and_then(|word| self.reading(word))
            .is_some_and(|(topic, measure)| {
                let own = self.template.claims().topics.get(topic);
                let mut measures = own.into_iter().flat_map(|topic| &topic.measures);
                measures.any(|other| other.last_year.as_ref() == Some(&measure.id))
            })
    }

    /// Whether what is told can be compared at all.
    pub(super) fn speaks_of_tables(&self) -> bool {
        !self.is_scattered
            && !self.elsewhere
            && !self.other_scope
            && !self.other_office
            && !self.is_planned
            && self.when() != When::Other
    }

    pub(super) fn claim(&mut self, range: Range<usize>, told: Told) {
        let is_money = matches!(&told, Told::Count { amount, .. } if amount.is_money);
        let is_count = matches!(told, Told::Count { .. } | Told::Part { .. });
        if is_count && self.is_partitive(&range) && !self.opens_sentence(&range) {
            self.keep_perhaps(range, told);
            return;
        }
        if !self.is_certain(&range, is_money) {
            self.is_doubtful |= !self.has_claimed;
            self.keep_perhaps(range, told);
            return;
        }
        self.push(range, told);
    }

    /// Keeps a claim that is certain.
    pub(super) fn push(&mut self, range: Range<usize>, told: Told) {
        self.has_claimed = true;
        self.is_doubtful = false;
        if let Told::Count { sums, .. } = &told {
            self.counted.push(sums.clone());
        }
        self.keep(range, told, Certainty::Certain);
    }

    pub(super) fn first_character(&self, index: usize) -> usize {
        let first = self
            .first
            .filter(|first| *first >= self.clause)
            .unwrap_or(index);
        self.token(first.min(index)).range.start
    }

    /// Characters between two positions that belong to no word, spaces left out.
    pub(super) fn unknown(&self, start: usize, end: usize) -> String {
        let mut plain = String::new();
        let first = self
            .tokens
            .partition_point(|token| token.range.end <= start);
        let mut tokens = self.tokens.onward(first).iter().peekable();
        for at in start..end {
            while tokens.next_if(|token| token.range.end <= at).is_some() {}
            let is_known = tokens.peek().is_some_and(|token| token.range.start <= at);
            let c = self
                .text
                .get(at)
                .filter(|c| !is_known && !c.is_whitespace());
            plain.extend(c);
        }
        plain
    }
}

pub(super) fn is_number(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Amount(..) | Kind::Bare(_) | Kind::Percent(_) | Kind::Times(_)
    )
}
