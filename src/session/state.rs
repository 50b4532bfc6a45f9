//! The open report: what is in it, where it is kept, what was done to it and what is found in it. No drawing here.

use crate::check::{self, Agreed, Finding, Severity};
use crate::place::Place;
use crate::report::{Answer, Figures, Report};
use crate::session::apply::apply;
use crate::session::edit::{Edit, compact, fitted};
use crate::session::goto::Goto;
use crate::session::history::History;
use crate::session::places;
use crate::session::status::{SectionStatus, statuses};
use crate::template::{Forms, SectionContent, Template, TemplateError};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// An open report. Everything that changes it goes through [`State::edit`], [`State::undo`] or [`State::redo`].
#[derive(Debug, Clone)]
pub struct State {
    /// Shared with who lays it out meanwhile; an edit copies it only while it is being read.
    report: Arc<Report>,
    template: Arc<Template>,
    /// The forms among which the report's is found again when its year changes.
    forms: Forms,
    /// The file it was read from or written to last.
    pub path: Option<PathBuf>,
    /// As it stands in the file; computed totals are no part of a report, so they never count as unsaved.
    saved: Option<Report>,
    /// Rises with every change; what is derived from the report is kept for one revision.
    revision: u64,
    unsaved: bool,
    history: History,
    findings: Vec<Finding>,
    agreed: Vec<Agreed>,
    /// What the last check read, so that the next one reads only what changed.
    memory: check::Memory,
    by_place: HashMap<Place, Vec<usize>>,
    answered: Vec<(String, Answer)>,
    /// By section; the last is of the particulars.
    status: Vec<SectionStatus>,
    /// Where the caret should go next; the widget that shows the place takes it.
    pub goto: Option<Goto>,
    /// Where the caret is.
    pub focus: Option<Place>,
}

impl State {
    /// Opens a report. `saved` says whether it stands like this in the file at `path`.
    ///
    /// # Errors
    /// When the report's form is not known.
    pub fn new(report: Report, path: Option<PathBuf>, saved: bool) -> Result<State, TemplateError> {
        State::with_forms(report, Forms::built_in(), path, saved)
    }

    /// The same, with the report's form among those given.
    ///
    /// # Errors
    /// When the report's form is not among them.
    pub fn with_forms(
        report: Report,
        forms: &Forms,
        path: Option<PathBuf>,
        saved: bool,
    ) -> Result<State, TemplateError> {
        let template = forms.get(&report.template)?;
        let mut state = State {
            saved: saved.then(|| report.clone()),
            report: Arc::new(report),
            template,
            forms: forms.clone(),
            path,
            revision: 0,
            unsaved: false,
            history: History::default(),
            findings: Vec::new(),
            agreed: Vec::new(),
            memory: check::Memory::default(),
            by_place: HashMap::new(),
            answered: Vec::new(),
            status: Vec::new(),
            goto: None,
            focus: None,
        };
        state.look_again();
        Ok(state)
    }

    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The report as it stands, for another thread.
    pub fn shared_report(&self) -> Arc<Report> {
        Arc::clone(&self.report)
    }

    pub fn template(&self) -> &Arc<Template> {
        &self.template
    }

    /// The known forms, the report's among them.
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    pub fn revision(&self) -> u64 {
        self.revision
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn figures(&self) -> Figures<'_> {
        Figures::of(&self.template, &self.report)
    }

    /// Everything found in the report as it stands, answered questions left out.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What the texts say of the tables' numbers and is right.
    pub fn agreed(&self) -> &[Agreed] {
        &self.agreed
    }

    /// The findings that name a place.
    pub fn findings_at(&self, place: &Place) -> impl Iterator<Item = &Finding> {
        self.by_place
            .get(place)
            .into_iter()
            .flatten()
            .filter_map(|&index| self.findings.get(index))
    }

    /// Answered questions: what was asked and the answer.
    pub fn answered(&self) -> &[(String, Answer)] {
        &self.answered
    }

    /// How far a section is; `None` asks for the particulars.
    pub fn status(&self, section: Option<usize>) -> SectionStatus {
        let index = section.unwrap_or(self.template.form.sections.len());
        self.status
            .get(index)
            .copied()
            .unwrap_or(SectionStatus::Empty)
    }

    pub fn is_unsaved(&self) -> bool {
        self.unsaved
    }

    /// The report stands in the file at this path now.
    pub fn mark_saved(&mut self, path: PathBuf, written: Report) {
        self.path = Some(path);
        self.saved = Some(written);
        self.history.seal();
        self.unsaved = self.saved.as_ref() != Some(&*self.report);
    }

