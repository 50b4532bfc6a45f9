//! One page → printpdf's operations: texts, rules and shades, each marked with what it is part of.

use std::collections::BTreeMap;

use printpdf::{
    Color, DictItem, Greyscale, Line, LinePoint, Op, PaintMode, PdfFontHandle, Point, Pt, TextItem,
    TextMatrix,
};

use crate::layout::{Element, Glyph, Item, Page, Rect, Text};
use crate::render::pdf_faces::Embedded;
use crate::render::pdf_structure::tag;

/// Positions may be off by this much before they are set right.
const TOLERANCE_PT: f32 = 0.02;

/// Draws a page. With `elements`, each span of it is marked by its index on the page, and all else as adornment.
pub fn operations(
    page: &Page,
    height_pt: f32,
    embedded: &Embedded,
    elements: Option<&[Element]>,
) -> Vec<Op> {
    let mut pen = Pen {
        ops: Vec::with_capacity(4 * page.items.len()),
        height_pt,
        embedded,
        font: None,
        spacing_pt: 0.0,
        thickness_pt: None,
        in_text: false,
    };
    let Some(elements) = elements else {
        page.items.iter().for_each(|item| pen.item(item));
        pen.end_text();
        return pen.ops;
    };
    let mut rest = page.items.as_slice();
    let mut reached = 0;
    for (number, span) in page.spans.iter().enumerate() {
        let (before, after) = rest.split_at(span.items.start - reached);
        let (own, after) = after.split_at(span.items.len());
        pen.adornment(before);
        if let Some(element) = elements.get(span.element) {
            pen.marked(tag(element), number, own);
        }
        (rest, reached) = (after, span.items.end);
    }
    pen.adornment(rest);
    pen.ops
}

/// Writes operations and remembers the state they leave.
struct Pen<'a> {
    ops: Vec<Op>,
    height_pt: f32,
    embedded: &'a Embedded,
    font: Option<(String, f32)>,
    spacing_pt: f32,
    thickness_pt: Option<f32>,
    in_text: bool,
}

