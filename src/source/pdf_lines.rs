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
    /// The text with as many spaces before its parts as show where they stand.
    laid: String,
}

/// Points that a space stands for where a text shows its places; less than the narrowest digit of a report.
const POINTS_OF_SPACE: f64 = 3.0;

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
    let mut lines: Vec<Line> = rows.into_iter().filter_map(line_of).collect();
    lay_tables(&mut lines);
    lines
}

/// Shows where the parts of lines stand that look like a table without ruling lines: parted lines with others near.
fn lay_tables(lines: &mut [Line]) {
    let parted: Vec<bool> = lines.iter().map(|line| line.is_parted).collect();
    for (at, line) in lines.iter_mut().enumerate() {
        let near = parted.iter().skip(at.saturating_sub(3)).take(7);
        if near.filter(|is_parted| **is_parted).count() >= 3 {
            line.text = std::mem::take(&mut line.laid);
        }
    }
}

/// A text in which spaces show where its parts stand.
#[derive(Default)]
struct Laid {
    text: String,
    /// Characters so far.
    length: f64,
}

impl Laid {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        text.chars().for_each(|_| self.length += 1.0);
    }

    /// Adds spaces up to a place, three at least behind what there is.
    fn pad_to(&mut self, x: f64) {
        let place = (x / POINTS_OF_SPACE).floor().clamp(0.0, 1000.0);
        let least = if self.text.is_empty() { 0.0 } else { 3.0 };
        let mut missing = (place - self.length).max(least);
        while missing >= 1.0 {
            self.push(" ");
            missing -= 1.0;
        }
    }
}

fn line_of(mut glyphs: Vec<Glyph>) -> Option<Line> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let (mut text, mut laid) = (String::new(), Laid::default());
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
                laid.pad_to(glyph.x);
            } else if (gap > 0.6 * glyph.size || parts_digits) && !text.ends_with(' ') {
                text.push(' ');
                laid.push(" ");
            }
        } else {
            laid.pad_to(glyph.x);
        }
        text.push_str(&glyph.text);
        laid.push(&glyph.text);
        end = Some(end.unwrap_or(0.0).max(glyph.x + glyph.width()));
    }
    let [text, laid] = [text, laid.text].map(|text| tidy(&text).replace('\n', ""));
    let first = glyphs.iter().find(|glyph| !glyph.text.trim().is_empty())?;
    (!text.trim().is_empty()).then(|| Line {
        start: first.x,
        y: first.y,
        end: end.unwrap_or(first.x),
        size: first.size,
        is_parted,
        laid: laid.trim_end().to_owned(),
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
    /// How many paragraphs so far began behind the margin, and how many at it.
    indented: usize,
    flush: usize,
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
                match line.start > self.left + 0.8 * line.size {
                    true => self.indented += 1,
                    false => self.flush += 1,
                }
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
        // Over a page nothing shows a gap, so a sentence that ends there ends its paragraph, unless paragraphs are
        // indented and the next line is not.
        let are_indented = self.indented >= 4 && self.indented > 4 * self.flush;
        match self.is_new_page {
            true => !ends || are_indented,
            false => !is_far,
        }
    }
}

/// Whether a line begins with a number as headings do: 一、 （一） 1.
fn is_numbered(text: &str) -> bool {
    let bare = text.trim_start_matches(['（', '(']);
    let rest =
        bare.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.len() < bare.len() && rest.starts_with(['、', '）', ')', '.', '．'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The glyphs of a text of ten points, each so far from the one before.
    fn glyphs(text: &str, x: f64, y: f64, advance: f64) -> Vec<Glyph> {
        let glyph = |(at, c): (u32, char)| Glyph {
            x: x + advance * f64::from(at),
            y,
            size: 10.0,
            text: c.to_string(),
        };
        (0..).zip(text.chars()).map(glyph).collect()
    }

    fn texts(parts: Vec<Vec<Glyph>>) -> Vec<String> {
        let lines = lines(parts.into_iter().flatten().collect());
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn numbers_of_narrow_cells_side_by_side_stay_two() {
        let behind = 100.0 + 5.0 * 5.5 + 1.2;
        let parts = vec![
            glyphs("10315", 100.0, 0.0, 5.5),
            glyphs("57606", behind, 0.0, 5.5),
        ];
        assert_eq!(texts(parts), ["10315 57606"]);
        assert_eq!(texts(vec![glyphs("2025", 100.0, 0.0, 9.0)]), ["2025"]);
    }

    #[test]
    fn the_parts_of_a_table_without_lines_keep_their_places() {
        let line = |y: f64, one: &str, other: &str| {
            [glyphs(one, 60.0, y, 10.0), glyphs(other, 300.0, y, 5.0)].concat()
        };
        let found = texts(vec![
            line(0.0, "总计", "甲"),
            line(20.0, "规章", "12"),
            line(40.0, "行政规范性文件", "3456"),
            glyphs("一、总体情况", 60.0, 200.0, 10.0),
        ]);
        let place = |line: &str, c: char| line.chars().position(|other| other == c);
        let places: Vec<_> = found
            .iter()
            .zip(['甲', '1', '3'])
            .map(|(l, c)| place(l, c))
            .collect();
        assert_eq!(places, [Some(100), Some(100), Some(100)], "{found:?}");
        // A title with a wide gap is no table.
        assert_eq!(texts(vec![line(0.0, "目", "录")]), ["目   录"]);
    }
}
