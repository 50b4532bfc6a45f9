//! Numbers that words around them set apart from the table's: registered before some were struck out, last year's, an
//! office's other work, and parts told in a bracket.

use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::Reader;
use super::subject::Subject;
use super::token::{Kind, Token};
use crate::text::Stretch;

/// How many characters behind a number may still say that some of it was struck out.
const NEAR: usize = 12;

/// More characters than stand before a number in a clause that still says something of it.
const FAR: usize = 60;

/// What is done with those that do not count in the end.
const STRUCK_OUT: [&str; 7] = ["作废", "剔除", "扣除", "核减", "去重", "注销", "合并"];

/// Work that begins with an application of another kind.
const OTHER_WORK: [&str; 3] = ["许可事项", "审批事项", "服务事项"];

impl Reader<'_> {
    /// Whether words around a number set it apart from what the table counts.
    pub(super) fn is_settled_apart(&self, index: usize, subject: &Subject) -> bool {
        let own = subject.measure.and_then(|word| self.reading(word));
        let is_total = own.is_some_and(|(_, own)| own.total && !own.aside);
        is_total
            && (self.is_before_striking_out(index)
                || self.is_wider_than_decided(index)
                || self.goes_on_with_last_year()
                || self.is_of_other_work(index, subject))
    }

    /// 登记2890件，作废后实际新收2712件: whether the next clause takes some of the number away.
    fn is_before_striking_out(&self, index: usize) -> bool {
        let behind = self.text.onward(self.token(index).range.end).iter();
        let behind: String = behind.take(NEAR).collect();
        let next = behind.strip_prefix('，').unwrap_or_default();
        let after = next.split_once('后').map_or("", |(done, _)| done);
        STRUCK_OUT.iter().any(|word| after.contains(word))
    }

    /// 办理许可9件次，其中作出行政许可决定3件: whether only some of the number were decided.
    fn is_wider_than_decided(&self, index: usize) -> bool {
        let behind = self.text.onward(self.token(index).range.end).iter();
        let behind: String = behind.filter(|c| **c != '，').take(4).collect();
        behind == "其中作出"
    }

    /// 上年收到2538件，办结2601件: whether the clause before is told of last year and this one names no year.
    fn goes_on_with_last_year(&self) -> bool {
        let Some(mark) = self.clause.checked_sub(1) else {
            return false;
        };
        let is_mark = |token: &Token| matches!(token.kind, Kind::Mark(_));
        let before = self.tokens.upto(mark);
        let from = before.iter().rposition(is_mark).map_or(0, |at| at + 1);
        let opens = before.onward(from).iter().map(|token| token.kind);
        let mut opens = opens.take(2);
        let is_last = opens.next() == Some(Kind::Meaning(Meaning::Word(Word::LastYear)));
        let counts = matches!(opens.next(), Some(Kind::Meaning(Meaning::Measure(_))));
        let clause = self.tokens.onward(self.clause).iter();
        let mut clause = clause.take_while(|token| !is_mark(token));
        let names_year = clause.any(|token| {
            matches!(
                token.kind,
                Kind::Year(..) | Kind::Meaning(Meaning::Word(Word::ThisYear))
            )
        });
        self.token(mark).kind == Kind::Mark('，') && is_last && counts && !names_year
    }

    /// 行政许可事项56项，全年受理申请35件: whether the sentence speaks of applications for something else.
    fn is_of_other_work(&self, index: usize, subject: &Subject) -> bool {
        if self.setting.topic == subject.topic {
            return false;
        }
        let before = self.text.upto(self.token(index).range.start).iter().rev();
        let before = before.take_while(|c| !matches!(c, '。' | '；' | '\n'));
        let before: Vec<char> = before.take(FAR).copied().collect();
        let sentence: String = before.into_iter().rev().collect();
        // 行政许可事项42项: how many kinds there are, which the table may count.
        let mut works = OTHER_WORK
            .iter()
            .filter_map(|word| sentence.split_once(word));
        works.any(|(_, behind)| behind.contains("申请"))
    }

    /// 其余16件当年办结: whether 其余 tells of those left, unless the word itself says that they are left over.
    pub(super) fn is_of_those_left(&self, subject: &Subject) -> bool {
        let topics = &self.template.claims().topics;
        let topic = subject.topic.and_then(|topic| topics.get(topic));
        let bare = topic.and_then(|topic| topic.bare.as_ref());
        let own = subject.measure.and_then(|word| self.reading(word));
        own.is_none_or(|(_, measure)| {
            let stays_open = measure.last_year.is_some();
            Some(&measure.id) == bare || measure.total && !measure.aside && !stays_open
        })
    }

    /// 按答复类型划分：公开9件: whether the clause before only says how a whole is divided.
    pub(super) fn follows_division(&self) -> bool {
        let Some(mark) = self.clause.checked_sub(1).map(|mark| self.token(mark)) else {
            return false;
        };
        let before = self.text.upto(mark.range.start).iter().rev();
        let before = before.take_while(|c| !matches!(c, '，' | '。' | '；' | '\n'));
        let before: Vec<char> = before.take(FAR).copied().collect();
        let clause: String = before.into_iter().rev().collect();
        let ends = ["划分", "区分", "分类", "分", "看", "统计"];
        clause.starts_with('按') && ends.iter().any(|end| clause.ends_with(end))
    }

    /// 696件（其中605件），占比25.6%: whether a number stands in a bracket of parts that is closed before another token.
    pub(super) fn is_told_within(&self, start: usize, index: usize) -> bool {
        let between = self.text.part(start..self.token(index).range.start);
        let is_closed = between.contains(&'）') && !between.contains(&'（');
        let before = self.text.upto(start).iter().rev();
        let inner = before.take_while(|c| !matches!(c, '（' | '。'));
        let inner: Vec<char> = inner.take(FAR).copied().collect();
        is_closed && inner.ends_with(&['中', '其'])
    }
}
