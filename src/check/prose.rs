//! What a proofreader catches in the texts: what is missing, what contradicts a figure, what was left unfinished.

use super::claims::{self, Tables};
use super::memory::Memory;
use super::texts::{Text, excerpt, raise, texts};
use super::{Finding, Remedy, Severity, finding};
use crate::place::{Id, Place};
use crate::report::{Figures, PastYear, Report};
use crate::template::{Ask, Question, SectionContent, Template};
use crate::text::numeral::{chinese_digit, digit};
use std::collections::BTreeMap;

/// Missing texts and every question of the template, in no particular order.
pub fn check(template: &Template, report: &Report) -> Vec<Finding> {
    check_again(template, report, report.prior(), &mut Memory::default())
}

/// The same, with texts that did not change since the last check not read again.
pub(super) fn check_again(
    template: &Template,
    report: &Report,
    prior: Option<&PastYear>,
    memory: &mut Memory,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    missing_particulars(template, report, &mut findings);
    missing_texts(template, report, &mut findings);
    let texts = texts(template, report);
    let readings = memory.read(template, report, &texts);
    let figures = Figures::of(template, report);
    let tables = Tables {
        template,
        figures: &figures,
        prior: prior.filter(|prior| prior.year.checked_add(1) == Some(report.year)),
    };
    for (index, question) in template.form.questions.iter().enumerate() {
        findings.extend(ask(template, report, &texts, question));
        findings.extend(readings.iter().flat_map(|reading| reading.findings(index)));
        if question.ask == Ask::Claims {
            for (text, reading) in texts.iter().zip(&readings) {
                let wrong = reading.claims().iter().filter_map(|told| {
                    claims::raise(template, question, text, told, tables.judge(&told.claim))
                });
                findings.extend(wrong);
            }
        }
    }
    findings
}

/// What a question finds in the report as a whole; what it finds in single texts is in their readings.
fn ask(template: &Template, report: &Report, texts: &[Text], question: &Question) -> Vec<Finding> {
    match &question.ask {
        Ask::Mentions {
            section,
            subject,
            words,
            settles,
        } => statement(question, texts, section, subject, words, settles),
        Ask::Signature => signature(question, report),
        Ask::PartOrder => part_order(template, report, question),
        Ask::TitleLine { endings } => title_lines(template, report, question, texts, endings),
        Ask::RepeatedParagraph => repeated(texts, question),
        Ask::Carried => carried(template, report, question),
        Ask::Claims
        | Ask::LeftOverYear { .. }
        | Ask::Period { .. }
        | Ask::ImpossibleDates
        | Ask::PlannedYear { .. }
        | Ask::Numbering
        | Ask::DocumentNumbers
        | Ask::HalfWidthMarks
        | Ask::LookAlikes
        | Ask::DoubledWords
        | Ask::StraySpaces
        | Ask::MissingNumbers { .. }
        | Ask::OverHundred
        | Ask::Reckoning
        | Ask::PrivateNumbers
        | Ask::Superseded { .. }
        | Ask::Placeholder { .. }
        | Ask::DoubledPunctuation
        | Ask::UnpairedMarks
        | Ask::NoEndMark => Vec::new(),
    }
}

/// A section that does not say what it must: nothing about the subject, or nothing definite.
///
/// Names of documents say nothing; a number or one of `settles` does.
fn statement(
    question: &Question,
    texts: &[Text],
    section: &Id,
    subject: &str,
    words: &[String],
    settles: &[String],
) -> Vec<Finding> {
    let own: Vec<&Text> = texts
        .iter()
        .filter(|text| text.place.prose_section() == Some(section))
        .collect();
    let Some(first) = own.first() else {
        return Vec::new();
    };
    let mut vague = None;
    for text in &own {
        let plain = without_names(text.words);
        for sentence in plain.split(['。', '；', '\n']) {
            let about = |clause: &&str| words.iter().any(|word| clause.contains(word.as_str()));
            let mut clauses = sentence.split(['，', '：']).filter(about).peekable();
            let says = clauses.peek().is_some();
            let is_settled =
                |clause: &str| settles.iter().any(|word| clause.contains(word.as_str()));
            let is_definite = clauses.any(is_settled)
                || has_amount(sentence)
                || sentence.chars().any(|c| digit(c).is_some()) && counts(sentence);
            if says && is_definite {
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
            let at = text.words.find(sentence.as_str());
            found.spans = at.map(|at| at..at + sentence.len()).into_iter().collect();
            found
        }
        None => raise(question, first, "", &format!("没有写明{subject}。")),
    }]
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
    let ends = sentence.match_indices(['元', '件', '次']);
    ends.into_iter().any(|(at, _)| {
        let before = sentence[..at].trim_end().trim_end_matches(['万', '亿']);
        before
            .chars()
            .next_back()
            .is_some_and(|c| digit(c).is_some())
    })
}

