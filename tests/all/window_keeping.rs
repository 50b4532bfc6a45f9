//! Nothing typed is lost: copies against a crash, jobs in their order, versions, files that are open elsewhere.

use super::gated_disk::Gate;
use super::window::{Desk, lead};
use eframe::egui::{self, Key, Role, ViewportCommand, ViewportId};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use nianbao::app::Command;
use nianbao::app::files::dialogs::Reply;
use nianbao::app::files::differing::Differing;
use nianbao::app::front::modal::Modal;
use nianbao::report::Report;
use nianbao::storage::Storage;
use nianbao::task::versions::Versions;
use nianbao::task::{Office, report_file};
use nianbao::template::Template;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A folder with `reports` and `settings` in it.
pub fn folders() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let [reports, settings] = ["reports", "settings"].map(|name| folder.path().join(name));
    std::fs::create_dir(&reports).unwrap();
    (folder, reports, settings)
}

/// A window with a new report in which something is typed.
pub fn typed(settings: &Path, text: &str) -> Desk {
    typed_in(Desk::with(Some(settings), None), text)
}

fn typed_in(mut desk: Desk, text: &str) -> Desk {
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly(text);
    desk
}

pub fn saved_as(desk: &mut Desk, path: &Path) {
    desk.answer_dialog_with(path);
    desk.command(Command::Save);
    assert!(!desk.is_unsaved());
}

/// A window with a saved report, on a disk with a gate that is open.
pub fn saved_behind_a_gate(settings: &Path, path: &Path, text: &str) -> (Desk, Gate) {
    let gate = Gate::default();
    let storage = Storage::on(Arc::new(gate.clone()));
    let mut desk = typed_in(Desk::on(storage, Some(settings)), text);
    saved_as(&mut desk, path);
    (desk, gate)
}

pub fn text_in(path: &Path) -> String {
    let report = report_file::read(&Storage::default(), path).unwrap();
    report.text(&lead()).unwrap_or_default().to_owned()
}

/// The copies in the settings' folder.
pub fn copies(settings: &Path) -> Vec<PathBuf> {
    let files = Storage::default().list(&settings.join("recovery"));
    let is_copy = |file: &PathBuf| file.extension().is_some_and(|suffix| suffix == "ron");
    files.into_iter().filter(is_copy).collect()
}

/// The copies with what stands in them.
fn contents(settings: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |copy: PathBuf| {
        let bytes = std::fs::read(&copy).unwrap();
        (copy, bytes)
    };
    copies(settings).into_iter().map(read).collect()
}

