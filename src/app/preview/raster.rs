//! A page as a picture: outlines of the very faces and places that the PDF has, with smooth edges.

use crate::layout::fonts::OpenFaces;
use crate::layout::{Item, Page, Pages, Text};
use eframe::egui::{Color32, ColorImage};
use ttf_parser::OutlineBuilder;

/// Colours of paper and ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inks {
    pub paper: Color32,
    pub ink: Color32,
}

/// Coverage a little above one half looks as strong as print does; thin strokes would pale otherwise.
const STRENGTH: f32 = 0.78;

/// Draws one page; `scale` is pixels for a point.
pub fn draw(pages: &Pages, page: &Page, faces: &OpenFaces, scale: f32, inks: Inks) -> ColorImage {
    let width = ((pages.width_pt * scale).round() as usize).max(1);
    let height = ((pages.height_pt * scale).round() as usize).max(1);
    let mut cover = Cover::new(width, height);
    for item in &page.items {
        if let Item::Text(text) = item {
            cover.text(text, faces, scale);
        }
    }
    let mut picture = ColorImage::filled([width, height], inks.paper);
    for item in &page.items {
        if let Item::Shade { rect, gray } = item {
            let from = (rect.x_pt * scale, rect.y_pt * scale);
            let to = (
                (rect.x_pt + rect.width_pt) * scale,
                (rect.y_pt + rect.height_pt) * scale,
            );
            let color = inks.ink.lerp_to_gamma(inks.paper, *gray);
            fill(&mut picture, from, to, color);
        }
    }
    cover.onto(&mut picture, inks.ink);
    for item in &page.items {
        if let Item::Rule {
            x1_pt,
            y1_pt,
            x2_pt,
            y2_pt,
            width_pt,
        } = item
        {
            let ends = [*x1_pt, *y1_pt, *x2_pt, *y2_pt].map(|at| at * scale);
            rule(&mut picture, ends, width_pt * scale, inks);
        }
    }
    picture
}

/// Fills whole pixels.
fn fill(picture: &mut ColorImage, from: (f32, f32), to: (f32, f32), color: Color32) {
    let [width, height] = picture.size;
    let clamp = |at: f32, most: usize| (at.round().max(0.0) as usize).min(most);
    let (left, right) = (clamp(from.0, width), clamp(to.0, width));
    for y in clamp(from.1, height)..clamp(to.1, height) {
        if let Some(row) = picture.pixels.get_mut(y * width + left..y * width + right) {
            row.fill(color);
        }
    }
}

/// A rule is set on whole pixels, so that it is as sharp as the screen; a finer one is paler.
fn rule(picture: &mut ColorImage, [x1, y1, x2, y2]: [f32; 4], width: f32, inks: Inks) {
    let thick = width.round().max(1.0);
    let color = inks.paper.lerp_to_gamma(inks.ink, width.clamp(0.6, 1.0));
    let (left, right) = (x1.min(x2), x1.max(x2));
    let (top, bottom) = (y1.min(y2), y1.max(y2));
    let across = right - left >= bottom - top;
    let on_pixel = |middle: f32| (middle - thick / 2.0).round();
    let (from, to) = match across {
        true => {
            let y = on_pixel(top);
            ((on_pixel(left), y), (on_pixel(right) + thick, y + thick))
        }
        false => {
            let x = on_pixel(left);
            ((x, on_pixel(top)), (x + thick, on_pixel(bottom) + thick))
        }
    };
    fill(picture, from, to, color);
}

/// How much of each pixel is covered: every edge leaves its signed share where it passes, summed up along the row.
struct Cover {
    width: usize,
    height: usize,
    shares: Vec<f32>,
}

impl Cover {
    fn new(width: usize, height: usize) -> Cover {
        Cover {
            width,
            height,
            shares: vec![0.0; (width + 2) * height],
        }
    }

    fn text(&mut self, text: &Text, faces: &OpenFaces, scale: f32) {
        let Some(face) = faces.parsed(text.face) else {
            return;
        };
        let size = text.size_pt * scale / f32::from(face.units_per_em());
        for glyph in &text.glyphs {
            if let Some(id) = face.glyph_index(glyph.character) {
                let mut pen = Pen {
                    cover: self,
                    origin: (glyph.x_pt * scale, text.baseline_pt * scale),
                    size,
                    start: (0.0, 0.0),
                    at: (0.0, 0.0),
                };
                face.outline_glyph(id, &mut pen);
            }
        }
    }

    /// One straight edge, row by row.
    fn edge(&mut self, a: (f32, f32), b: (f32, f32)) {
        let (sign, upper, lower) = if a.1 < b.1 { (1.0, a, b) } else { (-1.0, b, a) };
        if upper.1 >= lower.1 {
            return;
        }
        let slope = (lower.0 - upper.0) / (lower.1 - upper.1);
        let top = upper.1.max(0.0);
        let bottom = lower.1.min(self.height as f32);
        let mut y = top;
        while y < bottom {
            let row = y as usize;
            let next = (row as f32 + 1.0).min(bottom);
            let x_at = |y: f32| upper.0 + (y - upper.1) * slope;
            self.row_edge(row, x_at(y), x_at(next), (next - y) * sign);
            y = next;
        }
    }

