//! What pointer and keys reach: long menus, the menu of a cell, the fields of the search bar, the words of a finding.

use super::window::{Desk, lead};
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, Theme};
use egui_kittest::kittest::Queryable as _;
use nianbao::app::Command;
use nianbao::place::{Address, Place};
use nianbao::session::findings::goto_of;

fn first_cell() -> Address {
    Address::parse("requests.new.natural").expect("an address")
}

/// Table three with the caret in its first cell; where that cell stands.
fn table() -> (Desk, Pos2) {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(2));
    let template = desk.app().state().expect("open").template();
    let label = template.cell(&first_cell()).expect("a cell").label();
    let cell = desk.harness.get_by_role_and_label(Role::TextInput, &label);
    let at = cell.rect().center();
    (desk, at)
}

fn click_with_the_other_button(desk: &mut Desk, at: Pos2) {
    desk.harness.event(Event::PointerMoved(at));
    desk.harness.run_ok();
    for pressed in [true, false] {
        desk.harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        desk.harness.run_ok();
    }
}

fn has_cell_menu(desk: &Desk) -> bool {
    desk.harness.query_by_label_contains("加注…").is_some()
}

#[test]
fn the_other_button_opens_the_menu_of_a_cell_and_the_caret_stays() {
    let (mut desk, at) = table();
    // The cell with the caret, then one below it that has to become the active one first.
    for (at, address) in [
        (at, "requests.new.natural"),
        (
            at + eframe::egui::vec2(0.0, 30.0),
            "requests.carried_in.natural",
        ),
    ] {
        click_with_the_other_button(&mut desk, at);
        assert!(has_cell_menu(&desk), "{address}");
        desk.harness.key_press(Key::Escape);
        desk.settle();
        assert!(!has_cell_menu(&desk), "{address}");
        desk.type_slowly("7");
        let state = desk.app().state().expect("open");
        assert_eq!(
            state.report().entries.len(),
            1,
            "{:?}",
            state.report().entries
        );
        desk.command(Command::Undo);
    }
    desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    desk.settle();
    assert!(has_cell_menu(&desk), "by key");
    desk.harness.get_by_label_contains("本行空白填 0").click();
    desk.settle();
    assert!(!has_cell_menu(&desk));
    assert_eq!(desk.app().state().expect("open").report().entries.len(), 6);
}

#[test]
fn a_long_menu_stays_below_its_bar() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.click("编辑");
    let bar = desk
        .harness
        .get_by_role_and_label(Role::Button, "编辑")
        .rect();
    let first = desk.harness.get_by_label_contains("剪切").rect();
    assert!(first.top() > bar.bottom(), "{first:?} {bar:?}");
    desk.harness.get_by_label_contains("确认本节全部");
}

#[test]
fn tab_goes_to_the_replacement_and_its_words_are_undone_there() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("甲乙甲");
    desk.command(Command::Replace);
    desk.type_slowly("甲");
    desk.harness.key_press(Key::Tab);
    desk.settle();
    desk.type_slowly("丙丁");
    let field = |desk: &Desk, name: &str| {
        let found = desk.harness.get_by_role_and_label(Role::TextInput, name);
        found.value().unwrap_or_default()
    };
    assert_eq!(
        (
            field(&desk, "查找内容").as_str(),
            field(&desk, "替换为").as_str()
        ),
        ("甲", "丙丁")
    );
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    desk.settle();
    assert_eq!(
        desk.report_text(&lead()),
        "甲乙甲",
        "the report is left alone"
    );
    desk.harness.key_press(Key::Escape);
    desk.settle();
    desk.command(Command::Find);
    assert_eq!(field(&desk, "查找内容"), "甲", "the bar remembers the word");
    desk.harness.get_by_label("共 2 处");
}

