//! Exporting: a report → a file of any format, whole, with what the reader of the file should know.

use super::cancellation::Cancellation;
use super::office::Office;
use super::problem::TaskError;
use crate::document::Document;
use crate::document::compose::compose;
use crate::layout::fonts::{FaceData, Faces};
use crate::layout::{self, FaceId, Item, Pages};
use crate::machine;
use crate::page::Face;
use crate::place::Place;
use crate::render::format::{Format, Writer};
use crate::render::pdf::PdfError;
use crate::render::{Imprint, Moment, RenderError, html, plain_text};
use crate::report::account::place_in_words;
use crate::report::{Report, file};
use crate::template::Template;
use std::collections::BTreeSet;
use std::path::Path;

/// The stages of an export, as a status line names them.
pub const STAGES: [&str; 3] = ["排版", "生成文件", "写入文件"];

/// Where a file is written.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Its suffix says the format.
    pub path: &'a Path,
    /// Whether to write over what is there.
    pub overwrite: bool,
}

/// What is wished of an exported file.
#[derive(Debug, Clone, Copy)]
pub struct Choices {
    /// When it says it was made.
    pub made: Moment,
    /// Take the official faces that this machine has.
    pub official_faces: bool,
    /// Leave the report itself out of the file.
    pub plain: bool,
    /// Leave out of a PDF how it is to be read aloud.
    pub untagged: bool,
}

/// What was made of a report.
#[derive(Debug, Clone)]
pub struct Exported {
    pub bytes: Vec<u8>,
    /// How many pages it has, where the format has pages.
    pub pages: Option<usize>,
    /// The names of the faces that stand on the pages.
    pub faces: Vec<String>,
    /// What is not in the file although it is in the report: one sentence each.
    pub flaws: Vec<String>,
    /// Which faces were taken and which gave way: one sentence each.
    pub remarks: Vec<String>,
}

impl Choices {
    /// The usual file, made at this moment.
    pub fn usual(made: Moment) -> Choices {
        Choices {
            made,
            official_faces: false,
            plain: false,
            untagged: false,
        }
    }
}

/// The format that a path's suffix asks for.
///
/// # Errors
/// When there is no such format.
pub fn format_of(path: &Path) -> Result<&'static Format, TaskError> {
    let suffix = path.extension().unwrap_or_default().to_string_lossy();
    Format::of_suffix(&suffix).ok_or_else(|| TaskError::UnknownFormat {
        file: path.display().to_string(),
        suffixes: Format::suffixes(),
    })
}

/// Makes the file of a report and writes it.
///
/// # Errors
/// When it cannot be made or written, or was cancelled before anything was written.
pub fn export(
    office: &Office,
    template: &Template,
    report: &Report,
    target: Target,
    choices: &Choices,
    cancellation: &Cancellation,
) -> Result<Exported, TaskError> {
    let format = format_of(target.path)?;
    let exported = make(template, report, format, choices, cancellation)?;
    cancellation.proceed()?;
    cancellation.decide()?;
    match target.overwrite {
        true => office.storage.replace(target.path, &exported.bytes)?,
        false => office.storage.create(target.path, &exported.bytes)?,
    }
    Ok(exported)
}

/// Makes the bytes of a report's file.
///
/// # Errors
/// When it cannot be made, or was cancelled.
pub fn make(
    template: &Template,
    report: &Report,
    format: &Format,
    choices: &Choices,
    cancellation: &Cancellation,
) -> Result<Exported, TaskError> {
    let document = compose(template, report);
    let inner = || file::to_text(template, &report.published());
    let imprint = Imprint {
        made: choices.made,
        report: (!choices.plain).then(inner),
        tagged: !choices.untagged,
    };
    match format.writer {
        Writer::OfPages(write) => {
            let (mut exported, pages) = print(&document, write, &imprint, choices, cancellation)?;
            exported.flaws = flaws(&pages, |place| place_in_words(template, report, place));
            Ok(exported)
        }
        Writer::OfDocument(write) => {
            cancellation.proceed()?;
            Ok(Exported {
                bytes: write(&document, &imprint)?,
                pages: None,
                faces: Vec::new(),
                flaws: Vec::new(),
                remarks: Vec::new(),
            })
        }
    }
}

/// The report as a piece of HTML and as text, for the clipboard.
pub fn web_page(template: &Template, report: &Report) -> (String, String) {
    let document = compose(template, report);
    (html::fragment(&document), plain_text::write(&document))
}

