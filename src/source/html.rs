//! Web pages, saved or pasted → lines and tables, without what a browser does not show.

use super::dress::Dress;
use super::encoding::decode_loosely;
use super::grid::{Grid, WrittenCell};
use super::html_cell::written;
use super::html_look::{dress, is_hidden};
use super::html_sheet::Sheet;
use super::tidy::{is_page_number, tidy};
use super::{Block, Line, MAX_TEXT_BYTES, Origin, Source, SourceError};
use scraper::{ElementRef, Html, Node};

/// Elements nested deeper than this are read for their text alone.
pub(super) const MAX_DEPTH: usize = 300;
const MAX_ELEMENTS: usize = 400_000;

/// Reads a page by its bytes, whatever encoding it claims.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Source, SourceError> {
    if bytes.len() > MAX_TEXT_BYTES {
        return Err(SourceError::TooLong {
            file: file.to_owned(),
            megabytes: bytes.len() / 1_000_000,
        });
    }
    let source = read_html(&decode_loosely(bytes), file)?;
    match source.is_blank() {
        true => Err(SourceError::Empty {
            file: file.to_owned(),
        }),
        false => Ok(source),
    }
}

/// Reads a page or a piece of one, such as a clipboard holds.
///
/// # Errors
/// When it is nested beyond any page.
pub fn read_html(html: &str, file: &str) -> Result<Source, SourceError> {
    // A parser walks the open elements for each new one, so a page of nothing but openings is refused before.
    if nesting(html) > 4_000 || html.bytes().filter(|b| *b == b'<').count() > 2 * MAX_ELEMENTS {
        return Err(SourceError::TooDeep {
            file: file.to_owned(),
        });
    }
    let page = Html::parse_document(fragment(html));
    let mut walk = Walk {
        sheet: Sheet::of(&page),
        source: Source {
            is_flowed: true,
            ..Source::default()
        },
        ..Walk::default()
    };
    walk.element(page.root_element(), Around::default(), 0);
    walk.flush();
    Ok(walk.source)
}

/// The deepest that table and block elements are open at once, counted without parsing.
fn nesting(html: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0_usize);
    for piece in html.split('<').skip(1) {
        let lower = |name: &str| {
            piece
                .get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        if ["table", "div", "span", "font", "b>", "ul", "section"]
            .iter()
            .any(|name| lower(name))
        {
            open += 1;
            most = most.max(open);
        } else if ["/table", "/div", "/span", "/font", "/b", "/ul", "/section"]
            .iter()
            .any(|name| lower(name))
        {
            open = open.saturating_sub(1);
        }
    }
    most
}

/// What of a clipboard's HTML is the page: the lines before the first element are the clipboard's own.
fn fragment(html: &str) -> &str {
    match html
        .get(..8)
        .is_some_and(|start| start.eq_ignore_ascii_case("version:"))
    {
        true => {
            let start = html.find('<');
            start.and_then(|start| html.get(start..)).unwrap_or(html)
        }
        false => html,
    }
}

/// What an element inherits from those around it.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    is_link: bool,
    keeps_breaks: bool,
    dress: Dress,
}

#[derive(Default)]
struct Walk {
    source: Source,
    sheet: Sheet,
    line: String,
    /// Characters of the line that lead to another page.
    linked: usize,
    tables: usize,
    paragraphs: usize,
}

impl Walk {
    fn children(&mut self, node: ElementRef, around: Around, depth: usize) {
        if depth > MAX_DEPTH {
            node.text().for_each(|text| self.text(text, around));
            return;
        }
        for child in node.children() {
            if let Node::Text(text) = child.value() {
                self.text(text, around);
            } else if let Some(element) = ElementRef::wrap(child) {
                self.element(element, around, depth + 1);
            }
        }
    }

    fn element(&mut self, node: ElementRef, around: Around, depth: usize) {
        let element = node.value();
        let name = element.name();
        if name == "title" {
            if self.source.name.is_empty() {
                let words: Vec<&str> = node.text().collect();
                words.join("").trim().clone_into(&mut self.source.name);
            }
            return;
        }
        if is_hidden(node, &self.sheet) {
            return;
        }
        match name {
            "br" | "hr" => self.flush(),
            "table" => {
                self.flush();
                self.table(node, around, depth);
            }
            _ => {
                let around = Around {
                    is_link: around.is_link || name == "a" && element.attr("href").is_some(),
                    keeps_breaks: around.keeps_breaks || name == "pre",
                    dress: dress(node, &self.sheet, around.dress),
                };
                let is_block = is_block(name);
                if is_block {
                    self.flush();
                }
                self.children(node, around, depth);
                if is_block {
                    self.flush();
                }
            }
        }
    }

