//! The panels at the right: which of them stand there, how wide, and which has the keyboard.

use crate::app::App;
use crate::app::files::settings::Side;
use crate::app::look::theme::Look;
use crate::app::panels::NARROW;
use crate::app::panels::findings::findings_ui;
use crate::app::panels::last_year::last_year_ui;
use crate::app::preview::{PreviewView, preview_ui};
use crate::app::texts::is_text;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::app::trigger::route::Focus;
use crate::session::goto::Goto;
use crate::session::state::State;
use eframe::egui::{self, Frame, Margin, Panel, Rect, Stroke, StrokeKind};
use std::time::Duration;

/// So long after an event everything that it changed is drawn.
const SETTLED: Duration = Duration::from_millis(100);

impl App {
    /// The panels that stand at the right, from the edge of the window inwards. Where a table would keep no room for
    /// its figures beside them they give way, until one asks for them.
    pub(in crate::app) fn sides(&self) -> Vec<Side> {
        match self.gives_way() {
            true => Vec::new(),
            false => self.settings.panels(self.wide),
        }
    }

    fn gives_way(&self) -> bool {
        self.cramped && !self.panels.insists
    }

    /// Opens or closes a panel.
    pub(in crate::app) fn toggle_side(&mut self, side: Side) {
        let gave_way = self.gives_way();
        let is_chosen = self.settings.panels(self.wide).contains(&side);
        if !(gave_way && is_chosen) {
            self.settings.toggle(side, self.wide);
        }
        self.panels.insists = gave_way || !self.settings.panels(self.wide).is_empty();
        self.write_settings();
    }

    /// Shows the findings in a panel, unless the panels give way.
    pub(in crate::app) fn show_findings(&mut self) {
        self.settings.open(Side::Findings, self.wide);
    }

    /// The keyboard goes to the next panel at the right, after the last back to the report.
    pub(in crate::app) fn focus_next_side(&mut self) {
        let mut sides = self.sides().into_iter().rev();
        let next = match self.panels.focused {
            Some(here) => sides.skip_while(|side| *side != here).nth(1),
            None => sides.next(),
        };
        match next {
            Some(side) => self.panels.wants_focus = Some(side),
            None => self.return_focus(),
        }
    }

    /// The panels at the right, from the edge of the window inwards.
    pub(super) fn side_panels_ui(
        &mut self,
        ui: &mut egui::Ui,
        look: &Look,
        actions: &mut Vec<Action>,
    ) {
        let panels = self.sides();
        let count = panels.len();
        let is_narrow = ui.ctx().content_rect().width() < NARROW;
        let wants_focus = self.panels.wants_focus.take();
        self.panels.focused = None;
        for side in panels {
            let (id, start, inner) = match side {
                Side::Closed => continue,
                Side::Findings => ("findings", look.sizes.right_width, 10),
                Side::Preview => ("preview", look.sizes.right_width * 1.5, 0),
                Side::LastYear => ("last year", look.sizes.right_width * 1.1, 10),
            };
            // Two panels leave the editor the room that a table needs.
            let share = match (count > 1, is_narrow) {
                (true, _) => 0.28,
                (false, false) => 0.42,
                (false, true) => 0.36,
            };
            let start = start.min(ui.available_width() * share);
            // In a narrow window a table keeps the room for its labels and some columns.
            let most = match is_narrow && self.is_table() {
                true => share,
                false => 0.55,
            };
            let most = (ui.available_width() * most).max(180.0);
            let frame = Frame::new()
                .fill(look.colors.panel.0)
                .inner_margin(Margin::same(inner));
            // A panel that had to be narrow is as wide as before when there is room again.
            let id = egui::Id::unique((id, count, is_narrow && self.is_table()));
            let shown = Panel::right(id)
                .frame(frame)
                .resizable(true)
                .default_size(start)
                .size_range(180.0f32.min(most)..=most)
                .show(ui, |ui| {
                    // Content narrower than the panel would shrink it frame by frame.
                    ui.set_width(ui.available_width());
                    if wants_focus == Some(side) {
                        let id = panel_id(side);
                        ui.memory_mut(|memory| memory.request_focus(id));
                    }
                    self.side_ui(ui, side, look, actions);
                });
            let rect = shown.response.rect;
            if has_focus_within(ui.ctx(), rect) {
                self.panels.focused = Some(side);
                let stroke = Stroke::new(2.0, look.colors.accent.0);
                let painter = ui.painter();
                painter.rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
            }
            // Its own name is English.
            ui.ctx()
                .accesskit_node_builder(id.with("__resize"), |node| node.set_label("调整面板宽度"));
        }
    }

