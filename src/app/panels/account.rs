//! What an import has to say, over the editor: a line for each cause, all of it behind a fold, and the source's tables.

use super::news::frame;
use super::source::Sources;
use crate::app::App;
use crate::app::look::theme::Look;
use crate::app::trigger::action::Action;
use crate::import::{Note, NoteKind, SourceTable, account_within};
use crate::place::Place;
use eframe::egui::{self, RichText};

/// Cells that a note offers to go to; a whole table of them is no list to be read.
const LISTED: usize = 60;
/// How high the list of causes gets, in points, and as shares of the window.
const HEIGHT: f32 = 170.0;
const HEIGHT_SHARE: f32 = 0.14;

/// In a window lower than this, in points, the account is folded until it is looked at.
const LOW: f32 = 480.0;
/// The same where something else stands over the editor.
const LOW_SHARED: f32 = 800.0;

/// Characters of a cause: the two cells it is about and its reason.
const LONGEST_CAUSE: usize = 240;

/// What an import has to say, until it is put away.
#[derive(Debug, Default)]
pub struct Account {
    notes: Vec<Note>,
    /// One line for each cause.
    causes: Vec<String>,
    sources: Sources,
    /// It was looked at: in a low window only its title stands over the editor until then.
    is_shown: bool,
}

impl Account {
    /// Why the import left a cell of these empty, though the source may have a figure for it.
    pub fn withheld<'p>(&self, places: impl Iterator<Item = &'p Place>) -> Option<&str> {
        let mut notes = self.notes.iter().filter(|note| note.withholds());
        let places: Vec<&Place> = places.collect();
        let own = notes.find(|note| places.iter().any(|place| note.places.contains(place)));
        own.map(|note| note.sentence.as_str())
    }

    /// What needs a look comes before what went well.
    pub fn of(mut notes: Vec<Note>, tables: Vec<SourceTable>) -> Account {
        notes.sort_by_key(|note| note.kind == NoteKind::Filled);
        Account {
            causes: account_within(&notes, LONGEST_CAUSE),
            notes,
            sources: Sources::of(tables),
            is_shown: false,
        }
    }

    pub fn clear(&mut self) {
        *self = Account::default();
    }
}

impl App {
    /// What an import has to say.
    pub(in crate::app) fn account_ui(
        &mut self,
        ui: &mut egui::Ui,
        look: &Look,
        actions: &mut Vec<Action>,
    ) {
        let shown = self.shown_table();
        let central = ui.max_rect().height();
        let shares = self.is_read_only() || self.panels.news.is_some();
        let (account, state) = (&mut self.panels.account, self.state.as_ref());
        if account.notes.is_empty() {
            return;
        }
        let mut away = false;
        frame(look).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let room = ui.ctx().content_rect().height();
            let is_low = room < if shares { LOW_SHARED } else { LOW };
            ui.horizontal(|ui| {
                ui.label(RichText::new("请核对读入的内容").strong());
                account.is_shown |= !is_low;
                if !account.is_shown {
                    account.is_shown = ui.button("查看").clicked();
                }
                away = ui.button("收起").clicked();
            });
            if !account.is_shown {
                return;
            }
            // A table of the source that is being read needs the room more than causes that the fold has as well.
            let most = match account.sources.is_open() {
                true => 0.0,
                false => height(ui),
            };
            let left = causes_ui(ui, &account.causes, most, look);
            all_ui(ui, &account.notes, left, look, actions);
            if let Some(state) = state {
                (account.sources).show(ui, state, shown.as_ref(), central, look);
            }
        });
        ui.add_space(look.sizes.gap);
        if away {
            account.clear();
        }
    }
}

/// The cells to be filled stay in sight below.
fn height(ui: &egui::Ui) -> f32 {
    HEIGHT.min(HEIGHT_SHARE * ui.ctx().content_rect().height())
}

/// The first causes, as many whole ones as there is room for; gives how many are left.
fn causes_ui(ui: &mut egui::Ui, causes: &[String], most: f32, look: &Look) -> usize {
    let font = egui::FontId::proportional(look.sizes.small + 0.5);
    let width = ui.available_width();
    let mut taken = 0.0;
    let mut shown = 0;
    for cause in causes {
        let galley = ui
            .painter()
            .layout(cause.clone(), font.clone(), look.colors.text.0, width);
        taken += galley.size().y + ui.spacing().item_spacing.y;
        if shown > 0 && taken > most {
            break;
        }
        ui.label(galley);
        shown += 1;
    }
    causes.len().saturating_sub(shown)
}

/// Every note with the way to each of its places, behind a fold that says how many causes are not shown above it.
fn all_ui(ui: &mut egui::Ui, notes: &[Note], left: usize, look: &Look, actions: &mut Vec<Action>) {
    let title = match left {
        0 => format!("全部 {} 条", notes.len()),
        _ => format!("全部 {} 条（还有 {left} 类没有列在上面）", notes.len()),
    };
    let fold = egui::CollapsingHeader::new(title);
    let fold = fold.id_salt("all notes");
    fold.show(ui, |ui| {
        let area = egui::ScrollArea::vertical().id_salt("account");
        area.max_height(height(ui))
            .show(ui, |ui| notes_ui(ui, notes, look, actions));
    });
}

fn notes_ui(ui: &mut egui::Ui, notes: &[Note], look: &Look, actions: &mut Vec<Action>) {
    for note in notes {
        let said = format!("{}：{}", note.kind.label(), note.sentence);
        ui.label(RichText::new(said).size(look.sizes.small + 0.5));
        ui.horizontal_wrapped(|ui| {
            for (place, label) in note.places.iter().zip(&note.listed).take(LISTED) {
                if ui.link(label).on_hover_text("到这一格").clicked() {
                    actions.push(Action::Go(place.clone()));
                }
            }
            if note.listed.len() > LISTED {
                ui.label(format!("等 {} 格", note.listed.len()));
            }
        });
    }
}
