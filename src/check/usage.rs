//! What a proofreader marks in the words themselves: usage, marks, dates, years left over and to come, private numbers.

use super::Correction;
use super::announced::announced_otherwise;
use super::duties;
use super::passage::{Ink, Passage};
use super::slip::Slip;
use super::texts::{excerpt, shown_of};
use crate::template::Ask;
use crate::text::private::{Private, private_numbers};
use crate::text::usage::{self, Fault};
use crate::text::years::{self, left_over};
use crate::text::{
    LastYear, Reason, counted, dates, document_number, doubled, heading, mark, order, reckoning,
    shown,
};
use std::ops::Range;

/// What a question about words finds in one passage; nothing when it is another kind of question.
pub(super) fn in_passage(
    ask: &Ask,
    passage: &Passage,
    year: u16,
    last_year: &LastYear,
) -> Vec<Slip> {
    let ink = &passage.ink;
    let characters = &ink.characters;
    let each = |faults: Vec<Fault>, why: &str| -> Vec<Slip> {
        let told = faults.into_iter().map(|fault| one(ink, fault, why));
        told.collect()
    };
    match ask {
        Ask::LeftOverYear { history } => left_over_years(passage, year, last_year, history),
        Ask::NoEndMark if passage.is_heading => Vec::new(),
        Ask::NoEndMark => unended(passage.words),
        Ask::Placeholder { words } => {
            let found = mark::placeholder(passage.words, words);
            let found = found.map(|(at, word)| {
                let span = at..at + word.len();
                let excerpt = excerpt(passage.words, span.start, span.end);
                let shown = shown_of(passage.words, &span);
                let message = format!("“{shown}”里的“{word}”还没有写完。");
                Slip::seen(excerpt, message, span)
            });
            found.into_iter().collect()
        }
        Ask::DoubledPunctuation => {
            let found = mark::doubled(passage.words).map(|span| {
                let excerpt = excerpt(passage.words, span.start, span.end);
                let shown = shown_of(passage.words, &span);
                let message = format!("“{shown}”里的标点重复了。");
                Slip::seen(excerpt, message, span)
            });
            found.into_iter().collect()
        }
        Ask::DocumentNumbers => each(
            document_number::document_numbers(characters),
            "文号的写法不规范",
        ),
        Ask::DoubledWords => each(doubled::doubled_words(characters), "词语重复了"),
        Ask::MissingNumbers { counted } => {
            each(counted::missing_numbers(characters, counted), "缺少数字")
        }
        Ask::OverHundred => each(counted::over_hundred(characters), "占比超过了 100%"),
        Ask::Misused { words } => each(usage::misused(characters, words), "用字不当"),
        Ask::Reckoning => each(reckoning::contradictions(characters), "数字前后不一致"),
        Ask::HalfWidthMarks => together(ink, usage::half_width_marks(characters)),
        Ask::LookAlikes => together(ink, usage::look_alikes(characters)),
        Ask::ImpossibleDates => {
            let own = dates::dates(characters);
            let turned = dates::turned_periods(characters, &own).into_iter();
            let turned = turned.map(Fault::unmended).collect();
            let dates = own
                .into_iter()
                .chain(dates::dotted_dates(characters))
                .filter(|date| {
                    let is_wrong =
                        !date.exists() || dates::is_leap_day_elsewhere(characters, date, year);
                    is_wrong && !dates::is_quoted_fault(characters, date)
                });
            let faults = dates.map(|date| Fault::unmended(date.range));
            let mut slips = each(faults.collect(), "没有这个日期");
            slips.extend(each(turned, "起止日期前后颠倒"));
            slips.sort_by_key(|slip| slip.span.start);
            slips
        }
        Ask::PlannedYear { words } => {
            let found = years::overdue(passage.years(), year, words);
            let faults = found.into_iter().map(Fault::unmended);
            each(faults.collect(), "说的是今后的工作，年份却已经过去")
        }
        Ask::Period { words, hints } => periods(ink, year, words, hints),
        Ask::Superseded { documents, history } => superseded(passage.words, documents, history),
        Ask::PrivateNumbers => private(ink),
        _ => Vec::new(),
    }
}

