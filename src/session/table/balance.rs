//! Rules that hold both sides of a column even: their sums and difference, column by column. Pure.

use crate::report::{Figures, Sum};
use crate::session::table::lines::FigureLines;
use crate::template::{Each, Equation, Operand, RuleEquation, Template, Term};
use rust_decimal::Decimal;

/// One rule over the columns of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// 第一项 + 第二项.
    pub left_name: String,
    pub right_name: String,
    pub columns: Vec<BalanceColumn>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BalanceColumn {
    /// The column as a sentence calls it.
    pub subject: String,
    /// First track and number of tracks.
    pub track: usize,
    pub track_span: usize,
    /// `None` while a figure is missing.
    pub left: Option<Decimal>,
    pub right: Option<Decimal>,
}

/// Every balance over the columns of a table whose figures are all of this year.
pub fn balances(
    template: &Template,
    table: &str,
    lines: &FigureLines,
    figures: &Figures,
) -> Vec<Balance> {
    let rules = template.form.rules.iter().enumerate();
    let own = rules.filter(|(_, rule)| {
        matches!(&rule.each, Each::Column(id) if id == table)
            && matches!(rule.equation, RuleEquation::Balance(_))
    });
    own.filter_map(|(index, _)| {
        let equations: Vec<&Equation> = template
            .equations
            .iter()
            .filter(|e| e.rule == index)
            .collect();
        let first = equations.first()?;
        let columns: Option<Vec<BalanceColumn>> = equations
            .iter()
            .map(|equation| column(equation, lines, figures))
            .collect();
        Some(Balance {
            left_name: names(&first.left),
            right_name: names(&first.right),
            columns: columns?,
        })
    })
    .collect()
}

impl BalanceColumn {
    /// Left less right, without sign.
    pub fn difference(&self) -> Option<Decimal> {
        Some(self.left?.checked_sub(self.right?)?.abs())
    }
}

/// A column in one sentence.
pub fn said(balance: &Balance, column: &BalanceColumn) -> String {
    let number = |value: Option<Decimal>| match value {
        Some(value) => value.normalize().to_string(),
        None => "未填".to_owned(),
    };
    let sides = format!(
        "{}：{} {}，{} {}",
        column.subject,
        balance.left_name,
        number(column.left),
        balance.right_name,
        number(column.right)
    );
    match column.difference() {
        None => format!("{sides}，未填完"),
        Some(difference) if difference.is_zero() => format!("{sides}，相等"),
        Some(difference) => format!("{sides}，相差 {}", difference.normalize()),
    }
}

fn column(equation: &Equation, lines: &FigureLines, figures: &Figures) -> Option<BalanceColumn> {
    let Operand::Cell(cell) = equation.left.first()?.operand else {
        return None;
    };
    let terms = equation.left.iter().chain(&equation.right);
    if terms
        .clone()
        .any(|term| matches!(term.operand, Operand::Prior(_)))
    {
        return None;
    }
    let figure = lines.figure_at(lines.spot_of(cell)?)?;
    Some(BalanceColumn {
        subject: equation.subject.clone(),
        track: figure.track,
        track_span: figure.track_span,
        left: side(&equation.left, figures),
        right: side(&equation.right, figures),
    })
}

fn side(terms: &[Term], figures: &Figures) -> Option<Decimal> {
    let value = |term: &Term| match term.operand {
        Operand::Cell(cell) => figures.value(cell),
        Operand::Prior(_) => None,
    };
    Sum::of(terms.iter().map(|term| (term.minus, value(term)))).known()
}

fn names(terms: &[Term]) -> String {
    let mut text = String::new();
    for term in terms {
        match (text.is_empty(), term.minus) {
            (true, false) => {}
            (_, true) => text.push_str(" − "),
            (false, false) => text.push_str(" + "),
        }
        text.push_str(&term.name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Entry, Report};

    #[test]
    fn only_rules_within_the_year_and_the_table_have_a_strip() {
        let template = Template::built_in("2021").expect("a built-in form");
        let mut report = Report::new(&template, "某局", 2025);
        for address in ["requests.new.natural", "requests.carried_in.natural"] {
            report.entries.insert(
                crate::place::Address::parse(address).expect("an address"),
                Entry::number(2),
            );
        }
        let lines = FigureLines::of(&template, "requests");
        let figures = Figures::of(&template, &report);
        let found = balances(&template, "requests", &lines, &figures);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].left_name, "第一项 + 第二项");
        assert_eq!(found[0].columns.len(), 7);
        assert_eq!(found[0].columns[0].left, Some(Decimal::from(4)));
        assert_eq!(found[0].columns[0].difference(), None);
        assert_eq!(found[0].columns[6].left, None);
        for table in ["disclosed", "appeals"] {
            let lines = FigureLines::of(&template, table);
            assert_eq!(balances(&template, table, &lines, &figures), []);
        }
    }
}
