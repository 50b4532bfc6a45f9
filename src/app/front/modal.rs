//! Questions that stand over the window until they are answered.

use crate::app::files::dialogs::Purpose;
use crate::app::files::differing::Differing;
use crate::app::files::intent::Intent;
use crate::app::front::about::{about_ui, guide_ui};
use crate::app::front::key_list::keys_ui;
use crate::app::front::new::new_ui;
use crate::app::front::path::{path_ui, trying_ui};
use crate::app::front::rule_list::{RuleRow, rules_ui};
use crate::app::front::versions::versions_ui;
use crate::app::look::theme::Look;
use crate::app::panels::findings::accent_button_ui;
use crate::app::texts::words::{parted, parted_path, words_ui};
use crate::app::trigger::command::CommandContext;
use crate::task::clock;
use crate::task::copies::Left;
use crate::task::versions::Version;
use eframe::egui::{self, Id, Key};
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
        /// Answers that were begun and are not given.
        begun: usize,
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
    /// The file holds several reports, with these titles: which is meant?
    Several {
        path: PathBuf,
        titles: Vec<String>,
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
        /// Why the path that stands there did not serve.
        problem: Option<String>,
        fresh: bool,
        then: Option<Intent>,
    },
    /// A typed path is being tried; the question stays until it is known whether it serves.
    Trying {
        purpose: Purpose,
        text: String,
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
    /// Which of several reports, counted from 1.
    OneOf(usize),
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
    // A click that misses a question does not throw away what was typed into it.
    let is_written = matches!(modal, Modal::New { .. } | Modal::Path { .. });
    let beside = shown.backdrop_response.clicked() && !is_written;
    let closes = beside || ctx.input(|input| input.key_pressed(Key::Escape));
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
        Modal::Path {
            purpose,
            text,
            problem,
            fresh,
            ..
        } => path_ui(ui, *purpose, text, problem.as_deref(), fresh, look),
        Modal::Trying { purpose, text } => trying_ui(ui, *purpose, text, look),
        Modal::ChangedOnDisk {
            path, differing, ..
        } => changed_ui(ui, path, differing.as_ref(), look),
        Modal::Recovery { left, changed } => recovery_ui(ui, left, changed.as_ref(), look),
        Modal::Several { path, titles } => several_ui(ui, path, titles, look),
        Modal::Versions(versions) => versions_ui(ui, versions, look),
        Modal::Rules(rows) => rules_ui(ui, rows, look),
        Modal::Keys => keys_ui(ui, now, look).then_some(Choice::Cancel),
        Modal::Guide => guide_ui(ui, look).then_some(Choice::Cancel),
        Modal::About => about_ui(ui, look).then_some(Choice::Cancel),
        Modal::Unsaved { .. }
        | Modal::NotSaved { .. }
        | Modal::Exists { .. }
        | Modal::Waiting { .. }
        | Modal::InUse { .. }
        | Modal::Message { .. } => {
            let (title, text, choices) = plain(modal)?;
            choice_ui(ui, &title, &text, &choices, look)
        }
    }
}

