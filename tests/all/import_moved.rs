//! Figures that moved although the header is whole: rows that lost a cell, groups and figures out of their order, and
//! cells that hold something else than a number. None is taken for another, and what may be wrong is told.

use crate::import_shapes::{Score, Truth, score, shapes};
use crate::import_variants::{Part, Table, parts, read};
use nianbao::import::{Imported, NoteKind};
use std::collections::BTreeMap;

const HTML: usize = 0;
const TABS: usize = 1;
const SPACES: usize = 5;
/// All ways in which a table is written, a page's among them.
const WAYS: std::ops::Range<usize> = 0..6;

/// One of our own reports, as parts that can be damaged.
struct Case {
    parts: Vec<Part>,
    truth: Truth,
}

fn case(files: &BTreeMap<String, Vec<u8>>, number: &str) -> Case {
    let truth = std::str::from_utf8(&files[&format!("{number}/truth.txt")]).unwrap();
    Case {
        parts: parts(&files[&format!("{number}/html_clean.html")]),
        truth: Truth::of(truth),
    }
}

impl Case {
    /// The report with one of its tables changed: the first of table two is 0.
    fn with(&self, table: impl Fn(&mut Table), is_changed: impl Fn(&Table) -> bool) -> Vec<Part> {
        let mut parts = self.parts.clone();
        let mut count = 0;
        for part in &mut parts {
            if let Part::Table(known) = part
                && is_changed(known)
            {
                table(known);
                count += 1;
            }
        }
        assert_eq!(count, 1, "one table is changed");
        parts
    }

    fn with_requests(&self, change: impl Fn(&mut Table)) -> Vec<Part> {
        self.with(change, |table| table.len() > 20)
    }

    fn with_appeals(&self, change: impl Fn(&mut Table)) -> Vec<Part> {
        let is_appeals = |table: &Table| {
            let mut cells = table.iter().flatten();
            cells.any(|cell| cell.text.replace('\n', "") == "行政复议")
        };
        self.with(change, is_appeals)
    }

    fn read(&self, parts: &[Part], way: usize) -> (Imported, Score) {
        let imported = read(parts, way).unwrap();
        let score = score(&self.truth, &imported);
        (imported, score)
    }
}

/// The wrong figures that no doubt names.
fn silent(imported: &Imported, score: &Score) -> Vec<String> {
    let is_told = |wrong: &&String| {
        let address = wrong.split(' ').next().unwrap_or_default();
        imported.notes.iter().any(|note| {
            note.kind == NoteKind::Doubted && note.places.iter().any(|p| p.to_string() == address)
        })
    };
    let wrong = score.wrong.iter().filter(|wrong| !is_told(wrong));
    wrong.cloned().collect()
}

/// Where the last seven cells of a row of figures begin.
fn figures_of(row: &[crate::import_variants::Cell]) -> Option<usize> {
    let is_number = |text: &str| text.is_empty() || text.starts_with(|c: char| c.is_ascii_digit());
    let first = row.len().checked_sub(7)?;
    let has_figures = row[first..].iter().all(|cell| is_number(&cell.text));
    (has_figures && row.len() <= 10).then_some(first)
}

#[test]
fn rows_that_lost_the_cell_of_one_column_are_not_taken_for_rows_without_a_total() {
    let files = shapes();
    for number in ["01", "02", "04"] {
        let case = case(&files, number);
        for column in 0..6 {
            let parts = case.with_requests(|table| {
                let mut count = 0;
                for row in table {
                    if let Some(first) = figures_of(row) {
                        row.remove(first + column);
                        count += 1;
                    }
                }
                assert!(count > 20, "{count} rows");
            });
            for way in [HTML, TABS, SPACES] {
                let (_, score) = case.read(&parts, way);
                let name = format!("{number}, column {column}, way {way}");
                assert!(score.wrong.is_empty(), "{name}: {:?}", score.wrong);
            }
            // Merged cells printed once, with an empty cell for each further column.
            let once = printed_once(&parts);
            let (_, score) = case.read(&once, TABS);
            assert!(
                score.wrong.is_empty(),
                "{number}, column {column}: {:?}",
                score.wrong
            );
        }
    }
}