/// Waits at most a second, which is what may be lost.
pub fn within_a_second(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(
            begun.elapsed() < Duration::from_secs(1),
            "not in time: {what}"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub fn is_kept(settings: &Path, text: &str) -> bool {
    let holds =
        |copy: &PathBuf| std::fs::read_to_string(copy).is_ok_and(|kept| kept.contains(text));
    copies(settings).iter().any(holds)
}

/// The program is killed: what it keeps on disk stays, what it would do at its end is not done.
pub fn kill(desk: Desk, settings: &Path) {
    let recovery = settings.join("recovery");
    let kept = contents(settings);
    drop(desk);
    // Its thread may still write for a moment.
    std::thread::sleep(Duration::from_millis(50));
    std::fs::remove_dir_all(&recovery).unwrap();
    std::fs::create_dir(&recovery).unwrap();
    for (copy, bytes) in kept {
        std::fs::write(copy, bytes).unwrap();
    }
}

#[test]
fn work_is_kept_within_a_second_and_dropped_once_it_is_saved() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut desk = typed(&settings, "第一句");
    within_a_second("the first words", || is_kept(&settings, "第一句"));
    desk.type_slowly("第二句");
    within_a_second("the next words", || is_kept(&settings, "第一句第二句"));
    saved_as(&mut desk, &path);
    desk.harness.run_ok();
    within_a_second("the copy goes", || copies(&settings).is_empty());
    assert_eq!(text_in(&path), "第一句第二句");
}

#[test]
fn a_second_crash_right_after_the_first_loses_nothing() {
    let (_folder, _, settings) = folders();
    let desk = typed(&settings, "没有保存");
    within_a_second("the copy", || is_kept(&settings, "没有保存"));
    kill(desk, &settings);
    let mut again = Desk::with(Some(&settings), None);
    assert!(matches!(
        again.app().modal(),
        Some(Modal::Recovery { changed: None, .. })
    ));
    again.click("恢复");
    assert_eq!(again.report_text(&lead()), "没有保存");
    assert!(again.is_unsaved());
    // At once, before anything was written anew.
    kill(again, &settings);
    let mut third = Desk::with(Some(&settings), None);
    third.click("恢复");
    assert_eq!(third.report_text(&lead()), "没有保存");
    third.type_slowly("又写");
    within_a_second("the work goes on", || is_kept(&settings, "没有保存又写"));
    within_a_second("the older copy goes", || copies(&settings).len() == 1);
}

#[test]
fn a_crash_between_a_copy_and_the_end_of_the_older_one_leaves_one_question() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let desk = typed(&settings, "没有保存");
    within_a_second("the copy", || is_kept(&settings, "没有保存"));
    let older = contents(&settings);
    kill(desk, &settings);
    let mut again = Desk::with(Some(&settings), None);
    again.click("恢复");
    within_a_second("a copy of its own", || {
        let now = copies(&settings);
        now.len() == 1 && now[0] != older[0].0
    });
    // The program ends before it has removed the older one.
    for (copy, bytes) in &older {
        std::fs::write(copy, bytes).unwrap();
    }
    kill(again, &settings);
    assert_eq!(copies(&settings).len(), 2);
    let mut third = Desk::with(Some(&settings), None);
    third.click("恢复");
    assert_eq!(third.report_text(&lead()), "没有保存");
    saved_as(&mut third, &path);
    third.harness.run_ok();
    within_a_second("no copy stays", || copies(&settings).is_empty());
}

#[test]
fn a_copy_does_not_silently_go_over_what_someone_wrote_since() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut desk = typed(&settings, "早先");
    saved_as(&mut desk, &path);
    desk.type_slowly("我写的");
    within_a_second("the copy", || is_kept(&settings, "早先我写的"));
    kill(desk, &settings);
    let theirs = std::fs::read_to_string(&path)
        .unwrap()
        .replace("早先", "同事改过");
    std::fs::write(&path, &theirs).unwrap();

    let mut again = Desk::with(Some(&settings), None);
    let Some(Modal::Recovery {
        changed: Some(Differing { told, count: 1 }),
        ..
    }) = again.app().modal()
    else {
        panic!("{:?}", again.app().modal());
    };
    assert!(
        told[0].contains("早先我写的") && told[0].contains("同事改过"),
        "{told:?}"
    );
    again.click("恢复副本");
    assert_eq!(again.report_text(&lead()), "早先我写的");
    again.command(Command::Save);
    assert!(matches!(
        again.app().modal(),
        Some(Modal::ChangedOnDisk { .. })
    ));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
    again.click("覆盖");
    assert_eq!(text_in(&path), "早先我写的");
}

/// The copies as they stand while a saving waits at the gate, which is opened then; the window is gone afterwards.
fn killed_after_saving(mut desk: Desk, gate: &Gate, settings: &Path, typed_on: &str) {
    gate.shut();
    desk.press(Command::Save);
    gate.hold_back_one();
    desk.type_slowly(typed_on);
    within_a_second("what was typed on", || is_kept(settings, typed_on));
    let kept = contents(settings);
    assert_eq!(kept.len(), 1);
    gate.open();
    desk.settle();
    drop(desk);
    std::thread::sleep(Duration::from_millis(50));
    for (copy, bytes) in kept {
        std::fs::write(copy, bytes).unwrap();
    }
}

#[test]
fn a_copy_of_what_was_saved_all_the_same_is_not_asked_about() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, gate) = saved_behind_a_gate(&settings, &path, "一");
    desk.type_slowly("二");
    killed_after_saving(desk, &gate, &settings, "");
    assert_eq!(text_in(&path), "一二");
    let again = Desk::with(Some(&settings), None);
    assert!(again.app().modal().is_none(), "{:?}", again.app().modal());
    within_a_second("the copy goes", || copies(&settings).is_empty());
}

