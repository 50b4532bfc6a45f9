//! Figures beside blank cells, below labels that moved, and totals that contradict: none is taken for another, and what
//! is kept although it contradicts is told.

use crate::import_shapes::{Score, Truth, score, shapes};
use crate::import_variants::{Cell, Part, Table, parts, read};
use nianbao::import::{Imported, NoteKind};

const HTML: usize = 0;
const TABS: usize = 1;
const BARS: usize = 2;

struct Case {
    parts: Vec<Part>,
    truth: Truth,
}

fn case(number: &str) -> Case {
    let files = shapes();
    let truth = std::str::from_utf8(&files[&format!("{number}/truth.txt")]).unwrap();
    Case {
        parts: parts(&files[&format!("{number}/html_clean.html")]),
        truth: Truth::of(truth),
    }
}

impl Case {
    /// The report with the table of this number, of table two the part with permits, changed into other parts.
    fn with(&self, number: usize, change: impl Fn(&Table) -> Vec<Part>) -> Vec<Part> {
        let is_meant = |table: &Table| match number {
            3 => table.len() > 20,
            4 => holds(table, "行政复议"),
            _ => holds(table, "行政许可"),
        };
        let mut parts = Vec::new();
        let mut count = 0;
        for part in &self.parts {
            match part {
                Part::Table(table) if is_meant(table) => {
                    count += 1;
                    parts.extend(change(table));
                }
                part => parts.push(part.clone()),
            }
        }
        assert_eq!(count, 1, "one table is changed");
        parts
    }

    fn changed(&self, number: usize, change: impl Fn(&mut Table)) -> Vec<Part> {
        self.with(number, |table| {
            let mut table = table.clone();
            change(&mut table);
            vec![Part::Table(table)]
        })
    }

    fn read(&self, parts: &[Part], way: usize) -> (Imported, Score) {
        let imported = read(parts, way).unwrap();
        let score = score(&self.truth, &imported);
        (imported, score)
    }
}

fn holds(table: &Table, label: &str) -> bool {
    let mut cells = table.iter().flatten();
    cells.any(|cell| cell.text.replace('\n', "") == label)
}

fn blank() -> Cell {
    Cell {
        text: String::new(),
        columns: 1,
        rows: 1,
    }
}

/// Where the last seven cells of a row of figures begin.
fn figures_of(row: &[Cell]) -> Option<usize> {
    let is_number = |text: &str| text.is_empty() || text.starts_with(|c: char| c.is_ascii_digit());
    let first = row.len().checked_sub(7)?;
    let has_figures = row[first..].iter().all(|cell| is_number(&cell.text));
    (has_figures && row.len() <= 10).then_some(first)
}

/// The row of a table that has this label.
fn row_of<'t>(table: &'t mut Table, label: &str) -> &'t mut Vec<Cell> {
    let has_label = |row: &&mut Vec<Cell>| {
        let mut cells = row.iter();
        cells.any(|cell| cell.text.replace('\n', "").contains(label))
    };
    table.iter_mut().find(has_label).unwrap()
}

fn told<'i>(imported: &'i Imported, address: &str) -> Vec<&'i str> {
    let mut doubts = Vec::new();
    for note in &imported.notes {
        let mut places = note.places.iter();
        if note.kind == NoteKind::Doubted && places.any(|place| place.to_string() == address) {
            doubts.push(note.sentence.as_str());
        }
    }
    doubts
}

/// As Word writes a table that was torn: the header again, and rows without the merged cells that stayed above, with
/// blank cells at their end instead.
#[test]
fn rows_that_lost_their_group_to_the_table_above_are_read_or_left_but_not_moved() {
    for number in ["01", "02", "04"] {
        let case = case(number);
        for cut in [8, 12, 17, 22] {
            for repeats in [true, false] {
                let parts = case.with(3, |table| {
                    let (above, below) = table.split_at(cut);
                    let mut torn: Table = match repeats {
                        true => table[..3].to_vec(),
                        false => Vec::new(),
                    };
                    for row in below {
                        let mut row = row.clone();
                        let width: usize = row.iter().map(|cell| cell.columns).sum();
                        row.extend(std::iter::repeat_n(blank(), 10_usize.saturating_sub(width)));
                        torn.push(row);
                    }
                    vec![Part::Table(above.to_vec()), Part::Table(torn)]
                });
                let (_, score) = case.read(&parts, HTML);
                let name = format!("{number}, cut at {cut}, header again: {repeats}");
                assert_eq!(score.wrong, [] as [&str; 0], "{name}");
                assert_eq!(score.silent, [] as [&str; 0], "{name}");
                if repeats {
                    assert_eq!(score.missing, [] as [&str; 0], "{name}");
                }
            }
        }
    }
}

