//! Reading a template's RON: the built-in forms, and every fault of a given one with its place.

use super::{Form, Template, link};
use thiserror::Error;

/// The forms that come with the program: id and text.
pub const BUILT_IN: [(&str, &str); 2] = [
    ("2021", include_str!("../../templates/2021.ron")),
    ("2019", include_str!("../../templates/2019.ron")),
];

/// A template that cannot be used: the file and everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("模板 {file} 不能使用：{}", list(.problems))]
pub struct TemplateError {
    pub file: String,
    pub problems: Vec<Problem>,
}

/// One fault of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line and column, or the path of the faulty part (`tables.requests.total`).
    pub place: String,
    pub reason: String,
}

impl Template {
    /// Reads and lints a template. `file` names it in messages.
    ///
    /// # Errors
    /// With every problem found: unknown fields or ids, an address used twice, circular formulas, unbalanced equations.
    pub fn parse(text: &str, file: &str) -> Result<Template, TemplateError> {
        let refuse = |problems| TemplateError {
            file: file.to_owned(),
            problems,
        };
        let form: Form =
            ron::from_str(text).map_err(|error| refuse(vec![syntax_problem(&error)]))?;
        link::link(form).map_err(refuse)
    }

    /// A built-in template.
    ///
    /// # Errors
    /// When no form has this id.
    pub fn built_in(id: &str) -> Result<Template, TemplateError> {
        match BUILT_IN.iter().find(|(known, _)| *known == id) {
            Some((known, text)) => Template::parse(text, &format!("{known}.ron")),
            None => Err(TemplateError {
                file: id.to_owned(),
                problems: vec![Problem {
                    place: "template".to_owned(),
                    reason: format!(
                        "没有编号为 {id} 的格式，可用的有 {}",
                        BUILT_IN.map(|(known, _)| known).join("、")
                    ),
                }],
            }),
        }
    }

    /// The built-in template prescribed for a report year; the newest for later years, the oldest for earlier ones.
    ///
    /// # Errors
    /// When a built-in template is faulty, which the tests exclude.
    pub fn for_year(year: u16) -> Result<Template, TemplateError> {
        let mut oldest = None;
        for (id, _) in BUILT_IN {
            let template = Template::built_in(id)?;
            if year >= template.form.years.0 {
                return Ok(template);
            }
            oldest = Some(template);
        }
        oldest.map_or_else(|| Template::built_in(""), Ok)
    }
}

fn list(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|problem| format!("{}：{}", problem.place, problem.reason))
        .collect::<Vec<_>>()
        .join("；")
}

fn syntax_problem(error: &ron::error::SpannedError) -> Problem {
    let start = &error.span.start;
    Problem {
        place: format!("第 {} 行第 {} 列", start.line, start.col),
        reason: describe(&error.code),
    }
}

fn describe(code: &ron::Error) -> String {
    match code {
        ron::Error::NoSuchStructField {
            expected, found, ..
        } => {
            format!("不认识的字段 {found}，可用的有 {}", expected.join("、"))
        }
        ron::Error::MissingStructField { field, .. } => format!("缺少字段 {field}"),
        ron::Error::DuplicateStructField { field, .. } => format!("字段 {field} 写了两次"),
        ron::Error::NoSuchEnumVariant {
            expected, found, ..
        } => {
            format!("不认识的写法 {found}，可用的有 {}", expected.join("、"))
        }
        ron::Error::Eof => "文件在这里中断，没有写完".to_owned(),
        ron::Error::ExpectedStringEnd => "引号没有配对".to_owned(),
        ron::Error::ExpectedComma => "这里缺少逗号".to_owned(),
        ron::Error::ExpectedString => "这里应当是引号里的文字".to_owned(),
        ron::Error::ExpectedInteger | ron::Error::InvalidIntegerDigit { .. } => {
            "这里应当是一个整数".to_owned()
        }
        ron::Error::ExpectedArray | ron::Error::ExpectedArrayEnd => "方括号没有配对".to_owned(),
        ron::Error::ExpectedStructLikeEnd => "括号没有配对".to_owned(),
        other => format!("写法有误（{other}）"),
    }
}