#[test]
fn what_is_typed_on_while_the_file_is_saved_comes_back_without_a_quarrel() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, gate) = saved_behind_a_gate(&settings, &path, "一");
    desk.type_slowly("二");
    killed_after_saving(desk, &gate, &settings, "三");
    assert_eq!(text_in(&path), "一二");
    let mut again = Desk::with(Some(&settings), None);
    let now = again.app().modal();
    assert!(
        matches!(now, Some(Modal::Recovery { changed: None, .. })),
        "nobody else changed the file: {now:?}"
    );
    again.click("恢复");
    assert_eq!(again.report_text(&lead()), "一二三");
    again.command(Command::Save);
    assert!(again.app().modal().is_none() && !again.is_unsaved());
    assert_eq!(text_in(&path), "一二三");
}

#[test]
fn a_report_that_is_saved_for_the_first_time_comes_back_with_its_file() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let gate = Gate::default();
    let storage = Storage::on(Arc::new(gate.clone()));
    let mut desk = typed_in(Desk::on(storage, Some(&settings)), "一");
    desk.answer_dialog_with(&path);
    killed_after_saving(desk, &gate, &settings, "二");
    let mut again = Desk::with(Some(&settings), None);
    again.click("恢复");
    let state = again.app().state().expect("open");
    assert_eq!(state.path.as_deref(), Some(&*path));
    again.command(Command::Save);
    assert_eq!(text_in(&path), "一二");
}

#[test]
fn a_file_is_not_opened_past_what_was_left_of_it() {
    let (_folder, reports, settings) = folders();
    let [path, other] = ["年报.nianbao", "另一份.nianbao"].map(|name| reports.join(name));
    let mut desk = typed(&settings, "一");
    saved_as(&mut desk, &path);
    std::fs::copy(&path, &other).unwrap();
    desk.type_slowly("二");
    within_a_second("the copy", || is_kept(&settings, "一二"));
    kill(desk, &settings);

    // Another file is opened at once.
    let elsewhere = Desk::with(Some(&settings), Some(other));
    assert!(elsewhere.app().modal().is_none());
    drop(elsewhere);
    let asked = |desk: &Desk| matches!(desk.app().modal(), Some(Modal::Recovery { .. }));
    let mut later = Desk::with(Some(&settings), Some(path.clone()));
    assert!(asked(&later));
    later.click("以后再说");
    assert_eq!(later.report_text(&lead()), "一");
    drop(later);
    let mut again = Desk::with(Some(&settings), Some(path));
    again.click("恢复");
    assert_eq!(again.report_text(&lead()), "一二");
    again.settle();
    assert!(again.is_unsaved() && again.app().modal().is_none());
}

#[test]
fn what_is_saved_last_is_what_stands_in_the_file() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, gate) = saved_behind_a_gate(&settings, &path, "一");
    gate.shut();
    for text in ["二", "三", "四"] {
        desk.type_slowly(text);
        desk.press(Command::Save);
    }
    assert!(desk.app().is_busy() && desk.is_unsaved());
    gate.open();
    desk.settle();
    assert_eq!(text_in(&path), "一二三四");
    assert!(!desk.is_unsaved());
}

#[test]
fn a_saving_that_writes_is_not_called_cancelled() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, gate) = saved_behind_a_gate(&settings, &path, "一");
    gate.shut();
    desk.type_slowly("二");
    desk.press(Command::Save);
    gate.hold_back_one();
    desk.harness.run_ok();
    let cancel = desk.harness.get_by_role_and_label(Role::Button, "取消");
    cancel.click();
    desk.harness.run_ok();
    assert!(
        desk.app().notice().contains("不能取消"),
        "{}",
        desk.app().notice()
    );
    gate.open();
    desk.settle();
    assert_eq!(text_in(&path), "一二");
    assert!(!desk.is_unsaved());
}

