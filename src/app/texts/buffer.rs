//! A text while a field changes it: places are found without looking at each character before them.

use eframe::egui::TextBuffer;
use eframe::egui::text::CharIndex;
use std::any::TypeId;
use std::ops::Range;

/// egui's own buffer walks through the text three times for each character that is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buffer(pub String);

impl Buffer {
    /// The byte at which a character begins; the end behind the last.
    fn byte_of(&self, index: usize) -> usize {
        let mut rest = self.0.chars();
        // Counts whole blocks of bytes, where the indices of characters are counted one by one.
        if let Some(last) = index.checked_sub(1) {
            rest.nth(last);
        }
        self.0.len() - rest.as_str().len()
    }
}

impl TextBuffer for Buffer {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.0
    }

    fn insert_text(&mut self, text: &str, char_index: CharIndex) -> usize {
        self.0.insert_str(self.byte_of(char_index.0), text);
        text.chars().count()
    }

    fn delete_char_range(&mut self, char_range: Range<CharIndex>) {
        // Nothing is selected where one types.
        if char_range.start < char_range.end {
            let bytes = self.byte_of(char_range.start.0)..self.byte_of(char_range.end.0);
            self.0.drain(bytes);
        }
    }

    fn type_id(&self) -> TypeId {
        TypeId::of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::Buffer;
    use eframe::egui::TextBuffer;
    use eframe::egui::text::CharIndex;

    #[test]
    fn it_changes_a_text_as_eguis_own_buffer_does() {
        let text = "2025年“公开”abc，é\u{1F600}。\n末";
        let count = text.chars().count();
        for start in 0..=count + 1 {
            for end in start..=count + 2 {
                let (mut ours, mut theirs) = (Buffer(text.to_owned()), text.to_owned());
                let range = CharIndex(start)..CharIndex(end);
                ours.delete_char_range(range.clone());
                theirs.delete_char_range(range);
                assert_eq!(ours.0, theirs, "{start}..{end}");
            }
            let (mut ours, mut theirs) = (Buffer(text.to_owned()), text.to_owned());
            let inserted = ours.insert_text("甲b", CharIndex(start));
            assert_eq!(inserted, theirs.insert_text("甲b", CharIndex(start)));
            assert_eq!(ours.0, theirs);
        }
    }
}
