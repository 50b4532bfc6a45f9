//! Tables that stand otherwise than the form's, with all their labels: on their side, a row a group, rows and totals
//! elsewhere, last year's figures beside. Labels and sums decide; what they leave open stays empty.

use crate::import_shapes::{Score, Truth, score, shapes};
use crate::import_variants::{Cell, Part, Table, parts, places, read, written};
use nianbao::import::{Choice, Imported, import, import_text};

const HTML: usize = 0;
const TABS: usize = 1;

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

fn cell(text: &str) -> Cell {
    Cell {
        text: text.to_owned(),
        columns: 1,
        rows: 1,
    }
}

/// The table with every cell in its own place; what a cell covers says the same.
fn spread(table: &Table) -> Vec<Vec<String>> {
    let places = places(table);
    let width = places.iter().zip(table).flat_map(|(places, row)| {
        let ends = places.iter().zip(row).map(|(at, cell)| at + cell.columns);
        ends.collect::<Vec<_>>()
    });
    let mut spread = vec![vec![String::new(); width.max().unwrap()]; table.len()];
    for (at, (row, places)) in table.iter().zip(&places).enumerate() {
        for (cell, column) in row.iter().zip(places) {
            for line in spread.iter_mut().skip(at).take(cell.rows) {
                line[*column..column + cell.columns].fill(cell.text.replace('\n', ""));
            }
        }
    }
    spread
}

fn table(rows: Vec<Vec<String>>) -> Table {
    let row = |row: Vec<String>| row.iter().map(|text| cell(text)).collect();
    rows.into_iter().map(row).collect()
}

impl Case {
    fn with(
        &self,
        is_meant: impl Fn(&Table) -> bool,
        change: impl Fn(&Table) -> Vec<Part>,
    ) -> Vec<Part> {
        let mut count = 0;
        let mut changed = Vec::new();
        for part in &self.parts {
            match part {
                Part::Table(table) if is_meant(table) => {
                    count += 1;
                    changed.extend(change(table));
                }
                part => changed.push(part.clone()),
            }
        }
        assert_eq!(count, 1, "one table is changed");
        changed
    }

    fn with_requests(&self, change: impl Fn(&Table) -> Table) -> Vec<Part> {
        self.with(
            |table| table.len() > 20,
            |table| vec![Part::Table(change(table))],
        )
    }

    fn with_appeals(&self, change: impl Fn(&[String]) -> Table) -> Vec<Part> {
        let is_appeals = |table: &Table| {
            table
                .iter()
                .flatten()
                .any(|cell| cell.text.contains("行政诉讼"))
        };
        self.with(is_appeals, |table| {
            let spread = spread(table);
            vec![Part::Table(change(spread.last().unwrap()))]
        })
    }

    fn read(&self, parts: &[Part], way: usize) -> (Imported, Score) {
        let imported = read(parts, way).unwrap();
        let score = score(&self.truth, &imported);
        (imported, score)
    }

    /// Reads parts of which every figure is to be read.
    fn reads_all(&self, parts: &[Part], way: usize, name: &str) {
        let (imported, score) = self.read(parts, way);
        if !score.missing.is_empty() {
            imported.notes.iter().for_each(|note| println!("{note}"));
        }
        assert_eq!(score.wrong, [] as [&str; 0], "{name}");
        assert_eq!(score.missing, [] as [&str; 0], "{name}");
    }
}

const OUTCOMES: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];

/// Table four with a row for each group of its columns.
fn row_a_group(figures: &[String]) -> Table {
    let head = ["类别", ""].into_iter().chain(OUTCOMES);
    let mut rows = vec![head.map(str::to_owned).collect::<Vec<_>>()];
    let labels = [
        ["行政复议", "行政复议"],
        ["行政诉讼", "未经复议直接起诉"],
        ["行政诉讼", "复议后起诉"],
    ];
    for (label, own) in labels.iter().zip(figures.chunks(5)) {
        let label = label.iter().map(|label| (*label).to_owned());
        rows.push(label.chain(own.iter().cloned()).collect());
    }
    table(rows)
}

