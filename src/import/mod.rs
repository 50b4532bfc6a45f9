//! Published reports → reports: fills what is certain, leaves the rest empty and says what was left and why.

mod account;
mod assign;
mod cells;
mod certain;
mod closing;
mod content;
mod header;
mod labels;
mod marks;
mod order;
mod outline;
mod pieces;
mod proof;
mod prose;
mod reader;
mod region;
mod rows;
mod settle;
mod tables;
mod title;
mod units;

pub use account::account;

use crate::place::Place;
use crate::report::Report;
use crate::source::{self, Format, Source, SourceError};
use crate::template::{BUILT_IN, Template, TemplateError, axis};
use content::Content;
use outline::Outline;
use reader::Reader;
use std::borrow::Cow;
use std::fmt;
use thiserror::Error;
use title::Title;

/// A report read from a published one, with everything the user should know about the reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    pub report: Report,
    pub notes: Vec<Note>,
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
    #[error("{file} 里有 {} 份年度报告（{}），请只保留要导入的一份，或指明第几份", titles.len(), numbered(titles))]
    SeveralReports { file: String, titles: Vec<String> },
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// What to import, where a source leaves it open.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'t> {
    /// The form; without it the title's year decides, else the labels.
    pub template: Option<&'t Template>,
    /// Which of several reports in one source, counted from 1.
    pub report: Option<usize>,
}

/// Reads a published report from the bytes of a file, whatever its format.
///
/// # Errors
/// When the file cannot be read or holds no report.
pub fn import(bytes: &[u8], file_name: &str, choice: Choice) -> Result<Imported, ImportError> {
    if source::recognise(bytes) == Format::Own {
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
    if source::recognise(&head) == Format::Own {
        let file = file_name.to_owned();
        return Err(ImportError::AlreadyReport { file });
    }
    let choice = Choice {
        template,
        report: None,
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
    let newest = match choice.template {
        Some(given) => Cow::Borrowed(given),
        None => Cow::Owned(Template::for_year(u16::MAX)?),
    };
    let whole = Content::of(source);
    let reports = title::reports(&whole, &newest);
    let content = match (reports.as_slice(), choice.report) {
        ([_, _, ..], None) => {
            let titles = reports.iter().map(|report| report.name.clone()).collect();
            return Err(ImportError::SeveralReports { file, titles });
        }
        (several, Some(number)) => match several.get(number.saturating_sub(1)) {
            Some(report) => whole.part(report.lines.clone()),
            None => whole,
        },
        _ => whole,
    };
    let (template, title) = choose_template(&content, choice.template, newest)?;
    let outline = Outline::of(&content, &template, title);
    let is_empty = outline.title.is_none()
        && outline
            .sections
            .iter()
            .all(|section| section.lines.is_empty() && !section.is_found);
    if is_empty {
        return Err(ImportError::NotAReport { file });
    }
    Ok(Reader::new(&template, &content).read(outline))
}

/// The template given, else the one of the title's year, else the one whose labels fit best; and the title.
fn choose_template<'t>(
    content: &Content,
    given: Option<&'t Template>,
    newest: Cow<'t, Template>,
) -> Result<(Cow<'t, Template>, Option<Title>), TemplateError> {
    let title = title::find(content, &newest);
    let template = match &title {
        _ if given.is_some() => newest,
        Some(title) if title.year >= newest.form.years.0 => newest,
        Some(title) => Cow::Owned(Template::for_year(title.year)?),
        None => Cow::Owned(by_labels(content)?),
    };
    Ok((template, title))
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

/// The built-in form most of whose labels a text holds, the newest among equals.
fn by_labels(content: &Content) -> Result<Template, TemplateError> {
    let text: String = content.texts().flat_map(labels::plain).collect();
    let mut best: Option<(usize, Template)> = None;
    for (id, _) in BUILT_IN {
        let template = Template::built_in(id)?;
        let bands = template.form.tables.iter().flat_map(|table| &table.bands);
        let count = bands
            .flat_map(|band| axis::leaves(&band.columns))
            .filter(|(_, leaf)| {
                let label: String = labels::plain(&leaf.label).into_iter().collect();
                text.contains(&label)
            })
            .count();
        if best.as_ref().is_none_or(|(most, _)| count > *most) {
            best = Some((count, template));
        }
    }
    best.map_or_else(|| Template::built_in(""), |(_, template)| Ok(template))
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
