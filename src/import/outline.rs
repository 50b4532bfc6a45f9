//! The lines of a report → its title and the lines of each section, by their headings wherever they stand.

use super::content::Content;
use super::labels::{self, Key};
use super::marks::unmarked;
use super::title::Title;
use crate::source::Grid;
use crate::template::{Section, SectionContent, Template, axis};
use crate::text::numeral::{is_list_digit, list_number};
use std::collections::{HashMap, HashSet};

/// Where everything stands in a source.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub title: Option<Title>,
    /// Lines of each section by its index in the template, headings left out.
    pub sections: Vec<SectionLines>,
    /// Lines before the first section: those above the title and those below it.
    pub above_title: Vec<String>,
    pub below_title: Vec<String>,
    /// Headings that are worded differently, as written.
    pub near_headings: Vec<(usize, String)>,
}

#[derive(Debug, Default, Clone)]
pub(super) struct SectionLines {
    pub is_found: bool,
    pub lines: Vec<(usize, String)>,
}

impl Outline {
    pub fn of(content: &Content, template: &Template, title: Option<Title>) -> Outline {
        let lines = &content.lines;
        let mut outline = Outline {
            title,
            sections: vec![SectionLines::default(); template.form.sections.len()],
            ..Outline::default()
        };
        let title_text = outline
            .title
            .as_ref()
            .map(|title| labels::plain(&title.text));
        let tables = TableMarks::of(template);
        let headings = Headings::of(template);
        let anchors = anchors(lines, template, &headings);
        let mut known: HashMap<(&str, Option<usize>), Option<Heading>> = HashMap::new();
        let mut current: Option<usize> = None;
        for (at, line) in lines.iter().enumerate() {
            if outline.is_title_line(at) || title_text.as_ref().is_some_and(|t| says(line, t)) {
                continue;
            }
            if let Some(grid) = content.grids.get(&at) {
                current = tables.section_of(grid).or(current);
                outline.push(at, line, current);
                continue;
            }
            let anchored = anchors.iter().find(|(line, _)| *line == at);
            let heading = known
                .entry((line, current))
                .or_insert_with(|| headings.read(line, current));
            if let Some(heading) = heading.clone() {
                current = Some(heading.section);
                if heading.is_near {
                    let text = unmarked(line);
                    outline.near_headings.push((heading.section, text));
                }
                if let Some(section) = outline.sections.get_mut(heading.section) {
                    section.is_found = true;
                    let rest = (!heading.rest.is_empty()).then_some((at, heading.rest));
                    section.lines.extend(rest);
                }
                continue;
            }
            if let Some((_, anchored)) = anchored
                && let Some(section) = outline.sections.get(*anchored)
                && !section.is_found
            {
                current = Some(*anchored);
            }
            outline.push(at, line, current);
        }
        outline
    }

    fn push(&mut self, at: usize, line: &str, current: Option<usize>) {
        match current.and_then(|section| self.sections.get_mut(section)) {
            Some(section) => section.lines.push((at, line.to_owned())),
            None => {
                let is_above = self
                    .title
                    .as_ref()
                    .is_none_or(|title| at < title.first_line);
                match is_above {
                    true => self.above_title.push(line.to_owned()),
                    false => self.below_title.push(line.to_owned()),
                }
            }
        }
    }

    /// Whether a line is the title or a part of it.
    fn is_title_line(&self, at: usize) -> bool {
        let title = self.title.as_ref();
        title.is_some_and(|title| (title.first_line..=title.last_line).contains(&at))
    }
}

/// Whether a line says a text in plain characters and nothing else: the title once more.
fn says(line: &str, plain: &[char]) -> bool {
    line.len() >= plain.len() && labels::plain(line) == plain
}

/// The headings of the form's sections, ready to be compared.
pub(super) struct Headings<'a> {
    sections: &'a [Section],
    keys: Vec<(Key, usize)>,
    /// Labels of rows: a line that is one is no heading.
    rows: Vec<(Key, usize)>,
}

#[derive(Debug, Clone)]
struct Heading {
    section: usize,
    rest: String,
    is_near: bool,
}