/// Whether an amount of money is written in Chinese numerals: 三百元.
fn has_amount(sentence: &str) -> bool {
    let counts = |c: char| chinese_digit(c).is_some() || "十百千万两".contains(c);
    let units = sentence.match_indices(['元', '件']);
    units
        .into_iter()
        .any(|(at, _)| sentence[..at].chars().next_back().is_some_and(counts))
}

/// A signature that is not the agency, whole or in short.
fn signature(question: &Question, report: &Report) -> Vec<Finding> {
    let plain = |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let (agency, signature) = (plain(&report.agency), plain(&report.signature));
    if agency.is_empty()
        || signature.is_empty()
        || is_within(&signature, &agency)
        || is_within(&agency, &signature)
    {
        return Vec::new();
    }
    let mut found = finding(
        Severity::Question,
        &question.id,
        &question.law,
        &question.advice,
    );
    found.left_cells = vec![Place::Signature];
    found.right_cells = vec![Place::Agency];
    found.message = format!(
        "署名“{}”与单位名称“{}”不一致。",
        report.signature.trim(),
        report.agency.trim()
    );
    found.spans = vec![0..report.signature.len()];
    vec![found.with_fingerprint(&format!("{}{}", report.signature, report.agency))]
}

/// Standard parts that stand behind a later one.
fn part_order(template: &Template, report: &Report, question: &Question) -> Vec<Finding> {
    let mut findings = Vec::new();
    for section in &template.form.sections {
        let SectionContent::Prose { parts, .. } = &section.content else {
            continue;
        };
        let written = report
            .prose
            .get(&section.id)
            .map_or(&[][..], |prose| &prose.parts);
        let standard = |id: &str| parts.iter().position(|standard| standard.id == id);
        for (index, part) in written.iter().enumerate() {
            let Some(own) = standard(&part.id) else {
                continue;
            };
            let next = written[index + 1..]
                .iter()
                .filter_map(|next| standard(&next.id))
                .next();
            if next.is_none_or(|next| own < next) {
                continue;
            }
            let place = Place::PartHeading(section.id.clone(), index);
            let mut found = finding(
                Severity::Question,
                &question.id,
                &question.law,
                &question.advice,
            );
            found.message = format!(
                "{}排在了格式规定的下一部分前面。",
                in_words(template, report, &place)
            );
            found.spans = vec![0..part.heading.len()];
            found.left_cells = vec![place];
            findings.push(found.with_fingerprint(&part.heading));
        }
    }
    findings
}

/// Whether all characters of a name stand in another in the same order.
fn is_within(name: &[char], other: &[char]) -> bool {
    let mut rest = other.iter();
    name.iter().all(|c| rest.any(|other| other == c))
}

/// Lines of texts that are written as a title and differ from the report's.
fn title_lines(
    template: &Template,
    report: &Report,
    question: &Question,
    texts: &[Text],
    endings: &[String],
) -> Vec<Finding> {
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let titles: Vec<String> = (0..template.form.titles.len())
        .map(|wording| plain(&template.title(wording, report.agency.trim(), report.year)))
        .collect();
    let mut findings = Vec::new();
    for text in texts {
        let mut start = 0;
        for line in text.words.split_inclusive('\n') {
            let words = line.trim();
            let at = start + (line.len() - line.trim_start().len());
            start += line.len();
            let is_title = endings
                .iter()
                .any(|ending| words.ends_with(ending.as_str()))
                && !words.contains(['，', '。', '；', '：', '《']);
            if !is_title || titles.contains(&plain(words)) {
                continue;
            }
            let usual = titles.first().map_or("", String::as_str);
            let mut found = raise(
                question,
                text,
                words,
                &format!("“{words}”与本报告的标题“{usual}”不一致。"),
            );
            found.spans = vec![at..at + words.len()];
            findings.push(found);
        }
    }
    findings
}

/// A question for every paragraph of some length that stands a second time.
fn repeated(texts: &[Text], question: &Question) -> Vec<Finding> {
    let mut findings = Vec::new();
    // By length first: that tells most paragraphs apart without reading them.
    let mut seen = BTreeMap::new();
    for text in texts {
        for paragraph in text.words.lines().map(str::trim).filter(|p| p.len() >= 45) {
            if let Some(first) = seen.insert((paragraph.len(), paragraph), &text.heading) {
                let excerpt = excerpt(paragraph, 0, 0);
                let there = first.trim_end_matches('：');
                let message = format!("“{excerpt}”这一段与{there}里的相同。");
                findings.push(raise(question, text, paragraph, &message));
            }
        }
    }
    findings
}

