//! What a proofreader marks in the words themselves: usage, numbering, dates, years to come, private numbers.

use super::texts::{Text, raise};
use super::{Correction, Finding, Remedy};
use crate::template::{Ask, Question};
use crate::text::private::{Private, private_numbers};
use crate::text::usage::{self, Fault};
use crate::text::{counted, dates, document_number, doubled, order, reckoning, years};
use std::ops::Range;

/// A text in characters, with the byte of each.
pub(super) struct Ink {
    pub characters: Vec<char>,
    bytes: Vec<usize>,
}

impl Ink {
    pub fn of(words: &str) -> Ink {
        let mut bytes: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
        bytes.push(words.len());
        Ink {
            characters: words.chars().collect(),
            bytes,
        }
    }

    /// The bytes of a range of characters.
    pub fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let byte = |at: usize| {
            self.bytes
                .get(at)
                .or(self.bytes.last())
                .copied()
                .unwrap_or(0)
        };
        byte(range.start)..byte(range.end)
    }

    /// A range of characters with a few around it, within its line.
    fn excerpt(&self, range: &Range<usize>) -> String {
        let in_line = |c: &&char| **c != '\n';
        let before = self.before(range.start).take_while(in_line);
        let start = range.start - before.take(6).count();
        let behind = self.characters.iter().skip(range.end).take_while(in_line);
        let end = range.end + behind.take(6).count();
        self.words(start..end.min(start + 60)).trim().to_owned()
    }

    /// The characters before one, from it backwards.
    fn before(&self, at: usize) -> impl Iterator<Item = &char> {
        self.characters.iter().take(at).rev()
    }

    fn words(&self, range: Range<usize>) -> String {
        self.characters
            .iter()
            .take(range.end)
            .skip(range.start)
            .collect()
    }
}

/// What one question about words finds in one text; nothing when it is another kind of question.
pub(super) fn ask(question: &Question, text: &Text, ink: &Ink, year: u16) -> Vec<Finding> {
    let characters = &ink.characters;
    let each = |faults: Vec<Fault>, why: &str| -> Vec<Finding> {
        let found = faults.into_iter().take(MOST);
        found
            .map(|fault| one(question, text, ink, fault, why))
            .collect()
    };
    match &question.ask {
        Ask::DocumentNumbers => each(
            document_number::document_numbers(characters),
            "文号的写法不规范",
        ),
        Ask::DoubledWords => each(doubled::doubled_words(characters), "词语重复了"),
        Ask::MissingNumbers { counted } => {
            each(counted::missing_numbers(characters, counted), "缺少数字")
        }
        Ask::OverHundred => each(counted::over_hundred(characters), "占比超过了 100%"),
        Ask::Reckoning => each(reckoning::contradictions(characters), "数字前后不一致"),
        Ask::Numbering => each(order::misnumbered(characters), "序号或项数前后不一致"),
        Ask::HalfWidthMarks => together(
            question,
            text,
            ink,
            usage::half_width_marks(characters),
            "半角标点",
        ),
        Ask::LookAlikes => together(
            question,
            text,
            ink,
            usage::look_alikes(characters),
            "形近字符或全角数字",
        ),
        Ask::StraySpaces => together(
            question,
            text,
            ink,
            usage::stray_spaces(characters),
            "多余的空格",
        ),
        Ask::ImpossibleDates => {
            let dates = dates::dates(characters)
                .into_iter()
                .filter(|date| !date.exists() && !dates::is_quoted_fault(characters, date));
            let faults = dates.map(|date| Fault {
                range: date.range,
                instead: None,
            });
            each(faults.collect(), "没有这个日期")
        }
        Ask::PlannedYear { words } => {
            let found = years::overdue(text.words, year, words);
            let faults = found.into_iter().map(|range| Fault {
                range,
                instead: None,
            });
            each(faults.collect(), "说的是今后的工作，年份却已经过去")
        }
        Ask::Period { words, hints } => period(question, text, ink, year, (words, hints)),
        Ask::Superseded { documents, history } => superseded(question, text, documents, history),
        Ask::PrivateNumbers => private(question, text, ink),
        _ => Vec::new(),
    }
}

/// Findings of one kind in one text; more of them are the same fault again.
const MOST: usize = 20;

/// A finding for one fault, with the only thing that can stand there as its remedy.
fn one(question: &Question, text: &Text, ink: &Ink, fault: Fault, why: &str) -> Finding {
    let excerpt = ink.excerpt(&fault.range);
    let instead = match fault.instead.as_deref() {
        Some(instead) if !instead.trim().is_empty() => format!("，应为“{instead}”"),
        _ => String::new(),
    };
    let mut found = raise(
        question,
        text,
        &excerpt,
        &format!("“{excerpt}”：{why}{instead}。"),
    );
    let range = ink.bytes(&fault.range);
    found.spans = vec![range.clone()];
    found.remedy = fault
        .instead
        .map(|instead| Remedy::Correct(text.place.clone(), vec![Correction { range, instead }]));
    found
}

