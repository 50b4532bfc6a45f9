//! Published reports → reports: fills what is certain, leaves the rest empty and says what was left and why.

mod account;
mod assign;
mod blank;
mod cells;
mod certain;
mod closing;
mod columns;
mod content;
mod contradicted;
mod figure;
mod fill;
mod folded;
mod groups;
mod header;
mod labels;
mod last_year;
mod marks;
mod order;
mod outline;
mod pages;
mod pasted;
mod pieces;
mod proof;
mod prose;
mod reader;
mod region;
mod row_sums;
mod rows;
mod settle;
mod sheets;
mod shown;
mod site;
mod tables;
mod title;
mod told;
mod torn;
mod turned;
mod units;
mod weighed;
mod weigher;

pub use account::{account, account_within};
pub use shown::SourceTable;

use crate::place::Place;
use crate::report::{Prose, Report};
use crate::source::{self, FileKind, Source, SourceError};
use crate::template::{Forms, Template, TemplateError, axis};
use content::Content;
use outline::Outline;
pub use pasted::{PastedTable, read_pasted_table, read_value};
use reader::Reader;
use std::borrow::Cow;
use std::fmt;
use thiserror::Error;
use title::{PartOfSource, Title};

/// A report read from a published one, with everything the user should know about the reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    pub report: Report,
    pub notes: Vec<Note>,
    /// The source's own tables where cells of the report's stayed empty, to be looked at and copied from.
    pub tables: Vec<SourceTable>,
}

/// One thing to know about an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub kind: NoteKind,
    /// What it is about: figures by address, texts by path; empty when it is about no place of the report.
    pub places: Vec<Place>,
    /// One Chinese sentence; for what was not placed it quotes the piece of text whole.
    pub sentence: String,
    /// The labels of the places, when the sentence goes on to list them; else empty.
    pub listed: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// What was filled, in sum.
    Filled,
    /// Cells without a figure and why.
    LeftEmpty,
    /// What was filled but should be looked at.
    Doubted,
    /// A piece of the source that is nowhere in the report.
    NotPlaced,
}

/// A source that cannot be read as a report at all: one sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    #[error("{file} 里找不到年度报告的标题、各部分标题或表格，请确认选对了文件")]
    NotAReport { file: String },
    #[error("{file} 已经是年报程序的文件，不用导入，请直接打开")]
    AlreadyReport { file: String },
    #[error("{file} 里有 {} 份年度报告（{}），请只保留要导入的一份，或用命令行的 --report 指明第几份", titles.len(), numbered(titles))]
    SeveralReports { file: String, titles: Vec<String> },
    #[error("{file} 里只有 {count} 份年度报告，没有第 {number} 份，请改 --report 后面的数")]
    NoSuchReport {
        file: String,
        count: usize,
        number: usize,
    },
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// What to import, where a source leaves it open.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'t> {
    /// The form; without it the title's year decides, else the labels.
    pub template: Option<&'t Template>,
    /// Which of several reports in one source, counted from 1.
    pub report: Option<usize>,
    /// The forms that a title or labels may lead to.
    pub forms: &'t Forms,
}

impl Default for Choice<'_> {
    fn default() -> Self {
        Choice {
            template: None,
            report: None,
            forms: Forms::built_in(),
        }
    }
}

/// Reads a published report from the bytes of a file, whatever its format.
///
/// # Errors
/// When the file cannot be read or holds no report.
pub fn import(bytes: &[u8], file_name: &str, choice: Choice) -> Result<Imported, ImportError> {
    if source::recognise(bytes) == FileKind::Own {
        let file = file_name.to_owned();
        return Err(ImportError::AlreadyReport { file });
    }
    import_source(&source::read(bytes, file_name)?, file_name, choice)
}

/// Reads a published report from text as it was pasted.
///
/// # Errors
/// When the text is no report at all.
pub fn import_text(
    text: &str,
    file_name: &str,
    template: Option<&Template>,
) -> Result<Imported, ImportError> {
    if text.len() > source::MAX_TEXT_BYTES {
        let (file, megabytes) = (file_name.to_owned(), text.len() / 1_000_000);
        return Err(SourceError::TooLong { file, megabytes }.into());
    }
    let head: Vec<u8> = text.bytes().take(8_192).collect();
    if source::recognise(&head) == FileKind::Own {
        let file = file_name.to_owned();
        return Err(ImportError::AlreadyReport { file });
    }
    let choice = Choice {
        template,
        ..Choice::default()
    };
    import_source(&source::read_text(text), file_name, choice)
}

