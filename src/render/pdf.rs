//! Pages → PDF: texts, rules and shades as printpdf's operations, then the catalog by `pdf_catalog`.

use printpdf::{
    Color, Greyscale, Line, LinePoint, Mm, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Pt, TextItem, TextMatrix,
};

use crate::layout::fonts::Faces;
use crate::layout::{Glyph, Item, Page, Pages, Rect, Text};
use crate::render::Date;
use crate::render::format::{Format, Writer};
use crate::render::pdf_catalog;
use crate::render::pdf_faces::Embedded;

/// PDF files.
pub const FORMAT: Format = Format {
    suffix: "pdf",
    name: "PDF",
    writer: Writer::OfPages(|pages, faces, imprint| Ok(write(pages, faces, imprint.made)?)),
    inner: |_| None,
};

/// Positions may be off by this much before they are set right.
const TOLERANCE_PT: f32 = 0.02;

/// Why no PDF could be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("字体“{0}”不能取子集（{1}）。请改用程序自带的字体导出。")]
    Subset(String, String),
    #[error("字体中没有字符“{0}”。请安装含有该字符的字体，或换用其他字。")]
    NoGlyph(char),
    #[error("PDF 文件不能生成（{0}）。请重试；仍不成功时请报告此问题。")]
    Write(String),
}

/// Writes pages as a PDF of version 1.7. The same pages, faces and date give the same bytes.
pub fn write(pages: &Pages, faces: &Faces, created: Date) -> Result<Vec<u8>, PdfError> {
    let embedded = Embedded::new(pages, faces)?;
    let mut document = PdfDocument::new(&pages.title);
    embedded.register(&mut document);
    let size = |page: &Page| {
        let ops = operations(page, pages.height_pt, &embedded);
        PdfPage::new(
            Mm::from(Pt(pages.width_pt)),
            Mm::from(Pt(pages.height_pt)),
            ops,
        )
    };
    let drawn = pages.pages.iter().map(size).collect();
    document.with_pages(drawn);
    let options = PdfSaveOptions {
        optimize: true,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    let mut warnings = Vec::new();
    let lopdf = document.to_lopdf_document(&options, &mut warnings);
    pdf_catalog::finish(lopdf, pages, created)
}

fn operations(page: &Page, height_pt: f32, embedded: &Embedded) -> Vec<Op> {
    let mut pen = Pen {
        ops: Vec::new(),
        height_pt,
        embedded,
        font: None,
        spacing_pt: 0.0,
        in_text: false,
    };
    for item in &page.items {
        match item {
            Item::Shade { rect, gray } => pen.shade(rect, *gray),
            Item::Rule {
                x1_pt,
                y1_pt,
                x2_pt,
                y2_pt,
                width_pt,
            } => {
                pen.rule((*x1_pt, *y1_pt), (*x2_pt, *y2_pt), *width_pt);
            }
            Item::Text(text) => pen.text(text),
        }
    }
    pen.end_text();
    pen.ops
}

/// Writes operations and remembers the state they leave.
struct Pen<'a> {
    ops: Vec<Op>,
    height_pt: f32,
    embedded: &'a Embedded,
    font: Option<(String, f32)>,
    spacing_pt: f32,
    in_text: bool,
}

impl Pen<'_> {
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
        let thickness = Op::SetOutlineThickness { pt: Pt(width_pt) };
        let last = self
            .ops
            .iter()
            .rev()
            .find(|op| matches!(op, Op::SetOutlineThickness { .. }));
        if last != Some(&thickness) {
            self.ops.push(thickness);
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
