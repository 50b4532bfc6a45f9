//! What every rule of a form says of itself: id, level, explanation, source, advice and an example.

use super::{Finding, Severity};
use crate::template::{Question, Rule, Standing, Template};

/// A rule as a list of rules shows it. Everything but the rule's way of looking is the form's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleInfo<'a> {
    pub id: &'a str,
    pub level: Severity,
    /// What the rule asks for, in one sentence.
    pub explanation: &'a str,
    /// The article or document it comes from; empty when it is a matter of care.
    pub law: &'a str,
    /// What to do about what it finds.
    pub advice: &'a str,
    /// A case that it finds.
    pub example: &'a str,
}

/// Every rule of a form: its equations, what every report owes, its questions; in the form's order.
pub fn rules(template: &Template) -> Vec<RuleInfo<'_>> {
    let form = &template.form;
    let equations = form.rules.iter().map(RuleInfo::from);
    let standing = form.standing.iter().map(RuleInfo::from);
    let questions = form.questions.iter().map(RuleInfo::from);
    equations.chain(standing).chain(questions).collect()
}

/// A finding of a rule, without places and words yet.
pub(super) fn finding<'a>(rule: impl Into<RuleInfo<'a>>) -> Finding {
    let rule: RuleInfo = rule.into();
    Finding {
        rule: rule.id.to_owned(),
        severity: rule.level,
        law: rule.law.to_owned(),
        left_cells: Vec::new(),
        right_cells: Vec::new(),
        left: None,
        right: None,
        difference: None,
        message: String::new(),
        advice: rule.advice.to_owned(),
        remedy: None,
        spans: Vec::new(),
        fingerprint: String::new(),
    }
}

/// The three kinds of rules say the same of themselves.
macro_rules! says_of_itself {
    ($($kind:ty),*) => {
        $(impl<'a> From<&'a $kind> for RuleInfo<'a> {
            fn from(rule: &'a $kind) -> RuleInfo<'a> {
                RuleInfo {
                    id: &rule.id,
                    level: rule.level,
                    explanation: &rule.explanation,
                    law: &rule.law,
                    advice: &rule.advice,
                    example: &rule.example,
                }
            }
        })*
    };
}

says_of_itself!(Rule, Standing, Question);
