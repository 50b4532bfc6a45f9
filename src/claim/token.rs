//! A paragraph → words that mean something, numbers, years and marks; everything else is left out.

use super::amount::{Amount, Bound};
use super::grammar::{ABOUT_BEFORE, AT_LEAST_BEFORE, AT_LEAST_BEHIND, AT_MOST_BEFORE};
use super::lexicon::{Lexicon, Meaning};
use crate::text::Stretch;
use crate::text::numeral::{Numeral, begins_number, chinese_digit, digit, half_width, numeral};
use std::ops::Range;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub range: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// A number of things or an amount of money.
    ///
    /// With the index of its unit in the lexicon.
    Amount(Amount, usize),
    /// A number without a unit.
    Bare(Amount),
    Percent(Amount),
    /// A number of times: 是上年的2.5倍.
    Times(Amount),
    /// A number that counts something else: 3天, 第2项, 10余年.
    OtherNumber,
    /// A year, and whether 比 or 较 stands before it.
    Year(u16, bool),
    /// A month without a day.
    Months,
    /// A day of the year up to which is counted: 截至11月底.
    Until,
    Meaning(Meaning),
    Mark(char),
}

/// Everything in a paragraph that means something.
pub(super) fn tokens(text: &[char], lexicon: &Lexicon) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let rest @ [first, ..] = text.onward(at) {
        let (kind, length) = match *first {
            mark @ ('，' | '。' | '；' | '：' | '、' | '（' | '）' | '！' | '？') => {
                (Some(Kind::Mark(mark)), 1)
            }
            mark @ (',' | ';' | ':' | '(' | ')' | '!' | '?') => {
                (Some(Kind::Mark(full_width(mark))), 1)
            }
            c => match lexicon.at(rest) {
                Some((Meaning::Plain, length)) if digit(c).is_none() => (None, length),
                Some((meaning, length)) => (Some(Kind::Meaning(meaning)), length),
                // 半数 is a share; no other word for a number begins so.
                None if begins_number(c) || c == '半' => number(text, at, lexicon),
                None => (None, 1),
            },
        };
        found.extend(kind.map(|kind| Token {
            range: at..at + length,
            kind,
        }));
        at += length.max(1);
    }
    found
}

fn full_width(mark: char) -> char {
    match mark {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '(' => '（',
        ')' => '）',
        '!' => '！',
        _ => '？',
    }
}

/// The number at a position with its unit, and how many characters it takes.
fn number(text: &[char], at: usize, lexicon: &Lexicon) -> (Option<Kind>, usize) {
    let rest = text.onward(at);
    if let Some((year, length)) = year(rest) {
        let before = text.upto(at).iter().rev().find(|c| !c.is_whitespace());
        let is_compared = matches!(before, Some('比' | '较' | '与' | '同'));
        return (Some(Kind::Year(year, is_compared)), length);
    }
    if let Some((percent, length)) = spoken_percent(text, at) {
        return (Some(percent), length);
    }
    let Some(numeral) = numeral(rest) else {
        return (None, 1);
    };
    let before = text.upto(at);
    let mut end = spaces(rest, numeral.length);
    let bound = bound(before, rest.onward(end));
    if rest.get(end).is_some_and(|c| AT_LEAST_BEHIND.contains(c)) {
        end = spaces(rest, end + 1);
    }
    if matches!(rest.get(end), Some('%' | '％')) {
        let amount = Amount::of_things(&numeral, bound);
        return (
            Some(amount.map_or(Kind::OtherNumber, Kind::Percent)),
            end + 1,
        );
    }
    if rest.get(end) == Some(&'倍') {
        let amount = Amount::of_things(&numeral, bound);
        return (Some(amount.map_or(Kind::OtherNumber, Kind::Times)), end + 1);
    }
    if let Some(date) = date(before, rest, numeral.length) {
        return date;
    }
    // 突破万件: ten thousand as a bound; 数万件 tells no number.
    let is_round = rest.first() == Some(&'万') && numeral.length == 1;
    let numeral = match (is_round, bound) {
        (true, Bound::Exact | Bound::About) => return (Some(Kind::OtherNumber), end.max(1)),
        (true, _) => Numeral {
            value: Some(rust_decimal::Decimal::from(10_000)),
            unit: rust_decimal::Decimal::from(10_000),
            ..numeral
        },
        _ => numeral,
    };
    let is_ordinal = before
        .last()
        .is_some_and(|c| "第每任某同这那哪首该".contains(*c));
    if let Some((unit_index, unit)) = lexicon.unit(rest.onward(end)) {
        let length = end + unit.len();
        // 个 counts everything; with a noun that is no case it is another number.
        let is_word = numeral.in_words && bound == Bound::Exact && is_set_phrase(rest, length);
        let yuan = match unit {
            ['元'] => Some(1),
            ['万', '元'] => Some(10_000),
            ['亿', '元'] => Some(100_000_000),
            _ => None,
        };
        let amount = match yuan {
            Some(yuan) => Amount::of_money(&numeral, bound, yuan),
            None => Amount::of_things(&numeral, bound),
        };
        let kind = match amount {
            Some(amount) if !is_ordinal && !is_word => Kind::Amount(amount, unit_index),
            _ => Kind::OtherNumber,
        };
        return (Some(kind), length);
    }
    if numeral.in_words {
        // 一般, 统一, 三审三校: no numbers.
        return (None, numeral.length);
    }
    let next = rest.get(end).copied();
    let ends = next.is_none_or(|c| "，。；、）,;)".contains(c));
    let kind = match Amount::of_things(&numeral, bound) {
        Some(amount) if ends && !is_ordinal => Kind::Bare(amount),
        _ => Kind::OtherNumber,
    };
    (Some(kind), numeral.length)
}

