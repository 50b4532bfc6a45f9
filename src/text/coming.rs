//! Years named with what is yet to come: 下一步，……在2025年; 2025年，……将继续.

use super::context::Context;
use super::mark::ends_clause;
use super::mention::YearForm;
use super::reason::{Reason, Verdict};

impl Context<'_> {
    /// Whether its sentence says with it what is yet to come: 下一步，……在2025年; 2025年，……将继续.
    pub fn is_for_what_comes(&self, words: &[String]) -> bool {
        let near: String = self.after.chars().take(16).collect();
        let holds = |text: &str| words.iter().any(|word| text.contains(word.as_str()));
        let explained = [
            "的",
            "以来",
            "存在",
            "反映",
            "发现",
            "评估",
            "考核",
            "度",
            "底前",
            "工作要点",
            "建立",
            "制定",
            "印发",
            "出台",
            "前印发",
        ];
        let is_explained = explained.iter().any(|word| self.after.starts_with(word));
        if self.is_quoted() || self.mention.form == YearForm::DocumentNumber || self.is_comparison()
        {
            return false;
        }
        let goes_on = [
            "将继续",
            "将进一步",
            "将着力",
            "将持续",
            "将不断",
            "将深入",
            "将重点",
            "将加大",
            "将切实",
            "计划建立",
            "计划开展",
            "计划出台",
            "计划推进",
        ];
        let is_plan = [
            "的打算",
            "的计划",
            "工作打算",
            "工作计划",
            "的工作打算",
            "的工作计划",
        ]
        .iter()
        .any(|word| self.after.starts_with(word));
        let opens_clause =
            self.before.ends_with(['，', ',']) && self.after.starts_with(['，', ',']);
        let opens = (self.opens_sentence() || opens_clause)
            && goes_on.iter().any(|word| near.contains(word));
        let before: String = self
            .before
            .chars()
            .rev()
            .take(30)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let is_told = holds(&before) && self.before.ends_with(['在', '，', ',', '于'])
            || holds(&near.chars().take(4).collect::<String>());
        // 我镇将在2025年: the verb itself says that it is to come. 力争在2025年底前 is of this year, too.
        let clause = before.rsplit(ends_clause).next().unwrap_or_default();
        let leads = [
            "将在",
            "将于",
            "拟在",
            "拟于",
            "计划在",
            "计划于",
            "争取在",
            "争取于",
        ];
        let is_to_come = leads.iter().any(|lead| clause.ends_with(lead))
            || self.after.starts_with("底前") && clause.ends_with("力争在")
            || before.ends_with([':', '：']) && self.begins_plan();
        is_to_come
            || opens
            || is_plan && self.before.is_empty()
            || self.before.ends_with("展望")
            || is_told
                && !is_explained
                && matches!(
                    self.verdict(self.mention.year),
                    Verdict::Moves | Verdict::Stays(Reason::NamedDocument)
                )
    }

    /// 2025年计划新建: a plan directly behind the year.
    fn begins_plan(&self) -> bool {
        let plan = self
            .after
            .strip_prefix("计划")
            .or(self.after.strip_prefix('将'));
        let verbs = [
            "新建",
            "建设",
            "推进",
            "开展",
            "完善",
            "出台",
            "继续",
            "组织",
            "加强",
            "制定",
            "进一步",
            "重点",
        ];
        plan.is_some_and(|rest| verbs.iter().any(|verb| rest.starts_with(verb)))
    }
}
