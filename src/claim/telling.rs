//! What a number of things is told of: topic, measure, column; and whether that is certain.

#![expect(
    clippy::indexing_slicing,
    reason = "places found in the same sentence before they are used, not yet asked for as stretches"
)]

use super::amount::Amount;
use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::{Item, Last, Reader, is_number};
use super::token::{Kind, Token};
use super::{Change, Sum, Told};
use rust_decimal::Decimal;

impl<'a> Reader<'a> {
    /// A number of things or of money.
    pub(super) fn amount(&mut self, index: usize, amount: Amount, unit: Option<usize>) {
        let is_bare = unit.is_none();
        self.unit = unit;
        if self.negation.is_some() && amount.value == Decimal::ONE {
            return;
        }
        let behind = self.behind(index);
        if behind.iter().any(|m| matches!(m, Meaning::Elsewhere)) {
            self.elsewhere = true;
        }
        for meaning in &behind {
            if let Meaning::Topic(topic) = meaning {
                self.topic = Some(*topic);
                self.has_topic = true;
                self.elsewhere = false;
            }
        }
        if self.measures.is_empty() && !is_bare {
            let measures = behind.iter().filter_map(|m| match m {
                Meaning::Measure(word) => Some(*word),
                _ => None,
            });
            self.measures.extend(measures);
        }
        if self.columns.is_empty() && !is_bare {
            let columns = behind.iter().filter_map(|m| match m {
                Meaning::Column(column) => Some(*column),
                _ => None,
            });
            self.columns.extend(columns);
        }
        if self.is_stale && !self.measures.is_empty() {
            let clause = self.tokens.get(self.clause).map_or(0, |t| t.range.start);
            let clause = self
                .clause
                .checked_sub(1)
                .map_or(clause, |mark| self.tokens[mark].range.end);
            if self
                .unknown(clause, self.tokens[index].range.start)
                .chars()
                .count()
                > 2
            {
                self.measures.clear();
            }
        }
        if let (true, Some(direction), Some(is_last)) =
            (!self.queue.is_empty(), self.direction, self.compared)
        {
            let item = self.queue.remove(0);
            self.topic = item.topic.or(self.topic);
            self.measures = item.measure.into_iter().collect();
            self.columns = item.column.into_iter().collect();
            self.change(index, direction, is_last, Change::Count(amount));
            self.measures.clear();
            self.columns.clear();
            return;
        }
        let start = self.first_character(index);
        let told = match (self.direction, self.compared) {
            (Some(direction), Some(is_last)) => {
                self.change(index, direction, is_last, Change::Count(amount));
                None
            }
            (Some(_), None) => None,
            (None, _) => self.told_of(index, is_bare, amount),
        };
        let counts = told.is_some();
        let (topic, measure, sums) = told.unwrap_or((self.topic, None, Vec::new()));
        if let Some(topic) = topic.filter(|_| counts && self.whole.is_none()) {
            let before = index.checked_sub(1).map(|at| self.tokens[at].kind);
            let in_list = self.tokens[self.clause..index]
                .iter()
                .any(|t| t.kind == Kind::Mark('、'));
            if !in_list || before == Some(Kind::Mark('，')) {
                self.joint.clear();
            }
            if !self.joint.contains(&topic) {
                self.joint.push(topic);
            }
        }
        if counts && self.speaks_of_tables() && !self.is_narrow && !self.subset && !self.is_average
        {
            let range = start..self.tokens[index].range.end;
            self.claim(
                range,
                Told::Count {
                    amount,
                    sums: sums.clone(),
                },
            );
        } else if self.is_narrow && self.whole.is_some() {
            self.subset = true;
        }
        self.share_part = None;
        let repeats = !counts
            && self
                .last
                .as_ref()
                .is_some_and(|last| last.amount.value == amount.value);
        if self.direction.is_none() && !repeats {
            let can_compare = counts && self.speaks_of_tables() && !self.is_narrow;
            self.last = Some(Last {
                topic,
                measure: measure.filter(|_| can_compare),
                columns: self.columns.clone(),
                sums: if can_compare { sums } else { Vec::new() },
                amount,
                start,
            });
        }
        if self.queue.is_empty() && !self.is_each {
            self.measures.clear();
            self.columns.clear();
            self.first = None;
        }
    }

