//! Items that a text numbers itself (一是…二是…): whether each follows the one before, and whether as many come as were said.

use super::numeral::{chinese_digit, digit, in_words};
use super::stretch::Stretch;
use super::usage::Fault;
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// How items are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 一是.
    Is,
    /// 第一，
    Ordinal,
    /// 其一，
    Of,
    /// （一）
    Bracketed,
    /// 1.
    Arabic,
    /// ①
    Circled,
    /// 一、
    Plain,
    /// 一要
    Must,
    /// 首先, 其次, 再次
    First,
}

/// Items whose number does not follow the one before, and counts that are not the number of their items.
pub fn misnumbered(text: &[char]) -> Vec<Fault> {
    let items = items(text);
    let mut found = Vec::new();
    for style in [
        Style::Is,
        Style::Ordinal,
        Style::Of,
        Style::Bracketed,
        Style::Arabic,
        Style::Circled,
        Style::Plain,
        Style::Must,
        Style::First,
    ] {
        let own: Vec<&(Range<usize>, Style, u32)> =
            items.iter().filter(|item| item.1 == style).collect();
        let mut runs: Vec<Vec<&(Range<usize>, Style, u32)>> = Vec::new();
        for item in own {
            match runs.last_mut() {
                Some(run) if item.2 != 1 => run.push(item),
                None if item.2 != 1 => {
                    let before = item.0.start.checked_sub(1).and_then(|at| text.get(at));
                    if matches!(before, Some('：' | ':'))
                        && matches!(style, Style::Is | Style::Must)
                    {
                        found.push(at(text, &item.0));
                    }
                }
                _ => runs.push(vec![item]),
            }
        }
        for (index, run) in runs.iter().enumerate() {
            let wrong = run.array_windows().find(|[one, next]| next.2 != one.2 + 1);
            let before = index.checked_sub(1).and_then(|before| runs.get(before));
            // 一是…；一是…；三是: the first of the list stands twice.
            let again = run.first().filter(|first| match before.map(Vec::as_slice) {
                // 一是…；二是…；一是…。
                Some([_, .., last]) if run.len() == 1 && style == Style::Is => {
                    let between = text.part(last.0.end..first.0.start);
                    between.contains(&'；')
                        && !between.iter().any(|c| matches!(c, '。' | '：' | '\n'))
                }
                _ if run.len() < 2 => false,
                Some([alone]) => {
                    let between = text.part(alone.0.end..first.0.start);
                    !between.iter().any(|c| matches!(c, '。' | '\n'))
                }
                _ => false,
            });
            if let Some(again) = again {
                found.push(at(text, &again.0));
            } else if let Some([_, wrong]) = wrong {
                found.push(at(text, &wrong.0));
            } else if let Some(first) = run.first()
                && let Some(said) = announced(text, first.0.start)
                    .filter(|(_, count)| *count as usize != run.len() && run.len() > 1)
            {
                found.push(Fault::unmended(said.0));
            }
        }
    }
    found.sort_by_key(|fault| fault.range.start);
    found
}

/// The item with a few words behind its number.
fn at(text: &[char], number: &Range<usize>) -> Fault {
    let rest = text.onward(number.end).iter();
    let words = rest
        .take(8)
        .take_while(|c| !"，。；：、\n".contains(**c))
        .count();
    Fault::unmended(number.start..number.end + words)
}

/// 三个方面的问题： before a first item: its characters and the number.
fn announced(text: &[char], first: usize) -> Option<(Range<usize>, u32)> {
    let before = text.upto(first).iter().rposition(|c| !c.is_whitespace());
    let colon =
        before.filter(|at| matches!(text.get(*at), Some('：' | ':' | '，' | ',' | '。')))?;
    let is_loose = !matches!(text.get(colon), Some('：' | ':'));
    let start = text
        .upto(colon)
        .iter()
        .rposition(|c| "，。；：\n".contains(*c))
        .map_or(0, |mark| mark + 1);
    let clause = text.part(start..colon);
    // 主要有三个问题。一是: without a colon only where the count ends its clause.
    let ends_so = ["问题", "不足", "短板", "差距", "方面"]
        .iter()
        .any(|word| clause.ends_with(&word.chars().collect::<Vec<_>>()));
    let leads = ["主要", "存在", "以下", "如下"];
    let written: String = clause.iter().collect();
    if is_loose && !(ends_so && leads.iter().any(|word| written.contains(word))) {
        return None;
    }
    let is_thing = |rest: &[char]| {
        let rest: String = rest.iter().collect();
        let rest = rest.strip_prefix('个').unwrap_or(&rest).to_owned();
        [
            "方面",
            "问题",
            "不足",
            "短板",
            "差距",
            "项措施",
            "大问题",
            "点不足",
            "点问题",
            "项工作",
            "项任务",
            "项举措",
            "个环节",
            "个重点",
        ]
        .iter()
        .any(|thing| rest.starts_with(thing))
    };
    clause.iter().enumerate().find_map(|(at, c)| {
        let number =
            in_words(&[*c]).or_else(|| (*c == '两').then_some(rust_decimal::Decimal::TWO))?;
        let before = at.checked_sub(1).and_then(|before| clause.get(before));
        let is_one =
            before.is_none_or(|c| chinese_digit(*c).is_none() && !matches!(c, '第' | '十'));
        (is_one && is_thing(clause.onward(at + 1))).then_some((start + at..colon, number.to_u32()?))
    })
}

