//! What the usage of official documents forbids: document numbers, half-width marks, look-alikes, doubled words, spaces.

#![expect(
    clippy::indexing_slicing,
    reason = "places found in the same text before they are used, not yet asked for as stretches"
)]

use super::numeral::{digit, half_width};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Something that is written wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its characters.
    pub range: Range<usize>,
    /// What should stand there, where only one thing can.
    pub instead: Option<String>,
}

impl Fault {
    fn mended(range: Range<usize>, instead: impl Into<String>) -> Fault {
        Fault {
            range,
            instead: Some(instead.into()),
        }
    }
}

/// Document numbers that are not written as in 国办函〔2020〕109号.
pub fn document_numbers(text: &[char]) -> Vec<Fault> {
    let mut found = Vec::new();
    for open in 1..text.len() {
        if !matches!(text[open], '〔' | '[' | '［' | '【' | '（' | '(' | '﹝')
            || !is_hanzi(text[open - 1])
        {
            continue;
        }
        let year = open + 1..open + 5;
        let digits = text.get(year.clone()).unwrap_or_default();
        let mut at = year.end;
        let has_year = text.get(at) == Some(&'年');
        at += usize::from(has_year);
        let closes = matches!(
            text.get(at),
            Some('〕' | ']' | '］' | '】' | '）' | ')' | '﹞')
        );
        if !closes || digits.len() < 4 || digits.iter().any(|c| digit(*c).is_none()) {
            continue;
        }
        let is_usual = text[open] == '〔' && text[at] == '〕';
        at = spaces(text, at + 1);
        let has_ordinal = text.get(at) == Some(&'第');
        let first = spaces(text, at + usize::from(has_ordinal));
        let rest = text.get(first..).unwrap_or_default();
        let length = rest.iter().take_while(|c| digit(**c).is_some()).count();
        let end = spaces(text, first + length);
        if length == 0 || text.get(end) != Some(&'号') {
            continue;
        }
        let has_zero = length > 1 && half_width(text[first]) == '0';
        if is_usual && !has_year && !has_ordinal && !has_zero {
            continue;
        }
        let plain = |range: Range<usize>| -> String {
            text[range].iter().map(|c| half_width(*c)).collect()
        };
        let number = plain(first..first + length);
        let number = number.trim_start_matches('0');
        found.push(Fault::mended(
            open..end + 1,
            format!("〔{}〕{number}号", plain(year)),
        ));
    }
    found
}

/// Half-width marks next to hanzi, brackets and straight quotes around them with their pairs.
pub fn half_width_marks(text: &[char]) -> Vec<Fault> {
    let is_chinese = |at: Option<usize>| {
        let c = at.and_then(|at| text.get(at));
        c.is_some_and(|c| {
            is_hanzi(*c)
                || matches!(
                    c,
                    '”' | '》' | '）' | '“' | '《' | '〕' | '。' | '，' | '、' | '；' | '：'
                )
        })
    };
    let mut found = Vec::new();
    let mut quote: Option<usize> = None;
    for (at, c) in text.iter().enumerate() {
        let (before, behind) = (is_chinese(at.checked_sub(1)), is_chinese(Some(at + 1)));
        let is_last = text.get(at + 1).is_none_or(|c| *c == '\n');
        let mark = match c {
            ',' => "，",
            ';' => "；",
            ':' => "：",
            '!' => "！",
            '?' => "？",
            '(' => {
                found.extend(bracketed(text, at));
                continue;
            }
            '"' => {
                if let Some(open) = quote.take() {
                    let inner: String = text[open + 1..at].iter().collect();
                    if inner.chars().any(is_hanzi) {
                        found.push(Fault::mended(open..at + 1, format!("“{inner}”")));
                    }
                } else {
                    quote = Some(at);
                }
                continue;
            }
            '\n' => {
                quote = None;
                continue;
            }
            _ => continue,
        };
        let next = text.get(spaces(text, at + 1));
        let reaches_hanzi = next.is_some_and(|c| is_hanzi(*c));
        if before
            && (behind || is_last || reaches_hanzi || *c == ':' && is_chinese(at.checked_sub(2)))
        {
            found.push(Fault::mended(at..at + 1, mark));
        }
    }
    found.sort_by_key(|fault| fault.range.start);
    found
}

