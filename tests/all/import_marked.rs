//! Figures that somebody struck out and wrote anew, and labels on lines of their own: what sums prove is read, the rest
//! stays empty with its reason.

use crate::import_shapes::{Truth, score, shapes};
use crate::import_variants::{Part, parts, written};
use nianbao::import::{Choice, Imported, NoteKind, import, import_text};
use nianbao::place::Place;
use std::collections::BTreeMap;

const HTML: usize = 0;
const SPACES: usize = 5;

fn truth(files: &BTreeMap<String, Vec<u8>>, number: &str) -> Truth {
    let truth = &files[&format!("{number}/truth.txt")];
    Truth::of(std::str::from_utf8(truth).unwrap())
}

/// The page of a report with the cell that holds a figure written in another way.
fn page_with(
    files: &BTreeMap<String, Vec<u8>>,
    number: &str,
    change: &[(&str, String)],
) -> Vec<u8> {
    let mut parts = parts(&files[&format!("{number}/html_clean.html")]);
    for (figure, written) in change {
        let mut count = 0;
        for part in &mut parts {
            let Part::Table(table) = part else { continue };
            for cell in table
                .iter_mut()
                .flatten()
                .filter(|cell| cell.text == *figure)
            {
                cell.text.clone_from(written);
                count += 1;
            }
        }
        assert_eq!(count, 1, "{figure} stands once");
    }
    written(&parts, HTML)
}

fn why_empty(imported: &Imported, address: &str) -> String {
    let of = |place: &Place| place.to_string() == address;
    let mut notes = imported.notes.iter();
    let note = notes.find(|note| note.kind == NoteKind::LeftEmpty && note.places.iter().any(of));
    note.map_or(String::new(), |note| note.sentence.clone())
}

#[test]
fn a_figure_written_beside_a_struck_out_one_is_read_where_a_sum_proves_it() {
    let files = shapes();
    let truth = truth(&files, "01");
    let figure = |address: &str| truth.figures[address].clone();
    let (granted, law) = ("requests.granted.business", "requests.other_law.total");
    let issued = "disclosed.regulations.issued";
    let page = page_with(
        &files,
        "01",
        &[
            (&figure(granted), format!("<s>17</s>{}", figure(granted))),
            (&figure(law), format!("{}<sup>2</sup>", figure(law))),
            (&figure(issued), format!("<del>4</del>{}", figure(issued))),
        ],
    );
    let imported = import(&page, "甲", Choice::default()).unwrap();
    let score = score(&truth, &imported);
    assert_eq!(score.wrong, [] as [&str; 0]);
    // Nothing proves a figure of table two.
    assert_eq!(score.missing, [issued]);
    let reason = why_empty(&imported, issued);
    assert!(reason.contains("不是一个完整的数字"), "{reason}");
    let doubts = imported
        .notes
        .iter()
        .filter(|note| note.kind == NoteKind::Doubted);
    let told: Vec<String> = doubts
        .flat_map(|note| &note.places)
        .map(Place::to_string)
        .collect();
    assert!(told.iter().any(|place| place == granted) && told.iter().any(|place| place == law));
}

#[test]
fn a_row_that_is_struck_out_is_no_row() {
    let files = shapes();
    let truth = truth(&files, "01");
    let page = String::from_utf8(files["01/html_clean.html"].clone()).unwrap();
    let label = "2.重复申请";
    let row = page.split("<tr").find(|row| row.contains(label)).unwrap();
    let row = row.rsplit_once("</tr>").unwrap().0;
    let struck: String = (0..7)
        .map(|at| format!("<td><s>{}</s></td>", 700 + at))
        .collect();
    let old = format!("<tr><td><s>{label}</s></td>{struck}</tr><tr{row}");
    let changed = page.replacen(&format!("<tr{row}"), &old, 1);
    assert_ne!(changed, page);
    let imported = import(changed.as_bytes(), "甲", Choice::default()).unwrap();
    let score = score(&truth, &imported);
    assert!(
        score.wrong.is_empty() && score.missing.is_empty(),
        "{score:?}"
    );
}

/// A report in text, some of whose rows have their figures on the line below their label.
fn with_lines_apart(text: &str, labels: &[&str], is_below: bool) -> String {
    let mut out = String::new();
    for line in text.lines() {
        match labels.iter().find(|label| line.contains(**label)) {
            Some(label) => {
                let (before, figures) = line.split_once(*label).unwrap();
                match is_below {
                    false => out.push_str(&format!("{before}{label}\n{}\n", figures.trim())),
                    true => out.push_str(&format!("{}\n{before}{label}\n", figures.trim())),
                }
            }
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

const LAST_ROWS: [&str; 3] = ["3.要求提供公开出版物", "2.重复申请", "1.信访举报投诉类申请"];

#[test]
fn a_row_that_cannot_be_named_does_not_empty_those_below_their_labels() {
    let files = shapes();
    let truth = truth(&files, "01");
    let parts = parts(&files["01/html_clean.html"]);
    let text = String::from_utf8(written(&parts, SPACES)).unwrap();
    let apart = with_lines_apart(&text, &LAST_ROWS, false);
    assert_ne!(apart, text);
    // One row elsewhere has lost its label.
    let law = &truth.figures["requests.other_law.natural"];
    let lost = apart.replacen(
        &format!("2.其他法律行政法规禁止公开 {law} "),
        &format!("{law} "),
        1,
    );
    assert_ne!(lost, apart);
    let imported = import_text(&lost, "甲", None).unwrap();
    let score = score(&truth, &imported);
    assert_eq!(score.wrong, [] as [&str; 0]);
    let of_other_row = |cell: &String| !cell.starts_with("requests.other_law.");
    assert!(
        !score.missing.iter().any(of_other_row),
        "{:?}",
        score.missing
    );
}

#[test]
fn labels_below_their_figures_give_none_to_another_row() {
    let files = shapes();
    for number in ["01", "02", "09"] {
        let truth = truth(&files, number);
        let parts = parts(&files[&format!("{number}/html_clean.html")]);
        let text = String::from_utf8(written(&parts, SPACES)).unwrap();
        let apart = with_lines_apart(&text, &LAST_ROWS, true);
        let imported = import_text(&apart, "甲", None).unwrap();
        let score = score(&truth, &imported);
        assert_eq!(score.wrong, [] as [&str; 0], "{number}");
        assert_eq!(score.silent, [] as [&str; 0], "{number}");
    }
}
