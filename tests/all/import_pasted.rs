//! A table pasted into the editor is read as `import` reads it: the same figures, or the reason why none.

use crate::import::{BARS, LAYOUT, ONE_A_LINE, SPACES, TABS};
use nianbao::import::{PastedTable, import_text, read_pasted_table};
use nianbao::template::Template;
use std::collections::BTreeMap;

/// Table three's place among the form's tables.
const REQUESTS: usize = 1;
const TABLES: usize = 3;

fn form() -> std::sync::Arc<Template> {
    Template::built_in("2021").unwrap()
}

fn pasted(table: usize, text: &str) -> PastedTable {
    let rows: Vec<Vec<String>> = text
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    read_pasted_table(&form(), table, &rows)
}

/// The values of a table's cells as it was pasted, and as `import` reads the same text.
fn both(table: usize, text: &str) -> [BTreeMap<String, Option<String>>; 2] {
    let form = form();
    let value = |entry: &nianbao::report::Entry| entry.value().map(|value| value.to_string());
    let paste = pasted(table, text).figures;
    let paste = paste.iter().map(|(cell, entry)| {
        let address = form.cells[*cell].address.to_string();
        (address, value(entry))
    });
    let imported = import_text(text, "样本.txt", Some(&form)).unwrap().report;
    let is_own = |address: &nianbao::place::Address| form.cell(address).unwrap().table == table;
    let entered = imported.entries.iter().filter(|(at, _)| is_own(at));
    let entered = entered.map(|(at, entry)| (at.to_string(), value(entry)));
    // Totals that came out right are settled in the report and no longer stated.
    let paste = paste.filter(|(at, _)| {
        let cell = form.cells.iter().find(|cell| cell.address.as_str() == at);
        !cell.unwrap().is_total()
    });
    [paste.collect(), entered.collect()]
}

/// Section three of the sample, its heading and the next among it.
fn section_three() -> &'static str {
    let start = TABS.find("三、收到").unwrap();
    let end = TABS.find("五、存在").unwrap();
    &TABS[start..end]
}

/// The section as some websites print it: all zeros, one column of it lost, two columns for the labels, so that the labels
/// of the third rank push the last figure of their rows out.
fn without_a_column(lost: &str) -> String {
    let lines = section_three().lines().map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [first, second, third, figures @ ..] = cells.as_slice() else {
            return line.to_owned();
        };
        match figures {
            [figure, ..] if figure.parse::<u64>().is_ok() => {
                let labels = match third.is_empty() {
                    true => format!("{first}\t{second}"),
                    false => format!("{first}\t{second}\t{third}"),
                };
                let zeros = "\t0".repeat(if third.is_empty() { 6 } else { 5 });
                format!("{labels}{zeros}\t")
            }
            _ => {
                let header = figures.iter().filter(|label| **label != lost);
                let header: Vec<&str> = header.copied().collect();
                format!("{first}\t{second}\t{}\t", header.join("\t"))
            }
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_pasted_report_fills_each_table_as_import_does() {
    let mut filled = 0;
    for text in [TABS, BARS, ONE_A_LINE, SPACES, LAYOUT] {
        for table in 0..TABLES {
            let [paste, import] = both(table, text);
            assert_eq!(paste, import, "table {table} of {text}");
            filled += paste.len();
        }
    }
    assert!(filled > 600, "{filled}");
}

#[test]
fn pasted_without_any_heading_its_header_is_read_all_the_same() {
    // Another order of the columns, told by the header alone, which stands above the first label of a row.
    let header = "\t\t\t商业企业\t自然人\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计";
    let text = format!("{header}\n一、本年新收政府信息公开申请数量\t\t\t2\t1\t3\t4\t5\t6\t21");
    let form = form();
    for (cell, entry) in pasted(REQUESTS, &text).figures {
        let of = |column: &str| form.cells[cell].address.as_str().ends_with(column);
        assert!(!of(".natural") || entry.to_string() == "1", "{entry}");
        assert!(!of(".business") || entry.to_string() == "2", "{entry}");
    }
}

#[test]
fn a_row_of_the_table_that_cannot_be_read_is_told_with_its_reason() {
    let text = "一、本年新收政府信息公开申请数量\t\t\t1\t2\t3";
    let read = pasted(REQUESTS, text);
    assert_eq!((read.figures.len(), read.rows_found), (0, 1));
    let told = read.remarks.iter().any(|said| said.contains("3 个数字"));
    assert!(told, "{:?}", read.remarks);
}

#[test]
fn a_pasted_section_with_its_headings_and_a_lost_column_is_read_as_import_reads_it() {
    for lost in ["其他", "总计"] {
        let text = without_a_column(lost);
        let [paste, import] = both(REQUESTS, &text);
        assert!(import.len() > 100, "{lost}: {}", import.len());
        assert_eq!(paste, import, "{lost}");
    }
}
