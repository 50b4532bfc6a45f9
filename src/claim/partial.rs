//! Whether a number counts only some of what its words name: what is said of it says that there are others.

use super::Sum;
use super::grammar::Word;
use super::lexicon::Meaning;
use super::read::sums;
use super::sentence::{Reader, is_number};
use super::subject::Subject;
use super::token::{Kind, Token};
use crate::text::Stretch;

/// More words than a list of parts has that still says something of its whole, on either side of a number.
const LONGEST_LIST: usize = 40;

impl Reader<'_> {
    /// 其中1件又提起诉讼: parts of one topic tell nothing certain of another; 另作出12件 tells of what was not told yet.
    pub(super) fn is_of_rest(&self, subject: &Subject) -> bool {
        let is_other = self.whole.as_ref().is_some_and(|whole| {
            let own = subject.sums.first();
            let holds = |sum: &Sum| own.is_some_and(|own| own.iter().all(|c| sum.contains(c)));
            let is_same = whole.measure.is_some() && whole.sums.first() == own;
            // 办结的28件中，当年新收的23件: of these only.
            let word = subject.measure.and_then(|word| self.reading(word));
            let of_whole = whole.measure.and_then(|word| self.reading(word));
            let is_of_these = word.is_some_and(|(_, measure)| {
                measure.aside && of_whole.is_some_and(|(_, of_whole)| of_whole.id != measure.id)
            }) && !whole.sums.iter().any(holds);
            is_same || is_of_these || whole.topic != subject.topic && !whole.sums.iter().any(holds)
        });
        is_other || self.is_rest && self.is_of_those_left(subject)
    }

    /// 行政诉讼18件，其中信息公开类3件: only the part is of this form.
    pub(super) fn is_narrowed_behind(&self, index: usize, subject: &Subject) -> bool {
        let topics = &self.template.claims().topics;
        let topic = subject.topic.and_then(|topic| topics.get(topic));
        let Some(topic) = topic.filter(|topic| !topic.assured_by.is_empty()) else {
            return false;
        };
        let behind = self
            .text
            .onward(self.token(index).range.end)
            .iter()
            .take(16);
        let behind: String = behind.take_while(|c| !matches!(c, '。' | '；')).collect();
        let among = behind.split_once("其中").map_or("", |(_, among)| among);
        topic
            .assured_by
            .iter()
            .any(|word| among.contains(word.as_str()))
    }

    /// 予以公开99件，其中部分公开20件: whether parts that its word does not name are told of a number.
    pub(super) fn is_wider_than_named(&self, index: usize, subject: &Subject) -> bool {
        let own = subject.measure.and_then(|word| self.reading(word));
        let Some((topic, _)) = own.filter(|(_, measure)| !measure.total) else {
            return false;
        };
        let rest = self.tokens.onward(index + 1).iter();
        let mut rest = rest
            .take_while(|token| !matches!(token.kind, Kind::Mark('。' | '；' | '）')))
            .skip_while(|token| matches!(token.kind, Kind::Mark(_)));
        let among = Kind::Meaning(Meaning::Word(Word::Among));
        if rest.next().is_none_or(|token| token.kind != among) {
            return false;
        }
        let mut parts = rest
            .take(LONGEST_LIST)
            .filter_map(|token| match token.kind {
                Kind::Meaning(Meaning::Measure(word)) => self.reading(word),
                _ => None,
            });
        let Some(cells) = subject.sums.first() else {
            return false;
        };
        parts.any(|(of, measure)| {
            let part = sums(self.template, &measure.sums, &[]);
            let is_other = part
                .first()
                .is_some_and(|part| !part.iter().any(|c| cells.contains(c)));
            of == topic && !measure.total && is_other
        })
    }

    /// 11件（含部分公开2件）: whether a bracket says that the number holds more than its word names.
    ///
    /// What was carried in belongs to what was received.
    pub(super) fn holds_more(&self, index: usize) -> bool {
        let behind: String = self
            .text
            .onward(self.token(index).range.end)
            .iter()
            .take(2)
            .collect();
        if ["以外", "之外"].contains(&behind.as_str()) {
            return true;
        }
        let bracket = self.tokens.get(index + 1);
        let Some(bracket) = bracket.filter(|token| token.kind == Kind::Mark('（')) else {
            return false;
        };
        let inner = self.text.onward(bracket.range.end);
        let holds = ["含", "包括", "包含", "不含", "不包括", "连同", "另有"];
        let starts = |word: &str| {
            word.chars()
                .eq(inner.iter().copied().take(word.chars().count()))
        };
        let length = inner.iter().take(40).take_while(|c| **c != '）').count();
        let told: String = inner.upto(length).iter().collect();
        let leaves_out = [
            "除外",
            "不含",
            "未含",
            "不计",
            "未计",
            "另计",
            "未列入",
            "未纳入",
            "不包括",
        ];
        if leaves_out.iter().any(|word| told.contains(word)) {
            return true;
        }
        let inside = self.tokens.onward(index + 2).iter();
        let mut inside = inside.take_while(|token| token.kind != Kind::Mark('）'));
        holds.iter().any(|word| starts(word))
            && !inside.any(|token| match token.kind {
                Kind::Meaning(Meaning::Measure(word)) => {
                    self.reading(word).is_some_and(|(_, measure)| measure.aside)
                }
                _ => false,
            })
    }

    /// 涉及商业秘密的申请7件: what the things are about, which is no outcome yet.
    pub(super) fn is_subject_matter(&self, index: usize, subject: &Subject) -> bool {
        let before = self.tokens.part(self.clause.min(index)..index);
        let mut named = before
            .iter()
            .rev()
            .skip_while(|token| matches!(token.kind, Kind::Meaning(Meaning::Word(_))));
        // 涉及个人隐私的答复27件 as well.
        let ends_in_topic = named.next().is_some_and(|token| match token.kind {
            Kind::Meaning(Meaning::Topic(_)) => true,
            Kind::Meaning(Meaning::Measure(word)) => {
                let start = token.range.start;
                let follows_of = self.text.upto(start).last() == Some(&'的');
                let loose = self.reading(word).is_some_and(|(_, measure)| measure.loose);
                follows_of && loose
            }
            _ => false,
        });
        // 涉及…, 申请公开…: what somebody wants to know is no reason to refuse it.
        let concerns = before.iter().any(|token| {
            let end = (token.range.start + 2).min(token.range.end);
            let word = self.text.part(token.range.start..end);
            let lead: String = self
                .text
                .part(token.range.start.saturating_sub(2)..token.range.start)
                .iter()
                .collect();
            let asks = [
                "公开", "申请", "要求", "索取", "获取", "查询", "涉及", "关于", "有关",
            ];
            matches!(token.kind, Kind::Meaning(Meaning::Measure(_)))
                && (word == ['涉', '及'] || asks.contains(&lead.as_str()))
        });
        // 收到投诉性质的申请9件: what came in is not yet an outcome.
        let comes_in = before.iter().any(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => self
                .reading(word)
                .is_some_and(|(_, measure)| measure.total && !measure.loose),
            _ => false,
        });
        let own = subject.measure.and_then(|word| self.reading(word));
        let is_reason = own.is_some_and(|(_, own)| !own.total && own.whole.is_empty());
        ends_in_topic && (self.is_partly(subject.measure) || (concerns || comes_in) && is_reason)
    }

    /// 受理申请（含上年结转）2823件: whether a bracket between the words and the number says what else it holds or not.
    fn follows_what_is_held(&self, index: usize) -> bool {
        let before = self.tokens.upto(index).iter().rev();
        let together = Kind::Meaning(Meaning::Word(Word::Together));
        // 收到（含结转）申请219件 as well.
        let is_small =
            |kind: Kind| kind == together || matches!(kind, Kind::Meaning(Meaning::Topic(_)));
        let mut before = before.skip_while(|token| is_small(token.kind));
        if before.next().map(|token| token.kind) != Some(Kind::Mark('）')) {
            return false;
        }
        let mut inside = before.take(8);
        let open = inside.find(|token| token.kind == Kind::Mark('（'));
        let inner = open.map_or(&[][..], |open| self.text.onward(open.range.end));
        let holds = ["含", "不含", "包括", "包含", "不包括", "连同"];
        holds.iter().any(|word| {
            let length = word.chars().count();
            word.chars().eq(inner.iter().copied().take(length))
        })
    }

    /// 12件作出不予公开、无法提供等决定: whether the words behind a number tell several things that became of them.
    pub(super) fn are_examples(&self, index: usize) -> bool {
        let rest = self.tokens.onward(index + 1).iter().take(LONGEST_LIST);
        let is_measure = |kind: Kind| match kind {
            Kind::Meaning(Meaning::Measure(word)) => self.reading(word).is_some(),
            _ => false,
        };
        let mut rest = rest.skip_while(|token| {
            !is_measure(token.kind)
                && !is_number(token.kind)
                && !matches!(token.kind, Kind::Mark(_))
        });
        let mut next = || rest.next().map(|token| token.kind);
        let (first, joint, second, end) = (next(), next(), next(), next());
        let ends = match end {
            Some(Kind::Meaning(Meaning::Word(word))) => word == Word::AndOthers,
            Some(Kind::Mark(mark)) => mark == '、',
            _ => false,
        };
        first.is_some_and(is_measure)
            && joint == Some(Kind::Mark('、'))
            && second.is_some_and(is_measure)
            && ends
    }

    /// 被责令重新答复19件（复议14件、诉讼5件）: whether a topic alone only says where some of a number before belong.
    pub(super) fn is_breakdown(&self, subject: &Subject) -> bool {
        self.breaks_down && subject.measure.is_none() && self.columns.is_empty()
    }

    /// 收到的申请中有63件系重复提出: whether 中有 stands before a number of which only the whole is named.
    pub(super) fn is_part_without_name(&self, index: usize, subject: &Subject) -> bool {
        let before = self.text.upto(self.token(index).range.start);
        let is_part = before.ends_with(&['中', '有']) || before.ends_with(&['中']);
        let own = subject.measure.and_then(|word| self.reading(word));
        let is_total = own.is_some_and(|(_, own)| own.total && own.whole.is_empty());
        is_part && is_total && self.columns.is_empty()
    }

    /// 部分公开3件，原因为个人隐私2件: whether a reason is told of another outcome than the one that it is a row of.
    pub(super) fn is_reason_of_other(&self, index: usize, subject: &Subject) -> bool {
        let own = subject.measure.and_then(|word| self.reading(word));
        let is_reason = own.is_some_and(|(_, own)| !own.total && own.whole.is_empty());
        let last = self.last.as_ref().filter(|_| !self.is_last_before);
        let Some(last) = last.filter(|_| is_reason) else {
            return false;
        };
        let outcome = last.measure.and_then(|word| self.reading(word));
        let is_outcome = outcome.is_some_and(|(_, of)| !of.total && !of.whole.is_empty());
        let holds = |sum: &Sum| {
            let mut rows = subject.sums.iter().flatten();
            rows.any(|cell| sum.contains(cell))
        };
        let between = self.text.part(last.start..self.token(index).range.start);
        let mut pairs = between.windows(2);
        is_outcome && !last.sums.iter().any(holds) && pairs.any(|pair| pair == ['原', '因'])
    }

    /// 上年结转的3件和本年新收的16件，共19件已办结: whether the next clause says that only these were closed.
    pub(super) fn is_only_closed_with(&self, index: usize, subject: &Subject) -> bool {
        let own = subject.measure.and_then(|word| self.reading(word));
        let before = self.text.upto(self.token(index).range.start).last();
        let mark = self.tokens.get(index + 1).map(|next| next.kind);
        if before != Some(&'的') || !own.is_some_and(|(_, own)| own.aside) {
            return false;
        }
        let rest = self.tokens.onward(index + 2).iter().take(6);
        let mut rest = rest.take_while(|token| !matches!(token.kind, Kind::Mark(_)));
        let together = Kind::Meaning(Meaning::Word(Word::Together));
        let adds = rest.next().is_some_and(|token| token.kind == together);
        let mut names_closed = rest.filter_map(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => self.reading(word),
            _ => None,
        });
        mark == Some(Kind::Mark('，'))
            && adds
            && names_closed.any(|(_, measure)| measure.total && !measure.whole.is_empty())
    }

    /// 有3件是2024年收到的: whether the words behind a number say that it is an earlier year's; 1件答复被撤销: or what
    /// became of answers.
    pub(super) fn is_dated_behind(&self, index: usize) -> bool {
        if self.follows_what_is_held(index) {
            return true;
        }
        let rest = self.tokens.onward(index + 1);
        let near = rest.iter().take(LONGEST_LIST);
        let mut near =
            near.take_while(|token| !is_number(token.kind) && !matches!(token.kind, Kind::Mark(_)));
        let is_answer = rest.first().is_some_and(|next| match next.kind {
            Kind::Meaning(Meaning::Measure(word)) => {
                let suffers = self.text.get(next.range.end) == Some(&'被');
                suffers && self.is_loose(word)
            }
            _ => false,
        });
        let is_earlier = |token: &Token| match token.kind {
            Kind::Year(year, is_compared) => !is_compared && year < self.setting.year,
            // 列入制定计划.
            kind => kind == Kind::Meaning(Meaning::Word(Word::Plan)),
        };
        is_answer || near.any(is_earlier)
    }

    /// 有17件自然人申请、6件法人申请因……无法提供: whether what follows the things says which of them are counted.
    pub(super) fn is_predicated(&self, index: usize, subject: &Subject) -> bool {
        let number = self.token(index);
        let before = number.range.start.checked_sub(1);
        let has = before.and_then(|at| self.text.get(at)) == Some(&'有');
        let own = self.tokens.part(self.clause.min(index)..index).iter();
        let mut own = own.filter(|token| matches!(token.kind, Kind::Meaning(Meaning::Measure(_))));
        // 有两件申请要求对登记资料盖章: what its things are about.
        let names = subject.measure.is_some_and(|word| !self.is_coming_in(word));
        if !has || names || own.next().is_some() {
            return false;
        }
        let rest = self.tokens.onward(index + 1);
        let is_end = |token: &&Token| matches!(token.kind, Kind::Mark(mark) if mark != '、');
        let near = rest.iter().take(LONGEST_LIST);
        let length = near.take_while(|token| !is_end(token)).count();
        let end = rest
            .get(length)
            .map_or(self.text.len(), |end| end.range.start);
        let mut clause = rest.upto(length).iter();
        let unknown: Vec<char> = self.unknown(number.range.end, end).chars().collect();
        // 有25件由自然人提出.
        let unknown = unknown.upto(unknown.len() - self.lexicon.deed_at_end(&unknown));
        clause.any(|token| matches!(token.kind, Kind::Meaning(Meaning::Measure(_))))
            || !self.is_made_of_fillers(unknown)
    }

    /// 判决维持3件、驳回2件: whether the sentence tells another number of some of the same things apart.
    pub(super) fn is_told_in_pieces(&self, index: usize, subject: &Subject) -> bool {
        let Some((topic, own)) = subject.measure.and_then(|word| self.reading(word)) else {
            return false;
        };
        if own.partly {
            return false;
        }
        let is_usual = self.topic == self.setting.topic;
        let is_end = |token: &&Token| {
            matches!(token.kind, Kind::Mark('。' | '；' | '）' | '（'))
                || token.kind == Kind::Meaning(Meaning::Word(Word::Among))
        };
        // 废止5件、宣布失效9件: the same in other words is another piece, too.
        let told = self.token(index).kind;
        let piece = |token: &Token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => self
                .lexicon
                .readings(word)
                .iter()
                .filter(|(of, _)| *of == topic)
                .filter_map(|(of, measure)| self.measure(*of, *measure))
                .find_map(|other| {
                    let is_part = other.partly && other.sums.first() == own.sums.first();
                    let is_other_word = subject.measure != Some(word) && other.id == own.id;
                    // 收到12件、受理12件 is the same twice; rows of documents have no such words.
                    let adds_up = !own.total || own.whole.is_empty() && !is_usual;
                    (is_part || is_other_word && adds_up).then_some(is_part)
                }),
            _ => None,
        };
        let is_counted = |rest: &[Token], is_part: bool| {
            // 作出行政处罚12件，办理行政许可35件: another topic's.
            let is_other_topic = |token: &Token| matches!(token.kind, Kind::Meaning(Meaning::Topic(named)) if named != topic);
            let next = rest.iter().find(|token| {
                is_number(token.kind)
                    || matches!(token.kind, Kind::Mark(_))
                    || is_other_topic(token)
            });
            next.is_some_and(|next| match next.kind {
                Kind::Amount(_, unit) => self.unit == Some(unit) && (is_part || next.kind != told),
                _ => false,
            })
        };
        let near = index.saturating_sub(LONGEST_LIST);
        let mut behind = self.tokens.part(near..index).iter();
        let start = behind.clone().rposition(|token| is_end(&token));
        let start = start.map_or(near, |at| near + at + 1);
        let ahead = self.tokens.onward(index + 1).iter().take(LONGEST_LIST);
        let end = index + 1 + ahead.take_while(|token| !is_end(token)).count();
        let since = behind.rposition(|token| is_number(token.kind));
        let since = since.map_or(start, |at| (near + at + 1).max(start));
        (start..end)
            .filter(|at| !(since..=index).contains(at))
            .any(|at| {
                let rest = self.tokens.part(at + 1..end);
                piece(self.token(at)).is_some_and(|is_part| is_counted(rest, is_part))
            })
    }

    /// Whether a measure's word names only some of what its sums count.
    pub(super) fn is_partly(&self, word: Option<usize>) -> bool {
        let measure = word.and_then(|word| self.reading(word));
        measure.is_some_and(|(_, measure)| measure.partly)
    }
}
