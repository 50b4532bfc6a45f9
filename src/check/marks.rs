//! Punctuation and leftovers in running text: doubled, unpaired or missing marks, words that stand for something else.

use std::ops::Range;

/// The first placeholder of a text: its first byte and the word.
///
/// One of latin letters does not count inside a longer word or an address (www.xxjob.cn).
pub fn placeholder<'w>(text: &str, words: &'w [String]) -> Option<(usize, &'w str)> {
    let is_latin =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.' || c == '/');
    let stands_alone = |at: usize, word: &str| {
        let first = word.chars().next();
        if !first.is_some_and(|c| c.is_ascii_alphabetic()) {
            return true;
        }
        let before = text[..at].trim_end_matches(|c| Some(c) == first);
        let after = text[at..].trim_start_matches(|c| Some(c) == first);
        !is_latin(before.chars().last()) && !is_latin(after.chars().next())
    };
    words
        .iter()
        .flat_map(|word| {
            text.match_indices(word.as_str())
                .map(move |(at, _)| (at, word.as_str()))
        })
        .filter(|(at, word)| stands_alone(*at, word))
        .min_by_key(|(at, _)| *at)
}

/// The first doubled punctuation: the same mark twice, or two that exclude each other (，。).
pub fn doubled(text: &str) -> Option<Range<usize>> {
    let is_mark = |c| matches!(c, '，' | '。' | '、' | '；' | '：');
    let mut last: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        if let Some((start, before)) = last
            && is_mark(before)
            && is_mark(c)
        {
            return Some(start..at + c.len_utf8());
        }
        last = Some((at, c));
    }
    None
}

/// The first bracket, quotation mark or book-title mark without its other half: its byte and the mark.
///
/// Full and half width pair with each other. A closing bracket after a list number ("1）") needs no other half.
pub fn unpaired(text: &str) -> Option<(usize, char)> {
    let pairs = [
        ('（', '）'),
        ('《', '》'),
        ('〈', '〉'),
        ('“', '”'),
        ('【', '】'),
        ('〔', '〕'),
        ('「', '」'),
        ('『', '』'),
    ];
    let widen = |c| match c {
        '(' => '（',
        ')' => '）',
        other => other,
    };
    let mut open: Vec<(usize, char, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        let mark = widen(c);
        if let Some(pair) = pairs.iter().find(|pair| pair.0 == mark) {
            open.push((at, c, pair.1));
        } else if pairs.iter().any(|pair| pair.1 == mark) {
            match open.pop() {
                Some((_, _, awaited)) if awaited == mark => {}
                Some((start, opening, _)) => return Some((start, opening)),
                None if mark == '）' && follows_list_number(&text[..at]) => {}
                None => return Some((at, c)),
            }
        }
    }
    open.first().map(|(at, c, _)| (*at, *c))
}

/// Whether a paragraph is a sentence or more and ends without a mark.
pub fn lacks_end(paragraph: &str) -> bool {
    let paragraph = paragraph.trim();
    let has_sentence = paragraph.contains(['，', '。', '；', ',']);
    let ends = [
        '。', '！', '？', '；', '：', '”', '）', '》', '…', '.', '!', '?', ';', ':', ')', '』',
        '」',
    ];
    has_sentence && paragraph.chars().count() >= 15 && !paragraph.ends_with(ends)
}

fn follows_list_number(before: &str) -> bool {
    let number = before
        .rsplit(|c: char| !(c.is_ascii_digit() || "一二三四五六七八九十".contains(c)))
        .next()
        .unwrap_or_default();
    let above = before[..before.len() - number.len()].trim_end_matches(' ');
    !number.is_empty()
        && (above.is_empty() || above.ends_with(['\n', '。', '；', '：', '，', '、']))
}
