//! The words of a sentence put together: which measure of which topic a number tells, and of whom.

use super::amount::{Amount, Bound};
use super::grammar::Word;
use super::lexicon::{Lexicon, Meaning};
use super::read::{Setting, sums};
use super::token::{Kind, Token};
use super::{Change, Claim, Direction, Share, Sum, Told};
use crate::template::{Measure, Template};
use rust_decimal::Decimal;
use std::ops::Range;

/// Which year's numbers are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    This,
    Last,
    Other,
}

/// The number told last, for what is said about it: 其中, 同比, 占.
#[derive(Debug, Clone)]
struct Last {
    topic: Option<usize>,
    /// The measure that it tells; none when no table counts it.
    measure: Option<usize>,
    columns: Vec<usize>,
    sums: Vec<Sum>,
    amount: Amount,
    start: usize,
}

/// What is known at one point of a paragraph.
pub(super) struct Reader<'a> {
    template: &'a Template,
    lexicon: &'a Lexicon,
    text: &'a [char],
    tokens: &'a [Token],
    setting: Setting<'a>,
    pub claims: Vec<Claim>,
    topic: Option<usize>,
    last: Option<Last>,
    /// The number whose parts are told.
    whole: Option<Last>,
    // The sentence.
    elsewhere: bool,
    other_scope: bool,
    subset: bool,
    when: When,
    is_planned: bool,
    names_this_year: bool,
    compared: Option<bool>,
    // The clause.
    clause: usize,
    clause_when: Option<When>,
    measures: Vec<usize>,
    is_stale: bool,
    columns: Vec<usize>,
    has_topic: bool,
    rate: Option<usize>,
    direction: Option<Direction>,
    all: Option<usize>,
    negation: Option<usize>,
    is_share: bool,
    is_rest: bool,
    is_narrow: bool,
    is_average: bool,
    is_each: bool,
    /// First token of what the next number is told of.
    first: Option<usize>,
    /// What the next numbers are told of, one after the other (分别).
    queue: Vec<Item>,
}

/// Something that a number can be told of.
#[derive(Debug, Clone, Default, PartialEq)]
struct Item {
    topic: Option<usize>,
    measure: Option<usize>,
    column: Option<usize>,
}

