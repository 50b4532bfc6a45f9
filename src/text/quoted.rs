//! Which years of a text stand in quotation or title marks.

use super::mention::Mention;
use super::stretch::Stretch;

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
    let mut quoted = Vec::with_capacity(mentions.len());
    let mut rest = mentions
        .iter()
        .map(|mention| mention.range.start)
        .peekable();
    let mut start = 0;
    for line in text.split(|c| *c == '\n') {
        let end = start + line.len();
        let mut positions = Vec::new();
        while let Some(position) = rest.next_if(|position| *position < end) {
            positions.push(position - start);
        }
        if !positions.is_empty() {
            quoted.extend(quoted_in_line(line, positions));
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
            for c in line.part(read..position) {
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
