//! Which cells of a table a broken rule or a question names, on which side, and by how much they differ. Pure.

use crate::check::{Finding, Severity};
use crate::template::Template;
use std::collections::HashMap;

/// What is drawn on one cell; the gravest finding comes first.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub severity: Severity,
    /// Fingerprint of the finding that a click shows.
    pub fingerprint: String,
    /// The messages of every finding that names the cell.
    pub messages: Vec<String>,
    /// By how much the sides differ; only on the last cell of each side.
    pub difference: Option<String>,
    /// One of few cells on its side: shaded as well. A sum of twenty cells is only marked.
    pub is_shaded: bool,
}

/// Cells on one side of a rule that are shaded; more would drown the table.
const FEW: usize = 4;

/// The marks of all cells, by index in the template. What is only unfilled shows itself and gets no mark.
pub fn marks(template: &Template, findings: &[Finding]) -> HashMap<usize, Mark> {
    let mut marks: HashMap<usize, Mark> = HashMap::new();
    let mut loud: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Unfilled)
        .collect();
    loud.sort_by_key(|finding| finding.severity);
    for finding in loud {
        let difference = finding
            .difference
            .filter(|difference| !difference.is_zero());
        let difference = difference.map(|difference| difference.normalize().to_string());
        for side in [&finding.left_cells, &finding.right_cells] {
            let cells: Vec<usize> = side
                .iter()
                .filter_map(|place| template.cell_index(place.address()?))
                .collect();
            for (position, cell) in cells.iter().enumerate() {
                let is_last = position + 1 == cells.len();
                let mark = marks.entry(*cell).or_insert_with(|| Mark {
                    severity: finding.severity,
                    fingerprint: finding.fingerprint.clone(),
                    messages: Vec::new(),
                    difference: None,
                    is_shaded: false,
                });
                if mark.severity == finding.severity {
                    mark.is_shaded |= cells.len() <= FEW;
                }
                if is_last && mark.difference.is_none() && mark.fingerprint == finding.fingerprint {
                    mark.difference.clone_from(&difference);
                }
                if !mark.messages.contains(&finding.message) {
                    mark.messages.push(finding.message.clone());
                }
            }
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use rust_decimal::Decimal;

    fn finding(severity: Severity, left: &[&str], right: &[&str]) -> Finding {
        let owned = |cells: &[&str]| cells.iter().filter_map(|cell| Place::parse(cell)).collect();
        Finding {
            rule: "rule".to_owned(),
            severity,
            law: String::new(),
            left_cells: owned(left),
            right_cells: owned(right),
            left: None,
            right: None,
            difference: Some(Decimal::TWO),
            message: format!("{severity:?} {left:?}"),
            advice: String::new(),
            remedy: None,
            spans: Vec::new(),
            fingerprint: format!("{severity:?} {left:?}"),
        }
    }

    #[test]
    fn both_sides_are_marked_and_the_last_cell_of_each_tells_the_difference() {
        let template = Template::built_in("2021").expect("a built-in form");
        let left = ["requests.new.natural", "requests.carried_in.natural"];
        let right = ["requests.closed.natural", "requests.carried_out.natural"];
        let findings = [
            finding(Severity::Question, &[left[1]], &[]),
            finding(Severity::Unfilled, &["requests.new.business"], &[]),
            finding(Severity::Error, &left, &right),
        ];
        let marks = marks(&template, &findings);
        let of = |address: &str| {
            template
                .cell_index(address)
                .and_then(|index| marks.get(&index))
        };
        assert_eq!(marks.len(), 4);
        let told = |address: &str| of(address).is_some_and(|mark| mark.difference.is_some());
        assert_eq!(left.map(told), [false, true]);
        assert_eq!(right.map(told), [false, true]);
        let doubly = of(left[1]).expect("a mark");
        assert_eq!(
            (doubly.severity, doubly.messages.len()),
            (Severity::Error, 2)
        );
        assert_eq!(of("requests.new.business"), None);
    }
}
