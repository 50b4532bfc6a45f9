//! Keys in the whole window: what Tab, Enter and Esc do where, clipboard and parts by menu and key, fast keys in order.

use super::window::{Desk, lead};
use super::window_files::COPIED;
use crate::template::at;
use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use nianbao::app::Command;
use nianbao::app::front::modal::Modal;
use nianbao::place::{Id, Place};
use nianbao::report::Entry;
use nianbao::storage::Storage;
use nianbao::task::open::Copied;
use nianbao::task::report_file;

fn part(index: usize) -> Place {
    Place::PartText(Id::parse("overview").expect("an id"), index)
}

fn key(key: Key, modifiers: Modifiers) -> Event {
    Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    }
}

fn focus(desk: &Desk) -> Option<Place> {
    desk.app().state()?.focus.clone()
}

/// A report whose overview reads 甲乙甲, with the caret in it.
fn written() -> Desk {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("甲乙甲");
    desk
}

#[test]
fn enter_in_the_search_bar_goes_from_hit_to_hit_and_changes_nothing() {
    let mut desk = written();
    desk.command(Command::Find);
    desk.type_slowly("甲");
    for expected in ["第 1 处，共 2 处", "第 2 处，共 2 处", "第 1 处，共 2 处"] {
        desk.harness.key_press(Key::Enter);
        desk.settle();
        desk.harness.get_by_label(expected);
    }
    desk.harness
        .key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    desk.settle();
    desk.harness.get_by_label("第 2 处，共 2 处");
    assert_eq!(desk.report_text(&lead()), "甲乙甲");
    desk.type_slowly("丁");
    desk.harness.get_by_label("没有找到");
    assert_eq!(
        desk.report_text(&lead()),
        "甲乙甲",
        "the bar has the keyboard"
    );
    desk.harness.key_press(Key::Backspace);
    desk.harness.key_press(Key::Enter);
    desk.harness.key_press(Key::Enter);
    desk.settle();
    desk.harness.key_press(Key::Escape);
    desk.settle();
    desk.type_slowly("丙");
    assert_eq!(
        desk.report_text(&lead()),
        "甲乙丙",
        "Esc gives the caret back at the hit, which is selected"
    );
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

#[test]
fn two_enters_in_one_slow_frame_stay_in_the_search_bar() {
    let mut desk = written();
    desk.command(Command::Find);
    for event in [
        Event::Text("甲".to_owned()),
        key(Key::Enter, Modifiers::NONE),
        key(Key::Enter, Modifiers::NONE),
    ] {
        desk.harness.event(event);
    }
    desk.settle();
    desk.harness.get_by_label("第 2 处，共 2 处");
    assert_eq!(desk.report_text(&lead()), "甲乙甲");
}

#[test]
fn all_hits_replaced_are_counted_and_taken_back_at_once() {
    let mut desk = written();
    desk.command(Command::Replace);
    desk.type_slowly("甲");
    desk.click("全部替换");
    desk.harness.get_by_label("已替换 2 处。");
    assert_eq!(desk.report_text(&lead()), "乙");
    desk.click("撤销");
    assert_eq!(desk.report_text(&lead()), "甲乙甲");
}

#[test]
fn tab_goes_from_text_to_text_and_never_to_a_button() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    let mut seen = vec![focus(&desk)];
    for _ in 0..11 {
        desk.harness.key_press(Key::Tab);
        desk.settle();
        seen.push(focus(&desk));
        desk.type_slowly(" ");
    }
    let state = desk.app().state().expect("an open report");
    let stops = nianbao::session::places::stops(state.template(), state.report());
    let parts = state.report().prose["overview"].parts.len();
    assert_eq!(parts, 5, "no part was deleted or moved by a space");
    let first = stops
        .iter()
        .position(|stop| *stop == lead())
        .expect("a stop");
    for (step, place) in seen.iter().enumerate() {
        let expected = &stops[(first + step) % stops.len()];
        assert_eq!(place.as_ref(), Some(expected), "after {step} tabs");
    }
    for step in (0..11).rev() {
        desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
        desk.settle();
        assert_eq!(focus(&desk), seen[step], "back to {step}");
    }
}

