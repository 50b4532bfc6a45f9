//! How one number of a sentence becomes another: 由20件增至35件，增加15件; 2400条，上年为2000条，增长25%.

use super::mark::ends_clause;
use super::numeral::{digit, numeral};
use super::portion::{is_within, percent};
use super::reckoning::Amount;
use super::stretch::Stretch;
use super::usage::Fault;
use rust_decimal::Decimal;
use std::ops::Range;

/// Words that say in which direction a number went.
const UP: [&str; 10] = [
    "增长", "增加", "上升", "提高", "提升", "上涨", "增幅", "涨幅", "净增", "多",
];
const DOWN: [&str; 9] = [
    "下降", "减少", "降低", "下滑", "回落", "降幅", "减幅", "净减", "少",
];

/// What stands between a number that was and the one that is: 增至, 减少到, 变为.
const MOVES: [(&str, Option<bool>); 16] = [
    ("增", Some(true)),
    ("升", Some(true)),
    ("提高", Some(true)),
    ("提升", Some(true)),
    ("扩", Some(true)),
    ("涨", Some(true)),
    ("减", Some(false)),
    ("降", Some(false)),
    ("回落", Some(false)),
    ("下滑", Some(false)),
    ("压缩", Some(false)),
    ("缩短", Some(false)),
    ("缩减", Some(false)),
    ("变为", None),
    ("调整为", None),
    ("变化为", None),
];

/// Two numbers of the same things, of before and of now, with the word between them where one tells the direction.
struct Change<'a> {
    before: &'a Amount,
    now: &'a Amount,
    is_up: Option<bool>,
}

/// Changes whose direction, difference or rate is not that of their two numbers.
pub(super) fn changes(text: &[char], amounts: &[Amount]) -> Vec<Fault> {
    let pairs = amounts.array_windows();
    let changes = pairs.filter_map(|[one, other]| change(text, one, other));
    let changes = changes.filter_map(|change| contradiction(text, &change));
    let triples = amounts.array_windows();
    let rated = triples.filter_map(|[now, rate, base]| rated(text, now, rate, base));
    let pairs = amounts.array_windows();
    let multiplied = pairs.filter_map(|[now, base]| multiplied(text, now, base));
    let found = changes.chain(rises(text, amounts)).chain(rated);
    found.chain(multiplied).collect()
}

/// 295条，是上年（96条）的3倍: a number of times that its two numbers do not make.
fn multiplied(text: &[char], now: &Amount, base: &Amount) -> Option<Fault> {
    let rest = text.onward(base.range.end);
    let rest = rest
        .strip_prefix(&['）'])
        .unwrap_or(rest)
        .strip_prefix(&['的'])?;
    let told = numeral(rest)?;
    let ends = rest.get(told.length) == Some(&'倍');
    let link: String = text.get(now.range.end..base.range.start)?.iter().collect();
    let is_near = link.chars().count() <= 12
        && ["是", "为", "达", "相当于"]
            .iter()
            .any(|word| link.contains(word));
    let is_exact = now.unit == base.unit && !now.is_vague && !base.is_vague;
    (ends && is_near && is_exact && tells_last_year(&link)).then_some(())?;
    let times = now.value.checked_div(base.value)?;
    let end = base.range.end + (text.onward(base.range.end).len() - rest.len()) + told.length + 1;
    let value = told.value?;
    (!is_within(times, value, told.unit)).then(|| {
        let why = format!(
            "按 {} ÷ {} 计算是 {} 倍，写的是 {value} 倍",
            now.value,
            base.value,
            times.round_dp(value.scale().max(1)).normalize()
        );
        Fault::contradicted(now.range.start..end, why)
    })
}

/// 结转103件，同比下降7.2%（上年末111件）: a rate between its two numbers.
fn rated(text: &[char], now: &Amount, rate: &Amount, base: &Amount) -> Option<Fault> {
    let is_exact =
        |amount: &Amount| amount.unit != "%" && !amount.is_vague && amount.grain <= Decimal::ONE;
    let are_same = now.unit == base.unit && is_exact(now) && is_exact(base);
    let verb = text.part(now.range.start.saturating_sub(2)..now.range.start);
    let is_rate = rate.unit == "%" && !rate.is_vague;
    (are_same && is_rate && tells_direction(verb).is_none()).then_some(())?;
    let link: String = text.part(rate.range.end..base.range.start).iter().collect();
    let lead = text.part(now.range.end..rate.range.start);
    let word = lead.onward(lead.len().saturating_sub(2));
    let is_near = lead.len() <= 8 && !lead.iter().any(|c| matches!(c, '。' | '；'));
    let is_up = tells_direction(word).filter(|_| is_near)?;
    (link.starts_with('（') && tells_last_year(&link)).then_some(())?;
    let gap = now.value.checked_sub(base.value)?;
    let share = gap
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(base.value)?;
    let goes_up = gap > Decimal::ZERO;
    let is_right = goes_up == is_up && is_within(share.abs(), rate.value, rate.grain);
    let became = told_change(base.value, now.value, gap);
    let rate = share.abs().round_dp(rate.value.scale().max(1)).normalize();
    let why = format!("{became}（{rate}%）");
    (!is_right).then(|| Fault::contradicted(now.range.start..base.range.end, why))
}