    /// What a number is told of: topic, measure word and the sums it may be.
    pub(super) fn told_of(
        &mut self,
        index: usize,
        is_bare: bool,
        amount: Amount,
    ) -> Option<(Option<usize>, Option<usize>, Vec<Sum>)> {
        if !self.queue.is_empty() {
            let item = self.queue.remove(0);
            self.topic = item.topic.or(self.topic);
            let measures: Vec<usize> = item.measure.into_iter().collect();
            let columns: Vec<usize> = item.column.into_iter().collect();
            return self.of(&measures, &columns, amount);
        }
        if let Some(all) = self.all.filter(|_| is_bare || self.measures.is_empty()) {
            let items = self.items(self.clause, all);
            if items.len() >= 2 {
                let mut sums = Vec::new();
                for item in items {
                    let topic = item.topic?;
                    sums.extend(self.bare_sums(topic, &[])?);
                }
                return self.each_of(index, amount, sums);
            }
        }
        if self.is_together {
            let items = self.items(self.clause, index);
            let is_topic = |item: &Item| item.measure.is_none() && item.column.is_none();
            if items.len() >= 2 && items.iter().all(is_topic) && self.measures.is_empty() {
                let sums: Option<Vec<Vec<Sum>>> = items
                    .iter()
                    .map(|item| self.bare_sums(item.topic?, &[]))
                    .collect();
                let all: Sum = sums?
                    .into_iter()
                    .filter_map(|sums| sums.into_iter().next())
                    .flatten()
                    .collect();
                return Some((self.topic, None, vec![all]));
            }
        }
        if is_bare && !self.stands_close(index) {
            return None;
        }
        if self.is_restricted(index) {
            self.is_narrow = true;
        }
        let readable = self
            .measures
            .iter()
            .any(|word| self.reading(*word).is_some());
        if !readable && self.measures.iter().any(|word| !self.is_loose(*word)) {
            return None;
        }
        if !readable && self.columns.is_empty() && !(self.has_topic && self.stands_close(index)) {
            return None;
        }
        if !readable && self.is_far_from_column(index) {
            return None;
        }
        let (measures, columns) = (self.measures.clone(), self.columns.clone());
        self.of(&measures, &columns, amount)
    }

