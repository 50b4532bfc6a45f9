//! The printed page as data: paper, type area, grid and the faces and sizes of each element (GB/T 9704-2012).

use serde::Deserialize;

/// The measures of one page; templates carry it, the layout obeys it.
///
/// Source: GB/T 9704-2012《党政机关公文格式》 5.2 (paper, margins, type area, lines and characters) and 7 (elements).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageStyle {
    pub paper_width_mm: f32,
    pub paper_height_mm: f32,
    /// Distance from the paper's upper edge to the type area (天头).
    pub margin_top_mm: f32,
    /// Distance from the paper's left edge to the type area (订口).
    pub margin_left_mm: f32,
    pub type_width_mm: f32,
    pub type_height_mm: f32,
    /// Lines of body text that fill the type area's height.
    pub lines: u32,
    /// Body characters that fill the type area's width.
    pub characters: u32,
    pub title: TextStyle,
    pub body: TextStyle,
    /// Level 1 first; deeper levels than listed take the last.
    pub headings: Vec<TextStyle>,
    /// Figures and row labels inside tables.
    pub table: TextStyle,
    /// Captions, corner and column headers inside tables.
    pub table_header: TextStyle,
    /// The note under a table.
    pub note: TextStyle,
    pub page_number: TextStyle,
    /// From the type area's lower edge down to the dashes of the page number (7 mm).
    pub page_number_drop_mm: f32,
    /// Thickness of a table's rules, in points.
    pub rule_pt: f32,
}

/// A face and its size.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    pub face: Face,
    pub size_pt: f32,
}

/// The faces of an official document, by role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Face {
    /// 小标宋, for the title.
    Song,
    /// 宋体 of ordinary weight, for page numbers.
    PlainSong,
    /// 黑体, for level-1 headings.
    Hei,
    /// 楷体, for level-2 headings.
    Kai,
    /// 仿宋, for the body.
    Fang,
}

pub const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// How light the shade behind the caption of a band is; 1 is white.
pub const CAPTION_GRAY: f32 = 0.93;

/// A gray as office documents and web pages write it: `EDEDED`.
pub fn gray_hex(gray: f32) -> String {
    let level = (gray.clamp(0.0, 1.0) * 255.0).round() as u8;
    format!("{level:02X}").repeat(3)
}

impl PageStyle {
    /// Height of one line of the grid, in points (225 mm / 22).
    pub fn line_pitch_pt(&self) -> f32 {
        self.type_height_mm * POINTS_PER_MM / self.lines as f32
    }

    /// Width of one character of the grid, in points (156 mm / 28).
    pub fn character_pitch_pt(&self) -> f32 {
        self.type_width_mm * POINTS_PER_MM / self.characters as f32
    }
}
