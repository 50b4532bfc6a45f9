//! Reading a template's RON: every fault of it with its place.

use super::{Form, Template, link};
use thiserror::Error;

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
        let form: Form = ron::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| refuse(vec![syntax_problem(&error)]))?;
        link::link(form).map_err(refuse)
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
        ron::Error::IntegerOutOfBounds => "这个整数太大或太小".to_owned(),
        ron::Error::Message(reason) => reason.clone(),
        ron::Error::ExpectedNamedStructLike(_) | ron::Error::ExpectedStructLike => {
            "这里应当是圆括号 ( 开头的一组字段".to_owned()
        }
        ron::Error::ExpectedIdentifier => "这里应当是字段名".to_owned(),
        ron::Error::ExceededRecursionLimit => "括号套得太深".to_owned(),
        ron::Error::TrailingCharacters => "格式在这里已经结束，后面还有多余的内容".to_owned(),
        ron::Error::ExpectedBoolean => "这里应当是 true 或 false".to_owned(),
        ron::Error::ExpectedFloat => "这里应当是一个数".to_owned(),
        ron::Error::ExpectedMap | ron::Error::ExpectedMapColon | ron::Error::ExpectedMapEnd => {
            "花括号里应当是一列“名称: 内容”".to_owned()
        }
        _ => "这里的写法不对".to_owned(),
    }
}
