//! What the words around a year say about it: a period of the report, a title, a budget, a founding, a comparison.

use super::half_width;
use super::mentions::{Form, Mention};
use super::reason::{Reason, Verdict};
use std::ops::Range;

/// A year with the words of its sentence around it, without white space, digits half-width.
pub struct Context {
    mention: Mention,
    is_quoted: bool,
    /// The other year of a range of years and how many years it spans.
    range_span: Option<u16>,
    before: String,
    /// What follows 年.
    after: String,
    sentence: String,
    /// The other years that its clause names.
    beside: Vec<u16>,
}

const LINKS: [char; 8] = ['至', '到', '-', '－', '–', '—', '~', '～'];
const PAIRS: [(char, char); 8] = [
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('<', '>'),
    ('＂', '＂'),
];

impl Context {
    /// `sentence` are the characters of the sentence that names the year.
    pub fn of(
        text: &[char],
        mentions: &[Mention],
        index: usize,
        sentence: Range<usize>,
    ) -> Context {
        let mention = mentions[index].clone();
        let plain = |range: &[char]| -> String {
            let ink = range.iter().filter(|c| !c.is_whitespace());
            ink.map(|c| half_width(*c)).collect()
        };
        let after = plain(&text[mention.range.end..sentence.end.max(mention.range.end)]);
        Context {
            is_quoted: is_quoted(text, mention.range.start),
            range_span: range_span(text, mentions, index),
            before: plain(&text[sentence.start.min(mention.range.start)..mention.range.start]),
            after: after
                .strip_prefix(['年', '.', '-', '/', '．'])
                .map(str::to_owned)
                .unwrap_or(after),
            sentence: plain(&text[sentence]),
            beside: beside(text, mentions, index),
            mention,
        }
    }

    pub fn year(&self) -> u16 {
        self.mention.year
    }

    /// Whether its clause tells it as history: it names this year too, holds one of the words, or ties it to the past.
    pub fn is_told_as_history(&self, this: u16, words: &[String]) -> bool {
        let before = clause_end(&self.before);
        let after = self.after.split(ends_clause).next().unwrap_or_default();
        let ties = ['自', '从', '由', '于', '对', '第'];
        self.beside.iter().any(|year| *year >= this)
            || before.ends_with(ties)
            || words
                .iter()
                .any(|word| before.contains(word.as_str()) || after.contains(word.as_str()))
    }

    /// 2022年，…… at the start of a sentence.
    pub fn opens_sentence(&self) -> bool {
        let after = self.after.strip_prefix('度').unwrap_or(&self.after);
        self.before.is_empty() && after.starts_with(['，', ','])
    }

    /// What becomes of this year in a text of the report of `last`.
    pub fn verdict(&self, last: u16) -> Verdict {
        let offset = i32::from(self.mention.year) - i32::from(last);
        let stays = Verdict::Stays;
        match self.mention.form {
            Form::DocumentNumber => return stays(Reason::DocumentNumber),
            _ if !(-1..=1).contains(&offset) => return stays(Reason::Distant),
            _ if self.is_numbered() => return stays(Reason::DocumentNumber),
            _ if self.is_quoted => return stays(Reason::Quoted),
            Form::Short => return stays(Reason::Short),
            _ if self.is_budget() => return stays(Reason::Budget),
            _ => {}
        }
        match self.range_span {
            Some(0 | 1) => return stays(Reason::Range),
            Some(_) => return stays(Reason::Plan),
            None => {}
        }
        if self.is_period() {
            return Verdict::Moves;
        }
        if let Some(reason) = self.history() {
            return stays(reason);
        }
        if self.is_comparison() {
            return if offset < 0 {
                Verdict::Moves
            } else {
                stays(Reason::Comparison)
            };
        }
        if self.is_named_document() {
            return stays(Reason::NamedDocument);
        }
        match offset {
            0 => Verdict::Moves,
            1 if self.before.ends_with('到') => stays(Reason::Plan),
            1 if self.is_intention() => Verdict::Moves,
            _ => stays(Reason::Neighbour),
        }
    }

    /// Whether this year is named to compare with it: 比2023年增长, 上年（2023年）, 2023年同期.
    pub fn is_comparison(&self) -> bool {
        let before = self.before.trim_end_matches(['(', '（', '即', '，', ',']);
        let leads = [
            "比",
            "较",
            "与",
            "同",
            "对比",
            "去年",
            "上年",
            "上一年",
            "上年度",
            "上一年度",
        ];
        leads.iter().any(|word| before.ends_with(word))
            || self.after.starts_with("同期")
            || self.after.starts_with("相比")
    }

