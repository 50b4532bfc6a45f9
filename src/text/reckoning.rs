//! Numbers of one sentence held against each other: parts and their whole, shares, growth.

use super::becoming::changes;
use super::exhausted::exhausted;
use super::mark::ends_sentence;
use super::numeral::numeral;
use super::portion::portions;
use super::rates::rates;
use super::sentence::sentences;
use super::stretch::Stretch;
use super::totals::{taken, totals};
use super::usage::Fault;
use rust_decimal::Decimal;
use std::ops::Range;

const UNITS: [&str; 36] = [
    "人次", "件次", "场次", "批次", "万元", "亿元", "件", "条", "份", "个", "项", "次", "场", "期",
    "篇", "名", "人", "家", "户", "处", "部", "宗", "起", "元", "所", "例", "张", "册", "位", "台",
    "套", "轮", "批", "类", "种", "%",
];

/// How many numbers and characters around a place are held against each other; no sentence of a report has more.
pub(super) const NEAR: usize = 24;
pub(super) const REACH: usize = 400;

/// Words of things that stand in several parts at once.
pub(super) const OVERLAPPING: [&str; 20] = [
    "含", "出席", "涉及", "同步", "同时", "交叉", "重复", "转发", "兼", "不含", "不计", "另",
    "合设", "合署", "共用", "同址", "重合", "叠加", "合并", "有的",
];

/// Words that open another count behind a list of parts: 其他处理1件，结转下年度2件.
const COUNTS: [&str; 18] = [
    "结转",
    "上年",
    "上一年",
    "去年",
    "办结",
    "收到",
    "受理",
    "新收",
    "接收",
    "接到",
    "复议",
    "诉讼",
    "转办",
    "尚未",
    "累计",
    "答复",
    "废止",
    "失效",
];

/// Ways of publishing of which several take the same thing.
const CHANNELS: [&str; 12] = [
    "网站",
    "微信",
    "微博",
    "公众号",
    "客户端",
    "新媒体",
    "视频号",
    "抖音",
    "头条",
    "报纸",
    "电视",
    "公开栏",
];

/// A number of things as a sentence tells it.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    pub range: Range<usize>,
    pub value: Decimal,
    /// Whether 余, 近 or the like make it a rounded one.
    pub is_rounded: bool,
    /// Whether a word alone makes it one; 1.2万 is none of these.
    pub is_vague: bool,
    /// What one in its last place is worth.
    pub grain: Decimal,
    pub unit: &'static str,
}

/// What does not add up within a sentence; rounded numbers are passed over.
pub fn contradictions(text: &[char]) -> Vec<Fault> {
    let mut found = Vec::new();
    for sentence in full_sentences(text) {
        let mut amounts = amounts(text, &sentence);
        found.extend(changes(text, &amounts));
        amounts.retain(|amount| amount.unit != "%");
        found.extend(parts(text, &sentence, &amounts));
        found.extend(rates(text, &sentence, &amounts));
        found.extend(portions(text, &sentence, &amounts));
        found.extend(totals(text, &amounts));
        found.extend(taken(text, &amounts));
        found.extend(exhausted(text, &amounts));
    }
    found.sort_by_key(|fault| fault.range.start);
    found.dedup_by(|later, first| later.range.start < first.range.end);
    found
}

/// Sentences with those that ； parts from them.
fn full_sentences(text: &[char]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for sentence in sentences(text) {
        match joined.last_mut() {
            Some(before) if matches!(text.upto(before.end).last(), Some('；' | ';')) => {
                before.end = sentence.end
            }
            _ => joined.push(sentence),
        }
    }
    joined
}