#[test]
fn a_file_saved_for_one_report_is_not_taken_for_the_next() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, gate) = saved_behind_a_gate(&settings, &path, "一");
    desk.type_slowly("二");
    gate.shut();
    desk.press(Command::Save);
    gate.hold_back_one();
    desk.press(Command::CloseReport);
    let Some(Modal::Unsaved { .. }) = desk.app().modal() else {
        panic!("{:?}", desk.app().modal());
    };
    let discard = desk.harness.get_by_label("不保存");
    discard.click();
    desk.harness.run_ok();
    assert!(desk.app().state().is_none());
    // What the saving brings finds no report, and the next one is not touched by it either.
    gate.open();
    desk.settle();
    assert!(desk.app().state().is_none());
    desk.open_new();
    assert_eq!(desk.app().state().expect("open").path, None);
    assert_eq!(text_in(&path), "一二");
}

#[test]
fn a_wish_to_quit_goes_with_the_question_that_asked() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut desk = typed(&settings, "甲");
    assert!(desk.ask_to_close().contains(&ViewportCommand::CancelClose));
    desk.settle();
    desk.dialogs
        .replies
        .borrow_mut()
        .push_back(Reply::Cancelled);
    desk.click("保存");
    assert!(desk.app().modal().is_none());
    desk.answer_dialog_with(&path);
    desk.command(Command::Save);
    desk.settle();
    let root = ViewportId::ROOT;
    let commands = desk.harness.output().viewport_output.get(&root);
    let closes = commands.is_some_and(|output| output.commands.contains(&ViewportCommand::Close));
    assert!(
        !closes && desk.app().state().is_some(),
        "it was not asked to quit any more"
    );
    desk.type_slowly("乙");
    assert!(desk.is_unsaved());
}

#[test]
fn a_message_waits_for_the_open_question() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, gate) = saved_behind_a_gate(&settings, &path, "甲");
    let theirs = "(format: 2)";
    std::fs::write(&path, theirs).unwrap();
    desk.type_slowly("乙");
    // The saving is on its way, and will fail; meanwhile the path of another file is asked for and written.
    gate.shut();
    desk.press(Command::Save);
    gate.hold_back_one();
    let unavailable = Reply::Unavailable;
    desk.dialogs.replies.borrow_mut().push_back(unavailable);
    desk.press(Command::SaveAs);
    desk.harness
        .key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    desk.type_slowly("别处");
    let asked = |desk: &Desk| match desk.app().modal() {
        Some(Modal::Path { text, .. }) => Some(text.clone()),
        _ => None,
    };
    assert_eq!(asked(&desk).as_deref(), Some("别处"));
    gate.open();
    desk.settle();
    assert_eq!(asked(&desk).as_deref(), Some("别处"), "the question stays");
    desk.harness.key_press(Key::Escape);
    desk.settle();
    let now = desk.app().modal();
    assert!(matches!(now, Some(Modal::ChangedOnDisk { .. })), "{now:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
}

#[test]
fn the_list_of_versions_follows_the_keyboard() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut desk = typed(&settings, "一");
    saved_as(&mut desk, &path);
    for _ in 0..11 {
        desk.type_slowly("二");
        desk.command(Command::Save);
    }
    desk.command(Command::Versions);
    let Some(Modal::Versions(versions)) = desk.app().modal() else {
        panic!("{:?}", desk.app().modal());
    };
    let last = versions.last().expect("a version").clone();
    for _ in 2..versions.len() {
        desk.harness.key_press(Key::Tab);
        desk.settle();
    }
    let name = format!("恢复 {} 的版本", last.saved_in_words());
    let nodes = (desk.harness).query_all_by_role_and_label(Role::Button, &name);
    let focused: Vec<egui::Rect> = nodes
        .filter(|node| node.accesskit_node().is_focused())
        .map(|node| node.rect())
        .collect();
    let below = desk.harness.get_by_role_and_label(Role::Button, "关闭");
    assert_eq!(focused.len(), 1, "{focused:?}");
    assert!(
        focused[0].bottom() <= below.rect().top(),
        "{focused:?} {:?}",
        below.rect()
    );
}

