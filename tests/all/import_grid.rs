//! Tables with clean labels over and beside every figure: the labels decide, whatever the sums say; and texts that only
//! look like headings.

use crate::template::at;
use nianbao::import::{Choice, Imported, NoteKind, import, import_text};
use nianbao::place::Place;
use nianbao::render::format::{Format, Writer};
use nianbao::report::{Entry, Report, file};
use nianbao::task::read_back;
use nianbao::template::Template;

fn sample() -> Report {
    file::from_text(include_str!("../../templates/sample.ron"), "sample.ron").unwrap()
}

/// A report as a web page or Word document without the report inside.
fn exported(report: &Report, suffix: &str) -> Vec<u8> {
    let template = Template::built_in(&report.template).unwrap();
    let document = nianbao::document::compose::compose(&template, report);
    match Format::of_suffix(suffix).unwrap().writer {
        Writer::OfDocument(write) => write(&document, &crate::export::IMPRINT).unwrap(),
        Writer::OfPages(_) => panic!("{suffix} is made of pages"),
    }
}

fn back(bytes: &[u8]) -> Imported {
    read_back::import(bytes, "甲", Choice::default()).unwrap()
}

#[test]
fn a_figure_that_contradicts_its_totals_is_what_its_labels_say() {
    for suffix in ["html", "docx", "xlsx"] {
        let (before, mut report) = (sample(), sample());
        let template = Template::built_in(&report.template).unwrap();
        let figures = nianbao::report::Figures::of(&template, &before);
        // The totals stay as they were; one figure was typed wrong after them.
        for (index, spec) in template
            .cells
            .iter()
            .enumerate()
            .filter(|(_, c)| c.is_total())
        {
            let sum = figures.get(index).computed;
            report
                .stated
                .extend(sum.map(|sum| (spec.address.clone(), Entry::number(sum))));
        }
        let place = at("requests.granted.natural");
        report.entries.insert(place.clone(), Entry::number(99));
        let imported = back(&exported(&report, suffix));
        assert_eq!(
            imported.report.entries.get(&place),
            Some(&Entry::number(99)),
            "{suffix}"
        );
        let is_doubted = imported.notes.iter().any(|note| {
            note.kind == NoteKind::Doubted && note.places.contains(&Place::Figure(place.clone()))
        });
        assert!(is_doubted, "{suffix}: the contradiction is told");
    }
}

/// Table four as a web page with these fifteen figures.
fn appeals(figures: [&str; 15]) -> String {
    let five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let cells = |texts: &[&str]| -> String {
        texts
            .iter()
            .map(|text| format!("<td>{text}</td>"))
            .collect()
    };
    let first: String = five
        .iter()
        .map(|text| format!("<td rowspan=2>{text}</td>"))
        .collect();
    format!(
        "<h1>某某局2024年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>已办结。</p>\
         <p>四、政府信息公开行政复议、行政诉讼情况</p><table>\
         <tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>\
         <tr>{first}<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>\
         <tr>{}{}</tr><tr>{}</tr></table>",
        cells(&five),
        cells(&five),
        cells(&figures)
    )
}

fn entries_of(page: &str) -> usize {
    import(page.as_bytes(), "甲", Choice::default())
        .unwrap()
        .report
        .entries
        .len()
}

#[test]
fn a_row_whose_totals_alone_are_blank_is_read() {
    let blank_totals = [
        "1", "2", "3", "4", "", "5", "6", "7", "8", "", "9", "10", "11", "12", "",
    ];
    assert_eq!(entries_of(&appeals(blank_totals)), 12);
    // Another cell is blank at the end, too: the row may have moved.
    let moved = [
        "", "1", "2", "3", "4", "", "5", "6", "7", "8", "", "9", "10", "11", "12",
    ];
    assert_eq!(entries_of(&appeals(moved)), 0);
}

#[test]
fn a_sentence_in_the_words_of_a_heading_is_text() {
    for sentence in [
        "无其他需要报告的事项。",
        "无其他需要报告的事项",
        "没有其他需要报告的事项。",
        "暂无其他需要报告的事项。",
    ] {
        for around in [
            ("", ""),
            ("本年度未收取信息处理费。\n", ""),
            ("", "\n特此报告。"),
        ] {
            let text = format!(
                "某某局2024年政府信息公开工作年度报告\n一、总体情况\n已办结。\n五、存在的主要问题及改进情况\n\
                 存在的主要问题及改进情况如下：\n人手不够。\n六、其他需要报告的事项\n{}{sentence}{}\n",
                around.0, around.1
            );
            let imported = import_text(&text, "甲", None).unwrap();
            let held: String = imported
                .report
                .prose
                .values()
                .map(|prose| prose.lead.clone() + "\n")
                .collect();
            assert!(held.contains(sentence), "{held}");
            assert!(
                held.contains("情况如下：") && held.contains("人手不够。"),
                "{held}"
            );
        }
    }
}

