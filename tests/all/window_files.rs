//! Files through the window: saving, closing, exporting, dropping, importing, and what a crash leaves behind.

use super::window::{Desk, lead};
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Event, Key, Modifiers, ViewportCommand};
use egui_kittest::kittest::Queryable as _;
use nianbao::app::Command;
use nianbao::app::files::dialogs::{Purpose, Reply};
use nianbao::app::files::settings::Settings;
use nianbao::app::front::modal::Modal;
use nianbao::app::trigger::command::CommandContext;
use nianbao::place::Address;
use nianbao::render::format::FORMATS;
use nianbao::storage::Storage;
use nianbao::task::open::{Copied, open_or_import};
use nianbao::task::{Office, report_file};
use std::cell::RefCell;
use std::path::{Path, PathBuf};

thread_local! {
    /// What the clipboard of the window under test holds.
    pub static COPIED: RefCell<Copied> = RefCell::default();
}

#[derive(Debug)]
pub struct Dropped(pub PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_report_is_saved_marked_and_guarded_against_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("年报.ron");
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("甲");
    assert!(desk.app().title().starts_with('*'));
    desk.answer_dialog_with(&path);
    desk.command(Command::Save);
    assert!(!desk.is_unsaved());
    assert!(desk.app().title().starts_with("年报.ron"));
    let written = report_file::read(&Storage::default(), &path).expect("a readable file");
    assert_eq!(written.text(&lead()), Some("甲"));
    desk.type_slowly("乙");
    desk.command(Command::Save);
    assert_eq!(
        report_file::read(&Storage::default(), &path)
            .expect("readable")
            .text(&lead()),
        Some("甲乙")
    );
    let text = std::fs::read_to_string(&path).expect("text");
    std::fs::write(&path, text.replace("甲乙", "同事")).expect("written");
    desk.type_slowly("丙");
    desk.command(Command::Save);
    let Some(Modal::ChangedOnDisk {
        differing: Some(differing),
        ..
    }) = desk.app().modal()
    else {
        panic!("{:?}", desk.app().modal());
    };
    assert_eq!(differing.count, 1);
    let told = differing.in_words();
    assert!(told.contains("窗口里是“甲乙丙”，文件里是“同事”"), "{told}");
    desk.dialogs
        .replies
        .borrow_mut()
        .push_back(Reply::Cancelled);
    desk.click("另存为…");
    let suggested = desk
        .dialogs
        .asked
        .borrow()
        .last()
        .map(|asked| asked.suggestion.clone());
    assert_eq!(suggested, Some(folder.path().join("年报（副本）.nianbao")));
    desk.command(Command::Save);
    desk.click("覆盖");
    assert_eq!(
        report_file::read(&Storage::default(), &path)
            .expect("readable")
            .text(&lead()),
        Some("甲乙丙")
    );
    assert!(!desk.is_unsaved());
}

#[test]
fn closing_with_unsaved_work_asks_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("年报.ron");
    let mut desk = Desk::new();
    desk.open_new();
    assert!(
        !desk.ask_to_close().contains(&ViewportCommand::CancelClose),
        "nothing to lose"
    );
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("甲");
    assert!(desk.ask_to_close().contains(&ViewportCommand::CancelClose));
    desk.settle();
    assert!(matches!(desk.app().modal(), Some(Modal::Unsaved { .. })));
    desk.click("取消");
    assert!(desk.app().modal().is_none());
    assert!(desk.ask_to_close().contains(&ViewportCommand::CancelClose));
    desk.settle();
    desk.answer_dialog_with(&path);
    desk.click("保存");
    assert!(path.exists(), "saved before closing");
    assert!(!desk.ask_to_close().contains(&ViewportCommand::CancelClose));
}

#[test]
fn without_dialogs_the_path_is_typed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("typed");
    let mut desk = Desk::new();
    desk.open_new();
    desk.dialogs
        .replies
        .borrow_mut()
        .push_back(Reply::Unavailable);
    desk.command(Command::SaveAs);
    assert!(matches!(desk.app().modal(), Some(Modal::Path { .. })));
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.harness.event(Event::Text(path.display().to_string()));
    desk.harness.run();
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(folder.path().join("typed.nianbao").exists());
    assert!(!desk.is_unsaved());
}