    /// 2024年第5号.
    fn is_numbered(&self) -> bool {
        let number = self.after.strip_prefix('第');
        number.is_some_and(|n| {
            n.trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with('号')
        })
    }

    /// 2024年度部门预算, 2025年决算, 2024年“三公”经费.
    fn is_budget(&self) -> bool {
        let mut rest = self.after.strip_prefix('度').unwrap_or(&self.after);
        let words = [
            "本级",
            "部门",
            "单位",
            "财政",
            "政府",
            "收支",
            "一般公共",
            "市级",
            "区级",
            "县级",
            "省级",
            "整体",
            "项目",
            "绩效",
            "的",
            "本",
            "机关",
            "局",
            "和",
            "及",
            "“",
            "\"",
        ];
        while let Some(shorter) = words.iter().find_map(|word| rest.strip_prefix(word)) {
            rest = shorter;
        }
        ["预算", "决算", "预决算", "三公"]
            .iter()
            .any(|word| rest.starts_with(word))
    }

    /// Whether it begins or ends a period of the report: 1月1日至, 至…12月31日, 截至…, 12月底.
    pub fn is_period(&self) -> bool {
        let (date, rest) = split_date(&self.after);
        let rest = rest.strip_prefix('起').unwrap_or(rest);
        let starts = !date.is_empty() && rest.starts_with(LINKS);
        let before = self.before.trim_end_matches(LINKS);
        let follows_date = before.trim_end_matches('起').ends_with(['日', '月'])
            || before.ends_with(|c: char| c.is_ascii_digit());
        let ends = before.len() < self.before.len() && follows_date;
        let until = ["截至", "截止", "截至到", "截止到"]
            .iter()
            .any(|word| self.before.ends_with(word));
        let closes = date.ends_with('月') && rest.starts_with(['底', '末']);
        starts || ends || until || closes
    }

    /// Foundings, laws and single events, which do not come again with the year.
    fn history(&self) -> Option<Reason> {
        let (date, rest) = split_date(&self.after);
        let clause = rest
            .split(['，', ',', '。', '；', '、'])
            .next()
            .unwrap_or_default();
        let near: String = clause.chars().take(14).collect();
        let is_since = self.before.ends_with(['自', '从'])
            && (clause.contains("以来") || clause.contains("至今") || clause.starts_with('起'));
        let is_law = [
            "修订的",
            "修正的",
            "新修订的",
            "印发的",
            "发布的",
            "公布的",
            "颁布的",
            "制定的",
            "出台的",
            "修订)",
            "修订）",
            "修正)",
            "修正）",
            "修订版",
            "起施行",
            "起实施",
            "起执行",
            "起生效",
            "正式施行",
            "正式实施",
            "版",
        ];
        let founding = ["成立", "组建", "挂牌", "揭牌", "设立", "合并", "更名"];
        let is_founding = founding.iter().any(|word| near.contains(word));
        if is_since || near.contains("机构改革") {
            Some(Reason::Founding)
        } else if is_law.iter().any(|word| rest.starts_with(word)) {
            Some(Reason::Law)
        } else if is_founding
            && (!date.is_empty()
                || self.before.ends_with(['于', '在'])
                || founding.iter().any(|word| near.starts_with(word)))
        {
            Some(Reason::Founding)
        } else if !date.is_empty() || self.mention.form == Form::Dotted {
            Some(Reason::Event)
        } else {
            None
        }
    }

    /// 2024年政务公开工作要点 without quotes: the name runs from the year to such a word without a verb between.
    fn is_named_document(&self) -> bool {
        let clause = self
            .after
            .split(['，', ',', '。', '；', '、', '：', '(', '（'])
            .next();
        let near: String = clause.unwrap_or_default().chars().take(18).collect();
        let name = [
            "要点",
            "方案",
            "计划",
            "规划",
            "责任书",
            "责任状",
            "通知",
            "意见",
            "清单",
        ]
        .iter()
        .filter_map(|word| near.find(word))
        .min();
        let verbs = [
            "我",
            "本",
            "局",
            "共",
            "制定",
            "印发",
            "完成",
            "开展",
            "了",
            "将",
            "全年",
            "按照",
            "根据",
            "落实",
            "收到",
            "发布",
            "公开了",
            "出台",
            "在",
            "对",
        ];
        name.is_some_and(|end| end > 0 && !verbs.iter().any(|verb| near[..end].contains(verb)))
    }

