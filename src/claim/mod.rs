//! What sentences claim about the form's numbers: what is counted, of which scope, which number, which year.
//!
//! Only what certainly speaks of the tables becomes a claim; what is told of others, of other years or of things that no
//! table counts is passed over. Whether a claim is right is for `check` to say.

mod added;
mod amount;
mod apart;
mod behind;
mod certain;
mod comparing;
mod denying;
mod ending;
mod grammar;
mod kinds;
mod known;
mod lexicon;
mod listing;
mod naming;
mod outcomes;
mod part;
mod partial;
mod perhaps;
mod read;
mod scope;
mod sentence;
mod subject;
mod sums;
mod sweeping;
mod telling;
mod token;
mod when;
mod words;

pub use amount::{Amount, Bound};
pub use lexicon::Lexicon;
pub use read::{Setting, read};

use rust_decimal::Decimal;
use std::ops::Range;

/// Cells that are added up, as indexes into the template's cells.
pub type Sum = Vec<usize>;

/// One thing that a text says about the tables' numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The characters of the text that say it.
    pub range: Range<usize>,
    /// Whether last year's numbers are meant.
    pub is_last_year: bool,
    /// A whole told before: the claim speaks of the tables only when it is one of these sums.
    pub given: Option<(Amount, Vec<Sum>)>,
    /// A number told before with what it may be, sum for sum: the one that it is says which of the claim's own is meant.
    pub read_as: Option<(Amount, Vec<Sum>)>,
    pub certainty: Certainty,
    /// Where its sentence begins: a number that is not certain may be proven by those told beside it.
    pub sentence: usize,
    pub told: Told,
}

/// How well the words around a claim are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Every word around it is known.
    Certain,
    /// Not every word is known, and no other number stands in its sentence: a figure that looks mistyped is worth a
    /// question.
    Alone,
    /// Not every word is known; where the other numbers of its sentence are the tables', this one should be as well.
    Beside,
}

/// What is said.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// A number is one of these sums.
    Count { amount: Amount, sums: Vec<Sum> },
    /// A number is no more than one of these sums, which count other things as well.
    Part { amount: Amount, sums: Vec<Sum> },
    /// A number of per cent is the share of one of the parts in one of the wholes.
    Share {
        percent: Amount,
        parts: Vec<Share>,
        wholes: Vec<Share>,
    },
    /// One of these sums is more or less than last year, by a number of things or of per cent.
    Change {
        direction: Direction,
        by: Change,
        sums: Vec<Sum>,
        /// Last year's number, where the text tells it.
        base: Option<Decimal>,
    },
    /// What is said of all: one of the parts is all of one of the wholes.
    ///
    /// With the number of things that it is said of, where the text tells one; of another number nothing is known.
    All {
        told: Option<Amount>,
        parts: Vec<Sum>,
        wholes: Vec<Sum>,
    },
    /// Parts told in the text are more than the whole that it tells.
    Exceeds { parts: Decimal, whole: Decimal },
}

/// A side of a share: cells, or a number that the text itself tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Share {
    Cells(Sum),
    Told(Decimal),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    More,
    Less,
    Same,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Count(Amount),
    Percent(Amount),
    /// Only the direction is told.
    Unsaid,
}