fn amounts(text: &[char], sentence: &Range<usize>) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let Some(number) = numeral(text.part(at..sentence.end)) else {
            at += 1;
            continue;
        };
        let mut end = at + number.length;
        let mut is_vague = false;
        let space = |end: usize| {
            let rest = text.part(end..sentence.end).iter();
            rest.take_while(|c| **c == ' ').count()
        };
        end += space(end);
        if matches!(text.part(end..sentence.end).first(), Some('余' | '多')) {
            (end, is_vague) = (end + 1, true);
        }
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        is_vague |= matches!(
            before,
            Some('近' | '约' | '超' | '逾' | '过' | '第' | '每' | '各')
        );
        // 一件一件登记: each of them.
        let pair = text.part(at..at + 2);
        is_vague |= number.in_words
            && (text.part(at + 2..at + 4) == pair || text.part(at.saturating_sub(2)..at) == pair);
        // 没有一件被纠正: of none.
        is_vague |= number.value == Some(Decimal::ONE)
            && matches!(before, Some('有' | '无' | '未' | '没' | '任'));
        let starts = |unit: &&&str| {
            let rest = text.part(end..sentence.end);
            rest.iter()
                .copied()
                .take(unit.chars().count())
                .eq(unit.chars())
        };
        if let (Some(unit), Some(value)) = (UNITS.iter().find(starts), number.value) {
            let range = at..end + unit.chars().count();
            at = range.end;
            found.push(Amount {
                range,
                value,
                is_rounded: is_vague || number.unit > Decimal::ONE,
                is_vague,
                grain: number.unit,
                unit,
            });
        } else {
            at += number.length;
        }
    }
    found
}

/// 其中 with parts that are more than their whole.
fn parts(text: &[char], sentence: &Range<usize>, amounts: &[Amount]) -> Vec<Fault> {
    let mut found = Vec::new();
    for at in sentence.start..sentence.end.saturating_sub(1) {
        if !opens_parts(text, at) {
            continue;
        }
        let limit = sentence.end.min(at + REACH);
        let rest = text.part(at..limit).iter();
        let length = rest.take_while(|c| !ends_sentence(**c)).count();
        let end = closing(text, at + 2, at + length);
        let Some(parted) = parted(text, amounts, at, end) else {
            continue;
        };
        match list(text, at, &parted) {
            Ok(list) => found.extend(unlike_whole(text, at..at + length, &parted, &list)),
            Err(greater) => {
                found.push(greater);
                break;
            }
        }
    }
    found
}

/// A number before a place, and those behind it that may be its parts.
struct Parted<'a> {
    whole: &'a Amount,
    inside: Vec<&'a Amount>,
    /// Whether 其中 or 包括 says so.
    is_named: bool,
}

/// The number whose parts are told between two places; none where that is not certain.
fn parted<'a>(text: &[char], amounts: &'a [Amount], at: usize, end: usize) -> Option<Parted<'a>> {
    let upto = amounts.partition_point(|a| a.range.end <= at);
    let (ahead, behind) = (amounts.upto(upto), amounts.onward(upto));
    let ahead = ahead.onward(ahead.len().saturating_sub(NEAR));
    let inside = behind.iter().take_while(|a| a.range.end <= end);
    let inside: Vec<&Amount> = inside.filter(|a| a.range.start >= at).collect();
    let first = inside.first()?;
    let before = ahead.iter().rev().find(|a| a.unit == first.unit);
    let whole = before.filter(|whole| !whole.is_rounded && !is_change(text, whole))?;
    let same = ahead.iter().filter(|other| other.unit == whole.unit);
    if opens_view(text, at) && same.count() > 1 {
        return None;
    }
    // 甲11件、乙7件，其中: of both.
    let is_listed = |other: &Amount| {
        let between = text.get(other.range.end..whole.range.start);
        let between = between.unwrap_or_default();
        other.unit == whole.unit && between.first() == Some(&'、') && between.len() <= 12
    };
    if ahead.iter().any(is_listed) {
        return None;
    }
    // 办结80件（上年85件）: a bracket may tell of anything; a list in it adds up nevertheless.
    let is_named = matches!(text.get(at), Some('其' | '包'));
    let inner: String = text.part(at..end).iter().collect();
    let compares = ["上年", "去年", "较上", "比上", "原计划", "同期"];
    let is_compared = !is_named && compares.iter().any(|word| inner.contains(word));
    (!is_compared).then_some(Parted {
        whole,
        inside,
        is_named,
    })
}

/// Parts told one after the other.
struct List {
    sum: Decimal,
    count: usize,
    /// Where the last of them ends.
    last: usize,
    /// Whether 其余 says that there are no others.
    is_whole_told: bool,
    /// Whether the parts of a part are told among them.
    is_nested: bool,
}

