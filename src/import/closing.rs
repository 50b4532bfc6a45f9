//! The signature and the date at the end of a report.

use super::labels;
use super::marks::{dense, unmarked};
use crate::text::numeral::{chinese_digit, digit};

/// Who signed and when, as printed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Closing {
    pub signature: String,
    pub date: String,
}

/// Lines behind the date, such as 附件, among which it is still looked for.
const MOST_BEHIND: usize = 8;

/// Takes signature and date off the end of the last lines; what stands behind them stays.
pub(super) fn take_closing(lines: &mut Vec<(usize, String)>, agency: &str) -> Closing {
    trim_end(lines);
    let mut behind = lines.split_off(end_of_closing(lines, agency));
    let mut closing = Closing::default();
    if let Some((_, last)) = lines.last() {
        let last = unmarked(last);
        if let Some((before, date)) = split_date(&last)
            && (before.is_empty() || is_signature(&before, agency, true))
        {
            closing.date = date;
            closing.signature = before;
            lines.pop();
            trim_end(lines);
        }
    }
    if let Some((_, last)) = lines.last()
        && closing.signature.is_empty()
    {
        let last = unmarked(last);
        if is_signature(&last, agency, !closing.date.is_empty()) {
            closing.signature = last;
            lines.pop();
        }
    }
    lines.append(&mut behind);
    closing
}

/// Where the lines up to the date end: all of them, or those up to a date that stands under the agency's name with
/// more behind it.
fn end_of_closing(lines: &[(usize, String)], agency: &str) -> usize {
    let dated = |line: &str| split_date(&unmarked(line));
    let is_agency = |line: &str| {
        let agency = labels::plain(agency);
        let line = unmarked(line);
        let unsealed = line.split(['（', '(']).next().unwrap_or(&line);
        !agency.is_empty()
            && [&line, unsealed]
                .iter()
                .any(|name| labels::plain(name) == agency)
    };
    let near = lines.iter().enumerate().rev().take(MOST_BEHIND);
    let mut dates = near.filter_map(|(at, (_, line))| Some((at, dated(line)?.0)));
    let found = dates.find(|(at, before)| {
        let above = lines.iter().take(*at).rev();
        let mut above = above.filter(|(_, line)| !line.trim().is_empty());
        is_agency(before)
            || before.is_empty() && above.next().is_some_and(|(_, line)| is_agency(line))
    });
    found.map_or(lines.len(), |(at, _)| at + 1)
}

/// Takes a date that stands alone in lines out of them.
pub(super) fn take_date(lines: &mut Vec<String>) -> Option<String> {
    let at = lines.iter().position(|line| {
        let text = unmarked(line);
        let inner = text.trim_matches(['（', '）', '(', ')']);
        matches!(split_date(inner), Some((before, _)) if before.is_empty())
    })?;
    let text = unmarked(&lines.remove(at));
    Some(text.trim_matches(['（', '）', '(', ')']).to_owned())
}

fn trim_end(lines: &mut Vec<(usize, String)>) {
    while lines.last().is_some_and(|(_, line)| line.trim().is_empty()) {
        lines.pop();
    }
}

/// A date at the end of a short text, and what stands before it: 2026年1月20日, 二〇二六年一月二十日, 2026年1月, 2026-1-20.
fn split_date(text: &str) -> Option<(String, String)> {
    let plain = dense(text);
    let is_digit = |c: &char| *c == '十' || digit(*c).is_some() || chinese_digit(*c).is_some();
    let is_number = |text: &str, most: usize| {
        (1..=most).contains(&text.chars().count()) && text.chars().all(|c| is_digit(&c))
    };
    let in_words = || {
        let (rest, day) = match plain.strip_suffix('日') {
            Some(body) => body
                .rsplit_once('月')
                .map(|(rest, day)| (rest, Some(day)))?,
            None => (plain.strip_suffix('月')?, None),
        };
        let (rest, month) = rest.rsplit_once('年')?;
        let fits = is_number(month, 2) && day.is_none_or(|day| is_number(day, 3));
        fits.then_some(rest)
    };
    let in_figures = || {
        let mark = plain.chars().rev().find(|c| !c.is_ascii_digit())?;
        let (rest, day) = plain.rsplit_once(mark)?;
        let (rest, month) = rest.rsplit_once(mark)?;
        let is_short = |text: &str| is_number(text, 2) && text.chars().all(|c| c.is_ascii_digit());
        let fits = matches!(mark, '-' | '.' | '/' | '．') && is_short(month) && is_short(day);
        fits.then_some(rest)
    };
    let rest = in_words().or_else(in_figures)?;
    let year: Vec<char> = rest.chars().rev().take_while(is_digit).take(4).collect();
    let before: String = rest
        .chars()
        .take(rest.chars().count() - year.len())
        .collect();
    if year.len() != 4 || before.chars().count() > 40 {
        return None;
    }
    let date = plain.strip_prefix(before.as_str())?.to_owned();
    Some((before, date))
}

/// Whether a line is a signature: the agency, or before a date a short line that ends like an agency's name.
fn is_signature(line: &str, agency: &str, is_dated: bool) -> bool {
    // 县水务局（盖章）
    let unsealed = line.split(['（', '(']).next().unwrap_or(line);
    let (plain, agency) = (labels::plain(line), labels::plain(agency));
    let is_agency = !agency.is_empty() && (plain == agency || labels::plain(unsealed) == agency);
    let is_short = (3..=30).contains(&plain.len());
    let ends_like_one = line.ends_with([
        '局', '委', '办', '厅', '府', '会', '院', '部', '处', '室', '所', '站', '心', '队', '司',
        '署', '校',
    ]);
    let has_stop = line.contains(['。', '，', '；', '：', '、', '（']);
    is_agency || is_dated && is_short && ends_like_one && !has_stop
}
