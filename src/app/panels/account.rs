//! What an import has to say, over the editor: a line for each cause, all of it behind a fold, and the source's tables.

use super::news::frame;
use crate::app::App;
use crate::app::look::theme::Look;
use crate::app::trigger::action::Action;
use crate::import::{Note, NoteKind, SourceTable, account_within};
use crate::place::Place;
use eframe::egui::{self, RichText, Sense};

/// Cells that a note offers to go to; a whole table of them is no list to be read.
const LISTED: usize = 60;
/// How high the list of causes and a table of the source get, in points, and as shares of the window.
const HEIGHT: f32 = 170.0;
const HEIGHT_SHARE: f32 = 0.14;

/// In a window lower than this, in points, the account is folded until it is looked at.
const LOW: f32 = 480.0;
/// The same where something else stands over the editor.
const LOW_SHARED: f32 = 800.0;

/// Characters of a cause: the two cells it is about and its reason.
const LONGEST_CAUSE: usize = 240;

/// Characters of a cell of the source that are shown, so that one long label does not push its figures out of sight.
const MOST_SHOWN: usize = 14;

/// What an import has to say, until it is put away.
#[derive(Debug, Default)]
pub struct Account {
    notes: Vec<Note>,
    /// One line for each cause.
    causes: Vec<String>,
    tables: Vec<SourceTable>,
    /// It was looked at: in a low window only its title stands over the editor until then.
    is_shown: bool,
    /// The block selected in a table of the source: the table, the corner it began at and the one it reaches.
    selected: Option<(usize, Corner, Corner)>,
}

/// Row and column.
type Corner = (usize, usize);

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
            tables,
            is_shown: false,
            selected: None,
        }
    }

    pub fn clear(&mut self) {
        *self = Account::default();
    }

    /// Selects one cell of a table, or reaches out to it from the cell selected before.
    fn select(&mut self, table: usize, corner: Corner, reaches: bool) {
        self.selected = match self.selected {
            Some((known, anchor, _)) if reaches && known == table => Some((table, anchor, corner)),
            _ => Some((table, corner, corner)),
        };
    }

    /// The selected block as text.
    fn block(&self) -> Option<String> {
        let (table, anchor, end) = self.selected?;
        Some(self.tables.get(table)?.block(anchor, end))
    }

    fn is_selected(&self, table: usize, (row, column): Corner) -> bool {
        self.selected.is_some_and(|(known, one, other)| {
            let within = |at: usize, one: usize, other: usize| {
                (one.min(other)..=one.max(other)).contains(&at)
            };
            known == table && within(row, one.0, other.0) && within(column, one.1, other.1)
        })
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
        let shares = self.is_read_only() || self.panels.news.is_some();
        let account = &mut self.panels.account;
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
            let left = causes_ui(ui, &account.causes, look);
            all_ui(ui, &account.notes, left, look, actions);
            // Beside a table of the report stands what the source has for it; the others would push its cells down.
            for table in 0..account.tables.len() {
                let is_of =
                    |source: &SourceTable| shown.as_ref().is_none_or(|id| source.table == *id);
                if account.tables.get(table).is_some_and(is_of) {
                    table_ui(ui, account, table, look);
                }
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
fn causes_ui(ui: &mut egui::Ui, causes: &[String], look: &Look) -> usize {
    let font = egui::FontId::proportional(look.sizes.small + 0.5);
    let (most, width) = (height(ui), ui.available_width());
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

/// One table of the source: a click selects a cell, a click with Shift a block.
fn table_ui(ui: &mut egui::Ui, account: &mut Account, index: usize, look: &Look) {
    let Some(table) = account.tables.get(index) else {
        return;
    };
    let (title, rows) = (format!("来源里的表格：{}", table.name), table.rows.clone());
    let fold = egui::CollapsingHeader::new(title).id_salt(("source", index));
    fold.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(
                RichText::new("单击选一格，按住 Shift 再单击选一块，复制后粘贴到空着的单元格")
                    .size(look.sizes.small)
                    .color(look.colors.weak.0),
            );
            let block = account
                .selected
                .filter(|(table, ..)| *table == index)
                .and_then(|_| account.block());
            let copy = ui.add_enabled(block.is_some(), egui::Button::new("复制选中的格"));
            if let (true, Some(block)) = (copy.clicked(), block) {
                ui.ctx().copy_text(block);
            }
        });
        let area = egui::ScrollArea::both().id_salt(("source rows", index));
        area.max_height(height(ui)).show(ui, |ui| {
            let grid = egui::Grid::new(("source grid", index)).striped(true);
            grid.show(ui, |ui| {
                for (row, cells) in rows.iter().enumerate() {
                    for (column, text) in cells.iter().enumerate() {
                        cell_ui(ui, account, (index, row, column), text, look);
                    }
                    ui.end_row();
                }
            });
        });
    });
}

fn cell_ui(
    ui: &mut egui::Ui,
    account: &mut Account,
    (table, row, column): (usize, usize, usize),
    text: &str,
    look: &Look,
) {
    let is_selected = account.is_selected(table, (row, column));
    let shown = match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None if text.is_empty() => "　".to_owned(),
        None => text.to_owned(),
    };
    let mut shown = RichText::new(shown).size(look.sizes.small);
    if is_selected {
        shown = shown.background_color(look.colors.selection.0).strong();
    }
    let label = egui::Label::new(shown)
        .selectable(false)
        .sense(Sense::click());
    let mut response = ui.add(label);
    if text.chars().count() > MOST_SHOWN {
        response = response.on_hover_text(text);
    }
    if response.clicked() {
        let reaches = ui.input(|input| input.modifiers.shift);
        account.select(table, (row, column), reaches);
    }
}