/// What a question finds that is about a text as a whole, beyond its passages. `titles` are the report's.
pub(super) fn in_text(ask: &Ask, words: &str, ink: &Ink, titles: &[String]) -> Vec<Slip> {
    let characters = &ink.characters;
    match ask {
        Ask::Numbering => {
            let faults = order::misnumbered(characters).into_iter();
            faults
                .map(|fault| one(ink, fault, "序号或项数前后不一致"))
                .collect()
        }
        Ask::StraySpaces => together(ink, usage::stray_spaces(characters)),
        Ask::TitleLine { endings } => {
            let usual = titles.first().map_or("", String::as_str);
            let found = duties::title_lines(words, titles, endings).into_iter();
            let told = found.filter_map(|span| {
                let line = words.get(span.clone())?;
                let message = format!("“{line}”与本报告的标题“{usual}”不一致。");
                Some(Slip::seen(line.to_owned(), message, span))
            });
            let announced = announced_otherwise(words, usual, endings).into_iter();
            let announced = announced.filter_map(|announced| {
                let title = words.get(announced.title.clone())?;
                let message = format!("“{title}”与本报告的标题“{usual}”不一致。");
                let (range, instead) = (announced.wrong, announced.instead);
                let span = range.clone();
                Some(Slip {
                    correction: Some(Correction { range, instead }),
                    ..Slip::seen(title.to_owned(), message, span)
                })
            });
            told.chain(announced).collect()
        }
        Ask::EmptyHeading => {
            let told = heading::empty_headings(words)
                .into_iter()
                .filter_map(|span| {
                    let line = words.get(span.clone())?.to_owned();
                    let message = format!("“{line}”下面还没有写。");
                    Some(Slip::seen(line, message, span))
                });
            told.collect()
        }
        Ask::UnpairedMarks => {
            let found = mark::unpaired(words).map(|(at, mark)| {
                let span = at..at + mark.len_utf8();
                let excerpt = excerpt(words, span.start, span.end);
                let message = format!("“{}”里的 {mark} 没有配对。", shown_of(words, &span));
                Slip::seen(excerpt, message, span)
            });
            found.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Years that look left over from last year's report.
fn left_over_years(
    passage: &Passage,
    year: u16,
    last_year: &LastYear,
    history: &[String],
) -> Vec<Slip> {
    let found = left_over(passage.years(), year, last_year, passage.settled, history);
    let told = found.into_iter().map(|found| {
        let why = match found.reason {
            Reason::Bare => String::new(),
            reason => format!("（{}）", reason.in_words()),
        };
        let (excerpt, year) = (found.excerpt, found.year);
        let message = format!("“{excerpt}”里的 {year} 年像是以前留下的{why}。");
        Slip::seen(found.words, message, passage.ink.bytes(&found.range))
    });
    told.collect()
}

/// Paragraphs without a mark at their end.
fn unended(words: &str) -> Vec<Slip> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in words.split_inclusive('\n') {
        let paragraph = line.trim_end();
        let end = start + paragraph.len();
        start += line.len();
        if mark::lacks_end(paragraph) {
            let lead = paragraph.char_indices().rev().nth(7);
            let from = end - paragraph.len() + lead.map_or(0, |(at, _)| at);
            let message = format!("“{}”这一段末尾没有标点。", shown_of(words, &(from..end)));
            let last = paragraph.chars().next_back().map_or(0, char::len_utf8);
            let stop = Correction {
                range: end..end,
                instead: "。".to_owned(),
            };
            found.push(Slip {
                correction: Some(stop),
                ..Slip::seen(paragraph.to_owned(), message, end - last..end)
            });
        }
    }
    found
}

/// A fault with the only thing that can stand there.
fn one(ink: &Ink, fault: Fault, why: &str) -> Slip {
    let why = fault.why.as_deref().unwrap_or(why);
    let excerpt = ink.excerpt(&fault.range);
    let instead = match fault.instead.as_deref() {
        Some(instead) if !instead.trim().is_empty() => format!("，应为“{instead}”"),
        _ => String::new(),
    };
    let shown = shown(&ink.characters, fault.range.clone());
    let message = format!("“{shown}”：{why}{instead}。");
    let span = ink.bytes(&fault.range);
    let range = span.clone();
    let correction = fault.instead.map(|instead| Correction { range, instead });
    Slip {
        correction,
        ..Slip::seen(excerpt, message, span)
    }
}

/// Faults of a kind that are told and mended at once.
fn together(ink: &Ink, faults: Vec<Fault>) -> Vec<Slip> {
    // A mark within mended quotes waits until these are.
    let mut end = 0;
    let apart = faults.into_iter().filter(|fault| {
        let is_apart = fault.range.start >= end;
        if is_apart {
            end = fault.range.end;
        }
        is_apart
    });
    let apart: Vec<Fault> = apart.collect();
    let told = apart.into_iter().map(|fault| {
        let span = ink.bytes(&fault.range);
        let range = span.clone();
        let correction = fault.instead.map(|instead| Correction { range, instead });
        Slip {
            correction,
            ..Slip::seen(ink.excerpt(&fault.range), String::new(), span)
        }
    });
    told.collect()
}

/// Periods of the report that are not its year.
fn periods(ink: &Ink, year: u16, words: &[String], hints: &[String]) -> Vec<Slip> {
    let mut found = Vec::new();
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
            let words = ink.words(range.clone());
            let message = format!("“{words}”：统计期限应为 {year} 年 1 月 1 日至 12 月 31 日。");
            let span = ink.bytes(&range);
            let right = Correction {
                range: span.clone(),
                instead: format!("{year}年1月1日至{year}年12月31日"),
            };
            found.push(Slip {
                correction: Some(right),
                ..Slip::seen(words, message, span)
            });
        }
    }
    found
}

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

