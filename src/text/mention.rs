//! Every year that a text names, however it is written: 2024年, ２０２４年, 二〇二四年, 24年度, 2024.12.31, 〔2024〕5号.

use super::numeral::{chinese_digit, digit, half_width};
use super::stretch::Stretch;
use std::ops::Range;

/// A year as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The characters of the year alone, without 年.
    pub range: Range<usize>,
    pub year: u16,
    pub form: YearForm,
}

/// How a year is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearForm {
    /// Four digits, then 年.
    Year,
    /// The first year of a range that ends in another year: 2023—2024年.
    RangeStart,
    /// 2024.12.31, 2024-12.
    Dotted,
    /// 〔2024〕5号.
    DocumentNumber,
    /// 24年度.
    Short,
}

const CHINESE_DIGITS: &str = "〇一二三四五六七八九";

/// The years named in a text, in order.
pub fn mentions(text: &[char]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut position = 0;
    while position < text.len() {
        let length = run_length(text, position);
        if length == 0 {
            position += 1;
            continue;
        }
        let range = position..position + length;
        position = range.end;
        if let Some(year) = year_value(text.part(range.clone()))
            && let Some(form) = form_of(text, &range)
        {
            found.push(Mention { range, year, form });
        }
    }
    short_mentions(text, &mut found);
    found
}

/// A year in the digits of another: 二〇二四 and 2025 give 二〇二五.
pub fn written_like(model: &[char], year: u16) -> String {
    let digits = year.to_string();
    let digits: Vec<char> = digits.chars().collect();
    let skip = digits.len().saturating_sub(model.len());
    let zero = model.iter().find(|c| matches!(c, '○' | '零' | 'Ｏ' | 'O'));
    let like = |(digit, model): (&char, &char)| {
        let value = digit.to_digit(10).unwrap_or(0);
        match model {
            '0'..='9' => *digit,
            '０'..='９' => char::from_u32('０' as u32 + value).unwrap_or(*digit),
            _ if value == 0 => *zero.unwrap_or(&'〇'),
            _ => CHINESE_DIGITS.chars().nth(value as usize).unwrap_or(*digit),
        }
    };
    let digits = digits.iter().skip(skip);
    digits.zip(model).map(like).collect()
}

/// The first character after white space, from a position on.
fn skip_spaces(text: &[char], mut position: usize) -> usize {
    while text
        .get(position)
        .is_some_and(|c| *c != '\n' && c.is_whitespace())
    {
        position += 1;
    }
    position
}

/// How many digits of one kind stand from a position on.
fn run_length(text: &[char], start: usize) -> usize {
    let rest = text.onward(start);
    let is_digit = if rest.first().is_some_and(|c| digit(*c).is_some()) {
        |c: &char| digit(*c).is_some()
    } else {
        |c: &char| chinese(*c).is_some()
    };
    rest.iter().take_while(|c| is_digit(c)).count()
}

fn year_value(digits: &[char]) -> Option<u16> {
    if digits.len() != 4 {
        return None;
    }
    let value = digits.iter().try_fold(0, |sum, c| {
        Some(sum * 10 + digit(*c).or_else(|| chinese(*c))?)
    })?;
    (1949..=2099).contains(&value).then_some(value)
}

fn form_of(text: &[char], range: &Range<usize>) -> Option<YearForm> {
    let next = skip_spaces(text, range.end);
    let after = text.get(next).copied();
    if after == Some('年') {
        return Some(YearForm::Year);
    }
    let before = range.start.checked_sub(1).and_then(|at| text.get(at));
    let is_bracketed = matches!(before, Some('〔' | '[' | '［' | '【' | '（' | '('))
        && matches!(after, Some('〕' | ']' | '］' | '】' | '）' | ')'));
    if is_bracketed {
        let tail = text
            .onward(next + 1)
            .iter()
            .skip_while(|c| c.is_whitespace() || **c == '第');
        let tail = tail.skip_while(|c| digit(**c).is_some());
        return matches!(tail.clone().find(|c| !c.is_whitespace()), Some('号'))
            .then_some(YearForm::DocumentNumber);
    }
    digit(*text.get(range.start)?)?;
    if is_month_and_day(text, range.end) {
        return Some(YearForm::Dotted);
    }
    let is_link = matches!(
        after,
        Some('-' | '－' | '–' | '—' | '~' | '～' | '至' | '到' | '、' | '和')
    );
    let second = skip_link(text, next);
    let is_range = is_link
        && text.len() >= second + 4
        && run_length(text, second) == 4
        && text.get(skip_spaces(text, second + 4)) == Some(&'年');
    is_range.then_some(YearForm::RangeStart)
}

/// Past the dash or word that joins two years.
fn skip_link(text: &[char], position: usize) -> usize {
    let is_link = |c: &char| {
        matches!(
            c,
            '-' | '－' | '–' | '—' | '~' | '～' | '至' | '到' | '、' | '和'
        ) || c.is_whitespace()
    };
    let rest = text.get(position..).unwrap_or_default();
    position + rest.iter().take_while(|c| is_link(c)).count().min(4)
}

/// Whether `.12.31`, `-12-31` or `/1` follows.
fn is_month_and_day(text: &[char], start: usize) -> bool {
    let Some(mark @ ('.' | '-' | '/' | '．')) = text.get(start) else {
        return false;
    };
    let rest = text.onward(start + 1);
    let month: String = rest
        .iter()
        .take_while(|c| digit(**c).is_some())
        .map(|c| half_width(*c))
        .take(3)
        .collect();
    let is_month = month.len() <= 2 && month.parse().is_ok_and(|m: u16| (1..=12).contains(&m));
    // 2024-12 could be a range of years written short, 2024.5 a number: both want the day as well, or two digits.
    is_month && (month.len() == 2 || rest.get(month.len()) == Some(mark))
}

/// Adds 24年 where what follows shows that a calendar year is meant.
fn short_mentions(text: &[char], found: &mut Vec<Mention>) {
    for (position, _) in text.iter().enumerate().filter(|(_, c)| **c == '年') {
        let Some(start) = position.checked_sub(2) else {
            continue;
        };
        let digits = text.part(start..position);
        let value = digits
            .iter()
            .try_fold(0, |sum, c| Some(sum * 10 + digit(*c)?));
        let Some(value) = value else {
            continue;
        };
        let before = start.checked_sub(1).and_then(|at| text.get(at));
        let stands_alone = before.is_none_or(|before| {
            digit(*before).is_none()
                && !matches!(before, '.' | '第' | '近' | '约' | '满' | '历' | '过')
        });
        let after: String = text.onward(position + 1).iter().take(4).collect();
        let is_calendar = ["度", "全年", "上半年", "下半年", "底", "末"]
            .iter()
            .any(|word| after.starts_with(word))
            || after.chars().next().is_some_and(|c| digit(c).is_some()) && after.contains('月');
        if stands_alone && is_calendar {
            found.push(Mention {
                range: start..position,
                year: 2000 + value,
                form: YearForm::Short,
            });
        }
    }
    found.sort_by_key(|mention| mention.range.start);
}

/// A digit of a year in Chinese; latin O stands for 〇 there.
fn chinese(c: char) -> Option<u16> {
    match c {
        'Ｏ' | 'O' => Some(0),
        _ => chinese_digit(c),
    }
}