/// 增加174件，增长6.9%: differences whose rate is of none of the numbers told, nor of last year's beside them.
fn rises(text: &[char], amounts: &[Amount]) -> Vec<Fault> {
    let mut found = Vec::new();
    for (index, by) in amounts.iter().enumerate() {
        let lead = text.part(by.range.start.saturating_sub(2)..by.range.start);
        let Some(is_up) = tells_direction(lead) else {
            continue;
        };
        let (ahead, behind) = (amounts.upto(index), amounts.onward(index + 1));
        found.extend(rise(text, by, is_up, ahead, behind));
    }
    found
}

/// Whether the two characters before a number say that it is how much more or less there is.
fn tells_direction(lead: &[char]) -> Option<bool> {
    // Asked of every number several times, so no search through the words.
    match lead {
        ['增', '长' | '加' | '多']
        | ['上', '升' | '涨']
        | ['提', '高' | '升']
        | ['增' | '涨', '幅']
        | ['净', '增']
        | ['多', '收']
        | ['多'] => Some(true),
        ['下', '降' | '滑']
        | ['减', '少']
        | ['降', '低']
        | ['回', '落']
        | ['降' | '减', '幅']
        | ['净' | '缩', '减']
        | ['少', '收']
        | ['少'] => Some(false),
        _ => None,
    }
}

/// What contradicts a difference between the numbers before it and the rate or last year's number behind it.
fn rise(
    text: &[char],
    by: &Amount,
    is_up: bool,
    ahead: &[Amount],
    behind: &[Amount],
) -> Option<Fault> {
    let is_exact = |amount: &&Amount| amount.unit == by.unit && !amount.is_vague;
    is_exact(&by).then_some(())?;
    let near = ahead.onward(ahead.len().saturating_sub(4));
    let told: Vec<&Amount> = near.iter().filter(is_exact).collect();
    let now = |base: Decimal| match is_up {
        true => base.checked_add(by.value),
        false => base.checked_sub(by.value),
    };
    let base = |now: Decimal| match is_up {
        true => now.checked_sub(by.value),
        false => now.checked_add(by.value),
    };
    // 比上年增加174件（上年2538件）, 增幅6.9%.
    let bracket = behind.first().filter(is_exact).filter(|other| {
        let link = text.part(by.range.end..other.range.start).iter();
        let link: String = link.collect();
        link.starts_with('（') && tells_last_year(&link)
    });
    if let Some(bracket) = bracket {
        let is_right = told
            .iter()
            .any(|told| now(bracket.value) == Some(told.value));
        let is_rounded = by.grain > Decimal::ONE || bracket.grain > Decimal::ONE;
        if !told.is_empty() && !is_right && !is_rounded {
            return Some(Fault::unmended(by.range.start..bracket.range.end));
        }
    }
    let behind = bracket.map_or(by.range.end, |bracket| bracket.range.end);
    let (_, word) = direction(text, behind).filter(|(goes_up, _)| *goes_up == is_up)?;
    let (rate, slack, _, end) = percent(text, word.end)?;
    let fits = |base: Decimal| {
        let share = by.value.checked_mul(Decimal::ONE_HUNDRED)?;
        // 3.6万次 is rounded to its last place.
        let rounding = match by.grain > Decimal::ONE {
            true => by.grain.checked_mul(rate)?.checked_div(by.value)?,
            false => Decimal::ZERO,
        };
        let slack = slack.checked_add(rounding)?;
        Some(is_within(share.checked_div(base)?, rate, slack))
    };
    let fits = |base: Decimal| fits(base).unwrap_or(true);
    if let Some(bracket) = bracket {
        let is_wrong = !fits(bracket.value);
        return is_wrong.then_some(Fault::unmended(by.range.start..end));
    }
    let first = told.first()?;
    let bases = told
        .iter()
        .flat_map(|told| [Some(told.value), base(told.value)]);
    let is_right = bases.flatten().any(fits);
    let between = text.part(first.range.end..by.range.start);
    let is_alone = between.len() <= 40 && !between.contains(&'。') && !between.contains(&'；');
    (is_alone && !is_right).then_some(Fault::unmended(by.range.start..end))
}