    /// Applies an edit, records it and checks the report again. `seconds` is the time; `alone` makes it a step of its own.
    pub fn edit(&mut self, edit: Edit, seconds: f64, alone: bool) -> bool {
        let edit = fitted(&self.template, compact(&self.report, edit));
        let Some(back) = apply(
            Arc::make_mut(&mut self.report),
            &self.template,
            &self.forms,
            &edit,
        ) else {
            return false;
        };
        self.history.record(edit, back, seconds, alone);
        self.look_again();
        true
    }

    /// The next edit starts a step of its own.
    pub fn seal(&mut self) {
        self.history.seal();
    }

    /// Takes the last step back; gives the place where it shows, `None` when there was nothing to take back.
    pub fn undo(&mut self) -> Option<Goto> {
        let edit = self.history.undo()?;
        self.take(&edit)
    }

    /// Does the step again that was taken back last.
    pub fn redo(&mut self) -> Option<Goto> {
        let edit = self.history.redo()?;
        self.take(&edit)
    }

    fn take(&mut self, edit: &Edit) -> Option<Goto> {
        let before = matches!(edit, Edit::Report(_)).then(|| self.report.clone());
        apply(
            Arc::make_mut(&mut self.report),
            &self.template,
            &self.forms,
            edit,
        );
        self.look_again();
        match before {
            Some(before) => Goto::difference(&self.template, &before, &self.report),
            None => Goto::after(&self.template, &self.report, edit),
        }
    }

    fn look_again(&mut self) {
        self.revision += 1;
        if self.report.template != self.template.form.id
            && let Ok(template) = self.forms.get(&self.report.template)
        {
            self.template = template;
        }
        self.unsaved = self.saved.as_ref() != Some(&*self.report);
        self.check();
        self.status = statuses(&self.template, &self.report, &self.findings);
    }

    fn check(&mut self) {
        let review = check::review(&self.template, &self.report, None, &mut self.memory);
        self.agreed = review.agreed;
        let found = review.findings;
        let answer_to = |finding: &Finding| {
            let mut answers = self.report.answers.iter();
            answers
                .find(|answer| answer.fingerprint == finding.fingerprint)
                .filter(|_| finding.severity == Severity::Question)
                .cloned()
        };
        self.answered = found
            .iter()
            .filter_map(|finding| Some((finding.message.clone(), answer_to(finding)?)))
            .collect();
        self.findings = found
            .into_iter()
            .filter(|finding| answer_to(finding).is_none())
            .collect();
        self.by_place.clear();
        for (index, finding) in self.findings.iter().enumerate() {
            for cell in finding.cells() {
                let at = self.by_place.entry(cell.clone()).or_default();
                if at.last() != Some(&index) {
                    at.push(index);
                }
            }
        }
    }

    /// The index of the section that shows a place, `None` for the page of particulars.
    pub fn section_of(&self, place: &Place) -> Option<usize> {
        let sections = &self.template.form.sections;
        let with_id = |id: &str| sections.iter().position(|section| section.id == *id);
        let with_table = |table: &str| {
            sections.iter().position(
                |section| matches!(&section.content, SectionContent::Table(id) if *id == *table),
            )
        };
        match place {
            Place::Lead(section) | Place::PartHeading(section, _) | Place::PartText(section, _) => {
                with_id(section)
            }
            Place::Figure(address) => with_table(address.table()),
            Place::Footnote(table) => with_table(table),
            Place::Agency
            | Place::Year
            | Place::Title
            | Place::Preface
            | Place::Signature
            | Place::Date => None,
        }
    }

    /// Where the caret goes when a section is opened; `None` leaves it to the table's editor.
    pub fn first_place(&self, section: Option<usize>) -> Option<Place> {
        let Some(section) = section else {
            return Some(Place::Agency);
        };
        let section = self.template.form.sections.get(section)?;
        match &section.content {
            SectionContent::Prose { .. } => Some(Place::Lead(section.id.clone())),
            SectionContent::Table(table) => places::first_figure(&self.template, table),
        }
    }

    /// A place in a few words: the cell, or the section that it stands in.
    pub fn label_of(&self, place: &Place) -> Option<String> {
        match place {
            Place::Figure(address) => self.template.cell(address).map(|cell| cell.label()),
            place => {
                let section = self.section_of(place);
                let section = section.and_then(|index| self.template.form.sections.get(index));
                Some(section.map_or("报告信息".to_owned(), |section| {
                    format!("{}{}", section.number, section.heading)
                }))
            }
        }
    }
}
