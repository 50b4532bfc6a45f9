//! What a proofreader catches in the texts: what is missing, what contradicts a figure, what was left unfinished.

use super::marks;
use super::numerals;
use super::{Finding, Remedy, Severity, finding};
use crate::report::years::{LastYear, left_over};
use crate::report::{Figures, Place, Report, mentions};
use crate::template::{Ask, Question, SectionContent, Template};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};

/// Missing texts and every question of the template, in no particular order.
pub fn check(template: &Template, report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    missing_particulars(template, report, &mut findings);
    missing_texts(template, report, &mut findings);
    let texts = texts(template, report);
    for question in &template.form.questions {
        ask(template, report, &texts, question, &mut findings);
    }
    findings
}

/// A text of the report and where it stands.
struct Text<'a> {
    place: Place,
    words: &'a str,
}

/// Every text that is not empty, in the form's order.
fn texts<'a>(template: &Template, report: &'a Report) -> Vec<Text<'a>> {
    let mut texts = vec![Text {
        place: Place::Preface,
        words: report.preface.as_str(),
    }];
    for section in &template.form.sections {
        if let SectionContent::Table(table) = &section.content {
            texts.push(Text {
                place: Place::Footnote(table.clone()),
                words: report.footnotes.get(table).map_or("", String::as_str),
            });
        }
        let Some(prose) = report.prose.get(&section.id) else {
            continue;
        };
        texts.push(Text {
            place: Place::Lead(section.id.clone()),
            words: &prose.lead,
        });
        for (index, part) in prose.parts.iter().enumerate() {
            texts.push(Text {
                place: Place::PartHeading(section.id.clone(), index),
                words: &part.heading,
            });
            texts.push(Text {
                place: Place::PartText(section.id.clone(), index),
                words: &part.text,
            });
        }
    }
    texts.retain(|text| !text.words.trim().is_empty());
    texts
}

fn ask(
    template: &Template,
    report: &Report,
    texts: &[Text],
    question: &Question,
    findings: &mut Vec<Finding>,
) {
    let mut raise = |text: &Text, about: &str, message: &str| {
        let mut found = finding(
            Severity::Question,
            &question.id,
            &question.law,
            &question.advice,
        );
        found.left_cells = vec![text.place.to_string()];
        found.message = format!("{}{message}", in_words(template, report, &text.place));
        findings.push(found.with_fingerprint(about));
    };
    match &question.ask {
        Ask::Mentions {
            section,
            subject,
            words,
        } => {
            let own: Vec<&Text> = texts
                .iter()
                .filter(|text| is_in_section(&text.place, section))
                .collect();
            let said = |text: &&Text| words.iter().any(|word| text.words.contains(word.as_str()));
            if let (Some(first), false) = (own.first(), own.iter().any(said)) {
                raise(first, "", &format!("没有写明{subject}。"));
            }
        }
        Ask::Tells { .. } => findings.extend(told_against_figures(template, report, question)),
        Ask::LeftOverYear { history } => {
            let past = report
                .prior()
                .map(|past| past.texts.values().map(String::as_str));
            let last_year = past.map_or_else(LastYear::default, LastYear::of);
            for text in texts {
                let settled = report.years_taken_back(&text.place);
                for found in left_over(text.words, report.year, &last_year, &settled, history) {
                    let sentence: String = text
                        .words
                        .chars()
                        .skip(found.sentence.start)
                        .take(found.sentence.len())
                        .collect();
                    let (at, year, reason) = (
                        found.range.start - found.sentence.start,
                        found.year,
                        found.reason.in_words(),
                    );
                    let start: usize = sentence.chars().take(at).map(char::len_utf8).sum();
                    let excerpt = excerpt(&sentence, start, start);
                    raise(
                        text,
                        &sentence,
                        &format!("“{excerpt}”里的 {year} 年像是以前留下的（{reason}）。"),
                    );
                }
            }
        }
        Ask::Placeholder { words } => {
            for text in texts {
                if let Some((at, word)) = marks::placeholder(text.words, words) {
                    let excerpt = excerpt(text.words, at, at + word.len());
                    raise(
                        text,
                        &excerpt,
                        &format!("“{excerpt}”里的“{word}”还没有写完。"),
                    );
                }
            }
        }
        Ask::DoubledPunctuation => {
            for text in texts {
                if let Some(range) = marks::doubled(text.words) {
                    let excerpt = excerpt(text.words, range.start, range.end);
                    raise(text, &excerpt, &format!("“{excerpt}”里的标点重复了。"));
                }
            }
        }
        Ask::UnpairedMarks => {
            for text in texts {
                if let Some((at, mark)) = marks::unpaired(text.words) {
                    let excerpt = excerpt(text.words, at, at + mark.len_utf8());
                    let message = format!("“{excerpt}”里的 {mark} 没有配对。");
                    raise(text, &excerpt, &message);
                }
            }
        }
        Ask::NoEndMark => {
            for text in texts
                .iter()
                .filter(|t| !matches!(t.place, Place::PartHeading(..)))
            {
                for paragraph in text.words.lines().filter(|p| marks::lacks_end(p)) {
                    let end = paragraph.trim_end().len();
                    let excerpt = excerpt(paragraph, end, end);
                    raise(text, paragraph, &format!("“{excerpt}”这一段末尾没有标点。"));
                }
            }
        }
        Ask::RepeatedParagraph => {
            let mut seen = HashMap::new();
            for text in texts {
                for paragraph in text.words.lines().map(str::trim).filter(|p| p.len() >= 45) {
                    if let Some(first) = seen.insert(paragraph, &text.place) {
                        let excerpt = excerpt(paragraph, 0, 0);
                        let there = in_words(template, report, first);
                        let there = there.trim_end_matches('：');
                        let message = format!("“{excerpt}”这一段与{there}里的相同。");
                        raise(text, paragraph, &message);
                    }
                }
            }
        }
        Ask::Carried => findings.extend(carried(template, report, question)),
    }
}

