//! What is seen where: the focus of the keyboard, small windows at twice the size, the lines of texts.

use super::window::{Desk, lead};
use eframe::egui::{self, Key, Modifiers, Rect, Role, Shape};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use nianbao::app::Command;
use nianbao::document::Role as CellRole;
use nianbao::place::Place;

/// 1280 × 720 at twice the size.
const SMALL: [f32; 2] = [640.0, 360.0];

fn sample(size: [f32; 2]) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("年报.nianbao");
    std::fs::write(&path, include_str!("../../templates/sample.ron")).unwrap();
    Desk::sized(None, Some(path), egui::Theme::Light, size)
}

/// The rectangles that are framed by a line of two points.
fn framed(desk: &Desk) -> Vec<Rect> {
    fn gather(shape: &Shape, found: &mut Vec<Rect>) {
        match shape {
            Shape::Rect(rect) if rect.stroke.width == 2.0 => found.push(rect.rect),
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for shape in &desk.harness.output().shapes {
        gather(&shape.shape, &mut found);
    }
    found
}

#[test]
fn the_panel_and_the_line_that_have_the_keyboard_are_framed() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    let height = |desk: &Desk| {
        let rects = framed(desk);
        rects.iter().map(|rect| rect.height()).fold(0.0, f32::max)
    };
    assert!(height(&desk) < 200.0, "{:?}", framed(&desk));
    desk.command(Command::FocusPanel);
    let panel = framed(&desk);
    let panel = panel.iter().find(|rect| rect.height() > 400.0);
    let panel = *panel.expect("the panel is framed");
    desk.harness.key_press(Key::Tab);
    desk.settle();
    let inner = framed(&desk);
    let inner = inner.iter().filter(|rect| panel.contains_rect(**rect));
    assert_eq!(
        inner.count(),
        2,
        "the panel and what in it has the keyboard: {:?}",
        framed(&desk)
    );
    // The same key leads back.
    desk.command(Command::FocusPanel);
    desk.type_slowly("甲");
    assert_eq!(desk.report_text(&lead()), "甲");
    assert!(height(&desk) < 200.0, "{:?}", framed(&desk));
}

#[test]
fn printing_and_every_section_are_at_hand_in_a_small_window_at_twice_the_size() {
    let mut desk = sample(SMALL);
    let screen = desk.harness.ctx.content_rect();
    desk.click("更多");
    let print = desk.harness.get_by_role_and_label(Role::Button, "打印");
    assert!(screen.contains_rect(print.rect()));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    let state = desk.app().state().expect("open");
    let sections = state.template().form.sections.clone();
    for (index, section) in sections.iter().enumerate() {
        desk.command(Command::Section(index as u8));
        let entries = desk.harness.query_all_by_label_contains(&section.heading);
        let list = screen.with_max_x(screen.min.x + 80.0).with_max_y(330.0);
        let mut seen = entries.filter(|entry| list.contains_rect(entry.rect()));
        assert!(
            seen.next().is_some(),
            "{} is not seen in the list",
            section.number
        );
    }
    assert!(desk.harness.query_by_label("更多").is_some());
    let desk = sample([1280.0, 720.0]);
    assert!(
        desk.harness.query_by_label("更多").is_none(),
        "all buttons have room"
    );
}

#[test]
fn panels_give_way_to_a_table_in_a_small_window_until_they_are_asked_for() {
    let mut desk = sample(SMALL);
    let findings = |desk: &Desk| {
        desk.harness
            .query_by_label_contains("没有需要处理的问题")
            .is_some()
    };
    desk.command(Command::Section(0));
    assert!(findings(&desk), "texts leave room for it");
    desk.command(Command::Section(2));
    assert!(!findings(&desk), "the table has all the room");
    desk.command(Command::ToggleFindings);
    assert!(findings(&desk), "asked for");
    desk.command(Command::Section(0));
    desk.command(Command::Section(2));
    assert!(findings(&desk), "and not forgotten");
    desk.command(Command::ToggleFindings);
    assert!(!findings(&desk), "put away");
    desk.command(Command::TogglePreview);
    assert!(
        desk.harness
            .query_by_label_contains("页面与窗格同宽")
            .is_some()
    );
    let mut wide = sample([1280.0, 720.0]);
    wide.command(Command::Section(2));
    assert!(findings(&wide), "a larger window has room for both");
}

/// The texts that are drawn at a height, with where each begins; those that are clipped away are not drawn.
fn drawn(desk: &Desk) -> Vec<(String, Rect)> {
    fn gather(shape: &Shape, clip: Rect, found: &mut Vec<(String, Rect)>) {
        match shape {
            Shape::Text(text) => {
                let rect = text.galley.rect.translate(text.pos.to_vec2());
                if clip.contains(rect.center()) {
                    found.push((text.galley.text().to_owned(), rect));
                }
            }
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, clip, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for shape in &desk.harness.output().shapes {
        gather(&shape.shape, shape.clip_rect, &mut found);
    }
    found
}

#[test]
fn a_table_scrolled_sideways_keeps_its_corner_its_labels_and_the_names_of_its_balance() {
    let mut desk = sample([460.0, 720.0]);
    desk.command(Command::Section(2));
    // What stands in the corner over the labels, line by line, and before the columns of the balance.
    let form = desk.app().state().expect("open").template().clone();
    let at = form
        .form
        .tables
        .iter()
        .position(|table| table.id == *"requests");
    let grid = nianbao::document::grid::frame(&form, at.expect("table three"));
    let corner = grid.cells.iter().find(|cell| cell.role == CellRole::Corner);
    let corner = corner.expect("a corner").text.clone();
    let seen = |desk: &Desk, is_it: &dyn Fn(&str) -> bool| -> usize {
        let found = drawn(desk).into_iter();
        found.filter(|(drawn, _)| is_it(drawn)).count()
    };
    let of_corner = |text: &str| text.chars().count() > 2 && corner.starts_with(text);
    let of_balance = |text: &str| text == "相差";
    let both = |desk: &Desk| [seen(desk, &of_corner), seen(desk, &of_balance)];
    assert_eq!(both(&desk), [1, 1], "{corner}");
    let first_column = |desk: &Desk| {
        let mut found = drawn(desk).into_iter();
        let first = found.find(|(drawn, _)| drawn == "自然人");
        first.map(|(_, rect)| rect.left())
    };
    let unscrolled = first_column(&desk);
    desk.harness.key_press(Key::End);
    desk.settle();
    assert_ne!(first_column(&desk), unscrolled, "it is scrolled");
    assert_eq!(both(&desk), [1, 1], "scrolled to the last column");
    desk.harness
        .key_press_modifiers(Modifiers::COMMAND, Key::End);
    desk.settle();
    assert_eq!(both(&desk), [1, 1], "and to the last row");
}

#[test]
fn a_note_under_a_table_is_no_wider_than_is_good_to_read() {
    let mut desk = sample([3840.0, 2160.0]);
    for section in [2, 3] {
        desk.command(Command::Section(section));
        let fields = desk.harness.query_all_by_role(Role::MultilineTextInput);
        let widths: Vec<f32> = fields.map(|field| field.rect().width()).collect();
        assert!(
            !widths.is_empty() && widths.iter().all(|width| *width < 950.0),
            "{widths:?}"
        );
    }
}

#[test]
fn the_menu_of_a_text_opens_by_key_and_is_walked_through_by_keys() {
    for (modifiers, key) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        let mut desk = Desk::new();
        desk.open_new();
        desk.command(Command::Section(0));
        desk.type_slowly("甲乙");
        let is_open = |desk: &Desk| desk.harness.query_by_label("全选").is_some();
        desk.harness.key_press_modifiers(modifiers, key);
        desk.settle();
        assert!(is_open(&desk), "{key:?}");
        desk.harness.key_press(Key::Escape);
        desk.settle();
        assert!(!is_open(&desk));
        desk.type_slowly("丙");
        assert_eq!(
            desk.report_text(&lead()),
            "甲乙丙",
            "the caret is where it was"
        );
        desk.harness.key_press_modifiers(modifiers, key);
        desk.settle();
        // The last row is 全选.
        desk.harness.key_press(Key::ArrowUp);
        desk.settle();
        desk.harness.key_press(Key::Enter);
        desk.settle();
        assert!(!is_open(&desk));
        desk.type_slowly("丁");
        assert_eq!(desk.report_text(&lead()), "丁", "all was selected");
    }
}

#[test]
fn the_menu_of_a_cell_is_walked_through_by_keys() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(2));
    desk.type_slowly("7");
    let entered = |desk: &Desk| {
        let entries = &desk.app().state().expect("open").report().entries;
        entries
            .values()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    desk.harness.key_press(Key::Menu);
    desk.settle();
    desk.harness.key_press(Key::Escape);
    desk.settle();
    desk.type_slowly("8");
    assert_eq!(
        entered(&desk),
        ["78"],
        "the cell has the keyboard again, as it was"
    );
    desk.harness.key_press(Key::Menu);
    desk.settle();
    for _ in 0..3 {
        desk.harness.key_press(Key::ArrowDown);
        desk.settle();
    }
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(entered(&desk).is_empty(), "cleared: {:?}", entered(&desk));
    desk.type_slowly("9");
    assert_eq!(entered(&desk), ["9"]);
    desk.harness.key_press(Key::Menu);
    desk.settle();
    for _ in 0..4 {
        desk.harness.key_press(Key::ArrowDown);
        desk.settle();
    }
    desk.harness.key_press(Key::Enter);
    desk.settle();
    desk.type_slowly("其中来函");
    assert_eq!(
        entered(&desk),
        ["9（其中来函）"],
        "a note, between its brackets"
    );
}

#[test]
fn figures_are_found_and_not_replaced() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("办结412件");
    desk.command(Command::Section(2));
    desk.type_slowly("412（其中来函）");
    desk.command(Command::Section(5));
    desk.type_slowly("412");
    desk.command(Command::Replace);
    desk.type_slowly("412");
    let said = desk.harness.query_by_label_contains("不替换");
    assert!(said.is_some());
    desk.harness.key_press(Key::Enter);
    desk.settle();
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert_eq!(
        desk.app().section(),
        Some(2),
        "the second is in table three"
    );
    let state = desk.app().state().expect("open");
    let entered = state.report().entries.keys().next().expect("a figure");
    let label = state.template().cell(entered).expect("a cell").label();
    let said = desk.harness.query_by_role_and_label(Role::Label, &label);
    assert!(said.is_some(), "the status line names the cell");
    let one = desk
        .harness
        .get_by_role_and_label(Role::Button, "替换这一处");
    assert!(one.accesskit_node().is_disabled());
    desk.harness.key_press(Key::Tab);
    desk.settle();
    desk.type_slowly("7");
    desk.click("全部替换");
    desk.harness.get_by_label("已替换 2 处。");
    assert_eq!(desk.report_text(&lead()), "办结7件");
    assert_eq!(desk.report_text(&Place::parse("other.lead").unwrap()), "7");
    let state = desk.app().state().expect("open");
    let entered = state.report().entries.values().map(ToString::to_string);
    assert_eq!(entered.collect::<Vec<_>>(), ["412（其中来函）"]);
    desk.command(Command::Find);
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.type_slowly("来函");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert_eq!(desk.app().section(), Some(2));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    desk.type_slowly("5");
    let state = desk.app().state().expect("open");
    let entered = state.report().entries.values().map(ToString::to_string);
    assert_eq!(entered.collect::<Vec<_>>(), ["5"], "Esc leads to the cell");
}

