//! The panels of the window and what is drawn in each.

pub mod account;
mod agreed;
mod answers;
pub mod bars;
pub mod chart;
pub mod find;
pub mod findings;
pub mod last_year;
pub mod news;
pub mod sections;
mod sides;
mod source;

use crate::app::files::intent::Intent;
use crate::app::files::settings::{RecentChange, Side};
use crate::app::front::modal::modal_ui;
use crate::app::front::start::{WayIn, start_ui};
use crate::app::look::theme::Look;
use crate::app::panels::account::Account;
use crate::app::panels::bars::{Status, status_ui, top_ui};
use crate::app::panels::find::find_ui;
use crate::app::panels::findings::FindingsMemory;
use crate::app::panels::last_year::{LastYearMemory, carried_ui};
use crate::app::panels::news::News;
use crate::app::panels::sections::sections_ui;
use crate::app::preview::PreviewMemory;
use crate::app::table::{TableMemory, TableView, table_ui};
use crate::app::texts::field::{Draft, Fields};
use crate::app::texts::particulars::particulars_ui;
use crate::app::texts::prose::prose_ui;
use crate::app::trigger::action::Action;
use crate::app::trigger::input;
use crate::app::trigger::route::Focus;
use crate::app::{App, BUSY, ONE_BY_ONE};
use crate::session::find::Find;
use crate::session::goto::Goto;
use crate::template::SectionContent;
use eframe::egui::{self, CentralPanel, Frame, Margin, Panel, RichText};
use std::collections::HashMap;

/// Below this width, in points, the list at the left shows numbers only.
const NARROW: f32 = 1000.0;
/// The same while a table stands beside a panel.
const NARROW_BESIDE: f32 = 1200.0;
/// From this width on, in points, two panels stand at the right.
const WIDE: f32 = 1600.0;
/// Below this width, in points, the panels at the right give way to a table.
const CRAMPED: f32 = 800.0;
/// The width of the narrow list.
const NARROW_LIST: f32 = 72.0;

/// What the panels keep between frames about the open report; another report starts with none of it.
#[derive(Debug, Default)]
pub struct PanelMemory {
    /// The report was drawn before.
    is_begun: bool,
    /// The menu that a key asked for, and whether such a one is open.
    pub(in crate::app) opens_menu: Option<usize>,
    pub(in crate::app) has_menu: bool,
    pub(in crate::app) draft: Option<Draft>,
    /// What is selected in the text that has the caret.
    pub(in crate::app) selection: Option<Goto>,
    pub(in crate::app) find: Option<Find>,
    /// The search that was closed last: its words stand in the bar when it opens again.
    pub(in crate::app) closed_find: Find,
    pub(in crate::app) findings: FindingsMemory,
    pub(in crate::app) tables: HashMap<crate::place::Id, TableMemory>,
    pub(in crate::app) preview: PreviewMemory,
    pub(in crate::app) last_year: LastYearMemory,
    /// The panel at the right that should get the keyboard.
    pub(in crate::app) wants_focus: Option<Side>,
    /// The panel at the right that has the keyboard.
    pub(in crate::app) focused: Option<Side>,
    /// The field beside the report that had the keyboard before something stood over the window, and the one that gets
    /// it back now.
    pub(in crate::app) field: Option<egui::Id>,
    pub(in crate::app) returns_to: Option<egui::Id>,
    /// Something stood over the window when this frame began: a question, a menu.
    pub(in crate::app) covered: bool,
    /// The field beside the report from which the search bar was opened, until the caret goes into the report.
    pub(in crate::app) before_find: Option<egui::Id>,
    /// The panels at the right were asked for where they give way to a table.
    pub(in crate::app) insists: bool,
    /// What just happened.
    pub(in crate::app) news: Option<News>,
    /// What an import has to say.
    pub(in crate::app) account: Account,
}

impl App {
    /// Draws the whole window.
    pub(in crate::app) fn window_ui(&mut self, ui: &mut egui::Ui) {
        let look = self.theme.look(ui.ctx().theme());
        let mut actions = Vec::new();
        self.give_back(ui.ctx());
        self.top_panel_ui(ui, &look, &mut actions);
        self.status_panel_ui(ui, &look);
        if self.state.is_some() {
            self.report_ui(ui, &look, &mut actions);
        } else {
            self.start_panel_ui(ui, &look);
        }
        self.drop_hint_ui(ui, &look);
        let ctx = ui.ctx().clone();
        let now = self.command_context();
        if let Some(modal) = &mut self.modal
            && let Some(choice) = modal_ui(&ctx, modal, &now, &look)
        {
            self.hear_choice(&ctx, choice);
            ctx.request_repaint();
        }
        self.focus_ring_ui(&ctx, &look);
        self.act(&ctx, actions);
        self.hold_keys(&ctx);
    }