#[test]
fn table_four_with_a_row_for_each_group_is_read_by_its_labels() {
    let case = case("01");
    case.reads_all(&case.with_appeals(row_a_group), HTML, "rows");
    case.reads_all(&case.with_appeals(row_a_group), TABS, "rows in text");
    let columns = |figures: &[String]| {
        let upright = spread(&row_a_group(figures));
        let column = |at: usize| upright.iter().map(|row| row[at].clone()).collect();
        table((0..upright[0].len()).map(column).collect())
    };
    case.reads_all(&case.with_appeals(columns), HTML, "columns");
}

#[test]
fn a_group_twice_or_a_figure_too_few_leaves_table_four_empty() {
    let case = case("01");
    let twice = |figures: &[String]| {
        let mut rows = row_a_group(figures);
        rows[3][1].text = "未经复议直接起诉".to_owned();
        rows
    };
    let short = |figures: &[String]| {
        let mut rows = row_a_group(figures);
        rows[2].remove(3);
        rows
    };
    let moved = |figures: &[String]| {
        let mut rows = row_a_group(figures);
        rows[1].remove(2);
        rows[1].push(cell(""));
        rows
    };
    for way in [HTML, TABS] {
        for parts in [
            case.with_appeals(twice),
            case.with_appeals(short),
            case.with_appeals(moved),
        ] {
            let (_, score) = case.read(&parts, way);
            assert_eq!(score.wrong, [] as [&str; 0], "way {way}");
            assert!(
                score
                    .missing
                    .iter()
                    .any(|cell| cell.starts_with("appeals."))
            );
            assert_eq!(score.silent, [] as [&str; 0], "way {way}");
        }
    }
}

#[test]
fn table_three_on_its_side_is_read() {
    let case = case("01");
    let turned = case.with_requests(|requests| {
        let upright = spread(requests);
        let column = |at: usize| upright.iter().map(|row| row[at].clone()).collect();
        table((0..upright[0].len()).map(column).collect())
    });
    case.reads_all(&turned, HTML, "on its side");
}

/// Table three with its columns of figures in another order; the labels of the header stay.
fn with_order(requests: &Table, order: [usize; 7], moves_labels: bool) -> Table {
    let mut rows = spread(requests);
    for (at, row) in rows.iter_mut().enumerate() {
        let first = row.len() - 7;
        let own = row[first..].to_vec();
        for (place, from) in order
            .into_iter()
            .enumerate()
            .filter(|_| at > 2 || moves_labels)
        {
            row[first + place] = own[from].clone();
        }
    }
    table(rows)
}

#[test]
fn a_total_in_another_place_is_read_where_the_rows_show_it() {
    const TOTAL_FIRST: [usize; 7] = [6, 0, 1, 2, 3, 4, 5];
    const TOTAL_SECOND: [usize; 7] = [0, 6, 1, 2, 3, 4, 5];
    // Of the third report one total of a row and one of a column are wrong.
    for number in ["01", "03"] {
        let case = case(number);
        for order in [TOTAL_FIRST, TOTAL_SECOND] {
            let moved = case.with_requests(|table| with_order(table, order, true));
            let (_, score) = case.read(&moved, HTML);
            assert_eq!(score.wrong, [] as [&str; 0], "{number}, {order:?}");
            assert!(score.missing.len() < 20, "{number}: {:?}", score.missing);
        }
    }
    // Columns whose labels stayed are in nobody's order.
    let case = case("01");
    let moved = case.with_requests(|table| with_order(table, [1, 0, 2, 3, 4, 5, 6], true));
    let (_, score) = case.read(&moved, HTML);
    assert_eq!(score.wrong, [] as [&str; 0]);
    let alone = case.with_requests(|table| with_order(table, TOTAL_FIRST, false));
    let (_, score) = case.read(&alone, HTML);
    assert_eq!(score.wrong, [] as [&str; 0]);
}

#[test]
fn a_foot_that_is_written_before_the_body_stands_last() {
    let case = case("01");
    let page = String::from_utf8(written(&case.parts, HTML)).unwrap();
    let start = page
        .find("（七）总计")
        .or_else(|| page.find("四、结转"))
        .unwrap();
    let start = page[..start].rfind("<tr>").unwrap();
    let end = start + page[start..].find("</table>").unwrap();
    let foot = page[start..end].to_owned();
    let open = page[..start].rfind("<table>").unwrap() + "<table>".len();
    let changed = format!(
        "{}<tfoot>{foot}</tfoot>{}{}",
        &page[..open],
        &page[open..start],
        &page[end..]
    );
    let imported = import(changed.as_bytes(), "甲", Choice::default()).unwrap();
    let score = score(&case.truth, &imported);
    assert!(
        score.wrong.is_empty() && score.missing.is_empty(),
        "{score:?}"
    );
}

