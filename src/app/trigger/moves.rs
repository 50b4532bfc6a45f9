//! Going somewhere in the report: to a place, a section, the next hit or finding.

use crate::app::App;
use crate::app::front::modal::Modal;
use crate::app::texts::is_text;
use crate::app::trigger::input::{Hold, InputOrder};
use crate::app::trigger::route::Focus;
use crate::place::Place;
use crate::session::find::Find;
use crate::session::findings;
use crate::session::goto::Goto;
use crate::session::places;
use eframe::egui;

impl App {
    /// Opens the section of a place and sends the caret there.
    pub(in crate::app) fn go(&mut self, goto: Goto) {
        let Some(state) = &mut self.state else {
            return;
        };
        let place = &goto.place;
        let exists = match place {
            Place::PartText(..) | Place::PartHeading(..) => state.report().text(place).is_some(),
            _ => true,
        };
        self.section = state.section_of(place);
        if exists {
            state.goto = Some(goto);
        }
        state.seal();
    }

    /// The caret goes back to where it was, as when what stood over the window is gone.
    pub(in crate::app) fn return_focus(&mut self) {
        if let (None, Some(state)) = (&self.modal, &mut self.state)
            && state.goto.is_none()
        {
            let here = state.focus.clone();
            let here = here.filter(|place| state.section_of(place) == self.section);
            let place = here.or_else(|| state.first_place(self.section));
            let selection = self.panels.selection.clone();
            let selection = selection.filter(|goto| Some(&goto.place) == place.as_ref());
            state.goto = selection.or(place.map(Goto::to));
        }
    }

    /// What stood over the window is gone: the keyboard goes back to the field beside the report that had it, else the
    /// caret to where it was.
    pub(in crate::app) fn return_keyboard(&mut self) {
        let goes = self
            .state
            .as_ref()
            .is_some_and(|state| state.goto.is_some());
        match self.panels.field.filter(|_| self.modal.is_none() && !goes) {
            Some(field) => self.panels.returns_to = Some(field),
            None => self.return_focus(),
        }
    }

    /// Remembers which field beside the report has the keyboard, as long as nothing stands over the window: the answer
    /// to a question, the search bar. A click into a menu takes the keyboard from it and gives it to nothing.
    pub(in crate::app) fn remember_field(&mut self, ctx: &egui::Context) {
        // A menu that the pointer opened gives the keyboard back, too, to such a field.
        self.panels.has_menu |= self.panels.field.is_some() && egui::Popup::is_any_open(ctx);
        self.panels.covered =
            self.modal.is_some() || self.panels.has_menu || egui::Popup::is_any_open(ctx);
        let Some(focused) = ctx.memory(|memory| memory.focused()) else {
            return;
        };
        if self.panels.covered || self.panels.returns_to.is_some() {
            return;
        }
        let focus = self.key_focus(ctx);
        let is_beside = matches!(focus, Focus::Widget | Focus::FindBar | Focus::Replacement);
        self.panels.field = Some(focused).filter(|id| is_beside && is_text(ctx, *id));
        if matches!(focus, Focus::Text | Focus::Cell) {
            self.panels.before_find = None;
        }
    }

    /// Gives the keyboard back to such a field, once egui lets it have it.
    pub(in crate::app) fn give_back(&mut self, ctx: &egui::Context) {
        // Under a question egui takes the focus away again, also in the frame after it closed.
        let covered = ctx.memory(|memory| memory.top_modal_layer().is_some());
        if covered || self.modal.is_some() {
            return;
        }
        match self.panels.returns_to.take() {
            Some(field) if ctx.read_response(field).is_some() => {
                ctx.memory_mut(|memory| memory.request_focus(field));
            }
            Some(_) => self.return_focus(),
            None => {}
        }
    }

