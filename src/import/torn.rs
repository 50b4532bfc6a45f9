//! Numbers that a narrow column broke over lines → whole again, where the sums of their row prove it.

use super::cells::{Cell, Content, Row};
use super::figure::figure;
use crate::report::Entry;
use crate::template::axis::Header;
use crate::template::equation;
use crate::text::Stretch;

/// Digits of the longest first piece at least: narrower columns do not break numbers, and short numbers add up by
/// chance.
const LEAST_DIGITS: usize = 4;
/// Digits of a number at most, so that no sum of a row goes beyond the numbers reckoned with.
const MOST_DIGITS: usize = 18;
/// Steps that are gone in search of one row's numbers, and of all rows'.
const MOST_STEPS: usize = 20_000;
const MOST_STEPS_IN_ALL: usize = 200_000;

/// Joins the pieces of broken numbers: those that stand in the next line, column by column or only under some of the
/// columns, and those that follow one another with one piece a line.
pub(super) fn joined(rows: Vec<Row>, sums: &[Sums], is_label: &dyn Fn(&str) -> bool) -> Vec<Row> {
    let mut whole: Vec<Row> = Vec::new();
    let mut left = MOST_STEPS_IN_ALL;
    let mut rest = rows.as_slice();
    while let [row, later @ ..] = rest {
        let found = match row.columns.is_none() && row.has_figures() && left > 0 {
            true => sums.iter().find_map(|sums| {
                let below = sums.below(row, later, is_label, &mut left);
                below.or_else(|| sums.in_turn(row, later, &mut left))
            }),
            false => None,
        };
        let Some((mended, used, tail)) = found else {
            whole.push(row.clone());
            rest = later;
            continue;
        };
        whole.push(mended);
        whole.extend(tail);
        rest = later.onward(used);
    }
    whole
}

/// The row made whole, how many of the rows below it were used up, and what words those leave.
type Mended = (Row, usize, Option<Row>);

/// The sums along a row of a band: of each its total's column and its terms.
pub(super) struct Sums {
    columns: usize,
    sums: Vec<(usize, Vec<(bool, usize)>)>,
}

impl Sums {
    pub fn of_bands(bands: &[Vec<&Header>]) -> Vec<Sums> {
        bands.iter().filter_map(|leaves| Sums::of(leaves)).collect()
    }

    /// Whether the figures of a row, one in each column, add up to totals that say something.
    pub fn prove(&self, row: &Row) -> bool {
        let numbers = pieces(row).filter(|pieces| pieces.len() == self.columns);
        numbers
            .and_then(|numbers| number_of(&numbers))
            .is_some_and(|numbers| self.hold(&numbers))
    }

    fn of(leaves: &[&Header]) -> Option<Sums> {
        let column = |id: &str| leaves.iter().position(|leaf| leaf.id == id);
        let sum = |total: usize, leaf: &&Header| {
            let terms = equation::parse_formula(leaf.formula.as_deref()?).ok()?;
            let terms = terms
                .iter()
                .map(|term| Some((term.minus, column(&term.id)?)));
            Some((total, terms.collect::<Option<Vec<_>>>()?))
        };
        let leaves = leaves.iter().enumerate();
        let columns = leaves.len();
        let sums: Vec<_> = leaves.filter_map(|(at, leaf)| sum(at, leaf)).collect();
        (!sums.is_empty()).then_some(Sums { columns, sums })
    }

    /// Whether every sum of a row holds and one of them says something.
    fn hold(&self, numbers: &[i128]) -> bool {
        let value = |at: usize| numbers.get(at).copied();
        let holds = |(total, terms): &(usize, Vec<(bool, usize)>)| {
            let sum = terms
                .iter()
                .try_fold(0_i128, |sum, (minus, at)| match minus {
                    true => sum.checked_sub(value(*at)?),
                    false => sum.checked_add(value(*at)?),
                });
            sum.is_some() && sum == value(*total)
        };
        self.sums.iter().all(holds)
            && (self.sums.iter()).any(|(total, _)| value(*total).is_some_and(|value| value != 0))
    }

    /// A row with a figure in each column, and in the next line the ends of some or all of them.
    fn below(
        &self,
        row: &Row,
        later: &[Row],
        is_label: &dyn Fn(&str) -> bool,
        left: &mut usize,
    ) -> Option<Mended> {
        let heads = pieces(row)?;
        let next = later.first().filter(|next| next.columns.is_none())?;
        if heads.len() != self.columns || !next.texts().all(|(_, text)| is_label(text)) {
            return None;
        }
        let tails = pieces(next).filter(|tails| (1..=heads.len()).contains(&tails.len()))?;
        if number_of(&heads).is_some_and(|numbers| self.hold(&numbers)) {
            return None;
        }
        let most = most_digits(&heads)?;
        let mut search = Search::default();
        let start = (Vec::new(), heads.as_slice(), tails.as_slice());
        self.lay_below(start, most, &mut search);
        *left = left.saturating_sub(search.steps);
        let words = next.cells.iter().filter(|cell| is_text(cell)).cloned();
        let words: Vec<Cell> = words.collect();
        let tail = (!words.is_empty()).then(|| Row {
            cells: words,
            ..next.clone()
        });
        Some((with_figures(row, search.only()?)?, 1, tail))
    }

