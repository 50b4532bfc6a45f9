//! Years that are a part of a name: of a budget, of a document without title marks; and years in brackets.

use super::context::Context;

impl Context<'_> {
    /// 2024年度部门预算, 2025年决算, 2024年“三公”经费.
    pub(super) fn is_budget(&self) -> bool {
        let mut rest = self.after.strip_prefix('度').unwrap_or(self.after);
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

    /// 2024年政务公开工作要点 without quotes: the name runs from the year to such a word without a verb between.
    pub(super) fn is_named_document(&self) -> bool {
        let stops = ['，', ',', '。', '；', '、', '：', '(', '（'];
        let near = self.after.chars().take_while(|c| !stops.contains(c));
        let near: String = near.take(18).collect();
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
        let before = name.and_then(|end| near.get(..end));
        before.is_some_and(|before| {
            !before.is_empty() && !verbs.iter().any(|verb| before.contains(verb))
        })
    }

    /// 公开412条（2024年390条）: a bracket that tells another year's number of what was counted before it.
    pub(super) fn is_counted_in_brackets(&self) -> bool {
        let before = self.before.strip_suffix(['（', '(']);
        let counted = before.and_then(|before| before.chars().next_back());
        let after = self.after.strip_prefix('度').unwrap_or(self.after);
        // 获评先进单位（2024年度）: of when an honour is.
        let lead = before.unwrap_or_default().chars().rev().take(2);
        let is_count = lead.clone().any(|c| c.is_ascii_digit());
        if after.starts_with(['）', ')']) && lead.count() == 2 && !is_count {
            return true;
        }
        let words = [
            "：",
            ":",
            "为",
            "是",
            "有",
            "仅为",
            "仅",
            "共",
            "共有",
            "同期为",
            "同期",
        ];
        let rest = words.iter().find_map(|word| after.strip_prefix(word));
        let rest = rest.unwrap_or(after);
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let unit = number.split(['）', ')']).next().unwrap_or_default();
        counted.is_some_and(|c| c == '%' || c == '％' || c.is_alphabetic())
            && number.len() < rest.len()
            && (1..=3).contains(&unit.chars().count())
            && !unit.starts_with(['月', '日', '年', '-', '—', '/', '至', '号'])
            && unit.len() < number.len()
    }
}
