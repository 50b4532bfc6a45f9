//! Lines of text in which cells were joined or shared, a header comes again in another order, or a label stands alone
//! among sentences: no figure goes astray, and no line is lost.

use crate::import::{TABS, expected};
use nianbao::import::{Choice, Imported, NoteKind, import, import_text};

fn read(source: &str) -> Imported {
    import_text(source, "样本.txt", None).unwrap()
}

/// The figures that are not the sample's, and how many are.
fn compared(imported: &Imported) -> (Vec<String>, usize) {
    let expected = expected();
    let (entries, stated) = (&imported.report.entries, &imported.report.stated);
    let mut wrong = Vec::new();
    let mut right = 0;
    for (address, entry) in entries.iter().chain(stated) {
        match expected.get(address.as_str()) {
            Some(figure) if *figure == entry.to_string() => right += 1,
            known => wrong.push(format!("{address} {entry} for {known:?}")),
        }
    }
    (wrong, right)
}

/// Whether a note of a kind that holds these words is about a figure.
fn is_told(imported: &Imported, kind: NoteKind, address: &str, words: &str) -> bool {
    imported.notes.iter().any(|note| {
        let mut places = note.places.iter();
        note.kind == kind
            && note.sentence.contains(words)
            && places.any(|place| place.to_string() == address)
    })
}

/// The sample with one of its lines put in another way; it must be there.
fn with(line: &str, other: &str) -> String {
    assert_eq!(TABS.matches(line).count(), 1, "{line}");
    TABS.replacen(line, other, 1)
}

#[test]
fn two_numbers_in_a_cell_are_parted_where_the_sum_of_their_row_proves_it() {
    let whole = compared(&read(TABS));
    let row = "\t\t2.重复申请\t123\t124\t126\t127\t128\t130\t758";
    let place = "requests.repeated.business";
    // The blank cell that the second number left, or none.
    for joined in [
        "\t\t2.重复申请\t123 124\t\t126\t127\t128\t130\t758",
        "\t\t2.重复申请\t123\t124\u{3000}126\t127\t128\t130\t758",
    ] {
        let imported = read(&with(row, joined));
        assert_eq!(compared(&imported).0, [""; 0], "{joined}");
        assert!(
            imported
                .report
                .entries
                .iter()
                .any(|(at, _)| at.as_str() == place)
        );
        assert!(is_told(&imported, NoteKind::Doubted, place, "不止一个数"));
    }
    // A number more and one less, a wrong total: nothing proves the places.
    for joined in [
        "\t\t2.重复申请\t123 9\t\t124\t126\t127\t128\t758",
        "\t\t2.重复申请\t123 124\t\t126\t127\t128\t139\t758",
    ] {
        let imported = read(&with(row, joined));
        assert_eq!(compared(&imported).0, [""; 0], "{joined}");
        assert!(
            is_told(&imported, NoteKind::LeftEmpty, place, "不止一个数"),
            "{joined}"
        );
    }
    // Table two has no sums. Where one cell holds a whole row, its numbers stand in their order.
    let rules = "规章\t3\t1\t12";
    let issued = "disclosed.regulations.issued";
    let imported = read(&with(rules, "规章\t3 1\t\t12"));
    assert!(is_told(
        &imported,
        NoteKind::LeftEmpty,
        issued,
        "不止一个数"
    ));
    let imported = read(&with(rules, "规章\t3 1 12\t\t"));
    assert_eq!(compared(&imported), whole);
}

