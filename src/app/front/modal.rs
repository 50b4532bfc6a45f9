//! Questions that stand over the window until they are answered.

use crate::app::files::dialogs::{Purpose, with_suffix};
use crate::app::files::differing::Differing;
use crate::app::files::intent::Intent;
use crate::app::front::about::{about_ui, guide_ui};
use crate::app::front::key_list::keys_ui;
use crate::app::front::rule_list::{RuleRow, rules_ui};
use crate::app::front::versions::versions_ui;
use crate::app::look::theme::Look;
use crate::app::panels::findings::accent_button_ui;
use crate::app::texts::line::line_ui;
use crate::app::texts::year;
use crate::app::trigger::command::CommandContext;
use crate::storage::typed_path;
use crate::task::clock;
use crate::task::copies::Left;
use crate::task::folders;
use crate::task::versions::Version;
use eframe::egui::{self, Id, Key, RichText};
use std::path::{Path, PathBuf};

/// What stands over the window.
#[derive(Debug, Clone, PartialEq)]
pub enum Modal {
    /// Agency and year of a new report.
    New {
        agency: String,
        /// As it is typed.
        year: String,
        fresh: bool,
    },
    /// There is unsaved work: save it first?
    Unsaved {
        name: String,
        /// What one wants to do once the work is out of the way.
        intent: Intent,
    },
    /// The file was changed by someone else since it was read; `None` when it is no report any more.
    ChangedOnDisk {
        path: PathBuf,
        differing: Option<Differing>,
        then: Option<Intent>,
    },
    /// The report could not be written where it was to go.
    NotSaved {
        text: String,
        then: Option<Intent>,
    },
    /// There is a file of this name.
    Exists {
        path: PathBuf,
        purpose: Purpose,
        then: Option<Intent>,
    },
    /// Someone else has the file open.
    InUse {
        path: PathBuf,
        /// Who and since when, in words.
        who: String,
    },
    /// The saved versions of the open report's file, the newest first.
    Versions(Vec<Version>),
    /// No file dialog can be had: the path is typed.
    Path {
        purpose: Purpose,
        text: String,
        fresh: bool,
        then: Option<Intent>,
    },
    /// The system's dialog is open.
    Waiting {
        purpose: Purpose,
        then: Option<Intent>,
    },
    /// Unsaved work of an earlier start, and how its file differs when that was changed since.
    Recovery {
        left: Left,
        changed: Option<Differing>,
    },
    /// Something went wrong.
    Message {
        title: String,
        text: String,
    },
    Keys,
    /// The rules of the open report's form.
    Rules(Vec<RuleRow>),
    Guide,
    About,
}

/// The answer to what stands over the window.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    Cancel,
    Create {
        agency: String,
        year: u16,
    },
    Save,
    Discard,
    Overwrite,
    SaveElsewhere,
    Path(PathBuf),
    Restore,
    /// Open the file instead of what was kept of it.
    OpenFile,
    ReadOnly,
    TakeOver,
    /// An index of the versions shown.
    Version(usize),
    /// An index of the rules shown.
    SwitchRule(usize),
}

/// Draws the question; gives the answer once there is one.
pub fn modal_ui(
    ctx: &egui::Context,
    modal: &mut Modal,
    now: &CommandContext,
    look: &Look,
) -> Option<Choice> {
    let area = egui::Modal::new(Id::unique("modal")).frame(
        egui::Frame::new()
            .fill(look.colors.raised.0)
            .stroke(egui::Stroke::new(1.0, look.colors.line.0))
            .corner_radius(look.sizes.corner + 2.0)
            .inner_margin(look.sizes.margin),
    );
    let shown = area.show(ctx, |ui| {
        let widest = ui.ctx().content_rect().width() - 4.0 * look.sizes.margin;
        let width: f32 = match modal {
            Modal::Keys | Modal::Guide | Modal::Rules(_) => 720.0,
            _ => 460.0,
        };
        ui.set_width(width.min(widest));
        content_ui(ui, modal, now, look)
    });
    let closes = shown.should_close() || ctx.input(|input| input.key_pressed(Key::Escape));
    shown.inner.or(closes.then_some(Choice::Cancel))
}

