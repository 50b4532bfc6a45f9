//! A paragraph → its claims: sentence by sentence, with what each leaves for the next.

use super::lexicon::Lexicon;
use super::sentence::Reader;
use super::token::tokens;
use super::{Claim, Sum};
use crate::template::Template;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The report's year.
    pub year: u16,
    /// The agency's name.
    pub agency: &'a [char],
    /// The topic that its part is about where it says nothing else.
    pub topic: Option<usize>,
}

/// The claims of a paragraph, in order.
pub fn read(template: &Template, lexicon: &Lexicon, text: &[char], setting: Setting) -> Vec<Claim> {
    let tokens = tokens(text, lexicon);
    let mut reader = Reader::new(template, lexicon, text, &tokens, setting);
    reader.run();
    reader.claims
}

/// The sums of a measure in some columns; empty when one of its cells has no such column.
pub(super) fn sums(template: &Template, sums: &[Vec<String>], columns: &[&str]) -> Vec<Sum> {
    let linked = sums.iter().filter_map(|sum| {
        let mut cells = Sum::new();
        for address in sum {
            if !address.contains('*') {
                cells.extend(template.cell_index(address).filter(|_| columns.is_empty()));
                if !columns.is_empty() {
                    return None;
                }
                continue;
            }
            let whole = [template.claims().column.as_str()];
            let columns = if columns.is_empty() {
                &whole[..]
            } else {
                columns
            };
            for column in columns {
                cells.push(template.cell_index(&address.replace('*', column))?);
            }
        }
        Some(cells)
    });
    linked.collect()
}
