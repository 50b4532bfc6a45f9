//! Years named with what is yet to come: 下一步，……在2025年; 2025年，……将继续.

use super::context::Context;
use super::mark::{ends_clause, ends_sentence};
use super::mention::YearForm;
use super::reason::{Reason, Verdict};

/// What follows a year that only says which thing is meant: 2025年的, 2025年印发.
const EXPLAINED: [&str; 15] = [
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

/// How a clause goes on that says what will be done.
const GOES_ON: [&str; 13] = [
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

/// How a heading goes on that names plans.
const PLANS: [&str; 6] = [
    "的打算",
    "的计划",
    "工作打算",
    "工作计划",
    "的工作打算",
    "的工作计划",
];

/// How a clause ends before a year that is yet to come. 力争在2025年底前 is of this year, too.
const LEADS: [&str; 10] = [
    "将在",
    "将于",
    "拟在",
    "拟于",
    "计划在",
    "计划于",
    "争取在",
    "争取于",
    "争取",
    "力争",
];

fn holds(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

impl Context<'_> {
    /// Whether its sentence says with it what is yet to come: 下一步，……在2025年; 2025年，……将继续.
    pub fn is_for_what_comes(&self, words: &[String]) -> bool {
        let near: String = self.after.chars().take(16).collect();
        let is_base = near.contains("基础上") || near.contains("的基础");
        let is_no_plan = is_base
            || self.is_quoted()
            || self.mention.form == YearForm::DocumentNumber
            || self.is_comparison();
        !is_no_plan
            && (self.is_led_to(words)
                || self.leads_to_intention()
                || self.opens_plan(&near)
                || self.before.ends_with("展望")
                || self.is_told_with_plan(words, &near))
    }

    /// 2025年，我局共举办培训3次: whether its sentence tells the work of a whole year as done.
    pub fn is_told_as_done(&self) -> bool {
        let sentence: String = self
            .after
            .chars()
            .take_while(|c| !ends_sentence(*c))
            .collect();
        let done = [
            "全年共",
            "年共",
            "我局共",
            "全县共",
            "全市共",
            "全区共",
            "累计",
            "共收到",
            "共受理",
            "共办结",
            "共举办",
            "共开展",
            "共发布",
            "共公开",
            "完成了",
            "举办了",
            "开展了",
            "已完成",
        ];
        let comes = [
            "将",
            "拟",
            "计划",
            "预计",
            "力争",
            "争取",
            "目标",
            "下一步",
            "继续",
            "要",
            "确保",
            "安排",
            "预算",
            "月",
        ];
        let counts = sentence.chars().any(|c| c.is_ascii_digit());
        self.opens_sentence()
            && counts
            && done.iter().any(|word| sentence.contains(word))
            && !comes.iter().any(|word| sentence.contains(word))
    }

    /// Up to thirty characters before it.
    fn shortly_before(&self) -> &str {
        let first = self.before.char_indices().rev().nth(29);
        first
            .and_then(|(at, _)| self.before.get(at..))
            .unwrap_or(self.before)
    }

    /// 我镇将在2025年: whether the verb before it says that it is to come.
    fn is_led_to(&self, words: &[String]) -> bool {
        let before = self.shortly_before();
        let clause = before.rsplit(ends_clause).next().unwrap_or_default();
        let is_until = self.after.starts_with("底前");
        LEADS.iter().any(|lead| clause.ends_with(lead))
            || is_until && clause.ends_with("力争在")
            || is_until && holds(before, words) && before.ends_with('是')
            || before.ends_with([':', '：', '是']) && self.begins_plan()
            || is_heading_of_plans(before)
    }

    /// 2025年，我局将继续; 2025年工作打算: whether the clause that it opens says what will be done.
    fn opens_plan(&self, near: &str) -> bool {
        let opens_clause =
            self.before.ends_with(['，', ',']) && self.after.starts_with(['，', ',']);
        let goes_on = GOES_ON.iter().any(|word| near.contains(word));
        let is_plan = PLANS.iter().any(|word| self.after.starts_with(word));
        (self.opens_sentence() || opens_clause) && goes_on || is_plan && self.before.is_empty()
    }

    /// 下一步，要在2025年: whether its sentence names plans beside a year that nothing explains.
    fn is_told_with_plan(&self, words: &[String], near: &str) -> bool {
        let before = self.shortly_before();
        let at_once: String = near.chars().take(4).collect();
        let is_told = holds(before, words) && self.before.ends_with(['在', '，', ',', '于'])
            || holds(&at_once, words);
        let is_explained = EXPLAINED.iter().any(|word| self.after.starts_with(word));
        is_told
            && !is_explained
            && matches!(
                self.verdict(self.mention.year),
                Verdict::Moves | Verdict::Stays(Reason::NamedDocument)
            )
    }

    /// 2025年，我局将从三个方面改进: what the agency will do, shortly behind the year, which is no reason for it.
    fn leads_to_intention(&self) -> bool {
        let sentence: String = self
            .after
            .chars()
            .take_while(|c| !ends_sentence(*c))
            .take(24)
            .collect();
        // Most years are told with none of these, and then nothing else has to be asked.
        if !sentence.contains(['将', '拟', '划', '算', '排']) {
            return false;
        }
        let intends = [
            "我局将",
            "我县将",
            "我市将",
            "我区将",
            "我镇将",
            "我厅将",
            "我委将",
            "我省将",
            "我办将",
            "我们将",
            "我单位将",
            "本机关将",
            "本局将",
            "县政府将",
            "市政府将",
            "区政府将",
            "，将继续",
            "，将进一步",
            "，将重点",
            "，将着力",
            "，将从",
            "，将围绕",
            "，拟重点",
            "工作计划：",
            "工作打算：",
            "工作安排：",
        ];
        let reasons = [
            "总结", "对照", "根据", "基于", "结合", "针对", "立足", "按照", "围绕",
        ];
        let clause = self.before.rsplit(ends_clause).next().unwrap_or_default();
        let is_thing = [
            "的", "以来", "存在", "反映", "发现", "评估", "考核", "底", "出台", "印发", "公布",
        ];
        let is_reason = reasons.iter().any(|word| clause.contains(word));
        let comma = sentence.replace(',', "，");
        !is_reason
            && (self.after.starts_with("的工作中")
                || !is_thing.iter().any(|word| self.after.starts_with(word)))
            && (intends.iter().any(|word| comma.contains(word)) || self.intends_after(&comma))
            && !is_disposal(&comma)
            && self.verdict(self.mention.year) == Verdict::Moves
    }

    /// 我队将从三个方面加以改进: 将 behind the agency's own name, with a verb of what is to be done better.
    fn intends_after(&self, sentence: &str) -> bool {
        let goals = [
            "改进", "加强", "完善", "提升", "推进", "抓好", "做好", "深化", "优化", "强化",
        ];
        sentence.split_once('将').is_some_and(|(who, what)| {
            let is_own = who.starts_with(['我', '本']) && who.chars().count() <= 5;
            is_own && goals.iter().any(|goal| what.contains(goal))
        })
    }

    /// 2025年计划新建: a plan directly behind the year.
    fn begins_plan(&self) -> bool {
        let plan = self.after.strip_prefix("计划").or(self
            .after
            .strip_prefix('将')
            .or(self.after.strip_prefix('拟')));
        let verbs = [
            "新建",
            "建成",
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

/// 下一步打算：2024年把目录重新理一遍: whether a sentence begins with words that lead to nothing but plans.
fn is_heading_of_plans(before: &str) -> bool {
    let heads = [
        "下一步打算",
        "下步打算",
        "下一步工作打算",
        "下一步工作计划",
        "下一步计划",
        "下一步工作安排",
        "下一步安排",
        "下一步工作",
        "今后打算",
        "工作打算",
        "改进措施",
        "下一步改进措施",
        "下一步措施",
    ];
    let head = before.strip_suffix(['：', ':']);
    head.is_some_and(|head| heads.contains(&head.trim()))
}

/// 我局将政务公开纳入考核: 将 before what is dealt with is no future.
fn is_disposal(sentence: &str) -> bool {
    let verbs = [
        "纳入",
        "作为",
        "列入",
        "列为",
        "融入",
        "贯穿",
        "摆在",
        "放在",
        "转化为",
        "细化",
        "分解",
        "归集",
        "上传",
        "移交",
        "压缩",
        "结合",
    ];
    sentence.split_once('将').is_some_and(|(_, what)| {
        let clause = what.split(['，', '：', '；']).next().unwrap_or_default();
        verbs.iter().any(|verb| clause.contains(verb))
    })
}
