//! Whether a topic's word means the form's topic: words beside it may make it another thing of the name.

use super::lexicon::Meaning;
use super::sentence::{Reader, is_number};
use super::token::{Kind, Token};
use crate::text::Stretch;

impl<'a> Reader<'a> {
    /// 不予公开26件，经复议被纠正2件: whether it says what became later of things that another topic counted.
    pub(super) fn is_later_fate(&self, index: usize, topic: usize) -> bool {
        let start = self.token(index).range.start;
        let before = start.checked_sub(1).and_then(|at| self.text.get(at));
        let last = self.last.as_ref();
        let is_other = last.is_some_and(|last| last.topic != Some(topic) && !last.sums.is_empty());
        let topics = &self.template.claims().topics;
        let is_wide = topics
            .get(topic)
            .is_some_and(|topic| !topic.assured_by.is_empty());
        before == Some(&'经') && is_other && is_wide && self.has_claimed
    }

    /// 对“无法提供”答复不服提起复议41件: whether an outcome of another topic says which of a wide topic's cases are meant.
    pub(super) fn is_of_one_outcome(&self, topic: usize) -> bool {
        let topics = &self.template.claims().topics;
        let is_wide = topics
            .get(topic)
            .is_some_and(|topic| !topic.assured_by.is_empty());
        let is_other_outcome = |word: &usize| {
            let own = self.lexicon.readings(*word);
            let is_outcome = self
                .reading(*word)
                .is_some_and(|(_, measure)| !measure.total);
            is_outcome && !own.iter().any(|(of, _)| *of == topic)
        };
        is_wide && !self.is_stale && self.measures.iter().any(is_other_outcome)
    }

    /// The word directly before a topic that is wider than the form's.
    pub(super) fn before_wide(&self, index: usize, topic: usize) -> Option<&Token> {
        let topics = &self.template.claims().topics;
        topics
            .get(topic)
            .filter(|topic| !topic.assured_by.is_empty())?;
        let before = self.token(index.checked_sub(1)?);
        (before.range.end == self.token(index).range.start).then_some(before)
    }

    /// 民事诉讼: another thing's word directly before a topic that is wider than the form's.
    pub(super) fn is_behind_other(&self, index: usize, topic: usize) -> bool {
        let before = self.before_wide(index, topic);
        before.is_some_and(|before| before.kind == Kind::Meaning(Meaning::Elsewhere))
    }

    /// 其他诉讼案件: an outcome's word directly before a topic that is wider than the form's makes it another one.
    pub(super) fn is_other_of_its_kind(&self, index: usize, topic: usize) -> bool {
        let Some(Kind::Meaning(Meaning::Measure(word))) =
            self.before_wide(index, topic).map(|before| before.kind)
        else {
            return false;
        };
        let readings = self.lexicon.readings(word).iter();
        let mut own = readings.filter(|(of, _)| *of == topic);
        own.any(|(of, measure)| {
            let topic = self.template.claims().topics.get(*of);
            let measure = topic.and_then(|topic| topic.measures.get(*measure));
            measure.is_some_and(|measure| !measure.total)
        })
    }

    /// Whether unknown words before a vague word make it another thing: 低保申请, 书面申请.
    pub(super) fn is_of_another_kind(&self, index: usize, topic: usize) -> bool {
        let token = self.token(index);
        let word: String = self.text.part(token.range.clone()).iter().collect();
        let topics = &self.template.claims().topics;
        let vague = topics
            .get(topic)
            .filter(|topic| topic.vague.contains(&word));
        let Some(vague) = vague else {
            return false;
        };
        let before = index.checked_sub(1).map(|before| self.token(before));
        let start = before.map_or(0, |before| before.range.end);
        let is_elsewhere = before.is_some_and(|before| {
            let is_other = match before.kind {
                Kind::Meaning(Meaning::Elsewhere | Meaning::Narrowing) => true,
                Kind::Meaning(Meaning::Measure(word)) => {
                    let own = self.lexicon.readings(word);
                    !own.iter().any(|(of, _)| *of == topic) && !self.is_loose(word)
                }
                _ => false,
            };
            start == token.range.start && is_other
        });
        let gap: String = self
            .text
            .part(start..token.range.start)
            .iter()
            .filter(|c| !c.is_whitespace())
            .collect();
        // 数据类申请: of one kind.
        let all_kinds = [
            "各类",
            "两类",
            "三类",
            "四类",
            "五类",
            "几类",
            "这类",
            "上述类",
            "总类",
        ];
        let is_class = gap.chars().count() > 1
            && gap.ends_with('类')
            && !gap.contains("公开")
            && !all_kinds.iter().any(|word| gap.ends_with(word));
        let is_neutral = gap.is_empty()
            || !is_class
                && vague
                    .neutral
                    .iter()
                    .any(|word| gap.ends_with(word.as_str()));
        let since = self.tokens.part(self.clause.min(index)..index).iter().rev();
        let mut since = since.take_while(|token| match token.kind {
            Kind::Meaning(Meaning::Measure(word)) => {
                let own = self
                    .lexicon
                    .readings(word)
                    .iter()
                    .find(|(of, _)| *of == topic);
                let measure = own.and_then(|(topic, measure)| self.measure(*topic, *measure));
                own.is_none() || measure.is_some_and(|measure| measure.loose)
            }
            kind => !is_number(kind),
        });
        let follows_other = since.any(|token| token.kind == Kind::Meaning(Meaning::Elsewhere));
        is_elsewhere || follows_other || !is_neutral
    }

    /// 被复议机关维持2件, 法院判决驳回3件: who decides says of which cases a result is told.
    pub(super) fn take_deciding_body(&mut self, index: usize, word: usize) {
        let topics = &self.template.claims().topics;
        let is_wide = |of: usize| {
            let topic = topics.get(of);
            topic.is_some_and(|topic| !topic.assured_by.is_empty())
        };
        let readings = self.lexicon.readings(word);
        let is_result = readings.iter().all(|(of, measure)| {
            let measure = self.measure(*of, *measure);
            is_wide(*of) && measure.is_some_and(|measure| !measure.total)
        });
        // Elsewhere a review may be told as an example, with a result that the table counts as another.
        let is_told_elsewhere = self.setting.topic.is_none() || self.topic.is_some_and(is_wide);
        if !is_result || is_told_elsewhere {
            return;
        }
        let end = self.token(index).range.start;
        let lead: String = self.text.part(end.saturating_sub(10)..end).iter().collect();
        let lead = lead.rsplit(['，', '。', '；', '、', '：']).next();
        let lead = lead.unwrap_or_default();
        let decides = |body: &[&str]| body.iter().any(|body| lead.contains(body));
        let decided = match (decides(&["复议机关", "复议机构"]), decides(&["法院"])) {
            (true, false) => "review",
            (false, true) => "lawsuit",
            _ => return,
        };
        self.topic = topics.iter().position(|topic| topic.id == decided);
        self.has_topic = true;
        self.first.get_or_insert(index);
    }
}
