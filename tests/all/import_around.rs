//! What stands around a report's own tables: sheets of others in a workbook, a table behind the last words, the other
//! parts of a page saved as one file.

use nianbao::document::compose::compose;
use nianbao::import::{Choice, Imported, NoteKind, import, import_source};
use nianbao::render::{html, xlsx};
use nianbao::report::{Report, file};
use nianbao::source;
use nianbao::template::Template;

fn sample() -> Report {
    file::from_text(include_str!("../../templates/sample.ron"), "").unwrap()
}

fn document(report: &Report) -> nianbao::document::Document {
    let template = Template::built_in(&report.template).unwrap();
    compose(&template, report)
}

/// Notes of a kind that hold these words, and how many places they are about.
fn told(imported: &Imported, kind: NoteKind, words: &str) -> (usize, usize) {
    let notes = imported.notes.iter();
    let notes: Vec<_> = notes
        .filter(|note| note.kind == kind && note.sentence.contains(words))
        .collect();
    (
        notes.len(),
        notes.iter().map(|note| note.places.len()).sum(),
    )
}

#[test]
fn figures_in_a_sheet_that_is_named_after_others_are_doubted() {
    let report = sample();
    let bytes = xlsx::write(&document(&report), &crate::export::IMPRINT).unwrap();
    let mut source = source::read(&bytes, "甲.xlsx").unwrap();
    // The tables stand in the second, third and fourth sheets.
    assert!(source.sheets.len() >= 4, "{:?}", source.sheets);
    let agency = report.agency.clone();
    let year = report.year;
    let mut read = |names: [&str; 3]| {
        for (sheet, name) in source.sheets.iter_mut().skip(1).zip(names) {
            *sheet = name.to_owned();
        }
        let imported = import_source(&source, "甲.xlsx", Choice::default()).unwrap();
        assert_eq!(imported.report.entries, report.entries, "no figure is lost");
        told(&imported, NoteKind::Doubted, "工作表")
    };
    let own_year = format!("{year}年");
    for names in [
        ["表二", "表三", "表四"],
        ["主动公开", "依申请公开", "全区"],
        ["汇总", "汇总", &agency],
        ["汇总", "汇总", &own_year],
    ] {
        assert_eq!(read(names), (0, 0), "{names:?}");
    }
    for name in ["教育局", "城关镇", "一季度", "2月", "2019年"] {
        let (notes, places) = read([name, "汇总", "汇总"]);
        assert!(notes == 1 && places >= 10, "{name}: {notes}, {places}");
    }
}

#[test]
fn a_table_behind_the_last_words_is_named() {
    let bytes = html::write(&document(&sample()), &crate::export::IMPRINT).unwrap();
    let page = String::from_utf8(bytes).unwrap();
    let page = page.split("<script").next().unwrap().replace("</main>", "");
    let read = |tail: &str| {
        let page = format!("{page}{tail}</body></html>");
        import(page.as_bytes(), "甲.html", Choice::default()).unwrap()
    };
    let table =
        "<table><tr><td>项目</td><td>金额</td></tr><tr><td>收费</td><td>345</td></tr></table>";
    assert_eq!(told(&read(""), NoteKind::NotPlaced, "表格").0, 0);
    for tail in [
        table.to_owned(),
        format!("{table}<p></p>"),
        format!("<p>上一篇：甲</p>{table}<p>版权所有</p>"),
    ] {
        let imported = read(&tail);
        assert_eq!(
            told(&imported, NoteKind::NotPlaced, "收费 345").0,
            1,
            "{tail}"
        );
        assert_eq!(imported.report.date, sample().date, "{tail}");
    }
}

