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

/// What a sentence says of numbers that are counted elsewhere.
const NOT_HERE: [&str; 9] = [
    "另行统计",
    "单独统计",
    "另外统计",
    "未计入",
    "不计入",
    "未纳入统计",
    "不纳入统计",
    "非政府信息公开",
    "非信息公开",
];

/// How documents of one mark get another.
const TURNED: [&str; 5] = ["转为", "调整为", "变更为", "改为", "转化为"];

/// Work that begins with an application of another kind.
const OTHER_WORK: [&str; 3] = ["许可事项", "审批事项", "服务事项"];

impl Reader<'_> {
    /// Whether words around a number set it apart from what the table counts.
    pub(super) fn is_settled_apart(&self, index: usize, subject: &Subject) -> bool {
        let own = subject.measure.and_then(|word| self.reading(word));
        let is_total = own.is_some_and(|(_, own)| own.total && !own.aside);
        self.is_turned_into(index)
            || self.is_part_that_fared(index)
            || self.is_counted_elsewhere(index)
            || is_total
                && (self.is_before_striking_out(index)
                    || self.is_wider_than_decided(index)
                    || self.goes_on_with_last_year()
                    || self.is_of_other_work(index, subject))
    }

    /// 将2件“依申请公开”的文件转为“主动公开”: whether the clause behind a number tells how documents are marked anew.
    fn is_turned_into(&self, index: usize) -> bool {
        let behind = self.text.onward(self.token(index).range.end).iter();
        let clause = behind.take_while(|c| !matches!(c, '，' | '。' | '；'));
        let clause: String = clause.take(FAR).collect();
        TURNED.iter().any(|word| clause.contains(word))
    }

    /// 本年新收的有2件转入下年: whether a number tells how some of what was named fared.
    fn is_part_that_fared(&self, index: usize) -> bool {
        let ahead = self.text.upto(self.token(index).range.start);
        let fares = |meaning: &Meaning| matches!(meaning, Meaning::Measure(_));
        ahead.ends_with(&['的', '有']) && self.behind(index).iter().any(fares)
    }

    /// 非政府信息公开类行政复议12件，由法规科另行统计: whether its sentence says that it is not counted here.
    fn is_counted_elsewhere(&self, index: usize) -> bool {
        let token = self.token(index).range.clone();
        let is_end = |c: &&char| matches!(**c, '。' | '；' | '\n');
        let before = self.text.upto(token.start).iter().rev();
        let length = before.take(FAR).take_while(|c| !is_end(c)).count();
        let behind = self.text.onward(token.end).iter();
        let end = token.end + behind.take(FAR).take_while(|c| !is_end(c)).count();
        let sentence: String = self.text.part(token.start - length..end).iter().collect();
        NOT_HERE.iter().any(|word| sentence.contains(word))
    }

    /// Whether 每 stands directly before a number: 每10件.
    pub(super) fn follows_each(&self, index: usize) -> bool {
        self.text.upto(self.token(index).range.start).last() == Some(&'每')
    }

    /// 每办结4件申请，就有约1件: whether a clause goes on with the rate that the one before began.
    pub(super) fn is_rate_told_on(&self, index: usize) -> bool {
        let Some(mark) = self.clause.checked_sub(1).map(|mark| self.token(mark)) else {
            return false;
        };
        let lead = self
            .text
            .part(mark.range.end..self.token(index).range.start);
        let before = self.text.upto(mark.range.start).iter().rev();
        let mut before = before
            .take(FAR)
            .take_while(|c| !matches!(c, '，' | '。' | '；'));
        !lead.is_empty()
            && lead.iter().all(|c| "就便则有约近大概可".contains(*c))
            && before.any(|c| *c == '每')
    }

    /// 万元。较上年的410条: whether a number has a unit of what was told last.
    pub(super) fn counts_as_last(&self, index: usize) -> bool {
        let topics = &self.template.claims().topics;
        let last = self.last.as_ref().and_then(|last| topics.get(last.topic?));
        let Kind::Amount(amount, unit) = self.token(index).kind else {
            return true;
        };
        last.is_none_or(|topic| match topic.units.is_empty() {
            true => amount.is_money,
            false => topic
                .units
                .iter()
                .any(|own| self.lexicon.is_unit(unit, own)),
        })
    }

    /// 4件复议诉讼案件: whether the words behind a number name two kinds of cases, which have rows of their own.
    pub(super) fn names_two_kinds(&self, behind: &[Meaning]) -> bool {
        let topics = &self.template.claims().topics;
        let is_case = |topic: usize| {
            topics
                .get(topic)
                .is_some_and(|topic| !topic.assured_by.is_empty())
        };
        let cases = behind.iter().filter_map(|meaning| match meaning {
            Meaning::Topic(topic) if is_case(*topic) => Some(*topic),
            _ => None,
        });
        let cases: std::collections::BTreeSet<usize> = cases.collect();
        cases.len() > 1
    }

    /// 因行政处罚引起的行政复议16件: whether words before a kind of cases name another cause than disclosure.
    pub(super) fn is_of_other_cause(&self, index: usize, topic: usize) -> bool {
        let topics = &self.template.claims().topics;
        let Some(topic) = topics
            .get(topic)
            .filter(|topic| !topic.assured_by.is_empty())
        else {
            return false;
        };
        let before = self.text.upto(self.token(index).range.start).iter().rev();
        let before = before
            .take(FAR)
            .take_while(|c| !matches!(c, '，' | '。' | '；' | '、'));
        let before: Vec<char> = before.copied().collect();
        let clause: String = before.into_iter().rev().collect();
        let Some((_, cause)) = clause.rsplit_once('因') else {
            return false;
        };
        let is_cause = ["引起", "引发", "产生", "导致"]
            .iter()
            .any(|verb| cause.contains(verb));
        let mut own = topic
            .assured_by
            .iter()
            .map(String::as_str)
            .chain(["公开", "答复", "申请", "此"]);
        is_cause && !cause.starts_with(['引', '此', '产']) && !own.any(|word| cause.contains(word))
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
        clause.starts_with(['按', '从']) && ends.iter().any(|end| clause.ends_with(end))
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
