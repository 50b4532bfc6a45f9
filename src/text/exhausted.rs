//! Wholes that a sentence tells with all of their parts: 300条，分别为…; 除110件……外，其余1518件; 前者比后者多26件.

use super::reckoning::{Amount, NEAR, OVERLAPPING, is_change};
use super::stretch::{Stretch, ends_with_any};
use super::usage::Fault;
use rust_decimal::Decimal;

/// Words behind a whole that lead to all of its parts, one after the other.
const IN_TURN: [&str; 6] = ["分别为", "分别是", "分别有", "依次为", "依次是", "具体为"];

/// How many characters the name of a whole's things has at most, and how many that of a part.
const NAME: usize = 7;
const PART: usize = 26;

/// How far the words 除 and 其余 stand apart at most.
const SPAN: usize = 70;

/// Wholes that are not what all of their parts make.
pub(super) fn exhausted(text: &[char], amounts: &[Amount]) -> Vec<Fault> {
    let places = 0..amounts.len();
    let found = places.filter_map(|at| {
        let one = in_turn(text, amounts, at);
        let one = one.or_else(|| left_over(text, amounts, at));
        one.or_else(|| former_and_latter(text, amounts, at))
    });
    found.collect()
}

/// Whether some characters are one of some words.
fn is_one_of(words: &[char], known: &[&str]) -> bool {
    known
        .iter()
        .any(|word| word.chars().eq(words.iter().copied()))
}

/// 信息300条，分别为政策文件120条、动态130条、公告80条.
fn in_turn(text: &[char], amounts: &[Amount], at: usize) -> Option<Fault> {
    let whole = amounts.get(at)?;
    let rest = text.onward(whole.range.end);
    let near = rest.upto(NAME + 4);
    near.iter()
        .any(|c| matches!(c, '分' | '依' | '具'))
        .then_some(())?;
    let lead = near.windows(3).position(|word| is_one_of(word, &IN_TURN))?;
    let name = near.upto(lead);
    let name = name
        .strip_suffix(&['，'])
        .or(name.strip_suffix(&['：']))
        .unwrap_or(name);
    let is_name = name.len() <= NAME && name.iter().all(|c| c.is_alphabetic());
    if !is_name || whole.is_rounded || is_change(text, whole) {
        return None;
    }
    let mut end = whole.range.end + lead + 3;
    let mut sum = Decimal::ZERO;
    let mut count = 0;
    for part in amounts.onward(at + 1).upto(NEAR) {
        let between = text.part(end..part.range.start);
        let name = between
            .strip_prefix(&['、'])
            .or(between.strip_prefix(&['，']));
        let joins = count == 0 || name.is_some() || matches!(between.first(), Some('和' | '及'));
        let is_plain = between.len() <= PART
            && !name
                .unwrap_or(between)
                .iter()
                .any(|c| "，。；：（".contains(*c));
        if part.unit != whole.unit || part.is_rounded || !joins || !is_plain {
            return None;
        }
        sum = sum.checked_add(part.value)?;
        count += 1;
        end = part.range.end;
        // The list ends where its sentence does.
        if matches!(text.get(end), None | Some('。' | '；' | '\n' | '）')) {
            break;
        }
    }
    let list: String = text.part(whole.range.start..end).iter().collect();
    let overlaps = OVERLAPPING.iter().any(|word| list.contains(word));
    let is_whole_list = matches!(text.get(end), None | Some('。' | '；' | '\n' | '）'));
    let is_wrong = count >= 2 && is_whole_list && sum != whole.value && !overlaps;
    is_wrong.then(|| {
        let why = format!("各部分合计 {sum}，总数写的是 {}", whole.value);
        Fault::contradicted(whole.range.start..end, why)
    })
}

/// 1497件中，除459件由自然人提出外，其余1052件.
fn left_over(text: &[char], amounts: &[Amount], at: usize) -> Option<Fault> {
    let rest = amounts.get(at).filter(|rest| !rest.is_rounded)?;
    let before = rest.range.start.checked_sub(1).and_then(|at| text.get(at));
    matches!(before, Some('余' | '的')).then_some(())?;
    let is_rest = ends_with_any(
        text.upto(rest.range.start),
        &["其余", "其余的", "余下的", "剩余"],
    );
    if !is_rest {
        return None;
    }
    let start = rest.range.start.saturating_sub(SPAN);
    let near = text.part(start..rest.range.start);
    let open = near
        .iter()
        .rposition(|c| *c == '除')
        .map(|open| start + open)?;
    let inner = text.part(open..rest.range.start);
    let closes = inner.contains(&'外') && !inner.contains(&'。') && !inner.contains(&'；');
    let before = amounts.upto(at);
    let before = before.onward(before.len().saturating_sub(NEAR));
    let is_same = |other: &&Amount| other.unit == rest.unit;
    let (ahead, out): (Vec<&Amount>, Vec<&Amount>) = before
        .iter()
        .filter(is_same)
        .partition(|other| other.range.start < open);
    let is_exact = out.iter().chain(&ahead).all(|other| !other.is_rounded);
    let mut sum = rest.value;
    for part in &out {
        sum = sum.checked_add(part.value)?;
    }
    let whole = ahead.last()?;
    let overlaps = text.part(open..rest.range.end).iter().collect::<String>();
    let overlaps = ["含", "同时", "交叉", "重复"]
        .iter()
        .any(|word| overlaps.contains(word));
    // 收到30件、结转5件，除3件……外，其余32件: any of them, or all together.
    let together = ahead
        .iter()
        .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.value))?;
    let is_right = together == sum || ahead.iter().any(|whole| whole.value == sum);
    (closes && is_exact && !out.is_empty() && !overlaps && !is_right).then(|| {
        let why = format!("各部分合计 {sum}，总数写的是 {}", whole.value);
        Fault::contradicted(open..rest.range.end, why)
    })
}

/// 行政复议、行政诉讼分别为45件、21件，前者比后者多26件.
fn former_and_latter(text: &[char], amounts: &[Amount], at: usize) -> Option<Fault> {
    let gap = amounts.get(at).filter(|gap| !gap.is_rounded)?;
    let lead = text.upto(gap.range.start);
    let lead = lead.onward(lead.len().saturating_sub(6));
    let is_up = match lead {
        [.., '前', '者', '比' | '较', '后', '者', '多'] => true,
        [.., '前', '者', '比' | '较', '后', '者', '少'] => false,
        _ => return None,
    };
    let before = amounts.upto(at).onward(at.saturating_sub(3));
    let mut same = before.iter().rev().filter(|other| other.unit == gap.unit);
    let (latter, former) = (same.next()?, same.next()?);
    let is_exact = !latter.is_rounded && !former.is_rounded;
    let actual = former.value.checked_sub(latter.value)?;
    let told = if is_up { gap.value } else { -gap.value };
    (is_exact && actual != told).then(|| {
        let why = format!("{} 与 {} 相差 {}", former.value, latter.value, actual.abs());
        Fault::contradicted(gap.range.start.saturating_sub(6)..gap.range.end, why)
    })
}
