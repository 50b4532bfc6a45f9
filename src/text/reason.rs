//! What becomes of a year in a carried text, and why one is left alone.

/// What happens to a year when the report's year moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Moves,
    Stays(Reason),
}

/// Why a year is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Too far from the report's year to belong to it.
    Distant,
    DocumentNumber,
    Quoted,
    Budget,
    /// 2023—2024年: whether it moves as a whole is not certain.
    Range,
    /// 2024—2026年, 到2025年: a plan.
    Plan,
    /// 自2024年6月成立以来, 2024年机构改革.
    Founding,
    /// 2019年修订的, 2024年5月1日起施行.
    Law,
    /// 2024年5月，组织……: something that happened once.
    Event,
    /// 2024年政务公开工作要点, without quotes.
    NamedDocument,
    Comparison,
    /// 24年度.
    Short,
    /// The year before or after, without a word that ties it to the report's year.
    Neighbour,
    /// Nothing around it explains it.
    Bare,
}

impl Reason {
    /// Whether the user should look at it.
    pub fn is_doubtful(self) -> bool {
        !matches!(
            self,
            Reason::Distant
                | Reason::DocumentNumber
                | Reason::Plan
                | Reason::Founding
                | Reason::Law
        )
    }

    /// Whether the year is a part of a document's name.
    pub fn is_name(self) -> bool {
        matches!(
            self,
            Reason::Quoted | Reason::Budget | Reason::NamedDocument
        )
    }

    /// The reason in words, as the user reads it.
    pub fn in_words(self) -> &'static str {
        match self {
            Reason::Distant => "较远的年份",
            Reason::DocumentNumber => "文号",
            Reason::Quoted => "书名号或引号里的名称",
            Reason::Budget => "预算、决算的年度",
            Reason::Range => "跨年的起止年份",
            Reason::Plan => "规划的年份",
            Reason::Founding => "机构成立或改革的时间",
            Reason::Law => "文件印发、修订或施行的时间",
            Reason::Event => "某件事的具体时间",
            Reason::NamedDocument => "文件名称里的年份",
            Reason::Comparison => "与另一年的比较",
            Reason::Short => "两位数的年份",
            Reason::Neighbour => "前一年或后一年",
            Reason::Bare => "上年的年份",
        }
    }
}

/// 2024年收取的120元已上缴国库: what has become now of an earlier year's money or things.
pub(super) fn is_done_with(after: &str) -> bool {
    let came_in = ["收取的", "征收的", "收到的", "受理的", "预收的"];
    let rest = came_in.iter().find_map(|word| after.strip_prefix(word));
    // 2024年提出的三项措施已落实.
    let set = [
        "提出的",
        "确定的",
        "部署的",
        "梳理的",
        "反馈的",
        "指出的",
        "安排的",
        "承诺的",
        "查摆的",
    ];
    let set = set.iter().find_map(|word| after.strip_prefix(word));
    let is_over = |rest: &str| {
        ["已", "落实", "完成", "整改"]
            .iter()
            .any(|word| rest.contains(word))
    };
    rest.is_some_and(|rest| rest.contains('已')) || set.is_some_and(is_over)
}

/// 续建2024年未完工的项目: whether the words before a year in its clause are a verb whose object it belongs to.
///
/// What ends as a body's name or the like is who does what is told.
pub(super) fn is_object(before: &str) -> bool {
    let bodies = "局县市区镇乡厅委办省院校馆队站司关府位心门处社会村道州盟旗学团";
    let ends_in_verb = |c: char| !bodies.contains(c) && !"我本在于已曾共，、：（“”）的".contains(c);
    before.chars().count() >= 2 && before.ends_with(ends_in_verb)
}
