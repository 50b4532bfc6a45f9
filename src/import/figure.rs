//! A piece of text → the figure that it is, or what else digits in it may be.

use super::labels;
use crate::report::Entry;
use crate::text::numeral;

/// A figure as tables hold it: a number with at most a unit or a note in brackets, or a mark for "none".
pub(super) fn figure(text: &str) -> Option<Entry> {
    let text = note_before_unit(text).unwrap_or(text);
    let entry = Entry::parse(text)?;
    let is_figure = match &entry {
        Entry::Number { note, .. } => note.is_empty() || is_unit(note) || is_bracketed(note),
        Entry::Mark(mark) => {
            let is_mark =
                |c: char| matches!(c, '/' | '／' | '\\' | '-' | '－' | '—' | '–' | '─' | '―');
            let number: String = mark
                .chars()
                .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
                .collect();
            let unit = mark.strip_prefix(number.as_str());
            let is_number =
                number.starts_with(|c: char| c.is_ascii_digit()) && unit.is_some_and(is_unit);
            mark == "无" || mark.chars().all(is_mark) && mark.chars().count() <= 4 || is_number
        }
    };
    is_figure.then_some(entry)
}

/// Whether a text is digits that are no figure, or a figure beside something that is none.
pub(super) fn is_unclear(text: &str) -> bool {
    is_broken_number(text) || is_odd_number(text)
}

/// Words of quantity that stand behind a number; whether they can be reckoned with is seen when the cell is known.
pub(super) fn is_unit(text: &str) -> bool {
    const WORDS: &str = "件项个条次宗起份家人部元万亿千百余多几左右以上不足约%％‰";
    let text = text.trim();
    (1..=4).contains(&text.chars().count()) && text.chars().all(|c| WORDS.contains(c))
}

/// A figure and its note without the unit that a page prints behind every figure: 5256（其中修订16件）件.
fn note_before_unit(text: &str) -> Option<&str> {
    let whole = text.trim_end_matches(is_counted);
    (whole.len() < text.len() && whole.ends_with(['）', ')'])).then_some(whole)
}

fn is_counted(c: char) -> bool {
    "件项个条次宗起份".contains(c)
}

/// Digits, points, commas and spaces that are no number.
pub(super) fn is_broken_number(text: &str) -> bool {
    let is_part = |c: char| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || matches!(c, '.' | ',' | '，' | ' ' | '．')
    };
    text.chars().all(is_part)
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().any(|c| !c.is_ascii_digit())
        || text.chars().all(is_part) && text.chars().count() > 12
}

/// Whether a text is digits beside marks of footnotes, brackets or words of about ("165①", "约165", "(165)"), or a number
/// in Chinese numerals: something stands there as a figure, but which it is, a person has to say. Numbers of lists
/// are no such texts: （5）, 3.
fn is_odd_number(text: &str) -> bool {
    const BESIDE: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉\u{336}*＊※#?？~～、，,. +≈><^注约余共近()（）[]［］〔〕【】件项个条次宗起份家人部元万亿";
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_listed = is_list_number(text)
        || labels::split_bracketed(text).is_some_and(|(_, rest)| rest.trim().is_empty());
    let is_marked = text.contains(is_digit)
        && text.chars().all(|c| is_digit(c) || BESIDE.contains(c))
        && !text.starts_with('注');
    let words: Vec<char> = text.chars().take(31).collect();
    let is_chinese = words.len() > 1 && numeral::in_words(&words).is_some();
    words.len() <= 30 && !is_listed && (is_marked || is_chinese)
}

/// Drawn over the character before it by those who strike it out.
const STROKE: char = '\u{336}';

/// A text without what is struck out in it and without raised and lowered digits.
pub(super) fn undressed(text: &str) -> String {
    let mut left = String::new();
    for c in text.chars() {
        match c {
            STROKE => drop(left.pop()),
            '²' | '³' | '¹' | '⁰'..='⁹' | '₀'..='₉' => {}
            c => left.push(c),
        }
    }
    left
}

/// Whether everything in a text is struck out.
pub(super) fn is_struck_out(text: &str) -> bool {
    text.contains(STROKE) && undressed(text).trim().is_empty()
}

/// Whether digits begin with a needless zero, as the end of a number does that a narrow column broke.
pub(super) fn is_end_of_number(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit())
}

/// Whether a text is a day or a time: 2024年1月5日, 2024-01-05, 3:04.
pub(super) fn is_moment(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || "年月日时分秒-/: ".contains(c);
    let count = |mark: char| text.matches(mark).count();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().count() <= 20
        && text.chars().all(is_part)
        && (count('月') == 1 || count('-') == 2 || count('/') == 2 || count(':') >= 1)
}

/// Whether a word is the number of a label whose words stand elsewhere: "3."
pub(super) fn is_list_number(text: &str) -> bool {
    let number = text.strip_suffix(['.', '．', '、']).unwrap_or_default();
    (1..=2).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit())
}

pub(super) fn is_bracketed(note: &str) -> bool {
    note.starts_with(['（', '(']) && note.ends_with(['）', ')'])
}

/// Figures as a sentence quotes them.
pub(super) fn quote(entries: &[Entry]) -> String {
    let shown: Vec<String> = entries.iter().take(20).map(Entry::to_string).collect();
    shown.join("、")
}

pub(super) fn is_plain_zero(entry: &Entry) -> bool {
    entry.is_plain() && entry.value().is_some_and(|value| value.is_zero())
}
