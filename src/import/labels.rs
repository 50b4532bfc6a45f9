//! Labels of the form as people write them: compared without spaces, widths, punctuation and small slips.

use crate::text::numeral::{is_list_digit, list_number};

/// A label taken apart: its number, its words, and the remark in brackets at its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Key {
    pub number: Option<u32>,
    pub core: Vec<char>,
    pub remark: Vec<char>,
}

/// What a written label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match<T> {
    pub target: T,
    /// Whether it is spelled differently.
    pub is_near: bool,
}

impl Key {
    pub fn of(text: &str) -> Key {
        let (number, rest) = split_number(text.trim());
        let plain = plain(rest);
        let open = match (plain.last(), plain.contains(&')')) {
            (Some(')'), _) => plain.iter().rposition(|&c| c == '('),
            (_, false) => plain.iter().position(|&c| c == '('),
            _ => None,
        };
        let (core, remark) = match open {
            Some(at) if at > 0 => plain.split_at(at),
            _ => (plain.as_slice(), [].as_slice()),
        };
        Key {
            number,
            core: core.to_vec(),
            remark: remark
                .iter()
                .copied()
                .filter(|c| !matches!(c, '(' | ')'))
                .collect(),
        }
    }

    /// Whether the remarks do not contradict each other. Only a unit does: 元 is not 万元.
    fn remark_agrees(&self, other: &Key) -> bool {
        let names_unit = |remark: &[char]| remark.starts_with(&['单', '位']);
        self.remark.starts_with(&other.remark)
            || other.remark.starts_with(&self.remark)
            || !names_unit(&self.remark) && !names_unit(&other.remark)
    }

    fn number_agrees(&self, other: &Key) -> bool {
        self.number == other.number || self.number.is_none() || other.number.is_none()
    }

    /// Whether the label speaks of the year before: no slip of the pen makes another of it.
    fn is_of_year_before(&self) -> bool {
        const WORDS: [[char; 2]; 4] = [['上', '年'], ['去', '年'], ['上', '期'], ['同', '期']];
        const LONGER: [char; 3] = ['上', '一', '年'];
        let mut pairs = self.core.array_windows();
        pairs.any(|pair| WORDS.contains(pair)) || self.core.array_windows().any(|w| *w == LONGER)
    }

    fn is_short(&self) -> bool {
        self.core.len() < 4
    }
}

/// The one candidate that a written label stands for, if there is exactly one.
///
/// A label of fewer than four characters must agree exactly, number and all. A longer one may be off by one to three
/// characters, as long as every other candidate is further away.
pub(super) fn find<T: Copy + PartialEq>(
    written: &Key,
    candidates: &[(Key, T)],
) -> Option<Match<T>> {
    if let Some(target) = find_exact(written, candidates) {
        return Some(Match {
            target,
            is_near: false,
        });
    }
    if written.is_short() || written.core.len() > 60 {
        return None;
    }
    let same_words = candidates
        .iter()
        .filter(|(key, _)| key.core == written.core && key.remark_agrees(written));
    if let Some(target) = only(same_words.map(|(_, target)| *target)) {
        return Some(Match {
            target,
            is_near: true,
        });
    }
    find_near(written, candidates)
}

/// As [`find`], without any slip in the spelling.
pub(super) fn find_exact<T: Copy + PartialEq>(written: &Key, candidates: &[(Key, T)]) -> Option<T> {
    let exact = candidates.iter().filter(|(key, _)| {
        let numbers = match key.is_short() {
            true => key.number == written.number,
            false => key.number_agrees(written),
        };
        key.core == written.core && numbers && key.remark_agrees(written)
    });
    only(exact.map(|(_, target)| *target))
}

/// The letters and digits of a text in one width, with round brackets; no spaces, quotes or other punctuation.
pub(super) fn plain(text: &str) -> Vec<char> {
    text.chars().filter_map(plain_char).collect()
}

/// Share of the pairs of neighbouring characters that two texts have in common, in per cent.
pub(super) fn likeness_percent(left: &[char], right: &[char]) -> usize {
    let pairs = |text: &[char]| -> Vec<(char, char)> {
        let pairs = text.array_windows();
        pairs.map(|[one, next]| (*one, *next)).collect()
    };
    let (left, mut right) = (pairs(left), pairs(right));
    let total = left.len() + right.len();
    if total == 0 {
        return 0;
    }
    let mut shared = 0;
    for pair in &left {
        if let Some(at) = right.iter().position(|other| other == pair) {
            right.swap_remove(at);
            shared += 1;
        }
    }
    200 * shared / total
}

