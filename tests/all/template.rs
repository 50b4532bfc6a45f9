//! The built-in templates: every cell of the form, and nothing else.

use nianbao::place::Address;
use nianbao::template::{Forms, Kind, Template};

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");

/// Every form that comes with the program, the newest first.
pub fn forms() -> impl Iterator<Item = &'static Template> {
    Forms::built_in().iter().map(|form| &**form)
}

/// The address that a test writes as text.
pub fn at(address: &str) -> Address {
    Address::parse(address).unwrap()
}

/// A file of the shared folder; without it the test fails when CI is set and is passed over otherwise.
pub fn shared(path: &str) -> Option<String> {
    match std::fs::read_to_string(format!("{SHARED}/{path}")) {
        Ok(text) => Some(text),
        Err(error) if std::env::var_os("CI").is_some() => panic!("../shared/{path}: {error}"),
        Err(_) => None,
    }
}

fn kind_in_words(kind: &Kind) -> String {
    match kind {
        Kind::Count => "count".to_owned(),
        Kind::SignedCount => "signed count".to_owned(),
        Kind::Money { unit, decimals } if unit == "万元" => {
            format!("\"money, 10 000 yuan, up to {decimals} decimals\"")
        }
        Kind::Money { .. } => "\"money, yuan as printed\"".to_owned(),
    }
}

fn cells_match(template: &Template) {
    let id = &template.form.id;
    let kept = format!("{}/tests/cases/cells-{id}.csv", env!("CARGO_MANIFEST_DIR"));
    let expected = std::fs::read_to_string(kept).unwrap();
    if let Some(published) = shared(&format!("format/cells-{id}.csv")) {
        assert_eq!(
            published, expected,
            "the published list of cells has changed"
        );
    }
    let rows = template.cells.iter().map(|cell| {
        format!(
            "{},{},{},{},{}",
            cell.address,
            kind_in_words(&cell.kind),
            if cell.is_total() { "total" } else { "entered" },
            cell.row_path.join("/"),
            cell.column_path.join("/")
        )
    });
    let actual: Vec<String> = rows.collect();
    let expected: Vec<&str> = expected.lines().skip(1).map(str::trim_end).collect();
    for (actual, expected) in actual.iter().zip(&expected) {
        assert_eq!(actual, expected);
    }
    assert_eq!(actual.len(), expected.len());
}

#[test]
fn the_cells_are_those_of_the_published_forms() {
    assert!(forms().count() > 1);
    forms().for_each(cells_match);
}

/// The newest form with other words somewhere, as it is refused.
fn refused(words: &str, instead: &str) -> String {
    let text = include_str!("../../templates/2021.ron");
    assert!(text.contains(words), "{words}");
    let changed = text.replacen(words, instead, 1);
    let error = Template::parse(&changed, "form.ron").unwrap_err();
    error.to_string()
}

#[test]
fn a_sentence_with_a_word_that_nothing_fills_in_is_refused() {
    let message = "{cell}：本年 {this}，上年 {last}，相差十倍以上。";
    for (instead, told) in [
        ("{cel}：本年 {this}。", "{cel}：本年"),
        ("本年 {this，上年。", "能填的有 {cell}、{this}、{last}"),
        ("  ", "是空的"),
    ] {
        let error = refused(message, instead);
        assert!(
            error.contains("standing.jump_from_last_year") && error.contains(told),
            "{error}"
        );
    }
}

#[test]
fn a_claim_of_an_empty_word_is_refused() {
    let own = |claims: &str| {
        refused(
            "    succeeds: [",
            &format!("claims: ({claims}), succeeds: ["),
        )
    };
    for list in ["units", "fillers", "ways", "deeds"] {
        let error = own(&format!("{list}: [\" \"]"));
        assert!(error.contains(&format!("claims.{list}")), "{error}");
    }
    let blank = own("topics: [(id: \"x\", words: [\"\"], measures: [])]");
    assert!(blank.contains("词语不能是空的"), "{blank}");
    let nowhere = own(
        "rates: [(words: [\"率\"], part: [\"requests.nowhere.*\"], wholes: [])], column: \"total\"",
    );
    assert!(
        nowhere.contains("没有地址为 requests.nowhere.total"),
        "{nowhere}"
    );
}
