//! Characters of a source → ordinary ones: no Kangxi radicals, no invisible ones; and what is a page number.

use unicode_normalization::UnicodeNormalization;

/// A text with ordinary characters, line feeds and spaces; what cannot be seen is gone.
pub fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    tidy.push('\n');
                }
            }
            '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => tidy.push('\n'),
            // A page ends here; a line of its own keeps that seen.
            '\u{c}' => tidy.push_str("\n\u{c}\n"),
            '\u{a0}' | '\u{2007}' | '\u{202f}' => tidy.push(' '),
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{ad}' => {}
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => tidy.push(ordinary(c)),
        }
    }
    tidy
}

/// The ordinary character for a Kangxi radical or a radical of the supplement that stands for a whole character.
fn ordinary(c: char) -> char {
    match c {
        // The normalisation form gives the old shapes of these two.
        '⼾' => '户',
        '⾭' => '青',
        // Some faces give their compatibility forms for ordinary characters.
        '\u{2f00}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => c.nfkc().next().unwrap_or(c),
        '\u{2e80}'..='\u{2eff}' => supplement(c),
        other => other,
    }
}

/// CJK Radicals Supplement, which no normalisation form maps; only those that a face draws as it draws a character.
fn supplement(c: char) -> char {
    const PAIRS: [(char, char); 72] = [
        ('⺁', '厂'),
        ('⺂', '乛'),
        ('⺃', '乚'),
        ('⺅', '亻'),
        ('⺉', '刂'),
        ('⺒', '巳'),
        ('⺓', '幺'),
        ('⺔', '彑'),
        ('⺕', '彐'),
        ('⺖', '忄'),
        ('⺗', '㣺'),
        ('⺘', '扌'),
        ('⺙', '攵'),
        ('⺟', '母'),
        ('⺠', '民'),
        ('⺡', '氵'),
        ('⺣', '灬'),
        ('⺨', '犭'),
        ('⺩', '王'),
        ('⺭', '礻'),
        ('⺮', '竹'),
        ('⺰', '纟'),
        ('⺱', '罓'),
        ('⺲', '罒'),
        ('⺶', '羊'),
        ('⺹', '耂'),
        ('⺻', '聿'),
        ('⺼', '肉'),
        ('⺾', '艹'),
        ('⺿', '艹'),
        ('⻀', '艹'),
        ('⻁', '虎'),
        ('⻂', '衤'),
        ('⻄', '西'),
        ('⻅', '见'),
        ('⻆', '角'),
        ('⻈', '讠'),
        ('⻉', '贝'),
        ('⻋', '车'),
        ('⻌', '辶'),
        ('⻍', '辶'),
        ('⻏', '阝'),
        ('⻐', '钅'),
        ('⻑', '長'),
        ('⻓', '长'),
        ('⻔', '门'),
        ('⻖', '阝'),
        ('⻘', '青'),
        ('⻙', '韦'),
        ('⻚', '页'),
        ('⻛', '风'),
        ('⻜', '飞'),
        ('⻝', '食'),
        ('⻠', '饣'),
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
pub(super) fn is_page_number(line: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_and_compatibility_forms_become_the_characters_that_they_look_like() {
        for (written, ordinary) in [
            ("⾏政", "行政"),
            ("⼾⾭", "户青"),
            ("⻚⻓⻅", "页长见"),
            ("⻌⺾⺖⺔⻈", "辶艹忄彑讠"),
            ("\u{fa08}\u{f9b5}", "行例"),
        ] {
            assert_eq!(tidy(written), ordinary);
        }
    }
}
