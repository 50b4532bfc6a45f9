//! The form as its RON file writes it: sections, tables, rules, page and what it says about other years.

use super::axis::{self, Header};
use super::claims::ClaimWords;
use super::label::Label;
use super::lineage::Lineage;
use crate::page::PageStyle;
use crate::place::{Address, Id};
use serde::Deserialize;

/// The form as its RON file writes it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub id: String,
    pub name: String,
    pub law: String,
    /// First report year the form is prescribed for; it serves until the first year of a form that succeeds it.
    pub first_year: u16,
    /// Ways to word the title, the usual one first; `{agency}` and `{year}` are filled in.
    pub titles: Vec<String>,
    /// The words at every title's end that stand on a line of their own when a title needs several; may be empty.
    #[serde(default)]
    pub title_end: String,
    pub page: PageStyle,
    pub sections: Vec<Section>,
    pub tables: Vec<Table>,
    pub rules: Vec<Rule>,
    /// What every report owes, and what is asked about its figures one by one.
    pub standing: Vec<Standing>,
    /// Questions about texts, and about texts against figures.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// How texts speak of the tables' numbers, where it is otherwise than in the vocabulary of all forms.
    #[serde(default)]
    pub claims: Option<ClaimWords>,
    /// Older forms whose reports this one takes over.
    #[serde(default)]
    pub succeeds: Vec<Lineage>,
    /// What is shown over the years.
    #[serde(default)]
    pub trends: Vec<Trend>,
}

/// A line of the chart over the years: the sum of some numbers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trend {
    /// The same in every form that has it.
    pub id: String,
    pub label: String,
    /// Addresses of the numbers that it adds up.
    pub sum: Vec<Address>,
}

/// Something that a proofreader asks about the texts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The rule id of its findings.
    pub id: String,
    #[serde(default = "question")]
    pub level: Severity,
    /// What the rule asks for, in one sentence.
    pub explanation: String,
    #[serde(default)]
    pub law: String,
    pub advice: String,
    /// A case that it finds.
    pub example: String,
    pub ask: Ask,
}