#[test]
fn a_pdf_is_exported_beside_the_window() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("年报.pdf");
    let mut desk = Desk::new();
    desk.open_new();
    desk.answer_dialog_with(&path);
    desk.command(Command::Export(0));
    let bytes = std::fs::read(&path).expect("a PDF");
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(desk.app().notice().starts_with("已导出"));
}

#[test]
fn an_export_and_a_printing_name_what_is_not_on_the_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let [source, path] = ["长.nianbao", "长.pdf"].map(|name| folder.path().join(name));
    let sample = include_str!("../../templates/sample.ron");
    let figure = "\"requests.new.natural\": \"12";
    let note = format!("{figure}（{}）", "其中来函".repeat(1_000));
    assert!(sample.contains(figure));
    std::fs::write(&source, sample.replace(figure, &note)).expect("written");
    let mut desk = Desk::with(None, Some(source));
    let label = {
        let template = desk.app().state().expect("open").template();
        let address = Address::parse("requests.new.natural").expect("an address");
        template.cell(&address).expect("a cell").label()
    };
    let told = format!(
        "“{label}”这一格的内容太长，一页放不下，只印出了开头；请缩短，长的说明写在表下的注里。"
    );
    desk.answer_dialog_with(&path);
    desk.command(Command::Export(0));
    desk.harness.get_by_label(&told);
    desk.click("收起");
    assert!(desk.harness.query_by_label(&told).is_none());
    desk.command(Command::Print);
    desk.harness.get_by_label(&told);
}

#[test]
fn the_window_exports_with_the_official_faces_of_the_machine_and_remembers_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = folder.path().join("settings");
    let mut desk = Desk::with(Some(&settings), None);
    desk.open_new();
    for (name, told) in [("本机.pdf", 1), ("自带.pdf", 0)] {
        desk.command(Command::OfficialFaces);
        let kept = Settings::read(&settings).official_faces;
        assert_eq!(kept, told == 1);
        desk.answer_dialog_with(&folder.path().join(name));
        desk.command(Command::Export(0));
        let found = desk.harness.query_all_by_label_contains("自带的字体");
        assert_eq!(found.count(), told, "{name}");
    }
}

#[test]
fn a_word_document_is_exported_beside_the_window_and_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("年报.docx");
    let mut desk = Desk::new();
    desk.open_new();
    let report = desk.app().state().expect("a report").report().clone();
    desk.answer_dialog_with(&path);
    desk.command(Command::Export(1));
    let bytes = std::fs::read(&path).expect("a document");
    assert!(bytes.starts_with(b"PK"));
    let back = open_or_import(&Office::default(), &path, None).expect("the report inside");
    assert_eq!((back.report, back.path), (report, None));
    desk.command(Command::CopyWebPage);
    assert!(desk.app().notice().starts_with("已复制"));
}

#[test]
fn a_dropped_file_is_opened_and_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ron");
    let settings = folder.path().join("settings");
    let mut desk = Desk::with(Some(&settings), None);
    desk.open_new();
    desk.answer_dialog_with(&path);
    desk.command(Command::SaveAs);
    desk.command(Command::CloseReport);
    assert!(desk.app().state().is_none());
    let dropped = std::sync::Arc::new(Dropped(path.clone()));
    desk.harness.input_mut().dropped_files.push(dropped);
    desk.settle();
    let state = desk.app().state().expect("the dropped report");
    assert_eq!(state.path.as_deref(), Some(path.as_path()));
    drop(desk);
    let mut again = Desk::with(Some(&settings), None);
    let recent = again
        .app()
        .settings()
        .recent
        .first()
        .expect("a recent file")
        .clone();
    assert_eq!(
        (recent.agency.as_str(), recent.year),
        ("某某市财政局", 2024)
    );
    assert!(recent.open_findings > 0);
    let label = format!(
        "打开 某某市财政局　2024年，{} 处待处理",
        recent.open_findings
    );
    again.click(&label);
    assert!(again.app().state().is_some());
}

