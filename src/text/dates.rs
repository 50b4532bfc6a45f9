//! Dates in texts: those that no calendar has, and periods from one day to another.

use super::mark::ends_sentence;
use super::numeral::{chinese_digit, digit, in_words};
use super::stretch::Stretch;
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// A month or a day of a month as written, perhaps with its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Its characters, from the year or the month on.
    pub range: Range<usize>,
    pub year: Option<u16>,
    pub month: u32,
    pub day: Option<u32>,
}

impl Date {
    /// Whether a calendar has it; February has 29 days where the year is not known.
    pub fn exists(&self) -> bool {
        let leap = self.year.is_none_or(is_leap);
        let days = match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return false,
        };
        self.day.is_none_or(|day| (1..=days).contains(&day))
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// 2月29日 without a year in the report of a year that has none, where neither the year before nor the next is meant.
pub fn is_leap_day_elsewhere(text: &[char], date: &Date, year: u16) -> bool {
    let is_leap_day = date.year.is_none() && (date.month, date.day) == (2, Some(29));
    let ahead = text.upto(date.range.start).iter().rev();
    let ahead: Vec<char> = ahead
        .take(80)
        .take_while(|c| !ends_sentence(**c))
        .copied()
        .collect();
    let names_other = ahead.windows(2).any(|pair| match pair {
        ['年', before] => digit(*before).is_some() || "去上前明次".contains(*before),
        ['度', '年'] => true,
        _ => false,
    });
    is_leap_day && !is_leap(year) && !is_leap(year.saturating_add(1)) && !names_other
}

/// Every 13月 and 2月30日 of a text, existing or not, with the year directly before it.
///
/// Numbers of months are left out: 3个月 and 近3月 are no dates.
pub fn dates(text: &[char]) -> Vec<Date> {
    let mut found = Vec::new();
    for (at, c) in text.iter().enumerate() {
        if *c != '月' {
            continue;
        }
        let Some((start, month)) = number_before(text, at) else {
            continue;
        };
        let (day, end) = match number_behind(text, at + 1) {
            Some((day, end)) => (Some(day), end),
            None => (None, at + 1),
        };
        let year = year_before(text, start);
        let start = year.as_ref().map_or(start, |(start, _)| *start);
        found.push(Date {
            range: start..end,
            year: year.map(|(_, year)| year),
            month,
            day,
        });
    }
    found
}

/// Every 2025.2.30, 2025-06-31 and 2025/6/31 of a text, existing or not.
pub fn dotted_dates(text: &[char]) -> Vec<Date> {
    let number = |at: usize, most: usize| {
        let rest = text.get(at..)?;
        // A longer run of digits is no part of a date; its end is not looked for.
        let near = rest.iter().take(most + 1);
        let length = near.take_while(|c| digit(**c).is_some()).count();
        let digits = rest.get(..length)?;
        (1..=most).contains(&length).then_some(())?;
        Some((at + length, value(digits)?))
    };
    let date = |start: usize| {
        let before = start.checked_sub(1).and_then(|before| text.get(before));
        let goes_on =
            before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/'));
        let (end, year) = number(start, 4).filter(|(end, _)| !goes_on && *end == start + 4)?;
        let mark = text.get(end).filter(|c| matches!(c, '.' | '-' | '/'))?;
        let (end, month) = number(end + 1, 2)?;
        let (end, day) = number(end + 1, 2).filter(|_| text.get(end) == Some(mark))?;
        let is_longer = text
            .get(end)
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/'));
        let year = u16::try_from(year)
            .ok()
            .filter(|year| (1949..=2099).contains(year))?;
        (!is_longer).then_some(Date {
            range: start..end,
            year: Some(year),
            month,
            day: Some(day),
        })
    };
    (0..text.len()).filter_map(date).collect()
}

/// Two dates joined by 至 or a dash: the first and the last day of a period.
pub fn periods(text: &[char]) -> Vec<(Date, Date)> {
    let dates = dates(text);
    let joined = dates.array_windows();
    let joined = joined.filter(|[first, last]| are_joined(text, first, last));
    joined
        .map(|[first, last]: &[Date; 2]| (first.clone(), last.clone()))
        .collect()
}

/// Whether nothing but 至 or a dash stands between two dates.
fn are_joined(text: &[char], first: &Date, last: &Date) -> bool {
    let between = text.get(first.range.end..last.range.start);
    let between = between.unwrap_or_default().iter();
    let between: String = between.filter(|c| !c.is_whitespace()).collect();
    let links = [
        "至",
        "到",
        "起至",
        "起到",
        "—",
        "——",
        "-",
        "－",
        "–",
        "~",
        "～",
        "，至",
        "起，至",
        "，到",
        "起，到",
        "始，至",
        "始至",
        "开始，至",
        "开始至",
        "开始，到",
        "算起，到",
        "算起，至",
        "算起到",
        "算起至",
        "起算，至",
        "起算至",
        "始，到",
        "开始到",
        "起始，至",
    ];
    links.contains(&between.as_str())
}

/// Periods that end before they begin among the dates of a text, as ranges of characters; both ends name their year.
pub fn turned_periods(text: &[char], dates: &[Date]) -> Vec<Range<usize>> {
    let is_turned = |[first, last]: &&[Date; 2]| {
        let (Some(from), Some(to)) = (first.year, last.year) else {
            return false;
        };
        let day = |date: &Date, usual: u32| (date.month, date.day.unwrap_or(usual));
        first.exists()
            && last.exists()
            && (from, day(first, 1)) > (to, day(last, 31))
            && are_joined(text, first, last)
    };
    let turned = dates.array_windows().filter(is_turned);
    turned
        .map(|[first, last]| first.range.start..last.range.end)
        .collect()
}

/// The number that ends before a position: its first character and value.
fn number_before(text: &[char], end: usize) -> Option<(usize, u32)> {
    let end = ink_before(text, end);
    let before = text.upto(end);
    let count = |is: fn(char) -> bool| before.iter().rev().take_while(|c| is(**c)).count();
    let arabic = count(|c| digit(c).is_some());
    let chinese = count(|c| c == '十' || chinese_digit(c).is_some());
    let (start, value) = match (arabic, chinese) {
        (1..=2, _) => (end - arabic, value(before.onward(end - arabic))?),
        (0, 1..=3) => (
            end - chinese,
            in_words(before.onward(end - chinese))?.to_u32()?,
        ),
        _ => return None,
    };
    // 1.5月, 〔2020〕12月刊 and 第3月 are no dates.
    let before = start.checked_sub(1).and_then(|before| text.get(before));
    (!matches!(before, Some('.' | '近' | '满' | '每'))).then_some((start, value))
}

/// The day after 月: its value and where 日 ends; `None` when none follows.
fn number_behind(text: &[char], start: usize) -> Option<(u32, usize)> {
    let start = ink_behind(text, start);
    let rest = text.get(start..)?;
    let near = || rest.iter().take(4);
    let arabic = near().take_while(|c| digit(**c).is_some()).count();
    let chinese = near()
        .take_while(|c| **c == '十' || chinese_digit(**c).is_some())
        .count();
    let (length, day) = match (arabic, chinese) {
        (1..=2, _) => (arabic, value(rest.upto(arabic))?),
        (0, 1..=3) => (chinese, in_words(rest.upto(chinese))?.to_u32()?),
        _ => return None,
    };
    let end = ink_behind(text, start + length);
    matches!(text.get(end), Some('日' | '号')).then_some((day, end + 1))
}

/// The year before a position, with 年 between: its first character and value.
fn year_before(text: &[char], end: usize) -> Option<(usize, u16)> {
    let end = ink_before(text, end);
    let mark = end
        .checked_sub(1)
        .filter(|at| text.get(*at) == Some(&'年'))?;
    let year_end = ink_before(text, mark);
    let start = year_end.checked_sub(4)?;
    let digits = text.part(start..year_end);
    let value = digits.iter().try_fold(0, |sum, c| {
        Some(sum * 10 + digit(*c).or_else(|| chinese_digit(*c))?)
    })?;
    (1900..=2199).contains(&value).then_some((start, value))
}

fn value(digits: &[char]) -> Option<u32> {
    digits
        .iter()
        .try_fold(0, |sum, c| Some(sum * 10 + u32::from(digit(*c)?)))
}

fn ink_before(text: &[char], end: usize) -> usize {
    let before = text.upto(end).iter().rev();
    end - before.take_while(|c| **c == ' ').count()
}

fn ink_behind(text: &[char], start: usize) -> usize {
    let rest = text.onward(start);
    start + rest.iter().take_while(|c| **c == ' ').count()
}

/// 更正“2月30日”等错误: whether a date is told as somebody's mistake, or a span of months (历时14月).
pub fn is_quoted_fault(text: &[char], date: &Date) -> bool {
    let before = date.range.start.checked_sub(1).and_then(|at| text.get(at));
    let is_span = date.day.is_none()
        && date.year.is_none()
        && matches!(before, Some('时' | '期' | '达' | '共' | '计' | '足'));
    let is_end = |c: &&char| !matches!(**c, '。' | '；' | '\n');
    let ahead = text
        .upto(date.range.start)
        .iter()
        .rev()
        .take(60)
        .take_while(is_end);
    let behind = text
        .onward(date.range.end)
        .iter()
        .take(60)
        .take_while(is_end);
    let ahead: String = ahead.collect::<Vec<_>>().into_iter().rev().collect();
    let sentence = ahead + "日" + &behind.collect::<String>();
    let told = [
        "更正",
        "错误",
        "误写",
        "误为",
        "误录",
        "误填",
        "勘误",
        "不存在",
        "笔误",
        "纠正",
    ];
    is_span || told.iter().any(|word| sentence.contains(word))
}

/// What joins the ends of a period.
pub(super) const LINKS: [char; 8] = ['至', '到', '-', '－', '–', '—', '~', '～'];

/// A date or span of months after 年, and what follows it: `1月1日`, `12月`, `1-12月`.
pub(super) fn split_date(after: &str) -> (&str, &str) {
    let is_digit = |c: char| c.is_ascii_digit();
    let (month, rest) = split_number(after);
    if month.is_empty() {
        return ("", after);
    }
    if rest.starts_with(LINKS)
        && after
            .trim_start_matches(|c: char| c.is_ascii_digit() || LINKS.contains(&c))
            .starts_with('月')
    {
        return (month, rest);
    }
    let Some(rest) = rest.strip_prefix('月') else {
        return match rest.strip_prefix(['.', '-', '/']) {
            Some(day) if day.starts_with(is_digit) => {
                let (_, end) = split_number(day);
                after.split_at(after.len() - end.len())
            }
            _ => ("", after),
        };
    };
    let rest = rest.strip_prefix('份').unwrap_or(rest);
    let (day, behind) = split_number(rest);
    let end = match behind.strip_prefix(['日', '号']) {
        Some(after_day) if !day.is_empty() => after_day,
        _ => rest,
    };
    after.split_at(after.len() - end.len())
}

/// The digits that a text begins with, and what follows them.
fn split_number(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.split_at(text.len() - rest.len())
}
