//! Whose numbers are told: the agency's own, those of another body, or what it does in another office.

use super::grammar::Word;
use super::lexicon::Meaning;
use super::sentence::Reader;
use super::token::{Kind, Token};
use crate::text::Stretch;
use std::ops::Range;

impl Reader<'_> {
    /// 以我局为被申请人, 作为被申请人: whether these are the very cases that the table counts.
    ///
    /// A government's table counts those against its departments as well, but below a town there are none.
    pub(super) fn is_own_respondent(&self, index: usize) -> bool {
        let range = self.token(index).range.clone();
        let agency = self.setting.agency;
        let is_town = ["镇人民政府", "乡人民政府"].iter().any(|ending| {
            let mut behind = agency.iter().rev();
            ending.chars().rev().all(|c| behind.next() == Some(&c))
        });
        if !self.is_respondent(range.clone()) || self.is_government() && !is_town {
            return false;
        }
        let ahead = self.text.upto(range.start);
        let ahead = ahead.onward(ahead.len().saturating_sub(24));
        let ahead: String = ahead.iter().collect();
        let Some(ahead) = ahead.strip_suffix('为') else {
            return false;
        };
        let Some((_, name)) = ahead.rsplit_once('以') else {
            return ahead.ends_with('作');
        };
        let own: String = agency.iter().collect();
        let claims = &self.template.claims();
        let is_short_town = is_town && ["镇政府", "乡政府"].contains(&name);
        is_short_town
            || claims.own_scopes.iter().any(|word| word == name)
            || name.chars().count() > 2 && own.ends_with(name)
    }

    /// Whether a word is that of the side that a review or a lawsuit is brought against.
    fn is_respondent(&self, word: Range<usize>) -> bool {
        let word: String = self.text.part(word).iter().collect();
        ["被申请人", "被告"].contains(&word.as_str())
    }

    /// 作为市政府行政复议机构: in another office than the one that the tables tell of.
    pub(super) fn is_role(&self, index: usize) -> bool {
        let clause = self.clause.checked_sub(1);
        let start = clause.map_or(0, |mark| self.token(mark).range.end);
        let token = self.token(index).range.clone();
        let mut pairs = self.text.part(start.min(token.start)..token.end).windows(2);
        let is_respondent = self.is_respondent(token);
        !is_respondent && pairs.any(|pair| pair == ['作', '为'])
    }

    /// Whether the agency speaks for its whole territory.
    pub(super) fn is_government(&self) -> bool {
        let name: String = self.setting.agency.iter().collect();
        let own = &self.template.claims().governments;
        own.iter().any(|ending| name.ends_with(ending.as_str()))
    }

    /// 全市 in the report of the government of a county or a town.
    pub(super) fn is_beyond(&self, index: usize) -> bool {
        let word = self.text.part(self.token(index).range.clone());
        let agency: String = self.setting.agency.iter().collect();
        let own = agency
            .strip_suffix("人民政府")
            .and_then(|place| place.chars().last());
        let is_whole = |place: char| {
            word.len() == 2 && word.first() == Some(&'全') && word.last() != Some(&place)
        };
        own.is_some_and(is_whole)
    }

    /// The name of a public body that does something: the agency's own or another's.
    pub(super) fn body(&mut self, index: usize) {
        let token = self.token(index);
        // 法院已审结40件: who decides of the agency's cases.
        let topics = &self.template.claims().topics;
        let topic = self.topic.and_then(|topic| topics.get(topic));
        let is_of_cases = topic.is_some_and(|topic| !topic.assured_by.is_empty());
        if is_of_cases && self.text.part(token.range.clone()) == ['法', '院'] {
            return;
        }
        let next = self.tokens.get(index + 1);
        let acts = next.is_some_and(|next| {
            let gap = next.range.start.saturating_sub(token.range.end);
            let is_act = matches!(
                next.kind,
                Kind::Meaning(Meaning::Word(
                    Word::Together | Word::Respectively | Word::ThisYear | Word::SoFar
                )) | Kind::Amount(..)
                    | Kind::Year(..)
                    | Kind::Mark('、' | '（')
            );
            let is_total = match next.kind {
                Kind::Meaning(Meaning::Measure(word)) => {
                    let readings = self.lexicon.readings(word).iter();
                    let mut measures =
                        readings.filter_map(|(topic, measure)| self.measure(*topic, *measure));
                    measures.any(|measure| measure.total)
                }
                _ => false,
            };
            gap <= 1 && is_act || gap <= 3 && is_total
        });
        let behind: String = self.text.onward(token.range.end).iter().take(2).collect();
        let acts = acts
            || ["提出", "提交", "递交", "申请", "转来", "转办", "移交"].contains(&behind.as_str());
        if !acts {
            return;
        }
        let name: Vec<char> = self
            .text
            .upto(token.range.end)
            .iter()
            .rev()
            .take_while(|c| c.is_alphabetic() && !matches!(c, '以' | '从' | '对' | '向'))
            .take(16)
            .copied()
            .collect();
        let clause = self.clause.checked_sub(1);
        let clause = clause.map_or(0, |mark| self.token(mark).range.end);
        let ahead: String = self.text.part(clause..token.range.start).iter().collect();
        let beside = ["会同", "联合", "协同", "商请", "配合"];
        if beside.iter().any(|word| ahead.contains(word)) {
            return;
        }
        if self.is_own_office(&ahead, token) {
            return;
        }
        // 各县（市、区）政府: the words before the bracket say whose.
        if name.len() == token.range.len() && self.other_scope {
            return;
        }
        let own = self.setting.agency;
        let mut agency = own.iter().rev();
        let fits = name
            .iter()
            .take_while(|c| agency.any(|own| own == *c))
            .count();
        // 市政府 is 甲市人民政府; the words before it are no part of a name.
        let is_short = self.is_government() && fits == token.range.len() + 1;
        self.other_scope = !is_short && fits < (token.range.len() + 2).min(name.len());
    }

    /// 我局政务公开办公室, 局办公室: an office within the agency that its clause begins with.
    fn is_own_office(&self, ahead: &str, token: &Token) -> bool {
        let body: String = self.text.part(token.range.clone()).iter().collect();
        let plain = ahead.trim_start();
        let tasks = ["政府信息公开", "信息公开", "政务公开", "党政", "综合"];
        let place = tasks
            .iter()
            .find_map(|task| plain.strip_suffix(task))
            .unwrap_or(plain);
        let last = self.setting.agency.last().map(char::to_string);
        let is_last = last.is_some_and(|last| last == place && !self.is_government());
        let own = &self.template.claims().own_scopes;
        body == "办公室"
            && (is_last
                || own.iter().any(|word| word == place)
                || place.is_empty() && plain != place)
    }

    /// 市政府制发6件, 涉及部门的78件: whether a number is told of one organ of those that the table counts together.
    pub(super) fn is_of_one_organ(&self, index: usize) -> bool {
        let claims = self.template.claims();
        let topic = self.topic.and_then(|topic| claims.topics.get(topic));
        let (of_organs, is_wide) = topic.map_or((false, false), |topic| {
            (topic.of_organs, !topic.assured_by.is_empty())
        });
        if !of_organs && !is_wide {
            return false;
        }
        let clause = self.clause.checked_sub(1);
        let start = clause.map_or(0, |mark| self.token(mark).range.end);
        let lead = self.text.part(start..self.token(index).range.start);
        let lead: String = lead.iter().collect();
        // 涉及市政府的复议6件, 涉及部门的78件.
        let concerned = lead
            .split_once("涉及")
            .and_then(|(_, rest)| rest.split_once('的'));
        let is_concerned = concerned.is_some_and(|(who, _)| {
            let mut bodies = claims.organs.iter().chain(&claims.chosen);
            who.chars().count() <= 8 && bodies.any(|body| who.ends_with(body.as_str()))
        });
        if is_concerned || !of_organs || !self.is_government() {
            return is_concerned;
        }
        let with_others = ["及", "和", "、", "各", "所属", "系统", "网站", "门户"];
        claims.organs.iter().any(|organ| {
            let mut pieces = lead.split(organ.as_str()).skip(1);
            pieces.any(|behind| !with_others.iter().any(|word| behind.starts_with(word)))
        })
    }

    /// 收到申请100件以上的部门: whether a number only says which bodies are meant.
    pub(super) fn chooses(&self, index: usize) -> bool {
        let behind = self.text.onward(self.token(index).range.end);
        let behind: String = behind
            .iter()
            .take(12)
            .filter(|c| !c.is_whitespace())
            .collect();
        let bounds = ["及以上", "（含）以上", "以上", "及以下", "以下", "以内"];
        let bounded = bounds.iter().find_map(|bound| behind.strip_prefix(bound));
        let rest = bounded.unwrap_or(&behind);
        let Some(named) = rest.strip_prefix('的').or(bounded) else {
            return false;
        };
        let named: String = named
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .take(6)
            .collect();
        let chosen = &self.template.claims().chosen;
        chosen.iter().any(|word| named.contains(word.as_str()))
    }

    /// 学校, 医院, 集团: the agency itself where it is one, else somebody else.
    pub(super) fn is_own_kind(&self, index: usize) -> bool {
        let schools = ["大学", "学院", "学校", "中学", "小学"];
        let agency: String = self.setting.agency.iter().collect();
        let word: String = self
            .text
            .part(self.token(index).range.clone())
            .iter()
            .collect();
        match word.as_str() {
            "学校" => schools.iter().any(|kind| agency.ends_with(kind)),
            "集团" | "医院" | "学院" | "大学" | "公司" | "支队" | "总队" | "海关" => {
                agency.contains(&word)
            }
            _ => true,
        }
    }
}
