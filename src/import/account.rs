//! What an import has to say, in a screenful: what was read, then one line for each cause with its first places.

use super::{Note, NoteKind};

/// Lines of an account at most.
const MAX_LINES: usize = 20;
/// Characters of a line at most; a screen has some eighty columns, and Chinese takes two each.
const MAX_CHARACTERS: usize = 76;

/// The account of an import in at most twenty lines; the last says how much was left out.
pub fn account(notes: &[Note]) -> Vec<String> {
    account_within(notes, MAX_CHARACTERS)
}

/// The same for who breaks lines himself: each has at most so many characters.
pub fn account_within(notes: &[Note], most: usize) -> Vec<String> {
    let mut causes: Vec<(NoteKind, String, Vec<&Note>)> = Vec::new();
    for note in notes {
        // What was filled is said section by section.
        let cause = match note.kind {
            NoteKind::Filled => note.sentence.clone(),
            _ => cause(&note.sentence),
        };
        match causes
            .iter_mut()
            .find(|(kind, known, _)| *kind == note.kind && *known == cause)
        {
            Some((_, _, notes)) => notes.push(note),
            None => causes.push((note.kind, cause, vec![note])),
        }
    }
    let count = causes.len();
    let shown = if count > MAX_LINES {
        MAX_LINES - 1
    } else {
        count
    };
    let mut lines: Vec<String> = causes
        .iter()
        .take(shown)
        .map(|(kind, _, notes)| line(*kind, notes, most))
        .collect();
    if count > shown {
        let left: usize = causes
            .iter()
            .skip(shown)
            .map(|(_, _, notes)| notes.len())
            .sum();
        lines.push(format!("另有 {} 类共 {left} 条没有列出", count - shown));
    }
    lines
}

fn line(kind: NoteKind, notes: &[&Note], most: usize) -> String {
    let places: Vec<&str> = notes
        .iter()
        .flat_map(|note| &note.listed)
        .map(String::as_str)
        .collect();
    let sentence = notes.first().map_or("", |note| note.sentence.as_str());
    let text = match (notes.len(), places.as_slice()) {
        (1, []) => sentence.to_owned(),
        (several, []) => format!("{several} 处，如：{sentence}"),
        (_, [first]) => format!("{sentence}：{first}"),
        (_, [first, ..]) => format!("{} 格，{sentence}，如：{first}", places.len()),
    };
    format!("{}：{}", kind.label(), cut(&text, most))
}

/// A sentence without what differs from place to place: figures, and what stands in brackets and quotation marks.
fn cause(sentence: &str) -> String {
    let mut cause = String::new();
    let mut depth = 0_usize;
    for c in sentence.chars() {
        match c {
            '（' | '“' => depth += 1,
            '）' | '”' => depth = depth.saturating_sub(1),
            _ if depth > 0 || c.is_ascii_digit() || c == '.' => {}
            _ => cause.push(c),
        }
    }
    cause
}

fn cut(text: &str, most: usize) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.chars().count() > most {
        true => text.chars().take(most - 1).chain(['…']).collect(),
        false => text,
    }
}
