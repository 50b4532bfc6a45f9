//! Words that stand twice by mistake: 公开公开, 和和; not 为了了解, 部门部门预算 or 一件一件.

use super::stretch::Stretch;
use super::usage::{Fault, is_hanzi};

/// Words that stand twice where neither the language nor a longer word wants it.
pub fn doubled_words(text: &[char]) -> Vec<Fault> {
    let mut found: Vec<Fault> = Vec::new();
    let mut at = 0;
    while at + 1 < text.len() {
        match doubled_at(text, at) {
            Some(length) => {
                let once: String = text.part(at..at + length).iter().collect();
                found.push(Fault {
                    range: at..at + 2 * length,
                    instead: Some(once),
                    why: None,
                });
                at += 2 * length;
            }
            None => at += 1,
        }
    }
    found
}

/// How long the word is that stands twice from a position on.
fn doubled_at(text: &[char], at: usize) -> Option<usize> {
    for length in (2..=8).rev() {
        // Asked of every character of every text: most answers need but one look.
        if text.get(at) != text.get(at + length) {
            continue;
        }
        let Some(pair) = text.get(at..at + 2 * length) else {
            continue;
        };
        let (first, second) = pair.split_at(length);
        if first == second && first.iter().all(|c| is_hanzi(*c)) && !is_wanted(text, at, length) {
            return Some(length);
        }
    }
    (is_small_word_doubled(text, at) || is_end_doubled(text, at)).then_some(1)
}

/// Words that join others and never begin a longer name, so that nothing behind them excuses their standing twice.
const JOINING: [&str; 43] = [
    "更新",
    "召开",
    "举办",
    "确保",
    "健全",
    "深化",
    "拓展",
    "促进",
    "增强",
    "进一步",
    "通过",
    "进行",
    "开展",
    "以及",
    "按照",
    "根据",
    "为了",
    "对于",
    "关于",
    "由于",
    "因此",
    "同时",
    "继续",
    "不断",
    "及时",
    "积极",
    "认真",
    "严格",
    "依法",
    "加强",
    "推进",
    "完善",
    "提升",
    "提高",
    "落实",
    "加大",
    "强化",
    "并且",
    "但是",
    "还有",
    "已经",
    "充分",
    "切实",
];

/// Words that stand twice on purpose.
const EMPHATIC: [&str; 7] = ["很多", "许多", "非常", "彼此", "永远", "好多", "不少"];

/// Words with how longer words go on that begin with them: 学习|学习强国, 服务|服务业, 建设|建设用地.
const LONGER: [(&str, &[&str]); 9] = [
    ("学习", &["强国", "时报"]),
    (
        "服务",
        &["业企", "业的", "业发", "业等", "业、", "业，", "型", "商"],
    ),
    ("建设", &["用地"]),
    ("管理", &["类", "岗", "学", "层"]),
    ("研究", &["生", "型"]),
    ("规划", &["图", "馆"]),
    ("代表", &["们"]),
    ("统计", &["学", "年鉴"]),
    ("审计", &["署"]),
];

/// How longer words go on whose first part may follow the same word: 各部门|部门预算, 委员会委员|会议, 年度|年度报告.
const TAILS: [&str; 65] = [
    "预算", "决算", "性", "对象", "人", "员", "者", "组", "室", "院", "局", "处", "科", "股",
    "单位", "机构", "机关", "部门", "库", "化", "法", "率", "报告", "考核", "网", "栏目", "专栏",
    "窗口", "中心", "点", "站", "台", "平台", "会", "书", "证", "费", "金", "量", "期", "日", "厅",
    "馆", "事务", "资助", "职责", "制度", "负责", "长", "级", "系统", "计划", "清单", "指南",
    "目标", "所", "队", "办", "委", "团", "号", "册", "簿", "卡", "物",
];

