//! Blocks → pieces: every text set in its lines, before it is known on which page they stand.

use crate::document::{Block, Content};
use crate::layout::fonts::OpenFaces;
use crate::layout::lines::{self, Line};
use crate::layout::shape::Missing;
use crate::layout::table::TableText;
use crate::layout::{MissingCharacter, balance, justify, shape, title};
use crate::page::{POINTS_PER_MM, PageStyle, TextStyle};
use crate::place::Place;

/// First-line indent and the signature's distance from the right, in characters.
const INDENT: f32 = 2.0;
/// Height of a note's line as a share of its size.
const NOTE_LEADING: f32 = 1.4;

/// A block whose text has met its lines.
pub struct Piece<'a> {
    pub place: &'a Place,
    pub kind: Kind<'a>,
}

pub enum Kind<'a> {
    Title(Vec<Line>),
    Heading {
        level: u8,
        text: String,
        lines: Vec<Line>,
    },
    Body(Vec<Line>),
    Table {
        text: Box<TableText<'a>>,
        note: Option<Note<'a>>,
    },
    Signature(Vec<Signed<'a>>),
}

pub struct Note<'a> {
    pub place: &'a Place,
    pub lines: Vec<Line>,
    pub leading_pt: f32,
}

/// A line of the signature, its x from the type area's left edge.
pub struct Signed<'a> {
    pub place: &'a Place,
    pub line: Line,
    pub x_pt: f32,
}

/// Blocks → pieces.
pub struct Setter<'a> {
    style: &'a PageStyle,
    faces: &'a OpenFaces<'a>,
    missing: Missing,
}

impl<'a> Setter<'a> {
    pub fn new(style: &'a PageStyle, faces: &'a OpenFaces<'a>) -> Self {
        Self {
            style,
            faces,
            missing: Missing::default(),
        }
    }

    /// Characters that no face has, each once a place, in the order in which they were met.
    pub fn missing(self) -> Vec<MissingCharacter> {
        self.missing.found
    }

    pub fn pieces(&mut self, blocks: &'a [Block]) -> Vec<Piece<'a>> {
        let mut pieces: Vec<Piece<'a>> = Vec::new();
        let mut rest = blocks;
        while let [block, later @ ..] = rest {
            let here = std::mem::replace(&mut rest, later);
            let place = &block.place;
            let kind = match &block.content {
                Content::Title(text) => Kind::Title(self.title(text, place)),
                Content::Heading { level, text } => Kind::Heading {
                    level: *level,
                    text: text.clone(),
                    lines: self.paragraph(text, self.heading_style(*level), place),
                },
                Content::Paragraph { number, text } => {
                    Kind::Body(self.paragraph(&format!("{number}{text}"), self.style.body, place))
                }
                Content::Grid(grid) => Kind::Table {
                    text: Box::new(TableText::new(
                        grid,
                        place,
                        self.style,
                        self.faces,
                        &mut self.missing,
                    )),
                    note: None,
                },
                Content::Note(text) => {
                    let note = self.note(text, place);
                    if let Some(Piece {
                        kind: Kind::Table { note: under, .. },
                        ..
                    }) = pieces.last_mut()
                        && under.is_none()
                    {
                        *under = Some(note);
                        continue;
                    }
                    Kind::Body(note.lines)
                }
                Content::Signature(_) => {
                    let is_signed = |block: &&Block| matches!(block.content, Content::Signature(_));
                    let lines = here.iter().take_while(is_signed).count();
                    let (signed, later) = here.split_at(lines);
                    rest = later;
                    Kind::Signature(self.signature(signed))
                }
            };
            pieces.push(Piece { place, kind });
        }
        pieces
    }

    fn heading_style(&self, level: u8) -> TextStyle {
        let headings = &self.style.headings;
        let listed = headings.get(usize::from(level.max(1)) - 1);
        listed
            .or(headings.last())
            .copied()
            .unwrap_or(self.style.body)
    }

    fn width_pt(&self) -> f32 {
        self.style.type_width_mm * POINTS_PER_MM
    }

    fn shape(&mut self, text: &str, style: TextStyle, pitch_pt: f32, place: &Place) -> shape::Run {
        let mut missing = |character| self.missing.note(place, character);
        shape::shape(text, style, pitch_pt, self.faces, &mut missing)
    }

    /// Lines on the grid, the first indented.
    fn paragraph(&mut self, text: &str, style: TextStyle, place: &Place) -> Vec<Line> {
        let grid_pt = self.style.character_pitch_pt();
        let pitch_pt = grid_pt * style.size_pt / self.style.body.size_pt;
        let run = self.shape(text, style, pitch_pt, place);
        justify::justify(&run, self.width_pt(), INDENT * pitch_pt)
    }

    /// Balanced lines, each centred, a character's room left at either side.
    fn title(&mut self, text: &str, place: &Place) -> Vec<Line> {
        let style = self.style.title;
        let run = self.shape(text, style, style.size_pt, place);
        let ranges = title::lines(&run, self.width_pt() - 2.0 * style.size_pt);
        ranges
            .into_iter()
            .map(|range| lines::set_natural(&run, range))
            .collect()
    }

    fn note(&mut self, text: &str, place: &'a Place) -> Note<'a> {
        let style = self.style.note;
        let run = self.shape(text, style, style.size_pt, place);
        Note {
            place,
            lines: justify::justify(&run, self.width_pt(), 0.0),
            leading_pt: style.size_pt * NOTE_LEADING,
        }
    }

    /// Name and date as in GB/T 9704 7.3.5.2: the name ends two characters from the right, the date begins two
    /// characters right of where the name begins; when it is the longer one, the date takes the right and the name gives way.
    fn signature(&mut self, blocks: &'a [Block]) -> Vec<Signed<'a>> {
        let pitch_pt = self.style.character_pitch_pt();
        let (width_pt, inset_pt) = (self.width_pt(), INDENT * pitch_pt);
        let mut signed: Vec<Signed<'a>> = Vec::new();
        for block in blocks {
            let Content::Signature(text) = &block.content else {
                continue;
            };
            let run = self.shape(text, self.style.body, pitch_pt, &block.place);
            for range in balance::balance(&run, width_pt - 2.0 * inset_pt) {
                let line = lines::set_natural(&run, range);
                let x_pt = width_pt - inset_pt - line.width_pt;
                signed.push(Signed {
                    place: &block.place,
                    line,
                    x_pt,
                });
            }
        }
        if let [name, date] = signed.as_mut_slice() {
            let over = (name.x_pt + inset_pt + date.line.width_pt) - (width_pt - inset_pt);
            name.x_pt -= over.max(0.0);
            date.x_pt = name.x_pt + inset_pt;
        }
        signed
    }
}
