//! From an older form to this one: which number, section or part of it lives on, under which id.

use super::{Form, SectionContent, Template, read::Problem};
use crate::place::Address;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};

/// An older form whose reports this one takes over, and where the two differ.
///
/// Whatever has the same path in both forms lives on; paths are those of numbers (`requests.new.natural`), of their
/// rows (`requests.new`), of sections (`overview`) and of standard parts (`overview.proactive`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lineage {
    /// Id of the older form.
    pub form: String,
    /// What lives on under another path: the older path, then this form's.
    #[serde(default)]
    pub renamed: BTreeMap<String, String>,
    /// Paths of the older form that mean something else here, or nothing.
    #[serde(default)]
    pub ended: Vec<String>,
}

impl Template {
    /// This form's path of something in an older form; `None` when it has no successor.
    ///
    /// An older form's predecessor counts as well: its path is followed from form to form.
    pub fn successor(&self, older_form: &str, path: &str) -> Option<String> {
        match self.between(older_form) {
            Some(between) => {
                let path = between.successor(older_form, path)?;
                self.direct_successor(&between.form.id, &path)
            }
            None => self.direct_successor(older_form, path),
        }
    }

    /// The path in an older form of something in this one; `None` when this form is the first to have it.
    pub fn predecessor(&self, older_form: &str, path: &str) -> Option<String> {
        match self.between(older_form) {
            Some(between) => {
                let path = self.direct_predecessor(&between.form.id, path)?;
                between.predecessor(older_form, &path)
            }
            None => self.direct_predecessor(older_form, path),
        }
    }

    /// Whether this form succeeds another, directly or over others that are known.
    pub fn descends_from(&self, older_form: &str) -> bool {
        self.lineage(older_form).is_some()
            || self
                .older
                .iter()
                .any(|older| older.descends_from(older_form))
    }

    /// The predecessor by which an older form is reached that this one does not name itself.
    fn between(&self, older_form: &str) -> Option<&Template> {
        if self.lineage(older_form).is_some() {
            return None;
        }
        let older = self.older.iter().map(|older| &**older);
        older
            .into_iter()
            .find(|older| older.descends_from(older_form))
    }

    fn direct_successor(&self, older_form: &str, path: &str) -> Option<String> {
        let here = match self.lineage(older_form) {
            Some(lineage) => {
                if lineage
                    .ended
                    .iter()
                    .any(|ended| rest(path, ended).is_some())
                {
                    return None;
                }
                let renamed = lineage
                    .renamed
                    .iter()
                    .filter_map(|(old, new)| rest(path, old).map(|rest| (old.len(), new, rest)));
                renamed
                    .max_by_key(|(length, ..)| *length)
                    .map_or_else(|| path.to_owned(), |(_, new, rest)| format!("{new}{rest}"))
            }
            None => path.to_owned(),
        };
        self.has_path(&here).then_some(here)
    }

    fn direct_predecessor(&self, older_form: &str, path: &str) -> Option<String> {
        let Some(lineage) = self.lineage(older_form) else {
            return Some(path.to_owned());
        };
        let older = lineage
            .renamed
            .iter()
            .filter_map(|(old, new)| rest(path, new).map(|rest| (new.len(), old, rest)))
            .max_by_key(|(length, ..)| *length)
            .map_or_else(|| path.to_owned(), |(_, old, rest)| format!("{old}{rest}"));
        (self.direct_successor(older_form, &older).as_deref() == Some(path)).then_some(older)
    }

    /// This form's address of a figure of an older form; `None` when it has no successor.
    pub fn figure_successor(&self, older_form: &str, address: &Address) -> Option<Address> {
        let here = self.successor(older_form, address)?;
        Some(self.cell(&here)?.address.clone())
    }

    /// What this form's lineage says of an older form that the older form does not have.
    pub fn lineage_problems(&self, older: &Template) -> Vec<Problem> {
        let Some(lineage) = self.lineage(&older.form.id) else {
            return Vec::new();
        };
        let paths = lineage.renamed.keys().chain(&lineage.ended);
        paths
            .filter(|path| !older.has_path(path))
            .map(|path| Problem {
                place: format!("succeeds.{}", lineage.form),
                reason: format!("{} 格式里没有 {path}", older.form.id),
            })
            .collect()
    }

    fn lineage(&self, older_form: &str) -> Option<&Lineage> {
        self.form
            .succeeds
            .iter()
            .find(|lineage| lineage.form == older_form)
    }

    fn has_path(&self, path: &str) -> bool {
        self.cell_index(path).is_some()
            || has_text(&self.form, path)
            || self
                .cells
                .iter()
                .any(|cell| rest(&cell.address, path).is_some())
    }
}

/// Everything wrong with what a form says about other years: its lineages, as far as it shows them itself, and its trends.
pub(super) fn lint(form: &Form, addresses: &[&Address]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut forms = HashSet::new();
    for lineage in &form.succeeds {
        let mut refuse = |reason: String| {
            problems.push(Problem {
                place: format!("succeeds.{}", lineage.form),
                reason,
            });
        };
        if lineage.form == form.id {
            refuse("一种格式不能接续它自己".to_owned());
        }
        if !forms.insert(&lineage.form) {
            refuse("同一种旧格式写了两次，请合并".to_owned());
        }
        let mut targets = HashSet::new();
        for (old, new) in &lineage.renamed {
            let is_known =
                has_text(form, new) || addresses.iter().any(|address| rest(address, new).is_some());
            if !is_known {
                refuse(format!("{old} 改名为 {new}，但这个格式里没有 {new}"));
            }
            if !targets.insert(new) {
                refuse(format!("有两项都改名为 {new}，请改其中一项"));
            }
            if lineage.ended.contains(old) {
                refuse(format!("{old} 既写了改名又写了终止（ended），请去掉一处"));
            }
        }
    }
    for trend in &form.trends {
        let unknown = trend
            .sum
            .iter()
            .filter(|address| !addresses.contains(address));
        problems.extend(unknown.map(|address| Problem {
            place: format!("trends.{}", trend.id),
            reason: format!("没有地址为 {address} 的单元格"),
        }));
    }
    problems
}

fn has_text(form: &Form, path: &str) -> bool {
    let (section, part) = match path.split_once('.') {
        Some((section, part)) => (section, Some(part)),
        None => (path, None),
    };
    form.sections.iter().any(|known| {
        known.id == *section
            && match (&known.content, part) {
                (_, None) => true,
                (SectionContent::Prose { parts, .. }, Some(id)) => {
                    parts.iter().any(|part| part.id == id)
                }
                (SectionContent::Table(_), Some(_)) => false,
            }
    })
}

/// What follows `beginning` in a path, when it ends where a step of the path ends.
fn rest<'a>(path: &'a str, beginning: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(beginning)?;
    (rest.is_empty() || rest.starts_with('.')).then_some(rest)
}
