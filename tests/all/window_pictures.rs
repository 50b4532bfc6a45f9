//! A picture of each panel in both themes, kept as snapshot with a small tolerance.

use super::window::Desk;
use eframe::egui;
use egui_kittest::{SnapshotOptions, SnapshotResults};
use nianbao::app::Command;

/// Renders each step of a walk through the window in both themes.
fn picture(name: &str, walk: impl Fn(&mut Desk)) {
    picture_of_size(name, [1280.0, 720.0], walk);
}

fn picture_of_size(name: &str, size: [f32; 2], walk: impl Fn(&mut Desk)) {
    let mut results = SnapshotResults::new();
    for (suffix, theme) in [("light", egui::Theme::Light), ("dark", egui::Theme::Dark)] {
        let mut desk = Desk::sized(None, None, theme, size);
        walk(&mut desk);
        desk.harness.remove_cursor();
        desk.settle();
        let options = SnapshotOptions::new()
            .threshold(1.5)
            .max_failed_pixels(200)
            .output_path("tests/snapshots");
        let rendered = desk.harness.render();
        let image = match rendered {
            Ok(image) => image,
            Err(problem) if std::env::var_os("CI").is_some() => panic!("{problem}"),
            Err(_) => return,
        };
        let name = format!("window_{name}_{suffix}");
        results.add(egui_kittest::try_image_snapshot_options(
            &image, name, &options,
        ));
    }
}

#[test]
fn start_page() {
    picture("start", |_| {});
}

#[test]
fn new_report_dialog() {
    picture("new", |desk| desk.command(Command::New));
}

#[test]
fn prose_and_findings() {
    picture("prose", |desk| {
        desk.open_new();
        desk.command(Command::NextFinding);
        desk.command(Command::Section(0));
    });
}

#[test]
fn doubts_in_a_text() {
    picture("doubts", |desk| {
        desk.open_new();
        desk.command(Command::Section(0));
        desk.type_slowly("加强业务业务培训,全年组织培训次，公开信息１２条。");
        desk.command(Command::NextFinding);
    });
}

#[test]
fn particulars() {
    picture("particulars", |desk| {
        desk.open_new();
        desk.command(Command::Particulars);
    });
}

#[test]
fn table_in_the_window() {
    picture("requests", |desk| {
        desk.open_new();
        desk.command(Command::Section(2));
    });
}

/// What an office screen shows at twice the size: labels, headers and the verdict of the balance stay beside the cell.
#[test]
fn table_in_a_small_window() {
    picture_of_size("small", [640.0, 360.0], |desk| {
        desk.open_new();
        desk.command(Command::Section(2));
        for _ in 0..6 {
            desk.harness.key_press(egui::Key::ArrowDown);
            desk.settle();
        }
    });
}

#[test]
fn search_bar() {
    picture("find", |desk| {
        desk.open_new();
        desk.command(Command::Replace);
    });
}

#[test]
fn list_of_keys() {
    picture("keys", |desk| desk.command(Command::Keys));
}

#[test]
fn list_of_rules() {
    picture("rules", |desk| {
        desk.open_new();
        desk.command(Command::Rules);
    });
}
