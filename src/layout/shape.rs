//! Text → characters with their faces and widths, before it is known which line they stand on.

use std::collections::HashSet;

use crate::document::HINT;
use crate::layout::breaks::{self, Break};
use crate::layout::fonts::{Found, OpenFaces, is_ignorable};
use crate::layout::{FaceId, MissingCharacter};
use crate::page::TextStyle;
use crate::place::Place;

/// The gap between a Chinese character and a latin letter or digit, as a share of the size.
///
/// Extraction tools take a gap of a tenth of the size for a space, so gaps stay well below.
const LATIN_GAP_EM: f32 = 0.06;

/// The widest a gap may become, as a share of the size.
pub const STRETCH_MAX_EM: f32 = 0.09;

/// One character with all that a line needs to know of it. Lengths are points.
#[derive(Debug, Clone, Copy)]
pub struct Shaped {
    pub character: char,
    pub face: FaceId,
    /// Width of the cell in which the glyph stands.
    pub width_pt: f32,
    /// From the cell's left edge to the glyph's origin.
    pub shift_pt: f32,
    /// Blank at the cell's left or right that may be taken away, as for （ and ）.
    pub blank_left_pt: f32,
    pub blank_right_pt: f32,
    /// The gap before this character when it does not start a line.
    pub gap_pt: f32,
    /// How much of a line's stretch the gap before this character takes, from 0 to 1.
    pub stretch: f32,
    pub before: Break,
}

/// Text ready to be broken into lines.
#[derive(Debug, Clone)]
pub struct Run {
    pub size_pt: f32,
    pub characters: Vec<Shaped>,
}

/// Finds face and width of each character; characters that no face has are left out and noted in `missing`.
///
/// `pitch_pt` is the width of one full character: the size itself, or the pitch of the page's grid.
pub fn shape(
    text: &str,
    style: TextStyle,
    pitch_pt: f32,
    faces: &OpenFaces,
    missing: &mut dyn FnMut(char),
) -> Run {
    let mut find = |character| {
        let found = faces.find(style.face, character);
        if found.is_none() {
            missing(character);
        }
        found
    };
    shaped(text, style.size_pt, pitch_pt, &mut find)
}

/// The same for text that is drawn elsewhere: `advance` gives a character's width in this size.
pub fn drawn(text: &str, size: f32, advance: &mut dyn FnMut(char) -> f32) -> Run {
    let mut find = |character| {
        Some(Found {
            face: FaceId::Extra(0),
            advance_em: advance(character) / size,
        })
    };
    shaped(text, size, size, &mut find)
}

fn shaped(
    text: &str,
    size_pt: f32,
    pitch_pt: f32,
    find: &mut dyn FnMut(char) -> Option<Found>,
) -> Run {
    let mut kept = Vec::with_capacity(text.len() / 3);
    for character in text.chars().map(plain_space) {
        let hidden = character == HINT || character == '\n';
        if is_ignorable(character) && !hidden {
            continue;
        }
        if hidden {
            kept.push((character, None));
        } else if let Some(found) = find(character) {
            kept.push((character, Some(found)));
        }
    }
    let characters: Vec<char> = kept.iter().map(|(character, _)| *character).collect();
    let before = breaks::breaks(&characters);
    let mut pending = Break::Never;
    let mut shaped: Vec<Shaped> = Vec::with_capacity(kept.len());
    for ((character, found), before) in kept.into_iter().zip(before) {
        let strongest = stronger(pending, before);
        let Some(found) = found else {
            pending = strongest;
            continue;
        };
        pending = Break::Never;
        let mut next = measured(character, found.advance_em, size_pt, pitch_pt);
        next.face = found.face;
        next.before = strongest;
        if let Some(previous) = shaped.last() {
            join(previous, &mut next, size_pt);
        } else {
            next.before = Break::Never;
        }
        shaped.push(next);
    }
    Run {
        size_pt,
        characters: shaped,
    }
}

