//! The place of an input method's candidates under X11: below the line, told when the keys rest.

use eframe::egui::{
    Context, Event, FullOutput, Id, Key, Modifiers, RawInput, Rect, TextEdit, ViewportCommand,
    ViewportId, output::IMEOutput,
};
use nianbao::app::trigger::candidates::CandidatePlace;

/// A window with two texts; the first has the focus from the second frame on.
struct Window {
    ctx: Context,
    texts: [String; 2],
}

impl Window {
    fn new() -> Window {
        let ctx = Context::default();
        ctx.add_plugin(CandidatePlace::default());
        let mut window = Window {
            ctx,
            texts: ["甲".to_owned(), "乙".to_owned()],
        };
        window
            .ctx
            .send_viewport_cmd(ViewportCommand::Title("年报".to_owned()));
        window.frame(0.0, Vec::new());
        window
            .ctx
            .memory_mut(|memory| memory.request_focus(id_of(0)));
        window.frame(0.1, Vec::new());
        window.frame(1.0, Vec::new());
        window
    }

    fn frame(&mut self, time: f64, events: Vec<Event>) -> FullOutput {
        let input = RawInput {
            time: Some(time),
            events,
            focused: true,
            ..RawInput::default()
        };
        let texts = &mut self.texts;
        let mut output = self.ctx.clone().run_ui(input, |ui| {
            for (index, text) in texts.iter_mut().enumerate() {
                TextEdit::singleline(text).id(id_of(index)).show(ui);
            }
        });
        // Nothing is painted.
        output.textures_delta.clear();
        output
    }
}

fn id_of(index: usize) -> Id {
    Id::unique(("text", index))
}

fn ime_of(output: &FullOutput) -> IMEOutput {
    output
        .platform_output
        .ime
        .expect("the input method stays while a text has the focus")
}

fn place_of(output: &FullOutput) -> Rect {
    ime_of(output).cursor_rect
}

/// Whether an X event is asked for, without which winit does not look at the new place.
fn wakes(output: &FullOutput) -> bool {
    output.viewport_output[&ViewportId::ROOT]
        .commands
        .iter()
        .any(|command| matches!(command, ViewportCommand::Title(title) if title == "年报"))
}

fn typed(text: &str) -> Vec<Event> {
    vec![Event::Text(text.to_owned())]
}

#[test]
fn the_place_waits_until_the_keys_rest() {
    let mut window = Window::new();
    let before = place_of(&window.frame(1.1, Vec::new()));
    for (time, digit) in [(2.00, "1"), (2.05, "6"), (2.10, "9")] {
        let output = window.frame(time, typed(digit));
        assert_eq!(place_of(&output), before);
        assert!(!wakes(&output));
    }
    assert_eq!(window.texts[0], "甲169");
    assert_eq!(place_of(&window.frame(2.20, Vec::new())), before);
    let rested = window.frame(2.30, Vec::new());
    assert!(place_of(&rested).min.x > before.min.x);
    assert!(wakes(&rested));
    assert!(!wakes(&window.frame(2.40, Vec::new())));
}

#[test]
fn the_candidates_stand_below_the_line() {
    let mut window = Window::new();
    let ime = ime_of(&window.frame(1.1, Vec::new()));
    assert_eq!(ime.cursor_rect.min.y, ime.cursor_rect.max.y);
    assert!(ime.cursor_rect.min.y > ime.rect.center().y);
}

#[test]
fn the_input_method_stays_from_one_text_to_the_next() {
    let mut window = Window::new();
    let tab = Event::Key {
        key: Key::Tab,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    for (time, events) in [(2.00, vec![tab]), (2.02, Vec::new()), (2.04, typed("1"))] {
        assert!(!ime_of(&window.frame(time, events)).should_interrupt_composition);
    }
    assert!(window.texts[1].contains('1'), "{:?}", window.texts);
}

#[test]
fn without_a_text_the_input_method_goes() {
    let mut window = Window::new();
    window
        .ctx
        .memory_mut(|memory| memory.surrender_focus(id_of(0)));
    window.frame(2.0, Vec::new());
    let output = window.frame(2.5, Vec::new());
    assert!(output.platform_output.ime.is_none());
    assert!(wakes(&output));
}