#[test]
fn a_total_in_the_first_column_is_no_number_of_natural_persons() {
    for number in ["01", "02", "04"] {
        let case = case(number);
        let parts = case.changed(3, |table| {
            for row in table {
                if let Some(first) = figures_of(row) {
                    row[first..].rotate_right(1);
                    row.last_mut().unwrap().text = String::new();
                }
            }
        });
        for way in [HTML, TABS] {
            let (_, score) = case.read(&parts, way);
            assert_eq!(score.wrong, [] as [&str; 0], "{number}, way {way}");
        }
        // Blank totals alone leave the figures where they are.
        let parts = case.changed(3, |table| {
            for row in table {
                if figures_of(row).is_some() {
                    row.last_mut().unwrap().text = String::new();
                }
            }
        });
        let (_, score) = case.read(&parts, HTML);
        assert_eq!(score.wrong, [] as [&str; 0], "{number}");
        let is_total = |cell: &String| cell.ends_with(".total");
        assert!(score.missing.iter().all(is_total), "{:?}", score.missing);
    }
}

#[test]
fn a_group_of_table_four_without_its_total_is_left_when_others_have_theirs() {
    let case = case("01");
    for (from, group) in [(0, "review"), (5, "direct"), (10, "after_review")] {
        for joins in [true, false] {
            let parts = case.changed(4, |table| {
                let cells = &mut table.last_mut().unwrap()[from..from + 5];
                if joins {
                    let total = cells[4].text.clone();
                    cells[3].text.push_str(&total);
                } else {
                    cells[1..].rotate_left(1);
                }
                cells[4].text = String::new();
            });
            for way in [HTML, TABS, BARS] {
                let (_, score) = case.read(&parts, way);
                let name = format!("{group}, joined: {joins}, way {way}");
                assert_eq!(score.wrong, [] as [&str; 0], "{name}");
                assert_eq!(score.silent, [] as [&str; 0], "{name}");
                let own = format!("appeals.cases.{group}_");
                let is_own = |cell: &String| cell.starts_with(&own);
                assert!(
                    score.missing.iter().all(is_own),
                    "{name}: {:?}",
                    score.missing
                );
            }
        }
    }
}

#[test]
fn a_blank_row_does_not_take_the_figures_of_another_table() {
    let case = case("01");
    let other_year = |table: &Table| -> Table {
        let mut other = table.clone();
        for cell in other.iter_mut().flatten() {
            if cell.text.chars().all(|c| c.is_ascii_digit()) && !cell.text.is_empty() {
                cell.text.push('7');
            }
        }
        other
    };
    for is_above in [false, true] {
        let parts = case.with(2, |table| {
            let mut own = table.clone();
            row_of(&mut own, "行政许可").last_mut().unwrap().text = String::new();
            let own = Part::Table(own);
            let caption = Part::Line("对照表".to_owned());
            let other = Part::Table(other_year(table));
            match is_above {
                true => vec![caption, other, own],
                false => vec![own, caption, other],
            }
        });
        for way in [HTML, TABS, BARS] {
            let (imported, score) = case.read(&parts, way);
            let name = format!("above: {is_above}, way {way}");
            let entries = &imported.report.entries;
            let mut filled = entries.keys().map(|address| address.to_string());
            assert!(
                !filled.any(|address| address.starts_with("disclosed.permits")),
                "{name}"
            );
            assert_eq!(score.wrong, [] as [&str; 0], "{name}");
            assert_eq!(score.silent, [] as [&str; 0], "{name}");
        }
    }
}

#[test]
fn a_figure_that_slipped_into_the_next_cell_is_left_where_columns_show_it() {
    let mut count = 0;
    let case = case("09");
    let slip = |row: &[Cell]| {
        let first = figures_of(row)?;
        let mut pairs = first..first + 5;
        pairs.find(|at| !matches!(row[*at].text.as_str(), "" | "0") && row[at + 1].text == "0")
    };
    for at in 3..25 {
        let is_moved = std::cell::Cell::new(false);
        let parts = case.changed(3, |table| {
            if let Some(cell) = table.get(at).and_then(|row| slip(row)) {
                table[at][cell + 1].text = std::mem::take(&mut table[at][cell].text);
                is_moved.set(true);
            }
        });
        count += usize::from(is_moved.get());
        for way in [HTML, TABS] {
            let (_, score) = case.read(&parts, way);
            let name = format!("row {at}, way {way}");
            assert_eq!(score.wrong, [] as [&str; 0], "{name}");
            assert!(score.missing.len() <= 14, "{name}: {:?}", score.missing);
        }
    }
    assert!(count > 5, "{count} slips were tried");
}