/// Reads a published report from what a file or a clipboard holds.
///
/// # Errors
/// When it holds no report, or several and none is chosen.
pub fn import_source(
    source: &Source,
    file_name: &str,
    choice: Choice,
) -> Result<Imported, ImportError> {
    let file = file_name.to_owned();
    let bytes = source.text_bytes();
    if bytes > source::MAX_READ_BYTES {
        let megabytes = bytes / 1_000_000;
        return Err(SourceError::TooLong { file, megabytes }.into());
    }
    let candidates: Vec<&Template> = match choice.template {
        Some(given) => vec![given],
        None => choice.forms.iter().map(|form| &**form).collect(),
    };
    let whole = Content::of(source);
    let reports = reports(&whole, &candidates);
    let content = match (reports.as_slice(), choice.report) {
        ([_, _, ..], None) => {
            let titles = reports.iter().map(|report| report.name.clone()).collect();
            return Err(ImportError::SeveralReports { file, titles });
        }
        (several, Some(number)) => {
            let at = number.checked_sub(1);
            match (several, at.and_then(|at| several.get(at))) {
                (_, Some(report)) => whole.part(report.lines.clone()),
                ([], None) if number == 1 => whole,
                _ => {
                    let count = several.len().max(1);
                    return Err(ImportError::NoSuchReport {
                        file,
                        count,
                        number,
                    });
                }
            }
        }
        _ => whole,
    };
    let (template, title) = choose_template(&content, &candidates, &choice)?;
    let outline = Outline::of(&content, &template, title);
    let is_empty = outline.title.is_none()
        && outline
            .sections
            .iter()
            .all(|section| section.lines.is_empty() && !section.is_found);
    if is_empty {
        return Err(ImportError::NotAReport { file });
    }
    let imported = Reader::new(&template, &content).read(outline);
    match says_nothing(&imported.report) {
        true => Err(ImportError::NotAReport { file }),
        false => Ok(imported),
    }
}

/// Whether a source has some words of a report, but neither a title nor a figure nor a sentence.
fn says_nothing(report: &Report) -> bool {
    let is_empty = |prose: &Prose| {
        prose.lead.is_empty() && prose.parts.iter().all(|part| part.text.is_empty())
    };
    report.year == 0
        && report.entries.is_empty()
        && report.stated.is_empty()
        && report.prose.values().all(is_empty)
}

/// The reports that a source holds, by the form that finds the most of them.
fn reports(content: &Content, forms: &[&Template]) -> Vec<PartOfSource> {
    let mut found = Vec::new();
    for form in forms {
        let parts = title::reports(content, form);
        if parts.len() > found.len() {
            found = parts;
        }
    }
    found
}

/// The template given, else the one of the title's year, else the one whose labels fit best; and the title.
fn choose_template<'t>(
    content: &Content,
    candidates: &[&'t Template],
    choice: &Choice<'t>,
) -> Result<(Cow<'t, Template>, Option<Title>), TemplateError> {
    let titles = candidates.iter().filter_map(|form| {
        let title = title::find(content, form)?;
        Some((*form, title))
    });
    let titles: Vec<(&Template, Title)> = titles.collect();
    let own = titles.iter().find(|(form, title)| form.serves(title.year));
    let Some((form, title)) = own.or(titles.first()) else {
        let given = choice.template.map(Cow::Borrowed);
        let template = given.or_else(|| by_labels(content, candidates).map(Cow::Borrowed));
        let newest = || Ok(Cow::Owned(Template::clone(&*choice.forms.newest()?)));
        return Ok((template.map_or_else(newest, Ok)?, None));
    };
    if choice.template.is_some() {
        return Ok((Cow::Borrowed(*form), Some(title.clone())));
    }
    let prescribed = choice.forms.for_year(title.year)?;
    let known = candidates
        .iter()
        .find(|form| form.form.id == prescribed.form.id);
    let template = known.copied().unwrap_or(form);
    // The number of a wording counts in its own form.
    let title = title::find(content, template).unwrap_or_else(|| Title {
        wording: None,
        ..title.clone()
    });
    Ok((Cow::Borrowed(template), Some(title)))
}

impl Note {
    pub(super) fn new(kind: NoteKind, places: Vec<Place>, sentence: impl Into<String>) -> Note {
        Note {
            kind,
            places,
            sentence: sentence.into(),
            listed: Vec::new(),
        }
    }
}

impl NoteKind {
    /// The word that stands before a note.
    pub fn label(self) -> &'static str {
        match self {
            NoteKind::Filled => "已填",
            NoteKind::LeftEmpty => "留空",
            NoteKind::Doubted => "存疑",
            NoteKind::NotPlaced => "未放入",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}", self.kind.label(), self.sentence)?;
        for (index, (place, label)) in self.places.iter().zip(&self.listed).enumerate() {
            let before = if index == 0 { "：" } else { "、" };
            write!(f, "{before}{place}（{label}）")?;
        }
        Ok(())
    }
}

/// The form most of whose labels a text holds, the newest among equals.
fn by_labels<'t>(content: &Content, forms: &[&'t Template]) -> Option<&'t Template> {
    let text: String = content.texts().flat_map(labels::plain).collect();
    let mut best: Option<(usize, &Template)> = None;
    for form in forms {
        let bands = form.form.tables.iter().flat_map(|table| &table.bands);
        let count = bands
            .flat_map(|band| axis::leaves(&band.columns))
            .filter(|(_, leaf)| {
                let label: String = labels::plain(&leaf.label).into_iter().collect();
                text.contains(&label)
            })
            .count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, form));
        }
    }
    best.map(|(_, form)| form)
}

/// Titles in their order: 1. 甲；2. 乙.
fn numbered(titles: &[String]) -> String {
    let shown = titles
        .iter()
        .enumerate()
        .take(9)
        .map(|(at, title)| format!("{}. {title}", at + 1));
    shown.collect::<Vec<_>>().join("；")
}