/// Title, text and choices of a question that is no more than that.
type Plain = (String, String, Vec<(&'static str, Choice)>);

/// What a plain question says.
fn plain(modal: &Modal) -> Option<Plain> {
    let cancel = ("取消", Choice::Cancel);
    let seen = ("知道了", Choice::Cancel);
    let (title, text, choices) = match modal {
        Modal::Unsaved { name, begun, .. } => (
            "要保存修改吗？",
            format!(
                "“{name}”{}{}",
                parted("有|未保存的|修改。|不保存|的话，|这些|修改|会|丢失。"),
                begun_sentence(*begun)
            ),
            vec![("保存", Choice::Save), ("不保存", Choice::Discard), cancel],
        ),
        Modal::NotSaved { text, .. } => (
            "没有保存",
            text.clone(),
            vec![("另存为…", Choice::SaveElsewhere), seen],
        ),
        Modal::Exists { path, .. } => (
            "文件已经存在",
            format!("{} {}", shown(path), parted("已经|存在，|要|覆盖吗？")),
            vec![cancel, ("覆盖", Choice::Overwrite)],
        ),
        Modal::Waiting { purpose, .. } => {
            let text = "请在弹出的文件对话框里选择。".to_owned();
            let choices = vec![("不再等待", Choice::Cancel)];
            return Some((purpose.title(), text, choices));
        }
        Modal::InUse { path, who } => (
            "文件已经在别处打开",
            format!(
                "{}：{who}。{}",
                shown(path),
                parted(
                    "只读|打开|可以|查看|和|另存；|接管|以后|由|这里|保存，|请|先|和|对方|说好。"
                )
            ),
            vec![
                ("只读打开", Choice::ReadOnly),
                ("接管", Choice::TakeOver),
                cancel,
            ],
        ),
        Modal::Message { title, text } => return Some((title.clone(), text.clone(), vec![seen])),
        _ => return None,
    };
    Some((title.to_owned(), text, choices))
}

fn shown(path: &Path) -> String {
    parted_path(&path.display().to_string())
}

/// What becomes of answers that were begun.
fn begun_sentence(count: usize) -> String {
    match count {
        0 => String::new(),
        count => parted(&format!(
            "\n\n还有 {count} 条|回答|没有|记下。|保存时|它们|留在|文件里，|问题|仍会|列出，|下次|打开|可以|接着|写。"
        )),
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
    words_ui(ui, text);
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

/// Which of several reports of a file is meant: a button for each.
fn several_ui(ui: &mut egui::Ui, path: &Path, titles: &[String], look: &Look) -> Option<Choice> {
    ui.heading("导入哪一份报告？");
    ui.add_space(look.sizes.gap);
    let count = titles.len();
    let found = parted(&format!("里|有 {count} 份|年度|报告，|请|选|一份|导入。"));
    words_ui(ui, &format!("{} {found}", shown(path)));
    ui.add_space(look.sizes.gap);
    let mut choice = None;
    let most = ui.ctx().content_rect().height() * 0.5;
    egui::ScrollArea::vertical()
        .max_height(most)
        .show(ui, |ui| {
            for (index, title) in titles.iter().enumerate() {
                let button = ui.add(egui::Button::new(title).wrap());
                if index == 0 && ui.memory(|memory| memory.focused().is_none()) {
                    button.request_focus();
                }
                if button.clicked() {
                    choice = Some(Choice::OneOf(index + 1));
                }
            }
        });
    ui.add_space(look.sizes.gap);
    if ui.button("取消").clicked() {
        choice = Some(Choice::Cancel);
    }
    choice
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
        "{} {}\n\n{found}",
        shown(path),
        parted("在|打开|以后|被|其他|程序|或|其他人|改动过。|覆盖|会|丢掉|那些|改动。")
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
        Some(path) => format!("“{}”", shown(path)),
        None => parted("一份|还|没有|保存到|文件的|报告"),
    };
    let when = left.written.map(clock::in_words);
    let when = when.map_or(String::new(), |when| format!("（{when}）"));
    let mut text = format!(
        "{}{whose}{}{when}{}",
        parted("上次|程序|没有|正常|退出，|"),
        parted("|有|未保存的|内容|"),
        parted("。|要|恢复吗？|恢复后|请|检查|并|保存。")
    );
    let discard = ("丢弃", Choice::Discard);
    let later = ("以后再说", Choice::Cancel);
    let Some(differing) = changed else {
        let choices = [("恢复", Choice::Restore), discard, later];
        return choice_ui(ui, "恢复未保存的内容", &text, &choices, look);
    };
    text.push_str("\n\n");
    text.push_str(&parted("这个|文件|在|那以后|被|别人|改动过。|"));
    text.push_str(&differing.in_words());
    text.push('\n');
    text.push_str(&parted("恢复|以后|保存时|会|先问|要不要|覆盖。"));
    let choices = [
        ("恢复副本", Choice::Restore),
        ("打开文件", Choice::OpenFile),
        discard,
        later,
    ];
    choice_ui(ui, "恢复未保存的内容", &text, &choices, look)
}
