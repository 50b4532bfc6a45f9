//! The findings in the order one goes through them, and what settles each.

use super::edit::Edit;
use super::goto::Goto;
use super::state::State;
use crate::check::{Correction, Finding, Remedy, Severity};
use crate::place::{Address, Place};
use crate::report::account::place_in_words;
use crate::report::{Entry, Part, Report};
use crate::template::SectionContent;
use std::collections::BTreeMap;
use std::ops::Range;

/// Places that are named one by one when many are settled at once.
const NAMED: usize = 30;

/// The order of the groups. While anything carried over waits for confirmation, questions come before what is unfilled:
/// the cells of a new year are all empty, and the list would hide what was just carried.
pub fn groups(state: &State) -> [Severity; 3] {
    match state.report().carried.is_empty() {
        true => [Severity::Error, Severity::Unfilled, Severity::Question],
        false => [Severity::Error, Severity::Question, Severity::Unfilled],
    }
}

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
    let groups = groups(state).into_iter();
    groups.flat_map(|severity| of(state, severity))
}

/// The first place a finding names, with the words of its text that it is about.
pub fn goto_of(finding: &Finding, report: &Report) -> Option<Goto> {
    let place = finding.cells().next()?.clone();
    let words = finding.spans.first();
    let words = words.and_then(|span| goto_words(&place, span, report));
    Some(words.unwrap_or_else(|| Goto::to(place)))
}

/// The words of a text at these bytes; `None` when they are no longer there.
pub fn goto_words(place: &Place, span: &Range<usize>, report: &Report) -> Option<Goto> {
    let text = report.text(place)?;
    let before = text.get(..span.start)?.chars().count();
    let count = text.get(span.clone())?.chars().count();
    Some(Goto::select(
        place.clone(),
        before..before.saturating_add(count),
    ))
}

/// The edit that settles a finding and the words of its button; `None` when the text is no longer what was checked.
pub fn remedy_of(remedy: &Remedy, state: &State) -> Option<(String, Edit)> {
    let report = state.report();
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
        Remedy::AddPart {
            section,
            index,
            part,
        } => {
            let content = &state.template().section(section)?.content;
            let SectionContent::Prose { parts, .. } = content else {
                return None;
            };
            let standard = parts.iter().find(|standard| standard.id == *part)?;
            let edit = Edit::AddPart {
                section: section.clone(),
                index: *index,
                part: Part {
                    id: part.clone(),
                    heading: standard.heading.clone(),
                    text: String::new(),
                },
            };
            ("补上这一部分".to_owned(), edit)
        }
        Remedy::Correct(place, corrections) => {
            let text = Correction::apply(report.text(place)?, corrections)?;
            let place = place.clone();
            ("改正".to_owned(), Edit::Text { place, text })
        }
    })
}

/// One edit that settles every finding of the same rule and kind of remedy as this one, and the words of its button;
/// `None` when there is no other. Those that `waits` names are left to the user one by one.
pub fn remedy_of_all(
    state: &State,
    finding: &Finding,
    waits: &dyn Fn(&Finding) -> bool,
) -> Option<(String, Edit)> {
    let own = finding.remedy.as_ref()?;
    let kind = std::mem::discriminant(own);
    let alike = state.findings().iter().filter(|other| {
        let remedy = other.remedy.as_ref();
        let is_alike = remedy.is_some_and(|r| std::mem::discriminant(r) == kind);
        other.rule == finding.rule && is_alike && !waits(other)
    });
    let remedies: Vec<&Remedy> = alike.filter_map(|other| other.remedy.as_ref()).collect();
    if remedies.len() < 2 {
        return None;
    }
    let (what, edit) = match own {
        Remedy::AdoptComputed(_) => ("全部采用计算值", each(&remedies, state)),
        Remedy::Fill(_) => {
            let entries = filled(&remedies);
            let word = format!("全部填入（{} 格）", entries.len());
            return (!entries.is_empty()).then_some((word, Edit::Entries(entries)));
        }
        Remedy::Confirm(_) => {
            let places = remedies.iter().map(|remedy| match remedy {
                Remedy::Confirm(places) => places.len(),
                _ => 0,
            });
            let word = format!("确认各部分全部 {} 处", places.sum::<usize>());
            return Some((word, each(&remedies, state)));
        }
        // The first part that is added moves those behind it, so their numbers no longer hold.
        Remedy::AddPart { .. } => return None,
        Remedy::Correct(..) => ("全部改正", corrected(&remedies, state)?),
    };
    Some((format!("{what}（{} 处）", remedies.len()), edit))
}

