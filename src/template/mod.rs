//! The form as prescribed: read from a template's RON, linted, linked, and kept with its predecessors.

pub mod axis;
mod claims;
pub mod equation;
mod expand;
mod form;
mod forms;
mod label;
mod lineage;
mod link;
mod lint;
mod lint_rules;
mod places;
mod read;

pub use axis::Header;
pub use claims::{ClaimWords, ColumnWords, Measure, Rate, Topic};
pub use form::{
    About, Ask, Band, Deadline, Each, Form, Kind, Question, Rule, RuleEquation, Section,
    SectionContent, Severity, StandardPart, Standing, Table, Trend,
};
pub use forms::Forms;
pub use label::Label;
pub use lineage::Lineage;
pub use read::{Problem, TemplateError};

use crate::place::Address;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

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
    /// Another one for each form that is read while the program runs, so that it need not be compared.
    pub(crate) number: u64,
    by_address: HashMap<Address, usize>,
    /// The common vocabulary as far as the form has what it speaks of, once it was asked for.
    claims: OnceLock<ClaimWords>,
    /// The forms that this one succeeds, as far as they are known.
    older: Vec<Arc<Template>>,
    /// Last report year it is prescribed for; `None` until a form succeeds it.
    last_year: Option<u16>,
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
        self.cell_index(address).map(|index| self.cell_at(index))
    }

    /// The cell of an index that this form gave out: of an operand, a total or an address.
    #[expect(
        clippy::indexing_slicing,
        reason = "a linked form never changes; an index without a cell is another form's, and would name the wrong figure"
    )]
    pub fn cell_at(&self, index: usize) -> &CellSpec {
        &self.cells[index]
    }

    /// The rule that an equation is an instance of.
    #[expect(
        clippy::indexing_slicing,
        reason = "the linker numbers each equation's rule while it goes through the form's own rules"
    )]
    pub fn rule_of(&self, equation: &Equation) -> &Rule {
        &self.form.rules[equation.rule]
    }

    /// First and last report year the form is prescribed for; without an end until a known form succeeds it.
    pub fn years(&self) -> (u16, Option<u16>) {
        (self.form.first_year, self.last_year)
    }

    pub fn serves(&self, year: u16) -> bool {
        year >= self.form.first_year && self.last_year.is_none_or(|last| year <= last)
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

    /// The title in each of the form's wordings.
    pub fn titles(&self, agency: &str, year: u16) -> Vec<String> {
        let wordings = 0..self.form.titles.len();
        wordings
            .map(|wording| self.title(wording, agency.trim(), year))
            .collect()
    }

    /// The title in one of the form's wordings.
    pub fn title(&self, wording: usize, agency: &str, year: u16) -> String {
        self.title_with(wording, agency, &year.to_string())
    }

    /// The same with what stands for a year that is not known.
    pub fn title_with(&self, wording: usize, agency: &str, year: &str) -> String {
        let pattern = self.form.titles.get(wording).or(self.form.titles.first());
        pattern
            .map(|text| text.replace("{agency}", agency).replace("{year}", year))
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
