//! The whole window, driven as its user drives it: keys, pointer, dialogs, files, an input method. No screen needed.

use eframe::egui::{self, Event, ImeEvent, Key, Modifiers, Role, ViewportCommand, ViewportEvent};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use nianbao::app::files::dialogs::{Asked, Dialogs, Reply};
use nianbao::app::{App, Command, Setup};
use nianbao::check::{self, Severity};
use nianbao::place::Place;
use nianbao::template::Template;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

/// Dialogs that answer at once with what the test has laid out.
#[derive(Clone, Default)]
pub struct LaidOut {
    pub replies: Rc<RefCell<VecDeque<Reply>>>,
    pub asked: Rc<RefCell<Vec<Asked>>>,
    pending: Rc<RefCell<bool>>,
}

impl Dialogs for LaidOut {
    fn ask(&mut self, question: &Asked, ctx: &egui::Context) {
        self.asked.borrow_mut().push(question.clone());
        *self.pending.borrow_mut() = true;
        ctx.request_repaint();
    }

    fn reply(&mut self) -> Option<Reply> {
        if !self.pending.replace(false) {
            return None;
        }
        Some(
            self.replies
                .borrow_mut()
                .pop_front()
                .unwrap_or(Reply::Cancelled),
        )
    }
}

pub struct Desk {
    pub harness: Harness<'static, App>,
    pub dialogs: LaidOut,
}

impl Desk {
    pub fn new() -> Desk {
        Desk::with(None, None)
    }

    pub fn with(settings_folder: Option<&Path>, open: Option<PathBuf>) -> Desk {
        Desk::sized(settings_folder, open, egui::Theme::Light, [1280.0, 720.0])
    }

    pub fn sized(
        settings_folder: Option<&Path>,
        open: Option<PathBuf>,
        theme: egui::Theme,
        size: [f32; 2],
    ) -> Desk {
        let storage = nianbao::storage::Storage::default();
        Desk::built(storage, settings_folder, open, theme, size)
    }

    /// On a disk of the test's own.
    pub fn on(storage: nianbao::storage::Storage, settings_folder: Option<&Path>) -> Desk {
        let size = [1280.0, 720.0];
        Desk::built(storage, settings_folder, None, egui::Theme::Light, size)
    }

    fn built(
        storage: nianbao::storage::Storage,
        settings_folder: Option<&Path>,
        open: Option<PathBuf>,
        theme: egui::Theme,
        size: [f32; 2],
    ) -> Desk {
        let dialogs = LaidOut::default();
        let setup = Setup {
            storage,
            settings_folder: settings_folder.map(Path::to_owned),
            dialogs: Box::new(dialogs.clone()),
            hand_over: |_| Ok(()),
            show: |_| Ok(()),
            form_folders: Vec::new(),
            copy_page: |_, _| Ok(()),
            copied: || Ok(super::window_files::COPIED.with_borrow(Clone::clone)),
            last_year: 2024,
            open,
        };
        let harness = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .with_max_steps(40)
            .build_eframe(|creation| App::new(&creation.egui_ctx, setup).expect("the app"));
        let mut desk = Desk { harness, dialogs };
        desk.settle();
        desk
    }

    /// A new report of an agency, opened by keyboard.
    pub fn open_new(&mut self) {
        self.command(Command::New);
        self.harness.event(Event::Text("某某市财政局".to_owned()));
        self.harness.run();
        self.harness.key_press(Key::Enter);
        self.settle();
        assert!(self.app().state().is_some(), "a new report is open");
    }

    pub fn app(&self) -> &App {
        self.harness.state()
    }

    pub fn report_text(&self, place: &Place) -> String {
        let state = self.app().state().expect("an open report");
        state.report().text(place).unwrap_or_default().to_owned()
    }

    pub fn is_unsaved(&self) -> bool {
        self.app().state().expect("an open report").is_unsaved()
    }

    /// Presses the command's key and waits for the job that it starts.
    pub fn command(&mut self, command: Command) {
        self.press(command);
        self.settle();
    }

