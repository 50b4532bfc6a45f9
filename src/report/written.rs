//! A report as the text of its RON file: `format` first, keys in the form's order, only what was entered.

use super::{PastYear, Report};
use crate::template::Template;
use ron::ser::PrettyConfig;
use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use std::collections::{BTreeMap, BTreeSet};

/// The report as the text of its file. Whatever the template does not know comes after what it knows, so nothing is
/// lost.
pub fn to_text(template: &Template, report: &Report) -> String {
    let ordered = InFormOrder {
        template,
        content: report,
    };
    let pretty = |escape: bool| {
        PrettyConfig::new()
            .new_line("\n")
            .indentor("    ")
            .escape_strings(escape)
    };
    let text = |escape| ron::ser::to_string_pretty(&ordered, pretty(escape)).unwrap_or_default();
    // Each paragraph has its line in the file; only characters that an editor would change or hide need escapes.
    let plain = text(false);
    let mut text = match plain.chars().any(needs_escape) {
        true => text(true),
        false => plain,
    };
    text.push('\n');
    text
}

fn needs_escape(c: char) -> bool {
    c.is_control() && c != '\n' || c == '\u{feff}'
}

/// Something written in the order of a form.
struct InFormOrder<'a, T> {
    template: &'a Template,
    content: &'a T,
}

impl Serialize for InFormOrder<'_, Report> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Taken apart in full, so that a new field cannot be forgotten here.
        let Report {
            format,
            template,
            agency,
            year,
            title_wording,
            preface,
            prose,
            entries,
            stated,
            footnotes,
            signature,
            date,
            answers,
            begun_answers,
            rules_off,
            carried,
            year_changes,
            history,
        } = self.content;
        let form = &self.template.form;
        let cells = || self.template.cells.iter().map(|cell| &cell.address);
        let prose = Ordered::new(prose, form.sections.iter().map(|section| &section.id));
        let written = footnotes.iter().filter(|note| !note.1.is_empty());
        let footnotes: BTreeMap<_, _> = written.collect();
        let tables: Vec<_> = form.tables.iter().map(|table| &table.id).collect();
        let footnotes = Ordered::new(&footnotes, tables.iter());
        let mut carried: Vec<_> = carried.iter().collect();
        carried.sort_by_key(|place| self.template.position(place));
        let in_order = |content| InFormOrder {
            template: self.template,
            content,
        };
        let history: Vec<_> = history.iter().map(in_order).collect();

        let mut file = serializer.serialize_struct("Report", 18)?;
        file.serialize_field("format", format)?;
        file.serialize_field("template", template)?;
        file.serialize_field("agency", agency)?;
        file.serialize_field("year", year)?;
        field(
            &mut file,
            "title_wording",
            title_wording,
            *title_wording == 0,
        )?;
        field(&mut file, "preface", preface, preface.is_empty())?;
        field(&mut file, "prose", &prose, prose.is_empty())?;
        let entries = Ordered::new(entries, cells());
        field(&mut file, "entries", &entries, entries.is_empty())?;
        let stated = Ordered::new(stated, cells());
        field(&mut file, "stated", &stated, stated.is_empty())?;
        field(&mut file, "footnotes", &footnotes, footnotes.is_empty())?;
        field(&mut file, "signature", signature, signature.is_empty())?;
        field(&mut file, "date", date, date.is_empty())?;
        field(&mut file, "answers", answers, answers.is_empty())?;
        let begun = begun_answers;
        field(&mut file, "begun_answers", begun, begun.is_empty())?;
        field(&mut file, "rules_off", rules_off, rules_off.is_empty())?;
        field(&mut file, "carried", &carried, carried.is_empty())?;
        field(
            &mut file,
            "year_changes",
            year_changes,
            year_changes.is_empty(),
        )?;
        field(&mut file, "history", &history, history.is_empty())?;
        file.end()
    }
}

impl Serialize for InFormOrder<'_, PastYear> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let PastYear {
            year,
            template,
            figures,
            texts,
        } = self.content;
        let cells = self.template.cells.iter().map(|cell| &cell.address);
        let figures = Ordered::new(figures, cells);
        let mut past = serializer.serialize_struct("PastYear", 4)?;
        past.serialize_field("year", year)?;
        past.serialize_field("template", template)?;
        field(&mut past, "figures", &figures, figures.is_empty())?;
        field(&mut past, "texts", texts, texts.is_empty())?;
        past.end()
    }
}

/// A field that is left out when there is nothing in it.
fn field<S: SerializeStruct>(
    file: &mut S,
    name: &'static str,
    value: &impl Serialize,
    is_empty: bool,
) -> Result<(), S::Error> {
    match is_empty {
        true => Ok(()),
        false => file.serialize_field(name, value),
    }
}

/// A map whose known keys come first, in their order, then all others.
struct Ordered<'a, K, V>(Vec<(&'a K, &'a V)>);

impl<'a, K: Ord, V> Ordered<'a, K, V> {
    fn new(map: &'a BTreeMap<K, V>, known: impl Iterator<Item = &'a K>) -> Ordered<'a, K, V> {
        let mut pairs: Vec<(&K, &V)> = known.filter_map(|key| map.get_key_value(key)).collect();
        let placed: BTreeSet<&K> = pairs.iter().map(|pair| pair.0).collect();
        pairs.extend(map.iter().filter(|pair| !placed.contains(pair.0)));
        Ordered(pairs)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Ordered<'_, K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
