//! A report as the text of its RON file: ordered, readable, only what was entered.

use super::stored::FORMAT;
use super::{Answer, Entry, PastYear, Prose, Report, YearChange};
use crate::place::{Address, Id, Place};
use crate::template::Template;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The report as the text of its file: `format` first, keys in the form's order, only what was entered.
///
/// Whatever the template does not know comes after what it knows, so nothing is lost.
pub fn to_text(template: &Template, report: &Report) -> String {
    let mut out = Writer::default();
    out.open("(");
    out.field("format", &FORMAT.to_string());
    out.field("template", &quoted(&report.template));
    out.field("agency", &quoted(&report.agency));
    out.field("year", &report.year.to_string());
    if report.title_wording != 0 {
        out.field("title_wording", &report.title_wording.to_string());
    }
    out.text_field("preface", &report.preface);
    write_prose(&mut out, template, &report.prose);
    write_figures(&mut out, "entries", template, &report.entries);
    write_figures(&mut out, "stated", template, &report.stated);
    write_footnotes(&mut out, template, &report.footnotes);
    out.text_field("signature", &report.signature);
    out.text_field("date", &report.date);
    write_answers(&mut out, &report.answers);
    write_carried(&mut out, template, &report.carried);
    write_year_changes(&mut out, &report.year_changes);
    write_history(&mut out, template, &report.history);
    out.close(")", "");
    out.text
}

fn write_prose(out: &mut Writer, template: &Template, prose: &BTreeMap<Id, Prose>) {
    if prose.is_empty() {
        return;
    }
    let known = template.form.sections.iter().map(|section| &section.id);
    out.open("prose: {");
    for (section, text) in in_order(prose, known) {
        out.open(&format!("{}: (", quoted(section)));
        out.text_field("lead", &text.lead);
        if !text.parts.is_empty() {
            out.open("parts: [");
            for part in &text.parts {
                out.open("(");
                out.text_field("id", &part.id);
                out.text_field("heading", &part.heading);
                out.text_field("text", &part.text);
                out.close(")", ",");
            }
            out.close("]", ",");
        }
        out.close(")", ",");
    }
    out.close("}", ",");
}

fn write_figures(
    out: &mut Writer,
    name: &str,
    template: &Template,
    figures: &BTreeMap<Address, Entry>,
) {
    if figures.is_empty() {
        return;
    }
    let known = template.cells.iter().map(|cell| &cell.address);
    out.open(&format!("{name}: {{"));
    for (address, entry) in in_order(figures, known) {
        out.field(&quoted(address), &quoted(&entry.to_string()));
    }
    out.close("}", ",");
}

fn write_footnotes(out: &mut Writer, template: &Template, footnotes: &BTreeMap<Id, String>) {
    if footnotes.values().all(String::is_empty) {
        return;
    }
    let known = template.form.tables.iter().map(|table| &table.id);
    out.open("footnotes: {");
    for (table, note) in in_order(footnotes, known) {
        out.text_field(&quoted(table), note);
    }
    out.close("}", ",");
}

fn write_answers(out: &mut Writer, answers: &[Answer]) {
    if answers.is_empty() {
        return;
    }
    out.open("answers: [");
    for answer in answers {
        let (fingerprint, reason) = (quoted(&answer.fingerprint), quoted(&answer.reason));
        out.line(&format!("(fingerprint: {fingerprint}, reason: {reason}),"));
    }
    out.close("]", ",");
}

fn write_carried(out: &mut Writer, template: &Template, carried: &BTreeSet<Place>) {
    if carried.is_empty() {
        return;
    }
    let mut places: Vec<&Place> = carried.iter().collect();
    places.sort_by_key(|place| template.position(place));
    out.open("carried: [");
    for place in places {
        out.line(&format!("{},", quoted(&place.to_string())));
    }
    out.close("]", ",");
}

fn write_year_changes(out: &mut Writer, changes: &[YearChange]) {
    if changes.is_empty() {
        return;
    }
    out.open("year_changes: [");
    for change in changes {
        out.open("(");
        out.field("place", &quoted(&change.place.to_string()));
        out.field("before", &quoted(&change.before));
        out.field("after", &quoted(&change.after));
        out.field("sentence", &quoted(&change.sentence));
        out.field("in_sentence", &change.in_sentence.to_string());
        out.field("start", &change.start.to_string());
        if change.taken_back {
            out.field("taken_back", "true");
        }
        out.close(")", ",");
    }
    out.close("]", ",");
}

fn write_history(out: &mut Writer, template: &Template, history: &[PastYear]) {
    if history.is_empty() {
        return;
    }
    out.open("history: [");
    for past in history {
        out.open("(");
        out.field("year", &past.year.to_string());
        out.field("template", &quoted(&past.template));
        write_figures(out, "figures", template, &past.figures);
        if !past.texts.is_empty() {
            out.open("texts: {");
            for (place, text) in &past.texts {
                let place = quoted(&place.to_string());
                out.line(&format!("{place}: {},", quoted(text)));
            }
            out.close("}", ",");
        }
        out.close(")", ",");
    }
    out.close("]", ",");
}

/// The known keys in their order, then all others.
fn in_order<'a, K: Ord, T>(
    map: &'a BTreeMap<K, T>,
    known: impl Iterator<Item = &'a K>,
) -> Vec<(&'a K, &'a T)> {
    let mut ordered: Vec<(&K, &T)> = known.filter_map(|key| map.get_key_value(key)).collect();
    let placed: BTreeSet<&K> = ordered.iter().map(|pair| pair.0).collect();
    ordered.extend(map.iter().filter(|pair| !placed.contains(pair.0)));
    ordered
}

/// A RON string. Line feeds stand as they are, so that each paragraph has its line in the file.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push('\n'),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || c == '\u{feff}' => {
                out.extend(c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[derive(Default)]
struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    fn line(&mut self, line: &str) {
        self.text.extend(std::iter::repeat_n("    ", self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn field(&mut self, name: &str, value: &str) {
        self.text.extend(std::iter::repeat_n("    ", self.depth));
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{name}: {value},");
    }

    /// A text, left out when it is empty.
    fn text_field(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.field(name, &quoted(text));
        }
    }

    fn open(&mut self, line: &str) {
        self.line(line);
        self.depth += 1;
    }

    fn close(&mut self, bracket: &str, after: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(&format!("{bracket}{after}"));
    }
}
