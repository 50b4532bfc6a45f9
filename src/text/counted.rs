//! Things that are counted wrongly: without their number, or as more than their whole.

use super::numeral::{begins_number, digit, half_width, numeral};
use super::stretch::Stretch;
use super::usage::{Fault, is_hanzi};
use rust_decimal::Decimal;
use std::ops::Range;

/// Characters of a clause that are read; longer ones are no prose.
const LONGEST_CLAUSE: usize = 200;

/// Things counted without a number: 收到申请件，收取信息处理费 元，同比增长%，百分之。
///
/// `counted` are words of things with the units they are counted in.
pub fn missing_numbers(text: &[char], counted: &[(String, Vec<String>)]) -> Vec<Fault> {
    let ends = |at: &usize| is_end(text.get(*at)) && !is_end(text.get(at - 1));
    let found = (1..=text.len()).filter(ends).filter_map(|at| {
        let before = text.upto(at).iter().rev().take(LONGEST_CLAUSE);
        let start = at - before.take_while(|c| !begins_clause(**c)).count();
        let clause = text.part(start..at);
        // 申请件、答复件一并归档: names of things in a list.
        let before = start.checked_sub(1).and_then(|mark| text.get(mark));
        let is_listed = text.get(at) == Some(&'、') || before == Some(&'、');
        let length = share_without_number(clause)
            .or_else(|| more_without_number(clause))
            .or_else(|| change_without_number(clause, text.upto(start)))
            .or_else(|| things_without_number(text, start..at, is_listed, counted))?;
        Some(Fault::unmended(at - length..at))
    });
    found.chain(dates_without_year(text)).collect()
}

/// 于年3月修订: a date that lost its year.
fn dates_without_year(text: &[char]) -> impl Iterator<Item = Fault> {
    let places = text.array_windows().enumerate();
    places.filter_map(|(at, [lead, year, month])| {
        let is_month = |rest: &[char]| {
            let digits = rest.iter().take_while(|c| digit(**c).is_some()).count();
            (1..=2).contains(&digits) && rest.get(digits) == Some(&'月')
        };
        let is_bare = *year == '年' && matches!(lead, '于' | '自' | '在' | '截' | '至' | '到');
        let is_date = is_bare && digit(*month).is_some() && is_month(text.onward(at + 2));
        is_date.then(|| Fault::unmended(at..at + 2))
    })
}

fn is_end(c: Option<&char>) -> bool {
    c.is_none_or(|c| {
        matches!(
            c,
            '，' | '。' | '；' | '、' | '：' | '）' | ',' | ';' | '.' | '\n'
        )
    })
}

fn begins_clause(c: char) -> bool {
    matches!(
        c,
        '，' | '。' | '；' | '、' | '：' | '（' | '）' | ',' | ';' | '\n'
    )
}

/// How many characters at the end of a clause tell a share without its number: 百分之, 同比增长%.
fn share_without_number(clause: &[char]) -> Option<usize> {
    match clause {
        [.., '百', '分', '之'] => Some(3),
        [.., before, '%' | '％'] if is_hanzi(*before) && !matches!(before, '几' | '数') => {
            Some(clause.len().min(5))
        }
        _ => None,
    }
}

/// The same for 公开信息余条.
fn more_without_number(clause: &[char]) -> Option<usize> {
    let [
        ..,
        before,
        '余',
        '条' | '件' | '次' | '份' | '场' | '篇' | '个' | '项',
    ] = clause
    else {
        return None;
    };
    let is_word = is_hanzi(*before) && !begins_number(*before) && !"亿几数其业".contains(*before);
    is_word.then_some(2)
}

/// The same for 公开信息128条，同比增长: a number was told, but not by how much it changed.
fn change_without_number(clause: &[char], ahead: &[char]) -> Option<usize> {
    let changes = ["同比增长", "同比下降", "同比增加", "同比减少"];
    let is_change = |word: &&str| clause.iter().copied().eq(word.chars());
    let near = ahead.onward(ahead.len().saturating_sub(12));
    let is_of_number = near.iter().any(|c| digit(*c).is_some());
    (is_of_number && changes.iter().any(is_change)).then_some(clause.len())
}

/// The same for 收到申请件: a thing with its unit, where the clause has no number and denies nothing.
fn things_without_number(
    text: &[char],
    range: Range<usize>,
    is_listed: bool,
    counted: &[(String, Vec<String>)],
) -> Option<usize> {
    let clause = text.part(range.clone());
    let says = |c: &char| matches!(c, '无' | '未' | '没') || digit(*c).is_some();
    if clause.iter().any(says) {
        return None;
    }
    counted.iter().find_map(|(thing, units)| {
        let fitting = units.iter().filter(|unit| ends_with(clause, unit));
        let unit = fitting.max_by_key(|unit| unit.len())?;
        let rest = clause.upto(clause.len() - unit.chars().count());
        let ink = rest.iter().rev().skip_while(|c| **c == ' ').count();
        let length = thing.chars().count();
        let is_alone = ink == length && rest.len() == length;
        let is_name = is_listed && (is_alone || has_namesake(text, range.clone(), unit));
        let is_told = !is_name && ends_with(rest.upto(ink), thing);
        is_told.then(|| clause.len() - ink + length)
    })
}

