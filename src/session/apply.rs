//! The one function that changes a report, and the inverse of each change.

use super::edit::{Edit, Splice, compact};
use crate::place::{Address, Id, Place};
use crate::report::{Answer, Entry, Prose, Report};
use crate::template::{CellSpec, Forms, Template};

/// Applies an edit; gives back its inverse, or `None` when nothing changed.
pub fn apply(report: &mut Report, template: &Template, forms: &Forms, edit: &Edit) -> Option<Edit> {
    match edit {
        Edit::Text { .. } => match compact(report, edit.clone()) {
            Edit::Splice(splice) => write(report, &splice),
            _ => None,
        },
        Edit::Splice(splice) => write(report, splice),
        Edit::Entry { address, entry } => enter(report, template, address, entry.as_ref()),
        Edit::Entries(cells) => batch(
            cells
                .iter()
                .filter_map(|(address, entry)| enter(report, template, address, entry.as_ref()))
                .collect(),
        ),
        Edit::Settle(address) => state(report, address, None),
        Edit::State { address, entry } => state(report, address, Some(entry)),
        Edit::AddPart { .. } | Edit::RemovePart { .. } | Edit::MovePart { .. } => {
            rearrange(report, edit)
        }
        Edit::Prose { section, prose } => replace_prose(report, section, prose.as_ref()),
        Edit::Answer { .. } => give_answer(report, edit),
        Edit::BeginAnswer { fingerprint, text } => begin_answer(report, fingerprint, text),
        Edit::Unanswer(_) | Edit::InsertAnswer { .. } => answer(report, edit),
        Edit::SwitchRule { rule, on } => switch_rule(report, rule, *on),
        Edit::Year(year) => {
            let template = match forms.for_year(*year) {
                Ok(followed) if !template.serves(*year) => followed.form.id.clone(),
                _ => report.template.clone(),
            };
            date(report, *year, template)
        }
        Edit::YearAndForm { year, template } => date(report, *year, template.clone()),
        Edit::TitleWording(wording) => {
            let old = std::mem::replace(&mut report.title_wording, *wording);
            (old != *wording).then_some(Edit::TitleWording(old))
        }
        Edit::Confirm(places) => {
            let found = places.iter().filter(|place| report.carried.remove(place));
            let found: Vec<Place> = found.cloned().collect();
            (!found.is_empty()).then_some(Edit::Carry(found))
        }
        Edit::Carry(places) => {
            let new = places.iter().cloned();
            let new = new.filter(|place| report.carried.insert(place.clone()));
            let new: Vec<Place> = new.collect();
            (!new.is_empty()).then_some(Edit::Confirm(new))
        }
        Edit::TakeBack(index) => take_back(report, *index),
        Edit::YearChanges(changes) => {
            let old = std::mem::replace(&mut report.year_changes, changes.clone());
            (old != *changes).then_some(Edit::YearChanges(old))
        }
        Edit::Report(whole) => {
            let old = std::mem::replace(report, whole.as_ref().clone());
            (old != **whole).then(|| Edit::Report(Box::new(old)))
        }
        Edit::Batch(edits) => batch(
            edits
                .iter()
                .filter_map(|edit| apply(report, template, forms, edit))
                .collect(),
        ),
    }
}

/// Keeps a total as it is stated, or forgets it.
fn state(report: &mut Report, address: &Address, entry: Option<&Entry>) -> Option<Edit> {
    let old = match entry {
        Some(entry) => report.stated.insert(address.clone(), entry.clone()),
        None => report.stated.remove(address),
    };
    let back = match old.clone() {
        Some(entry) => Edit::State {
            address: address.clone(),
            entry,
        },
        None => Edit::Settle(address.clone()),
    };
    (old.as_ref() != entry).then_some(back)
}

fn replace_prose(report: &mut Report, section: &Id, prose: Option<&Prose>) -> Option<Edit> {
    let old = match prose {
        Some(prose) => report.prose.insert(section.clone(), prose.clone()),
        None => report.prose.remove(section),
    };
    (old.as_ref() != prose).then(|| Edit::Prose {
        section: section.clone(),
        prose: old,
    })
}

fn switch_rule(report: &mut Report, rule: &str, on: bool) -> Option<Edit> {
    let changes = match on {
        true => report.rules_off.remove(rule),
        false => report.rules_off.insert(rule.to_owned()),
    };
    changes.then(|| Edit::SwitchRule {
        rule: rule.to_owned(),
        on: !on,
    })
}