/// Repetition that the language wants, or that two words make where they meet.
fn is_wanted(text: &[char], at: usize, length: usize) -> bool {
    let first = text.part(at..at + length);
    let behind = text.onward(at + 2 * length);
    let starts = |text: &[char], word: &str| {
        let mut text = text.iter();
        word.chars().all(|c| text.next() == Some(&c))
    };
    let is_one_of = |words: &[&str]| {
        words
            .iter()
            .any(|word| word.chars().count() == length && starts(first, word))
    };
    let is_joining = is_one_of(&JOINING);
    let longer = LONGER.iter().find(|(word, _)| is_one_of(&[word]));
    let is_longer = longer.is_some_and(|(_, tails)| tails.iter().any(|tail| starts(behind, tail)));
    let goes_on = !is_joining && TAILS.iter().any(|tail| starts(behind, tail)) || is_longer;
    // 送达件|一件一档.
    let is_each = length == 2
        && first.get(1) == Some(&'一')
        && first
            .first()
            .is_some_and(|c| "件户事人村企项案条".contains(*c));
    let counts = length == 2 && matches!(first.first(), Some('一' | '逐' | '每' | '半'));
    let same = first.iter().all(|c| Some(c) == first.first());
    // 信息公开|公开范围; 谁公开|公开什么.
    // 人民政府|政府信息.
    let place = at.checked_sub(1).and_then(|before| text.get(before));
    let is_government =
        first == ['政', '府'] && place.is_some_and(|c| "民县市区省镇乡州旗".contains(*c));
    let meets = is_government || first == ['公', '开'] && is_meeting(text, at, behind);
    // 公开公开再公开; 多沟通沟通.
    let is_tried = is_one_of(&["研究", "讨论", "商量", "考虑", "沟通"]);
    let is_climax =
        behind.first() == Some(&'再') && (is_tried || behind.onward(1).starts_with(first));
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let is_gentle = length == 2 && !is_joining && matches!(before, Some('多' | '再' | '来' | '请'));
    counts || is_each || same || meets || goes_on || is_climax || is_gentle || is_one_of(&EMPHATIC)
}

/// Whether the first 公开 belongs to the word before it and the second to the one behind: 信息公开|公开范围, 谁公开|公开什么.
fn is_meeting(text: &[char], at: usize, behind: &[char]) -> bool {
    let before = text.upto(at);
    let ends = |words: &[&str]| {
        let mut words = words.iter();
        words.any(|word| before.ends_with(&word.chars().collect::<Vec<_>>()))
    };
    let named = [
        "范围", "内容", "方式", "时限", "程序", "属性", "形式", "主体", "审查", "载体", "标准",
        "事项", "目录", "清单", "期限", "义务",
    ];
    let behind: String = behind.iter().take(2).collect();
    ends(&["谁", "应", "该", "不", "重"])
        || ends(&["信息", "政务", "事务", "村务", "校务", "财务"])
            && named.contains(&behind.as_str())
}

/// Whether a small word stands twice and no word begins with the second or ends with the first: not 为|了解, 目的|的.
fn is_small_word_doubled(text: &[char], at: usize) -> bool {
    let Some(small) = text.get(at).filter(|c| text.get(at + 1) == Some(*c)) else {
        return false;
    };
    let Some((_, ends, begins)) = SMALL.iter().find(|(word, _, _)| word == small) else {
        return false;
    };
    let behind = text.get(at + 2).copied().unwrap_or('。');
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    // Three and more of one are no slip of a word.
    let is_longer = behind == *small || before == Some(small);
    !is_longer && !begins.contains(behind) && !before.is_some_and(|before| ends.contains(*before))
}

/// Small words; what words that end with them begin with, and how words go on that begin with them.
const SMALL: [(char, &str, &str); 24] = [
    ('的', "目标有别真", "确士"),
    ('了', "为除罢到", "解然结却得断"),
    (
        '和',
        "谐平饱缓温调总共中",
        "谐平解睦气美顺善县田林议约畅龙政",
    ),
    ('是', "但可只凡不都若总还就正", "否非以"),
    (
        '在',
        "存所实现正内外潜",
        "线建职场编校册岗押库途手野外乎意办审施即于此位产训读学地",
    ),
    ('与', "参给付赋", "会时众其否"),
    ('及', "以普涉顾危提波触", "时早格"),
    (
        '对',
        "针应核面相绝校比",
        "外口接象照应比账策标症话立方面手联待等公于位调冲",
    ),
    (
        '为',
        "以作行成认因视较更最分",
        "民了期何人主首准由此止政老企先官基例",
    ),
    ('将', "", "要近来军领士帅乐"),
    ('并', "合归兼一", "联网购行轨案存列入重举且非"),
    ('从', "服听遵自跟", "业事严重快轻宽简优众容而中前此今"),
    ('被', "", "动告申征诉处害保执监审调检投"),
    ('由', "自理缘事案", "来头此于"),
    (
        '中',
        "其集期市空年之当",
        "国央小标高医职考介期部学心型层华外欧东式西英药共级旬专等文游转",
    ),
    ('向', "面方导走意趋定倾", "上下前好心阳日外"),
    ('于', "由对关至等属位便利善基限", "都洪田是"),
    ('也', "", ""),
    ('已', "而不", "经"),
    ('该', "应", "应"),
    ('到', "", "位场期达底岗人会账点店户村企校家边"),
    ('待', "期等招接款优看对善", "遇办审定命岗业查"),
    ('够', "", ""),
    ('或', "", "者许"),
];

