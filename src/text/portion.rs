//! Shares that a sentence tells with their two numbers: 其中参加45人，占90%; 20件中，网上申请占八成，有14件.

use super::numeral::numeral;
use super::reckoning::Amount;
use super::stretch::Stretch;
use super::usage::Fault;
use rust_decimal::Decimal;
use std::ops::Range;

/// Shares that their part and whole do not make.
pub(super) fn portions(text: &[char], sentence: &Range<usize>, amounts: &[Amount]) -> Vec<Fault> {
    let mut found = Vec::new();
    for at in sentence.clone() {
        if text.get(at) != Some(&'占') || text.get(at + 1) == Some(&'比') {
            continue;
        }
        let whole_named = ["总数的", "总量的", "全部的", "总数", "其中的"];
        let rest: String = text.onward(at + 1).iter().take(3).collect();
        let named = whole_named.iter().find(|word| rest.starts_with(**word));
        let start = at + 1 + named.map_or(0, |word| word.chars().count());
        let Some((told, slack, is_bound, end)) = percent(text.upto(sentence.end), start) else {
            continue;
        };
        let upto = amounts.partition_point(|a| a.range.end <= at);
        let Some(sides) = sides(text, amounts, upto, at, end) else {
            continue;
        };
        let (part, whole) = sides;
        let share = part
            .value
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|part| part.checked_div(whole.value));
        let fits = |share: Decimal| match is_bound {
            true => share >= told,
            false => is_within(share, told, slack),
        };
        if let Some(share) = share.filter(|share| !fits(*share)) {
            let why = unlike_share(part.value, whole.value, share, told);
            let range = part.range.start.min(at)..part.range.end.max(end);
            found.push(Fault::contradicted(range, why));
        }
    }
    found
}

/// The part and the whole of a share that stands between two positions, `upto` amounts before it; none where others fit.
fn sides<'a>(
    text: &[char],
    amounts: &'a [Amount],
    upto: usize,
    at: usize,
    end: usize,
) -> Option<(&'a Amount, &'a Amount)> {
    let (ahead, behind) = (amounts.upto(upto), amounts.onward(upto));
    let between = |from: usize, to: usize| -> String { text.part(from..to).iter().collect() };
    let is_adjoining =
        |part: &&Amount| ["，", "、", ""].contains(&between(part.range.end, at).as_str());
    let is_named_next = |part: &&Amount| {
        let link = between(end, part.range.start);
        ["，有", "，计", "，为", "，共", "，即", "，共有", "，共计"].contains(&link.as_str())
    };
    let (part, ahead) = match ahead.split_last() {
        Some((last, rest)) if is_adjoining(&last) => (last, rest),
        _ => (behind.first().filter(is_named_next)?, ahead),
    };
    let whole = ahead.last().filter(|whole| whole.unit == part.unit)?;
    let link = between(whole.range.end, part.range.start.min(at));
    let is_whole = link.starts_with('中') || link.starts_with('里') || link.contains("其中");
    let is_alone = !link.contains(['。', '；']) && link.chars().count() <= 30;
    let is_exact = !part.is_rounded && !whole.is_rounded;
    (is_whole && is_alone && is_exact && part.value <= whole.value).then_some((part, whole))
}

/// Both readings of a share, in words.
pub(super) fn unlike_share(part: Decimal, whole: Decimal, share: Decimal, told: Decimal) -> String {
    let share = share.round_dp(told.scale().max(1)).normalize();
    format!(
        "按 {part} ÷ {whole} 计算是 {share}%，写的是 {}%",
        told.normalize()
    )
}

/// Whether two rates differ by less than the slack; rates beyond 28 digits are nothing to find fault with.
pub(super) fn is_within(rate: Decimal, told: Decimal, slack: Decimal) -> bool {
    rate.checked_sub(told)
        .is_none_or(|difference| difference.abs() < slack)
}

/// The number of per cent shortly behind a position: value, slack, whether it is a lower bound, and its end.
pub(super) fn percent(text: &[char], start: usize) -> Option<(Decimal, Decimal, bool, usize)> {
    let lead = text.onward(start).iter().take(6);
    let words: String = lead
        .take_while(|c| "为达到仅约超过有近了".contains(**c))
        .collect();
    let at = start + words.chars().count();
    let is_bound = words.contains("超过");
    let is_vague = words.contains('约') || words.contains('近');
    let rest = text.get(at..)?;
    let is_more = |end: usize| matches!(text.get(end), Some('多' | '余' | '以' | '左'));
    let told = |value: Decimal, slack: Decimal, end: usize| {
        (!is_vague && !is_more(end)).then_some((value, slack, is_bound, end))
    };
    if rest.starts_with(&['一', '半']) {
        return told(Decimal::from(50), Decimal::from(3), at + 2);
    }
    if rest.starts_with(&['百', '分', '之']) {
        let number = numeral(rest.get(3..)?)?;
        return told(number.value?, number.unit, at + 3 + number.length);
    }
    let number = numeral(rest)?;
    let end = at + number.length;
    if number.in_words {
        // 八成 is rounded to tens.
        let is_tenths = text.get(end) == Some(&'成') && number.length == 1;
        let tens = number.value?.checked_mul(Decimal::TEN)?;
        return is_tenths.then(|| told(tens, Decimal::from(6), end + 1))?;
    }
    matches!(text.get(end), Some('%' | '％')).then_some(())?;
    told(number.value?, number.unit, end + 1)
}
