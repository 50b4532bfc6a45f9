//! An answer that is being written is work like any other: kept, saved, asked about, brought back; what is opened and
//! shut meanwhile leads back into it.

use super::window::{Desk, lead};
use super::window_keeping::{folders, is_kept, kill, saved_as, text_in, typed, within_a_second};
use eframe::egui::{Event, ImeEvent, Key, Modifiers, Role, ViewportCommand};
use egui_kittest::kittest::Queryable as _;
use nianbao::app::Command;
use nianbao::app::front::modal::Modal;
use nianbao::check::Severity;
use nianbao::storage::Storage;
use nianbao::task::report_file;
use std::collections::BTreeMap;
use std::path::Path;

const ASKING: &str = "2023年，全局主动公开政府信息。";

/// A window whose report has a question, and the first words of its answer in the field.
fn answering(settings: &Path) -> Desk {
    let mut desk = typed(settings, ASKING);
    let first = question(&desk);
    desk.click(&format!("待核：{first}"));
    desk.click("回答…");
    desk.type_slowly("上年的");
    desk
}

fn question(desk: &Desk) -> String {
    let state = desk.app().state().expect("open");
    let mut found = state.findings().iter();
    let asked = found.find(|finding| finding.severity == Severity::Question);
    asked.expect("a year that looks left over").message.clone()
}

fn begun(desk: &Desk) -> Vec<String> {
    let report = desk.app().state().expect("open").report();
    report.begun_answers.values().cloned().collect()
}

/// What stands in the field, when it is there.
fn field(desk: &Desk) -> Option<String> {
    let found = desk
        .harness
        .query_by_role_and_label(Role::TextInput, "回答的理由");
    found?.value()
}

#[test]
fn a_second_click_goes_back_into_the_field_and_leaves_what_stands_there() {
    let (_folder, _, settings) = folders();
    let mut desk = answering(&settings);
    desk.click("回答…");
    assert_eq!(field(&desk).as_deref(), Some("上年的"));
    desk.type_slowly("数");
    assert_eq!(field(&desk).as_deref(), Some("上年的数"));
    // To another finding and back: each question keeps its own.
    let asked = question(&desk);
    desk.command(Command::NextFinding);
    assert_ne!(field(&desk).as_deref(), Some("上年的数"));
    let named = format!("待核：{asked}；回答还没有记下：上年的数");
    desk.click(&named);
    assert_eq!(field(&desk).as_deref(), Some("上年的数"));
    desk.click("回答…");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    let state = desk.app().state().expect("open");
    assert_eq!(state.answered().len(), 1);
    assert_eq!(state.answered()[0].1.reason, "上年的数");
    assert!(begun(&desk).is_empty(), "it is given, no longer begun");
    desk.command(Command::Undo);
    assert_eq!(
        begun(&desk),
        ["上年的数"],
        "taken back, it is being written"
    );
}

#[test]
fn it_counts_as_unsaved_and_closing_says_what_becomes_of_it() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let mut desk = answering(&settings);
    saved_as(&mut desk, &path);
    desk.click("回答…");
    desk.type_slowly("数");
    assert!(desk.is_unsaved() && desk.app().title().starts_with('*'));
    assert!(desk.ask_to_close().contains(&ViewportCommand::CancelClose));
    desk.settle();
    let now = desk.app().modal();
    assert!(
        matches!(now, Some(Modal::Unsaved { begun: 1, .. })),
        "{now:?}"
    );
    let told = desk
        .harness
        .query_by_label_contains("1 条回答没有记下。保存时它们留在文件里");
    assert!(told.is_some());
    desk.click("保存");
    assert_eq!(text_in(&path), ASKING);
    let saved = report_file::read(&Storage::default(), &path).unwrap();
    let texts: Vec<_> = saved.begun_answers.into_values().collect();
    assert_eq!(texts, ["上年的数"]);
    assert!(saved.answers.is_empty(), "nobody has given it yet");
    drop(desk);
    let again = Desk::with(Some(&settings), Some(path));
    assert!(!again.is_unsaved());
    assert_eq!(field(&again).as_deref(), Some("上年的数"), "one goes on");
}

#[test]
fn a_killed_program_brings_it_back() {
    let (_folder, _, settings) = folders();
    let desk = answering(&settings);
    within_a_second("the copy", || is_kept(&settings, "上年的"));
    kill(desk, &settings);
    let mut again = Desk::with(Some(&settings), None);
    again.click("恢复");
    assert_eq!(field(&again).as_deref(), Some("上年的"));
    again.click("回答…");
    again.type_slowly("数");
    again.click("记下回答");
    assert_eq!(again.app().state().expect("open").answered().len(), 1);
}

