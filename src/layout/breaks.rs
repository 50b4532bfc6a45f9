//! Where a line may end, and how much that would hurt: no forbidden line starts or ends, numbers with their units.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::document::HINT;

/// What a break before a character means. Costs are in the units of `lines`: 1 is one gap stretched by a tenth of its size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Break {
    Never,
    /// Only where nothing else helps, as inside a long address.
    Emergency,
    Allowed {
        cost: f32,
    },
    /// The author's own choice (U+200B), better than any other place.
    Preferred,
    Must,
}

/// A number parted from its unit, or a document number torn.
const TORN_NUMBER: f32 = 90.0;
/// A date parted between year, month and day.
const TORN_DATE: f32 = 6.0;
/// Parts of latin text, as an address after a slash.
const TORN_LATIN: f32 = 12.0;

/// The break before each character of a text; the first is `Never`.
///
/// Built on UAX #14 and mended for Chinese: “ ” ‘ ’ are brackets, and · stands between two characters of a name.
pub fn breaks(characters: &[char]) -> Vec<Break> {
    let mut result = vec![Break::Never; characters.len()];
    let text: String = characters.iter().collect();
    let mut places = text.char_indices().zip(&mut result);
    for (byte, opportunity) in linebreaks(&text) {
        let Some((_, found)) = places.find(|((at, _), _)| *at == byte) else {
            break;
        };
        *found = match opportunity {
            BreakOpportunity::Mandatory => Break::Must,
            BreakOpportunity::Allowed => Break::Allowed { cost: 0.0 },
        };
    }
    let mut earlier = None;
    for (&[before, after], found) in characters.array_windows().zip(result.iter_mut().skip(1)) {
        if *found != Break::Must {
            *found = mended(earlier, before, after, *found);
        }
        if before == HINT && !never_starts(after) {
            *found = Break::Preferred;
        }
        earlier = Some(before);
    }
    result
}

/// Whether a character must not start a line.
pub fn never_starts(character: char) -> bool {
    is_closing(character)
        || matches!(
            character,
            '·' | '・'
                | '•'
                | '～'
                | '〜'
                | '-'
                | '–'
                | '/'
                | '／'
                | '%'
                | '％'
                | '‰'
                | '℃'
                | '々'
                | 'ー'
                | ' '
                | HINT
        )
}

/// Whether a character must not end a line.
pub fn never_ends(character: char) -> bool {
    is_opening(character) || matches!(character, '·' | '・' | '•' | '／' | '￥' | '¥' | '＃' | '№')
}

/// A bracket or quotation mark that opens.
pub fn is_opening(character: char) -> bool {
    matches!(
        character,
        '（' | '〔'
            | '［'
            | '｛'
            | '《'
            | '〈'
            | '「'
            | '『'
            | '【'
            | '〖'
            | '“'
            | '‘'
            | '('
            | '['
            | '{'
    )
}

/// A bracket or quotation mark that closes, or a stop.
pub fn is_closing(character: char) -> bool {
    matches!(
        character,
        '）' | '〕'
            | '］'
            | '｝'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '】'
            | '〗'
            | '”'
            | '’'
            | ')'
            | ']'
            | '}'
    ) || is_stop(character)
}

/// A full-width or latin stop.
pub fn is_stop(character: char) -> bool {
    matches!(
        character,
        '，' | '。' | '、' | '；' | '：' | '！' | '？' | '．' | ',' | '.' | ';' | ':' | '!' | '?'
    )
}

/// A letter or digit that is set narrow and keeps its neighbours.
pub fn is_latin(character: char) -> bool {
    character.is_ascii_graphic() || matches!(character, 'À'..='ɏ' | 'Ͱ'..='Ͽ' | 'Ѐ'..='ӿ')
}

/// A character of the Han script.
pub fn is_han(character: char) -> bool {
    matches!(character, '〇' | '㐀'..='䶿' | '一'..='鿿' | '豈'..='﫿' | '⺀'..='⿕' | '\u{20000}'..='\u{3FFFF}')
}

/// The break between two characters; `earlier` stands before them.
fn mended(earlier: Option<char>, before: char, after: char, found: Break) -> Break {
    if never_starts(after) || never_ends(before) {
        return Break::Never;
    }
    let quoted = matches!(after, '“' | '‘') || matches!(before, '”' | '’');
    if quoted {
        return Break::Allowed { cost: 0.0 };
    }
    // UAX #14 keeps a number with the bracket after it; a full-width bracket parts them as it does hanzi.
    let bracket = is_opening(after) && !after.is_ascii() && is_latin(before);
    if bracket && found == Break::Never && after != '〔' {
        return Break::Allowed { cost: 0.0 };
    }
    if before == after && matches!(before, '—' | '…' | '─' | '⸺') {
        return Break::Never;
    }
    if is_latin(before) && is_latin(after) {
        return match found {
            Break::Allowed { .. } => Break::Allowed { cost: TORN_LATIN },
            _ if before.is_ascii_digit() || after.is_ascii_digit() => Break::Emergency,
            _ if matches!(before, '/' | '.' | '_' | '=' | '&') => {
                Break::Allowed { cost: TORN_LATIN }
            }
            _ => Break::Emergency,
        };
    }
    match found {
        Break::Allowed { .. } | Break::Never => {
            number_cost(earlier, before, after).map_or(found, |cost| Break::Allowed { cost })
        }
        other => other,
    }
}

/// The cost of a break that would tear a number from its unit, a date or a document number.
fn number_cost(earlier: Option<char>, before: char, after: char) -> Option<f32> {
    let han_or_unit = is_han(after) || after == '㎡';
    if is_digit(before) && han_or_unit {
        return Some(TORN_NUMBER);
    }
    if is_digit(after) && matches!(before, '第' | '近' | '约' | '逾' | '达' | '共' | '〕') {
        return Some(if before == '〕' || before == '第' {
            TORN_NUMBER
        } else {
            TORN_DATE / 2.0
        });
    }
    if is_digit(after) && matches!(before, '年' | '月') {
        return Some(TORN_DATE);
    }
    if after == '〔' || (before == '%' && han_or_unit) {
        return Some(TORN_DATE);
    }
    // 12.5万元, 3000余件, 1.2亿元: the unit's second character stays too.
    let quantity = matches!(before, '万' | '亿' | '千' | '百' | '余' | '多' | '平')
        && earlier.is_some_and(is_digit);
    (quantity && is_han(after)).then_some(TORN_NUMBER)
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '０'..='９')
}