#[test]
fn parts_move_and_go_by_key_and_come_back() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.harness.key_press(Key::Tab);
    desk.harness.key_press(Key::Tab);
    desk.settle();
    desk.type_slowly("甲");
    assert_eq!(focus(&desk), Some(part(0)));
    desk.command(Command::MovePartDown);
    assert_eq!(desk.report_text(&part(1)), "甲");
    assert_eq!(focus(&desk), Some(part(1)), "the caret goes along");
    desk.type_slowly("乙");
    assert_eq!(desk.report_text(&part(1)), "甲乙");
    desk.command(Command::MovePartUp);
    desk.command(Command::RemovePart);
    assert_eq!(desk.report_text(&part(0)), "");
    desk.harness
        .get_by_label("已删除“（一）主动公开”，连同其中的 2 字。");
    desk.click("撤销");
    assert_eq!(desk.report_text(&part(0)), "甲乙");
    let count = |desk: &Desk| {
        let state = desk.app().state().expect("an open report");
        state.report().prose["overview"].parts.len()
    };
    let before = count(&desk);
    desk.command(Command::AddPart);
    assert_eq!(count(&desk), before + 1);
    desk.type_slowly("新");
    let heading = Place::PartHeading(Id::parse("overview").expect("an id"), 1);
    assert_eq!(desk.report_text(&heading), "新");
}

#[test]
fn undo_and_redo_leave_the_caret_behind_what_they_changed() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    for text in ["甲乙。", "丙丁"] {
        desk.harness.event(Event::Paste(text.to_owned()));
        desk.settle();
    }
    for _ in 0..2 {
        desk.command(Command::Undo);
    }
    for _ in 0..2 {
        desk.command(Command::Redo);
    }
    desk.type_slowly("戊");
    assert_eq!(desk.report_text(&lead()), "甲乙。丙丁戊");
}

/// A year started from last year's, with the caret in the first figure that waits to be confirmed.
fn at_a_carried_figure() -> (Desk, Place) {
    let folder = tempfile::tempdir().expect("a folder");
    let last = folder.path().join("上年.ron");
    let template = nianbao::template::Template::built_in("2021").expect("a built-in form");
    let mut report = nianbao::report::Report::new(&template, "某某市财政局", 2023);
    for cell in template.cells.iter().filter(|cell| !cell.is_total()) {
        let one = nianbao::report::Entry::number(1);
        report.entries.insert(cell.address.clone(), one);
    }
    report_file::write(&Storage::default(), &last, &template, &report, false).expect("a file");
    let mut desk = Desk::new();
    desk.answer_dialog_with(&last);
    desk.command(Command::StartFromLastYear);
    let state = desk.app().state().expect("next year's report");
    let carried: Vec<Place> = state.report().carried.iter().cloned().collect();
    let figures = carried.iter().filter(|place| place.address().is_some());
    let first = figures.min_by_key(|place| template.position(place));
    let Some(first) = first.cloned() else {
        panic!("figures are carried over: {carried:?}");
    };
    desk.command(Command::Confirm);
    for _ in 0..carried.len() {
        if focus(&desk).as_ref() == Some(&first) {
            break;
        }
        desk.command(Command::Confirm);
    }
    assert_eq!(focus(&desk), Some(first.clone()));
    assert!(waits(&desk, &first));
    (desk, first)
}

fn waits(desk: &Desk, place: &Place) -> bool {
    let state = desk.app().state().expect("an open report");
    state.report().carried.contains(place)
}

