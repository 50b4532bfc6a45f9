//! The strip under a table whose columns must balance: both sides of the rule and their difference, column by column.

use super::table_grid::TableGrid;
use super::table_layout::{TableLayout, TableSizes};
use super::theme::Look;
use crate::report::Figures;
use crate::template::{Each, Equation, Operand, RuleEquation, Template, Term};
use eframe::egui::{self, Align2, Color32, FontId, Pos2, Rect, Role, Stroke, vec2};
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

/// Height of one line of the strip, in its text size.
const LINE: f32 = 1.6;

/// Every balance over the columns of a table whose figures are all of this year.
pub fn balances(
    template: &Template,
    table: &str,
    grid: &TableGrid,
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
            .map(|equation| column(equation, grid, figures))
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
        Some((self.left? - self.right?).abs())
    }
}

/// Height of the strip.
pub fn height(balances: &[Balance], sizes: TableSizes) -> f32 {
    balances.len() as f32 * (3.0 * sizes.text * LINE + 2.0 * sizes.pad)
}

/// Draws the strip with its upper edge at `top`; each column has a name for screen readers.
pub fn balance_ui(
    ui: &egui::Ui,
    balances: &[Balance],
    layout: &TableLayout,
    top: Pos2,
    sizes: TableSizes,
    look: &Look,
) {
    let line = sizes.text * LINE;
    let mut y = top.y;
    for (index, balance) in balances.iter().enumerate() {
        let high = 3.0 * line + 2.0 * sizes.pad;
        let frame = Rect::from_min_size(Pos2::new(top.x, y), vec2(layout.width(), high));
        ui.painter().rect_filled(frame, 0.0, look.colors.raised.0);
        let stroke = Stroke::new(1.0, look.colors.line.0);
        ui.painter()
            .rect_stroke(frame, 0.0, stroke, egui::StrokeKind::Inside);
        let first = balance
            .columns
            .iter()
            .map(|column| column.track)
            .min()
            .unwrap_or(0);
        let names_right = top.x + layout.xs.get(first).copied().unwrap_or(0.0) - sizes.pad;
        let row = |number: f32| y + sizes.pad + (number + 0.5) * line;
        for (number, name) in [&balance.left_name, &balance.right_name, "相差"]
            .into_iter()
            .enumerate()
        {
            text(
                ui,
                Pos2::new(names_right, row(number as f32)),
                name,
                sizes.text,
                look.colors.weak.0,
            );
        }
        for column in &balance.columns {
            let edge = |track: usize| top.x + layout.xs.get(track).copied().unwrap_or(0.0);
            let (left, right) = (edge(column.track), edge(column.track + column.track_span));
            let cell = Rect::from_min_max(Pos2::new(left, y), Pos2::new(right, y + high));
            let at = |number: f32| Pos2::new(right - sizes.pad, row(number));
            for (number, value) in [column.left, column.right].into_iter().enumerate() {
                let (shown, color) = match value {
                    Some(value) => (value.normalize().to_string(), look.colors.text.0),
                    None => ("—".to_owned(), look.colors.hint.0),
                };
                text(ui, at(number as f32), &shown, sizes.text, color);
            }
            verdict(ui, column, at(2.0), sizes, look);
            let id = egui::Id::unique(("balance", index, column.track));
            let response = ui.interact(cell, id, egui::Sense::hover());
            response.widget_info(|| {
                egui::WidgetInfo::labeled(Role::Label, true, said(balance, column))
            });
        }
        y += high;
    }
}

/// Even: a tick. Uneven: a triangle and the difference. Not filled in: the word.
fn verdict(ui: &egui::Ui, column: &BalanceColumn, at: Pos2, sizes: TableSizes, look: &Look) {
    let reach = 0.36 * sizes.text;
    match column.difference() {
        None => {
            text(ui, at, "未填", sizes.small, look.colors.unfilled.0);
        }
        Some(difference) if difference.is_zero() => {
            let center = Pos2::new(at.x - reach, at.y);
            tick(ui, center, reach, look.colors.good.0);
        }
        Some(difference) => {
            let shown = difference.normalize().to_string();
            let left = text(ui, at, &shown, sizes.text, look.colors.error.0);
            triangle(
                ui,
                Pos2::new(left - 1.6 * reach, at.y),
                reach,
                look.colors.error.0,
            );
        }
    }
}

/// A tick around a centre.
pub fn tick(ui: &egui::Ui, center: Pos2, reach: f32, color: Color32) {
    let points = [(-1.0, 0.0), (-0.25, 0.75), (1.0, -0.75)];
    let points = points.map(|(x, y)| center + vec2(x, y) * reach).to_vec();
    ui.painter()
        .add(egui::Shape::line(points, Stroke::new(2.0, color)));
}

/// A warning triangle around a centre.
fn triangle(ui: &egui::Ui, center: Pos2, reach: f32, color: Color32) {
    let points = [(0.0, -1.0), (1.1, 0.9), (-1.1, 0.9)];
    let points = points.map(|(x, y)| center + vec2(x, y) * reach).to_vec();
    ui.painter()
        .add(egui::Shape::convex_polygon(points, color, Stroke::NONE));
}

/// Writes a text that ends at a point; gives back where it begins.
fn text(ui: &egui::Ui, right: Pos2, text: &str, size: f32, color: Color32) -> f32 {
    let font = FontId::proportional(size);
    ui.painter()
        .text(right, Align2::RIGHT_CENTER, text, font, color)
        .left()
}

fn said(balance: &Balance, column: &BalanceColumn) -> String {
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

fn column(equation: &Equation, grid: &TableGrid, figures: &Figures) -> Option<BalanceColumn> {
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
    let figure = grid.figure_at(grid.spot_of(cell)?)?;
    Some(BalanceColumn {
        subject: equation.subject.clone(),
        track: figure.track,
        track_span: figure.track_span,
        left: side(&equation.left, figures),
        right: side(&equation.right, figures),
    })
}

fn side(terms: &[Term], figures: &Figures) -> Option<Decimal> {
    terms.iter().try_fold(Decimal::ZERO, |sum, term| {
        let Operand::Cell(cell) = term.operand else {
            return None;
        };
        let value = figures.value(cell)?;
        if term.minus {
            sum.checked_sub(value)
        } else {
            sum.checked_add(value)
        }
    })
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
            report.entries.insert(address.to_owned(), Entry::number(2));
        }
        let grid = TableGrid::of(&template, "requests");
        let figures = Figures::of(&template, &report);
        let found = balances(&template, "requests", &grid, &figures);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].left_name, "第一项 + 第二项");
        assert_eq!(found[0].columns.len(), 7);
        assert_eq!(found[0].columns[0].left, Some(Decimal::from(4)));
        assert_eq!(found[0].columns[0].difference(), None);
        assert_eq!(found[0].columns[6].left, None);
        for table in ["disclosed", "appeals"] {
            let grid = TableGrid::of(&template, table);
            assert_eq!(balances(&template, table, &grid, &figures), []);
        }
    }
}
