//! Plain text → lines; what pages print besides is told by its marks or by the end of a page beside it.

use super::encoding::decode;
use super::tidy::{is_page_number, tidy};
use super::{Origin, Source, SourceError, comma, running};
use std::collections::BTreeSet;

/// Reads a text file in any encoding.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Source, SourceError> {
    Ok(read_text(&decode(bytes, file)?))
}

/// Reads text as pasted or as a file holds it.
pub fn read_text(text: &str) -> Source {
    let tidy = comma::with_tabs(tidy(text));
    let mut source = Source {
        is_open: !tidy.ends_with('\n'),
        ..Source::default()
    };
    let lines: Vec<&str> = tidy.lines().collect();
    let ends_page = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_some_and(|line| line.contains('\u{c}'))
    };
    let near = |at: usize, step: isize| {
        let mut next = at.checked_add_signed(step);
        while let Some(other) = next
            && lines
                .get(other)
                .is_some_and(|line| line.trim_matches(' ').is_empty())
        {
            next = other.checked_add_signed(step);
        }
        next
    };
    let running = running_lines(&lines);
    let mut number = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.contains('\u{c}') {
            continue;
        }
        number += 1;
        let is_bare = is_bare_number(line) && (ends_page(near(at, 1)) || ends_page(near(at, -1)));
        match is_bare || is_page_number(line) || running.contains(&at) {
            true => source.page_numbers.push(line.trim().to_owned()),
            false => source.push_line(line.trim_end_matches(' '), Origin::Line(number)),
        }
    }
    source
}

/// The lines that come again on the pages of a text in which their ends are marked.
fn running_lines(lines: &[&str]) -> BTreeSet<usize> {
    let mut pages: Vec<Vec<(usize, &str)>> = vec![Vec::new()];
    for (at, line) in lines.iter().enumerate() {
        match pages.last_mut() {
            _ if line.contains('\u{c}') => pages.push(Vec::new()),
            Some(page) if !line.trim().is_empty() => page.push((at, line)),
            _ => {}
        }
    }
    pages.retain(|page| !page.is_empty());
    let texts: Vec<Vec<&str>> = pages
        .iter()
        .map(|page| page.iter().map(|(_, line)| *line).collect())
        .collect();
    let running = running::of_pages(&texts);
    let places = pages.iter().zip(&running).flat_map(|(page, running)| {
        let own = page.iter().enumerate();
        own.filter(|(at, _)| running.contains(at))
            .map(|(_, (line, _))| *line)
    });
    places.collect()
}

/// A number of at most three digits alone on its line.
fn is_bare_number(line: &str) -> bool {
    let text = line.trim();
    (1..=3).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
}
