//! Published reports → reports: fills what is certain, leaves the rest empty and says what was left and why.

mod assign;
mod cells;
mod closing;
mod decode;
mod header;
mod labels;
mod outline;
mod prose;
mod region;
mod rows;
mod settle;
mod tables;
mod text;

pub use decode::{MAX_BYTES, decode};

use crate::place::Place;
use crate::report::Report;
use crate::template::{BUILT_IN, SectionContent, Template, TemplateError, axis};
use outline::{Outline, Title};
use std::borrow::Cow;
use std::fmt;
use thiserror::Error;

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
    #[error("{file} 是空的，请确认选对了文件")]
    Empty { file: String },
    #[error("{file} 的编码无法识别，请用记事本打开后另存为 UTF-8 编码的文本文件，再导入这个文件")]
    UnknownEncoding { file: String },
    #[error("{file} 是{format}，现在还不能直接导入；{advice}")]
    ForeignFormat {
        file: String,
        format: &'static str,
        advice: &'static str,
    },
    #[error("{file} 有 {megabytes} MB，远比一份年度报告长，请确认选对了文件，或只保留报告的文字")]
    TooLong { file: String, megabytes: usize },
    #[error("{file} 已经是年报程序的文件，不用导入，请直接打开")]
    AlreadyReport { file: String },
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// Reads a published report from text. Without a template the form is chosen by the year, else by the labels.
///
/// # Errors
/// When the text is no report at all.
pub fn import_text(
    source: &str,
    file_name: &str,
    template: Option<&Template>,
) -> Result<Imported, ImportError> {
    let file = file_name.to_owned();
    if source.len() > 2 * MAX_BYTES {
        let megabytes = source.len() / 1_000_000;
        return Err(ImportError::TooLong { file, megabytes });
    }
    if is_own_file(source) {
        return Err(ImportError::AlreadyReport { file });
    }
    let lines = text::Lines::of(source);
    let (template, title) = choose_template(&lines.lines, template)?;
    let outline = Outline::of(&lines.lines, &template, title);
    let is_empty = outline.title.is_none()
        && outline
            .sections
            .iter()
            .all(|section| section.lines.is_empty() && !section.is_found);
    if is_empty {
        return Err(ImportError::NotAReport { file });
    }
    let reader = Reader {
        template: &template,
        report: Report::new(&template, "", 0),
        notes: Vec::new(),
    };
    Ok(reader.read(outline, &lines))
}

/// The template given, else the one of the title's year, else the one whose labels fit best; and the title.
fn choose_template<'t>(
    lines: &[String],
    given: Option<&'t Template>,
) -> Result<(Cow<'t, Template>, Option<Title>), TemplateError> {
    if let Some(given) = given {
        let title = outline::find_title(lines, &given.form.titles);
        return Ok((Cow::Borrowed(given), title));
    }
    let newest = Template::for_year(u16::MAX)?;
    let title = outline::find_title(lines, &newest.form.titles);
    let template = match &title {
        Some(title) if title.year >= newest.form.years.0 => newest,
        Some(title) => Template::for_year(title.year)?,
        None => by_labels(lines)?,
    };
    Ok((Cow::Owned(template), title))
}

/// Fills a report section by section.
struct Reader<'t> {
    template: &'t Template,
    report: Report,
    notes: Vec<Note>,
}

