//! Rows of a table that the end of a page tore → one row again, where labels or sums prove that both parts are one.

use super::cells::{Cell, Content, Row};
use super::figure::figure;
use super::rows::RowLabels;
use super::torn::Sums;
use crate::report::Entry;

/// Joins the last row of a page and the first of the next one when they are one row of the form.
///
/// Digits that stand on both pages in a row whose sums do not prove that they belong together are no figure.
pub(super) fn mended(rows: Vec<Row>, sums: &[Sums], labels: &RowLabels) -> Vec<Row> {
    let mut whole: Vec<Row> = Vec::new();
    // The rows of the header, which a page may repeat, and the rows that were passed over since the page began.
    let mut header: Vec<Vec<String>> = Vec::new();
    let mut is_torn = false;
    for row in rows {
        let texts: Vec<String> = row.texts().map(|(_, text)| text.to_owned()).collect();
        if !row.has_figures() && !texts.is_empty() {
            let is_repeated = row.follows_tear || is_torn;
            if is_repeated && header.contains(&texts) {
                is_torn = true;
                continue;
            }
            header.push(texts);
            if header.len() > 60 {
                header.remove(0);
            }
        }
        let is_first = std::mem::take(&mut is_torn) || row.follows_tear;
        let joined = match whole.last() {
            Some(last) if is_first && last.line == row.line => one_row(last, &row, sums, labels),
            _ => None,
        };
        match (joined, whole.last_mut()) {
            (Some(joined), Some(last)) => *last = joined,
            _ => whole.push(row),
        }
    }
    whole
}

/// Both rows as one when they are one row of the form.
fn one_row(upper: &Row, lower: &Row, sums: &[Sums], labels: &RowLabels) -> Option<Row> {
    let label = |row: &Row| {
        row.texts()
            .last()
            .map_or(String::new(), |(_, text)| text.to_owned())
    };
    let (above, below) = (label(upper), label(lower));
    if !below.is_empty() && labels.names(&below) {
        return None;
    }
    let joined = joined(upper, lower);
    let is_named = labels.names(&format!("{above}{below}"));
    let is_rest = !below.is_empty() && !above.is_empty() && !labels.names(&above);
    match (upper.has_figures(), lower.has_figures()) {
        (true, true) if is_named => {
            let adds_up = |row: &Row| sums.iter().any(|sums| sums.prove(row));
            match joined.filter(|joined| adds_up(joined) && !adds_up(upper)) {
                Some(joined) => Some(Row {
                    is_joined: true,
                    ..joined
                }),
                None => Some(unclear(upper, lower)),
            }
        }
        (true, true) => None,
        // The rest of a label, or figures that stand lower in their row than the label.
        _ => joined.filter(|_| is_named && (is_rest || below.is_empty())),
    }
}

/// The cells of both rows put together, column by column; `None` when they do not fit.
fn joined(upper: &Row, lower: &Row) -> Option<Row> {
    let mut cells = upper.cells.clone();
    for cell in &lower.cells {
        let Some(known) = cells.iter_mut().find(|known| known.at == cell.at) else {
            match cell.content {
                Content::Blank => continue,
                _ => return None,
            }
        };
        known.content = match (&known.content, &cell.content) {
            (known, Content::Blank) => known.clone(),
            (Content::Blank, new) => new.clone(),
            (Content::Text(start), Content::Text(end)) => Content::Text(format!("{start}{end}")),
            (start, end) => {
                let (start, end) = (digits(start)?, digits(end)?);
                let whole = figure(&format!("{start}{end}"))?;
                // No number goes on behind a leading zero.
                (!start.starts_with('0')).then_some(Content::Figure(whole))?
            }
        };
    }
    Some(Row {
        cells,
        ..upper.clone()
    })
}

/// The upper row with what stands on both pages as no figure.
fn unclear(upper: &Row, lower: &Row) -> Row {
    let mend = |cell: &Cell| {
        let below = lower.cells.iter().find(|other| other.at == cell.at);
        match (
            digits(&cell.content),
            below.and_then(|b| digits(&b.content)),
        ) {
            (Some(start), Some(end)) => Cell {
                at: cell.at,
                content: Content::Unclear(format!("{start} {end}")),
            },
            _ => cell.clone(),
        }
    };
    Row {
        cells: upper.cells.iter().map(mend).collect(),
        ..upper.clone()
    }
}

