//! A cell of a web page's table → its text and spans, without what nobody sees in it.

use super::dress::Dress;
use super::grid::WrittenCell;
use super::html::{MAX_DEPTH, is_block, push_dressed};
use super::html_look::{dress, is_hidden};
use super::html_sheet::Sheet;
use scraper::{ElementRef, Node};

pub(super) fn written(cell: ElementRef, sheet: &Sheet) -> WrittenCell {
    let mut text = String::new();
    let own = dress(cell, sheet, Dress::default());
    let mut looks = (false, false);
    look_through(cell, sheet, own, &mut looks, 0);
    let reading = Reading {
        sheet,
        is_mixed: looks == (true, true),
    };
    reading.cell_text(cell, &mut text, own, 0);
    let span = |name: &str| {
        let value = cell.value().attr(name)?;
        let digits: String = value
            .trim()
            .chars()
            .take_while(char::is_ascii_digit)
            .take(6)
            .collect();
        digits.parse().ok()
    };
    WrittenCell {
        text,
        column_span: span("colspan").unwrap_or(1),
        row_span: match span("rowspan") {
            // Zero covers all rows that are left.
            Some(0) => usize::MAX,
            Some(rows) => rows,
            None => 1,
        },
    }
}

/// Notes whether a cell has text that is hardly seen, and whether it has other text.
fn look_through(
    node: ElementRef,
    sheet: &Sheet,
    around: Dress,
    found: &mut (bool, bool),
    depth: usize,
) {
    for child in node.children() {
        if let Node::Text(piece) = child.value() {
            let is_blank = piece.trim().is_empty();
            found.0 |= !is_blank && around.is_faint;
            found.1 |= !is_blank && !around.is_faint;
        } else if let Some(element) = ElementRef::wrap(child)
            && depth < MAX_DEPTH
            && !is_hidden(element, sheet)
        {
            look_through(
                element,
                sheet,
                dress(element, sheet, around),
                found,
                depth + 1,
            );
        }
    }
}

/// How the text of a cell is read.
struct Reading<'s> {
    sheet: &'s Sheet,
    /// Whether text that is hardly seen stands beside other text.
    is_mixed: bool,
}

impl Reading<'_> {
    fn cell_text(&self, node: ElementRef, text: &mut String, around: Dress, depth: usize) {
        let is_closed = node.value().name() == "details" && node.value().attr("open").is_none();
        for child in node.children() {
            if let Node::Text(piece) = child.value() {
                if !is_closed {
                    let is_struck = around.is_struck || self.is_mixed && around.is_faint;
                    push_dressed(
                        text,
                        piece,
                        Dress {
                            is_struck,
                            ..around
                        },
                    );
                }
                continue;
            }
            let Some(element) =
                ElementRef::wrap(child).filter(|element| !is_hidden(*element, self.sheet))
            else {
                continue;
            };
            let name = element.value().name();
            if is_closed && name != "summary" {
                continue;
            }
            let is_block = is_block(name) || name == "br";
            if is_block {
                text.push('\u{2028}');
            }
            if depth < MAX_DEPTH {
                let own = dress(element, self.sheet, around);
                self.cell_text(element, text, own, depth + 1);
            }
            if is_block {
                text.push('\u{2028}');
            }
        }
    }
}