/// The parts with an empty cell in every place that a merged cell covers besides its first.
fn printed_once(parts: &[Part]) -> Vec<Part> {
    let of = |part: &Part| match part {
        Part::Line(line) => Part::Line(line.clone()),
        Part::Table(table) => {
            let places = crate::import_variants::places(table);
            let width = places.iter().flatten().max().map_or(0, |most| most + 1);
            let rows = table.iter().zip(&places).map(|(row, places)| {
                let mut texts = vec![String::new(); width];
                for (cell, place) in row.iter().zip(places) {
                    texts[*place] = cell.text.clone();
                }
                let last = places.last().map_or(0, |last| last + 1);
                texts.truncate(last.max(1));
                let single = |text: String| crate::import_variants::Cell {
                    text,
                    columns: 1,
                    rows: 1,
                };
                texts.into_iter().map(single).collect()
            });
            Part::Table(rows.collect())
        }
    };
    parts.iter().map(of).collect()
}

#[test]
fn groups_of_table_four_that_changed_places_with_their_labels_are_not_taken_by_their_place() {
    let files = shapes();
    for number in ["01", "02", "04"] {
        let case = case(&files, number);
        let parts = case.with_appeals(|table| {
            let is = |cell: &crate::import_variants::Cell, label: &str| {
                cell.text.replace('\n', "") == label
            };
            for row in table.iter_mut() {
                let one = row.iter().position(|cell| is(cell, "未经复议直接起诉"));
                let other = row.iter().position(|cell| is(cell, "复议后起诉"));
                if let (Some(one), Some(other)) = (one, other) {
                    row.swap(one, other);
                }
            }
            table.last_mut().unwrap()[5..].rotate_left(5);
        });
        for way in WAYS {
            let (_, score) = case.read(&parts, way);
            assert!(
                score.wrong.is_empty(),
                "{number}, way {way}: {:?}",
                score.wrong
            );
        }
    }
}

#[test]
fn a_row_of_table_four_with_one_figure_doubled_and_one_lost_is_not_taken() {
    let files = shapes();
    let case = case(&files, "01");
    for (doubled, lost) in [(0, 7), (1, 12), (6, 2), (11, 3)] {
        let parts = case.with_appeals(|table| {
            let row = table.last_mut().unwrap();
            let gone = row.remove(lost);
            drop(gone);
            let at = if doubled > lost { doubled - 1 } else { doubled };
            let twin = row[at].clone();
            row.insert(at, twin);
        });
        for way in WAYS {
            let (imported, score) = case.read(&parts, way);
            let silent = silent(&imported, &score);
            assert!(
                silent.is_empty(),
                "{doubled}, {lost}, way {way}: {silent:?}"
            );
        }
    }
}

#[test]
fn a_row_that_moved_is_not_taken_because_the_report_has_a_wrong_total_elsewhere() {
    let files = shapes();
    let case = case(&files, "01");
    for at in [3, 5, 9, 20] {
        for step in 1..7 {
            let parts = case.with_requests(|table| {
                // The total of another row is wrong in the report itself, and a cell of a third is blank.
                let other = table.len() - 4;
                let cell = table[other].last_mut().unwrap();
                cell.text = format!("1{}", cell.text);
                let first = figures_of(&table[other - 2]).unwrap();
                table[other - 2][first + 1].text = String::new();
                let first = figures_of(&table[at]).unwrap();
                table[at][first..].rotate_left(step);
            });
            for way in WAYS {
                let (imported, score) = case.read(&parts, way);
                let row = row_of(&score, &imported);
                assert!(row.is_empty(), "row {at} by {step}, way {way}: {row:?}");
            }
        }
    }
}

/// Wrong figures that nothing tells, but for the total that the report itself has wrong and the cell made blank.
#[test]
fn a_column_lost_under_whole_headers_is_seen_though_a_blank_one_stands_at_the_end() {
    let files = shapes();
    for number in ["01", "02", "04"] {
        let case = case(&files, number);
        for column in 0..6 {
            let parts = case.with_requests(|table| {
                for row in table {
                    if let Some(first) = figures_of(row) {
                        row[first + column..].rotate_left(1);
                        row.last_mut().unwrap().text = String::new();
                    }
                }
            });
            for way in [HTML, TABS] {
                let (_, score) = case.read(&parts, way);
                let name = format!("{number}, column {column}, way {way}");
                assert!(score.wrong.is_empty(), "{name}: {:?}", score.wrong);
            }
        }
    }
}

