//! (Template, Report) → Document: the report's texts and tables in the form's order, with numbers and headings set.

use super::grid::compose_grid;
use super::{Block, Content, Document, HINT};
use crate::place::{Id, Place};
use crate::report::{Figures, Prose, Report};
use crate::template::{Section, SectionContent, Template};

/// Composes the printed report. Pure; empty texts and empty notes leave no block, an empty table is printed as a form.
pub fn compose(template: &Template, report: &Report) -> Document {
    let title = template.title(report.title_wording, &report.agency, report.year);
    let figures = Figures::of(template, report);
    let mut blocks = vec![block(
        &Place::Title,
        Content::Title(hinted(template, &title)),
    )];
    push_paragraphs(&mut blocks, &Place::Preface, "", &report.preface);
    for section in &template.form.sections {
        push_section(&mut blocks, template, report, &figures, section);
    }
    for (place, text) in [
        (Place::Signature, &report.signature),
        (Place::Date, &report.date),
    ] {
        if !text.trim().is_empty() {
            blocks.push(block(&place, Content::Signature(text.trim().to_owned())));
        }
    }
    Document {
        title,
        author: report.agency.clone(),
        page: template.form.page.clone(),
        blocks,
    }
}

/// The number of a part, counted from 0: （一）, （二）… （九十九）.
pub fn part_number(index: usize) -> String {
    format!("（{}）", chinese_numeral(index + 1))
}

/// The title with a hint before its last words, where a line may well end.
fn hinted(template: &Template, title: &str) -> String {
    match title.strip_suffix(template.form.title_end.as_str()) {
        Some(before) if !before.is_empty() && before.len() < title.len() => {
            format!("{before}{HINT}{}", template.form.title_end)
        }
        _ => title.to_owned(),
    }
}

fn push_section(
    blocks: &mut Vec<Block>,
    template: &Template,
    report: &Report,
    figures: &Figures,
    section: &Section,
) {
    let heading = Content::Heading {
        level: 1,
        text: format!("{}{}", section.number, section.heading),
    };
    blocks.push(block(&Place::Lead(section.id.clone()), heading));
    match &section.content {
        SectionContent::Prose { .. } => {
            if let Some(prose) = report.prose.get(&section.id) {
                push_prose(blocks, &section.id, prose);
            }
        }
        SectionContent::Table(id) => {
            let Some(index) = template
                .form
                .tables
                .iter()
                .position(|table| &table.id == id)
            else {
                return;
            };
            let grid = compose_grid(template, index, figures);
            blocks.push(block(&Place::Lead(section.id.clone()), Content::Grid(grid)));
            let note = report.footnotes.get(id).map_or("", |note| note.trim());
            if !note.is_empty() {
                blocks.push(block(
                    &Place::Footnote(id.clone()),
                    Content::Note(note.to_owned()),
                ));
            }
        }
    }
}

fn push_prose(blocks: &mut Vec<Block>, section: &Id, prose: &Prose) {
    push_paragraphs(blocks, &Place::Lead(section.clone()), "", &prose.lead);
    for (index, part) in prose.parts.iter().enumerate() {
        let number = part_number(index);
        let heading = part.heading.trim();
        let place = Place::PartText(section.clone(), index);
        if heading.is_empty() {
            push_paragraphs(blocks, &place, &number, &part.text);
            continue;
        }
        let content = Content::Heading {
            level: 2,
            text: format!("{number}{heading}"),
        };
        blocks.push(block(&Place::PartHeading(section.clone(), index), content));
        push_paragraphs(blocks, &place, "", &part.text);
    }
}

/// One block a paragraph; the number goes before the first.
fn push_paragraphs(blocks: &mut Vec<Block>, place: &Place, number: &str, text: &str) {
    let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for (index, paragraph) in paragraphs.enumerate() {
        let content = Content::Paragraph {
            number: if index == 0 {
                number.to_owned()
            } else {
                String::new()
            },
            text: paragraph.to_owned(),
        };
        blocks.push(block(place, content));
    }
}

fn block(place: &Place, content: Content) -> Block {
    Block {
        place: place.clone(),
        content,
    }
}

fn chinese_numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (DIGITS.get(number / 10), DIGITS.get(number % 10));
    match (number / 10, tens, ones) {
        (0, _, Some(ones)) => (*ones).to_owned(),
        (1, _, Some(ones)) => format!("十{ones}"),
        (_, Some(tens), Some(ones)) => format!("{tens}十{ones}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_in_hanzi() {
        let numbers: Vec<String> = [0, 8, 9, 10, 19, 20, 98].map(part_number).to_vec();
        assert_eq!(
            numbers,
            [
                "（一）",
                "（九）",
                "（十）",
                "（十一）",
                "（二十）",
                "（二十一）",
                "（九十九）"
            ]
        );
    }
}
