//! Numbers that belong to a person: identity cards, mobile telephones, bank cards.

use super::numeral::digit;
use super::stretch::Stretch;
use std::ops::Range;

/// What a number gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Private {
    /// 18 characters with a date of birth and a right check digit.
    Identity,
    Mobile,
    /// 16 to 19 digits that words before them call those of a bank card.
    BankCard,
    /// 16 to 19 digits with a card's check digit, of which nothing says what they are.
    PerhapsBankCard,
}

/// Every number in a text that belongs to a person, as a range of its characters.
///
/// Digits may be parted by single spaces, or a mobile number by hyphens; numbers within longer ones, within latin words
/// and behind a decimal point are passed over.
pub fn private_numbers(text: &[char]) -> Vec<(Range<usize>, Private)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at) {
        if digit(*c).is_none() {
            at += 1;
            continue;
        }
        let (end, digits) = run(text, at);
        let is_part = |c: Option<&char>| {
            c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_' | '='))
        };
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let is_part =
            |c: Option<&char>| is_part(c) && !(c == Some(&'/') && is_mobile_length(&digits));
        let is_x = matches!(text.get(end), Some('X' | 'x' | 'Ｘ' | 'ｘ'));
        let behind = text.get(end + usize::from(is_x && digits.len() == 17));
        // 13900001234元 is an amount.
        let is_amount = behind.is_some_and(|c| "元万亿个条次件字户人年千吨平立度米".contains(*c));
        if !is_part(before) && !is_part(behind) && !is_amount {
            // Shorter numbers are nobody's.
            let is_long = digits.len() > 11;
            let called = is_long.then(|| is_called(text, at)).flatten();
            let (own, skipped) = match called {
                None => without_country(&digits),
                Some(_) => (digits.as_slice(), 0),
            };
            let kind = kind(own, is_x, called)
                .filter(|_| !is_fax(text.upto(at)))
                .filter(|kind| *kind == Private::Mobile || !is_serial(text.upto(at)));
            let end = end + usize::from(is_x && kind == Some(Private::Identity));
            let own = text.part(at + skipped..end);
            let mark = own.iter().take_while(|c| digit(**c).is_none()).count();
            found.extend(kind.map(|kind| (at + skipped + mark..end, kind)));
        }
        at = end;
    }
    found
}

/// Whether so many digits are a mobile number or two, which are written with / between them.
fn is_mobile_length(digits: &[u32]) -> bool {
    matches!(digits, [1, 3..=9, ..]) && digits.len() == 11
}

/// What the words shortly before a number call it: 身份证号, 银行卡号.
fn is_called(text: &[char], at: usize) -> Option<Private> {
    let before = text.upto(at);
    let near = before.onward(before.len().saturating_sub(9)).iter();
    let near: String = near.filter(|c| !c.is_whitespace()).collect();
    let clause = near.rsplit(['，', '。', '；', '、', '（']).next()?;
    let names = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    if names(&["身份证", "身份号码", "身份证号"]) {
        return Some(Private::Identity);
    }
    names(&["银行卡", "卡号", "储蓄卡", "借记卡", "社保卡账户"]).then_some(Private::BankCard)
}

/// 8613800001234: a mobile number behind the number of the country.
fn without_country(digits: &[u32]) -> (&[u32], usize) {
    match digits {
        [8, 6, own @ ..] if own.len() == 11 => (own, 2),
        [0, 0, 8, 6, own @ ..] if own.len() == 11 => (own, 4),
        _ => (digits, 0),
    }
}

/// 传真: a telephone of the office.
fn is_fax(before: &[char]) -> bool {
    let near = before.onward(before.len().saturating_sub(4));
    near.windows(2).any(|pair| pair == ['传', '真'])
}

/// 项目代码, 流水号: whether the words before a long number say that it is no person's.
fn is_serial(before: &[char]) -> bool {
    let near: String = before
        .onward(before.len().saturating_sub(10))
        .iter()
        .collect();
    let serial = [
        "编号",
        "代码",
        "单号",
        "流水",
        "档号",
        "卷号",
        "条码",
        "案号",
        "受理号",
        "合同号",
    ];
    !near.contains("身份") && serial.iter().any(|word| near.contains(word))
}

/// A run of digits with single spaces or hyphens in it: its end and its digits.
fn run(text: &[char], start: usize) -> (usize, Vec<u32>) {
    let mut digits = Vec::new();
    let mut end = start;
    let mut at = start;
    while let Some(c) = text.get(at) {
        if let Some(value) = digit(*c) {
            digits.push(u32::from(value));
            at += 1;
            end = at;
        } else if (matches!(c, ' ' | '-') || joins_mobile(*c, &digits))
            && text.get(at + 1).is_some_and(|c| digit(*c).is_some())
        {
            at += 1;
        } else {
            break;
        }
    }
    (end, digits)
}

/// 138.1234.5678, 138—1234—5678: whether a mark parts the digits of a mobile number.
fn joins_mobile(mark: char, digits: &[u32]) -> bool {
    let is_mark = matches!(mark, '.' | '·' | '—' | '–' | '－');
    is_mark && matches!(digits, [1, 3..=9, ..]) && matches!(digits.len(), 3 | 7)
}

fn kind(digits: &[u32], is_x: bool, called: Option<Private>) -> Option<Private> {
    let is_identity_called = called == Some(Private::Identity);
    match (digits.len(), digits) {
        // What is called an identity number is one with a slip in it, too, and so is one of before 1999.
        (17, own) if is_x && is_identity_called && is_born(own.part(6..14)) => {
            Some(Private::Identity)
        }
        (18, own) if is_identity_called && is_born(own.part(6..14)) => Some(Private::Identity),
        (15, own) if is_identity_called && is_born_in_the_century(own.part(6..12)) => {
            Some(Private::Identity)
        }
        (16..=19, _) if called == Some(Private::BankCard) => Some(Private::BankCard),
        (11, [1, 3..=9, ..]) => Some(Private::Mobile),
        (17, own) if is_x => is_identity(own, 10).then_some(Private::Identity),
        (18, [own @ .., check]) if is_identity(own, *check) => Some(Private::Identity),
        (16..=19, [3..=6, ..]) if passes_luhn(digits) => Some(Private::PerhapsBankCard),
        _ => None,
    }
}

/// Whether 17 digits hold a date of birth and give this check digit (GB 11643).
fn is_identity(digits: &[u32], check: u32) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [u32; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    digits.first() != Some(&0)
        && is_born(digits.part(6..14))
        && CHECKS.get((sum % 11) as usize) == Some(&check)
}

/// Whether eight digits are a day of birth.
fn is_born(digits: &[u32]) -> bool {
    (1900..=2099).contains(&value(digits.upto(4))) && is_day(digits.onward(4))
}

/// Whether six digits are a day of birth without its century.
fn is_born_in_the_century(digits: &[u32]) -> bool {
    digits.len() == 6 && is_day(digits.onward(2))
}

/// Whether four digits are a month and a day.
fn is_day(digits: &[u32]) -> bool {
    (1..=12).contains(&value(digits.upto(2))) && (1..=31).contains(&value(digits.onward(2)))
}

fn value(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |value, digit| value * 10 + digit)
}

fn passes_luhn(digits: &[u32]) -> bool {
    let doubled = |(place, digit): (usize, &u32)| match place % 2 {
        1 if *digit > 4 => digit * 2 - 9,
        1 => digit * 2,
        _ => *digit,
    };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    sum.is_multiple_of(10)
}
