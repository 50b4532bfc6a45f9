//! What a session says of its report: how far each section is, what comes first, and what settles many findings at once.

use crate::check::zeros;
use crate::template::at;
use nianbao::check::{Remedy, Severity};
use nianbao::place::Place;
use nianbao::report::file::{from_text, to_text};
use nianbao::report::{Entry, Report, succession};
use nianbao::session::findings::{goto_words, groups, of, remedy_of, remedy_of_all, told};
use nianbao::session::status::SectionStatus;
use nianbao::session::{Edit, State};
use nianbao::template::Template;

fn session(report: Report) -> State {
    State::new(report, None, false).unwrap()
}

/// A report of zeros whose texts are as long as is usual.
fn whole() -> Report {
    let template = Template::for_year(2025).unwrap();
    let mut report = zeros(&template, "甲县乙局", 2025);
    let mut number = 0;
    for prose in report.prose.values_mut() {
        let texts = prose.parts.iter_mut().map(|part| &mut part.text);
        for text in texts
            .chain([&mut prose.lead])
            .filter(|text| !text.is_empty())
        {
            // No paragraph stands twice.
            number += 1;
            let done = "按照规定做好了有关工作，没有收取信息处理费。".repeat(12);
            *text = format!("第{number}项：{done}");
        }
    }
    report
}

fn text(place: &str, text: &str) -> Edit {
    let (place, text) = (Place::parse(place).unwrap(), text.to_owned());
    Edit::Text { place, text }
}

#[test]
fn complete_means_done() {
    let mut state = session(whole());
    let status = |state: &State| state.status(Some(0));
    assert_eq!(status(&state), SectionStatus::Complete);
    assert_eq!(state.status(Some(2)), SectionStatus::Complete);
    assert_eq!(
        state.status(None),
        SectionStatus::InWork(0),
        "neither signed nor dated"
    );
    state.edit(text("date", "2026年1月20日"), 0.0, true);
    // The printed page does without a signature.
    assert_eq!(state.status(None), SectionStatus::Complete);
    state.edit(text("signature", "甲县乙局"), 0.0, true);
    assert_eq!(state.status(None), SectionStatus::Complete);
    let asked = "做好了有关工作，，没有收取信息处理费。".repeat(12);
    state.edit(text("overview.0.text", &asked), 0.0, true);
    assert_eq!(
        status(&state),
        SectionStatus::InWork(0),
        "a question is open"
    );
    state.undo();
    state.edit(
        Edit::Carry(vec![Place::parse("overview.1.text").unwrap()]),
        0.0,
        true,
    );
    assert_eq!(status(&state), SectionStatus::Waiting(1));
    state.edit(text("overview.0.text", "略。"), 0.0, true);
    assert_eq!(
        status(&state),
        SectionStatus::InWork(1),
        "what waits is told of a section in work, too"
    );
    state.undo();
    state.undo();
    state.edit(text("overview.0.text", "略。"), 0.0, true);
    assert_eq!(status(&state), SectionStatus::InWork(0));
    state.undo();
    state.edit(text("overview.0.text", ""), 0.0, true);
    assert_eq!(status(&state), SectionStatus::InWork(0));
    state.undo();
    let section = nianbao::place::Id::parse("overview").unwrap();
    state.edit(Edit::RemovePart { section, index: 4 }, 0.0, true);
    assert_eq!(status(&state), SectionStatus::InWork(0));
    let missing = state
        .findings()
        .iter()
        .find(|f| f.rule == "missing_part")
        .unwrap();
    let (_, back) = remedy_of(missing.remedy.as_ref().unwrap(), &state).unwrap();
    assert!(state.edit(back, 0.0, true));
    assert_eq!(
        state.report().prose["overview"].parts[4].heading,
        "监督保障"
    );
    assert!(state.findings().iter().all(|f| f.rule != "missing_part"));
    let entry = Entry::parse("-1");
    let address = at("requests.new.natural");
    state.edit(Edit::Entry { address, entry }, 0.0, true);
    assert!(matches!(state.status(Some(2)), SectionStatus::Errors(_)));
    let empty = Report::new(state.template(), "甲县乙局", 2025);
    assert_eq!(session(empty).status(Some(0)), SectionStatus::Empty);
}