#[test]
fn a_total_that_contradicts_is_kept_and_told() {
    let case = case("01");
    let right = case.truth.figures["requests.closed.natural"].clone();
    let (imported, _) = case.read(&case.parts, HTML);
    let is_doubt = |note: &&nianbao::import::Note| note.kind == NoteKind::Doubted;
    assert_eq!(imported.notes.iter().find(is_doubt), None, "a right report");
    for (label, cell, address) in [
        ("（七）总计", 0, "requests.closed.natural"),
        ("（七）总计", 6, "requests.closed.total"),
        ("（一）予以公开", 6, "requests.granted.total"),
        ("二、上年结转", 6, "requests.carried_in.total"),
    ] {
        for wrong in ["9", "505"] {
            let parts = case.changed(3, |table| {
                let row = row_of(table, label);
                let first = figures_of(row).unwrap();
                row[first + cell].text.push_str(wrong);
            });
            for way in [HTML, TABS] {
                let (imported, _) = case.read(&parts, way);
                let doubts = told(&imported, address);
                let name = format!("{address} {wrong}, way {way}");
                assert_eq!(doubts.len(), 1, "{name}: {doubts:?}");
                assert!(doubts[0].contains("合计"), "{name}: {doubts:?}");
                if address == "requests.closed.natural" {
                    assert!(doubts[0].contains(&right), "{name}: {doubts:?}");
                }
            }
        }
    }
}

#[test]
fn a_balance_that_fails_alone_is_told() {
    let case = case("01");
    let parts = case.changed(3, |table| {
        let row = row_of(table, "一、本年新收");
        let first = figures_of(row).unwrap();
        for at in [first + 1, first + 6] {
            let more = row[at].text.parse::<u64>().unwrap() + 3;
            row[at].text = more.to_string();
        }
    });
    let (imported, _) = case.read(&parts, HTML);
    let doubts = told(&imported, "requests.new.business");
    assert!(
        doubts.iter().any(|doubt| doubt.contains("勾稽")),
        "{doubts:?}"
    );
}

#[test]
fn rows_under_a_header_that_lacks_a_column_are_doubted_where_their_totals_are_more() {
    let case = case("01");
    let parts = case.changed(3, |table| {
        // The header lost one label, the rows another column: nobody can see which.
        let labels = table[2].len();
        table[2].remove(labels - 2);
        for (at, cells) in [(0, 6), (1, 4)] {
            let wide = table[at].iter_mut().find(|cell| cell.columns == cells + 1);
            if let Some(cell) = wide {
                cell.columns = cells;
            }
        }
        for row in table {
            if let Some(first) = figures_of(row) {
                row.remove(first + 1);
            }
        }
    });
    for way in [HTML, TABS] {
        let (imported, score) = case.read(&parts, way);
        for wrong in &score.wrong {
            let address = wrong.split(' ').next().unwrap();
            assert!(!told(&imported, address).is_empty(), "way {way}: {wrong}");
        }
    }
}

#[test]
fn rows_below_a_header_that_comes_again_in_another_order_are_left_out() {
    let case = case("01");
    for (has_header, is_other) in [(true, true), (true, false), (false, true)] {
        let parts = case.changed(3, |table| {
            let mut header: Table = table[..3].to_vec();
            if is_other {
                header[2].swap(0, 2);
            }
            let mut rows = table.split_off(11);
            for row in rows.iter_mut().filter(|_| is_other) {
                let first = figures_of(row).unwrap();
                row.swap(first + 1, first + 3);
            }
            table.extend(if has_header { header } else { Vec::new() });
            table.extend(rows);
        });
        for way in [HTML, TABS] {
            let (imported, score) = case.read(&parts, way);
            for wrong in &score.wrong {
                let address = wrong.split(' ').next().unwrap();
                assert!(!told(&imported, address).is_empty(), "way {way}: {wrong}");
            }
            // Without a header the totals of the two columns alone tell.
            let has_wrong = !score.wrong.is_empty();
            assert_eq!(has_wrong, is_other && !has_header, "way {way}");
            let closed = |cell: &String| cell.starts_with("requests.closed.");
            let is_left = score.missing.iter().any(closed);
            assert_eq!(is_left, is_other && has_header, "way {way}");
        }
    }
}

/// Two figures of a row joined, the others moved left, and another row lost: no sum stands against it.
#[test]
fn a_row_whose_total_is_blank_and_that_nothing_proves_is_told() {
    let case = case("01");
    let parts = case.changed(3, |table| {
        let is_lost = |row: &Vec<Cell>| row.iter().any(|cell| cell.text.contains("2.重复申请"));
        let lost = table.iter().position(is_lost);
        let row = row_of(table, "5.要求行政机关确认");
        let first = figures_of(row).unwrap();
        let joined = row.remove(first + 1);
        row[first].text.push_str(&joined.text);
        row.push(blank());
        table.remove(lost.unwrap());
    });
    let (imported, score) = case.read(&parts, HTML);
    for wrong in &score.wrong {
        let address = wrong.split(' ').next().unwrap();
        assert!(!told(&imported, address).is_empty(), "{wrong}");
    }
}
