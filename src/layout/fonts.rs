//! The faces of a document: which face shows a character, and how wide it stands.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use crate::document::{Content, Document};
use crate::layout::FaceId;
use crate::page::Face;

/// The bundled 黑体, which the window is set in as well.
pub static HEI: &[u8] = include_bytes!("../../assets/fonts/hei_8105_gb2312.otf");

/// The roles in the order in which `Faces` names them.
pub const ROLES: [Face; 5] = [
    Face::Song,
    Face::Hei,
    Face::Kai,
    Face::Fang,
    Face::PlainSong,
];

/// One font file, or one font of a collection, that can be embedded.
#[derive(Debug, Clone)]
pub struct FaceData {
    name: String,
    bytes: Cow<'static, [u8]>,
    index: u32,
}

/// Why a font cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaceError {
    #[error("字体“{name}”无法读取（{reason}）。请换用其他字体。")]
    Unreadable { name: String, reason: String },
    #[error("字体“{name}”的字形格式不能嵌入 PDF。请换用其他字体。")]
    NoOutlines { name: String },
}

/// The faces in use: one a role, and others for the characters these lack.
#[derive(Debug, Clone)]
pub struct Faces {
    roles: ByRole<FaceData>,
    extras: Vec<FaceData>,
    /// Which of the extras stood in each role before, the latest first.
    displaced: ByRole<Vec<u16>>,
}

/// `Faces` parsed, for as long as one layout or one export takes.
pub struct OpenFaces<'a> {
    roles: ByRole<Option<ttf_parser::Face<'a>>>,
    extras: Vec<Option<ttf_parser::Face<'a>>>,
    displaced: &'a ByRole<Vec<u16>>,
    found: RefCell<HashMap<(Face, char), Option<Found>>>,
}

/// One thing for each role.
#[derive(Debug, Clone)]
struct ByRole<T> {
    song: T,
    hei: T,
    kai: T,
    fang: T,
    plain_song: T,
}

/// The face that shows a character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub face: FaceId,
    /// The character's own width as a share of the size.
    pub advance_em: f32,
}

impl FaceData {
    /// Takes a font file; `index` picks a font of a collection and is 0 otherwise.
    pub fn new(
        name: String,
        bytes: impl Into<Cow<'static, [u8]>>,
        index: u32,
    ) -> Result<Self, FaceError> {
        let bytes = bytes.into();
        match ttf_parser::Face::parse(&bytes, index) {
            Err(error) => {
                return Err(FaceError::Unreadable {
                    name,
                    reason: error.to_string(),
                });
            }
            Ok(face) if face.tables().glyf.is_none() && face.tables().cff.is_none() => {
                return Err(FaceError::NoOutlines { name });
            }
            Ok(_) => {}
        }
        Ok(Self { name, bytes, index })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn index(&self) -> u32 {
        self.index
    }

    const fn bundled(name: String, bytes: &'static [u8]) -> Self {
        Self {
            name,
            bytes: Cow::Borrowed(bytes),
            index: 0,
        }
    }
}

impl Faces {
    /// The faces that come with the program.
    pub fn bundled() -> Self {
        Self {
            roles: ByRole::of(bundled),
            extras: Vec::new(),
            displaced: ByRole::of(|_| Vec::new()),
        }
    }

    /// Puts another face into a role. The face that stood there remains for the characters the new one lacks.
    pub fn replace(mut self, role: Face, data: FaceData) -> Self {
        let displaced = std::mem::replace(self.roles.get_mut(role), data);
        let number = self.extras.len() as u16;
        self.displaced.get_mut(role).insert(0, number);
        self.extras.push(displaced);
        self
    }

    /// Adds faces for characters that none of the roles has.
    pub fn with_extra(mut self, extras: Vec<FaceData>) -> Self {
        self.extras.extend(extras);
        self
    }

    /// The names of the faces of the roles, in the order of `ROLES`, then those of the others.
    pub fn names(&self) -> Vec<(FaceId, &str)> {
        let roles = ROLES.iter().map(|role| FaceId::Role(*role));
        let extras = (0..self.extras.len()).map(|index| FaceId::Extra(index as u16));
        roles
            .chain(extras)
            .filter_map(|face| self.data(face).map(|data| (face, data.name())))
            .collect()
    }

    /// The font file behind a face; `None` for an `Extra` that is not there.
    pub fn data(&self, face: FaceId) -> Option<&FaceData> {
        match face {
            FaceId::Role(role) => Some(self.roles.get(role)),
            FaceId::Extra(index) => self.extras.get(usize::from(index)),
        }
    }

    /// The characters of a document that no face has, each once, in code point order.
    pub fn missing_characters(&self, document: &Document) -> Vec<char> {
        let open = self.open();
        let mut missing = BTreeSet::new();
        for text in texts(document) {
            let lacking = |c: &char| !is_ignorable(*c) && open.find(Face::Fang, *c).is_none();
            missing.extend(text.chars().filter(lacking));
        }
        missing.into_iter().collect()
    }

