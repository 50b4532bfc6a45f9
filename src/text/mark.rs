//! Punctuation and leftovers in running text: doubled, unpaired or missing marks, words that stand for something else.

use super::numeral::is_list_digit;
use std::collections::BTreeSet;
use std::ops::Range;

/// Marks that end a sentence.
pub fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';')
}

/// Marks that end a clause, those of a sentence among them.
pub fn ends_clause(c: char) -> bool {
    matches!(c, '，' | ',' | '：' | '\n') || ends_sentence(c)
}

/// Closing quotes and brackets that belong to the sentence before them.
pub fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '）' | '」' | '》')
}

/// The first placeholder of a text: its first byte and the word.
///
/// One of latin letters does not count inside a longer word or an address (www.xxjob.cn).
pub fn placeholder<'w>(text: &str, words: &'w [String]) -> Option<(usize, &'w str)> {
    let is_latin =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.' || c == '/');
    let stands_between = |before: &str, rest: &str, word: &str| {
        let Some(behind) = rest.strip_prefix(word) else {
            return false;
        };
        let first = word.chars().next();
        // 待核实线索 is a thing; 待核实 alone is a note to oneself.
        if word.starts_with('待') {
            return !behind.starts_with(char::is_alphanumeric);
        }
        if is_made_nameless(before, behind) {
            return false;
        }
        if !first.is_some_and(|c| c.is_ascii_alphabetic()) {
            return true;
        }
        let before = before.trim_end_matches(|c| Some(c) == first);
        let after = rest.trim_start_matches(|c| Some(c) == first);
        // 20XX年 is a year still to be written.
        let is_date =
            after.starts_with(['年', '月', '日']) && before.ends_with(|c: char| c.is_ascii_digit());
        is_date || !is_latin(before.chars().last()) && !is_latin(after.chars().next())
    };
    let firsts = words.iter().filter_map(|word| word.chars().next());
    let firsts: BTreeSet<char> = firsts.collect();
    let firsts: Vec<char> = firsts.into_iter().collect();
    let mut tried = 0;
    for (at, first) in text.char_indices() {
        if at < tried || !firsts.contains(&first) {
            continue;
        }
        let (before, rest) = text.split_at(at);
        let stands_here = |word: &&str| stands_between(before, rest, word);
        if let Some(word) = words.iter().map(String::as_str).find(stands_here) {
            return Some((at, word));
        }
        // What stands around a run of latin letters is the same for each letter of it.
        if first.is_ascii_alphabetic() {
            tried = text.len() - rest.trim_start_matches(first).len();
        }
    }
    None
}

/// 以“李××”隐去姓名: whether marks stand for what a text says it leaves out, within the same clause or quotes.
fn is_made_nameless(before: &str, behind: &str) -> bool {
    let hides = [
        "隐去",
        "脱敏",
        "隐名",
        "匿名",
        "代替",
        "替代",
        "遮挡",
        "隐藏",
        "打码",
        "去标识",
        "屏蔽",
        "隐蔽",
        "格式",
        "示例",
        "样例",
        "样式",
        "范例",
    ];
    let ends = ['。', '；', '\n'];
    let lead = before.rsplit(ends).next().unwrap_or_default();
    let tail = behind.split(ends).next().unwrap_or_default();
    let quoted = lead.rsplit('“').next().unwrap_or_default();
    let is_quoted = lead.contains('“') && quoted.chars().count() <= 8 && !quoted.contains('”');
    is_quoted
        && hides
            .iter()
            .any(|word| lead.contains(word) || tail.contains(word))
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
    let mut open: Vec<(usize, char, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        // Most characters are no marks and are passed by at once.
        if ('一'..='鿿').contains(&c) {
            continue;
        }
        let awaited = match c {
            '（' | '(' => '）',
            '《' => '》',
            '〈' => '〉',
            '“' => '”',
            '【' => '】',
            '〔' => '〕',
            '「' => '」',
            '『' => '』',
            '）' | ')' | '》' | '〉' | '”' | '】' | '〕' | '」' | '』' => {
                let mark = if c == ')' { '）' } else { c };
                match open.pop() {
                    Some((_, _, awaited)) if awaited == mark => {}
                    Some((start, opening, _)) => return Some((start, opening)),
                    None if mark == '）' && text.get(..at).is_some_and(follows_list_number) => {}
                    None => return Some((at, c)),
                }
                continue;
            }
            _ => continue,
        };
        open.push((at, c, awaited));
    }
    open.first().map(|(at, c, _)| (*at, *c))
}

/// Whether a paragraph is a sentence or more and ends without a mark.
pub fn lacks_end(paragraph: &str) -> bool {
    let paragraph = paragraph.trim();
    let has_sentence = || paragraph.contains(['，', '。', '；', ',']);
    let ends = [
        '。', '！', '？', '；', '：', '”', '）', '》', '…', '.', '!', '?', ';', ':', ')', '』',
        '」',
    ];
    !paragraph.ends_with(ends) && has_sentence() && paragraph.chars().count() >= 15
}

fn follows_list_number(before: &str) -> bool {
    let above = before.trim_end_matches(is_list_digit);
    let has_number = above.len() < before.len();
    let above = above.trim_end_matches(' ');
    has_number && (above.is_empty() || above.ends_with(['\n', '。', '；', '：', '，', '、']))
}
