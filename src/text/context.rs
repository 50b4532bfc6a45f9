//! What the words around a year say about it: a period of the report, a title, a budget, a founding, a comparison.

use super::dates::{LINKS, split_date};
use super::mark::ends_clause;
use super::mention::{Mention, YearForm, mentions};
use super::numeral::half_width;
use super::quoted::quoted;
use super::reason::{Reason, Verdict, is_done_with, is_object};
use super::sentence::sentences;
use super::stretch::Stretch;
use std::cell::OnceCell;
use std::ops::Range;

/// How many characters on each side of a year are read for what they say about it. Longer clauses are no prose.
const REACH: usize = 200;

/// A text read once for the years in it.
pub struct YearText {
    pub characters: Vec<char>,
    pub mentions: Vec<Mention>,
    pub sentences: Vec<Range<usize>>,
    /// Without white space, digits half-width.
    plain: String,
    /// The first byte of each character in `plain`, and its end.
    bytes: Vec<usize>,
    /// Of each mention, whether it stands between quotes or title marks.
    quoted: Vec<bool>,
    /// Of each sentence, whether it speaks of what is yet to come.
    intends: Vec<OnceCell<bool>>,
}

/// A year with the words of its sentence around it.
pub struct Context<'t> {
    pub(super) text: &'t YearText,
    pub(super) mention: &'t Mention,
    /// Where it stands among the text's mentions, and its sentence among the sentences.
    pub(super) index: usize,
    pub(super) sentence: Option<usize>,
    pub(super) before: &'t str,
    /// What follows 年.
    pub(super) after: &'t str,
}

impl YearText {
    pub fn of(text: &str) -> YearText {
        let characters: Vec<char> = text.chars().collect();
        let mut plain = String::with_capacity(text.len());
        let mut bytes = Vec::with_capacity(characters.len() + 1);
        for c in &characters {
            bytes.push(plain.len());
            if !c.is_whitespace() {
                plain.push(half_width(*c));
            }
        }
        bytes.push(plain.len());
        let mentions = mentions(&characters);
        let sentences = sentences(&characters);
        YearText {
            quoted: quoted(&characters, &mentions),
            intends: vec![OnceCell::new(); sentences.len()],
            characters,
            mentions,
            sentences,
            plain,
            bytes,
        }
    }

    /// Every year in it, in order.
    pub fn contexts(&self) -> impl Iterator<Item = Context<'_>> {
        let mentions = self.mentions.iter().enumerate();
        mentions.map(|(index, mention)| self.context(index, mention))
    }

    fn context<'t>(&'t self, index: usize, mention: &'t Mention) -> Context<'t> {
        let year = &mention.range;
        let found = self.sentences.partition_point(|s| s.end <= year.start);
        let sentence = self
            .sentences
            .get(found)
            .filter(|sentence| sentence.contains(&year.start));
        let around = sentence.unwrap_or(year);
        let first = around.start.max(year.start.saturating_sub(REACH));
        let last = around.end.min(year.end.saturating_add(REACH)).max(year.end);
        let after = self.plain(year.end..last);
        Context {
            text: self,
            mention,
            index,
            sentence: sentence.map(|_| found),
            before: self.plain(first..year.start),
            after: after
                .strip_prefix(['年', '.', '-', '/', '．'])
                .unwrap_or(after),
        }
    }

    /// 现将2025年工作情况报告如下: what opens the report itself, which says nothing of the words before.
    fn is_announced(&self, mention: &Mention) -> bool {
        let before = self.characters.upto(mention.range.start);
        matches!(before, [.., '现', '将'])
    }

    /// Some of its characters, without white space and with half-width digits.
    fn plain(&self, range: Range<usize>) -> &str {
        let bytes = self.bytes.get(range.start).zip(self.bytes.get(range.end));
        let plain = bytes.and_then(|(from, to)| self.plain.get(*from..*to));
        plain.unwrap_or_default()
    }
}