impl<'a> Reader<'a> {
    pub fn new(
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
            elsewhere: false,
            other_scope: false,
            subset: false,
            when: When::This,
            is_planned: false,
            names_this_year: false,
            compared: None,
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
        }
    }

    pub fn run(&mut self) {
        for index in 0..self.tokens.len() {
            match self.tokens[index].kind {
                Kind::Mark(mark) => self.mark(index, mark),
                Kind::Year(year, is_compared) => self.year(year, is_compared),
                Kind::Months => self.clause_when = Some(When::Other),
                Kind::Amount(amount) => self.amount(index, amount, false),
                Kind::Bare(amount) => self.amount(index, amount, true),
                Kind::Percent(amount) => self.percent(index, amount),
                Kind::OtherNumber => {}
                Kind::Meaning(meaning) => self.meaning(index, meaning),
            }
        }
        self.end_sentence(self.tokens.len());
    }

    fn mark(&mut self, index: usize, mark: char) {
        match mark {
            '。' | '！' | '？' | '；' => self.end_sentence(index),
            '、' => {
                if !self.is_open_list(index) {
                    self.forget_item();
                }
            }
            _ => self.end_clause(index),
        }
        if mark == '；' {
            // What follows belongs to the same sentence about the same year.
            self.clause_when = None;
        }
    }

    /// Whether nothing was counted since the list began, so that its numbers are still to come.
    fn is_open_list(&self, index: usize) -> bool {
        let since = &self.tokens[self.clause..index];
        !since.iter().any(|token| is_number(token.kind))
    }

    fn forget_item(&mut self) {
        self.measures.clear();
        self.columns.clear();
        self.has_topic = false;
        self.direction = None;
        self.is_share = false;
        self.is_narrow = false;
        self.rate = None;
        self.first = None;
    }

    fn end_clause(&mut self, index: usize) {
        self.say_none(index);
        self.say_all(index);
        let counted = !self.is_open_list(index);
        if counted {
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

    fn end_sentence(&mut self, index: usize) {
        self.end_clause(index);
        self.forget_item();
        if self.elsewhere {
            self.topic = self.setting.topic;
            self.last = None;
        }
        self.whole = None;
        self.elsewhere = false;
        self.other_scope = false;
        self.subset = false;
        self.when = When::This;
        self.is_planned = false;
        self.names_this_year = false;
        self.compared = None;
        self.queue.clear();
    }

    fn year(&mut self, year: u16, is_compared: bool) {
        let last = self.setting.year.saturating_sub(1);
        if is_compared {
            self.compared = Some(year == last);
            return;
        }
        self.names_this_year |= year == self.setting.year;
        self.when = match year {
            _ if year == self.setting.year => When::This,
            _ if year == last => When::Last,
            _ => When::Other,
        };
        self.clause_when = None;
    }

    fn meaning(&mut self, index: usize, meaning: Meaning) {
        match meaning {
            Meaning::Topic(topic) => {
                self.topic = Some(topic);
                self.elsewhere = false;
                self.has_topic = true;
                self.first.get_or_insert(index);
            }
            Meaning::Measure(reading) => {
                if self.is_stale || !self.joins(index) {
                    self.measures.clear();
                }
                self.is_stale = false;
                self.measures.push(reading);
                self.first.get_or_insert(index);
            }
            Meaning::Column(column) => {
                if !self.joins(index) {
                    self.columns.clear();
                }
                self.columns.push(column);
                self.first.get_or_insert(index);
            }
            Meaning::Rate(rate) => {
                self.rate = Some(rate);
                self.first = Some(index);
            }
            Meaning::Elsewhere => {
                self.elsewhere = true;
                self.measures.clear();
            }
            Meaning::OtherScope => self.other_scope = true,
            Meaning::OwnScope => self.other_scope = false,
            Meaning::Body => self.body(index),
            Meaning::Narrowing => self.is_narrow = true,
            Meaning::Word(word) => self.word(index, word),
            Meaning::Plain => {}
        }
    }

    fn word(&mut self, index: usize, word: Word) {
        match word {
            Word::Among => {
                self.end_clause(index);
                self.forget_item();
                self.clause = index + 1;
                self.whole = self.last.clone();
            }
            Word::All => self.all = Some(index),
            Word::Rest => self.is_rest = true,
            Word::Share => {
                self.is_share = true;
                self.measures.clear();
            }
            Word::More => self.direction = Some(Direction::More),
            Word::Less => self.direction = Some(Direction::Less),
            Word::Same => self.same(index),
            Word::UpTo => self.direction = None,
            Word::Compared => self.compared = Some(true),
            Word::LastYear => self.clause_when = Some(When::Last),
            Word::ThisYear => {
                self.names_this_year = true;
                self.when = When::This;
                self.clause_when = None;
            }
            Word::Negation => {
                self.negation.get_or_insert(index);
            }
            Word::Respectively => self.respectively(index),
            Word::Average => self.is_average = true,
            Word::Each => self.is_each = true,
            Word::Years => self.years(index),
            Word::SoFar if !self.names_this_year => self.when = When::Other,
            Word::PartOfYear => self.when = When::Other,
            Word::Plan => self.is_planned = true,
            Word::AndOthers => self.is_narrow = false,
            Word::SoFar | Word::Together | Word::And | Word::Of => {}
        }
    }

    /// 近三年 and 以来: other years, unless it is this year's beginning (今年以来, 2025年以来).
    fn years(&mut self, index: usize) {
        let before = index.checked_sub(1).map(|before| &self.tokens[before]);
        let is_this = before.is_some_and(|token| {
            token.range.end == self.tokens[index].range.start
                && match token.kind {
                    Kind::Year(year, _) => year == self.setting.year,
                    Kind::Meaning(Meaning::Word(Word::ThisYear)) => true,
                    _ => false,
                }
        });
        if !is_this {
            self.when = When::Other;
        }
    }

    /// Whether a measure or column stands in a list with the one before it.
    fn joins(&self, index: usize) -> bool {
        let before = self.tokens[self.clause..index].iter().rev();
        let mut between = before.take_while(|token| {
            !matches!(
                token.kind,
                Kind::Meaning(Meaning::Measure(_) | Meaning::Column(_))
            )
        });
        between.any(|token| {
            matches!(
                token.kind,
                Kind::Mark('、') | Kind::Meaning(Meaning::Word(Word::And))
            )
        })
    }

    /// The name of a public body that does something: the agency's own or another's.
    fn body(&mut self, index: usize) {
        let token = &self.tokens[index];
        let next = self.tokens.get(index + 1);
        let acts = next.is_some_and(|next| {
            let gap = next.range.start.saturating_sub(token.range.end);
            let is_act = matches!(
                next.kind,
                Kind::Meaning(
                    Meaning::Measure(_)
                        | Meaning::Word(
                            Word::Together | Word::Respectively | Word::ThisYear | Word::SoFar
                        )
                ) | Kind::Amount(_)
                    | Kind::Year(..)
                    | Kind::Mark('、')
            );
            gap <= 1 && is_act
        });
        if !acts {
            return;
        }
        let name: Vec<char> = self.text[..token.range.end]
            .iter()
            .rev()
            .take_while(|c| c.is_alphabetic())
            .take(16)
            .copied()
            .collect();
        let own = self.setting.agency;
        let mut agency = own.iter().rev();
        let fits = name.iter().take_while(|c| agency.any(|own| own == *c)).count();
        self.other_scope = fits < (token.range.len() + 2).min(name.len());
    }

    /// Whether what is told can be compared at all.
    fn speaks_of_tables(&self) -> bool {
        !self.elsewhere && !self.other_scope && !self.is_planned && self.when() != When::Other
    }

    fn when(&self) -> When {
        self.clause_when.unwrap_or(self.when)
    }

    /// The topic and measure that a word names here; the topic changes where the word belongs to another alone.
    fn reading(&self, word: usize) -> Option<(usize, &'a Measure)> {
        let readings = self.lexicon.readings(word);
        let topics = &self.template.form.claims.topics;
        let of_topic = readings.iter().find(|(topic, _)| Some(*topic) == self.topic);
        let alone = match readings {
            [only] => Some(only).filter(|(topic, measure)| !topics[*topic].measures[*measure].loose),
            _ => None,
        };
        let (topic, measure) = of_topic.or(alone)?;
        Some((*topic, topics.get(*topic)?.measures.get(*measure)?))
    }

    fn column_ids(&self, columns: &[usize]) -> Vec<&'a str> {
        let all = &self.template.form.claims.columns;
        let ids = columns.iter().filter_map(|column| all.get(*column));
        ids.flat_map(|column| column.ids.iter().map(String::as_str)).collect()
    }

    /// The sums that measures in columns may mean, several measures together or each alone.
    fn sums_of(&self, measures: &[usize], columns: &[usize]) -> Option<(usize, usize, Vec<Sum>)> {
        let columns = self.column_ids(columns);
        let mut found: Vec<Sum> = Vec::new();
        let mut together = Sum::new();
        let mut named = None;
        for word in measures {
            let (topic, measure) = self.reading(*word)?;
            let own = sums(self.template, &measure.sums, &columns);
            together.extend(own.first()?);
            found.extend(own);
            named = Some((topic, *word));
        }
        if measures.len() > 1 {
            found.insert(0, together);
        }
        let (topic, word) = named?;
        Some((topic, word, found))
    }

    /// The measure that stands for a topic named alone.
    fn bare_sums(&self, topic: usize, columns: &[usize]) -> Option<Vec<Sum>> {
        let topic = self.template.form.claims.topics.get(topic)?;
        let bare = topic.bare.as_ref()?;
        let measure = topic.measures.iter().find(|measure| measure.id == *bare)?;
        Some(sums(self.template, &measure.sums, &self.column_ids(columns)))
    }

    /// A number of things or of money.
    fn amount(&mut self, index: usize, amount: Amount, is_bare: bool) {
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
        if counts && self.speaks_of_tables() && !self.is_narrow && !self.subset && !self.is_average {
            let range = start..self.tokens[index].range.end;
            self.claim(range, Told::Count { amount, sums: sums.clone() });
        } else if self.is_narrow && self.whole.is_some() {
            self.subset = true;
        }
        if self.direction.is_none() {
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
    fn told_of(
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
        if is_bare && !self.stands_close(index) {
            return None;
        }
        if self.measures.is_empty() && self.columns.is_empty() && !(self.has_topic && self.stands_close(index)) {
            return None;
        }
        let (measures, columns) = (self.measures.clone(), self.columns.clone());
        self.of(&measures, &columns, amount)
    }

    fn of(
        &self,
        measures: &[usize],
        columns: &[usize],
        amount: Amount,
    ) -> Option<(Option<usize>, Option<usize>, Vec<Sum>)> {
        let (topic, word, sums) = if measures.is_empty() {
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
            // 其中自然人12件，予以公开9件: of all, or of the natural persons.
            if let Some(last) = self.last.as_ref().filter(|last| columns.is_empty() && !last.columns.is_empty()) {
                sums.extend(self.sums_of(measures, &last.columns)?.2);
            }
            (topic, Some(word), sums)
        };
        let is_money = |sum: &Sum| {
            sum.iter().any(|cell| {
                matches!(self.template.cells[*cell].kind, crate::template::Kind::Money { .. })
            })
        };
        let fits = !sums.is_empty() && sums.iter().all(|sum| is_money(sum) == amount.is_money);
        fits.then_some((Some(topic), word, sums))
    }

    /// Whether only small words stand between what a number is told of and the number.
    fn stands_close(&self, index: usize) -> bool {
        let token = &self.tokens[index];
        let named = self.tokens[..index].iter().rev().find(|token| {
            matches!(
                token.kind,
                Kind::Meaning(Meaning::Topic(_) | Meaning::Measure(_) | Meaning::Column(_)) | Kind::Mark(_)
            )
        });
        let Some(named) = named.filter(|named| !matches!(named.kind, Kind::Mark(_))) else {
            return false;
        };
        let between: String = self.text[named.range.end..token.range.start]
            .iter()
            .filter(|c| !c.is_whitespace())
            .collect();
        let clause_start = self.tokens.get(self.clause).map_or(0, |first| first.range.start);
        let before: String = self.text[clause_start.min(named.range.start)..named.range.start].iter().collect();
        let fillers = ["", "共", "共计", "合计", "总计", "为", "数为", "总数", "总数为", "数量", "数量为", "件数", "件数为", "案件", "案", "数", "总量", "总量为", "共有", "仅", "有", "的", "结果", "结果的", "：", "近", "约", "超过", "达", "达到", "计"];
        let shows = ["公开", "公示", "发布", "公布", "上传"].iter().any(|word| before.contains(word));
        fillers.contains(&between.as_str()) && (!shows || self.setting.topic == self.topic)
    }

    /// What stands behind a number in its clause, up to the next number.
    fn behind(&self, index: usize) -> Vec<Meaning> {
        let rest = self.tokens[index + 1..].iter();
        let rest = rest.take_while(|token| !is_number(token.kind) && !matches!(token.kind, Kind::Mark(_)));
        rest.filter_map(|token| match token.kind {
            Kind::Meaning(meaning) => Some(meaning),
            _ => None,
        })
        .collect()
    }

    fn first_character(&self, index: usize) -> usize {
        let first = self.first.filter(|first| *first >= self.clause).unwrap_or(index);
        self.tokens[first.min(index)].range.start
    }

    fn claim(&mut self, range: Range<usize>, told: Told) {
        let is_last_year = self.when() == When::Last;
        self.claims.push(Claim { range, is_last_year, told });
    }

    /// More or less than last year.
    fn change(&mut self, index: usize, direction: Direction, is_last: bool, by: Change) {
        let now = if self.measures.is_empty() && self.columns.is_empty() {
            self.last.as_ref().map(|last| last.sums.clone())
        } else {
            let (measures, columns) = (self.measures.clone(), self.columns.clone());
            let amount = self.last.as_ref().map(|last| last.amount);
            let count = Amount { value: Decimal::ZERO, unit: Decimal::ONE, bound: Bound::Exact, is_money: false };
            self.of(&measures, &columns, amount.unwrap_or(count)).map(|(_, _, sums)| sums)
        };
        let Some(sums) = now.filter(|sums| !sums.is_empty() && is_last) else {
            return;
        };
        if self.speaks_of_tables() && !self.is_narrow && !self.subset && self.when() == When::This {
            let range = self.first_character(index)..self.tokens[index].range.end;
            self.claim(range, Told::Change { direction, by, sums });
        }
    }

    fn same(&mut self, index: usize) {
        if let Some(is_last) = self.compared {
            self.change(index, Direction::Same, is_last, Change::Unsaid);
        }
    }

    fn percent(&mut self, index: usize, percent: Amount) {
        let range = self.first_character(index)..self.tokens[index].range.end;
        if let Some(rate) = self.rate.and_then(|rate| self.template.form.claims.rates.get(rate)) {
            if self.speaks_of_tables() && !self.is_narrow && !self.subset && self.direction.is_none() {
                let cells = |addresses: &Vec<Vec<String>>| {
                    let sums = sums(self.template, addresses, &[]);
                    sums.into_iter().map(Share::Cells).collect::<Vec<_>>()
                };
                let parts = cells(&vec![rate.part.clone()]);
                let wholes = cells(&rate.wholes);
                self.claim(range, Told::Share { percent, parts, wholes });
            }
            self.rate = None;
            return;
        }
        match (self.direction, self.compared) {
            (Some(direction), Some(is_last)) => {
                self.change(index, direction, is_last, Change::Percent(percent));
            }
            (Some(_), None) => {}
            (None, _) => self.share(index, percent),
        }
    }

    /// 占43.2%, or 43.2% in brackets behind a number.
    fn share(&mut self, index: usize, percent: Amount) {
        let in_brackets = index.checked_sub(1).is_some_and(|before| self.tokens[before].kind == Kind::Mark('（'));
        let Some(last) = self.last.clone().filter(|_| self.is_share || in_brackets) else {
            return;
        };
        let mut wholes: Vec<Share> = Vec::new();
        let named = self.measures.clone();
        if named.is_empty() {
            let told = self.whole.iter().filter(|whole| whole.start != last.start);
            wholes.extend(told.map(|whole| Share::Told(whole.amount.value)));
            let topic = self.topic.and_then(|topic| self.template.form.claims.topics.get(topic));
            for measure in topic.into_iter().flat_map(|topic| &topic.measures) {
                let is_whole = measure.whole.is_empty() && !measure.loose;
                let all = measure.whole.iter().chain(measure.sums.iter().filter(|_| is_whole));
                let all: Vec<Vec<String>> = all.cloned().collect();
                wholes.extend(sums(self.template, &all, &[]).into_iter().map(Share::Cells));
            }
        } else if let Some((_, _, sums)) = self.sums_of(&named, &[]) {
            wholes.extend(sums.into_iter().map(Share::Cells));
        }
        let mut parts: Vec<Share> = last.sums.iter().cloned().map(Share::Cells).collect();
        if parts.is_empty() || wholes.is_empty() || !self.speaks_of_tables() || self.subset {
            return;
        }
        parts.push(Share::Told(last.amount.value));
        let range = last.start..self.tokens[index].range.end;
        self.claim(range, Told::Share { percent, parts, wholes });
    }

    /// 分别: the things named before, in order, when as many numbers follow.
    fn respectively(&mut self, index: usize) {
        let mut items = self.items(self.clause, index);
        if items.len() < 2 && self.clause > 0 {
            let before = &self.tokens[..self.clause - 1];
            let start = before.iter().rposition(|t| matches!(t.kind, Kind::Mark(m) if m != '、'));
            items = self.items(start.map_or(0, |start| start + 1), self.clause - 1);
        }
        let rest = self.tokens[index + 1..].iter();
        let rest = rest.take_while(|t| !matches!(t.kind, Kind::Mark('。' | '；')));
        let numbers = rest
            .take_while(|token| {
                is_number(token.kind)
                    || matches!(token.kind, Kind::Mark('、' | '，') | Kind::Meaning(Meaning::Word(_)))
            })
            .filter(|token| matches!(token.kind, Kind::Amount(_) | Kind::Bare(_)))
            .count();
        if items.len() >= 2 && items.len() == numbers {
            self.queue = items;
        } else {
            // What is told of whom is not certain.
            self.measures.clear();
            self.columns.clear();
        }
    }

    /// The things named between two tokens, in order.
    fn items(&self, start: usize, end: usize) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut topic = self.topic;
        let tokens = self.tokens.get(start..end).unwrap_or_default();
        let has_parts = tokens.iter().any(|t| matches!(t.kind, Kind::Meaning(Meaning::Measure(_) | Meaning::Column(_))));
        let several = tokens.iter().filter(|t| matches!(t.kind, Kind::Meaning(Meaning::Topic(_)))).count() > 1;
        for token in tokens {
            match token.kind {
                Kind::Meaning(Meaning::Topic(named)) => {
                    topic = Some(named);
                    if !has_parts || several {
                        items.push(Item { topic, ..Item::default() });
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

    /// 未收到申请, 无行政复议: nothing.
    fn say_none(&mut self, index: usize) {
        let Some(negation) = self.negation else {
            return;
        };
        let counted = self.tokens[negation..index].iter().any(|token| match token.kind {
            Kind::Amount(amount) | Kind::Bare(amount) => amount.value != Decimal::ONE,
            Kind::Percent(_) => true,
            _ => false,
        });
        if counted || !self.speaks_of_tables() || self.is_narrow || self.subset {
            return;
        }
        if self.tokens[negation + 1..index].iter().any(|t| matches!(t.kind, Kind::Meaning(Meaning::Elsewhere))) {
            return;
        }
        let end = self.tokens.get(index).map_or(self.text.len(), |t| t.range.start);
        let is_zero = self.text.get(self.tokens[negation].range.start) == Some(&'零');
        let mut last_named = self.tokens[negation].range.end;
        let mut found: Vec<Vec<Sum>> = Vec::new();
        let range = match is_zero && !self.names_after(negation, index) {
            true => self.clause..negation,
            false => negation + 1..index,
        };
        let mut verbs: Vec<usize> = Vec::new();
        let mut open: Option<usize> = None;
        for token in &self.tokens[range] {
            match token.kind {
                Kind::Meaning(Meaning::Topic(topic)) => {
                    found.extend(open.take().and_then(|open| self.none_of(open, &verbs)));
                    open = Some(topic);
                }
                Kind::Meaning(Meaning::Measure(word)) => match open.take() {
                    Some(topic) => {
                        let before = self.topic;
                        self.topic = Some(topic);
                        let own = self.sums_of(&[word], &[]);
                        self.topic = before;
                        found.extend(own.map(|(_, _, sums)| sums));
                    }
                    None => verbs.push(word),
                },
                _ => continue,
            }
            last_named = last_named.max(token.range.end);
        }
        let is_verb_only = open.is_none() && found.is_empty();
        found.extend(open.and_then(|open| self.none_of(open, &verbs)));
        if is_verb_only {
            found.extend(verbs.iter().filter_map(|word| {
                let (_, measure) = self.reading(*word).filter(|(_, measure)| !measure.loose)?;
                Some(sums(self.template, &measure.sums, &[]))
            }));
        }
        let rest: String = self.text[last_named..end.max(last_named)].iter().collect();
        let rest = rest.trim_start();
        let is_whole = !rest.starts_with('的')
            || ["的情", "的现象", "的案", "的事", "的问题", "的行为", "的记录"].iter().any(|word| rest.starts_with(word));
        if !is_whole {
            return;
        }
        let start = self.tokens[negation].range.start;
        let first = self.tokens.get(self.clause).map_or(start, |t| t.range.start.min(start));
        let range = if is_zero { first..self.tokens[negation].range.end } else { start..last_named };
        for mut sums in found {
            sums.truncate(1);
            let amount = Amount {
                value: Decimal::ZERO,
                unit: Decimal::ONE,
                bound: Bound::Exact,
                is_money: false,
            };
            if !sums.is_empty() {
                self.claim(range.clone(), Told::Count { amount, sums });
            }
        }
    }

    fn names_after(&self, token: usize, end: usize) -> bool {
        self.tokens[token + 1..end]
            .iter()
            .any(|t| matches!(t.kind, Kind::Meaning(Meaning::Topic(_))))
    }

    /// The sums of a topic that a negation denies, with the verb before it.
    fn none_of(&self, topic: usize, verbs: &[usize]) -> Option<Vec<Sum>> {
        let all = &self.template.form.claims.topics;
        let verb = verbs.iter().find_map(|word| {
            let readings = self.lexicon.readings(*word);
            let (_, measure) = readings.iter().find(|(of, _)| *of == topic)?;
            all.get(topic)?.measures.get(*measure)
        });
        match verb {
            Some(measure) => Some(sums(self.template, &measure.sums, &[])),
            None => self.bare_sums(topic, &[]),
        }
    }

    /// 均予以公开, 全部为自然人.
    fn say_all(&mut self, index: usize) {
        let Some(all) = self.all else {
            return;
        };
        let after = &self.tokens[all + 1..index.max(all + 1)];
        let counted = after.iter().any(|token| is_number(token.kind));
        let is_about_part = self.whole.is_some() || self.is_rest || self.negation.is_some();
        if counted || is_about_part || !self.speaks_of_tables() || self.is_narrow || self.subset {
            return;
        }
        let named = |wanted: fn(Kind) -> Option<usize>| -> Vec<usize> {
            after.iter().filter_map(|token| wanted(token.kind)).collect()
        };
        let measures = named(|kind| match kind {
            Kind::Meaning(Meaning::Measure(word)) => Some(word),
            _ => None,
        });
        let columns = named(|kind| match kind {
            Kind::Meaning(Meaning::Column(column)) => Some(column),
            _ => None,
        });
        let range = self.tokens[all].range.start..after.last().map_or(0, |token| token.range.end);
        if let [column] = columns.as_slice()
            && measures.is_empty()
            && let Some(last) = self.last.clone().filter(|last| last.columns.is_empty())
            && let Some(word) = last.measure
        {
            let parts = self.sums_of(&[word], &[*column]).map(|(_, _, sums)| sums);
            self.claim_all(range, parts, last.sums);
            return;
        }
        if measures.is_empty() || !columns.is_empty() {
            return;
        }
        let readings: Option<Vec<_>> = measures.iter().map(|word| self.reading(*word)).collect();
        let Some(readings) = readings.filter(|all| all.iter().all(|(_, measure)| !measure.whole.is_empty())) else {
            return;
        };
        if !self.tells_whole(readings[0].0) {
            return;
        }
        let wholes = sums(self.template, &readings[0].1.whole, &[]);
        let parts = self.sums_of(&measures, &[]).map(|(_, _, mut sums)| {
            sums.truncate(1);
            sums
        });
        self.claim_all(range, parts, wholes);
    }

    fn claim_all(&mut self, range: Range<usize>, parts: Option<Vec<Sum>>, wholes: Vec<Sum>) {
        if let Some(parts) = parts.filter(|parts| !parts.is_empty() && !wholes.is_empty()) {
            self.claim(range, Told::All { parts, wholes });
        }
    }

    /// Whether the number told last is a whole of this topic, so that 均 speaks of all of it.
    fn tells_whole(&self, topic: usize) -> bool {
        let Some(last) = &self.last else {
            return true;
        };
        let Some((of, measure)) = last.measure.and_then(|word| self.reading(word)) else {
            return last.measure.is_none() && !last.sums.is_empty() && last.topic == Some(topic);
        };
        let measures = &self.template.form.claims.topics[topic].measures;
        let is_whole = measures.iter().any(|other| other.whole.contains(&measure.sums[0]));
        of == topic && last.columns.is_empty() && (measure.whole.is_empty() || is_whole)
    }
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Amount(_) | Kind::Bare(_) | Kind::Percent(_))
}
