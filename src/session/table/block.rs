//! Blocks of cells as text, to and from Excel and WPS: tab-separated, one line a row. Pure.

use crate::place::Address;
use crate::report::{Entry, Figures};
use crate::session::edit::Edit;
use crate::session::table::caret::Caret;
use crate::session::table::lines::{FigureLines, LineFigure};
use crate::template::Template;

/// What a paste does: one edit, the block it covers and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Paste {
    pub edit: Option<Edit>,
    pub caret: Caret,
    /// What could not be entered, in one Chinese sentence.
    pub message: Option<String>,
}

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

/// Enters copied text from the upper left corner of the selected block on; one value fills the whole block.
pub fn pasted(lines: &FigureLines, caret: &Caret, template: &Template, text: &str) -> Paste {
    let rows = parsed(text);
    let block = caret.block(lines);
    let single = rows.len() == 1 && rows[0].len() == 1;
    let mut filler = Filler {
        template,
        cells: Vec::new(),
        totals: 0,
        outside: 0,
    };
    if single && caret.is_block(lines) {
        for figure in block.iter().flatten() {
            filler.put(Some(figure), &rows[0][0]);
        }
        return filler.finish(*caret);
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
    filler.finish(covered)
}

/// Whether pasted text is more than one cell.
pub fn is_block(text: &str) -> bool {
    let rows = parsed(text);
    rows.len() > 1 || rows.iter().any(|row| row.len() > 1)
}

struct Filler<'a> {
    template: &'a Template,
    cells: Vec<(Address, Option<Entry>)>,
    totals: usize,
    /// Values that are not blank and find no cell.
    outside: usize,
}

impl Filler<'_> {
    fn put(&mut self, figure: Option<&LineFigure>, text: &str) {
        let Some(figure) = figure else {
            self.outside += usize::from(!text.trim().is_empty());
            return;
        };
        if figure.is_total {
            self.totals += usize::from(!text.trim().is_empty());
        } else if let Some(spec) = self.template.cells.get(figure.cell) {
            self.cells.push((spec.address.clone(), Entry::parse(text)));
        }
    }

    fn finish(self, caret: Caret) -> Paste {
        let mut said = Vec::new();
        if self.totals > 0 {
            said.push(format!("{} 个合计格由程序计算，没有粘贴", self.totals));
        }
        if self.outside > 0 {
            said.push(format!(
                "{} 个数超出了表格，没有粘贴，请检查起始单元格",
                self.outside
            ));
        }
        Paste {
            edit: (!self.cells.is_empty()).then_some(Edit::Entries(self.cells)),
            caret,
            message: (!said.is_empty()).then(|| said.join("；")),
        }
    }
}

/// Rows and cells of copied text; a cell in quotes may hold tabs and line feeds, which become spaces.
fn parsed(text: &str) -> Vec<Vec<String>> {
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
    use crate::report::Report;
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

    #[test]
    fn a_pasted_block_skips_totals_and_says_so_and_keeps_what_is_no_figure() {
        let (template, lines, _) = parts();
        let caret = caret_at(&template, &lines, "requests.new.legal_service");
        let paste = pasted(
            &lines,
            &caret,
            &template,
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
        let (template, lines, _) = parts();
        let caret = caret_at(&template, &lines, "requests.carried_out.other");
        let paste = pasted(&lines, &caret, &template, "1\t2\t3\n4");
        assert_eq!(entered(&paste).len(), 1);
        let message = paste.message.expect("a message");
        assert!(
            message.contains("1 个合计格") && message.contains("2 个数超出了表格"),
            "{message}"
        );
    }

    #[test]
    fn one_value_fills_the_selected_block() {
        let (template, lines, _) = parts();
        let caret = caret_at(&template, &lines, "requests.new.natural")
            .moved(&lines, Step::Down, true)
            .moved(&lines, Step::Right, true);
        assert_eq!(entered(&pasted(&lines, &caret, &template, "0\n")).len(), 4);
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
        let back = pasted(&lines, &caret, &template, &text);
        let again: Vec<String> = entered(&back).into_iter().map(|(_, text)| text).collect();
        assert_eq!(again, ["5", "", "", "—"]);
        assert_eq!((back.caret.at, back.caret.anchor), (caret.anchor, caret.at));
    }
}