#[test]
fn rows_below_a_header_that_comes_again_in_another_order_are_not_read_by_the_first() {
    let bare = |text: &str| {
        text.replace("\t\t\t\t", "\t")
            .replace("\t\t\t", "\t")
            .replace("\t\t", "\t")
    };
    let below = "\t（四）无法提供\t1.本机关不掌握相关政府信息";
    let start = TABS.find("（本列数据的勾稽关系").unwrap();
    let end = TABS.find("一、本年新收").unwrap();
    let header = &TABS[start..end];
    for (order, is_same) in [("商业企业\t科研机构", true), ("科研机构\t商业企业", false)]
    {
        let again = header.replace("商业企业\t科研机构", order);
        // Wrong totals, so that no sum of the columns tells the order.
        let text =
            with(below, &format!("{again}{below}")).replace("\t1911\t1939\t", "\t1921\t1949\t");
        for text in [
            text.clone(),
            text.lines()
                .map(|line| bare(line.trim_start()) + "\n")
                .collect(),
        ] {
            let imported = read(&text);
            let held = imported.report.entries.iter();
            let is_below =
                |at: &str| at == "requests.repeated.business" || at == "requests.not_held.research";
            let below = held.filter(|(at, _)| is_below(at.as_str())).count();
            assert_eq!(below, if is_same { 2 } else { 0 }, "{order}\n{text}");
            let reason = "次序与格式不同";
            let is_named = is_told(
                &imported,
                NoteKind::LeftEmpty,
                "requests.repeated.business",
                reason,
            );
            assert_eq!(is_named, !is_same, "{order}");
        }
    }
}

#[test]
fn a_figure_that_two_rows_of_text_may_share_is_told() {
    let place = "disclosed.penalties.decisions";
    let plain = read(TABS);
    assert!(!is_told(&plain, NoteKind::Doubted, place, "合用一格"));
    for second in ["行政强制", "行政强制\t\t\t"] {
        let imported = read(&with("行政强制\t36\t\t", second));
        assert!(
            is_told(&imported, NoteKind::Doubted, place, "合用一格"),
            "{second:?}"
        );
    }
    let imported = read(&with("行政规范性文件\t22\t5\t1,286", "行政规范性文件 22 5"));
    assert!(is_told(
        &imported,
        NoteKind::Doubted,
        "disclosed.regulations.in_force",
        "合用一格"
    ));
}

#[test]
fn money_below_a_label_without_its_unit_is_told() {
    let whole = compared(&read(TABS));
    let place = "disclosed.charges.amount";
    assert!(!is_told(&read(TABS), NoteKind::Doubted, place, "单位"));
    let bare = with("本年收费金额（单位：万元）", "本年收费金额");
    let imported = read(&bare);
    assert!(is_told(&imported, NoteKind::Doubted, place, "没有写单位"));
    assert_eq!(compared(&imported), whole);
    let imported = read(&bare.replace("58.6020", "0"));
    assert!(!is_told(&imported, NoteKind::Doubted, place, "没有写单位"));
}

#[test]
fn a_label_alone_among_sentences_is_one_of_them() {
    let whole = compared(&read(TABS));
    assert!(whole.0.is_empty() && whole.1 > 160, "{whole:?}");
    let before = "（三）政府信息管理";
    for line in ["第二十条第（五）项", "行政强制", "申请人情况"] {
        let imported = read(&with(before, &format!("{line}\n\n{before}")));
        assert_eq!(compared(&imported), whole, "{line}");
        let prose = &imported.report.prose["overview"];
        assert_eq!(prose.parts.len(), 5, "{line}");
        assert!(prose.parts[1].text.contains(line), "{:?}", prose.parts[1]);
    }
}

#[test]
fn words_beside_labels_and_figures_are_named() {
    for (line, other) in [
        ("行政处罚\t417", "行政处罚（含简易程序）\t417"),
        ("行政处罚\t417\t\t", "行政处罚\n（含简易程序）\n417"),
        ("行政处罚\t417\t\t", "行政处罚\t417\t\t含简易程序"),
        ("第二十条第（五）项", "第二十条第（五）项（含简易程序）"),
        ("\t商业企业\t", "\t商业企业（含简易程序）\t"),
        ("\t\t2.重复申请\t", "\t\t2.重复申请（含简易程序）\t"),
        ("\t（四）无法提供\t", "\t（四）无法提供（含简易程序）\t"),
    ] {
        let imported = read(&with(line, other));
        assert_eq!(compared(&imported).0, [""; 0], "{other:?}");
        let mut notes = imported.notes.iter();
        let is_named = notes.any(|note| note.sentence.contains("含简易程序"));
        assert!(is_named, "{other:?}: {:?}", imported.notes);
    }
    let mut notes = read(TABS).notes.into_iter();
    assert!(!notes.any(|note| note.kind == NoteKind::NotPlaced));
}

