//! The report as its own preface announces it: 现公布甲县乙局2025年政府信息公开工作年度报告.

use super::duties::is_within;
use std::ops::Range;

/// Verbs that announce this very report.
const ANNOUNCES: [&str; 9] = [
    "现公布",
    "现将",
    "现发布",
    "现予公布",
    "特公布",
    "现公开",
    "现向社会公布",
    "现予以公布",
    "现向社会公开",
];

/// What is announced in other words than as a report: 现将2025年政府信息公开工作情况公布如下.
const CONTENTS: [&str; 3] = [
    "政府信息公开工作情况",
    "政务公开工作情况",
    "政府信息公开情况",
];

/// Verbs that do so where the text speaks of this report; elsewhere last year's may have been made so.
const MAKES: [&str; 4] = ["编制", "编写", "形成", "撰写"];

/// Words of a text that speaks of this report.
const OF_THIS: [&str; 3] = ["本报告", "统计期限", "统计期"];

/// How names of those end that publish reports.
const BODIES: [&str; 20] = [
    "局",
    "委",
    "厅",
    "办",
    "政府",
    "街道",
    "镇",
    "乡",
    "中心",
    "院",
    "会",
    "办事处",
    "大学",
    "学校",
    "公司",
    "处",
    "站",
    "所",
    "馆",
    "办公室",
];

/// What a text announces under another agency's name or as another year's report.
pub(super) struct Announced {
    /// Bytes of the name, year and kind of report.
    pub title: Range<usize>,
    /// Bytes of what is another's in it, and what stands there in the report's title.
    pub wrong: Range<usize>,
    pub instead: String,
}

/// Every announcement in a text that is not the report's `usual` title.
pub(super) fn announced_otherwise(text: &str, usual: &str, endings: &[String]) -> Vec<Announced> {
    let Some((agency, year)) = endings.iter().find_map(|end| split_title(usual, end)) else {
        return Vec::new();
    };
    // A text that announces nothing is not searched for each kind of report.
    let mut verbs = ANNOUNCES.iter().chain(&OF_THIS);
    if !verbs.any(|verb| text.contains(verb)) {
        return Vec::new();
    }
    let mut found: Vec<Announced> = Vec::new();
    let endings = endings.iter().map(String::as_str);
    for ending in endings.chain(CONTENTS) {
        for (at, _) in text.match_indices(ending) {
            let known = found.iter().any(|other| other.title.contains(&at));
            let announced = announced(text, at, (agency, year)).filter(|_| !known);
            found.extend(announced.map(|(first, wrong, instead)| Announced {
                title: first..at + ending.len(),
                wrong,
                instead: instead.to_owned(),
            }));
        }
    }
    found.sort_by_key(|announced| announced.title.start);
    found
}

/// What is announced before a kind of report at a byte: where it begins, what is wrong, and what it should be.
fn announced<'t>(
    text: &str,
    at: usize,
    (agency, year): (&'t str, &'t str),
) -> Option<(usize, Range<usize>, &'t str)> {
    let ahead = text.get(..at)?;
    let marks = ['，', '。', '；', '：', '\n', '（', '）'];
    let lead = ahead.rsplit(marks).next()?;
    let start = at - lead.len();
    let verb = announcing(text, lead)?;
    let (name, told) = split_year(lead.get(verb..)?)?;
    let first = start + verb + (name.len() - name.trim_start().len());
    let own = name.trim();
    let year_at = start + verb + name.len();
    if told != year {
        return Some((first, year_at..year_at + told.len(), year));
    }
    let plain = |name: &str| {
        name.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<Vec<char>>()
    };
    let (other, ours) = (plain(own), plain(agency));
    let is_body = BODIES.iter().any(|end| own.ends_with(end));
    let is_ours = is_within(&other, &ours) || is_within(&ours, &other);
    let speaks_of_itself = own.starts_with(['我', '本', '全']);
    (is_body && other.len() > 3 && !is_ours && !speaks_of_itself)
        .then(|| (first, first..first + own.len(), agency))
}

/// Where the words behind the verb begin that announces a report.
fn announcing(text: &str, lead: &str) -> Option<usize> {
    let end_of = |verbs: &[&str]| {
        let ends = verbs
            .iter()
            .filter_map(|verb| Some(lead.rfind(verb)? + verb.len()));
        ends.max()
    };
    let is_quoted = lead.rfind('《') > lead.rfind('》');
    let speaks_of_this = OF_THIS.iter().any(|word| text.contains(word));
    let makes = end_of(&MAKES).filter(|_| speaks_of_this);
    let verb = end_of(&ANNOUNCES).or(makes)?;
    // 现发布《甲县乙局2025年……报告》: its own title in marks.
    match lead.get(verb..)?.strip_prefix('《') {
        Some(_) => Some(verb + '《'.len_utf8()),
        None => (!is_quoted).then_some(verb),
    }
}

/// The agency and the year of a title.
fn split_title<'t>(title: &'t str, ending: &str) -> Option<(&'t str, &'t str)> {
    split_year(title.strip_suffix(ending)?)
}

/// 甲县乙局2025年度: what stands before a year at the end, and its four digits.
fn split_year(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let text = text
        .strip_suffix("年度")
        .or(text.strip_suffix('年'))?
        .trim_end();
    let at = text.len().checked_sub(4)?;
    let (name, year) = text.split_at_checked(at)?;
    let is_year = year.bytes().all(|c| c.is_ascii_digit());
    (is_year && !name.ends_with(|c: char| c.is_ascii_digit())).then_some((name, year))
}