    /// Presses the command's key; a job that it starts may still go on.
    pub fn press(&mut self, command: Command) {
        let key = command.key().expect("every command has a key");
        self.harness
            .key_press_modifiers(key.modifiers, key.logical_key);
        self.harness.run_ok();
    }

    pub fn click(&mut self, label: &str) {
        // What stands over the window comes last.
        let found = self
            .harness
            .query_all_by_role_and_label(Role::Button, label);
        found.last().expect(label).scroll_to_me();
        self.settle();
        let found = self
            .harness
            .query_all_by_role_and_label(Role::Button, label);
        found.last().expect(label).click();
        self.settle();
    }

    pub fn type_slowly(&mut self, text: &str) {
        for character in text.chars() {
            self.harness.event(Event::Text(character.to_string()));
            self.harness.run_ok();
        }
    }

    fn ime(&mut self, event: ImeEvent) {
        self.harness.event(Event::Ime(event));
        self.harness.run_ok();
    }

    /// Runs until nothing moves and no job runs.
    pub fn settle(&mut self) {
        for _ in 0..500 {
            self.harness.run_ok();
            if !self.app().is_busy() {
                self.harness.run_ok();
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("a job does not end");
    }

    pub fn answer_dialog_with(&mut self, path: &Path) {
        let reply = Reply::Path(path.to_owned());
        self.dialogs.replies.borrow_mut().push_back(reply);
    }

    pub fn ask_to_close(&mut self) -> Vec<ViewportCommand> {
        let root = egui::ViewportId::ROOT;
        let viewport = self.harness.input_mut().viewports.entry(root).or_default();
        viewport.events.push(ViewportEvent::Close);
        self.harness.step();
        let output = self.harness.output().viewport_output.get(&root);
        output
            .map(|output| output.commands.clone())
            .unwrap_or_default()
    }
}

pub fn lead() -> Place {
    Place::parse("overview.lead").unwrap()
}

#[test]
fn the_start_page_leads_into_a_new_report() {
    let mut desk = Desk::new();
    for label in [
        "新建…",
        "打开…",
        "以上年报告为起点…",
        "导入已发布的报告…",
        "打开示例",
    ] {
        desk.harness.get_by_role_and_label(Role::Button, label);
    }
    desk.open_new();
    let report = desk.app().state().expect("open").report();
    assert_eq!(
        (report.agency.as_str(), report.year),
        ("某某市财政局", 2024)
    );
    assert_eq!(desk.app().section(), Some(0));
    assert!(!desk.is_unsaved(), "nothing has been typed yet");
}

#[test]
fn texts_in_two_sections_are_typed_and_all_of_it_is_undone() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("本年度，我局公开");
    desk.command(Command::Section(5));
    desk.type_slowly("无");
    assert_eq!(desk.report_text(&lead()), "本年度，我局公开");
    assert_eq!(desk.report_text(&Place::parse("other.lead").unwrap()), "无");
    assert!(desk.is_unsaved());
    let depth = desk.app().state().expect("open").history().depth();
    assert_eq!(
        depth, 3,
        "two runs split by the comma, and the other section"
    );
    for _ in 0..depth {
        desk.command(Command::Undo);
    }
    assert_eq!(desk.report_text(&lead()), "");
    assert!(
        !desk.is_unsaved(),
        "undoing everything leaves nothing to save"
    );
    assert_eq!(
        desk.app().section(),
        Some(0),
        "undo shows what it takes back"
    );
    for _ in 0..depth {
        desk.command(Command::Redo);
    }
    assert_eq!(desk.report_text(&lead()), "本年度，我局公开");
}

#[test]
fn parts_are_added_moved_removed_and_brought_back() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.click("下移“（一）主动公开”");
    let heading = |desk: &Desk, index| {
        desk.report_text(&Place::parse(&format!("overview.{index}.heading")).unwrap())
    };
    assert_eq!(heading(&desk, 0), "依申请公开");
    assert_eq!(heading(&desk, 1), "主动公开");
    desk.click("删除“（一）依申请公开”，可以撤销");
    assert_eq!(heading(&desk, 0), "主动公开");
    desk.click("＋ 依申请公开");
    assert_eq!(heading(&desk, 1), "依申请公开");
    for _ in 0..3 {
        desk.command(Command::Undo);
    }
    assert_eq!(heading(&desk, 0), "主动公开");
    assert!(!desk.is_unsaved());
}