/// The number in brackets at the start of a text （一） and what follows it.
pub(super) fn split_bracketed(text: &str) -> Option<(u32, &str)> {
    let mut text = text.trim_start().chars();
    let first = text.next()?;
    let inner = text.as_str();
    if let '㈠'..='㈩' = first {
        return Some((first as u32 - '㈠' as u32 + 1, inner));
    }
    if !matches!(first, '(' | '（' | '〔' | '【' | '[') {
        return None;
    }
    let (end, close) = inner
        .char_indices()
        .take(8)
        .find(|(_, c)| matches!(c, ')' | '）' | '〕' | '】' | ']'))?;
    let (number, rest) = inner.split_at_checked(end)?;
    Some((number_of(number.trim())?, rest.strip_prefix(close)?))
}

fn find_near<T: Copy + PartialEq>(written: &Key, candidates: &[(Key, T)]) -> Option<Match<T>> {
    let is_of_year_before = written.is_of_year_before();
    let mut best: Option<(usize, T)> = None;
    let mut bound = 0;
    let mut second = usize::MAX;
    for (key, target) in candidates {
        let agrees = key.number_agrees(written) && key.remark_agrees(written);
        if key.is_short() || !agrees || key.is_of_year_before() != is_of_year_before {
            continue;
        }
        let slips = distance(&key.core, &written.core, 8);
        match best {
            Some((least, other)) if slips < least => {
                if other != *target {
                    second = least;
                }
                best = Some((slips, *target));
                bound = allowed_slips(key.core.len().min(written.core.len()));
            }
            Some((_, other)) if other != *target => second = second.min(slips),
            Some(_) => {}
            None => {
                best = Some((slips, *target));
                bound = allowed_slips(key.core.len().min(written.core.len()));
            }
        }
    }
    let (slips, target) = best?;
    (slips <= bound && slips < second).then_some(Match {
        target,
        is_near: true,
    })
}

fn allowed_slips(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=7 => 1,
        8..=13 => 2,
        _ => 3,
    }
}

/// Edit distance, at most `limit`.
fn distance(left: &[char], right: &[char], limit: usize) -> usize {
    if left.len().abs_diff(right.len()) >= limit {
        return limit;
    }
    // From the left text so far to each beginning of the right one, but for the empty one, which is as far as it is long.
    let mut row: Vec<usize> = (1..=right.len()).collect();
    for (length, a) in left.iter().enumerate() {
        let (mut diagonal, mut before) = (length, length + 1);
        for (above, b) in row.iter_mut().zip(right) {
            let kept = diagonal + usize::from(a != b);
            diagonal = *above;
            *above = kept.min(before + 1).min(diagonal + 1);
            before = *above;
        }
    }
    row.last().map_or(left.len(), |far| *far).min(limit)
}

fn only<T: PartialEq>(mut targets: impl Iterator<Item = T>) -> Option<T> {
    let first = targets.next()?;
    targets.all(|other| other == first).then_some(first)
}

/// The number at the start of a label, in any of its spellings, and the rest.
fn split_number(text: &str) -> (Option<u32>, &str) {
    if let Some((number, rest)) = split_bracketed(text) {
        return (Some(number), rest);
    }
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return (None, text);
    };
    if let '①'..='⑳' = first {
        let number = first as u32 - '①' as u32 + 1;
        return (Some(number), characters.as_str());
    }
    let words = text.trim_start_matches(is_list_digit);
    let (number, rest) = text.split_at(text.len() - words.len());
    let Some(number) = number_of(number) else {
        return (None, text);
    };
    let rest = rest.trim_start();
    let stop = ['、', '.', '．', ',', '，', '。', ')', '）', ':', '：'];
    match rest.strip_prefix(stop) {
        Some(rest) => (Some(number), rest),
        // Arabic digits also stand without a stop ("1属于…"); chinese ones may begin a word (一般).
        None if first.is_ascii_digit() || ('０'..='９').contains(&first) => (Some(number), rest),
        None => (None, text),
    }
}

fn number_of(text: &str) -> Option<u32> {
    let ascii: String = text.chars().filter_map(plain_char).collect();
    match ascii.parse() {
        Ok(number) if ascii.len() <= 2 => Some(number),
        _ => list_number(text),
    }
}

fn plain_char(c: char) -> Option<char> {
    match c {
        '〔' | '【' | '［' | '[' | '（' => Some('('),
        '〕' | '】' | '］' | ']' | '）' => Some(')'),
        // 其它 and 其他 are one word.
        '它' => Some('他'),
        '！'..='～' => plain_char(char::from_u32(c as u32 - 0xFEE0)?),
        '(' | ')' => Some(c),
        c if c.is_alphanumeric() => Some(c.to_ascii_lowercase()),
        _ => None,
    }
}
