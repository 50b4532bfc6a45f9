//! A number of things or of money: what its clause and the words behind it make of it.

use super::amount::{Amount, Bound};
use super::grammar::Word;
use super::lexicon::Meaning;
use super::read::sums;
use super::sentence::{Last, Reader, When, is_number};
use super::subject::Subject;
use super::token::Kind;
use super::{Change, Sum, Told};
use crate::text::Stretch;
use rust_decimal::Decimal;

/// More tokens than stand between a measure and the clause that goes on with it.
const LONGEST_LEAD: usize = 60;

impl Reader<'_> {
    /// A number of things or of money.
    pub(super) fn amount(&mut self, index: usize, amount: Amount, unit: Option<usize>) {
        self.unit = unit;
        let before = self.can_settle().then_some(self.is_doubtful);
        if self.is_before_change(index) {
            self.clause_when = Some(When::Last);
        }
        if amount.value == Decimal::ONE && (self.negation.is_some() || self.is_none_of_it(index)) {
            return;
        }
        self.forget_stale(index);
        self.take_behind(index);
        self.take_short(index);
        self.take_attribute();
        if self.changes_in_turn(index, amount) {
            return;
        }
        let start = self.first_character(index);
        let Some(subject) = self.told_here(index, amount) else {
            return;
        };
        self.other_scope |= self.is_of_one_organ(index);
        self.subset |= self.follows_each(index) || self.is_rate_told_on(index);
        let named = self.topic.filter(|_| self.has_topic);
        if let Some(topic) = subject.as_ref().map_or(named, |subject| subject.topic) {
            self.join(index, topic);
        }
        let subject = subject.filter(|subject| self.is_counted_so(index, subject));
        self.claim_number(start, index, amount, subject.as_ref());
        self.is_doubtful |= subject.is_none()
            && !self.has_claimed
            && self.direction.is_none()
            && self.unit.is_some();
        if subject.is_none() {
            self.give(index, amount);
            self.subset |= self.is_of_others_told(index, amount);
        }
        if let Some(is_doubtful) = before {
            self.leave_unsettled(index, amount, is_doubtful);
        }
        self.share_part = None;
        self.told += 1;
        self.remember(start, amount, subject);
        self.attribute = self.attribute_of(index);
        if self.queue.is_empty() && !self.is_each {
            self.measures.clear();
            self.columns.clear();
            self.first = None;
        }
    }

    /// What a number is told of; none inside where that is not certain, none at all where it only leads to another.
    fn told_here(&mut self, index: usize, amount: Amount) -> Option<Option<Subject>> {
        match (self.direction, self.compared) {
            (Some(direction), Some(is_last)) => {
                self.change(index, direction, is_last, Change::Count(amount));
                Some(None)
            }
            (Some(_), None) => Some(None),
            // 较上年结转的18件减少: that number is last year's.
            (None, _) if self.compares_with(index) => {
                let told = self.told_of_last_year(index);
                if !self.is_base(index, amount) {
                    return Some(told);
                }
                self.subset |= !self.counts_as_last(index);
                self.base = Some(amount.value);
                // 申请量较上年的120件增加30件: what is counted stays what was named.
                told.map(Some)
            }
            (None, _) => Some(self.told_of(index, amount)),
        }
    }

    /// Whether nothing around a number says that it counts something else than its words name.
    fn is_counted_so(&self, index: usize, subject: &Subject) -> bool {
        !self.is_subject_matter(index, subject)
            && !self.is_predicated(index, subject)
            && !self.chooses(index)
            && !self.is_part_without_name(index, subject)
            && !self.is_breakdown(subject)
            && !self.is_reason_of_other(index, subject)
            && !self.is_only_closed_with(index, subject)
            && !self.is_added_to(index, subject)
            && !self.is_settled_apart(index, subject)
    }

    /// Claims a number where it tells all of its subject; else what follows may be told of these alone.
    fn claim_number(
        &mut self,
        start: usize,
        index: usize,
        amount: Amount,
        subject: Option<&Subject>,
    ) {
        match subject {
            Some(subject)
                if self.can_tell(index)
                    && !self.is_of_rest(subject)
                    && !self.is_wider_than_named(index, subject)
                    && !self.is_told_in_pieces(index, subject)
                    && !self.is_narrowed_behind(index, subject) =>
            {
                let told = self.tell(amount, subject);
                let given = self.given.clone();
                self.given = subject.given.clone().or(given.clone());
                self.read_as = self.reading_before(subject);
                self.claim(start..self.token(index).range.end, told);
                (self.given, self.read_as) = (given, None);
            }
            // 征地类申请办结96件，予以公开47件: what follows is told of these.
            Some(subject) if self.is_narrow => {
                let own = subject.measure.and_then(|word| self.reading(word));
                let is_total = own.is_some_and(|(_, measure)| measure.total);
                self.subset |= is_total || self.whole.is_some();
            }
            _ => self.subset |= self.is_narrow && self.whole.is_some(),
        }
    }

    /// 比2024年的18件增加: last year's number of what was told before.
    fn told_of_last_year(&mut self, index: usize) -> Option<Subject> {
        let before = self.token(index).range.start.checked_sub(1);
        let is_its = before.and_then(|at| self.text.get(at)) == Some(&'的');
        if !is_its || !self.has_claimed || !self.measures.is_empty() || !self.columns.is_empty() {
            return None;
        }
        let subject = self.same_as_last()?;
        self.clause_when = Some(When::Last);
        Some(subject)
    }

    /// 较上年的120件: whether a number stands directly behind the year that is compared with.
    fn is_base(&self, index: usize, amount: Amount) -> bool {
        let before = self.token(index).range.start.checked_sub(1);
        let before = before.and_then(|at| self.text.get(at));
        amount.bound == Bound::Exact && before.is_some_and(|c| "年度期的为（".contains(*c))
    }

    /// 160件申请中: what follows is told of all, when these are all.
    fn give(&mut self, index: usize, amount: Amount) {
        let mark = self.clause.checked_sub(1);
        let start = mark.map_or(0, |mark| self.token(mark).range.end);
        let rest = self.tokens.onward(index + 1);
        let named = rest
            .iter()
            .find(|token| token.kind != Kind::Meaning(Meaning::Body));
        let Some((topic, named)) = named.and_then(|token| match token.kind {
            Kind::Meaning(Meaning::Topic(topic)) => Some((topic, token.range.end)),
            _ => None,
        }) else {
            return;
        };
        let is_whole = matches!(self.text.get(named), Some('中' | '里'));
        let lead: Vec<char> = self
            .unknown(start, self.token(index).range.start)
            .chars()
            .collect();
        if !is_whole || !self.is_made_of_fillers(&lead) || self.is_narrow {
            return;
        }
        let topics = &self.template.claims().topics;
        let measures = topics
            .get(topic)
            .into_iter()
            .flat_map(|topic| &topic.measures);
        let totals = measures.filter(|measure| measure.total && !measure.loose && !measure.aside);
        let sums = totals.flat_map(|measure| sums(self.template, &measure.sums, &[]));
        self.given = Some((amount, sums.collect()));
        self.is_doubtful = false;
    }

    /// 直接起诉4件，复议后起诉2件，6件中维持5件: whether a number without a name is a whole that was not told last.
    fn is_of_others_told(&self, index: usize, amount: Amount) -> bool {
        let behind = self.text.get(self.token(index).range.end);
        let is_bare = self.measures.is_empty() && self.columns.is_empty() && !self.has_topic;
        let last = self.last.as_ref();
        matches!(behind, Some('中' | '里'))
            && is_bare
            && last.is_some_and(|last| last.amount.value != amount.value)
    }

    /// Whether 较上年 stands before a number in its clause, with no number between.
    fn compares_with(&self, index: usize) -> bool {
        // 与2024年（20件）相比.
        let bracket = self.clause.checked_sub(1);
        let bracket = bracket.filter(|mark| self.token(*mark).kind == Kind::Mark('（'));
        let start = bracket.map_or(self.clause, |mark| mark.saturating_sub(1));
        let before = self.tokens.part(start.min(index)..index).iter().rev();
        let mut since = before.take_while(|token| !is_number(token.kind));
        let last = self.setting.year.saturating_sub(1);
        since.any(|token| match token.kind {
            Kind::Meaning(Meaning::Word(Word::Compared)) => true,
            Kind::Year(year, is_compared) => is_compared && year == last,
            _ => false,
        })
    }

    /// Measures of an earlier clause hold only where this one says nothing else.
    fn forget_stale(&mut self, index: usize) {
        let clause = self.clause.checked_sub(1);
        let clause = clause.map_or(0, |mark| self.token(mark).range.end);
        let number = self.token(index).range.start;
        let is_far = self.unknown(clause, number).chars().count() > 2;
        if self.is_stale && (is_far || self.follows_division() || !self.ends_in_measure()) {
            self.measures.clear();
        }
        // 自然人仍是主体，全年新收18420件: of all, where the clause says itself what is counted.
        let own = self.tokens.part(self.clause.min(index)..index).iter();
        let names = |wanted: fn(&Meaning) -> bool| {
            own.clone()
                .any(|token| matches!(&token.kind, Kind::Meaning(meaning) if wanted(meaning)))
        };
        let mark = self.clause.checked_sub(1).map(|mark| self.token(mark));
        let lead = mark.and_then(|mark| mark.range.start.checked_sub(1));
        let is_among = matches!(lead.and_then(|at| self.text.get(at)), Some('中' | '里'));
        if !is_among
            && !names(|meaning| matches!(meaning, Meaning::Column(_)))
            && names(|meaning| matches!(meaning, Meaning::Measure(_)))
        {
            self.columns.clear();
        }
    }

    /// “不公开为例外”，对118件申请: whether all words between the measure named last and this clause are known.
    fn ends_in_measure(&self) -> bool {
        let before = self.tokens.upto(self.clause);
        let measure = before
            .iter()
            .rev()
            .take(LONGEST_LEAD)
            .find(|token| matches!(token.kind, Kind::Meaning(Meaning::Measure(_))));
        let mark = before.last();
        measure.zip(mark).is_none_or(|(measure, mark)| {
            let end = measure.range.end;
            self.is_understood(end, mark.range.start.max(end), end)
        })
    }

    /// 分别增加12件、3件: the next of what was named before. Whether there was one.
    fn changes_in_turn(&mut self, index: usize, amount: Amount) -> bool {
        let (Some(direction), Some(is_last)) = (self.direction, self.compared) else {
            return false;
        };
        if self.queue.is_empty() {
            return false;
        }
        let item = self.queue.remove(0);
        self.topic = item.topic.or(self.topic);
        self.measures = item.measure.into_iter().collect();
        self.columns = item.column.into_iter().collect();
        self.change(index, direction, is_last, Change::Count(amount));
        self.measures.clear();
        self.columns.clear();
        true
    }

    /// Keeps the topics whose wholes are told one after the other in a list.
    fn join(&mut self, index: usize, topic: usize) {
        // 直接起诉8件、复议后起诉12件，维持14件，纠正1件: of both, until another is named.
        let goes_on = !self.has_topic && self.joint.len() > 1;
        if self.whole.is_some() || goes_on {
            return;
        }
        let before = index.checked_sub(1).map(|at| self.token(at).kind);
        let clause = self.tokens.part(self.clause..index);
        let in_list = clause.iter().any(|token| token.kind == Kind::Mark('、'));
        if !in_list || before == Some(Kind::Mark('，')) {
            self.joint.clear();
        }
        if !self.joint.contains(&topic) {
            self.joint.push(topic);
        }
    }

    fn can_tell(&self, index: usize) -> bool {
        !self.holds_more(index)
            && !self.is_dated_behind(index)
            && self.speaks_of_tables()
            && !self.is_narrow
            && !self.subset
            && !self.is_average
    }

    /// 收到18件，其中自然人12件: the number before, where its words mean the same rows in the same order.
    fn reading_before(&self, subject: &Subject) -> Option<(Amount, Vec<Sum>)> {
        let before = self.whole.as_ref().or(self.last.as_ref())?;
        let is_same = before.measure.is_some() && before.measure == subject.measure;
        let is_exact = before.amount.bound == Bound::Exact;
        let are_pairs = subject.sums.len() > 1 && subject.sums.len() == before.sums.len();
        let fits = is_same && is_exact && are_pairs && !self.columns.is_empty();
        (fits && !self.is_last_before).then(|| (before.amount, before.sums.clone()))
    }

    fn tell(&self, amount: Amount, subject: &Subject) -> Told {
        let sums = subject.sums.clone();
        match self.is_partly(subject.measure) {
            true => Told::Part { amount, sums },
            false => Told::Count { amount, sums },
        }
    }

    /// Keeps the number for what is said about it next: 其中, 同比, 占.
    fn remember(&mut self, start: usize, amount: Amount, subject: Option<Subject>) {
        let before = self.last.as_ref();
        let repeats =
            subject.is_none() && before.is_some_and(|last| last.amount.value == amount.value);
        if self.direction.is_some() || repeats {
            return;
        }
        let can_compare = subject.is_some() && self.speaks_of_tables() && !self.is_narrow;
        let topic = subject.as_ref().map_or(self.topic, |subject| subject.topic);
        let subject = subject.filter(|subject| can_compare && subject.given.is_none());
        let told = Last {
            topic,
            measure: subject.as_ref().and_then(|subject| subject.measure),
            columns: self.columns.clone(),
            sums: subject.map_or(Vec::new(), |subject| subject.sums),
            amount,
            start,
        };
        // 占办结总数562件的64.8%: the whole of the share of what was told before.
        match self.is_share {
            true => self.whole = Some(told),
            false => {
                self.last = Some(told);
                // A column alone goes on with a row that an earlier sentence named.
                self.is_last_before &= self.measures.is_empty();
            }
        }
    }

    /// 由0件增至3件: the number that was there before.
    fn is_before_change(&self, index: usize) -> bool {
        let start = self.token(index).range.start;
        let before = start.checked_sub(1).and_then(|at| self.text.get(at));
        let next = self.tokens.get(index + 1).map(|next| next.kind);
        matches!(before, Some('由' | '从'))
            && next == Some(Kind::Meaning(Meaning::Word(Word::UpTo)))
    }
}