#[test]
fn a_composition_is_written_only_when_it_is_committed() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("政府信息");
    let depth = desk.app().state().expect("open").history().depth();
    for text in ["g", "go", "gong"] {
        desk.ime(ImeEvent::Preedit {
            text: text.to_owned(),
            active_range_chars: None,
        });
        assert_eq!(desk.report_text(&lead()), "政府信息");
    }
    let field = desk
        .harness
        .get_by_role_and_label(Role::MultilineTextInput, "总体情况：导语");
    assert_eq!(
        field.value().as_deref(),
        Some("政府信息gong"),
        "shown in place"
    );
    desk.command(Command::Section(1));
    assert_eq!(desk.app().section(), Some(0), "keys are the input method's");
    desk.ime(ImeEvent::Commit("公开".to_owned()));
    assert_eq!(desk.report_text(&lead()), "政府信息公开");
    assert_eq!(
        desk.app().state().expect("open").history().depth(),
        depth + 1
    );
    desk.command(Command::Undo);
    assert_eq!(desk.report_text(&lead()), "政府信息");
}

#[test]
fn keys_and_text_of_one_slow_frame_keep_their_order() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    let tab = |pressed| Event::Key {
        key: Key::Tab,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let text = |text: &str| Event::Text(text.to_owned());
    let events = [
        text("导"),
        text("语"),
        tab(true),
        tab(false),
        text("甲"),
        tab(true),
        tab(false),
    ];
    desk.harness.input_mut().events.extend(events);
    desk.harness.run();
    assert_eq!(desk.report_text(&lead()), "导语");
    let heading = Place::parse("overview.0.heading").unwrap();
    assert!(desk.report_text(&heading).contains('甲'));
}

#[test]
fn found_texts_are_replaced_in_one_step() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("二〇二三年和二〇二三年");
    desk.command(Command::Section(4));
    desk.type_slowly("二〇二三年");
    desk.command(Command::Replace);
    desk.type_slowly("二三");
    desk.harness.get_by_label("共 3 处");
    desk.command(Command::FindNext);
    assert_eq!(
        desk.app().section(),
        Some(0),
        "the first hit is in section one"
    );
    desk.harness
        .get_by_role_and_label(Role::TextInput, "替换为")
        .click();
    desk.settle();
    desk.type_slowly("二四");
    let depth = desk.app().state().expect("open").history().depth();
    desk.click("全部替换");
    assert_eq!(desk.report_text(&lead()), "二〇二四年和二〇二四年");
    let problems = Place::parse("problems.lead").unwrap();
    assert_eq!(desk.report_text(&problems), "二〇二四年");
    assert_eq!(
        desk.app().state().expect("open").history().depth(),
        depth + 1
    );
    desk.command(Command::Undo);
    assert_eq!(desk.report_text(&problems), "二〇二三年");
}

#[test]
fn findings_lead_to_their_places() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::NextFinding);
    let first = desk.app().section();
    desk.command(Command::NextFinding);
    assert_ne!(
        desk.app().section(),
        first,
        "the next finding is in another section"
    );
    desk.command(Command::PreviousFinding);
    assert_eq!(desk.app().section(), first);
}

#[test]
fn the_list_of_keys_names_every_command() {
    let mut desk = Desk::new();
    desk.open_new();
    let now = desk.app().command_context();
    desk.command(Command::Keys);
    for command in Command::all(6) {
        let name = command.name(&now);
        let text = format!("{}：{}", name.trim_end_matches('…'), command.tooltip());
        let found = desk.harness.query_all_by_label(&text).count();
        assert!(found > 0, "{command:?} is missing");
    }
    desk.harness.key_press(Key::Escape);
    desk.settle();
    assert!(desk.app().modal().is_none());
}

