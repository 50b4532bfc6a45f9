//! Lines of a text as the window shows it: no opening bracket or quotation mark stands at the end of one.
//!
//! egui keeps closing marks off the beginning of a line and knows nothing of opening ones. Its lines are taken; where one
//! ends in an opening mark, the paragraph is laid out again in two pieces, the mark with what follows it.

use crate::layout::is_opening;
use eframe::egui::epaint::text::{PlacedRow, Row};
use eframe::egui::text::{Galley, LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId, Id, Rect, Ui, Vec2};
use std::collections::HashMap;
use std::sync::Arc;

/// Longer paragraphs, in characters, keep egui's lines: laying one out again takes as long as it is.
const LONGEST: usize = 3_000;

/// What was laid out last for a field.
#[derive(Clone)]
struct Mended {
    /// egui's own lines, by which they are known again.
    whole: Arc<Galley>,
    lines: Arc<Galley>,
    paragraphs: Arc<Paragraphs>,
}

/// The paragraphs that were laid out anew, by the address of their first row of egui's, which is kept alive with them.
/// egui keeps the rows of a paragraph until it or its width or its faces change, so that one keystroke costs one
/// paragraph.
type Paragraphs = HashMap<usize, (Arc<Row>, Vec<PlacedRow>)>;

/// Lays a text out in lines. What was mended last for the same field is kept, for nothing changes in most frames.
pub fn laid_out(
    ui: &Ui,
    field: Id,
    text: &str,
    font: FontId,
    color: Color32,
    width: f32,
) -> Arc<Galley> {
    let row = ui.fonts_mut(|fonts| fonts.row_height(&font));
    let format = TextFormat {
        line_height: Some(row + ui.spacing().extra_text_line_spacing),
        ..TextFormat::simple(font, color)
    };
    let mut job = LayoutJob::simple_format(text.to_owned(), format);
    job.wrap.max_width = width;
    // A space that one types is to be seen.
    job.keep_trailing_whitespace = true;
    let whole = ui.fonts_mut(|fonts| fonts.layout_job(job));
    if !whole.rows.iter().any(ends_open) {
        return whole;
    }
    let id = field.with("lines");
    let known = ui.data(|data| data.get_temp::<Mended>(id));
    let before = match known {
        Some(known) if Arc::ptr_eq(&known.whole, &whole) => return known.lines,
        Some(known) => known.paragraphs,
        None => Arc::default(),
    };
    let mut paragraphs = Paragraphs::new();
    let lines = Arc::new(mended(ui, &whole, &before, &mut paragraphs));
    let kept = Mended {
        whole,
        lines: Arc::clone(&lines),
        paragraphs: Arc::new(paragraphs),
    };
    ui.data_mut(|data| data.insert_temp(id, kept));
    lines
}

/// The same text with the rows of some paragraphs laid out anew, or taken from those that were before.
fn mended(ui: &Ui, whole: &Galley, before: &Paragraphs, now: &mut Paragraphs) -> Galley {
    let mut rows: Vec<PlacedRow> = Vec::new();
    let goes_on = |row: &PlacedRow, _: &PlacedRow| !row.ends_with_newline;
    for paragraph in whole.rows.chunk_by(goes_on) {
        let Some(first) = paragraph.first().filter(|_| is_to_be_mended(paragraph)) else {
            rows.extend(paragraph.iter().cloned());
            continue;
        };
        let address = Arc::as_ptr(&first.row).addr();
        let known = before.get(&address).map(|(_, rows)| rows.clone());
        let mended = known.unwrap_or_else(|| paragraph_rows(ui, &whole.job, paragraph));
        now.insert(address, (Arc::clone(&first.row), mended.clone()));
        let is_followed = paragraph.last().is_some_and(|last| last.ends_with_newline);
        rows.extend(mended);
        if let Some(end) = rows.last_mut() {
            end.ends_with_newline = is_followed;
        }
    }
    placed(whole, rows)
}

fn is_to_be_mended(paragraph: &[PlacedRow]) -> bool {
    let count: usize = paragraph.iter().map(|row| row.row.glyphs.len()).sum();
    let before = paragraph.split_last().map(|(_, before)| before);
    count <= LONGEST && before.is_some_and(|before| before.iter().any(ends_open))
}

/// The rows of one paragraph, not yet in their places.
fn paragraph_rows(ui: &Ui, job: &LayoutJob, own: &[PlacedRow]) -> Vec<PlacedRow> {
    let glyphs = own.iter().flat_map(|row| &row.row.glyphs);
    let characters: Vec<char> = glyphs.map(|glyph| glyph.chr).collect();
    let mut rows = Vec::new();
    let mut start = 0;
    while let Some(rest) = characters.get(start..) {
        let piece = piece(ui, job, rest);
        let Some(split) = split(&piece) else {
            rows.extend(piece.rows.iter().cloned());
            break;
        };
        let piece = self::piece(ui, job, rest.get(..split).unwrap_or_default());
        rows.extend(piece.rows.iter().cloned());
        start += split;
    }
    rows
}

/// The character before which a laid-out piece is to be torn: the first opening mark that ends a row, with those before
/// it. A row of nothing else stays as it is.
fn split(piece: &Galley) -> Option<usize> {
    let mut seen = 0;
    let (_, rows) = piece.rows.split_last()?;
    for row in rows {
        let glyphs = &row.row.glyphs;
        let open = glyphs.iter().rev();
        let open = open.take_while(|glyph| is_opening(glyph.chr)).count();
        if open > 0 && open < glyphs.len() {
            return Some(seen + glyphs.len() - open);
        }
        seen += glyphs.len();
    }
    None
}

