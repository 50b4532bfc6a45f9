//! Totals that a sentence tells with their parts: 网上86件、信函41件，合计127件; 收集240条，采纳61条.

use super::reckoning::{Amount, NEAR, OVERLAPPING};
use super::stretch::{Stretch, ends_with_any};
use super::usage::Fault;
use rust_decimal::Decimal;

/// What stands directly before the total of a list.
const TOTALS: [&str; 20] = [
    "合计",
    "共计",
    "，总计",
    "合计为",
    "共计为",
    "合计是",
    "总共",
    "，共",
    "合计有",
    "共计有",
    "合计新收",
    "合计收到",
    "合计受理",
    "共计收到",
    "合计推送",
    "合计发布",
    "合计公开",
    "共计发布",
    "共计公开",
    "共计推送",
];

/// 网上86件、信函41件、当面9件，合计146件: a list whose total is not its sum.
pub(super) fn totals(text: &[char], amounts: &[Amount]) -> Vec<Fault> {
    let mut found = Vec::new();
    for (index, total) in amounts.iter().enumerate() {
        if !ends_with_any(text.upto(total.range.start), &TOTALS) || total.is_rounded {
            continue;
        }
        let mut next = total.range.start;
        let mut list: Vec<&Amount> = Vec::new();
        let near = amounts.part(index.saturating_sub(NEAR)..index);
        for part in near.iter().rev() {
            let between = text.part(part.range.end..next);
            let mark = between.first();
            // 网上86件，信函41件，合计127件 as well, but nothing that a longer list tells before.
            let is_comma = mark == Some(&'，') && list.len() < 2;
            let is_near = matches!(mark, Some('、')) || is_comma;
            if part.unit != total.unit || !is_near || between.len() > 14 {
                break;
            }
            list.push(part);
            next = part.range.start;
        }
        let ahead = list.last().map_or(0, |first| first.range.start);
        let is_whole_list = near.iter().all(|other| {
            let between = text.get(other.range.end..ahead).unwrap_or_default();
            let is_among = between.windows(2).any(|pair| pair == ['其', '中']);
            other.range.start >= ahead || other.unit != total.unit || is_among
        });
        let is_exact = list.iter().all(|part| !part.is_rounded);
        let sums = list.iter().scan(Decimal::ZERO, |sum, part| {
            *sum = sum.checked_add(part.value)?;
            Some(*sum)
        });
        let is_told = list.iter().any(|part| part.value == total.value);
        let is_right = is_told || sums.skip(1).any(|sum| sum == total.value);
        let clause: String = text.part(ahead..total.range.end).iter().collect();
        let clause = clause.replace("兼职", "");
        let overlaps = OVERLAPPING.iter().any(|word| clause.contains(word));
        if is_exact && is_whole_list && list.len() >= 2 && !is_right && !overlaps {
            let sum = list
                .iter()
                .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.value));
            let sum = sum.map_or(String::new(), |sum| format!("前面各数相加是 {sum}，"));
            let why = format!("{sum}合计写的是 {}", total.value);
            found.push(Fault::contradicted(ahead..total.range.end, why));
        }
    }
    found
}

/// 收集意见240条，采纳261条.
pub(super) fn taken(text: &[char], amounts: &[Amount]) -> Vec<Fault> {
    let mut found = Vec::new();
    for (index, part) in amounts.iter().enumerate() {
        let verbs = ["采纳", "公开答复", "办复", "，合格"];
        let is_taken = ends_with_any(text.upto(part.range.start), &verbs);
        if !is_taken {
            continue;
        }
        let whole = amounts
            .iter()
            .take(index)
            .find(|whole| whole.unit == part.unit && !whole.is_rounded);
        let whole = whole.filter(|whole| part.value > whole.value);
        if let Some(whole) = whole.filter(|_| !part.is_rounded) {
            let why = format!("{} 多于前面的 {}", part.value, whole.value);
            found.push(Fault::contradicted(part.range.clone(), why));
        }
    }
    found
}
