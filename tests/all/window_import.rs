//! Importing through the window: what is dropped on it, several reports in one file, what was not found in a source.

use super::window::{Desk, lead};
use super::window_files::{Dropped, page};
use eframe::egui::accesskit::Role;
use eframe::egui::{Rect, Shape};
use egui_kittest::kittest::Queryable as _;
use nianbao::app::Command;
use nianbao::app::front::modal::Modal;
use nianbao::place::Address;
use nianbao::task::Office;
use std::path::Path;

#[test]
fn files_that_are_dropped_together_and_folders_are_told_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let [one, other] = ["甲.html", "乙.html"].map(|name| folder.path().join(name));
    for path in [&one, &other] {
        std::fs::write(path, page(2024, "3")).expect("written");
    }
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("甲");
    let mut drop = |paths: &[&Path]| -> String {
        let files = paths.iter().map(|path| Dropped((*path).to_owned()));
        let files = files.map(|file| std::sync::Arc::new(file) as _);
        desk.harness.input_mut().dropped_files.extend(files);
        desk.settle();
        let told = match desk.app().modal() {
            Some(Modal::Message { text, .. }) => text.clone(),
            other => panic!("{other:?}"),
        };
        desk.click("知道了");
        told
    };
    let told = drop(&[&one, &other]);
    assert!(told.contains("2 个文件，都没有打开"), "{told}");
    // What cannot be opened does not ask about unsaved work first.
    let told = drop(&[folder.path()]);
    assert!(told.contains("文件夹"), "{told}");
    assert_eq!(desk.report_text(&lead()), "甲");
}

#[test]
fn a_year_that_was_not_found_is_empty_and_not_naught() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("无题.html");
    let whole = page(2024, "3");
    let title = whole.split("<p>").next().expect("a title");
    std::fs::write(&path, whole.replace(title, "")).expect("written");
    let mut desk = Desk::with(None, Some(path));
    let state = desk.app().state().expect("imported");
    assert_eq!(state.report().year, 0);
    desk.command(Command::Particulars);
    let field = desk
        .harness
        .get_by_role_and_label(Role::TextInput, "报告年度");
    assert_eq!(field.value().as_deref(), Some(""));
    assert!(!desk.app().title().contains('0'), "{}", desk.app().title());
    let naught = desk.harness.query_all_by_label_contains("0年").count();
    assert_eq!(naught, 0);
    desk.harness
        .query_all_by_label_contains("（年度）年政府信息公开")
        .next()
        .expect("a title without its year");
}

#[test]
fn a_file_of_two_reports_is_asked_which_is_meant() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("两份.txt");
    let one = |year: u16| {
        format!(
            "某某局{year}年政府信息公开工作年度报告\n一、总体情况\n已办结。\n二、主动公开政府信息情况\n\
             行政许可 {year}\n五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。\n"
        )
    };
    std::fs::write(&path, one(2023) + &one(2024)).expect("written");
    let mut desk = Desk::with(None, Some(path));
    let Some(Modal::Several { titles, .. }) = desk.app().modal() else {
        panic!("{:?}", desk.app().modal());
    };
    let second = titles[1].clone();
    assert!(second.contains("2024"), "{titles:?}");
    desk.click(&second);
    let report = desk.app().state().expect("imported").report();
    assert_eq!(report.year, 2024);
}