/// Some characters of a paragraph, laid out as the text is.
fn piece(ui: &Ui, job: &LayoutJob, characters: &[char]) -> Arc<Galley> {
    let text: String = characters.iter().collect();
    let format = job.sections.first().map(|section| section.format.clone());
    let piece = LayoutJob {
        wrap: job.wrap.clone(),
        keep_trailing_whitespace: job.keep_trailing_whitespace,
        ..LayoutJob::simple_format(text, format.unwrap_or_default())
    };
    ui.fonts_mut(|fonts| fonts.layout_job(piece))
}

/// Puts rows one below the other.
fn placed(whole: &Galley, mut rows: Vec<PlacedRow>) -> Galley {
    let mut galley = whole.clone();
    let (mut rect, mut bounds) = (Rect::ZERO, Rect::NOTHING);
    (galley.num_vertices, galley.num_indices) = (0, 0);
    let pixels = whole.pixels_per_point;
    let mut below = 0.0;
    for row in &mut rows {
        row.pos.y = (below * pixels).round() / pixels;
        rect |= Rect::from_min_size(row.pos, row.row.size);
        let visuals = &row.row.visuals;
        bounds |= visuals
            .mesh_bounds
            .translate(Vec2::new(row.pos.x, row.pos.y));
        galley.num_vertices += visuals.mesh.vertices.len();
        galley.num_indices += visuals.mesh.indices.len();
        below += row.row.size.y;
    }
    (galley.rows, galley.rect, galley.mesh_bounds) = (rows, rect, bounds);
    galley
}

/// Whether a row that is followed by another of its paragraph ends in an opening mark.
fn ends_open(row: &PlacedRow) -> bool {
    let last = row.row.glyphs.last();
    !row.ends_with_newline && last.is_some_and(|glyph| is_opening(glyph.chr))
}

#[cfg(test)]
mod tests {
    use super::laid_out;
    use eframe::egui::text::{CCursor, Galley};
    use eframe::egui::{__run_test_ui, Color32, FontId, Id};
    use std::sync::Arc;

    fn rows(galley: &Galley) -> Vec<String> {
        galley.rows.iter().map(|row| row.text()).collect()
    }

    /// A text laid out in a width, twice as in two frames.
    fn lines(text: &str, width: f32) -> Arc<Galley> {
        let mut found = None;
        __run_test_ui(|ui| {
            let field = Id::unique("field");
            let lay = || {
                let font = FontId::proportional(10.0);
                laid_out(ui, field, text, font, Color32::BLACK, width)
            };
            let galley = lay();
            assert!(Arc::ptr_eq(&galley, &lay()), "what did not change is kept");
            found = Some(galley);
        });
        found.unwrap()
    }

    #[test]
    fn no_line_ends_in_an_opening_mark_and_no_character_is_lost() {
        let text = "公布“办事指南”和《办法》（试行），受理“一件事”（含“跨省”）。\n\n第二段“引文”在这里《再来》。\n";
        let mut mended = 0;
        for width in (40..400).step_by(3) {
            let galley = lines(text, width as f32);
            assert_eq!(galley.text(), text);
            let rows = rows(&galley);
            assert_eq!(rows.concat(), text.replace('\n', ""), "{width}");
            for (row, next) in rows.iter().zip(rows.iter().skip(1)) {
                let open = row.ends_with(['“', '《', '（']);
                let nothing_else = row.chars().all(|c| "“《（".contains(c));
                assert!(
                    !open || next.is_empty() || nothing_else,
                    "{width}: {rows:?}"
                );
            }
            mended += usize::from(galley.rows.len() > 3);
            // Every place of the caret is a place of its own, from left to right and from top to bottom.
            let places =
                (0..=text.chars().count()).map(|at| galley.pos_from_cursor(CCursor::new(at)));
            let places: Vec<_> = places.map(|rect| (rect.min.y, rect.min.x)).collect();
            assert!(places.is_sorted(), "{width}: {places:?}");
            let ends = galley
                .rows
                .iter()
                .filter(|row| row.ends_with_newline)
                .count();
            assert_eq!(ends, 3, "{width}");
        }
        assert!(mended > 50);
    }

    #[test]
    fn a_paragraph_that_changes_is_laid_out_anew_and_the_others_stay_right() {
        let first = "公布“办事指南”和《办法》（试行），受理“一件事”（含“跨省”）。";
        let font = || FontId::proportional(10.0);
        __run_test_ui(|ui| {
            for width in (40..400).step_by(7) {
                for typed in ["", "甲", "甲“", "甲“乙", "丙"] {
                    let text = format!("{first}\n{typed}{first}\n{first}{typed}");
                    let width = width as f32;
                    let lay = |field| {
                        laid_out(ui, Id::unique(field), &text, font(), Color32::BLACK, width)
                    };
                    let (typed_on, fresh) = (lay("field"), lay(&format!("{width} {typed}")));
                    assert_eq!(rows(&typed_on), rows(&fresh), "{width} {typed}");
                    assert_eq!(typed_on.rect, fresh.rect);
                }
            }
        });
    }
}