#[test]
fn thrown_away_it_comes_back_with_one_undo_and_a_composition_is_no_answer() {
    let (_folder, _, settings) = folders();
    let mut desk = answering(&settings);
    desk.click("取消");
    assert!(begun(&desk).is_empty() && field(&desk).is_none());
    desk.command(Command::Undo);
    assert_eq!(field(&desk).as_deref(), Some("上年的"));
    desk.click("回答…");
    for text in ["s", "sh", "shu"] {
        desk.harness.event(Event::Ime(ImeEvent::Preedit {
            text: text.to_owned(),
            active_range_chars: None,
        }));
        desk.harness.run_ok();
        assert_eq!(begun(&desk), ["上年的"]);
    }
    assert_eq!(field(&desk).as_deref(), Some("上年的shu"), "shown in place");
    desk.harness
        .event(Event::Ime(ImeEvent::Commit("数".to_owned())));
    desk.harness.run_ok();
    assert_eq!(begun(&desk), ["上年的数"]);
}

#[test]
fn an_answer_whose_question_is_gone_is_still_seen() {
    let (_folder, _, settings) = folders();
    let mut desk = answering(&settings);
    desk.command(Command::Section(0));
    desk.harness
        .key_press_modifiers(eframe::egui::Modifiers::COMMAND, Key::A);
    desk.type_slowly("无");
    let kept: BTreeMap<_, _> = desk
        .app()
        .state()
        .expect("open")
        .report()
        .begun_answers
        .clone();
    assert_eq!(kept.len(), 1);
    let seen = desk
        .harness
        .query_by_label_contains("它的问题已经不再提出：上年的");
    assert!(seen.is_some());
    desk.click("删除");
    assert!(begun(&desk).is_empty());
}

#[test]
fn one_goes_on_with_the_answer_when_the_question_of_closing_is_put_away() {
    let (_folder, _, settings) = folders();
    let mut desk = answering(&settings);
    assert!(desk.ask_to_close().contains(&ViewportCommand::CancelClose));
    desk.settle();
    assert!(matches!(desk.app().modal(), Some(Modal::Unsaved { .. })));
    desk.harness.key_press(Key::Escape);
    desk.harness.step();
    desk.type_slowly("数");
    desk.settle();
    assert_eq!(begun(&desk), ["上年的数"]);
    assert_eq!(desk.report_text(&super::window::lead()), ASKING);
}

/// The words that the question is about are selected in the text while the answer is written, so that a letter that
/// went astray would replace them.
#[test]
fn whatever_was_opened_and_shut_meanwhile_letters_go_on_in_the_answer() {
    let (_folder, _, settings) = folders();
    let mut desk = answering(&settings);
    let esc = |desk: &mut Desk| {
        desk.harness.key_press(Key::Escape);
        desk.settle();
    };
    desk.command(Command::Find);
    esc(&mut desk);
    desk.type_slowly("一");
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::E);
    desk.settle();
    esc(&mut desk);
    desk.type_slowly("二");
    desk.command(Command::Find);
    desk.type_slowly("全局");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    esc(&mut desk);
    desk.type_slowly("三");
    assert_eq!(begun(&desk), ["上年的一二三"]);
    desk.click("编辑");
    esc(&mut desk);
    desk.type_slowly("又");
    assert_eq!(begun(&desk), ["上年的一二三又"]);
    desk.command(Command::SelectAll);
    desk.type_slowly("四");
    assert_eq!(begun(&desk), ["四"], "all of the answer, not of the text");
    assert_eq!(desk.report_text(&lead()), ASKING);
}

#[test]
fn esc_in_what_stands_over_the_window_leaves_the_search_bar_and_its_focus() {
    let mut desk = Desk::new();
    desk.open_new();
    let before = desk.app().title().to_owned();
    desk.command(Command::Find);
    desk.type_slowly("年");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    for opens in [
        (Modifiers::NONE, Key::F1),
        (Modifiers::ALT, Key::E),
        (Modifiers::COMMAND, Key::N),
    ] {
        desk.harness.key_press_modifiers(opens.0, opens.1);
        desk.settle();
        desk.harness.key_press(Key::Escape);
        desk.settle();
        desk.type_slowly("度");
    }
    let bar = desk
        .harness
        .query_by_role_and_label(Role::TextInput, "查找内容");
    let words = bar.expect("the bar stays").value();
    assert_eq!(words.as_deref(), Some("年度度度"));
    assert_eq!(desk.app().title(), before, "nothing went into the report");
}
