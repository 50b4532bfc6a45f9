//! Word documents (DOCX) → lines and tables as they stand in the finished text: insertions kept, deletions left out.

use super::docx_look::Looks;
use super::docx_numbering::Numbering;
use super::docx_runs::Runs;
use super::grid::{Grid, WrittenCell};
use super::packed::Package;
use super::tidy::{is_page_number, tidy};
use super::xml::Element;
use super::{Origin, Source, SourceError};

/// Reads a document.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Source, SourceError> {
    let mut package = Package::open(bytes, file)?;
    package.check_bounds()?;
    let damaged = |detail: &str| SourceError::Damaged {
        file: file.to_owned(),
        detail: detail.to_owned(),
    };
    let name = main_part(&mut package, file)?;
    let text = package
        .text(&name)?
        .ok_or_else(|| damaged("缺少正文 document.xml"))?;
    let document = Element::parse(&text, file)?;
    let mut part = |name: &str| -> Result<Element, SourceError> {
        match package.text(name)? {
            Some(text) => Element::parse(&text, file),
            None => Ok(Element::default()),
        }
    };
    let styles = part("word/styles.xml")?;
    let numbering = Numbering::of(&part("word/numbering.xml")?, &styles);
    let mut reader = Reader {
        source: Source {
            is_flowed: true,
            ..Source::default()
        },
        numbering,
        runs: Runs::new(Looks::of(&styles)),
        tables: 0,
        paragraphs: 0,
    };
    let root = document.child("document").unwrap_or(&document);
    let body = root
        .child("body")
        .ok_or_else(|| damaged("正文里没有内容"))?;
    reader.blocks(body);
    match reader.source.is_blank() {
        true => Err(SourceError::Empty {
            file: file.to_owned(),
        }),
        false => Ok(reader.source),
    }
}

/// The part that holds the text, as the package names it.
fn main_part(package: &mut Package, file: &str) -> Result<String, SourceError> {
    let usual = "word/document.xml".to_owned();
    let Some(relations) = package.text("_rels/.rels")? else {
        return Ok(usual);
    };
    let relations = Element::parse(&relations, file)?;
    let mut all = relations.children.iter().flat_map(|root| &root.children);
    let main = all.find(|relation| {
        relation
            .attribute("Type")
            .is_some_and(|kind| kind.ends_with("/officeDocument"))
    });
    let target = main.and_then(|relation| relation.attribute("Target"));
    Ok(target.map_or(usual, |target| target.trim_start_matches('/').to_owned()))
}

struct Reader {
    source: Source,
    numbering: Numbering,
    runs: Runs,
    tables: usize,
    paragraphs: usize,
}