#[test]
fn a_figure_that_follows_is_offered_with_its_value() {
    let mut report = whole();
    for (address, figure) in [("requests.new.natural", 6), ("requests.granted.natural", 6)] {
        report.entries.insert(at(address), Entry::number(figure));
    }
    report.entries.remove(&at("requests.granted.natural"));
    report.entries.remove(&at("requests.granted.business"));
    let mut state = session(report);
    let row = state
        .findings()
        .iter()
        .find(|f| f.rule == "unfilled")
        .unwrap();
    assert_eq!(
        row.remedy,
        Some(Remedy::Fill(vec![
            (at("requests.granted.natural"), 6.into()),
            (at("requests.granted.business"), 0.into()),
        ]))
    );
    let (word, edit) = remedy_of(row.remedy.as_ref().unwrap(), &state).unwrap();
    assert_eq!(word, "填入 2 个数字");
    let cell = |address: &str| {
        let cell = state.template().cell(&at(address)).unwrap();
        cell.label()
    };
    let said = [
        format!("{}：6", cell("requests.granted.natural")),
        format!("{}：0", cell("requests.granted.business")),
    ];
    assert_eq!(told(&state, &edit), said);
    state.edit(edit, 0.0, true);
    assert_eq!(
        of(&state, Severity::Error).count() + of(&state, Severity::Unfilled).count(),
        0
    );
    state.edit(
        Edit::Entries(vec![(at("requests.granted.natural"), None)]),
        0.0,
        true,
    );
    let unfilled = of(&state, Severity::Unfilled).next().unwrap();
    let remedy = unfilled.remedy.clone().unwrap();
    assert_eq!(remedy_of(&remedy, &state).unwrap().0, "填入 6");
}

#[test]
fn all_findings_of_one_kind_are_settled_at_once() {
    let mut report = whole();
    for column in ["natural", "business", "charity"] {
        let total = at(&format!("requests.closed.{column}"));
        report.stated.insert(total, Entry::number(9));
    }
    let mut state = session(report);
    let totals = || of(&state, Severity::Error);
    assert_eq!(totals().filter(|f| f.rule == "requests_closed").count(), 3);
    let first = totals()
        .find(|f| f.rule == "requests_closed")
        .unwrap()
        .clone();
    let (word, edit) = remedy_of_all(&state, &first, &|_| false).unwrap();
    assert_eq!(word, "全部采用计算值（3 处）");
    assert_eq!(told(&state, &edit).len(), 3);
    assert!(state.edit(edit, 0.0, true));
    assert!(state.report().stated.is_empty());
    state.undo();
    assert_eq!(state.report().stated.len(), 3);
}

#[test]
fn filling_in_all_counts_its_cells_names_them_and_is_one_step() {
    let mut report = whole();
    let gone = [
        "requests.granted.natural",
        "requests.granted.business",
        "requests.fee_unpaid.charity",
    ];
    for address in gone {
        assert!(report.entries.remove(&at(address)).is_some(), "{address}");
    }
    let mut state = session(report);
    let found = of(&state, Severity::Unfilled).find(|f| f.rule == "unfilled");
    let (word, edit) = remedy_of_all(&state, &found.unwrap().clone(), &|_| false).unwrap();
    assert_eq!(word, "全部填入（3 格）");
    let lines = told(&state, &edit);
    for (address, line) in gone.iter().zip(&lines) {
        let label = state.template().cell(&at(address)).unwrap().label();
        assert_eq!(*line, format!("{label}：0"));
    }
    assert_eq!(lines.len(), 3);
    let depth = state.history().depth();
    assert!(state.edit(edit, 0.0, true));
    assert_eq!(state.history().depth(), depth + 1);
    state.undo();
    let is_empty = |address: &&str| !state.report().entries.contains_key(&at(address));
    assert!(gone.iter().all(is_empty));
}