fn content_ui(
    ui: &mut egui::Ui,
    modal: &mut Modal,
    now: &CommandContext,
    look: &Look,
) -> Option<Choice> {
    match modal {
        Modal::New {
            agency,
            year,
            fresh,
        } => new_ui(ui, agency, year, fresh, look),
        Modal::Unsaved { name, .. } => choice_ui(
            ui,
            "要保存修改吗？",
            &format!("“{name}”有未保存的修改。不保存的话，这些修改会丢失。"),
            &[
                ("保存", Choice::Save),
                ("不保存", Choice::Discard),
                ("取消", Choice::Cancel),
            ],
            look,
        ),
        Modal::ChangedOnDisk {
            path, differing, ..
        } => changed_ui(ui, path, differing.as_ref(), look),
        Modal::NotSaved { text, .. } => choice_ui(
            ui,
            "没有保存",
            text,
            &[
                ("另存为…", Choice::SaveElsewhere),
                ("知道了", Choice::Cancel),
            ],
            look,
        ),
        Modal::Exists { path, .. } => choice_ui(
            ui,
            "文件已经存在",
            &format!("{} 已经存在，要覆盖吗？", path.display()),
            &[("取消", Choice::Cancel), ("覆盖", Choice::Overwrite)],
            look,
        ),
        Modal::Path {
            purpose,
            text,
            fresh,
            ..
        } => path_ui(ui, *purpose, text, fresh, look),
        Modal::Waiting { purpose, .. } => choice_ui(
            ui,
            &purpose.title(),
            "请在弹出的文件对话框里选择。",
            &[("不再等待", Choice::Cancel)],
            look,
        ),
        Modal::InUse { path, who } => choice_ui(
            ui,
            "文件已经在别处打开",
            &format!(
                "{}：{who}。只读打开可以查看和另存；接管以后由这里保存，请先和对方说好。",
                path.display()
            ),
            &[
                ("只读打开", Choice::ReadOnly),
                ("接管", Choice::TakeOver),
                ("取消", Choice::Cancel),
            ],
            look,
        ),
        Modal::Versions(versions) => versions_ui(ui, versions, look),
        Modal::Recovery { left, changed } => recovery_ui(ui, left, changed.as_ref(), look),
        Modal::Message { title, text } => {
            choice_ui(ui, title, text, &[("知道了", Choice::Cancel)], look)
        }
        Modal::Keys => keys_ui(ui, now, look).then_some(Choice::Cancel),
        Modal::Rules(rows) => rules_ui(ui, rows, look),
        Modal::Guide => guide_ui(ui, look).then_some(Choice::Cancel),
        Modal::About => about_ui(ui, look).then_some(Choice::Cancel),
    }
}

/// A title, a text and buttons; the first button is what one would usually choose.
fn choice_ui(
    ui: &mut egui::Ui,
    title: &str,
    text: &str,
    choices: &[(&str, Choice)],
    look: &Look,
) -> Option<Choice> {
    let mut answer = None;
    ui.heading(title);
    ui.add_space(look.sizes.gap);
    ui.label(text);
    ui.add_space(look.sizes.wide_gap);
    ui.horizontal(|ui| {
        for (index, (word, meaning)) in choices.iter().enumerate() {
            let response = match index {
                0 => {
                    let button = accent_button_ui(ui, word, look);
                    if ui.memory(|memory| memory.focused().is_none()) {
                        button.request_focus();
                    }
                    button
                }
                _ => ui.button(*word),
            };
            if response.clicked() {
                answer = Some(meaning.clone());
            }
        }
    });
    answer
}

fn new_ui(
    ui: &mut egui::Ui,
    agency: &mut String,
    year: &mut String,
    fresh: &mut bool,
    look: &Look,
) -> Option<Choice> {
    ui.heading("新建年度报告");
    ui.add_space(look.sizes.gap);
    ui.label("机关名称");
    let id = Id::unique("new agency");
    let field = wide_line_ui(ui, id, agency, "机关名称", "例如：某某市某某局");
    if std::mem::take(fresh) {
        field.request_focus();
    }
    let mut entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(look.sizes.gap);
    ui.label("报告年度");
    let year_field = year::year_ui(ui, Id::unique("new year"), year, look);
    entered |= year_field.entered;
    ui.add_space(look.sizes.gap);
    ui.label(
        RichText::new("表格的格式随年度而定。机关名称以后还可以改。")
            .size(look.sizes.small)
            .color(look.colors.weak.0),
    );
    ui.add_space(look.sizes.wide_gap);
    let ready = (!agency.trim().is_empty())
        .then(|| year::parse(year).ok())
        .flatten();
    if entered && ready.is_none() {
        // Enter goes to what is missing instead of making a report without it.
        match agency.trim().is_empty() {
            true => field.request_focus(),
            false => year_field.response.request_focus(),
        }
    }
    let mut answer = None;
    ui.horizontal(|ui| {
        let make = ui.add_enabled_ui(ready.is_some(), |ui| accent_button_ui(ui, "新建", look));
        let make = make.inner.on_disabled_hover_text("请先写机关名称和年度");
        if let Some(year) = ready.filter(|_| make.clicked() || entered) {
            answer = Some(Choice::Create {
                agency: agency.trim().to_owned(),
                year,
            });
        }
        if ui.button("取消").clicked() {
            answer = Some(Choice::Cancel);
        }
    });
    answer
}