#[test]
fn what_is_typed_and_taken_back_confirms_nothing() {
    let (mut desk, place) = at_a_carried_figure();
    let before = desk.app().state().expect("open").report().clone();
    for typed in ["", "5", "x"] {
        match typed {
            "" => desk.harness.key_press(Key::F2),
            typed => desk.harness.event(Event::Text(typed.to_owned())),
        }
        desk.settle();
        desk.harness.key_press(Key::Escape);
        desk.settle();
        assert_eq!(
            desk.app().state().expect("open").report(),
            &before,
            "{typed:?}"
        );
        assert!(waits(&desk, &place), "{typed:?}");
    }
}

#[test]
fn a_figure_and_the_key_that_follows_keep_their_order_in_one_slow_frame() {
    let (mut desk, first) = at_a_carried_figure();
    desk.harness.event(Event::Text("5".to_owned()));
    desk.harness.event(key(Key::F6, Modifiers::NONE));
    desk.settle();
    let state = desk.app().state().expect("an open report");
    let entered = first
        .address()
        .and_then(|address| state.report().entries.get(address))
        .map(ToString::to_string);
    assert_eq!(entered.as_deref(), Some("5"), "typed before F6 went on");
    assert!(!waits(&desk, &first));
}

#[test]
fn a_new_report_needs_agency_and_year_and_has_the_caret() {
    let mut desk = Desk::new();
    desk.command(Command::New);
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(
        matches!(desk.app().modal(), Some(Modal::New { .. })),
        "no name"
    );
    desk.type_slowly("某局");
    desk.harness.key_press(Key::Tab);
    desk.settle();
    // Tab has selected the year that stood there.
    desk.type_slowly("20255");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(desk.app().state().is_none(), "20255 is no year");
    desk.harness
        .get_by_label("“20255”不是报告年度，请写 2008 到 2100 之间的四位数字");
    desk.harness.key_press(Key::Backspace);
    desk.harness.key_press(Key::Enter);
    desk.settle();
    let report = desk.app().state().expect("a report").report();
    assert_eq!((report.agency.as_str(), report.year), ("某局", 2025));
    desk.type_slowly("甲");
    assert_eq!(
        desk.report_text(&lead()),
        "甲",
        "the first text has the caret"
    );
}

#[test]
fn a_wrong_year_in_the_particulars_changes_nothing() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Particulars);
    desk.harness.key_press(Key::Tab);
    desk.settle();
    assert_eq!(focus(&desk), Some(Place::Year));
    let year = |desk: &Desk| desk.app().state().expect("an open report").report().year;
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.type_slowly("20255");
    desk.harness.key_press(Key::Tab);
    desk.settle();
    assert_eq!(
        year(&desk),
        2025,
        "the year that stood there when four digits were typed"
    );
    desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    desk.settle();
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.type_slowly("2023");
    assert_eq!(year(&desk), 2023);
}

#[test]
fn a_save_while_a_cell_is_open_ends_the_typing_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(1));
    let Some(Place::Figure(address)) = focus(&desk) else {
        panic!("the table has the caret");
    };
    let entry = |desk: &Desk| {
        let state = desk.app().state().expect("an open report");
        state
            .report()
            .entries
            .get(&address)
            .map(ToString::to_string)
    };
    desk.type_slowly("12");
    desk.answer_dialog_with(&folder.path().join("年报.ron"));
    desk.command(Command::Save);
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert_eq!(
        entry(&desk).as_deref(),
        Some("12"),
        "Esc stays behind the save"
    );
    desk.type_slowly("3");
    assert_eq!(entry(&desk).as_deref(), Some("3"), "typing begins anew");
}

#[test]
fn the_clipboard_works_from_the_menu() {
    let mut desk = written();
    desk.command(Command::Undo);
    desk.command(Command::Redo);
    desk.click("编辑");
    desk.click("全选");
    desk.type_slowly("丙");
    assert_eq!(desk.report_text(&lead()), "丙", "all of it was selected");
    desk.command(Command::SelectAll);
    desk.click("编辑");
    desk.click("剪切");
    assert_eq!(desk.report_text(&lead()), "");
    desk.command(Command::Undo);
    assert_eq!(desk.report_text(&lead()), "丙");
}