/// The parts told behind a place; the fault, where one of them alone is more than the whole.
///
/// The list goes on while nothing but 、 or ， and a few words stand between numbers of one unit.
fn list(text: &[char], at: usize, parted: &Parted) -> Result<List, Fault> {
    let whole = parted.whole;
    let mut list = List {
        sum: Decimal::ZERO,
        count: 0,
        last: at + 2,
        is_whole_told: false,
        is_nested: false,
    };
    let mut separator = None;
    for part in &parted.inside {
        let between = text.part(list.last..part.range.start);
        let mark = between.first().copied();
        let is_list = list.count == 0
            || matches!(mark, Some('、' | '，'))
                && between.len() <= longest_name(mark)
                && (separator.is_none() || separator == mark);
        if list.count > 0 {
            separator = separator.or(mark);
        }
        // 起诉的19件，维持11件、纠正1件: what became of one part, told within the list.
        list.is_nested |= separator == Some('，') && mark == Some('、');
        let is_part = part.unit == whole.unit && is_list && !part.is_rounded;
        let begins_anew = |first: &Amount| {
            between.windows(2).any(|pair| pair == ['其', '中'])
                || counts_anew(text, at, first, between)
        };
        let first = parted.inside.first().filter(|_| list.count > 0);
        if !is_part || between.contains(&'另') || first.is_some_and(|first| begins_anew(first)) {
            break;
        }
        if part.value > whole.value && parted.is_named {
            let why = format!("其中一部分是 {}，总数写的是 {}", part.value, whole.value);
            return Err(Fault::contradicted(whole.range.start..part.range.end, why));
        }
        list.is_whole_told |= between.windows(2).any(|pair| pair == ['其', '余']);
        list.sum = list.sum.checked_add(part.value).unwrap_or(list.sum);
        list.last = part.range.end;
        list.count += 1;
    }
    Ok(list)
}

/// What is wrong with parts that are not their whole, told within a clause.
fn unlike_whole(
    text: &[char],
    clause: Range<usize>,
    parted: &Parted,
    list: &List,
) -> Option<Fault> {
    let (whole, sum, last) = (parted.whole, list.sum, list.last);
    let is_less = sum < whole.value
        && (list.is_whole_told || tells_all_ways(text.part(clause.start..last + 12)));
    if list.count < 2 || list.is_nested || !is_less && sum <= whole.value {
        return None;
    }
    // 同步发布: the same thing is counted in several parts.
    let words = text.part(clause.start..(last + 12).min(clause.end)).iter();
    let words: String = words.collect();
    let words = words.replace("兼职", "");
    let overlaps = OVERLAPPING.iter().any(|word| words.contains(word));
    // 新增9条、删除5条（2条先修改后删除）: a remark on the list itself.
    let has_remark = text.get(last) == Some(&'（');
    let is_first_all = parted.inside.first().map(|first| first.value) == Some(whole.value);
    let is_everywhere = is_first_all && holds(text.part(clause.start..last), &CHANNELS);
    let why = format!("各部分合计 {sum}，总数写的是 {}", whole.value);
    let fault = Fault::contradicted(whole.range.start..last, why);
    (!overlaps && !has_remark && !is_everywhere).then_some(fault)
}

/// 其中当面4件、信函5件、网络12件: whether parts are the ways by which things come in, and no other is spoken of.
fn tells_all_ways(list: &[char]) -> bool {
    let has_others = list.windows(2).any(|pair| pair == ['其', '他']);
    let list: String = list.iter().collect();
    let ways = [
        &["网络", "网上", "在线", "平台"][..],
        &["信函", "邮寄", "来信", "邮政"],
        &["当面", "现场", "窗口"],
    ];
    let names = |way: &&[&str]| way.iter().any(|word| list.contains(word));
    let others = ["其余", "另", "等", "余下", "传真", "电子邮件", "邮箱"];
    ways.iter().all(names) && !has_others && !others.iter().any(|word| list.contains(word))
}