fn change<'a>(text: &[char], one: &'a Amount, other: &'a Amount) -> Option<Change<'a>> {
    // 增加174件（上年2538件）: a difference is neither of both.
    let lead = text.part(one.range.start.saturating_sub(2)..one.range.start);
    let is_difference = tells_direction(lead).is_some();
    let is_exact = one.unit == other.unit && !one.is_vague && !other.is_vague && !is_difference;
    let between = text.get(one.range.end..other.range.start)?;
    let is_near = between.len() <= 24 && !between.contains(&'。') && !between.contains(&'；');
    if !is_exact || !is_near {
        return None;
    }
    let link: String = between.iter().collect();
    // 24件（含转办1件），较2023年的18件: what a bracket tells is not compared.
    if link.starts_with('）') {
        return None;
    }
    let link = without_year(&link);
    let to = ["到", "至", "为"].iter().any(|end| link.ends_with(end));
    let word = MOVES.iter().find(|(word, _)| link.contains(word));
    if let Some((_, is_up)) = word.filter(|_| to && starts_from(text, one.range.start)) {
        return Some(Change {
            before: one,
            now: other,
            is_up: *is_up,
        });
    }
    if tells_last_year(link) {
        return Some(Change {
            before: other,
            now: one,
            is_up: None,
        });
    }
    let earlier = year_of_clause(text, one.range.start)?;
    let later = year_of_clause(text, other.range.start)?;
    (earlier + 1 == later && between.iter().any(|c| ends_clause(*c))).then_some(Change {
        before: one,
        now: other,
        is_up: None,
    })
}

/// 增加到2025年的 is as good as 增加到.
fn without_year(link: &str) -> &str {
    let Some(rest) = link.strip_suffix('的') else {
        return link;
    };
    let this = ["今年", "本年度", "本年", "当年"];
    if let Some(lead) = this.iter().find_map(|year| rest.strip_suffix(year)) {
        return lead;
    }
    let lead = rest.strip_suffix("年度").or(rest.strip_suffix('年'));
    let lead = lead.map(|lead| lead.trim_end_matches(|c: char| digit(c).is_some()));
    lead.filter(|lead| lead.ends_with(['到', '至', '为']))
        .unwrap_or(link)
}

/// Whether 由 or 从 opens what leads to a number: 由上年的20件.
fn starts_from(text: &[char], number: usize) -> bool {
    let lead = text.upto(number).iter().rev().take(14);
    let mut lead = lead.take_while(|c| !ends_clause(**c) && **c != '、');
    lead.any(|c| matches!(c, '由' | '从' | '自'))
}

/// Whether a link says that the number behind it is last year's and no difference to it: 上年为, 与去年的, 较2024年的.
fn tells_last_year(link: &str) -> bool {
    // 比年初预算14万元减少1.4万元.
    let planned = ["年初预算", "年初预算数", "预算", "预算数", "计划", "原计划"];
    let compared = link.trim_end_matches('的').rsplit_once(['比', '较']);
    if compared.is_some_and(|(_, with)| planned.contains(&with)) {
        return true;
    }
    let year = ["上年", "去年", "上一年"];
    let named = year.iter().find_map(|year| link.rsplit_once(year));
    let Some((_, rest)) = named.or_else(|| compared_year(link)) else {
        return false;
    };
    let rest = rest.strip_prefix('度').unwrap_or(rest);
    let rest = rest.strip_prefix("同期").unwrap_or(rest);
    [
        "", "的", "为", "是", "有", "仅", "仅为", "仅有", "只有", "（", "（为", "：", "末", "底",
        "末为", "底为",
    ]
    .contains(&rest)
}

/// 比2024年: what stands before and behind a year in figures that is compared with.
fn compared_year(link: &str) -> Option<(&str, &str)> {
    let (lead, rest) = link.rsplit_once('年')?;
    let before = lead.trim_end_matches(|c: char| digit(c).is_some());
    let is_year = lead.len() == before.len() + 4;
    (is_year && before.ends_with(['比', '较', '与', '（'])).then_some((before, rest))
}