    /// The part of an edge within one row; `rise` is its signed height.
    fn row_edge(&mut self, row: usize, x1: f32, x2: f32, rise: f32) {
        let most = self.width as f32;
        let (left, right) = (x1.min(x2).clamp(0.0, most), x1.max(x2).clamp(0.0, most));
        let span = right - left;
        let mut x = left;
        loop {
            let column = (x as usize).min(self.width);
            let next = (column as f32 + 1.0).min(right);
            let part = if span > f32::EPSILON {
                rise * (next - x) / span
            } else {
                rise
            };
            // What lies right of the edge within its pixel is covered by it; the pixels further right wholly.
            let beyond = f32::midpoint(x, next) - column as f32;
            let at = row * (self.width + 2) + column;
            if let Some([here, after]) = self.shares.get_mut(at..at + 2) {
                *here += part * (1.0 - beyond);
                *after += part * beyond;
            }
            x = next;
            if x >= right || span <= f32::EPSILON {
                return;
            }
        }
    }

    fn onto(&self, picture: &mut ColorImage, ink: Color32) {
        let strength: Vec<f32> = (0..=255)
            .map(|level| (level as f32 / 255.0).powf(STRENGTH))
            .collect();
        for row in 0..self.height {
            let mut covered = 0.0;
            let shares = self.shares.iter().skip(row * (self.width + 2));
            let pixels = picture.pixels.iter_mut().skip(row * self.width);
            for (share, pixel) in shares.zip(pixels).take(self.width) {
                covered += share;
                let level = (covered.abs().min(1.0) * 255.0) as usize;
                if let (1.., Some(strength)) = (level, strength.get(level)) {
                    *pixel = pixel.lerp_to_gamma(ink, *strength);
                }
            }
        }
    }
}

/// Follows a glyph's outline over the page.
struct Pen<'a> {
    cover: &'a mut Cover,
    origin: (f32, f32),
    size: f32,
    start: (f32, f32),
    at: (f32, f32),
}

impl Pen<'_> {
    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + x * self.size, self.origin.1 - y * self.size)
    }

    fn to(&mut self, point: (f32, f32)) {
        self.cover.edge(self.at, point);
        self.at = point;
    }

    /// Straight pieces enough for a curve of this reach, in pixels.
    fn pieces(&self, points: &[(f32, f32)]) -> usize {
        let mut from = self.at;
        let mut reach = 0.0;
        for point in points {
            reach += (point.0 - from.0).abs() + (point.1 - from.1).abs();
            from = *point;
        }
        (reach.sqrt() * 1.5).ceil().clamp(2.0, 24.0) as usize
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to(self.point(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, control, end) = (self.at, self.point(x1, y1), self.point(x, y));
        let pieces = self.pieces(&[control, end]);
        for piece in 1..=pieces {
            let t = piece as f32 / pieces as f32;
            let u = 1.0 - t;
            let mix = |a: f32, b: f32, c: f32| u * u * a + 2.0 * u * t * b + t * t * c;
            self.to((mix(from.0, control.0, end.0), mix(from.1, control.1, end.1)));
        }
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (from, end) = (self.at, self.point(x, y));
        let (first, second) = (self.point(x1, y1), self.point(x2, y2));
        let pieces = self.pieces(&[first, second, end]);
        for piece in 1..=pieces {
            let t = piece as f32 / pieces as f32;
            let u = 1.0 - t;
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            self.to((
                mix(from.0, first.0, second.0, end.0),
                mix(from.1, first.1, second.1, end.1),
            ));
        }
    }

    fn close(&mut self) {
        self.to(self.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Coverage of a rectangle drawn edge by edge.
    fn rectangle(left: f32, top: f32, right: f32, bottom: f32) -> Vec<f32> {
        let mut cover = Cover::new(4, 3);
        let corners = [
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
        ];
        for pair in corners.windows(2) {
            cover.edge(pair[0], pair[1]);
        }
        let row = |row: usize| {
            let mut sum = 0.0;
            let shares = cover.shares[row * 6..row * 6 + 4].iter();
            shares
                .map(move |share| {
                    sum += share;
                    sum
                })
                .collect::<Vec<f32>>()
        };
        (0..3).flat_map(row).map(f32::abs).collect()
    }

    #[test]
    fn pixels_are_covered_by_their_share() {
        let near = |found: Vec<f32>, expected: [f32; 12]| {
            let off = found
                .iter()
                .zip(expected)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max);
            assert!(off < 1e-4, "{found:?}");
        };
        near(
            rectangle(1.0, 1.0, 3.0, 2.0),
            [0., 0., 0., 0., 0., 1., 1., 0., 0., 0., 0., 0.],
        );
        near(
            rectangle(0.5, 0.5, 2.25, 1.0),
            [0.25, 0.5, 0.125, 0., 0., 0., 0., 0., 0., 0., 0., 0.],
        );
        near(rectangle(-5.0, -5.0, 9.0, 9.0), [1.0; 12]);
    }

    #[test]
    fn a_slanted_edge_covers_half() {
        let mut cover = Cover::new(4, 4);
        for (a, b) in [
            ((0.0, 0.0), (4.0, 4.0)),
            ((4.0, 4.0), (0.0, 4.0)),
            ((0.0, 4.0), (0.0, 0.0)),
        ] {
            cover.edge(a, b);
        }
        let mut whole = 0.0;
        for row in 0..4 {
            let mut sum = 0.0;
            for column in 0..4 {
                sum += cover.shares[row * 6 + column];
                whole += sum;
            }
        }
        assert!((whole.abs() - 8.0).abs() < 1e-3, "{whole}");
    }
}