/// Collects what `shape` reports: each character once a place, however often it stands there.
#[derive(Debug, Default)]
pub struct Missing {
    pub found: Vec<MissingCharacter>,
    known: HashSet<MissingCharacter>,
}

impl Missing {
    pub fn note(&mut self, place: &Place, character: char) {
        let place = place.clone();
        let missing = MissingCharacter { character, place };
        if self.known.insert(missing.clone()) {
            self.found.push(missing);
        }
    }
}

impl Run {
    /// The same run in another size.
    pub fn scaled(&self, size_pt: f32) -> Self {
        let factor = size_pt / self.size_pt;
        let scaled = |shaped: &Shaped| Shaped {
            width_pt: shaped.width_pt * factor,
            shift_pt: shaped.shift_pt * factor,
            blank_left_pt: shaped.blank_left_pt * factor,
            blank_right_pt: shaped.blank_right_pt * factor,
            gap_pt: shaped.gap_pt * factor,
            ..*shaped
        };
        Self {
            size_pt,
            characters: self.characters.iter().map(scaled).collect(),
        }
    }
}

/// Width of these characters as one line of natural width.
pub fn width_pt(characters: &[Shaped]) -> f32 {
    let cells: f32 = characters.iter().map(|shaped| shaped.width_pt).sum();
    let gaps: f32 = characters.iter().skip(1).map(|shaped| shaped.gap_pt).sum();
    cells + gaps
}

fn plain_space(character: char) -> char {
    match character {
        '\t' | '\u{A0}' => ' ',
        '\r' | '\u{2028}' | '\u{2029}' => '\n',
        other => other,
    }
}

fn stronger(first: Break, second: Break) -> Break {
    match (first, second) {
        (Break::Must, _) | (_, Break::Must) => Break::Must,
        (Break::Preferred, _) | (_, Break::Preferred) => Break::Preferred,
        (Break::Never, other) => other,
        (other, _) => other,
    }
}

fn measured(character: char, advance_em: f32, size_pt: f32, pitch_pt: f32) -> Shaped {
    let own_pt = advance_em * size_pt;
    let full = is_full_width(character) || advance_em > 0.97;
    let width_pt = if full {
        pitch_pt
    } else {
        advance_em * pitch_pt
    };
    let slack_pt = width_pt - own_pt;
    let half_pt = pitch_pt / 2.0;
    let (opening, closing) = (breaks::is_opening(character), breaks::is_closing(character));
    let narrow = full && advance_em < 0.6;
    let shift_pt = match () {
        () if narrow && opening => slack_pt,
        () if narrow && closing => 0.0,
        () => slack_pt / 2.0,
    };
    let middle = matches!(character, '·' | '！' | '？' | '：' | '；');
    Shaped {
        character,
        face: FaceId::Extra(0),
        width_pt,
        shift_pt,
        blank_left_pt: if full && opening { half_pt } else { 0.0 },
        blank_right_pt: match () {
            () if !full || !closing => 0.0,
            () if middle => half_pt / 2.0,
            () => half_pt,
        },
        gap_pt: 0.0,
        stretch: 0.0,
        before: Break::Never,
    }
}

/// Settles the gap between two neighbours.
fn join(previous: &Shaped, next: &mut Shaped, size_pt: f32) {
    let (left, right) = (previous.character, next.character);
    let latin = |c: char| breaks::is_latin(c) && !breaks::is_stop(c);
    let mixed = (breaks::is_han(left) && latin(right)) || (latin(left) && breaks::is_han(right));
    if mixed {
        next.gap_pt = LATIN_GAP_EM * size_pt;
    }
    let inside_word = breaks::is_latin(left) && breaks::is_latin(right);
    let dash = left == right && matches!(left, '—' | '…');
    next.stretch = match () {
        () if inside_word || dash => 0.0,
        () if mixed => (STRETCH_MAX_EM - LATIN_GAP_EM) / STRETCH_MAX_EM,
        () => 1.0,
    };
}

/// Marks that 仿宋 sets as wide as a character, whatever the face at hand does.
fn is_full_width(character: char) -> bool {
    matches!(character, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}
