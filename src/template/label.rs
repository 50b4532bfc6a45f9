//! A label as the form prints it, and where its lines had best be broken.

use serde::de::{Deserialize, Deserializer, Error};
use std::fmt;
use std::ops::Deref;

/// What stands in a form's RON between two words of a label, as in `"5.属于|三类|内部事务信息"`. It is never shown.
const MARK: char = '|';

/// A label of a row, a column or a corner.
///
/// It is its text to all who read or compare it; only who breaks it into lines asks for `breaks`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    text: String,
    breaks: Vec<usize>,
}

impl Label {
    /// A label from its way of writing, with a mark between words.
    ///
    /// # Errors
    /// A Chinese sentence, when a mark stands at an end or beside another.
    pub fn parse(written: &str) -> Result<Label, String> {
        let mut label = Label::default();
        for (index, word) in written.split(MARK).enumerate() {
            if word.is_empty() && written.contains(MARK) {
                return Err(format!(
                    "标签“{written}”里的“{MARK}”只能写在两个词之间，请删去多余的"
                ));
            }
            if index > 0 {
                label.breaks.push(label.text.len());
            }
            label.text.push_str(word);
        }
        Ok(label)
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Places in the text, in bytes, at which a word ends and a line had best be broken.
    pub fn breaks(&self) -> &[usize] {
        &self.breaks
    }
}

impl Deref for Label {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Label::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_part_of_the_text() {
        let label = Label::parse("3.危及|“三安全|一稳定”").expect("a label");
        assert_eq!(label.as_str(), "3.危及“三安全一稳定”");
        let words: Vec<&str> = label.breaks().iter().map(|at| &label[*at..]).collect();
        assert_eq!(words, ["“三安全一稳定”", "一稳定”"]);
        assert_eq!(Label::parse("").expect("a label"), Label::default());
    }

    #[test]
    fn a_mark_that_parts_no_words_is_refused() {
        for written in ["|其他", "其他|", "其||他", "|"] {
            assert!(Label::parse(written).is_err(), "{written}");
        }
    }
}
