//! What the texts say of the tables' numbers and the tables bear out: the quiet ticks of the window.

use super::Memory;
use super::claims::{Tables, Verdict};
use super::texts::texts;
use crate::place::Place;
use crate::report::{Figures, Report};
use crate::template::{Ask, Template};
use std::ops::Range;

/// Words of a text whose number was compared and is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The text.
    pub place: Place,
    /// Bytes of the text.
    pub span: Range<usize>,
    pub words: String,
}

/// Everything compared and right, in the order of the texts; nothing when the form compares nothing or the report
/// switched that off.
///
/// With the memory of a check of the same report no text is read again.
pub fn agreed(template: &Template, report: &Report, memory: &mut Memory) -> Vec<Agreed> {
    let compares = |question: &crate::template::Question| {
        question.ask == Ask::Claims && !report.rules_off.contains(&question.id)
    };
    if !template.form.questions.iter().any(compares) {
        return Vec::new();
    }
    let prior = report.prior();
    let older = prior.filter(|past| past.template != template.form.id);
    let translated = older.map(|past| past.under(template));
    let figures = Figures::of(template, report);
    let tables = Tables {
        template,
        figures: &figures,
        prior: translated
            .as_ref()
            .or(prior)
            .filter(|prior| prior.year.checked_add(1) == Some(report.year)),
    };
    let texts = texts(template, report);
    let known = memory.read(template, report, &texts);
    let mut agreed: Vec<Agreed> = Vec::new();
    for (text, reading) in texts.iter().zip(&known.readings) {
        for (span, told) in reading.claims() {
            // What is told of several topics with one number is one thing to the reader.
            let is_new = agreed
                .last()
                .is_none_or(|last| last.place != text.place || last.span != span);
            if is_new && tables.judge(&told.claim) == Verdict::Right {
                agreed.push(Agreed {
                    place: text.place.clone(),
                    span,
                    words: told.words.clone(),
                });
            }
        }
    }
    agreed
}