#[test]
fn the_last_figures_of_a_table_that_a_page_cut_off_are_told() {
    // Table four without its last two columns, the last figure without its last digit.
    let lines: Vec<&str> = TABS.lines().collect();
    let start = lines
        .iter()
        .position(|line| line.starts_with("行政复议\t"))
        .unwrap();
    let cut = |at: usize, line: &str| -> String {
        let cells: Vec<&str> = line.split('\t').collect();
        match (start..start + 4).contains(&at) && cells.len() > 13 {
            true => cells[..13].join("\t"),
            false => line.to_owned(),
        }
    };
    let lines: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| cut(at, line))
        .collect();
    let figures = &lines[start + 3];
    let text = lines
        .join("\n")
        .replace(figures.as_str(), &figures[..figures.len() - 1]);
    let imported = read(&text);
    let (wrong, right) = compared(&imported);
    assert!(right > 100 && wrong.len() == 1, "{right}, {wrong:?}");
    for wrong in wrong {
        let address = wrong.split(' ').next().unwrap();
        assert!(
            is_told(&imported, NoteKind::Doubted, address, "右边缺列"),
            "{wrong}"
        );
    }
}

#[test]
fn a_figure_between_two_labels_is_not_taken_where_labels_stand_below_their_figures() {
    let band = "行政处罚\t417\t\t\n行政强制\t36\t\t";
    let place = "disclosed.penalties.decisions";
    let imported = read(&with(band, "417\n行政处罚\n36\n行政强制"));
    assert_eq!(compared(&imported).0, [""; 0]);
    assert!(is_told(&imported, NoteKind::LeftEmpty, place, "不在一行"));
    // A page number stands there, and each label above its figure.
    let imported = read(&with(band, "7\n行政处罚\n417\n行政强制\n36"));
    assert_eq!(compared(&imported).0, [""; 0]);
    let found = imported.report.entries.iter();
    let found =
        found.filter(|(at, _)| [place, "disclosed.coercion.decisions"].contains(&at.as_str()));
    assert_eq!(found.count(), 2);
}

#[test]
fn a_figure_that_is_more_than_the_total_of_its_row_is_told_beside_one_that_is_none() {
    let row = "\t\t2.重复申请\t123\t124\t126\t127\t128\t130\t758";
    let place = "requests.repeated.charity";
    let imported = read(&with(
        row,
        "\t\t2.重复申请\t1,23\t124\t126\t127128\t\t130\t758",
    ));
    let is_empty = !imported
        .report
        .entries
        .keys()
        .any(|at| at.as_str() == place);
    assert!(is_empty || is_told(&imported, NoteKind::Doubted, place, "合计却是"));
}

#[test]
fn a_link_to_a_note_beside_a_figure_is_no_digit_of_it() {
    let page = |cell: &str| {
        format!(
            "<h1>某某局2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>已办结。</p>\
             <h2>二、主动公开政府信息情况</h2><table><tr><td colspan=2>第二十条第（五）项</td></tr>\
             <tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>{cell}</td></tr></table>"
        )
    };
    for (cell, expected) in [
        ("595<a href='#fn3'>3</a>", None),
        ("<a href='#fn3'>595</a>", Some("595")),
        ("<a href='#'>59</a>5", Some("595")),
        ("<a href='x.html'>595</a>", Some("595")),
    ] {
        let imported = import(page(cell).as_bytes(), "甲", Choice::default()).unwrap();
        let found = imported
            .report
            .entries
            .values()
            .next()
            .map(ToString::to_string);
        assert_eq!(found.as_deref(), expected, "{cell}");
    }
}

