//! The outline of a source → the report, section by section, and what is to be said about each.

use super::content::Content;
use super::outline::{Outline, SectionLines};
use super::region::Piece;
use super::rows::RowLabels;
use super::shown::{SourceTable, rows_shown};
use super::title::Title;
use super::{
    Imported, Note, NoteKind, closing, last_year, marks, prose, settle, sheets, site, tables,
};
use crate::place::Place;
use crate::report::Report;
use crate::template::{CellSpec, Section, SectionContent, Template};

/// What is known of a section from the source as a whole.
struct Reach<'c> {
    /// How wide its lines are, where sentences go on over them.
    wrap: Option<usize>,
    /// Whether the source breaks off in it.
    is_open: bool,
    /// The sheet of a workbook in which its table stands, when that is named after others.
    sheet: Option<&'c str>,
}

/// Fills a report section by section.
pub(super) struct Reader<'t> {
    template: &'t Template,
    content: &'t Content<'t>,
    report: Report,
    notes: Vec<Note>,
    tables: Vec<SourceTable>,
}

impl<'t> Reader<'t> {
    pub fn new(template: &'t Template, content: &'t Content) -> Reader<'t> {
        Reader {
            template,
            content,
            report: Report::new(template, "", 0),
            notes: Vec::new(),
            tables: Vec::new(),
        }
    }

    pub fn read(mut self, mut outline: Outline) -> Imported {
        let title = outline.title.take();
        self.title(title.as_ref());
        self.closing(&mut outline);
        self.front(&mut outline);
        for (section, heading) in std::mem::take(&mut outline.near_headings) {
            let Some(known) = self.template.form.sections.get(section) else {
                continue;
            };
            self.note(
                NoteKind::Doubted,
                Vec::new(),
                format!(
                    "来源的标题“{heading}”按“{}{}”读入",
                    known.number, known.heading
                ),
            );
        }
        let wrap = match self.content.is_flowed {
            true => None,
            false => prose::wrap_width(self.prose_lines(&outline)),
        };
        let last_line = self
            .content
            .lines
            .iter()
            .rposition(|line| !line.trim().is_empty());
        let sections = &self.template.form.sections;
        for (section, known) in outline.sections.iter().zip(sections) {
            let is_last = section
                .lines
                .iter()
                .any(|(line, _)| Some(*line) == last_line);
            let of_year = (self.report.agency.as_str(), self.report.year);
            let sheet = sheets::of_others(self.content, &outline.sections, section, of_year);
            let reach = Reach {
                wrap,
                is_open: self.content.is_open && is_last,
                sheet,
            };
            self.section(known, section, &reach);
        }
        self.running_lines();
        self.lost_characters();
        self.report.drop_settled_totals(self.template);
        self.notes.sort_by_key(|note| note.kind);
        Imported {
            report: self.report,
            notes: self.notes,
            tables: self.tables,
        }
    }

    /// Names what pages print besides the text, each line once, however often it comes and with whatever numbers.
    fn running_lines(&mut self) {
        let without_digits = |line: &str| -> String {
            let is_kept = |c: &char| !c.is_ascii_digit() && !c.is_whitespace();
            line.chars().filter(is_kept).collect()
        };
        let mut lines: Vec<(String, &str, usize)> = Vec::new();
        for line in self.content.page_numbers {
            let key = without_digits(line);
            match lines.iter_mut().find(|(known, ..)| *known == key) {
                Some((.., count)) => *count += 1,
                None => lines.push((key, line, 1)),
            }
        }
        for (_, line, count) in lines {
            let sentence = format!("“{line}”等 {count} 处页码、页眉页脚没有放入");
            self.note(NoteKind::NotPlaced, Vec::new(), sentence);
        }
    }

    /// Says how many characters the source's bytes did not give.
    fn lost_characters(&mut self) {
        let texts = self.content.texts();
        let lost = |text: &str| text.matches(char::REPLACEMENT_CHARACTER).count();
        match texts.map(lost).sum::<usize>() {
            0 => {}
            count => {
                let sentence =
                    format!("来源有 {count} 个字符损坏，读不出来，显示为“�”，请对照原件改正");
                self.note(NoteKind::Doubted, Vec::new(), sentence);
            }
        }
    }

    fn note(&mut self, kind: NoteKind, places: Vec<Place>, sentence: String) {
        self.notes.push(Note::new(kind, places, sentence));
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
        let known = &self.template.form.sections;
        let mut sections = outline.sections.iter_mut().zip(known);
        let last = sections.rfind(|(section, known)| {
            section.is_found && matches!(known.content, SectionContent::Prose { .. })
        });
        if let Some((last, _)) = last {
            let is_table = |(line, _): &(usize, String)| self.content.grids.contains_key(line);
            let (tables, mut lines): (Vec<_>, Vec<_>) = std::mem::take(&mut last.lines)
                .into_iter()
                .partition(is_table);
            let foot = site::take_foot(&mut lines);
            let closing = closing::take_closing(&mut lines, &agency);
            lines.extend(tables);
            lines.sort_by_key(|(line, _)| *line);
            last.lines = lines;
            self.report.signature = closing.signature;
            self.report.date = closing.date;
            self.not_placed(&foot);
        }
    }

    /// Names lines that are no part of the report.
    fn not_placed<'l>(&mut self, lines: impl IntoIterator<Item = &'l String>) {
        for line in lines {
            let text = marks::unmarked(line);
            if !text.is_empty() {
                let sentence = format!("“{text}”不在报告的任何部分之内，没有放入");
                self.note(NoteKind::NotPlaced, Vec::new(), sentence);
            }
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
        let is_stray = |line: &String| site::stands_over_text(line);
        let (stray, preface): (Vec<String>, Vec<String>) = std::mem::take(&mut outline.below_title)
            .into_iter()
            .partition(is_stray);
        let numbered: Vec<(usize, String)> = preface.into_iter().enumerate().collect();
        let wrap = prose::wrap_width(numbered.iter().map(|(_, line)| line.as_str()));
        self.report.preface = prose::paragraphs(&numbered, wrap, self.content.is_flowed).join("\n");
        self.not_placed(outline.above_title.iter().chain(&stray));
    }

    fn section(&mut self, known: &Section, section: &SectionLines, reach: &Reach) {
        let form = &self.template.form;
        match &known.content {
            SectionContent::Table(id) => {
                let Some(table) = form.tables.iter().position(|table| table.id == *id) else {
                    return;
                };
                let pieces =
                    section
                        .lines
                        .iter()
                        .map(|(line, text)| match self.content.grids.get(line) {
                            Some(grid) => Piece::Grid(*line, grid),
                            None => Piece::Line(*line, text),
                        });
                let year = self.report.year;
                let labels = form.tables.get(table).map(RowLabels::of);
                let is_label = |text: &str| labels.as_ref().is_some_and(|rows| rows.names(text));
                let (pieces, before, is_before) =
                    last_year::without_tables_before(pieces.collect(), year, &is_label);
                if before > 0 {
                    let name = format!("“{}{}”", known.number, known.heading);
                    let sentence = format!("{name}里另有 {before} 个上年的表格，没有放入");
                    self.note(NoteKind::NotPlaced, Vec::new(), sentence);
                }
                let mut reading =
                    tables::read_table(self.template, table, &pieces, (year, reach.is_open));
                if is_before {
                    let doubt = "来源里这个表格的标题说的是上年，可能是上年的数字，请对照原件";
                    let cells = reading.figures.keys().copied().collect();
                    reading.doubts.push((cells, doubt.to_owned()));
                }
                if let Some(sheet) = reach.sheet.filter(|_| !reading.figures.is_empty()) {
                    let doubt = format!(
                        "来源里这个表格在工作表“{sheet}”里，报告的其他表格在别的工作表里，\
                         可能是另一个机关或另一段时间的数字，请对照原件"
                    );
                    let cells = reading.figures.keys().copied().collect();
                    reading.doubts.push((cells, doubt));
                }
                settle::settle(
                    self.template,
                    table,
                    reading,
                    &mut self.report,
                    &mut self.notes,
                );
                self.show_source(known, table, &pieces);
            }
            SectionContent::Prose { parts, .. } => {
                let lead = Place::Lead(known.id.clone());
                let name = format!("“{}{}”", known.number, known.heading);
                if !section.is_found {
                    let sentence = format!("来源里找不到{name}，没有填写");
                    self.note(NoteKind::LeftEmpty, vec![lead], sentence);
                    return;
                }
                let reading =
                    prose::read_prose(&section.lines, parts, reach.wrap, self.content.is_flowed);
                self.stray_tables(&name, section);
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

    /// Keeps a source's table when cells of the report's stayed empty.
    fn show_source(&mut self, known: &Section, table: usize, pieces: &[Piece]) {
        let is_empty = |cell: &CellSpec| {
            cell.table == table
                && !cell.is_total()
                && !self.report.entries.contains_key(&cell.address)
        };
        if !self.template.cells.iter().any(is_empty) {
            return;
        }
        let rows = rows_shown(pieces);
        if let Some(form) = self.template.form.tables.get(table)
            && !rows.is_empty()
        {
            self.tables.push(SourceTable {
                table: form.id.clone(),
                name: format!("{}{}", known.number, known.heading),
                rows,
            });
        }
    }

    /// Tables that stand among the paragraphs of a text, where a report has none.
    fn stray_tables(&mut self, name: &str, section: &SectionLines) {
        for grid in section
            .lines
            .iter()
            .filter_map(|(line, _)| self.content.grids.get(line))
        {
            let words: Vec<&str> = grid
                .cells()
                .map(|cell| cell.text.as_str())
                .filter(|text| !text.is_empty())
                .collect();
            if words.is_empty() {
                continue;
            }
            let sentence = format!(
                "{name}里有一个表格，没有放入：“{}”",
                words.join(" ").replace('\n', "")
            );
            self.note(NoteKind::NotPlaced, Vec::new(), sentence);
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
