//! Pasted text → tidy lines: ordinary characters for Kangxi radicals, no invisible ones, no page numbers.

use unicode_normalization::UnicodeNormalization;

/// Lines of a source, and how many lines with nothing but a page number were left out.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub lines: Vec<String>,
    pub page_numbers: Vec<String>,
    /// Whether the source breaks off without a line feed, so that its last figure may be cut.
    pub is_open: bool,
}

impl Lines {
    pub fn of(source: &str) -> Lines {
        let mut tidy = String::with_capacity(source.len());
        let mut chars = source.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\r' => {
                    if chars.peek() != Some(&'\n') {
                        tidy.push('\n');
                    }
                }
                '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => tidy.push('\n'),
                '\u{a0}' | '\u{2007}' | '\u{202f}' => tidy.push(' '),
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
                c if c.is_control() && c != '\n' && c != '\t' => {}
                c => tidy.push(ordinary(c)),
            }
        }
        let mut lines = Lines {
            is_open: !tidy.ends_with('\n'),
            ..Lines::default()
        };
        for line in tidy.lines() {
            if is_page_number(line) {
                lines.page_numbers.push(line.trim().to_owned());
            } else {
                lines.lines.push(line.trim_end_matches(' ').to_owned());
            }
        }
        lines
    }
}

/// A line without Markdown marks for headings and bold type, and without space around it.
pub(super) fn unmarked(line: &str) -> String {
    let trimmed = line.trim().trim_start_matches('>').trim_start();
    let after = trimmed.trim_start_matches('#');
    let marks = trimmed.len() - after.len();
    let body = match marks {
        0 => trimmed,
        // "#" is a heading mark up to level six; agencies do not start a text with it otherwise.
        1..=6 => after.trim_end_matches('#').trim(),
        _ => trimmed,
    };
    body.replace("**", "").replace("__", "").trim().to_owned()
}

/// The ordinary character for a Kangxi radical or a radical of the supplement that stands for a whole character.
fn ordinary(c: char) -> char {
    match c {
        // The normalisation form gives the old shapes of these two.
        '⼾' => '户',
        '⾭' => '青',
        '\u{2f00}'..='\u{2fdf}' => c.nfkc().next().unwrap_or(c),
        '\u{2e80}'..='\u{2eff}' => supplement(c),
        other => other,
    }
}

/// CJK Radicals Supplement, which no normalisation form maps; only those that are whole characters in simplified script.
fn supplement(c: char) -> char {
    const PAIRS: [(char, char); 37] = [
        ('⺒', '巳'),
        ('⺟', '母'),
        ('⺠', '民'),
        ('⺼', '肉'),
        ('⻁', '虎'),
        ('⻄', '西'),
        ('⻅', '见'),
        ('⻆', '角'),
        ('⻉', '贝'),
        ('⻋', '车'),
        ('⻑', '長'),
        ('⻓', '长'),
        ('⻔', '门'),
        ('⻘', '青'),
        ('⻙', '韦'),
        ('⻚', '页'),
        ('⻛', '风'),
        ('⻜', '飞'),
        ('⻝', '食'),
        ('⻢', '马'),
        ('⻣', '骨'),
        ('⻤', '鬼'),
        ('⻥', '鱼'),
        ('⻦', '鸟'),
        ('⻧', '卤'),
        ('⻨', '麦'),
        ('⻩', '黄'),
        ('⻪', '黾'),
        ('⻫', '斉'),
        ('⻬', '齐'),
        ('⻭', '歯'),
        ('⻮', '齿'),
        ('⻯', '竜'),
        ('⻰', '龙'),
        ('⻱', '龜'),
        ('⻲', '亀'),
        ('⻳', '龟'),
    ];
    let found = PAIRS.iter().find(|(radical, _)| *radical == c);
    found.map_or(c, |(_, character)| *character)
}

/// "- 3 -", "— 3 —", "第3页", "第 3 页 共 8 页", "3 / 8": a number with the marks that only page numbers have.
fn is_page_number(line: &str) -> bool {
    let plain: String = line
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '－' | '—' | '–' | '−' | '―' | '─' | '~' | '～' | '·' => '-',
            other => other,
        })
        .collect();
    let is_number =
        |text: &str| (1..=4).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    let dashed = plain
        .strip_prefix('-')
        .and_then(|rest| rest.strip_suffix('-'));
    if dashed.is_some_and(|inner| is_number(inner.trim_matches('-'))) {
        return true;
    }
    let Some(rest) = plain.strip_prefix('第') else {
        return false;
    };
    match rest.split_once('页') {
        Some((number, "")) => is_number(number),
        Some((number, total)) => {
            let total = total.trim_matches(|c: char| !c.is_ascii_digit());
            is_number(number) && is_number(total) && rest.chars().count() <= 14
        }
        None => false,
    }
}
