//! Things that are counted wrongly: without their number, or as more than their whole.

use super::numeral::{begins_number, digit, half_width, numeral};
use super::stretch::Stretch;
use super::usage::{Fault, is_hanzi};
use rust_decimal::Decimal;

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
            .or_else(|| things_without_number(clause, is_listed, counted))?;
        Some(Fault::unmended(at - length..at))
    });
    found.collect()
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

/// The same for 收到申请件: a thing with its unit, where the clause has no number and denies nothing.
fn things_without_number(
    clause: &[char],
    is_listed: bool,
    counted: &[(String, Vec<String>)],
) -> Option<usize> {
    let says = |c: &char| matches!(c, '无' | '未' | '没') || digit(*c).is_some();
    if clause.iter().any(says) {
        return None;
    }
    counted.iter().find_map(|(thing, units)| {
        let fitting = units.iter().filter(|unit| ends_with(clause, unit));
        let unit = fitting.max_by_key(|unit| unit.len())?.chars().count();
        let rest = clause.upto(clause.len() - unit);
        let ink = rest.iter().rev().skip_while(|c| **c == ' ').count();
        let length = thing.chars().count();
        let is_name = is_listed && ink == length && clause.len() == length + unit;
        let is_told = !is_name && ends_with(rest.upto(ink), thing);
        is_told.then(|| clause.len() - ink + length)
    })
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
        (number.value? > Decimal::ONE_HUNDRED && is_share && !grows).then(|| Fault {
            range: at..at + 3 + number.length,
            instead: None,
        })
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
    let (mut list, mut sum, mut shares) = (None, 0.0, 0);
    let mut last: Option<usize> = None;
    for (at, c) in text.iter().enumerate() {
        let is_among = *c == '其' && text.get(at + 1) == Some(&'中');
        if is_among || matches!(c, '。' | '；' | '\n' | ';') {
            (list, sum, shares) = (None, 0.0, 0);
        }
        if !matches!(c, '%' | '％') {
            continue;
        }
        let length = text
            .upto(at)
            .iter()
            .rev()
            .take_while(|c| digit(**c).is_some() || **c == '.')
            .count();
        let start = at - length;
        let plain: String = text
            .part(start..at)
            .iter()
            .map(|c| half_width(*c))
            .collect();
        let Ok(per_cent) = plain.parse::<f64>() else {
            continue;
        };
        // No clause of a report is longer than that before its share.
        let near = start.saturating_sub(60);
        let clause = text
            .part(near..start)
            .iter()
            .rposition(|c| "，。；、：（）,;\n".contains(*c))
            .map_or(near, |mark| near + mark + 1);
        let before: String = text.part(clause..start).iter().collect();
        // 公开工作 is no 开工, and 提高到110% tells where it is now.
        let before = before.replace("公开工作", "公开");
        let before = [
            "提高到",
            "提升到",
            "上升到",
            "增长到",
            "提高至",
            "提升至",
            "上升至",
        ]
        .iter()
        .fold(before, |before, word| before.replace(word, "达到了"));
        let grows = [
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
            "超额",
            "开工",
        ];
        let tail: String = before
            .chars()
            .rev()
            .take(6)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let is_whole_named = before.rsplit_once('占').is_some_and(|(_, whole)| {
            whole.ends_with('的') && whole.chars().all(|c| digit(c).is_none())
        });
        // 占比分别为45%、38%、27%: the later ones go on with the first.
        let follows = |last: usize| {
            let between = text.get(last + 1..start).unwrap_or_default();
            between.first() == Some(&'、') && between.len() < 10 && !between.contains(&'占')
        };
        let goes_on = list.is_some() && last.is_some_and(follows);
        let is_share = tail.contains('率')
            || tail.contains("满意度")
            || tail.contains("知晓度")
            || tail.contains('占')
            || tail.contains("比例")
            || tail.contains("比重")
            || is_whole_named;
        let exceeds = text
            .part(at..at + 12)
            .windows(2)
            .any(|pair| pair == ['超', '额']);
        if per_cent > 100.0
            && is_share
            && !exceeds
            && !grows.iter().any(|word| before.contains(word))
        {
            let from = before.chars().count().min(6);
            found.push(Fault {
                range: start - from..at + 1,
                instead: None,
            });
        }
        last = Some(at);
        if tail.contains('占') || before.contains('占') && before.contains("分别") || goes_on {
            list.get_or_insert(clause);
            sum += per_cent;
            shares += 1;
            let is_last = !matches!(text.get(at + 1), Some('、' | '，'))
                || !text
                    .onward(at + 1)
                    .iter()
                    .take(16)
                    .any(|c| matches!(c, '%' | '％'));
            let told = list.map_or(&[][..], |first| {
                let lead = text.upto(first).iter().rev().take(60);
                let lead = lead.take_while(|c| !matches!(c, '。' | '\n')).count();
                text.part(first - lead..at + 12)
            });
            let is_wrong = shares >= 3 && sum > 100.6 && per_cent <= 100.0;
            if is_wrong && is_last && !holds_several(told) {
                found.extend(list.map(|first| Fault {
                    range: first..at + 1,
                    instead: None,
                }));
                (list, sum, shares) = (None, 0.0, 0);
            }
        }
    }
    found
}