    fn top_panel_ui(&mut self, ui: &mut egui::Ui, look: &Look, actions: &mut Vec<Action>) {
        let frame = Frame::new()
            .fill(look.colors.raised.0)
            .inner_margin(Margin::symmetric(10, 4));
        let now = self.command_context();
        let panels = self.sides();
        let open =
            [Side::LastYear, Side::Findings, Side::Preview].map(|panel| panels.contains(&panel));
        let opens = self.panels.opens_menu.take();
        self.panels.has_menu |= opens.is_some();
        let shown = Panel::top("top").frame(frame).show(ui, |ui| {
            top_ui(ui, &now, open, opens, actions);
        });
        self.bar = shown.response.rect;
    }

    fn status_panel_ui(&mut self, ui: &mut egui::Ui, look: &Look) {
        let frame = Frame::new()
            .fill(look.colors.raised.0)
            .inner_margin(Margin::symmetric(12, 2));
        let place = self.place_label(ui.ctx());
        let job = self.files.jobs.running().map(|job| {
            let (stage, done) = job.stage();
            (job.label.as_str(), stage, done)
        });
        let status = Status {
            state: self.state.as_ref(),
            notice: &self.notice,
            job,
            zoom: ui.ctx().zoom_factor(),
            place: place.unwrap_or_default(),
        };
        let panel = Panel::bottom("status").frame(frame);
        let cancels = panel.show(ui, |ui| status_ui(ui, &status, look)).inner;
        if cancels {
            self.cancel_job();
        }
    }

    /// Where one is, in words: where the caret stands, or where the search has led while it has the keyboard.
    fn place_label(&self, ctx: &egui::Context) -> Option<String> {
        let state = self.state.as_ref()?;
        let searches = matches!(self.key_focus(ctx), Focus::FindBar | Focus::Replacement);
        let find = self.panels.find.as_ref().filter(|_| searches);
        let hit = find.and_then(Find::current).map(|hit| hit.place);
        state.label_of(hit.as_ref().or(state.focus.as_ref())?)
    }

    fn start_panel_ui(&mut self, ui: &mut egui::Ui, look: &Look) {
        let now = self.command_context();
        let frame = Frame::new().fill(look.colors.background.0);
        let shown = CentralPanel::default()
            .frame(frame)
            .show(ui, |ui| start_ui(ui, &self.settings.recent, &now, look));
        let ctx = ui.ctx().clone();
        match shown.inner {
            Some(WayIn::Command(command)) => self.run(&ctx, command),
            Some(WayIn::Open(path)) => self.intend(&ctx, Intent::Open(path)),
            Some(WayIn::Forget(path)) => {
                self.write_recent(Some(RecentChange::Off(path)));
            }
            None => {}
        }
    }

