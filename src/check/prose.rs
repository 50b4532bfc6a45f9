//! What a proofreader catches in the texts: what is missing, what contradicts a figure, what was left unfinished.

use super::claims::{self, Tables, Verdict};
use super::deadline;
use super::duties;
use super::memory::Memory;
use super::rules::{finding, rules};
use super::texts::{Text, raise, texts};
use super::{Finding, Remedy, Review};
use crate::place::{Id, Place};
use crate::report::{Figures, Part, PastYear, Report};
use crate::template::{About, Ask, Question, SectionContent, StandardPart, Standing, Template};
use std::collections::BTreeMap;

/// Missing texts and every question of the template, in no particular order.
pub fn check(template: &Template, report: &Report) -> Vec<Finding> {
    let figures = Figures::of(template, report);
    let memory = &mut Memory::default();
    review(template, report, &figures, report.prior(), memory).findings
}

/// The same with what is right, and with texts that did not change since the last check not read again.
pub(super) fn review(
    template: &Template,
    report: &Report,
    figures: &Figures,
    prior: Option<&PastYear>,
    memory: &mut Memory,
) -> Review {
    let (mut findings, mut agreed) = (Vec::new(), Vec::new());
    for rule in &template.form.standing {
        findings.extend(owed(template, report, rule));
    }
    let texts = texts(template, report);
    let known = memory.read(template, report, &texts);
    let tables = Tables {
        template,
        figures,
        prior: prior.filter(|prior| prior.year.checked_add(1) == Some(report.year)),
    };
    for (index, question) in template.form.questions.iter().enumerate() {
        findings.extend(known.findings(index));
        match question.ask {
            Ask::Signature => findings.extend(duties::signature(question, report)),
            Ask::PartOrder => findings.extend(duties::part_order(template, report, question)),
            Ask::Carried => findings.extend(carried(template, report, question)),
            Ask::Claims => {
                let is_on = !report.rules_off.contains(&question.id);
                for (text, reading) in texts.iter().zip(&known.readings) {
                    for ((span, told), verdict) in tables.judged(reading.claims().collect()) {
                        match verdict {
                            Verdict::Right if is_on => {
                                claims::tick(&mut agreed, text, (span, told));
                            }
                            verdict => findings.extend(claims::raise(
                                template,
                                question,
                                text,
                                (span, told),
                                verdict,
                            )),
                        }
                    }
                }
            }
            // These are asked of the texts alone.
            _ => {}
        }
    }
    Review { findings, agreed }
}

/// What a question finds that is about several texts together, after those at some places changed.
///
/// It depends on the texts alone; `None` when it is another kind of question, or about none of the changed texts.
pub(super) fn of_several(
    question: &Question,
    texts: &[Text],
    changed: &[&Place],
) -> Option<Vec<Finding>> {
    match &question.ask {
        Ask::Mentions {
            section,
            subject,
            words,
            settles,
            others,
            affirms,
        } => {
            let definite = duties::Definite {
                words,
                settles,
                others,
                affirms,
            };
            let mut sections = changed.iter().map(|place| place.prose_section());
            let is_about = sections.any(|changed| changed == Some(section));
            is_about.then(|| duties::statement(question, texts, section, subject, &definite))
        }
        Ask::RepeatedParagraph => Some(repeated(texts, question)),
        _ => None,
    }
}

/// A question for every paragraph of some length that stands a second time.
fn repeated(texts: &[Text], question: &Question) -> Vec<Finding> {
    let mut findings = Vec::new();
    // By length first: that tells most paragraphs apart without reading them.
    let mut seen = BTreeMap::new();
    for text in texts {
        for paragraph in text.words.lines().map(str::trim).filter(|p| p.len() >= 45) {
            if let Some(first) = seen.insert((paragraph.len(), paragraph), &text.heading) {
                let opening: String = paragraph.chars().take(18).collect();
                let excerpt = format!("{opening}……");
                let there = first.trim_end_matches('：');
                let message = format!("“{excerpt}”这一段与{there}里的相同。");
                findings.push(raise(question, text, paragraph, &message));
            }
        }
    }
    findings
}

