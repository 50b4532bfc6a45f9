//! The lines of a prose section → lead and parts: broken lines joined, headings told from text.

use super::labels::{self, split_bracketed};
use super::marks::unmarked;
use crate::report::{Part, Prose};
use crate::template::StandardPart;
use crate::text::numeral::is_list_digit;
use std::collections::{HashMap, HashSet};

/// A prose section as read, with what is doubtful about its parts.
#[derive(Debug, Default)]
pub(super) struct ProseReading {
    pub prose: Prose,
    pub doubts: Vec<String>,
}

/// Reads a prose section from its lines. `wrap_width` is the width at which the source's lines were broken, if they were.
pub(super) fn read_prose(
    lines: &[(usize, String)],
    standard: &[StandardPart],
    wrap_width: Option<usize>,
    is_flowed: bool,
) -> ProseReading {
    let mut reading = ProseReading::default();
    let mut taken: HashSet<String> = HashSet::new();
    let mut ids: HashMap<String, Vec<(usize, &str)>> = HashMap::new();
    let mut numbers = Vec::new();
    let paragraphs = paragraphs(lines, wrap_width, is_flowed);
    let is_chinese = paragraphs.iter().any(|text| is_marked_in_chinese(text));
    let mut paragraphs = paragraphs.into_iter().peekable();
    // Whether a list （1）（2） is open below a part （一）.
    let mut is_nested = false;
    while let Some(paragraph) = paragraphs.next() {
        let mark = split_bracketed(&paragraph).filter(|(number, _)| {
            let last = numbers.last().copied();
            let is_below = is_chinese && !is_marked_in_chinese(&paragraph);
            is_nested = is_below && (is_nested || Some(*number) != last.map(|last| last + 1));
            !is_nested
        });
        let Some((number, rest)) = mark else {
            add_paragraph(&mut reading.prose, &paragraph);
            continue;
        };
        numbers.push(number);
        let rest = rest.trim_start_matches(['、', '.', '．', ' ', '\u{3000}']);
        let rest = match rest.trim().is_empty() {
            // The number stands on a line of its own above its heading.
            true => paragraphs.next_if(|next| split_bracketed(next).is_none()),
            false => Some(rest.to_owned()),
        };
        let (heading, text) = split_heading(rest.as_deref().unwrap_or_default(), standard);
        let scores = ids
            .entry(heading.clone())
            .or_insert_with(|| standard_scores(&heading, standard));
        let id = standard_id(scores, &taken);
        if !id.is_empty() {
            taken.insert(id.clone());
        }
        reading.prose.parts.push(Part { id, heading, text });
    }
    reading.doubts = doubts_about(&numbers);
    reading
}

/// The width at which the lines of a source were broken: several lines end close to the widest, some in a sentence.
pub(super) fn wrap_width<'a>(lines: impl Iterator<Item = &'a str>) -> Option<usize> {
    let long: Vec<(usize, bool)> = lines
        .map(|line| (width(line.trim()), ends_sentence(line.trim())))
        .filter(|(width, _)| *width > 30)
        .collect();
    let widest = long.iter().map(|(width, _)| *width).max()?;
    let close = || long.iter().filter(|(width, _)| *width + 8 >= widest);
    let is_broken = close().any(|(_, ends)| !ends);
    let count = close().count();
    (widest <= 200 && count >= 2 && 4 * count >= long.len() && is_broken).then_some(widest)
}

/// The paragraphs of lines, each whole.
///
/// In a source that is flowed every line is a paragraph already.
pub(super) fn paragraphs(
    lines: &[(usize, String)],
    wrap_width: Option<usize>,
    is_flowed: bool,
) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut last_width = 0;
    let mut is_parted = false;
    // Whether the line before began in the middle of a sentence: it is a piece, however short.
    let mut is_piece = false;
    for (_, line) in lines {
        let text = without_padding(&unmarked(line).replace('\t', " "));
        if text.is_empty() {
            is_parted = true;
            continue;
        }
        let is_indented = line.starts_with(['\u{3000}', '\t']) || line.starts_with("    ");
        let is_marked = line.trim_start().starts_with('#');
        match paragraphs.last_mut() {
            Some(last)
                if !(is_flowed || is_marked || is_indented && ends_sentence(last))
                    && (goes_on(last, last_width, &text, is_parted, wrap_width)
                        || is_piece && !is_parted && !begins_anew(last, &text)) =>
            {
                join(last, &text);
            }
            _ => paragraphs.push(text.clone()),
        }
        last_width = match is_marked {
            true => 0,
            false => width(&text),
        };
        is_parted = false;
        is_piece = text.starts_with(CLOSING);
    }
    paragraphs
}

/// Marks that no sentence begins with.
const CLOSING: [char; 13] = [
    '，', '。', '、', '；', '：', '）', '》', '”', '！', '？', '〉', '〕', ',',
];

/// Whether the paragraph so far ends in a sentence, or the next line has a number of its own.
fn begins_anew(last: &str, next: &str) -> bool {
    ends_sentence(last) || split_bracketed(next).is_some() || is_numbered(next)
}

/// A line without the runs of spaces by which a text that keeps its layout parts words of one line.
fn without_padding(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("  ") {
        left.push_str(before);
        rest = behind.trim_start_matches(' ');
        let beside = [before.chars().last(), rest.chars().next()];
        if beside.iter().flatten().any(char::is_ascii) {
            left.push(' ');
        }
    }
    left.push_str(rest);
    left
}

