//! Damaged copies of a published report: a figure is right or missing, never wrong.

use crate::import::{BARS, LAYOUT, ONE_A_LINE, SPACES, TABS, expected};
use nianbao::import::import_text;
use nianbao::template::Template;

/// No figure of a damaged copy may differ from the original's.
fn assert_no_wrong_figure(name: &str, damaged: &str, template: Option<&Template>) {
    let Ok(imported) = import_text(damaged, "样本.txt", template) else {
        return;
    };
    let expected = expected();
    let entered = imported
        .report
        .entries
        .iter()
        .chain(&imported.report.stated);
    for (address, entry) in entered {
        let right = expected
            .get(address.as_str())
            .map(String::as_str)
            .unwrap_or_default();
        assert_eq!(entry.to_string(), right, "{name}: {address}\n{damaged}");
    }
}

fn samples() -> [(&'static str, &'static str); 5] {
    [
        ("tabs", TABS),
        ("bars", BARS),
        ("one a line", ONE_A_LINE),
        ("spaces", SPACES),
        ("layout", LAYOUT),
    ]
}

#[test]
fn a_copy_cut_short_gives_no_wrong_figure() {
    let template = Template::built_in("2021").unwrap();
    for (name, sample) in samples() {
        let ends: Vec<usize> = sample.char_indices().map(|(at, _)| at).collect();
        for (step, end) in ends.iter().enumerate() {
            if step % 23 == 0
                || sample[..*end].ends_with(|c: char| c.is_ascii_digit()) && step % 4 == 0
            {
                assert_no_wrong_figure(
                    &format!("{name} cut at {step}"),
                    &sample[..*end],
                    Some(&template),
                );
            }
        }
    }
}

#[test]
fn a_line_lost_or_doubled_gives_no_wrong_figure() {
    let template = Template::built_in("2021").unwrap();
    for (name, sample) in samples() {
        let lines: Vec<&str> = sample.lines().collect();
        for at in 0..lines.len() {
            let mut less = lines.clone();
            less.remove(at);
            assert_no_wrong_figure(
                &format!("{name} without line {at}"),
                &(less.join("\n") + "\n"),
                None,
            );
            let mut more = lines.clone();
            more.insert(at, lines[at]);
            assert_no_wrong_figure(
                &format!("{name} with line {at} twice"),
                &(more.join("\n") + "\n"),
                Some(&template),
            );
            let mut paged = lines.clone();
            let page = ["- 3 -", "— 3 —", "第3页", "3"][at % 4];
            paged.insert(at, page);
            assert_no_wrong_figure(
                &format!("{name} with {page} at {at}"),
                &(paged.join("\n") + "\n"),
                Some(&template),
            );
        }
    }
}

#[test]
fn swapped_or_lost_cells_give_no_wrong_figure() {
    let template = Template::built_in("2021").unwrap();
    for left in 0..9 {
        let swapped: Vec<String> = TABS
            .lines()
            .map(|line| {
                let mut cells: Vec<&str> = line.split('\t').collect();
                if cells.len() == 10 {
                    cells.swap(left, left + 1);
                }
                cells.join("\t")
            })
            .collect();
        assert_no_wrong_figure(
            &format!("columns {left} swapped"),
            &(swapped.join("\n") + "\n"),
            Some(&template),
        );
    }
    let lines: Vec<&str> = TABS.lines().collect();
    for at in 0..lines.len() {
        for cell in 0..lines[at].split('\t').count() {
            let mut cells: Vec<&str> = lines[at].split('\t').collect();
            if cells.len() < 2 {
                continue;
            }
            cells.remove(cell);
            let line = cells.join("\t");
            let mut damaged = lines.clone();
            damaged[at] = &line;
            assert_no_wrong_figure(
                &format!("cell {at}:{cell} lost"),
                &(damaged.join("\n") + "\n"),
                Some(&template),
            );
        }
    }
}
