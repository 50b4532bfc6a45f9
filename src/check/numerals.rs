//! Numbers in running text, in digits or Chinese numerals, with the unit that follows: 12件, １，２３４ 件, 十二件.

use crate::report::half_width;
use rust_decimal::Decimal;

/// A number of things told in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told {
    /// Index of its first character.
    pub start: usize,
    pub value: Decimal,
}

/// Every exact number in the text that is followed by one of the units.
///
/// "10余件" is not exact, "第3件" and "每一件" are no amounts; they are passed over.
pub fn told(text: &[char], units: &[String]) -> Vec<Told> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some((value, length)) = numeral(&text[at..]) else {
            at += 1;
            continue;
        };
        let ordinal = at > 0 && "第每任某同这那哪另逐首".contains(text[at - 1]);
        let end = at + length;
        let rest: String = text[end..]
            .iter()
            .skip_while(|c| c.is_whitespace())
            .take(4)
            .collect();
        let has_unit = units.iter().any(|unit| rest.starts_with(unit.as_str()));
        if let Some(value) = value.filter(|_| has_unit && !ordinal) {
            found.push(Told { start: at, value });
        }
        at = end;
    }
    found
}

/// A numeral at the start of the text: its value, when it is an exact one, and its length.
fn numeral(text: &[char]) -> Option<(Option<Decimal>, usize)> {
    let first = half_width(*text.first()?);
    match first.is_ascii_digit() {
        true => Some(in_digits(text)),
        false if is_numeral(first) => {
            let length = text.iter().take_while(|c| is_numeral(**c)).count();
            Some((in_words(&text[..length]), length))
        }
        false => None,
    }
}

fn in_digits(text: &[char]) -> (Option<Decimal>, usize) {
    let is_digit = |at: usize| {
        text.get(at)
            .is_some_and(|c| half_width(*c).is_ascii_digit())
    };
    let mut plain = String::new();
    let mut length = 0;
    while let Some(&c) = text.get(length) {
        match half_width(c) {
            digit if digit.is_ascii_digit() => plain.push(digit),
            ',' if is_digit(length + 1) => {}
            '.' if is_digit(length + 1) => plain.push('.'),
            _ => break,
        }
        length += 1;
    }
    let times = match text.get(length) {
        Some('万') => 10_000,
        Some('千') => 1_000,
        Some('百') => 100,
        _ => return (Decimal::from_str_exact(&plain).ok(), length),
    };
    let value = Decimal::from_str_exact(&plain).ok();
    (
        value.and_then(|v| v.checked_mul(Decimal::from(times))),
        length + 1,
    )
}

fn is_numeral(c: char) -> bool {
    digit(c).is_some() || place_value(c).is_some()
}

fn digit(c: char) -> Option<i64> {
    let digits = [
        "〇零", "一", "二两", "三", "四", "五", "六", "七", "八", "九",
    ];
    let position = digits.iter().position(|same| same.contains(c))?;
    i64::try_from(position).ok()
}

fn place_value(c: char) -> Option<i64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        _ => None,
    }
}

/// 一百零五 → 105; `None` where it is no exact number, as in 两三 or 一百二.
fn in_words(text: &[char]) -> Option<Decimal> {
    let (mut total, mut section, mut pending) = (0_i64, 0_i64, None);
    let mut last_place = i64::MAX;
    for &c in text {
        match (digit(c), place_value(c)) {
            (Some(0), _) => last_place = 1,
            (Some(value), _) if pending.is_none() => pending = Some(value),
            (_, Some(10_000)) => {
                total += (section + pending.take().unwrap_or(0)) * 10_000;
                section = 0;
                last_place = 10_000;
            }
            (_, Some(place)) => {
                section += pending.take().unwrap_or(1) * place;
                last_place = place;
            }
            _ => return None,
        }
    }
    // 一百二 means 120, 一百零二 means 102; the first is too loose to be checked.
    if pending.is_some() && matches!(last_place, 100..=10_000) {
        return None;
    }
    Some(Decimal::from(total + section + pending.unwrap_or(0)))
}
