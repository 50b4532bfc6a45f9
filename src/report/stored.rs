//! The text of a report file back into a report: every fault in one sentence, nothing dropped unseen.

use super::file::FileError;
use super::format::format_of;
use super::{Answer, Entry, Part, PastYear, Prose, Report, YearChange};
use crate::place::{Address, Id, Place};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The format this program writes. Older ones are migrated in memory, newer ones are refused.
pub const FORMAT: u32 = 1;

/// Reads the text of a report file. `file_name` names it in messages.
///
/// # Errors
/// When the text is empty, no report, cut off, of a newer format, or holds a field this program would lose.
pub fn from_text(text: &str, file_name: &str) -> Result<Report, FileError> {
    let file = || file_name.to_owned();
    // An editor on Windows may have changed the line ends; the program itself writes a carriage return as an escape.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(FileError::Empty { file: file() });
    }
    let Some(format) = format_of(&text) else {
        return Err(FileError::NotAReport { file: file() });
    };
    if format == 0 {
        return Err(FileError::NoFormat { file: file() });
    }
    if format > FORMAT {
        return Err(FileError::Newer {
            file: file(),
            found: format,
            known: FORMAT,
        });
    }
    let text = migrate(text, format);
    let stored: Stored = ron::from_str(&text).map_err(|error| refuse(&error, &text, file()))?;
    stored.into_report().map_err(|reason| FileError::Malformed {
        file: file(),
        line: 0,
        reason,
    })
}

