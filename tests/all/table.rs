//! The table editor: typed into by keyboard and pointer, without a screen.

use crate::template::at;
use eframe::egui::{self, Event, ImeEvent, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};
use nianbao::app::look::theme::Theme;
use nianbao::app::table::{TableMemory, TableView, table_ui};
use nianbao::app::trigger::input::{InputOrder, is_composing};
use nianbao::app::{Action, Command, State};
use nianbao::check::Severity;
use nianbao::place::{Address, Id, Place};
use nianbao::report::{Entry, Report};
use nianbao::session::Goto;
use nianbao::session::fill::{Span, fill_zero};
use nianbao::template::Template;

/// A window with one table and nothing else; it does what the table asks for.
struct Desk {
    state: State,
    table: Id,
    memory: TableMemory,
    theme: Theme,
    goto: Option<Goto>,
    focus: Option<Place>,
    shown_finding: Option<String>,
}

impl Desk {
    fn new(report: Report, table: &'static str) -> Desk {
        Desk {
            state: State::new(report, None, false).expect("a known form"),
            table: Id::parse(table).expect("an id"),
            memory: TableMemory::default(),
            theme: Theme::built_in().expect("the look"),
            goto: None,
            focus: None,
            shown_finding: None,
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let look = self.theme.look(ui.ctx().theme());
        let composing = is_composing(ui.ctx());
        let undo = egui::KeyboardShortcut::new(Modifiers::COMMAND, Key::Z);
        if ui.input_mut(|input| input.consume_shortcut(&undo)) {
            self.goto = self.state.undo();
        }
        let actions = egui::ScrollArea::vertical()
            .show(ui, |ui| {
                let mut view = TableView {
                    state: &self.state,
                    table: &self.table,
                    memory: &mut self.memory,
                    look: &look,
                    beside: false,
                    composing,
                    found: None,
                    selection: &mut None,
                    goto: &mut self.goto,
                    focus: &mut self.focus,
                };
                table_ui(ui, &mut view)
            })
            .inner;
        let seconds = ui.input(|input| input.time);
        for action in actions {
            self.obey(action, seconds);
        }
    }

    fn obey(&mut self, action: Action, seconds: f64) {
        match action {
            Action::Edit(edit) => {
                self.state.edit(edit, seconds, false);
            }
            Action::ShowFinding(fingerprint) => self.shown_finding = Some(fingerprint),
            Action::Command(Command::FillTableZero) => {
                if let Some(Place::Figure(address)) = &self.focus {
                    let template = self.state.template().clone();
                    let edit = fill_zero(&template, self.state.report(), address, Span::Table);
                    if let Some(edit) = edit {
                        self.state.edit(edit, seconds, true);
                    }
                }
            }
            Action::GoBeside { .. } => {}
            other => panic!("not expected here: {other:?}"),
        }
    }
}

type Window = Harness<'static, Desk>;

fn empty() -> Report {
    let template = Template::built_in("2021").expect("a built-in form");
    Report::new(&template, "某市某局", 2025)
}

fn open(report: Report, table: &'static str) -> Window {
    open_sized(report, table, egui::vec2(900.0, 1000.0), egui::Theme::Light)
}

fn open_sized(report: Report, table: &'static str, size: egui::Vec2, theme: egui::Theme) -> Window {
    let mut window = Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_step_dt(1.0 / 30.0)
        .with_os(egui::os::OperatingSystem::Nix)
        .with_context_setup(|ctx| {
            ctx.add_plugin(InputOrder::default());
            Theme::built_in().expect("the look").apply(ctx);
        })
        .build_ui_state(
            |ui, desk: &mut Desk| {
                egui::CentralPanel::default().show(ui, |ui| desk.ui(ui));
            },
            Desk::new(report, table),
        );
    window.run();
    window
}

fn name_of(address: &str) -> String {
    let template = Template::built_in("2021").expect("a built-in form");
    template.cell(address).expect("an address").label()
}

fn go(window: &mut Window, address: &str) {
    let place = Place::parse(address).expect("a place");
    window.state_mut().goto = Some(Goto::to(place));
    window.run();
}

fn click(window: &mut Window, address: &str) {
    window
        .get_by_role_and_label(Role::TextInput, &name_of(address))
        .click();
    window.run();
}

fn press(window: &mut Window, key: Key) {
    press_with(window, Modifiers::NONE, key);
}

fn press_with(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn write(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run();
}

fn figure(window: &Window, address: &str) -> String {
    let entries = &window.state().state.report().entries;
    entries
        .get(address)
        .map(Entry::to_string)
        .unwrap_or_default()
}

fn here(window: &Window) -> String {
    match &window.state().focus {
        Some(place) => place.to_string(),
        None => String::new(),
    }
}

fn key(key: Key) -> Event {
    Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    }
}

#[test]
fn every_cell_has_its_name_and_takes_a_figure_by_keyboard_alone() {
    let template = Template::built_in("2021").expect("a built-in form");
    for table in ["disclosed", "requests", "appeals"] {
        let mut window = open(empty(), table);
        let own: Vec<_> = template
            .cells
            .iter()
            .filter(|cell| cell.address.starts_with(&format!("{table}.")))
            .collect();
        for cell in &own {
            window.get_by_role_and_label(Role::TextInput, &cell.label());
        }
        press(&mut window, Key::Tab);
        press_with(&mut window, Modifiers::COMMAND, Key::Home);
        let entered: Vec<_> = own.iter().filter(|cell| !cell.is_total()).collect();
        for (number, _) in entered.iter().enumerate() {
            write(&mut window, &number.to_string());
            press(&mut window, Key::Tab);
        }
        let mut numbers: Vec<usize> = entered
            .iter()
            .map(|cell| figure(&window, &cell.address).parse().expect("a number"))
            .collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..entered.len()).collect::<Vec<_>>(), "{table}");
    }
}

