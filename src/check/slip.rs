//! What a question found in words, told so that it holds wherever these words stand in their text.

use super::texts::{Text, raise};
use super::{Correction, Finding, Remedy};
use crate::template::{Ask, Question};
use std::ops::Range;

/// Something that a question found in a passage of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slip {
    /// The words that an answer holds for; of slips that are told together, the words to show.
    pub about: String,
    /// What is wrong, in one sentence; empty where slips are told together.
    pub message: String,
    /// Bytes of the passage.
    pub span: Range<usize>,
    /// The only thing that can stand there, in bytes of the passage.
    pub correction: Option<Correction>,
}

impl Slip {
    /// One that nothing certain can stand for.
    pub fn seen(about: String, message: String, span: Range<usize>) -> Slip {
        Slip {
            about,
            message,
            span,
            correction: None,
        }
    }
}

/// What becomes of a question's slips in one text.
enum Telling {
    /// A finding for each, up to so many.
    Each(usize),
    /// One finding, mended at once, with what they are.
    Together(&'static str),
}

impl Telling {
    fn of(ask: &Ask) -> Telling {
        match ask {
            Ask::HalfWidthMarks => Telling::Together("半角标点"),
            Ask::LookAlikes => Telling::Together("形近字符或全角数字"),
            Ask::StraySpaces => Telling::Together("多余的空格"),
            Ask::Placeholder { .. } | Ask::DoubledPunctuation | Ask::UnpairedMarks => {
                Telling::Each(1)
            }
            Ask::LeftOverYear { .. }
            | Ask::NoEndMark
            | Ask::TitleLine { .. }
            | Ask::Period { .. }
            | Ask::Superseded { .. } => Telling::Each(usize::MAX),
            // More of them are the same fault again.
            _ => Telling::Each(20),
        }
    }
}

/// The findings of a question in a text; each slip comes with the first byte of its passage, in order.
pub(super) fn findings<'s>(
    question: &Question,
    text: &Text,
    slips: impl Iterator<Item = (usize, &'s Slip)>,
) -> Vec<Finding> {
    match Telling::of(&question.ask) {
        Telling::Each(most) => slips
            .take(most)
            .map(|(start, slip)| {
                let mut found = raise(question, text, &slip.about, &slip.message);
                found.spans = vec![moved(&slip.span, start)];
                found.remedy = remedy(text, [(start, slip)].into_iter());
                found
            })
            .collect(),
        Telling::Together(what) => together(question, text, slips.collect(), what),
    }
}

/// One finding for all slips of a kind in a text.
fn together(
    question: &Question,
    text: &Text,
    slips: Vec<(usize, &Slip)>,
    what: &str,
) -> Vec<Finding> {
    let Some((_, first)) = slips.first() else {
        return Vec::new();
    };
    let excerpt = &first.about;
    let count = match slips.len() {
        1 => String::new(),
        count => format!("等共 {count} 处"),
    };
    let about = format!("{excerpt}{}", slips.len());
    let mut found = raise(
        question,
        text,
        &about,
        &format!("“{excerpt}”{count}：{what}。"),
    );
    let spans = slips.iter().map(|(start, slip)| moved(&slip.span, *start));
    found.spans = spans.collect();
    found.remedy = remedy(text, slips.into_iter());
    vec![found]
}

/// The remedy of what can be corrected among some slips.
fn remedy<'s>(text: &Text, slips: impl Iterator<Item = (usize, &'s Slip)>) -> Option<Remedy> {
    let corrections = slips.filter_map(|(start, slip)| {
        let correction = slip.correction.as_ref()?;
        Some(Correction {
            range: moved(&correction.range, start),
            instead: correction.instead.clone(),
        })
    });
    let corrections: Vec<Correction> = corrections.collect();
    (!corrections.is_empty()).then(|| Remedy::Correct(text.place.clone(), corrections))
}

fn moved(range: &Range<usize>, start: usize) -> Range<usize> {
    range.start + start..range.end + start
}
