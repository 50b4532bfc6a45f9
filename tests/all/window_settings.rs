//! What the window remembers: its size as the user chose it, its look, the panels at the right.

use super::window::Desk;
use eframe::egui::{self, Rect, Role, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use nianbao::app::Command;
use nianbao::app::files::settings::{Recent, RecentChange, Settings, SettingsFile, Side};
use std::path::Path;

/// Shows the window in a size for so many seconds.
fn seen(desk: &mut Desk, size: [f32; 2], maximized: bool, seconds: f64) {
    let root = egui::ViewportId::ROOT;
    let viewport = desk.harness.input_mut().viewports.entry(root).or_default();
    viewport.inner_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(size[0], size[1])));
    viewport.maximized = Some(maximized);
    let frames = (seconds / 0.25).round() as usize;
    for _ in 0..frames {
        desk.harness.step();
    }
}

fn remembered(desk: &Desk) -> (f32, f32, bool) {
    let settings = desk.app().settings();
    (
        settings.window_width,
        settings.window_height,
        settings.maximized,
    )
}

#[test]
fn the_size_that_the_user_chose_is_remembered_and_no_other() {
    let mut desk = Desk::new();
    seen(&mut desk, [1300.0, 700.0], false, 2.0);
    assert_eq!(remembered(&desk), (1300.0, 700.0, false));
    // A window manager makes the window large before it says that it is maximised.
    seen(&mut desk, [1920.0, 1050.0], false, 0.25);
    seen(&mut desk, [1920.0, 1050.0], true, 2.0);
    assert_eq!(remembered(&desk), (1300.0, 700.0, true));
    seen(&mut desk, [1300.0, 700.0], false, 2.0);
    assert_eq!(remembered(&desk), (1300.0, 700.0, false));
    // A zoom changes the points, not the window.
    desk.command(Command::ZoomIn);
    let zoom = desk.harness.ctx.zoom_factor();
    seen(&mut desk, [1300.0, 700.0], false, 0.25);
    seen(&mut desk, [1300.0 / zoom, 700.0 / zoom], false, 2.0);
    desk.command(Command::ZoomReset);
    seen(&mut desk, [1300.0 / zoom, 700.0 / zoom], false, 0.25);
    seen(&mut desk, [1300.0, 700.0], false, 2.0);
    assert_eq!(remembered(&desk), (1300.0, 700.0, false));
}

#[test]
fn light_is_the_usual_look_and_the_chosen_one_is_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    // The test's window has a look of its own; what the program would take is in its settings.
    let look = |folder: &Path| {
        let mut desk = Desk::with(Some(folder), None);
        let was_dark = desk.app().settings().is_dark();
        let theme = if was_dark {
            egui::Theme::Dark
        } else {
            egui::Theme::Light
        };
        desk.harness.ctx.set_theme(theme);
        desk.harness.run_ok();
        desk.command(Command::Theme);
        was_dark
    };
    assert!(!look(folder.path()), "light at first");
    assert!(look(folder.path()), "then as chosen");
    assert!(!look(folder.path()), "and back");
}

#[test]
fn a_wide_window_shows_findings_and_pages_side_by_side() {
    for (width, both) in [(1599.0, false), (1600.0, true)] {
        let mut desk = Desk::sized(None, None, egui::Theme::Light, [width, 900.0]);
        desk.open_new();
        desk.command(Command::TogglePreview);
        desk.harness.run_ok();
        let pages = desk
            .harness
            .query_by_role_and_label(Role::Group, "页面预览");
        assert!(pages.is_some());
        let findings = desk
            .harness
            .query_by_role_and_label(Role::Group, "检查结果");
        assert_eq!(findings.is_some(), both, "{width}");
        desk.command(Command::TogglePreview);
        let findings = desk
            .harness
            .query_by_role_and_label(Role::Group, "检查结果");
        assert!(findings.is_some());
    }
}

#[test]
fn settings_of_older_programs_keep_their_panel() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("settings.ron"),
        "(window_width: 1000.0, window_height: 700.0, zoom: 1.2, dark: Some(true), side: Preview)",
    )
    .expect("written");
    let settings = Settings::read(folder.path());
    assert_eq!(settings.panels(false), [Side::Preview]);
    assert_eq!(settings.dark, Some(true));
    assert_eq!(settings.zoom, 1.2);
}

#[test]
fn two_windows_keep_each_others_recent_files_and_choices() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = folder.path().join("settings");
    let [one, other] = ["甲.nianbao", "乙.nianbao"].map(|name| folder.path().join(name));
    let mut desks = [(); 2].map(|()| Desk::with(Some(&settings), None));
    for (desk, path) in desks.iter_mut().zip([&one, &other]) {
        desk.open_new();
        desk.answer_dialog_with(path);
        desk.command(Command::SaveAs);
    }
    let recent = || {
        let recent = Settings::read(&settings).recent.into_iter();
        recent.map(|recent| recent.path).collect::<Vec<_>>()
    };
    assert_eq!(recent(), [other.clone(), one.clone()]);
    // The first window zooms and is closed last; the other chose another look meanwhile and took a file off the list.
    let [first, second] = &mut desks;
    first.command(Command::ZoomIn);
    second.command(Command::Theme);
    let chosen = Settings::read(&settings);
    assert_eq!((chosen.zoom, chosen.dark.is_some()), (1.1, true));
    first.command(Command::ToggleLastYear);
    assert_eq!(Settings::read(&settings).dark, chosen.dark);
    second.command(Command::CloseReport);
    second.click("从列表移除 某某市财政局 2024年");
    let left = recent();
    assert_eq!(left.len(), 1);
    first.command(Command::ToggleLastYear);
    assert_eq!(recent(), left, "what is off the list stays off");
}

#[test]
fn windows_that_write_at_once_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |number: u16| {
        let (mut file, mut settings) = SettingsFile::open(Some(folder.path()));
        let recent = Recent {
            path: format!("{number}.nianbao").into(),
            agency: String::new(),
            year: number,
            open_findings: 0,
        };
        let front = RecentChange::Front(recent);
        file.write(&mut settings, Some(front)).expect("written");
    };
    std::thread::scope(|scope| {
        for number in 0..8 {
            scope.spawn(move || write(number));
        }
    });
    let mut years: Vec<u16> = Settings::read(folder.path())
        .recent
        .iter()
        .map(|recent| recent.year)
        .collect();
    years.sort();
    assert_eq!(years, (0..8).collect::<Vec<_>>());
}
