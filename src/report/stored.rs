//! The text of a report file back into a report: every fault in one sentence with its place, nothing dropped unseen.

use super::file::FileError;
use super::format::{FORMAT, format_of};
use super::{Entry, Report};
use crate::place::Address;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::marker::PhantomData;

/// Reads the text of a report file. `file_name` names it in messages.
///
/// # Errors
/// When the text is empty, no report, cut off, of another format, or holds a field this program would lose.
pub fn from_text(text: &str, file_name: &str) -> Result<Report, FileError> {
    let file = || file_name.to_owned();
    // An editor on Windows may have changed the line ends; the program itself writes a carriage return as an escape.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(FileError::Empty { file: file() });
    }
    match format_of(&text) {
        None => Err(FileError::NotAReport { file: file() }),
        Some(0) => Err(FileError::NoFormat { file: file() }),
        Some(found) if found > FORMAT => Err(FileError::Newer {
            file: file(),
            found,
            known: FORMAT,
        }),
        Some(_) => ron::from_str(&text).map_err(|error| refuse(&error, &text, file())),
    }
}

/// Reads a map in which a key written twice is an error: the second would silently replace the first.
pub(super) fn unique<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    K: Deserialize<'de> + Ord + Display,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Keys<K, V>(PhantomData<(K, V)>);
    impl<'de, K: Deserialize<'de> + Ord + Display, V: Deserialize<'de>> Visitor<'de> for Keys<K, V> {
        type Value = BTreeMap<K, V>;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("花括号里的一列“名称: 内容”")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = BTreeMap::new();
            while let Some(key) = map.next_key::<K>()? {
                if found.contains_key(&key) {
                    return Err(A::Error::custom(format!("{key} 写了两次")));
                }
                found.insert(key, map.next_value()?);
            }
            Ok(found)
        }
    }
    deserializer.deserialize_map(Keys(PhantomData))
}

/// Reads figures by their addresses; blank ones are none.
pub(super) fn figures<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Address, Entry>, D::Error> {
    let texts: BTreeMap<Address, String> = unique(deserializer)?;
    let read = |(address, text): (Address, String)| Some((address, Entry::parse(&text)?));
    Ok(texts.into_iter().filter_map(read).collect())
}

/// What RON says about a text, as a sentence about the file.
fn refuse(error: &ron::error::SpannedError, text: &str, file: String) -> FileError {
    use ron::Error as E;
    let lines = text.lines().count();
    let at_end = matches!(
        error.code,
        E::Eof | E::ExpectedStringEnd | E::UnclosedBlockComment
    );
    let goes_on = error.code == E::TrailingCharacters;
    if at_end || !goes_on && !text.trim_end().ends_with(')') {
        return FileError::CutOff { file, lines };
    }
    let reason = match &error.code {
        E::NoSuchStructField {
            found, expected, ..
        } => {
            return FileError::UnknownField {
                file,
                line: error.span.start.line,
                column: error.span.start.col,
                field: found.clone(),
                known: nearest(found, expected),
            };
        }
        E::MissingStructField { field, .. } => format!("这里结束的括号里缺少字段 {field}"),
        E::DuplicateStructField { field, .. } => format!("字段 {field} 写了两次"),
        E::Message(reason) => reason.clone(),
        other => format!("这里应当是{}", expected(other)),
    };
    // Of a fault in a value the beginning is meant, of a missing sign the place where it should stand.
    let place = match &error.code {
        E::Message(_) | E::DuplicateStructField { .. } | E::IntegerOutOfBounds => error.span.start,
        _ => error.span.end,
    };
    FileError::Malformed {
        file,
        line: place.line,
        column: place.col,
        reason,
    }
}

/// The field whose name is most like the one found, when one is.
fn nearest(found: &str, known: &[&str]) -> Option<String> {
    let alike = known
        .iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(found, name), name));
    let (likeness, name) = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (likeness >= 0.5).then(|| (*name).to_owned())
}

/// What RON expected, in words.
fn expected(error: &ron::Error) -> &'static str {
    use ron::Error as E;
    match error {
        E::ExpectedString => "引号里的文字",
        E::ExpectedInteger
        | E::InvalidIntegerDigit { .. }
        | E::IntegerOutOfBounds
        | E::UnderscoreAtBeginning => "一个不太大的整数",
        E::ExpectedBoolean => "true 或 false",
        E::ExpectedComma => "逗号",
        E::ExpectedArray => "方括号 [ 开头的一列内容",
        E::ExpectedArrayEnd => "逗号或方括号 ]",
        E::ExpectedMap => "花括号 { 开头的一列“名称: 内容”",
        E::ExpectedMapColon => "冒号",
        E::ExpectedMapEnd => "逗号或花括号 }",
        E::ExpectedStructLike | E::ExpectedNamedStructLike(_) => "圆括号 ( 开头的一组字段",
        E::ExpectedStructLikeEnd => "逗号或圆括号 )",
        E::ExpectedIdentifier | E::InvalidIdentifier(_) | E::SuggestRawIdentifier(_) => "字段名",
        E::InvalidEscape(_) => "正确的转义；反斜杠要写成 \\\\",
        E::TrailingCharacters => "文件的末尾，后面还有多余的内容",
        E::UnexpectedChar(_) | E::UnclosedLineComment => "字段、括号或逗号",
        E::ExpectedAttribute | E::ExpectedAttributeEnd | E::NoSuchExtension(_) => {
            "圆括号 ( 开头的报告，没有扩展"
        }
        _ => "报告文件的内容",
    }
}
