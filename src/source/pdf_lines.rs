//! Glyphs of a page → lines, and lines → paragraphs by margins, indents and gaps.

use super::tidy::{is_page_number, tidy};
use super::{Block, Line as SourceLine, Origin, Source};

/// A character where it stands: its origin on the baseline and the size of its em, in points from the top left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub text: String,
}

impl Glyph {
    /// About the middle of what is seen.
    pub fn center(&self) -> (f64, f64) {
        (self.x + self.width() / 2.0, self.y - 0.35 * self.size)
    }

    /// A wide character fills its em, a letter or digit about half.
    fn width(&self) -> f64 {
        let is_wide = self
            .text
            .chars()
            .next()
            .is_some_and(|c| u32::from(c) >= 0x2e80 || "“”‘’…—·".contains(c));
        if is_wide { self.size } else { 0.5 * self.size }
    }
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub text: String,
    pub y: f64,
    start: f64,
    end: f64,
    size: f64,
    /// Whether wide gaps part it, as the cells of a table without lines do.
    is_parted: bool,
}

impl Line {
    pub fn is_bare_number(&self) -> bool {
        let text = self.text.trim();
        is_page_number(text)
            || (1..=3).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
    }
}

/// The lines of glyphs, from the top down, each from left to right.
pub(super) fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.retain(|glyph| {
        glyph.x.is_finite() && glyph.y.is_finite() && glyph.size.is_finite() && glyph.size > 0.1
    });
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row)
                if row.last().is_some_and(|last| {
                    (glyph.y - last.y).abs() < 0.35 * glyph.size.min(last.size)
                }) =>
            {
                row.push(glyph);
            }
            _ => rows.push(vec![glyph]),
        }
    }
    rows.into_iter().filter_map(line_of).collect()
}

fn line_of(mut glyphs: Vec<Glyph>) -> Option<Line> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut text = String::new();
    let mut end: Option<f64> = None;
    let mut is_parted = false;
    let advance = digit_advance(&glyphs);
    let mut before: Option<&Glyph> = None;
    for glyph in &glyphs {
        if glyph.text.trim().is_empty() {
            continue;
        }
        let parts_digits = before.is_some_and(|before| are_two_numbers(before, glyph, advance));
        before = Some(glyph);
        if let Some(end) = end {
            let gap = glyph.x - end;
            if gap > 1.2 * glyph.size {
                is_parted = true;
                text.push_str("   ");
            } else if (gap > 0.6 * glyph.size || parts_digits) && !text.ends_with(' ') {
                text.push(' ');
            }
        }
        text.push_str(&glyph.text);
        end = Some(end.unwrap_or(0.0).max(glyph.x + glyph.width()));
    }
    let text = tidy(&text).replace('\n', "");
    let first = glyphs.iter().find(|glyph| !glyph.text.trim().is_empty())?;
    (!text.trim().is_empty()).then(|| Line {
        start: first.x,
        y: first.y,
        end: end.unwrap_or(first.x),
        size: first.size,
        is_parted,
        text: text.trim().to_owned(),
    })
}

/// How far digits of a line that stand side by side may be apart, in ems, to be of one number: little more than the
/// nearest two are, and hardly more where most pairs are exactly as near.
fn digit_advance(glyphs: &[Glyph]) -> Option<f64> {
    let pairs = glyphs.array_windows();
    let advances = pairs.filter_map(|[one, next]| advance_of(one, next));
    let advances: Vec<f64> = advances.filter(|advance| *advance > 0.3).collect();
    let least = advances.iter().copied().reduce(f64::min)?;
    let alike = advances.iter().filter(|advance| **advance < 1.02 * least);
    let count = alike.count();
    Some(match count >= 4 && 2 * count > advances.len() {
        true => 1.1 * least,
        false => (1.35 * least).max(least + 0.2),
    })
}

fn advance_of(one: &Glyph, next: &Glyph) -> Option<f64> {
    let is_digit = |glyph: &Glyph| {
        let mut characters = glyph.text.chars();
        characters.next().is_some_and(|c| c.is_ascii_digit()) && characters.next().is_none()
    };
    let are_alike = (one.size - next.size).abs() < 0.05 * next.size;
    (is_digit(one) && is_digit(next) && are_alike).then(|| (next.x - one.x) / next.size)
}