#[test]
fn short_labels_in_an_order_of_their_own_and_columns_of_something_else_are_not_read_by_the_form() {
    let place = "requests.repeated.business";
    let start = TABS.find("\t\t\t自然人").unwrap();
    let end = TABS.find("一、本年新收").unwrap();
    let header = |labels: [&str; 7]| {
        let others = labels[1..6].join("\t");
        let lines = format!(
            "\t\t\t{}\t法人或其他组织\t\t\t\t\t{}\n\t\t\t\t{others}\t\n",
            labels[0], labels[6]
        );
        TABS.replacen(&TABS[start..end], &lines, 1)
    };
    let one_line = |labels: &str| TABS.replacen(&TABS[start..end], &format!("\t\t\t{labels}\n"), 1);
    for text in [
        header(["个人", "科研", "企业", "公益", "法律", "其他", "合计"]),
        header(["个人", "企业", "公益", "科研", "法律", "其他", "总计"]),
        one_line("教育局\t民政局\t财政局\t公安局\t住建局\t水利局\t总计"),
        one_line("一季度\t二季度\t三季度\t四季度\t其他\t小计\t总计"),
    ] {
        let imported = read(&text);
        assert_eq!(compared(&imported).0, [""; 0], "{text}");
        assert!(
            !imported
                .report
                .entries
                .keys()
                .any(|at| at.as_str() == place),
            "{text}"
        );
    }
}

#[test]
fn a_table_that_its_caption_gives_to_the_year_before_is_told() {
    let caption = "四、政府信息公开行政复议、行政诉讼情况\n";
    let place = "appeals.cases.direct_other";
    let page = |line: &str| {
        let cell = |text: &str| format!("<td>{text}</td>");
        let row = |line: &str| {
            format!(
                "<tr>{}</tr>",
                line.split('\t').map(cell).collect::<String>()
            )
        };
        let (head, rest) = TABS.split_once(caption).unwrap();
        let (table, foot) = rest.trim_start().split_once("\n\n").unwrap();
        let rows: String = table.lines().map(row).collect();
        let lines = |text: &str| {
            text.lines()
                .map(|line| format!("<p>{line}</p>"))
                .collect::<String>()
        };
        format!(
            "{}<p>{caption}</p><p>{line}</p><table>{rows}</table>{}",
            lines(head),
            lines(foot)
        )
    };
    for (line, expected) in [("2022年情况（供对比）：", true), ("2023年情况：", false)]
    {
        let imported = import(page(line).as_bytes(), "甲", Choice::default()).unwrap();
        let told = is_told(&imported, NoteKind::Doubted, place, "上年");
        assert_eq!(told, expected, "{line}: {:?}", imported.notes);
    }
}

#[test]
fn spaces_by_which_a_layout_parts_words_do_not_stay_in_a_text() {
    let line = "申请多来自沿河住户，内容集中在堤防占地补偿。";
    let imported = read(&with(
        line,
        "申请多来自沿河住户          ，内容集中在   GIS   堤防占地补偿。",
    ));
    let text = format!("{:?}", imported.report.prose);
    assert!(
        text.contains("申请多来自沿河住户，内容集中在 GIS 堤防占地补偿。"),
        "{text}"
    );
    // A line that begins in the middle of a sentence is a piece of it, and so is what follows.
    let broken = "申请多来自沿河住户\n，内容集中在堤防占\n地补偿。";
    let imported = read(&with(line, broken));
    let text = format!("{:?}", imported.report.prose);
    assert!(text.contains(line), "{text}");
}

