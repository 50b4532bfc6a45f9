//! The faces a PDF embeds: which character stands in which subset, and the programs of the subsets.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfDocument, PdfFont};
use subsetter::GlyphRemapper;
use ttf_parser::{GlyphId, RawFace, Tag};

use crate::digest::Digest;
use crate::layout::fonts::{Faces, OpenFaces};
use crate::layout::{FaceId, Item, Pages};
use crate::page::Face;
use crate::render::pdf::PdfError;
use crate::render::pdf_stream::deflated;

/// What printpdf sees of a font: only what kind it is. The programs are put in by `pdf_catalog`, so that they are cut
/// and packed beside all other work and copied by nobody.
const COMPACT: &[u8] = b"OTTO";
const TRUETYPE: &[u8] = &[0, 1, 0, 0];

/// All subsets of one PDF.
pub struct Embedded {
    subsets: Vec<Subset>,
    /// Where each character stands: index into `subsets`, and its width as a share of the size.
    homes: HashMap<(FaceId, char), (usize, f32)>,
}

/// One subset before it is cut.
struct Subset {
    /// The name pages call it by.
    resource: String,
    /// Its name in the file, with the tag that tells subsets apart.
    name: String,
    face: FaceId,
    glyphs: GlyphRemapper,
    font: ParsedFont,
}

/// The font program of a subset, packed.
pub struct Program {
    /// The font's name in the file.
    pub name: String,
    /// Whether it is a bare CFF table; else a TrueType file.
    pub is_compact: bool,
    /// Length before it was packed.
    pub length: usize,
    pub packed: Vec<u8>,
}

/// The characters of one face, none of which shares its glyph with another.
///
/// A PDF names one character a glyph. Where a face shows two characters by one glyph, as · and •, the second goes
/// into a subset of its own, so that the text can be taken out of the PDF as it was.
type Share = BTreeMap<char, GlyphId>;

impl Embedded {
    pub fn new(pages: &Pages, faces: &Faces) -> Result<Self, PdfError> {
        let open = faces.open();
        let mut embedded = Self {
            subsets: Vec::new(),
            homes: HashMap::new(),
        };
        for (face, characters) in used(pages) {
            for (number, share) in shares(&open, face, characters)?.iter().enumerate() {
                embedded.add(faces, &open, face, number, share);
            }
        }
        Ok(embedded)
    }

    /// The resource name of the subset that holds a character.
    pub fn font(&self, face: FaceId, character: char) -> Option<&str> {
        let (index, _) = self.homes.get(&(face, character))?;
        let subset = self.subsets.get(*index)?;
        Some(subset.resource.as_str())
    }

    pub fn advance_em(&self, face: FaceId, character: char) -> f32 {
        self.homes
            .get(&(face, character))
            .map_or(0.0, |(_, advance_em)| *advance_em)
    }

    /// Hands the subsets' names and widths over to the document.
    pub fn register(&self, document: &mut PdfDocument) {
        for subset in &self.subsets {
            let font = PdfFont::new(subset.font.clone());
            let id = FontId(subset.resource.clone());
            document.resources.fonts.map.insert(id, font);
        }
    }

    /// Work to be done by as many threads as like to: each calls `Cutting::work` until nothing is left.
    pub fn cutting<'a>(&'a self, faces: &'a Faces) -> Cutting<'a> {
        // The last is taken first: the body's face, the largest of all, comes late in the order of faces.
        Cutting {
            faces,
            waiting: Mutex::new(self.subsets.iter().collect()),
            done: Mutex::new(Ok(Vec::new())),
        }
    }

    fn add(&mut self, faces: &Faces, open: &OpenFaces, face: FaceId, number: usize, share: &Share) {
        let (Some(data), Some(parsed)) = (faces.data(face), open.parsed(face)) else {
            return;
        };
        let mut glyphs = GlyphRemapper::new();
        let mut characters = BTreeMap::new();
        let mut widths = BTreeMap::new();
        let units = parsed.units_per_em();
        let mut seed = data.name().as_bytes().to_vec();
        for (character, glyph) in share {
            let new = glyphs.remap(glyph.0);
            let advance = parsed.glyph_hor_advance(*glyph).unwrap_or(units);
            characters.insert(u32::from(*character), new);
            widths.insert(new, advance);
            seed.extend(glyph.0.to_be_bytes());
            // Readers of the PDF know widths only in whole thousandths.
            let thousandths = (f32::from(advance) * 1000.0 / f32::from(units)).floor();
            let home = (self.subsets.len(), thousandths / 1000.0);
            self.homes.insert((face, *character), home);
        }
        let name = format!("{}+{}", tag(&seed), plain(data.name()));
        let metrics = FontMetrics {
            ascent: parsed.ascender(),
            descent: parsed.descender(),
        };
        let (kind, font_type) = match parsed.tables().cff.is_some() {
            true => (COMPACT, FontType::OpenTypeCFF(())),
            false => (TRUETYPE, FontType::TrueType),
        };
        let named = Some(name.clone());
        let kind = kind.to_vec();
        let mut font =
            ParsedFont::with_glyph_data(kind, 0, named, characters, widths, units, metrics);
        font.font_type = font_type;
        let bounds = parsed.global_bounding_box();
        let described = &mut font.pdf_font_metrics;
        (described.x_min, described.y_min) = (bounds.x_min, bounds.y_min);
        (described.x_max, described.y_max) = (bounds.x_max, bounds.y_max);
        described.us_weight_class = parsed.weight().to_number();
        self.subsets.push(Subset {
            resource: resource(face, number),
            name,
            face,
            glyphs,
            font,
        });
    }
}