/// What a standing rule of the form finds missing in particulars and texts.
fn owed(template: &Template, report: &Report, rule: &Standing) -> Vec<Finding> {
    let year = report.year;
    let told = |place: Place, message: String| {
        let mut found = finding(rule);
        found.left_cells = vec![place];
        found.message = message;
        vec![found.with_fingerprint("")]
    };
    match &rule.about {
        About::Agency { message } if report.agency.trim().is_empty() => {
            told(Place::Agency, message.clone())
        }
        About::Year { message } if year == 0 => told(Place::Year, message.clone()),
        About::FormYears { message } if year != 0 && !template.serves(year) => {
            let years = match template.years() {
                (first, None) => format!("{first} 年及以后"),
                (first, Some(last)) => format!("{first} 年至 {last} 年"),
            };
            let message = message
                .replace("{year}", &year.to_string())
                .replace("{form}", &template.form.name)
                .replace("{years}", &years);
            told(Place::Year, message)
        }
        About::Rules { message } => {
            let known = rules(template);
            let switched = report.rules_off.iter();
            let unknown = switched.filter(|id| known.iter().all(|rule| rule.id != id.as_str()));
            unknown
                .flat_map(|id| told(Place::Agency, message.replace("{rule}", id)))
                .collect()
        }
        About::Published { deadlines, message } => {
            match deadline::missed(report, deadlines, message) {
                Some(message) => told(Place::Date, message),
                None => Vec::new(),
            }
        }
        About::Texts => missing_texts(template, report, rule),
        About::Parts => missing_parts(template, report, rule),
        _ => Vec::new(),
    }
}

/// Standard parts that a section with other parts lacks. One that was written under another name is not missing.
fn missing_parts(template: &Template, report: &Report, rule: &Standing) -> Vec<Finding> {
    let mut findings = Vec::new();
    for section in &template.form.sections {
        let SectionContent::Prose { parts, .. } = &section.content else {
            continue;
        };
        let written = match report.prose.get(&section.id) {
            Some(prose) if !prose.parts.is_empty() || !prose.has_text() => &prose.parts,
            // A section in one piece says what it says without headings.
            _ => continue,
        };
        let place_of = |standard: &StandardPart| {
            let is_it = |part: &Part| part.id == standard.id || standard.is_called(&part.heading);
            written.iter().position(is_it)
        };
        for (at, standard) in parts.iter().enumerate() {
            if place_of(standard).is_some() {
                continue;
            }
            let before = parts.iter().take(at).rev().find_map(place_of);
            let mut found = finding(rule);
            found.left_cells = vec![Place::Lead(section.id.clone())];
            let (number, heading) = (&section.number, &section.heading);
            let missing = &standard.heading;
            found.message = format!("{number}{heading}：没有“{missing}”这一部分。");
            found.remedy = Some(Remedy::AddPart {
                section: section.id.clone(),
                index: before.map_or(0, |before| before + 1),
                part: standard.id.clone(),
            });
            findings.push(found.with_fingerprint(&standard.id));
        }
    }
    findings
}

/// Sections without any text, and parts without one; the advice is what the form says of the section or part.
fn missing_texts(template: &Template, report: &Report, rule: &Standing) -> Vec<Finding> {
    let mut findings = Vec::new();
    for section in &template.form.sections {
        let SectionContent::Prose {
            guidance, parts, ..
        } = &section.content
        else {
            continue;
        };
        let unfilled = |cells: Vec<Place>, message: String, guidance: &str| {
            let mut found = finding(rule);
            if !guidance.is_empty() {
                found.advice = guidance.to_owned();
            }
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
    findings
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
        let mut found = finding(question);
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
