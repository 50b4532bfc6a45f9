//! Rates that a sentence tells with their two numbers: 合格417人，合格率93%.

use super::portion::{is_within, percent, unlike_share};
use super::reckoning::{Amount, NEAR, REACH};
use super::stretch::Stretch;
use super::usage::Fault;
use rust_decimal::Decimal;
use std::ops::Range;

/// 合格417人，合格率93%; 其中5场，占比超过一半.
pub(super) fn rates(text: &[char], sentence: &Range<usize>, amounts: &[Amount]) -> Vec<Fault> {
    let mut found = Vec::new();
    for at in sentence.start + 1..sentence.end {
        let is_rate = match text.part(at - 1..at + 1) {
            [_, '率'] => true,
            ['占', '比'] => false,
            _ => continue,
        };
        let Some((percent, slack, is_bound, end)) = percent(text.upto(sentence.end), at + 1) else {
            continue;
        };
        let upto = amounts.partition_point(|a| a.range.end <= at);
        let near = amounts.part(upto.saturating_sub(NEAR)..upto).iter();
        let before: Vec<&Amount> = near.filter(|a| !a.is_rounded).collect();
        if is_rate && is_of_requests(text, sentence, at) {
            continue;
        }
        let part = match is_rate {
            true => named_part(text, sentence, &before, at),
            false => adjoining_part(text, &before, at),
        };
        let Some((part, whole)) = part.and_then(|part| Some((part, whole(text, &before, part)?)))
        else {
            continue;
        };
        let share = part
            .value
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|part| part.checked_div(whole.value));
        let fits = |share: Decimal| match is_bound {
            true => share >= percent,
            false => is_within(share, percent, slack),
        };
        if let Some(share) = share.filter(|share| !fits(*share)) {
            let why = unlike_share(part.value, whole.value, share, percent);
            let start = whole.range.start.min(part.range.start);
            found.push(Fault::contradicted(start..end, why));
        }
    }
    found
}

/// 公开率, 维持率: whether a rate is of what was closed or decided, which a sentence on requests need not tell.
fn is_of_requests(text: &[char], sentence: &Range<usize>, at: usize) -> bool {
    let stem = stem(text, sentence, at);
    let of_others = ["公开", "维持", "纠错", "纠正", "胜诉", "败诉"];
    let is_of_others = of_others
        .iter()
        .any(|word| word.chars().eq(stem.iter().copied()));
    let words: String = text.part(sentence.clone()).iter().take(REACH).collect();
    let of_requests = ["申请", "予以公开", "复议", "诉讼"];
    is_of_others && of_requests.iter().any(|word| words.contains(word))
}

/// The two characters before 率 that say of what it is.
fn stem<'t>(text: &'t [char], sentence: &Range<usize>, at: usize) -> &'t [char] {
    text.part(at.saturating_sub(2).max(sentence.start)..at)
}

/// 合格417人，合格率93%: the only number before it that the same word stands by.
fn named_part<'a>(
    text: &[char],
    sentence: &Range<usize>,
    before: &[&'a Amount],
    at: usize,
) -> Option<&'a Amount> {
    let stem = stem(text, sentence, at);
    let names_stem = |amount: &&Amount| {
        let head = text.part(sentence.start..amount.range.start);
        let tail = head.onward(head.len().saturating_sub(8));
        tail.windows(2).any(|pair| pair == stem)
    };
    let mut named = before.iter().copied().filter(names_stem);
    named.next().filter(|_| named.next().is_none())
}

/// 5场，占比超过一半: the number directly before it; of 线上30件，线下10件，线上占比75% it is not certain which.
fn adjoining_part<'a>(text: &[char], before: &[&'a Amount], at: usize) -> Option<&'a Amount> {
    let last = before.last()?;
    let mut link = text.part(last.range.end..at - 1).iter();
    let is_named = link.any(|c| !matches!(c, '，' | '、' | ' '));
    (!is_named).then_some(*last)
}

/// What a part is a share of: with several wholes it is not certain which one is meant.
fn whole<'a>(text: &[char], before: &[&'a Amount], part: &Amount) -> Option<&'a Amount> {
    // 自然人230件，占比85.8%；企业38件，占比14.2%: both are parts of what was not told.
    let is_part_itself = |whole: &Amount| {
        let between = text.get(whole.range.end..part.range.start);
        between.unwrap_or_default().contains(&'占')
    };
    let mut same = before
        .iter()
        .filter(|a| a.unit == part.unit && a.range != part.range && !is_part_itself(a));
    // 应诉案件66件，其中工伤51件，负责人出庭应诉率: what was told first is the whole of what follows.
    let is_part_of_it = |whole: &Amount| {
        let between = text.part(part.range.end..whole.range.start).iter();
        let between: String = between.collect();
        whole.value < part.value && between.contains("其中")
    };
    let only = same.next().filter(|_| same.next().is_none())?;
    (!is_part_of_it(only)).then_some(*only)
}
