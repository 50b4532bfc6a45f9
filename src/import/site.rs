//! What a website prints around a report: lines over its text, buttons, links and the site's own foot under it.

use super::marks::dense;

/// Whether a line between title and text is the page's, not the report's.
pub(super) fn stands_over_text(line: &str) -> bool {
    const WORDS: [&str; 10] = [
        "发布时间",
        "发布日期",
        "发布机构",
        "来源",
        "浏览",
        "点击",
        "字号",
        "作者",
        "打印",
        "目录",
    ];
    let text = dense(line);
    !line.contains('。') && WORDS.iter().any(|word| text.contains(word))
}

/// Takes the foot of a page off the end of the last section: from the first line that only a website prints, as far as
/// no sentence stands behind it.
pub(super) fn take_foot(lines: &mut Vec<(usize, String)>) -> Vec<String> {
    let is_prose = |line: &str| line.contains('。') && !is_of_site(line);
    let after_prose = lines.iter().rposition(|(_, line)| is_prose(line));
    let start = after_prose.map_or(0, |at| at + 1);
    let rest = lines.iter().enumerate().skip(start);
    let first = rest.clone().find(|(_, (_, line))| is_of_site(line));
    let Some((first, _)) = first else {
        return Vec::new();
    };
    let foot = lines.split_off(first);
    foot.into_iter().map(|(_, line)| line).collect()
}

/// Whether only a website prints such a line: where to go next, what to press, who runs the site.
fn is_of_site(line: &str) -> bool {
    const BEGIN: [&str; 28] = [
        "上一篇",
        "下一篇",
        "上一条",
        "下一条",
        "上一页",
        "下一页",
        "相关链接",
        "相关阅读",
        "相关附件",
        "友情链接",
        "网站地图",
        "网站标识码",
        "技术支持",
        "版权所有",
        "版权声明",
        "分享到",
        "扫一扫",
        "责任编辑",
        "主办单位：",
        "主办：",
        "承办单位：",
        "承办：",
        "浏览次数",
        "访问量",
        "点击数",
        "联系我们",
        "设为首页",
        "Copyright",
    ];
    const INSIDE: [&str; 7] = [
        "ICP备",
        "icp备",
        "公网安备",
        "网站标识码",
        "网安备",
        "AllRightsReserved",
        "©",
    ];
    const BUTTONS: [&str; 14] = [
        "打印本页",
        "关闭窗口",
        "关闭本页",
        "返回顶部",
        "返回列表",
        "加入收藏",
        "收藏本页",
        "打印此页",
        "打印",
        "关闭",
        "收藏",
        "分享",
        "返回",
        "纠错",
    ];
    let text = dense(line);
    let plain = text.trim_start_matches(|c: char| "【[（(·|".contains(c));
    let is_sentence = text.contains('。');
    if !is_sentence && BEGIN.iter().any(|word| plain.starts_with(word)) {
        return true;
    }
    if INSIDE.iter().any(|word| text.contains(word)) {
        return true;
    }
    let mut left = text.clone();
    for button in BUTTONS {
        left = left.replace(button, "");
    }
    let is_rest = |c: char| "【】[]（）()|｜/、·：: ".contains(c);
    left != text && left.chars().all(is_rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foot(lines: &[&str]) -> (usize, Vec<String>) {
        let mut kept: Vec<(usize, String)> = lines
            .iter()
            .enumerate()
            .map(|(at, line)| (at, (*line).to_owned()))
            .collect();
        let foot = take_foot(&mut kept);
        (kept.len(), foot)
    }

    #[test]
    fn the_foot_of_a_page_is_no_text_of_the_report() {
        for site in [
            "上一篇：没有了",
            "【打印】 【关闭】",
            "打印本页 关闭窗口",
            "责任编辑：王某",
            "分享到：",
            "扫一扫在手机打开当前页",
            "版权所有：某某县人民政府",
            "主办：某某县人民政府办公室 豫ICP备05000000号",
            "Copyright © 2026 All Rights Reserved",
        ] {
            let (kept, found) =
                foot(&["没有需要报告的事项。", site, "地址：某某路1号 电话：0371-1"]);
            assert_eq!((kept, found.len()), (1, 2), "{site}");
        }
    }

    #[test]
    fn what_a_report_may_say_of_sites_and_printing_stays() {
        for text in [
            "关闭政府网站2家，新增版权所有声明。",
            "主办单位：县政府办公室。本年度没有收取信息处理费。",
            "打印机等设备的采购信息已公开",
            "附件：行政许可事项清单",
            "分享经验，交流做法",
            "相关信息处理费：无",
        ] {
            assert_eq!(
                foot(&["没有收取信息处理费。", text]),
                (2, Vec::new()),
                "{text}"
            );
        }
        // A line of a site amid the text stays where a sentence follows.
        assert_eq!(foot(&["相关链接", "本年度没有收费。"]), (2, Vec::new()));
    }
}
