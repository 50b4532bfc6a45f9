//! Copied text entered into a table: figures from the caret on, a table with words by its labels. Pure.

use super::block::parsed;
use super::filler::{Filler, shorten};
use crate::import::{read_pasted_table, read_value};
use crate::report::Report;
use crate::session::edit::Edit;
use crate::session::table::caret::Caret;
use crate::session::table::lines::FigureLines;
use crate::template::{Kind, Template};
use std::collections::BTreeSet;

/// What a paste does: one edit, the block it covers and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Paste {
    pub edit: Option<Edit>,
    pub caret: Caret,
    /// What was entered and what could not be, in one Chinese sentence.
    pub message: Option<String>,
    /// What was left out or is doubtful, a sentence each.
    pub details: Vec<String>,
    /// The figures went by their labels, not from the caret on.
    pub by_labels: bool,
}

/// Enters copied text. Figures alone go from the upper left corner of the selected block on, and one value fills the
/// whole block; a table with words goes by its labels, wherever the caret is.
pub fn pasted(
    lines: &FigureLines,
    caret: &Caret,
    template: &Template,
    report: &Report,
    text: &str,
) -> Paste {
    let rows = parsed(text);
    let single = match rows.as_slice() {
        [row] if row.len() == 1 => row.first(),
        _ => None,
    };
    let mut filler = Filler::new(template, report);
    if single.is_none() && rows.iter().flatten().any(|cell| is_word(cell)) {
        return by_labels(lines, caret, filler, &rows);
    }
    let block = caret.block(lines);
    if let Some(value) = single.filter(|_| caret.is_block(lines)) {
        for figure in block.iter().flatten() {
            filler.put(Some(figure), value);
        }
        return shortened(filler.finish(*caret));
    }
    let first_line = caret.at.line.min(caret.anchor.line);
    let first_cell = block
        .first()
        .and_then(|line| line.first())
        .map(|figure| figure.cell);
    let start = lines.rows.get(first_line).and_then(|line| {
        line.figures
            .iter()
            .position(|figure| Some(figure.cell) == first_cell)
    });
    let start = start.unwrap_or(0);
    let mut covered = Caret::at(
        first_cell
            .and_then(|cell| lines.spot_of(cell))
            .unwrap_or(caret.at),
    );
    covered.anchor = covered.at;
    for (index, row) in rows.iter().enumerate() {
        for (offset, value) in row.iter().enumerate() {
            let line = lines.rows.get(first_line + index);
            let figure = line.and_then(|line| line.figures.get(start + offset));
            filler.put(figure, value);
            if let Some(spot) = figure.and_then(|figure| lines.spot_of(figure.cell)) {
                covered.anchor.line = covered.anchor.line.max(spot.line);
                covered.anchor.track = covered.anchor.track.max(spot.track);
            }
        }
    }
    shortened(filler.finish(covered))
}

fn shortened(mut paste: Paste) -> Paste {
    shorten(&mut paste.details);
    paste
}

/// Whether a copied cell holds words and no figure.
fn is_word(cell: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && !c.is_numeric();
    cell.chars().any(is_letter)
        && !matches!(read_value(cell, &Kind::SignedCount), Ok(Some(_)))
        && read_value(cell, &Kind::Count).is_err()
}