/// 七成, 五成六, 百分之三, 四分之一, 一半: a share in words.
fn spoken_percent(text: &[char], at: usize) -> Option<(Kind, usize)> {
    let rest = text.onward(at);
    let percent = |value: u32, unit: u32, length: usize| {
        let numeral = Numeral {
            value: Some(value.into()),
            unit: unit.into(),
            length,
            in_words: true,
        };
        let amount = Amount::of_things(&numeral, bound(text.upto(at), rest.onward(length)))?;
        Some((Kind::Percent(amount), length))
    };
    let starts = |word: &str| {
        rest.iter()
            .copied()
            .take(word.chars().count())
            .eq(word.chars())
    };
    if starts("百分之") {
        let number = numeral(rest.get(3..)?)?;
        let (tenth, places) = spoken_place(rest.onward(3 + number.length));
        let numeral = Numeral {
            value: number.value.and_then(|whole| whole.checked_add(tenth)),
            unit: match places {
                0 => number.unit,
                _ => rust_decimal::Decimal::new(1, places),
            },
            length: number.length + 3 + if places > 0 { places as usize + 1 } else { 0 },
            ..number
        };
        let amount =
            Amount::of_things(&numeral, bound(text.upto(at), rest.get(numeral.length..)?))?;
        return Some((Kind::Percent(amount), numeral.length));
    }
    if starts("一半") || starts("半数") {
        return percent(50, 2, 2);
    }
    let parts = [
        ("四分之一", 25),
        ("三分之一", 33),
        ("五分之一", 20),
        ("四分之三", 75),
        ("三分之二", 67),
    ];
    if let Some((_, value)) = parts.iter().find(|(word, _)| starts(word)) {
        return percent(*value, 2, 4);
    }
    let first = *rest.first()?;
    let tens = chinese_digit(first)
        .or((first == '两').then_some(2))
        .filter(|tens| *tens > 0)?;
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let is_share =
        rest.get(1) == Some(&'成') && !matches!(rest.get(2), Some('为' | '立' | '果' | '员'));
    if !is_share || before.is_some_and(|c| chinese_digit(*c).is_some() || *c == '十') {
        return None;
    }
    match rest.get(2).and_then(|c| chinese_digit(*c)) {
        Some(ones) => percent(u32::from(tens * 10 + ones), 1, 3),
        None => percent(u32::from(tens * 10), 10, 2),
    }
}

/// 点二, 点二五: the places behind a number in words and how many they are.
fn spoken_place(rest: &[char]) -> (rust_decimal::Decimal, u32) {
    let [point, digits @ ..] = rest else {
        return Default::default();
    };
    let digits = digits.iter().take(2).map_while(|c| chinese_digit(*c));
    let (value, places) = digits.fold((0_i64, 0), |(value, places), digit| {
        (value * 10 + i64::from(digit), places + 1)
    });
    match *point == '点' {
        true => (rust_decimal::Decimal::new(value, places), places),
        false => Default::default(),
    }
}

/// 一件件, 一项项, 一件一策.
fn is_set_phrase(rest: &[char], length: usize) -> bool {
    let behind = rest.get(length);
    behind.is_some() && (behind == rest.get(length - 1) || behind == Some(&'一'))
}