impl Reader<'_> {
    fn read(mut self, mut outline: Outline, lines: &text::Lines) -> Imported {
        let title = outline.title.take();
        self.title(title.as_ref());
        self.closing(&mut outline);
        self.front(&mut outline);
        for (section, heading) in std::mem::take(&mut outline.near_headings) {
            let known = &self.template.form.sections[section];
            self.note(
                NoteKind::Doubted,
                Vec::new(),
                format!(
                    "来源的标题“{heading}”按“{}{}”读入",
                    known.number, known.heading
                ),
            );
        }
        let wrap = prose::wrap_width(self.prose_lines(&outline));
        let last_line = lines.lines.iter().rposition(|line| !line.trim().is_empty());
        for (at, section) in outline.sections.iter().enumerate() {
            let is_last = section
                .lines
                .iter()
                .any(|(line, _)| Some(*line) == last_line);
            self.section(at, section, wrap, lines.is_open && is_last);
        }
        if let [first, ..] = lines.page_numbers.as_slice() {
            let count = lines.page_numbers.len();
            let sentence = format!("“{first}”等 {count} 处页码没有放入");
            self.note(NoteKind::NotPlaced, Vec::new(), sentence);
        }
        self.report.drop_settled_totals(self.template);
        self.notes.sort_by_key(|note| note.kind);
        Imported {
            report: self.report,
            notes: self.notes,
        }
    }

    fn note(&mut self, kind: NoteKind, places: Vec<Place>, sentence: String) {
        self.notes.push(Note {
            kind,
            places,
            sentence,
            listed: Vec::new(),
        });
    }

    fn title(&mut self, title: Option<&Title>) {
        let Some(title) = title else {
            let sentence = "来源里找不到标题，机关名称和年度没有填写，请补上".to_owned();
            let places = vec![Place::Agency, Place::Year];
            self.note(NoteKind::LeftEmpty, places, sentence);
            return;
        };
        self.report.agency = title.agency.clone();
        self.report.year = title.year;
        self.report.title_wording = title.wording.unwrap_or(0);
        if title.wording.is_none() {
            let sentence = format!("来源的标题“{}”与格式的写法不同，改用格式的写法", title.text);
            self.note(NoteKind::Doubted, vec![Place::Title], sentence);
        }
        if title.agency.is_empty() {
            let sentence = "标题里找不到机关名称，请补上".to_owned();
            self.note(NoteKind::LeftEmpty, vec![Place::Agency], sentence);
        }
    }

    fn closing(&mut self, outline: &mut Outline) {
        let agency = self.report.agency.clone();
        let is_prose = |at: &usize| {
            matches!(
                self.template.form.sections[*at].content,
                SectionContent::Prose { .. }
            )
        };
        let last = (0..outline.sections.len())
            .filter(is_prose)
            .rfind(|at| outline.sections[*at].is_found);
        if let Some(last) = last {
            let closing = closing::take_closing(&mut outline.sections[last].lines, &agency);
            self.report.signature = closing.signature;
            self.report.date = closing.date;
        }
    }

    /// What stands before the first section: the date and preface under the title, and what is no part of the report.
    fn front(&mut self, outline: &mut Outline) {
        if self.report.date.is_empty()
            && let Some(date) = closing::take_date(&mut outline.below_title)
        {
            let sentence = format!("标题下的日期“{date}”作为落款日期填入");
            self.note(NoteKind::Doubted, vec![Place::Date], sentence);
            self.report.date = date;
        }
        let is_stray = |line: &String| !line.contains('。') && is_furniture(line);
        let (stray, preface): (Vec<String>, Vec<String>) = std::mem::take(&mut outline.below_title)
            .into_iter()
            .partition(is_stray);
        let numbered: Vec<(usize, String)> = preface.into_iter().enumerate().collect();
        let wrap = prose::wrap_width(numbered.iter().map(|(_, line)| line.as_str()));
        self.report.preface = prose::paragraphs(&numbered, wrap).join("\n");
        for line in outline.above_title.iter().chain(&stray) {
            let text = text::unmarked(line);
            if !text.is_empty() {
                let sentence = format!("“{text}”不在报告的任何部分之内，没有放入");
                self.note(NoteKind::NotPlaced, Vec::new(), sentence);
            }
        }
    }

    fn section(
        &mut self,
        at: usize,
        section: &outline::SectionLines,
        wrap: Option<usize>,
        is_open: bool,
    ) {
        let form = &self.template.form;
        let known = &form.sections[at];
        match &known.content {
            SectionContent::Table(id) => {
                let Some(table) = form.tables.iter().position(|table| table.id == *id) else {
                    return;
                };
                let lines: Vec<(usize, &str)> = section
                    .lines
                    .iter()
                    .map(|(line, text)| (*line, text.as_str()))
                    .collect();
                let reading = tables::read_table(self.template, table, &lines, is_open);
                settle::settle(
                    self.template,
                    table,
                    reading,
                    &mut self.report,
                    &mut self.notes,
                );
            }
            SectionContent::Prose { parts, .. } => {
                let lead = Place::Lead(known.id.clone());
                let name = format!("“{}{}”", known.number, known.heading);
                if !section.is_found {
                    let sentence = format!("来源里找不到{name}，没有填写");
                    self.note(NoteKind::LeftEmpty, vec![lead], sentence);
                    return;
                }
                let reading = prose::read_prose(&section.lines, parts, wrap);
                for part in parts {
                    if !reading.prose.parts.iter().any(|found| found.id == part.id) {
                        let sentence = format!("{name}里找不到“{}”部分", part.heading);
                        self.note(NoteKind::LeftEmpty, vec![lead.clone()], sentence);
                    }
                }
                for doubt in reading.doubts {
                    self.note(
                        NoteKind::Doubted,
                        vec![lead.clone()],
                        format!("{name}：{doubt}"),
                    );
                }
                let sentence = match reading.prose.parts.len() {
                    0 => format!("{name}的文字已读入"),
                    count => format!("{name}的文字已读入，分 {count} 部分"),
                };
                self.note(NoteKind::Filled, vec![lead], sentence);
                self.report.prose.insert(known.id.clone(), reading.prose);
            }
        }
    }

    fn prose_lines<'a>(&'a self, outline: &'a Outline) -> impl Iterator<Item = &'a str> {
        let sections = outline.sections.iter().zip(&self.template.form.sections);
        sections
            .filter(|(_, known)| matches!(known.content, SectionContent::Prose { .. }))
            .flat_map(|(section, _)| &section.lines)
            .map(|(_, line)| line.as_str())
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

/// What web pages print between title and text.
fn is_furniture(line: &str) -> bool {
    const WORDS: [&str; 10] = [
        "发布时间",
        "发布日期",
        "发布机构",
        "来源",
        "浏览",
        "点击",
        "字号",
        "作者",
        "打印",
        "目录",
    ];
    let text: String = line.split_whitespace().collect();
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a text is a file of this program.
fn is_own_file(source: &str) -> bool {
    let head: String = source
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(600)
        .collect();
    head.contains("format:") && head.contains("agency:") && head.contains('(')
}

/// The built-in form most of whose labels a text holds, the newest among equals.
fn by_labels(lines: &[String]) -> Result<Template, TemplateError> {
    let text: Vec<char> = lines.iter().flat_map(|line| labels::plain(line)).collect();
    let text: String = text.into_iter().collect();
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