fn is_in_section(place: &Place, id: &str) -> bool {
    matches!(place, Place::Lead(s) | Place::PartHeading(s, _) | Place::PartText(s, _) if s == id)
}

fn missing_particulars(template: &Template, report: &Report, findings: &mut Vec<Finding>) {
    let form = &template.form;
    let mut add = |severity, rule: &str, place: Place, message: String, advice: &str| {
        let mut found = finding(severity, rule, &form.law, advice);
        found.left_cells = vec![place.to_string()];
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
            found.left_cells = cells.iter().map(Place::to_string).collect();
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

/// The number that a part tells, against the sums that it may tell.
fn told_against_figures(
    template: &Template,
    report: &Report,
    question: &Question,
) -> Option<Finding> {
    let Ask::Tells {
        section,
        part,
        sums,
        ..
    } = &question.ask
    else {
        return None;
    };
    let parts = &report.prose.get(section)?.parts;
    let index = parts.iter().position(|written| &written.id == part)?;
    let told = told_numbers(&parts[index].text, report.year, &question.ask);
    let first = *told.first()?;
    let figures = Figures::of(template, report);
    let value = |address: &String| figures.value(template.cell_index(address)?);
    let sum = |addresses: &Vec<String>| addresses.iter().map(value).sum::<Option<Decimal>>();
    let right = sum(sums.first()?)?;
    let legitimate: Vec<Decimal> = sums.iter().filter_map(sum).collect();
    let together: Decimal = told.iter().sum();
    if told
        .iter()
        .chain([&together])
        .any(|number| legitimate.contains(number))
    {
        return None;
    }
    let mut found = finding(
        Severity::Question,
        &question.id,
        &question.law,
        &question.advice,
    );
    let place = Place::PartText(section.clone(), index);
    let mut addresses: Vec<String> = sums.iter().flatten().cloned().collect();
    addresses.dedup();
    let labels: Vec<String> = sums
        .first()?
        .iter()
        .filter_map(|address| Some(template.cell(address)?.label()))
        .collect();
    found.message = format!(
        "{}文字写的是 {first}，表格里“{}”是 {right}，相差 {}。",
        in_words(template, report, &place),
        labels.join("”加“"),
        (first - right).abs()
    );
    found.left_cells = vec![place.to_string()];
    let mut seen = std::collections::BTreeSet::new();
    found.right_cells = addresses
        .into_iter()
        .filter(|address| seen.insert(address.clone()))
        .collect();
    (found.left, found.right) = (Some(first), Some(right));
    found.difference = Some((first - right).abs());
    Some(found.with_fingerprint(""))
}

/// The numbers that a text tells about the object of the question, in reading order; a negation tells 0.
fn told_numbers(text: &str, year: u16, ask: &Ask) -> Vec<Decimal> {
    let Ask::Tells {
        object,
        verbs,
        negations,
        units,
        until,
        not_about,
        ..
    } = ask
    else {
        return Vec::new();
    };
    let mut numbers = Vec::new();
    let mut negated = false;
    for sentence in text.split(['。', '；', ';', '！', '？', '\n']) {
        let mut year_told = year;
        let mut after_verb = false;
        for clause in clauses(sentence) {
            let characters: Vec<char> = clause.chars().collect();
            if let Some(mention) = mentions(&characters).last() {
                year_told = mention.year;
            }
            let plain = clause.trim_start();
            let carries_on = after_verb
                && ["共", "合计", "总计", "总数"]
                    .iter()
                    .any(|w| plain.starts_with(w));
            after_verb = false;
            if year_told != year || not_about.iter().any(|word| clause.contains(word.as_str())) {
                continue;
            }
            let named = clause
                .match_indices(object.as_str())
                .any(|(at, _)| !clause[at + object.len()..].starts_with('人'));
            if named && negations.iter().any(|word| clause.contains(word.as_str())) {
                negated = true;
                continue;
            }
            let verb = verbs
                .iter()
                .filter_map(|verb| Some(clause.find(verb.as_str())? + verb.len()))
                .min();
            let start = match verb {
                Some(end) if named => end,
                _ if carries_on => 0,
                _ => continue,
            };
            after_verb = true;
            let told = &clause[start..];
            let end = until
                .iter()
                .filter_map(|word| told.find(word.as_str()))
                .min();
            let told: Vec<char> = told[..end.unwrap_or(told.len())].chars().collect();
            numbers.extend(numerals::told(&told, units).into_iter().map(|t| t.value));
        }
    }
    if numbers.is_empty() && negated {
        numbers.push(Decimal::ZERO);
    }
    numbers
}

/// The clauses of a sentence; a comma between digits separates thousands, not clauses.
fn clauses(sentence: &str) -> Vec<&str> {
    let is_digit =
        |c: Option<char>| c.is_some_and(|c| crate::report::half_width(c).is_ascii_digit());
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, comma) in sentence.match_indices(['，', ',', '：']) {
        let after = at + comma.len();
        let groups = is_digit(sentence[..at].chars().last())
            && sentence[after..]
                .chars()
                .take(3)
                .filter(|c| is_digit(Some(*c)))
                .count()
                == 3;
        if !groups {
            clauses.push(&sentence[start..at]);
            start = after;
        }
    }
    clauses.push(&sentence[start..]);
    clauses
}

/// One question for each section that holds unconfirmed content.
fn carried(template: &Template, report: &Report, question: &Question) -> Vec<Finding> {
    let mut sections: BTreeMap<Option<&str>, Vec<&Place>> = BTreeMap::new();
    for place in &report.carried {
        sections
            .entry(place.section(template))
            .or_default()
            .push(place);
    }
    let ask = |(section, mut places): (Option<&str>, Vec<&Place>)| {
        places.sort_by_key(|place| place.position(template));
        let (law, advice) = (&question.law, &question.advice);
        let mut found = finding(Severity::Question, &question.id, law, advice);
        found.left_cells = places.iter().map(|place| place.to_string()).collect();
        let heading = section.and_then(|id| template.section(id));
        let heading = heading.map_or("标题、署名和日期".to_owned(), |section| {
            format!("{}{}", section.number, section.heading)
        });
        found.message = format!(
            "{heading}：从上年带来的 {} 处内容还没有确认。",
            places.len()
        );
        found.remedy = Some(Remedy::Confirm(found.left_cells.clone()));
        found.with_fingerprint("")
    };
    sections.into_iter().map(ask).collect()
}

/// The place in words, with a colon after it.
fn in_words(template: &Template, report: &Report, place: &Place) -> String {
    let heading = place
        .section(template)
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

/// A few characters on both sides of a range of bytes, within its line.
fn excerpt(text: &str, start: usize, end: usize) -> String {
    let before: Vec<char> = text[..start]
        .chars()
        .rev()
        .take_while(|c| *c != '\n')
        .take(8)
        .collect();
    let after = text[end..].chars().take_while(|c| *c != '\n').take(8);
    let before = before.into_iter().rev();
    let all: String = before
        .chain(text[start..end].chars())
        .chain(after)
        .collect();
    all.trim().to_owned()
}
