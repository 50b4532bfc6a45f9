//! Numbers in running text, in digits or Chinese numerals, with the unit that follows: 12件, １，２３４ 件, 十二件.

use super::stretch::Stretch;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The half-width form of a full-width digit, sign, point or comma.
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '＋' | '－' | '．' | '，' => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        other => other,
    }
}

/// The value of a digit, half or full width.
pub fn digit(c: char) -> Option<u16> {
    match c {
        '0'..='9' => Some(c as u16 - '0' as u16),
        '０'..='９' => u16::try_from(c as u32 - '０' as u32).ok(),
        _ => None,
    }
}

/// The value of a Chinese digit, 〇 to 九.
pub fn chinese_digit(c: char) -> Option<u16> {
    // Asked of every character of every text, so no search through the digits.
    Some(match c {
        '〇' | '○' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Whether a number in running text may begin with a character.
pub fn begins_number(c: char) -> bool {
    digit(c).is_some() || is_spoken(&c)
}

/// Whether a character may stand in a number written in Chinese.
fn is_spoken(c: &char) -> bool {
    counting_digit(*c).is_some() || place_value(*c).is_some()
}

/// Whether a character may stand in the number of a heading or a list: 3, ３, 十三.
pub fn is_list_digit(c: char) -> bool {
    digit(c).is_some() || c == '十' || chinese_digit(c).is_some_and(|value| value > 0)
}

/// The number of a heading or a list in Chinese, up to 99; `None` when it is none.
pub fn list_number(text: &str) -> Option<u32> {
    let chars: Vec<char> = text.chars().take(4).collect();
    let is_chinese = |c: &char| is_list_digit(*c) && digit(*c).is_none();
    if chars.len() > 3 || !chars.iter().all(is_chinese) {
        return None;
    }
    in_words(&chars)?.to_u32().filter(|number| *number <= 99)
}

/// The value of a Chinese number written whole, as in 二十三 or 一百零五.
///
/// `None` where it is no number, or none that is exact, as in 两三 or 一百二.
pub fn in_words(text: &[char]) -> Option<Decimal> {
    let (mut total, mut section, mut pending) = (0_i64, 0_i64, None);
    let mut last_place = i64::MAX;
    for &c in text {
        match (counting_digit(c), place_value(c)) {
            (Some(0), _) => last_place = 1,
            (Some(value), _) if pending.is_none() => pending = Some(value),
            (None, Some(10_000)) => {
                let ten_thousands = section.checked_add(pending.take().unwrap_or(0))?;
                total = total.checked_add(ten_thousands.checked_mul(10_000)?)?;
                section = 0;
                last_place = 10_000;
            }
            (None, Some(place)) => {
                section = section.checked_add(pending.take().unwrap_or(1) * place)?;
                last_place = place;
            }
            _ => return None,
        }
    }
    // 一百二 means 120, 一百零二 means 102; the first is too loose to be checked.
    if text.is_empty() || pending.is_some() && matches!(last_place, 100..=10_000) {
        return None;
    }
    let sum = total
        .checked_add(section)?
        .checked_add(pending.unwrap_or(0))?;
    Some(Decimal::from(sum))
}

/// A number as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numeral {
    /// `None` where it is no exact number, as in 两三.
    pub value: Option<Decimal>,
    /// What one in its last place is worth: 0.01 in 128.65, 1000 in 1.2万, 1 in 18.
    pub unit: Decimal,
    /// How many characters it takes.
    pub length: usize,
    /// Whether it is written in Chinese.
    pub in_words: bool,
}

/// The number at the start of a text, with 万 and 亿 behind digits; `None` when there is none.
pub fn numeral(text: &[char]) -> Option<Numeral> {
    let first = *text.first()?;
    if digit(first).is_some() {
        return Some(in_digits(text));
    }
    let length = text.iter().take_while(|c| is_spoken(c)).count();
    (length > 0).then(|| Numeral {
        value: in_words(text.upto(length)),
        unit: Decimal::ONE,
        length,
        in_words: true,
    })
}

/// Digits with decimals and thousands separators; a full stop or comma counts only between digits.
fn in_digits(text: &[char]) -> Numeral {
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.iter().take_while(|c| digit(**c).is_some()).count()
    };
    let mut length = digits(0);
    let is = |at: usize, mark: char| text.get(at).is_some_and(|c| half_width(*c) == mark);
    if length <= 3 {
        while is(length, ',') && digits(length + 1) == 3 {
            length += 4;
        }
    }
    let mut decimals = 0;
    if is(length, '.') && digits(length + 1) > 0 {
        decimals = digits(length + 1);
        length += 1 + decimals;
    }
    let plain = text.iter().take(length).map(|c| half_width(*c));
    let plain: String = plain.filter(|c| *c != ',').collect();
    let times = match text.get(length) {
        Some('亿') => 100_000_000,
        Some('万') => 10_000,
        Some('千') => 1_000,
        Some('百') => 100,
        _ => 1,
    };
    let times = Decimal::from(times);
    let scale = u32::try_from(decimals).unwrap_or(u32::MAX);
    let unit = Decimal::try_new(1, scale).unwrap_or(Decimal::ZERO);
    let value = Decimal::from_str_exact(&plain).ok();
    Numeral {
        value: value.and_then(|value| value.checked_mul(times)),
        unit: unit.checked_mul(times).unwrap_or(Decimal::ZERO),
        length: length + usize::from(times > Decimal::ONE),
        in_words: false,
    }
}

fn counting_digit(c: char) -> Option<i64> {
    match c {
        '两' => Some(2),
        _ => chinese_digit(c).map(i64::from),
    }
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
