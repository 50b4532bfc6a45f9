//! Headings that a text numbers itself and that have nothing under them.

use super::mark::ends_clause;
use super::numeral::{chinese_digit, in_words};
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// More characters than a heading has.
const LONGEST: usize = 24;

/// A line that is a heading: its bytes and its number.
struct Heading {
    span: Range<usize>,
    is_bracketed: bool,
    number: u32,
    /// Whether its text stands on the same line: （二）工作成效。成效明显。
    has_text: bool,
}

/// Headings directly before the next one of their kind or at the end, where others of the kind have text under them.
pub fn empty_headings(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').filter_map(|line| {
        let words = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        (!words.is_empty()).then_some((at, words))
    });
    let lines: Vec<Option<Heading>> = lines.map(|(at, words)| heading(at, words)).collect();
    let behind = |index: usize| lines.get(index + 1);
    let has_text = |index: usize| matches!(behind(index), Some(None));
    let headings = || {
        let headings = lines.iter().enumerate();
        headings.filter_map(|(index, line)| Some((index, line.as_ref()?)))
    };
    let is_empty = |index: usize, own: &Heading| match behind(index) {
        None => true,
        Some(next) => next.as_ref().is_some_and(|next| {
            next.is_bracketed == own.is_bracketed && next.number == own.number + 1
        }),
    };
    let others = |own: &Heading| {
        headings().any(|(index, other)| {
            other.is_bracketed == own.is_bracketed && (other.has_text || has_text(index))
        })
    };
    let empty =
        headings().filter(|(index, own)| !own.has_text && is_empty(*index, own) && others(own));
    empty.map(|(_, own)| own.span.clone()).collect()
}

/// （一）存在的主要问题 or 一、存在的主要问题 at the start of a line, alone or with its text behind it.
fn heading(at: usize, words: &str) -> Option<Heading> {
    let (number, is_bracketed, rest) = match words.strip_prefix('（') {
        Some(inner) => {
            let (number, rest) = inner.split_once('）')?;
            (number, true, rest)
        }
        None => {
            let (number, rest) = words.split_once('、')?;
            (number, false, rest)
        }
    };
    let digits: Vec<char> = number.chars().collect();
    let is_number = |c: &char| *c == '十' || chinese_digit(*c).is_some();
    let has_text = rest.contains(ends_clause);
    let name = rest.split(ends_clause).next().unwrap_or_default();
    let is_heading = !digits.is_empty()
        && digits.iter().all(is_number)
        && !rest.trim().is_empty()
        && name.chars().count() <= LONGEST;
    is_heading.then_some(())?;
    Some(Heading {
        span: at..at + words.len(),
        is_bracketed,
        number: in_words(&digits)?.to_u32()?,
        has_text,
    })
}