    fn report_ui(&mut self, ui: &mut egui::Ui, look: &Look, actions: &mut Vec<Action>) {
        if !std::mem::replace(&mut self.panels.is_begun, true) {
            forget_last(ui.ctx());
        }
        let width = ui.available_width();
        self.wide = width >= WIDE;
        self.cramped = width < CRAMPED && self.is_table();
        // A table beside a panel needs the room more than the names of the sections.
        let shares = self.is_table() && !self.sides().is_empty();
        let narrow = width < if shares { NARROW_BESIDE } else { NARROW };
        let margin = if narrow { 6 } else { 10 };
        let frame = Frame::new()
            .fill(look.colors.panel.0)
            .inner_margin(Margin::symmetric(margin, 12));
        let list = if narrow {
            NARROW_LIST
        } else {
            look.sizes.left_width
        };
        Panel::left("sections")
            .frame(frame)
            .resizable(false)
            .exact_size(list)
            .show(ui, |ui| {
                egui::ScrollArea::vertical().show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 4.0;
                    if let Some(state) = &self.state {
                        actions.extend(sections_ui(ui, state, self.section, narrow, look));
                    }
                });
            });
        self.side_panels_ui(ui, look, actions);
        self.editor_panel_ui(ui, look, actions);
    }

    fn editor_panel_ui(&mut self, ui: &mut egui::Ui, look: &Look, actions: &mut Vec<Action>) {
        let margin = if ui.available_width() < 560.0 { 10 } else { 20 };
        let frame = Frame::new()
            .fill(look.colors.background.0)
            .inner_margin(Margin {
                left: margin,
                right: margin / 2,
                top: 12,
                bottom: 0,
            });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            self.holder_ui(ui, look, actions);
            self.find_bar_ui(ui, look, actions);
            self.news_ui(ui, look, actions);
            self.account_ui(ui, look, actions);
            let is_table = self.is_table();
            egui::ScrollArea::vertical()
                .id_salt(("editor", self.section))
                .auto_shrink([false, false])
                // A view still on its way would take fast keys to the wrong place.
                .animated(false)
                .show(ui, |ui| {
                    let width = ui.available_width() - f32::from(margin) / 2.0;
                    if !is_table {
                        ui.set_max_width(width.min(look.sizes.prose_width));
                    }
                    self.editor_ui(ui, look, actions);
                    ui.add_space(look.sizes.margin * 2.0);
                });
        });
    }

    fn is_table(&self) -> bool {
        self.shown_table().is_some()
    }

    /// The table of the section that is shown.
    pub(in crate::app) fn shown_table(&self) -> Option<crate::place::Id> {
        let state = self.state.as_ref()?;
        let section = state.template().form.sections.get(self.section?)?;
        match &section.content {
            SectionContent::Table(id) => Some(id.clone()),
            SectionContent::Prose { .. } => None,
        }
    }

    /// The editor of the open section.
    fn editor_ui(&mut self, ui: &mut egui::Ui, look: &Look, actions: &mut Vec<Action>) {
        let composing = input::is_composing(ui.ctx());
        let beside = self.sides().contains(&Side::LastYear);
        let Some(state) = &mut self.state else {
            return;
        };
        // Under a modal egui takes the focus away again, also in the frame after it closed.
        let covered = ui.memory(|memory| memory.top_modal_layer().is_some());
        let mut goto = state.goto.take_if(|_| !covered);
        let mut focus = None;
        let state = &*state;
        let template = state.template().clone();
        let section = self
            .section
            .and_then(|index| template.form.sections.get(index));
        let heading = match section {
            Some(section) => format!("{}{}", section.number, section.heading),
            None => "报告信息".to_owned(),
        };
        ui.label(RichText::new(heading).size(look.sizes.heading).strong());
        ui.add_space(look.sizes.gap);
        if let Some(section) = section {
            carried_ui(ui, state, section, look, actions);
        }
        if let Some(SectionContent::Table(table)) = section.map(|section| &section.content) {
            let mut view = TableView {
                state,
                table,
                memory: self.panels.tables.entry(table.clone()).or_default(),
                beside,
                look,
                composing,
                found: self.panels.find.as_ref(),
                selection: &mut self.panels.selection,
                goto: &mut goto,
                focus: &mut focus,
            };
            actions.extend(table_ui(ui, &mut view));
        } else {
            let mut fields = Fields {
                state,
                look,
                draft: &mut self.panels.draft,
                composing,
                goto: &mut goto,
                found: self.panels.find.as_ref(),
                selection: &mut self.panels.selection,
                focus: &mut focus,
                actions: Vec::new(),
            };
            match section {
                Some(section) => prose_ui(ui, &mut fields, section),
                None => particulars_ui(ui, &mut fields),
            }
            actions.append(&mut fields.actions);
        }
        if let Some(state) = &mut self.state {
            state.goto = state.goto.take().or(goto);
            if covered && state.goto.is_some() {
                ui.ctx().request_repaint();
            }
            if focus.is_some() && state.focus != focus {
                state.focus = focus;
                state.seal();
                // The panels drawn before this one show where the caret is.
                ui.ctx().request_repaint();
            }
        }
    }

    fn find_bar_ui(&mut self, ui: &mut egui::Ui, look: &Look, actions: &mut Vec<Action>) {
        let covered = self.panels.covered;
        let (Some(find), Some(state)) = (&mut self.panels.find, &self.state) else {
            return;
        };
        let frame = Frame::new()
            .fill(look.colors.raised.0)
            .stroke(egui::Stroke::new(1.0, look.colors.line.0))
            .corner_radius(look.sizes.corner)
            .inner_margin(Margin::symmetric(12, 8));
        let stays = frame
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                find_ui(ui, find, state, covered, look, actions)
            })
            .inner;
        ui.add_space(look.sizes.gap);
        if !stays {
            self.close_find();
        }
    }

    /// Says that a file held over the window can be dropped.
    fn drop_hint_ui(&self, ui: &mut egui::Ui, look: &Look) {
        let text = match ui.input(|input| input.raw.hovered_files.len()) {
            0 => return,
            _ if self.takes_no_files() => BUSY,
            1 => "松开鼠标，打开或导入这个文件",
            _ => ONE_BY_ONE,
        };
        let id = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop hint"));
        let painter = ui.ctx().layer_painter(id);
        let rect = ui.ctx().content_rect();
        painter.rect_filled(rect, 0.0, look.colors.accent_soft.0.gamma_multiply(0.92));
        painter.text(
            rect.center(),
            egui::Align2::CENTER_CENTER,
            text,
            egui::FontId::proportional(look.sizes.heading),
            look.colors.accent.0,
        );
    }
}

/// Nothing that egui remembers of the last report's fields is true of the next: where its carets stood, how far it was
/// scrolled.
fn forget_last(ctx: &egui::Context) {
    ctx.data_mut(|data| {
        data.remove_by_type::<egui::text_edit::TextEditState>();
        data.remove_by_type::<egui::scroll_area::State>();
    });
}
