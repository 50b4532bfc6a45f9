//! Sheets of a workbook that are named after others than the report → a doubt about the figures that stand in them.

use super::content::Content;
use super::outline::SectionLines;
use crate::source::Origin;
use std::collections::BTreeSet;

/// How names of bodies end; what they are called besides says whose figures a sheet has.
const BODIES: [&str; 19] = [
    "局",
    "委",
    "委员会",
    "办",
    "办公室",
    "厅",
    "院",
    "所",
    "站",
    "中心",
    "镇",
    "乡",
    "街道",
    "街道办事处",
    "处",
    "区",
    "县",
    "公司",
    "本级",
];
/// How names of a part of the year end.
const PARTS_OF_YEAR: [&str; 5] = ["月", "月份", "季度", "上半年", "下半年"];
/// Names of the whole that end as those of its members do.
const WHOLE: [&str; 3] = ["全", "本", "各"];

/// The sheet in which a section's tables stand when it is named after one body, another year or a part of one, while the
/// report's other tables stand in other sheets: then its figures may be of somebody else.
pub(super) fn of_others<'c>(
    content: &'c Content,
    sections: &[SectionLines],
    own: &SectionLines,
    (agency, year): (&str, u16),
) -> Option<&'c str> {
    let here = sheets_of(content, own);
    let others = sections
        .iter()
        .flat_map(|section| sheets_of(content, section));
    let is_elsewhere = others.into_iter().any(|sheet| !here.contains(&sheet));
    let name = |sheet: &usize| {
        content
            .sheets
            .get(sheet.checked_sub(1)?)
            .map(String::as_str)
    };
    let mut names = here.iter().filter_map(name).filter(|_| is_elsewhere);
    names.find(|name| is_of_others(name, agency, year))
}

/// The sheets, counted from 1, in which a section's tables stand.
fn sheets_of(content: &Content, section: &SectionLines) -> BTreeSet<usize> {
    let tables = section.lines.iter().filter_map(|(line, _)| {
        let grid = content.grids.get(line)?;
        match grid.origin {
            Origin::Row { sheet, .. } => Some(sheet),
            _ => None,
        }
    });
    tables.collect()
}

fn is_of_others(name: &str, agency: &str, year: u16) -> bool {
    let name = name.trim();
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let is_whole = WHOLE.iter().any(|word| name.starts_with(word));
    let is_body = ends(&BODIES) && !is_whole && !agency.contains(name);
    let is_other_year = || {
        let digits = name.trim_end_matches("度").strip_suffix('年')?;
        let other: u16 = digits.parse().ok()?;
        Some(other != year && year > 0 && other > 1900)
    };
    is_body || ends(&PARTS_OF_YEAR) || is_other_year() == Some(true)
}