impl Pen<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Shade { rect, gray } => self.shade(rect, *gray),
            Item::Rule {
                x1_pt,
                y1_pt,
                x2_pt,
                y2_pt,
                width_pt,
            } => self.rule((*x1_pt, *y1_pt), (*x2_pt, *y2_pt), *width_pt),
            Item::Text(text) => self.text(text),
        }
    }

    /// Items that are content: what they are a part of finds them by the number.
    fn marked(&mut self, tag: &str, number: usize, items: &[Item]) {
        let number = DictItem::Int(number as i64);
        let map = BTreeMap::from([("MCID".to_owned(), number)]);
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties: DictItem::Dict { map },
        });
        self.close(items);
    }

    /// Items that nobody needs to hear of: rules, shades, page numbers, repeated headers.
    fn adornment(&mut self, items: &[Item]) {
        if items.is_empty() {
            return;
        }
        let tag = "Artifact".to_owned();
        let texts = items.iter().any(|item| matches!(item, Item::Text(_)));
        self.ops.push(match texts {
            true => Op::BeginMarkedContentWithProperties {
                tag,
                properties: DictItem::Dict {
                    map: BTreeMap::from([(
                        "Type".to_owned(),
                        DictItem::Name(b"Pagination".to_vec()),
                    )]),
                },
            },
            false => Op::BeginMarkedContent { tag },
        });
        self.close(items);
    }

    /// Draws the items of a mark begun and ends it; texts may not reach over marks.
    fn close(&mut self, items: &[Item]) {
        items.iter().for_each(|item| self.item(item));
        self.end_text();
        self.ops.push(Op::EndMarkedContent);
    }

    fn shade(&mut self, rect: &Rect, gray: f32) {
        self.end_text();
        let fill = |gray: f32| Op::SetFillColor {
            col: Color::Greyscale(Greyscale::new(gray, None)),
        };
        self.ops.push(fill(gray));
        self.ops.push(Op::DrawRectangle {
            rectangle: printpdf::Rect {
                x: Pt(rounded(rect.x_pt)),
                y: Pt(rounded(self.height_pt - rect.y_pt - rect.height_pt)),
                width: Pt(rounded(rect.width_pt)),
                height: Pt(rounded(rect.height_pt)),
                mode: Some(PaintMode::Fill),
                winding_order: None,
            },
        });
        self.ops.push(fill(0.0));
    }

    fn rule(&mut self, from: (f32, f32), to: (f32, f32), width_pt: f32) {
        self.end_text();
        if self.thickness_pt != Some(width_pt) {
            self.ops.push(Op::SetOutlineThickness { pt: Pt(width_pt) });
            self.thickness_pt = Some(width_pt);
        }
        let point = |(x, y): (f32, f32)| LinePoint {
            p: Point {
                x: Pt(rounded(x)),
                y: Pt(rounded(self.height_pt - y)),
            },
            bezier: false,
        };
        let line = Line {
            points: vec![point(from), point(to)],
            is_closed: false,
        };
        self.ops.push(Op::DrawLine { line });
    }

    fn text(&mut self, text: &Text) {
        let mut rest = text.glyphs.as_slice();
        while let Some(first) = rest.first() {
            let font = |character| self.embedded.font(text.face, character);
            let own = font(first.character);
            let count = rest
                .iter()
                .take_while(|glyph| font(glyph.character) == own)
                .count();
            let (run, later) = rest.split_at(count.max(1));
            if let Some(own) = own {
                let own = own.to_owned();
                self.run(text, &own, run);
            }
            rest = later;
        }
    }

    /// One show operation: a spacing for all characters, and corrections where it does not suffice.
    fn run(&mut self, text: &Text, font: &str, glyphs: &[Glyph]) {
        self.begin_text();
        self.select(font, text.size_pt);
        let advance = |c: char| self.embedded.advance_em(text.face, c) * text.size_pt;
        let spacing_pt = usual_gap(glyphs, &advance);
        let mut items = Vec::new();
        let mut chunk = String::new();
        let start_pt = glyphs.first().map_or(0.0, |glyph| rounded(glyph.x_pt));
        let mut pen_pt = start_pt;
        for glyph in glyphs {
            let off_pt = glyph.x_pt - pen_pt;
            if off_pt.abs() > TOLERANCE_PT {
                if !chunk.is_empty() {
                    items.push(TextItem::Text(std::mem::take(&mut chunk)));
                }
                let thousandths = (-off_pt * 1000.0 / text.size_pt).round();
                items.push(TextItem::Offset(thousandths));
                pen_pt -= thousandths / 1000.0 * text.size_pt;
            }
            chunk.push(glyph.character);
            pen_pt += advance(glyph.character) + spacing_pt;
        }
        items.push(TextItem::Text(chunk));
        if spacing_pt != self.spacing_pt {
            self.ops.push(Op::SetCharacterSpacing {
                multiplier: spacing_pt,
            });
            self.spacing_pt = spacing_pt;
        }
        let y_pt = rounded(self.height_pt - text.baseline_pt);
        let matrix = TextMatrix::Translate(Pt(start_pt), Pt(y_pt));
        self.ops.push(Op::SetTextMatrix { matrix });
        self.ops.push(Op::ShowText { items });
    }

    fn select(&mut self, font: &str, size_pt: f32) {
        if self
            .font
            .as_ref()
            .is_none_or(|(name, size)| name != font || *size != size_pt)
        {
            let handle = PdfFontHandle::External(printpdf::FontId(font.to_owned()));
            self.ops.push(Op::SetFont {
                font: handle,
                size: Pt(size_pt),
            });
            self.font = Some((font.to_owned(), size_pt));
        }
    }

    fn begin_text(&mut self) {
        if !self.in_text {
            self.ops.push(Op::StartTextSection);
            self.in_text = true;
        }
    }

    fn end_text(&mut self) {
        if self.in_text {
            self.ops.push(Op::EndTextSection);
            self.in_text = false;
        }
    }
}

/// The commonest distance from the end of one character to the next, in points.
fn usual_gap(glyphs: &[Glyph], advance: &dyn Fn(char) -> f32) -> f32 {
    let mut counts = std::collections::BTreeMap::new();
    for pair in glyphs.windows(2) {
        if let [left, right] = pair {
            let gap = right.x_pt - left.x_pt - advance(left.character);
            *counts.entry((gap * 100.0).round() as i32).or_insert(0) += 1;
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(gap, count)| (*count, -gap.abs()));
    most.map_or(0.0, |(gap, _)| gap as f32 / 100.0)
}

/// Two decimals of a point are finer than any printer.
fn rounded(length_pt: f32) -> f32 {
    (length_pt * 100.0).round() / 100.0
}
