//! Which year's numbers a sentence tells.

#![expect(
    clippy::indexing_slicing,
    reason = "places found in the same sentence before they are used, not yet asked for as stretches"
)]

use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::{Reader, When};
use super::token::{Kind, Token};
use crate::text::Stretch;

/// More tokens than a sentence has before a number.
const LONGEST_SENTENCE: usize = 80;

impl Reader<'_> {
    pub(super) fn year(&mut self, index: usize, year: u16, is_compared: bool) {
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
        if self.is_year_of_several(index) {
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

    /// Whether another year than this one stands directly before a token.
    pub(super) fn follows_other_year(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|before| self.token(before));
        before.is_some_and(|before| {
            let adjoins = before.range.end == self.token(index).range.start;
            adjoins && matches!(before.kind, Kind::Year(year, _) if year != self.setting.year)
        })
    }

    /// 2021年至2025年, 2023年、2024年: whether a year stands in a row with the one before it.
    fn is_year_of_several(&self, index: usize) -> bool {
        let before = self.tokens[..index].iter().rev();
        let mut before = before.skip_while(|token| {
            matches!(
                token.kind,
                Kind::Mark('、') | Kind::Meaning(Meaning::Word(Word::And))
            )
        });
        let Some(year) = before
            .next()
            .filter(|token| matches!(token.kind, Kind::Year(..)))
        else {
            return false;
        };
        let between = &self.text[year.range.end..self.tokens[index].range.start];
        between.iter().all(|c| "至到—-－–~～、和及与 ".contains(*c))
    }

    /// Whether 累计 at a token adds up years: where neither this year nor a verb of the year's work stands by it.
    pub(super) fn is_of_years(&self, index: usize) -> bool {
        if self.names_this_year {
            return false;
        }
        let next = self.tokens.get(index + 1);
        let is_received = next.is_some_and(|next| {
            let adjoins = next.range.start == self.tokens[index].range.end;
            adjoins
                && match next.kind {
                    Kind::Meaning(Meaning::Measure(word)) => self
                        .reading(word)
                        .is_some_and(|(_, measure)| measure.total && !measure.loose),
                    _ => false,
                }
        });
        !is_received || self.when != When::This
    }

    pub(super) fn when(&self) -> When {
        self.clause_when.unwrap_or(self.when)
    }

    /// 近三年 and 以来: other years, unless it is this year's beginning (今年以来, 2025年以来).
    pub(super) fn years(&mut self, index: usize) {
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

    /// 上年未审结的1件……，当年新发生的2件: whether cases of last year are told beside this one's.
    ///
    /// The tables count the year's requests apart from those carried in, but reviews and lawsuits all together.
    pub(super) fn is_of_cases_of_two_years(&self, start: usize) -> bool {
        let topics = &self.template.claims().topics;
        let topic = self.topic.and_then(|topic| topics.get(topic));
        let before = self
            .tokens
            .partition_point(|token| token.range.end <= start);
        let is_end = |token: &&Token| matches!(token.kind, Kind::Mark('。' | '；'));
        let sentence = self.tokens.upto(before).iter().rev();
        let mut sentence = sentence
            .take(LONGEST_SENTENCE)
            .take_while(|token| !is_end(token));
        topic.is_some_and(|topic| !topic.assured_by.is_empty())
            && self.when() != When::Last
            && sentence.any(|token| {
                let before = token.range.start.checked_sub(1);
                let before = before.and_then(|at| self.text.get(at));
                let is_base = before.is_some_and(|c| "由从比较与同".contains(*c));
                token.kind == Kind::Meaning(Meaning::Word(Word::LastYear)) && !is_base
            })
    }
}