#[test]
fn zeros_under_the_names_of_departments_are_doubted() {
    let requests = crate::import::TABS;
    let (start, end) = (
        requests.find("三、收到").unwrap(),
        requests.find("四、政府").unwrap(),
    );
    let rows: Vec<String> = requests[start..end]
        .lines()
        .filter(|line| line.ends_with(|c: char| c.is_ascii_digit()))
        .map(|line| {
            let labels: Vec<&str> = line.split('\t').take(3).collect();
            format!("{}{}", labels.join("\t"), "\t0".repeat(7))
        })
        .collect();
    assert!(rows.len() > 20, "{}", rows.len());
    let read = |names: [&str; 7]| {
        let header = format!("事项\t\t\t{}", names.join("\t"));
        let text = format!(
            "某局2024年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{header}\n{}\n",
            rows.join("\n")
        );
        nianbao::import::import_text(&text, "甲.txt", None).unwrap()
    };
    let departments = [
        "教育局",
        "民政局",
        "财政局",
        "公安局",
        "住建局",
        "水利局",
        "总计",
    ];
    let imported = read(departments);
    let (entries, stated) = (&imported.report.entries, &imported.report.stated);
    let (_, doubted) = told(&imported, NoteKind::Doubted, "列标题");
    assert!(
        doubted >= entries.len() + stated.len(),
        "{doubted} of {}",
        entries.len()
    );
    let own = [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ];
    let imported = read(own);
    assert!(imported.report.entries.len() > 100);
    assert_eq!(told(&imported, NoteKind::Doubted, "不是格式的各列"), (0, 0));
}

#[test]
fn what_a_page_shows_as_a_bar_is_no_digit_of_a_figure() {
    let page = |bar: &str| {
        format!(
            "<title>某局2024年政府信息公开工作年度报告</title><h1>某局2024年政府信息公开工作年度报告</h1>\
             <p>二、主动公开政府信息情况</p><table><tr><td>第二十条第（五）项</td></tr>\
             <tr><td>信息内容</td><td>本年处理决定数量</td></tr>\
             <tr><td>行政许可</td><td>59{bar}</td></tr></table>"
        )
    };
    let figure = |page: &str| {
        let imported = import(page.as_bytes(), "甲.html", Choice::default()).unwrap();
        let mut entries = imported.report.entries.into_iter();
        let own = entries.find(|(at, _)| at.as_str() == "disclosed.permits.decisions");
        own.map(|(_, entry)| entry.to_string())
    };
    for bar in [
        "",
        "<progress value=3>3</progress>",
        "<meter value=3>3</meter>",
    ] {
        assert_eq!(figure(&page(bar)).as_deref(), Some("59"), "{bar}");
    }
}

/// Bytes as Base64 on one line.
fn based(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..=chunk.len() {
            let value = group >> (18 - 6 * digit) & 63;
            text.push(char::from(DIGITS[value as usize]));
        }
        text.push_str(&"=".repeat(3 - chunk.len()));
    }
    text
}

#[test]
fn a_saved_page_is_read_whatever_its_parts_are_parted_by() {
    let report = sample();
    let bytes = html::write(&document(&report), &crate::export::IMPRINT).unwrap();
    let body = based(&bytes);
    // What is no Base64 is passed over: a part that went on behind its end would bring digits of the next.
    let picture = based(b"\x89PNG no page at all");
    for (named, line) in [
        ("\"--B\"", "----B"),
        ("B", "--B"),
        ("\"----=_Next_01\"; charset=x", "------=_Next_01"),
        ("\"_0_(1)+2\"", "--_0_(1)+2"),
    ] {
        for feed in ["\n", "\r\n"] {
            let lines = [
                "MIME-Version: 1.0",
                &format!("Content-Type: multipart/related; boundary={named}"),
                "",
                line,
                "Content-Type: text/html; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                &body,
                line,
                "Content-Type: image/png",
                "Content-Transfer-Encoding: base64",
                "",
                &picture,
                &format!("{line}--"),
                "",
            ];
            let saved = lines.join(feed);
            let imported = import(saved.as_bytes(), "甲.mht", Choice::default());
            let imported = imported.unwrap_or_else(|error| panic!("{named}: {error}"));
            assert_eq!(imported.report.entries, report.entries, "{named}");
            assert_eq!(imported.report.title_wording, report.title_wording);
        }
    }
}