/// A pair of half-width brackets with hanzi in it.
fn bracketed(text: &[char], open: usize) -> Option<Fault> {
    let length = text[open + 1..]
        .iter()
        .take(200)
        .take_while(|c| **c != '\n')
        .position(|c| *c == ')')?;
    let inner = &text[open + 1..open + 1 + length];
    let before = open.checked_sub(1).and_then(|at| text.get(at));
    let is_ours =
        inner.iter().any(|c| is_hanzi(*c)) && before.is_none_or(|c| !c.is_ascii_alphanumeric());
    let plain: String = inner.iter().collect();
    (is_ours && !plain.contains('('))
        .then(|| Fault::mended(open..open + length + 2, format!("（{plain}）")))
}

/// Kangxi radicals and other look-alikes of hanzi, and full-width digits, letters and decimal points.
pub fn look_alikes(text: &[char]) -> Vec<Fault> {
    let is_strange = |at: usize| match text[at] {
        '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => true,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => true,
        '．' | '％' => at > 0 && digit(text[at - 1]).is_some(),
        _ => false,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if !is_strange(at) {
            at += 1;
            continue;
        }
        let start = at;
        while at < text.len() && is_strange(at) {
            at += 1;
        }
        // ×× and ＸＸ stand for something still to be written; they are asked about elsewhere.
        let instead: String = text[start..at].iter().flat_map(|c| ordinary(*c)).collect();
        let is_placeholder = text[start..at].iter().all(|c| matches!(c, 'Ｘ' | 'ｘ'));
        let is_per_cent = text[start..at] == ['％'];
        if !is_placeholder && !is_per_cent {
            found.push(Fault::mended(start..at, instead));
        }
    }
    found
}

/// The ordinary form of a look-alike; radicals without a decomposition have one by hand.
fn ordinary(c: char) -> Vec<char> {
    let by_hand = match c {
        '⺠' => '民',
        '⻔' => '门',
        '⻓' => '长',
        '⻋' => '车',
        '⻅' => '见',
        '⻆' => '角',
        '⻛' => '风',
        '⻜' => '飞',
        '⻝' => '食',
        '⻢' => '马',
        '⻥' => '鱼',
        '⻦' => '鸟',
        '⻩' => '黄',
        '⻬' => '齐',
        '⻰' => '龙',
        '⻚' => '页',
        '⻘' => '青',
        '⻉' => '贝',
        '⺟' => '母',
        '⻄' => '西',
        '⻣' => '骨',
        '⻤' => '鬼',
        other => other,
    };
    by_hand.to_string().nfkc().collect()
}

/// Words that stand twice: 公开公开, 和和; not 为了了解 and 部门部门预算.
pub fn doubled_words(text: &[char]) -> Vec<Fault> {
    let mut found: Vec<Fault> = Vec::new();
    let mut at = 0;
    while at + 1 < text.len() {
        match doubled_at(text, at) {
            Some(length) => {
                let once: String = text[at..at + length].iter().collect();
                found.push(Fault::mended(at..at + 2 * length, once));
                at += 2 * length;
            }
            None => at += 1,
        }
    }
    found
}

