//! The lines of a source → the title of its report, among all that look like one; and how many reports there are.

use super::content::Content;
use super::labels;
use super::marks::{dense, unmarked};
use super::outline::Headings;
use crate::template::Template;
use crate::text::Stretch;
use crate::text::numeral::list_number;
use std::collections::BTreeSet;
use std::ops::Range;

/// A title taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub agency: String,
    pub year: u16,
    /// Index of the template's wording; `None` when the source words it in a way of its own.
    pub wording: Option<usize>,
    pub text: String,
    pub first_line: usize,
    pub last_line: usize,
    /// Another title before the text that names another year or agency.
    pub rival: Option<String>,
}

/// One of several reports in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartOfSource {
    pub name: String,
    pub lines: Range<usize>,
}

/// The title of a report: of all lines that could be one, that nearest above the first section.
///
/// Links to other years' reports and the names of sites look like titles; they stand further away, or are links.
pub(super) fn find(content: &Content, template: &Template) -> Option<Title> {
    let patterns = &template.form.titles;
    let headings = Headings::of(template);
    let body = bodies(content, &headings)
        .first()
        .copied()
        .or_else(|| first_heading(content, &headings));
    let candidates = candidates(content, patterns, &headings);
    let (before, after): (Vec<Title>, Vec<Title>) = candidates
        .into_iter()
        .partition(|title| body.is_none_or(|body| title.first_line < body));
    let nearest = match body {
        Some(_) => nearest(before, true),
        None => nearest(before, false),
    };
    nearest
        .or_else(|| nearest_below(after))
        .or_else(|| of_name(content.name, patterns))
}

/// The reports of a source with their lines: parts that begin with the first section and hold most of the others.
/// Empty when there is but one and nothing else.
pub(super) fn reports(content: &Content, template: &Template) -> Vec<PartOfSource> {
    let headings = Headings::of(template);
    let bodies = bodies(content, &headings);
    if bodies.len() < 2 {
        return Vec::new();
    }
    let candidates = candidates(content, &template.form.titles, &headings);
    let mut starts: Vec<(usize, String)> = Vec::new();
    let mut last = 0;
    for (at, &body) in bodies.iter().enumerate() {
        let own = candidates
            .iter()
            .rev()
            .find(|title| (last..body).contains(&title.first_line));
        last = body + 1;
        let (start, name) = own.map_or((body, "没有标题".to_owned()), |title| {
            (title.first_line, title.text.clone())
        });
        starts.push((if at == 0 { 0 } else { start }, name));
    }
    let mut parts: Vec<PartOfSource> = Vec::new();
    for (at, (start, name)) in starts.iter().enumerate() {
        let end = starts
            .get(at + 1)
            .map_or(content.lines.len(), |next| next.0);
        let lines = *start..end;
        let found: BTreeSet<usize> = content
            .lines
            .part(lines.clone())
            .iter()
            .filter_map(|line| headings.exact(line))
            .collect();
        if found.len() >= 3 {
            parts.push(PartOfSource {
                name: name.clone(),
                lines,
            });
        }
    }
    match parts.len() {
        0 | 1 => Vec::new(),
        _ => parts,
    }
}

/// The lines at which the first section begins; a table of contents names it too, with the next section right below.
fn bodies(content: &Content, headings: &Headings) -> Vec<usize> {
    let lines = &content.lines;
    let is_first = |line: &String| line.chars().count() < 40 && headings.exact(line) == Some(0);
    let is_contents = |at: usize| {
        let mut below = lines.onward(at + 1).iter();
        let next = below.find(|line| !line.trim().is_empty());
        next.is_some_and(|line| headings.exact(line) == Some(1))
    };
    let found = lines.iter().zip(&content.links).enumerate();
    found
        .filter(|(_, (line, is_link))| is_first(line) && !**is_link)
        .map(|(at, _)| at)
        .filter(|at| !is_contents(*at))
        .take(50)
        .collect()
}

