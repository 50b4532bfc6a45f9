//! The lines of a table's section → its rows, and the note under the table.

use super::cells::{Content, Row};

/// The lines of a table as rows; figures that stand one a line are gathered when no row has more than one.
pub(super) fn rows_of(lines: &[(usize, &str)]) -> Vec<Row> {
    let rows: Vec<Row> = lines
        .iter()
        .flat_map(|(at, text)| Row::of(*at, text).split_runs())
        .filter(|row| row.has_text() || row.has_figures())
        .collect();
    let is_vertical = rows.iter().all(|row| {
        !row.has_figures() || !row.is_grid && !row.has_text() && row.figures().count() == 1
    });
    if !is_vertical {
        return rows;
    }
    let mut gathered: Vec<Row> = Vec::new();
    for mut row in rows {
        match gathered.last_mut() {
            Some(last) if last.has_figures() && row.has_figures() => {
                last.is_gathered = true;
                for cell in row.cells.drain(..) {
                    if matches!(cell.content, Content::Figure(_)) {
                        last.cells.push(cell);
                    }
                }
            }
            _ => gathered.push(row),
        }
    }
    gathered
}

/// Parts the note under a table ("注：…") from its lines; it goes on until the end, a label or a line with cells.
pub(super) fn split_footnote<'a>(
    lines: &[(usize, &'a str)],
    is_label: &dyn Fn(&str) -> bool,
) -> (Vec<(usize, &'a str)>, String) {
    const STARTS: [&str; 12] = [
        "注：",
        "注:",
        "注 ：",
        "备注：",
        "备注:",
        "说明：",
        "说明:",
        "※",
        "*注",
        "＊",
        "注1",
        "注１",
    ];
    let starts = |text: &str| {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '|');
        STARTS.iter().any(|start| text.starts_with(start))
    };
    let mut table = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    let mut is_note = false;
    for &(at, text) in lines {
        let row = Row::of(at, text);
        if starts(text) {
            is_note = true;
        } else if is_note
            && (row.has_figures() || row.cells.len() > 1 && row.is_grid || is_label(text.trim()))
        {
            is_note = false;
        }
        if !is_note {
            table.push((at, text));
            continue;
        }
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '|');
        if text.is_empty() {
            continue;
        }
        match notes.last_mut() {
            Some(last) if !last.ends_with(['。', '；']) && !starts(text) => last.push_str(text),
            _ => notes.push(text.to_owned()),
        }
    }
    (table, notes.join("\n"))
}