/// Whether two digits stand further apart than those of one number do in their line: in narrow cells side by side.
fn are_two_numbers(one: &Glyph, next: &Glyph, most: Option<f64>) -> bool {
    let advance = advance_of(one, next).zip(most);
    advance.is_some_and(|(advance, most)| advance > most)
}

/// Joins lines to paragraphs, over pages as well.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    left: f64,
    right: f64,
    pitch: f64,
    /// The paragraph so far, its last line and its page.
    open: Option<(String, Line, Origin)>,
    is_new_page: bool,
}

impl Paragraphs {
    /// Takes the measures of a page: where its text begins and ends, and how far its lines are apart.
    pub fn begin_page(&mut self, lines: &[Line], width: f64) {
        let long: Vec<&Line> = lines
            .iter()
            .filter(|line| line.text.chars().count() >= 12 && !line.is_parted)
            .collect();
        if !long.is_empty() {
            self.left = long.iter().map(|line| line.start).fold(f64::MAX, f64::min);
            // Margins are alike, so where no line is full the page still says where one would end.
            self.right = long
                .iter()
                .map(|line| line.end)
                .fold(width - self.left, f64::max);
        }
        // What a torn table leaves of its cells is set in another size and stands closer.
        let body = long.iter().max_by_key(|line| line.text.chars().count());
        let is_body = |line: &Line| body.is_none_or(|body| (line.size - body.size).abs() < 0.5);
        let mut pitches: Vec<f64> = lines
            .array_windows()
            .filter(|[line, next]| is_body(line) && is_body(next))
            .map(|[line, next]| next.y - line.y)
            .filter(|pitch| *pitch > 8.0)
            .collect();
        pitches.sort_by(f64::total_cmp);
        self.pitch = pitches.first().copied().unwrap_or(self.pitch);
        self.is_new_page = true;
    }

    /// Adds a line, to the open paragraph if it goes on.
    pub fn add(&mut self, line: Line, origin: Origin, source: &mut Source) {
        let goes_on = self
            .open
            .as_ref()
            .is_some_and(|(text, last, _)| self.goes_on(text, last, &line));
        self.is_new_page = false;
        match &mut self.open {
            Some((text, last, _)) if goes_on => {
                let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
                if is_latin(text.chars().last()) && is_latin(line.text.chars().next()) {
                    text.push(' ');
                }
                text.push_str(&line.text);
                *last = line;
            }
            _ => {
                self.end(source);
                self.open = Some((line.text.clone(), line, origin));
            }
        }
    }

    /// Ends the open paragraph.
    pub fn end(&mut self, source: &mut Source) {
        if let Some((text, _, origin)) = self.open.take() {
            source.blocks.push(Block::Line(SourceLine {
                text,
                origin,
                is_link: false,
            }));
        }
    }

    fn goes_on(&self, text: &str, last: &Line, next: &Line) -> bool {
        let em = next.size;
        let ends = text.ends_with(['。', '！', '？', '；', '：']);
        // No line begins with a stop: the character before it goes down as well, and the line ends sooner.
        let short = if ends { 2.2 } else { 3.2 };
        let is_full = last.end > self.right - short * em;
        let is_indented = next.start > self.left + 0.8 * em;
        let is_like = (last.size - next.size).abs() < 0.15 * em;
        let pitch = self.pitch.clamp(em, 2.2 * em);
        // Lines of one paragraph are seldom set further apart than twice their size.
        let most = (1.35 * pitch).min(2.25 * em);
        let is_far = !self.is_new_page && next.y - last.y > most;
        if last.is_parted || next.is_parted || !is_full || is_indented || !is_like {
            return false;
        }
        if ends && is_numbered(&next.text) {
            return false;
        }
        // Over a page nothing shows a gap, so a sentence that ends there ends its paragraph.
        if self.is_new_page { !ends } else { !is_far }
    }
}

/// Whether a line begins with a number as headings do: 一、 （一） 1.
fn is_numbered(text: &str) -> bool {
    let bare = text.trim_start_matches(['（', '(']);
    let rest =
        bare.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.len() < bare.len() && rest.starts_with(['、', '）', ')', '.', '．'])
}
