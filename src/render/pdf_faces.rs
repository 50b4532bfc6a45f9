//! The faces a PDF embeds: subsets with their widths, and which character stands in which.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfDocument, PdfFont};
use subsetter::GlyphRemapper;
use ttf_parser::GlyphId;

use crate::layout::fonts::{Faces, OpenFaces};
use crate::layout::{FaceId, Item, Pages};
use crate::page::Face;
use crate::render::pdf::PdfError;

/// All subsets of one PDF.
pub struct Embedded {
    fonts: Vec<(String, ParsedFont)>,
    /// Where each character stands: index into `fonts`, and its width as a share of the size.
    homes: HashMap<(FaceId, char), (usize, f32)>,
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
            fonts: Vec::new(),
            homes: HashMap::new(),
        };
        for (face, characters) in used(pages) {
            for (number, share) in shares(&open, face, characters)?.iter().enumerate() {
                embedded.add(faces, &open, face, number, share)?;
            }
        }
        Ok(embedded)
    }

    /// The resource name of the subset that holds a character.
    pub fn font(&self, face: FaceId, character: char) -> Option<&str> {
        let (index, _) = self.homes.get(&(face, character))?;
        self.fonts.get(*index).map(|(name, _)| name.as_str())
    }

    pub fn advance_em(&self, face: FaceId, character: char) -> f32 {
        self.homes
            .get(&(face, character))
            .map_or(0.0, |(_, advance_em)| *advance_em)
    }

    /// Hands the subsets over to the document.
    pub fn register(&self, document: &mut PdfDocument) {
        for (name, font) in &self.fonts {
            let font = PdfFont::new(font.clone());
            document
                .resources
                .fonts
                .map
                .insert(FontId(name.clone()), font);
        }
    }

    fn add(
        &mut self,
        faces: &Faces,
        open: &OpenFaces,
        face: FaceId,
        number: usize,
        share: &Share,
    ) -> Result<(), PdfError> {
        let (Some(data), Some(parsed)) = (faces.data(face), open.parsed(face)) else {
            return Ok(());
        };
        let mut remapper = GlyphRemapper::new();
        let mut characters = BTreeMap::new();
        let mut widths = BTreeMap::new();
        let units = parsed.units_per_em();
        for (character, glyph) in share {
            let new = remapper.remap(glyph.0);
            let advance = parsed.glyph_hor_advance(*glyph).unwrap_or(units);
            characters.insert(u32::from(*character), new);
            widths.insert(new, advance);
            // Readers of the PDF know widths only in whole thousandths.
            let thousandths = (f32::from(advance) * 1000.0 / f32::from(units)).floor();
            self.homes
                .insert((face, *character), (self.fonts.len(), thousandths / 1000.0));
        }
        let bytes = subsetter::subset(data.bytes(), data.index(), &remapper)
            .map_err(|error| PdfError::Subset(data.name().to_owned(), error.to_string()))?;
        let name = format!("{}+{}", tag(&bytes), plain(data.name()));
        let metrics = FontMetrics {
            ascent: parsed.ascender(),
            descent: parsed.descender(),
        };
        let mut font =
            ParsedFont::with_glyph_data(bytes, 0, Some(name), characters, widths, units, metrics);
        if parsed.tables().cff.is_some() {
            font.font_type = FontType::OpenTypeCFF(());
        }
        let bounds = parsed.global_bounding_box();
        let described = &mut font.pdf_font_metrics;
        (described.x_min, described.y_min) = (bounds.x_min, bounds.y_min);
        (described.x_max, described.y_max) = (bounds.x_max, bounds.y_max);
        described.us_weight_class = parsed.weight().to_number();
        self.fonts.push((resource(face, number), font));
        Ok(())
    }
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
    let mut hash = crate::digest::Digest::of(bytes);
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
