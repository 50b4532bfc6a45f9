//! An open report without a window: any sequence of edits is undone and done again to the same report.

use crate::template::at;
use nianbao::place::{Id, Place};
use nianbao::report::{Answer, Entry, Part, Report, YearChange};
use nianbao::session::apply::apply;
use nianbao::session::edit::{Edit, compact};
use nianbao::session::fill::Span;
use nianbao::session::find::Find;
use nianbao::session::history::History;
use nianbao::session::{Goto, State};
use nianbao::template::{Forms, Template};
use proptest::prelude::*;
use std::sync::Arc;

/// Sections of prose and tables that edits of this test are about; one of each is not in the form.
const SECTIONS: [&str; 3] = ["overview", "problems", "nowhere"];
const TABLES: [&str; 3] = ["requests", "disclosed", "nowhere"];
const CELLS: [&str; 5] = [
    "requests.new.natural",
    "requests.new.business",
    "appeals.review.upheld",
    "requests.new.total",
    "nowhere.at.all",
];

fn section() -> impl Strategy<Value = Id> {
    proptest::sample::select(&SECTIONS[..]).prop_map(id)
}

fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}

fn text_place() -> impl Strategy<Value = Place> {
    prop_oneof![
        Just(Place::Agency),
        Just(Place::Preface),
        Just(Place::Signature),
        Just(Place::Date),
        section().prop_map(Place::Lead),
        (section(), 0..4usize).prop_map(|(section, part)| Place::PartHeading(section, part)),
        (section(), 0..4usize).prop_map(|(section, part)| Place::PartText(section, part)),
        proptest::sample::select(&TABLES[..]).prop_map(|table| Place::Footnote(id(table))),
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::sample::select(vec![
        "",
        "2023年，全局公开。",
        "2024年，全局公开。",
        "全年𠮷办理。",
        "全年办理。",
        "甲",
        "甲乙",
        "乙",
        "某某市财政局",
    ])
    .prop_map(str::to_owned)
}

fn place() -> impl Strategy<Value = Place> {
    let figure = proptest::sample::select(&CELLS[..]).prop_map(|cell| Place::Figure(at(cell)));
    prop_oneof![text_place(), figure]
}

fn one_edit() -> impl Strategy<Value = Edit> {
    let cell = || proptest::sample::select(&CELLS[..]).prop_map(at);
    let entry = || {
        proptest::option::of(proptest::sample::select(vec![
            "0",
            "7",
            "22（其中修订16件）",
            "/",
        ]))
        .prop_map(|text| text.and_then(Entry::parse))
    };
    let part = (text(), text()).prop_map(|(heading, text)| Part {
        id: String::new(),
        heading,
        text,
    });
    let fingerprint = || proptest::sample::select(vec!["a", "b", "c"]).prop_map(str::to_owned);
    prop_oneof![
        6 => (text_place(), text()).prop_map(|(place, text)| Edit::Text { place, text }),
        4 => (cell(), entry()).prop_map(|(address, entry)| Edit::Entry { address, entry }),
        2 => proptest::collection::vec((cell(), entry()), 0..4).prop_map(Edit::Entries),
        1 => cell().prop_map(Edit::Settle),
        1 => (cell(), 0..9u32).prop_map(|(address, number)| Edit::State {
            address,
            entry: Entry::number(number),
        }),
        2 => (section(), 0..5usize, part).prop_map(|(section, index, part)| Edit::AddPart { section, index, part }),
        2 => (section(), 0..5usize).prop_map(|(section, index)| Edit::RemovePart { section, index }),
        2 => (section(), 0..5usize, 0..5usize)
            .prop_map(|(section, from, to)| Edit::MovePart { section, from, to }),
        1 => (fingerprint(), text()).prop_map(|(fingerprint, reason)| Edit::Answer { fingerprint, reason }),
        2 => (fingerprint(), text()).prop_map(|(fingerprint, text)| Edit::BeginAnswer { fingerprint, text }),
        1 => fingerprint().prop_map(Edit::Unanswer),
        1 => (2015..2030u16).prop_map(Edit::Year),
        1 => (0..3usize).prop_map(Edit::TitleWording),
        1 => proptest::collection::vec(place(), 0..3).prop_map(Edit::Confirm),
        1 => proptest::collection::vec(place(), 0..3).prop_map(Edit::Carry),
        2 => (0..3usize).prop_map(Edit::TakeBack),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        8 => one_edit(),
        1 => proptest::collection::vec(one_edit(), 0..4).prop_map(Edit::Batch),
    ]
}

/// A report with texts, figures, stated totals, answers and content of last year.
fn report(template: &Template) -> Report {
    let mut report = Report::new(template, "某某市财政局", 2024);
    let lead = Place::Lead(id("overview"));
    let sentence = "2024年，全局公开。".to_owned();
    if let Some(text) = report.text_mut(&lead) {
        text.clone_from(&sentence);
    }
    report.entries.insert(at(CELLS[0]), Entry::number(3));
    report.stated.insert(at(CELLS[3]), Entry::number(4));
    report.answers.push(Answer {
        fingerprint: "a".to_owned(),
        reason: "已核".to_owned(),
    });
    report
        .begun_answers
        .insert("b".to_owned(), "还在核".to_owned());
    report.carried.insert(lead.clone());
    report.carried.insert(Place::PartText(id("overview"), 1));
    report.carried.insert(Place::Figure(at(CELLS[0])));
    report.year_changes.push(YearChange {
        place: lead,
        before: "2023年".to_owned(),
        after: "2024年".to_owned(),
        sentence,
        in_sentence: 0,
        start: 0,
        taken_back: false,
    });
    report
}

fn form() -> Arc<Template> {
    Template::built_in("2021").expect("a built-in form")
}

/// Enough to meet every pair of edits; nothing is written beside the tests.
fn some_cases() -> ProptestConfig {
    ProptestConfig {
        cases: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(some_cases())]

    #[test]
    fn the_inverse_of_an_edit_gives_the_report_before_it(edits in proptest::collection::vec(edit(), 1..12)) {
        let template = form();
        let mut report = report(&template);
        for edit in edits {
            let before = report.clone();
            let edit = compact(&report, edit);
            match apply(&mut report, &template, Forms::built_in(), &edit) {
                Some(back) => {
                    let after = report.clone();
                    let forth = apply(&mut report, &template, Forms::built_in(), &back);
                    prop_assert_eq!(&report, &before, "{:?} taken back by {:?}", edit, back);
                    prop_assert!(forth.is_some(), "{:?} changed nothing", back);
                    apply(&mut report, &template, Forms::built_in(), &edit);
                    prop_assert_eq!(&report, &after, "{:?} done again", edit);
                }
                None => prop_assert_eq!(&report, &before, "{:?} changed something", edit),
            }
        }
    }

    #[test]
    fn undo_and_redo_go_through_the_same_reports(
        edits in proptest::collection::vec((edit(), 0.0..5.0f64, any::<bool>()), 1..20),
    ) {
        let template = form();
        let mut state = State::new(report(&template), None, true).expect("a known form");
        let first = state.report().clone();
        let mut seconds = 0.0;
        for (edit, pause, alone) in edits {
            seconds += pause;
            state.edit(edit, seconds, alone);
        }
        let last = state.report().clone();
        let mut passed = vec![last.clone()];
        while state.history().can_undo() {
            state.undo();
            passed.push(state.report().clone());
        }
        prop_assert_eq!(state.report(), &first);
        prop_assert!(!state.is_unsaved());
        while let Some(expected) = passed.pop() {
            prop_assert_eq!(state.report(), &expected);
            state.redo();
        }
        prop_assert_eq!(state.report(), &last);
    }

    #[test]
    fn typing_is_joined_to_what_was_typed(
        keys in proptest::collection::vec((0..40usize, proptest::option::of(proptest::char::range('一', '丂'))), 1..40),
    ) {
        let template = form();
        let mut state = State::new(report(&template), None, true).expect("a known form");
        let place = Place::Preface;
        let mut texts = vec![String::new()];
        let mut caret = 0;
        for (jump, key) in keys {
            let mut text: Vec<char> = texts[texts.len() - 1].chars().collect();
            caret = if jump < 4 { jump.min(text.len()) } else { caret.min(text.len()) };
            match key {
                Some(key) => {
                    text.insert(caret, key);
                    caret += 1;
                }
                None if caret > 0 => {
                    caret -= 1;
                    text.remove(caret);
                }
                None => continue,
            }
            let text: String = text.into_iter().collect();
            state.edit(Edit::Text { place: place.clone(), text: text.clone() }, 0.0, false);
            texts.push(text);
        }
        let typed = texts[texts.len() - 1].clone();
        let mut depth = 0;
        while state.undo().is_some() {
            depth += 1;
            let stands = state.report().text(&place).unwrap_or_default();
            prop_assert!(texts.iter().any(|text| text == stands), "{} was never there", stands);
        }
        prop_assert_eq!(state.report().text(&place), Some(""));
        for _ in 0..depth {
            state.redo();
        }
        prop_assert_eq!(state.report().text(&place), Some(typed.as_str()));
    }
}

#[test]
fn undo_and_redo_put_the_caret_behind_what_they_wrote() {
    let mut state = State::new(report(&form()), None, true).expect("a known form");
    let edit = |text: &str| Edit::Text {
        place: Place::Preface,
        text: text.to_owned(),
    };
    state.edit(edit("甲乙丙"), 0.0, true);
    state.edit(edit("甲𠮷乙丙"), 9.0, true);
    let at = |caret: usize| Some(Goto::select(Place::Preface, caret..caret));
    assert_eq!(state.undo(), at(1));
    assert_eq!(state.redo(), at(2));
}

#[test]
fn the_signature_follows_the_agency_until_it_is_another() {
    let mut state = State::new(report(&form()), None, true).expect("a known form");
    let edit = |place: Place, text: &str| Edit::Text {
        place,
        text: text.to_owned(),
    };
    state.edit(edit(Place::Agency, "某某市审计局"), 0.0, true);
    assert_eq!(state.report().signature, "某某市审计局");
    state.undo();
    assert_eq!(state.report().signature, "某某市财政局");
    state.redo();
    state.edit(edit(Place::Signature, "某某市审计局办公室"), 1.0, true);
    state.edit(edit(Place::Agency, "某某市民政局"), 2.0, true);
    assert_eq!(state.report().signature, "某某市审计局办公室");
}

#[test]
fn a_history_of_a_long_text_keeps_only_what_was_typed() {
    let template = form();
    let mut state = State::new(report(&template), None, true).expect("a known form");
    let long = "全年公开信息千余条。".repeat(6000);
    let place = Place::Lead(id("overview"));
    for key in 0..50 {
        let text = format!("{long}{}", "甲，".repeat(key));
        let edit = Edit::Text {
            place: place.clone(),
            text,
        };
        state.edit(edit, f64::from(u32::try_from(key).unwrap_or(0)), true);
    }
    let kept = format!("{:?}", state.history()).len();
    assert!(kept < 3 * long.len(), "{kept} bytes for fifty keys");
}

#[test]
fn what_is_typed_in_a_cell_and_taken_back_by_esc_is_no_step() {
    let mut state = State::new(report(&form()), None, true).expect("a known form");
    let depth = state.history().depth();
    let edit = |figure: &str| Edit::Entry {
        address: at(CELLS[1]),
        entry: Entry::parse(figure),
    };
    let before = state.report().entries.get(&at(CELLS[1])).cloned();
    state.edit(edit("4"), 0.0, false);
    state.edit(edit("48"), 0.1, false);
    assert_eq!(state.history().depth(), depth + 1);
    let back = Edit::Entry {
        address: at(CELLS[1]),
        entry: before,
    };
    state.edit(back, 0.2, false);
    assert_eq!(state.history().depth(), depth);
}

#[test]
fn replacing_everywhere_confirms_nothing_that_was_carried() {
    let mut state = State::new(report(&form()), None, true).expect("a known form");
    let text = |text: &str| Edit::Text {
        place: Place::Preface,
        text: text.to_owned(),
    };
    state.edit(text("甲乙甲"), 0.0, true);
    state.edit(Edit::Carry(vec![Place::Preface]), 0.0, true);
    let mut find = Find::default();
    find.query = "甲".to_owned();
    find.replacement = "丙".to_owned();
    find.refresh(&state);
    let edit = find.replace_all(&state).expect("two hits");
    assert!(state.edit(edit, 1.0, true));
    assert_eq!(state.report().text(&Place::Preface), Some("丙乙丙"));
    assert!(
        state.report().carried.contains(&Place::Preface),
        "still to be read"
    );
    state.undo();
    assert_eq!(state.report().text(&Place::Preface), Some("甲乙甲"));
    state.edit(text("丁"), 2.0, true);
    assert!(
        !state.report().carried.contains(&Place::Preface),
        "typing confirms"
    );
}

#[test]
fn zeros_fill_what_is_blank_and_nothing_else() {
    let template = form();
    let report = report(&template);
    let address = at(CELLS[1]);
    let row = nianbao::session::fill::fill_zero(&template, &report, &address, Span::Row);
    let Some(Edit::Entries(cells)) = row else {
        panic!("the row has blank cells");
    };
    assert!(cells.iter().all(|(cell, _)| *cell != at(CELLS[0])));
    assert!(cells.iter().any(|(cell, _)| *cell == address));
    let history = History::default();
    assert!(!history.can_undo());
}
