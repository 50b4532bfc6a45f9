//! Pages and documents → files, one module an output.

pub mod docx;
pub mod format;
pub mod html;
pub mod inner;
pub mod pdf;
pub mod plain_text;
pub mod xlsx;

mod docx_body;
mod docx_read;
mod docx_style;
mod docx_table;
mod face_names;
mod html_read;
mod html_style;
mod html_table;
mod markup;
mod package;
mod pdf_catalog;
mod pdf_color;
mod pdf_faces;
mod pdf_inner;
mod pdf_metadata;
mod pdf_outline;
mod pdf_page;
mod pdf_stream;
mod pdf_structure;
mod xlsx_figure;
mod xlsx_inner;
mod xlsx_sheet;

use pdf::PdfError;
use std::fmt;
use thiserror::Error;

/// What a file says beside what is seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// When it says it was made.
    pub made: Moment,
    /// The text of the report's file, to travel inside; `None` leaves it out.
    pub report: Option<String>,
    /// Whether a PDF says how it is to be read aloud, which archives ask for; the other formats always do.
    pub tagged: bool,
}

impl Imprint {
    /// Of a file without the report inside, tagged.
    pub const fn new(made: Moment) -> Imprint {
        Imprint {
            made,
            report: None,
            tagged: true,
        }
    }
}

/// Why a file could not be made.
#[derive(Debug, Error)]
pub enum RenderError {
    #[error(transparent)]
    Pdf(#[from] PdfError),
    #[error("文件没有生成（{0}），请把这句话连同报告文件发给程序的作者。")]
    Package(String),
    #[error("表格里以“{0}”开头的一格太长，Excel 一格最多 32767 个字：请缩短它，或导出 Word。")]
    LongCell(String),
}

/// The moment a file says it was made; the caller reads the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

impl Moment {
    /// Midnight of a day.
    pub const fn day(year: u16, month: u8, day: u8) -> Self {
        Self {
            year,
            month,
            day,
            hour: 0,
            minute: 0,
            second: 0,
        }
    }
}

/// As ISO 8601 writes it, in universal time: `2026-01-20T09:30:00Z`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Moment {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

impl From<std::io::Error> for RenderError {
    fn from(error: std::io::Error) -> RenderError {
        RenderError::Package(error.to_string())
    }
}

impl From<zip::result::ZipError> for RenderError {
    fn from(error: zip::result::ZipError) -> RenderError {
        RenderError::Package(error.to_string())
    }
}
