//! Sentences whose words are not torn at the ends of lines.

use crate::document::HINT;
use crate::layout::cells;
use eframe::egui::{Label, Role, TextStyle, TextWrapMode, Ui, WidgetInfo};

/// Characters of a path that stand together where nothing else tells where to break it.
const LONGEST: usize = 16;

/// A sentence of the program in which `|` parts the words. What a user wrote is put in afterwards, for it may hold the
/// same sign.
pub fn parted(text: &str) -> String {
    text.replace('|', &HINT.to_string())
}

/// The path of a file, which may be broken behind each of its folders, between hanzi, and where it is very long.
pub fn parted_path(path: &str) -> String {
    let mut parted = String::with_capacity(2 * path.len());
    let mut together = 0;
    for c in path.chars() {
        if !c.is_ascii() || together >= LONGEST {
            parted.push(HINT);
            together = 0;
        }
        parted.push(c);
        together += 1;
        if matches!(c, '/' | '\\') {
            parted.push(HINT);
            together = 0;
        }
    }
    parted
}

/// Draws a text in lines that end between its parted words, as long as every word has room.
pub fn words_ui(ui: &mut Ui, text: &str) {
    let font = TextStyle::Body.resolve(ui.style());
    let room = ui.available_width();
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let words = ui.fonts_mut(|fonts| {
            let mut advance = |c| fonts.glyph_width(&font, c);
            cells::words(paragraph, font.size, room, &mut advance)
        });
        lines.push(words.join("\n"));
    }
    // The empty half of a stop may stand beyond the edge.
    let label = Label::new(lines.join("\n")).wrap_mode(TextWrapMode::Extend);
    let response = ui.add(label);
    // It is read aloud, and found, without its line ends.
    let plain = text.replace(HINT, "");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &plain));
}

#[cfg(test)]
mod tests {
    use super::{parted, words_ui};
    use eframe::egui::{__run_test_ui, RichText, Shape};

    #[test]
    fn no_word_is_torn_whatever_the_width() {
        let text = parted("上次|程序|没有|正常|退出，|有|未保存的|内容。");
        for width in (60..300).step_by(7) {
            let mut lines = Vec::new();
            __run_test_ui(|ui| {
                ui.set_width(width as f32);
                ui.label(RichText::new("。"));
                let ctx = ui.ctx().clone();
                words_ui(ui, &text);
                ctx.graphics(|graphics| {
                    let list = graphics.get(ui.layer_id()).expect("what was drawn");
                    for shape in list.all_entries() {
                        if let Shape::Text(text) = &shape.shape {
                            lines = text.galley.rows.iter().map(|row| row.text()).collect();
                        }
                    }
                });
            });
            let whole = ["程序", "没有", "正常", "退出，", "未保存的", "内容。"];
            for word in whole {
                let is_whole = lines.iter().any(|line: &String| line.contains(word));
                assert!(is_whole, "{width}: {word} in {lines:?}");
            }
            assert_eq!(lines.concat(), text.replace('\u{200b}', ""));
        }
    }
}
