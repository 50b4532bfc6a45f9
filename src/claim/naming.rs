//! The words of a sentence one by one: what each says about the numbers to come.

use super::Direction;
use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::{Reader, When, is_number};
use super::token::{Kind, Token};
use crate::text::Stretch;

impl<'a> Reader<'a> {
    pub(super) fn meaning(&mut self, index: usize, meaning: Meaning) {
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
                let word = self.text.part(self.token(index).range.clone());
                let own = self.setting.agency.windows(word.len().max(1));
                let is_own = own.into_iter().any(|part| part == word);
                self.other_scope |= !is_own && !self.is_own_respondent(index);
                self.other_office |= self.is_role(index);
            }
            Meaning::OwnScope => self.other_scope = !self.is_own_kind(index),
            Meaning::Territory if self.is_share || self.is_rank(index) => {}
            Meaning::Territory => self.other_scope = !self.is_government() || self.is_beyond(index),
            Meaning::Body => self.body(index),
            Meaning::Narrowing => {
                self.is_narrow |= !self.is_before_measure(self.token(index));
            }
            Meaning::AllWays => self.is_narrow = false,
            Meaning::Word(word) => self.word(index, word),
            Meaning::Plain => {}
        }
    }

    /// 受理量居全市第一: whether a territory is named only to say which place the agency has in it.
    fn is_rank(&self, index: usize) -> bool {
        let token = self.token(index).range.clone();
        let before = self.text.upto(token.start).last();
        let behind = self.text.onward(token.end).first();
        matches!(before, Some('居' | '列' | '位')) || matches!(behind, Some('第' | '前' | '首'))
    }

    pub(super) fn name_topic(&mut self, index: usize, topic: usize) {
        if self.is_of_another_kind(index, topic)
            || self.is_other_of_its_kind(index, topic)
            || self.is_behind_other(index, topic)
            || self.is_of_other_cause(index, topic)
        {
            self.elsewhere = true;
            self.measures.clear();
            return;
        }
        self.subset |= self.is_later_fate(index, topic) || self.is_of_one_outcome(topic);
        self.topic = Some(topic);
        self.elsewhere = false;
        self.has_topic = true;
        let topics = &self.template.claims().topics;
        let is_wide = topics
            .get(topic)
            .is_some_and(|topic| !topic.assured_by.is_empty());
        if is_wide && std::mem::take(&mut self.cases_end) {
            self.cases.clear();
        }
        if is_wide && !self.cases.contains(&topic) {
            self.cases.push(topic);
        }
        if !self.named.contains(&topic) {
            self.named.push(topic);
        }
        self.first.get_or_insert(index);
    }

    pub(super) fn name_measure(&mut self, index: usize, word: usize) {
        self.elsewhere &= !self.is_outcome_of_later_clause(index, word);
        self.take_deciding_body(index, word);
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
                && let Some([reason]) = last.sums.first().map(Vec::as_slice)
                && new
                    .sums
                    .first()
                    .is_some_and(|sum| sum.len() > 1 && sum.contains(reason))
            {
                return;
            }
            // 因涉及商业秘密作部分公开: an outcome for one reason is only a part of it.
            let is_reason =
                |measure: &crate::template::Measure| !measure.total && measure.whole.is_empty();
            if let (Some((_, last)), Some((_, new))) = (last, new) {
                self.is_narrow |= is_reason(last) && !new.total && !new.whole.is_empty();
                // 办结当年新收申请2617件: of the new ones alone.
                self.is_narrow |= last.total && !last.whole.is_empty() && new.aside;
                // 新收的办结140件: of these alone.
                let before = self.text.upto(self.token(index).range.start);
                self.is_narrow |= last.aside && !new.aside && before.ends_with(&['的']);
            }
            self.measures.clear();
        }
        self.is_stale = false;
        let word = self.undone(index, word).unwrap_or(word);
        let word = self.meant_of_last_year(word);
        self.measures.push(word);
        self.first.get_or_insert(index);
    }

    /// 对投诉性质的，不予处理9件: an outcome that one topic alone has, with nothing of another kind in its own clause.
    fn is_outcome_of_later_clause(&self, index: usize, word: usize) -> bool {
        let is_outcome = match self.lexicon.readings(word) {
            [(topic, measure)] => {
                let is_usual = Some(*topic) == self.topic && self.setting.topic == self.topic;
                let measure = self.measure(*topic, *measure);
                is_usual && measure.is_some_and(|measure| !measure.total && !measure.loose)
            }
            _ => false,
        };
        let clause = self.tokens.part(self.clause.min(index)..index);
        let is_elsewhere = |token: &Token| token.kind == Kind::Meaning(Meaning::Elsewhere);
        is_outcome && self.last.is_none() && !clause.iter().any(is_elsewhere)
    }

    /// 没有办完的5件: the measure of what is left, where what was done is denied of things that are counted.
    fn undone(&mut self, index: usize, word: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        let adjoins = self.negation == Some(before)
            && self.token(before).range.end == self.token(index).range.start;
        let rest = self.tokens.onward(index + 1).iter();
        let mut clause =
            rest.take_while(|token| !matches!(token.kind, Kind::Mark(mark) if mark != '、'));
        if !adjoins || !clause.any(|token| matches!(token.kind, Kind::Amount(..))) {
            return None;
        }
        let (topic, measure) = self.reading(word)?;
        let meant = self.word_of(topic, measure.undone.as_ref()?)?;
        self.negation = None;
        Some(meant)
    }

    /// The word of a topic's measure, as it stands in the lexicon.
    fn word_of(&self, topic: usize, id: &str) -> Option<usize> {
        let topic = self.template.claims().topics.get(topic)?;
        let written = topic.measures.iter().find(|m| m.id == *id)?.words.first()?;
        let written: Vec<char> = written.chars().collect();
        match self.lexicon.at(&written)? {
            (Meaning::Measure(meant), _) => Some(meant),
            _ => None,
        }
    }

    /// Last year's 结转 is this year's 上年结转.
    pub(super) fn meant_of_last_year(&mut self, word: usize) -> usize {
        if self.when() != When::Last {
            return word;
        }
        let meant = self
            .reading(word)
            .and_then(|(topic, measure)| self.word_of(topic, measure.last_year.as_ref()?));
        if meant.is_some() {
            self.clause_when = Some(When::This);
        }
        meant.unwrap_or(word)
    }

    /// 公开和部分公开: what stands before 和 is none of the words, so what is counted is not certain.
    pub(super) fn is_unknown_before_and(&self, index: usize) -> bool {
        let Some(and) = index.checked_sub(1).map(|at| self.token(at)) else {
            return false;
        };
        let is_and = and.kind == Kind::Meaning(Meaning::Word(Word::And))
            && and.range.end == self.token(index).range.start;
        let named = index.checked_sub(2).map(|at| self.token(at));
        let is_named = named.is_some_and(|named| {
            let is_thing = matches!(
                named.kind,
                Kind::Meaning(Meaning::Measure(_) | Meaning::Column(_) | Meaning::Topic(_))
            );
            named.range.end == and.range.start && (is_thing || is_number(named.kind))
        });
        is_and && !is_named
    }

    /// Whether nothing but small words stands directly before a word: 按时办结率 is not 办结率.
    pub(super) fn is_plain_before(&self, index: usize) -> bool {
        let start = self.token(index).range.start;
        let end = index
            .checked_sub(1)
            .map_or(0, |before| self.token(before).range.end);
        let gap: Vec<char> = self
            .text
            .part(end..start)
            .iter()
            .filter(|c| !c.is_whitespace())
            .copied()
            .collect();
        let before = index.checked_sub(1).map(|before| self.token(before).kind);
        let adjoins = gap.is_empty()
            && matches!(
                before,
                Some(Kind::Meaning(Meaning::Elsewhere | Meaning::Narrowing))
            );
        gap.last().is_none_or(|c| "的年度体总局，".contains(*c)) && !adjoins
    }

    pub(super) fn word(&mut self, index: usize, word: Word) {
        match word {
            Word::Among => {
                self.end_clause(index);
                self.forget_item();
                self.clause = index + 1;
                self.whole = self.last.clone();
                // 上年结转3件均已答复，其中2件予以公开: of these alone.
                self.aside |= self.last_is_from_before();
                // 网上办结40件，其中公开25件: parts of what is not compared are not compared.
                let is_unknown = self.last.as_ref().is_some_and(|last| last.sums.is_empty());
                self.subset |= is_unknown && self.given.is_none();
            }
            Word::All => self.all = Some(index),
            Word::Rest => self.is_rest = true,
            // 占总数的比例为18%: said already.
            Word::Share if self.is_share || self.is_proportion_of_cases(index) => {}
            Word::Share => {
                // 其他主体合计占3%: of several that are not named one by one.
                let ahead: String = self
                    .text
                    .upto(self.token(index).range.start)
                    .iter()
                    .rev()
                    .take(2)
                    .collect();
                // 公开105件，部分公开25件，两项占比54.2%: of both.
                let both = ["项两", "者两", "者二", "项三", "者三", "类两", "计合"];
                let is_of_several = both.contains(&ahead.as_str()) || self.names_several(index);
                self.is_scattered |= is_of_several
                    || self.is_together && self.measures.is_empty() && self.columns.len() == 1;
                let (measures, columns) = (self.measures.clone(), self.columns.clone());
                // 我院承办的占0.13%: of what is told of others; all is no share of itself.
                let is_all = |word: &usize| {
                    self.reading(*word).is_some_and(|(_, own)| {
                        own.total && own.whole.is_empty() && !own.aside && own.last_year.is_none()
                    })
                };
                let is_share_of_others = columns.is_empty() && measures.iter().all(is_all);
                let is_named = !measures.is_empty() && !self.is_stale || !columns.is_empty();
                let is_named = is_named && !is_share_of_others;
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
            Word::MoreThanBefore => self.goes(Direction::More),
            Word::LessThanBefore => self.goes(Direction::Less),
            Word::Same => self.same(index),
            Word::UpTo => {
                self.direction = None;
                self.is_up_to = true;
            }
            Word::Compared => self.compared = Some(true),
            Word::LastYear => self.clause_when = Some(When::Last),
            // 2024年全年新收37件: of that year.
            Word::ThisYear if self.follows_other_year(index) => {}
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
            Word::SoFar if self.is_of_years(index) => self.when = When::Other,
            Word::PartOfYear => self.when = When::Other,
            Word::Plan => self.is_planned = true,
            Word::PlanHere => self.clause_when = Some(When::Other),
            Word::AndOthers => {
                self.is_narrow = false;
                self.measures.clear();
            }
            Word::SoFar | Word::And | Word::Of => {}
        }
    }

    /// 公开类（前两项）占比64.2%: whether words in a bracket before a share say that it is of several.
    fn names_several(&self, index: usize) -> bool {
        let before = self.text.upto(self.token(index).range.start).iter().rev();
        let near: String = before.take(7).collect();
        ["项两前", "项两", "者两", "项三前", "类两前"]
            .iter()
            .any(|word| near.starts_with('）') && near.contains(word))
    }

    /// 增幅, 降幅: against last year, where nothing else is named to compare with.
    fn goes(&mut self, direction: Direction) {
        self.direction = Some(direction);
        self.compared.get_or_insert(true);
    }

    /// Whether a measure or column stands in a list with the one before it.
    pub(super) fn joins(&self, index: usize) -> bool {
        let before = self.tokens.part(self.clause..index).iter().rev();
        // “予以公开”“部分公开”1524件.
        let next = self.token(index).range.start;
        let is_quoted = before.clone().next().is_some_and(|token| {
            let gap = self.text.get(token.range.end..next).unwrap_or_default();
            gap == ['”', '“']
        });
        let mut between = before.take_while(|token| {
            !matches!(
                token.kind,
                Kind::Meaning(Meaning::Measure(_) | Meaning::Column(_))
            )
        });
        is_quoted
            || between.any(|token| {
                matches!(
                    token.kind,
                    Kind::Mark('、') | Kind::Meaning(Meaning::Word(Word::And))
                )
            })
    }
}
