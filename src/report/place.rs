//! Where in a report something stands: the address of a figure or the path of a text.

use crate::template::{SectionContent, Template};
use std::fmt;

/// A place that can be shown, edited, printed or complained about.
///
/// Its text form is the path used by documents, pages and findings: `requests.new.natural`, `overview.0.text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Agency,
    Year,
    Title,
    Preface,
    /// The lead of a prose section.
    Lead(String),
    /// Heading of a section's part, counted from 0.
    PartHeading(String, usize),
    PartText(String, usize),
    /// The address of a figure.
    Figure(String),
    /// The note under a table.
    Footnote(String),
    Signature,
    Date,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Agency => f.write_str("agency"),
            Place::Year => f.write_str("year"),
            Place::Title => f.write_str("title"),
            Place::Preface => f.write_str("preface"),
            Place::Lead(section) => write!(f, "{section}.lead"),
            Place::PartHeading(section, part) => write!(f, "{section}.{part}.heading"),
            Place::PartText(section, part) => write!(f, "{section}.{part}.text"),
            Place::Figure(address) => f.write_str(address),
            Place::Footnote(table) => write!(f, "{table}.footnote"),
            Place::Signature => f.write_str("signature"),
            Place::Date => f.write_str("date"),
        }
    }
}

impl Place {
    /// Reads the text form back; `None` when it is no path.
    pub fn parse(path: &str) -> Option<Place> {
        let parts: Vec<&str> = path.split('.').collect();
        Some(match parts.as_slice() {
            ["agency"] => Place::Agency,
            ["year"] => Place::Year,
            ["title"] => Place::Title,
            ["preface"] => Place::Preface,
            ["signature"] => Place::Signature,
            ["date"] => Place::Date,
            [section, "lead"] => Place::Lead((*section).to_owned()),
            [table, "footnote"] => Place::Footnote((*table).to_owned()),
            [section, number, what] => match (number.parse(), *what) {
                (Ok(part), "heading") => Place::PartHeading((*section).to_owned(), part),
                (Ok(part), "text") => Place::PartText((*section).to_owned(), part),
                _ => Place::Figure(path.to_owned()),
            },
            _ => return None,
        })
    }

    /// Id of the section it stands in; `None` for the title, the preface and the end.
    pub fn section<'a>(&'a self, template: &'a Template) -> Option<&'a str> {
        let of_table = |table| Some(template.section_of_table(table)?.id.as_str());
        match self {
            Place::Lead(section) | Place::PartHeading(section, _) | Place::PartText(section, _) => {
                Some(section)
            }
            Place::Figure(address) => of_table(address.split('.').next()?),
            Place::Footnote(table) => of_table(table),
            _ => None,
        }
    }

    /// Sorts places in the form's order: section first, then the order within it.
    pub fn position(&self, template: &Template) -> (usize, usize) {
        let sections = &template.form.sections;
        let section = |found: &dyn Fn(&SectionContent, &str) -> bool| {
            let index = sections.iter().position(|s| found(&s.content, &s.id));
            1 + index.unwrap_or(sections.len())
        };
        let of_prose = |id: &str| section(&|_, known| known == id);
        let of_table = |id: &str| {
            section(&|content, _| matches!(content, SectionContent::Table(t) if t == id))
        };
        match self {
            Place::Title => (0, 0),
            Place::Agency => (0, 1),
            Place::Year => (0, 2),
            Place::Preface => (0, 3),
            Place::Lead(id) => (of_prose(id), 0),
            Place::PartHeading(id, part) => (of_prose(id), 2 * part + 1),
            Place::PartText(id, part) => (of_prose(id), 2 * part + 2),
            Place::Figure(address) => (
                of_table(address.split('.').next().unwrap_or_default()),
                template.cell_index(address).unwrap_or(usize::MAX - 1),
            ),
            Place::Footnote(id) => (of_table(id), usize::MAX),
            Place::Signature => (sections.len() + 2, 0),
            Place::Date => (sections.len() + 2, 1),
        }
    }
}
