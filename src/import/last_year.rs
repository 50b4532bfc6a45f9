//! Figures of the year before, printed beside or before this year's → told by their captions and left out.

use super::cells::{Cell, Content, Row};
use super::labels;
use super::region::Piece;
use std::ops::Range;

/// Words for the year before, and for this one, as they stand before a label or alone.
const BEFORE: [&str; 6] = ["上一年度", "上一年", "上年度", "上年", "去年", "上期"];
const THIS: [&str; 7] = [
    "本年度",
    "本年",
    "今年",
    "当年度",
    "当年",
    "本期",
    "报告年度",
];
/// Characters of a caption at most.
const MAX_CAPTION: usize = 40;
/// Characters of the title of a part at most.
const MAX_PART: usize = 12;
/// Tables of a section, and cells of a header's line, at most; a source with more is no report.
const MAX_TABLES: usize = 60;
const MAX_CELLS: usize = 200;

/// Which year a caption speaks of.
#[derive(Clone, Copy, PartialEq)]
enum Year {
    Before,
    This,
    Both,
    None,
}

/// The pieces of a section without tables whose caption says that they are of the year before, when as large a table of
/// this year stands beside them (a label of the table is no caption); and how many were left out, and whether one was kept for want of another.
pub(super) fn without_tables_before<'a>(
    pieces: Vec<Piece<'a>>,
    year: u16,
    is_label: &dyn Fn(&str) -> bool,
) -> (Vec<Piece<'a>>, usize, bool) {
    let mut caption = Year::None;
    // A short line between, such as the title of a part, leaves what was said before it.
    let mut said = Year::None;
    let mut said_of_tables = Vec::new();
    let years: Vec<Year> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Line(_, text) if is_label(text) => Year::None,
            Piece::Line(_, text) if !text.trim().is_empty() => {
                caption = year_of(text, year);
                if caption != Year::None || text.trim().chars().count() > MAX_PART {
                    said = caption;
                }
                Year::None
            }
            Piece::Line(..) => Year::None,
            Piece::Grid(_, grid) => {
                said_of_tables.push(std::mem::replace(&mut said, Year::None));
                let first = grid.rows.first().map(Vec::as_slice);
                let own = match first {
                    Some([only]) => year_of(&only.text, year),
                    _ => Year::None,
                };
                match (own, std::mem::replace(&mut caption, Year::None)) {
                    (Year::None, above) => above,
                    (own, _) => own,
                }
            }
        })
        .collect();
    let tables = || pieces.iter().zip(&years);
    let count = pieces
        .iter()
        .filter(|piece| matches!(piece, Piece::Grid(..)));
    let is_within_bounds = count.count() <= MAX_TABLES;
    let has_twin = |piece: &Piece| {
        let (Piece::Grid(_, grid), true) = (piece, is_within_bounds) else {
            return false;
        };
        tables().any(|(other, year)| match other {
            Piece::Grid(_, other) => {
                let is_as_large = other.rows.len().abs_diff(grid.rows.len()) <= 1
                    && other.columns == grid.columns;
                is_as_large && matches!(year, Year::This | Year::None)
            }
            Piece::Line(..) => false,
        })
    };
    let is_left = |(piece, year): &(&Piece, &Year)| **year == Year::Before && has_twin(piece);
    let left: Vec<bool> = tables().map(|pair| is_left(&pair)).collect();
    let count = left.iter().filter(|left| **left).count();
    let is_of_before = |year: &Year| matches!(year, Year::Before | Year::Both);
    let kept_years = years.iter().zip(&left).filter(|(_, left)| !**left);
    let is_alone = kept_years.map(|(year, _)| year).any(is_of_before)
        || count == 0 && said_of_tables.iter().any(is_of_before);
    let kept = pieces.into_iter().zip(left).filter(|(_, left)| !left);
    let kept = kept.map(|(piece, _)| piece).collect();
    (kept, count, is_alone)
}

/// The rows without the columns of the year before, when each stands beside the same one of this year; and whether any
/// were left out.
pub(super) fn without_columns_before(rows: Vec<Row>, year: u16) -> (Vec<Row>, bool) {
    let mut kept: Vec<Row> = Vec::new();
    let mut pairs: Vec<Pair> = Vec::new();
    // Whether the row before belongs to the header in which the pairs stand.
    let mut is_in_header = false;
    let mut is_any = false;
    for row in rows {
        let is_header = row.has_text() && !row.has_figures();
        match pairs_of(&row, year).filter(|_| is_header) {
            Some(found) => {
                pairs = found;
                let above = kept.iter_mut().rev().take(8);
                let above = above.take_while(|row| !row.has_figures());
                above.for_each(|row| drop_repetitions(row, &pairs));
                (is_in_header, is_any) = (true, true);
                kept.push(without(row, &pairs, true));
                continue;
            }
            // The header of another band.
            None if is_header && !is_in_header && row.texts().count() > 1 => pairs.clear(),
            None => {}
        }
        is_in_header &= is_header;
        kept.push(without(row, &pairs, false));
    }
    kept.retain(|row| !row.cells.is_empty());
    (kept, is_any)
}

/// Two columns of one label side by side.
struct Pair {
    before: Range<usize>,
    this: Range<usize>,
    /// Whether this year's label says no more than the year.
    is_bare: bool,
}