fn write(report: &mut Report, splice: &Splice) -> Option<Edit> {
    let place = &splice.place;
    let text = report.text(place).unwrap_or_default();
    let range = splice.range(text)?;
    let old = text.get(range.clone())?.to_owned();
    if old == splice.text {
        return None;
    }
    let lacking = place
        .prose_section()
        .and_then(|section| lacking(report, section));
    report.text_mut(place)?.replace_range(range, &splice.text);
    if splice.with_signature {
        report.signature = report.agency.clone();
    }
    forget_empty_footnote(report, place);
    let was_carried = report.carried.contains(place);
    report.touch(place);
    let back = Edit::Splice(Splice {
        place: place.clone(),
        at: splice.at,
        removed: splice.text.len(),
        text: old,
        with_signature: splice.with_signature,
    });
    let mut backs = vec![back];
    backs.extend(was_carried.then(|| Edit::Carry(vec![place.clone()])));
    backs.extend(lacking);
    one_or_batch(backs)
}

/// The edit that takes a section's prose away again, when the report has none of it yet.
fn lacking(report: &Report, section: &Id) -> Option<Edit> {
    (!report.prose.contains_key(section)).then(|| Edit::Prose {
        section: section.clone(),
        prose: None,
    })
}

fn date(report: &mut Report, year: u16, template: String) -> Option<Edit> {
    if report.year == year && report.template == template {
        return None;
    }
    Some(Edit::YearAndForm {
        year: std::mem::replace(&mut report.year, year),
        template: std::mem::replace(&mut report.template, template),
    })
}

/// Puts a moved year back, or moves it on again; what stood before is kept whole.
fn take_back(report: &mut Report, index: usize) -> Option<Edit> {
    let change = report.year_changes.get(index)?.clone();
    let before = report.year_changes.clone();
    let text = report.text(&change.place)?.to_owned();
    if !report.take_back(&change) {
        return None;
    }
    let now = report.text(&change.place).unwrap_or_default();
    let back = Splice::between(&change.place, now, &text).map(Edit::Splice);
    let mut backs: Vec<Edit> = back.into_iter().collect();
    backs.push(Edit::YearChanges(before));
    // What was not confirmed waits again.
    if report.carried.contains(&change.place) {
        backs.push(Edit::Carry(vec![change.place]));
    }
    Some(Edit::Batch(backs))
}

fn enter(
    report: &mut Report,
    template: &Template,
    address: &Address,
    entry: Option<&Entry>,
) -> Option<Edit> {
    if template.cell(address).is_none_or(CellSpec::is_total) {
        return None;
    }
    let old = match entry {
        Some(entry) => report.entries.insert(address.clone(), entry.clone()),
        None => report.entries.remove(address),
    };
    let place = Place::Figure(address.clone());
    let was_carried = report.carried.remove(&place);
    let changed = old.as_ref() != entry;
    let back = Edit::Entry {
        address: address.clone(),
        entry: old,
    };
    match (changed, was_carried) {
        (false, false) => None,
        (true, false) => Some(back),
        (_, true) => Some(Edit::Batch(vec![back, Edit::Carry(vec![place])])),
    }
}

fn rearrange(report: &mut Report, edit: &Edit) -> Option<Edit> {
    match edit {
        Edit::AddPart {
            section,
            index,
            part,
        } => {
            let lacking = lacking(report, section);
            let parts = &mut report.prose.entry(section.clone()).or_default().parts;
            let index = (*index).min(parts.len());
            parts.insert(index, part.clone());
            renumber_carried(report, section, |part| {
                Some(part + usize::from(part >= index))
            });
            let back = Edit::RemovePart {
                section: section.clone(),
                index,
            };
            one_or_batch([back].into_iter().chain(lacking).collect())
        }
        Edit::RemovePart { section, index } => {
            let parts = &mut report.prose.get_mut(section)?.parts;
            if *index >= parts.len() {
                return None;
            }
            let back = Edit::AddPart {
                section: section.clone(),
                index: *index,
                part: parts.remove(*index),
            };
            let changes = report.year_changes.clone();
            let lost = renumber_carried(report, section, |part| {
                (part != *index).then(|| part - usize::from(part > *index))
            });
            let known = report.year_changes.len();
            Some(match (lost.is_empty(), changes.len() == known) {
                (true, true) => back,
                _ => Edit::Batch(vec![back, Edit::Carry(lost), Edit::YearChanges(changes)]),
            })
        }
        Edit::MovePart { section, from, to } => {
            let parts = &mut report.prose.get_mut(section)?.parts;
            if from == to || *from >= parts.len() || *to >= parts.len() {
                return None;
            }
            let part = parts.remove(*from);
            parts.insert(*to, part);
            renumber_carried(report, section, |part| Some(moved(part, *from, *to)));
            Some(Edit::MovePart {
                section: section.clone(),
                from: *to,
                to: *from,
            })
        }
        _ => None,
    }
}