#[test]
fn labels_and_figures_that_moved_against_each_other_by_a_row_are_left_out() {
    let start = TABS.find("一、本年新收").unwrap();
    let end = TABS.find("\n\n四、政府信息公开行政复议").unwrap();
    let rows: Vec<(&str, String)> = TABS[start..end]
        .lines()
        .map(|line| {
            let at = line.match_indices('\t').nth(2).unwrap().0;
            (&line[..at], line[at..].to_owned())
        })
        .collect();
    let blank = "\t".repeat(7);
    let moved = |from: usize, is_up: bool| {
        let figure = |at: usize| match at < from {
            true => rows[at].1.clone(),
            false if is_up => rows.get(at + 1).map_or(blank.clone(), |row| row.1.clone()),
            false if at == from => blank.clone(),
            false => rows[at - 1].1.clone(),
        };
        let lines = rows.iter().enumerate();
        let lines: Vec<String> = lines
            .map(|(at, row)| format!("{}{}", row.0, figure(at)))
            .collect();
        TABS.replacen(&TABS[start..end], &lines.join("\n"), 1)
    };
    for from in [0, 3, 12] {
        for is_up in [true, false] {
            let imported = read(&moved(from, is_up));
            for wrong in compared(&imported).0 {
                let address = wrong.split(' ').next().unwrap();
                let is_named = is_told(&imported, NoteKind::Doubted, address, "");
                assert!(is_named, "from {from}, {is_up}: {wrong}");
            }
        }
    }
    // The last label but one lost, the last one in its place.
    let last = rows.len() - 1;
    let bare: String = rows[last].0.chars().filter(|c| *c == '\t').collect();
    let (closed, out) = (&rows[last - 1], &rows[last]);
    let lost = format!("{}{}\n{}{}", out.0, closed.1, bare, out.1);
    let end_of_table = format!("{}{}\n{}{}", closed.0, closed.1, out.0, out.1);
    assert_eq!(compared(&read(&with(&end_of_table, &lost))).0, [""; 0]);
    // Each label below its figures.
    let lines = rows
        .iter()
        .map(|(label, figures)| format!("{}\n{label}", figures.trim()));
    let lines: Vec<String> = lines.collect();
    let imported = read(&TABS.replacen(&TABS[start..end], &lines.join("\n"), 1));
    assert_eq!(compared(&imported).0, [""; 0]);
}

#[test]
fn columns_of_another_year_or_office_with_the_same_label_are_not_taken() {
    let band = "本年处理决定数量\t\t\n行政处罚\t417\t\t\n行政强制\t36\t\t";
    let place = "disclosed.penalties.decisions";
    for (first, second) in [("（上年）", "（本年）"), ("（区级）", "（镇级）"), ("", "")]
    {
        let label = "本年处理决定数量";
        let other =
            format!("{label}{first}\t{label}{second}\t\n行政处罚\t400\t417\t\n行政强制\t30\t36\t");
        let imported = read(&with(band, &other));
        assert_eq!(compared(&imported).0, [""; 0], "{first}");
        assert!(
            is_told(&imported, NoteKind::LeftEmpty, place, "同一列"),
            "{first}"
        );
    }
    // A merged cell that was printed in both of its columns.
    let label = "本年处理决定数量";
    let merged = format!("{label}\t{label}\t\n行政处罚\t417\t417\t\n行政强制\t36\t36\t");
    let imported = read(&with(band, &merged));
    assert_eq!(compared(&imported).0, [""; 0]);
}

#[test]
fn a_table_in_the_last_section_is_named() {
    let page = "<h1>某某局2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>已办结。</p>\
                <h2>六、其他需要报告的事项</h2><p>无。</p>\
                <table><tr><td>信息处理费</td><td>未收取</td></tr><tr><td>其他</td><td>没有</td></tr></table>";
    let imported = import(page.as_bytes(), "甲", Choice::default()).unwrap();
    let mut notes = imported.notes.iter();
    assert!(
        notes.any(|note| note.sentence.contains("信息处理费")),
        "{:?}",
        imported.notes
    );
}
