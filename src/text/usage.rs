//! What the usage of official documents forbids: document numbers, half-width marks, look-alikes, doubled words, spaces.

use super::numeral::digit;
use super::stretch::Stretch;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Something that is written wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its characters.
    pub range: Range<usize>,
    /// What should stand there, where only one thing can.
    pub instead: Option<String>,
    /// What contradicts it, where two readings do: 各部分合计 35，总数写的是 30.
    pub why: Option<String>,
}

impl Fault {
    /// One that nothing certain can stand for.
    pub fn unmended(range: Range<usize>) -> Fault {
        Fault {
            range,
            instead: None,
            why: None,
        }
    }

    /// One that contradicts itself, with both readings in words.
    pub(super) fn contradicted(range: Range<usize>, why: String) -> Fault {
        Fault {
            why: Some(why),
            ..Fault::unmended(range)
        }
    }

    pub(super) fn mended(range: Range<usize>, instead: impl Into<String>) -> Fault {
        Fault {
            instead: Some(instead.into()),
            ..Fault::unmended(range)
        }
    }
}

/// Words of a list of wrong ones, each mended by the one beside it.
pub fn misused(text: &[char], words: &[(String, String)]) -> Vec<Fault> {
    // Most characters begin none of the words, which a few bits of each say at once.
    let bit = |c: char| 1_u128 << (u32::from(c) % 128);
    let firsts = words.iter().filter_map(|(wrong, _)| wrong.chars().next());
    let firsts = firsts.fold(0, |bits, first| bits | bit(first));
    let places = text.iter().enumerate();
    let places = places.filter(|(_, c)| firsts & bit(**c) != 0);
    let found = places.filter_map(|(at, _)| {
        let rest = text.onward(at);
        let starts = |word: &str| {
            let mut own = rest.iter();
            word.chars().all(|c| own.next() == Some(&c))
        };
        let (wrong, right) = words.iter().find(|(wrong, _)| starts(wrong))?;
        let end = at + wrong.chars().count();
        Some(Fault::mended(at..end, right.as_str()))
    });
    found.collect()
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
            // 全面.下一步: not 1.认识 and not a name of a file.
            '.' if before && (behind || is_last) => "。",
            '(' => {
                found.extend(bracketed(text, at));
                continue;
            }
            '"' => {
                if let Some(open) = quote.take() {
                    let inner: String = text.part(open + 1..at).iter().collect();
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
    let length = text
        .onward(open + 1)
        .iter()
        .take(200)
        .take_while(|c| **c != '\n')
        .position(|c| matches!(c, ')' | '）'))?;
    let inner = text.part(open + 1..open + 1 + length);
    let before = open.checked_sub(1).and_then(|at| text.get(at));
    // (条例）: half of a pair.
    if text.get(open + 1 + length) == Some(&'）') {
        let is_half = inner.iter().any(|c| is_hanzi(*c)) && !inner.contains(&'（');
        return is_half.then(|| Fault::mended(open..open + 1, "（"));
    }
    let is_ours =
        inner.iter().any(|c| is_hanzi(*c)) && before.is_none_or(|c| !c.is_ascii_alphanumeric());
    let plain: String = inner.iter().collect();
    (is_ours && !plain.contains('('))
        .then(|| Fault::mended(open..open + length + 2, format!("（{plain}）")))
}

/// Kangxi radicals and other look-alikes of hanzi, and full-width digits, letters and decimal points.
pub fn look_alikes(text: &[char]) -> Vec<Fault> {
    let is_strange = |at: usize, c: char| match c {
        '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => true,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => true,
        '．' | '％' => {
            let before = at.checked_sub(1).and_then(|before| text.get(before));
            // 1．加强领导: the usual mark behind the number of a heading.
            let numbers_line = c == '．' && is_line_number(text.upto(at));
            before.is_some_and(|c| digit(*c).is_some()) && !numbers_line
        }
        _ => false,
    };
    let mut found = mistaken(text);
    let mut strange = text
        .iter()
        .enumerate()
        .filter(|(at, c)| is_strange(*at, **c))
        .peekable();
    while let Some((start, _)) = strange.next() {
        let mut at = start + 1;
        while strange.next_if(|(next, _)| *next == at).is_some() {
            at += 1;
        }
        // ×× and ＸＸ stand for something still to be written; they are asked about elsewhere.
        let instead: String = text
            .part(start..at)
            .iter()
            .flat_map(|c| ordinary(*c))
            .collect();
        let is_placeholder = text
            .part(start..at)
            .iter()
            .all(|c| matches!(c, 'Ｘ' | 'ｘ'));
        let is_per_cent = text.part(start..at) == ['％'];
        if !is_placeholder && !is_per_cent {
            found.push(Fault::mended(start..at, instead));
        }
    }
    found.sort_by_key(|fault| fault.range.start);
    found
}

/// Whether a text ends with one or two digits that a line or sentence begins with.
fn is_line_number(text: &[char]) -> bool {
    let digits = text.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let before = text.upto(text.len() - digits).last();
    (1..=2).contains(&digits)
        && before.is_none_or(|c| matches!(c, '\n' | '。' | '；' | '：' | ' ' | '\u{3000}'))
}

/// Letters that stand for digits (2O25年), and hanzi for others that look alike (己办结, 末收到).
fn mistaken(text: &[char]) -> Vec<Fault> {
    let follows = |at: usize, words: &[&str]| {
        let behind: String = text.onward(at + 1).iter().take(2).collect();
        words.iter().any(|word| behind.starts_with(word))
    };
    let mut found = Vec::new();
    for (at, c) in text.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let is_number = before.is_some_and(|c| digit(*c).is_some());
        let goes_on = text.get(at + 1).is_some_and(|c| digit(*c).is_some());
        let counts = || {
            let behind = text.get(at + 1);
            behind.is_some_and(|c| "件条份项个次年月日篇元人起宗%".contains(*c))
        };
        let instead = match c {
            'O' | 'o' if is_number && (goes_on || counts()) => "0",
            'O' | 'o' if counts() && before.is_some_and(|c| is_hanzi(*c)) => "0",
            'l' | 'I' if is_number && counts() => "1",
            'l' | 'I' if goes_on && (is_number || before.is_some_and(|c| is_hanzi(*c))) => "1",
            '己' if !matches!(
                before,
                Some('自' | '知' | '利' | '律' | '克' | '为' | '异' | '舍')
            ) && follows(at, &TAKEN_FOR_ALREADY) =>
            {
                "已"
            }
            '末' if !matches!(
                before,
                Some('年' | '月' | '期' | '周' | '季' | '岁' | '始' | '世' | '度')
            ) && follows(at, &TAKEN_FOR_NOT) =>
            {
                "未"
            }
            _ => continue,
        };
        found.push(Fault::mended(at..at + 1, instead));
    }
    found
}

/// What follows 已 and never 己.
const TAKEN_FOR_ALREADY: [&str; 17] = [
    "办", "经", "公开", "建", "完成", "收", "落实", "按", "全部", "于", "将", "达", "累计", "答复",
    "实现", "纳入", "在",
];

/// What follows 未 and never 末.
const TAKEN_FOR_NOT: [&str; 13] = [
    "收", "发", "产生", "能", "按", "经", "公开", "办", "及时", "出现", "涉及", "提", "被",
];

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

/// Spaces around numbers where most numbers of the text have none, and spaces between hanzi.
pub fn stray_spaces(text: &[char]) -> Vec<Fault> {
    let mut found = Vec::new();
    let (mut spaced, mut close) = (Vec::new(), 0);
    let mut at = 0;
    // Most characters are no digits and are passed by at once.
    let next = |at: usize| text.onward(at).iter().position(|c| digit(*c).is_some());
    while let Some(passed) = next(at) {
        at += passed;
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let goes_on = before.is_some_and(|c| c.is_ascii_alphanumeric() || *c == '.');
        if goes_on {
            at += 1;
            continue;
        }
        let is_number = |c: &&char| digit(**c).is_some() || matches!(c, '.' | ',' | '%');
        let end = at + text.onward(at).iter().take_while(is_number).count();
        let start = text
            .upto(at)
            .iter()
            .rev()
            .take_while(|c| **c == ' ')
            .count();
        let behind = text.onward(end).iter().take_while(|c| **c == ' ').count();
        let before_ink = at.checked_sub(start + 1).and_then(|at| text.get(at));
        let behind_ink = text.get(end + behind).copied();
        let (left, right) = (
            before_ink.is_some_and(|c| is_hanzi(*c)),
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
                    text.part(at..end).iter().collect::<String>(),
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
        let length = text.onward(at).iter().take_while(|c| **c == ' ').count();
        let is_between = length > 0
            && text.upto(at).last().is_some_and(|c| is_hanzi(*c))
            && text.get(at + length).is_some_and(|c| is_hanzi(*c));
        // 共128条 ，其中.
        let is_before_mark = length > 0
            && text
                .upto(at)
                .last()
                .is_some_and(|c| is_hanzi(*c) || digit(*c).is_some())
            && matches!(text.get(at + length), Some('，' | '。' | '；' | '、'));
        if is_between || is_before_mark {
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
