//! Published files → reports: the report that travelled inside when nothing was changed, else what can be seen.

use crate::import::{self, Choice, ImportError, Imported, Note, NoteKind};
use crate::place::Place;
use crate::render::inner::{self, Found, Unreadable};
use crate::report::account::place_in_words;
use crate::report::difference::{Difference, differences};
use crate::report::file::{self, FileError};
use crate::report::{Entry, Figures, Report};
use crate::source::{self, FileKind};
use crate::template::Template;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Differences that are told one by one.
const TOLD_MOST: usize = 20;

/// Reads a published file, whatever its format. A file written by this program gives back the report inside it; when
/// what a reader sees was changed since, what is seen counts and every difference is told.
///
/// # Errors
/// When the file cannot be read or holds no report.
pub fn import(bytes: &[u8], file_name: &str, choice: Choice) -> Result<Imported, ImportError> {
    let Some(found) = found_inside(bytes) else {
        let mut seen = import::import(bytes, file_name, choice)?;
        if lacks_its_end(bytes) {
            let sentence =
                "这个 PDF 的结尾缺失，可能没有下载完整；读到的内容可能不全，请重新取得文件再导入";
            let sentence = sentence.to_owned();
            seen.notes
                .insert(0, note(NoteKind::Doubted, Vec::new(), sentence));
        }
        return Ok(seen);
    };
    let inside = readable(found.report, file_name, choice);
    let (inside, form) = match inside {
        Ok(inside) => inside,
        Err(reason) => {
            let mut seen = import::import(bytes, file_name, choice)?;
            let sentence =
                format!("文件里附带着导出时的报告，但{reason}：按看得见的内容导入，请核对");
            seen.notes
                .insert(0, note(NoteKind::Doubted, Vec::new(), sentence));
            return Ok(seen);
        }
    };
    let form = &*form;
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
    let seen = of_form(form);
    let is_contradicted = |seen: &Imported| contradicts(form, &seen.report, &inside);
    if !found.changed && !seen.as_ref().is_ok_and(is_contradicted) {
        let sentence = "取回了导出时附在文件里的全部内容".to_owned();
        return Ok(Imported {
            report: inside,
            notes: vec![note(NoteKind::Filled, Vec::new(), sentence)],
            tables: Vec::new(),
        });
    }
    let (template, seen) = match choice.template {
        Some(wanted) => (wanted, of_form(wanted)),
        None => (form, seen),
    };
    let mut seen = seen?;
    let mut notes = told(template, &seen.report, &inside);
    notes.append(&mut seen.notes);
    seen.notes = notes;
    Ok(seen)
}

/// Whether a page file breaks off before the mark that ends it.
fn lacks_its_end(bytes: &[u8]) -> bool {
    const END: &[u8] = b"%%EOF";
    /// Behind the mark some programs leave a few blanks or bytes.
    const TAIL: usize = 4096;
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..);
    let ends = tail.is_some_and(|tail| tail.windows(END.len()).any(|window| window == END));
    source::recognise(bytes) == FileKind::Pdf && !ends
}

/// The report inside a file as its text, and whether what is seen was changed.
fn found_inside(bytes: &[u8]) -> Option<Found> {
    // A page may have been saved anew in another encoding; what it says and carries is the same.
    let page = match source::recognise(bytes) {
        FileKind::Html if std::str::from_utf8(bytes).is_err() => source::decode_page(bytes),
        // The reading of what is seen refuses it with a sentence.
        FileKind::Pdf if !source::nests_within_bounds(bytes) => return None,
        _ => None,
    };
    inner::find(page.as_deref().map_or(bytes, str::as_bytes))
}

/// The report inside a file with its form; else why it cannot be read, in a clause.
fn readable(
    report: Result<String, Unreadable>,
    file_name: &str,
    choice: Choice,
) -> Result<(Report, Arc<Template>), String> {
    let newer = || "它是更新版本的程序写的，本程序读不了".to_owned();
    let damaged = || "它已经损坏".to_owned();
    let text = report.map_err(|unreadable| match unreadable {
        Unreadable::Newer => newer(),
        Unreadable::Damaged => damaged(),
    })?;
    let report = file::from_text(&text, file_name).map_err(|error| match error {
        FileError::Newer { .. } => newer(),
        _ => damaged(),
    })?;
    let chosen = choice
        .template
        .filter(|form| form.form.id == report.template);
    let form = match chosen {
        Some(form) => Ok(Arc::new(form.clone())),
        None => choice.forms.get(&report.template),
    };
    match form {
        Ok(form) => Ok((report, form)),
        Err(_) => Err(format!("它用的格式“{}”这里没有", report.template)),
    }
}

/// Whether a number is seen that is not the one inside: a digest can be forged along with the report, what is seen not.
///
/// A cell that could not be read contradicts nothing.
fn contradicts(template: &Template, seen: &Report, inside: &Report) -> bool {
    let (seen, inside) = (Figures::of(template, seen), Figures::of(template, inside));
    let is_another = |cell: usize| {
        let figure = seen.get(cell);
        let read = figure.entered.or(figure.stated).map(Entry::to_string);
        let read = numbers(&read.unwrap_or_default());
        !read.is_empty() && read != numbers(&inside.printed(cell).unwrap_or_default())
    };
    (0..template.cells.len()).any(is_another)
}

/// The numbers of a figure and its note by their value: `12.0（修订 3 件）` holds 12 and 3. Formats do not keep all else.
fn numbers(figure: &str) -> Vec<Decimal> {
    let plain: String = figure.chars().filter(|c| !c.is_whitespace()).collect();
    let pieces = plain.split(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = pieces.filter_map(|piece| piece.trim_matches('.').parse::<Decimal>().ok());
    numbers.map(|number| number.normalize()).collect()
}

/// What was changed, as far as a screen holds it.
fn told(template: &Template, seen: &Report, inside: &Report) -> Vec<Note> {
    let found = differences(template, seen, inside);
    let sentence = match found.len() {
        0 => "这份文件在导出后被改动过：能读出的数字和文字与附带的报告相同，改动在别处（如合计、删除线、批注、图片），请与原件核对"
            .to_owned(),
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