/// 建立申请件、答复件、送达件一件一档: whether the next thing of a list ends or goes on with the same unit without a number.
fn has_namesake(text: &[char], clause: Range<usize>, unit: &str) -> bool {
    let item = |words: &[char]| {
        let words: String = words.iter().collect();
        let rest = words.split_once(unit).map(|(name, _)| name.to_owned());
        rest.is_some_and(|name| {
            let length = name.chars().count();
            (2..=4).contains(&length) && name.chars().all(is_hanzi)
        })
    };
    let next = text.onward(clause.end);
    let is_next = next.first() == Some(&'、') && item(next.onward(1).upto(6));
    let before = text.upto(clause.start.saturating_sub(1));
    let start = before.iter().rposition(|c| begins_clause(*c));
    let before = before.onward(start.map_or(0, |at| at + 1));
    let is_before = before.len() <= 6 && before.ends_with(&unit.chars().collect::<Vec<_>>());
    is_next || is_before && item(before)
}

/// Whether a text ends with a word.
fn ends_with(text: &[char], word: &str) -> bool {
    let mut behind = text.iter().rev();
    word.chars().rev().all(|c| behind.next() == Some(&c))
}

/// 合格率为百分之一百零三.
fn spoken_over_hundred(text: &[char]) -> Vec<Fault> {
    let lead = ['百', '分', '之'];
    let starts = (0..text.len()).filter(|at| text.onward(*at).starts_with(&lead));
    let over = starts.filter_map(|at| {
        let number = numeral(text.onward(at + 3))?;
        let before = text.part(at.saturating_sub(6)..at);
        let is_share = before.contains(&'率') || before.contains(&'占');
        let grows = before.iter().any(|c| "增长升提".contains(*c));
        (number.value? > Decimal::ONE_HUNDRED && is_share && !grows)
            .then(|| Fault::unmended(at..at + 3 + number.length))
    });
    over.collect()
}

/// 对内容满意的占93%，对时效满意的占88%: whether shares are of several questions, or one may stand in several of them.
fn holds_several(list: &[char]) -> bool {
    let list: String = list.iter().collect();
    let clauses = list.split(['，', '、', '：']).filter(|clause| {
        let asks = ["对", "认为", "表示", "选择", "关注", "希望"];
        asks.iter().any(|word| clause.starts_with(word)) || clause.contains("满意")
    });
    let several = [
        "多选",
        "可重复",
        "有交叉",
        "存在交叉",
        "问卷",
        "受访",
        "年至",
        "历年",
        "逐年",
        "三年",
        "调查",
        "访谈",
        "投票",
    ];
    several.iter().any(|word| list.contains(word)) || clauses.count() > 1
}

/// Shares of more than the whole: 满意率101%, and shares of one list that are more together.
pub fn over_hundred(text: &[char]) -> Vec<Fault> {
    let mut found = spoken_over_hundred(text);
    let mut list = List::default();
    for (at, c) in text.iter().enumerate() {
        let is_among = *c == '其' && text.get(at + 1) == Some(&'中');
        if is_among || matches!(c, '。' | '；' | '\n' | ';') {
            list = List {
                last: list.last,
                ..List::default()
            };
        }
        let share = matches!(c, '%' | '％').then(|| Share::ending_at(text, at));
        if let Some(share) = share.flatten() {
            found.extend(share.is_over(text).then(|| share.fault()));
            found.extend(list.add(text, &share));
        }
    }
    found
}

/// A number of per cent with the words of its clause before it.
struct Share {
    /// The first character of its clause, of its number, and its sign.
    clause: usize,
    start: usize,
    end: usize,
    per_cent: f64,
    before: String,
}

/// Words of what may be more than all of it.
const GROWS: [&str; 20] = [
    "执行率",
    "达产率",
    "增",
    "长",
    "提高",
    "上升",
    "完成",
    "同比",
    "任务",
    "相当",
    "翻",
    "比上年",
    "较",
    "涨",
    "上年",
    "去年",
    "目标",
    "计划",
    "年度",
    "同期",
];

/// Words that say where a share stands now.
const REACHES: [&str; 7] = [
    "提高到",
    "提升到",
    "上升到",
    "增长到",
    "提高至",
    "提升至",
    "上升至",
];

/// Words of shares, which are of a whole.
const SHARES: [&str; 6] = ["率", "满意度", "知晓度", "占", "比例", "比重"];

