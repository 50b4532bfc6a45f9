//! The glyphs and lines of pages → one source: tables where their lines are, over pages as well, paragraphs around them.

use super::grid::WrittenCell;
use super::pdf_lines::{self, Glyph, Line};
use super::pdf_ruling::{self, RuledTable, Rules};
use super::tidy::is_page_number;
use super::{Block, Grid, Origin, Source, running};
use hayro_interpret::kurbo::Rect;

/// What one page shows: its glyphs and its straight lines, in points from the top left.
#[derive(Default)]
pub(super) struct Seen {
    pub glyphs: Vec<Glyph>,
    /// Glyphs that are there for those who search or copy, but not drawn, or white on white, or a watermark's.
    pub unseen: Vec<Glyph>,
    /// Areas that are painted, but not white.
    pub grounds: Vec<Rect>,
    /// Whether there are pictures, or more painted areas than are kept.
    pub has_other_grounds: bool,
    pub rules: Rules,
    /// Glyphs that stand for no character that the file names.
    pub unknown: usize,
    pub width: f64,
}

impl Seen {
    /// Adds the glyphs that are not drawn where they are the page: a scan has its text so. Elsewhere nobody sees them.
    pub fn take_unseen(&mut self) {
        let unseen = std::mem::take(&mut self.unseen);
        if unseen.len() > self.glyphs.len() {
            self.glyphs.extend(unseen);
        }
    }
}

/// Pages → one source: tables where their lines are, paragraphs around them.
pub(super) fn put_together(pages: Vec<Seen>) -> Source {
    let mut source = Source {
        is_flowed: true,
        ..Source::default()
    };
    let mut pages: Vec<Page> = pages
        .into_iter()
        .map(|seen| Page::of(seen, &mut source.page_numbers))
        .collect();
    take_running_lines(&mut pages, &mut source.page_numbers);
    mend_tears(&mut pages);
    let mut writer = pdf_lines::Paragraphs::default();
    let mut torn: Option<Torn> = None;
    for (at, page) in pages.into_iter().enumerate() {
        let origin = Origin::Page(at + 1);
        writer.begin_page(&page.lines, page.width);
        let mut lines = page.lines.into_iter().peekable();
        for table in page.tables {
            while let Some(line) = lines.next_if(|line| line.y < table.ruled.top() + 1.0) {
                writer.add(line, origin, &mut source);
            }
            writer.end(&mut source);
            let mut whole = torn.take().unwrap_or_else(|| Torn::new(origin));
            whole.add(table.ruled, table.glyphs);
            match table.goes_on {
                true => torn = Some(whole),
                false => whole.into_grid().put_into(&mut source),
            }
        }
        for line in lines {
            writer.add(line, origin, &mut source);
        }
    }
    writer.end(&mut source);
    let is_number =
        |block: &Block| matches!(block, Block::Line(line) if is_page_number(&line.text));
    for block in std::mem::take(&mut source.blocks) {
        match block {
            Block::Line(line) if is_number(&Block::Line(line.clone())) => {
                source.page_numbers.push(line.text)
            }
            other => source.blocks.push(other),
        }
    }
    source
}

/// A page with its tables from the top down and the lines around them.
struct Page {
    tables: Vec<PageTable>,
    lines: Vec<Line>,
    width: f64,
}

struct PageTable {
    ruled: RuledTable,
    glyphs: Vec<Glyph>,
    /// Whether the next page begins with the rest of it.
    goes_on: bool,
}

impl Page {
    fn of(seen: Seen, page_numbers: &mut Vec<String>) -> Page {
        let mut glyphs = seen.glyphs;
        seen.rules.strike(&mut glyphs);
        let mut tables = Vec::new();
        for ruled in pdf_ruling::tables(&seen.rules) {
            let (inside, outside) = glyphs
                .into_iter()
                .partition(|glyph| ruled.holds(glyph.center()));
            glyphs = outside;
            tables.push(PageTable {
                ruled,
                glyphs: inside,
                goes_on: false,
            });
        }
        let is_blank = |glyph: &Glyph| glyph.text.trim().is_empty();
        tables.retain(|table| !table.glyphs.iter().all(is_blank));
        tables.sort_by(|a, b| a.ruled.top().total_cmp(&b.ruled.top()));
        let mut lines = pdf_lines::lines(glyphs);
        // A bare number that stands last on its page is the page's.
        if let Some(last) = lines.last()
            && tables.iter().all(|table| table.ruled.bottom() < last.y)
            && last.is_bare_number()
            && let Some(number) = lines.pop()
        {
            page_numbers.push(number.text);
        }
        Page {
            tables,
            lines,
            width: seen.width,
        }
    }