impl Context<'_> {
    pub fn mention(&self) -> &Mention {
        self.mention
    }

    /// The characters of its sentence; of the year alone when it stands in none.
    pub fn sentence(&self) -> Range<usize> {
        let known = self
            .sentence
            .and_then(|index| self.text.sentences.get(index));
        known
            .cloned()
            .unwrap_or(self.mention.range.start..self.mention.range.start)
    }

    /// Whether its clause tells it as history: it names this year too, holds one of the words, or ties it to the past.
    pub fn is_told_as_history(&self, this: u16, words: &[String]) -> bool {
        let before = self.before.rsplit(ends_clause).next().unwrap_or_default();
        let after = self.after.split(ends_clause).next().unwrap_or_default();
        let ties = ['自', '从', '由', '于', '对', '第'];
        // 现将2024年度工作情况公布如下 is about this report.
        if self.before.starts_with("现将") {
            return false;
        }
        let until = ["底前", "前", "以前", "之前", "底以前"];
        let clauses = self.before.rsplit_once(['，', ',', '、']);
        let clause_before = clauses.map_or("", |(rest, _)| rest);
        let clause_before = clause_before.rsplit(ends_clause).next().unwrap_or_default();
        let speaks_of_last = ["上年", "上一年", "去年", "跨年"];
        until.iter().any(|word| self.after.starts_with(word))
            || speaks_of_last
                .iter()
                .any(|word| clause_before.contains(word))
            || self.range_span().is_some()
            || ["发布", "公示", "公布"]
                .iter()
                .any(|verb| before.ends_with(verb))
            || self.is_past_event()
            || is_done_with(after)
            || after.ends_with(['后', '时'])
            || [
                ",今年",
                "，今年",
                ",本年",
                "，本年",
                "至今年",
                "到今年",
                "至本年",
                "到本年",
            ]
            .iter()
            .any(|word| self.after.contains(word))
            || self.names_beside(this)
            || self.goes_on_from(this)
            || before.ends_with(ties)
            || is_object(before) && after.contains('的') && !after.starts_with('的')
            || words
                .iter()
                .any(|word| before.contains(word.as_str()) || after.contains(word.as_str()))
    }

    /// 2024年2月29日上线的专栏: a day of the past that only tells which thing is meant.
    fn is_past_event(&self) -> bool {
        let (date, rest) = split_date(self.after);
        let near: String = rest.chars().take(6).collect();
        !date.is_empty()
            && near
                .split(ends_clause)
                .next()
                .is_some_and(|near| near.contains('的'))
    }

    /// 2022年，…… at the start of a sentence.
    pub fn opens_sentence(&self) -> bool {
        let after = self.after.strip_prefix('度').unwrap_or(self.after);
        let subjects = ["，", ",", "全年", "我", "本局", "本机关"];
        self.before.is_empty() && subjects.iter().any(|word| after.starts_with(word))
    }

    /// What becomes of this year in a text of the report of `last`.
    pub fn verdict(&self, last: u16) -> Verdict {
        let offset = i32::from(self.mention.year) - i32::from(last);
        let stays = Verdict::Stays;
        match self.mention.form {
            YearForm::DocumentNumber => return stays(Reason::DocumentNumber),
            _ if !(-1..=1).contains(&offset) => return stays(Reason::Distant),
            _ if self.is_numbered() => return stays(Reason::DocumentNumber),
            _ if self.is_quoted() => return stays(Reason::Quoted),
            YearForm::Short => return stays(Reason::Short),
            _ if self.is_budget() => return stays(Reason::Budget),
            _ => {}
        }
        match self.range_span() {
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
            "对照",
            "参照",
            "去年",
            "上年",
            "上一年",
            "上年度",
            "上一年度",
        ];
        leads.iter().any(|word| before.ends_with(word))
            || self.after.starts_with("同期")
            || self.after.starts_with("相比")
            || ["的比较", "的对比", "的可比", "的同期"]
                .iter()
                .any(|word| self.after.starts_with(word))
            || self.is_counted_in_brackets()
    }

    pub(super) fn is_quoted(&self) -> bool {
        self.text.quoted.get(self.index) == Some(&true)
    }

    /// 2024年第5号.
    fn is_numbered(&self) -> bool {
        let number = self.after.strip_prefix('第');
        number.is_some_and(|n| {
            n.trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with('号')
        })
    }

    /// Whether it begins or ends a period of the report: 1月1日至, 至…12月31日, 截至…, 12月底.
    pub fn is_period(&self) -> bool {
        let (date, rest) = split_date(self.after);
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
        let (date, rest) = split_date(self.after);
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
        } else if !date.is_empty() || self.mention.form == YearForm::Dotted {
            Some(Reason::Event)
        } else {
            None
        }
    }

    /// Whether the sentence speaks of what is yet to come.
    fn is_intention(&self) -> bool {
        let (sentences, intends) = (&self.text.sentences, &self.text.intends);
        let own = self
            .sentence
            .and_then(|index| sentences.get(index).zip(intends.get(index)));
        let Some((sentence, intends)) = own else {
            return false;
        };
        *intends.get_or_init(|| {
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
            let plain = self.text.plain(sentence.clone());
            words.iter().any(|word| plain.contains(word))
        })
    }

    /// Whether its clause names another year, from this one on, or its sentence does further on.
    fn names_beside(&self, this: u16) -> bool {
        let (text, own) = (&self.text.characters, &self.mention.range);
        let before = text.upto(own.start).iter().rev().take(REACH);
        let start = own.start - before.take_while(|c| !ends_clause(**c)).count();
        let after = text.onward(own.end).iter().take(REACH);
        let end = own.end + after.take_while(|c| !ends_clause(**c)).count();
        let mentions = &self.text.mentions;
        let earlier = mentions.iter().take(self.index).rev();
        let later = mentions.iter().skip(self.index + 1);
        let is_late = |other: &Mention| other.year >= this;
        earlier
            .take_while(|other| other.range.start >= start)
            .any(is_late)
            || later
                .clone()
                .take_while(|other| other.range.start < end)
                .any(is_late)
            || self.sentence.is_some_and(|index| {
                let end = self.sentence().end;
                let is_this = |other: &Mention| other.year == this;
                let mut rest = later.clone().take_while(|other| other.range.start < end);
                // 2024年收到61件；2025年收到54件.
                let next = text.get(end.saturating_sub(1)) == Some(&'；');
                let next = self.text.sentences.get(index + 1).filter(|_| next);
                let opens = |other: &Mention| next.is_some_and(|s| s.start == other.range.start);
                let mut all = later;
                rest.any(|other| is_this(other) && !self.text.is_announced(other))
                    || all.any(|other| is_this(other) && opens(other))
            })
    }

    /// 2025年新收235件，2024年新收208件: whether the clause before says the same of this year.
    fn goes_on_from(&self, this: u16) -> bool {
        // 2025年收到54件，2024年为61件.
        if self.after.starts_with('为') && self.before.contains(&format!("{this}年")) {
            return true;
        }
        let verb: String = self.after.chars().take(2).collect();
        let before = self.before.trim_end_matches(['，', ',', '、']);
        let clause = before.rsplit(ends_clause).next().unwrap_or_default();
        let same = format!("{this}年{verb}");
        verb.chars().count() == 2 && clause.starts_with(&same)
    }

    /// How many years a range of bare years spans, when this is one end of it (2023—2024年, 2024年至2026年).
    fn range_span(&self) -> Option<u16> {
        let mentions = &self.text.mentions;
        let joined = |first: &Mention, second: &Mention| {
            let between = first.range.end..second.range.start;
            let between = self.text.characters.part(between);
            let mut ink = between.iter().filter(|c| !c.is_whitespace()).peekable();
            ink.next_if(|c| **c == '年');
            let is_linked = ink
                .peek()
                .is_some_and(|c| LINKS.contains(c) || matches!(c, '、' | '和'));
            let is_bare = ink.all(|c| LINKS.contains(c) || matches!(c, '、' | '和' | '度'));
            (is_linked && is_bare).then(|| second.year.abs_diff(first.year))
        };
        let previous = self.index.checked_sub(1);
        let previous = previous.and_then(|before| mentions.get(before));
        let with_previous = previous.and_then(|previous| joined(previous, self.mention));
        let next = mentions.get(self.index + 1);
        with_previous.or_else(|| joined(self.mention, next?))
    }
}
