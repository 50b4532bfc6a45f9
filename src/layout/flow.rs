//! Blocks → pages: what stands on which line of which page, and what stays with what.

use crate::document::{Document, Grid, HINT};
use crate::layout::draw;
use crate::layout::fonts::OpenFaces;
use crate::layout::lines::Line;
use crate::layout::pieces::{Kind, Note, Piece, Setter, Signed};
use crate::layout::table::TableText;
use crate::layout::tear::{self, Plan, Room};
use crate::layout::{
    Area, Element, OutlineEntry, Page, Pages, Rect, TableCell, baseline_pt, folio,
};
use crate::page::{POINTS_PER_MM, PageStyle};
use crate::place::{Address, Place};

/// Lines of a paragraph that stay together at the foot and at the head of a page.
const LINES_TOGETHER: usize = 2;
/// Lines of a note that stay with the table above them.
const NOTE_LINES_TOGETHER: usize = 6;

/// Lays a document out.
pub fn flow(document: &Document, faces: &OpenFaces) -> Pages {
    let mut setter = Setter::new(&document.page, faces);
    let pieces = setter.pieces(&document.blocks);
    let mut composer = Composer::new(&document.page);
    composer.place_all(&pieces);
    let mut pages = composer.full;
    pages.push(composer.page);
    for (index, page) in pages.iter_mut().enumerate() {
        folio::number(page, index + 1, &document.page, faces);
    }
    Pages {
        width_pt: document.page.paper_width_mm * POINTS_PER_MM,
        height_pt: document.page.paper_height_mm * POINTS_PER_MM,
        title: document.title.replace(HINT, ""),
        author: document.author.clone(),
        pages,
        elements: composer.elements,
        outline: composer.outline,
        missing: setter.missing(),
        cut: composer.cut,
    }
}

/// Pieces → pages.
struct Composer<'a> {
    style: &'a PageStyle,
    /// The pages before the one that is being filled.
    full: Vec<Page>,
    page: Page,
    elements: Vec<Element>,
    outline: Vec<OutlineEntry>,
    cut: Vec<Address>,
    /// Tables placed so far.
    tables: usize,
    pitch_pt: f32,
    /// From the type area's upper edge to where the next piece begins.
    y_pt: f32,
}

impl<'a> Composer<'a> {
    fn new(style: &'a PageStyle) -> Self {
        Self {
            style,
            full: Vec::new(),
            page: Page::default(),
            elements: Vec::new(),
            outline: Vec::new(),
            cut: Vec::new(),
            tables: 0,
            pitch_pt: style.line_pitch_pt(),
            y_pt: 0.0,
        }
    }

    fn place_all(&mut self, pieces: &[Piece]) {
        let mut rest = pieces;
        while !rest.is_empty() {
            let is_heading = |piece: &&Piece| matches!(piece.kind, Kind::Heading { .. });
            let headings = rest.iter().take_while(is_heading).count();
            let (heads, follow) = rest.split_at(headings);
            if let [piece, later @ ..] = follow {
                self.place(piece, heads, later.first());
                rest = later;
            } else {
                self.ensure(lines_of(heads));
                self.headings(heads);
                rest = follow;
            }
        }
    }

    /// Places a piece under its headings, so that they are not parted.
    fn place(&mut self, piece: &Piece, heads: &[Piece], next: Option<&Piece>) {
        let mut heads = heads;
        if lines_of(heads) > self.page_lines() / 2 {
            // Headings of half a page cannot be kept with what follows.
            self.headings(heads);
            heads = &[];
        }
        let lead = lines_of(heads);
        match &piece.kind {
            Kind::Body(lines) => {
                let tail = match next.map(|next| &next.kind) {
                    Some(Kind::Signature(signed)) => signed.len(),
                    _ => 0,
                };
                if lead + beginning(lines.len(), tail) > self.lines_left() {
                    self.new_page();
                }
                self.headings(heads);
                let element = self.element(Element::Paragraph);
                self.body(lines, piece.place, tail, element);
            }
            Kind::Table { text, note } => self.table(text, note.as_ref(), heads),
            Kind::Title(lines) => {
                self.headings(heads);
                self.ensure(lines.len() + 1);
                let element = self.element(Element::Title);
                self.centred(lines, piece.place, element);
                self.y_pt += self.pitch_pt;
            }
            Kind::Signature(signed) => {
                self.ensure(lead + signed.len());
                self.headings(heads);
                self.signed(signed);
            }
            Kind::Heading { .. } => {}
        }
    }