#[test]
fn a_page_that_was_copied_without_its_text_is_pasted_by_key_and_menu() {
    let up = |key, modifiers| Event::Key {
        key,
        physical_key: None,
        pressed: false,
        repeat: false,
        modifiers,
    };
    let mut desk = written();
    desk.command(Command::SelectAll);
    COPIED.set(Copied {
        page: Some("<p>甲乙</p>".to_owned()),
        text: None,
    });
    // egui keeps the press of the key for itself.
    desk.harness.event(up(Key::V, Modifiers::COMMAND));
    desk.settle();
    assert_eq!(desk.report_text(&lead()), "甲乙");
    desk.command(Command::SelectAll);
    COPIED.set(Copied {
        page: Some("<p>丙</p>".to_owned()),
        text: Some(String::new()),
    });
    desk.click("编辑");
    desk.click("粘贴");
    assert_eq!(desk.report_text(&lead()), "丙");
    // A key that types, or whose text was pasted, comes up as well.
    desk.harness.event(Event::Paste("丁".to_owned()));
    desk.harness.event(up(Key::V, Modifiers::COMMAND));
    desk.settle();
    assert_eq!(desk.report_text(&lead()), "丙丁");
    desk.harness.key_press(Key::V);
    desk.settle();
    assert_eq!(desk.report_text(&lead()), "丙丁");
    COPIED.set(Copied::default());
}

#[test]
fn a_table_that_was_copied_as_a_page_goes_where_its_labels_say() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(1));
    COPIED.set(Copied {
        page: Some(
            "<table><tr><td rowspan=2>第二十条第（五）项</td><td>信息内容</td><td>本年处理决定数量</td></tr>\
             <tr><td>行政许可</td><td>1286</td></tr></table>"
                .to_owned(),
        ),
        text: None,
    });
    desk.click("编辑");
    desk.click("粘贴");
    let report = desk.app().state().expect("a report").report();
    let permits = report.entries.get(&at("disclosed.permits.decisions"));
    assert_eq!(permits, Some(&Entry::number(1286)));
    COPIED.set(Copied::default());
}

#[test]
fn the_clipboard_works_by_right_click_in_a_text() {
    let mut desk = written();
    let name = "总体情况：导语";
    let field = desk
        .harness
        .get_by_role_and_label(Role::MultilineTextInput, name);
    field.click_secondary();
    desk.settle();
    desk.click("全选");
    desk.type_slowly("丙");
    assert_eq!(desk.report_text(&lead()), "丙");
}

#[test]
fn a_pasted_table_with_labels_goes_where_they_say_and_comes_back_at_once() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(2));
    let state = desk.app().state().expect("an open report");
    let template = state.template().clone();
    let cell = |address: &str| {
        let mut cells = template.cells.iter();
        let found = cells.find(|cell| cell.address.as_str() == address);
        found.expect("a cell of table three").clone()
    };
    let row = template.cells.iter().filter(|cell| {
        let address = cell.address.as_str();
        address.starts_with("requests.new.")
    });
    let row: Vec<_> = row.cloned().collect();
    let heads: Vec<&str> = row
        .iter()
        .filter_map(|cell| cell.column_path.last().map(String::as_str))
        .collect();
    let values: Vec<&str> = row
        .iter()
        .map(|cell| if cell.is_total() { "99" } else { "1,024" })
        .collect();
    let label = row[0].row_path.join("");
    let text = format!("\t{}\n{label}\t{}", heads.join("\t"), values.join("\t"));
    desk.harness.event(Event::Paste(text));
    desk.settle();
    let entries = |desk: &Desk| {
        let state = desk.app().state().expect("an open report");
        let entries = state.report().entries.iter();
        let shown = entries.map(|(address, entry)| format!("{address} {entry}"));
        shown.collect::<Vec<_>>()
    };
    let filled = entries(&desk);
    assert_eq!(filled.len(), row.len() - 1, "{filled:?}");
    assert!(
        filled.iter().all(|entry| entry.ends_with(" 1024")),
        "{filled:?}"
    );
    let said = format!("已按行标题、列标题粘贴 {} 格。", filled.len());
    desk.harness.get_by_label(&said);
    let total = cell("requests.new.total").label();
    desk.harness.get_by_label(&format!(
        "{total}：粘贴的是 99，按各格计算是 {}。",
        1024 * filled.len()
    ));
    desk.click("撤销");
    assert_eq!(entries(&desk), Vec::<String>::new());
    desk.harness
        .event(Event::Paste("姓名\t年龄\n甲\t30".to_owned()));
    desk.settle();
    assert_eq!(entries(&desk), Vec::<String>::new());
}