impl<'a> Headings<'a> {
    pub fn of(template: &'a Template) -> Headings<'a> {
        let sections = &template.form.sections;
        let mut keys = Vec::new();
        for (at, section) in sections.iter().enumerate() {
            for heading in std::iter::once(section.heading.as_str())
                .chain(section.aliases.iter().map(String::as_str))
            {
                keys.push((Key::of(&format!("{}{heading}", section.number)), at));
            }
        }
        let bands = template.form.tables.iter().flat_map(|table| &table.bands);
        let rows = bands
            .flat_map(|band| axis::place(&band.rows))
            .map(|placed| placed.header.label.as_str())
            .filter(|label| !label.is_empty())
            .enumerate()
            .map(|(at, label)| (Key::of(label), at));
        Headings {
            sections,
            keys,
            rows: rows.collect(),
        }
    }

    /// The section whose heading a line is, word for word.
    pub fn exact(&self, line: &str) -> Option<usize> {
        if line.len() > 400 || !may_be_heading(line) || !may_be_numbered(line) {
            return None;
        }
        let text = unmarked(line);
        let key = heading_key(&text);
        (!text.is_empty() && key.number.is_some()).then(|| labels::find_exact(&key, &self.keys))?
    }

    /// The section whose heading a line is or starts with, and what follows the heading on the line.
    fn read(&self, line: &str, current: Option<usize>) -> Option<Heading> {
        if !may_be_heading(line) {
            return None;
        }
        let text = unmarked(line);
        if text.is_empty() || text.contains(['\t', '|']) {
            return None;
        }
        let key = heading_key(&text);
        let whole = |section, is_near| Heading {
            section,
            rest: String::new(),
            is_near,
        };
        if let Some(section) = labels::find_exact(&key, &self.keys) {
            return Some(whole(section, false));
        }
        if let Some(heading) = self.run_in(&text, &key) {
            return Some(heading);
        }
        if key.number.is_none() && says_something(&text) {
            return None;
        }
        // What follows a stop is text and must not count as a slip of the heading.
        let has_stop = text
            .trim_end_matches(['。', '：', ':'])
            .contains(['。', '：', ':']);
        // （一）主动公开政府信息情况 is a part of the first section, not the second one's heading.
        let is_part = |section: usize| {
            labels::split_bracketed(&text).is_some_and(|(number, _)| {
                let own = self.keys.iter().filter(|(_, at)| *at == section);
                own.into_iter().all(|(key, _)| key.number != Some(number))
            })
        };
        match labels::find(&key, &self.keys) {
            Some(found) if !has_stop && !is_part(found.target) => Some(whole(found.target, true)),
            _ => self.reworded(&text, &key, current),
        }
    }

    /// A heading with text after it on the same line; the section's number must stand before it.
    fn run_in(&self, text: &str, key: &Key) -> Option<Heading> {
        key.number?;
        let fits = self.keys.iter().filter(|(heading, _)| {
            heading.number == key.number && key.core.starts_with(&heading.core)
        });
        let (heading, section) = fits.max_by_key(|(heading, _)| heading.core.len())?;
        let mut count = heading.core.len();
        let numbered = labels::plain(text).len() - key.core.len() - key.remark.len();
        count += numbered.min(3);
        let mut left = count;
        let end = text.char_indices().find(|(_, c)| {
            if left == 0 {
                return true;
            }
            left -= usize::from(!labels::plain(&c.to_string()).is_empty());
            false
        });
        let rest = end.and_then(|(at, _)| text.get(at..)).unwrap_or_default();
        let stops = ['。', '：', ':', '.', '．', ' ', '\u{3000}', '、'];
        let is_parted = rest.starts_with(stops) || rest.trim_end_matches('。') == "无";
        let rest = rest.trim_start_matches(stops).trim();
        let leads_on = rest.chars().all(|c| !c.is_alphabetic());
        // Dots and a page number after a heading belong to a table of contents.
        (is_parted || leads_on).then(|| Heading {
            section: *section,
            rest: match leads_on && rest.chars().count() < 60 && !rest.contains("无") {
                true => String::new(),
                false => rest.to_owned(),
            },
            is_near: false,
        })
    }

    /// A short line with the right number, after the section before it, that has much in common with the heading.
    fn reworded(&self, text: &str, key: &Key, current: Option<usize>) -> Option<Heading> {
        let is_short = key.core.len() <= 30 && !text.contains(['。', '；']);
        let number = key
            .number
            .filter(|_| is_short && text.chars().nth(1) == Some('、'))?;
        let section = self.sections.iter().position(|section| {
            Key::of(&format!("{}{}", section.number, section.heading)).number == Some(number)
        })?;
        let follows = current.map_or(section == 0, |at| section == at + 1);
        let heading = &self.keys.iter().find(|(_, at)| *at == section)?.0;
        let alike = labels::likeness_percent(&key.core, &heading.core);
        let is_row = labels::find(key, &self.rows).is_some();
        (follows && alike >= 40 && !is_row).then(|| Heading {
            section,
            rest: String::new(),
            is_near: true,
        })
    }
}

/// Whether a line has words at all; most lines of a table that was copied cell by cell have none.
fn may_be_heading(line: &str) -> bool {
    line.contains(char::is_alphabetic)
}

/// Whether a line may begin with a number, behind the marks of Markdown.
fn may_be_numbered(line: &str) -> bool {
    let text = line.trim_start_matches(|c: char| c.is_whitespace() || "#>*_".contains(c));
    let is_number = |c: char| !c.is_alphabetic() || is_list_digit(c) || c == '第';
    text.chars().next().is_some_and(is_number)
}

/// A heading's key without the dots of a table of contents, a stop or a colon at its end.
fn heading_key(text: &str) -> Key {
    let text = text.trim_end_matches(['。', '：', ':']);
    let mut key = Key::of(text);
    if let Some(rest) = text.strip_prefix('第')
        && let Some((number, rest)) = rest.split_once("部分")
        && let Some(number) = list_number(number)
    {
        key = Key::of(rest.trim_start_matches(['、', ' ', '：']));
        key.number = Some(number);
    }
    key
}

/// Lines at which a table without its section's heading begins: its caption, a label over its columns, or a row's label.
/// Before the heading such a line alone is one of the text.
fn anchors(lines: &[String], template: &Template, headings: &Headings) -> Vec<(usize, usize)> {
    let last = last_headings(lines, headings);
    let mut found = Vec::new();
    for (section, content) in template.form.sections.iter().enumerate() {
        let SectionContent::Table(id) = &content.content else {
            continue;
        };
        let Some(table) = template.table(id) else {
            continue;
        };
        let mut marks: Vec<Vec<char>> = Vec::new();
        for band in &table.bands {
            let rows = axis::place(&band.rows).into_iter();
            let rows = rows.map(|placed| placed.header.label.as_str());
            let groups = axis::place(&band.columns)
                .into_iter()
                .filter(|placed| !placed.header.is_leaf())
                .map(|placed| placed.header.label.as_str());
            let around = [band.caption.as_str(), band.corner.as_str()];
            marks.extend(rows.chain(groups).chain(around).map(labels::plain));
        }
        marks.retain(|mark| mark.len() >= 4);
        let starts = |line: &String| {
            let cells = line.split(['\t', '|']).map(labels::plain);
            cells.into_iter().any(|cell| marks.contains(&cell))
        };
        let Some(at) = lines.iter().position(starts) else {
            continue;
        };
        if last.get(&section).is_none_or(|last| *last < at) {
            found.push((at, section));
        }
    }
    found
}

/// The last line that is the heading of each section, word for word.
fn last_headings(lines: &[String], headings: &Headings) -> HashMap<usize, usize> {
    // A line may come a hundred thousand times.
    let mut known: HashMap<&str, Option<usize>> = HashMap::new();
    let mut last = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let section = *known.entry(line).or_insert_with(|| headings.exact(line));
        if let Some(section) = section {
            last.insert(section, at);
        }
    }
    last
}

