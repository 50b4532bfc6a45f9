//! Published files → reports: the report that travelled inside when nothing was changed, else what can be seen.

use crate::import::{self, Choice, ImportError, Imported, Note, NoteKind};
use crate::place::Place;
use crate::render::inner;
use crate::report::account::place_in_words;
use crate::report::difference::{Difference, differences};
use crate::report::{Report, file};
use crate::source::{self, FileKind};
use crate::template::Template;

/// Differences that are told one by one.
const TOLD_MOST: usize = 20;

/// Reads a published file, whatever its format. A file written by this program gives back the report inside it; when
/// what a reader sees was changed since, what is seen counts and every difference is told.
///
/// # Errors
/// When the file cannot be read or holds no report.
pub fn import(bytes: &[u8], file_name: &str, choice: Choice) -> Result<Imported, ImportError> {
    let Some((inside, changed)) = report_inside(bytes, file_name) else {
        return import::import(bytes, file_name, choice);
    };
    let Ok(form) = choice.forms.get(&inside.template) else {
        return import::import(bytes, file_name, choice);
    };
    let of_form = |template| {
        import::import(
            bytes,
            file_name,
            Choice {
                template: Some(template),
                ..choice
            },
        )
    };
    let seen = of_form(&form);
    let is_contradicted = |seen: &Imported| contradicts(&form, &seen.report, &inside);
    if !changed && !seen.as_ref().is_ok_and(is_contradicted) {
        let sentence = "取回了导出时附在文件里的全部内容".to_owned();
        return Ok(Imported {
            report: inside,
            notes: vec![note(NoteKind::Filled, Vec::new(), sentence)],
            tables: Vec::new(),
        });
    }
    let (template, seen) = match choice.template {
        Some(wanted) => (wanted, of_form(wanted)),
        None => (&*form, seen),
    };
    let mut seen = seen?;
    let mut notes = told(template, &seen.report, &inside);
    notes.append(&mut seen.notes);
    seen.notes = notes;
    Ok(seen)
}

/// The report inside a file, and whether what is seen was changed after it was written.
fn report_inside(bytes: &[u8], file_name: &str) -> Option<(Report, bool)> {
    // A page may have been saved anew in another encoding; what it says and carries is the same.
    let page = match source::recognise(bytes) {
        FileKind::Html if std::str::from_utf8(bytes).is_err() => source::decode_page(bytes),
        // The reading of what is seen refuses it with a sentence.
        FileKind::Pdf if !source::nests_within_bounds(bytes) => return None,
        _ => None,
    };
    let found = inner::find(page.as_deref().map_or(bytes, str::as_bytes))?;
    let report = file::from_text(&found.report, file_name).ok()?;
    Some((report, found.changed))
}

/// Whether a figure is seen that is not the one inside: a digest can be forged along with the report, what is seen not.
fn contradicts(template: &Template, seen: &Report, inside: &Report) -> bool {
    differences(template, seen, inside)
        .iter()
        .any(|found| matches!(found.place, Place::Figure(_)) && !found.here.is_empty())
}

/// What was changed, as far as a screen holds it.
fn told(template: &Template, seen: &Report, inside: &Report) -> Vec<Note> {
    let found = differences(template, seen, inside);
    let sentence = match found.len() {
        0 => "这份文件在导出后被改动过，但数字和文字与导出时附带的报告相同".to_owned(),
        count => format!(
            "这份文件在导出后被改动过：按看得见的内容导入，有 {count} 处与导出时附带的报告不同，请逐处核对"
        ),
    };
    let mut notes = vec![note(NoteKind::Doubted, Vec::new(), sentence)];
    for difference in found.iter().take(TOLD_MOST) {
        let sentence = in_words(template, seen, difference);
        let places = vec![difference.place.clone()];
        notes.push(note(NoteKind::Doubted, places, sentence));
    }
    let rest: Vec<Place> = found
        .iter()
        .skip(TOLD_MOST)
        .map(|d| d.place.clone())
        .collect();
    if !rest.is_empty() {
        let sentence = format!("另有 {} 处不同", rest.len());
        notes.push(note(NoteKind::Doubted, rest, sentence));
    }
    notes
}

fn in_words(template: &Template, seen: &Report, difference: &Difference) -> String {
    let place = place_in_words(template, seen, &difference.place);
    let (here, there) = difference.quoted();
    format!("{place}：看到的是{here}，附带的是{there}")
}

fn note(kind: NoteKind, places: Vec<Place>, sentence: String) -> Note {
    Note {
        kind,
        places,
        sentence,
        listed: Vec::new(),
    }
}
