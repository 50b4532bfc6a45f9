//! What a number of things is told of: topic, measure and column, and the sums of cells that it may be.

use super::amount::Amount;
use super::lexicon::Meaning;
use super::read::sums;
use super::sentence::{Reader, When};
use super::token::{Kind, Token};
use super::{Sum, Told};
use crate::text::Stretch;

/// What a number is told of.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub topic: Option<usize>,
    /// The word of its measure; none where only the topic is named.
    pub measure: Option<usize>,
    /// The number is right when it is one of these.
    pub sums: Vec<Sum>,
    /// It speaks of all only where this number is one of these sums: what became of the new ones, of which there may be
    /// others carried in.
    pub given: Option<(Amount, Vec<Sum>)>,
}

impl Reader<'_> {
    /// What a number is told of; none when that is not certain.
    pub(super) fn told_of(&mut self, index: usize, amount: Amount) -> Option<Subject> {
        let is_bare = self.unit.is_none();
        if !self.queue.is_empty() {
            let item = self.queue.remove(0);
            self.topic = item.topic.or(self.topic);
            let measures: Vec<usize> = item.measure.into_iter().collect();
            let columns: Vec<usize> = item.column.into_iter().collect();
            // 分别纠正3件、2件: each alone; a word that this topic does not know is nothing that it counts.
            self.joint.clear();
            if measures.iter().any(|word| self.reading(*word).is_none()) {
                return None;
            }
            return self.of_named(&measures, &columns, amount);
        }
        if self.is_together && self.names_none() {
            return self.all_counted();
        }
        if self.names_nothing_new() {
            return self.same_as_last();
        }
        if let Some(all) = self.all.filter(|_| is_bare || self.measures.is_empty()) {
            let items = self.items(self.clause, all);
            if items.len() >= 2 {
                let sums = items.iter().map(|item| self.bare_sums(item.topic?, &[]));
                let sums: Option<Vec<Vec<Sum>>> = sums.collect();
                return self.each_of(index, amount, sums?.concat());
            }
        }
        let listed = self.listed_topics(index);
        if let Some(items) = listed.or_else(|| self.topics_together(index)) {
            return self.topics_added(&items);
        }
        if is_bare && !self.stands_close(index) {
            return None;
        }
        if self.is_named_next(index) {
            return self.of_named(&[], &[], amount);
        }
        let mut words = self.measures.iter();
        let is_readable = words.any(|word| self.reading(*word).is_some());
        let is_uncertain = !is_readable
            && (self.measures.iter().any(|word| !self.is_loose(*word))
                || self.columns.is_empty() && !(self.has_topic && self.stands_close(index)));
        if is_uncertain {
            return None;
        }
        let (measures, columns) = (self.measures.clone(), self.columns.clone());
        // 复议8起、诉讼7起，复议纠错1起: of the kind that is named with it, not of both.
        if self.has_topic && !measures.is_empty() {
            self.joint.clear();
        }
        self.of_named(&measures, &columns, amount)
    }

    /// 全年共有11件行政复议案件: whether nothing but the topic behind a number is named in its clause, all of it known.
    fn is_named_next(&self, index: usize) -> bool {
        let is_topic = |token: &&Token| matches!(token.kind, Kind::Meaning(Meaning::Topic(_)));
        let is_small = |token: &Token| {
            matches!(
                token.kind,
                Kind::Year(..)
                    | Kind::Meaning(
                        Meaning::OwnScope | Meaning::Territory | Meaning::Body | Meaning::Word(_)
                    )
            )
        };
        let clause = self.tokens.part(self.clause.min(index)..index);
        let next = self.tokens.get(index + 1);
        // Before the clause is read to its end, which may be far away.
        if !next.is_some_and(|token| is_topic(&token)) || !clause.iter().all(is_small) {
            return false;
        }
        let is_end = |token: &&Token| matches!(token.kind, Kind::Mark(_));
        let rest = self.tokens.onward(index + 1);
        let behind = rest.upto(rest.iter().take_while(|token| !is_end(token)).count());
        let [topic, others @ ..] = behind else {
            return false;
        };
        let end = behind.last().map_or(topic.range.end, |last| last.range.end);
        let end = match self.tokens.get(index + 1 + behind.len()) {
            Some(mark) => mark.range.start,
            None => self.text.len().max(end),
        };
        let number = self.token(index);
        let before = self
            .clause
            .checked_sub(1)
            .map_or(0, |mark| self.token(mark).range.end);
        let known = |from: usize, to: usize| {
            let unknown: Vec<char> = self.unknown(from, to).chars().collect();
            self.is_made_of_fillers(&unknown)
        };
        let has = self.text.part(before..number.range.start).contains(&'有');
        let is_certain = has && self.whole.is_none();
        // 有45件申请公开了全部信息: what was done with the things says which they are.
        let is_direct = || {
            let lead = self.unknown(number.range.end, topic.range.start);
            lead.is_empty() || lead.contains("信息公开")
        };
        let ends_there = || {
            let tail = self.unknown(topic.range.end, end);
            let tail = tail
                .trim_start_matches("案件")
                .trim_end_matches(['了', '的']);
            tail.is_empty()
        };
        is_certain
            && is_direct()
            && ends_there()
            && others
                .iter()
                .all(|token| is_small(token) || is_topic(&token))
            && known(before, number.range.start)
            && known(number.range.end, end)
    }

    /// The sums that measures and columns mean, where they fit the number's unit.
    pub(super) fn of_named(
        &self,
        measures: &[usize],
        columns: &[usize],
        amount: Amount,
    ) -> Option<Subject> {
        let is_readable = measures.iter().any(|word| self.reading(*word).is_some());
        let subject = match is_readable {
            true => self.of_measures(measures, columns)?,
            false if !measures.is_empty() && self.topic.is_none() => return None,
            false => self.of_columns(columns)?,
        };
        let topics = &self.template.claims().topics;
        let topic = topics.get(subject.topic?)?;
        let units = &topic.units;
        let is_one_of = |unit: usize, units: &[String]| {
            let mut units = units.iter();
            units.any(|own| self.lexicon.is_unit(unit, own))
        };
        // 行政许可40项: how many kinds there are, where nothing says what was done.
        let kinds = subject.measure.is_none().then_some(&topic.kind_units);
        let fits_unit = self.unit.is_none_or(|unit| {
            let counts_kinds = kinds.is_some_and(|kinds| is_one_of(unit, kinds));
            !counts_kinds && (units.is_empty() || is_one_of(unit, units))
        });
        let is_money = |sum: &Sum| {
            let mut cells = sum.iter().map(|cell| &self.template.cell_at(*cell).kind);
            cells.any(|kind| matches!(kind, crate::template::Kind::Money { .. }))
        };
        let fits = fits_unit && !subject.sums.is_empty();
        let subject = self.with_other_columns(subject, columns);
        let mut sums = subject.sums.iter();
        // 收费为0: nothing has no unit.
        let is_nothing = self.unit.is_none() && amount.value.is_zero();
        let is_such = |sum: &Sum| is_nothing || is_money(sum) == amount.is_money;
        (fits && sums.all(is_such)).then_some(subject)
    }

    /// 企业318件，其他类型79件: the sums of all columns that a word may leave over.
    fn with_other_columns(&self, mut subject: Subject, columns: &[usize]) -> Subject {
        let all = &self.template.claims().columns;
        let [column] = columns else {
            return subject;
        };
        let others = all.get(*column).map_or(&[][..], |column| &column.or);
        let topic = subject
            .topic
            .and_then(|topic| self.template.claims().topics.get(topic));
        let measure = subject.measure.and_then(|word| Some(self.reading(word)?.1));
        let bare = || {
            let topic = topic?;
            topic
                .measures
                .iter()
                .find(|own| Some(&own.id) == topic.bare.as_ref())
        };
        // 部分公开3件。其他申请人提出2件: a new sentence may speak of all again.
        let again = measure.and_then(|_| bare()).filter(|_| self.is_last_before);
        for measure in measure.or_else(bare).into_iter().chain(again) {
            for ids in others {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                subject
                    .sums
                    .extend(sums(self.template, &measure.sums, &ids));
            }
        }
        subject
    }

    /// The row told last in other columns, or all that the topic counts.
    fn of_columns(&self, columns: &[usize]) -> Option<Subject> {
        let row = self.last.as_ref().filter(|last| {
            !columns.is_empty() && last.topic == self.topic && last.measure.is_some()
        });
        if let Some((topic, word)) = row.and_then(|last| Some((last.topic?, last.measure?))) {
            let (_, _, own) = self.sums_of(&[word], columns)?;
            // 结转103件。自然人申请2315件: a new sentence may speak of all again, and a reader thinks of that first.
            let mut sums = match self.is_last_before {
                true => self.bare_sums(topic, columns)?,
                false => Vec::new(),
            };
            sums.extend(own);
            return Some(Subject {
                topic: Some(topic),
                measure: Some(word),
                sums,
                given: None,
            });
        }
        Some(Subject {
            topic: self.topic,
            measure: None,
            sums: self.bare_sums(self.topic?, columns)?,
            given: None,
        })
    }

    fn of_measures(&self, measures: &[usize], columns: &[usize]) -> Option<Subject> {
        let (topic, word, mut sums) = self.sums_of(measures, columns)?;
        if measures.len() == 1 && self.is_settled(word) {
            sums.truncate(1);
        }
        // A part is no total: of 66件里，2件因申请人撤回终止办理 the last says what became of two.
        let is_loose = self.whole.is_some()
            && measures.iter().all(|word| {
                let measure = self.reading(*word);
                measure.is_none_or(|(_, measure)| measure.loose)
            });
        let is_of_part = self.is_told_of_part(word);
        let given = self.all_of_the_year(topic).filter(|_| is_of_part);
        if is_loose || is_of_part && given.is_none() {
            return None;
        }
        // 其中自然人12件，予以公开9件: of all, or of the natural persons.
        let last = self.last.as_ref();
        let last = last.filter(|last| columns.is_empty() && !last.columns.is_empty());
        if let Some(last) = last {
            sums.extend(self.sums_of(measures, &last.columns)?.2);
        }
        sums.extend(self.of_all_cases(topic, word));
        Some(Subject {
            topic: Some(topic),
            measure: Some(word),
            sums,
            given,
        })
    }

    /// 直接起诉11件，复议后起诉8件；维持12件: what a measure is of all kinds of cases that the sentence named, where
    /// its own clause names none.
    fn of_all_cases(&self, topic: usize, word: usize) -> Option<Sum> {
        if self.has_topic || self.cases.len() < 2 || !self.cases.contains(&topic) {
            return None;
        }
        let (_, measure) = self.reading(word)?;
        let topics = &self.template.claims().topics;
        let mut together = Sum::new();
        for topic in &self.cases {
            let mut own = topics.get(*topic)?.measures.iter();
            let own = own.find(|own| own.id == measure.id)?;
            together.extend(sums(self.template, &own.sums, &[]).into_iter().next()?);
        }
        together.sort_unstable();
        together.dedup();
        Some(together)
    }

    /// 由33件增至40件, 上年为57件: whether the number tells again what the one before told, of now or of last year.
    fn names_nothing_new(&self) -> bool {
        let is_again = self.is_up_to || self.has_claimed && self.clause_when == Some(When::Last);
        let is_bare = self.measures.is_empty() && self.columns.is_empty();
        is_again && is_bare && (self.is_up_to || self.names_none())
    }

    /// Whether nothing that is counted is named for the next number.
    fn names_none(&self) -> bool {
        self.measures.is_empty() && self.columns.is_empty() && !self.has_topic
    }

    /// 上年结转3件，本年新收24件，合计27件: what was told in the sentence, where nothing is told twice.
    fn all_counted(&self) -> Option<Subject> {
        let last = self.last.as_ref().filter(|last| !last.sums.is_empty())?;
        let sums = self.sums_of_counted();
        // 公开类262件，不予公开130件，总计392件: nothing was left out of what they add up.
        let is_all = self.counted.len() >= self.told;
        let is_sum = is_all && self.counted.len() > 1 && self.whole.is_none() && !sums.is_empty();
        is_sum.then_some(Subject {
            topic: last.topic,
            measure: None,
            sums,
            given: None,
        })
    }

    /// What the number before was told of, where this one has a unit of the same things.
    pub(super) fn same_as_last(&mut self) -> Option<Subject> {
        if std::mem::take(&mut self.is_up_to) {
            self.clause_when = Some(When::This);
        }
        let last = self.last.as_ref().filter(|last| !last.sums.is_empty())?;
        let units = &self.template.claims().topics.get(last.topic?)?.units;
        let unit = self.unit?;
        let fits = units.iter().any(|own| self.lexicon.is_unit(unit, own));
        fits.then(|| Subject {
            topic: last.topic,
            measure: last.measure,
            sums: last.sums.clone(),
            given: None,
        })
    }

    /// A number that each of several sums is: one claim for each.
    pub(super) fn each_of(
        &mut self,
        index: usize,
        amount: Amount,
        sums: Vec<Sum>,
    ) -> Option<Subject> {
        if self.speaks_of_tables() && !self.is_narrow && !self.subset {
            let start = self.first_character(index);
            for sum in sums {
                let range = start..self.token(index).range.end;
                self.claim(
                    range,
                    Told::Count {
                        amount,
                        sums: vec![sum],
                    },
                );
            }
        }
        None
    }
}
