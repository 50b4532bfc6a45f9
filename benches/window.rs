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
    /// A report with prose, and the third section before the user.
    fn new(size: egui::Vec2) -> Stage {
        let ctx = Context::default();
        let setup = Setup {
            storage: nianbao::storage::Storage::default(),
            settings_folder: None,
            dialogs: Box::new(SystemDialogs::default()),
            hand_over: |_| Ok(()),
            show: |_| Ok(()),
            form_folders: Vec::new(),
            copy_page: |_, _| Ok(()),
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

    fn press(&mut self, size: egui::Vec2, modifiers: Modifiers, key: Key) {
        let event = Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers,
        };
        self.frame(size, vec![event]);
        for _ in 0..4 {
            self.frame(size, Vec::new());
        }
    }

    /// One frame, with everything up to the triangles that go to the graphics card.
    fn frame(&mut self, size: egui::Vec2, events: Vec<Event>) -> usize {
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
        let triangles = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        triangles.len()
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
