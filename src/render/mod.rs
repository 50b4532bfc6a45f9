//! Pages and documents → files, one module an output.

pub mod pdf;

mod pdf_catalog;
mod pdf_color;
mod pdf_faces;
mod pdf_metadata;
mod pdf_outline;
mod pdf_page;
mod pdf_stream;
mod pdf_structure;

/// The moment a file says it was made; the caller reads the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

impl Date {
    /// Midnight of a day.
    pub fn day(year: u16, month: u8, day: u8) -> Self {
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
