//! Which years of a text stand in quotation or title marks.

use super::mention::Mention;

const PAIRS: [(char, char); 8] = [
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('<', '>'),
    ('＂', '＂'),
];

/// Of each mention, whether it stands between quotes or title marks that open before it in its line.
pub fn quoted(text: &[char], mentions: &[Mention]) -> Vec<bool> {
    let mut quoted = vec![false; mentions.len()];
    let mut next = 0;
    let mut start = 0;
    for line in text.split(|c| *c == '\n') {
        let end = start + line.len();
        let first = next;
        while mentions.get(next).is_some_and(|m| m.range.start < end) {
            next += 1;
        }
        if first < next {
            let starts = mentions[first..next].iter().map(|m| m.range.start - start);
            let found = quoted_in_line(line, starts.collect());
            quoted[first..next].copy_from_slice(&found);
        }
        start = end + 1;
    }
    quoted
}

/// The same for positions in one line, in order.
fn quoted_in_line(line: &[char], positions: Vec<usize>) -> Vec<bool> {
    let last = |mark: char| line.iter().rposition(|c| *c == mark);
    let pairs = PAIRS.iter().copied().chain([('"', '"')]);
    // Of each pair of marks: how many opened and closed so far, and where the last one closes.
    let mut pairs: Vec<(char, char, usize, usize, Option<usize>)> = pairs
        .filter_map(|(open, close)| Some((open, close, 0, 0, Some(last(close)?))))
        .collect();
    let mut read = 0;
    positions
        .into_iter()
        .map(|position| {
            for c in &line[read..position] {
                for (open, close, opened, closed, _) in &mut pairs {
                    *opened += usize::from(c == open);
                    *closed += usize::from(c == close);
                }
            }
            read = position;
            pairs.iter().any(|(open, close, opened, closed, last)| {
                let is_open = match open == close {
                    true => opened % 2 == 1,
                    false => opened > closed,
                };
                is_open && last.is_some_and(|last| last >= position)
            })
        })
        .collect()
}