#[test]
fn no_two_commands_share_a_key() {
    let mut keys: Vec<_> = Command::all(6)
        .flat_map(|command| {
            command
                .keys()
                .iter()
                .copied()
                .chain(command.key())
                .collect::<std::collections::HashSet<_>>()
        })
        .map(|shortcut| format!("{shortcut:?}"))
        .collect();
    let count = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), count);
    assert!(Command::all(9).all(|command| command.key().is_some()));
}

#[test]
fn each_section_has_a_command_by_the_name_that_the_form_gives_it() {
    let mut desk = Desk::new();
    desk.open_new();
    let now = desk.app().command_context();
    let form = now.form.clone().expect("an open report").form.clone();
    let names: Vec<String> = Command::all(now.section_count())
        .filter(|command| matches!(command, Command::Section(_)))
        .map(|command| command.name(&now).into_owned())
        .collect();
    let expected: Vec<String> = form
        .sections
        .iter()
        .map(|section| format!("{}{}", section.number, section.heading))
        .collect();
    assert_eq!(names, expected);
    assert!(!names.is_empty());
}

#[test]
fn an_idle_window_asks_for_no_frame() {
    let mut desk = Desk::new();
    desk.harness.run();
    let root = &desk.harness.output().viewport_output[&egui::ViewportId::ROOT];
    assert_eq!(root.repaint_delay, Duration::MAX);
}

#[test]
fn a_narrow_window_at_twice_the_size_still_holds() {
    let mut desk = Desk::sized(None, None, egui::Theme::Light, [640.0, 360.0]);
    desk.open_new();
    for index in 0..6 {
        desk.command(Command::Section(index));
        let right = desk.harness.ctx.content_rect().right();
        let name = "检查结果";
        let toggle = desk.harness.get_by_role_and_label(Role::Button, name);
        assert!(toggle.rect().right() <= right + 1.0);
    }
}

#[test]
fn a_question_is_answered_with_a_reason_and_taken_back() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Section(0));
    desk.type_slowly("2023年，全局主动公开政府信息。");
    let questions = |desk: &Desk| {
        let state = desk.app().state().expect("open");
        let found = state.findings().iter();
        let asked = found.filter(|finding| finding.severity == Severity::Question);
        asked
            .map(|finding| finding.message.clone())
            .collect::<Vec<_>>()
    };
    let asked = questions(&desk);
    assert!(
        !asked.is_empty(),
        "a year that looks left over is asked about"
    );
    desk.click(&format!("待核：{}", asked[0]));
    desk.click("回答…");
    desk.type_slowly("上年的数");
    desk.click("记下回答");
    assert_eq!(questions(&desk).len(), asked.len() - 1);
    assert_eq!(desk.app().state().expect("open").answered().len(), 1);
    desk.harness.get_by_label("已回答 1 处").click();
    desk.settle();
    desk.click("收回回答");
    assert_eq!(questions(&desk), asked);
}

#[test]
fn the_list_of_rules_switches_questions_off_and_on() {
    let mut desk = Desk::new();
    desk.open_new();
    desk.command(Command::Rules);
    let template = Template::for_year(2025).unwrap();
    let rules = check::rules(&template);
    let can_be_off = |rule: &&check::RuleInfo| rule.level == Severity::Question;
    let rule = rules.iter().find(can_be_off).unwrap();
    let title = format!("{}（疑问）", rule.explanation);
    let tick = |desk: &mut Desk| {
        let found = desk.harness.get_by_role_and_label(Role::CheckBox, &title);
        found.scroll_to_me();
        desk.settle();
        let found = desk.harness.get_by_role_and_label(Role::CheckBox, &title);
        found.click();
        desk.settle();
    };
    tick(&mut desk);
    let off = |desk: &Desk| desk.app().state().unwrap().report().rules_off.clone();
    assert_eq!(off(&desk), [rule.id.to_owned()].into());
    tick(&mut desk);
    assert!(off(&desk).is_empty());
    desk.click("关闭");
    assert!(desk.app().modal().is_none());
}
