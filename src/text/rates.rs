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
        let mark = match text.part(at - 1..at + 1) {
            [_, mark @ '率'] | ['占', mark @ '比'] => mark,
            _ => continue,
        };
        let Some((percent, slack, is_bound, end)) = percent(text.upto(sentence.end), at + 1) else {
            continue;
        };
        let upto = amounts.partition_point(|a| a.range.end <= at);
        let near = amounts.part(upto.saturating_sub(NEAR)..upto).iter();
        let before: Vec<&Amount> = near.filter(|a| !a.is_rounded).collect();
        let Some(last) = before.last() else {
            continue;
        };
        let stem = text.part(at.saturating_sub(2).max(sentence.start)..at);
        // 公开率, 维持率: of what was closed or decided, which a sentence on requests need not tell.
        let of_others = ["公开", "维持", "纠错", "纠正", "胜诉", "败诉"];
        let is_of_others = of_others
            .iter()
            .any(|word| word.chars().eq(stem.iter().copied()));
        let words: String = text.part(sentence.clone()).iter().take(REACH).collect();
        let is_of_requests = ["申请", "予以公开", "复议", "诉讼"]
            .iter()
            .any(|w| words.contains(w));
        if *mark == '率' && is_of_others && is_of_requests {
            continue;
        }
        let names_stem = |amount: &&Amount| {
            let head = text.part(sentence.start..amount.range.start);
            let tail = head.onward(head.len().saturating_sub(8));
            tail.windows(2).any(|pair| pair == stem)
        };
        // 线上30件，线下10件，线上占比75%: of the one that is named, and of both.
        let link = text.part(last.range.end..at - 1).iter();
        let is_named = link.clone().any(|c| !matches!(c, '，' | '、' | ' '));
        let part = match mark {
            '比' if is_named => None,
            '比' => Some(*last),
            _ => {
                let mut named = before.iter().copied().filter(names_stem);
                named.next().filter(|_| named.next().is_none())
            }
        };
        let Some(part) = part else {
            continue;
        };
        let same: Vec<&&Amount> = before
            .iter()
            .filter(|a| a.unit == part.unit && a.range != part.range)
            .collect();
        // 自然人230件，占比85.8%；企业38件，占比14.2%: both are parts of what was not told.
        let is_part_itself = |whole: &Amount| {
            let between = text
                .get(whole.range.end..part.range.start)
                .unwrap_or_default();
            between.contains(&'占')
        };
        let same: Vec<&&Amount> = same
            .into_iter()
            .filter(|whole| !is_part_itself(whole))
            .collect();
        // 应诉案件66件，其中工伤51件，负责人出庭应诉率: what was told first is the whole of what follows.
        if same.iter().any(|whole| {
            let between: String = text
                .part(part.range.end..whole.range.start)
                .iter()
                .collect();
            whole.value < part.value && between.contains("其中")
        }) {
            continue;
        }
        let shares: Vec<Decimal> = same
            .iter()
            .filter_map(|whole| {
                part.value
                    .checked_mul(Decimal::ONE_HUNDRED)?
                    .checked_div(whole.value)
            })
            .collect();
        let fits = |share: &Decimal| match is_bound {
            true => *share >= percent,
            false => is_within(*share, percent, slack),
        };
        // With several wholes it is not certain which one is meant.
        if shares.len() == 1 && !shares.iter().any(fits) {
            let sides = same
                .first()
                .map_or(part.range.start, |whole| whole.range.start);
            let whole = same.first().map_or(part.value, |whole| whole.value);
            let told = shares.first().map_or(percent, |share| *share);
            let why = unlike_share(part.value, whole, told, percent);
            found.push(Fault::contradicted(sides.min(part.range.start)..end, why));
        }
    }
    found
}