/// Every numbered item of a text.
fn items(text: &[char]) -> Vec<(Range<usize>, Style, u32)> {
    let mut found = Vec::new();
    // Asked of every character of every text.
    let opens = |c: &char| {
        matches!(
            c,
            '，' | '。' | '；' | '：' | '、' | '\n' | '！' | '？' | '）' | ';' | ':'
        )
    };
    let marks = text.iter().enumerate().filter(|(_, c)| opens(c));
    let starts = std::iter::once(0).chain(marks.map(|(mark, _)| mark + 1));
    for start in starts {
        let spaces = text.onward(start).iter().take_while(|c| **c == ' ');
        let at = start + spaces.count();
        let Some(c) = text.get(at) else {
            continue;
        };
        let before = start.checked_sub(1).and_then(|mark| text.get(mark));
        let before = before.copied();
        let is = |at: usize, marks: &str| text.get(at).is_some_and(|c| marks.contains(*c));
        let item = match *c {
            '第' => words(text, at + 1)
                .filter(|(end, _)| is(*end, "，、,"))
                .map(|(end, n)| (end, Style::Ordinal, n)),
            '其' if !is(at + 1, "次") => words(text, at + 1)
                .filter(|(end, _)| is(*end, "，、是,"))
                .map(|(end, n)| (end, Style::Of, n)),
            '（' | '(' => words(text, at + 1)
                .filter(|(end, _)| is(*end, "）)") && before.is_none_or(|c| "。；：\n".contains(c)))
                .map(|(end, n)| (end + 1, Style::Bracketed, n)),
            c if digit(c).is_some() => {
                let length = text
                    .onward(at)
                    .iter()
                    .take(3)
                    .take_while(|c| digit(**c).is_some())
                    .count();
                let value = text
                    .part(at..at + length)
                    .iter()
                    .try_fold(0, |sum, c| Some(sum * 10 + u32::from(digit(*c)?)));
                let is_item = is(at + length, ".．、")
                    && text
                        .get(at + length + 1)
                        .is_some_and(|c| digit(*c).is_none() && !c.is_ascii_alphabetic());
                value
                    .filter(|_| length <= 2 && is_item)
                    .map(|n| (at + length + 1, Style::Arabic, n))
            }
            c @ '①'..='⑳' => Some((at + 1, Style::Circled, c as u32 - '①' as u32 + 1)),
            '首' if is(at + 1, "先") && is(at + 2, "，是,") => Some((at + 2, Style::First, 1)),
            '其' if is(at + 1, "次") && is(at + 2, "，是,") => Some((at + 2, Style::First, 2)),
            '再' if is(at + 1, "次") && is(at + 2, "，是,") => Some((at + 2, Style::First, 3)),
            // 一、 opens a sentence; 一、二季度 is none.
            _ if before.is_none_or(|c| "。；\n".contains(c))
                && words(text, at)
                    .is_some_and(|(end, _)| is(end, "、") && words(text, end + 1).is_none()) =>
            {
                words(text, at).map(|(end, n)| (end + 1, Style::Plain, n))
            }
            _ => words(text, at)
                .filter(|(end, _)| is(*end, "是要"))
                .map(|(end, n)| match is(end, "是") {
                    true => (end + 1, Style::Is, n),
                    false => (end + 1, Style::Must, n),
                }),
        };
        found.extend(item.map(|(end, style, number)| (at..end, style, number)));
    }
    found
}

/// A Chinese number from a position on: its end and value.
fn words(text: &[char], start: usize) -> Option<(usize, u32)> {
    let rest = text.get(start..)?;
    let length = rest
        .iter()
        .take(4)
        .take_while(|c| **c == '十' || chinese_digit(**c).is_some())
        .count();
    let value = in_words(rest.upto(length))?.to_u32()?;
    (1..=3).contains(&length).then_some((start + length, value))
}
