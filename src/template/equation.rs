//! Formulas and equations of the form: from text such as `new + carried_in = closed + carried_out` to signed terms.

use thiserror::Error;

/// A signed operand as written: an id of the axis, `prior.` before it when it names last year's figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenTerm {
    pub minus: bool,
    pub prior: bool,
    pub id: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EquationError {
    #[error("“{0}”这一边是空的")]
    EmptySide(String),
    #[error("等式“{0}”应当恰好有一个等号")]
    Unbalanced(String),
    #[error("公式“{0}”里不应有等号")]
    EqualsInFormula(String),
    #[error("“{0}”里缺少一个项或一个加减号")]
    Malformed(String),
}

/// Reads both sides of an equation.
///
/// # Errors
/// When there is not exactly one equals sign, a side is empty, or terms and signs do not alternate.
pub fn parse_equation(text: &str) -> Result<(Vec<WrittenTerm>, Vec<WrittenTerm>), EquationError> {
    let mut sides = text.split('=');
    let (Some(left), Some(right), None) = (sides.next(), sides.next(), sides.next()) else {
        return Err(EquationError::Unbalanced(text.to_owned()));
    };
    Ok((parse_side(left, text)?, parse_side(right, text)?))
}

/// Reads a formula, which is one side of an equation.
///
/// # Errors
/// When it is empty, holds an equals sign, or terms and signs do not alternate.
pub fn parse_formula(text: &str) -> Result<Vec<WrittenTerm>, EquationError> {
    if text.contains('=') {
        return Err(EquationError::EqualsInFormula(text.to_owned()));
    }
    parse_side(text, text)
}

fn parse_side(side: &str, whole: &str) -> Result<Vec<WrittenTerm>, EquationError> {
    if side.trim().is_empty() {
        return Err(EquationError::EmptySide(whole.trim().to_owned()));
    }
    let malformed = || EquationError::Malformed(whole.trim().to_owned());
    let mut terms = Vec::new();
    let mut minus = Some(false);
    for token in side
        .replace('+', " + ")
        .replace(['-', '−'], " - ")
        .split_whitespace()
    {
        match (token, minus) {
            ("+", None) => minus = Some(false),
            ("-", None) => minus = Some(true),
            ("+" | "-", Some(_)) | (_, None) => return Err(malformed()),
            (id, Some(sign)) => {
                let (prior, id) = match id.strip_prefix("prior.") {
                    Some(rest) => (true, rest),
                    None => (false, id),
                };
                terms.push(WrittenTerm {
                    minus: sign,
                    prior,
                    id: id.to_owned(),
                });
                minus = None;
            }
        }
    }
    if minus.is_some() {
        return Err(malformed());
    }
    Ok(terms)
}
