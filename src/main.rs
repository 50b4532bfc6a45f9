//! Opens the window.

#![cfg_attr(windows, windows_subsystem = "windows")]

use eframe::egui;
use nianbao::app::files::{clipboard, dialogs::SystemDialogs, settings};
use nianbao::app::trigger::candidates::CandidatePlace;
use nianbao::app::{App, Setup};
use nianbao::storage::Storage;
use nianbao::task::keeper::Keeper;
use nianbao::task::{clock, folders, print};
use rfd::MessageLevel;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// The icon of the window and, where no package has been installed, of the task bar.
const ICON: &[u8] = include_bytes!("../assets/icon.png");

/// The manual page of the packages tells the same options.
const HELP: &str = "\
用法：nianbao [文件]
打开年报的窗口，并打开给出的报告文件或导出的 PDF、Word、网页、Excel 文件。

  -h, --help     显示这段说明
  -V, --version  显示版本和许可证

不要窗口的话，请用命令行程序 nianbao-cli。";

fn main() -> ExitCode {
    let argument = std::env::args_os().nth(1);
    if let Some(text) = argument.as_deref().and_then(asked_for) {
        tell(MessageLevel::Info, &text);
        return ExitCode::SUCCESS;
    }
    if !has_display() {
        let sentence =
            "没有可用的图形界面，窗口打不开；请在桌面上运行，或改用命令行程序 nianbao-cli。";
        tell(MessageLevel::Error, sentence);
        return ExitCode::FAILURE;
    }
    tell_of_panics();
    match run(argument.map(PathBuf::from)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(MessageLevel::Error, &why_no_window(&error));
            ExitCode::FAILURE
        }
    }
}

/// The text that an option asks for; it needs no display.
fn asked_for(option: &OsStr) -> Option<String> {
    match option.to_str()? {
        "--help" | "-h" => Some(HELP.to_owned()),
        "--version" | "-V" => Some(format!(
            "nianbao {}（{}）",
            env!("CARGO_PKG_VERSION"),
            env!("CARGO_PKG_LICENSE")
        )),
        _ => None,
    }
}

fn why_no_window(error: &eframe::Error) -> String {
    use eframe::Error::{Glutin, NoGlutinConfigs, OpenGL};
    let without_opengl = |cause: &str| {
        format!(
            "窗口打不开：显卡驱动不支持 OpenGL 2.0{cause}。请安装显卡厂商的驱动；在虚拟机里请打开三维加速，\
             在远程桌面里请改到电脑前运行。也可以改用命令行程序 nianbao-cli。"
        )
    };
    match error {
        // What was looked for in vain fills ten lines and tells nobody anything.
        NoGlutinConfigs(..) => without_opengl(""),
        Glutin(_) | OpenGL(_) => without_opengl(&format!("（{error}）")),
        other if other.to_string().contains("shared librar") => {
            "窗口打不开：系统缺少图形界面的库。请让管理员安装 libx11-6、libx11-xcb1、libxcursor1、libxi6、libxrandr2、\
             libxkbcommon-x11-0、libgl1（在 Wayland 桌面还有 libwayland-client0、libwayland-egl1），\
             也可以改用命令行程序 nianbao-cli。"
                .to_owned()
        }
        other => format!("窗口打不开（{other}）；请检查显卡驱动，或改用命令行程序 nianbao-cli。"),
    }
}

/// Tells someone who may have no console: on Windows in a box of its own.
fn tell(level: MessageLevel, sentence: &str) {
    // Whoever reads may be gone by now, and then nobody has to be told.
    let _ = match level {
        MessageLevel::Error => writeln!(std::io::stderr(), "{sentence}"),
        _ => writeln!(std::io::stdout(), "{sentence}"),
    };
    if cfg!(windows) {
        let dialog = rfd::MessageDialog::new().set_title("年报").set_level(level);
        dialog.set_description(sentence).show();
    }
}

/// A program without a console must not vanish without a word.
fn tell_of_panics() {
    if !cfg!(windows) {
        return;
    }
    std::panic::set_hook(Box::new(|panic| {
        // What fails beside the window, as reading a broken PDF may, is told where it was asked for.
        if std::thread::current().name() != Some("main") {
            return;
        }
        let sentence = format!(
            "程序出错，要关闭了（{panic}）。没有保存的内容有副本，重新打开时会提示恢复；\
             如果一启动就出错，请更新显卡驱动，或改用命令行程序 nianbao-cli。"
        );
        tell(MessageLevel::Error, &sentence);
    }));
}

fn run(open: Option<PathBuf>) -> Result<(), eframe::Error> {
    let folder = folders::settings();
    let known = folder
        .as_deref()
        .map(settings::Settings::read)
        .unwrap_or_default();
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("年报")
        .with_app_id("nianbao")
        .with_inner_size([known.window_width, known.window_height])
        .with_min_inner_size([640.0, 400.0])
        .with_maximized(known.maximized)
        .with_drag_and_drop(true);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(ICON) {
        viewport = viewport.with_icon(icon);
    }
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
            // At once: what the drivers of the screen run at an ordinary end does not bear that the window still draws.
            signal_hook::low_level::exit(128 + signal);
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
