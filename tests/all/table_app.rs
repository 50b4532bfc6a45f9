//! Tables inside the whole window: a report typed, zeroed, broken, mended and undone through the app.

use eframe::egui::{self, Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use nianbao::app::files::dialogs::{Asked, Dialogs, Reply};
use nianbao::app::{App, Setup};
use nianbao::check::Severity;
use nianbao::report::Entry;
use nianbao::template::{CellSpec, SectionContent, Template};

/// Dialogs that nobody opens.
struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&mut self, _: &Asked, _: &egui::Context) {}

    fn reply(&mut self) -> Option<Reply> {
        None
    }
}

/// The window and how often the user did something.
struct Office {
    window: Harness<'static, App>,
    actions: usize,
}

impl Office {
    /// An empty report of 2025, made from the start page.
    fn new() -> Office {
        let setup = Setup {
            storage: nianbao::storage::Storage::default(),
            settings_folder: None,
            dialogs: Box::new(NoDialogs),
            hand_over: |_| Ok(()),
            show: |_| Ok(()),
            form_folders: Vec::new(),
            copy_page: |_, _| Ok(()),
            copied: || Ok(super::window_files::COPIED.with_borrow(Clone::clone)),
            last_year: 2025,
            open: None,
        };
        let window = Harness::builder()
            .with_size(egui::vec2(1280.0, 720.0))
            .with_step_dt(1.0 / 30.0)
            .build_eframe(|creation| App::new(&creation.egui_ctx, setup).expect("the look"));
        let mut office = Office { window, actions: 0 };
        office.window.run_steps(4);
        office.press(Modifiers::COMMAND, Key::N);
        office.write("某市某局");
        office.press(Modifiers::NONE, Key::Enter);
        assert!(
            office.window.state().state().is_some(),
            "a new report is open"
        );
        office
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.actions += 1;
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(5);
    }

    fn write(&mut self, text: &str) {
        self.actions += 1;
        self.window.event(Event::Text(text.to_owned()));
        self.window.run_steps(3);
    }

    fn click(&mut self, name: &str) {
        self.actions += 1;
        self.window
            .get_by_role_and_label(Role::TextInput, name)
            .click();
        self.window.run_steps(5);
    }

    /// Opens the section that holds a table and puts the caret into its first figure.
    fn open(&mut self, template: &Template, table: &str) {
        let holds =
            |content: &SectionContent| matches!(content, SectionContent::Table(id) if id == table);
        let sections = &template.form.sections;
        let index = sections.iter().position(|section| holds(&section.content));
        let keys = [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
        ];
        self.press(Modifiers::COMMAND, keys[index.expect("a section")]);
        let first = entered(template, table)[0].label();
        self.click(&first);
    }

    fn figures(&self) -> usize {
        self.state().report().entries.len()
    }

    fn state(&self) -> &nianbao::app::State {
        self.window.state().state().expect("an open report")
    }
}

fn form() -> std::sync::Arc<Template> {
    Template::built_in("2021").expect("a built-in form")
}

fn entered<'a>(template: &'a Template, table: &str) -> Vec<&'a CellSpec> {
    let start = format!("{table}.");
    let cells = template.cells.iter();
    cells
        .filter(|cell| cell.address.starts_with(&start) && !cell.is_total())
        .collect()
}

const TABLES: [&str; 3] = ["disclosed", "requests", "appeals"];

#[test]
fn a_report_of_zeros_takes_fewer_than_sixty_actions() {
    let template = form();
    let mut office = Office::new();
    for table in TABLES {
        office.open(&template, table);
        office.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    }
    let unfilled = office.state().findings().iter().filter(|finding| {
        let figures = finding.cells().filter(|place| {
            place
                .address()
                .is_some_and(|at| template.cell(at).is_some())
        });
        finding.severity != Severity::Question && figures.count() > 0
    });
    assert_eq!(
        unfilled.count(),
        0,
        "every figure is there and every rule holds"
    );
    let zero = office
        .state()
        .report()
        .entries
        .values()
        .all(|entry| *entry == Entry::number(0));
    assert!(zero);
    assert!(office.actions < 60, "{} actions", office.actions);
}

#[test]
fn a_whole_report_is_typed_by_keyboard_and_undone_step_by_step() {
    let template = form();
    let mut office = Office::new();
    let mut typed = 0;
    for table in TABLES {
        office.open(&template, table);
        let cells = entered(&template, table);
        for (number, _) in cells.iter().enumerate() {
            office.write(&(number % 7).to_string());
            office.press(Modifiers::NONE, Key::Tab);
        }
        typed += cells.len();
        assert_eq!(office.figures(), typed, "{table}");
        let report = office.state().report();
        for (number, cell) in cells.iter().enumerate() {
            let expected = Entry::number((number % 7) as u64);
            assert_eq!(
                report.entries.get(&cell.address),
                Some(&expected),
                "{}",
                cell.address
            );
        }
    }
    for _ in 0..typed {
        office.press(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(office.figures(), 0);
    for _ in 0..3 {
        office.press(Modifiers::COMMAND, Key::Y);
    }
    assert_eq!(office.figures(), 3);
}

#[test]
fn a_pasted_block_breaks_the_balance_in_one_step_and_is_mended_and_undone() {
    let template = form();
    let mut office = Office::new();
    office.open(&template, "requests");
    office.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    let filled = office.figures();
    office.window.event(Event::Paste("5\t0\n0\t2".to_owned()));
    office.window.run_steps(4);
    let broken = |office: &Office| {
        let findings = office.state().findings().iter();
        findings
            .filter(|finding| finding.severity == Severity::Error)
            .count()
    };
    assert_eq!(
        broken(&office),
        3,
        "two columns and their total do not balance"
    );
    for key in [Key::End, Key::Home, Key::ArrowRight] {
        let modifiers = if key == Key::End {
            Modifiers::COMMAND
        } else {
            Modifiers::NONE
        };
        office.press(modifiers, key);
    }
    office.write("2");
    assert_eq!(broken(&office), 2);
    office.press(Modifiers::COMMAND, Key::Z);
    office.press(Modifiers::COMMAND, Key::Z);
    assert_eq!((broken(&office), office.figures()), (0, filled));
}

#[test]
fn keys_that_no_widget_waits_for_go_to_the_open_table() {
    let template = form();
    let mut office = Office::new();
    office.open(&template, "requests");
    let address = |index: usize| entered(&template, "requests")[index].address.clone();
    for (index, key) in [(0, Key::Tab), (1, Key::Enter)] {
        office.window.ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        office.write(&format!("{}", 31 + index));
        office.press(Modifiers::NONE, key);
        let entries = &office.state().report().entries;
        let typed = Entry::number(31 + i64::try_from(index).expect("a small number"));
        assert_eq!(entries.get(&address(index)), Some(&typed));
    }
    assert_eq!(office.figures(), 2);
    office.window.ctx.memory_mut(|memory| {
        if let Some(id) = memory.focused() {
            memory.surrender_focus(id);
        }
    });
    office.press(Modifiers::NONE, Key::Tab);
    office.write("5");
    assert_eq!(office.figures(), 3, "Tab does not leave for the menus");
}