    /// A number that each of several sums is: one claim for each.
    pub(super) fn each_of(
        &mut self,
        index: usize,
        amount: Amount,
        sums: Vec<Sum>,
    ) -> Option<(Option<usize>, Option<usize>, Vec<Sum>)> {
        if self.speaks_of_tables() && !self.is_narrow && !self.subset {
            let start = self.first_character(index);
            for sum in sums {
                let range = start..self.tokens[index].range.end;
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

    /// 自然人张某就同类事项提出申请9件: much unknown between a column and its number.
    pub(super) fn is_far_from_column(&self, index: usize) -> bool {
        let before = self.tokens[self.clause.min(index)..index].iter().rev();
        let mut before = before.take_while(|token| !is_number(token.kind));
        let column = before.find(|token| matches!(token.kind, Kind::Meaning(Meaning::Column(_))));
        column.is_some_and(|column| {
            let start = self.tokens[index].range.start;
            self.unknown(column.range.end, start).chars().count() > 5
        })
    }

    /// 年底前收到的2件: unknown words before a measure with 的 make it a part.
    pub(super) fn is_restricted(&self, index: usize) -> bool {
        let Some(first) = self
            .first
            .filter(|first| *first >= self.clause && *first < index)
        else {
            return false;
        };
        let token = &self.tokens[first];
        let follows = self.tokens.get(first + 1).is_some_and(|next| {
            next.kind == Kind::Meaning(Meaning::Word(Word::Of))
                && next.range.start == token.range.end
        });
        let is_total = match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => {
                self.reading(word).is_some_and(|(_, m)| m.total)
            }
            _ => false,
        };
        let start = self
            .clause
            .checked_sub(1)
            .map_or(0, |mark| self.tokens[mark].range.end);
        let before = self.unknown(start, token.range.start);
        let neutral = [
            "在", "对", "我", "共", "仅", "从", "将", "除", "加上", "连同", "包括", "度",
        ];
        follows && is_total && !before.is_empty() && !neutral.contains(&before.as_str())
    }

    pub(super) fn of(
        &self,
        measures: &[usize],
        columns: &[usize],
        amount: Amount,
    ) -> Option<(Option<usize>, Option<usize>, Vec<Sum>)> {
        let readable = measures.iter().any(|word| self.reading(*word).is_some());
        let (topic, word, sums) = if !readable {
            if !measures.is_empty() && self.topic.is_none() {
                return None;
            }
            let row = self.last.as_ref().filter(|last| {
                !columns.is_empty() && last.topic == self.topic && last.measure.is_some()
            });
            match row.and_then(|last| Some((last.topic?, last.measure?))) {
                Some((topic, word)) => {
                    let (_, _, sums) = self.sums_of(&[word], columns)?;
                    (topic, Some(word), sums)
                }
                None => (self.topic?, None, self.bare_sums(self.topic?, columns)?),
            }
        } else {
            let (topic, word, mut sums) = self.sums_of(measures, columns)?;
            if self.is_told_of_part(word) {
                return None;
            }
            // 其中自然人12件，予以公开9件: of all, or of the natural persons.
            if let Some(last) = self
                .last
                .as_ref()
                .filter(|last| columns.is_empty() && !last.columns.is_empty())
            {
                sums.extend(self.sums_of(measures, &last.columns)?.2);
            }
            (topic, Some(word), sums)
        };
        let is_money = |sum: &Sum| {
            sum.iter().any(|cell| {
                matches!(
                    self.template.cells[*cell].kind,
                    crate::template::Kind::Money { .. }
                )
            })
        };
        let units = &self.template.form.claims.topics.get(topic)?.units;
        let fits_unit = self.unit.is_none_or(|unit| {
            units.is_empty() || units.iter().any(|own| self.lexicon.is_unit(unit, own))
        });
        let fits = fits_unit
            && !sums.is_empty()
            && sums.iter().all(|sum| is_money(sum) == amount.is_money);
        fits.then_some((Some(topic), word, sums))
    }

    /// 今年新收41件办结38件: what is told of a part of the year's work alone.
    pub(super) fn is_told_of_part(&self, word: usize) -> bool {
        if self.aside {
            return self
                .reading(word)
                .is_some_and(|(_, measure)| !measure.aside);
        }
        let Some(last) = self.last.as_ref().filter(|_| self.last_is_aside()) else {
            return false;
        };
        let start = self
            .clause
            .checked_sub(1)
            .map_or(0, |mark| self.tokens[mark].range.end);
        let in_list = self.tokens[self.clause..]
            .iter()
            .take_while(|t| !is_number(t.kind))
            .count();
        let since = &self.tokens[self.clause + in_list..];
        let has_mark = since.first().is_some_and(|_| {
            let until = self.first.unwrap_or(self.clause);
            self.tokens[self.clause..until.max(self.clause)]
                .iter()
                .any(|t| t.kind == Kind::Mark('、'))
        });
        last.start >= start
            && !has_mark
            && self
                .reading(word)
                .is_some_and(|(_, measure)| !measure.aside)
    }

    /// Whether only small words stand between what a number is told of and the number.
    pub(super) fn stands_close(&self, index: usize) -> bool {
        let token = &self.tokens[index];
        let named = self.tokens[..index].iter().rev().find(|token| {
            matches!(
                token.kind,
                Kind::Meaning(Meaning::Topic(_) | Meaning::Measure(_) | Meaning::Column(_))
                    | Kind::Mark(_)
            )
        });
        let Some(named) = named.filter(|named| !matches!(named.kind, Kind::Mark(_))) else {
            return false;
        };
        if self.joins_topics(named) {
            return false;
        }
        let between = self.unknown(named.range.end, token.range.start);
        let fillers = [
            "",
            "为",
            "数为",
            "总数",
            "总数为",
            "数量",
            "数量为",
            "件数",
            "件数为",
            "案件",
            "案",
            "数",
            "总量",
            "总量为",
            "有",
            "仅",
            "结果",
            "约",
            "近",
            "超过",
            "达",
            "达到",
            "计",
            "从",
            "由",
            "计有",
            "决定",
            "事项",
            "有关",
            "收入",
            "金额",
            "金额为",
            "已",
            "共有",
            "量为",
            "量",
        ];
        fillers.contains(&between.as_str())
    }

    /// 行政许可和处罚结果173条: several topics with one number between them.
    pub(super) fn joins_topics(&self, named: &Token) -> bool {
        let index = self
            .tokens
            .partition_point(|token| token.range.start < named.range.start);
        let before = &self.tokens[self.clause.min(index)..index];
        let since = before
            .iter()
            .rposition(|token| is_number(token.kind))
            .map_or(0, |at| at + 1);
        let others = before[since..].iter();
        let is_topic = |token: &&Token| matches!(token.kind, Kind::Meaning(Meaning::Topic(_)));
        matches!(named.kind, Kind::Meaning(Meaning::Topic(_)))
            && others.filter(is_topic).count() > 0
    }
}
