//! The template's rules over the figures: what holds, what is off by how much, what is not filled yet.

use super::{Finding, Remedy, Severity, finding};
use crate::report::{Entry, Figures, PastYear, Report};
use crate::template::{CellSpec, Equation, Kind, Operand, Template, Term};
use rust_decimal::Decimal;

/// How one equation of the form comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Holds,
    OffBy {
        left: Decimal,
        right: Decimal,
        /// Left less right, without sign.
        difference: Decimal,
    },
    /// The printed total is no number, but the sum is known.
    TotalIsMark {
        computed: Decimal,
    },
    /// Indexes of the entered cells that have no figure yet.
    NotFilled(Vec<usize>),
    /// The equation needs a figure of last year that is not known.
    NoPrior,
}

/// Every broken rule, impossible figure and unfilled cell, in no particular order.
pub fn check(template: &Template, report: &Report, prior: Option<&PastYear>) -> Vec<Finding> {
    let figures = Figures::of(template, report);
    let mut findings = Vec::new();
    for equation in &template.equations {
        match outcome(template, equation, &figures, prior) {
            Outcome::Holds | Outcome::NotFilled(_) | Outcome::NoPrior => {}
            broken => findings.push(broken_rule(template, equation, &figures, prior, broken)),
        }
    }
    impossible_figures(template, &figures, &mut findings);
    unfilled_cells(template, &figures, prior, &mut findings);
    unknown_addresses(template, report, &mut findings);
    findings
}