/// Four digits and 年.
fn year(rest: &[char]) -> Option<(u16, usize)> {
    let first = rest.first()?;
    let is_digit = |c: &&char| match digit(*first) {
        Some(_) => digit(**c).is_some(),
        None => chinese_digit(**c).is_some(),
    };
    let digits: Vec<u16> = rest
        .iter()
        .take(5)
        .take_while(is_digit)
        .filter_map(|c| digit(*c).or_else(|| chinese_digit(*c)))
        .collect();
    if digits.len() != 4 {
        return None;
    }
    let end = spaces(rest, digits.len());
    let is_year = rest.get(end) == Some(&'年');
    let value = digits
        .iter()
        .take(4)
        .fold(0, |value, digit| value * 10 + digit);
    let length = match rest.get(end + 1) {
        Some('度') => end + 2,
        _ => end + 1,
    };
    (is_year && (1949..=2099).contains(&value)).then_some((value, length))
}

/// A month or day after a number: what it is and how long, `None` when none follows.
fn date(before: &[char], rest: &[char], number: usize) -> Option<(Option<Kind>, usize)> {
    let at = spaces(rest, number);
    match rest.get(at)? {
        '月' => {
            let after = spaces(rest, at + 1);
            let day = rest
                .onward(after)
                .iter()
                .take_while(|c| digit(**c).is_some())
                .count();
            let has_day =
                day > 0 && matches!(rest.get(spaces(rest, after + day)), Some('日' | '号'));
            let closes = matches!(rest.get(after), Some('底' | '末'));
            let is_december = numeral(rest)?.value == Some(rust_decimal::Decimal::from(12));
            let is_last = rest.part(after..after + day) == ['3', '1'] && is_december;
            let kind = match is_until(before) && !(is_december && (closes || is_last)) {
                true => Some(Kind::Until),
                false if has_day || closes && is_december => None,
                false => Some(Kind::Months),
            };
            let length = match kind {
                Some(Kind::Months) => at + 1,
                _ => after + day,
            };
            Some((kind, length))
        }
        // 1—12月 is the whole year, 1—6月 is not.
        '-' | '－' | '–' | '—' | '~' | '～' | '至' | '到' => {
            let links = rest
                .onward(at)
                .iter()
                .take_while(|c| "-－–—~～至到月 ".contains(**c))
                .count();
            let second = numeral(rest.onward(at + links)).filter(|n| !n.in_words)?;
            let end = spaces(rest, at + links + second.length);
            let first = numeral(rest)?.value?;
            let is_year = first == rust_decimal::Decimal::ONE
                && second.value == Some(rust_decimal::Decimal::from(12));
            let months =
                rest.get(end) == Some(&'月') && digit(*rest.get(end + 1).unwrap_or(&' ')).is_none();
            months.then(|| match is_year {
                true => (None, end + 1),
                false => (Some(Kind::Months), end + 1),
            })
        }
        _ => None,
    }
}

/// Whether 截至 leads to a date, perhaps with its year between.
fn is_until(before: &[char]) -> bool {
    let ink = before.iter().rev().filter(|c| !c.is_whitespace());
    let mut ink = ink.skip_while(|c| **c == '年' || digit(**c).is_some());
    let end = (ink.next(), ink.next());
    matches!(
        end,
        (Some('至' | '止'), Some('截')) | (Some('到'), Some('截' | '止'))
    )
}

fn bound(before: &[char], after: &[char]) -> Bound {
    // Of 超过 and 不超过 the longer is what is said.
    let said = |words: &[&str]| {
        let said = words.iter().filter(|word| ends_with(before, word));
        said.map(|word| word.len()).max().unwrap_or(0)
    };
    let (least, most) = (said(&AT_LEAST_BEFORE), said(&AT_MOST_BEFORE));
    let behind = after.upto(5);
    let tells = |first, second| behind.array_windows().any(|pair| *pair == [first, second]);
    let is_more = behind.first().is_some_and(|c| AT_LEAST_BEHIND.contains(c));
    if is_more || least > most || tells('以', '上') {
        Bound::AtLeast
    } else if most > 0 || tells('以', '下') || tells('以', '内') {
        Bound::AtMost
    } else if said(&ABOUT_BEFORE) > 0 || tells('左', '右') || tells('上', '下') {
        Bound::About
    } else {
        Bound::Exact
    }
}

/// Whether a text ends with a word, spaces left out.
fn ends_with(text: &[char], word: &str) -> bool {
    let mut ink = text.iter().rev().filter(|c| !c.is_whitespace());
    word.chars().rev().all(|c| ink.next() == Some(&c))
}

/// The first character after white space.
fn spaces(text: &[char], mut at: usize) -> usize {
    while text.get(at).is_some_and(|c| half_width(*c).is_whitespace()) {
        at += 1;
    }
    at
}
