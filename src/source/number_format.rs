//! What a sheet shows of a number beyond its digits: decimals, a plus sign, and words that its format adds.

/// The number as its format shows it; `plain` are its exact digits, which no format may round.
///
/// `None` for formats that show something else, such as a date, a percentage or an exponent.
pub(super) fn formatted(plain: &str, code: &str) -> Option<String> {
    let (is_negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, plain),
    };
    let is_zero = digits.chars().all(|c| matches!(c, '0' | '.'));
    let sections = sections(code);
    let section = match (is_negative, is_zero) {
        (true, _) => sections.get(1),
        (_, true) => sections.get(2),
        _ => None,
    };
    let shape = Shape::of(section.or(sections.first())?)?;
    // The thousands that the sheet leaves out may be what the author meant or not.
    if shape.is_scaled && !is_zero {
        return Some(format!("约{plain}"));
    }
    // The section for negative numbers writes the sign itself.
    let sign = if is_negative && section.is_none() {
        "-"
    } else {
        ""
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut decimals = decimals.to_owned();
    while decimals.len() < shape.decimals {
        decimals.push('0');
    }
    let point = if decimals.is_empty() { "" } else { "." };
    let Shape { before, after, .. } = shape;
    Some(format!("{sign}{before}{whole}{point}{decimals}{after}"))
}

/// One section of a format.
#[derive(Default)]
struct Shape {
    before: String,
    after: String,
    /// Decimals that are always shown.
    decimals: usize,
    /// Whether it shows thousands or millions: a comma stands behind the last digit.
    is_scaled: bool,
}

impl Shape {
    fn of(section: &str) -> Option<Shape> {
        let mut shape = Shape::default();
        let (mut digits_seen, mut point_seen) = (false, false);
        let mut scaled_before_point = false;
        let mut characters = section.chars();
        while let Some(c) = characters.next() {
            let literal = match c {
                '0' | '#' | '?' => {
                    digits_seen = true;
                    shape.is_scaled = false;
                    if point_seen && c == '0' {
                        shape.decimals += 1;
                    }
                    continue;
                }
                '.' => {
                    point_seen = true;
                    scaled_before_point |= shape.is_scaled;
                    continue;
                }
                ',' => {
                    shape.is_scaled |= digits_seen;
                    continue;
                }
                // A space as wide as a character, and a character repeated to fill the cell.
                '_' | '*' => {
                    characters.next();
                    continue;
                }
                '"' => characters.by_ref().take_while(|c| *c != '"').collect(),
                '\\' => characters.next()?.to_string(),
                '[' => {
                    // A colour is not shown; a condition or a currency shows something else.
                    let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                    if !inside.chars().all(|c| c.is_ascii_alphabetic()) {
                        return None;
                    }
                    continue;
                }
                '+' | '-' | '(' | ')' | ' ' => c.to_string(),
                c if !c.is_ascii() => c.to_string(),
                _ => return None,
            };
            match digits_seen {
                true => shape.after.push_str(&literal),
                false => shape.before.push_str(&literal),
            }
        }
        shape.is_scaled |= scaled_before_point;
        digits_seen.then_some(shape)
    }
}

/// The sections of a format: for positive and for negative numbers, for zero, for texts.
fn sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in code.chars() {
        if c == ';' && !quoted && !escaped {
            sections.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped && !quoted;
        if let Some(last) = sections.last_mut() {
            last.push(c);
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::formatted;

    #[test]
    fn decimals_signs_and_words_are_shown_and_nothing_is_rounded() {
        for (plain, code, expected) in [
            ("22", "0\"（其中修订16件）\"", Some("22（其中修订16件）")),
            ("2", "0\"（\"\\\"\"甲\"\\\"\"）\"", Some("2（\"甲\"）")),
            ("128.65", "0.0000", Some("128.6500")),
            ("3.5", "0", Some("3.5")),
            ("2", "+0;-0;+0", Some("+2")),
            ("-2", "+0;-0;+0", Some("-2")),
            ("0", "+0;-0;+0", Some("+0")),
            ("-2", "0", Some("-2")),
            ("1024", "#,##0_ ", Some("1024")),
            ("595000", "#,##0,", Some("约595000")),
            ("595000", "0.0,,\"百万\"", Some("约595000")),
            ("595000", "0,.0", Some("约595000")),
            ("0", "#,##0,", Some("0")),
            ("5", "[Red]0\"件\"", Some("5件")),
            ("5", "0\"a;b\"", Some("5a;b")),
            ("45000", "yyyy-mm-dd", None),
            ("0.5", "0%", None),
            ("5", "[>=100]0", None),
            ("5", "General", None),
            ("5", "", None),
        ] {
            assert_eq!(
                formatted(plain, code).as_deref(),
                expected,
                "{plain} {code}"
            );
        }
    }
}
