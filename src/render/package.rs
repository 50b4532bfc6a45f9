//! Office documents as the packages they are: parts in a zip, written with the same bytes every time, read with bounds.

use super::RenderError;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// No part of a report is a hundredth of this; a larger one is somebody's trap.
const LARGEST_PART_BYTES: u64 = 8 * 1024 * 1024;

/// A package being written.
pub struct PackageWriter {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

/// A package being read.
pub struct PackageReader<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl PackageWriter {
    pub fn new() -> PackageWriter {
        PackageWriter {
            zip: ZipWriter::new(Cursor::new(Vec::with_capacity(64 * 1024))),
        }
    }

    /// Adds a part. The parts stand in the file as they were added.
    ///
    /// # Errors
    /// When the zip cannot hold it.
    pub fn part(&mut self, name: &str, content: &str) -> Result<(), RenderError> {
        self.zip.start_file(name, options())?;
        self.zip.write_all(content.as_bytes())?;
        Ok(())
    }

    /// Takes a part over from another package as it stands.
    ///
    /// # Errors
    /// When there is no such part.
    pub fn copy(&mut self, from: &mut PackageReader, index: usize) -> Result<(), RenderError> {
        let part = from.zip.by_index_raw(index)?;
        self.zip.raw_copy_file(part)?;
        Ok(())
    }

    /// # Errors
    /// When the zip's directory cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, RenderError> {
        Ok(self.zip.finish()?.into_inner())
    }
}

impl<'a> PackageReader<'a> {
    /// Opens a package; `None` when the bytes are none.
    pub fn open(bytes: &'a [u8]) -> Option<PackageReader<'a>> {
        if !bytes.starts_with(b"PK\x03\x04") {
            return None;
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        Some(PackageReader { zip })
    }

    /// The names of its parts, in the order of the file.
    pub fn names(&self) -> Vec<String> {
        let names = self.zip.file_names().filter_map(Result::ok);
        names.map(|name| name.into_owned()).collect()
    }

    /// Whether its parts unpacked are of the size of a report's.
    pub fn is_small(&mut self) -> bool {
        let mut bytes = 0_u64;
        for index in 0..self.zip.len() {
            let Ok(part) = self.zip.by_index_raw(index) else {
                return false;
            };
            bytes = bytes.saturating_add(part.size());
        }
        bytes <= LARGEST_PART_BYTES
    }

    /// The text of a part; `None` when there is no such part, it is no UTF-8 or far too large.
    pub fn part(&mut self, name: &str) -> Option<String> {
        let part = self.zip.by_name(name).ok()?;
        let mut text = String::new();
        let mut bounded = part.take(LARGEST_PART_BYTES + 1);
        bounded.read_to_string(&mut text).ok()?;
        (text.len() as u64 <= LARGEST_PART_BYTES).then_some(text)
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}
