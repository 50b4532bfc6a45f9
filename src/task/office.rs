//! What every use case works with: the disk, and the forms that are known, also those read at run time.

use super::folders;
use super::problem::TaskError;
use crate::report::Report;
use crate::storage::Storage;
use crate::template::{Forms, Template};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The disk and the forms.
#[derive(Debug, Clone)]
pub struct Office {
    pub storage: Storage,
    pub forms: Forms,
    /// What is wrong with form files that were found and not taken: one sentence each.
    pub faults: Vec<String>,
}

impl Default for Office {
    /// The system's disk and the forms that come with the program.
    fn default() -> Office {
        Office {
            storage: Storage::default(),
            forms: Forms::built_in().clone(),
            faults: Vec::new(),
        }
    }
}

impl Office {
    /// With the forms in the folders of this machine as well.
    pub fn of_machine() -> Office {
        let mut office = Office::default();
        for folder in folders::forms() {
            office.add_forms(&folder);
        }
        office
    }

    /// Adds every form in a folder; faulty ones are told in `faults`.
    pub fn add_forms(&mut self, folder: &Path) {
        // One form may succeed another of the same folder, so what was refused is tried again after the others.
        let mut waiting: Vec<PathBuf> = self.storage.list(folder);
        waiting.retain(|path| path.extension().is_some_and(|suffix| suffix == "ron"));
        loop {
            let before = waiting.len();
            let mut faults = Vec::new();
            waiting.retain(|path| match add(&self.storage, &mut self.forms, path) {
                Ok(_) => false,
                Err(fault) => {
                    faults.push(fault.to_string());
                    true
                }
            });
            if waiting.len() == before || waiting.is_empty() {
                self.faults.extend(faults);
                return;
            }
        }
    }

    /// A form by its id, or by its file.
    ///
    /// # Errors
    /// When there is none, or the file is no form.
    pub fn form(&self, name: &OsStr) -> Result<Arc<Template>, TaskError> {
        let path = Path::new(name);
        let is_file =
            path.extension().is_some_and(|suffix| suffix == "ron") || path.components().count() > 1;
        match is_file {
            true => add(&self.storage, &mut self.forms.clone(), path),
            false => Ok(self.forms.get(&name.to_string_lossy())?),
        }
    }

    /// The forms among which a report's own is: the known ones, and one that lies beside its file under its id.
    ///
    /// # Errors
    /// When the report's form is nowhere, or the file beside it is no form.
    pub fn forms_of(
        &self,
        report: &Report,
        file: &Path,
    ) -> Result<(Arc<Template>, Forms), TaskError> {
        if let Ok(template) = self.forms.get(&report.template) {
            return Ok((template, self.forms.clone()));
        }
        let unknown = || TaskError::UnknownForm {
            file: file.display().to_string(),
            id: report.template.clone(),
        };
        // An id is a word, never a path.
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if report.template.is_empty() || !report.template.chars().all(is_word) {
            return Err(unknown());
        }
        let beside = file.with_file_name(format!("{}.ron", report.template));
        if self.storage.look(&beside).is_none() {
            return Err(unknown());
        }
        let mut forms = self.forms.clone();
        add(&self.storage, &mut forms, &beside)?;
        let template = forms.get(&report.template).map_err(|_| unknown())?;
        Ok((template, forms))
    }
}

/// Reads a form file into the known forms.
fn add(storage: &Storage, forms: &mut Forms, path: &Path) -> Result<Arc<Template>, TaskError> {
    let bytes = storage.read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(forms.add(&text, &path.display().to_string())?)
}