/// The digits of a cell that holds nothing else.
fn digits(content: &Content) -> Option<String> {
    match content {
        Content::Figure(entry @ Entry::Number { note, .. }) if note.is_empty() => {
            Some(entry.to_string())
        }
        Content::Unclear(text) if text.chars().all(|c| c.is_ascii_digit()) => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::GridCell;
    use crate::template::Template;

    /// A row of table three with a label in the third column and seven figures behind it.
    fn row(label: &str, figures: [&str; 7], follows_tear: bool) -> Row {
        let texts = std::iter::once(label).chain(figures);
        let cells = texts.enumerate().map(|(at, text)| GridCell {
            column: at + 2,
            column_span: 1,
            row_span: 1,
            text: text.to_owned(),
        });
        Row {
            follows_tear,
            ..Row::of_grid(0, 10, &cells.collect::<Vec<_>>())
        }
    }

    fn quoted(rows: Vec<Row>) -> Vec<String> {
        let template = Template::built_in("2021").expect("the form");
        let table = template.form.tables.get(1).expect("table three");
        let leaves: Vec<Vec<_>> = table
            .bands
            .iter()
            .map(|band| {
                band.column_leaves()
                    .into_iter()
                    .map(|leaf| leaf.1)
                    .collect()
            })
            .collect();
        let mended = mended(rows, &Sums::of_bands(&leaves), &RowLabels::of(table));
        let words = |row: &Row| row.texts().map(|(_, text)| text).collect::<String>();
        (mended
            .iter()
            .map(|row| format!("{} {}", words(row), row.quoted())))
        .collect()
    }

    #[test]
    fn a_row_torn_by_the_end_of_a_page_is_one_again() {
        let head = || row("类别", ["甲", "乙", "丙", "丁", "戊", "己", "庚"], false);
        let again = || Row {
            follows_tear: true,
            ..head()
        };
        let blank = [""; 7];
        // The label goes on, with the figures on either page, below a repeated header or not.
        let figures = ["1", "0", "0", "0", "0", "0", "1"];
        let whole = "5.要求行政机关确认或重新出具已获取信息 1、0、0、0、0、0、1";
        let (start, end) = ("5.要求行政机关确认或重新出", "具已获取信息");
        for (above, below) in [(figures, blank), (blank, figures)] {
            let rows = vec![row(start, above, false), row(end, below, true)];
            assert_eq!(quoted(rows), [whole]);
            let rows = vec![
                head(),
                row(start, above, false),
                again(),
                row(end, below, false),
            ];
            assert_eq!(quoted(rows).last().map(String::as_str), Some(whole));
        }
        // Digits go on where the sum proves it, and are no figures where it does not.
        let upper = row(
            "2.重复申请",
            ["1234", "0", "0", "0", "0", "0", "1234"],
            false,
        );
        let proven = ["5", "", "", "", "", "", "5"];
        let rows = vec![upper.clone(), row("", proven, true)];
        // The upper row adds up by itself, so that nobody knows what the digits below are.
        assert_eq!(quoted(rows), ["2.重复申请 1234 5、0、0、0、0、0、1234 5"]);
        let upper = row(
            "2.重复申请",
            ["1234", "0", "0", "0", "0", "0", "1235"],
            false,
        );
        let rows = vec![upper, row("", ["", "", "", "", "", "1", ""], true)];
        assert_eq!(quoted(rows), ["2.重复申请 1234、0、0、0、0、0 1、1235"]);
        let upper = row(
            "2.重复申请",
            ["1234", "1", "0", "0", "0", "0", "1234"],
            false,
        );
        let rows = vec![upper, row("", ["5", "", "", "", "", "", "6"], true)];
        assert_eq!(quoted(rows), ["2.重复申请 12345、1、0、0、0、0、12346"]);
        // Another row of the form stays one.
        let rows = vec![
            row("2.重复申请", figures, false),
            row("3.其他", figures, true),
        ];
        assert_eq!(quoted(rows).len(), 2);
    }
}
