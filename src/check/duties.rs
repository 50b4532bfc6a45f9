//! What a report owes as a whole: statements that a section must make, its title, its signature, the order of its parts.

use super::Finding;
use super::prose::in_words;
use super::rules::finding;
use super::texts::{Text, raise};
use crate::place::{Id, Place};
use crate::report::Report;
use crate::template::{Question, SectionContent, Template};
use crate::text::dates::dates;
use crate::text::numeral::{chinese_digit, digit};
use std::ops::Range;

/// What makes a statement about a subject definite.
pub(super) struct Definite<'a> {
    /// Words of the subject.
    pub words: &'a [String],
    /// Words that settle it without a number.
    pub settles: &'a [String],
    /// Words of clauses that speak of other things.
    pub others: &'a [String],
    /// Words that a clause ends with which needs an amount of money beside it.
    pub affirms: &'a [String],
}

/// A section that does not say what it must: nothing about the subject, or nothing definite.
///
/// Names of documents say nothing; a number or one of `settles` does.
pub(super) fn statement(
    question: &Question,
    texts: &[Text],
    section: &Id,
    subject: &str,
    definite: &Definite,
) -> Vec<Finding> {
    let own: Vec<&Text> = texts
        .iter()
        .filter(|text| text.place.prose_section() == Some(section))
        .collect();
    let Some(first) = own.first() else {
        return Vec::new();
    };
    let mut vague = None;
    let has_money = own
        .iter()
        .any(|text| without_names(text.words).contains('元'));
    for text in &own {
        let plain = without_names(text.words);
        for sentence in plain.split(['。', '；', '\n']) {
            let holds = |clause: &str, words: &[String]| {
                words.iter().any(|word| clause.contains(word.as_str()))
            };
            // 行政事业性收费 are other charges.
            let others = definite.others.iter();
            let own = others.fold(sentence.to_owned(), |own, word| {
                own.replace(word.as_str(), "")
            });
            let says = holds(&own, definite.words);
            // 无其他需要报告的事项 says nothing of the fees.
            let is_settled = |clause: &str| {
                let is_of_others = holds(clause, definite.others);
                holds(clause, definite.settles) && (holds(clause, definite.words) || !is_of_others)
            };
            let is_definite = sentence.split('，').any(is_settled)
                || has_amount(sentence)
                || sentence.chars().any(|c| digit(c).is_some()) && counts(sentence);
            // 发出收费通知2件，收取了信息处理费: how many, but not how much.
            let ends_so = |clause: &str| {
                let mut affirms = definite.affirms.iter();
                affirms.any(|word| clause.trim_end().ends_with(word.as_str()))
            };
            let is_open = !has_money && sentence.split('，').any(ends_so);
            if says && is_definite && !is_open {
                return Vec::new();
            }
            if says && vague.is_none() {
                vague = Some((*text, sentence.trim().to_owned()));
            }
        }
    }
    vec![match vague {
        Some((text, sentence)) => {
            let mut found = raise(
                question,
                text,
                &sentence,
                &format!("没有写明{subject}的件数和金额。"),
            );
            let names = |clause: &&str| {
                definite
                    .words
                    .iter()
                    .any(|word| clause.contains(word.as_str()))
            };
            let spoken = sentence.split('，').find(names).unwrap_or_default();
            found.spans = placed(text.words, &sentence)
                .or_else(|| placed(text.words, last_words(spoken)))
                .into_iter()
                .collect();
            found
        }
        None => {
            let mut found = raise(question, first, "", &format!("没有写明{subject}。"));
            found.spans = nothing_else(first.words).into_iter().collect();
            found
        }
    }]
}

/// Where some words stand in a text, as bytes.
fn placed(text: &str, words: &str) -> Option<Range<usize>> {
    let at = text.find(words).filter(|_| !words.is_empty())?;
    Some(at..at + words.len())
}

/// The last eight characters of a clause, which a name of a document left out before them does not part.
fn last_words(clause: &str) -> &str {
    let start = clause.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    clause.get(start..).unwrap_or_default()
}

/// Where a text says that there is nothing else to report, as bytes: there the statement belongs.
fn nothing_else(words: &str) -> Option<Range<usize>> {
    let whole = words.trim();
    if ["无", "无。", "没有。", "无其他。", "暂无。"].contains(&whole) {
        return placed(words, whole);
    }
    let end = words.find("报告的事项")? + "报告的事项".len();
    let lead = words.get(..end)?;
    let start = lead.rfind(['，', '。', '；', '\n']).map_or(0, |at| {
        at + lead
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8)
    });
    let clause = lead.get(start..)?;
    ["没有", "无"]
        .iter()
        .any(|word| clause.contains(word))
        .then_some(start..end)
}