#[test]
fn columns_that_changed_places_leave_their_cells_empty() {
    // The last group's third and fourth columns changed places, label and figure together.
    let five = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计";
    let text = format!(
        "某某局2024年政府信息公开工作年度报告\n一、总体情况\n已办结。\n四、政府信息公开行政复议、行政诉讼情况\n\
         行政复议\t行政诉讼\n{five}\t未经复议直接起诉\t复议后起诉\n\
         {five}\t结果维持\t结果纠正\t尚未审结\t其他结果\t总计\n1\t2\t3\t4\t10\t5\t6\t7\t8\t26\t9\t11\t13\t12\t45\n"
    );
    let imported = import_text(&text, "甲", None).unwrap();
    let value = |column: &str| {
        imported
            .report
            .entries
            .get(&at(&format!("appeals.cases.{column}")))
    };
    assert_ne!(value("after_review_other"), Some(&Entry::number(13)));
    assert_ne!(value("after_review_pending"), Some(&Entry::number(12)));
    // One cell a line, the labels of the rows behind their first figures: what follows a label is not its row.
    let text = "某某局2024年政府信息公开工作年度报告\n一、总体情况\n已办结。\n二、主动公开政府信息情况\n第二十条第（一）项\n\
                本年制发件数\n信息内容\n本年废止件数\n现行有效件数\n507\n规章\n230\n275\n566\n行政规范性文件\n420\n244\n";
    let imported = import_text(text, "甲", None).unwrap();
    assert!(
        imported.report.entries.is_empty(),
        "{:?}",
        imported.report.entries
    );
}

/// The pages of a report as they are printed, without the report inside.
fn printed(report: &Report) -> Vec<u8> {
    let template = Template::built_in(&report.template).unwrap();
    let document = nianbao::document::compose::compose(&template, report);
    crate::pdf::made(&document).1
}

#[test]
fn a_paragraph_goes_on_over_a_page_that_ends_in_a_full_stop() {
    let mut report = sample();
    // Every line is full and ends in a stop, wherever the pages end.
    // No two lines are alike, or they would look like what every page prints at its edges.
    let words = "天地人你我他日月星风云雨雪山水火木金土石田禾米竹丝布衣食住行车马牛羊鸡犬鱼虫花草树林果叶根东西南北中前后左右上下";
    let lines = words
        .chars()
        .map(|word| format!("本年按照规定公开了{word}类文件并且逐件核对全部的发布的时间。"));
    let lines: Vec<String> = lines.collect();
    let first = "本年度依法公开各类文件并且逐件核对了全部的发布时间。";
    let length = |text: &str| text.chars().count();
    assert_eq!((length(&lines[0]), length(first)), (28, 26));
    let text = format!("{first}{}", lines.concat());
    let has_parts = |prose: &nianbao::report::Prose| !prose.parts.is_empty();
    let mut sections = report.prose.iter_mut();
    let (section, prose) = sections.find(|(_, prose)| has_parts(prose)).unwrap();
    let section = section.clone();
    prose.parts[0].text = format!("{text}\n{text}");
    let imported = back(&printed(&report));
    let read = &imported.report.prose[&section].parts[0].text;
    let paragraphs = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    let read = paragraphs(read);
    assert_eq!(read, [text.clone(), text]);
}

/// A PDF with every page's content drawn once more, without colours of its own, after these operators.
fn drawn_again(bytes: &[u8], operators: &str) -> Vec<u8> {
    const COLOURS: [&str; 12] = [
        "g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN",
    ];
    let mut file = lopdf::Document::load_mem(bytes).unwrap();
    for (_, id) in file.get_pages() {
        let whole = file.get_page_content(id);
        let mut content = lopdf::content::Content::decode(&whole).unwrap();
        (content.operations).retain(|operation| !COLOURS.contains(&operation.operator.as_str()));
        let again = content.encode().unwrap();
        let all = [
            b"q\n",
            whole.as_slice(),
            b"\nQ\nq\n",
            operators.as_bytes(),
            &again,
            b"\nQ\n",
        ];
        file.change_page_content(id, all.concat()).unwrap();
    }
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

#[test]
fn watermarks_and_white_letters_of_a_print_are_no_text() {
    let report = sample();
    let bytes = printed(&report);
    let plain = back(&bytes);
    for (what, operators) in [
        ("a watermark", "0 g 0.7 0.7 -0.7 0.7 200 -100 cm\n"),
        ("white on white", "1 g 1 0 0 1 3 1 cm\n"),
    ] {
        let imported = back(&drawn_again(&bytes, operators));
        assert_eq!(imported.report, plain.report, "{what}");
    }
    // Drawn in black it can be seen.
    let black = drawn_again(&bytes, "0 g 1 0 0 1 3 1 cm\n");
    let black = read_back::import(&black, "甲", Choice::default()).ok();
    assert_ne!(black.map(|imported| imported.report), Some(plain.report));
}