#[test]
fn a_finding_leads_to_its_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("年报.nianbao");
    let sample = include_str!("../../templates/sample.ron");
    std::fs::write(&path, sample.replace("申请18件", "申请81件")).expect("written");
    let desk = Desk::with(None, Some(path));
    let state = desk.app().state().expect("open");
    let mut found = state
        .findings()
        .iter()
        .filter(|finding| !finding.spans.is_empty());
    let goto = found.find_map(|finding| goto_of(finding, state.report()));
    let goto = goto.expect("a finding in a text");
    assert!(matches!(goto.place, Place::PartText(..)));
    let text = state.report().text(&goto.place).expect("a text");
    let words = goto.select.expect("words");
    let words: String = text.chars().skip(words.start).take(words.len()).collect();
    assert!(words.contains("81"), "{words}");
}

#[test]
fn plus_enlarges_however_it_is_typed() {
    let mut desk = Desk::new();
    let shifted = Modifiers::COMMAND | Modifiers::SHIFT;
    for (modifiers, key) in [
        (Modifiers::COMMAND, Key::Plus),
        (Modifiers::COMMAND, Key::Equals),
        (shifted, Key::Plus),
        (shifted, Key::Equals),
    ] {
        let before = desk.harness.ctx.zoom_factor();
        desk.harness.key_press_modifiers(modifiers, key);
        desk.settle();
        assert!(
            desk.harness.ctx.zoom_factor() > before,
            "{modifiers:?} {key:?}"
        );
    }
}

#[test]
fn undoing_a_paste_shows_where_it_began() {
    let (mut desk, _) = table();
    desk.harness.event(Event::Paste("1\t2\n3\t4".to_owned()));
    desk.settle();
    let state = desk.app().state().expect("open");
    assert_eq!(state.report().entries.len(), 4);
    for command in [Command::Undo, Command::Redo] {
        desk.command(command);
        let focus = desk.app().state().expect("open").focus.clone();
        assert_eq!(focus, Some(Place::Figure(first_cell())), "{command:?}");
    }
}

#[test]
fn a_press_elsewhere_closes_a_menu_however_long_it_lasts() {
    let (mut desk, at) = table();
    let is_open = |desk: &Desk| desk.harness.query_by_label_contains("粘贴导入").is_some();
    for _ in 0..2 {
        desk.click("文件");
        assert!(is_open(&desk));
        desk.harness.event(Event::PointerMoved(at));
        desk.harness.run_ok();
        desk.harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        });
        desk.settle();
        assert!(!is_open(&desk), "the button is still down");
        desk.harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed: false,
            modifiers: Modifiers::NONE,
        });
        desk.settle();
        assert!(!is_open(&desk));
    }
    // All of it in one slow frame, keys in between.
    desk.click("文件");
    let button = |pressed| Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let events = [
        Event::PointerMoved(at),
        button(true),
        Event::Text("4".to_owned()),
        button(false),
        Event::Paste("项目\t数量\n甲\t一\n乙\t二".to_owned()),
    ];
    desk.harness.input_mut().events.extend(events);
    desk.settle();
    assert!(!is_open(&desk));
    let entries = &desk.app().state().expect("open").report().entries;
    let entered: Vec<String> = entries.values().map(ToString::to_string).collect();
    assert_eq!(entered, ["4"], "typed into the cell, and no table in it");
    desk.command(Command::Undo);
    // The button of the menu opens and closes it as ever.
    desk.click("文件");
    assert!(is_open(&desk));
    desk.click("文件");
    assert!(!is_open(&desk));
    // The keyboard is the cell's.
    desk.command(Command::Section(2));
    desk.type_slowly("7");
    assert_eq!(desk.app().state().expect("open").report().entries.len(), 1);
}

#[test]
fn nothing_is_pasted_into_the_cell_under_an_open_menu() {
    let (mut desk, at) = table();
    let entries = |desk: &Desk| desk.app().state().expect("open").report().entries.len();
    let block = || Event::Paste("项目\t数量\n甲\t1\n乙\t2".to_owned());
    click_with_the_other_button(&mut desk, at);
    assert!(has_cell_menu(&desk));
    for event in [block(), Event::Text("5".to_owned())] {
        desk.harness.event(event);
        desk.settle();
        assert_eq!(entries(&desk), 0);
    }
    desk.harness.key_press(Key::Escape);
    desk.settle();
    desk.type_slowly("5");
    assert_eq!(entries(&desk), 1);
}

