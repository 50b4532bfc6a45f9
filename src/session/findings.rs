//! The findings in the order one goes through them, and what settles each.

use super::edit::Edit;
use super::state::State;
use crate::check::{Correction, Finding, Remedy, Severity};
use crate::place::Place;
use crate::report::{Entry, Report};

/// The order of the groups.
pub const GROUPS: [Severity; 3] = [Severity::Error, Severity::Unfilled, Severity::Question];

/// The finding after or before the selected one; `current` keeps its index when it was settled meanwhile.
pub fn step(state: &State, selected: Option<&str>, forward: bool) -> Option<Finding> {
    let ordered: Vec<&Finding> = GROUPS
        .iter()
        .flat_map(|severity| of(state, *severity))
        .collect();
    let count = ordered.len();
    let at = selected.and_then(|fingerprint| {
        ordered
            .iter()
            .position(|finding| finding.fingerprint == fingerprint)
    });
    let next = match (at, forward) {
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
        (None, true) => 0,
        (None, false) => count.checked_sub(1)?,
    };
    ordered.get(next).map(|finding| (*finding).clone())
}

/// The first place a finding names.
pub fn place_of(finding: &Finding) -> Option<Place> {
    finding.cells().next().cloned()
}

/// The edit that settles a finding and the words of its button; `None` when the text is no longer what was checked.
pub fn remedy_of(remedy: &Remedy, report: &Report) -> Option<(&'static str, Edit)> {
    Some(match remedy {
        Remedy::AdoptComputed(address) => ("采用计算值", Edit::Settle(address.clone())),
        Remedy::Fill(address, value) => (
            "按勾稽关系填入",
            Edit::Entry {
                address: address.clone(),
                entry: Some(Entry::number(*value)),
            },
        ),
        Remedy::Confirm(places) => ("确认", Edit::Confirm(places.clone())),
        Remedy::Correct(place, corrections) => {
            let text = Correction::apply(report.text(place)?, corrections)?;
            let place = place.clone();
            ("改正", Edit::Text { place, text })
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
