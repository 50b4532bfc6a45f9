//! The parts of a packed document (DOCX, XLSX), each unpacked within bounds.

use super::{MAX_TEXT_BYTES, SourceError};
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Bytes of all parts of a packed document together.
const MAX_UNPACKED: u64 = 4 * MAX_TEXT_BYTES as u64;
const MAX_PARTS: usize = 5_000;

/// A packed document.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    file: &'a str,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8], file: &'a str) -> Result<Package<'a>, SourceError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SourceError::Damaged {
            file: file.to_owned(),
            detail: "压缩目录不完整".to_owned(),
        })?;
        Ok(Package { archive, file })
    }

    /// Refuses a package whose parts are more or larger than any report's, by unpacking them without keeping them.
    pub fn check_bounds(&mut self) -> Result<(), SourceError> {
        let too_deep = || SourceError::TooDeep {
            file: self.file.to_owned(),
        };
        if self.archive.len() > MAX_PARTS {
            return Err(too_deep());
        }
        let mut left = MAX_UNPACKED;
        for at in 0..self.archive.len() {
            let Ok(part) = self.archive.by_index(at) else {
                continue;
            };
            let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
            match left.checked_sub(read.unwrap_or(0)) {
                Some(rest) => left = rest,
                None => {
                    return Err(SourceError::TooDeep {
                        file: self.file.to_owned(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The names of the parts in a folder.
    pub fn names_in(&self, folder: &str) -> Vec<String> {
        let names = self.archive.file_names().flatten();
        let inside = names.filter(|name| name.starts_with(folder));
        inside.map(Cow::into_owned).collect()
    }

    /// The text of a part; `None` when there is no such part.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, SourceError> {
        let file = self.file.to_owned();
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(reason)) if reason == ZipError::PASSWORD_REQUIRED => {
                return Err(SourceError::Encrypted { file });
            }
            Err(_) => {
                let detail = format!("{name} 读不出来");
                return Err(SourceError::Damaged { file, detail });
            }
        };
        let mut bytes = Vec::new();
        let limit = MAX_TEXT_BYTES as u64;
        if part.take(limit + 1).read_to_end(&mut bytes).is_err() {
            let detail = format!("{name} 读不完整");
            return Err(SourceError::Damaged { file, detail });
        }
        if bytes.len() as u64 > limit {
            return Err(SourceError::TooDeep { file });
        }
        Ok(super::encoding::decode_text(&bytes))
    }
}