#[test]
fn fast_typing_with_several_events_in_one_frame_lands_right() {
    let mut window = open(empty(), "requests");
    go(&mut window, "requests.new.natural");
    let text = |text: &str| Event::Text(text.to_owned());
    window.input_mut().events.extend([
        text("1"),
        text("1"),
        key(Key::Tab),
        text("2"),
        text("2"),
        key(Key::Tab),
        text("33"),
        key(Key::Enter),
        text("44"),
        key(Key::ArrowLeft),
        text("55"),
        key(Key::ArrowUp),
        key(Key::Delete),
    ]);
    window.run_steps(20);
    let typed = [
        "new.natural",
        "new.business",
        "new.research",
        "carried_in.research",
        "carried_in.business",
    ];
    let typed = typed.map(|cell| figure(&window, &format!("requests.{cell}")));
    assert_eq!(typed, ["11", "", "33", "44", "55"]);
    assert_eq!(here(&window), "requests.new.business");
}

#[test]
fn arrows_move_within_the_grid_and_never_out_of_it() {
    let mut window = open(empty(), "requests");
    go(&mut window, "requests.new.natural");
    for (pressed, expected) in [
        (Key::ArrowUp, "new.natural"),
        (Key::ArrowLeft, "new.natural"),
        (Key::ArrowDown, "carried_in.natural"),
        (Key::ArrowDown, "granted.natural"),
        (Key::ArrowRight, "granted.business"),
        (Key::End, "granted.total"),
        (Key::ArrowRight, "granted.total"),
        (Key::ArrowUp, "carried_in.total"),
        (Key::Home, "carried_in.natural"),
        (Key::PageDown, "carried_out.natural"),
        (Key::PageUp, "new.natural"),
    ] {
        press(&mut window, pressed);
        assert_eq!(here(&window), format!("requests.{expected}"), "{pressed:?}");
    }
    press_with(&mut window, Modifiers::COMMAND, Key::End);
    assert_eq!(here(&window), "requests.carried_out.total");
    // Two arrows in one frame move two cells, even right after the focus came.
    go(&mut window, "requests.new.natural");
    window.input_mut().events.extend([
        key(Key::ArrowDown),
        key(Key::ArrowRight),
        key(Key::ArrowRight),
    ]);
    window.run_steps(6);
    assert_eq!(here(&window), "requests.carried_in.research");
}