/// Puts each figure where its labels say; changes nothing when no row has a label of this table.
fn by_labels(
    lines: &FigureLines,
    caret: &Caret,
    mut filler: Filler,
    rows: &[Vec<String>],
) -> Paste {
    let template = filler.template;
    let first = lines.rows.first().and_then(|row| row.figures.first());
    let table = first.and_then(|figure| template.cells.get(figure.cell));
    let read = table.map(|cell| read_pasted_table(template, cell.table, rows));
    let read = read.unwrap_or_default();
    if read.figures.is_empty() {
        let said = match read.rows_found {
            0 => "粘贴的内容带有文字，程序没有从中认出本表的数字，所以什么也没有改。\
                  要从选中的单元格起依次粘贴，请只复制数字；整份报告请用“文件”菜单导入。"
                .to_owned(),
            // Its rows are this table's: why they were not read is what helps.
            count => format!(
                "粘贴的内容里有本表的 {count} 行，但读不准它们的数字，所以什么也没有改。\
                 要从选中的单元格起依次粘贴，请只复制数字；整份报告请用“文件”菜单导入。"
            ),
        };
        return Paste {
            edit: None,
            caret: *caret,
            message: Some(said),
            details: read.remarks,
            by_labels: true,
        };
    }
    for (cell, entry) in read.figures {
        filler.take(cell, entry);
    }
    let count = filler.cells.len();
    // Why something is missing comes before what follows from it.
    let mut details: Vec<String> = filler.left_alone().into_iter().collect();
    details.extend(read.remarks);
    let mut paste = filler.finish(*caret);
    details.append(&mut paste.details);
    let mut told = BTreeSet::new();
    details.retain(|detail| told.insert(detail.clone()));
    shorten(&mut details);
    Paste {
        message: Some(format!("已按行标题、列标题粘贴 {count} 格。")),
        by_labels: true,
        details,
        ..paste
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Address;
    use crate::report::{Entry, Figures};
    use crate::session::table::block::copied;
    use crate::session::table::caret::{Spot, Step};

    fn parts() -> (std::sync::Arc<Template>, FigureLines, Report) {
        let template = Template::built_in("2021").expect("a built-in form");
        let lines = FigureLines::of(&template, "requests");
        let report = Report::new(&template, "某局", 2025);
        (template, lines, report)
    }

    fn caret_at(template: &Template, lines: &FigureLines, address: &str) -> Caret {
        let cell = template.cell_index(address).expect("an address");
        Caret::at(lines.spot_of(cell).expect("a spot"))
    }

    fn entered(paste: &Paste) -> Vec<(String, String)> {
        let Some(Edit::Entries(cells)) = &paste.edit else {
            return Vec::new();
        };
        let text = |entry: &Option<Entry>| entry.as_ref().map(Entry::to_string).unwrap_or_default();
        cells
            .iter()
            .map(|(address, entry)| (address.to_string(), text(entry)))
            .collect()
    }

    #[test]
    fn a_pasted_block_skips_totals_and_says_so_and_keeps_what_is_no_figure() {
        let (template, lines, report) = parts();
        let caret = caret_at(&template, &lines, "requests.new.legal_service");
        let paste = pasted(
            &lines,
            &caret,
            &template,
            &report,
            "1\t/\t99\n1,234\t22（其中补正16件）\t98",
        );
        let expected = [
            ("requests.new.legal_service", "1"),
            ("requests.new.other", "/"),
            ("requests.carried_in.legal_service", "1234"),
            ("requests.carried_in.other", "22（其中补正16件）"),
        ];
        let expected = expected.map(|(a, t)| (a.to_owned(), t.to_owned()));
        assert_eq!(entered(&paste), expected);
        assert_eq!(
            paste.message.as_deref(),
            Some("2 个合计格由程序计算，没有粘贴")
        );
    }

    #[test]
    fn what_reaches_over_the_edge_is_counted() {
        let (template, lines, report) = parts();
        let caret = caret_at(&template, &lines, "requests.carried_out.other");
        let paste = pasted(&lines, &caret, &template, &report, "1\t2\t3\n4");
        assert_eq!(entered(&paste).len(), 1);
        let message = paste.message.expect("a message");
        assert!(
            message.contains("1 个合计格") && message.contains("2 个数超出了表格"),
            "{message}"
        );
    }

    #[test]
    fn one_value_fills_the_selected_block() {
        let (template, lines, report) = parts();
        let caret = caret_at(&template, &lines, "requests.new.natural")
            .moved(&lines, Step::Down, true)
            .moved(&lines, Step::Right, true);
        assert_eq!(
            entered(&pasted(&lines, &caret, &template, &report, "0\n")).len(),
            4
        );
    }

    #[test]
    fn a_copied_block_pastes_back_as_it_was() {
        let (template, lines, mut report) = parts();
        for (address, text) in [
            ("requests.new.natural", "5"),
            ("requests.carried_in.business", "—"),
        ] {
            let entry = Entry::parse(text).expect("an entry");
            report
                .entries
                .insert(Address::parse(address).expect("an address"), entry);
        }
        let caret = Caret {
            at: Spot {
                line: 1,
                track: caret_at(&template, &lines, "requests.new.business")
                    .at
                    .track,
            },
            anchor: caret_at(&template, &lines, "requests.new.natural").at,
        };
        let text = copied(&lines, &caret, &Figures::of(&template, &report));
        assert_eq!(text, "5\t\n\t—");
        let back = pasted(&lines, &caret, &template, &report, &text);
        let again: Vec<String> = entered(&back).into_iter().map(|(_, text)| text).collect();
        assert_eq!(again, ["5", "", "", "—"]);
        assert_eq!((back.caret.at, back.caret.anchor), (caret.anchor, caret.at));
    }

    /// The rows of table three's first columns as a page shows them, with labels and headers.
    fn labelled(template: &Template, columns: &[&str], figures: [&[&str]; 2]) -> String {
        let of_row = |row: &str, column: &str| {
            let address = format!("requests.{row}.{column}");
            let cell = template
                .cells
                .iter()
                .find(|cell| cell.address.as_str() == address);
            cell.expect("a cell").clone()
        };
        let header: Vec<String> = columns
            .iter()
            .map(|column| {
                of_row("new", column)
                    .column_path
                    .last()
                    .cloned()
                    .unwrap_or_default()
            })
            .collect();
        let mut text = format!("\t{}\n", header.join("\t"));
        for (row, values) in ["new", "carried_in"].iter().zip(figures) {
            let label = of_row(row, "natural")
                .row_path
                .last()
                .cloned()
                .unwrap_or_default();
            text.push_str(&format!("{label}\t{}\n", values.join("\t")));
        }
        text
    }

    #[test]
    fn a_table_with_labels_goes_where_its_labels_say() {
        let (template, lines, report) = parts();
        // The caret stands where the first figure does not belong.
        let caret = caret_at(&template, &lines, "requests.carried_out.other");
        let columns = ["natural", "business", "total"];
        let text = labelled(
            &template,
            &columns,
            [&["5", "1,024", "1029"], &["0", "７", "8"]],
        );
        let paste = pasted(&lines, &caret, &template, &report, &text);
        let expected = [
            ("requests.new.natural", "5"),
            ("requests.new.business", "1024"),
            ("requests.carried_in.natural", "0"),
            ("requests.carried_in.business", "7"),
        ];
        let mut found = entered(&paste);
        found.sort();
        let mut expected = expected.map(|(a, t)| (a.to_owned(), t.to_owned())).to_vec();
        expected.sort();
        assert_eq!(found, expected, "{paste:?}");
        let said = paste.message.clone().unwrap_or_default();
        assert_eq!(said, "已按行标题、列标题粘贴 4 格。");
    }

    #[test]
    fn a_table_of_all_columns_fills_them_all_and_compares_its_totals() {
        let (template, lines, report) = parts();
        let caret = caret_at(&template, &lines, "requests.new.natural");
        let columns: Vec<&str> = template
            .cells
            .iter()
            .filter_map(|cell| cell.address.as_str().strip_prefix("requests.new."))
            .collect();
        let (new, carried_in) = (
            ["5", "1,024\u{a0}件", "0", "0", "0", "0", "1030"],
            ["0", "７", "0", "0", "0", "0", "7"],
        );
        let text = labelled(&template, &columns, [&new, &carried_in]);
        let paste = pasted(&lines, &caret, &template, &report, &text);
        assert_eq!(entered(&paste).len(), 12, "{paste:?}");
        let business = ("requests.new.business".to_owned(), "1024".to_owned());
        assert!(
            entered(&paste).contains(&business),
            "no unit stays: {paste:?}"
        );
        assert!(
            paste
                .details
                .iter()
                .any(|said| said.contains("1030") && said.contains("1029")),
            "{paste:?}"
        );
    }

    #[test]
    fn what_the_copied_table_lacks_stays_and_is_told_first() {
        let (template, lines, mut report) = parts();
        let address = Address::parse("requests.new.other").expect("an address");
        let entry = Entry::parse("467").expect("an entry");
        report.entries.insert(address.clone(), entry);
        let caret = caret_at(&template, &lines, "requests.new.natural");
        let columns = ["natural", "business"];
        let text = labelled(&template, &columns, [&["5", "1"], &["0", "7"]]);
        let paste = pasted(&lines, &caret, &template, &report, &text);
        assert_eq!(entered(&paste).len(), 4, "{paste:?}");
        let told = paste.details.first().expect("a remark");
        let label = template.cell(&address).expect("a cell").label();
        assert!(told.contains("1 格") && told.contains(&label), "{told}");
    }

    #[test]
    fn a_table_that_lost_a_column_goes_where_its_sums_prove_its_figures() {
        let (template, lines, report) = parts();
        let caret = caret_at(&template, &lines, "requests.new.natural");
        // The last column but one is gone, and its figures with it.
        let mut rows: Vec<String> = Vec::new();
        for row in &lines.rows {
            let Some(first) = row.figures.first() else {
                continue;
            };
            let cell = &template.cells[first.cell];
            let label = cell.row_path.last().cloned().unwrap_or_default();
            let is_one = ["requests.new.", "requests.granted.", "requests.closed."];
            let address = cell.address.as_str();
            let one = u8::from(is_one.iter().any(|row| address.starts_with(row)));
            rows.push(format!("{label}\t{one}\t0\t0\t0\t0\t{one}"));
        }
        let text = format!(
            "\t申请人情况\n\t自然人\t法人或其他组织\t总计\n\t商业企业\t科研机构\t社会公益组织\t法律服务机构\n{}",
            rows.join("\n")
        );
        let paste = pasted(&lines, &caret, &template, &report, &text);
        let message = paste.message.clone().unwrap_or_default();
        let natural = ("requests.new.natural".to_owned(), "1".to_owned());
        assert!(entered(&paste).contains(&natural), "{message} {paste:?}");
        assert!(
            entered(&paste)
                .iter()
                .all(|(at, _)| !at.ends_with(".other"))
        );
    }

    #[test]
    fn a_table_of_other_words_changes_nothing_and_says_so() {
        let (template, lines, report) = parts();
        let caret = caret_at(&template, &lines, "requests.new.natural");
        let paste = pasted(
            &lines,
            &caret,
            &template,
            &report,
            "姓名\t年龄\n甲\t30\n乙\t40",
        );
        assert_eq!(paste.edit, None);
        assert!(
            paste
                .message
                .is_some_and(|said| said.contains("什么也没有改"))
        );
    }

    #[test]
    fn a_value_that_is_no_figure_is_refused_by_name() {
        let (template, lines, report) = parts();
        let caret = caret_at(&template, &lines, "requests.new.natural");
        let paste = pasted(&lines, &caret, &template, &report, "3.0\t3.5");
        assert_eq!(
            entered(&paste),
            [("requests.new.natural".to_owned(), "3".to_owned())]
        );
        assert!(
            paste.details.iter().any(|said| said.contains("3.5")),
            "{paste:?}"
        );
    }
}
