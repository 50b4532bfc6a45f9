//! What a succession did, in sentences: what was carried, which years moved, what was left, what has no successor.

use super::Report;
use super::succession::Succession;
use crate::place::Place;
use crate::template::Template;

/// How many of a kind are listed one by one; nobody reads more, and all of them stand in the report.
const LISTED: usize = 200;

impl Succession {
    /// The account, one Chinese line each, headed by what it is about.
    pub fn account(&self, template: &Template) -> Vec<String> {
        let report = &self.report;
        let (figures, texts): (Vec<&Place>, Vec<&Place>) = report
            .carried
            .iter()
            .partition(|place| matches!(place, Place::Figure(_)));
        let mut lines = vec![format!(
            "从上年带来 {} 段文字和 {} 个数字，都待确认；其余数字从空白开始。",
            texts.len(),
            figures.len()
        )];
        if !report.year_changes.is_empty() {
            lines.push(format!("改动了 {} 处年份：", report.year_changes.len()));
        }
        for change in report.year_changes.iter().take(LISTED) {
            let (before, after) = change.sentences();
            let place = place_in_words(template, report, &change.place);
            lines.push(format!("  {place}：{} → {}", change.before, change.after));
            lines.push(format!("    原文：{before}"));
            lines.push(format!("    现文：{after}"));
        }
        lines.extend(unlisted(report.year_changes.len()));
        if !self.kept.is_empty() {
            lines.push(format!(
                "没有改动、请看一看的年份有 {} 处：",
                self.kept.len()
            ));
        }
        for (place, kept) in self.kept.iter().take(LISTED) {
            let place = place_in_words(template, report, place);
            let reason = kept.reason.in_words();
            lines.push(format!(
                "  {place}：{}（{reason}）：{}",
                kept.year, kept.sentence
            ));
        }
        lines.extend(unlisted(self.kept.len()));
        if !self.dropped.is_empty() {
            lines.push("没有转入的内容：".to_owned());
        }
        lines.extend(self.dropped.iter().map(|dropped| format!("  {dropped}")));
        lines
    }
}

/// Says that more than can be listed were found; nothing when all are.
fn unlisted(count: usize) -> Option<String> {
    let more = count.checked_sub(LISTED).filter(|more| *more > 0)?;
    Some(format!("  另有 {more} 处，不再逐一列出。"))
}

/// A place as the user knows it: the section with its number, and the part's heading.
pub fn place_in_words(template: &Template, report: &Report, place: &Place) -> String {
    let section = template
        .section_of(place)
        .and_then(|id| template.section(id));
    let heading = section.map_or(String::new(), |s| format!("{}{}", s.number, s.heading));
    match place {
        Place::Preface => "标题下的说明".to_owned(),
        Place::Footnote(_) => format!("{heading}的表下注"),
        Place::Figure(address) => {
            let label = template.cell(address).map(|cell| cell.label());
            label.unwrap_or_else(|| address.to_string())
        }
        Place::PartHeading(of, part) | Place::PartText(of, part) => {
            let own = Place::PartHeading(of.clone(), *part);
            match report
                .text(&own)
                .map(str::trim)
                .filter(|own| !own.is_empty())
            {
                Some(own) => format!("{heading}“{own}”"),
                None => format!("{heading}第 {} 部分", part + 1),
            }
        }
        Place::Title => "标题".to_owned(),
        Place::Agency => "单位名称".to_owned(),
        Place::Year => "年度".to_owned(),
        Place::Signature => "署名".to_owned(),
        Place::Date => "成文日期".to_owned(),
        _ => heading,
    }
}