/// Every figure of some remedies by its cell, in their order. A cell for which two of them differ is left to the user.
fn filled(remedies: &[&Remedy]) -> Vec<(Address, Option<Entry>)> {
    let figures = remedies.iter().flat_map(|remedy| match remedy {
        Remedy::Fill(figures) => figures.as_slice(),
        _ => &[],
    });
    let mut cells: Vec<(Address, Option<Entry>)> = Vec::new();
    let mut disputed: Vec<&Address> = Vec::new();
    for (address, figure) in figures {
        let entry = Some(Entry::number(*figure));
        match cells.iter().find(|(known, _)| known == address) {
            Some((_, known)) if *known != entry => disputed.push(address),
            Some(_) => {}
            None => cells.push((address.clone(), entry)),
        }
    }
    cells.retain(|(address, _)| !disputed.contains(&address));
    cells
}

/// What an edit that settles findings changes: a line for each place, figures with what they will be. Of many places the
/// first are named.
pub fn told(state: &State, edit: &Edit) -> Vec<String> {
    let mut lines = Vec::new();
    tell(state, edit, &mut lines);
    let more = lines.len().saturating_sub(NAMED);
    if more > 0 {
        lines.truncate(NAMED);
        lines.push(format!("另有 {more} 处"));
    }
    lines
}

fn tell(state: &State, edit: &Edit, lines: &mut Vec<String>) {
    let named = |place: &Place| place_in_words(state.template(), state.report(), place);
    let figure = |address: &Address| named(&Place::Figure(address.clone()));
    match edit {
        Edit::Batch(edits) => edits.iter().for_each(|edit| tell(state, edit, lines)),
        Edit::Entries(cells) => lines.extend(cells.iter().map(|(address, entry)| {
            let entry = entry.as_ref().map(Entry::to_string);
            format!("{}：{}", figure(address), entry.unwrap_or_default())
        })),
        Edit::Settle(address) => lines.push(figure(address)),
        Edit::Text { place, .. } => lines.push(named(place)),
        Edit::Confirm(places) => lines.extend(places.iter().map(named)),
        _ => {}
    }
}

fn each(remedies: &[&Remedy], state: &State) -> Edit {
    let edits = remedies
        .iter()
        .filter_map(|remedy| remedy_of(remedy, state));
    Edit::Batch(edits.map(|(_, edit)| edit).collect())
}

/// All corrections of one text together; where two want the same words, the first is made.
fn corrected(remedies: &[&Remedy], state: &State) -> Option<Edit> {
    let mut by_place: BTreeMap<&Place, Vec<&Correction>> = BTreeMap::new();
    for remedy in remedies {
        if let Remedy::Correct(place, corrections) = remedy {
            by_place.entry(place).or_default().extend(corrections);
        }
    }
    let mut edits = Vec::new();
    for (place, mut corrections) in by_place {
        corrections.sort_by_key(|correction| correction.range.start);
        let mut apart: Vec<Correction> = Vec::new();
        for correction in corrections {
            let end = apart.last().map_or(0, |last| last.range.end);
            if correction.range.start >= end {
                apart.push(correction.clone());
            }
        }
        let text = Correction::apply(state.report().text(place)?, &apart)?;
        let place = place.clone();
        edits.push(Edit::Text { place, text });
    }
    Some(Edit::Batch(edits))
}

/// The findings of one severity, in the report's order.
pub fn of(state: &State, severity: Severity) -> impl Iterator<Item = &Finding> {
    state
        .findings()
        .iter()
        .filter(move |finding| finding.severity == severity)
}
