//! Whether the characters between known words are small words, the agency's own name, or what applicants do.

use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::Reader;
use super::token::{Kind, Token};
use crate::text::Stretch;

/// Gaps longer than this are no small words between known ones.
const LONGEST_GAP: usize = 48;

impl Reader<'_> {
    /// Whether all characters between two positions belong to known words; the claim ends at the third.
    pub(super) fn is_understood(&self, start: usize, end: usize, told: usize) -> bool {
        let first = self
            .tokens
            .partition_point(|token| token.range.end <= start);
        let mut at = start;
        for index in first..self.tokens.len() {
            let token = self.token(index);
            if token.range.start >= end {
                break;
            }
            if token.kind == Kind::OtherNumber || !self.is_known(at, token.range.start, told, end) {
                return false;
            }
            at = token.range.end;
        }
        self.is_known(at, end.max(at), told, end)
    }

    /// Whether the characters between two tokens are small words, the agency's own name, or what applicants do.
    pub(super) fn is_known(&self, start: usize, end: usize, told: usize, last: usize) -> bool {
        let end = end - self.own_name_before(start, end);
        let gap = self.text.get(start..end).unwrap_or_default().iter();
        let gap: Vec<char> = gap.filter(|c| !c.is_whitespace()).copied().collect();
        if gap.is_empty() {
            return true;
        }
        let before = self.tokens.partition_point(|token| token.range.end < start);
        let follows = |wanted: fn(&Kind) -> bool| {
            let token = self.tokens.get(before);
            token.is_some_and(|token| token.range.end == start && wanted(&token.kind))
        };
        let after_column = follows(|kind| {
            matches!(
                kind,
                Kind::Meaning(
                    Meaning::Column(_)
                        | Meaning::Word(
                            Word::Negation | Word::ThisYear | Word::Together | Word::Respectively
                        )
                )
            )
        });
        // 申请中予以公开12件: the outcome says which part. 新收44件申请中: of all that were counted.
        let is_part = matches!(gap.as_slice(), ['中' | '里'] | ['中' | '里', '有'])
            && (start >= told || self.names_measure(end, last));
        // 各类主体提交的: a deed before 的 says only that somebody did it.
        let is_before_of = self.begins_with(end, Word::Of);
        let is_of_body = follows(|kind| *kind == Kind::Meaning(Meaning::Body));
        let deed = match is_before_of && !is_of_body {
            true => self.lexicon.deed_at_end(&gap),
            false => 0,
        };
        let gap = gap.upto(gap.len() - deed).to_vec();
        let rest = match after_column {
            true => self.lexicon.deed(&gap),
            false => 0,
        };
        // 除3件结转下年度外.
        let is_except = start >= told && matches!(gap.as_slice(), ['外'] | ['以', '外']);
        // 水资源费等行政事业性收费: an example of them.
        let is_example = self.begins_with(end, Word::AndOthers)
            && (matches!(gap.last(), Some('费' | '金')) || self.leads_to_charges(end));
        // 年底前全部办结.
        let is_by_end = gap.ends_with(&['底', '前']) && self.begins_with(end, Word::All);
        is_part
            || self.leads_to_row(&gap, end)
            || is_by_end
            || is_except
            || is_example
            || self.is_own_government(&gap, end)
            || gap.len() <= LONGEST_GAP && self.is_made_of_fillers(gap.onward(rest))
    }

    /// 属于教职工人事考核等内部事务信息: whether unknown words are an example of the row that 等 leads to.
    pub(super) fn leads_to_row(&self, gap: &[char], end: usize) -> bool {
        let next = self.tokens.partition_point(|token| token.range.start < end);
        let [and_others, row, ..] = self.tokens.onward(next) else {
            return false;
        };
        let is_row = match row.kind {
            Kind::Meaning(Meaning::Measure(word)) => {
                let own = self.reading(word).map(|(_, own)| own);
                own.is_some_and(|own| !own.total && own.whole.is_empty() && !own.partly)
            }
            _ => false,
        };
        let adjoins = and_others.range.start == end && and_others.range.end == row.range.start;
        let is_said = gap.starts_with(&['属', '于']) || gap.starts_with(&['涉', '及']);
        adjoins
            && is_row
            && is_said
            && and_others.kind == Kind::Meaning(Meaning::Word(Word::AndOthers))
    }

    /// 特种设备检验等行政事业性收费: whether 等 leads to what is counted in money alone.
    pub(super) fn leads_to_charges(&self, end: usize) -> bool {
        let next = self.tokens.partition_point(|token| token.range.start < end);
        let charged = self.tokens.get(next + 1).map(|token| token.kind);
        let topics = &self.template.claims().topics;
        match charged {
            Some(Kind::Meaning(Meaning::Topic(topic))) => topics
                .get(topic)
                .is_some_and(|topic| topic.units.is_empty()),
            _ => false,
        }
    }

    /// Whether a word of the language begins at a position.
    pub(super) fn begins_with(&self, at: usize, word: Word) -> bool {
        let next = self.tokens.partition_point(|token| token.range.start < at);
        self.tokens.get(next).is_some_and(|token| {
            token.range.start == at && token.kind == Kind::Meaning(Meaning::Word(word))
        })
    }

    /// How many characters before a body's word belong to the agency's own name: 市商务 before 局, 石塘 before 镇.
    pub(super) fn own_name_before(&self, start: usize, end: usize) -> usize {
        let next = self.tokens.partition_point(|token| token.range.start < end);
        let body = self
            .tokens
            .get(next)
            .filter(|token| token.range.start == end && token.kind == Kind::Meaning(Meaning::Body));
        let Some(body) = body else {
            return 0;
        };
        let name = self.text.part(start..body.range.end);
        let agency = self.setting.agency;
        let is_end = |ending: &String| {
            let ending: Vec<char> = ending.chars().collect();
            agency.ends_with(&ending).then_some(ending.len())
        };
        let endings = self.template.claims().governments.iter();
        let shorter = endings
            .filter_map(is_end)
            .map(|end| agency.upto(agency.len() - end));
        let fits = |agency: &[char]| {
            let mut agency = agency.iter().rev();
            let fits = |c: &&char| agency.any(|own| own == *c);
            name.iter().rev().take_while(fits).count()
        };
        let fits = shorter.map(fits).chain([fits(agency)]).max().unwrap_or(0);
        fits.saturating_sub(body.range.len())
    }

    /// 省 before 政府, in the report of the 人民政府 of a province.
    pub(super) fn is_own_government(&self, gap: &[char], end: usize) -> bool {
        let name: String = self.setting.agency.iter().collect();
        let governments = &self.template.claims().governments;
        let mut places = governments
            .iter()
            .filter_map(|ending| name.strip_suffix(ending.as_str()));
        let is_body =
            |token: &Token| token.range.start == end && token.kind == Kind::Meaning(Meaning::Body);
        let [place] = gap else {
            return false;
        };
        places.any(|own| own.ends_with(*place)) && self.tokens.iter().any(is_body)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "`reached` is one longer than the gap, and no word found from a place on goes beyond its end"
    )]
    pub(super) fn is_made_of_fillers(&self, gap: &[char]) -> bool {
        let mut reached = vec![false; gap.len() + 1];
        reached[0] = true;
        for at in 0..gap.len() {
            if !reached[at] {
                continue;
            }
            for length in self.lexicon.fillers(gap.onward(at)) {
                reached[at + length] = true;
            }
            if let Some(length) = self.own_name(gap.onward(at)) {
                reached[at + length] = true;
            }
        }
        reached[gap.len()]
    }

    /// The end of the agency's name, whole or without the places before it.
    pub(super) fn own_name(&self, text: &[char]) -> Option<usize> {
        let agency = self.setting.agency;
        let names = (0..agency.len().saturating_sub(2)).map(|at| agency.onward(at));
        let name = names.into_iter().find(|name| text.starts_with(name))?;
        Some(name.len())
    }
}