    fn side_ui(&mut self, ui: &mut egui::Ui, side: Side, look: &Look, actions: &mut Vec<Action>) {
        let Some(state) = &self.state else {
            return;
        };
        // Tab goes on from here into the panel.
        let top = egui::Rect::from_min_size(ui.cursor().min, egui::vec2(ui.available_width(), 1.0));
        let response = ui.interact(top, panel_id(side), egui::Sense::FOCUSABLE);
        let name = side_name(side);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Group, true, name));
        match side {
            Side::Preview => {
                let caret = self.panels.selection.as_ref();
                let mut view = PreviewView {
                    state,
                    memory: &mut self.panels.preview,
                    look,
                    focus: state.focus.as_ref(),
                    caret: caret.and_then(|goto| caret_share(state, goto)),
                    section: self.section,
                    official_faces: self.settings.official_faces,
                    has_keys: response.has_focus(),
                };
                actions.extend(preview_ui(ui, &mut view));
            }
            Side::LastYear => {
                actions.extend(last_year_ui(ui, state, &mut self.panels.last_year, look));
            }
            Side::Findings | Side::Closed => {
                actions.extend(findings_ui(
                    ui,
                    (state, &self.panels.account),
                    &mut self.panels.findings,
                    look,
                ));
            }
        }
    }

    /// Frames the button or line that has the keyboard. Texts and cells show it themselves.
    pub(in crate::app) fn focus_ring_ui(&self, ctx: &egui::Context, look: &Look) {
        let Some(id) = ctx.memory(|memory| memory.focused()) else {
            return;
        };
        let is_panel = self.sides().into_iter().any(|side| panel_id(side) == id);
        if is_panel || is_text(ctx, id) || self.key_focus(ctx) == Focus::Cell {
            return;
        }
        let Some(widget) = ctx.read_response(id) else {
            return;
        };
        if ctx.input(|input| !input.events.is_empty()) {
            // A button that is gone by now is known for one frame more, and would stay framed in an idle window.
            ctx.request_repaint_after(SETTLED);
        }
        let stroke = Stroke::new(2.0, look.colors.accent.0);
        let painter = ctx.layer_painter(widget.layer_id);
        let rect = widget.interact_rect.expand(2.0);
        painter.rect_stroke(rect, look.sizes.corner, stroke, StrokeKind::Inside);
    }
}

/// Whether the keyboard is within a part of the window.
fn has_focus_within(ctx: &egui::Context, part: Rect) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    let widget = focused.and_then(|id| ctx.read_response(id));
    widget.is_some_and(|widget| {
        widget.layer_id == egui::LayerId::background() && part.contains(widget.rect.center())
    })
}

fn panel_id(side: Side) -> egui::Id {
    egui::Id::unique(("side panel", side_name(side)))
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Findings | Side::Closed => Command::ToggleFindings.label(),
        Side::Preview => Command::TogglePreview.label(),
        Side::LastYear => Command::ToggleLastYear.label(),
    }
}

/// How far down its text the caret stands, from 0 to 1; `None` when it is not in the text in focus.
fn caret_share(state: &State, goto: &Goto) -> Option<f32> {
    if state.focus.as_ref() != Some(&goto.place) {
        return None;
    }
    let count = state.report().text(&goto.place)?.chars().count();
    Some(goto.select.as_ref()?.end as f32 / count.max(1) as f32)
}
