//! The form as prescribed: sections, tables, rules and page, read from a template's RON and linted.

pub mod axis;
pub mod equation;
mod label;
mod lineage;
mod link;
mod places;
mod read;

pub use axis::Header;
pub use label::Label;
pub use lineage::Lineage;
pub use read::{BUILT_IN, Problem, TemplateError};

use crate::page::PageStyle;
use crate::place::{Address, Id};
use serde::Deserialize;
use std::collections::HashMap;

/// A linted template: the form as written and everything that follows from it.
#[derive(Debug, Clone)]
pub struct Template {
    pub form: Form,
    /// Every number of the form, in its order.
    pub cells: Vec<CellSpec>,
    /// Every rule of the form, repeated over its rows or columns.
    pub equations: Vec<Equation>,
    /// Totals in an order in which each comes after all that it adds up. Indexes into `cells`.
    pub totals: Vec<usize>,
    by_address: HashMap<Address, usize>,
}

/// The form as its RON file writes it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub id: String,
    pub name: String,
    pub law: String,
    /// First and last report year the form is prescribed for.
    pub years: (u16, u16),
    /// Ways to word the title, the usual one first; `{agency}` and `{year}` are filled in.
    pub titles: Vec<String>,
    /// The words at every title's end that stand on a line of their own when a title needs several; may be empty.
    #[serde(default)]
    pub title_end: String,
    pub page: PageStyle,
    pub sections: Vec<Section>,
    pub tables: Vec<Table>,
    pub rules: Vec<Rule>,
    /// What is said about a cell without a figure.
    pub unfilled: Reproach,
    /// What is said about a figure that its cell cannot hold.
    pub figure_kind: Reproach,
    /// Questions about texts, and about texts against figures.
    #[serde(default)]
    pub questions: Vec<Question>,
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
    pub ask: Ask,
    #[serde(default)]
    pub law: String,
    pub advice: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Ask {
    /// A prose section must mention one of the words; `subject` says what is missing.
    Mentions {
        section: Id,
        subject: String,
        words: Vec<String>,
    },
    /// A number told in a standard part is one of the sums; each sum lists addresses.
    ///
    /// A told number is a verb, then in the same clause `object`, and a numeral with one of the units before any of
    /// `until`. A negation and the object in one clause tell 0. Clauses with one of `not_about` tell something else.
    Tells {
        section: Id,
        part: String,
        object: String,
        verbs: Vec<String>,
        negations: Vec<String>,
        units: Vec<String>,
        /// Words that open a clause with the sum of what the clause before told.
        together: Vec<String>,
        until: Vec<String>,
        not_about: Vec<String>,
        sums: Vec<Vec<Address>>,
    },
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
    pub heading: String,
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

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    pub each: Each,
    pub equation: RuleEquation,
    pub law: String,
    pub advice: String,
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

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reproach {
    pub law: String,
    pub advice: String,
}

/// One number of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct CellSpec {
    pub address: Address,
    /// Indexes into `form.tables`, the table's bands, and the leaves of the band's axes.
    pub table: usize,
    pub band: usize,
    pub row: usize,
    pub column: usize,
    pub kind: Kind,
    /// Sums that fill the cell: none when it is entered, two where a total row meets a total column.
    pub formulas: Vec<Vec<Term>>,
    /// Labels from the outermost to the row (the band's caption first) and to the column.
    pub row_path: Vec<String>,
    pub column_path: Vec<String>,
}

/// One rule for one row or column.
#[derive(Debug, Clone, PartialEq)]
pub struct Equation {
    /// Index into `form.rules`.
    pub rule: usize,
    /// The row or column it stands for, as a sentence calls it (自然人).
    pub subject: String,
    pub left: Vec<Term>,
    pub right: Vec<Term>,
    /// For a total's rule, the total's cell.
    pub total: Option<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    pub minus: bool,
    pub operand: Operand,
    /// How a sentence calls it (第一项).
    pub name: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Index into `Template::cells`.
    Cell(usize),
    /// Address of last year's figure.
    Prior(Address),
}

impl Template {
    /// Index of the cell at an address.
    pub fn cell_index(&self, address: &str) -> Option<usize> {
        self.by_address.get(address).copied()
    }

    pub fn cell(&self, address: &str) -> Option<&CellSpec> {
        self.cell_index(address).map(|index| &self.cells[index])
    }

    pub fn table(&self, id: &str) -> Option<&Table> {
        self.form.tables.iter().find(|table| table.id == *id)
    }

    pub fn section(&self, id: &str) -> Option<&Section> {
        self.form.sections.iter().find(|section| section.id == *id)
    }

    /// The section that holds a table.
    pub fn section_of_table(&self, table: &str) -> Option<&Section> {
        self.form
            .sections
            .iter()
            .find(|section| matches!(&section.content, SectionContent::Table(id) if *id == *table))
    }

    /// The title in one of the form's wordings.
    pub fn title(&self, wording: usize, agency: &str, year: u16) -> String {
        let pattern = self.form.titles.get(wording).or(self.form.titles.first());
        pattern
            .map(|text| {
                text.replace("{agency}", agency)
                    .replace("{year}", &year.to_string())
            })
            .unwrap_or_default()
    }
}

impl CellSpec {
    pub fn is_total(&self) -> bool {
        !self.formulas.is_empty()
    }

    /// The cell in words: `三、本年度办理结果/（一）予以公开，自然人`.
    pub fn label(&self) -> String {
        [self.row_path.join("/"), self.column_path.join("/")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("，")
    }
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
