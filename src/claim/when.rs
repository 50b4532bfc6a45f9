//! Which year's numbers a sentence tells.

#![expect(
    clippy::indexing_slicing,
    reason = "places found in the same sentence before they are used, not yet asked for as stretches"
)]

use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::{Reader, When};
use super::token::Kind;

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
}
