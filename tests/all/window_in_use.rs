//! A file that is open in two windows: who is told what, and what a window that was killed leaves behind.

use super::window::{Desk, lead};
use super::window_keeping::{
    copies, folders, is_kept, kill, saved_as, text_in, typed, within_a_second,
};
use eframe::egui;
use egui_kittest::kittest::Queryable as _;
use nianbao::app::Command;
use nianbao::app::front::modal::Modal;

#[test]
fn a_file_open_elsewhere_is_told_with_who_and_opened_as_one_likes() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut first = typed(&settings, "甲");
    saved_as(&mut first, &path);
    let asked = |desk: &Desk| match desk.app().modal() {
        Some(Modal::InUse { who, .. }) => who.clone(),
        other => panic!("{other:?}"),
    };
    let mut second = Desk::with(None, Some(path.clone()));
    assert!(asked(&second).contains("年"), "{}", asked(&second));
    second.click("只读打开");
    assert!(second.app().title().contains("只读"));
    second.command(Command::Section(0));
    second.type_slowly("乙");
    // The file that is open elsewhere is not written over, whatever the dialog was told.
    second.answer_dialog_with(&path);
    second.command(Command::Save);
    second.harness.get_by_label("文件已经在别处打开");
    second.click("知道了");
    assert_eq!(text_in(&path), "甲");
    assert!(second.app().title().contains("只读"));
    let copy = reports.join("另存.nianbao");
    second.answer_dialog_with(&copy);
    second.command(Command::Save);
    assert_eq!(
        (text_in(&path), text_in(&copy)),
        ("甲".to_owned(), "甲乙".to_owned())
    );
    let mut third = Desk::with(None, Some(path.clone()));
    third.click("接管");
    assert!(!third.app().title().contains("只读"));
    drop(first);
    let mut fourth = Desk::with(None, Some(path.clone()));
    asked(&fourth);
    fourth.click("取消");
    assert!(fourth.app().state().is_none());
    drop(third);
    let fifth = Desk::with(None, Some(path));
    assert!(fifth.app().modal().is_none() && fifth.app().state().is_some());
}

#[test]
fn a_window_whose_file_was_taken_over_says_so_at_once_and_only_reads_it() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut first = typed(&settings, "甲");
    saved_as(&mut first, &path);
    first.type_slowly("乙");
    let mut second = Desk::with(None, Some(path.clone()));
    second.click("接管");
    assert!(!first.app().title().contains("只读"));
    // The window comes to the front again.
    first.harness.event(egui::Event::WindowFocused(true));
    within_a_second("it is told", || {
        first.harness.run_ok();
        first.app().title().contains("只读")
    });
    first.harness.run_ok();
    first.harness.get_by_label_contains("只读：");
    // What was typed stays, and goes elsewhere.
    first.type_slowly("丙");
    first.harness.get_by_label_contains("只读：");
    let copy = reports.join("另存.nianbao");
    first.answer_dialog_with(&copy);
    first.command(Command::Save);
    assert_eq!(
        (text_in(&path), text_in(&copy)),
        ("甲".to_owned(), "甲乙丙".to_owned())
    );
    assert!(!first.app().title().contains("只读"));
    assert!(first.harness.query_by_label_contains("只读：").is_none());
    second.type_slowly("丁");
    second.command(Command::Save);
    assert!(second.app().modal().is_none() && !second.is_unsaved());
}

/// What a process that has ended said of itself.
#[cfg(target_os = "linux")]
fn dead_word() -> String {
    use nianbao::storage::{has_ended, own_process};
    let mut child = std::process::Command::new("true").spawn().unwrap();
    let number = child.id().to_string();
    child.wait().unwrap();
    let own = own_process();
    let mut parts: Vec<&str> = own.split(' ').collect();
    parts[1] = &number;
    let word = parts.join(" ");
    assert!(has_ended(&word), "{word}");
    word
}

#[test]
#[cfg(target_os = "linux")]
fn a_killed_window_that_still_has_its_locks_keeps_nobody_waiting() {
    use nianbao::storage::{Hold, Locked, own_process};
    use std::path::PathBuf;
    let (_folder, reports, settings) = folders();
    let desk = typed(&settings, "没有保存");
    within_a_second("the copy", || is_kept(&settings, "没有保存"));
    kill(desk, &settings);
    // The system frees the locks of a killed program a little later.
    let dead = dead_word();
    let lock = copies(&settings)[0].with_extension("lock");
    let held = Hold::claim(&lock, dead.as_bytes()).unwrap();
    assert!(matches!(held, Locked::Mine(_)));
    let mut again = Desk::with(Some(&settings), None);
    assert!(matches!(again.app().modal(), Some(Modal::Recovery { .. })));
    again.click("恢复");
    assert_eq!(again.report_text(&lead()), "没有保存");

    let path = reports.join("年报.nianbao");
    saved_as(&mut again, &path);
    let locks = std::fs::read_dir(&reports).unwrap().flatten();
    let is_lock = |file: &PathBuf| file.extension().is_some_and(|suffix| suffix == "lock");
    let lock = locks.map(|entry| entry.path()).find(is_lock).unwrap();
    let said = std::fs::read_to_string(&lock).unwrap();
    assert!(said.contains(&own_process()), "{said}");
    std::fs::write(&lock, said.replace(&own_process(), &dead)).unwrap();
    let second = Desk::with(None, Some(path));
    assert!(second.app().modal().is_none(), "{:?}", second.app().modal());
    assert!(second.app().state().is_some());
}

#[test]
fn a_file_that_is_read_once_more_stays_held_and_one_that_is_only_read_stays_so() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut first = typed(&settings, "甲");
    saved_as(&mut first, &path);
    first.answer_dialog_with(&path);
    first.command(Command::Open);
    assert!(first.app().modal().is_none() && first.app().state().is_some());
    let mut second = Desk::with(None, Some(path.clone()));
    let asks = |desk: &Desk| matches!(desk.app().modal(), Some(Modal::InUse { .. }));
    assert!(asks(&second), "{:?}", second.app().modal());
    second.click("只读打开");
    second.answer_dialog_with(&path);
    second.command(Command::Open);
    assert!(asks(&second), "{:?}", second.app().modal());
    second.click("取消");
    assert!(second.app().title().contains("只读"));
    drop(first);
    second.answer_dialog_with(&path);
    second.command(Command::Open);
    assert!(second.app().modal().is_none());
    assert!(
        !second.app().title().contains("只读"),
        "the other one has gone"
    );
}