impl Reader {
    fn blocks(&mut self, parent: &Element) {
        for child in &parent.children {
            match child.name.as_str() {
                "p" => self.paragraph(child),
                "tbl" => self.table(child),
                "sdt" => {
                    if let Some(content) = child.child("sdtContent") {
                        self.blocks(content);
                    }
                }
                "AlternateContent" => {
                    if let Some(branch) = branch(child) {
                        self.blocks(branch);
                    }
                }
                "ins" | "moveTo" | "customXml" | "smartTag" | "txbxContent" => self.blocks(child),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        self.paragraphs += 1;
        let text = self.paragraph_text(paragraph);
        for line in tidy(&text).lines() {
            match is_page_number(line) {
                true => self.source.page_numbers.push(line.trim().to_owned()),
                false => self
                    .source
                    .push_line(line.trim_end(), Origin::Paragraph(self.paragraphs)),
            }
        }
        let mut boxes = Vec::new();
        text_boxes(paragraph, &mut boxes);
        for content in boxes {
            self.blocks(content);
        }
    }

    /// The text of a paragraph behind the number that Word sets before it.
    fn paragraph_text(&mut self, paragraph: &Element) -> String {
        let text = self.runs.text(paragraph);
        match text.trim().is_empty() {
            true => text,
            false => self.numbering.next(paragraph) + &text,
        }
    }

    fn table(&mut self, table: &Element) {
        self.tables += 1;
        let origin = Origin::Table(self.tables);
        let mut rows = Vec::new();
        collect(table, "tr", &mut rows);
        let cells: Vec<Vec<&Element>> = rows
            .iter()
            .map(|row| {
                let mut cells = Vec::new();
                collect(row, "tc", &mut cells);
                cells
            })
            .collect();
        let nests = |cell: &&Element| {
            let mut inner = Vec::new();
            collect(cell, "tbl", &mut inner);
            !inner.is_empty()
        };
        if cells.iter().flatten().any(nests) {
            cells
                .into_iter()
                .flatten()
                .for_each(|cell| self.blocks(cell));
            return;
        }
        let written = self.written(&rows, &cells);
        match Grid::arranges_text(&written) {
            true => {
                for line in written.iter().flatten().flat_map(|cell| cell.text.lines()) {
                    self.source.push_line(line, origin);
                }
            }
            false => Grid::lay(written, origin).put_into(&mut self.source),
        }
    }

    /// The cells of a table with their spans: Word marks each cell that goes on with the one above.
    fn written(&mut self, rows: &[&Element], cells: &[Vec<&Element>]) -> Vec<Vec<WrittenCell>> {
        let number = |element: Option<&Element>, name: &str| -> Option<usize> {
            element?.value(name)?.parse().ok()
        };
        // For each row and column, the cell that begins or goes on there.
        let mut written: Vec<Vec<WrittenCell>> = Vec::new();
        let mut open: Vec<Option<(usize, usize)>> = Vec::new();
        for (at, (row, cells)) in rows.iter().zip(cells).enumerate() {
            let before = number(row.child("trPr"), "gridBefore")
                .unwrap_or(0)
                .min(100);
            let mut laid = Vec::new();
            let mut column = before;
            if before > 0 {
                laid.push(WrittenCell {
                    column_span: before,
                    row_span: 1,
                    ..WrittenCell::default()
                });
            }
            for cell in cells {
                let properties = cell.child("tcPr");
                let span = number(properties, "gridSpan").unwrap_or(1).clamp(1, 100);
                let merge = properties.and_then(|properties| properties.child("vMerge"));
                let goes_on = merge.is_some_and(|merge| merge.attribute("val") != Some("restart"));
                open.resize(open.len().max(column + span), None);
                let above = open.get(column).copied().flatten();
                if let (true, Some((row, cell))) = (goes_on, above) {
                    if let Some(cell) = written
                        .get_mut(row)
                        .and_then(|row: &mut Vec<WrittenCell>| row.get_mut(cell))
                    {
                        cell.row_span = cell.row_span.max(at - row + 1);
                    }
                } else {
                    let begun = merge.map(|_| (at, laid.len()));
                    let covered = open.iter_mut().skip(column).take(span);
                    covered.for_each(|above| *above = begun);
                    laid.push(WrittenCell {
                        text: self.cell_text(cell),
                        column_span: span,
                        row_span: 1,
                    });
                }
                column += span;
            }
            written.push(laid);
        }
        written
    }

    fn cell_text(&mut self, cell: &Element) -> String {
        let mut paragraphs = Vec::new();
        collect(cell, "p", &mut paragraphs);
        self.runs.enter_cell(&paragraphs);
        let texts: Vec<String> = paragraphs
            .into_iter()
            .map(|paragraph| self.paragraph_text(paragraph))
            .collect();
        self.runs.leave_cell();
        texts.join("\n")
    }
}

/// The one branch of an alternative that this reader understands.
pub(super) fn branch(alternative: &Element) -> Option<&Element> {
    alternative
        .child("Choice")
        .or_else(|| alternative.child("Fallback"))
}

/// Elements of a name below another, through content controls and insertions but not through each other.
fn collect<'a>(parent: &'a Element, name: &str, found: &mut Vec<&'a Element>) {
    for child in &parent.children {
        match child.name.as_str() {
            own if own == name => found.push(child),
            "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag" => {
                collect(child, name, found)
            }
            "AlternateContent" => {
                if let Some(branch) = branch(child) {
                    collect(branch, name, found);
                }
            }
            _ => {}
        }
    }
}

/// The text boxes anchored in a paragraph.
fn text_boxes<'a>(parent: &'a Element, found: &mut Vec<&'a Element>) {
    for child in &parent.children {
        match child.name.as_str() {
            "txbxContent" => found.push(child),
            "del" | "moveFrom" | "pPr" | "rPr" => {}
            "AlternateContent" => {
                if let Some(branch) = branch(child) {
                    text_boxes(branch, found);
                }
            }
            _ => text_boxes(child, found),
        }
    }
}
