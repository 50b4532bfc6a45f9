//! Blocks of cells as text, to and from Excel and WPS: tab-separated, one line a row. Pure.

use crate::report::Figures;
use crate::session::edit::Edit;
use crate::session::table::caret::Caret;
use crate::session::table::lines::FigureLines;
use crate::template::Template;

/// The selected block as it is copied: figures with their notes, tabs between, one line a row.
pub fn copied(lines: &FigureLines, caret: &Caret, figures: &Figures) -> String {
    let lines = caret.block(lines).into_iter().map(|line| {
        let texts = line
            .iter()
            .map(|figure| figures.printed(figure.cell).unwrap_or_default());
        texts
            .map(|text| quoted(&text))
            .collect::<Vec<_>>()
            .join("\t")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The edit that empties the typed cells of the selected block.
pub fn cleared(
    lines: &FigureLines,
    caret: &Caret,
    template: &Template,
    figures: &Figures,
) -> Option<Edit> {
    let block = caret.block(lines);
    let filled = block
        .into_iter()
        .flatten()
        .filter(|figure| !figure.is_total && figures.get(figure.cell).entered.is_some());
    let cells: Vec<_> = filled
        .filter_map(|figure| Some((template.cells.get(figure.cell)?.address.clone(), None)))
        .collect();
    (!cells.is_empty()).then_some(Edit::Entries(cells))
}

/// Whether pasted text is more than one cell.
pub fn is_block(text: &str) -> bool {
    let rows = parsed(text);
    rows.len() > 1 || rows.iter().any(|row| row.len() > 1)
}

/// Rows and cells of copied text; a cell in quotes may hold tabs and line feeds, which become spaces.
pub(super) fn parsed(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else {
            break;
        };
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() && closes(characters.clone()) => quoted = true,
            '\t' | '\n' | '\r' if quoted => cell.push(' '),
            '\t' => {
                if let Some(row) = rows.last_mut() {
                    row.push(String::new());
                }
            }
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' => rows.push(vec![String::new()]),
            other => cell.push(other),
        }
    }
    rows
}

/// Whether an opened quote is closed at the end of a cell; else it is only a character.
fn closes(rest: impl Iterator<Item = char>) -> bool {
    let mut rest = rest.peekable();
    while let Some(character) = rest.next() {
        if character == '"' {
            match rest.peek() {
                Some('"') => {
                    rest.next();
                }
                Some('\t' | '\n' | '\r') | None => return true,
                Some(_) => return false,
            }
        }
    }
    false
}

fn quoted(text: &str) -> String {
    if text.contains(['\t', '\n', '\r']) || text.starts_with('"') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_spreadsheet_splits_into_rows_and_cells() {
        let check =
            |text: &str, expected: &[&[&str]]| assert_eq!(parsed(text), expected, "{text:?}");
        check("1\t2\r\n3\t4\r\n", &[&["1", "2"], &["3", "4"]]);
        check("1\t\t3\n", &[&["1", "", "3"]]);
        check(
            "\"22\n（其中修订16件）\"\t0",
            &[&["22 （其中修订16件）", "0"]],
        );
        check("\"a\"\"b\"", &[&["a\"b"]]);
        check("\"open\t1", &[&["\"open", "1"]]);
        check("", &[&[""]]);
    }
}