    /// Whether nothing but a table's rest stands before its first table.
    fn begins_with_table(&self) -> bool {
        let top = self.tables.first().map(|table| table.ruled.top());
        top.is_some_and(|top| self.lines.first().is_none_or(|line| line.y > top))
    }

    fn ends_with_table(&self) -> bool {
        let bottom = self.tables.last().map(|table| table.ruled.bottom());
        bottom.is_some_and(|bottom| self.lines.last().is_none_or(|line| line.y < bottom))
    }
}

/// Takes out what comes again at the head or the foot of pages, as a browser prints it.
fn take_running_lines(pages: &mut [Page], taken: &mut Vec<String>) {
    let texts = |page: &'_ Page| -> Vec<String> {
        let lines = page.lines.iter();
        lines.map(|line| line.text.clone()).collect()
    };
    let texts: Vec<Vec<String>> = pages.iter().map(texts).collect();
    let lines: Vec<Vec<&str>> = texts
        .iter()
        .map(|page| page.iter().map(String::as_str).collect())
        .collect();
    for (page, running) in pages.iter_mut().zip(running::of_pages(&lines)) {
        let own = std::mem::take(&mut page.lines).into_iter().enumerate();
        let (gone, kept): (Vec<_>, Vec<_>) = own.partition(|(at, _)| running.contains(at));
        taken.extend(gone.into_iter().map(|(_, line)| line.text));
        page.lines = kept.into_iter().map(|(_, line)| line).collect();
    }
}

/// Finds the tables that go on over pages and gives their parts the columns of all of them.
fn mend_tears(pages: &mut [Page]) {
    let mut rest = pages;
    while let [page, later @ ..] = rest {
        let mut parts: Vec<&mut PageTable> = Vec::new();
        let mut is_open = page.ends_with_table();
        parts.extend(page.tables.last_mut());
        for next in later.iter_mut() {
            let begins = next.begins_with_table();
            let goes_on = next.tables.len() == 1 && next.ends_with_table();
            let wide = (parts.last().zip(next.tables.first()))
                .is_some_and(|(part, next)| part.ruled.is_as_wide_as(&next.ruled));
            if !(is_open && begins && wide) {
                break;
            }
            if let Some(part) = parts.last_mut() {
                part.goes_on = true;
            }
            parts.extend(next.tables.first_mut());
            is_open = goes_on;
        }
        let used = parts.len().max(1);
        if parts.len() > 1 {
            let mut ruled: Vec<&mut RuledTable> =
                parts.into_iter().map(|part| &mut part.ruled).collect();
            RuledTable::share_columns(&mut ruled);
        }
        // The page with the last part may end with another table that goes on.
        let step = if used > 1 { used - 1 } else { 1 };
        rest = rest.get_mut(step..).unwrap_or_default();
    }
}

/// A table gathered from the pages it stands on.
struct Torn {
    rows: Vec<Vec<WrittenCell>>,
    tears: Vec<usize>,
    origin: Origin,
}

impl Torn {
    fn new(origin: Origin) -> Torn {
        Torn {
            rows: Vec::new(),
            tears: Vec::new(),
            origin,
        }
    }

    fn add(&mut self, mut ruled: RuledTable, glyphs: Vec<Glyph>) {
        if !self.rows.is_empty() {
            self.tears.push(self.rows.len());
        }
        ruled.take(glyphs);
        self.rows.extend(ruled.into_rows());
    }

    fn into_grid(self) -> Grid {
        Grid {
            tears: self.tears,
            ..Grid::lay(self.rows, self.origin)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_drawn_is_read_only_where_it_is_the_page() {
        let glyph = |text: &str| Glyph {
            x: 0.0,
            y: 0.0,
            size: 10.0,
            text: text.to_owned(),
        };
        let taken = |seen: usize, unseen: usize| {
            let mut page = Seen {
                glyphs: vec![glyph("1"); seen],
                unseen: vec![glyph("2"); unseen],
                ..Seen::default()
            };
            page.take_unseen();
            page.glyphs.len()
        };
        assert_eq!(taken(100, 60), 100);
        assert_eq!(taken(3, 400), 403);
    }
}