impl Share {
    /// The share whose sign stands at a position.
    fn ending_at(text: &[char], end: usize) -> Option<Share> {
        let number = text.upto(end).iter().rev();
        let number = number.take_while(|c| digit(**c).is_some() || **c == '.');
        let start = end - number.count();
        let plain = text.part(start..end).iter().map(|c| half_width(*c));
        let per_cent = plain.collect::<String>().parse().ok()?;
        // No clause of a report is longer than that before its share.
        let near = start.saturating_sub(60);
        let marks = text.part(near..start).iter();
        let mark = marks.clone().rposition(|c| begins_clause(*c));
        let clause = mark.map_or(near, |mark| near + mark + 1);
        let before: String = text.part(clause..start).iter().collect();
        // 公开工作 is no 开工, and 提高到110% tells where it is now.
        let before = before.replace("公开工作", "公开");
        let before = REACHES
            .iter()
            .fold(before, |before, word| before.replace(word, "达到了"));
        Some(Share {
            clause,
            start,
            end,
            per_cent,
            before,
        })
    }

    /// The last words before it.
    fn tail(&self) -> &str {
        let last = self.before.char_indices().rev().nth(5);
        last.and_then(|(at, _)| self.before.get(at..))
            .unwrap_or(&self.before)
    }

    /// Whether it is a share of a whole and more than that.
    fn is_over(&self, text: &[char]) -> bool {
        let whole = self.before.rsplit_once('占').map(|(_, whole)| whole);
        let is_whole_named = whole.is_some_and(|whole| {
            // 占解读总量365件的112.9%.
            let is_plain = whole.chars().all(|c| digit(c).is_none()) || whole.contains('总');
            whole.ends_with('的') && is_plain
        });
        let is_share = SHARES.iter().any(|word| self.tail().contains(word)) || is_whole_named;
        let exceeds = text
            .part(self.end..self.end + 12)
            .windows(2)
            .any(|pair| pair == ['超', '额']);
        let grows = GROWS.iter().chain(&["超额", "开工"]);
        let grows = grows.into_iter().any(|word| self.before.contains(word));
        self.per_cent > 100.0 && is_share && !exceeds && !grows
    }

    /// It with a few words before it.
    fn fault(&self) -> Fault {
        let lead = self.before.chars().count().min(6);
        Fault::unmended(self.start - lead..self.end + 1)
    }
}

/// Halves of a whole, of which nothing belongs to both.
const HALVES: [(&str, &str); 8] = [
    ("手机端", "电脑端"),
    ("移动端", "电脑端"),
    ("手机端", "PC端"),
    ("移动端", "PC端"),
    ("线上", "线下"),
    ("网上", "网下"),
    ("男性", "女性"),
    ("公开类", "非公开类"),
];

/// Whether words tell the shares of both halves of a whole and of nothing else: 线上占63%，线下占46%.
fn tells_halves(words: &[char]) -> bool {
    let words: String = words.iter().collect();
    let Some((first, second)) = words.split_once(['，', '、']) else {
        return false;
    };
    let is_half = |words: &str, half: &str| words.trim_start_matches("其中").starts_with(half);
    HALVES
        .iter()
        .any(|(one, other)| is_half(first, one) && is_half(second, other))
}

/// Shares told one after the other.
#[derive(Default)]
struct List {
    /// The first character of its first clause; none where no list has begun.
    first: Option<usize>,
    sum: f64,
    shares: usize,
    /// Where the share before ends, of whatever list.
    last: Option<usize>,
}

impl List {
    /// Adds a share; the fault, where the list ends with it and is more than the whole.
    fn add(&mut self, text: &[char], share: &Share) -> Option<Fault> {
        let (start, end) = (share.start, share.end);
        // 占比分别为45%、38%、27%: the later ones go on with the first.
        let follows = |last: usize| {
            let between = text.get(last + 1..start).unwrap_or_default();
            between.first() == Some(&'、') && between.len() < 10 && !between.contains(&'占')
        };
        let goes_on = self.first.is_some() && self.last.is_some_and(follows);
        self.last = Some(end);
        let in_turn = share.before.contains('占') && share.before.contains("分别");
        if !(share.tail().contains('占') || in_turn || goes_on) {
            return None;
        }
        let first = *self.first.get_or_insert(share.clause);
        self.sum += share.per_cent;
        self.shares += 1;
        let mut near = text.onward(end + 1).iter().take(16);
        let is_last = !matches!(text.get(end + 1), Some('、' | '，'))
            || !near.any(|c| matches!(c, '%' | '％'));
        let lead = text.upto(first).iter().rev().take(60);
        let lead = lead.take_while(|c| !matches!(c, '。' | '\n')).count();
        let told = text.part(first - lead..end + 12);
        let is_list = self.shares >= 3 || self.shares == 2 && tells_halves(text.part(first..end));
        let is_wrong = is_list && self.sum > 100.6 && share.per_cent <= 100.0;
        (is_wrong && is_last && !holds_several(told)).then(|| {
            *self = List {
                last: self.last,
                ..List::default()
            };
            Fault::unmended(first..end + 1)
        })
    }
}
