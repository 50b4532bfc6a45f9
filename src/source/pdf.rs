//! PDF files with a text layer → paragraphs, and tables rebuilt from their ruling lines.

use super::pdf_bounds;
use super::pdf_lines::Glyph;
use super::pdf_pages::{Seen, put_together};
use super::{MAX_TEXT_BYTES, Source, SourceError};
use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, ParamCurve, Point, Rect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, SoftMask, interpret_page,
};
use std::sync::Arc;

const MAX_PAGES: usize = 120;
/// Bytes of drawing on one page; a page of a report has some 100,000.
const MAX_PAGE_BYTES: usize = MAX_TEXT_BYTES / 4;
const MAX_GLYPHS: usize = 400_000;
/// Grounds on which white letters could be read.
const MAX_GROUNDS: usize = 2_000;

/// Reads a PDF by its glyphs and lines.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Source, SourceError> {
    let file = file.to_owned();
    if !pdf_bounds::nests_within_bounds(bytes) || !pdf_bounds::unpacks_within_bounds(bytes) {
        return Err(SourceError::TooDeep { file });
    }
    let data: Arc<Vec<u8>> = Arc::new(bytes.to_vec());
    let pdf = Pdf::new(data).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            SourceError::Encrypted { file: file.clone() }
        }
        _ => SourceError::Damaged {
            file: file.clone(),
            detail: "不是完整的 PDF".to_owned(),
        },
    })?;
    let pages = pdf.pages();
    if pages.len() > MAX_PAGES {
        return Err(SourceError::TooDeep { file });
    }
    let cache = InterpreterCache::new();
    let mut drawn = Vec::new();
    let mut glyphs = 0;
    for page in pages.iter() {
        if pdf_bounds::drawn_bytes(page) > MAX_PAGE_BYTES || glyphs > MAX_GLYPHS {
            return Err(SourceError::TooDeep { file });
        }
        let (width, height) = page.render_dimensions();
        let rows: [f64; 6] = page.initial_transform(true).as_coeffs();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(Affine::new(rows), area, &cache, pdf.xref(), settings());
        let mut seen = Seen {
            width: f64::from(width),
            ..Seen::default()
        };
        interpret_page(page, &mut context, &mut seen);
        seen.take_unseen();
        glyphs += seen.glyphs.len();
        drawn.push(seen);
    }
    let unknown: usize = drawn.iter().map(|page| page.unknown).sum();
    let source = put_together(drawn);
    match source.is_blank() || unknown > glyphs {
        true => Err(SourceError::NoText { file }),
        false => Ok(source),
    }
}

fn settings() -> InterpreterSettings {
    InterpreterSettings::default()
}

impl Device<'_> for Seen {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        let is_filled = matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..));
        let is_stroked = matches!(mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..));
        let path = props.transform * path.clone();
        if is_filled {
            let bounds = path.bounding_box();
            match self.grounds.len() < MAX_GROUNDS {
                true if is_white(&props.paint) => {}
                true => self.grounds.push(bounds),
                false => self.has_other_grounds = true,
            }
            self.rules
                .add_filled(bounds.x0, bounds.y0, bounds.x1, bounds.y1);
        }
        if is_stroked {
            for segment in path.segments() {
                let (start, end): (Point, Point) = (segment.start(), segment.end());
                self.rules.add(start.x, start.y, end.x, end.y);
            }
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        let is_undrawn = matches!(mode, DrawMode::Invisible);
        let is_white = is_white(&props.paint);
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let origin = place * Point::ZERO;
            let em = place * Point::new(1000.0, 0.0);
            let has_ground =
                || self.has_other_grounds || self.grounds.iter().any(|g| g.contains(origin));
            let is_unseen = is_undrawn || is_askew(em - origin) || is_white && !has_ground();
            let known = match is_unseen {
                true => &mut self.unseen,
                false => &mut self.glyphs,
            };
            if known.len() > MAX_GLYPHS {
                return;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => {
                    self.unknown += 1;
                    continue;
                }
            };
            known.push(Glyph {
                x: origin.x,
                y: origin.y,
                size: (em - origin).hypot(),
                text,
            });
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.has_other_grounds = true;
    }
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Whether paint leaves nothing on white paper.
fn is_white(paint: &Paint) -> bool {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
            alpha < 5 || red.min(green).min(blue) > 252
        }
        Paint::Pattern(_) => false,
    }
}

/// Whether a line of text runs neither along nor across the page: a watermark, never a line of a report.
fn is_askew(direction: Vec2) -> bool {
    let (across, down) = (direction.x.abs(), direction.y.abs());
    across.min(down) > 0.2 * across.max(down)
}