type WritePages = fn(&Pages, &Faces, &Imprint) -> Result<Vec<u8>, RenderError>;

/// Lays out and writes. A face of this machine that cannot be embedded gives way to those that come with the program.
fn print(
    document: &Document,
    write: WritePages,
    imprint: &Imprint,
    choices: &Choices,
    cancellation: &Cancellation,
) -> Result<(Exported, Pages), TaskError> {
    let (faces, mut remarks) = faces(document, choices.official_faces);
    let pages = layout::lay_out(document, &faces);
    cancellation.proceed()?;
    let (bytes, pages, faces) = match write(&pages, &faces, imprint) {
        Err(RenderError::Pdf(PdfError::Subset(name, _))) => {
            remarks.push(format!(
                "本机的字体“{name}”不能放进 PDF，这次全用自带的字体。"
            ));
            let faces = Faces::bundled();
            let pages = layout::lay_out(document, &faces);
            (write(&pages, &faces, imprint)?, pages, faces)
        }
        outcome => (outcome?, pages, faces),
    };
    let exported = Exported {
        bytes,
        pages: Some(pages.pages.len()),
        faces: used_faces(&pages, &faces),
        flaws: Vec::new(),
        remarks,
    };
    Ok((exported, pages))
}

/// The bundled faces, with what this machine has in their stead if that is wished, and for characters they lack.
fn faces(document: &Document, official: bool) -> (Faces, Vec<String>) {
    let mut faces = Faces::bundled();
    let mut remarks = Vec::new();
    if official {
        let found = machine::official_faces();
        remarks.push(official_faces_told(&found));
        for (role, data) in found {
            faces = faces.replace(role, data);
        }
    }
    let missing = faces.missing_characters(document);
    match missing.is_empty() {
        true => (faces, remarks),
        false => (faces.with_extra(machine::faces_for(&missing)), remarks),
    }
}

/// What could not be shown on the pages; `named` says a place in words.
fn flaws(pages: &Pages, named: impl Fn(&Place) -> String) -> Vec<String> {
    let missing = pages.missing.iter().map(|missing| {
        let (character, place) = (missing.character, named(&missing.place));
        let code = u32::from(character);
        format!(
            "字符“{character}”（U+{code:04X}，在“{place}”）没有字体可用，没有印出；请安装含有它的字体，或换用其他字。"
        )
    });
    let cut = pages.cut.iter().map(|address| {
        let cell = named(&Place::Figure(address.clone()));
        format!(
            "“{cell}”这一格的内容太长，一页放不下，只印出了开头；请缩短，长的说明写在表下的注里。"
        )
    });
    missing.chain(cut).collect()
}

/// Which of the official faces this machine has, and which stay those of the program.
fn official_faces_told(found: &[(Face, FaceData)]) -> String {
    const NAMES: [(Face, &str); 5] = [
        (Face::Song, "小标宋"),
        (Face::Hei, "黑体"),
        (Face::Kai, "楷体"),
        (Face::Fang, "仿宋"),
        (Face::PlainSong, "宋体"),
    ];
    let (mut taken, mut lacking) = (Vec::new(), Vec::new());
    for (role, name) in NAMES {
        match found.iter().find(|(face, _)| *face == role) {
            Some((_, data)) => taken.push(format!("{name}用 {}", data.name())),
            None => lacking.push(name),
        }
    }
    let lacking = lacking.join("、");
    match (taken.is_empty(), lacking.is_empty()) {
        (true, _) => format!("本机没有公文规定的{lacking}，都用自带的字体。"),
        (false, true) => format!("已换用本机的字体：{}。", taken.join("，")),
        (false, false) => format!(
            "已换用本机的字体：{}；本机没有{lacking}，仍用自带的字体。",
            taken.join("，")
        ),
    }
}

/// The names of the faces that stand on the pages.
fn used_faces(pages: &Pages, faces: &Faces) -> Vec<String> {
    let items = pages.pages.iter().flat_map(|page| &page.items);
    let used: BTreeSet<FaceId> = items
        .filter_map(|item| match item {
            Item::Text(text) => Some(text.face),
            _ => None,
        })
        .collect();
    let names = used.iter().filter_map(|face| faces.data(*face));
    names.map(|data| data.name().to_owned()).collect()
}
