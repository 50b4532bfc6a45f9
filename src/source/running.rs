//! Lines that come again at the head or the foot of pages, such as a browser prints → told from the text between them.

use std::collections::{BTreeSet, HashMap};

/// Lines at each end of a page among which running ones are looked for.
const NEAR_EDGE: usize = 3;
/// Letters of a running line at least: shorter ones are page numbers, or rows of a table.
const LEAST_LETTERS: usize = 4;

/// What sentences end with, and lines that go on.
const STOPS: [char; 8] = ['。', '；', '：', '，', '、', '！', '？', ';'];

/// The running lines of pages, given the lines of each that are not blank: of each page their places among its lines.
///
/// The first page with a line at its head keeps it, for it may be the header of a table that goes on.
pub(super) fn of_pages(pages: &[Vec<&str>]) -> Vec<BTreeSet<usize>> {
    let mut running = vec![BTreeSet::new(); pages.len()];
    for is_foot in [false, true] {
        let mut own = vec![BTreeSet::new(); pages.len()];
        let mut found: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (page, lines) in pages.iter().enumerate() {
            let mut known = BTreeSet::new();
            let middle = lines.len() / 2;
            let lines = lines.iter().enumerate();
            // The head of a short page is not its foot.
            let edge: Vec<(usize, &&str)> = match is_foot {
                true => lines.skip(middle).rev().take(NEAR_EDGE).collect(),
                false => lines.take(NEAR_EDGE).collect(),
            };
            for (at, line) in edge {
                let key = key(line);
                let is_text = line.trim_end().ends_with(STOPS);
                if letters_of(&key) >= LEAST_LETTERS && !is_text && known.insert(key.clone()) {
                    found.entry(key).or_default().push((page, at));
                }
            }
        }
        for places in found.into_values() {
            if places.len() < 2 || 2 * places.len() < pages.len() {
                continue;
            }
            for (page, at) in places.into_iter().skip(usize::from(!is_foot)) {
                if let Some(own) = own.get_mut(page) {
                    own.insert(at);
                }
            }
        }
        for ((own, lines), running) in own.iter().zip(pages).zip(&mut running) {
            running.extend(from_edge(own, lines, is_foot));
        }
    }
    running
}

/// Those of a page's lines that come again from its edge on: nothing but page numbers stands between.
fn from_edge(found: &BTreeSet<usize>, lines: &[&str], is_foot: bool) -> BTreeSet<usize> {
    let mut places: Vec<usize> = (0..lines.len()).collect();
    if is_foot {
        places.reverse();
    }
    let is_number = |at: &usize| {
        let has_digit = |line: &str| line.contains(|c: char| c.is_ascii_digit());
        let line = lines.get(*at);
        line.is_some_and(|line| has_digit(line) && letters_of(&key(line)) < LEAST_LETTERS)
    };
    let mut kept = BTreeSet::new();
    for at in places {
        match found.contains(&at) {
            true => drop(kept.insert(at)),
            false if is_number(&at) => {}
            false => break,
        }
    }
    kept
}

fn letters_of(key: &str) -> usize {
    key.chars().filter(|c| c.is_alphabetic()).count()
}

/// A line without white space and without the short numbers in which pages differ; a year is no such number.
fn key(line: &str) -> String {
    let mut key = String::new();
    let mut number = String::new();
    for c in line.chars().filter(|c| !c.is_whitespace()).chain([' ']) {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        if number.len() > 3 {
            key.push_str(&number);
        }
        number.clear();
        key.push(c);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(pages: &[&[&str]]) -> Vec<Vec<usize>> {
        let pages: Vec<Vec<&str>> = pages.iter().map(|page| page.to_vec()).collect();
        let found = of_pages(&pages).into_iter();
        found.map(|places| places.into_iter().collect()).collect()
    }

    #[test]
    fn what_a_browser_prints_on_every_page_is_no_text() {
        let head = "26/1/20 10:05 某某局2025年政府信息公开工作年度报告";
        let found = running(&[
            &[head, "一、总体情况", "正文", "https://a.gov.cn/x.html 1/3"],
            &[head, "正文", "https://a.gov.cn/x.html 2/3"],
            &[head, "正文", "https://a.gov.cn/x.html 3/3"],
        ]);
        assert_eq!(found, [vec![3], vec![0, 2], vec![0, 2]]);
    }

    #[test]
    fn sentences_and_lines_away_from_the_edge_stay() {
        let foot = "某某局2025年政府信息公开工作年度报告";
        let found = running(&[
            &[
                "正文甲",
                "（此件公开发布）",
                "没有发生上述情况。",
                foot,
                "1",
            ],
            &[
                "正文乙",
                "（此件公开发布）",
                "没有发生上述情况。",
                foot,
                "2",
            ],
            &[
                "正文丙",
                "（此件公开发布）",
                "没有发生上述情况。",
                foot,
                "3",
            ],
        ]);
        assert_eq!(found, [vec![3], vec![3], vec![3]]);
    }

    #[test]
    fn rows_of_tables_and_titles_of_several_reports_stay() {
        // A repeated header stays where it stands first.
        let found = running(&[
            &["申请人情况", "甲 1", "3.其他 1 2"],
            &["申请人情况", "乙 2", "3.其他 3 4"],
        ]);
        assert_eq!(found, [Vec::new(), vec![0]]);
        let titles = [
            "某局2023年政府信息公开工作年度报告",
            "某局2024年政府信息公开工作年度报告",
        ];
        let found = running(&[&titles[..1], &titles[1..]]);
        assert!(found.iter().all(Vec::is_empty), "{found:?}");
    }
}
