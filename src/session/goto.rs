//! Where one is taken: by a finding, a search, an undo, a key.

use super::edit::{Edit, Splice};
use crate::place::{Id, Place};
use crate::report::Report;
use crate::report::difference::differences;
use crate::template::Template;
use std::ops::Range;

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goto {
    pub place: Place,
    /// Which characters of the text to select there; without any the caret stays where it was.
    pub select: Option<Range<usize>>,
    /// The keyboard stays where it is; the place is only shown.
    pub only_shown: bool,
}

impl Goto {
    pub fn to(place: Place) -> Goto {
        Goto {
            place,
            select: None,
            only_shown: false,
        }
    }

    pub fn select(place: Place, range: Range<usize>) -> Goto {
        Goto {
            select: Some(range),
            ..Goto::to(place)
        }
    }

    /// The first place at which two states of a report differ; in a text behind what the later one has there.
    pub fn difference(template: &Template, before: &Report, now: &Report) -> Option<Goto> {
        let place = differences(template, now, before).into_iter().next()?.place;
        let text = now.text(&place);
        let splice = text.and_then(|text| {
            Splice::between(&place, before.text(&place).unwrap_or_default(), text)
        });
        let edit = splice.map(Edit::Splice);
        let goto = edit.and_then(|edit| Goto::after(template, now, &edit));
        Some(goto.unwrap_or(Goto::to(place)))
    }

    /// Where an edit shows, once it is applied: behind what it wrote.
    pub fn after(template: &Template, report: &Report, edit: &Edit) -> Option<Goto> {
        let place = match edit {
            Edit::Splice(splice) => {
                let text = report.text(&splice.place).unwrap_or_default();
                let written = text.get(..splice.at.saturating_add(splice.text.len()))?;
                let caret = written.chars().count();
                return Some(Goto::select(splice.place.clone(), caret..caret));
            }
            // The first of them in the report, whichever way round they are applied.
            Edit::Batch(edits) => {
                let places = edits
                    .iter()
                    .filter_map(|edit| Goto::after(template, report, edit));
                return places.min_by_key(|goto| template.position(&goto.place));
            }
            Edit::Text { place, .. } => place.clone(),
            Edit::Entry { address, .. } | Edit::Settle(address) | Edit::State { address, .. } => {
                Place::Figure(address.clone())
            }
            Edit::Entries(cells) => Place::Figure(cells.first()?.0.clone()),
            Edit::AddPart { section, index, .. } => Place::PartText(section.clone(), *index),
            Edit::RemovePart { section, index } => beside_removed(report, section, *index),
            Edit::Prose { section, .. } => Place::Lead(section.clone()),
            Edit::MovePart { section, to, .. } => Place::PartText(section.clone(), *to),
            Edit::Year(_) | Edit::YearAndForm { .. } => Place::Year,
            Edit::TitleWording(_) => Place::Title,
            Edit::Confirm(places) | Edit::Carry(places) => places.first()?.clone(),
            Edit::Answer { .. }
            | Edit::BeginAnswer { .. }
            | Edit::Unanswer(_)
            | Edit::InsertAnswer { .. }
            | Edit::SwitchRule { .. }
            | Edit::TakeBack(_)
            | Edit::Report(_)
            | Edit::YearChanges(_) => return None,
        };
        Some(Goto::to(place))
    }
}

/// The text that now stands where a part was, or the last before it.
fn beside_removed(report: &Report, section: &Id, index: usize) -> Place {
    let count = report
        .prose
        .get(section)
        .map_or(0, |prose| prose.parts.len());
    match count {
        0 => Place::Lead(section.clone()),
        _ => Place::PartText(section.clone(), index.min(count - 1)),
    }
}
