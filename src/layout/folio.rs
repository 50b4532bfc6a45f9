//! The page number between two dashes, at the outer edge of the page.

use crate::layout::Page;
use crate::layout::fonts::OpenFaces;
use crate::layout::lines;
use crate::layout::shape;
use crate::page::{POINTS_PER_MM, PageStyle};

/// Where the dash lies above the baseline when the face does not tell.
const DASH_EM: f32 = 0.38;

/// Puts the number of a page under its type area: odd pages right, even pages left, one character from the edge.
///
/// Source: GB/T 9704-2012, 7.5.
pub fn number(page: &mut Page, number: usize, style: &PageStyle, faces: &OpenFaces) {
    let text = style.page_number;
    let run = shape::shape(
        &format!("— {number} —"),
        text,
        text.size_pt,
        faces,
        &mut |_| {},
    );
    let line = lines::set_natural(&run, 0..run.characters.len());
    let left_pt = style.margin_left_mm * POINTS_PER_MM;
    let right_pt = left_pt + style.type_width_mm * POINTS_PER_MM;
    let x_pt = match number % 2 {
        1 => right_pt - text.size_pt - line.width_pt,
        _ => left_pt + text.size_pt,
    };
    let type_bottom_pt = (style.margin_top_mm + style.type_height_mm) * POINTS_PER_MM;
    let dash_pt = type_bottom_pt + style.page_number_drop_mm * POINTS_PER_MM;
    let baseline_pt = dash_pt + dash_height_em(text.face, faces) * text.size_pt;
    page.items.extend(line.items(x_pt, baseline_pt));
}

/// Height of the dash's middle above the baseline.
fn dash_height_em(role: crate::page::Face, faces: &OpenFaces) -> f32 {
    let height = || {
        let found = faces.find(role, '—')?;
        let face = faces.parsed(found.face)?;
        let bounds = face.glyph_bounding_box(face.glyph_index('—')?)?;
        let middle = f32::from(bounds.y_min) + f32::from(bounds.y_max);
        Some(middle / 2.0 / f32::from(face.units_per_em()))
    };
    height().unwrap_or(DASH_EM)
}
