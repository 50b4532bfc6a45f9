//! CPU of one frame of the window with section three open and 3,000 characters of prose elsewhere, without a screen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

use eframe::App as _;
use eframe::egui::{self, Context, Event, Key, Modifiers, RawInput, pos2, vec2};
use nianbao::app::files::dialogs::SystemDialogs;
use nianbao::app::{App, Setup};

fn main() {
    divan::main();
}

/// The window and all it needs to draw frames into nothing.
struct Stage {
    ctx: Context,
    app: App,
    frame: eframe::Frame,
    seconds: f64,
}

impl Stage {
    /// A new report with its first section before the user and the caret in it.
    fn empty(size: egui::Vec2) -> Stage {
        let ctx = Context::default();
        let setup = Setup {
            storage: nianbao::storage::Storage::default(),
            settings_folder: None,
            dialogs: Box::new(SystemDialogs::default()),
            hand_over: |_| Ok(()),
            show: |_| Ok(()),
            form_folders: Vec::new(),
            copy_page: |_, _| Ok(()),
            copied: || Ok(Default::default()),
            last_year: 2025,
            open: None,
        };
        let Ok(app) = App::new(&ctx, setup) else {
            panic!("the built-in look is faulty");
        };
        let mut stage = Stage {
            ctx,
            app,
            frame: eframe::Frame::_new_kittest(),
            seconds: 0.0,
        };
        stage.frame(size, Vec::new());
        stage.press(size, Modifiers::COMMAND, Key::N);
        stage.frame(size, vec![Event::Text("某市某局".to_owned())]);
        stage.press(size, Modifiers::NONE, Key::Enter);
        stage.press(size, Modifiers::COMMAND, Key::Num1);
        stage
    }

    /// A report with prose, and the third section before the user.
    fn new(size: egui::Vec2) -> Stage {
        let mut stage = Stage::empty(size);
        stage.press(size, Modifiers::COMMAND, Key::Num6);
        for pressed in [true, false] {
            stage.frame(size, vec![click(pos2(size.x * 0.4, 190.0), pressed)]);
        }
        stage.frame(size, vec![Event::Paste("全年公开信息千余条。".repeat(300))]);
        stage.press(size, Modifiers::COMMAND, Key::Num3);
        for event in [true, false].map(|pressed| click(pos2(size.x * 0.5, size.y * 0.5), pressed)) {
            stage.frame(size, vec![event]);
        }
        stage.press(size, Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
        for _ in 0..10 {
            stage.frame(size, Vec::new());
        }
        let state = stage.app.state();
        let prose = state.map_or(0, |state| {
            format!("{:?}", state.report().prose).chars().count()
        });
        let figures = state.map_or(0, |state| state.report().entries.len());
        assert!(
            stage.app.section() == Some(2) && prose > 3000 && figures > 100,
            "{prose} {figures}"
        );
        stage
    }

    fn press(&mut self, size: egui::Vec2, modifiers: Modifiers, pressed: Key) {
        self.frame(size, vec![key(modifiers, pressed)]);
        for _ in 0..4 {
            self.frame(size, Vec::new());
        }
    }

    /// A report whose first text has so many characters, made of a sentence, with the caret at its end.
    fn with_text(size: egui::Vec2, characters: usize, sentence: &str) -> Stage {
        let mut stage = Stage::empty(size);
        let paragraph = format!("{}\n", sentence.repeat(10));
        let count = characters / paragraph.chars().count();
        stage.frame(size, vec![Event::Paste(paragraph.repeat(count))]);
        for _ in 0..10 {
            stage.frame(size, Vec::new());
        }
        let report = stage.app.state().map(|state| state.report());
        let texts = report.map_or(0, |report| format!("{:?}", report.prose).chars().count());
        assert!(texts + 500 > characters, "{texts}");
        stage
    }

    /// One frame, with everything up to the triangles that go to the graphics card.
    fn frame(&mut self, size: egui::Vec2, events: Vec<Event>) -> usize {
        let output = self.app_frame(size, events);
        let triangles = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        triangles.len()
    }

    /// One frame up to the shapes that are to be drawn.
    fn app_frame(&mut self, size: egui::Vec2, events: Vec<Event>) -> egui::FullOutput {
        self.seconds += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size)),
            time: Some(self.seconds),
            focused: true,
            events,
            ..RawInput::default()
        };
        let (app, frame) = (&mut self.app, &mut self.frame);
        let mut output = self.ctx.run_ui(input, |ui| {
            app.logic(&ui.ctx().clone(), frame);
            app.ui(ui, frame);
        });
        // There is no graphics card that would take them.
        output.textures_delta.clear();
        output
    }
}

fn key(modifiers: Modifiers, key: Key) -> Event {
    Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    }
}

fn click(at: egui::Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

const PLAIN: &str = "全年主动公开政府信息千余条，办理申请若干件。";

/// Some of its lines end in an opening mark, which the window breaks anew.
const WITH_MARKS: &str = "修订《指南》（试行），办好“一件事”，公开信息千余条。";

/// All work of the frame in which one character is typed at the end of a text of so many characters, up to and without
/// the triangles.
#[divan::bench(args = [6_000, 60_000])]
fn keystroke_in_a_text_without_drawing(bencher: divan::Bencher, characters: usize) {
    let size = vec2(1280.0, 720.0);
    let mut stage = Stage::with_text(size, characters, PLAIN);
    bencher.bench_local(|| {
        stage
            .app_frame(size, vec![Event::Text("字".to_owned())])
            .shapes
            .len()
    });
}

/// The same where most paragraphs are broken anew.
#[divan::bench(args = [60_000])]
fn keystroke_among_brackets_and_quotes(bencher: divan::Bencher, characters: usize) {
    let size = vec2(1280.0, 720.0);
    let mut stage = Stage::with_text(size, characters, WITH_MARKS);
    bencher.bench_local(|| {
        stage
            .app_frame(size, vec![Event::Text("字".to_owned())])
            .shapes
            .len()
    });
}

/// One step taken back and done again in such a text: two frames.
#[divan::bench(args = [60_000])]
fn undo_and_redo_in_a_text_without_drawing(bencher: divan::Bencher, characters: usize) {
    let size = vec2(1280.0, 720.0);
    let mut stage = Stage::with_text(size, characters, PLAIN);
    stage.app_frame(size, vec![Event::Paste("公开".to_owned())]);
    bencher.bench_local(|| {
        let undo = stage.app_frame(size, vec![key(Modifiers::COMMAND, Key::Z)]);
        let redo = stage.app_frame(size, vec![key(Modifiers::COMMAND, Key::Y)]);
        undo.shapes.len() + redo.shapes.len()
    });
}

#[divan::bench(args = [(1280, 720), (1920, 1080)])]
fn frame_of_section_three(bencher: divan::Bencher, (width, height): (u32, u32)) {
    let size = vec2(width as f32, height as f32);
    let mut stage = Stage::new(size);
    bencher.bench_local(|| stage.frame(size, Vec::new()));
}

#[divan::bench(args = [(1920, 1080)])]
fn keystroke_in_section_three(bencher: divan::Bencher, (width, height): (u32, u32)) {
    let size = vec2(width as f32, height as f32);
    let mut stage = Stage::new(size);
    let mut digit = 0;
    bencher.bench_local(|| {
        digit = (digit + 1) % 10;
        stage.press(size, Modifiers::NONE, Key::Home);
        stage.frame(size, vec![Event::Text(digit.to_string())])
    });
}
