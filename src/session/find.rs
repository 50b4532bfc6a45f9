//! Finding in all texts and tables of the report, and replacing in its texts.

use super::edit::Edit;
use super::places::stops;
use super::state::State;
use crate::place::{Address, Place};
use crate::report::{Figure, Figures, Report};
use crate::template::Template;
use std::ops::Range;

/// An open search.
#[derive(Debug, Default)]
pub struct Find {
    pub query: String,
    pub replacement: String,
    pub replaces: bool,
    /// The search field should get the focus.
    pub wants_focus: bool,
    hits: Vec<Hit>,
    /// Index of the hit one stands at.
    at: Option<usize>,
    /// The revision and the query that the hits are of.
    seen: (u64, String),
}

/// One place where the query stands; the range counts characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub place: Place,
    pub range: Range<usize>,
}

impl Find {
    /// Searches again when the report or the query changed.
    pub fn refresh(&mut self, state: &State) {
        if self.seen.0 == state.revision() && self.seen.1 == self.query {
            return;
        }
        if self.seen.1 != self.query {
            self.at = None;
        }
        self.hits = hits(state.template(), state.report(), &self.query);
        self.seen = (state.revision(), self.query.clone());
    }

    pub fn has_hits(&self) -> bool {
        !self.hits.is_empty()
    }

    pub fn hit_count(&self) -> usize {
        self.hits.len()
    }

    /// How many of the hits stand in texts; figures are found and not replaced.
    pub fn text_count(&self) -> usize {
        self.hits.iter().filter(|hit| hit.is_in_text()).count()
    }

    /// The cells in which something was found, and whether one stands there.
    pub fn cells(&self) -> impl Iterator<Item = (&Address, bool)> {
        let hits = self.hits.iter().enumerate();
        hits.filter_map(|(index, hit)| Some((hit.place.address()?, Some(index) == self.at)))
    }

    /// The hit one stands at.
    pub fn current(&self) -> Option<Hit> {
        self.hits.get(self.at?).cloned()
    }

    /// The hits in one text, and whether one stands there.
    pub fn hits_at(&self, place: &Place) -> impl Iterator<Item = (&Range<usize>, bool)> {
        let hits = self.hits.iter().enumerate();
        hits.filter(move |(_, hit)| hit.place == *place)
            .map(|(index, hit)| (&hit.range, Some(index) == self.at))
    }

    /// Index of the hit one stands at.
    pub fn at(&self) -> Option<usize> {
        self.at
    }

    /// Goes to the next hit or the one before, round the report.
    pub fn step(&mut self, forward: bool) -> Option<Hit> {
        let count = self.hits.len();
        if count == 0 {
            return None;
        }
        let next = match (self.at, forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.at = Some(next);
        self.hits.get(next).cloned()
    }

    /// The hit that would be replaced: the one that one stands at, or the first of all; none in a table.
    fn replaceable(&self) -> Option<usize> {
        match self.at {
            Some(at) => self.hits.get(at)?.is_in_text().then_some(at),
            None => self.hits.iter().position(Hit::is_in_text),
        }
    }

    pub fn can_replace(&self) -> bool {
        self.replaceable().is_some()
    }

    /// The edit that replaces the hit one stands at.
    pub fn replace_one(&mut self, state: &State) -> Option<Edit> {
        let index = self.replaceable()?;
        let hit = self.hits.get(index)?.clone();
        let text = state.report().text(&hit.place)?;
        let before: String = text.chars().take(hit.range.start).collect();
        let after: String = text.chars().skip(hit.range.end).collect();
        // The hits move up by one, so that the index stands at the next hit, which a step forward would pass over.
        self.at = index.checked_sub(1);
        Some(Edit::Text {
            place: hit.place,
            text: format!("{before}{}{after}", self.replacement),
        })
    }

    /// The edit that replaces every hit, as one step. It confirms nothing that was carried over.
    pub fn replace_all(&self, state: &State) -> Option<Edit> {
        let hits = self.hits.iter().filter(|hit| hit.is_in_text());
        let mut places: Vec<&Place> = hits.map(|hit| &hit.place).collect();
        places.dedup();
        let carried = &state.report().carried;
        let unread: Vec<Place> = places
            .iter()
            .filter(|place| carried.contains(**place))
            .map(|place| Place::clone(place))
            .collect();
        let mut edits: Vec<Edit> = places
            .into_iter()
            .filter_map(|place| {
                let text = state.report().text(place)?;
                Some(Edit::Text {
                    place: place.clone(),
                    text: text.replace(&self.query, &self.replacement),
                })
            })
            .collect();
        if edits.is_empty() {
            return None;
        }
        // Nobody has read these texts; what was carried still waits to be confirmed.
        edits.extend((!unread.is_empty()).then_some(Edit::Carry(unread)));
        Some(Edit::Batch(edits))
    }
}

impl Hit {
    fn is_in_text(&self) -> bool {
        self.place.address().is_none()
    }
}

/// Every place where a query stands, in the report's order; in a cell it is found once.
pub fn hits(template: &Template, report: &Report, query: &str) -> Vec<Hit> {
    if query.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for place in stops(template, report) {
        match &place {
            Place::Year | Place::Title => {}
            Place::Figure(first) => found.extend(hits_in_table(template, report, first, query)),
            _ => {
                let text = report.text(&place).unwrap_or_default();
                found.extend(hits_in(text, &place, query));
            }
        }
    }
    found
}

fn hits_in(text: &str, place: &Place, query: &str) -> Vec<Hit> {
    let length = query.chars().count();
    let found = text.match_indices(query).map(|(byte, _)| {
        let before = text.get(..byte).unwrap_or_default();
        let start = before.chars().count();
        Hit {
            place: place.clone(),
            range: start..start + length,
        }
    });
    found.collect()
}

/// The hits in the cells of the table that has this address, as its cells show them.
fn hits_in_table(template: &Template, report: &Report, one: &Address, query: &str) -> Vec<Hit> {
    let Some(table) = template.cell(one).map(|cell| cell.table) else {
        return Vec::new();
    };
    let figures = Figures::of(template, report);
    let cells = template.cells.iter().enumerate();
    let cells = cells.filter(|(_, cell)| cell.table == table);
    let found = cells.filter_map(|(index, cell)| {
        let place = Place::Figure(cell.address.clone());
        let shown = shown(&figures.get(index));
        hits_in(&shown, &place, query).into_iter().next()
    });
    found.collect()
}

/// What a cell shows: what was entered or stated, with its note, else the computed sum.
fn shown(figure: &Figure) -> String {
    match figure.entered.or(figure.stated) {
        Some(entry) => entry.to_string(),
        None => figure
            .computed
            .map(|sum| sum.normalize().to_string())
            .unwrap_or_default(),
    }
}