#[test]
fn typing_replaces_and_f2_edits_and_escape_takes_back() {
    let mut report = empty();
    report
        .entries
        .insert(at("requests.new.natural"), Entry::number(12));
    let mut window = open(report, "requests");
    click(&mut window, "requests.new.natural");
    write(&mut window, "7");
    assert_eq!(figure(&window, "requests.new.natural"), "7");
    press(&mut window, Key::Escape);
    assert_eq!(figure(&window, "requests.new.natural"), "12");
    press(&mut window, Key::F2);
    press(&mut window, Key::ArrowLeft);
    write(&mut window, "0");
    assert_eq!(figure(&window, "requests.new.natural"), "102");
    press(&mut window, Key::Enter);
    assert_eq!(here(&window), "requests.carried_in.natural");
    press_with(&mut window, Modifiers::SHIFT, Key::Enter);
    press(&mut window, Key::Tab);
    assert_eq!(here(&window), "requests.new.business");
    press_with(&mut window, Modifiers::SHIFT, Key::Tab);
    assert_eq!(here(&window), "requests.new.natural");
    press(&mut window, Key::Delete);
    assert_eq!(figure(&window, "requests.new.natural"), "");
    write(&mut window, "22（其中修订16件）");
    press(&mut window, Key::Enter);
    assert_eq!(
        figure(&window, "requests.new.natural"),
        "22（其中修订16件）"
    );
}

#[test]
fn computed_cells_say_why_they_take_nothing() {
    let mut window = open(empty(), "requests");
    go(&mut window, "requests.new.total");
    write(&mut window, "5");
    assert!(window.state().state.report().entries.is_empty());
    window.get_by_label_contains("由程序按公式计算");
    press(&mut window, Key::ArrowLeft);
    assert!(window.query_by_label_contains("由程序按公式计算").is_none());
}

#[test]
fn an_input_method_composes_in_a_cell_in_peace() {
    let mut window = open(empty(), "disclosed");
    go(&mut window, "disclosed.regulations.issued");
    write(&mut window, "22");
    let preedit = |text: &str| {
        Event::Ime(ImeEvent::Preedit {
            text: text.to_owned(),
            active_range_chars: None,
        })
    };
    for step in ["q", "qi", "qizh", "qizhong"] {
        window.event(preedit(step));
        window.run();
        assert_eq!(figure(&window, "disclosed.regulations.issued"), "22");
    }
    window.event(preedit(""));
    window.event(Event::Ime(ImeEvent::Commit("（其中".to_owned())));
    window.run();
    assert_eq!(figure(&window, "disclosed.regulations.issued"), "22（其中");
    window.event(Event::Ime(ImeEvent::Commit("修订）".to_owned())));
    window.run();
    press(&mut window, Key::Tab);
    assert_eq!(
        figure(&window, "disclosed.regulations.issued"),
        "22（其中修订）"
    );
    assert_eq!(here(&window), "disclosed.regulations.repealed");
}

#[test]
fn a_block_is_pasted_in_one_step_and_copied_out_again() {
    let mut window = open(empty(), "requests");
    go(&mut window, "requests.new.legal_service");
    window.event(Event::Paste("1\t2\t9\n3\t/\t9\n".to_owned()));
    window.run();
    assert_eq!(figure(&window, "requests.carried_in.other"), "/");
    window.get_by_label_contains("2 个合计格由程序计算");
    window.event(Event::Copy);
    window.step();
    let copied =
        window
            .output()
            .platform_output
            .commands
            .iter()
            .find_map(|command| match command {
                egui::OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            });
    assert_eq!(copied.as_deref(), Some("1\t2\t\n3\t/\t"));
    assert_eq!(window.state().state.history().depth(), 1);
    press_with(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.state().state.report().entries.is_empty());
}

