//! Words of the language, not of the form, that say how numbers hang together.

/// What a word of the language does to the numbers around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// 其中: parts of the number before follow.
    Among,
    /// 均, 全部.
    All,
    /// 其余: what is left of a number before.
    Rest,
    /// 占.
    Share,
    More,
    Less,
    /// 持平.
    Same,
    /// 翻了一番.
    Doubled,
    /// 翻了两番.
    Fourfold,
    /// 增至: the number is this year's, not the change.
    UpTo,
    /// 同比.
    Compared,
    LastYear,
    ThisYear,
    Negation,
    Respectively,
    /// 每, 平均.
    Average,
    /// 各: each of those named before.
    Each,
    /// 共.
    Together,
    /// Of several years: 近三年, 以来.
    Years,
    /// 累计: of several years, unless this year is named.
    SoFar,
    /// 上半年.
    PartOfYear,
    /// What is yet to come.
    Plan,
    And,
    Of,
    /// 等: what was named before are examples.
    AndOthers,
}

pub const WORDS: [(Word, &[&str]); 25] = [
    (Word::Among, &["其中", "包括", "包含"]),
    (Word::All, &["清一色", "全部", "均", "都", "一律", "悉数", "全数", "件件"]),
    (Word::Rest, &["其余", "剩余", "余下", "另外", "另有", "另"]),
    (Word::Share, &["占"]),
    (
        Word::More,
        &["增长率", "增长", "增加", "上升", "提高", "增多", "增幅", "涨幅", "上涨", "提升", "净增加", "净增", "多收", "多", "增"],
    ),
    (Word::Less, &["净减少", "减少", "下降", "降低", "回落", "降幅", "减幅", "下滑", "少收"]),
    (Word::Same, &["持平"]),
    (Word::Doubled, &["翻了一番", "翻一番", "增长一倍", "增加一倍"]),
    (Word::Fourfold, &["翻了两番", "翻两番"]),
    (
        Word::UpTo,
        &[
            "增至", "增加到", "增加至", "上升到", "上升至", "增长到", "增长至", "升至", "提高到", "提高至", "下降到", "下降至",
            "降至", "降为", "增为", "减为", "减少到", "减少至", "降到", "减至", "升到", "提升到", "提升至",
        ],
    ),
    (
        Word::Compared,
        &[
            "同比", "比上年度", "比上年同期", "比上年", "比上一年度", "比上一年", "比去年同期", "比去年", "较上年度", "较上年同期",
            "较上年", "较上一年度", "较上一年", "较去年同期", "较去年", "与上年度相比", "与上年相比", "与上一年度相比", "与上一年相比",
            "与去年相比", "同上年相比", "同去年相比", "与上年同期相比", "与去年同期相比", "与上年度", "与上年", "与去年",
        ],
    ),
    (Word::LastYear, &["上一年度", "上年度", "上一年", "上年", "去年"]),
    (Word::ThisYear, &["本年度", "本年", "今年", "全年", "年内", "当年", "一年来"]),
    (Word::Negation, &["从未", "不存在", "没有", "未曾", "未", "没", "无", "零"]),
    (Word::Respectively, &["分别"]),
    (Word::Average, &["平均", "人均", "月均", "每", "次均"]),
    (Word::Each, &["各"]),
    (Word::Together, &["共计", "总共", "合计", "总计", "共"]),
    (
        Word::Years,
        &[
            "近三年", "近两年", "近五年", "近几年", "近年", "三年来", "两年来", "五年来", "历年", "以来", "往年", "“十四五”", "十四五",
            "三年间", "五年间", "近二年", "近四年", "近3年", "近5年", "近2年",
        ],
    ),
    (Word::SoFar, &["累计", "累积"]),
    (
        Word::PartOfYear,
        &[
            "上半年", "下半年", "第一季度", "第二季度", "第三季度", "第四季度", "一季度", "二季度", "三季度", "四季度", "前三季度",
            "季度", "当月", "单月",
        ],
    ),
    (
        Word::Plan,
        &["下一步", "下步", "下一年", "力争", "争取", "计划", "拟", "确保", "目标", "预计", "明年"],
    ),
    (Word::And, &["和", "及", "以及", "与", "或者", "或", "并"]),
    (Word::Of, &["的"]),
    (Word::AndOthers, &["等"]),
];

/// Words around a number that make it a rounded one: before it and behind it.
pub const ABOUT_BEFORE: [&str; 6] = ["大约", "约", "大概", "大致", "接近", "约为"];
pub const AT_LEAST_BEFORE: [&str; 7] = ["超过", "突破", "逾", "超", "不少于", "至少", "多达"];
pub const AT_MOST_BEFORE: [&str; 6] = ["将近", "近", "不足", "不到", "不超过", "少于"];
pub const AT_LEAST_BEHIND: [&str; 2] = ["余", "多"];

/// Common words that hold one of these and mean something else.
pub const PLAIN: [&str; 52] = [
    "首都", "成都", "都市", "无锡", "无为", "无法", "无偿", "无误", "无关", "无障碍", "无故", "无效", "无论", "无线", "无缝", "无纸化",
    "无需", "无须", "无条件", "无差错", "无遗漏", "无死角", "无正当理由", "未来", "未能", "未及时", "未按", "未经", "未成年", "没收",
    "零距离", "零散", "零星", "零售", "零碎", "模拟", "拟定", "拟订", "虚拟", "共享", "公共", "共同", "共建", "占用", "占有", "等级", "多种", "多次", "多个", "多样", "多名", "多方",
];