#[test]
fn the_account_of_an_import_shows_whole_lines_and_says_how_many_are_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("年报.html");
    let office = nianbao::task::Office::default();
    let opened = nianbao::task::open::sample(&office).unwrap();
    let (page, _) = nianbao::task::export::web_page(&opened.template, &opened.report);
    std::fs::write(&path, page).unwrap();
    for size in [[1280.0, 720.0], [1000.0, 500.0]] {
        let desk = Desk::sized(None, Some(path.clone()), egui::Theme::Light, size);
        let fold = desk.harness.get_by_label_contains("全部 ");
        let fold = fold.rect().top();
        let lines: Vec<Rect> = desk
            .harness
            .query_all_by_label_contains("已填：")
            .map(|line| line.rect())
            .collect();
        assert!(!lines.is_empty());
        assert!(
            lines.iter().all(|line| line.bottom() <= fold),
            "{lines:?} {fold}"
        );
    }
    // In a low window the table keeps its room.
    let mut desk = Desk::sized(None, Some(path), egui::Theme::Light, SMALL);
    assert!(desk.harness.query_by_label_contains("已填：").is_none());
    desk.click("查看");
    assert!(desk.harness.query_by_label_contains("已填：").is_some());
}

#[test]
fn no_frame_stays_where_a_question_was_answered() {
    let mut desk = sample([1280.0, 720.0]);
    desk.command(Command::Rules);
    desk.harness.key_press(Key::Tab);
    desk.settle();
    assert_eq!(framed(&desk).len(), 1, "{:?}", framed(&desk));
    desk.click("关闭");
    assert!(desk.app().modal().is_none());
    assert!(framed(&desk).is_empty(), "{:?}", framed(&desk));
}

