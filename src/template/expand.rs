//! A rule of the form → an equation for each row or column that it is repeated over.

use super::axis::{self, Header};
use super::equation::{WrittenTerm, parse_equation, parse_formula};
use super::link::{Linker, written};
use super::read::Problem;
use super::{Each, Equation, Form, Operand, Rule, RuleEquation, Table, Term};

impl Linker {
    /// Repeats a rule over its rows or columns, or says why it fits none.
    pub fn expand_rule(&mut self, form: &Form, rule_index: usize, rule: &Rule) {
        let place = format!("rules.{}", rule.id);
        let (table_id, by_row) = match &rule.each {
            Each::Row(id) => (id, true),
            Each::Column(id) => (id, false),
        };
        let Some(table) = form.tables.iter().find(|table| &table.id == table_id) else {
            return self.problem(place, format!("没有编号为 {table_id} 的表格"));
        };
        let (left, right) = match self.sides(&rule.equation, table, by_row, &place) {
            Ok(sides) => sides,
            Err(problem) => return self.problems.push(problem),
        };
        let ids: Vec<&str> = left
            .iter()
            .chain(&right)
            .map(|term| term.id.as_str())
            .collect();
        let mut unknown: Vec<&str> = ids.clone();
        let mut fits_a_band = false;
        for band in &table.bands {
            let rows = axis::leaves(&band.rows);
            let columns = axis::leaves(&band.columns);
            let (axis, across) = if by_row {
                (&columns, &rows)
            } else {
                (&rows, &columns)
            };
            unknown.retain(|id| !axis.iter().any(|leaf| leaf.1.id == *id));
            if !ids
                .iter()
                .all(|id| axis.iter().any(|leaf| leaf.1.id == *id))
            {
                continue;
            }
            fits_a_band = true;
            let headers: Vec<&Header> = axis.iter().map(|leaf| leaf.1).collect();
            for (_, other) in across {
                let address = |id: &str| match by_row {
                    true => written(table, &other.id, id),
                    false => written(table, id, &other.id),
                };
                let link = |side: &[WrittenTerm]| -> Vec<Term> {
                    side.iter()
                        .filter_map(|term| self.link_term(term, &headers, address))
                        .collect()
                };
                let (left, right) = (link(&left), link(&right));
                let total = match (&rule.equation, left.first().map(|term| &term.operand)) {
                    (RuleEquation::Total(_), Some(Operand::Cell(cell))) => Some(*cell),
                    _ => None,
                };
                self.equations.push(Equation {
                    rule: rule_index,
                    subject: other.name().to_owned(),
                    left,
                    right,
                    total,
                });
            }
        }
        if !unknown.is_empty() {
            self.problem(place, format!("不认识的编号：{}", unknown.join("、")));
        } else if !fits_a_band {
            self.problem(
                place,
                format!("{} 没有同时出现在一个表块里", ids.join("、")),
            );
        }
    }

    fn sides(
        &self,
        equation: &RuleEquation,
        table: &Table,
        by_row: bool,
        place: &str,
    ) -> Result<(Vec<WrittenTerm>, Vec<WrittenTerm>), Problem> {
        let problem = |reason: String| Problem {
            place: place.to_owned(),
            reason,
        };
        match equation {
            RuleEquation::Balance(text) => {
                parse_equation(text).map_err(|error| problem(error.to_string()))
            }
            RuleEquation::Total(id) => {
                let axes = table.bands.iter().flat_map(|band| match by_row {
                    true => axis::leaves(&band.columns),
                    false => axis::leaves(&band.rows),
                });
                let header = axes.map(|leaf| leaf.1).find(|header| &header.id == id);
                let Some(header) = header else {
                    return Err(problem(format!("不认识的编号：{id}")));
                };
                let Some(formula) = &header.formula else {
                    return Err(problem(format!("{id} 没有公式（formula），不能当合计核对")));
                };
                let total = WrittenTerm {
                    minus: false,
                    prior: false,
                    id: id.clone(),
                };
                let terms = parse_formula(formula).map_err(|error| problem(error.to_string()))?;
                Ok((vec![total], terms))
            }
        }
    }
}