#[test]
fn what_is_said_of_a_cell_goes_when_one_goes_elsewhere() {
    let (mut desk, _) = table();
    let said = |desk: &Desk| desk.harness.query_all_by_label_contains("粘贴").count();
    let before = said(&desk);
    desk.harness
        .event(Event::Paste("项目\t数量\n甲\t一些\n乙\t若干".to_owned()));
    desk.settle();
    assert!(said(&desk) > before, "the paste is refused in a sentence");
    let replies = desk.dialogs.replies.clone();
    let unavailable = nianbao::app::files::dialogs::Reply::Unavailable;
    replies.borrow_mut().push_back(unavailable);
    desk.command(Command::SaveAs);
    assert!(desk.app().modal().is_some());
    assert_eq!(said(&desk), before, "the dialog is in front");
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert_eq!(said(&desk), before);
}

#[test]
fn menus_open_by_alt_and_lead_back_to_the_text() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("甲");
    let is_open = |desk: &Desk| desk.harness.query_by_label_contains("查找上一处").is_some();
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::E);
    desk.settle();
    assert!(is_open(&desk));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(!is_open(&desk));
    desk.type_slowly("乙");
    assert_eq!(desk.report_text(&lead()), "甲乙");
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::E);
    desk.settle();
    // The first row that can be given: 撤销.
    desk.harness.key_press(Key::ArrowDown);
    desk.settle();
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(!is_open(&desk));
    assert_eq!(desk.report_text(&lead()), "甲");
    desk.type_slowly("丙");
    assert_eq!(desk.report_text(&lead()), "甲丙");
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::E);
    desk.settle();
    // 撤销, 剪切, 复制, 粘贴, 全选, 查找.
    for _ in 0..6 {
        desk.harness.key_press(Key::ArrowDown);
        desk.settle();
    }
    desk.harness.key_press(Key::Enter);
    desk.settle();
    desk.type_slowly("丙");
    desk.harness.get_by_label("共 1 处");
    assert_eq!(
        desk.report_text(&lead()),
        "甲丙",
        "the bar has the keyboard"
    );
}

#[test]
fn the_row_of_a_menu_that_has_the_keyboard_is_in_sight() {
    for height in [720.0, 360.0] {
        let mut desk = Desk::sized(None, None, Theme::Light, [1280.0, height]);
        desk.open_new();
        desk.command(Command::Section(0));
        desk.type_slowly("甲");
        desk.harness.key_press_modifiers(Modifiers::ALT, Key::E);
        desk.settle();
        for step in 0..12 {
            desk.harness.key_press(Key::ArrowDown);
            desk.settle();
            let ctx = &desk.harness.ctx;
            let focused = ctx.memory(|memory| memory.focused()).expect("a row");
            let row = ctx.read_response(focused).expect("drawn");
            assert_eq!(row.interact_rect.height(), row.rect.height(), "{step}");
            assert!(ctx.content_rect().contains_rect(row.rect), "{step}");
        }
    }
}

#[test]
fn a_resting_pointer_opens_no_other_menu_than_the_key() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("甲");
    let edit = desk.harness.get_by_label("编辑").rect().center();
    desk.harness.event(Event::PointerMoved(edit));
    desk.settle();
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::F);
    desk.settle();
    desk.settle();
    assert!(desk.harness.query_by_label_contains("粘贴导入").is_some());
    assert!(desk.harness.query_by_label_contains("查找上一处").is_none());
    desk.harness.key_press(Key::ArrowDown);
    desk.settle();
    desk.harness.key_press(Key::Enter);
    desk.settle();
    // 新建 asks first, because 甲 is not saved.
    desk.harness.get_by_label("要保存修改吗？");
}