fn path_ui(
    ui: &mut egui::Ui,
    purpose: Purpose,
    text: &mut String,
    fresh: &mut bool,
    look: &Look,
) -> Option<Choice> {
    ui.heading(purpose.title());
    ui.add_space(look.sizes.gap);
    ui.label("这台电脑没有可用的文件对话框，请写出文件的完整路径。");
    ui.add_space(look.sizes.gap);
    let id = Id::unique("path");
    if *fresh {
        // The caret of an earlier question is not this one's.
        let end = egui::text::CCursor::new(text.chars().count());
        let range = match purpose.writes() {
            true => egui::text::CCursorRange::one(end),
            // The folder that is suggested gives way to a whole path.
            false => egui::text::CCursorRange::two(egui::text::CCursor::default(), end),
        };
        let mut memory = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        memory.cursor.set_char_range(Some(range));
        memory.store(ui.ctx(), id);
    }
    let field = wide_line_ui(ui, id, text, "文件路径", "");
    if std::mem::take(fresh) {
        field.request_focus();
    }
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(look.sizes.wide_gap);
    let mut answer = None;
    ui.horizontal(|ui| {
        let word = if purpose.writes() { "保存" } else { "打开" };
        let can = !text.trim().is_empty();
        let clicked = ui
            .add_enabled_ui(can, |ui| accent_button_ui(ui, word, look).clicked())
            .inner;
        if can && (clicked || entered) {
            let path = typed_path(text, folders::home().as_deref());
            answer = Some(Choice::Path(with_suffix(path, purpose)));
        }
        if ui.button("取消").clicked() {
            answer = Some(Choice::Cancel);
        }
    });
    answer
}

fn changed_ui(
    ui: &mut egui::Ui,
    path: &Path,
    differing: Option<&Differing>,
    look: &Look,
) -> Option<Choice> {
    let found = match differing {
        Some(differing) => differing.in_words(),
        None => "它现在不是能读出的报告文件。".to_owned(),
    };
    let text = format!(
        "{} 在打开以后被其他程序或其他人改动过。覆盖会丢掉那些改动。\n\n{found}",
        path.display()
    );
    let choices = [
        ("另存为…", Choice::SaveElsewhere),
        ("覆盖", Choice::Overwrite),
        ("取消", Choice::Cancel),
    ];
    choice_ui(ui, "文件被别人改过", &text, &choices, look)
}

fn recovery_ui(
    ui: &mut egui::Ui,
    left: &Left,
    changed: Option<&Differing>,
    look: &Look,
) -> Option<Choice> {
    let whose = match &left.kept.path {
        Some(path) => format!("“{}”", path.display()),
        None => "一份还没有保存到文件的报告".to_owned(),
    };
    let when = left.written.map(clock::in_words);
    let when = when.map_or(String::new(), |when| format!("（{when}）"));
    let mut text = format!(
        "上次程序没有正常退出，{whose}有未保存的内容{when}。要恢复吗？恢复后请检查并保存。"
    );
    let discard = ("丢弃", Choice::Discard);
    let later = ("以后再说", Choice::Cancel);
    let Some(differing) = changed else {
        let choices = [("恢复", Choice::Restore), discard, later];
        return choice_ui(ui, "恢复未保存的内容", &text, &choices, look);
    };
    text.push_str("\n\n这个文件在那以后被别人改动过。");
    text.push_str(&differing.in_words());
    text.push_str("\n恢复以后保存时会先问要不要覆盖。");
    let choices = [
        ("恢复副本", Choice::Restore),
        ("打开文件", Choice::OpenFile),
        discard,
        later,
    ];
    choice_ui(ui, "恢复未保存的内容", &text, &choices, look)
}

fn wide_line_ui(
    ui: &mut egui::Ui,
    id: Id,
    text: &mut String,
    name: &str,
    hint: &str,
) -> egui::Response {
    let field = egui::TextEdit::singleline(text)
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(10, 8));
    line_ui(ui, id, name, field)
}
