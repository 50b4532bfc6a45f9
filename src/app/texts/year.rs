//! A field for a year: four digits, checked when they are entered and never changed to something else.

use crate::app::look::theme::Look;
use crate::app::texts::line::line_ui;
use eframe::egui::{self, Id, Key, RichText};

/// Years a report can be of: the regulation on disclosure is of 2008.
pub const YEARS: std::ops::RangeInclusive<u16> = 2008..=2100;

/// What was done in the field.
#[derive(Debug)]
pub struct YearField {
    pub response: egui::Response,
    /// Enter was pressed in the field.
    pub entered: bool,
}

/// The year that a text says; in full width too.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub fn parse(text: &str) -> Result<u16, String> {
    let digits: String = text
        .trim()
        .trim_end_matches('年')
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
            other => other,
        })
        .collect();
    let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse() {
        Ok(year) if is_year && YEARS.contains(&year) => Ok(year),
        _ if text.trim().is_empty() => Err("请填写报告年度".to_owned()),
        _ => Err(format!(
            "“{}”不是报告年度，请写 {} 到 {} 之间的四位数字",
            text.trim(),
            YEARS.start(),
            YEARS.end()
        )),
    }
}

/// Draws the field and, under it, what is wrong with what stands in it.
pub fn year_ui(ui: &mut egui::Ui, id: Id, text: &mut String, look: &Look) -> YearField {
    let field = egui::TextEdit::singleline(text)
        .desired_width(110.0)
        .margin(egui::Margin::symmetric(10, 8));
    let response = line_ui(ui, id, "报告年度", field);
    if response.gained_focus() {
        // Whoever comes here by Tab writes another year in its place.
        let end = egui::text::CCursor::new(text.chars().count());
        let all = egui::text::CCursorRange::two(egui::text::CCursor::default(), end);
        let mut memory = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        memory.cursor.set_char_range(Some(all));
        memory.store(ui.ctx(), id);
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if let Err(problem) = parse(text) {
        let problem = RichText::new(problem).size(look.sizes.small);
        ui.label(problem.color(look.colors.error.0));
    }
    YearField { response, entered }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_four_digits_and_never_another_year() {
        for (text, year) in [("2024", 2024), (" ２０２４年", 2024), ("2100", 2100)] {
            assert_eq!(parse(text), Ok(year));
        }
        for text in [
            "",
            "20255",
            "2101",
            "1999",
            "二〇二四",
            "202",
            "+2024",
            "2024.0",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