/// Which page the preview shows, once it is one that is wanted.
fn page(desk: &mut Desk, wanted: impl Fn(&str) -> bool) -> String {
    let mut shown = None;
    for _ in 0..300 {
        desk.settle();
        let found = desk.harness.query_all_by_label_contains(" / ").next();
        let node = found.map(|node| node.accesskit_node());
        shown = node.and_then(|node| node.label().or(node.value()));
        match &shown {
            Some(shown) if wanted(shown) => return shown.clone(),
            _ => std::thread::sleep(std::time::Duration::from_millis(10)),
        }
    }
    panic!("{shown:?}");
}

#[test]
fn the_preview_shows_the_caret_at_every_size() {
    let mut desk = sample([1280.0, 720.0]);
    desk.command(Command::TogglePreview);
    desk.command(Command::Section(4));
    let first = |shown: &str| shown.contains("第 0 ") || shown.contains("第 1 ");
    page(&mut desk, |shown| !first(shown));
    for _ in 0..10 {
        desk.command(Command::ZoomIn);
    }
    let now = page(&mut desk, |_| true);
    assert!(!first(&now), "{now}");
    desk.command(Command::ZoomReset);
    let now = page(&mut desk, |_| true);
    assert!(!first(&now), "{now}");
}

#[test]
fn a_report_that_is_opened_begins_afresh_whatever_stood_there_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("年报.nianbao");
    std::fs::write(&path, include_str!("../../templates/sample.ron")).unwrap();
    let mut desk = Desk::new();
    // An empty report, in which the caret of the first text stands at its beginning.
    desk.open_new();
    desk.command(Command::Section(5));
    desk.command(Command::Section(0));
    desk.answer_dialog_with(&path);
    desk.command(Command::Open);
    let before = desk.report_text(&lead());
    desk.type_slowly("尾");
    assert_eq!(desk.report_text(&lead()), format!("{before}尾"));
    let heading = desk.harness.query_all_by_label("一、总体情况").next();
    assert!(heading.is_some());
}

#[test]
fn pages_are_turned_by_keys_as_soon_as_their_panel_has_the_keyboard() {
    let mut desk = sample([1280.0, 720.0]);
    desk.command(Command::TogglePreview);
    page(&mut desk, |shown| shown.contains("第 1 "));
    desk.command(Command::FocusPanel);
    desk.harness.key_press(Key::PageDown);
    page(&mut desk, |shown| shown.contains("第 2 "));
    desk.harness.key_press(Key::Home);
    page(&mut desk, |shown| shown.contains("第 1 "));
}