    /// Lets what is typed wait while the keyboard is on its way to a field, or a file is written that was asked for by a
    /// typed path.
    pub(in crate::app) fn hold_keys(&self, ctx: &egui::Context) {
        let goes = self
            .state
            .as_ref()
            .is_some_and(|state| state.goto.is_some());
        let hold = match &self.modal {
            Some(Modal::Trying { purpose, .. }) if purpose.writes() => Hold::Question,
            None if goes || self.panels.returns_to.is_some() => Hold::OnItsWay,
            _ => Hold::Nothing,
        };
        let is_asked = self.modal.is_some();
        ctx.with_plugin(|order: &mut InputOrder| order.hold(hold, is_asked));
    }

    /// A menu that a key opened is closed: the caret goes back, unless what was chosen there wants the keyboard.
    pub(in crate::app) fn hear_menu_end(&mut self, ctx: &egui::Context) {
        if !self.panels.has_menu || egui::Popup::is_any_open(ctx) {
            return;
        }
        self.panels.has_menu = false;
        let finds = self
            .panels
            .find
            .as_ref()
            .is_some_and(|find| find.wants_focus);
        if !finds && self.panels.wants_focus.is_none() {
            self.return_keyboard();
        }
    }

    /// Tab: the next text or table of the report, or the one before.
    pub(in crate::app) fn go_beside(&mut self, forward: bool) {
        let Some(state) = &self.state else {
            return;
        };
        let here = state
            .focus
            .clone()
            .or_else(|| state.first_place(self.section));
        let next =
            here.and_then(|here| places::beside(state.template(), state.report(), &here, forward));
        if let Some(place) = next {
            self.go(Goto::to(place));
        }
    }

    /// Opens a section and sends the caret to its first field.
    pub(in crate::app) fn show_section(&mut self, ctx: &egui::Context, section: Option<usize>) {
        let Some(state) = &self.state else {
            return;
        };
        let first = state.first_place(section);
        self.section = section;
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        if let Some(place) = first {
            self.go(Goto::to(place));
        }
    }

    pub(in crate::app) fn open_find(&mut self, replaces: bool) {
        if self.panels.find.is_none() {
            self.panels.before_find = self.panels.field;
        }
        let closed = &mut self.panels.closed_find;
        let find = self.panels.find.get_or_insert_with(|| {
            let mut find = std::mem::take(closed);
            find.replaces = false;
            find
        });
        find.replaces |= replaces;
        find.wants_focus = true;
    }

    /// Closes the search bar; the keyboard goes back to the field beside the report from which it was opened, else the
    /// caret to the hit one stands at.
    pub(in crate::app) fn close_find(&mut self) {
        let hit = self.panels.find.as_ref().and_then(Find::current);
        self.panels.closed_find = self.panels.find.take().unwrap_or_default();
        self.panels.field = self.panels.before_find.take();
        match hit {
            Some(hit) if self.panels.field.is_none() => {
                self.go(Goto::select(hit.place, hit.range));
            }
            _ => self.return_keyboard(),
        }
    }

    /// The next hit, or the one before; `takes_focus` when the caret goes there, else the hit is only shown.
    pub(in crate::app) fn step_find(&mut self, forward: bool, takes_focus: bool) {
        let (Some(find), Some(state)) = (&mut self.panels.find, &self.state) else {
            return;
        };
        find.refresh(state);
        if let Some(hit) = find.step(forward) {
            self.go(Goto {
                place: hit.place,
                select: Some(hit.range),
                only_shown: !takes_focus,
            });
        }
    }

    /// The next finding, or the one before; one that was settled meanwhile leaves its number to the next.
    pub(in crate::app) fn step_finding(&mut self, forward: bool) {
        let Some(state) = &self.state else {
            return;
        };
        let Some((finding, at)) = findings::step(state, self.panels.findings.walk(), forward)
        else {
            return;
        };
        self.panels.findings.select(&finding.fingerprint, at);
        let goto = findings::goto_of(finding, state.report());
        let message = finding.message.clone();
        if self.settings.panels(self.wide).is_empty() {
            self.show_findings();
        }
        if let Some(goto) = goto {
            self.go(goto);
        }
        if self.sides().is_empty() {
            self.notice = message;
        }
    }
}
