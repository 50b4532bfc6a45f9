//! What two reports show differently: figures as printed and texts, each by its place.

use super::{Figures, Report};
use crate::place::Place;
use crate::template::{SectionContent, Template};
use std::collections::BTreeSet;

/// Characters of a text that a sentence quotes.
const QUOTED_MOST: usize = 24;

/// One place that two reports show differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub place: Place,
    /// What the first report shows there; empty for nothing.
    pub here: String,
    /// What the second one shows.
    pub there: String,
}

impl Difference {
    /// Both as a sentence quotes them: as much as it holds, from shortly before where they begin to differ.
    pub fn quoted(&self) -> (String, String) {
        let quoted = |text: &str, other: &str| match text {
            "" => "空白".to_owned(),
            text => format!("“{}”", around_difference(text, other)),
        };
        (
            quoted(&self.here, &self.there),
            quoted(&self.there, &self.here),
        )
    }
}

/// Compares what two reports of one form show, in the form's order. White space at the edges of lines does not count.
pub fn differences(template: &Template, one: &Report, other: &Report) -> Vec<Difference> {
    let title = |report: &Report| template.title(report.title_wording, &report.agency, report.year);
    let (figures, other_figures) = (Figures::of(template, one), Figures::of(template, other));
    let mut found = Vec::new();
    let mut compare = |place: Place, here: String, there: String| {
        if here != there {
            found.push(Difference { place, here, there });
        }
    };
    compare(Place::Title, title(one), title(other));
    for place in text_places(template, one, other) {
        let (here, there) = (shown(one, &place), shown(other, &place));
        compare(place, here, there);
    }
    for (index, cell) in template.cells.iter().enumerate() {
        let printed = |figures: &Figures| figures.printed(index).unwrap_or_default();
        let place = Place::Figure(cell.address.clone());
        compare(place, printed(&figures), printed(&other_figures));
    }
    found.sort_by_key(|difference| template.position(&difference.place));
    found
}

/// Every place of a text that one of the reports has.
fn text_places(template: &Template, one: &Report, other: &Report) -> Vec<Place> {
    let mut places = vec![Place::Preface];
    for section in &template.form.sections {
        match &section.content {
            SectionContent::Prose { .. } => {
                places.push(Place::Lead(section.id.clone()));
                let count = |report: &Report| {
                    let prose = report.prose.get(&section.id);
                    prose.map_or(0, |prose| prose.parts.len())
                };
                for part in 0..count(one).max(count(other)) {
                    places.push(Place::PartHeading(section.id.clone(), part));
                    places.push(Place::PartText(section.id.clone(), part));
                }
            }
            SectionContent::Table(_) => {}
        }
    }
    let tables: BTreeSet<_> = one.footnotes.keys().chain(other.footnotes.keys()).collect();
    places.extend(tables.into_iter().cloned().map(Place::Footnote));
    places.extend([Place::Signature, Place::Date]);
    places
}

/// The lines of a text that are printed.
fn shown(report: &Report, place: &Place) -> String {
    let text = report.text(place).unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// As much of a text as a sentence holds, from shortly before where it begins to differ from another.
fn around_difference(text: &str, other: &str) -> String {
    let length = text.chars().count();
    if length <= QUOTED_MOST {
        return text.replace('\n', " ");
    }
    let alike = text
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let start = alike
        .saturating_sub(QUOTED_MOST / 3)
        .min(length - QUOTED_MOST);
    let piece: String = text.chars().skip(start).take(QUOTED_MOST).collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if start + QUOTED_MOST < length {
        "…"
    } else {
        ""
    };
    format!("{before}{}{after}", piece.replace('\n', " "))
}