/// Whether the next line goes on with the paragraph.
fn goes_on(
    last: &str,
    last_width: usize,
    next: &str,
    is_parted: bool,
    wrap_width: Option<usize>,
) -> bool {
    const OPEN: [char; 9] = ['，', '、', ',', '（', '《', '“', '〈', '〔', '('];
    if split_bracketed(next).is_some() || is_numbered(next) && ends_sentence(last) {
        return false;
    }
    if last.ends_with(OPEN) || next.starts_with(CLOSING) {
        return true;
    }
    let is_full = wrap_width.is_some_and(|wrap| last_width + 8 >= wrap);
    if ends_sentence(last) {
        // A sentence may end just at the margin.
        return is_full && !is_parted && wrap_width.is_some_and(|wrap| last_width + 3 >= wrap);
    }
    match wrap_width {
        Some(_) => is_full,
        None => !is_parted && last_width > 40,
    }
}

fn join(last: &mut String, next: &str) {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if is_latin(last.chars().last()) && is_latin(next.chars().next()) {
        last.push(' ');
    }
    last.push_str(next);
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '！', '？', '；', '：', '!', '?', ';', ':'])
        || text.ends_with(['”', '）', ')', '」']) && {
            let inner: Vec<char> = text.chars().rev().take(2).collect();
            inner.get(1).is_some_and(|c| "。！？".contains(*c))
        }
}

/// Whether a line starts with a number of its own: 一、 or 1. or 第一，
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(is_list_digit);
    rest.len() < text.len()
        && (rest.starts_with(['、', '．', '是']) || rest.starts_with('.') && !starts_decimal(rest))
}

fn starts_decimal(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
}

/// Display width in half characters.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether a paragraph begins with a Chinese number in brackets, as the parts of a section do.
fn is_marked_in_chinese(text: &str) -> bool {
    let has_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    split_bracketed(text).is_some() && !text.trim_start().chars().take(3).any(has_digit)
}

fn add_paragraph(prose: &mut Prose, paragraph: &str) {
    let text = match prose.parts.last_mut() {
        Some(part) => &mut part.text,
        None => &mut prose.lead,
    };
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(paragraph);
}

/// The heading and the text that follow a part's number; a sentence is no heading.
fn split_heading(rest: &str, standard: &[StandardPart]) -> (String, String) {
    let rest = rest.trim();
    let stops = ['。', '：', ':'];
    if let Some((heading, text)) = rest.split_once(stops) {
        let heading = heading.trim();
        let text = text.trim_start_matches(stops).trim();
        if is_heading(heading, !text.is_empty()) {
            return (heading.to_owned(), text.to_owned());
        }
    }
    if let Some((heading, text)) = rest.split_once([' ', '\u{3000}'])
        && is_standard(heading, standard)
    {
        return (heading.to_owned(), text.trim().to_owned());
    }
    match !rest.contains(stops) && is_heading(rest, false) {
        true => (rest.to_owned(), String::new()),
        false => (String::new(), rest.to_owned()),
    }
}

/// Whether words can be a heading: short, no date or count, no beginning that only sentences have.
fn is_heading(text: &str, has_text: bool) -> bool {
    const SENTENCES: [&str; 12] = [
        "今年",
        "全年",
        "本年",
        "我局",
        "我委",
        "我办",
        "我单位",
        "我县",
        "我区",
        "我市",
        "本机关",
        "本单位",
    ];
    let length = text.chars().count();
    let has_pause = text.contains(['，', ',', '；', ';']);
    (1..=30).contains(&length)
        && !text.chars().any(|c| c.is_ascii_digit())
        && !SENTENCES.iter().any(|start| text.starts_with(start))
        && (!has_pause || has_text && length <= 26)
        && text.matches(['，', ',']).count() <= 1
}

fn is_standard(heading: &str, standard: &[StandardPart]) -> bool {
    let plain = labels::plain(heading);
    standard.iter().any(|part| {
        std::iter::once(&part.heading)
            .chain(&part.aliases)
            .any(|label| labels::plain(label) == plain)
    })
}

/// How much a heading is like each standard part, the most alike first.
fn standard_scores<'t>(heading: &str, standard: &'t [StandardPart]) -> Vec<(usize, &'t str)> {
    let plain = labels::plain(heading);
    let score = |part: &StandardPart| -> usize {
        let labels = std::iter::once(&part.heading).chain(&part.aliases);
        let likeness = labels.map(|label| {
            let label = labels::plain(label);
            match plain.windows(label.len()).any(|window| window == label) {
                true => 100 + label.len(),
                false => labels::likeness_percent(&plain, &label),
            }
        });
        likeness.max().unwrap_or(0)
    };
    let mut scores: Vec<(usize, &str)> = standard
        .iter()
        .map(|part| (score(part), part.id.as_str()))
        .collect();
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scores
}

/// The standard part that a heading stands for; each can be had once.
fn standard_id(scores: &[(usize, &str)], taken: &HashSet<String>) -> String {
    let mut free = scores.iter().filter(|(_, id)| !taken.contains(*id));
    match (free.next(), free.next()) {
        (Some((best, id)), next) if *best >= 55 && next.is_none_or(|(next, _)| next < best) => {
            (*id).to_owned()
        }
        _ => String::new(),
    }
}

fn doubts_about(numbers: &[u32]) -> Vec<String> {
    let mut doubts = Vec::new();
    let expected = (1..).take(numbers.len());
    if !numbers.iter().copied().eq(expected) {
        let shown: Vec<String> = numbers.iter().map(u32::to_string).collect();
        doubts.push(format!(
            "来源各部分的编号是（{}），不是从 1 起依次排列；导入后按先后顺序重新编号，请核对是否缺了一部分",
            shown.join("）（")
        ));
    }
    doubts
}