fn row_of(score: &Score, imported: &Imported) -> Vec<String> {
    let silent = silent(imported, score);
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for wrong in silent {
        let row = wrong.rsplit_once(' ').map_or("", |(start, _)| start);
        let row = row.split('.').nth(1).unwrap_or_default().to_owned();
        rows.entry(row).or_default().push(wrong);
    }
    let several = rows.into_values().filter(|wrong| wrong.len() > 1);
    several.flatten().collect()
}

#[test]
fn a_row_moved_left_whose_total_stands_under_the_column_before_it_stays_empty() {
    let files = shapes();
    let case = case(&files, "01");
    for at in [5, 9, 20] {
        let parts = case.with_requests(|table| {
            let first = figures_of(&table[at]).unwrap();
            table[at][first..].rotate_left(1);
            table[at].last_mut().unwrap().text = String::new();
            // Blank cells in every column: no sum down a column is known.
            for column in 0..6 {
                let first = figures_of(&table[10 + column]).unwrap();
                if 10 + column != at {
                    table[10 + column][first + column].text = String::new();
                }
            }
        });
        for way in [HTML, TABS] {
            let (imported, score) = case.read(&parts, way);
            let row = row_of(&score, &imported);
            assert!(row.is_empty(), "row {at}, way {way}: {row:?}");
        }
    }
}

#[test]
fn a_cell_that_holds_more_than_a_number_stays_empty_alone() {
    let files = shapes();
    let case = case(&files, "01");
    for odd in [
        "165①",
        "约165",
        "165*",
        "（165）",
        "165[1]",
        "一百六十五",
        "1、165",
        "165²",
        "0165",
    ] {
        let requests = case.with_requests(|table| {
            let first = figures_of(&table[5]).unwrap();
            table[5][first + 2].text = odd.to_owned();
        });
        let appeals = case.with_appeals(|table| {
            table.last_mut().unwrap()[6].text = odd.to_owned();
        });
        for (parts, name) in [(requests, "requests."), (appeals, "appeals.cases.direct_")] {
            for way in [HTML, TABS, 2] {
                let (imported, score) = case.read(&parts, way);
                assert!(
                    score.wrong.is_empty(),
                    "{odd}, way {way}: {:?}",
                    score.wrong
                );
                let missing = &score.missing;
                assert!(
                    missing.len() == 1 && missing[0].starts_with(name),
                    "{odd}, way {way}: {missing:?}"
                );
                let is_said = imported.notes.iter().any(|note| {
                    note.sentence.contains(odd)
                        && note
                            .places
                            .iter()
                            .any(|place| place.to_string() == missing[0])
                });
                assert!(
                    is_said,
                    "{odd}, way {way}: the reason says what stands there"
                );
            }
        }
    }
}

/// Puts a cell before or behind each row of a table; the first of the header covers its three lines.
fn beside(table: &mut Table, is_before: bool, head: &str, text: impl Fn(usize) -> String) {
    for (at, row) in table.iter_mut().enumerate() {
        let (text, rows) = match at {
            0 => (head.to_owned(), 3),
            1 | 2 => continue,
            _ => (text(at - 2), 1),
        };
        let columns = 1;
        let cell = crate::import_variants::Cell {
            text,
            columns,
            rows,
        };
        let place = if is_before { 0 } else { row.len() };
        row.insert(place, cell);
    }
}

#[test]
fn a_number_of_the_row_and_a_remark_beside_the_table_do_no_harm() {
    let files = shapes();
    for number in ["01", "04"] {
        let case = case(&files, number);
        let parts = case.with_requests(|table| {
            beside(table, true, "序号", |at| at.to_string());
            beside(table, false, "备注", |_| String::new());
        });
        let (_, score) = case.read(&parts, HTML);
        let lost = (&score.wrong, &score.missing);
        assert!(lost.0.is_empty() && lost.1.is_empty(), "{number}: {lost:?}");
        // Last year's totals beside those of the form: every figure below a label of the form is the form's.
        for lost in [None, Some(2), Some(6)] {
            let parts = case.with_requests(|table| {
                beside(table, false, "上年", |at| (7000 + at).to_string());
                if let Some(lost) = lost {
                    let first = table[7].len() - 8;
                    table[7].remove(first + lost);
                    table[9][first].text = String::new();
                }
            });
            let (_, score) = case.read(&parts, HTML);
            assert!(score.wrong.is_empty(), "{number}: {:?}", score.wrong);
            let missing = score.missing.len();
            assert!(
                missing <= if lost.is_some() { 9 } else { 0 },
                "{number}: {missing}"
            );
        }
    }
}

