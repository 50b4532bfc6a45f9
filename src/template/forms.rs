//! The forms that the program knows: those that come with it and those read at run time, each read once.

use super::claims;
use super::read::Problem;
use super::{Template, TemplateError};
use std::sync::{Arc, LazyLock};

/// The texts of the forms that come with the program, with the names of their files. Their order means nothing.
const BUILT_IN: [(&str, &str); 2] = [
    ("2019.ron", include_str!("../../templates/2019.ron")),
    ("2021.ron", include_str!("../../templates/2021.ron")),
];

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    claims::read_ahead();
    let [(here, own), others @ ..] = BUILT_IN;
    // Side by side: reading them is most of what a program does before it begins.
    let read = std::thread::scope(|scope| {
        let others = others.map(|(file, text)| scope.spawn(|| Template::parse(text, file)));
        let own = Template::parse(own, here);
        let others = others.map(|reading| reading.join().ok()?.ok());
        std::iter::once(own.ok()).chain(others)
    });
    // A faulty form among them is excluded by the tests; without it the others still serve.
    let known = read.flatten().map(|template| Known {
        template: Arc::new(template),
        given: false,
    });
    let mut forms = Forms {
        known: known.collect(),
    };
    forms.link();
    forms
});

/// Some forms, each with those that it succeeds. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    /// The newest first.
    known: Vec<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    template: Arc<Template>,
    /// Read at run time: it wins in its years over one that came with the program.
    given: bool,
}

impl Forms {
    /// The forms that come with the program.
    pub fn built_in() -> &'static Forms {
        &FORMS
    }

    /// Adds a form read at run time; `file` names it in messages. One of the same id gives way to it.
    ///
    /// # Errors
    /// When the form is faulty, begins no later than one that it succeeds, or says of that one what it does not have.
    pub fn add(&mut self, text: &str, file: &str) -> Result<Arc<Template>, TemplateError> {
        let template = Template::parse(text, file)?;
        let id = template.form.id.clone();
        let mut known: Vec<Known> = self.known.clone();
        known.retain(|other| other.template.form.id != id);
        known.push(Known {
            template: Arc::new(template),
            given: true,
        });
        let mut forms = Forms { known };
        let problems = forms.problems();
        if !problems.is_empty() {
            let file = file.to_owned();
            return Err(TemplateError { file, problems });
        }
        forms.link();
        *self = forms;
        self.get(&id)
    }

    /// All forms, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Template>> {
        self.known.iter().map(|known| &known.template)
    }

    /// The form with an id.
    ///
    /// # Errors
    /// When no form has it.
    pub fn get(&self, id: &str) -> Result<Arc<Template>, TemplateError> {
        let found = self.iter().find(|template| template.form.id == id);
        found.cloned().ok_or_else(|| {
            let known: Vec<&str> = self.iter().map(|t| t.form.id.as_str()).collect();
            let known = known.join("、");
            unknown(id, format!("没有编号为 {id} 的格式，可用的有 {known}"))
        })
    }

    /// The form prescribed for a report year; the oldest for years before all forms.
    ///
    /// # Errors
    /// When there is no form at all.
    pub fn for_year(&self, year: u16) -> Result<Arc<Template>, TemplateError> {
        let serving = || {
            let known = self.known.iter();
            known.filter(|known| known.template.serves(year))
        };
        let given = serving().find(|known| known.given);
        let known = given.or_else(|| serving().next()).or(self.known.last());
        known
            .map(|known| Arc::clone(&known.template))
            .ok_or_else(|| unknown("", format!("没有 {year} 年的格式")))
    }

    /// The form for the years to come.
    ///
    /// # Errors
    /// When there is no form at all.
    pub fn newest(&self) -> Result<Arc<Template>, TemplateError> {
        self.for_year(u16::MAX)
    }

    /// Every wording of a title in any form, the newest form's first, each once.
    pub fn titles(&self) -> Vec<&str> {
        let mut titles: Vec<&str> = Vec::new();
        for title in self.iter().flat_map(|template| &template.form.titles) {
            if !titles.contains(&title.as_str()) {
                titles.push(title);
            }
        }
        titles
    }

    /// What the forms say of each other that is not so.
    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for template in self.iter() {
            for older in self.direct_predecessors(template) {
                problems.extend(template.lineage_problems(older));
                let (own, before) = (template.form.first_year, older.form.first_year);
                if own <= before {
                    let reason = format!(
                        "{} 格式从 {own} 年起，不能接续从 {before} 年起的 {} 格式",
                        template.form.id, older.form.id
                    );
                    problems.push(Problem {
                        place: format!("succeeds.{}", older.form.id),
                        reason,
                    });
                }
            }
        }
        problems
    }

    fn direct_predecessors<'a>(
        &'a self,
        template: &'a Template,
    ) -> impl Iterator<Item = &'a Arc<Template>> {
        let named = |other: &&Arc<Template>| {
            let succeeds = &template.form.succeeds;
            succeeds.iter().any(|lineage| lineage.form == other.form.id)
        };
        self.iter().filter(named)
    }

    /// Gives each form its predecessors and its last year, from the oldest on, and sorts them.
    fn link(&mut self) {
        self.known
            .sort_by_cached_key(|k| (k.template.form.first_year, k.template.form.id.clone()));
        let ends: Vec<Option<u16>> = self.iter().map(|older| self.end_of(older)).collect();
        let mut linked = Forms::default();
        for (known, end) in self.known.drain(..).zip(ends) {
            let mut template = Arc::unwrap_or_clone(known.template);
            template.older = linked.direct_predecessors(&template).cloned().collect();
            template.last_year = end;
            linked.known.push(Known {
                template: Arc::new(template),
                given: known.given,
            });
        }
        linked.known.reverse();
        *self = linked;
    }

    /// The year before the first form that succeeds this one, directly or over others.
    fn end_of(&self, older: &Template) -> Option<u16> {
        let mut successors: Vec<&str> = vec![&older.form.id];
        let mut first: Option<u16> = None;
        // The forms come from the oldest on, and none succeeds a later one.
        for newer in self.iter() {
            let mut succeeds = newer.form.succeeds.iter();
            if succeeds.any(|lineage| successors.contains(&lineage.form.as_str())) {
                successors.push(&newer.form.id);
                first = first.or(Some(newer.form.first_year));
            }
        }
        first?.checked_sub(1)
    }
}

fn unknown(file: &str, reason: String) -> TemplateError {
    TemplateError {
        file: file.to_owned(),
        problems: vec![Problem {
            place: "template".to_owned(),
            reason,
        }],
    }
}

impl Template {
    /// The form with an id among those that come with the program.
    ///
    /// # Errors
    /// When none has it.
    pub fn built_in(id: &str) -> Result<Arc<Template>, TemplateError> {
        Forms::built_in().get(id)
    }

    /// The form that comes with the program for a report year; see [`Forms::for_year`].
    ///
    /// # Errors
    /// When there is none, which the tests exclude.
    pub fn for_year(year: u16) -> Result<Arc<Template>, TemplateError> {
        Forms::built_in().for_year(year)
    }
}
