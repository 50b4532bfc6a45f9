//! The formats a report can be written in: the one list that command line, menus, dialogs and help read.

use super::inner::Found;
use super::{Imprint, RenderError, docx, html, pdf, xlsx};
use crate::document::Document;
use crate::layout::Pages;
use crate::layout::fonts::Faces;

/// One format; its file writes it and finds the report in it again.
#[derive(Debug)]
pub struct Format {
    /// The suffix of its files, without the point.
    pub suffix: &'static str,
    /// What menus and dialogs call it.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    pub writer: Writer,
    /// Finds the report inside a file of this format; `None` for any other file.
    pub inner: fn(&[u8]) -> Option<Found>,
}

/// What a format is made from.
#[derive(Debug, Clone, Copy)]
pub enum Writer {
    /// It shows the pages as they are laid out.
    OfPages(fn(&Pages, &Faces, &Imprint) -> Result<Vec<u8>, RenderError>),
    /// Its readers paginate for themselves.
    OfDocument(fn(&Document, &Imprint) -> Result<Vec<u8>, RenderError>),
}

/// All formats, the usual one first.
pub const FORMATS: [&Format; 4] = [&pdf::FORMAT, &docx::FORMAT, &html::FORMAT, &xlsx::FORMAT];

impl Format {
    /// The format of a suffix, however it is written; `None` when there is none.
    pub fn of_suffix(suffix: &str) -> Option<&'static Format> {
        let is_it = |format: &&Format| format.suffix.eq_ignore_ascii_case(suffix);
        FORMATS.into_iter().find(is_it)
    }

    /// All suffixes in words: `.pdf、.docx 或 .xlsx`.
    pub fn suffixes() -> String {
        let all: Vec<String> = FORMATS.iter().map(|f| format!(".{}", f.suffix)).collect();
        match all.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} 或 {last}", others.join("、")),
            None => String::new(),
        }
    }
}

/// Formats are told apart by their suffixes.
impl PartialEq for Format {
    fn eq(&self, other: &Format) -> bool {
        self.suffix == other.suffix
    }
}

impl Eq for Format {}

/// A name behind Chinese words: with a space before it when it begins with a latin letter.
pub fn spaced(name: &str) -> String {
    match name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        true => format!(" {name}"),
        false => name.to_owned(),
    }
}
