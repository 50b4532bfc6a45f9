//! What was carried over from last year: confirmed or changed place by place, its moved years taken back one by one.

use super::Report;
use crate::place::{Id, Place};
use crate::text::years::{Moved, around};
use crate::text::{sentence_among, sentences};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A year that was moved on in a carried text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearChange {
    pub place: Place,
    /// The year as last year's text wrote it and as it was moved on.
    pub before: String,
    pub after: String,
    /// The sentence around it as it stands now, and the first character of the year in it.
    pub sentence: String,
    pub in_sentence: usize,
    /// First character of the year in the text at the place.
    pub start: usize,
    /// Whether last year's year stands there again, because the user said so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_back: bool,
}

impl YearChange {
    /// The year as it stands now.
    pub fn standing(&self) -> &str {
        if self.taken_back {
            &self.before
        } else {
            &self.after
        }
    }

    /// The sentence as it was and as it was moved on.
    pub fn sentences(&self) -> (String, String) {
        let sentence: Vec<char> = self.sentence.chars().collect();
        let end = self.in_sentence + self.standing().chars().count();
        let with = |year: &str| -> String {
            let head = sentence.iter().take(self.in_sentence);
            head.copied()
                .chain(year.chars())
                .chain(sentence.iter().skip(end).copied())
                .collect()
        };
        (with(&self.before), with(&self.after))
    }

    /// What stands in its sentence before the year and behind it.
    pub fn around(&self) -> (String, String) {
        let characters = || self.sentence.chars();
        let end = self
            .in_sentence
            .saturating_add(self.standing().chars().count());
        (
            characters().take(self.in_sentence).collect(),
            characters().skip(end).collect(),
        )
    }

    /// Where the year stands in a text that may have been edited since; `None` when its sentence is gone.
    fn find(&self, text: &[char]) -> Option<Range<usize>> {
        let sentence: Vec<char> = self.sentence.chars().collect();
        let year: Vec<char> = self.standing().chars().collect();
        let stands_at = |start: &usize| {
            text.get(*start..)
                .is_some_and(|rest| rest.starts_with(&sentence))
        };
        // Outwards from where it was: an edit elsewhere moves it a little, and the nearest of several is meant.
        let here = self.start.checked_sub(self.in_sentence)?;
        let before = (0..here.min(text.len())).rev();
        let after = here..text.len();
        let mut outwards = (0..text.len()).flat_map(|step| {
            let (before, after) = (before.clone().nth(step), after.clone().nth(step));
            after.into_iter().chain(before)
        });
        let start = outwards.find(stands_at)? + self.in_sentence;
        let range = start..start + year.len();
        (text.get(range.clone()) == Some(&year)).then_some(range)
    }
}

impl Report {
    /// Says that the user changed what stands at a place: it is theirs now and needs no confirmation.
    ///
    /// To be called after the change.
    pub fn touch(&mut self, place: &Place) {
        self.carried.remove(place);
    }

    /// Confirms what was carried over to these places.
    pub fn confirm<'a>(&mut self, places: impl IntoIterator<Item = &'a Place>) {
        for place in places {
            self.carried.remove(place);
        }
    }

    /// Puts last year's year back where it was moved on, or moves it on again; says whether its sentence still stands.
    pub fn take_back(&mut self, change: &YearChange) -> bool {
        let Some(index) = self.year_changes.iter().position(|known| known == change) else {
            return false;
        };
        let place = change.place.clone();
        let Some(text) = self.text(&place) else {
            return false;
        };
        let mut characters: Vec<char> = text.chars().collect();
        // Where its sentence was rewritten the change cannot be found again; the others keep their places.
        let Some(range) = change.find(&characters) else {
            return false;
        };
        let standing: Vec<Option<usize>> = self
            .year_changes
            .iter()
            .map(|other| {
                (other.place == place)
                    .then(|| other.find(&characters)?.start.into())
                    .flatten()
            })
            .collect();
        let year = if change.taken_back {
            &change.after
        } else {
            &change.before
        };
        characters.splice(range.clone(), year.chars());
        if let Some(text) = self.text_mut(&place) {
            *text = characters.iter().collect();
        }
        if let Some(known) = self.year_changes.get_mut(index) {
            known.taken_back = !change.taken_back;
        }
        let sentences = sentences(&characters);
        for (other, start) in self.year_changes.iter_mut().zip(standing) {
            let Some(mut start) = start else {
                continue;
            };
            if start > range.start {
                start = start - range.len() + year.chars().count();
            }
            other.stand_at(&characters, &sentences, start);
        }
        true
    }

    /// First characters of the years at a place that the user put back, in order.
    pub fn years_taken_back(&self, place: &Place) -> Vec<usize> {
        let changes = self.year_changes.iter();
        let mut at_place = changes
            .filter(|change| change.taken_back && change.place == *place)
            .peekable();
        if at_place.peek().is_none() {
            return Vec::new();
        }
        let text: Vec<char> = self.text(place).unwrap_or_default().chars().collect();
        let mut starts: Vec<usize> = at_place
            .filter_map(|change| Some(change.find(&text)?.start))
            .collect();
        starts.sort_unstable();
        starts
    }

    /// Keeps marks and changes with their parts after parts were moved, added or removed; `new_index` says where a part
    /// went, `None` when it is gone.
    pub fn renumber_parts(&mut self, section: &Id, new_index: impl Fn(usize) -> Option<usize>) {
        let renumbered = |place: &Place| match place {
            Place::PartText(of, part) if of == section => {
                new_index(*part).map(|part| Place::PartText(of.clone(), part))
            }
            Place::PartHeading(of, part) if of == section => {
                new_index(*part).map(|part| Place::PartHeading(of.clone(), part))
            }
            other => Some(other.clone()),
        };
        self.carried = self.carried.iter().filter_map(renumbered).collect();
        let changes = std::mem::take(&mut self.year_changes).into_iter();
        self.year_changes = changes
            .filter_map(|change| {
                let place = renumbered(&change.place)?;
                Some(YearChange { place, ..change })
            })
            .collect();
    }

    /// Every place of the report that holds a text, empty ones too, in no form's order.
    pub fn text_places(&self) -> impl Iterator<Item = Place> {
        let prose = self.prose.iter().flat_map(|(section, prose)| {
            let parts = (0..prose.parts.len()).flat_map(move |part| {
                [
                    Place::PartHeading(section.clone(), part),
                    Place::PartText(section.clone(), part),
                ]
            });
            std::iter::once(Place::Lead(section.clone())).chain(parts)
        });
        let footnotes = self.footnotes.keys().cloned().map(Place::Footnote);
        std::iter::once(Place::Preface)
            .chain(prose)
            .chain(footnotes)
    }
}

impl YearChange {
    /// A change at a character of the text that holds it; `sentences` are those of the text.
    pub(super) fn at(
        place: &Place,
        text: &[char],
        sentences: &[Range<usize>],
        moved: &Moved,
    ) -> YearChange {
        let mut change = YearChange {
            place: place.clone(),
            before: moved.before.clone(),
            after: moved.after.clone(),
            sentence: String::new(),
            in_sentence: 0,
            start: moved.start,
            taken_back: false,
        };
        change.stand_at(text, sentences, moved.start);
        change
    }

    fn stand_at(&mut self, text: &[char], sentences: &[Range<usize>], start: usize) {
        let year = start..start.saturating_add(self.standing().chars().count());
        let around = around(&sentence_among(sentences, start), &year);
        self.start = start;
        self.in_sentence = start - around.start;
        self.sentence = text.get(around).unwrap_or_default().iter().collect();
    }
}