fn first_heading(content: &Content, headings: &Headings) -> Option<usize> {
    let is_heading = |line: &String| line.chars().count() < 60 && headings.exact(line).is_some();
    content.lines.iter().position(is_heading)
}

/// Everything that could be the title, in the order of the lines.
fn candidates(content: &Content, patterns: &[String], headings: &Headings) -> Vec<Title> {
    let texts: Vec<(usize, String)> = content
        .lines
        .iter()
        .zip(&content.links)
        .enumerate()
        .filter(|(_, (line, is_link))| !**is_link && line.len() < 400)
        .map(|(at, (line, _))| (at, unmarked(line)))
        .filter(|(_, text)| !text.is_empty())
        .take(20_000)
        .collect();
    let mut found: Vec<Title> = Vec::new();
    for (first, (at, text)) in texts.iter().enumerate() {
        // Every title has 年 in it; most lines of a table do not.
        let mut near = texts.onward(first).upto(3).iter();
        if !near.any(|(_, text)| text.contains('年')) {
            continue;
        }
        if is_sentence(text) || headings.exact(text).is_some() {
            continue;
        }
        let one_to_three = (1..=3).filter_map(|count| texts.get(first..first + count));
        let exact = one_to_three
            .filter_map(|window| in_wording(window, patterns))
            .next();
        let own = || own_wording(*at, text, patterns);
        let torn = || torn_wording(texts.get(first..first + 2)?, patterns);
        found.extend(exact.or_else(own).or_else(torn));
    }
    found
}

/// The title that some lines make in one of the form's wordings.
fn in_wording(window: &[(usize, String)], patterns: &[String]) -> Option<Title> {
    let has_year = window.iter().any(|(_, text)| text.contains('年'));
    if !has_year || window.iter().any(|(_, text)| is_sentence(text)) {
        return None;
    }
    let text: String = window.iter().map(|(_, text)| text.as_str()).collect();
    let worded = |text: String| {
        let plain = dense(&text);
        patterns.iter().enumerate().find_map(|(wording, pattern)| {
            let (agency, year) = match_pattern(&plain, pattern)?;
            Some((text.clone(), agency, year, wording))
        })
    };
    let found = worded(text).or_else(|| worded(with_year_in_place(window)?));
    let (text, agency, year, wording) = found?;
    Some(Title {
        agency,
        year,
        wording: Some(wording),
        text,
        first_line: window.first()?.0,
        last_line: window.last()?.0,
        rival: None,
    })
}

/// The words of some lines, one of which is a year alone, with the year before the 年 that lacks it: digits of another
/// face stand a little lower, so that a text that keeps the layout of its page has them on a line of their own.
fn with_year_in_place(window: &[(usize, String)]) -> Option<String> {
    let is_year = |text: &str| text.len() == 4 && text.chars().all(|c| c.is_ascii_digit());
    let (years, words): (Vec<&str>, Vec<&str>) =
        (window.iter().map(|(_, text)| text.as_str())).partition(|text| is_year(text));
    let ([year], words) = (years.as_slice(), dense(&words.concat())) else {
        return None;
    };
    let mut places = words.match_indices('年').map(|(at, _)| at);
    let lacking = places.find(|at| {
        let (before, behind) = words.split_at(*at);
        !before.ends_with(|c: char| c.is_ascii_digit()) && !behind.starts_with("年度")
    })?;
    let (before, behind) = words.split_at(lacking);
    Some(format!("{before}{year}{behind}"))
}

/// The nearest of the titles above a text, worded as the form has it if one of the same year is; what else there is
/// of another year is named as its rival. Without a text the first counts.
fn nearest(titles: Vec<Title>, is_above: bool) -> Option<Title> {
    let chosen = match is_above {
        true => titles.last().cloned(),
        false => nearest_below(titles.clone()),
    }?;
    let chosen = &chosen;
    let fuller = |title: &&Title| title.year == chosen.year && title.wording.is_some();
    let mut best = match chosen.wording {
        Some(_) => chosen.clone(),
        None => titles.iter().rev().find(fuller).unwrap_or(chosen).clone(),
    };
    // Three lines may be a title where the last two are one already.
    let rival = titles.iter().rev().find(|other| other.year != best.year);
    best.rival = rival.map(|rival| rival.text.clone());
    Some(best)
}

