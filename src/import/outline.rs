//! The lines of a report → its title and the lines of each section, by their headings wherever they stand.

use super::labels::{self, Key};
use super::text::unmarked;
use crate::template::{Section, SectionContent, Template, axis};
use crate::text::numeral::list_number;

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

/// A title taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub agency: String,
    pub year: u16,
    /// Index of the template's wording; `None` when the source words it in a way of its own.
    pub wording: Option<usize>,
    pub text: String,
    first_line: usize,
    last_line: usize,
}

impl Outline {
    pub fn of(lines: &[String], template: &Template, title: Option<Title>) -> Outline {
        let mut outline = Outline {
            title,
            sections: vec![SectionLines::default(); template.form.sections.len()],
            ..Outline::default()
        };
        let anchors = anchors(lines, template);
        let headings = Headings::of(template);
        let mut current: Option<usize> = None;
        for (at, line) in lines.iter().enumerate() {
            if outline.is_title_line(at, line) {
                continue;
            }
            let anchored = anchors.iter().find(|(line, _)| *line == at);
            if let Some(heading) = headings.read(line, current) {
                outline.sections[heading.section].is_found = true;
                current = Some(heading.section);
                if heading.is_near {
                    let text = unmarked(line);
                    outline.near_headings.push((heading.section, text));
                }
                if !heading.rest.is_empty() {
                    outline.sections[heading.section]
                        .lines
                        .push((at, heading.rest));
                }
                continue;
            }
            if let Some((_, section)) = anchored
                && !outline.sections[*section].is_found
            {
                current = Some(*section);
            }
            outline.push(at, line, current);
        }
        outline
    }

    fn push(&mut self, at: usize, line: &str, current: Option<usize>) {
        match current {
            Some(section) => self.sections[section].lines.push((at, line.to_owned())),
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

    /// Whether a line is the title, a part of it, or the title once more.
    fn is_title_line(&self, at: usize, line: &str) -> bool {
        let Some(title) = &self.title else {
            return false;
        };
        (title.first_line..=title.last_line).contains(&at)
            || labels::plain(line) == labels::plain(&title.text)
    }
}

/// The title of a report in one of the form's wordings, on one line or up to three, else in a wording of its own.
pub(super) fn find_title(lines: &[String], patterns: &[String]) -> Option<Title> {
    let texts: Vec<(usize, String)> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| (at, unmarked(line)))
        .filter(|(_, text)| !text.is_empty())
        .take(400)
        .collect();
    for count in 1..=3 {
        for window in texts.windows(count) {
            if window.iter().any(|(_, text)| is_sentence(text)) {
                continue;
            }
            let text: Vec<&str> = window.iter().map(|(_, text)| text.as_str()).collect();
            let plain: String = text.join("").split_whitespace().collect();
            let found = patterns.iter().enumerate().find_map(|(wording, pattern)| {
                let (agency, year) = match_pattern(&plain, pattern)?;
                Some((agency, year, wording))
            });
            if let (Some((agency, year, wording)), Some(first), Some(last)) =
                (found, window.first(), window.last())
            {
                return Some(Title {
                    agency,
                    year,
                    wording: Some(wording),
                    text: text.join(""),
                    first_line: first.0,
                    last_line: last.0,
                });
            }
        }
    }
    texts
        .iter()
        .find_map(|(at, text)| own_wording(*at, text, patterns))
}

/// A title that says the same in other words: a short line with a year that is much like the form's and ends like it.
fn own_wording(at: usize, text: &str, patterns: &[String]) -> Option<Title> {
    let plain: String = text.split_whitespace().collect();
    let pattern = patterns.first()?;
    let wording: String = pattern.replace("{agency}", "").replace("{year}", "");
    let is_report = plain.ends_with("报告") || plain.ends_with("年报");
    if is_sentence(text) || !is_report || plain.chars().count() > 50 {
        return None;
    }
    let (start, year, end) = find_year(&plain)?;
    let after: String = plain[end..].chars().collect();
    let alike = labels::likeness_percent(&labels::plain(&after), &labels::plain(&wording));
    if alike < 50 {
        return None;
    }
    let before = plain[..start].trim_start_matches("关于");
    let agency = match before.is_empty() {
        false => before.to_owned(),
        true => {
            let common: String = wording.chars().skip(1).take(6).collect();
            let rest = after.trim_start_matches(['年', '度']);
            rest.split_once(common.as_str())
                .map(|(agency, _)| agency.to_owned())
                .unwrap_or_default()
        }
    };
    Some(Title {
        agency,
        year,
        wording: None,
        text: text.to_owned(),
        first_line: at,
        last_line: at,
    })
}

fn is_sentence(text: &str) -> bool {
    text.contains(['。', '，', '；', '：', ',', ';', '\t', '|']) || text.chars().count() > 60
}

/// Agency and year of a title in one of the form's wordings.
fn match_pattern(text: &str, pattern: &str) -> Option<(String, u16)> {
    let (start, year, end) = find_year(text)?;
    let marked = format!("{}\u{1}{}", &text[..start], &text[end..]);
    let pattern = pattern.replace("{year}", "\u{1}");
    let (before, after) = pattern.split_once("{agency}")?;
    let agency = marked.strip_prefix(before)?.strip_suffix(after)?;
    let is_name = agency.chars().count() >= 2
        && !agency.contains('\u{1}')
        && agency.chars().count() <= 40
        && !agency.starts_with('年');
    is_name.then(|| (agency.to_owned(), year))
}

/// The first year of this century in a text without spaces: start, value, end.
fn find_year(text: &str) -> Option<(usize, u16, usize)> {
    let digit = |c: char| match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        '〇' | '○' | '零' | 'О' => Some(0),
        c => c
            .to_digit(10)
            .or_else(|| list_number(&c.to_string()).filter(|number| *number < 10)),
    };
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    chars.windows(5).find_map(|window| {
        let [a, b, c, d] = [0, 1, 2, 3].map(|at| digit(window[at].1));
        let year = a? * 1000 + b? * 100 + c? * 10 + d?;
        let is_year = (2000..2100).contains(&year) && window[4].1 == '年';
        is_year.then_some((window[0].0, year as u16, window[4].0))
    })
}

/// The headings of the form's sections, ready to be compared.
struct Headings<'a> {
    sections: &'a [Section],
    keys: Vec<(Key, usize)>,
    /// Labels of rows: a line that is one is no heading.
    rows: Vec<(Key, usize)>,
}

struct Heading {
    section: usize,
    rest: String,
    is_near: bool,
}

impl<'a> Headings<'a> {
    fn of(template: &'a Template) -> Headings<'a> {
        let sections = &template.form.sections;
        let mut keys = Vec::new();
        for (at, section) in sections.iter().enumerate() {
            for heading in std::iter::once(&section.heading).chain(&section.aliases) {
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

    /// The section whose heading a line is or starts with, and what follows the heading on the line.
    fn read(&self, line: &str, current: Option<usize>) -> Option<Heading> {
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
        // What follows a stop is text and must not count as a slip of the heading.
        let has_stop = text
            .trim_end_matches(['。', '：', ':'])
            .contains(['。', '：', ':']);
        match labels::find(&key, &self.keys) {
            Some(found) if !has_stop => Some(whole(found.target, true)),
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
        let rest = end.map_or("", |(at, _)| &text[at..]);
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
fn anchors(lines: &[String], template: &Template) -> Vec<(usize, usize)> {
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
        if let Some(at) = lines.iter().position(starts) {
            found.push((at, section));
        }
    }
    found
}
