//! Struck-out, raised and lowered characters of a source, written so that none of them can be read as a part of a figure.

use super::xml::Element;

/// How characters stand that a reader takes otherwise than the ones around them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Dress {
    pub is_struck: bool,
    /// White, transparent or too small to be read; that says nothing where all text around it is so.
    pub is_faint: bool,
    pub script: Script,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Script {
    #[default]
    Normal,
    Raised,
    Lowered,
}

/// Struck out and nothing else.
pub(super) const STRUCK: Dress = Dress {
    is_struck: true,
    is_faint: false,
    script: Script::Normal,
};

/// Drawn over the character before it.
const STROKE: char = '\u{336}';

impl Dress {
    /// A run of a DOCX or XLSX file, by its properties; an own stroke or script goes before the one around it.
    pub fn of_run(properties: Option<&Element>) -> Dress {
        let is_on = |name: &str| {
            let found = properties.and_then(|properties| properties.child(name));
            found.is_some_and(|found| {
                !matches!(found.attribute("val"), Some("0" | "false" | "off" | "none"))
            })
        };
        let script = properties.and_then(|properties| properties.value("vertAlign"));
        Dress {
            is_struck: is_on("strike") || is_on("dstrike"),
            is_faint: false,
            script: match script {
                Some("superscript") => Script::Raised,
                Some("subscript") => Script::Lowered,
                _ => Script::Normal,
            },
        }
    }

    /// The text as it is kept: with strokes through it, its digits raised or lowered.
    pub fn put_on(self, text: &str, out: &mut String) {
        if self == Dress::default() {
            out.push_str(text);
            return;
        }
        for c in text.chars() {
            out.push(self.script.of(c));
            if self.is_struck && !c.is_whitespace() {
                out.push(STROKE);
            }
        }
    }
}

impl Script {
    fn of(self, c: char) -> char {
        let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        let digits = match self {
            Script::Normal => "",
            Script::Raised => "⁰¹²³⁴⁵⁶⁷⁸⁹",
            Script::Lowered => "₀₁₂₃₄₅₆₇₈₉",
        };
        let other = digit.and_then(|digit| digits.chars().nth(digit));
        other.unwrap_or(c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_struck_or_raised_is_no_digit_any_more() {
        let mut text = String::from("165");
        let raised = Dress {
            script: Script::Raised,
            ..Dress::default()
        };
        raised.put_on("12注", &mut text);
        STRUCK.put_on("3 ", &mut text);
        Dress::default().put_on("4", &mut text);
        assert_eq!(text, "165¹²注3\u{336} 4");
    }
}