    /// Whether the sentence speaks of what is yet to come.
    fn is_intention(&self) -> bool {
        let words = [
            "将",
            "下一步",
            "下步",
            "计划",
            "拟",
            "继续",
            "进一步",
            "力争",
            "争取",
            "打算",
            "着力",
            "明年",
            "目标",
            "要",
        ];
        words.iter().any(|word| self.sentence.contains(word))
    }
}

/// The other years named in the clause of one.
fn beside(text: &[char], mentions: &[Mention], index: usize) -> Vec<u16> {
    let own = &mentions[index].range;
    let start = text[..own.start].iter().rposition(|c| ends_clause(*c));
    let length = text[own.end..].iter().position(|c| ends_clause(*c));
    let clause = start.unwrap_or(0)..length.map_or(text.len(), |length| own.end + length);
    let others = mentions.iter().filter(|other| other.range != *own);
    let same_clause = others.filter(|other| clause.contains(&other.range.start));
    same_clause.map(|other| other.year).collect()
}

fn ends_clause(c: char) -> bool {
    matches!(
        c,
        '，' | ',' | '。' | '；' | ';' | '！' | '？' | '：' | '\n'
    )
}

/// The part of a text that belongs to the clause at its end.
fn clause_end(text: &str) -> &str {
    text.rsplit(ends_clause).next().unwrap_or(text)
}

/// A date or span of months after 年, and what follows it: `1月1日`, `12月`, `1-12月`.
fn split_date(after: &str) -> (&str, &str) {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let month = digits(after);
    let Some(rest) = (month > 0).then(|| &after[month..]) else {
        return ("", after);
    };
    if rest.starts_with(LINKS)
        && after
            .trim_start_matches(|c: char| c.is_ascii_digit() || LINKS.contains(&c))
            .starts_with('月')
    {
        return (&after[..month], rest);
    }
    let Some(rest) = rest.strip_prefix('月') else {
        return match rest.strip_prefix(['.', '-', '/']) {
            Some(day) if digits(day) > 0 => after.split_at(after.len() - day.len() + digits(day)),
            _ => ("", after),
        };
    };
    let rest = rest.strip_prefix('份').unwrap_or(rest);
    let day = digits(rest);
    let end = match rest[day..].strip_prefix(['日', '号']) {
        Some(after_day) if day > 0 => after_day,
        _ => rest,
    };
    after.split_at(after.len() - end.len())
}

/// Whether a position stands between quotes or title marks that open before it in its line.
fn is_quoted(text: &[char], position: usize) -> bool {
    let line_start = text[..position]
        .iter()
        .rposition(|c| *c == '\n')
        .map_or(0, |at| at + 1);
    let line_end = text[position..]
        .iter()
        .position(|c| *c == '\n')
        .map_or(text.len(), |at| position + at);
    let is_mark = |c: &char| *c == '"' || PAIRS.iter().any(|(open, close)| c == open || c == close);
    let before = text[line_start..position].iter().copied();
    let before: Vec<char> = before.filter(is_mark).collect();
    let after = &text[position..line_end];
    let count = |mark: char| before.iter().filter(|c| **c == mark).count();
    let is_between = PAIRS.iter().any(|(open, close)| match open == close {
        true => count(*open) % 2 == 1 && after.contains(close),
        false => count(*open) > count(*close) && after.contains(close),
    });
    is_between || count('"') % 2 == 1 && after.contains(&'"')
}

/// How many years a range of bare years spans, when the mention is one end of it (2023—2024年, 2024年至2026年).
fn range_span(text: &[char], mentions: &[Mention], index: usize) -> Option<u16> {
    let joined = |first: &Mention, second: &Mention| {
        let between = &text[first.range.end..second.range.start];
        let mut ink = between.iter().filter(|c| !c.is_whitespace()).peekable();
        ink.next_if(|c| **c == '年');
        let is_linked = ink
            .peek()
            .is_some_and(|c| LINKS.contains(c) || matches!(c, '、' | '和'));
        let is_bare = ink.all(|c| LINKS.contains(c) || matches!(c, '、' | '和' | '度'));
        (is_linked && is_bare).then(|| second.year.abs_diff(first.year))
    };
    let own = &mentions[index];
    let previous = index.checked_sub(1).and_then(|before| mentions.get(before));
    let with_previous = previous.and_then(|previous| joined(previous, own));
    with_previous.or_else(|| mentions.get(index + 1).and_then(|next| joined(own, next)))
}