#[test]
fn shift_and_arrows_select_a_block_that_delete_clears() {
    let mut window = open(empty(), "requests");
    go(&mut window, "requests.new.natural");
    window.event(Event::Paste("1\t2\n3\t4\n5\t6".to_owned()));
    window.run();
    go(&mut window, "requests.carried_in.natural");
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut window, Key::Delete);
    let left: Vec<&Address> = window.state().state.report().entries.keys().collect();
    assert_eq!(left, ["requests.new.business", "requests.new.natural"]);
    press_with(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().state.report().entries.len(), 6);
}

#[test]
fn the_pointer_selects_a_block_and_a_double_click_edits() {
    let mut report = empty();
    report
        .entries
        .insert(at("requests.new.natural"), Entry::number(12));
    let mut window = open(report, "requests");
    let middle = |window: &Window, address: &str| {
        window
            .get_by_role_and_label(Role::TextInput, &name_of(address))
            .rect()
            .center()
    };
    let (from, to) = (
        middle(&window, "requests.new.natural"),
        middle(&window, "requests.granted.business"),
    );
    window.drag_at(from);
    window.run();
    window.hover_at(from.lerp(to, 0.5));
    window.run();
    window.hover_at(to);
    window.run();
    window.drop_at(to);
    window.run();
    window.event(Event::Paste("0".to_owned()));
    window.run();
    assert_eq!(window.state().state.report().entries.len(), 6);
    for pressed in [true, false, true, false] {
        window.event(Event::PointerButton {
            pos: from,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    window.run();
    press(&mut window, Key::Home);
    write(&mut window, "5");
    assert_eq!(figure(&window, "requests.new.natural"), "50");
}

#[test]
fn undo_shows_in_the_cell_that_is_open() {
    let mut window = open(empty(), "requests");
    go(&mut window, "requests.new.natural");
    write(&mut window, "7");
    press_with(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(figure(&window, "requests.new.natural"), "");
    write(&mut window, "8");
    assert_eq!(figure(&window, "requests.new.natural"), "8");
}

#[test]
fn a_stated_total_that_differs_shows_both_and_is_settled_with_one_click() {
    let mut report = empty();
    for column in ["upheld", "corrected", "other", "pending"] {
        report.entries.insert(
            at(&format!("appeals.cases.review_{column}")),
            Entry::number(1),
        );
    }
    report
        .stated
        .insert(at("appeals.cases.review_total"), Entry::number(5));
    let mut window = open(report, "appeals");
    let name = name_of("appeals.cases.review_total");
    let total = window.get_by_role_and_label(Role::TextInput, &name);
    assert_eq!(total.value().as_deref(), Some("印 5，算 4"));
    window.get_by_label_contains("采用计算值 4").click();
    window.run();
    assert!(window.state().state.report().stated.is_empty());
    let total = window.get_by_role_and_label(Role::TextInput, &name);
    assert_eq!(total.value().as_deref(), Some("4"));
}

#[test]
fn breaking_the_balance_marks_both_sides_and_mending_it_clears_them() {
    let size = egui::vec2(900.0, 1200.0);
    let mut window = open_sized(empty(), "requests", size, egui::Theme::Light);
    go(&mut window, "requests.new.natural");
    window
        .state_mut()
        .obey(Action::Command(Command::FillTableZero), 0.0);
    window.run();
    let evens = |window: &Window| window.query_all_by_label_contains("，相等").count();
    assert_eq!(evens(&window), 7);
    write(&mut window, "3");
    assert_eq!(evens(&window), 5);
    window.get_by_label_contains("自然人：第一项 + 第二项 3");
    click(&mut window, "requests.carried_out.natural");
    let shown = window.state().shown_finding.clone();
    assert!(
        shown.is_some(),
        "a click on a marked cell shows its finding"
    );
    write(&mut window, "3");
    assert_eq!(evens(&window), 7);
    let loud = window.state().state.findings().iter();
    let broken = loud.filter(|finding| finding.severity == Severity::Error);
    let broken: Vec<_> = broken.map(|finding| &finding.message).collect();
    assert_eq!(broken, Vec::<&String>::new());
}

#[test]
fn the_footnote_is_typed_and_taken_back() {
    let mut window = open(empty(), "disclosed");
    window
        .get_by_role_and_label(Role::MultilineTextInput, "表下注")
        .focus();
    window.run();
    write(&mut window, "注：含废止");
    assert_eq!(
        window
            .state()
            .state
            .report()
            .footnotes
            .get("disclosed")
            .map(String::as_str),
        Some("注：含废止")
    );
    assert_eq!(here(&window), "disclosed.footnote");
}

#[test]
fn what_stands_under_the_table_stays_there_while_one_types() {
    let mut window = open_sized(
        empty(),
        "appeals",
        egui::vec2(900.0, 600.0),
        egui::Theme::Light,
    );
    let foot = |window: &Window| {
        let field = window.get_by_role_and_label(Role::MultilineTextInput, "表下注");
        field.rect().top()
    };
    let before = foot(&window);
    click(&mut window, "appeals.cases.review_upheld");
    assert_eq!(foot(&window), before);
    write(&mut window, "1");
    assert_eq!(foot(&window), before);
}

#[test]
fn the_active_cell_is_brought_into_view() {
    let mut window = open_sized(
        empty(),
        "requests",
        egui::vec2(520.0, 420.0),
        egui::Theme::Light,
    );
    go(&mut window, "requests.carried_out.total");
    let rect = window
        .get_by_role_and_label(Role::TextInput, &name_of("requests.carried_out.total"))
        .rect();
    assert!(rect.right() <= 520.0 && rect.bottom() <= 420.0, "{rect:?}");
    press_with(&mut window, Modifiers::COMMAND, Key::Home);
    let rect = window
        .get_by_role_and_label(Role::TextInput, &name_of("requests.new.natural"))
        .rect();
    assert!(rect.left() >= 0.0 && rect.top() >= 0.0, "{rect:?}");
}

#[test]
fn the_tables_look_as_they_should() {
    let mut results = SnapshotResults::new();
    for (theme, shade) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        for (table, height) in [
            ("disclosed", 560.0),
            ("requests", 1180.0),
            ("appeals", 300.0),
        ] {
            let mut window = open_sized(filled(), table, egui::vec2(860.0, height), theme);
            window.run();
            let options = SnapshotOptions::new().max_failed_pixels(60);
            let name = format!("table_{table}_{shade}");
            results.add(window.try_snapshot_options(name, &options));
        }
    }
}

/// Figures, a note, a mark, a broken balance and a total that was printed wrong.
fn filled() -> Report {
    let mut report = empty();
    let template = Template::built_in("2021").expect("a built-in form");
    let cells = template.cells.iter().filter(|cell| !cell.is_total());
    for (index, cell) in cells.enumerate() {
        if cell.address != "requests.partial.research" {
            let entry = Entry::number(if index % 11 == 0 { 2 } else { 0 });
            report.entries.insert(cell.address.clone(), entry);
        }
    }
    for (address, text) in [
        ("disclosed.regulations.in_force", "22（其中修订16件）"),
        ("disclosed.permits.decisions", "12345678"),
        ("disclosed.charges.amount", "1234.5678"),
        ("requests.new.other", "/"),
    ] {
        report
            .entries
            .insert(at(address), Entry::parse(text).unwrap());
    }
    for address in ["requests.closed.natural", "appeals.cases.review_total"] {
        report.stated.insert(at(address), Entry::number(5));
    }
    report
}
