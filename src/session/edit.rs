//! Every change of a report as a value.

use crate::place::{Address, Id, Place};
use crate::report::{Answer, Entry, Part, Prose, Report, YearChange};
use crate::template::Template;
use std::collections::HashSet;
use std::ops::Range;

/// A change of the report. Applying one gives back the change that takes it back.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// The whole new text at a place (a part's heading and a footnote are texts too); it confirms a carried text.
    Text {
        place: Place,
        text: String,
    },
    /// The same for the characters that differ alone; what a history keeps of [`Edit::Text`].
    Splice(Splice),
    /// The new content of an entered cell; typing into a carried cell confirms it.
    Entry {
        address: Address,
        entry: Option<Entry>,
    },
    /// Several cells in one step: a pasted block, a cleared selection, zeros.
    Entries(Vec<(Address, Option<Entry>)>),
    /// Forget the stated total at this address, so that the computed one stands.
    Settle(Address),
    /// Put a stated total back; the inverse of [`Edit::Settle`].
    State {
        address: Address,
        entry: Entry,
    },
    /// Insert a part before the part at this index.
    AddPart {
        section: Id,
        index: usize,
        part: Part,
    },
    RemovePart {
        section: Id,
        index: usize,
    },
    MovePart {
        section: Id,
        from: usize,
        to: usize,
    },
    /// The whole prose of a section; the inverse of the first edit in a section that had none.
    Prose {
        section: Id,
        prose: Option<Prose>,
    },
    /// Answer the question with this fingerprint.
    Answer {
        fingerprint: String,
        reason: String,
    },
    /// What is written so far of the answer to this question; an empty text forgets it.
    BeginAnswer {
        fingerprint: String,
        text: String,
    },
    Unanswer(String),
    /// Ask the questions of the rule with this id, or no longer.
    SwitchRule {
        rule: String,
        on: bool,
    },
    /// Put an answer back where it stood; the inverse of [`Edit::Unanswer`].
    InsertAnswer {
        index: usize,
        answer: Answer,
    },
    /// The report's year; the form follows it.
    Year(u16),
    /// The year with the form that went with it; the inverse of [`Edit::Year`].
    YearAndForm {
        year: u16,
        template: String,
    },
    TitleWording(usize),
    /// Confirm what was carried over at these places.
    Confirm(Vec<Place>),
    /// Mark places as carried over again; the inverse of [`Edit::Confirm`].
    Carry(Vec<Place>),
    /// Put last year's year back where it was moved on, or move it on again; an index of the report's year changes.
    TakeBack(usize),
    /// The moved years that are known; part of the inverse of [`Edit::RemovePart`].
    YearChanges(Vec<YearChange>),
    /// The whole report, as when an earlier version is brought back.
    Report(Box<Report>),
    /// Several edits as one step.
    Batch(Vec<Edit>),
}

/// A run of characters in a text that others take the place of. Positions and lengths count bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    pub place: Place,
    pub at: usize,
    pub removed: usize,
    pub text: String,
    /// The signature was the agency's name and stays so.
    pub with_signature: bool,
}

impl Splice {
    /// What turns one text into another; `None` when they are the same.
    pub fn between(place: &Place, old: &str, new: &str) -> Option<Splice> {
        if old == new {
            return None;
        }
        let same = |(a, b): &(u8, u8)| a == b;
        let mut start = old.bytes().zip(new.bytes()).take_while(same).count();
        while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
            start -= 1;
        }
        let longest = old.len().min(new.len()) - start;
        let backwards = old.bytes().rev().zip(new.bytes().rev());
        let mut end = backwards.take(longest).take_while(same).count();
        while !old.is_char_boundary(old.len() - end) || !new.is_char_boundary(new.len() - end) {
            end -= 1;
        }
        Some(Splice {
            place: place.clone(),
            at: start,
            removed: old.len() - end - start,
            text: new.get(start..new.len() - end)?.to_owned(),
            with_signature: false,
        })
    }

    /// The bytes that it takes out of a text; `None` when the text is not the one it was made for.
    pub(super) fn range(&self, text: &str) -> Option<Range<usize>> {
        let range = self.at..self.at.checked_add(self.removed)?;
        text.get(range.clone()).map(|_| range)
    }
}

/// The edit with every figure as its cell writes it: `+3`, `12.0` and `-0` in a count become 3, 12 and 0.
pub fn fitted(template: &Template, edit: Edit) -> Edit {
    let fit = |address: &Address, entry: Option<Entry>| match template.cell(address) {
        Some(cell) => entry.map(|entry| entry.fitting(&cell.kind)),
        None => entry,
    };
    match edit {
        Edit::Entry { address, entry } => Edit::Entry {
            entry: fit(&address, entry),
            address,
        },
        Edit::Entries(cells) => {
            let cells = cells.into_iter();
            Edit::Entries(
                cells
                    .map(|(at, entry)| (at.clone(), fit(&at, entry)))
                    .collect(),
            )
        }
        Edit::Batch(edits) => {
            let edits = edits.into_iter().map(|edit| fitted(template, edit));
            Edit::Batch(edits.collect())
        }
        other => other,
    }
}

/// The edit as a history keeps it: of a text only the characters that change.
pub fn compact(report: &Report, edit: Edit) -> Edit {
    match edit {
        Edit::Text { place, text } => {
            let old = report.text(&place).unwrap_or_default();
            match Splice::between(&place, old, &text) {
                Some(mut splice) => {
                    splice.with_signature = place == Place::Agency && report.signature == old;
                    Edit::Splice(splice)
                }
                None => Edit::Batch(Vec::new()),
            }
        }
        // Positions hold only as long as nothing before them in the batch changes the same text.
        Edit::Batch(edits) if are_apart(&edits) => {
            let edits = edits.into_iter().map(|edit| compact(report, edit));
            Edit::Batch(edits.collect())
        }
        other => other,
    }
}

/// Whether all edits are of texts, each of another.
fn are_apart(edits: &[Edit]) -> bool {
    let mut places = HashSet::new();
    edits.iter().all(|edit| match edit {
        Edit::Text { place, .. } => places.insert(place),
        _ => false,
    })
}
