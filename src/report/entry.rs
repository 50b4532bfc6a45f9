//! What stands in one cell: a number with an optional printed note, or a mark such as "/".

use crate::template::Kind;
use crate::text::half_width;
use crate::text::numeral::chinese_digit;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::fmt;

/// The content of a cell that is not empty. An empty cell has no entry: empty is not zero.
///
/// Two entries are equal when they are written alike: 12.0 is not 12, and -0 is not 0.
#[derive(Debug, Clone)]
pub enum Entry {
    Number {
        /// Exact, with as many decimals as were written.
        value: Decimal,
        /// Whether a plus sign was written ("+2").
        plus: bool,
        /// What is printed after the number ("（其中修订16件）"), mostly empty.
        note: String,
    },
    /// Anything that is not a number: "/", "—", "无".
    Mark(String),
}

impl Entry {
    pub fn number(value: impl Into<Decimal>) -> Entry {
        Entry::Number {
            value: value.into(),
            plus: false,
            note: String::new(),
        }
    }

    /// Reads what was typed or pasted; `None` when it is blank.
    ///
    /// Full-width digits and signs become half-width and thousands separators go; what follows the number is its
    /// note. Nothing is ever dropped: text that does not start with one clear number is a mark.
    pub fn parse(text: &str) -> Option<Entry> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let mark = || Some(Entry::Mark(text.to_owned()));
        let mut plain = text.chars().map(half_width).peekable();
        let sign = plain.next_if(|c| matches!(c, '+' | '-' | '−'));
        let is_of_number = |c: &char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let number: String = plain.take_while(is_of_number).collect();
        let length = usize::from(sign.is_some()) + number.chars().count();
        let note: String = text.chars().skip(length).collect();
        if note.chars().any(|c| half_width(c).is_ascii_digit()) && !is_bracketed(note.trim()) {
            return mark();
        }
        if is_scaled(note.trim()) {
            return mark();
        }
        let Some(digits) = without_separators(&number) else {
            return mark();
        };
        let Ok(magnitude) = Decimal::from_str_exact(&digits) else {
            return mark();
        };
        let negative = matches!(sign, Some('-' | '−'));
        Some(Entry::Number {
            value: if negative { -magnitude } else { magnitude },
            plus: sign == Some('+'),
            note: note.trim().to_owned(),
        })
    }

    /// The same figure as a cell of this kind writes it: no sign and no decimals that say nothing, never minus zero.
    ///
    /// The number itself never changes; what a cell cannot hold stays as it is.
    pub fn fitting(self, kind: &Kind) -> Entry {
        let Entry::Number {
            mut value,
            mut plus,
            note,
        } = self
        else {
            return self;
        };
        if value.is_zero() {
            value.set_sign_positive(true);
        }
        if *kind != Kind::SignedCount || value.is_zero() {
            plus = false;
        }
        match kind {
            Kind::Count | Kind::SignedCount if value.fract().is_zero() => value = value.trunc(),
            Kind::Money { decimals, .. } if value.normalize().scale() <= *decimals => {
                value.rescale(value.scale().min(*decimals));
            }
            _ => {}
        }
        Entry::Number { value, plus, note }
    }

    /// Whether [`Entry::fitting`] would leave it as it is; marks are never changed.
    pub fn is_fitting(&self, kind: &Kind) -> bool {
        let Entry::Number { value, plus, .. } = self else {
            return true;
        };
        let minus_zero = value.is_zero() && value.is_sign_negative();
        let plus_says_nothing = *plus && (*kind != Kind::SignedCount || value.is_zero());
        let decimals = match kind {
            Kind::Count | Kind::SignedCount => 0,
            Kind::Money { decimals, .. } => *decimals,
        };
        let needless = value.scale() > decimals && value.normalize().scale() <= decimals;
        !minus_zero && !plus_says_nothing && !needless
    }

    /// Whether it is a number and nothing else: no plus sign, no note.
    pub fn is_plain(&self) -> bool {
        matches!(self, Entry::Number { plus: false, note, .. } if note.is_empty())
    }

    /// The number, when there is one.
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Entry::Number { value, .. } => Some(*value),
            Entry::Mark(_) => None,
        }
    }

    /// As printed but without the note.
    pub fn without_note(&self) -> String {
        match self {
            Entry::Number { value, plus, .. } => {
                format!("{}{value}", if *plus { "+" } else { "" })
            }
            Entry::Mark(mark) => mark.clone(),
        }
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        match (self, other) {
            (
                Entry::Number { value, plus, note },
                Entry::Number {
                    value: other_value,
                    plus: other_plus,
                    note: other_note,
                },
            ) => {
                let written = |number: &Decimal| {
                    let sign = number.is_sign_negative();
                    (number.mantissa(), number.scale(), sign)
                };
                // Nearly all notes are empty. To compare two texts of no length costs 40 ns, where their pointers lead
                // nowhere and the system's memcmp loads by a mask.
                let same_note =
                    note.len() == other_note.len() && (note.is_empty() || note == other_note);
                same_note && plus == other_plus && written(value) == written(other_value)
            }
            (Entry::Mark(mark), Entry::Mark(other)) => mark == other,
            (Entry::Number { .. }, Entry::Mark(_)) | (Entry::Mark(_), Entry::Number { .. }) => {
                false
            }
        }
    }
}

impl Eq for Entry {}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.without_note())?;
        match self {
            Entry::Number { note, .. } => f.write_str(note),
            Entry::Mark(_) => Ok(()),
        }
    }
}

/// Whether what follows a number makes it another one: 3万, 5仟, 2个亿, 12%, 10余, 5w, 5½.
fn is_scaled(note: &str) -> bool {
    let counts = |c: char| {
        "余多几两%％‰万亿千百十仟佰拾萬億兆廿卅".contains(c)
            || c.is_numeric()
            || half_width(c).is_ascii_alphabetic()
    };
    let rest = note.strip_prefix('个').unwrap_or(note).trim_start();
    rest.starts_with(counts) || rest.starts_with(|c| chinese_digit(c).is_some())
}

fn is_bracketed(note: &str) -> bool {
    let brackets = [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']')];
    brackets
        .iter()
        .any(|(open, close)| note.starts_with(*open) && note.ends_with(*close))
}

/// The digits without thousands separators; `None` when the number is malformed ("1,23", "1.2.3", "5.").
fn without_separators(number: &str) -> Option<String> {
    let (whole, decimals) = match number.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (number, None),
    };
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let well_grouped = !grouped || (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3);
    let well_ended =
        decimals.is_none_or(|d| !d.is_empty() && d.chars().all(|c| c.is_ascii_digit()));
    (!first.is_empty() && well_grouped && well_ended).then(|| number.replace(',', ""))
}