/// One finding for all faults of a kind in a text, mended at once.
fn together(
    question: &Question,
    text: &Text,
    ink: &Ink,
    mut faults: Vec<Fault>,
    what: &str,
) -> Vec<Finding> {
    // A mark within mended quotes waits until these are.
    let mut end = 0;
    faults.retain(|fault| {
        let is_apart = fault.range.start >= end;
        if is_apart {
            end = fault.range.end;
        }
        is_apart
    });
    let Some(first) = faults.first() else {
        return Vec::new();
    };
    let excerpt = ink.excerpt(&first.range);
    let count = match faults.len() {
        1 => String::new(),
        count => format!("等共 {count} 处"),
    };
    let mut found = raise(
        question,
        text,
        &format!("{excerpt}{}", faults.len()),
        &format!("“{excerpt}”{count}：{what}。"),
    );
    let corrections = faults.iter().filter_map(|fault| {
        Some(Correction {
            range: ink.bytes(&fault.range),
            instead: fault.instead.clone()?,
        })
    });
    let corrections: Vec<Correction> = corrections.collect();
    found.spans = faults.iter().map(|fault| ink.bytes(&fault.range)).collect();
    found.remedy = Some(Remedy::Correct(text.place.clone(), corrections));
    vec![found]
}

/// Periods of the report that are not its year.
fn period(
    question: &Question,
    text: &Text,
    ink: &Ink,
    year: u16,
    (words, hints): (&[String], &[String]),
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (first, last) in dates::periods(&ink.characters) {
        let before = ink.before(first.range.start);
        let before: Vec<char> = before
            .take(40)
            .take_while(|c| !matches!(c, '。' | '；' | '\n'))
            .copied()
            .collect();
        let before: String = before.into_iter().rev().collect();
        let holds = |words: &[String]| words.iter().any(|word| before.contains(word.as_str()));
        let is_named = holds(words);
        let starts = first.year.is_none_or(|of| of == year)
            && (first.month, first.day.unwrap_or(1)) == (1, 1);
        let ends = last.year.or(first.year).is_none_or(|of| of == year)
            && (last.month, last.day.unwrap_or(31)) == (12, 31);
        if (!starts || !ends) && (is_named || (starts || ends) && holds(hints)) {
            let range = first.range.start..last.range.end;
            let why = format!("统计期限应为 {year} 年 1 月 1 日至 12 月 31 日");
            let excerpt = ink.words(range.clone());
            let mut found = raise(question, text, &excerpt, &format!("“{excerpt}”：{why}。"));
            found.spans = vec![ink.bytes(&range)];
            let right = format!("{year}年1月1日至{year}年12月31日");
            let correction = Correction {
                range: ink.bytes(&range),
                instead: right,
            };
            found.remedy = Some(Remedy::Correct(text.place.clone(), vec![correction]));
            findings.push(found);
        }
    }
    findings
}

/// Documents that another has taken the place of, named as a basis.
/// Where a document is named, in whatever brackets and with or without 第.
fn spellings<'t>(text: &'t str, document: &str) -> Vec<(usize, &'t str)> {
    let like = |c: char| match c {
        '[' | '［' | '【' | '（' | '(' | '﹝' => '〔',
        ']' | '］' | '】' | '）' | ')' | '﹞' => '〕',
        other => other,
    };
    let is_small = |c: char| c == ' ' || c == '第';
    let Some(first) = document.chars().next() else {
        return Vec::new();
    };
    let wanted = || document.chars().filter(|c| !is_small(*c));
    let length = |rest: &str| {
        let mut wanted = wanted().peekable();
        for (at, c) in rest.char_indices() {
            if wanted.peek().is_none() {
                return Some(at);
            }
            if !is_small(c) && wanted.next() != Some(like(c)) {
                return None;
            }
        }
        wanted.next().is_none().then_some(rest.len())
    };
    let starts = text.match_indices(first);
    let found = starts.filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        Some((at, rest.get(..length(rest)?)?))
    });
    found.collect()
}

fn superseded(
    question: &Question,
    text: &Text,
    documents: &[(String, String)],
    history: &[String],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (old, new) in documents {
        for (at, words) in spellings(text.words, old) {
            let Some((before, behind)) = text.words.split_at_checked(at) else {
                continue;
            };
            let marks = ['。', '；', '\n'];
            let start = before.rfind(marks).unwrap_or(0);
            let length = behind.find(marks).unwrap_or(behind.len());
            let sentence = text.words.get(start..at + length).unwrap_or_default();
            if sentence.contains(new.as_str())
                || history.iter().any(|word| sentence.contains(word.as_str()))
            {
                continue;
            }
            let range = at..at + words.len();
            let mut found = raise(question, text, old, &format!("“{old}”已经由 {new} 代替。"));
            found.spans = vec![range.clone()];
            let correction = Correction {
                range,
                instead: new.clone(),
            };
            found.remedy = Some(Remedy::Correct(text.place.clone(), vec![correction]));
            findings.push(found);
        }
    }
    findings
}

fn private(question: &Question, text: &Text, ink: &Ink) -> Vec<Finding> {
    let found = private_numbers(&ink.characters).into_iter().take(MOST);
    let raise = |(range, kind): (Range<usize>, Private)| {
        let what = match kind {
            Private::Identity => "公民身份号码",
            Private::Mobile => "手机号码",
            Private::BankCard => "银行卡号",
        };
        let number = ink.words(range.clone());
        let mut found = raise(
            question,
            text,
            &number,
            &format!("“{number}”是{what}，不能公开。"),
        );
        found.spans = vec![ink.bytes(&range)];
        found
    };
    found.map(raise).collect()
}
