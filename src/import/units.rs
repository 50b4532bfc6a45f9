//! A number with a word of quantity behind it → the number of the cell, where that is certain.

use super::cells::Row;
use super::labels::{self, Key};
use crate::report::Entry;
use crate::template::{Header, Kind};
use rust_decimal::Decimal;

/// A figure as its cell takes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    pub entry: Entry,
    /// What was reckoned, for the user to know.
    pub doubt: Option<String>,
}

/// Fits a figure to the kind of its cell; an error is a sentence for the user.
///
/// Units that say nothing new stay as the cell's note, "3万件" becomes 30000, "586020元" in a cell of 万元 becomes
/// 58.602; what is only about right ("10余") or of another kind ("12%") fits nowhere.
pub(super) fn fit(entry: &Entry, kind: &Kind) -> Result<Fitted, String> {
    let (value, plus, note) = match entry {
        Entry::Number { value, plus, note } => (*value, *plus, note.trim().to_owned()),
        Entry::Mark(mark) => match split_mark(mark) {
            Some((value, note)) => (value, false, note),
            None => {
                let entry = entry.clone();
                return Ok(Fitted { entry, doubt: None });
            }
        },
    };
    let refuse = || {
        Err(format!(
            "来源的“{}”不能确定是哪个数",
            entry.to_string().trim()
        ))
    };
    if note.is_empty() || note.starts_with(['（', '(']) {
        return of_kind(value, plus, note, kind, None)
            .ok_or(())
            .or_else(|()| refuse());
    }
    let Some((scale, unit)) = scale_of(&note) else {
        return refuse();
    };
    let target = match kind {
        Kind::Money { unit, .. } => scale_of(unit),
        _ => None,
    };
    let (factor, divisor) = match (kind, unit) {
        // A scale alone in a cell of money counts in the cell's unit or in 元; nobody knows which.
        (Kind::Money { .. }, "元") => (scale, target.map_or(1, |(scale, _)| scale)),
        (Kind::Money { .. }, _) => return refuse(),
        (_, "元") => return refuse(),
        _ => (scale, 1),
    };
    if factor == divisor {
        return of_kind(value, plus, note, kind, None)
            .ok_or(())
            .or_else(|()| refuse());
    }
    let scaled = value
        .checked_mul(Decimal::from(factor))
        .and_then(|value| value.checked_div(Decimal::from(divisor)))
        .map(|value| value.normalize());
    let doubt = scaled.map(|value| format!("来源的“{}”按 {value} 填入", entry.to_string().trim()));
    match scaled.and_then(|value| of_kind(value, plus, String::new(), kind, doubt)) {
        Some(fitted) => Ok(fitted),
        None => refuse(),
    }
}

/// A bare number with the unit that the label of its column names.
pub(super) fn with_unit(entry: Entry, named: &str) -> Entry {
    match entry {
        Entry::Number { value, plus, note } if note.is_empty() && !value.is_zero() => {
            Entry::Number {
                value,
                plus,
                note: named.to_owned(),
            }
        }
        entry => entry,
    }
}

/// The unit that a label of a source names for a column, when it is not the column's own.
pub(super) fn named_in(label: &[char], core: &[char], kind: &Kind) -> Option<&'static str> {
    const NAMED: [&str; 6] = ["亿元", "百万元", "万元", "千元", "百元", "元"];
    const COUNTED: [&str; 4] = ["亿件", "万件", "千件", "百件"];
    let (named, own): (&[&'static str], &str) = match kind {
        Kind::Money { unit, .. } => (&NAMED, unit),
        _ => (&COUNTED, ""),
    };
    let at = label
        .windows(core.len().max(1))
        .position(|part| part == core)?;
    let rest: String = label.iter().skip(at + core.len()).collect();
    let named = named.iter().find(|named| rest.contains(**named))?;
    (*named != own).then_some(*named)
}

/// Whether the label of a column of money stands in a header without a word of the unit that the form's own label names.
pub(super) fn lacks_unit(header: &[Row], leaf: &Header) -> bool {
    const MONEY: char = '元';
    let own = Key::of(&leaf.label);
    let is_money = matches!(leaf.kind, Kind::Money { .. }) && own.remark.contains(&MONEY);
    let texts = || header.iter().flat_map(Row::texts).map(|(_, text)| text);
    let is_there = |text: &str| {
        let words = labels::plain(text);
        (words.windows(own.core.len().max(1))).any(|part| part == own.core)
    };
    is_money && texts().any(is_there) && !texts().any(|text| text.contains(MONEY))
}

/// What is to be said of a bare number below a label without its unit.
pub(super) fn doubt_of_unit(entry: &Entry, leaf: &Header) -> Option<String> {
    let (Entry::Number { value, note, .. }, Kind::Money { unit, .. }) = (entry, &leaf.kind) else {
        return None;
    };
    let is_bare = note.is_empty() && !value.is_zero();
    is_bare.then(|| format!("来源的列标题没有写单位，“{entry}”按{unit}填入，请对照原件"))
}

/// The figure when its kind can hold it.
fn of_kind(
    value: Decimal,
    plus: bool,
    note: String,
    kind: &Kind,
    doubt: Option<String>,
) -> Option<Fitted> {
    let is_whole = value.fract().is_zero();
    let fits = match kind {
        Kind::Count => is_whole && !plus && !value.is_sign_negative(),
        Kind::SignedCount => is_whole,
        Kind::Money { .. } => !value.is_sign_negative(),
    };
    fits.then_some(Fitted {
        entry: Entry::Number { value, plus, note },
        doubt,
    })
}

/// The number and the words of "3万", which is no number to the report.
fn split_mark(mark: &str) -> Option<(Decimal, String)> {
    let end = mark.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','))?;
    let (number, words) = mark.split_at_checked(end)?;
    match Entry::parse(number)? {
        Entry::Number { value, .. } => Some((value, words.trim().to_owned())),
        Entry::Mark(_) => None,
    }
}

/// What a word of quantity multiplies by, and the unit behind it; `None` when it is not exact.
fn scale_of(words: &str) -> Option<(u64, &str)> {
    const SCALES: [(&str, u64); 4] = [
        ("亿", 100_000_000),
        ("万", 10_000),
        ("千", 1_000),
        ("百", 100),
    ];
    const UNITS: [&str; 13] = [
        "件", "项", "个", "条", "次", "宗", "起", "份", "家", "人", "部", "元", "",
    ];
    let found = SCALES
        .iter()
        .find_map(|(word, scale)| Some((*scale, words.strip_prefix(word)?)));
    let (scale, unit) = found.unwrap_or((1, words));
    UNITS.contains(&unit).then_some((scale, unit))
}