/// Subsets that wait to be cut, and those that are done.
pub struct Cutting<'a> {
    faces: &'a Faces,
    waiting: Mutex<Vec<&'a Subset>>,
    done: Mutex<Result<Vec<Program>, PdfError>>,
}

impl Cutting<'_> {
    /// Cuts subsets until none is left or one cannot be cut.
    pub fn work(&self) {
        while let Some(subset) = locked(&self.waiting).pop() {
            let outcome = cut(self.faces, subset);
            let mut done = locked(&self.done);
            match (outcome, done.as_mut()) {
                (Ok(program), Ok(programs)) => programs.push(program),
                (Err(error), Ok(_)) => *done = Err(error),
                (_, Err(_)) => {}
            }
        }
    }

    /// All programs, once every thread has ended.
    pub fn finish(self) -> Result<Vec<Program>, PdfError> {
        self.done
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// A thread that fell leaves what it had done; that nothing is missing shows when the programs are put in.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn cut(faces: &Faces, subset: &Subset) -> Result<Program, PdfError> {
    let refused = |name: &str, reason: String| PdfError::Subset(name.to_owned(), reason);
    let Some(data) = faces.data(subset.face) else {
        return Err(refused(&subset.name, "no such face".to_owned()));
    };
    let bytes = subsetter::subset(data.bytes(), data.index(), &subset.glyphs)
        .map_err(|error| refused(data.name(), error.to_string()))?;
    // Of an OpenType file with CFF outlines only that table is embedded (ISO 32000-1, 9.9).
    let table = RawFace::parse(&bytes, 0)
        .ok()
        .and_then(|face| face.table(Tag::from_bytes(b"CFF ")));
    let is_compact = table.is_some();
    let program = table.unwrap_or(&bytes);
    let packed = deflated(program).map_err(|error| refused(data.name(), error.to_string()))?;
    Ok(Program {
        name: subset.name.clone(),
        is_compact,
        length: program.len(),
        packed,
    })
}

/// The characters that pages show, by face.
fn used(pages: &Pages) -> BTreeMap<FaceId, BTreeSet<char>> {
    let mut used: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Text(text) = item {
            let characters = text.glyphs.iter().map(|glyph| glyph.character);
            used.entry(text.face).or_default().extend(characters);
        }
    }
    used
}

fn shares(
    open: &OpenFaces,
    face: FaceId,
    characters: BTreeSet<char>,
) -> Result<Vec<Share>, PdfError> {
    let mut shares: Vec<(Share, BTreeSet<GlyphId>)> = Vec::new();
    for character in characters {
        let glyph = open
            .parsed(face)
            .and_then(|parsed| parsed.glyph_index(character))
            .ok_or(PdfError::NoGlyph(character))?;
        let free = shares.iter_mut().find(|(_, taken)| !taken.contains(&glyph));
        match free {
            Some((share, taken)) => {
                taken.insert(glyph);
                share.insert(character, glyph);
            }
            None => shares.push((Share::from([(character, glyph)]), BTreeSet::from([glyph]))),
        }
    }
    Ok(shares.into_iter().map(|(share, _)| share).collect())
}

fn resource(face: FaceId, number: usize) -> String {
    let name = match face {
        FaceId::Role(Face::Song) => "Song".to_owned(),
        FaceId::Role(Face::PlainSong) => "PlainSong".to_owned(),
        FaceId::Role(Face::Hei) => "Hei".to_owned(),
        FaceId::Role(Face::Kai) => "Kai".to_owned(),
        FaceId::Role(Face::Fang) => "Fang".to_owned(),
        FaceId::Extra(index) => format!("Extra{index}"),
    };
    format!("{name}-{number}")
}

/// Six capitals that tell one subset from another (ISO 32000-1, 9.6.4).
fn tag(bytes: &[u8]) -> String {
    let mut hash = Digest::of(bytes);
    let mut letters = String::new();
    for _ in 0..6 {
        letters.push(char::from(b'A' + (hash % 26) as u8));
        hash /= 26;
    }
    letters
}

/// A PostScript name: letters, digits and hyphens only.
fn plain(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    if kept.is_empty() {
        "Face".to_owned()
    } else {
        kept
    }
}
