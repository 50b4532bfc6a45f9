//! Where something stands: ids of the form, addresses of figures, places of a report. Strings only in files and JSON.

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The id of a section, a table, a row or a column: ASCII letters, digits and underscores, at least one.
///
/// Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

/// The address of a figure, `table.row.column`.
///
/// Sorted by its text; cheap to clone.
#[derive(Clone)]
pub struct Address {
    text: Arc<str>,
    /// First byte of the row's id and of the column's.
    row: usize,
    column: usize,
}

/// A place of a report that can be shown, edited, printed or complained about.
///
/// Its text form stands in files and JSON: `requests.new.natural`, `overview.0.text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Agency,
    Year,
    Title,
    Preface,
    /// The lead of a prose section.
    Lead(Id),
    /// Heading of a section's part, counted from 0.
    PartHeading(Id, usize),
    PartText(Id, usize),
    Figure(Address),
    /// The note under a table.
    Footnote(Id),
    Signature,
    Date,
}

impl Id {
    /// Reads an id; `None` when it is empty or holds anything but ASCII letters, digits and underscores.
    pub fn parse(text: &str) -> Option<Id> {
        is_id(text).then(|| Id(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[expect(
    clippy::string_slice,
    reason = "`parse` is the only way to an address and counted where its second and third id begin, all of them ASCII"
)]
impl Address {
    /// Reads an address; `None` when it is not three ids with points between them.
    pub fn parse(text: &str) -> Option<Address> {
        let mut ids = text.split('.');
        let (table, row, column) = (ids.next()?, ids.next()?, ids.next()?);
        let is_address = ids.next().is_none() && [table, row, column].into_iter().all(is_id);
        is_address.then(|| Address {
            text: text.into(),
            row: table.len() + 1,
            column: table.len() + row.len() + 2,
        })
    }

    /// The address made of three ids; `None` when one of them is none.
    pub fn of(table: &str, row: &str, column: &str) -> Option<Address> {
        Address::parse(&format!("{table}.{row}.{column}"))
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn table(&self) -> &str {
        &self.text[..self.row - 1]
    }

    pub fn row(&self) -> &str {
        &self.text[self.row..self.column - 1]
    }

    pub fn column(&self) -> &str {
        &self.text[self.column..]
    }
}

impl Place {
    /// Reads the text form back; `None` when it is no place of any report.
    pub fn parse(path: &str) -> Option<Place> {
        let steps: Vec<&str> = path.split('.').collect();
        Some(match steps.as_slice() {
            ["agency"] => Place::Agency,
            ["year"] => Place::Year,
            ["title"] => Place::Title,
            ["preface"] => Place::Preface,
            ["signature"] => Place::Signature,
            ["date"] => Place::Date,
            [section, "lead"] => Place::Lead(Id::parse(section)?),
            [table, "footnote"] => Place::Footnote(Id::parse(table)?),
            [section, part, what @ ("heading" | "text")] => match (part_index(part), *what) {
                (Some(part), "heading") => Place::PartHeading(Id::parse(section)?, part),
                (Some(part), _) => Place::PartText(Id::parse(section)?, part),
                (None, _) => Place::Figure(Address::parse(path)?),
            },
            _ => Place::Figure(Address::parse(path)?),
        })
    }

    /// The address, when it is a figure's place.
    pub fn address(&self) -> Option<&Address> {
        match self {
            Place::Figure(address) => Some(address),
            _ => None,
        }
    }

    /// The section, when it is the place of a text in a prose section.
    pub fn prose_section(&self) -> Option<&Id> {
        match self {
            Place::Lead(section) | Place::PartHeading(section, _) | Place::PartText(section, _) => {
                Some(section)
            }
            _ => None,
        }
    }
}

/// The number of a part as it is written: without sign and without leading zeros, so that each place has one text form.
fn part_index(text: &str) -> Option<usize> {
    let index: usize = text.parse().ok()?;
    (index.to_string() == text).then_some(index)
}

fn is_id(text: &str) -> bool {
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !text.is_empty() && text.bytes().all(is_fit)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Agency => f.write_str("agency"),
            Place::Year => f.write_str("year"),
            Place::Title => f.write_str("title"),
            Place::Preface => f.write_str("preface"),
            Place::Lead(section) => write!(f, "{section}.lead"),
            Place::PartHeading(section, part) => write!(f, "{section}.{part}.heading"),
            Place::PartText(section, part) => write!(f, "{section}.{part}.text"),
            Place::Figure(address) => f.write_str(address.as_str()),
            Place::Footnote(table) => write!(f, "{table}.footnote"),
            Place::Signature => f.write_str("signature"),
            Place::Date => f.write_str("date"),
        }
    }
}

impl From<Address> for Place {
    fn from(address: Address) -> Place {
        Place::Figure(address)
    }
}

impl PartialEq for Address {
    fn eq(&self, other: &Address) -> bool {
        // Most are clones of one another, and reading two texts takes longer than all else that is done with figures.
        Arc::ptr_eq(&self.text, &other.text) || self.text == other.text
    }
}

impl Eq for Address {}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Address) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Address {
    fn cmp(&self, other: &Address) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl std::hash::Hash for Address {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// What `Id` and `Address` share: they are read and written as their text, and maps are searched with it.
macro_rules! as_text {
    ($name:ident, $problem:literal) => {
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let text = String::deserialize(deserializer)?;
                $name::parse(&text).ok_or_else(|| D::Error::custom(format!($problem, text = text)))
            }
        }
    };
}

as_text!(
    Id,
    "编号“{text}”只能由英文字母、数字和下划线组成，不能是空的"
);
as_text!(
    Address,
    "“{text}”不是单元格的地址，地址写成“表.行.列”，只用英文字母、数字和下划线"
);

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Place, D::Error> {
        let text = String::deserialize(deserializer)?;
        Place::parse(&text).ok_or_else(|| D::Error::custom(format!("“{text}”不是报告中的位置")))
    }
}