#[test]
fn earlier_versions_come_back_as_a_step_that_can_be_undone() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut desk = typed(&settings, "一");
    saved_as(&mut desk, &path);
    for text in ["二", "三"] {
        desk.type_slowly(text);
        desk.command(Command::Save);
    }
    desk.command(Command::Versions);
    let Some(Modal::Versions(versions)) = desk.app().modal() else {
        panic!("{:?}", desk.app().modal());
    };
    let texts: Vec<_> = versions
        .iter()
        .map(|version| version.report.text(&lead()).unwrap_or_default().to_owned())
        .collect();
    assert_eq!(texts, ["一二三", "一二", "一"]);
    assert_eq!(versions[0].changes, "");
    assert!(!versions[2].changes.is_empty());
    let first = format!("恢复 {} 的版本", versions[2].saved_in_words());
    let buttons = desk
        .harness
        .query_all_by_role_and_label(Role::Button, &first);
    buttons.last().expect("a button").click();
    desk.settle();
    assert_eq!(desk.report_text(&lead()), "一");
    assert_eq!(text_in(&path), "一二三", "only the window was changed");
    desk.command(Command::Undo);
    assert_eq!(desk.report_text(&lead()), "一二三");
    assert!(!desk.is_unsaved());
    desk.type_slowly("四");
    assert_eq!(
        desk.report_text(&lead()),
        "一二三四",
        "the caret stands behind what came back"
    );
}

#[test]
fn a_file_has_one_history_however_its_path_is_written() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut desk = typed(&settings, "一");
    saved_as(&mut desk, &path);
    desk.type_slowly("二");
    desk.command(Command::Save);
    std::fs::create_dir(reports.join("往年")).unwrap();
    let versions = Versions::new(Storage::default(), &settings);
    let (office, template) = (Office::default(), Template::for_year(2025).unwrap());
    let count = |path: &Path| {
        let versions = versions.of(&office, path, &template, &Report::default());
        versions.len()
    };
    assert_eq!(count(&path), 2);
    assert_eq!(
        count(&reports.join("往年").join("..").join("年报.nianbao")),
        2
    );
}

#[test]
fn what_was_exported_can_be_opened_and_its_folder_too() {
    let (_folder, reports, settings) = folders();
    let mut desk = typed(&settings, "甲");
    for name in ["年报.pdf", "年报.docx", "年报.xlsx", "年报.html"] {
        let path = reports.join(name);
        desk.answer_dialog_with(&path);
        desk.command(Command::Export(0));
        assert!(path.exists(), "{name}: {:?}", desk.app().modal());
        desk.harness.get_by_label("打开文件");
        desk.harness.get_by_label("打开文件夹");
    }
}

#[test]
fn work_given_up_is_not_asked_about_twice() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut first = typed(&settings, "甲");
    saved_as(&mut first, &path);
    drop(first);
    let mut desk = typed(&settings, "乙");
    desk.answer_dialog_with(&path);
    desk.command(Command::Open);
    assert!(matches!(desk.app().modal(), Some(Modal::Unsaved { .. })));
    desk.click("不保存");
    assert!(desk.app().modal().is_none(), "{:?}", desk.app().modal());
    assert_eq!(desk.report_text(&lead()), "甲");
}

#[test]
fn a_report_read_in_while_one_types_waits_until_the_work_is_safe() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, gate) = saved_behind_a_gate(&settings, &path, "甲");
    let other = reports.join("另一份.nianbao");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&other, text.replace("甲", "另一份")).unwrap();
    // Opening is asked for while all is saved; then one types on before the file has been read.
    gate.shut();
    desk.answer_dialog_with(&other);
    desk.press(Command::Open);
    gate.hold_back_one();
    desk.type_slowly("乙");
    assert_eq!(desk.report_text(&lead()), "甲乙", "one can type meanwhile");
    gate.open();
    desk.settle();
    let now = desk.app().modal();
    assert!(matches!(now, Some(Modal::Unsaved { .. })), "{now:?}");
    assert_eq!(desk.report_text(&lead()), "甲乙");
    desk.click("保存");
    assert_eq!(text_in(&path), "甲乙");
    assert_eq!(desk.report_text(&lead()), "另一份");
}
