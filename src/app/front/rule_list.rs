//! The list of rules: what each asks for, where it comes from, an example; those that only ask can be switched off.

use crate::app::front::modal::Choice;
use crate::app::look::theme::Look;
use crate::check::{self, RuleInfo, Severity};
use crate::report::Report;
use crate::template::Template;
use eframe::egui::{self, RichText};

/// A rule as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    pub id: String,
    level: &'static str,
    explanation: String,
    /// Source, advice and example, each with its name; empty ones are left out.
    particulars: Vec<String>,
    /// Whether the open report is asked it; `None` where that cannot be chosen.
    pub is_on: Option<bool>,
}

/// Every rule of the open report's form, those first that can be switched off.
pub fn rows(template: &Template, report: &Report) -> Vec<RuleRow> {
    let row = |rule: RuleInfo| {
        let named = [
            ("依据", rule.law),
            ("处理", rule.advice),
            ("例如", rule.example),
        ];
        let told = named.iter().filter(|(_, text)| !text.is_empty());
        RuleRow {
            id: rule.id.to_owned(),
            level: match rule.level {
                Severity::Error => "错误",
                Severity::Unfilled => "未填",
                Severity::Question => "疑问",
            },
            explanation: rule.explanation.to_owned(),
            particulars: told.map(|(name, text)| format!("{name}：{text}")).collect(),
            is_on: (rule.level == Severity::Question).then(|| !report.rules_off.contains(rule.id)),
        }
    };
    let mut rows: Vec<RuleRow> = check::rules(template).into_iter().map(row).collect();
    rows.sort_by_key(|row| row.is_on.is_none());
    rows
}

/// Height that the list leaves to its heading, its button and the window around it.
const OTHERS: f32 = 220.0;

/// Draws the list; gives the choice once there is one.
pub fn rules_ui(ui: &mut egui::Ui, rows: &[RuleRow], look: &Look) -> Option<Choice> {
    let mut choice = None;
    ui.heading("检查规则");
    ui.add_space(look.sizes.gap);
    ui.label("疑问类的规则可以为这份报告停用，记在文件里，可以撤销；错误和未填不能停用。");
    ui.add_space(look.sizes.gap);
    egui::ScrollArea::vertical()
        .max_height(ui.ctx().content_rect().height() - OTHERS)
        .show(ui, |ui| {
            for (index, row) in rows.iter().enumerate() {
                if row_ui(ui, row, look) {
                    choice = Some(Choice::SwitchRule(index));
                }
                ui.add_space(look.sizes.gap);
            }
        });
    ui.add_space(look.sizes.gap);
    if ui.button("关闭").clicked() {
        choice = Some(Choice::Cancel);
    }
    choice
}

/// One rule; `true` when it is switched.
fn row_ui(ui: &mut egui::Ui, row: &RuleRow, look: &Look) -> bool {
    let title = format!("{}（{}）", row.explanation, row.level);
    let is_switched = match row.is_on {
        Some(mut on) => ui.checkbox(&mut on, &title).changed(),
        None => {
            ui.label(RichText::new(title).color(look.colors.text.0));
            false
        }
    };
    for text in &row.particulars {
        let small = RichText::new(text).size(look.sizes.small);
        ui.label(small.color(look.colors.weak.0));
    }
    is_switched
}