fn question() -> Severity {
    Severity::Question
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Ask {
    /// A prose section must mention one of the words; `subject` says what is missing.
    Mentions {
        section: Id,
        subject: String,
        words: Vec<String>,
        /// Words that make it definite where no number stands.
        #[serde(default)]
        settles: Vec<String>,
        /// Words of clauses that say nothing of the subject, whatever else they say.
        #[serde(default)]
        others: Vec<String>,
        /// Words that a clause ends with which is definite only where the section tells an amount of money.
        #[serde(default)]
        affirms: Vec<String>,
    },
    /// Periods of the report (after one of the words) that are not its year.
    ///
    /// After one of the hints only a period of which one end is right.
    Period {
        words: Vec<String>,
        #[serde(default)]
        hints: Vec<String>,
    },
    /// Dates that no calendar has.
    ImpossibleDates,
    /// What is yet to come, told with a year that is over; one of the words says that it is to come.
    PlannedYear { words: Vec<String> },
    /// Items that a text numbers itself and misnumbers.
    Numbering,
    /// Document numbers that are not written as in 国办函〔2020〕109号.
    DocumentNumbers,
    /// Half-width marks between hanzi.
    HalfWidthMarks,
    /// Characters that look like others: radicals, full-width digits.
    LookAlikes,
    /// Words that stand twice.
    DoubledWords,
    /// Spaces around numbers where the rest has none, and between hanzi.
    StraySpaces,
    /// Things without their number; each with the units it is counted in.
    MissingNumbers { counted: Vec<(String, Vec<String>)> },
    /// Numbers of one sentence that contradict each other: parts and whole, shares, growth.
    Reckoning,
    /// Standard parts that do not stand in the form's order.
    PartOrder,
    /// Shares of more than the whole.
    OverHundred,
    /// Words written or used wrongly, each with the one that is meant.
    Misused { words: Vec<(String, String)> },
    /// Numbers that belong to a person; an error.
    PrivateNumbers,
    /// Documents named as a basis that another has taken the place of; sentences with one of `history` tell of the past.
    Superseded {
        documents: Vec<(String, String)>,
        history: Vec<String>,
    },
    /// A signature that is not the agency.
    Signature,
    /// A line of a text that ends as a title does and is not the report's.
    TitleLine { endings: Vec<String> },
    /// What a text claims about the tables' numbers, in the words of the form's `claims`, is so.
    Claims,
    /// A year before the report's that is not told as history. Clauses with one of `history` are left alone.
    LeftOverYear { history: Vec<String> },
    /// Words that stand for something still to be written.
    Placeholder { words: Vec<String> },
    /// Doubled punctuation.
    DoubledPunctuation,
    /// Brackets, quotation marks and book-title marks that do not pair.
    UnpairedMarks,
    /// A paragraph of a sentence or more without a mark at its end.
    NoEndMark,
    /// A heading that a text numbers itself, with nothing under it.
    EmptyHeading,
    /// The same paragraph twice.
    RepeatedParagraph,
    /// Content carried over from last year that nobody confirmed.
    Carried,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: Id,
    /// 一、 and so on, fixed by the form.
    pub number: String,
    pub heading: Label,
    pub content: SectionContent,
    #[serde(default)]
    pub aliases: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum SectionContent {
    /// An optional lead and any number of parts; `parts` are the standard ones.
    Prose {
        guidance: String,
        /// Usual number of characters, from and to.
        usual: (u32, u32),
        #[serde(default)]
        parts: Vec<StandardPart>,
    },
    /// The id of a table.
    Table(Id),
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardPart {
    pub id: String,
    pub heading: String,
    pub guidance: String,
    pub usual: (u32, u32),
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl StandardPart {
    /// Whether a heading is one of this part's.
    pub fn is_called(&self, heading: &str) -> bool {
        let heading = heading.trim();
        self.heading == heading || self.aliases.iter().any(|alias| alias == heading)
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub id: Id,
    pub bands: Vec<Band>,
}

/// One grid of a table with its own columns and rows; bands are stacked in one frame.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Full-width line over the band; empty when there is none.
    #[serde(default)]
    pub caption: String,
    /// Text over the row labels.
    #[serde(default)]
    pub corner: Label,
    /// A header over all columns (申请人情况); empty when there is none.
    #[serde(default)]
    pub over_columns: Label,
    /// Width shares of the row labels' levels; empty when rows have no labels.
    #[serde(default)]
    pub stub_widths: Vec<f32>,
    /// Width shares of the columns; empty means all alike.
    #[serde(default)]
    pub column_widths: Vec<f32>,
    pub columns: Vec<Header>,
    pub rows: Vec<Header>,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Kind {
    /// A whole number, not negative.
    #[default]
    Count,
    /// A whole number with a sign.
    SignedCount,
    /// An amount with up to `decimals` decimals, printed as entered.
    Money { unit: String, decimals: u32 },
}

/// A rule that both sides of an equation must satisfy.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    #[serde(default)]
    pub level: Severity,
    /// What the rule asks for, in one sentence.
    pub explanation: String,
    pub law: String,
    pub advice: String,
    /// A case that it finds.
    pub example: String,
    pub each: Each,
    pub equation: RuleEquation,
}

/// What a rule is repeated over: each row or each column of a table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum Each {
    Row(Id),
    Column(Id),
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum RuleEquation {
    /// Both sides are equal: `new + carried_in = closed + carried_out`.
    Balance(String),
    /// The stated total of this row or column is what its formula gives.
    Total(String),
}

/// A rule about cells, texts or particulars one by one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    pub id: String,
    #[serde(default)]
    pub level: Severity,
    /// What the rule asks for, in one sentence.
    pub explanation: String,
    pub law: String,
    pub advice: String,
    /// A case that it finds.
    pub example: String,
    pub about: About,
}

/// What a standing rule looks at. Messages are sentences with the words in braces filled in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum About {
    /// Every entered cell holds a number.
    Figures,
    /// Every prose section and each of its parts has a text; its advice is the section's or the part's guidance.
    Texts,
    /// Every standard part of a prose section is there.
    Parts,
    /// The agency is named.
    Agency { message: String },
    /// The year is given.
    Year { message: String },
    /// The report's year is one that the form is prescribed for; `{year}`, `{form}`, `{years}`.
    FormYears { message: String },
    /// A figure is one that its cell can hold, of at most this many digits before the point.
    Kinds { digits: u32 },
    /// Every figure stands at an address of the form.
    Addresses,
    /// Every rule that a file switches off is one of the form's; `{rule}`.
    Rules { message: String },
    /// A sum is small enough to be reckoned with.
    Sums { message: String },
    /// A figure is not `factor` times last year's or more, or the other way round, unless both are below `from`;
    /// `{cell}`, `{this}`, `{last}`.
    Jump {
        factor: u32,
        from: u32,
        message: String,
    },
    /// A figure whose digits make at least `from` is not the same as last year's; `{cell}`, `{this}`, `{last}`.
    Repeat { from: u32, message: String },
    /// The date of the signature is in the year after the report's, no later than the first of these deadlines that
    /// is the agency's; `{date}`, `{year}`, `{first}`, `{deadline}`.
    Published {
        deadlines: Vec<Deadline>,
        message: String,
    },
}

/// The last day on which an agency may publish its report, in the year after the report's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// What the names of the agencies end with that it holds for; none: for all.
    #[serde(default)]
    pub agencies: Vec<String>,
    pub month: u32,
    pub day: u32,
}

/// How a finding stands in the way of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
pub enum Severity {
    /// A rule of the form is broken.
    #[default]
    Error,
    /// A cell or text is missing.
    Unfilled,
    /// A text and a figure disagree, a year looks left over, a carried value is not yet confirmed.
    Question,
}

impl Band {
    /// The rows in order with the labels above them.
    pub fn row_leaves(&self) -> Vec<(Vec<&str>, &Header)> {
        axis::leaves(&self.rows)
    }

    /// The columns in order with the labels above them.
    pub fn column_leaves(&self) -> Vec<(Vec<&str>, &Header)> {
        axis::leaves(&self.columns)
    }
}