#[test]
fn the_table_of_the_year_before_is_left_out_by_its_caption() {
    let (case, other) = (case("01"), case("02"));
    let is_requests = |part: &&Part| matches!(part, Part::Table(table) if table.len() > 20);
    let before = other.parts.iter().find(is_requests).unwrap();
    let line = |text: &str| Part::Line(text.to_owned());
    let this = case.truth.year;
    let captions = [
        ("附：上年数据".to_owned(), "本年数据".to_owned()),
        (format!("{}年", this - 1), format!("{this}年")),
    ];
    for (old, new) in &captions {
        for is_first in [true, false] {
            let parts = case.with(
                |table| table.len() > 20,
                |table| {
                    let own = [line(new), Part::Table(table.clone())];
                    let old = [line(old), before.clone()];
                    match is_first {
                        true => old.into_iter().chain(own).collect(),
                        false => own.into_iter().chain(old).collect(),
                    }
                },
            );
            case.reads_all(&parts, HTML, old);
        }
    }
    // Nothing says which of the two is this year's.
    let parts = case.with(
        |table| table.len() > 20,
        |table| vec![before.clone(), Part::Table(table.clone())],
    );
    let (_, score) = case.read(&parts, HTML);
    assert_eq!(score.wrong, [] as [&str; 0]);
}

/// Table three with a column of last year's figures before each of this year's.
fn with_years(requests: &Table, words: [&str; 2]) -> Table {
    let mut rows = Vec::new();
    for (at, row) in spread(requests).into_iter().enumerate() {
        let (labels, figures) = row.split_at(row.len() - 7);
        let double = |text: &String| match at > 2 && text.parse::<u32>().is_ok() {
            true => [format!("{}", 5 + text.len()), text.clone()],
            false => [text.clone(), text.clone()],
        };
        let own = figures.iter().flat_map(double);
        rows.push(labels.iter().cloned().chain(own).collect::<Vec<_>>());
        if at == 2 {
            let own = (0..14).map(|at| words[at % 2].to_owned());
            rows.push(labels.iter().cloned().chain(own).collect());
        }
    }
    table(rows)
}

#[test]
fn columns_of_the_year_before_are_left_out_by_their_labels() {
    let case = case("01");
    let this = case.truth.year;
    let years = [format!("{}年", this - 1), format!("{this}年")];
    for words in [
        ["上年", "本年"],
        ["上年同期", "本年数"],
        [&years[0], &years[1]],
    ] {
        let parts = case.with_requests(|table| with_years(table, words));
        case.reads_all(&parts, HTML, words[0]);
        case.reads_all(&parts, TABS, words[0]);
    }
    // Without a word on the year nobody knows whose figures these are.
    let parts = case.with_requests(|table| with_years(table, ["甲", "乙"]));
    let (_, score) = case.read(&parts, HTML);
    assert_eq!(score.wrong, [] as [&str; 0]);
    assert!(
        score
            .missing
            .iter()
            .any(|cell| cell.starts_with("requests."))
    );
}

#[test]
fn a_row_that_moved_under_two_years_is_not_read() {
    let case = case("01");
    type Move = fn(&mut Vec<Cell>);
    let moves: [(&str, Move); 4] = [
        ("right", |row| row.insert(3, cell(""))),
        ("right and cut", |row| {
            row.insert(3, cell(""));
            row.pop();
        }),
        ("a label more", |row| {
            row.insert(0, cell("三、本年度办理结果"))
        }),
        ("a figure lost", |row| drop(row.remove(5))),
    ];
    for (name, change) in moves {
        for way in [HTML, TABS] {
            let parts = case.with_requests(|requests| {
                let mut rows = with_years(requests, ["上年", "本年"]);
                let at = |row: &Vec<Cell>| row.iter().any(|cell| cell.text == "2.重复申请");
                change(rows.iter_mut().find(|row| at(row)).unwrap());
                rows
            });
            let (_, score) = case.read(&parts, way);
            assert_eq!(score.wrong, [] as [&str; 0], "{name}, way {way}");
            assert_eq!(score.silent, [] as [&str; 0], "{name}, way {way}");
            assert!(score.right > 150, "{name}, way {way}: {}", score.right);
        }
    }
}