/// Documents that another has taken the place of, named as a basis.
fn superseded(words: &str, documents: &[(String, String)], history: &[String]) -> Vec<Slip> {
    let mut found = Vec::new();
    for (old, new) in documents {
        for (at, named) in spellings(words, old) {
            let Some((before, behind)) = words.split_at_checked(at) else {
                continue;
            };
            let marks = ['。', '；', '\n'];
            let start = before.rfind(marks).unwrap_or(0);
            let length = behind.find(marks).unwrap_or(behind.len());
            let sentence = words.get(start..at + length).unwrap_or_default();
            if sentence.contains(new.as_str())
                || history.iter().any(|word| sentence.contains(word.as_str()))
            {
                continue;
            }
            let span = at..at + named.len();
            let right = Correction {
                range: span.clone(),
                instead: new.clone(),
            };
            let message = format!("“{old}”已经由 {new} 代替。");
            found.push(Slip {
                correction: Some(right),
                ..Slip::seen(old.clone(), message, span)
            });
        }
    }
    found.sort_by_key(|slip| slip.span.start);
    found
}

/// Numbers that belong to a person.
fn private(ink: &Ink) -> Vec<Slip> {
    let told = |(range, kind): (Range<usize>, Private)| {
        let what = match kind {
            Private::Identity => "是公民身份号码，不能公开",
            Private::Mobile => "是手机号码，不能公开",
            Private::BankCard => "是银行卡号，不能公开",
            Private::PerhapsBankCard => "像是银行卡号；如果是，不能公开",
        };
        let number = ink.words(range.clone());
        let message = format!("“{number}”{what}。");
        Slip::seen(number, message, ink.bytes(&range))
    };
    let found = private_numbers(&ink.characters).into_iter();
    found.map(told).collect()
}