    /// Parses the faces' directories; outlines are read only when they are used.
    pub fn open(&self) -> OpenFaces<'_> {
        OpenFaces {
            roles: ByRole::of(|role| parse(self.roles.get(role))),
            extras: self.extras.iter().map(parse).collect(),
            displaced: &self.displaced,
            found: RefCell::new(HashMap::new()),
        }
    }
}

impl<'a> OpenFaces<'a> {
    /// The face that shows a character asked for in a role: the role's own, the one that stood there before, the other
    /// roles', the extras'.
    pub fn find(&self, role: Face, character: char) -> Option<Found> {
        if let Some(found) = self.found.borrow().get(&(role, character)) {
            return *found;
        }
        let before = self.displaced.get(role).iter().copied();
        let others = substitutes(role).iter().copied().map(FaceId::Role);
        let extras = (0..self.extras.len()).map(|index| FaceId::Extra(index as u16));
        let found = std::iter::once(FaceId::Role(role))
            .chain(before.map(FaceId::Extra))
            .chain(others)
            .chain(extras)
            .find_map(|face| {
                let parsed = self.parsed(face)?;
                let glyph = parsed.glyph_index(character).filter(|glyph| glyph.0 != 0)?;
                let advance = f32::from(parsed.glyph_hor_advance(glyph)?);
                let advance_em = advance / f32::from(parsed.units_per_em());
                Some(Found { face, advance_em })
            });
        self.found.borrow_mut().insert((role, character), found);
        found
    }

    /// The parsed font of a face.
    pub fn parsed(&self, face: FaceId) -> Option<&ttf_parser::Face<'a>> {
        match face {
            FaceId::Role(role) => self.roles.get(role).as_ref(),
            FaceId::Extra(index) => self.extras.get(usize::from(index))?.as_ref(),
        }
    }
}

/// Characters that steer a text without being seen; no face needs to have them.
pub fn is_ignorable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

fn parse(data: &FaceData) -> Option<ttf_parser::Face<'_>> {
    ttf_parser::Face::parse(&data.bytes, data.index).ok()
}

fn bundled(role: Face) -> FaceData {
    match role {
        Face::Song => FaceData::bundled(
            "NotoSerifCJKsc-Bold".into(),
            include_bytes!("../../assets/fonts/song_8105_gb2312.otf"),
        ),
        Face::PlainSong => FaceData::bundled(
            "NotoSerifCJKsc-Regular".into(),
            include_bytes!("../../assets/fonts/song_regular_digits.otf"),
        ),
        Face::Hei => FaceData::bundled("NotoSansCJKsc-Regular".into(), HEI),
        Face::Kai => FaceData::bundled(
            "NianbaoKai-Regular".into(),
            include_bytes!("../../assets/fonts/kai_8105_gb2312.ttf"),
        ),
        Face::Fang => FaceData::bundled(
            "FandolFang-Regular".into(),
            include_bytes!("../../assets/fonts/fang_8105_gb2312.otf"),
        ),
    }
}

impl<T> ByRole<T> {
    fn of(make: impl Fn(Face) -> T) -> Self {
        Self {
            song: make(Face::Song),
            hei: make(Face::Hei),
            kai: make(Face::Kai),
            fang: make(Face::Fang),
            plain_song: make(Face::PlainSong),
        }
    }

    fn get(&self, role: Face) -> &T {
        match role {
            Face::Song => &self.song,
            Face::Hei => &self.hei,
            Face::Kai => &self.kai,
            Face::Fang => &self.fang,
            Face::PlainSong => &self.plain_song,
        }
    }

    fn get_mut(&mut self, role: Face) -> &mut T {
        match role {
            Face::Song => &mut self.song,
            Face::Hei => &mut self.hei,
            Face::Kai => &mut self.kai,
            Face::Fang => &mut self.fang,
            Face::PlainSong => &mut self.plain_song,
        }
    }
}

/// The other roles by likeness of their strokes; the face of page numbers has nothing that they lack.
fn substitutes(role: Face) -> &'static [Face] {
    match role {
        Face::Song => &[Face::Hei, Face::Kai, Face::Fang],
        Face::Hei => &[Face::Song, Face::Kai, Face::Fang],
        Face::Kai => &[Face::Fang, Face::Hei, Face::Song],
        Face::Fang => &[Face::Kai, Face::Hei, Face::Song],
        Face::PlainSong => &[Face::Song, Face::Fang, Face::Kai, Face::Hei],
    }
}

fn texts(document: &Document) -> impl Iterator<Item = &str> {
    document.blocks.iter().flat_map(|block| {
        let texts: Vec<&str> = match &block.content {
            Content::Title(text)
            | Content::Heading { text, .. }
            | Content::Note(text)
            | Content::Signature(text) => vec![text],
            Content::Paragraph { number, text } => vec![number, text],
            Content::Grid(grid) => grid.cells.iter().map(|cell| cell.text.as_str()).collect(),
        };
        texts
    })
}
