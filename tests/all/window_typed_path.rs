//! A path that is typed where no dialog can be had: its question stays until it is known what became of it.

use super::window::{Desk, lead};
use super::window_keeping::{folders, saved_behind_a_gate};
use eframe::egui::{self, Key, Role};
use egui_kittest::kittest::Queryable as _;
use nianbao::app::Command;
use nianbao::app::files::dialogs::Reply;
use nianbao::app::front::modal::Modal;
use std::path::Path;

/// Types a path where no dialog can be had, and presses Enter.
fn answer_by_typing(desk: &mut Desk, command: Command, path: &Path) {
    let reply = Reply::Unavailable;
    desk.dialogs.replies.borrow_mut().push_back(reply);
    desk.press(command);
    desk.harness.run_ok();
    assert!(matches!(desk.app().modal(), Some(Modal::Path { .. })));
    desk.harness
        .key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    let text = path.display().to_string();
    desk.harness.event(egui::Event::Text(text));
    desk.harness.run_ok();
    desk.harness.key_press(Key::Enter);
    desk.harness.run_ok();
}

#[test]
fn letters_typed_while_a_file_is_written_wait_for_its_end() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, gate) = saved_behind_a_gate(&settings, &path, "一");
    let mut written = "一".to_owned();
    for (command, name) in [
        (Command::SaveAs, "另一份.nianbao"),
        (Command::Export(0), "年报.pdf"),
    ] {
        let to = reports.join(name);
        gate.shut();
        answer_by_typing(&mut desk, command, &to);
        gate.hold_back_one();
        desk.type_slowly("二三");
        desk.harness.key_press(Key::Enter);
        desk.harness.run_ok();
        let now = desk.app().modal();
        assert!(matches!(now, Some(Modal::Trying { .. })), "{now:?}");
        desk.harness
            .get_by_label_contains(&format!("正在写入 {}", to.display()));
        assert_eq!(desk.report_text(&lead()), written, "not behind a question");
        gate.open();
        desk.settle();
        let now = desk.app().modal();
        assert!(to.exists() && now.is_none(), "{now:?}");
        written.push_str("二三\n");
        assert_eq!(desk.report_text(&lead()), written, "{name}");
    }
    while desk.report_text(&lead()) != "一" {
        desk.command(Command::Undo);
    }
    desk.type_slowly("三");
    assert_eq!(desk.report_text(&lead()), "一三", "one writes on");
    desk.command(Command::Save);
    // A file that is read is not wanted any more, and its path is there to be mended.
    let other = reports.join("另一份.nianbao");
    gate.shut();
    answer_by_typing(&mut desk, Command::Open, &other);
    gate.hold_back_one();
    let cancel = desk
        .harness
        .query_all_by_role_and_label(Role::Button, "取消");
    cancel.last().expect("a way out").click();
    desk.harness.run_ok();
    let Some(Modal::Path { text, .. }) = desk.app().modal() else {
        panic!("{:?}", desk.app().modal());
    };
    assert_eq!(*text, other.display().to_string());
    gate.open();
    desk.settle();
    desk.click("取消");
    assert!(desk.app().modal().is_none());
    assert_eq!(desk.report_text(&lead()), "一三");
}

#[test]
fn a_typed_path_that_fails_says_so_where_it_stands() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, gate) = saved_behind_a_gate(&settings, &path, "一");
    // No disk takes such a name, which is found out when all is written.
    let nowhere = reports.join(format!("{}.pdf", "长".repeat(100)));
    gate.shut();
    answer_by_typing(&mut desk, Command::Export(0), &nowhere);
    gate.hold_back_one();
    desk.type_slowly("二");
    gate.open();
    desk.settle();
    let Some(Modal::Path { text, problem, .. }) = desk.app().modal() else {
        panic!("{:?}", desk.app().modal());
    };
    assert_eq!(*text, nowhere.display().to_string());
    assert!(problem.is_some());
    assert_eq!(desk.report_text(&lead()), "一");
}

#[test]
fn typing_takes_the_place_of_the_proposed_name_in_its_folder() {
    let (_folder, reports, settings) = folders();
    let path = reports.join("年报.nianbao");
    let (mut desk, _gate) = saved_behind_a_gate(&settings, &path, "一");
    let reply = Reply::Unavailable;
    desk.dialogs.replies.borrow_mut().push_back(reply);
    desk.command(Command::SaveAs);
    desk.type_slowly("新名");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(desk.app().modal().is_none(), "{:?}", desk.app().modal());
    assert!(reports.join("新名.nianbao").exists());
}

#[test]
fn a_click_beside_a_question_does_not_throw_away_what_was_typed_into_it() {
    let mut desk = Desk::new();
    desk.command(Command::New);
    desk.type_slowly("某县");
    let beside = egui::pos2(20.0, 700.0);
    for pressed in [true, false] {
        desk.harness.event(egui::Event::PointerButton {
            pos: beside,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        desk.harness.run_ok();
    }
    let now = desk.app().modal();
    assert!(
        matches!(now, Some(Modal::New { agency, .. }) if agency == "某县"),
        "{now:?}"
    );
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(desk.app().modal().is_none(), "Esc puts it away");
}

#[test]
fn nothing_typed_at_once_behind_a_question_is_lost() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    let key = |key| egui::Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    };
    let mut written = String::new();
    for command in [Command::Keys, Command::Rules, Command::About, Command::New] {
        desk.press(command);
        assert!(desk.app().modal().is_some());
        // All of it while one frame is drawn, and more with each that follows.
        desk.harness.event(key(Key::Escape));
        for letter in ["a", "b", "c", "d"] {
            desk.harness.event(egui::Event::Text(letter.to_owned()));
            desk.harness.step();
        }
        desk.settle();
        written.push_str("abcd");
        assert!(desk.app().modal().is_none());
        assert_eq!(desk.report_text(&lead()), written, "{command:?}");
    }
}
