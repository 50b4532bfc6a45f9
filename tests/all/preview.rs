//! The page preview: the pages of the PDF beside the editor, without a screen.

use crate::template::at;
use eframe::egui::{self, Key, Role};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};
use nianbao::app::Action;
use nianbao::app::State;
use nianbao::app::look::theme::Theme;
use nianbao::app::preview::{PreviewMemory, PreviewView, preview_ui};
use nianbao::place::Place;
use nianbao::report::{Entry, Report};
use nianbao::session::Edit;
use nianbao::template::Template;
use std::time::Duration;

/// A window with nothing but the preview.
struct Desk {
    state: State,
    memory: PreviewMemory,
    theme: Theme,
    focus: Option<Place>,
    section: Option<usize>,
    actions: Vec<Action>,
}

impl Desk {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let look = self.theme.look(ui.ctx().theme());
        let mut view = PreviewView {
            official_faces: false,
            has_keys: false,
            state: &self.state,
            memory: &mut self.memory,
            look: &look,
            caret: None,
            focus: self.focus.as_ref(),
            section: self.section,
        };
        let actions = preview_ui(ui, &mut view);
        self.actions.extend(actions);
    }
}

type Window = Harness<'static, Desk>;

fn open(size: egui::Vec2, theme: egui::Theme) -> Window {
    let report = filled();
    let desk = Desk {
        state: State::new(report, None, false).expect("a known form"),
        memory: PreviewMemory::default(),
        theme: Theme::built_in().expect("the look"),
        focus: None,
        section: Some(0),
        actions: Vec::new(),
    };
    let mut window = Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_step_dt(1.0 / 30.0)
        .with_context_setup(|ctx| Theme::built_in().expect("the look").apply(ctx))
        .build_ui_state(
            |ui, desk: &mut Desk| {
                egui::CentralPanel::default().show(ui, |ui| desk.ui(ui));
            },
            desk,
        );
    settle(&mut window);
    window
}

/// Waits for the worker; what it does takes milliseconds.
fn settle(window: &mut Window) {
    for _ in 0..600 {
        window.run_steps(3);
        if window.state().memory.is_settled() {
            window.run_steps(3);
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the preview does not settle");
}

fn narrow() -> Window {
    open(egui::vec2(480.0, 640.0), egui::Theme::Light)
}

#[test]
fn the_preview_shows_the_pages_of_the_pdf_and_a_changed_report_anew() {
    let mut window = narrow();
    let before = window.state().memory.pages().expect("pages").clone();
    assert!(before.pages.len() >= 4);
    window.get_by_label("第 1 页");
    let edit = Edit::Text {
        place: Place::parse("overview.lead").unwrap(),
        text: "换了一段导语。".repeat(60),
    };
    window.state_mut().state.edit(edit, 0.0, true);
    settle(&mut window);
    let after = window.state().memory.pages().expect("pages");
    assert_ne!(*after, before);
}

#[test]
fn the_preview_follows_the_section_and_the_place_one_edits() {
    let mut window = narrow();
    assert_eq!(window.state().memory.page(), 0);
    let place = Place::parse("appeals.cases.review_upheld").unwrap();
    window.state_mut().focus = Some(place.clone());
    settle(&mut window);
    let rect = window
        .state()
        .memory
        .rect_of(&place)
        .expect("the cell is in view");
    assert!(rect.top() > 0.0 && rect.bottom() < 640.0, "{rect:?}");
    window.state_mut().focus = None;
    window.state_mut().section = Some(0);
    settle(&mut window);
    let lead = Place::parse("requests.new.natural").unwrap();
    window.state_mut().section = Some(2);
    settle(&mut window);
    assert!(window.state().memory.page() > 0);
    assert!(window.state().memory.rect_of(&lead).is_some());
}

#[test]
fn a_click_on_a_cell_wishes_to_go_there() {
    let mut window = narrow();
    let place = Place::parse("requests.new.natural").unwrap();
    window.state_mut().focus = Some(place.clone());
    settle(&mut window);
    let at = window
        .state()
        .memory
        .rect_of(&place)
        .expect("in view")
        .center();
    window.hover_at(at);
    window.run_steps(2);
    window.drag_at(at);
    window.drop_at(at);
    window.run_steps(4);
    assert_eq!(window.state().actions, [Action::Go(place)]);
}

#[test]
fn pages_are_turned_by_button_and_key_and_zoomed() {
    let mut window = narrow();
    window.get_by_label("下一页").click();
    settle(&mut window);
    assert_eq!(window.state().memory.page(), 1);
    window
        .get_by_role_and_label(Role::Document, "页面预览")
        .focus();
    window.run_steps(2);
    window.key_press(Key::PageDown);
    settle(&mut window);
    assert_eq!(window.state().memory.page(), 2);
    window.key_press(Key::PageUp);
    settle(&mut window);
    assert_eq!(window.state().memory.page(), 1);
    let width = |window: &Window| window.get_by_label("第 2 页").rect().width();
    let fitting = width(&window);
    assert!(fitting > 400.0 && fitting <= 480.0, "{fitting}");
    window.get_by_label("放大页面").click();
    settle(&mut window);
    assert!(width(&window) > fitting);
    window.get_by_label("页面与窗格同宽").click();
    settle(&mut window);
    assert!((width(&window) - fitting).abs() < 1.0);
}

#[test]
fn only_a_changed_report_is_laid_out_again() {
    let mut window = narrow();
    let before = window.state().memory.pages().expect("pages").clone();
    window.run_steps(20);
    let same = window.state().memory.pages().expect("pages");
    assert!(std::sync::Arc::ptr_eq(&before, same));
    assert_eq!(window.run(), 1, "an idle preview repaints nothing");
}

#[test]
fn the_preview_looks_as_it_should() {
    let mut results = SnapshotResults::new();
    for (theme, shade) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        let mut window = open(egui::vec2(620.0, 820.0), theme);
        let options = SnapshotOptions::new().max_failed_pixels(200);
        results.add(window.try_snapshot_options(format!("preview_first_{shade}"), &options));
        window.state_mut().focus = Some(Place::parse("requests.granted.natural").unwrap());
        settle(&mut window);
        let edit = Edit::Entry {
            address: at("requests.granted.natural"),
            entry: Some(Entry::number(7)),
        };
        window.state_mut().state.edit(edit, 0.0, true);
        settle(&mut window);
        results.add(window.try_snapshot_options(format!("preview_table_{shade}"), &options));
    }
}

/// A report of about six pages.
fn filled() -> Report {
    let template = Template::built_in("2021").expect("a built-in form");
    let mut report = Report::new(&template, "青溪县水务局", 2025);
    let sentence =
        "全年通过门户网站和政务服务大厅公开信息1286条，其中河湖长制、农村饮水等重点领域412条。";
    for prose in report.prose.values_mut() {
        prose.lead = sentence.to_owned();
        for part in &mut prose.parts {
            part.text = format!("{}\n{sentence}", sentence.repeat(4));
        }
    }
    let entered = template.cells.iter().filter(|cell| !cell.is_total());
    for (index, cell) in entered.enumerate() {
        let entry = Entry::number(index as u64 % 3);
        report.entries.insert(cell.address.clone(), entry);
    }
    report.date = "2026年1月20日".to_owned();
    report
}