/// Gives an answer; what was written of it before stands in it, and is begun again by the inverse.
fn give_answer(report: &mut Report, edit: &Edit) -> Option<Edit> {
    let Edit::Answer { fingerprint, .. } = edit else {
        return None;
    };
    let begun = begin_answer(report, fingerprint, "");
    let given = answer(report, edit);
    // Taken back, the answer comes first: giving it once more would forget what was begun.
    batch([begun, given].into_iter().flatten().collect())
}

fn begin_answer(report: &mut Report, fingerprint: &str, text: &str) -> Option<Edit> {
    let begun = &mut report.begun_answers;
    let old = match text {
        "" => begun.remove(fingerprint),
        text => begun.insert(fingerprint.to_owned(), text.to_owned()),
    };
    let old = old.unwrap_or_default();
    (old != text).then(|| Edit::BeginAnswer {
        fingerprint: fingerprint.to_owned(),
        text: old,
    })
}

fn answer(report: &mut Report, edit: &Edit) -> Option<Edit> {
    match edit {
        Edit::Answer {
            fingerprint,
            reason,
        } => {
            let known = report
                .answers
                .iter_mut()
                .find(|answer| answer.fingerprint == *fingerprint);
            if let Some(answer) = known {
                let old = std::mem::replace(&mut answer.reason, reason.clone());
                return (old != *reason).then(|| Edit::Answer {
                    fingerprint: fingerprint.clone(),
                    reason: old,
                });
            }
            report.answers.push(Answer {
                fingerprint: fingerprint.clone(),
                reason: reason.clone(),
            });
            Some(Edit::Unanswer(fingerprint.clone()))
        }
        Edit::Unanswer(fingerprint) => {
            let index = report
                .answers
                .iter()
                .position(|answer| answer.fingerprint == *fingerprint)?;
            let answer = report.answers.remove(index);
            Some(Edit::InsertAnswer { index, answer })
        }
        Edit::InsertAnswer { index, answer } => {
            let index = (*index).min(report.answers.len());
            report.answers.insert(index, answer.clone());
            Some(Edit::Unanswer(answer.fingerprint.clone()))
        }
        _ => None,
    }
}

/// Where a part stands after one part went from one index to another.
fn moved(part: usize, from: usize, to: usize) -> usize {
    if part == from {
        to
    } else if from < part && part <= to {
        part - 1
    } else if to <= part && part < from {
        part + 1
    } else {
        part
    }
}

/// Lets the marks of carried parts follow their parts; gives back the marks of parts that are gone.
fn renumber_carried(
    report: &mut Report,
    section: &Id,
    place_of: impl Fn(usize) -> Option<usize>,
) -> Vec<Place> {
    let is_lost = |place: &&Place| match place {
        Place::PartText(id, part) | Place::PartHeading(id, part) => {
            id == section && place_of(*part).is_none()
        }
        _ => false,
    };
    let lost = report.carried.iter().filter(is_lost).cloned().collect();
    report.renumber_parts(section, &place_of);
    lost
}

/// The inverses of several edits as one, in the order that takes them back.
fn batch(mut inverses: Vec<Edit>) -> Option<Edit> {
    inverses.reverse();
    one_or_batch(inverses)
}

fn one_or_batch(mut edits: Vec<Edit>) -> Option<Edit> {
    match edits.len() {
        0 => None,
        1 => edits.pop(),
        _ => Some(Edit::Batch(edits)),
    }
}

fn forget_empty_footnote(report: &mut Report, place: &Place) {
    if let Place::Footnote(table) = place
        && report.footnotes.get(table).is_some_and(String::is_empty)
    {
        report.footnotes.remove(table);
    }
}
