//! What rules of a form must not hold: two that mind the same thing, measures and days that do not exist.

use super::lint::Lint;
use super::{About, Ask, Deadline, Form};
use crate::text::dates::Date;
use std::collections::HashSet;

/// Far more than any form has; more than these would only make the program slow.
const MOST_RULES: usize = 600;

impl Lint {
    fn deadlines(&mut self, place: &str, deadlines: &[Deadline]) {
        for deadline in deadlines {
            let (month, day) = (deadline.month, deadline.day);
            let date = Date {
                range: 0..0,
                year: None,
                month,
                day: Some(day),
            };
            if !date.exists() {
                self.problem(place, format!("没有 {month} 月 {day} 日这一天"));
            }
            if deadline.agencies.iter().any(String::is_empty) {
                self.problem(place, "agencies 里有空的名称");
            }
        }
        if deadlines
            .last()
            .is_none_or(|last| !last.agencies.is_empty())
        {
            self.problem(place, "最后一个期限应当适用于所有单位（不写 agencies）");
        }
    }

    /// A sentence with words in braces that its rule fills in, and no other.
    fn message(&mut self, place: &str, about: &About) {
        let Some((message, known)) = about.message() else {
            return;
        };
        if message.trim().is_empty() {
            self.problem(place, "message 是空的，应当写一句话");
        }
        let mut rest = message;
        while let Some((_, opened)) = rest.split_once('{') {
            let name = opened.split_once('}').map(|(name, _)| name);
            match name.filter(|name| known.contains(name)) {
                Some(_) => rest = opened,
                None => {
                    let known: Vec<String> =
                        known.iter().map(|name| format!("{{{name}}}")).collect();
                    let known = match known.as_slice() {
                        [] => "没有能填的词".to_owned(),
                        known => format!("能填的有 {}", known.join("、")),
                    };
                    let start: String = opened.chars().take(12).collect();
                    self.problem(place, format!("message 里的 {{{start} 填不出来，{known}"));
                    return;
                }
            }
        }
    }

    pub(super) fn rules(&mut self, form: &Form) {
        let count = form.rules.len() + form.questions.len() + form.standing.len();
        self.at_most("rules", "规则", count, MOST_RULES);
        let ids = form.rules.iter().map(|rule| rule.id.as_str());
        let ids = ids.chain(form.questions.iter().map(|question| question.id.as_str()));
        let ids = ids.chain(form.standing.iter().map(|rule| rule.id.as_str()));
        self.unique("rules", ids);
        let mut kinds = HashSet::new();
        for rule in &form.standing {
            let place = format!("standing.{}", rule.id);
            if !kinds.insert(std::mem::discriminant(&rule.about)) {
                self.problem(&place, "有另一条规则已经管这件事（about），请去掉一条");
            }
            self.message(&place, &rule.about);
            let (name, number, least) = match rule.about {
                About::Published { ref deadlines, .. } => {
                    self.deadlines(&place, deadlines);
                    continue;
                }
                About::Kinds { digits } => ("digits", digits, 1),
                About::Jump { factor, .. } => ("factor", factor, 2),
                _ => continue,
            };
            if number < least {
                self.problem(&place, format!("{name} 是 {number}，至少应当是 {least}"));
            }
        }
        for question in &form.questions {
            let place = format!("questions.{}", question.id);
            self.words(&place, question.ask.words());
        }
    }
}

impl About {
    /// The sentence of a rule, with the words that are filled in.
    fn message(&self) -> Option<(&str, &'static [&'static str])> {
        match self {
            About::Figures
            | About::Texts
            | About::Parts
            | About::Kinds { .. }
            | About::Addresses => None,
            About::Agency { message } | About::Year { message } | About::Sums { message } => {
                Some((message, &[]))
            }
            About::Rules { message } => Some((message, &["rule"])),
            About::FormYears { message } => Some((message, &["year", "form", "years"])),
            About::Jump { message, .. } | About::Repeat { message, .. } => {
                Some((message, &["cell", "this", "last"]))
            }
            About::Published { message, .. } => {
                Some((message, &["date", "year", "first", "deadline"]))
            }
        }
    }
}

impl Ask {
    /// Every word that a question looks for.
    fn words(&self) -> Vec<&String> {
        match self {
            Ask::Mentions {
                words,
                settles,
                affirms,
                ..
            } => words.iter().chain(settles).chain(affirms).collect(),
            Ask::Placeholder { words } | Ask::PlannedYear { words } => words.iter().collect(),
            Ask::Period { words, hints } => words.iter().chain(hints).collect(),
            Ask::LeftOverYear { history } => history.iter().collect(),
            Ask::TitleLine { endings } => endings.iter().collect(),
            Ask::Superseded { documents, history } => {
                let numbers = documents.iter().flat_map(|(old, new)| [old, new]);
                numbers.chain(history).collect()
            }
            Ask::MissingNumbers { counted } => {
                let words = counted.iter();
                words
                    .flat_map(|(thing, units)| units.iter().chain([thing]))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}