#[test]
fn a_new_year_begins_with_a_short_list_and_its_questions() {
    let template = Template::for_year(2025).unwrap();
    let last = whole();
    let draft = succession::next(&last, &template, 2026, &template).report;
    let mut state = session(draft);
    assert_eq!(groups(&state)[1], Severity::Question);
    let unfilled: Vec<_> = of(&state, Severity::Unfilled).collect();
    // One for each table, however many of its cells were carried over.
    assert_eq!(unfilled.len(), template.form.tables.len(), "{unfilled:#?}");
    let places: Vec<Place> = state.report().carried.iter().cloned().collect();
    state.edit(Edit::Confirm(places), 0.0, true);
    assert_eq!(groups(&state)[1], Severity::Unfilled);
}

#[test]
fn rows_that_lack_the_same_column_are_one_line_of_the_list() {
    let mut report = whole();
    let column: Vec<_> = report
        .entries
        .keys()
        .filter(|address| {
            address.to_string().starts_with("requests.")
                && address.to_string().ends_with(".legal_service")
        })
        .cloned()
        .collect();
    assert!(column.len() > 3, "{column:?}");
    for address in &column {
        report.entries.remove(address);
    }
    let state = session(report);
    let unfilled: Vec<_> = of(&state, Severity::Unfilled).collect();
    let [finding] = unfilled.as_slice() else {
        panic!("{unfilled:#?}");
    };
    assert!(
        finding.message.contains(&format!("共 {} 格", column.len())),
        "{}",
        finding.message
    );
    assert_eq!(finding.cells().count(), column.len());
}

#[test]
fn a_rule_that_is_off_asks_nothing_and_comes_back_with_undo() {
    let mut report = whole();
    report.prose.get_mut("overview").unwrap().parts[0].text = "加强业务业务培训。".repeat(12);
    let mut state = session(report);
    let rule = "doubled_words".to_owned();
    let asked = |state: &State| state.findings().iter().any(|found| found.rule == rule);
    assert!(asked(&state));
    let off = Edit::SwitchRule {
        rule: rule.clone(),
        on: false,
    };
    assert!(state.edit(off.clone(), 0.0, true));
    assert!(!asked(&state) && !state.edit(off, 0.0, true));
    // It is kept in the file, and goes out with no exported one.
    let text = to_text(state.template(), state.report());
    assert_eq!(
        from_text(&text, "年报.ron").unwrap().rules_off,
        [rule.clone()].into()
    );
    assert!(state.report().published().rules_off.is_empty());
    state.undo();
    assert!(asked(&state));
}

#[test]
fn errors_cannot_be_switched_off() {
    let mut report = whole();
    report
        .entries
        .insert(at("requests.new.natural"), Entry::number(3));
    let mut state = session(report);
    let rule = "requests_balance".to_owned();
    state.edit(
        Edit::SwitchRule {
            rule: rule.clone(),
            on: false,
        },
        0.0,
        true,
    );
    assert!(state.findings().iter().any(|found| found.rule == rule));
}

#[test]
fn what_was_compared_and_is_right_is_ticked() {
    let mut state = session(whole());
    assert!(state.agreed().is_empty());
    state.edit(
        text("overview.1.text", "全年收到政府信息公开申请0件。"),
        0.0,
        true,
    );
    let agreed: Vec<&str> = state
        .agreed()
        .iter()
        .map(|one| one.words.as_str())
        .collect();
    assert_eq!(agreed, ["收到政府信息公开申请0件"]);
    let one = &state.agreed()[0];
    let own = state.report().text(&one.place).unwrap();
    assert_eq!(own.get(one.span.clone()), Some(one.words.as_str()));
    let goto = goto_words(&one.place, &one.span, state.report()).unwrap();
    assert_eq!(goto.select, Some(2..14));
    state.edit(
        text("overview.1.text", "全年收到政府信息公开申请3件。"),
        0.0,
        true,
    );
    assert!(state.agreed().is_empty());
    let asked = state.findings().iter().map(|finding| &finding.rule);
    assert_eq!(
        asked.filter(|rule| *rule == "text_against_table").count(),
        1
    );
}