fn missing_particulars(template: &Template, report: &Report, findings: &mut Vec<Finding>) {
    let form = &template.form;
    let mut add = |severity, rule: &str, place: Place, message: String, advice: &str| {
        let mut found = finding(severity, rule, &form.law, advice);
        found.left_cells = vec![place];
        found.message = message;
        findings.push(found.with_fingerprint(""));
    };
    if report.agency.trim().is_empty() {
        let message = "还没有填写单位名称。".to_owned();
        let advice = "请填写发布报告的行政机关全称。";
        add(
            Severity::Unfilled,
            "unfilled",
            Place::Agency,
            message,
            advice,
        );
    }
    let (first, last) = form.years;
    if report.year == 0 {
        let message = "还没有填写年度。".to_owned();
        add(
            Severity::Unfilled,
            "unfilled",
            Place::Year,
            message,
            "请填写报告的年度。",
        );
    } else if !(first..=last).contains(&report.year) {
        let until = match last {
            9999 => format!("{first} 年及以后"),
            _ => format!("{first} 年至 {last} 年"),
        };
        let message = format!(
            "{} 年的报告用了{}，它适用于 {until}。",
            report.year, form.name
        );
        let advice = "请更正年度，或改用该年度的格式。";
        add(
            Severity::Error,
            "template_years",
            Place::Year,
            message,
            advice,
        );
    }
}

fn missing_texts(template: &Template, report: &Report, findings: &mut Vec<Finding>) {
    for section in &template.form.sections {
        let SectionContent::Prose {
            guidance, parts, ..
        } = &section.content
        else {
            continue;
        };
        let unfilled = |cells: Vec<Place>, message: String, advice: &str| {
            let law = &template.form.law;
            let mut found = finding(Severity::Unfilled, "unfilled", law, advice);
            found.left_cells = cells;
            found.message = message;
            found.with_fingerprint("")
        };
        let prose = report.prose.get(&section.id);
        let written = prose.map_or(&[][..], |prose| &prose.parts);
        let is_blank = |text: &str| text.trim().is_empty();
        let part_text = |index| Place::PartText(section.id.clone(), index);
        let no_text = written.iter().all(|part| is_blank(&part.text))
            && prose.is_none_or(|prose| is_blank(&prose.lead));
        if no_text {
            let cells = match written.len() {
                0 => vec![Place::Lead(section.id.clone())],
                count => (0..count).map(part_text).collect(),
            };
            let message = format!("{}{}：还没有写。", section.number, section.heading);
            findings.push(unfilled(cells, message, guidance));
            continue;
        }
        for (index, part) in written
            .iter()
            .enumerate()
            .filter(|(_, p)| is_blank(&p.text))
        {
            let standard = parts.iter().find(|standard| standard.id == part.id);
            let advice = standard.map_or(guidance, |standard| &standard.guidance);
            let place = part_text(index);
            let message = format!("{}还没有写。", in_words(template, report, &place));
            findings.push(unfilled(vec![place], message, advice));
        }
    }
}

/// One question for each section that holds unconfirmed content.
fn carried(template: &Template, report: &Report, question: &Question) -> Vec<Finding> {
    let mut sections: BTreeMap<Option<&Id>, Vec<&Place>> = BTreeMap::new();
    for place in &report.carried {
        sections
            .entry(template.section_of(place))
            .or_default()
            .push(place);
    }
    let ask = |(section, mut places): (Option<&Id>, Vec<&Place>)| {
        places.sort_by_key(|place| template.position(place));
        let (law, advice) = (&question.law, &question.advice);
        let mut found = finding(Severity::Question, &question.id, law, advice);
        found.left_cells = places.into_iter().cloned().collect();
        let heading = section.and_then(|id| template.section(id));
        let heading = heading.map_or("标题、署名和日期".to_owned(), |section| {
            format!("{}{}", section.number, section.heading)
        });
        found.message = format!(
            "{heading}：从上年带来的 {} 处内容还没有确认。",
            found.left_cells.len()
        );
        found.remedy = Some(Remedy::Confirm(found.left_cells.clone()));
        found.with_fingerprint("")
    };
    sections.into_iter().map(ask).collect()
}

/// The place in words, with a colon after it.
pub(super) fn in_words(template: &Template, report: &Report, place: &Place) -> String {
    let heading = template
        .section_of(place)
        .and_then(|id| template.section(id))
        .map_or(String::new(), |section| {
            format!("{}{}", section.number, section.heading)
        });
    match place {
        Place::Preface => "标题下的说明：".to_owned(),
        Place::Footnote(_) => format!("{heading}的表下注："),
        Place::PartHeading(section, part) | Place::PartText(section, part) => {
            let own = Place::PartHeading(section.clone(), *part);
            match report.text(&own).filter(|own| !own.trim().is_empty()) {
                Some(own) => format!("{heading}“{}”：", own.trim()),
                None => format!("{heading}第 {} 部分：", part + 1),
            }
        }
        _ => format!("{heading}："),
    }
}