/// Whether the last character of a common word stands twice and begins no other word: 发布布, not 公开|开展.
fn is_end_doubled(text: &[char], at: usize) -> bool {
    let Some(word) = at.checked_sub(1).and_then(|start| text.get(start..=at)) else {
        return false;
    };
    let is_twice = text.get(at) == text.get(at + 1) && text.get(at + 2) != text.get(at);
    let behind = text.get(at + 2).copied().unwrap_or('。');
    let is_common = |(common, _): &&(&str, &str)| common.chars().eq(word.iter().copied());
    let known = COMMON.iter().filter(|_| is_twice).find(is_common);
    known.is_some_and(|(_, begins)| !begins.contains(behind))
}

/// Common words of two characters, and how words go on that begin with their second.
const COMMON: [(&str, &str); 77] = [
    ("专题", "目材库"),
    ("我局", "长域部面"),
    ("本局", "长域部面"),
    ("我镇", "长"),
    ("我委", "员托"),
    ("我厅", "长"),
    ("提升", "级值任华学"),
    ("加强", "制化调度行劲力"),
    ("发布", "置局署防告点料匹衣"),
    ("解读", "者书懂物完本数取"),
    ("管理", "论念由顺解应想事性会财赔"),
    ("动态", "势度"),
    ("公室", "内外"),
    ("工作", "为风用出业者品法"),
    ("建设", "施计立置备定想"),
    ("服务", "实必求虚农工员"),
    ("培训", "练导诫"),
    ("平台", "账阶湾风"),
    ("网站", "点位立台在群内外长"),
    ("机制", "定作度约造止发"),
    ("制度", "过假量"),
    ("监督", "促办查导察战"),
    ("落实", "施现际行效验体地习事时"),
    ("推进", "行入度出一展步驻口程"),
    ("完善", "意良于后"),
    ("优化", "解工学"),
    ("规范", "围畴例本文"),
    ("保障", "碍"),
    ("更新", "增建的型闻媒时设兴办一生风"),
    ("内容", "易量器纳许"),
    ("渠道", "路德歉理"),
    ("领域", "名外内"),
    ("目录", "入用取音"),
    ("指南", "方北部京下"),
    ("情况", "且"),
    ("问题", "目材名"),
    ("措施", "行工政策"),
    ("改进", "行入一度展步"),
    ("质量", "化力大"),
    ("水平", "台均等时稳安衡"),
    ("及时", "间限效代任常段长候"),
    ("准确", "保定认立实"),
    ("全面", "向对临积上貌"),
    ("主动", "态员力作用机"),
    ("依法", "律规院定制治人"),
    ("公众", "多人所"),
    ("群众", "多人所说望志矢"),
    ("部门", "户口槛"),
    ("申请", "求示教"),
    ("答复", "议查核审制印"),
    ("办理", "论念由顺解应"),
    ("受理", "由论念"),
    ("回应", "当该对急用诉"),
    ("政务", "必实求"),
    ("开展", "示览开现望"),
    ("组织", "密"),
    ("审核", "心实对查准定"),
    ("责任", "务何职免命"),
    ("人员", "工额"),
    ("意识", "别字"),
    ("效率", "先领"),
    ("便民", "众生主意营政间族"),
    ("公开", "展会放始设通拓启发创辟工封支"),
    ("强化", "解工学"),
    ("政办", "理公结事件好"),
    ("机构", "建成想造筑"),
    ("信息", "县"),
    ("政策", "划动略源反"),
    ("栏目", "标的录"),
    ("文件", "件均数"),
    ("力度", "过"),
    ("数据", "此说实悉"),
    ("网络", "绎"),
    ("答疑", "难问"),
    ("宣传", "统达播承递"),
    ("审查", "询看找处办明实"),
    ("标准", "确备入予许时"),
];