    fn lay_below(
        &self,
        (done, heads, tails): (Vec<String>, &[String], &[String]),
        most: usize,
        search: &mut Search,
    ) {
        if !search.goes_on() || tails.len() > heads.len() {
            return;
        }
        let [head, heads @ ..] = heads else {
            search.end(self, done);
            return;
        };
        if let [tail, tails @ ..] = tails
            && is_full(head, most)
        {
            let longer = done
                .onward(0)
                .iter()
                .cloned()
                .chain([format!("{head}{tail}")]);
            self.lay_below((longer.collect(), heads, tails), most, search);
        }
        let mut kept = done;
        kept.push(head.clone());
        self.lay_below((kept, heads, tails), most, search);
    }

    /// Pieces one after the other, from the row on: each number's end follows its beginning.
    fn in_turn(&self, row: &Row, later: &[Row], left: &mut usize) -> Option<Mended> {
        let mut all = pieces(row)?;
        *left = left.saturating_sub(3 * self.columns);
        let mut used = 0;
        for next in later.iter().take(3 * self.columns) {
            match pieces(next).filter(|_| next.columns.is_none() && !next.has_text()) {
                Some(more) => all.extend(more),
                None => break,
            }
            used += 1;
        }
        let is_more = all.len() > self.columns && all.len() <= 3 * self.columns;
        if !is_more || !row.is_gathered && used == 0 {
            return None;
        }
        let most = most_digits(&all)?;
        let mut search = Search::default();
        self.lay_in_turn((Vec::new(), all.as_slice()), most, &mut search);
        *left = left.saturating_sub(search.steps);
        Some((with_figures(row, search.only()?)?, used, None))
    }

    fn lay_in_turn(
        &self,
        (done, rest): (Vec<String>, &[String]),
        most: usize,
        search: &mut Search,
    ) {
        let open = self.columns - done.len().min(self.columns);
        if !search.goes_on() || rest.len() < open || rest.len() > 3 * open {
            return;
        }
        if rest.is_empty() {
            search.end(self, done);
            return;
        }
        let mut number = String::new();
        for (at, piece) in rest.iter().enumerate().take(3) {
            number.push_str(piece);
            let mut longer = done.clone();
            longer.push(number.clone());
            self.lay_in_turn((longer, rest.onward(at + 1)), most, search);
            if !is_full(piece, most) {
                break;
            }
        }
    }
}

/// The ways of joining that add up.
#[derive(Default)]
struct Search {
    steps: usize,
    found: Vec<Vec<String>>,
}

impl Search {
    fn goes_on(&mut self) -> bool {
        self.steps += 1;
        self.steps < MOST_STEPS && self.found.len() < 2
    }

    fn end(&mut self, sums: &Sums, numbers: Vec<String>) {
        if number_of(&numbers).is_some_and(|values| sums.hold(&values)) {
            self.found.push(numbers);
        }
    }

    /// The one way that adds up, if all were tried and there is no other.
    fn only(mut self) -> Option<Vec<String>> {
        let is_only = self.found.len() == 1 && self.steps < MOST_STEPS;
        self.found.pop().filter(|_| is_only)
    }
}

/// The digits of a row's figures behind its words; `None` when it has other figures or none.
fn pieces(row: &Row) -> Option<Vec<String>> {
    let behind = row.behind_label();
    let pieces = behind.iter().map(|cell| match &cell.content {
        Content::Figure(entry @ Entry::Number { value, note, plus }) => {
            let is_plain = note.is_empty() && !plus && !value.is_sign_negative();
            (is_plain && value.is_integer()).then(|| entry.to_string())
        }
        Content::Unclear(text) => {
            let is_piece = |c: char| c.is_ascii_digit() || c == ',';
            text.chars().all(is_piece).then(|| text.clone())
        }
        _ => None,
    });
    let pieces: Option<Vec<String>> = pieces.collect();
    pieces.filter(|pieces| !pieces.is_empty())
}

fn is_text(cell: &Cell) -> bool {
    matches!(cell.content, Content::Text(_))
}

fn digits(piece: &str) -> usize {
    piece.chars().filter(char::is_ascii_digit).count()
}

/// The digits of the longest piece, if it is long enough to be a full line of its cell.
fn most_digits(pieces: &[String]) -> Option<usize> {
    let most = pieces.iter().map(|piece| digits(piece)).max()?;
    (most >= LEAST_DIGITS).then_some(most)
}

/// Whether a piece fills its line: a comma more or less makes one digit.
fn is_full(piece: &str, most: usize) -> bool {
    digits(piece) + 1 >= most
}

/// The numbers as such; `None` when one is none: too long, or with commas where none belong.
fn number_of(texts: &[String]) -> Option<Vec<i128>> {
    let number = |text: &String| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let is_number =
            digits.len() <= MOST_DIGITS && !(digits.starts_with('0') && digits.len() > 1);
        let is_grouped = !text.contains(',') || figure(text).is_some();
        (is_number && is_grouped).then(|| digits.parse().ok())?
    };
    texts.iter().map(number).collect()
}

/// The row with these figures behind its words.
fn with_figures(row: &Row, numbers: Vec<String>) -> Option<Row> {
    let words = row.cells.len() - row.behind_label().len();
    let start = row.behind_label().first().map_or(0, |cell| cell.at);
    let mut cells = row.cells.upto(words).to_vec();
    for (at, number) in numbers.iter().enumerate() {
        let content = Content::Figure(figure(number)?);
        cells.push(Cell {
            at: start + at,
            content,
        });
    }
    Some(Row {
        cells,
        is_joined: true,
        ..row.clone()
    })
}
