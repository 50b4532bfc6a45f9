//! Forms with slips of the pen: each is refused with its place, or everything works with it, in bounded time.

use crate::template::forms;
use nianbao::check;
use nianbao::document::compose::compose;
use nianbao::import::import_text;
use nianbao::layout::fonts::Faces;
use nianbao::layout::lay_out;
use nianbao::report::succession;
use nianbao::report::{Entry, Report};
use nianbao::template::Template;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};

const FORMS: [&str; 3] = [
    include_str!("../../templates/2021.ron"),
    include_str!("../../templates/2019.ron"),
    include_str!("../cases/small_form.ron"),
];

/// What a hand may write where a text stood.
const WORDS: [&str; 16] = [
    "",
    " ",
    "—",
    "——",
    "/",
    "0",
    "1.1",
    "总计",
    "甲",
    "一、",
    "a",
    "a + a",
    "|",
    "\\n",
    "\\u{200b}",
    "{year}",
];

/// What a hand may write where a number stood.
const NUMBERS: [&str; 14] = [
    "0",
    "-1",
    "1",
    "2",
    "7",
    "0.001",
    "1e30",
    "-1e30",
    "NaN",
    "inf",
    "4294967295",
    "99999",
    "3.5",
    "1e-30",
];

/// One slip: what is done to which text or number of the file.
#[derive(Debug, Clone)]
enum Slip {
    Word(usize, usize),
    Number(usize, usize),
    /// A text takes the place of another.
    Exchange(usize, usize),
    /// A line goes, or stands twice.
    Line(usize, bool),
}

fn slip() -> impl Strategy<Value = Slip> {
    let spot = || 0..usize::MAX;
    prop_oneof![
        3 => (spot(), 0..WORDS.len()).prop_map(|(at, word)| Slip::Word(at, word)),
        3 => (spot(), 0..NUMBERS.len()).prop_map(|(at, number)| Slip::Number(at, number)),
        2 => (spot(), spot()).prop_map(|(at, from)| Slip::Exchange(at, from)),
        1 => (spot(), any::<bool>()).prop_map(|(at, twice)| Slip::Line(at, twice)),
    ]
}

/// The ranges of all texts in quotation marks, without the marks; no text of the forms holds an escaped one.
fn texts(form: &str) -> Vec<std::ops::Range<usize>> {
    let marks: Vec<usize> = form.match_indices('"').map(|(at, _)| at).collect();
    marks
        .chunks_exact(2)
        .map(|pair| pair[0] + 1..pair[1])
        .collect()
}

/// The ranges of all numbers outside of texts.
fn numbers(form: &str) -> Vec<std::ops::Range<usize>> {
    let quoted = texts(form);
    let is_digit = |at: usize| form.as_bytes()[at].is_ascii_digit() || form.as_bytes()[at] == b'.';
    let starts = (1..form.len()).filter(|&at| is_digit(at) && !is_digit(at - 1));
    let all = starts.map(|start| {
        let end = (start..form.len()).find(|&at| !is_digit(at));
        start..end.unwrap_or(form.len())
    });
    all.filter(|number| {
        !quoted
            .iter()
            .any(|text| text.start <= number.start && number.end <= text.end)
    })
    .collect()
}

fn slipped(form: &str, slip: &Slip) -> String {
    let mut form = form.to_owned();
    match slip {
        Slip::Word(at, word) => {
            let texts = texts(&form);
            form.replace_range(texts[at % texts.len()].clone(), WORDS[*word]);
        }
        Slip::Number(at, number) => {
            let numbers = numbers(&form);
            form.replace_range(numbers[at % numbers.len()].clone(), NUMBERS[*number]);
        }
        Slip::Exchange(at, from) => {
            let texts = texts(&form);
            let text = form[texts[from % texts.len()].clone()].to_owned();
            form.replace_range(texts[at % texts.len()].clone(), &text);
        }
        Slip::Line(at, twice) => {
            let mut lines: Vec<&str> = form.lines().collect();
            let at = at % lines.len();
            match twice {
                true => lines.insert(at, lines[at]),
                false => {
                    lines.remove(at);
                }
            }
            form = lines.join("\n");
        }
    }
    form
}

/// Does everything with a form that the program does.
fn use_it(form: &Template) {
    let mut report = Report::new(form, "青溪县水务局", form.form.first_year);
    let entered = form.cells.iter().filter(|cell| !cell.is_total());
    for (index, cell) in entered.enumerate() {
        let figure = ["12", "/", "3（其中1件）"][index % 3];
        report
            .entries
            .insert(cell.address.clone(), Entry::parse(figure).unwrap());
    }
    for prose in report.prose.values_mut() {
        prose.lead = "收到申请12件，全年公开信息30条。".to_owned();
    }
    check::check(form, &report, None);
    check::rules(form);
    report.history.push(report.as_past_year(form));
    report.history[0].year = report.year.saturating_sub(1);
    check::check(form, &report, None);
    let document = compose(form, &report);
    lay_out(&document, &Faces::bundled());
    let _ = import_text(SOURCE, "来源.txt", Some(form));
    for older in forms() {
        succession::next(&report, form, report.year.saturating_add(1), older);
        let _ = form.lineage_problems(older);
    }
}

/// A short report as text, with labels of the real forms and figures in a table.
const SOURCE: &str = "青溪县水务局2024年政府信息公开工作年度报告\n\n一、总体情况\n（一）主动公开\n全年公开信息30条。\n\
    二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n\
    行政规范性文件\t2\t1\t12\n三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\t3\t0\t0\t0\t0\t0\t3\n\
    总计\t1\t——\t1\n六、其他需要报告的事项\n无。\n青溪县水务局\n2025年1月20日\n";

proptest! {
    #![proptest_config(Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    })]

    #[test]
    fn a_slip_is_refused_or_harmless(form in 0..FORMS.len(), slips in prop::collection::vec(slip(), 1..4)) {
        let mut text = FORMS[form].to_owned();
        for slip in &slips {
            text = slipped(&text, slip);
        }
        match Template::parse(&text, "改.ron") {
            Ok(form) => use_it(&form),
            Err(error) => prop_assert!(error.problems.iter().all(|problem| !problem.place.is_empty())),
        }
    }
}