#[test]
fn the_sums_prove_where_the_total_stands_when_the_header_has_it_elsewhere() {
    let files = shapes();
    for number in ["01", "02"] {
        let case = case(&files, number);
        // A span too narrow puts the label of the total over the last column of the group, or the total came first.
        let narrow = case.with_requests(|table| {
            let group = table[1].iter_mut().find(|cell| cell.columns == 5).unwrap();
            group.columns = 4;
        });
        let first = case.with_requests(|table| {
            table[1].rotate_right(1);
            for row in table.iter_mut().skip(3) {
                let first = figures_of(row).unwrap();
                row[first..].rotate_right(1);
            }
        });
        for parts in [narrow, first] {
            let (_, score) = case.read(&parts, HTML);
            let lost = (&score.wrong, &score.missing);
            assert!(lost.0.is_empty() && lost.1.is_empty(), "{number}: {lost:?}");
        }
        // Columns of a group that changed places with their labels are not told from labels that changed places.
        let exchanged = case.with_requests(|table| {
            table[2].swap(0, 1);
            for row in table.iter_mut().skip(3) {
                let first = figures_of(row).unwrap();
                row.swap(first + 1, first + 2);
            }
        });
        let (_, score) = case.read(&exchanged, HTML);
        assert!(score.wrong.is_empty(), "{number}: {:?}", score.wrong);
        assert!(
            score.missing.len() > 100,
            "{number}: nothing proves their order"
        );
    }
}

#[test]
fn totals_that_are_wrong_in_the_report_itself_do_not_empty_its_rows() {
    let files = shapes();
    let mut case = case(&files, "01");
    let address = ["requests.granted.total", "requests.closed.business"];
    let wrong = address.map(|address| {
        let right: i64 = case.truth.figures[address].parse().unwrap();
        (right.to_string(), (right + 7).to_string())
    });
    let parts = case.with_requests(|table| {
        for (at, back, (right, wrong)) in [(5, 1, &wrong[0]), (table.len() - 2, 6, &wrong[1])] {
            let row = &mut table[at];
            let cell = row.len() - back;
            assert_eq!(row[cell].text, *right);
            row[cell].text = wrong.clone();
        }
    });
    for (address, (_, wrong)) in address.iter().zip(&wrong) {
        case.truth
            .figures
            .insert((*address).to_owned(), wrong.clone());
    }
    for way in WAYS {
        let (_, score) = case.read(&parts, way);
        assert!(score.wrong.is_empty(), "way {way}: {:?}", score.wrong);
        // The two differ by as much, so that the cell where row and column meet may be what is wrong instead; and one
        // cell a line, a row that does not add up may have lost a line.
        let most = match way {
            HTML => 0,
            3 | 4 => 16,
            _ => 1,
        };
        assert!(
            score.missing.len() <= most,
            "way {way}: {:?}",
            score.missing
        );
    }
}

#[test]
fn rows_in_another_order_with_their_labels_are_read_where_the_columns_add_up() {
    let files = shapes();
    let case = case(&files, "01");
    // The last row first, as a page has it whose table names its foot before its rows.
    let last_first = case.with_requests(|table| {
        let last = table.pop().unwrap();
        table.insert(3, last);
    });
    let (_, score) = case.read(&last_first, HTML);
    let lost = (&score.wrong, &score.missing);
    assert!(lost.0.is_empty() && lost.1.is_empty(), "{lost:?}");
    // A figure is another besides: nothing shows any more that the rows are whole.
    let broken = case.with_requests(|table| {
        let last = table.pop().unwrap();
        table.insert(3, last);
        let first = figures_of(&table[8]).unwrap();
        for column in 0..7 {
            table[8][first + column].text = "123456".to_owned();
        }
    });
    let (imported, score) = case.read(&broken, HTML);
    assert!(score.missing.len() > 100, "{:?}", score.missing.len());
    assert!(silent(&imported, &score).is_empty(), "{:?}", score.wrong);
}
