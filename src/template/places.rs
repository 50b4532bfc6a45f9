//! Where a place of a report stands in the form: its section, and its position in the form's order.

use super::{SectionContent, Template};
use crate::place::{Id, Place};

impl Template {
    /// Id of the section a place stands in; `None` for the title, the preface and the end.
    pub fn section_of<'a>(&'a self, place: &'a Place) -> Option<&'a Id> {
        let of_table = |table: &str| Some(&self.section_of_table(table)?.id);
        match place {
            Place::Lead(section) | Place::PartHeading(section, _) | Place::PartText(section, _) => {
                Some(section)
            }
            Place::Figure(address) => of_table(address.table()),
            Place::Footnote(table) => of_table(table),
            _ => None,
        }
    }

    /// Sorts places in the form's order: section first, then the order within it; what the form lacks comes last.
    pub fn position(&self, place: &Place) -> (usize, usize) {
        let sections = &self.form.sections;
        let section = |found: &dyn Fn(&SectionContent, &str) -> bool| {
            let index = sections.iter().position(|s| found(&s.content, &s.id));
            1 + index.unwrap_or(sections.len())
        };
        let of_prose = |id: &str| section(&|_, known| known == id);
        let of_table = |id: &str| {
            section(&|content, _| matches!(content, SectionContent::Table(t) if *t == *id))
        };
        // A file may name any part; its number must not run over.
        let in_part = |part: usize, step: usize| part.saturating_mul(2).saturating_add(step);
        match place {
            Place::Title => (0, 0),
            Place::Agency => (0, 1),
            Place::Year => (0, 2),
            Place::Preface => (0, 3),
            Place::Lead(id) => (of_prose(id), 0),
            Place::PartHeading(id, part) => (of_prose(id), in_part(*part, 1)),
            Place::PartText(id, part) => (of_prose(id), in_part(*part, 2)),
            Place::Figure(address) => (
                of_table(address.table()),
                self.cell_index(address).unwrap_or(usize::MAX - 1),
            ),
            Place::Footnote(id) => (of_table(id), usize::MAX),
            Place::Signature => (sections.len() + 2, 0),
            Place::Date => (sections.len() + 2, 1),
        }
    }
}
