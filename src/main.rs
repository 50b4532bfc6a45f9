//! Opens the window.

#![cfg_attr(windows, windows_subsystem = "windows")]

use eframe::egui;
use nianbao::app::files::{clipboard, dialogs::SystemDialogs, settings};
use nianbao::app::trigger::candidates::CandidatePlace;
use nianbao::app::{App, Setup};
use nianbao::storage::Storage;
use nianbao::task::keeper::Keeper;
use nianbao::task::{clock, folders, print};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    if !has_display() {
        eprintln!("没有可用的图形界面，窗口打不开；请在桌面上运行，或改用命令行程序 nianbao-cli。");
        return ExitCode::FAILURE;
    }
    let open = std::env::args_os().nth(1).map(PathBuf::from);
    match run(open) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("窗口打不开（{error}）；请检查显卡驱动，或改用命令行程序 nianbao-cli。");
            ExitCode::FAILURE
        }
    }
}

fn run(open: Option<PathBuf>) -> Result<(), eframe::Error> {
    let folder = folders::settings();
    let known = folder
        .as_deref()
        .map(settings::Settings::read)
        .unwrap_or_default();
    let viewport = egui::ViewportBuilder::default()
        .with_title("年报")
        .with_app_id("nianbao")
        .with_inner_size([known.window_width, known.window_height])
        .with_min_inner_size([640.0, 400.0])
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions {
        viewport,
        ..eframe::NativeOptions::default()
    };
    let setup = Setup {
        storage: Storage::default(),
        settings_folder: folder,
        dialogs: Box::new(SystemDialogs::default()),
        hand_over: print::hand_over,
        show: print::open,
        form_folders: folders::forms(),
        last_year: clock::this_year().saturating_sub(1),
        copy_page: clipboard::put,
        copied: clipboard::take,
        open,
    };
    eframe::run_native(
        "年报",
        options,
        Box::new(|creation| {
            if is_x11() {
                creation.egui_ctx.add_plugin(CandidatePlace::default());
            }
            let app = App::new(&creation.egui_ctx, setup)?;
            if let Some(keeper) = app.keeper() {
                keep_when_told_to_end(keeper);
            }
            Ok(Box::new(app))
        }),
    )
}

/// Keeps a copy of unsaved work when the program is told to end, as when one logs off.
#[cfg(unix)]
fn keep_when_told_to_end(keeper: Keeper) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
        return;
    };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            keeper.flush();
            std::process::exit(128 + signal);
        }
    });
}

#[cfg(not(unix))]
fn keep_when_told_to_end(_: Keeper) {}

/// Whether a window can be opened at all: X11 or Wayland on Unix, always elsewhere.
fn has_display() -> bool {
    !is_free_desktop() || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Whether the window will be one of X11: winit prefers Wayland where there is both.
fn is_x11() -> bool {
    is_free_desktop() && !is_set("WAYLAND_DISPLAY") && !is_set("WAYLAND_SOCKET")
}

fn is_free_desktop() -> bool {
    cfg!(all(unix, not(target_os = "macos")))
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
