//! Document numbers that are not written as in 国办函〔2020〕109号.

use super::numeral::{digit, half_width};
use super::stretch::Stretch;
use super::usage::{Fault, is_hanzi};

/// Document numbers in other brackets, with 年, 第 or leading zeros, a year of two digits, or without 号.
pub fn document_numbers(text: &[char]) -> Vec<Fault> {
    let each = text.iter().enumerate();
    each.filter_map(|(at, c)| match c {
        '令' => order_number(text, at + 1),
        c if opens(*c) => document_number(text, at),
        _ => None,
    })
    .collect()
}

/// 国令第0711号: the number of an order with zeros before it.
fn order_number(text: &[char], start: usize) -> Option<Fault> {
    let first = start + usize::from(text.get(start) == Some(&'第'));
    let length = count_digits(text, first);
    let end = first + length;
    let digits = plain(text, first, end);
    let number = digits.trim_start_matches('0');
    let is_padded = length > 1 && number.len() < length && text.get(end) == Some(&'号');
    is_padded.then(|| Fault {
        range: first..end,
        instead: Some(number.to_owned()),
        why: None,
    })
}

fn opens(c: char) -> bool {
    matches!(
        c,
        '〔' | '[' | '［' | '【' | '（' | '(' | '﹝' | '<' | '〈' | '《'
    )
}

fn closes(c: Option<&char>) -> bool {
    matches!(
        c,
        Some('〕' | ']' | '］' | '】' | '）' | ')' | '﹞' | '>' | '〉' | '》')
    )
}

/// The document number whose year may stand in the bracket at a position, when it is written wrongly.
fn document_number(text: &[char], open: usize) -> Option<Fault> {
    let before = *text.get(open.checked_sub(1)?)?;
    let first = open + 1;
    let digits = count_digits(text, first);
    let mut close = first + digits;
    let has_year = text.get(close) == Some(&'年');
    close += usize::from(has_year);
    if !closes(text.get(close)) {
        return None;
    }
    if is_hanzi(before) && matches!(digits, 2 | 4) {
        return behind_year(text, open, digits, has_year, close);
    }
    // 国办发2016〔80〕号: the bracket is around the number.
    let year = open.checked_sub(4)?;
    let names = text.upto(year).last().is_some_and(|c| is_hanzi(*c));
    let is_year = count_digits(text, year) == 4 && names;
    let is_number = (1..=4).contains(&digits) && text.get(close + 1) == Some(&'号');
    (is_year && is_number && !has_year).then(|| Fault {
        range: year..close + 2,
        instead: Some(format!(
            "〔{}〕{}号",
            plain(text, year, year + 4),
            plain(text, first, first + digits)
        )),
        why: None,
    })
}

/// The number behind a year in brackets, when something about both is unusual.
fn behind_year(
    text: &[char],
    open: usize,
    digits: usize,
    has_year: bool,
    close: usize,
) -> Option<Fault> {
    let mut at = spaces(text, close + 1);
    let has_word = text.get(at) == Some(&'字');
    at += usize::from(has_word);
    let has_ordinal = text.get(at) == Some(&'第');
    let first = spaces(text, at + usize::from(has_ordinal));
    let length = count_digits(text, first);
    let end = spaces(text, first + length);
    let has_end = text.get(end) == Some(&'号');
    // 国办发〔2016〕80文件: 号 is missing. （2024）31 alone may be anything.
    let closes_bracket = matches!(text.get(end), Some('）' | ')'));
    let is_cut = !has_end && digits == 4 && (closes_bracket || names_document(text, end));
    if length == 0 || !has_end && !is_cut {
        return None;
    }
    // 罚决字〔2025〕第0012号 is the number of a case, which has rules of its own.
    let is_case = text.upto(open).last() == Some(&'字');
    let has_zero = length > 1 && plain(text, first, first + 1) == "0";
    let is_usual = text.get(open) == Some(&'〔') && text.get(close) == Some(&'〕');
    let is_right = is_usual && digits == 4 && !has_year && !has_word && has_end;
    if is_right && (is_case || !has_ordinal && !has_zero) {
        return None;
    }
    let year = plain(text, open + 1, open + 1 + digits);
    let number = plain(text, first, first + length);
    let number = number.trim_start_matches('0');
    Some(Fault {
        range: open..end + usize::from(has_end),
        instead: (digits == 4).then(|| format!("〔{year}〕{number}号")),
        why: None,
    })
}

fn names_document(text: &[char], at: usize) -> bool {
    let behind: String = text.get(at..).unwrap_or_default().iter().take(2).collect();
    ["文件", "精神", "通知", "文要", "规定", "要求"].contains(&behind.as_str())
}

fn count_digits(text: &[char], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.iter().take_while(|c| digit(**c).is_some()).count()
}

fn plain(text: &[char], from: usize, to: usize) -> String {
    let digits = text.get(from..to).unwrap_or_default();
    digits.iter().map(|c| half_width(*c)).collect()
}

fn spaces(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|c| **c == ' ').count()
}
