//! The findings in the order one goes through them, and what settles each.

use super::edit::Edit;
use super::state::State;
use crate::check::{Correction, Finding, Remedy, Severity};
use crate::place::Place;
use crate::report::{Entry, Report};

/// The order of the groups.
pub const GROUPS: [Severity; 3] = [Severity::Error, Severity::Unfilled, Severity::Question];

/// Where one stands among the findings: the one gone to last, and its number.
#[derive(Debug, Clone, Copy, Default)]
pub struct Walk<'a> {
    pub selected: Option<&'a str>,
    pub at: usize,
}

/// The finding after or before the one gone to last, with its number. One that was settled meanwhile has left its number
/// to the one behind it.
pub fn step<'a>(state: &'a State, walk: Walk, forward: bool) -> Option<(&'a Finding, usize)> {
    let ordered: Vec<&Finding> = ordered(state).collect();
    let count = ordered.len();
    let last = count.checked_sub(1)?;
    let stands = walk.selected.map(|fingerprint| {
        let mut found = ordered.iter();
        found.position(|finding| finding.fingerprint == fingerprint)
    });
    let next = match (stands, forward) {
        (None, true) => 0,
        (None, false) => last,
        (Some(Some(at)), true) => (at + 1) % count,
        (Some(Some(at)), false) => (at + last) % count,
        (Some(None), true) => walk.at % count,
        (Some(None), false) => (walk.at + last) % count,
    };
    Some((ordered.get(next)?, next))
}

/// The number of a finding among those that one goes through.
pub fn position(state: &State, fingerprint: &str) -> Option<usize> {
    ordered(state).position(|finding| finding.fingerprint == fingerprint)
}

fn ordered(state: &State) -> impl Iterator<Item = &Finding> {
    GROUPS.iter().flat_map(|severity| of(state, *severity))
}

/// The first place a finding names.
pub fn place_of(finding: &Finding) -> Option<Place> {
    finding.cells().next().cloned()
}

/// The edit that settles a finding and the words of its button; `None` when the text is no longer what was checked.
pub fn remedy_of(remedy: &Remedy, report: &Report) -> Option<(String, Edit)> {
    Some(match remedy {
        Remedy::AdoptComputed(address) => ("采用计算值".to_owned(), Edit::Settle(address.clone())),
        Remedy::Fill(figures) => {
            let label = match figures.as_slice() {
                [(_, figure)] => format!("填入 {figure}"),
                several => format!("填入 {} 个数字", several.len()),
            };
            let entries = figures.iter();
            let entries = entries.map(|(at, figure)| (at.clone(), Some(Entry::number(*figure))));
            (label, Edit::Entries(entries.collect()))
        }
        Remedy::Confirm(places) => ("确认".to_owned(), Edit::Confirm(places.clone())),
        Remedy::Correct(place, corrections) => {
            let text = Correction::apply(report.text(place)?, corrections)?;
            let place = place.clone();
            ("改正".to_owned(), Edit::Text { place, text })
        }
    })
}

/// The findings of one severity, in the report's order.
pub fn of(state: &State, severity: Severity) -> impl Iterator<Item = &Finding> {
    state
        .findings()
        .iter()
        .filter(move |finding| finding.severity == severity)
}
