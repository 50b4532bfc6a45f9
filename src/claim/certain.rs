//! Whether everything around a claim is understood: words that nobody listed may change what its number counts.

use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::{Reader, is_number};
use super::token::{Kind, Token};
use crate::text::Stretch;
use std::ops::Range;

/// More characters than a sentence has.
const LONGEST_SENTENCE: usize = 120;

impl Reader<'_> {
    /// Whether all that a claim says is certain: known words around it, a topic that this text is about, no other frame.
    pub(super) fn is_certain(&self, range: &Range<usize>, is_money: bool) -> bool {
        let last = self.last_token(range);
        let start = self.start_of_surroundings(last).min(range.start);
        let end = self.end_of_surroundings(last);
        self.is_understood(start, end, range.end)
            && !self.is_disturbed(start, end)
            && !self.is_of_cases_of_two_years(start)
            && !self.is_framed(start)
            && (self.names_something(start, end) || self.is_clause_before_understood(start))
            && (is_money || !self.is_doubtful || self.names_topic(start, end))
            && self.is_about_disclosure(end)
    }

    /// Whether nothing around a claim says that it tells of others, though not every word is known.
    pub(super) fn is_perhaps(&self, range: &Range<usize>) -> bool {
        let last = self.last_token(range);
        let start = self.start_of_surroundings(last).min(range.start);
        let end = self.end_of_surroundings(last);
        !self.is_disturbed(start, end)
            && !self.is_of_cases_of_two_years(start)
            && self.names_something(start, end)
            && !self.is_of_unknown_kind(start, end)
    }

    /// 非公开类1196件, 其他对外管理服务事项13项: whether unknown words stand directly before the first that is known.
    fn is_of_unknown_kind(&self, start: usize, end: usize) -> bool {
        let is_name = |token: &&Token| {
            matches!(
                token.kind,
                Kind::Meaning(Meaning::Topic(_) | Meaning::Measure(_) | Meaning::Column(_))
            )
        };
        let mut named = self.tokens_between(start, end).filter(is_name);
        named.any(|named| {
            let before = self.tokens_between(start, named.range.start).last();
            let from = before.map_or(start, |before| before.range.end);
            let gap: Vec<char> = self.unknown(from, named.range.start).chars().collect();
            !self.is_made_of_fillers(&gap)
        })
    }

    /// Whether a measure or column is named around a claim that no clause before sets apart.
    pub(super) fn is_named_within(&self, range: &Range<usize>) -> bool {
        let last = self.last_token(range);
        let start = self.start_of_surroundings(last).min(range.start);
        self.names_measure(start, self.end_of_surroundings(last)) && !self.is_framed(start)
    }

    /// Whether a claim about a topic that is wider than the form's is certainly about the form's part of it.
    pub(super) fn is_of_disclosure(&self, range: &Range<usize>) -> bool {
        self.is_about_disclosure(self.end_of_surroundings(self.last_token(range)))
    }

    /// Whether words around a claim speak of two years at once, of a plan, or of only some of the things.
    fn is_disturbed(&self, start: usize, end: usize) -> bool {
        let first = self
            .tokens
            .partition_point(|token| token.range.start < start);
        let inside = self.tokens.onward(first).iter();
        let inside = inside.take_while(|token| token.range.end <= end);
        let (mut last_year, mut this_year, mut is_planned) = (false, false, false);
        let (mut is_narrow, mut is_elsewhere) = (false, false);
        for token in inside {
            match token.kind {
                Kind::Meaning(Meaning::Word(Word::LastYear)) => last_year = true,
                Kind::Meaning(Meaning::Word(Word::ThisYear)) => this_year = true,
                Kind::Meaning(Meaning::Word(Word::Plan | Word::PlanHere)) => is_planned = true,
                Kind::Meaning(Meaning::Elsewhere) => is_elsewhere = true,
                Kind::Meaning(Meaning::Topic(_)) => is_elsewhere = false,
                Kind::Meaning(Meaning::Narrowing) if !self.is_before_measure(token) => {
                    is_narrow = true;
                }
                Kind::Meaning(Meaning::Measure(word)) if self.reading(word).is_none() => {
                    let written: String = self.text.part(token.range.clone()).iter().collect();
                    let narrowing = &self.template.claims().narrowing;
                    is_narrow |= narrowing.contains(&written) && !self.is_before_measure(token);
                }
                // 网络、信函等渠道: all the ways there are.
                Kind::Meaning(Meaning::AllWays | Meaning::Word(Word::AndOthers)) => {
                    is_narrow = false;
                }
                _ => {}
            }
        }
        last_year && this_year || is_narrow || is_elsewhere || is_planned
    }

    /// 涉及国家秘密: a narrowing word that only leads to a measure.
    pub(super) fn is_before_measure(&self, token: &Token) -> bool {
        let leading = &self.template.claims().leading;
        let word: String = self.text.part(token.range.clone()).iter().collect();
        if !leading.contains(&word) {
            return false;
        }
        let next = self
            .tokens
            .partition_point(|other| other.range.start < token.range.end);
        self.tokens.get(next).is_some_and(|next| {
            next.range.start == token.range.end
                && matches!(next.kind, Kind::Meaning(Meaning::Measure(_)))
        })
    }

    /// The last token of a claim.
    fn last_token(&self, range: &Range<usize>) -> usize {
        let behind = self
            .tokens
            .partition_point(|token| token.range.start < range.end);
        behind.saturating_sub(1)
    }

    /// Where the words begin that may change what is said: behind the number, mark or 其中 before it.
    fn start_of_surroundings(&self, last: usize) -> usize {
        let is_bound = |(at, token): &(usize, &Token)| {
            is_number(token.kind) && !self.is_attribute(*at)
                || matches!(token.kind, Kind::Mark(mark) if mark != '、')
                || token.kind == Kind::Meaning(Meaning::Word(Word::Among))
        };
        let before = self.tokens.upto(last).iter().enumerate();
        let start = before.rev().find(is_bound);
        start.map_or(0, |(_, token)| token.range.end)
    }

    /// 涉及两个以上部门的申请17件: whether a number only says something of the things that the next one counts.
    fn is_attribute(&self, index: usize) -> bool {
        let token = self.token(index);
        let Kind::Amount(_, unit) = token.kind else {
            return false;
        };
        let next = self.tokens.get(index + 1);
        let is_vague = ["个", "项"].iter().any(|of| self.lexicon.is_unit(unit, of));
        let adjoins = next.is_some_and(|next| !matches!(next.kind, Kind::Mark(_)));
        let counts_bodies = next.is_some_and(|next| next.kind == Kind::Meaning(Meaning::Body));
        let end = next.map_or(self.text.len(), |next| next.range.start);
        let gap: Vec<char> = self.unknown(token.range.end, end).chars().collect();
        is_vague && adjoins && (counts_bodies || !self.is_made_of_fillers(&gap))
    }

    /// Where they end: at the next number or mark, and at 均, which speaks of all that was counted.
    ///
    /// Where the number stands before what it counts, what is done with the things says nothing about how many they are.
    fn end_of_surroundings(&self, last: usize) -> usize {
        let is_end = |token: &&Token| {
            is_number(token.kind)
                || matches!(
                    token.kind,
                    Kind::Mark(_) | Kind::Meaning(Meaning::Word(Word::All))
                )
        };
        let rest = self.tokens.onward(last + 1);
        let length = rest.iter().take_while(|token| !is_end(token)).count();
        let end = rest.get(length);
        let end = end.map_or(self.text.len(), |token| token.range.start);
        let is_named = |token: &&Token| matches!(token.kind, Kind::Meaning(Meaning::Topic(_)));
        let named = rest.upto(length).iter().rev().find(is_named);
        match named {
            Some(named) if !self.is_partitive_at(named.range.end) => named.range.end,
            _ => end,
        }
    }

    /// 办结的8件中，有6件: of whatever was spoken of, not of all.
    pub(super) fn is_partitive(&self, range: &Range<usize>) -> bool {
        let end = self.end_of_surroundings(self.last_token(range));
        // 两件在审理之中: the word itself ends so.
        let ends_word = self.tokens_between(range.start, end).any(|token| {
            token.range.end == end && matches!(token.kind, Kind::Meaning(Meaning::Measure(_)))
        });
        !ends_word && matches!(self.text.upto(end).last(), Some('中' | '里'))
    }

    /// 直接起诉的67件中: whether a whole is told before anything else, and after nothing that may say of which things.
    pub(super) fn opens_sentence(&self, range: &Range<usize>) -> bool {
        let last = self.last_token(range);
        let before = self.tokens.upto(last).iter().rev();
        let is_end = |token: &&Token| matches!(token.kind, Kind::Mark('。' | '；'));
        let mut sentence = before.take_while(|token| !is_end(token));
        let is_known = self.last.as_ref().is_none_or(|last| !last.sums.is_empty());
        is_known && !sentence.any(|token| is_number(token.kind) || token.kind == Kind::OtherNumber)
    }

    /// Whether 中 or 里 follows: what is told is a part of the things.
    fn is_partitive_at(&self, end: usize) -> bool {
        matches!(self.text.get(end), Some('中' | '里' | '的'))
    }

    /// The tokens that lie whole between two positions.
    fn tokens_between(&self, start: usize, end: usize) -> impl Iterator<Item = &Token> {
        let first = self
            .tokens
            .partition_point(|token| token.range.start < start);
        let onward = self.tokens.onward(first).iter();
        onward.take_while(move |token| token.range.end <= end)
    }

    /// Whether a topic is named between two positions.
    fn names_topic(&self, start: usize, end: usize) -> bool {
        self.tokens_between(start, end)
            .any(|token| matches!(token.kind, Kind::Meaning(Meaning::Topic(_))))
    }

    /// Where a word stands first in the paragraph.
    fn first_place(&self, word: &str) -> Option<usize> {
        let mut known = self.places.borrow_mut();
        let place = known.entry(word.to_owned()).or_insert_with(|| {
            let word: Vec<char> = word.chars().collect();
            let mut windows = self.text.windows(word.len().max(1));
            windows.position(|window| window == word)
        });
        *place
    }

    /// Whether anything that is counted is named between two positions; else the clause before has named it.
    fn names_something(&self, start: usize, end: usize) -> bool {
        self.names_topic(start, end) || self.names_measure(start, end)
    }

    /// Whether all words of the clause before the mark at a position are known.
    fn is_clause_before_understood(&self, start: usize) -> bool {
        let (from, to) = self.clause_before(start);
        self.is_understood(from, to, from)
    }

    /// The characters of the clause that ends where this one begins; none where a sentence begins.
    fn clause_before(&self, start: usize) -> (usize, usize) {
        let before = self
            .tokens
            .partition_point(|token| token.range.end <= start);
        let is_joint = |kind: Kind| matches!(kind, Kind::Mark('，' | '：' | '（' | '、'));
        let mark = before
            .checked_sub(1)
            .filter(|mark| is_joint(self.token(*mark).kind));
        let Some(mark) = mark else {
            return (start, start);
        };
        let is_mark = |token: &Token| matches!(token.kind, Kind::Mark(_));
        let from = self.tokens.upto(mark).iter().rposition(is_mark);
        let from = from.map_or(0, |from| self.token(from).range.end);
        (from, self.token(mark).range.start)
    }

    /// Whether a topic that is wider than the form's (行政诉讼) was narrowed to it by words before.
    fn is_about_disclosure(&self, end: usize) -> bool {
        let topic = self
            .topic
            .and_then(|topic| self.template.claims().topics.get(topic));
        let Some(topic) = topic.filter(|topic| !topic.assured_by.is_empty()) else {
            return true;
        };
        self.setting.topic.is_some()
            || self.has_cases_of_its_own_alone(end)
            || topic
                .assured_by
                .iter()
                .any(|word| self.first_place(word).is_some_and(|place| place < end))
    }

    /// Whether an agency that decides no cases of others speaks of its own, and not of what its people do in them.
    ///
    /// A report under the regulation tells of no other cases unless it says so.
    fn has_cases_of_its_own_alone(&self, end: usize) -> bool {
        let agency: String = self.setting.agency.iter().collect();
        let behind = self
            .text
            .onward(self.sentence.max(end.saturating_sub(LONGEST_SENTENCE)));
        let behind = behind.iter();
        let sentence: String = behind
            .take(LONGEST_SENTENCE)
            .take_while(|c| **c != '。')
            .collect();
        let of_others = ["应诉", "出庭", "负责人", "听证", "涉及答复", "调解", "审理"];
        !self.is_government()
            && !agency.contains("司法")
            && !of_others.iter().any(|word| sentence.contains(word))
    }

    /// Whether a measure or column is named between two positions.
    pub(super) fn names_measure(&self, start: usize, end: usize) -> bool {
        self.tokens_between(start, end).any(|token| {
            matches!(
                token.kind,
                Kind::Meaning(Meaning::Measure(_) | Meaning::Column(_))
            )
        })
    }

    /// 从征地领域看，收到申请12件: the clause before says what part is told of.
    fn is_framed(&self, start: usize) -> bool {
        let (from, to) = self.clause_before(start);
        let clause = self.text.part(from..to);
        // 不含重复申请，共收到528件.
        let lead: String = clause.iter().take(2).collect();
        if ["不含", "剔除", "扣除", "不计", "除去"].contains(&lead.as_str()) {
            return true;
        }
        // 通过平台、信函、当面等渠道，: all the ways there are.
        let names_all_ways = self
            .tokens_between(from, to)
            .any(|token| token.kind == Kind::Meaning(Meaning::AllWays) && token.range.end == to);
        if names_all_ways {
            return false;
        }
        let ends = |frame: &str| {
            let mut behind = clause.iter().rev();
            frame.chars().rev().all(|c| behind.next() == Some(&c))
        };
        let is_frame =
            FRAMES.iter().any(|frame| ends(frame)) && !self.is_understood(from, to, from);
        is_frame || self.names_some_of_them(from, to)
    }

    /// 执法案卷类申请，自然人2件不予公开: whether a clause without a number names those of one kind alone.
    fn names_some_of_them(&self, from: usize, to: usize) -> bool {
        let mut tokens = self.tokens_between(from, to);
        let ends_in_topic = self.tokens_between(from, to).last().is_some_and(|token| {
            token.range.end == to && matches!(token.kind, Kind::Meaning(Meaning::Topic(_)))
        });
        let counts = self
            .tokens_between(from, to)
            .any(|token| is_number(token.kind));
        let is_reason = |token: &Token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => self
                .reading(word)
                .is_some_and(|(_, measure)| !measure.total && measure.whole.is_empty()),
            _ => false,
        };
        let denies = self
            .tokens_between(from, to)
            .any(|token| token.kind == Kind::Meaning(Meaning::Word(Word::Negation)));
        ends_in_topic && !counts && !denies && tokens.any(is_reason)
    }
}

/// How clauses end that say what the next one is about.
const FRAMES: [&str; 10] = [
    "的", "方面", "看", "来说", "领域", "渠道", "类", "期间", "为例", "单位",
];