/// The year named in the clause that a number stands in, before it.
fn year_of_clause(text: &[char], number: usize) -> Option<u32> {
    let lead = text.upto(number).iter().rev().take(30);
    let start = number - lead.take_while(|c| !ends_clause(**c)).count();
    let clause = text.part(start..number);
    let at = clause.iter().position(|c| *c == '年')?;
    let digits = clause.part(at.checked_sub(4)?..at).iter();
    let year = digits
        .map(|c| digit(*c))
        .try_fold(0, |year, digit| Some(year * 10 + u32::from(digit?)))?;
    (at == 4 && (2000..=2099).contains(&year)).then_some(year)
}

fn contradiction(text: &[char], change: &Change) -> Option<Fault> {
    let (before, now) = (change.before, change.now);
    let gap = now.value.checked_sub(before.value)?;
    let goes_up = gap > Decimal::ZERO;
    let first = before.range.start.min(now.range.start);
    let end = before.range.end.max(now.range.end);
    let became = told_change(before.value, now.value, gap);
    let fault = |end: usize, told: String| {
        let why = format!("{became}{told}");
        Fault::contradicted(first..end, why)
    };
    if change.is_up.is_some_and(|is_up| is_up != goes_up) && !gap.is_zero() {
        return Some(fault(end, String::new()));
    }
    let (is_up, word) = direction(text, end)?;
    // 200万次: what is told in 万 is rounded to its last place.
    let grain = before.grain.max(now.grain);
    if let Some((told, slack, _, behind)) = percent(text, word.end) {
        let rate = gap
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(before.value)?;
        let is_points = before.unit == "%";
        let rounding = match grain > Decimal::ONE {
            true => grain
                .checked_mul(Decimal::ONE_HUNDRED)?
                .checked_div(before.value)?,
            false => Decimal::ZERO,
        };
        let slack = slack.checked_add(rounding)?;
        let is_right = is_within(rate.abs(), told, slack) && is_up == goes_up;
        let actual = rate.abs().round_dp(told.scale().max(1)).normalize();
        let written = format!(
            "（{actual}%），写的是{}",
            text.part(word.start..behind).iter().collect::<String>()
        );
        return (!is_right && !is_points).then(|| fault(behind, written));
    }
    let behind = spaces_and_small(text, word.end);
    let number = numeral(text.get(behind..)?)?;
    let after = text.onward(behind + number.length);
    let unit = if before.unit == "%" {
        "个百分点"
    } else {
        before.unit
    };
    let fits = unit
        .chars()
        .eq(after.iter().copied().take(unit.chars().count()));
    // 12.6万元 is rounded to its last place, and so is 1.4万元.
    let is_exact = number.unit <= Decimal::ONE && grain <= Decimal::ONE;
    let slack = match is_exact {
        true => Decimal::ZERO,
        false => grain.checked_add(number.unit)?,
    };
    let off = number.value?.checked_sub(gap.abs())?.abs();
    let is_right = off <= slack && (is_up == goes_up || gap.is_zero());
    let behind = behind + number.length + unit.chars().count();
    let written = text.part(word.start..behind).iter().collect::<String>();
    (fits && !is_right).then(|| fault(behind, format!("，写的是{written}")))
}

/// How one number became another, in words: 由 20 到 35 是增加 15.
fn told_change(before: Decimal, now: Decimal, gap: Decimal) -> String {
    let verb = match gap {
        gap if gap.is_zero() => return format!("{before} 和 {now} 相同"),
        gap if gap.is_sign_negative() => "减少",
        _ => "增加",
    };
    format!("由 {before} 到 {now} 是{verb} {}", gap.abs().normalize())
}

/// The word of growth shortly behind two numbers, and whether it says more: ，同比增长; 相比，减少.
fn direction(text: &[char], start: usize) -> Option<(bool, Range<usize>)> {
    let leads = [
        "）",
        "，",
        "相比",
        "同比",
        "比上年",
        "较上年",
        "比去年",
        "较去年",
        "净",
        "年",
        "度",
        "了",
    ];
    let mut at = start;
    for _ in 0..4 {
        let rest = text.onward(at);
        let starts = |word: &&&str| {
            word.chars()
                .eq(rest.iter().copied().take(word.chars().count()))
        };
        if let Some(word) = UP.iter().find(starts) {
            return Some((true, at..at + word.chars().count()));
        }
        if let Some(word) = DOWN.iter().find(starts) {
            return Some((false, at..at + word.chars().count()));
        }
        at += leads.iter().find(starts)?.chars().count();
    }
    None
}

/// Behind 了, 为 and spaces after a word of growth.
fn spaces_and_small(text: &[char], start: usize) -> usize {
    let rest = text.onward(start).iter();
    start + rest.take_while(|c| matches!(c, '了' | '为' | ' ')).count()
}