/// How an equation comes out; `prior` is last year's report when it is known.
pub fn outcome(
    template: &Template,
    equation: &Equation,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Outcome {
    if let Some(total) = equation.total {
        let figure = figures.get(total);
        if figure.stated.is_none() && figure.computed.is_some() {
            return Outcome::Holds;
        }
        if let (Some(Entry::Mark(_)), Some(computed)) =
            (figure.stated, sum(&equation.right, figures, prior))
        {
            return Outcome::TotalIsMark { computed };
        }
    }
    let left = match equation.total.and_then(|total| figures.get(total).stated) {
        Some(stated) => stated.value(),
        None => sum(&equation.left, figures, prior),
    };
    match (left, sum(&equation.right, figures, prior)) {
        (Some(left), Some(right)) if left == right => Outcome::Holds,
        (Some(left), Some(right)) => match left.checked_sub(right) {
            Some(gap) => Outcome::OffBy {
                left,
                right,
                difference: gap.abs().normalize(),
            },
            None => Outcome::NotFilled(Vec::new()),
        },
        _ => missing(template, equation, figures, prior),
    }
}

/// The value of one side; `None` while a figure is missing.
pub fn sum(side: &[Term], figures: &Figures, prior: Option<&PastYear>) -> Option<Decimal> {
    side.iter().try_fold(Decimal::ZERO, |sum, term| {
        let value = value(term, figures, prior)?;
        match term.minus {
            true => sum.checked_sub(value),
            false => sum.checked_add(value),
        }
    })
}

/// Empty cells whose figure follows from a rule, with that figure: what 按勾稽关系填入 would enter.
///
/// A cell is offered when it is the only one missing in an equation and the figure is one that the cell can hold.
pub fn offers(
    template: &Template,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Vec<(usize, Decimal)> {
    let mut offers: Vec<(usize, Decimal)> = Vec::new();
    for equation in &template.equations {
        let Outcome::NotFilled(cells) = outcome(template, equation, figures, prior) else {
            continue;
        };
        let [cell] = cells.as_slice() else { continue };
        if figures.get(*cell).entered.is_some() || offers.iter().any(|offer| offer.0 == *cell) {
            continue;
        }
        let Some(figure) = solve(template, equation, *cell, figures, prior) else {
            continue;
        };
        if fault(&template.cells[*cell].kind, figure).is_none() {
            offers.push((*cell, figure));
        }
    }
    offers
}

fn value(term: &Term, figures: &Figures, prior: Option<&PastYear>) -> Option<Decimal> {
    match &term.operand {
        Operand::Cell(cell) => figures.value(*cell),
        Operand::Prior(address) => prior?.figures.get(address)?.value(),
    }
}

fn missing(
    template: &Template,
    equation: &Equation,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Outcome {
    // A total follows from its addends, so only these can be missing.
    let left = match equation.total {
        Some(_) => [].as_slice(),
        None => equation.left.as_slice(),
    };
    let mut cells = Vec::new();
    for term in left.iter().chain(&equation.right) {
        match &term.operand {
            Operand::Prior(_) if value(term, figures, prior).is_none() => return Outcome::NoPrior,
            Operand::Prior(_) => {}
            Operand::Cell(cell) => missing_cells(template, *cell, figures, &mut cells),
        }
    }
    Outcome::NotFilled(cells)
}

/// The entered cells that keep a cell without a figure: itself, or what its sum lacks.
fn missing_cells(template: &Template, cell: usize, figures: &Figures, cells: &mut Vec<usize>) {
    if figures.value(cell).is_some() {
        return;
    }
    match template.cells[cell].formulas.first() {
        None if !cells.contains(&cell) => cells.push(cell),
        None => {}
        Some(formula) => {
            for term in formula {
                if let Operand::Cell(addend) = term.operand {
                    missing_cells(template, addend, figures, cells);
                }
            }
        }
    }
}

/// The figure of a missing cell that makes an equation hold.
fn solve(
    template: &Template,
    equation: &Equation,
    missing: usize,
    figures: &Figures,
    prior: Option<&PastYear>,
) -> Option<Decimal> {
    if template.cells[missing].is_total() {
        return None;
    }
    let is_missing = |term: &&Term| term.operand == Operand::Cell(missing);
    let is_left = equation.left.iter().any(|term| is_missing(&term));
    let (own, other) = match is_left {
        true => (&equation.left, &equation.right),
        false => (&equation.right, &equation.left),
    };
    let mut own_terms = own.iter().filter(is_missing);
    let (Some(term), None) = (own_terms.next(), own_terms.next()) else {
        return None;
    };
    let known: Vec<Term> = own
        .iter()
        .filter(|term| !is_missing(term))
        .cloned()
        .collect();
    let goal = match equation.total.filter(|_| !is_left) {
        Some(total) => figures.get(total).stated?.value()?,
        None => sum(other, figures, prior)?,
    };
    let rest = goal.checked_sub(sum(&known, figures, prior)?)?;
    Some(if term.minus { -rest } else { rest })
}

fn broken_rule(
    template: &Template,
    equation: &Equation,
    figures: &Figures,
    prior: Option<&PastYear>,
    outcome: Outcome,
) -> Finding {
    let rule = &template.form.rules[equation.rule];
    let mut found = finding(Severity::Error, &rule.id, &rule.law, &rule.advice);
    found.left_cells = addresses(template, &equation.left);
    found.right_cells = addresses(template, &equation.right);
    (found.left, found.right, found.difference) = match outcome {
        Outcome::OffBy {
            left,
            right,
            difference,
        } => (Some(left), Some(right), Some(difference)),
        Outcome::TotalIsMark { computed } => (None, Some(computed), None),
        _ => (None, None, None),
    };
    found.message = match equation.total {
        Some(total) => total_in_words(template, equation, total, figures, &found),
        None => balance_in_words(equation, figures, prior, &found),
    };
    found.remedy = match (equation.total, lone_cell(template, equation), found.right) {
        (Some(total), _, _) => Some(Remedy::AdoptComputed(template.cells[total].address.clone())),
        (None, Some(cell), Some(right)) if fault(&cell.kind, right).is_none() => {
            Some(Remedy::Fill(cell.address.clone(), right))
        }
        _ => None,
    };
    found.with_fingerprint("")
}

/// The entered cell that a comparison with last year settles: it stands alone on the left.
fn lone_cell<'a>(template: &'a Template, equation: &Equation) -> Option<&'a CellSpec> {
    let looks_back = equation
        .right
        .iter()
        .any(|term| matches!(term.operand, Operand::Prior(_)));
    match (equation.left.as_slice(), looks_back) {
        (
            [
                Term {
                    minus: false,
                    operand: Operand::Cell(cell),
                    ..
                },
            ],
            true,
        ) => Some(&template.cells[*cell]).filter(|cell| !cell.is_total()),
        _ => None,
    }
}

fn addresses(template: &Template, side: &[Term]) -> Vec<String> {
    let address = |term: &Term| match term.operand {
        Operand::Cell(cell) => Some(template.cells[cell].address.clone()),
        Operand::Prior(_) => None,
    };
    side.iter().filter_map(address).collect()
}

fn total_in_words(
    template: &Template,
    equation: &Equation,
    total: usize,
    figures: &Figures,
    found: &Finding,
) -> String {
    let cell = &template.cells[total];
    let name = equation.left.first().map_or("", |term| term.name.as_str());
    let subject = match equation.subject.is_empty() {
        // The row has no label of its own, so the column's groups say which total it is.
        true => cell.column_path[..cell.column_path.len().saturating_sub(1)].join("，"),
        false => equation.subject.clone(),
    };
    let sum = words(found.right);
    match figures.get(total).stated {
        Some(Entry::Mark(mark)) => {
            format!("{subject}：{name}印的是“{mark}”，按各项相加应为 {sum}。")
        }
        _ => format!(
            "{subject}：{name}印的是 {}，按各项相加应为 {sum}，相差 {}。",
            words(found.left),
            words(found.difference)
        ),
    }
}

fn balance_in_words(
    equation: &Equation,
    figures: &Figures,
    prior: Option<&PastYear>,
    found: &Finding,
) -> String {
    let side = |terms: &[Term], sum: Option<Decimal>| {
        let mut text = String::new();
        for (index, term) in terms.iter().enumerate() {
            text.push_str(match (index, term.minus) {
                (_, true) => "减",
                (0, false) => "",
                (_, false) => "加",
            });
            text.push_str(&format!(
                "{} {} ",
                term.name,
                words(value(term, figures, prior))
            ));
        }
        match terms.len() {
            1 => text.trim_end().to_owned(),
            _ => format!("{text}等于 {}", words(sum)),
        }
    };
    format!(
        "{}：{}，{}，相差 {}。",
        equation.subject,
        side(&equation.left, found.left),
        side(&equation.right, found.right),
        words(found.difference)
    )
}

fn words(figure: Option<Decimal>) -> String {
    figure.map_or("（空）".to_owned(), |figure| figure.to_string())
}

/// Figures that their cell cannot hold: a negative count, half a case, more decimals than the form has.
fn impossible_figures(template: &Template, figures: &Figures, findings: &mut Vec<Finding>) {
    let reproach = &template.form.figure_kind;
    for (index, cell) in template.cells.iter().enumerate() {
        let figure = figures.get(index);
        let Some(entry) = figure.entered.or(figure.stated) else {
            continue;
        };
        let Some(fault) = entry.value().and_then(|value| fault(&cell.kind, value)) else {
            continue;
        };
        let mut found = finding(
            Severity::Error,
            "figure_kind",
            &reproach.law,
            &reproach.advice,
        );
        found.left_cells = vec![cell.address.clone()];
        found.left = entry.value();
        found.message = format!(
            "{}：填的是 {}，{fault}。",
            cell.label(),
            entry.without_note()
        );
        findings.push(found.with_fingerprint(""));
    }
}

/// Why a cell of this kind cannot hold a number; `None` when it can.
fn fault(kind: &Kind, value: Decimal) -> Option<String> {
    // No agency counts in trillions; a number of this size is two numbers run together.
    let too_large = value.abs() >= Decimal::from(1_000_000_000_000_i64);
    let negative = value.is_sign_negative() && !value.is_zero();
    let fraction = !value.fract().is_zero();
    match kind {
        _ if too_large => Some("数字太大".to_owned()),
        Kind::Count | Kind::Money { .. } if negative => Some("不能是负数".to_owned()),
        Kind::Count | Kind::SignedCount if fraction => Some("应当是整数".to_owned()),
        Kind::Money { decimals, .. } if value.normalize().scale() > *decimals => {
            Some(format!("最多保留 {decimals} 位小数"))
        }
        _ => None,
    }
}

/// One finding a row that lacks figures, or one for a table that has none at all.
fn unfilled_cells(
    template: &Template,
    figures: &Figures,
    prior: Option<&PastYear>,
    findings: &mut Vec<Finding>,
) {
    let lacks = |index: &usize| {
        let figure = figures.get(*index);
        !template.cells[*index].is_total() && figure.entered.and_then(Entry::value).is_none()
    };
    let missing: Vec<usize> = (0..template.cells.len()).filter(lacks).collect();
    if missing.is_empty() {
        return;
    }
    let offers = offers(template, figures, prior);
    for table in 0..template.form.tables.len() {
        let of_table = |index: &&usize| template.cells[**index].table == table;
        let gaps: Vec<usize> = missing.iter().filter(of_table).copied().collect();
        let entered = template
            .cells
            .iter()
            .filter(|cell| cell.table == table && !cell.is_total());
        let nothing_entered =
            gaps.len() == entered.count() && gaps.iter().all(|&c| figures.get(c).entered.is_none());
        if nothing_entered && !gaps.is_empty() {
            findings.push(empty_table(template, table, &gaps));
            continue;
        }
        let row = |index: usize| {
            let cell = &template.cells[index];
            (cell.band, cell.row)
        };
        for cells in gaps.chunk_by(|a, b| row(*a) == row(*b)) {
            unfilled_row(template, figures, cells, &offers, findings);
        }
    }
}

fn empty_table(template: &Template, table: usize, gaps: &[usize]) -> Finding {
    let id = &template.form.tables[table].id;
    let heading = template.section_of_table(id).map_or(id.clone(), |section| {
        format!("{}{}", section.number, section.heading)
    });
    let message = format!("{heading}：表格还没有填写，共 {} 格。", gaps.len());
    unfilled(template, gaps, message)
}

fn unfilled_row(
    template: &Template,
    figures: &Figures,
    cells: &[usize],
    offers: &[(usize, Decimal)],
    findings: &mut Vec<Finding>,
) {
    let (marked, empty): (Vec<usize>, Vec<usize>) = cells
        .iter()
        .partition(|&&cell| figures.get(cell).entered.is_some());
    let row = row_label(&template.cells[cells[0]]);
    if !empty.is_empty() {
        let columns: Vec<String> = empty.iter().map(|&c| column_label(template, c)).collect();
        let message = format!("{row}{}还没有填。", columns.join("、"));
        let mut found = unfilled(template, &empty, message);
        let offered = |cell: usize| offers.iter().find(|offer| offer.0 == cell);
        if let [cell] = empty.as_slice()
            && let Some((_, figure)) = offered(*cell)
        {
            found.remedy = Some(Remedy::Fill(template.cells[*cell].address.clone(), *figure));
        }
        findings.push(found);
    }
    if !marked.is_empty() {
        let marks: Vec<String> = marked
            .iter()
            .map(|&cell| {
                let mark = figures.printed(cell).unwrap_or_default();
                format!("{}填的是“{mark}”", column_label(template, cell))
            })
            .collect();
        let message = format!("{row}{}，不是数字。", marks.join("，"));
        findings.push(unfilled(template, &marked, message));
    }
}

fn unfilled(template: &Template, cells: &[usize], message: String) -> Finding {
    let reproach = &template.form.unfilled;
    let mut found = finding(
        Severity::Unfilled,
        "unfilled",
        &reproach.law,
        &reproach.advice,
    );
    let address = |&cell: &usize| template.cells[cell].address.clone();
    found.left_cells = cells.iter().map(address).collect();
    found.message = message;
    found.with_fingerprint("")
}

/// The row in words with a colon after it; empty when the table's rows have no labels.
fn row_label(cell: &CellSpec) -> String {
    match cell.row_path.last() {
        Some(label) => format!("{label}："),
        None => String::new(),
    }
}

/// The column in words, with its groups where the rows have no labels.
fn column_label(template: &Template, cell: usize) -> String {
    let cell = &template.cells[cell];
    match cell.row_path.is_empty() {
        true => cell.column_path.join("/"),
        false => cell.column_path.last().cloned().unwrap_or_default(),
    }
}

/// Figures at addresses that the form does not have: they would be neither checked nor printed.
fn unknown_addresses(template: &Template, report: &Report, findings: &mut Vec<Finding>) {
    let is_total = |address: &str| template.cell(address).map(CellSpec::is_total);
    let entered = report
        .entries
        .iter()
        .filter(|e| is_total(e.0) != Some(false));
    let stated = report.stated.iter().filter(|e| is_total(e.0) != Some(true));
    for (address, entry) in entered.chain(stated) {
        let (law, advice) = (
            &template.form.law,
            "请把它移到正确的单元格，或从文件中删去。",
        );
        let mut found = finding(Severity::Error, "unknown_address", law, advice);
        found.left_cells = vec![address.clone()];
        found.left = entry.value();
        let kind = match is_total(address) {
            Some(true) => "是自动计算的合计，不能录入",
            Some(false) => "是录入的单元格，不是合计",
            None => "不是这个格式里的单元格",
        };
        found.message = format!("{address}（数字 {entry}）{kind}，不会打印出来。");
        findings.push(found.with_fingerprint(""));
    }
}
