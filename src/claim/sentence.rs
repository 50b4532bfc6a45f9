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
    /// The unit of the number that is read.
    unit: Option<usize>,
    is_together: bool,
    /// What 占 tells the share of, where no number was told of it.
    share_part: Option<Vec<Sum>>,
    /// Topics named in the paragraph.
    named: Vec<usize>,
    /// Topics whose wholes were told one after the other with 、 between, so that 其中 and 均 speak of all of them.
    joint: Vec<usize>,
    /// A measure that counts only a part of the year's work, when what follows is told of it alone.
    aside: bool,
    /// What was known before a bracket: another's scope, another thing, the year.
    outside: Option<(bool, bool, When)>,
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
            unit: None,
            is_together: false,
            share_part: None,
            named: setting.topic.into_iter().collect(),
            joint: Vec::new(),
            aside: false,
            outside: None,
        }
    }

    pub fn run(&mut self) {
        for index in 0..self.tokens.len() {
            match self.tokens[index].kind {
                Kind::Mark(mark) => self.mark(index, mark),
                Kind::Year(year, is_compared) => self.year(index, year, is_compared),
                Kind::Months => self.clause_when = Some(When::Other),
                Kind::Amount(amount, unit) => self.amount(index, amount, Some(unit)),
                Kind::Bare(amount) => self.amount(index, amount, None),
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
                if !self.is_open_list(index) && self.queue.is_empty() {
                    self.forget_item();
                }
            }
            '（' => {
                self.end_clause(index);
                self.outside = Some((self.other_scope, self.elsewhere, self.when));
            }
            '）' => {
                self.end_clause(index);
                if let Some((other_scope, elsewhere, when)) = self.outside.take() {
                    (self.other_scope, self.elsewhere, self.when) = (other_scope, elsewhere, when);
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
        if counted && self.last_is_aside() {
            let end = self
                .tokens
                .get(index)
                .map_or(self.text.len(), |t| t.range.start);
            self.aside = matches!(
                end.checked_sub(1).and_then(|at| self.text.get(at)),
                Some('中' | '里')
            );
        }
        self.is_together = false;
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
        // What follows ； is compared with the same year.
        if self
            .tokens
            .get(index)
            .is_none_or(|token| token.kind != Kind::Mark('；'))
        {
            self.compared = None;
        }
        self.queue.clear();
        self.joint.clear();
        self.aside = false;
    }

    /// Whether the number told last counts only a part of the year's work.
    fn last_is_aside(&self) -> bool {
        let word = self.last.as_ref().and_then(|last| last.measure);
        word.and_then(|word| self.reading(word))
            .is_some_and(|(_, measure)| measure.aside)
    }

    fn year(&mut self, index: usize, year: u16, is_compared: bool) {
        let behind: String = self.text[self.tokens[index].range.end..]
            .iter()
            .take(3)
            .collect();
        if ["底前", "前", "以前", "之前", "底以前", "末前"]
            .iter()
            .any(|word| behind.starts_with(word))
        {
            self.when = When::Other;
            return;
        }
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
            Meaning::Topic(topic) => self.name_topic(index, topic),
            Meaning::Measure(reading) => {
                self.name_measure(index, reading);
            }
            Meaning::Column(column) => {
                if !self.joins(index) {
                    self.columns.clear();
                }
                self.columns.push(column);
                self.first.get_or_insert(index);
            }
            Meaning::Rate(_) if !self.is_plain_before(index) => self.elsewhere = true,
            Meaning::Rate(rate) => {
                self.rate = Some(rate);
                self.first = Some(index);
            }
            Meaning::Elsewhere => {
                self.elsewhere = true;
                self.measures.clear();
            }
            Meaning::OtherScope => {
                // The agency's own kind is no other's: 街道 in the report of a 街道.
                let word = &self.text[self.tokens[index].range.clone()];
                let own = self.setting.agency.windows(word.len().max(1));
                self.other_scope |= !own.into_iter().any(|part| part == word);
            }
            Meaning::OwnScope => self.other_scope = false,
            Meaning::Territory if self.is_share => {}
            Meaning::Territory => self.other_scope = !self.is_government(),
            Meaning::Body => self.body(index),
            Meaning::Narrowing => self.is_narrow = true,
            Meaning::Word(word) => self.word(index, word),
            Meaning::Plain => {}
        }
    }

    fn name_topic(&mut self, index: usize, topic: usize) {
        if self.is_of_another_kind(index, topic) {
            self.elsewhere = true;
            self.measures.clear();
            return;
        }
        self.topic = Some(topic);
        self.elsewhere = false;
        self.has_topic = true;
        if !self.named.contains(&topic) {
            self.named.push(topic);
        }
        self.first.get_or_insert(index);
    }

    /// Whether unknown words before a vague word make it another thing: 低保申请, 书面申请.
    fn is_of_another_kind(&self, index: usize, topic: usize) -> bool {
        let token = &self.tokens[index];
        let word: String = self.text[token.range.clone()].iter().collect();
        if !self.template.form.claims.topics[topic]
            .vague
            .contains(&word)
        {
            return false;
        }
        let before = index.checked_sub(1).map(|before| &self.tokens[before]);
        let start = before.map_or(0, |before| before.range.end);
        let is_elsewhere = before.is_some_and(|before| {
            let is_other = match before.kind {
                Kind::Meaning(Meaning::Elsewhere | Meaning::Narrowing) => true,
                Kind::Meaning(Meaning::Measure(word)) => {
                    let own = self.lexicon.readings(word);
                    !own.iter().any(|(of, _)| *of == topic) && !self.is_loose(word)
                }
                _ => false,
            };
            start == token.range.start && is_other
        });
        let neutral = &self.template.form.claims.topics[topic].neutral;
        let gap: String = self.text[start..token.range.start]
            .iter()
            .filter(|c| !c.is_whitespace())
            .collect();
        let is_neutral = gap.is_empty() || neutral.iter().any(|word| gap.ends_with(word.as_str()));
        let since = self.tokens[self.clause.min(index)..index].iter().rev();
        let mut since = since.take_while(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => {
                let own = self
                    .lexicon
                    .readings(word)
                    .iter()
                    .find(|(of, _)| *of == topic);
                let measures = &self.template.form.claims.topics[topic].measures;
                own.is_none_or(|(_, measure)| measures[*measure].loose)
            }
            kind => !is_number(kind),
        });
        let follows_other = since.any(|token| token.kind == Kind::Meaning(Meaning::Elsewhere));
        is_elsewhere || follows_other || !is_neutral
    }

    fn name_measure(&mut self, index: usize, word: usize) {
        let joins = self.joins(index);
        if joins && self.is_unknown_before_and(index) {
            self.is_narrow = true;
        }
        let is_loose = self.reading(word).is_none_or(|(_, measure)| measure.loose);
        if !self.is_stale && !joins && !self.measures.is_empty() && is_loose {
            return;
        }
        if self.is_stale || !joins {
            // 因不掌握而无法提供: the reason says more than its group.
            let last = self
                .measures
                .last()
                .filter(|_| !self.is_stale)
                .and_then(|last| self.reading(*last));
            let new = self.reading(word);
            if let (Some((_, last)), Some((_, new))) = (last, new)
                && last.sums.first().is_some_and(|sum| sum.len() == 1)
                && new
                    .sums
                    .first()
                    .is_some_and(|sum| sum.len() > 1 && sum.contains(&last.sums[0][0]))
            {
                return;
            }
            self.measures.clear();
        }
        self.is_stale = false;
        let word = self.meant_of_last_year(word);
        self.measures.push(word);
        self.first.get_or_insert(index);
    }

    /// Last year's 结转 is this year's 上年结转.
    fn meant_of_last_year(&mut self, word: usize) -> usize {
        if self.when() != When::Last {
            return word;
        }
        let meant = self.reading(word).and_then(|(topic, measure)| {
            let id = measure.last_year.as_ref()?;
            let measures = &self.template.form.claims.topics[topic].measures;
            let written = measures.iter().find(|m| m.id == *id)?.words.first()?;
            let written: Vec<char> = written.chars().collect();
            match self.lexicon.at(&written)? {
                (Meaning::Measure(meant), _) => Some(meant),
                _ => None,
            }
        });
        if meant.is_some() {
            self.clause_when = Some(When::This);
        }
        meant.unwrap_or(word)
    }

    /// 公开和部分公开: what stands before 和 is none of the words, so what is counted is not certain.
    fn is_unknown_before_and(&self, index: usize) -> bool {
        let Some(and) = index.checked_sub(1).map(|at| &self.tokens[at]) else {
            return false;
        };
        let is_and = and.kind == Kind::Meaning(Meaning::Word(Word::And))
            && and.range.end == self.tokens[index].range.start;
        let before = index.checked_sub(2).map(|at| self.tokens[at].range.end);
        is_and && before != Some(and.range.start)
    }

    /// Whether nothing but small words stands directly before a word: 按时办结率 is not 办结率.
    fn is_plain_before(&self, index: usize) -> bool {
        let start = self.tokens[index].range.start;
        let end = index
            .checked_sub(1)
            .map_or(0, |before| self.tokens[before].range.end);
        let gap: Vec<char> = self.text[end..start]
            .iter()
            .filter(|c| !c.is_whitespace())
            .copied()
            .collect();
        let before = index.checked_sub(1).map(|before| self.tokens[before].kind);
        let adjoins = gap.is_empty()
            && matches!(
                before,
                Some(Kind::Meaning(Meaning::Elsewhere | Meaning::Narrowing))
            );
        gap.last().is_none_or(|c| "的年度体总局，".contains(*c)) && !adjoins
    }

    /// Whether the agency speaks for its whole territory.
    fn is_government(&self) -> bool {
        let name: String = self.setting.agency.iter().collect();
        let own = &self.template.form.claims.governments;
        own.iter().any(|ending| name.ends_with(ending.as_str()))
    }

    /// Characters between two positions that belong to no word, spaces left out.
    fn unknown(&self, start: usize, end: usize) -> String {
        let mut plain = String::new();
        let first = self
            .tokens
            .partition_point(|token| token.range.end <= start);
        let mut tokens = self.tokens[first..].iter().peekable();
        for at in start..end {
            while tokens.next_if(|token| token.range.end <= at).is_some() {}
            let is_known = tokens.peek().is_some_and(|token| token.range.start <= at);
            if !is_known && !self.text[at].is_whitespace() {
                plain.push(self.text[at]);
            }
        }
        plain
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
                let (measures, columns) = (self.measures.clone(), self.columns.clone());
                let is_named = !measures.is_empty() && !self.is_stale || !columns.is_empty();
                self.share_part = is_named
                    .then(|| self.named_sums(&measures, &columns))
                    .flatten();
                self.is_share = true;
                self.measures.clear();
                self.columns.clear();
            }
            Word::Together => self.is_together = true,
            Word::Doubled => self.doubled(index, 100),
            Word::Fourfold => self.doubled(index, 300),
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
            Word::AndOthers => {
                self.is_narrow = false;
                self.measures.clear();
            }
            Word::SoFar | Word::And | Word::Of => {}
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
                Kind::Meaning(Meaning::Word(
                    Word::Together | Word::Respectively | Word::ThisYear | Word::SoFar
                )) | Kind::Amount(..)
                    | Kind::Year(..)
                    | Kind::Mark('、')
            );
            let is_total = match next.kind {
                Kind::Meaning(Meaning::Measure(word)) => {
                    let topics = &self.template.form.claims.topics;
                    let readings = self.lexicon.readings(word).iter();
                    let mut measures =
                        readings.map(|(topic, measure)| &topics[*topic].measures[*measure]);
                    measures.any(|measure| measure.total)
                }
                _ => false,
            };
            gap <= 1 && is_act || gap <= 3 && is_total
        });
        let behind: String = self.text[token.range.end..].iter().take(2).collect();
        let acts = acts
            || ["提出", "提交", "递交", "申请", "转来", "转办", "移交"].contains(&behind.as_str());
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
        let fits = name
            .iter()
            .take_while(|c| agency.any(|own| own == *c))
            .count();
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
        let of_topic = readings
            .iter()
            .find(|(topic, _)| Some(*topic) == self.topic);
        let alone = match readings {
            [only] => Some(only).filter(|(topic, measure)| {
                let is_known = self.named.contains(topic) && !self.has_topic;
                is_known && !topics[*topic].measures[*measure].loose
            }),
            _ => None,
        };
        let (topic, measure) = of_topic.or(alone)?;
        Some((*topic, topics.get(*topic)?.measures.get(*measure)?))
    }

    fn column_ids(&self, columns: &[usize]) -> Vec<&'a str> {
        let all = &self.template.form.claims.columns;
        let ids = columns.iter().filter_map(|column| all.get(*column));
        ids.flat_map(|column| column.ids.iter().map(String::as_str))
            .collect()
    }

    /// The sums that measures in columns may mean: several together, or each alone.
    fn sums_of(&self, measures: &[usize], columns: &[usize]) -> Option<(usize, usize, Vec<Sum>)> {
        let columns = self.column_ids(columns);
        let readable = measures
            .iter()
            .filter_map(|word| Some((*word, self.reading(*word)?)));
        let mut readable: Vec<(usize, (usize, &Measure))> = readable.collect();
        // 收到行政复议申请: of what may be told so, the certain words count.
        if readable.iter().any(|(_, (_, measure))| !measure.loose) {
            readable.retain(|(_, (_, measure))| !measure.loose);
        }
        let mut seen: Vec<(usize, &str)> = Vec::new();
        readable.retain(|(_, (topic, measure))| {
            let is_new = !seen.contains(&(*topic, measure.id.as_str()));
            seen.push((*topic, measure.id.as_str()));
            is_new
        });
        let (word, (topic, _)) = *readable.last()?;
        if let [(_, (_, measure))] = readable.as_slice() {
            let found = self.cells(topic, measure, &columns);
            return (!found.is_empty()).then_some((topic, word, found));
        }
        let has_total = readable.iter().any(|(_, (_, measure))| measure.total);
        let mut together = Sum::new();
        let mut found = Vec::new();
        for (_, (topic, measure)) in &readable {
            let own = self.cells(*topic, measure, &columns);
            together.extend(own.first()?);
            found.extend(own);
        }
        if has_total && !self.is_together {
            return None;
        }
        found.insert(0, together);
        Some((topic, word, found))
    }

    /// The sums of one measure; of all topics that are told together.
    fn cells(&self, topic: usize, measure: &Measure, columns: &[&str]) -> Vec<Sum> {
        let own = sums(self.template, &measure.sums, columns);
        if self.joint.len() < 2 || !self.joint.contains(&topic) {
            return own;
        }
        let topics = &self.template.form.claims.topics;
        let same = self.joint.iter().filter_map(|topic| {
            let others = &topics.get(*topic)?.measures;
            let other = others.iter().find(|other| other.id == measure.id)?;
            sums(self.template, &other.sums, columns).into_iter().next()
        });
        vec![same.flatten().collect()]
    }

    /// The sums of what is named without a number: measures, or a column of the row told last.
    fn named_sums(&self, measures: &[usize], columns: &[usize]) -> Option<Vec<Sum>> {
        if !measures.is_empty() {
            return self.sums_of(measures, columns).map(|(_, _, sums)| sums);
        }
        self.bare_sums(self.topic?, columns)
    }

    /// The measure that stands for a topic named alone.
    fn bare_sums(&self, topic: usize, columns: &[usize]) -> Option<Vec<Sum>> {
        let topic = self.template.form.claims.topics.get(topic)?;
        let bare = topic.bare.as_ref()?;
        let measure = topic.measures.iter().find(|measure| measure.id == *bare)?;
        Some(sums(
            self.template,
            &measure.sums,
            &self.column_ids(columns),
        ))
    }

    /// A number of things or of money.
    fn amount(&mut self, index: usize, amount: Amount, unit: Option<usize>) {
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
    fn each_of(
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

    /// Whether a measure's word is common in every topic that it may belong to.
    fn is_loose(&self, word: usize) -> bool {
        let topics = &self.template.form.claims.topics;
        let mut readings = self.lexicon.readings(word).iter();
        readings.all(|(topic, measure)| topics[*topic].measures[*measure].loose)
    }

    /// 自然人张某就同类事项提出申请9件: much unknown between a column and its number.
    fn is_far_from_column(&self, index: usize) -> bool {
        let before = self.tokens[self.clause.min(index)..index].iter().rev();
        let mut before = before.take_while(|token| !is_number(token.kind));
        let column = before.find(|token| matches!(token.kind, Kind::Meaning(Meaning::Column(_))));
        column.is_some_and(|column| {
            let start = self.tokens[index].range.start;
            self.unknown(column.range.end, start).chars().count() > 5
        })
    }

    /// 年底前收到的2件: unknown words before a measure with 的 make it a part.
    fn is_restricted(&self, index: usize) -> bool {
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

    fn of(
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
    fn is_told_of_part(&self, word: usize) -> bool {
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
    fn stands_close(&self, index: usize) -> bool {
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
    fn joins_topics(&self, named: &Token) -> bool {
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

    /// What stands behind a number in its clause, up to the next number.
    fn behind(&self, index: usize) -> Vec<Meaning> {
        if matches!(
            self.text.get(self.tokens[index].range.end),
            Some('中' | '里')
        ) {
            return Vec::new();
        }
        let rest = self.tokens[index + 1..].iter();
        let rest = rest.take_while(|token| {
            !is_number(token.kind)
                && !matches!(
                    token.kind,
                    Kind::Mark(_)
                        | Kind::Meaning(Meaning::Word(Word::All | Word::Share | Word::Negation))
                )
        });
        rest.filter_map(|token| match token.kind {
            Kind::Meaning(meaning) => Some(meaning),
            _ => None,
        })
        .collect()
    }

    fn first_character(&self, index: usize) -> usize {
        let first = self
            .first
            .filter(|first| *first >= self.clause)
            .unwrap_or(index);
        self.tokens[first.min(index)].range.start
    }

    fn claim(&mut self, range: Range<usize>, told: Told) {
        let is_last_year = self.when() == When::Last;
        self.claims.push(Claim {
            range,
            is_last_year,
            told,
        });
    }

    /// More or less than last year.
    fn change(&mut self, index: usize, direction: Direction, is_last: bool, by: Change) {
        let now = if self.measures.is_empty() && self.columns.is_empty() {
            self.last.as_ref().map(|last| last.sums.clone())
        } else {
            let (measures, columns) = (self.measures.clone(), self.columns.clone());
            let amount = self.last.as_ref().map(|last| last.amount);
            let count = Amount {
                value: Decimal::ZERO,
                unit: Decimal::ONE,
                bound: Bound::Exact,
                is_money: false,
            };
            self.of(&measures, &columns, amount.unwrap_or(count))
                .map(|(_, _, sums)| sums)
        };
        let Some(sums) = now.filter(|sums| !sums.is_empty() && is_last) else {
            return;
        };
        if self.speaks_of_tables() && !self.is_narrow && !self.subset && self.when() == When::This {
            let range = self.first_character(index)..self.tokens[index].range.end;
            self.claim(
                range,
                Told::Change {
                    direction,
                    by,
                    sums,
                },
            );
        }
    }

    fn same(&mut self, index: usize) {
        if let Some(is_last) = self.compared {
            self.change(index, Direction::Same, is_last, Change::Unsaid);
        }
    }

    /// 翻了一番: more by this many per cent.
    fn doubled(&mut self, index: usize, per_cent: i64) {
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

    fn percent(&mut self, index: usize, percent: Amount) {
        let range = self.first_character(index)..self.tokens[index].range.end;
        if let Some(rate) = self
            .rate
            .and_then(|rate| self.template.form.claims.rates.get(rate))
        {
            if self.speaks_of_tables()
                && !self.is_narrow
                && !self.subset
                && self.direction.is_none()
            {
                let cells = |addresses: &Vec<Vec<String>>| {
                    let sums = sums(self.template, addresses, &[]);
                    sums.into_iter().map(Share::Cells).collect::<Vec<_>>()
                };
                let parts = cells(&vec![rate.part.clone()]);
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
            (None, _) => self.share(index, percent),
        }
    }

    /// 占43.2%, or 43.2% in brackets behind a number.
    fn share(&mut self, index: usize, percent: Amount) {
        let in_brackets = index
            .checked_sub(1)
            .is_some_and(|before| self.tokens[before].kind == Kind::Mark('（'));
        let part = self.share_part.take().filter(|_| self.is_share);
        let Some(last) = self
            .last
            .clone()
            .filter(|_| self.is_share || in_brackets)
            .or_else(|| {
                let amount = percent;
                part.as_ref().map(|_| Last {
                    topic: self.topic,
                    measure: None,
                    columns: Vec::new(),
                    sums: Vec::new(),
                    amount,
                    start: self.first_character(index),
                })
            })
        else {
            return;
        };
        let mut wholes: Vec<Share> = Vec::new();
        let named = self.measures.clone();
        if named.is_empty() {
            let told = self.whole.iter().filter(|whole| whole.start != last.start);
            wholes.extend(told.map(|whole| Share::Told(whole.amount.value)));
            let topic = self
                .topic
                .and_then(|topic| self.template.form.claims.topics.get(topic));
            for measure in topic.into_iter().flat_map(|topic| &topic.measures) {
                let is_whole = measure.total && !measure.loose;
                let all = measure
                    .whole
                    .iter()
                    .chain(measure.sums.iter().filter(|_| is_whole));
                let all: Vec<Vec<String>> = all.cloned().collect();
                wholes.extend(sums(self.template, &all, &[]).into_iter().map(Share::Cells));
            }
        } else if let Some((_, _, sums)) = self.sums_of(&named, &[]) {
            wholes.extend(sums.into_iter().map(Share::Cells));
        }
        let is_named = !named.is_empty();
        let told = last.sums.clone();
        let mut parts: Vec<Share> = part
            .clone()
            .unwrap_or(told)
            .into_iter()
            .map(Share::Cells)
            .collect();
        if parts.is_empty() && !is_named
            || wholes.is_empty()
            || !self.speaks_of_tables()
            || self.subset
            || self.when() != When::This
        {
            return;
        }
        let is_told = part.is_none();
        parts.extend(is_told.then_some(Share::Told(last.amount.value)));
        let start = if is_told {
            last.start
        } else {
            self.first_character(index)
        };
        let range = start..self.tokens[index].range.end;
        self.claim(
            range,
            Told::Share {
                percent,
                parts,
                wholes,
            },
        );
    }

    /// 分别: the things named before, in order, when as many numbers follow.
    fn respectively(&mut self, index: usize) {
        let mut items = self.items(self.clause, index);
        if items.len() < 2 && self.clause > 0 {
            let before = &self.tokens[..self.clause - 1];
            let start = before
                .iter()
                .rposition(|t| matches!(t.kind, Kind::Mark(m) if m != '、'));
            items = self.items(start.map_or(0, |start| start + 1), self.clause - 1);
        }
        let rest = self.tokens[index + 1..].iter();
        let rest = rest.take_while(|t| !matches!(t.kind, Kind::Mark('。' | '；')));
        let numbers = rest
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
            self.measures.clear();
            self.columns.clear();
        }
    }

    /// The things named between two tokens, in order.
    fn items(&self, start: usize, end: usize) -> Vec<Item> {
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

    /// 未收到申请, 无行政复议: nothing.
    fn say_none(&mut self, index: usize) {
        let Some(negation) = self.negation else {
            return;
        };
        let counted = self.tokens[negation..index]
            .iter()
            .any(|token| match token.kind {
                Kind::Amount(amount, _) | Kind::Bare(amount) => amount.value != Decimal::ONE,
                Kind::Percent(_) => true,
                _ => false,
            });
        if counted || !self.speaks_of_tables() || self.is_narrow || self.subset {
            return;
        }
        if self.tokens[negation + 1..index]
            .iter()
            .any(|t| matches!(t.kind, Kind::Meaning(Meaning::Elsewhere)))
        {
            return;
        }
        let end = self
            .tokens
            .get(index)
            .map_or(self.text.len(), |t| t.range.start);
        let is_zero = self.text.get(self.tokens[negation].range.start) == Some(&'零');
        let mut last_named = self.tokens[negation].range.end;
        let mut found: Vec<Vec<Sum>> = Vec::new();
        let range = match is_zero && !self.names_after(negation, index) {
            true => self.clause..negation,
            false => negation + 1..index,
        };
        let mut verbs: Vec<usize> = Vec::new();
        let columns = self.columns_before(negation);
        let mut is_narrow = false;
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
                    None => {
                        // 未收到涉及国家秘密的申请: nothing of one kind only.
                        if self
                            .reading(word)
                            .is_some_and(|(_, measure)| !measure.total && measure.whole.is_empty())
                        {
                            is_narrow = true;
                        }
                        verbs.push(word);
                    }
                },
                _ => continue,
            }
            last_named = last_named.max(token.range.end);
        }
        if is_narrow && open.is_some() {
            return;
        }
        if !columns.is_empty() {
            let sums = self.topic.and_then(|topic| self.bare_sums(topic, &columns));
            let start = self.first_character(negation);
            if let Some(mut sums) = sums.filter(|sums| !sums.is_empty()) {
                sums.truncate(1);
                let amount = Amount {
                    value: Decimal::ZERO,
                    unit: Decimal::ONE,
                    bound: Bound::Exact,
                    is_money: false,
                };
                self.claim(start..last_named, Told::Count { amount, sums });
            }
            return;
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
            || [
                "的情",
                "的现象",
                "的案",
                "的事",
                "的问题",
                "的行为",
                "的记录",
            ]
            .iter()
            .any(|word| rest.starts_with(word));
        if !is_whole {
            return;
        }
        let start = self.tokens[negation].range.start;
        let first = self
            .tokens
            .get(self.clause)
            .map_or(start, |t| t.range.start.min(start));
        let range = if is_zero {
            first..self.tokens[negation].range.end
        } else {
            start..last_named
        };
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

    /// Columns named before a negation in its clause: 企业未提出申请.
    fn columns_before(&self, negation: usize) -> Vec<usize> {
        let before = self.tokens[self.clause.min(negation)..negation].iter();
        let columns = before.filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Column(column)) => Some(column),
            _ => None,
        });
        columns.collect()
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
            after
                .iter()
                .filter_map(|token| wanted(token.kind))
                .collect()
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
        if !columns.is_empty() && measures.is_empty() {
            let last = self.last.as_ref().filter(|last| last.columns.is_empty());
            let row = last.and_then(|last| last.measure);
            let (parts, wholes) = match row {
                Some(word) => (
                    self.sums_of(&[word], &columns).map(|(_, _, sums)| sums),
                    self.sums_of(&[word], &[]).map(|(_, _, sums)| sums),
                ),
                None if self.last.is_some() => return,
                None => {
                    let topic = self.topic;
                    let bare =
                        |columns: &[usize]| topic.and_then(|topic| self.bare_sums(topic, columns));
                    (bare(&columns), bare(&[]))
                }
            };
            self.claim_all(range, parts, wholes.unwrap_or_default());
            return;
        }
        if measures.is_empty() || !columns.is_empty() {
            return;
        }
        let Some((topic, _, parts)) = self.sums_of(&measures, &[]) else {
            return;
        };
        let parts: Vec<Sum> = parts.into_iter().take(1).collect();
        let before = self.tokens[self.clause.min(all)..all].iter().rev();
        let spoken_of = before.filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => {
                self.reading(word).filter(|(_, measure)| measure.total)
            }
            _ => None,
        });
        if let Some((_, measure)) = spoken_of
            .into_iter()
            .next()
            .filter(|_| self.joint.len() < 2)
        {
            let wholes: Vec<Sum> = sums(self.template, &measure.sums, &[]);
            let holds = |whole: &Sum| {
                parts.iter().flatten().all(|cell| whole.contains(cell)) && !parts.contains(whole)
            };
            if wholes.iter().any(holds) {
                self.claim_all(range, Some(parts), wholes);
                return;
            }
        }
        let last = self
            .last
            .as_ref()
            .filter(|last| last.columns.is_empty() && last.topic == Some(topic));
        let holds = |whole: &Sum| {
            parts.iter().flatten().all(|cell| whole.contains(cell)) && !parts.contains(whole)
        };
        let of_last: Vec<Sum> = last
            .into_iter()
            .flat_map(|last| last.sums.clone())
            .filter(holds)
            .collect();
        if !of_last.is_empty() {
            self.claim_all(range, Some(parts), of_last);
            return;
        }
        let readings: Vec<&Measure> = measures
            .iter()
            .filter_map(|word| Some(self.reading(*word)?.1))
            .collect();
        if readings.is_empty()
            || readings.iter().any(|measure| measure.whole.is_empty())
            || !self.tells_whole(topic)
        {
            return;
        }
        let wholes = if self.joint.len() > 1 && self.joint.contains(&topic) {
            let topics = &self.template.form.claims.topics;
            let all = self.joint.iter().filter_map(|topic| {
                let own = topics
                    .get(*topic)?
                    .measures
                    .iter()
                    .find(|m| m.id == readings[0].id)?;
                sums(self.template, &own.whole, &[]).into_iter().next()
            });
            vec![all.flatten().collect()]
        } else {
            sums(self.template, &readings[0].whole, &[])
        };
        self.claim_all(range, Some(parts), wholes);
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
        let is_whole = measures
            .iter()
            .any(|other| other.whole.contains(&measure.sums[0]));
        of == topic && last.columns.is_empty() && (measure.whole.is_empty() || is_whole)
    }
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Amount(..) | Kind::Bare(_) | Kind::Percent(_))
}
