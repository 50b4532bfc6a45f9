//! What stands in a cell of a workbook: an exact number with the format that shows it as printed, a formula, or a text.

use crate::document::{Cell, Grid, Number, Role};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::utility::row_col_to_cell;

/// Significant digits that a number of a workbook holds exactly.
const EXACT_DIGITS: usize = 15;
/// The longest format there may be.
const CODE_LONGEST: usize = 200;

/// What is written into a cell.
#[derive(Debug, PartialEq)]
pub enum Written<'a> {
    Text(&'a str),
    /// Nothing yet; the format is for what will be typed.
    Blank {
        code: String,
    },
    Number {
        number: f64,
        code: String,
    },
}

/// A figure becomes a number when a workbook shows it exactly as it is printed; everything else stays a text.
pub fn written(cell: &Cell) -> Written<'_> {
    let Some(number) = &cell.number else {
        return Written::Text(&cell.text);
    };
    if cell.text.is_empty() {
        let code = decimals_code(number.decimals);
        return Written::Blank { code };
    }
    match as_number(&cell.text, number) {
        Some((number, code)) => Written::Number { number, code },
        None => Written::Text(&cell.text),
    }
}

/// The formula of a total, when every figure that it adds up is a number of its own or still empty, and none is a total
/// as it was stated: the sum is of what was entered.
pub fn formula(grid: &Grid, cell: &Cell, top: u32) -> Option<String> {
    let addends = &cell.number.as_ref()?.sum;
    if addends.is_empty() {
        return None;
    }
    let mut cells = Vec::new();
    for addend in addends {
        let found = grid.cells.get(addend.cell)?;
        let is_stated = found.role == Role::Total
            && found
                .number
                .as_ref()
                .is_some_and(|number| number.sum.is_empty());
        if is_stated || matches!(written(found), Written::Text(_)) {
            return None;
        }
        cells.push((addend.minus, found));
    }
    let name = |cell: &Cell| row_col_to_cell(top + cell.row as u32, cell.track as u16);
    let count = cells.len();
    // An empty cell is not zero: the total is empty as long as one of its addends is.
    if let Some((first, last)) = in_a_row(&cells) {
        let range = format!("{}:{}", name(first), name(last));
        return Some(format!("=IF(COUNT({range})={count},SUM({range}),\"\")"));
    }
    let mut sum = String::new();
    for (index, (minus, cell)) in cells.iter().enumerate() {
        let sign = match (index, minus) {
            (_, true) => "-",
            (0, false) => "",
            (_, false) => "+",
        };
        sum.push_str(sign);
        sum.push_str(&name(cell));
    }
    let names: Vec<String> = cells.iter().map(|(_, cell)| name(cell)).collect();
    let names = names.join(",");
    Some(format!("=IF(COUNT({names})={count},{sum},\"\")"))
}

/// First and last of cells that stand side by side or one under the other without a gap and are all added.
fn in_a_row<'a>(cells: &[(bool, &'a Cell)]) -> Option<(&'a Cell, &'a Cell)> {
    let ((_, first), (_, last)) = (cells.first()?, cells.last()?);
    let pairs = || {
        cells
            .array_windows()
            .map(|[(_, one), (_, next)]| (*one, *next))
    };
    let across = pairs().all(|(one, next)| {
        one.row == next.row && one.track + one.track_span == next.track && one.track_span == 1
    });
    let down =
        pairs().all(|(one, next)| one.track == next.track && one.row + one.row_span == next.row);
    let all_added = cells.iter().all(|(minus, _)| !minus);
    (cells.len() > 1 && all_added && (across || down)).then_some((*first, *last))
}

/// The number and the format that shows it just as the text; `None` when no format does.
fn as_number(text: &str, number: &Number) -> Option<(f64, String)> {
    let value = number.value?;
    let digits = value.abs().to_string();
    let sign = match text.chars().next()? {
        '+' => "+",
        '-' => "-",
        _ => "",
    };
    let note = text.strip_prefix(sign)?.strip_prefix(digits.as_str())?;
    let is_told = match sign {
        "-" => value.is_sign_negative() && !value.is_zero(),
        _ => value.is_sign_positive() || value.is_zero(),
    };
    let significant = digits.chars().filter(char::is_ascii_digit).count();
    let converted = value.to_f64()?;
    if !is_told
        || significant > EXACT_DIGITS
        || exact(converted, value.scale()) != value.to_string()
    {
        return None;
    }
    let mut code = decimals_code(value.scale());
    code.push_str(&quoted(note));
    if sign == "+" {
        code = format!("+{code};-{code};+{code}");
    }
    (code.len() <= CODE_LONGEST).then_some((converted, code))
}

fn exact(number: f64, decimals: u32) -> String {
    format!("{number:.*}", decimals as usize)
}

/// The format of a number with so many decimals.
fn decimals_code(decimals: u32) -> String {
    match decimals {
        0 => "0".to_owned(),
        _ => format!("0.{}", "0".repeat(decimals.min(10) as usize)),
    }
}

/// A text that a number format shows as it stands.
fn quoted(text: &str) -> String {
    let mut pieces = text.split('"');
    let quote = |piece: &str| match piece {
        "" => String::new(),
        piece => format!("\"{piece}\""),
    };
    let mut code = pieces.next().map(quote).unwrap_or_default();
    for piece in pieces {
        code.push_str("\\\"");
        code.push_str(&quote(piece));
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Role;
    use rust_decimal::Decimal;

    fn cell(text: &str, value: Option<&str>) -> Cell {
        Cell {
            row: 0,
            track: 0,
            row_span: 1,
            track_span: 1,
            text: text.to_owned(),
            role: Role::Figure,
            address: None,
            breaks: Vec::new(),
            figure: Some(0),
            number: Some(Number {
                value: value.map(|value| Decimal::from_str_exact(value).unwrap()),
                decimals: 4,
                sum: Vec::new(),
            }),
        }
    }

    #[test]
    fn a_figure_is_a_number_only_when_it_is_shown_as_printed() {
        for (text, value, expected) in [
            ("12", "12", Some((12.0, "0"))),
            ("128.6500", "128.6500", Some((128.65, "0.0000"))),
            (
                "22（其中修订16件）",
                "22",
                Some((22.0, "0\"（其中修订16件）\"")),
            ),
            (
                "2（\"甲\"）",
                "2",
                Some((2.0, "0\"（\"\\\"\"甲\"\\\"\"）\"")),
            ),
            ("+2", "2", Some((2.0, "+0;-0;+0"))),
            ("-2", "-2", Some((-2.0, "0"))),
            ("/", "0", None),
            ("7", "5", None),
            ("1234567890123456", "1234567890123456", None),
            ("0.1234567890123456789", "0.1234567890123456789", None),
        ] {
            let cell = cell(text, Some(value));
            match (written(&cell), expected) {
                (Written::Number { number, code }, Some(expected)) => {
                    assert_eq!((number, code.as_str()), expected, "{text}");
                }
                (Written::Text(written), None) => assert_eq!(written, text),
                (other, _) => panic!("{text}: {other:?}"),
            }
        }
        let empty = cell("", None);
        assert_eq!(
            written(&empty),
            Written::Blank {
                code: "0.0000".to_owned()
            }
        );
    }
}
