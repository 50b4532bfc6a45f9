//! Where an input method over X11 shows its candidates: told only while no key is on its way to it.
//!
//! Over XIM a key goes to the input method and comes back later. winit 0.30 passes a new place of the caret on with the
//! next X event, which is the next key: Xlib then waits for an answer between that key and its reply, puts replies back
//! in front of its queue, the last one foremost, and takes a fresh key for one that came back. Digits change places and
//! first letters leak into the text. So a new place waits until the keys rest, and goes out at once with an X event of
//! our own. Debian 12 (libX11 1.8.4) has the fault; libX11 1.8.10 mends it
//! (ibus issue 2560).

use eframe::egui::{
    self, Context, Event, FullOutput, RawInput, Rect, ViewportCommand, ViewportId,
    output::IMEOutput,
};
use std::time::Duration;

/// How long keys must have rested, in seconds: longer than an input method takes to answer, shorter than one looks for a
/// candidate.
const REST: f64 = 0.15;

/// How long the input method stays when no text asks for it, in seconds. A text that was just reached has no caret in
/// its first frame; without this its first letter would pass the input method by.
const STAY: f64 = 0.3;

/// Holds the place of the candidates back while one types. For X11 only; elsewhere nothing is lost.
#[derive(Debug, Default)]
pub struct CandidatePlace {
    last_key: Option<f64>,
    clicked: bool,
    told: Option<Rect>,
    last: Option<IMEOutput>,
    unasked_since: Option<f64>,
    title: Option<String>,
}

impl egui::Plugin for CandidatePlace {
    fn debug_name(&self) -> &'static str {
        "candidate place"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        if input.events.iter().any(is_typed) {
            self.last_key = input.time;
        }
        self.clicked = input
            .events
            .iter()
            .any(|event| matches!(event, Event::PointerButton { .. }));
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let now = ctx.input(|input| input.time);
        let unrest = self.last_key.map_or(0.0, |last| REST - (now - last));
        self.stay(ctx, output, now);
        let before = self.told;
        self.told = output.platform_output.ime.as_mut().map(|ime| {
            // Interrupting makes winit throw the input context away, with all keys that are on their way to it. Only
            // a click can leave a composition: while one composes, the keys that move the caret are not ours.
            ime.should_interrupt_composition &= self.clicked;
            let line_end = below_line(ime.cursor_rect);
            let held = before.filter(|_| unrest > 0.0 && !ime.should_interrupt_composition);
            if held.is_some_and(|held| held != line_end) {
                ctx.request_repaint_after(Duration::from_secs_f64(unrest));
            }
            ime.cursor_rect = held.unwrap_or(line_end);
            ime.cursor_rect
        });
        self.send(output, self.told != before);
    }
}

impl CandidatePlace {
    /// Bridges the frames between two texts.
    fn stay(&mut self, ctx: &Context, output: &mut FullOutput, now: f64) {
        let ime = &mut output.platform_output.ime;
        if ime.is_some() || self.clicked {
            self.last = *ime;
            self.unasked_since = None;
        } else if self.last.is_some() {
            let rest = STAY - (now - *self.unasked_since.get_or_insert(now));
            if rest > 0.0 {
                *ime = self.last;
                ctx.request_repaint_after(Duration::from_secs_f64(rest));
            } else {
                self.last = None;
            }
        }
    }

    /// winit looks at what it was told only after an X event; writing the title again brings one.
    fn send(&mut self, output: &mut FullOutput, is_new: bool) {
        let Some(root) = output.viewport_output.get_mut(&ViewportId::ROOT) else {
            return;
        };
        for command in &root.commands {
            if let ViewportCommand::Title(title) = command {
                self.title = Some(title.clone());
            }
        }
        if is_new && let Some(title) = &self.title {
            root.commands.push(ViewportCommand::Title(title.clone()));
        }
    }
}

/// The lower end of the caret, where the candidates leave its line readable: winit tells the upper left corner only.
fn below_line(caret: Rect) -> Rect {
    Rect::from_min_max(caret.left_bottom(), caret.max)
}

/// Whether an event came by a key. Of the keys of a composition only the releases arrive.
fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Ime(_))
}
