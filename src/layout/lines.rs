//! A line of placed glyphs, and its way onto the page.

use std::ops::Range;

use crate::layout::shape::{Run, Shaped};
use crate::layout::{FaceId, Glyph, Item, Text};

/// One line: glyphs with x from the line's left edge, and the line's width.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub glyphs: Vec<PlacedGlyph>,
    pub size_pt: f32,
    pub width_pt: f32,
    /// The blank at the right of its last character, which may hang over an edge.
    pub tail_pt: f32,
}

#[derive(Debug, Clone, Copy)]
pub struct PlacedGlyph {
    pub character: char,
    pub face: FaceId,
    pub x_pt: f32,
}

impl Line {
    /// The line as items, one for each run of one face.
    pub fn items(&self, x_pt: f32, baseline_pt: f32) -> impl Iterator<Item = Item> + '_ {
        self.glyphs
            .chunk_by(|left, right| left.face == right.face)
            .map(move |run| {
                let glyph = |placed: &PlacedGlyph| Glyph {
                    character: placed.character,
                    x_pt: x_pt + placed.x_pt,
                };
                Item::Text(Text {
                    baseline_pt,
                    face: run.first().map_or(FaceId::Extra(0), |first| first.face),
                    size_pt: self.size_pt,
                    glyphs: run.iter().map(glyph).collect(),
                })
            })
    }
}

/// Sets characters at their natural width, starting at x 0; spaces at the end hang.
pub fn set_natural(run: &Run, range: Range<usize>) -> Line {
    let mut line = Line {
        size_pt: run.size_pt,
        ..Line::default()
    };
    let characters = run.characters.get(range.clone()).unwrap_or_default();
    let hanging = characters.iter().rev().take_while(|c| c.character == ' ');
    let hanging = hanging.count();
    let seen = characters.len() - hanging;
    let mut x_pt = 0.0;
    for (index, shaped) in characters.iter().take(seen).enumerate() {
        if index > 0 {
            x_pt += shaped.gap_pt;
        }
        line.push(shaped, x_pt);
        x_pt += shaped.width_pt;
        line.tail_pt = shaped.blank_right_pt;
    }
    line.width_pt = x_pt;
    line.hang(run, range.end - hanging..range.end);
    line
}

impl Line {
    /// Adds a character whose cell begins at `x_pt`.
    pub fn push(&mut self, shaped: &Shaped, x_pt: f32) {
        self.glyphs.push(PlacedGlyph {
            character: shaped.character,
            face: shaped.face,
            x_pt: x_pt + shaped.shift_pt,
        });
    }

    /// Adds the first of the spaces that hang over the line's end: it parts two words for those who take the text out.
    pub fn hang(&mut self, run: &Run, spaces: Range<usize>) {
        if let Some(space) = run.characters.get(spaces).and_then(<[Shaped]>::first) {
            self.push(space, self.width_pt);
        }
    }
}
