//! One agency's year as entered: texts, figures, and what is known of earlier years.

pub mod account;
pub mod carried;
pub mod difference;
mod entry;
mod figures;
pub mod file;
mod format;
mod published;
pub mod similarity;
mod stored;
pub mod succession;
mod written;

pub use carried::YearChange;
pub use entry::Entry;
pub use figures::{Figure, Figures, Sum};
pub use format::FormatNumber;

use crate::place::{Address, Id, Place};
use crate::template::{SectionContent, Template};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A report as entered. Computed totals are no part of it; see [`Figures`].
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The format of its file.
    pub format: FormatNumber,
    /// Id of the template it follows.
    pub template: String,
    #[serde(default)]
    pub agency: String,
    pub year: u16,
    /// Which of the template's wordings the title takes.
    #[serde(default)]
    pub title_wording: usize,
    /// Paragraph under the title, mostly empty.
    #[serde(default)]
    pub preface: String,
    /// Texts of the prose sections, by section id.
    #[serde(default, deserialize_with = "stored::unique")]
    pub prose: BTreeMap<Id, Prose>,
    /// Entered cells that are not empty, by address.
    #[serde(default, deserialize_with = "stored::figures")]
    pub entries: BTreeMap<Address, Entry>,
    /// Totals as an imported report printed them, until they are settled, by address.
    #[serde(default, deserialize_with = "stored::figures")]
    pub stated: BTreeMap<Address, Entry>,
    /// The note under a table, by table id.
    #[serde(default, deserialize_with = "stored::unique")]
    pub footnotes: BTreeMap<Id, String>,
    #[serde(default)]
    pub signature: String,
    /// The date of the signature as it is printed, such as 2026年1月20日.
    #[serde(default)]
    pub date: String,
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// Answers that were begun and are not given yet, by the fingerprint of their question.
    #[serde(default, deserialize_with = "stored::unique")]
    pub begun_answers: BTreeMap<String, String>,
    /// Ids of rules whose questions this report is not asked; errors and what is unfilled are always told.
    #[serde(default)]
    pub rules_off: BTreeSet<String>,
    /// Places whose content was carried over from last year and is not yet confirmed.
    #[serde(default)]
    pub carried: BTreeSet<Place>,
    /// Years that were moved on in carried texts; each can be taken back.
    #[serde(default)]
    pub year_changes: Vec<YearChange>,
    /// Earlier years as they were, the newest first, at most ten.
    #[serde(default)]
    pub history: Vec<PastYear>,
}

/// The text of a prose section: paragraphs before the parts, then the parts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Prose {
    /// Paragraphs are separated by line feeds.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lead: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A part （一）（二）…; the number follows from its position.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Part {
    /// Id of the template's standard part it stands for; empty for an added one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Without number; may be empty, then the number runs into the text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// Paragraphs are separated by line feeds.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// The answer to a question: it holds as long as what was asked stays the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub fingerprint: String,
    pub reason: String,
}

/// An earlier year, as it was.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastYear {
    pub year: u16,
    pub template: String,
    /// Every figure as printed, totals among them, by address.
    #[serde(default, deserialize_with = "stored::figures")]
    pub figures: BTreeMap<Address, Entry>,
    /// The texts that were not empty, by place; kept of last year alone, to see what was copied.
    #[serde(default, deserialize_with = "stored::unique")]
    pub texts: BTreeMap<Place, String>,
}

impl Report {
    /// An empty report with the template's standard parts.
    pub fn new(template: &Template, agency: &str, year: u16) -> Report {
        let mut prose = BTreeMap::new();
        for section in &template.form.sections {
            if let SectionContent::Prose { parts, .. } = &section.content {
                let parts = parts.iter().map(|part| Part {
                    id: part.id.clone(),
                    heading: part.heading.clone(),
                    text: String::new(),
                });
                let text = Prose {
                    lead: String::new(),
                    parts: parts.collect(),
                };
                prose.insert(section.id.clone(), text);
            }
        }
        Report {
            template: template.form.id.clone(),
            agency: agency.to_owned(),
            year,
            signature: agency.to_owned(),
            prose,
            ..Report::default()
        }
    }

    /// What the report is called in sentences and file names; a year that is not known is left out.
    pub fn name(&self) -> String {
        match self.year {
            0 => format!("{}年度报告", self.agency),
            year => format!("{}{year}年度报告", self.agency),
        }
    }

    /// Last year's figures, when the report carries them.
    pub fn prior(&self) -> Option<&PastYear> {
        self.history
            .iter()
            .find(|past| past.year.checked_add(1) == Some(self.year))
    }

    /// This year's figures as a later report will look back on them: as printed, totals among them.
    pub fn as_past_year(&self, template: &Template) -> PastYear {
        let figures = Figures::of(template, self);
        let printed = template
            .cells
            .iter()
            .enumerate()
            .filter_map(|(index, cell)| {
                let entry = Entry::parse(&figures.printed(index)?)?;
                Some((cell.address.clone(), entry))
            });
        PastYear {
            year: self.year,
            template: self.template.clone(),
            figures: printed.collect(),
            texts: BTreeMap::new(),
        }
    }

    /// Forgets stated totals that say what is computed anyway.
    pub fn drop_settled_totals(&mut self, template: &Template) {
        let settled: Vec<Address> = {
            let figures = Figures::of(template, self);
            let is_settled = |index: &usize| {
                let figure = figures.get(*index);
                let plain = |entry: &Entry| {
                    figure
                        .computed
                        .is_some_and(|sum| entry.is_plain() && entry.value() == Some(sum))
                };
                figure.stated.is_some_and(plain)
            };
            let totals = template.totals.iter().filter(|index| is_settled(index));
            totals
                .map(|&index| template.cell_at(index).address.clone())
                .collect()
        };
        for address in settled {
            self.stated.remove(&address);
        }
    }

    /// The text at a place, `None` for figures and for parts that do not exist.
    pub fn text(&self, place: &Place) -> Option<&str> {
        match place {
            Place::Agency => Some(&self.agency),
            Place::Preface => Some(&self.preface),
            Place::Lead(section) => self.prose.get(section).map(|prose| prose.lead.as_str()),
            Place::PartHeading(section, part) => self
                .prose
                .get(section)?
                .parts
                .get(*part)
                .map(|part| part.heading.as_str()),
            Place::PartText(section, part) => self
                .prose
                .get(section)?
                .parts
                .get(*part)
                .map(|part| part.text.as_str()),
            Place::Footnote(table) => self.footnotes.get(table).map(String::as_str),
            Place::Signature => Some(&self.signature),
            Place::Date => Some(&self.date),
            Place::Year | Place::Title | Place::Figure(_) => None,
        }
    }

    /// The text at a place, to be changed; `None` where [`Report::text`] has none.
    pub fn text_mut(&mut self, place: &Place) -> Option<&mut String> {
        match place {
            Place::Agency => Some(&mut self.agency),
            Place::Preface => Some(&mut self.preface),
            Place::Lead(section) => Some(&mut self.prose.entry(section.clone()).or_default().lead),
            Place::PartHeading(section, part) => self
                .prose
                .get_mut(section)?
                .parts
                .get_mut(*part)
                .map(|part| &mut part.heading),
            Place::PartText(section, part) => self
                .prose
                .get_mut(section)?
                .parts
                .get_mut(*part)
                .map(|part| &mut part.text),
            Place::Footnote(table) => Some(self.footnotes.entry(table.clone()).or_default()),
            Place::Signature => Some(&mut self.signature),
            Place::Date => Some(&mut self.date),
            Place::Year | Place::Title | Place::Figure(_) => None,
        }
    }
}
