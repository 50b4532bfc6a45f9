//! Years in running text: where they stand, and which look left over from last year's report.

use crate::report::half_width;
use std::ops::Range;

/// A year written in digits and followed by 年.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearToken {
    /// Bytes of the digits.
    pub digits: Range<usize>,
    pub year: u16,
    /// Stands inside a title, a quotation or a document number.
    pub quoted: bool,
}

/// Every year of a text ("2024年", "２０２４ 年"), in order.
pub fn year_tokens(text: &str) -> Vec<YearToken> {
    let mut tokens = Vec::new();
    let mut depth = 0_usize;
    let mut run: Option<(usize, u32, usize)> = None;
    for (at, c) in text.char_indices() {
        if let Some(digit) = half_width(c).to_digit(10) {
            let (start, value, length) = run.unwrap_or((at, 0, 0));
            run = Some((
                start,
                value.saturating_mul(10).saturating_add(digit),
                length + 1,
            ));
            continue;
        }
        if let Some((start, value, 4)) = run.take()
            && text[at..]
                .trim_start_matches([' ', '\u{3000}'])
                .starts_with('年')
            && let Ok(year) = u16::try_from(value)
        {
            tokens.push(YearToken {
                digits: start..at,
                year,
                quoted: depth > 0,
            });
        }
        match c {
            '《' | '〈' | '“' | '「' | '『' | '〔' | '[' | '【' => depth += 1,
            '》' | '〉' | '”' | '」' | '』' | '〕' | ']' | '】' => {
                depth = depth.saturating_sub(1)
            }
            '\n' => depth = 0,
            _ => {}
        }
    }
    tokens
}

/// The years that look left over in the text of a report for `year`.
///
/// Only last year's is suspected anywhere, the two before it only where they open a sentence ("2022年，我局…"). A year
/// is left alone when it is quoted, when its clause also names this year or a later one, when the clause holds one of
/// the `history` words, or when a word such as 较 or 自 stands before it.
pub fn left_over(text: &str, year: u16, history: &[String]) -> Vec<YearToken> {
    let tokens = year_tokens(text);
    let is_suspect = |token: &&YearToken| {
        let before = clause_before(text, token.digits.start);
        let clause_end = text[token.digits.end..]
            .find(ends_clause)
            .map_or(text.len(), |length| token.digits.end + length);
        let clause_start = token.digits.start - before.len();
        let clause = &text[clause_start..clause_end];
        let names_this_year = tokens.iter().any(|other| {
            other.year >= year && (clause_start..clause_end).contains(&other.digits.start)
        });
        let last_year = token.year + 1 == year;
        let opens = token.year < year && token.year + 3 >= year && opens_sentence(text, token);
        (last_year || opens)
            && !token.quoted
            && !names_this_year
            && !history.iter().any(|word| clause.contains(word.as_str()))
            && !follows_a_comparison(before)
            && !is_numbered(&text[token.digits.end..])
    };
    tokens.iter().filter(is_suspect).cloned().collect()
}

fn ends_clause(c: char) -> bool {
    matches!(
        c,
        '，' | ',' | '。' | '；' | ';' | '！' | '？' | '：' | '\n'
    )
}

fn clause_before(text: &str, at: usize) -> &str {
    let start = text[..at].rfind(ends_clause).map_or(0, |found| {
        found + text[found..].chars().next().map_or(0, char::len_utf8)
    });
    &text[start..at]
}

/// "2022年，…" at the start of a sentence.
fn opens_sentence(text: &str, token: &YearToken) -> bool {
    let before = text[..token.digits.start].trim_end_matches([' ', '\u{3000}']);
    let after = text[token.digits.end..]
        .trim_start()
        .trim_start_matches('年');
    (before.is_empty() || before.ends_with(['。', '\n', '；', '！', '？']))
        && after.trim_start_matches('度').starts_with(['，', ','])
}

/// 较2023年, 自2023年, 于2023年: the year is told as history.
fn follows_a_comparison(before: &str) -> bool {
    before
        .trim_end()
        .ends_with(['较', '比', '与', '同', '自', '从', '由', '于', '对', '第'])
}

/// 2023年第5号 is a document's number.
fn is_numbered(after: &str) -> bool {
    after
        .trim_start()
        .trim_start_matches('年')
        .starts_with('第')
}