/// How long the word is that stands twice from a position on.
fn doubled_at(text: &[char], at: usize) -> Option<usize> {
    for length in (2..=8).rev() {
        let Some(pair) = text.get(at..at + 2 * length) else {
            continue;
        };
        let (first, second) = pair.split_at(length);
        if first == second
            && first.iter().all(|c| is_hanzi(*c))
            && !is_reduplication(text, at, length)
        {
            return Some(length);
        }
    }
    let small = *text.get(at)?;
    let behind = text.get(at + 2).copied().unwrap_or('。');
    // The second one may begin a word of its own: 为了了解, 是是否.
    let begins = match small {
        '的' => "确",
        '了' => "解然结",
        '和' => "谐平解睦气",
        '是' => "否非",
        '在' => "线建职场编校",
        '与' => "会",
        '及' => "时",
        '对' => "象照应比接",
        '为' => "民了期何",
        '将' => "",
        '并' => "联网",
        '从' => "业事",
        '被' => "",
        '由' => "",
        '中' => "国央",
        '向' => "",
        '于' => "",
        _ => return None,
    };
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let is_word = begins.contains(behind)
        || small == '的' && before == Some(&'目')
        || text.get(at + 2) == Some(&small);
    (text.get(at + 1) == Some(&small) && !is_word).then_some(1)
}

/// Repetition that the language wants: 一件一件, 部门部门预算, 规范规范性文件.
fn is_reduplication(text: &[char], at: usize, length: usize) -> bool {
    let first = &text[at..at + length];
    let behind: String = text[at + 2 * length..].iter().take(2).collect();
    let goes_on = ["预算", "决算", "性文", "性审", "对象"]
        .iter()
        .any(|word| behind.starts_with(word));
    let counts = length == 2 && matches!(first[0], '一' | '逐' | '每' | '半');
    let same = first.iter().all(|c| *c == first[0]);
    counts || same || goes_on
}

/// Spaces around numbers where most numbers of the text have none, and spaces between hanzi.
pub fn stray_spaces(text: &[char]) -> Vec<Fault> {
    let mut found = Vec::new();
    let (mut spaced, mut close) = (Vec::new(), 0);
    let mut at = 0;
    while at < text.len() {
        if digit(text[at]).is_none()
            || at > 0 && (text[at - 1].is_ascii_alphanumeric() || text[at - 1] == '.')
        {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < text.len()
            && (digit(text[end]).is_some() || matches!(text[end], '.' | ',' | '%'))
        {
            end += 1;
        }
        let start = text[..at].iter().rev().take_while(|c| **c == ' ').count();
        let behind = text[end..].iter().take_while(|c| **c == ' ').count();
        let before_ink = at.checked_sub(start + 1).map(|at| text[at]);
        let behind_ink = text.get(end + behind).copied();
        let (left, right) = (
            before_ink.is_some_and(is_hanzi),
            behind_ink.is_some_and(is_hanzi),
        );
        let in_number =
            matches!(before_ink, Some('〔' | '〕' | '[' | '(' | '（')) || behind_ink == Some('号');
        if !in_number && (left || right) {
            let has_left = left && start > 0;
            let has_right = right && behind > 0;
            if has_left || has_right {
                let from = if has_left { at - start } else { at };
                let to = if has_right { end + behind } else { end };
                spaced.push(Fault::mended(
                    from..to,
                    text[at..end].iter().collect::<String>(),
                ));
            } else {
                close += 1;
            }
        }
        at = end.max(at + 1);
    }
    if close >= 2 && close > spaced.len() {
        found.append(&mut spaced);
    }
    let mut at = 1;
    while at + 1 < text.len() {
        let length = text[at..].iter().take_while(|c| **c == ' ').count();
        let is_between = length > 0
            && is_hanzi(text[at - 1])
            && text.get(at + length).is_some_and(|c| is_hanzi(*c));
        if is_between {
            found.push(Fault::mended(at..at + length, ""));
        }
        at += length.max(1);
    }
    found.sort_by_key(|fault| fault.range.start);
    found
}

pub(super) fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '\u{20000}'..='\u{3134f}' | '\u{2e80}'..='\u{2fdf}')
}

fn spaces(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest
        .iter()
        .take_while(|c| matches!(c, ' ' | '\u{3000}'))
        .count()
}