/// A text without names of documents in title marks and document numbers in brackets.
fn without_names(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '《' | '〈' | '（' | '(' => depth += 1,
            '》' | '〉' | '）' | ')' => depth = depth.saturating_sub(1),
            '。' | '\n' => {
                depth = 0;
                plain.push(c);
            }
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// Whether a number of cases or an amount of money stands in it.
fn counts(sentence: &str) -> bool {
    const UNITS: [char; 3] = ['元', '件', '次'];
    let pieces = sentence.split_inclusive(UNITS);
    let mut counted = pieces.filter_map(|piece| piece.strip_suffix(UNITS));
    counted.any(|before| {
        let before = before.trim_end().trim_end_matches(['万', '亿']);
        let last = before.chars().next_back();
        last.is_some_and(|c| digit(c).is_some())
    })
}

/// Whether an amount of money is written in Chinese numerals: 三百元.
fn has_amount(sentence: &str) -> bool {
    let counts = |c: char| chinese_digit(c).is_some() || "十百千万两".contains(c);
    const UNITS: [char; 2] = ['元', '件'];
    let pieces = sentence.split_inclusive(UNITS);
    let mut counted = pieces.filter_map(|piece| piece.strip_suffix(UNITS));
    counted.any(|before| before.chars().next_back().is_some_and(counts))
}

/// A signature that is not the agency, whole or in short.
pub(super) fn signature(question: &Question, report: &Report) -> Vec<Finding> {
    let plain = |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_whitespace()).collect() };
    if let Some(found) = signed_too_early(question, report) {
        return vec![found];
    }
    let (agency, signature) = (plain(&report.agency), plain(&report.signature));
    if agency.is_empty()
        || signature.is_empty()
        || is_within(&signature, &agency)
        || is_within(&agency, &signature)
    {
        return Vec::new();
    }
    let mut found = finding(question);
    found.left_cells = vec![Place::Signature];
    found.right_cells = vec![Place::Agency];
    found.message = format!(
        "署名“{}”与单位名称“{}”不一致。",
        report.signature.trim(),
        report.agency.trim()
    );
    found.spans.push(0..report.signature.len());
    vec![found.with_fingerprint(&format!("{}{}", report.signature, report.agency))]
}

/// A date beside the signature before the year of the report is over.
fn signed_too_early(question: &Question, report: &Report) -> Option<Finding> {
    let characters: Vec<char> = report.signature.chars().collect();
    let mut dates = dates(&characters).into_iter();
    let early = |date: &crate::text::dates::Date| {
        date.year
            .is_some_and(|year| year <= report.year && report.year > 0)
    };
    let date = dates.find(early)?;
    let start: usize = characters
        .iter()
        .take(date.range.start)
        .map(|c| c.len_utf8())
        .sum();
    let words: String = characters.get(date.range.clone())?.iter().collect();
    let mut found = finding(question);
    found.left_cells = vec![Place::Signature];
    let year = report.year;
    found.message = format!("署名处的日期“{words}”在 {year} 年结束之前，报告要到次年才成文。");
    found.spans.push(start..start + words.len());
    Some(found.with_fingerprint(&words))
}

/// Standard parts that stand behind a later one.
pub(super) fn part_order(
    template: &Template,
    report: &Report,
    question: &Question,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for section in &template.form.sections {
        let SectionContent::Prose { parts, .. } = &section.content else {
            continue;
        };
        let written = report
            .prose
            .get(&section.id)
            .map_or([].as_slice(), |prose| &prose.parts);
        let standard = |id: &str| parts.iter().position(|standard| standard.id == id);
        for (index, part) in written.iter().enumerate() {
            let Some(own) = standard(&part.id) else {
                continue;
            };
            let mut later = written.iter().skip(index + 1);
            let next = later.find_map(|next| standard(&next.id));
            if next.is_none_or(|next| own < next) {
                continue;
            }
            let place = Place::PartHeading(section.id.clone(), index);
            let mut found = finding(question);
            found.message = format!(
                "{}排在了格式规定的下一部分前面。",
                in_words(template, report, &place)
            );
            found.spans.push(0..part.heading.len());
            found.left_cells = vec![place];
            findings.push(found.with_fingerprint(&part.heading));
        }
    }
    findings
}

/// Whether all characters of a name stand in another in the same order.
pub(super) fn is_within(name: &[char], other: &[char]) -> bool {
    let mut rest = other.iter();
    name.iter().all(|c| rest.any(|other| other == c))
}

/// Lines of a text that are written as a title and are none of the report's, as ranges of bytes.
pub(super) fn title_lines(text: &str, titles: &[String], endings: &[String]) -> Vec<Range<usize>> {
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let mut found = Vec::new();
    let mut start = 0;
    // The lines since the last one that is a sentence: a title may stand on several.
    let mut head = String::new();
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        let is_title = endings
            .iter()
            .any(|ending| words.ends_with(ending.as_str()))
            && !words.contains(['，', '。', '；', '：', '《']);
        let is_plain = !words.contains(['，', '。', '；', '：']);
        match is_plain {
            true => head.push_str(words),
            false => head.clear(),
        }
        let is_ours = |title: &String| {
            let title = plain(title);
            title == plain(words) || plain(&head).ends_with(&title)
        };
        if is_title && !titles.iter().any(is_ours) {
            found.push(at..at + words.len());
        }
    }
    found
}