/// The file as it stands on disk, format 1.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(rename = "format")]
    _format: u32,
    template: String,
    #[serde(default)]
    agency: String,
    year: u16,
    #[serde(default)]
    title_wording: usize,
    #[serde(default)]
    preface: String,
    #[serde(default)]
    prose: Unique<StoredProse>,
    #[serde(default)]
    entries: Unique<String>,
    #[serde(default)]
    stated: Unique<String>,
    #[serde(default)]
    footnotes: Unique<String>,
    #[serde(default)]
    signature: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    answers: Vec<Answer>,
    #[serde(default)]
    carried: Vec<String>,
    #[serde(default)]
    year_changes: Vec<StoredChange>,
    #[serde(default)]
    history: Vec<StoredYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredProse {
    #[serde(default)]
    lead: String,
    #[serde(default)]
    parts: Vec<StoredPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredPart {
    #[serde(default)]
    id: String,
    #[serde(default)]
    heading: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredChange {
    place: String,
    before: String,
    after: String,
    sentence: String,
    in_sentence: usize,
    start: usize,
    #[serde(default)]
    taken_back: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredYear {
    year: u16,
    template: String,
    #[serde(default)]
    figures: Unique<String>,
    #[serde(default)]
    texts: Unique<String>,
}

/// A map in which a key written twice is an error: the second would silently replace the first.
struct Unique<T>(BTreeMap<String, T>);

impl<T> Default for Unique<T> {
    fn default() -> Self {
        Unique(BTreeMap::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Unique<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Keys<T> {
            type Value = Unique<T>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("{ … }")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Unique<T>, A::Error> {
                let mut found = BTreeMap::new();
                while let Some((key, value)) = map.next_entry::<String, T>()? {
                    if found.insert(key.clone(), value).is_some() {
                        return Err(A::Error::custom(format!("{key} 写了两次")));
                    }
                }
                Ok(Unique(found))
            }
        }
        deserializer.deserialize_map(Keys(std::marker::PhantomData))
    }
}

impl Stored {
    fn into_report(self) -> Result<Report, String> {
        let carried = self
            .carried
            .into_iter()
            .map(|path| place_in(&path, "carried"));
        let changes = self.year_changes.into_iter().map(|change| {
            Ok(YearChange {
                place: place_in(&change.place, "year_changes")?,
                before: change.before,
                after: change.after,
                sentence: change.sentence,
                in_sentence: change.in_sentence,
                start: change.start,
                taken_back: change.taken_back,
            })
        });
        let history = self.history.into_iter().map(|past| {
            let texts = past.texts.0.into_iter();
            let texts = texts.map(|(path, text)| Ok((place_in(&path, "texts")?, text)));
            Ok(PastYear {
                year: past.year,
                template: past.template,
                figures: entries(past.figures, "figures")?,
                texts: texts.collect::<Result<_, String>>()?,
            })
        });
        let prose = self.prose.0.into_iter().map(|(section, prose)| {
            let parts = prose.parts.into_iter().map(|part| Part {
                id: part.id,
                heading: part.heading,
                text: part.text,
            });
            let text = Prose {
                lead: prose.lead,
                parts: parts.collect(),
            };
            Ok((id_in(&section, "prose")?, text))
        });
        let footnotes = self.footnotes.0.into_iter();
        let footnotes = footnotes.map(|(table, note)| Ok((id_in(&table, "footnotes")?, note)));
        Ok(Report {
            template: self.template,
            agency: self.agency,
            year: self.year,
            title_wording: self.title_wording,
            preface: self.preface,
            prose: prose.collect::<Result<_, String>>()?,
            entries: entries(self.entries, "entries")?,
            stated: entries(self.stated, "stated")?,
            footnotes: footnotes.collect::<Result<_, String>>()?,
            signature: self.signature,
            date: self.date,
            answers: self.answers,
            carried: carried.collect::<Result<BTreeSet<Place>, String>>()?,
            year_changes: changes.collect::<Result<Vec<YearChange>, String>>()?,
            history: history.collect::<Result<_, String>>()?,
        })
    }
}

/// Brings the text of an older format up to this one. Format 1 is the first, so there is nothing to do yet.
fn migrate(text: String, format: u32) -> String {
    match format {
        FORMAT => text,
        _ => text,
    }
}

/// The figures of a part of the file; an address that no form can have is a fault, since nothing could show it.
fn entries(figures: Unique<String>, part: &str) -> Result<BTreeMap<Address, Entry>, String> {
    let read = |(text, figure): (String, String)| {
        let address = Address::parse(&text)
            .ok_or_else(|| format!("{part} 里的“{text}”不是单元格的地址（表.行.列）"));
        address
            .map(|address| Entry::parse(&figure).map(|entry| (address, entry)))
            .transpose()
    };
    figures.0.into_iter().filter_map(read).collect()
}

fn place_in(path: &str, part: &str) -> Result<Place, String> {
    Place::parse(path).ok_or_else(|| format!("{part} 里的“{path}”不是报告中的位置"))
}

fn id_in(text: &str, part: &str) -> Result<Id, String> {
    Id::parse(text).ok_or_else(|| format!("{part} 里的“{text}”不是编号"))
}

fn refuse(error: &ron::error::SpannedError, text: &str, file: String) -> FileError {
    let line = error.span.start.line;
    let cut_off = matches!(error.code, ron::Error::Eof | ron::Error::ExpectedStringEnd)
        || !text.trim_end().ends_with(')');
    if cut_off {
        return FileError::CutOff {
            file,
            lines: text.lines().count(),
        };
    }
    let reason = match &error.code {
        ron::Error::NoSuchStructField { found, .. } => {
            let field = found.clone();
            return FileError::UnknownField { file, line, field };
        }
        ron::Error::MissingStructField { field, .. } => format!("缺少字段 {field}"),
        ron::Error::DuplicateStructField { field, .. } => format!("字段 {field} 写了两次"),
        ron::Error::ExpectedString => "这里应当是引号里的文字".to_owned(),
        ron::Error::ExpectedInteger
        | ron::Error::InvalidIntegerDigit { .. }
        | ron::Error::IntegerOutOfBounds => "这里应当是一个整数".to_owned(),
        ron::Error::Message(reason) => reason.clone(),
        other => format!("写法有误（{other}）"),
    };
    FileError::Malformed { file, line, reason }
}
