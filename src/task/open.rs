//! Opening a report: its own file, a published report in any format, or an exported file that carries it inside.

use super::office::Office;
use super::problem::TaskError;
use super::published;
use crate::import::{self, Choice, ImportError, Imported, Note, SourceTable};
use crate::report::Report;
use crate::report::file;
use crate::source::{self, Block, MAX_TEXT_BYTES};
use crate::storage::Stamp;
use crate::template::{Forms, Template};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A report that came from somewhere, ready to be worked on.
#[derive(Debug, Clone)]
pub struct Opened {
    pub report: Report,
    pub template: Arc<Template>,
    /// The known forms, the report's own among them.
    pub forms: Forms,
    /// Its own file; `None` when it was imported or carried over and has none yet.
    pub path: Option<PathBuf>,
    /// How its file stood.
    pub stamp: Option<Stamp>,
    /// What the user should know about it: what an import filled, what it left empty, what was carried over.
    pub notes: Vec<Note>,
    /// The source's own tables where cells stayed empty.
    pub source_tables: Vec<SourceTable>,
}

/// What was copied in another program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copied {
    /// As a web page, when the other program gave it as one.
    pub page: Option<String>,
    pub text: Option<String>,
}

impl Copied {
    /// What is pasted of a page that another program copied without its text: its lines, and its tables as a
    /// spreadsheet copies them. `None` when there is a text, or no page to read.
    pub fn text_of_page(&self) -> Option<String> {
        let text = self.text.as_deref().unwrap_or_default();
        let page = self.page.as_deref().filter(|_| text.trim().is_empty())?;
        if page.len() > MAX_TEXT_BYTES {
            return None;
        }
        let source = source::read_html(page, CLIPBOARD).ok()?;
        let blocks = source.blocks.iter().map(|block| match block {
            Block::Line(line) => format!("{}\n", line.text),
            Block::Grid(grid) => grid.to_tabbed(),
        });
        let text: String = blocks.collect();
        Some(text.trim_end_matches('\n').to_owned()).filter(|text| !text.is_empty())
    }
}

/// How sentences about an import call what was copied.
const CLIPBOARD: &str = "剪贴板";

/// Opens a report file.
///
/// # Errors
/// One sentence that says what is wrong with the file and what to do.
pub fn open(office: &Office, path: &Path) -> Result<Opened, TaskError> {
    open_bytes(office, path, &office.storage.read(path)?)
}

/// Opens a report file or imports a published report, whichever the content is.
///
/// # Errors
/// One sentence that says what is wrong with the file and what to do.
pub fn open_or_import(
    office: &Office,
    path: &Path,
    form: Option<Arc<Template>>,
) -> Result<Opened, TaskError> {
    let bytes = office.storage.read(path)?;
    match file::format_of_bytes(&bytes).is_some() {
        true => open_bytes(office, path, &bytes).map(|opened| opened.under(form)),
        false => import_bytes(office, path, &bytes, form, None),
    }
}

/// Imports a published report, or takes the report out of a file that was exported and not changed since. `report`
/// says which one, counted from 1, where a source holds several.
///
/// # Errors
/// One sentence that says why it cannot be read and what to do.
pub fn import(
    office: &Office,
    path: &Path,
    form: Option<Arc<Template>>,
    report: Option<usize>,
) -> Result<Opened, TaskError> {
    import_bytes(office, path, &office.storage.read(path)?, form, report)
}

/// Imports a report that was copied in a browser, Word or PDF: from its page, whose tables are whole, else from its text.
///
/// # Errors
/// One sentence that says why it cannot be read and what to do.
pub fn import_copied(office: &Office, copied: &Copied) -> Result<Opened, TaskError> {
    let choice = Choice {
        template: None,
        forms: &office.forms,
        report: None,
    };
    let page = copied
        .page
        .as_deref()
        .filter(|page| page.len() <= MAX_TEXT_BYTES);
    let of_page = page.and_then(|page| page_copied(page, choice));
    let imported = match (of_page, &copied.text) {
        (Some(Ok(imported)), _) => imported,
        // A piece of a page may lack what its text has, and the other way round.
        (_, Some(text)) => published::read(text.as_bytes(), CLIPBOARD, choice)?,
        (Some(Err(problem)), None) => return Err(problem.into()),
        (None, None) => return Err(TaskError::NothingCopied),
    };
    arrived(office, Path::new(CLIPBOARD), imported, None)
}

/// A filled report to look at.
///
/// # Errors
/// When the built-in sample is faulty, which the tests exclude.
pub fn sample(office: &Office) -> Result<Opened, TaskError> {
    let name = "sample.nianbao";
    let report = file::from_text(include_str!("../../templates/sample.ron"), name)?;
    let (template, forms) = office.forms_of(&report, Path::new(name))?;
    Ok(Opened::new(report, template, forms))
}

impl Opened {
    /// A report that stands in no file yet.
    pub fn new(report: Report, template: Arc<Template>, forms: Forms) -> Opened {
        Opened {
            report,
            template,
            forms,
            path: None,
            stamp: None,
            notes: Vec::new(),
            source_tables: Vec::new(),
        }
    }

    /// Read by the given form instead of its own.
    pub fn under(mut self, form: Option<Arc<Template>>) -> Opened {
        self.template = form.unwrap_or(self.template);
        self
    }
}

fn open_bytes(office: &Office, path: &Path, bytes: &[u8]) -> Result<Opened, TaskError> {
    let report = file::from_bytes(bytes, &path.display().to_string())?;
    let (template, forms) = office.forms_of(&report, path)?;
    Ok(Opened {
        path: Some(path.to_owned()),
        stamp: Some(Stamp::of(bytes)),
        ..Opened::new(report, template, forms)
    })
}

fn import_bytes(
    office: &Office,
    path: &Path,
    bytes: &[u8],
    form: Option<Arc<Template>>,
    report: Option<usize>,
) -> Result<Opened, TaskError> {
    let name = path.display().to_string();
    let choice = Choice {
        template: form.as_deref(),
        forms: &office.forms,
        report,
    };
    let imported = published::read(bytes, &name, choice)?;
    arrived(office, path, imported, form)
}

/// What was read from a copied page; `None` when it holds no words.
fn page_copied(page: &str, choice: Choice) -> Option<Result<Imported, ImportError>> {
    let source = source::read_html(page, CLIPBOARD).ok()?;
    let is_told = !source.is_blank();
    is_told.then(|| import::import_source(&source, CLIPBOARD, choice))
}

fn arrived(
    office: &Office,
    path: &Path,
    imported: Imported,
    form: Option<Arc<Template>>,
) -> Result<Opened, TaskError> {
    let (template, forms) = match form {
        Some(form) => (form, office.forms.clone()),
        None => office.forms_of(&imported.report, path)?,
    };
    let mut opened = Opened::new(imported.report, template, forms);
    opened.notes = imported.notes;
    opened.source_tables = imported.tables;
    Ok(opened)
}