#[test]
fn zeros_are_not_offered_without_a_word_where_the_source_has_figures() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("年报.html");
    let office = Office::default();
    let opened = nianbao::task::open::sample(&office).expect("the sample");
    let (whole, _) = nianbao::task::export::web_page(&opened.template, &opened.report);
    // A row of table three lost one of its figures, so that nobody can tell which are left.
    let row = whole.find("重复<wbr/>申请</th>").expect("a row");
    let cell = row + whole[row..].find("<td").expect("a cell");
    let end = cell + whole[cell..].find("</td>").expect("its end") + "</td>".len();
    let torn = format!("{}{}", &whole[..cell], &whole[end..]);
    std::fs::write(&path, torn).expect("written");
    let mut desk = Desk::with(None, Some(path));
    let address = Address::parse("requests.repeated.natural").expect("an address");
    let state = desk.app().state().expect("imported");
    assert!(
        !state.report().entries.contains_key(&address),
        "it is not guessed"
    );
    let at = nianbao::place::Place::Figure(address);
    let finding = state
        .findings_at(&at)
        .next()
        .expect("unfilled")
        .message
        .clone();
    desk.click(&format!("未填：{finding}"));
    let said = desk
        .harness
        .query_all_by_label_contains("导入时留空：")
        .count();
    assert_eq!(said, 1);
    // The account over the editor names the reason as well, however long the names of the cells are.
    let reasons = desk.harness.query_all_by_label_contains("分不清各属哪一列");
    assert!(reasons.count() > 1);
}

/// The sample's page, in which a row of table three lost a figure, so that nobody can tell which are left.
fn torn(label: &str) -> String {
    let opened = nianbao::task::open::sample(&Office::default()).expect("the sample");
    let (whole, _) = nianbao::task::export::web_page(&opened.template, &opened.report);
    let row = whole.find(label).expect("a row");
    let cell = row + whole[row..].find("<td").expect("a cell");
    let end = cell + whole[cell..].find("</td>").expect("its end") + "</td>".len();
    format!("{}{}", &whole[..cell], &whole[end..])
}

/// The rectangles of the marking colour that are as wide as a row and in sight, and the view each stands in.
fn marked(desk: &Desk) -> Vec<(Rect, Rect)> {
    let theme = nianbao::app::look::theme::Theme::built_in().expect("a look");
    let color = theme.light.unfilled_soft.0;
    let shapes = desk.harness.output().shapes.iter();
    shapes
        .filter_map(|shape| match &shape.shape {
            Shape::Rect(rect) if rect.fill == color && rect.rect.width() > 500.0 => {
                Some((rect.rect, shape.clip_rect))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn the_table_of_the_source_opens_at_the_row_of_the_cell_that_stayed_empty() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("年报.html");
    std::fs::write(&path, torn("重复<wbr/>申请</th>")).expect("written");
    let size = [1280.0, 720.0];
    let mut desk = Desk::sized(None, Some(path), eframe::egui::Theme::Light, size);
    desk.command(Command::Section(2));
    let fold = desk.harness.get_by_label_contains("来源里的表格");
    fold.click();
    desk.settle();
    let labels = |desk: &Desk, label: &str| -> Vec<Rect> {
        let nodes = desk.harness.query_all_by_label(label);
        nodes.map(|node| node.rect()).collect()
    };
    let in_marked = |desk: &Desk, label: &str| {
        let all = marked(desk);
        let [(row, view)] = all[..] else {
            panic!("{label}: {all:?}");
        };
        let found = labels(desk, label);
        let inside = found
            .iter()
            .find(|rect| row.expand(2.0).contains_rect(**rect));
        assert!(inside.is_some(), "{label}: {found:?} {row:?}");
        (row, view)
    };
    let (row, view) = in_marked(&desk, "2.重复申请");
    let seen = view.y_range();
    assert!(
        seen.contains(row.top()) && seen.contains(row.bottom()),
        "{row:?} {view:?}"
    );
    // The status line below takes some of what is left of the window.
    let top = desk.harness.get_by_label("请核对读入的内容").rect().top();
    assert!(
        view.height() >= 0.4 * (size[1] - 30.0 - top),
        "{view:?} {top}"
    );
    // A label is shown whole, over as many lines as it takes.
    let long = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请";
    assert!(!labels(&desk, long).is_empty());
    // The row follows the cell that is gone to.
    let template = desk.app().state().expect("imported").template().clone();
    let cell = template
        .cell("requests.state_secret.natural")
        .expect("a cell");
    let name = cell.label();
    for step in 0..2 {
        let node = (desk.harness).get_by_role_and_label(Role::TextInput, &name);
        match step {
            0 => node.scroll_to_me(),
            _ => node.click(),
        }
        desk.settle();
    }
    in_marked(&desk, "1.属于国家秘密");
}