#[test]
fn a_published_report_is_imported_with_its_notes() {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reports");
    let Ok(files) = std::fs::read_dir(source) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "../shared/reports is missing"
        );
        return;
    };
    let mut texts: Vec<PathBuf> = files
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "txt"))
        .collect();
    texts.sort();
    let Some(path) = texts.first() else {
        assert!(
            std::env::var_os("CI").is_none(),
            "no text among ../shared/reports"
        );
        return;
    };
    let mut desk = Desk::new();
    desk.answer_dialog_with(path);
    desk.command(Command::ImportReport);
    let state = desk.app().state().expect("the imported report");
    assert!(!state.report().entries.is_empty());
    assert!(
        state.is_unsaved(),
        "an imported report stands in no file yet"
    );
    desk.harness.get_by_label("请核对读入的内容");
}

#[test]
fn an_unreadable_file_is_told_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("missing.ron");
    let desk = Desk::with(None, Some(path));
    match desk.app().modal() {
        Some(Modal::Message { text, .. }) => assert!(text.contains("missing.ron"), "{text}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_format_has_its_row_in_the_menu_and_asks_for_a_file_of_its_suffix() {
    let now = CommandContext::default();
    let names: Vec<String> = Command::all(0)
        .filter(|command| matches!(command, Command::Export(_)))
        .map(|command| command.name(&now).into_owned())
        .collect();
    let expected = [
        "导出 PDF…",
        "导出 Word 文档…",
        "导出网页…",
        "导出 Excel 表格…",
    ];
    assert_eq!(names, expected);
    for (index, format) in FORMATS.iter().enumerate() {
        let command = Command::Export(index as u8);
        assert_eq!(command.tooltip(), format.about);
        assert_eq!(Purpose::Export(format).suffix(), format.suffix);
    }
}

/// A report of one section and one table, as a web page.
pub fn page(year: u16, permits: &str) -> String {
    format!(
        "<h1>某某局{year}年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>已办结。</p>\
         <p>二、主动公开政府信息情况</p><table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>\
         <tr><td>行政许可</td><td>{permits}</td></tr><tr><td>行政处罚</td><td>17</td></tr></table>"
    )
}

#[test]
fn what_was_copied_is_imported_from_its_page_else_from_its_text() {
    let mut desk = Desk::new();
    let text = "乙局2023年政府信息公开工作年度报告\n一、总体情况\n已办结。\n二、主动公开政府信息情况\n行政许可 5\n行政处罚 6\n";
    COPIED.set(Copied {
        page: Some(page(2024, "25")),
        text: Some(text.to_owned()),
    });
    desk.command(Command::ImportCopied);
    let figures = |desk: &Desk| {
        let report = desk.app().state().expect("a report").report().clone();
        let entries = report.entries.iter();
        let entries = entries.map(|(address, entry)| format!("{address} {entry}"));
        (report.year, entries.collect::<Vec<_>>().join(" "))
    };
    let expected = "disclosed.permits.decisions 25 disclosed.penalties.decisions 17";
    let (year, found) = figures(&desk);
    assert_eq!(year, 2024);
    assert!(
        expected.split(' ').all(|part| found.contains(part)),
        "{found}"
    );
    // A page without words, as some programs lay it on the clipboard beside the text.
    COPIED.set(Copied {
        page: Some("<meta charset=utf-8><img src=x>".to_owned()),
        text: Some(text.to_owned()),
    });
    let mut desk = Desk::new();
    desk.command(Command::ImportCopied);
    assert_eq!(figures(&desk).0, 2023);
}

/// Clicks what bears a text of which this is the beginning or a part, wherever it stands.
fn press(desk: &mut Desk, part: &str) {
    let node = desk.harness.query_all_by_label_contains(part).next();
    node.expect("a node with this text").scroll_to_me();
    desk.settle();
    let node = desk.harness.query_all_by_label_contains(part).next();
    node.expect("a node with this text").click();
    desk.settle();
}

#[test]
fn an_empty_clipboard_says_what_to_do() {
    let mut desk = Desk::new();
    COPIED.set(Copied::default());
    desk.command(Command::ImportCopied);
    match desk.app().modal() {
        Some(Modal::Message { text, .. }) => assert!(text.contains("全选、复制"), "{text}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_figure_that_was_not_read_is_found_in_the_account_and_copied_from_the_source() {
    let mut desk = Desk::new();
    COPIED.set(Copied {
        page: Some(page(2024, "10余")),
        text: None,
    });
    desk.command(Command::ImportCopied);
    desk.harness.get_by_label("请核对读入的内容");
    press(&mut desk, "全部 ");
    let template = desk.app().state().expect("a report").template().clone();
    let cell = template.cell("disclosed.permits.decisions");
    let label = cell.expect("a cell").label();
    for step in 0..2 {
        let link = desk.harness.get_by_role_and_label(Role::Link, &label);
        match step {
            0 => link.scroll_to_me(),
            _ => link.click(),
        }
        desk.settle();
    }
    assert_eq!(desk.app().section(), Some(1), "the link leads to the table");
    press(&mut desk, "来源里的表格");
    desk.harness.get_by_label("10余").scroll_to_me();
    desk.settle();
    desk.harness.get_by_label("10余").click();
    desk.settle();
    // The block reaches from the selected cell to the one clicked with Shift.
    let end = desk.harness.query_all_by_label("17").next();
    end.expect("the cell below")
        .click_modifiers(Modifiers::SHIFT);
    desk.settle();
    desk.harness.get_by_label("复制选中的格").click();
    desk.harness.step();
    let copied = desk.harness.output().platform_output.commands.iter();
    let copied: Vec<&str> = copied
        .filter_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(copied, ["10余\n17"]);
}

#[test]
fn a_typed_path_stays_in_its_field_with_what_is_wrong_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let typed = |desk: &mut Desk, path: &Path| {
        desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        desk.harness.event(Event::Text(path.display().to_string()));
        desk.harness.run();
        desk.harness.key_press(Key::Enter);
        desk.settle();
    };
    let stands = |desk: &Desk| match desk.app().modal() {
        Some(Modal::Path { text, problem, .. }) => (text.clone(), problem.clone()),
        other => panic!("{other:?}"),
    };
    let unavailable = |desk: &Desk| {
        let mut replies = desk.dialogs.replies.borrow_mut();
        replies.push_back(Reply::Unavailable);
    };
    let mut desk = Desk::new();
    let missing = folder.path().join("没有.nianbao");
    unavailable(&desk);
    desk.command(Command::Open);
    typed(&mut desk, &missing);
    let (text, problem) = stands(&desk);
    assert_eq!(text, missing.display().to_string());
    let problem = problem.expect("a sentence");
    assert!(problem.contains("没有.nianbao"), "{problem}");
    desk.harness.get_by_label(&problem);
    // What is missing is typed on at its end.
    std::fs::write(
        folder.path().join("没有.nianbao.ron"),
        include_str!("../../templates/sample.ron"),
    )
    .expect("written");
    desk.type_slowly(".ron");
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(desk.app().state().is_some() && desk.app().modal().is_none());
    for command in [Command::SaveAs, Command::Export(0)] {
        let nowhere = folder.path().join("没有的文件夹").join("年报");
        unavailable(&desk);
        desk.command(command);
        typed(&mut desk, &nowhere);
        let (text, problem) = stands(&desk);
        assert_eq!(text, nowhere.display().to_string(), "{command:?}");
        let problem = problem.expect("a sentence");
        assert!(problem.contains("没有的文件夹"), "{problem}");
        desk.click("取消");
        assert!(desk.app().modal().is_none());
    }
    // A question about overwriting that is put away leads back to the path as well.
    let there = folder.path().join("已有.nianbao");
    std::fs::write(&there, "别的").expect("written");
    unavailable(&desk);
    desk.command(Command::SaveAs);
    typed(&mut desk, &there);
    assert!(matches!(desk.app().modal(), Some(Modal::Exists { .. })));
    desk.click("取消");
    assert_eq!(stands(&desk), (there.display().to_string(), None));
}

#[test]
fn a_path_is_proposed_from_the_root_whatever_the_file_was_opened_by() {
    let folder = tempfile::tempdir_in(".").expect("a folder here");
    let name = folder.path().file_name().expect("a name").to_owned();
    let path = Path::new(&name).join("年报.ron");
    std::fs::write(&path, include_str!("../../templates/sample.ron")).expect("written");
    let mut desk = Desk::with(None, Some(path));
    desk.command(Command::SaveAs);
    let asked = desk.dialogs.asked.borrow();
    let suggestion = &asked.last().expect("asked").suggestion;
    assert!(suggestion.is_absolute(), "{}", suggestion.display());
}