    fn headings(&mut self, heads: &[Piece]) {
        for head in heads {
            let Kind::Heading { level, text, lines } = &head.kind else {
                continue;
            };
            self.outline.push(OutlineEntry {
                level: *level,
                text: text.replace(HINT, ""),
                page: self.full.len(),
                y_pt: self.top_pt() + self.y_pt,
            });
            let element = self.element(Element::Heading { level: *level });
            self.lines(lines, head.place, element);
        }
    }

    fn body(&mut self, lines: &[Line], place: &Place, tail: usize, element: usize) {
        let mut rest = lines;
        while !rest.is_empty() {
            let kept = kept_here(rest.len(), self.lines_left(), tail);
            let kept = if kept == 0 && self.y_pt < 0.5 {
                rest.len().min(self.lines_left()).max(1)
            } else {
                kept
            };
            let (here, later) = rest.split_at(kept);
            self.lines(here, place, element);
            rest = later;
            if !rest.is_empty() {
                self.new_page();
            }
        }
    }

    fn table(&mut self, text: &TableText, note: Option<&Note>, heads: &[Piece]) {
        let lead_pt = lines_of(heads) as f32 * self.pitch_pt;
        let left_pt = self.height_pt() - self.y_pt;
        let note_pt = note.map_or(0.0, |note| {
            let lines = note.lines.len().min(NOTE_LINES_TOGETHER);
            note.leading_pt * (lines as f32 + 0.5)
        });
        let room = Room {
            here_pt: left_pt - lead_pt,
            left_empty_pt: left_pt,
            own_page_pt: self.height_pt() - lead_pt,
            page_pt: self.height_pt(),
            pitch_pt: self.pitch_pt,
            note_pt,
        };
        let Some(Plan {
            table,
            moved,
            parts,
        }) = tear::plan(text, room).or_else(|| tear::by_force(text, room))
        else {
            self.headings(heads);
            return;
        };
        if moved {
            self.new_page();
        }
        self.headings(heads);
        self.cut.extend(table.cut().cloned());
        let mut elements = self.cells(table.grid);
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.new_page();
            }
            self.y_pt += tear::ABOVE_PT;
            let (x_pt, y_pt) = (self.left_pt(), self.top_pt() + self.y_pt);
            let corner = (x_pt, y_pt);
            let rule_pt = self.style.rule_pt;
            draw::draw(&table, part, corner, rule_pt, &mut elements, &mut self.page);
            self.y_pt += part.height_pt(&table);
        }
        if let Some(note) = note {
            self.note(note);
        }
        let lines = (self.y_pt / self.pitch_pt - 0.02).ceil();
        self.y_pt = lines * self.pitch_pt;
    }

    /// A note begins under its table; a long one goes on over the next pages.
    fn note(&mut self, note: &Note) {
        let quarter_pt = note.leading_pt * 0.25;
        let element = self.element(Element::Paragraph);
        let mut rest = note.lines.as_slice();
        while !rest.is_empty() {
            let start_pt = self.y_pt + quarter_pt;
            let room = ((self.height_pt() - start_pt) / note.leading_pt + 0.02).max(0.0) as usize;
            let kept = match kept_here(rest.len(), room, 0) {
                0 if self.y_pt < 0.5 => rest.len().min(room.max(1)),
                kept => kept,
            };
            let (here, later) = rest.split_at(kept);
            for (index, line) in here.iter().enumerate() {
                let top_pt = self.top_pt() + start_pt + index as f32 * note.leading_pt;
                let baseline = baseline_pt(top_pt, note.leading_pt, line.size_pt);
                let items = line.items(self.left_pt(), baseline);
                self.page.extend(items, Some(element));
            }
            let height_pt = note.leading_pt * here.len() as f32;
            self.area(note.place, start_pt, height_pt);
            self.y_pt = start_pt + height_pt + quarter_pt;
            rest = later;
            if !rest.is_empty() {
                self.new_page();
            }
        }
    }

    fn signed(&mut self, signed: &[Signed]) {
        if self.y_pt > 0.5 && self.lines_left() > signed.len() {
            self.y_pt += self.pitch_pt;
        }
        let mut last = None;
        for Signed { place, line, x_pt } in signed {
            let element = match last {
                Some((known, element)) if known == place => element,
                _ => self.element(Element::Paragraph),
            };
            last = Some((place, element));
            self.ensure(1);
            self.line(line, *x_pt, element);
            self.area(place, self.y_pt, self.pitch_pt);
            self.y_pt += self.pitch_pt;
        }
    }

    fn centred(&mut self, lines: &[Line], place: &Place, element: usize) {
        let width_pt = self.width_pt();
        self.lines_at(lines, place, element, |line| {
            (width_pt - line.width_pt) / 2.0
        });
    }

    fn lines(&mut self, lines: &[Line], place: &Place, element: usize) {
        self.lines_at(lines, place, element, |_| 0.0);
    }

    /// Lines of one piece, over as many pages as they need; `x_pt` gives where each begins.
    fn lines_at(
        &mut self,
        lines: &[Line],
        place: &Place,
        element: usize,
        x_pt: impl Fn(&Line) -> f32,
    ) {
        let mut rest = lines;
        while !rest.is_empty() {
            self.ensure(1);
            let (here, later) = rest.split_at(rest.len().min(self.lines_left().max(1)));
            self.area(place, self.y_pt, self.pitch_pt * here.len() as f32);
            for line in here {
                self.line(line, x_pt(line), element);
                self.y_pt += self.pitch_pt;
            }
            rest = later;
        }
    }

    fn line(&mut self, line: &Line, x_pt: f32, element: usize) {
        let baseline = baseline_pt(self.top_pt() + self.y_pt, self.pitch_pt, line.size_pt);
        let items = line.items(self.left_pt() + x_pt, baseline);
        self.page.extend(items, Some(element));
    }

    fn element(&mut self, element: Element) -> usize {
        self.elements.push(element);
        self.elements.len() - 1
    }

    /// The elements of a table, row by row; gives back each cell's own, in the grid's order.
    fn cells(&mut self, grid: &Grid) -> Vec<Option<usize>> {
        let table = self.tables;
        self.tables += 1;
        let mut elements = vec![None; grid.cells.len()];
        let mut order: Vec<_> = grid.cells.iter().zip(&mut elements).collect();
        order.sort_by_key(|(cell, _)| (cell.row, cell.track));
        for (cell, element) in order {
            *element = Some(self.element(Element::Cell(TableCell {
                table,
                row: cell.row,
                track: cell.track,
                row_span: cell.row_span,
                track_span: cell.track_span,
                role: cell.role,
            })));
        }
        elements
    }

    fn area(&mut self, place: &Place, y_pt: f32, height_pt: f32) {
        if height_pt <= 0.0 {
            return;
        }
        let rect = Rect {
            x_pt: self.left_pt(),
            y_pt: self.top_pt() + y_pt,
            width_pt: self.width_pt(),
            height_pt,
        };
        let place = place.clone();
        self.page.areas.push(Area { rect, place });
    }

    fn ensure(&mut self, lines: usize) {
        if lines > self.lines_left() {
            self.new_page();
        }
    }

    fn new_page(&mut self) {
        if self.y_pt > 0.5 {
            self.full.push(std::mem::take(&mut self.page));
            self.y_pt = 0.0;
        }
    }

    fn lines_left(&self) -> usize {
        ((self.height_pt() - self.y_pt) / self.pitch_pt + 0.02).max(0.0) as usize
    }

    fn page_lines(&self) -> usize {
        (self.height_pt() / self.pitch_pt + 0.02) as usize
    }

    fn left_pt(&self) -> f32 {
        self.style.margin_left_mm * POINTS_PER_MM
    }

    fn top_pt(&self) -> f32 {
        self.style.margin_top_mm * POINTS_PER_MM
    }

    fn width_pt(&self) -> f32 {
        self.style.type_width_mm * POINTS_PER_MM
    }

    fn height_pt(&self) -> f32 {
        self.style.type_height_mm * POINTS_PER_MM
    }
}

fn lines_of(heads: &[Piece]) -> usize {
    heads
        .iter()
        .map(|head| match &head.kind {
            Kind::Heading { lines, .. } => lines.len(),
            _ => 0,
        })
        .sum()
}

/// How many lines of a paragraph must stand under its heading; `tail` lines of a signature follow it.
fn beginning(lines: usize, tail: usize) -> usize {
    match lines {
        0..=3 => lines + tail,
        _ => LINES_TOGETHER,
    }
}

/// How many of a paragraph's lines stand on this page, so that no line stands alone on either and a signature is not left alone.
fn kept_here(lines: usize, room: usize, tail: usize) -> usize {
    if lines + tail <= room {
        return lines;
    }
    let fullest = if lines <= room {
        lines.saturating_sub(LINES_TOGETHER)
    } else {
        room
    };
    let kept = match lines - fullest {
        1 => fullest.saturating_sub(1),
        _ => fullest,
    };
    if kept < LINES_TOGETHER { 0 } else { kept }
}