#[test]
fn a_label_lost_on_its_side_moves_no_other() {
    let case = case("01");
    for lost in [0, 1, 5, 20] {
        let turned = case.with_requests(|requests| {
            let upright = spread(requests);
            let column = |at: usize| upright.iter().map(|row| row[at].clone()).collect();
            let mut rows = table((0..upright[0].len()).map(column).collect());
            rows[2].remove(lost);
            rows
        });
        let (_, score) = case.read(&turned, HTML);
        assert_eq!(score.wrong, [] as [&str; 0], "{lost}");
        assert_eq!(score.silent, [] as [&str; 0], "{lost}");
    }
}

#[test]
fn rows_in_another_order_are_read_beside_a_wrong_total_of_a_column() {
    for number in ["01", "03"] {
        let case = case(number);
        let parts = case.with_requests(|requests| {
            let mut rows = spread(requests);
            rows[3..].reverse();
            table(rows)
        });
        let (_, score) = case.read(&parts, HTML);
        assert_eq!(score.wrong, [] as [&str; 0], "{number}");
        assert!(score.missing.len() < 20, "{number}: {:?}", score.missing);
    }
}

#[test]
fn a_figure_twice_before_a_column_of_remarks_does_not_push_the_total_into_it() {
    let case = case("01");
    for lost in 0..7 {
        let parts = case.with_requests(|requests| {
            let mut rows = spread(requests);
            for (at, row) in rows.iter_mut().enumerate() {
                row.push(if at < 3 { "备注" } else { "" }.to_owned());
                if row.iter().any(|text| text == "（一）予以公开") {
                    let twice = row.len() - 8 + lost;
                    row.insert(twice, row[twice].clone());
                }
            }
            table(rows)
        });
        for way in [HTML, TABS] {
            let (_, score) = case.read(&parts, way);
            assert_eq!(score.wrong, [] as [&str; 0], "{lost}, way {way}");
            assert!(score.right > 180, "{lost}, way {way}: {}", score.right);
        }
    }
}

#[test]
fn a_label_may_stand_behind_its_group_in_one_cell() {
    let case = case("01");
    for separator in ["", "/", "：", "\n"] {
        let parts = case.with_requests(|requests| {
            let mut rows = spread(requests);
            for row in rows.iter_mut().skip(3) {
                let figures = row.split_off(row.len() - 7);
                row.dedup();
                let label = row.join(separator);
                *row = [label].into_iter().chain(figures).collect();
            }
            for row in rows.iter_mut().take(3) {
                row.drain(1..row.len() - 7);
            }
            table(rows)
        });
        case.reads_all(&parts, HTML, separator);
    }
}

#[test]
fn a_row_that_holds_two_rows_gives_neither_the_figures_of_the_other() {
    let case = case("01");
    let parts = case.with(
        |table| table.iter().flatten().any(|cell| cell.text == "规章"),
        |table| {
            let mut rows = table.clone();
            let at = rows.iter().position(|row| row[0].text == "规章").unwrap();
            let next = rows.remove(at + 1);
            rows[at].extend(next);
            vec![Part::Table(rows)]
        },
    );
    for way in [HTML, TABS, 2] {
        let (_, score) = case.read(&parts, way);
        assert_eq!(score.wrong, [] as [&str; 0], "way {way}");
    }
}

#[test]
fn a_title_whose_year_stands_on_a_line_of_its_own_is_read() {
    let case = case("01");
    let text = String::from_utf8(written(&case.parts, TABS)).unwrap();
    let (agency, year) = (case.truth.agency.as_str(), case.truth.year);
    let title = text.lines().find(|line| line.contains("年度报告")).unwrap();
    for torn in [
        format!("    年{agency}政府信息公开工作\n  {year}\n  年度报告"),
        format!("    {agency}  年政府信息公开工作年度报告\n   {year}"),
    ] {
        let changed = text.replacen(title, &torn, 1);
        let imported = import_text(&changed, "甲", None).unwrap();
        let found = (imported.report.agency.as_str(), imported.report.year);
        assert_eq!(found, (agency, year), "{torn}");
    }
}