#[test]
fn every_cell_and_text_tells_its_value_to_screen_readers() {
    let mut desk = written();
    desk.harness.key_press(Key::Tab);
    desk.settle();
    let name = "总体情况：导语";
    let field = desk
        .harness
        .get_by_role_and_label(Role::MultilineTextInput, name);
    assert_eq!(field.accesskit_node().value().as_deref(), Some("甲乙甲"));
    desk.command(Command::Section(1));
    let Some(Place::Figure(first)) = focus(&desk) else {
        panic!("the table has the caret");
    };
    desk.type_slowly("12");
    desk.harness.key_press(Key::Tab);
    desk.settle();
    let state = desk.app().state().expect("an open report");
    let name = state.template().cell(&first).expect("a cell").label();
    let cell = desk.harness.get_by_role_and_label(Role::TextInput, &name);
    assert_eq!(cell.accesskit_node().value().as_deref(), Some("12"));
}

#[test]
fn help_shows_instructions_and_licences() {
    let mut desk = Desk::new();
    desk.command(Command::About);
    let version = format!("年报 nianbao {}", env!("CARGO_PKG_VERSION"));
    desk.harness.get_by_label(&version);
    desk.click("关闭");
    desk.command(Command::Guide);
    desk.harness.get_by_label("使用说明");
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(desk.app().modal().is_none());
}

#[test]
fn the_keyboard_reaches_the_panel_and_comes_back() {
    let mut desk = written();
    desk.command(Command::FocusPanel);
    desk.harness.key_press(Key::Tab);
    desk.settle();
    desk.type_slowly("丁");
    assert_eq!(desk.report_text(&lead()), "甲乙甲");
    desk.harness.key_press(Key::Escape);
    desk.settle();
    desk.type_slowly("丁");
    assert_eq!(desk.report_text(&lead()), "甲乙甲丁");
}

#[test]
fn a_way_back_is_offered_only_for_the_last_change() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.harness.key_press(Key::Tab);
    desk.harness.key_press(Key::Tab);
    desk.settle();
    desk.type_slowly("甲");
    desk.command(Command::RemovePart);
    let told = "已删除“（一）主动公开”，连同其中的 1 字。";
    assert!(desk.harness.query_by_label(told).is_some());
    desk.command(Command::Undo);
    assert_eq!(desk.report_text(&part(0)), "甲");
    assert!(
        desk.harness.query_by_label(told).is_none(),
        "its button would undo something else"
    );
}

#[test]
fn a_letter_with_alt_is_not_typed() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    for event in [
        key(Key::K, Modifiers::ALT),
        Event::Text("k".to_owned()),
        key(Key::F, Modifiers::NONE),
        Event::Text("f".to_owned()),
        // AltGr writes letters of other languages.
        key(Key::E, Modifiers::ALT | Modifiers::CTRL),
        Event::Text("é".to_owned()),
    ] {
        desk.harness.input_mut().events.push(event);
    }
    desk.settle();
    assert_eq!(desk.report_text(&lead()), "fé");
}