/// Whether words hold one of a list.
fn holds(text: &[char], words: &[&str]) -> bool {
    let text: String = text.iter().collect();
    words.iter().any(|word| text.contains(word))
}

/// 其他处理1件，结转下年度2件: whether the words before a number open another count, as those before the first do not.
fn counts_anew(text: &[char], at: usize, first: &Amount, between: &[char]) -> bool {
    holds(between, &COUNTS) && !holds(text.part(at..first.range.start), &COUNTS)
}

/// How many characters the name of a part may have behind a mark; behind ， other things than parts may follow.
fn longest_name(mark: Option<char>) -> usize {
    match mark {
        Some('、') => 26,
        _ => 12,
    }
}

/// 较上年增加8件，其中: how many more there are than before, of which no parts are told.
pub(super) fn is_change(text: &[char], amount: &Amount) -> bool {
    let ahead = text.upto(amount.range.start);
    let verb = ahead.onward(ahead.len().saturating_sub(2));
    let is_verb = ["增加", "减少", "增长", "上升", "下降"];
    let is_verb = is_verb
        .iter()
        .any(|word| word.chars().eq(verb.iter().copied()))
        || matches!(verb.last(), Some('多' | '少' | '增' | '减'));
    let near = ahead.onward(ahead.len().saturating_sub(14));
    let start = near
        .iter()
        .rposition(|c| matches!(c, '，' | '。' | '；' | '、'));
    let clause: String = near.onward(start.map_or(0, |at| at + 1)).iter().collect();
    is_verb
        && ["较", "比", "同期"]
            .iter()
            .any(|word| clause.contains(word))
}

/// Whether parts of a number before are told from here: 其中, 包括, or a colon or bracket directly behind it.
fn opens_parts(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let is_counted = || before.is_some_and(|c| "条件份个项次场期篇名人家户处部".contains(*c));
    match text.part(at..at + 2) {
        ['其', '中'] | ['包', '括'] => true,
        ['：' | '（', ..] => is_counted(),
        // 收到的18件申请中，网络11件.
        ['中', '，'] => is_of_counted(text, at),
        _ => opens_view(text, at),
    }
}

/// 收到的18件申请中: whether a number of things with a short name stands before a position.
fn is_of_counted(text: &[char], at: usize) -> bool {
    let near = text.part(at.saturating_sub(9)..at);
    let clause = near
        .iter()
        .rposition(|c| matches!(c, '，' | '。' | '；' | '、' | '（'));
    let near = near.onward(clause.map_or(0, |mark| mark + 1));
    let unit = near.iter().position(|c| *c == '件');
    unit.is_some_and(|unit| unit > 0 && near.get(unit - 1).is_some_and(|c| c.is_ascii_digit()))
}

/// 74件，从申请渠道看，: whether a view of a number before ends here, so that each of its parts stands in one place of it.
fn opens_view(text: &[char], at: usize) -> bool {
    if !matches!(text.part(at..at + 2), ['看' | '分', '，' | '：']) {
        return false;
    }
    let ahead = text.upto(at);
    let near = ahead.onward(ahead.len().saturating_sub(14));
    let start = near.iter().rposition(|c| matches!(c, '，' | '。' | '；'));
    let clause: String = start
        .map_or(&[][..], |at| near.onward(at + 1))
        .iter()
        .collect();
    let counted = start.and_then(|at| near.upto(at).last());
    let kinds = [
        "渠道",
        "途径",
        "申请方式",
        "申请主体",
        "申请人",
        "办理结果",
        "答复结果",
    ];
    let of_requests = start.is_some_and(|at| near.upto(at).ends_with(&['件', '申', '请']));
    (counted == Some(&'件') || of_requests)
        && clause.starts_with(['从', '按'])
        && kinds.iter().any(|kind| clause.contains(kind))
}

/// Where a bracket closes that opened before; the end where none did.
fn closing(text: &[char], start: usize, end: usize) -> usize {
    let mut depth = 0_i32;
    for (at, c) in text.upto(end).iter().enumerate().skip(start) {
        match c {
            '（' => depth += 1,
            '）' if depth == 0 => return at,
            '）' => depth -= 1,
            _ => {}
        }
    }
    end
}
