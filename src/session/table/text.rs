//! Labels broken evenly over lines, never against the rules of Chinese line breaking. Pure.

use unicode_linebreak::linebreaks;

/// Characters of a label that may stand below its number.
const SHORT: usize = 8;

/// Breaks a label into as few lines as the width allows, all about equally long.
///
/// `width_of` measures a piece of text in the unit of `width`. A piece that cannot be broken may be wider.
pub fn break_evenly(text: &str, width: f32, width_of: &mut dyn FnMut(&str) -> f32) -> Vec<String> {
    let pieces = pieces(text);
    let widths: Vec<f32> = pieces.iter().map(|piece| width_of(piece)).collect();
    let fewest = lines_of(&widths, width).len();
    if fewest <= 1 {
        return vec![text.to_owned()];
    }
    let whole: f32 = widths.iter().sum();
    if let Some(lines) = after_number(text, width, fewest, width_of) {
        return lines;
    }
    let mut narrow = whole / fewest as f32;
    let mut wide = width;
    while wide - narrow > 0.5 {
        let middle = f32::midpoint(narrow, wide);
        if lines_of(&widths, middle).len() <= fewest {
            wide = middle;
        } else {
            narrow = middle;
        }
    }
    let mut lines = Vec::new();
    let mut rest = pieces.as_slice();
    for count in lines_of(&widths, wide) {
        let (line, after) = rest.split_at(count);
        lines.push(line.concat().trim_end().to_owned());
        rest = after;
    }
    lines
}

/// A label such as （三）不予公开 with its number on a line of its own, when that takes no more lines.
fn after_number(
    text: &str,
    width: f32,
    fewest: usize,
    width_of: &mut dyn FnMut(&str) -> f32,
) -> Option<Vec<String>> {
    let (number, rest) = text.split_at(text.find('）')? + '）'.len_utf8());
    let is_number = number.starts_with('（') && number.chars().count() <= 4;
    let is_short = (1..=SHORT).contains(&rest.chars().count());
    if !is_number || !is_short || width_of(number) > width {
        return None;
    }
    let rest = break_evenly(rest, width, width_of);
    (rest.len() < fewest).then(|| std::iter::once(number.to_owned()).chain(rest).collect())
}

/// Width of the widest piece that cannot be broken.
pub fn widest_piece(text: &str, width_of: &mut dyn FnMut(&str) -> f32) -> f32 {
    pieces(text)
        .iter()
        .map(|piece| width_of(piece))
        .fold(0.0, f32::max)
}

/// The parts of a text between which a line may end.
fn pieces(text: &str) -> Vec<&str> {
    let mut from = 0;
    let mut pieces = Vec::new();
    for (to, _) in linebreaks(text) {
        if let Some(piece) = text.get(from..to)
            && !piece.is_empty()
        {
            pieces.push(piece);
        }
        from = to;
    }
    pieces
}

/// How many pieces each line takes when lines are filled one after another.
fn lines_of(widths: &[f32], width: f32) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut filled = 0.0;
    let mut count = 0;
    for piece in widths {
        if count > 0 && filled + piece > width {
            lines.push(count);
            (filled, count) = (0.0, 0);
        }
        filled += piece;
        count += 1;
    }
    if count > 0 {
        lines.push(count);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_break_evenly_and_by_the_rules() {
        let check = |text: &str, width: f32, expected: &[&str]| {
            let lines = break_evenly(text, width, &mut |piece| piece.chars().count() as f32);
            assert_eq!(lines, expected);
        };
        check("结果维持", 4.0, &["结果维持"]);
        check("结果维持", 3.0, &["结果", "维持"]);
        check("社会公益组织", 5.0, &["社会公", "益组织"]);
        check("（三）不予公开", 4.0, &["（三）", "不予公开"]);
        check(
            "（二）部分公开（区分处理的，只计这一情形）",
            12.0,
            &["（二）部分公开（区分处", "理的，只计这一情形）"],
        );
        check(
            "三、本年度办理结果",
            2.0,
            &["三、", "本年", "度办", "理结", "果"],
        );
        check("危及“三安全一稳定”", 6.0, &["危及“三安", "全一稳定”"]);
        check("", 4.0, &[""]);
    }
}