/// The first of the titles below a text's beginning; the line before one may look like a part of it.
fn nearest_below(titles: Vec<Title>) -> Option<Title> {
    let worded = titles.iter().filter(|title| title.wording.is_some());
    let first = worded.min_by_key(|title| (title.last_line - title.first_line, title.first_line));
    first.or(titles.first()).cloned()
}

/// The title in what a page calls itself, without the name of the site behind it.
fn of_name(name: &str, patterns: &[String]) -> Option<Title> {
    let parts = name.split(['_', '-', '|', '—', '–', '－', '｜', '·']);
    parts.map(str::trim).find_map(|part| {
        let lines = [(usize::MAX, part.to_owned())];
        in_wording(&lines, patterns).or_else(|| own_wording(usize::MAX, part, patterns))
    })
}

/// A title that says the same in other words: a short line with a year that is much like the form's and ends like it.
fn own_wording(at: usize, text: &str, patterns: &[String]) -> Option<Title> {
    let plain = dense(text);
    let is_report = plain.ends_with("报告") || plain.ends_with("年报");
    if !is_report || is_sentence(text) || plain.chars().count() > 50 {
        return None;
    }
    let pattern = patterns.first()?;
    let wording: String = pattern.replace("{agency}", "").replace("{year}", "");
    let (before, year, after) = split_year(&plain)?;
    let alike = labels::likeness_percent(&labels::plain(after), &labels::plain(&wording));
    if alike < 50 {
        return None;
    }
    let before = before.trim_start_matches("关于");
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
        rival: None,
    })
}

/// A title in other words over two lines, neither of which is one.
fn torn_wording(lines: &[(usize, String)], patterns: &[String]) -> Option<Title> {
    let [(at, upper), (last, lower)] = lines else {
        return None;
    };
    if is_sentence(lower) || own_wording(*last, lower, patterns).is_some() {
        return None;
    }
    let mut title = own_wording(*at, &format!("{upper}{lower}"), patterns)?;
    title.last_line = *last;
    Some(title)
}

fn is_sentence(text: &str) -> bool {
    text.contains(['。', '，', '；', '：', ',', ';', '\t', '|']) || text.chars().count() > 60
}

/// Agency and year of a title in one of the form's wordings.
fn match_pattern(text: &str, pattern: &str) -> Option<(String, u16)> {
    let (before, year, after) = split_year(text)?;
    let marked = format!("{before}\u{1}{after}");
    let pattern = pattern.replace("{year}", "\u{1}");
    let (before, after) = pattern.split_once("{agency}")?;
    let agency = marked.strip_prefix(before)?.strip_suffix(after)?;
    let is_name = agency.chars().count() >= 2
        && !agency.contains('\u{1}')
        && agency.chars().count() <= 40
        && !agency.starts_with('年');
    is_name.then(|| (agency.to_owned(), year))
}

/// The first year of this century in a text without spaces, with what stands before it and from 年 on.
fn split_year(text: &str) -> Option<(&str, u16, &str)> {
    let digit = |c: char| match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        '〇' | '○' | '零' | 'О' => Some(0),
        c => c
            .to_digit(10)
            .or_else(|| list_number(&c.to_string()).filter(|number| *number < 10)),
    };
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    chars.array_windows().find_map(|[a, b, c, d, (end, mark)]| {
        let year = digit(a.1)? * 1000 + digit(b.1)? * 100 + digit(c.1)? * 10 + digit(d.1)?;
        let is_year = (2000..2100).contains(&year) && *mark == '年';
        is_year.then_some((text.get(..a.0)?, year as u16, text.get(*end..)?))
    })
}