/// The pairs of columns of a header's line: every label that speaks of the year before has one of this year beside it.
fn pairs_of(row: &Row, year: u16) -> Option<Vec<Pair>> {
    if !row.is_grid || row.cells.len() > MAX_CELLS {
        return None;
    }
    let labels: Vec<Label> = row
        .texts()
        .map(|(at, text)| Label::of(at, text, year))
        .collect();
    let count = labels
        .iter()
        .filter(|label| label.year == Year::Before)
        .count();
    if count == 0 {
        return None;
    }
    let end = |label: &Label| {
        let mut behind = labels.iter().filter(|other| other.at > label.at);
        behind.next().map_or(usize::MAX, |next| next.at)
    };
    let range = |label: &Label| label.at..end(label);
    let mut pairs: Vec<Pair> = Vec::new();
    let mut rest = labels.as_slice();
    while let [one, behind @ ..] = rest {
        rest = behind;
        let [other, behind @ ..] = behind else { break };
        let (before, this) = match one.year {
            Year::Before => (one, other),
            _ => (other, one),
        };
        if before.is_of_year_before(this) {
            pairs.push(Pair {
                before: range(before),
                this: range(this),
                is_bare: this.rest.is_empty(),
            });
            rest = behind;
        }
    }
    (pairs.len() == count).then_some(pairs)
}

/// A label with the year that it begins with.
struct Label {
    at: usize,
    year: Year,
    /// The label in plain characters, whole and without its year.
    whole: String,
    rest: String,
}

impl Label {
    fn of(at: usize, text: &str, year: u16) -> Label {
        let whole: String = labels::plain(text).into_iter().collect();
        let of_year = |year: u16| format!("{year}年");
        let strip = |words: &[&str], year: String| {
            let mut words = words.iter();
            let found = words.find_map(|word| whole.strip_prefix(word));
            found.or_else(|| whole.strip_prefix(&year))
        };
        let before = strip(&BEFORE, of_year(year.saturating_sub(1)));
        let found = match before {
            Some(rest) => Some((Year::Before, rest)),
            None => strip(&THIS, of_year(year)).map(|rest| (Year::This, rest)),
        };
        let (year, rest) = found.unwrap_or((Year::None, &whole));
        let rest = match rest.trim_start_matches('度') {
            "数" | "数据" | "数量" | "同期" | "同期数" => "",
            rest => rest,
        };
        Label {
            at,
            year,
            rest: rest.to_owned(),
            whole,
        }
    }

    /// Whether both speak of the same, this one of the year before.
    fn is_of_year_before(&self, other: &Label) -> bool {
        let is_same = match other.year {
            Year::This => self.rest == other.rest || self.rest == other.whole,
            _ => !self.rest.is_empty() && self.rest == other.whole,
        };
        self.year == Year::Before && other.year != Year::Before && is_same
    }
}

/// Leaves a label over a pair of columns once, where a merged cell was printed in both.
fn drop_repetitions(row: &mut Row, pairs: &[Pair]) {
    if row.cells.len() > MAX_CELLS {
        return;
    }
    let cells = row.cells.clone();
    let content = |at: usize| {
        cells
            .iter()
            .find(|cell| cell.at == at)
            .map(|cell| &cell.content)
    };
    row.cells.retain(|cell| {
        !pairs.iter().any(|Pair { before, this, .. }| {
            let (first, second) = match before.start < this.start {
                true => (before, this),
                false => (this, before),
            };
            second.contains(&cell.at) && content(first.start) == Some(&cell.content)
        })
    });
}

/// A row without the cells of the year before; those of this year go to where their pair begins.
fn without(row: Row, pairs: &[Pair], is_line_of_pairs: bool) -> Row {
    let moved = |cell: Cell| {
        let is_before = pairs.iter().any(|pair| pair.before.contains(&cell.at));
        let pair = pairs.iter().find(|pair| pair.this.contains(&cell.at));
        let is_bare = is_line_of_pairs && pair.is_some_and(|pair| pair.is_bare);
        if is_before || is_bare {
            return None;
        }
        let at = match pair {
            Some(Pair { before, this, .. }) if before.end == this.start => {
                before.start + (cell.at - this.start)
            }
            _ => cell.at,
        };
        Some(Cell { at, ..cell })
    };
    Row {
        is_unpaired: row.has_figures() && !pairs.is_empty() && !is_paired(&row, pairs),
        cells: row.cells.into_iter().filter_map(moved).collect(),
        ..row
    }
}

/// Whether a row has as many cells of this year as of the one before, no words among them, and neither a figure alone in
/// its first pair nor in its last: a row that moved by a cell looks so.
fn is_paired(row: &Row, pairs: &[Pair]) -> bool {
    let cells = |range: &Range<usize>| -> Vec<&Content> {
        let own = row.cells.iter().filter(|cell| range.contains(&cell.at));
        own.map(|cell| &cell.content).collect()
    };
    let is_blank = |content: Option<&&Content>| content.is_none_or(|c| **c == Content::Blank);
    pairs.iter().enumerate().all(|(at, pair)| {
        let (before, this) = (cells(&pair.before), cells(&pair.this));
        let is_text = |content: &&&Content| matches!(content, Content::Text(_));
        let ends = |of: &[&Content]| (is_blank(of.first()), is_blank(of.last()));
        let is_edge = at == 0 || at + 1 == pairs.len();
        before.len() == this.len()
            && !before.iter().chain(&this).any(|content| is_text(&content))
            && (!is_edge || ends(&before) == ends(&this))
    })
}

/// The year that a caption of a table speaks of.
fn year_of(text: &str, year: u16) -> Year {
    let plain: String = labels::plain(text).into_iter().collect();
    let text = plain.as_str();
    if text.chars().count() > MAX_CAPTION {
        return Year::None;
    }
    let has_year = |year: u16| year > 1900 && text.contains(&format!("{year}年"));
    let before = BEFORE.iter().any(|word| text.contains(word)) || has_year(year.saturating_sub(1));
    let this = THIS.iter().any(|word| text.contains(word)) || has_year(year);
    match (before, this) {
        (true, true) => Year::Both,
        (true, false) => Year::Before,
        (false, true) => Year::This,
        (false, false) => Year::None,
    }
}