/// Whether a line says something in the words of a heading: 无其他需要报告的事项。
fn says_something(text: &str) -> bool {
    const DENIALS: [&str; 5] = ["无", "没有", "暂无", "未", "不存在"];
    text.ends_with(['。', '：', ':', '；']) || DENIALS.iter().any(|word| text.starts_with(word))
}

/// What tells the form's tables among all the others of a page.
struct TableMarks {
    /// For each section that is a table, the labels of its rows and columns in plain characters.
    labels: Vec<(usize, HashSet<Vec<char>>)>,
}

impl TableMarks {
    fn of(template: &Template) -> TableMarks {
        let mut labels = Vec::new();
        for (section, known) in template.form.sections.iter().enumerate() {
            let SectionContent::Table(id) = &known.content else {
                continue;
            };
            let bands = template
                .table(id)
                .into_iter()
                .flat_map(|table| &table.bands);
            let heads = bands.flat_map(|band| {
                axis::place(&band.rows)
                    .into_iter()
                    .chain(axis::place(&band.columns))
            });
            let words = heads.map(|placed| labels::Key::of(&placed.header.label).core);
            labels.push((section, words.filter(|word| !word.is_empty()).collect()));
        }
        TableMarks { labels }
    }

    /// The section whose table this is: at least two labels in common, and more than with any other.
    fn section_of(&self, grid: &Grid) -> Option<usize> {
        let found: HashSet<Vec<char>> = grid
            .cells()
            .filter(|cell| cell.text.chars().count() < 90)
            .map(|cell| Key::of(&cell.text).core)
            .collect();
        let shared = |labels: &HashSet<Vec<char>>| labels.intersection(&found).count();
        let mut scores: Vec<(usize, usize)> = self
            .labels
            .iter()
            .map(|(section, labels)| (shared(labels), *section))
            .collect();
        scores.sort_unstable_by_key(|(score, _)| std::cmp::Reverse(*score));
        match scores.as_slice() {
            [(best, section), rest @ ..]
                if *best >= 2 && rest.first().is_none_or(|(next, _)| next < best) =>
            {
                Some(*section)
            }
            _ => None,
        }
    }
}