    fn text(&mut self, text: &str, around: Around) {
        if around.keeps_breaks {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.flush();
                }
                around.dress.put_on(line, &mut self.line);
            }
            return;
        }
        push_dressed(&mut self.line, text, around.dress);
        if around.is_link {
            self.linked += text.chars().filter(|c| !c.is_whitespace()).count();
        }
    }

    fn flush(&mut self) {
        let line = tidy(&std::mem::take(&mut self.line));
        let text = line.trim();
        let linked = std::mem::take(&mut self.linked);
        if text.is_empty() {
            return;
        }
        self.paragraphs += 1;
        if is_page_number(text) {
            self.source.page_numbers.push(text.to_owned());
            return;
        }
        let length = text.chars().filter(|c| !c.is_whitespace()).count();
        self.source.blocks.push(Block::Line(Line {
            text: text.to_owned(),
            origin: Origin::Paragraph(self.paragraphs),
            is_link: linked >= length,
        }));
    }

    fn table(&mut self, table: ElementRef, around: Around, depth: usize) {
        self.tables += 1;
        let origin = Origin::Table(self.tables);
        let mut parts = Vec::new();
        collect_rows(table, &self.sheet, &mut parts, 0);
        // A browser shows the foot of a table last, wherever it is written.
        parts.sort_by_key(|row| is_in_foot(*row));
        let rows: Vec<Vec<ElementRef>> = parts
            .iter()
            .map(|row| cells_of(*row, &self.sheet))
            .collect();
        let holds_table = |cell: &ElementRef| {
            cell.descendants()
                .skip(1)
                .filter_map(ElementRef::wrap)
                .any(|node| is_shown_table(node, &self.sheet))
        };
        let nests = depth <= MAX_DEPTH && rows.iter().flatten().any(holds_table);
        if !nests {
            let written: Vec<Vec<WrittenCell>> = rows
                .iter()
                .map(|row| row.iter().map(|cell| written(*cell, &self.sheet)).collect())
                .collect();
            if !Grid::arranges_text(&written) {
                self.caption(table, around, depth);
                Grid::lay(written, origin).put_into(&mut self.source);
                return;
            }
        }
        for cell in rows.into_iter().flatten() {
            self.flush();
            self.children(cell, around, depth + 1);
            self.flush();
        }
    }

    fn caption(&mut self, table: ElementRef, around: Around, depth: usize) {
        let is_caption = |node: &ElementRef| node.value().name() == "caption";
        for caption in table
            .children()
            .filter_map(ElementRef::wrap)
            .filter(is_caption)
        {
            self.children(caption, around, depth + 1);
            self.flush();
        }
    }
}

pub(super) fn push_dressed(line: &mut String, text: &str, dress: Dress) {
    let mut dressed = String::new();
    dress.put_on(text, &mut dressed);
    push_collapsed(line, &dressed);
}

/// Adds text with its runs of blanks made one, and none where a line of the source was broken between characters.
fn push_collapsed(line: &mut String, text: &str) {
    for c in text.chars() {
        if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
            if line.ends_with('\n') {
                line.pop();
                let is_wide = |c: Option<char>| c.is_none_or(|c| u32::from(c) >= 0x2e80);
                if !is_wide(line.chars().last()) || !is_wide(Some(c)) {
                    line.push(' ');
                }
            }
            line.push(c);
        } else if c == '\n' && !line.ends_with([' ', '\n']) {
            line.push('\n');
        } else if c != '\n' && c != '\r' && !line.ends_with(' ') {
            if line.ends_with('\n') {
                continue;
            }
            line.push(' ');
        }
    }
}

/// The rows of a table, without those of tables inside it.
fn collect_rows<'a>(
    node: ElementRef<'a>,
    sheet: &Sheet,
    rows: &mut Vec<ElementRef<'a>>,
    depth: usize,
) {
    for child in node.children().filter_map(ElementRef::wrap) {
        if is_hidden(child, sheet) {
            continue;
        }
        match child.value().name() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" if depth < 3 => collect_rows(child, sheet, rows, depth + 1),
            _ => {}
        }
    }
}

fn is_in_foot(row: ElementRef<'_>) -> bool {
    let parent = row.parent().and_then(ElementRef::wrap);
    parent.is_some_and(|parent| parent.value().name() == "tfoot")
}

fn cells_of<'a>(row: ElementRef<'a>, sheet: &Sheet) -> Vec<ElementRef<'a>> {
    row.children()
        .filter_map(ElementRef::wrap)
        .filter(|child| matches!(child.value().name(), "td" | "th") && !is_hidden(*child, sheet))
        .collect()
}

/// Whether an element is a table that is shown and has cells.
fn is_shown_table(node: ElementRef, sheet: &Sheet) -> bool {
    if node.value().name() != "table" || is_hidden(node, sheet) {
        return false;
    }
    let mut rows = Vec::new();
    collect_rows(node, sheet, &mut rows, 0);
    rows.iter().any(|row| !cells_of(*row, sheet).is_empty())
}

pub(super) fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 34] = [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "nav",
        "aside",
        "main",
        "form",
        "fieldset",
        "blockquote",
        "pre",
        "tr",
        "td",
        "th",
        "caption",
        "center",
        "body",
        "html",
        "address",
        "figure",
    ];
    BLOCKS.contains(&name)
}
