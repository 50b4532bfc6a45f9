//! What a reader of the source does not see, or sees raised, faint or as a day: no part of a figure.

use crate::template::at;
use nianbao::import::{Choice, Imported, NoteKind, import};
use std::io::Write;

const PLACE: &str = "disclosed.permits.decisions";

/// The figure at the place, or the reason why there is none.
fn read(bytes: &[u8], place: &str) -> Result<String, String> {
    let imported = import(bytes, "甲", Choice::default()).unwrap();
    figure(&imported, place)
}

fn figure(imported: &Imported, place: &str) -> Result<String, String> {
    if let Some(entry) = imported.report.entries.get(&at(place)) {
        return Ok(entry.to_string());
    }
    let mut notes = imported.notes.iter();
    let why = notes.find(|note| {
        let mut places = note.places.iter();
        note.kind == NoteKind::LeftEmpty && places.any(|known| known.to_string() == place)
    });
    Err(why.expect("a reason").sentence.clone())
}

fn page(sheet: &str, cell: &str) -> String {
    format!(
        "<html><head><meta charset=utf-8><style>{sheet}</style></head><body>\
         <h1>某某局2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>已办结。</p>\
         <h2>二、主动公开政府信息情况</h2><div class=box><table>\
         <tr><td colspan=2>第二十条第（五）项</td></tr><tr><td>信息内容</td><td>本年处理决定数量</td></tr>\
         <tr><td>行政许可</td><td>{cell}</td></tr></table></div></body></html>"
    )
}

#[test]
fn what_style_sheets_hide_or_raise_is_no_digit() {
    for (sheet, cell, expected) in [
        (".h{display:none}", "<span class=h>4</span>24", Some("24")),
        (
            "td .h{position:absolute;left:-9999px}",
            "<i class=h>4</i>24",
            Some("24"),
        ),
        (
            "",
            "<span style='position:absolute;left:-9999px'>4</span>24",
            Some("24"),
        ),
        (
            "",
            "<span style='display:block;height:0;overflow:hidden'>4</span>24",
            Some("24"),
        ),
        (
            ".h{visibility:hidden}.h{visibility:visible}",
            "<b class=h>4</b>24",
            Some("424"),
        ),
        (
            "@media print{.h{display:none}}",
            "<span class=h>4</span>24",
            Some("424"),
        ),
        (".u{vertical-align:super}", "24<span class=u>1</span>", None),
        (
            ".d{text-decoration:line-through}",
            "<span class=d>4</span>24",
            None,
        ),
        ("", "<span style='mso-hide:all'>4</span>24", None),
        ("", "<span style='color:#fff'>4</span>24", None),
        ("", "<font color=White>4</font>24", None),
        (".n{color:transparent}", "24<i class=n>4</i>", None),
        ("", "<span style='font-size:1px'>4</span>24", None),
        // Where all is white there is a dark ground, here or in a sheet elsewhere.
        ("", "<span style='color:#fff'>24</span>", Some("24")),
        (
            "",
            "<b style='color:#fff;background:#c00'>4</b>24",
            Some("424"),
        ),
        ("td{color:white}", "24", Some("24")),
        // What a script shows later is hidden by a sheet until then.
        (".box{display:none}", "24", Some("24")),
    ] {
        let found = read(page(sheet, cell).as_bytes(), PLACE);
        match expected {
            Some(expected) => assert_eq!(found.as_deref(), Ok(expected), "{sheet} {cell}"),
            None => {
                let why = found.expect_err(&format!("{sheet} {cell}"));
                assert!(why.contains("不是一个完整的数字"), "{sheet} {cell}: {why}");
            }
        }
    }
    // What is shown backwards is not read as it is written.
    let backwards = page("", "<bdo dir=rtl>24</bdo>");
    read(backwards.as_bytes(), PLACE).expect_err("backwards");
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut bytes);
    for (name, text) in parts {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    bytes.into_inner()
}

fn run(text: &str, properties: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

/// A Word document whose one figure stands in a cell with these paragraphs.
fn document(cell: &str) -> Vec<u8> {
    let line = |text: &str| paragraph(&run(text, ""));
    let row = |cells: &[String]| {
        let cells: String = cells
            .iter()
            .map(|cell| format!("<w:tc>{cell}</w:tc>"))
            .collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let wide = format!(
        "<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}",
        line("第二十条第（五）项")
    );
    let table = [
        row(&[wide]),
        row(&[line("信息内容"), line("本年处理决定数量")]),
        row(&[line("行政许可"), cell.to_owned()]),
    ];
    let open = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>";
    let body = [
        line("某某局2024年政府信息公开工作年度报告"),
        line("一、总体情况"),
        // A field that is never closed hides nothing behind its paragraph.
        paragraph(&format!("{}{open}", run("全部依法", ""))),
        line("已办结。"),
        line("二、主动公开政府信息情况"),
        format!("<w:tbl>{}</w:tbl>", table.concat()),
    ];
    let style = |id: &str, kind: &str, rest: &str| {
        format!("<w:style w:type=\"{kind}\" w:styleId=\"{id}\">{rest}</w:style>")
    };
    let styles = [
        style("Hid", "character", "<w:rPr><w:vanish/></w:rPr>"),
        style("Str", "character", "<w:rPr><w:strike/></w:rPr>"),
        style("StrToo", "character", "<w:basedOn w:val=\"Str\"/>"),
        style(
            "Sup",
            "character",
            "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>",
        ),
        style("HidP", "paragraph", "<w:rPr><w:vanish/></w:rPr>"),
    ];
    let wrapped = |name: &str, inner: String| {
        format!("<?xml version=\"1.0\"?><w:{name} xmlns:w=\"w\" xmlns:m=\"m\">{inner}</w:{name}>")
    };
    let document = wrapped("document", format!("<w:body>{}</w:body>", body.concat()));
    package(&[
        ("word/document.xml", &document),
        ("word/styles.xml", &wrapped("styles", styles.concat())),
    ])
}

#[test]
fn what_word_hides_raises_or_prints_faintly_is_no_digit() {
    let of_style = |style: &str| format!("<w:rStyle w:val=\"{style}\"/>");
    let white = "<w:color w:val=\"FFFFFF\"/>";
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let nested = [
        mark("begin"),
        mark("begin"),
        mark("separate"),
        run("44", ""),
        mark("end"),
        mark("separate"),
        run("24", ""),
        mark("end"),
    ];
    let plain = run("24", "");
    let beside = |odd: String| paragraph(&format!("{odd}{plain}"));
    let hidden_paragraph = format!(
        "{}<w:p><w:pPr><w:pStyle w:val=\"HidP\"/></w:pPr>{}</w:p>",
        paragraph(&plain),
        run("88", "")
    );
    let control = |shown: &str| {
        let inner = format!("<w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{plain}</w:sdtContent>");
        format!("<w:sdt>{inner}</w:sdt>")
    };
    for (cell, expected) in [
        (paragraph(&plain), true),
        (paragraph(&control("")), true),
        (paragraph(&control("<w:showingPlcHdr w:val=\"0\"/>")), true),
        (beside(control("<w:showingPlcHdr/>")), false),
        (beside(run("5", &of_style("Hid"))), true),
        (
            beside(run(
                "5",
                &format!("{}<w:vanish w:val=\"0\"/>", of_style("Hid")),
            )),
            false,
        ),
        (hidden_paragraph, true),
        (beside(run("5", &of_style("Str"))), false),
        (beside(run("5", &of_style("StrToo"))), false),
        (
            paragraph(&format!("{plain}{}", run("2", &of_style("Sup")))),
            false,
        ),
        (
            paragraph(&format!("{plain}{}", run("1", "<w:position w:val=\"8\"/>"))),
            false,
        ),
        (beside(run("5", white)), false),
        (paragraph(&run("24", white)), true),
        (beside(run("5", "<w:sz w:val=\"2\"/>")), false),
        (beside(run("5", "<w:webHidden/>")), false),
        (paragraph(&nested.concat()), true),
    ] {
        let bytes = document(&cell);
        let imported = import(&bytes, "甲.docx", Choice::default()).unwrap();
        let found = figure(&imported, PLACE);
        match expected {
            true => assert_eq!(found.as_deref(), Ok("24"), "{cell}"),
            // A hidden digit that its run shows again is one.
            false if cell.contains("\"Hid\"") => assert_eq!(found.as_deref(), Ok("524"), "{cell}"),
            false => {
                let why = found.expect_err(&cell);
                assert!(why.contains("不是一个完整的数字"), "{cell}: {why}");
            }
        }
        let prose = format!("{:?}", imported.report.prose);
        assert!(prose.contains("已办结"), "{prose}");
    }
    // The mark of a note that its author wrote, and a power in a formula.
    let mark = "<w:r><w:footnoteReference w:customMarkFollows=\"1\" w:id=\"2\"/><w:t>3</w:t></w:r>";
    let power = "<m:oMath><m:sSup><m:e><m:r><m:t>24</m:t></m:r></m:e>\
                 <m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup></m:oMath>";
    for cell in [format!("{plain}{mark}"), power.to_owned()] {
        let why = read(&document(&paragraph(&cell)), PLACE).expect_err(&cell);
        assert!(why.contains("24³"), "{cell}: {why}");
    }
    // What asks for an entry and stands alone is none either.
    let asked = document(&paragraph(&control("<w:showingPlcHdr/>")));
    assert!(read(&asked, PLACE).is_err());
}

/// A workbook with a report whose cells are given as XML of their rows.
fn workbook(rows: &[&str]) -> Vec<u8> {
    let rows: String = rows
        .iter()
        .enumerate()
        .map(|(at, cells)| format!("<row r=\"{}\">{cells}</row>", at + 1))
        .collect();
    let namespace = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packaged = "http://schemas.openxmlformats.org/package/2006/relationships";
    let formats = ["yyyy-mm-dd", "m\u{6708}d\u{65e5}", "h:mm"];
    let formats: String = formats
        .iter()
        .enumerate()
        .map(|(at, code)| format!("<numFmt numFmtId=\"{}\" formatCode=\"{code}\"/>", 170 + at))
        .collect();
    let styles: String = ["0", "170", "171", "172"]
        .iter()
        .map(|id| format!("<xf numFmtId=\"{id}\" applyNumberFormat=\"1\"/>"))
        .collect();
    package(&[
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{packaged}\"><Relationship Id=\"rId1\" \
                 Type=\"{related}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook {namespace} xmlns:r=\"{related}\"><sheets>\
                 <sheet name=\"甲\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{packaged}\"><Relationship Id=\"rId1\" \
                 Type=\"{related}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"rId2\" Type=\"{related}/styles\" Target=\"styles.xml\"/>\
                 </Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                "<styleSheet {namespace}><numFmts count=\"3\">{formats}</numFmts>\
                 <cellXfs count=\"4\">{styles}</cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet {namespace}><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ])
}

#[test]
fn a_day_or_a_time_in_a_workbook_is_no_figure() {
    let text =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    for (style, shown) in [
        (0, "475"),
        (1, "1901年4月19日"),
        (2, "4月19日"),
        (3, "0:00"),
    ] {
        let title = text("A1", "某某局2024年政府信息公开工作年度报告");
        let heading = text("A2", "二、主动公开政府信息情况");
        let caption = text("A3", "第二十条第（一）项");
        let labels = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"];
        let labels: String = labels
            .iter()
            .zip(["A4", "B4", "C4", "D4"])
            .map(|(label, at)| text(at, label))
            .collect();
        let figures = format!(
            "{}<c r=\"B5\"><v>3</v></c><c r=\"C5\" s=\"{style}\"><v>475</v></c><c r=\"D5\"><v>9</v></c>",
            text("A5", "规章")
        );
        let bytes = workbook(&[&title, &heading, &caption, &labels, &figures]);
        for (place, expected) in [
            ("disclosed.regulations.issued", "3"),
            ("disclosed.regulations.in_force", "9"),
        ] {
            assert_eq!(read(&bytes, place).as_deref(), Ok(expected), "{shown}");
        }
        let found = read(&bytes, "disclosed.regulations.repealed");
        match style {
            0 => assert_eq!(found.as_deref(), Ok(shown)),
            _ => {
                let why = found.expect_err(shown);
                assert!(why.contains("不是一个完整的数字"), "{shown}: {why}");
            }
        }
    }
}

#[test]
fn a_number_far_to_the_right_of_a_blank_row_is_none_of_its_figures() {
    let text =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let number = |at: &str| format!("<c r=\"{at}\"><v>123</v></c>");
    for (at, expected) in [("B5", true), ("V5", false)] {
        let title = text("A1", "某某局2024年政府信息公开工作年度报告");
        let heading = text("A2", "二、主动公开政府信息情况");
        let caption = text("A3", "第二十条第（五）项");
        let labels = text("A4", "信息内容") + &text("B4", "本年处理决定数量");
        let figures = text("A5", "行政许可") + &number(at);
        let found = read(
            &workbook(&[&title, &heading, &caption, &labels, &figures]),
            PLACE,
        );
        match expected {
            true => assert_eq!(found.as_deref(), Ok("123")),
            false => assert!(found.expect_err(at).contains("123"), "{at}"),
        }
    }
}

#[test]
fn the_unit_that_a_label_names_counts() {
    let page = |form: &str, label: &str, caption: &str, row: &str| {
        let title = format!("某某局{form}年政府信息公开工作年度报告");
        format!(
            "{title}\n一、总体情况\n已办结。\n二、主动公开政府信息情况\n{caption}\n{label}\n{row}\n\
             三、收到和处理政府信息公开申请情况\n"
        )
    };
    let fee = "第二十条第（八）项";
    for (label, expected) in [
        ("信息内容\t本年收费金额（单位：万元）", Some("3518.46")),
        ("信息内容\t本年收费金额 单位 元", Some("0.351846")),
        ("信息内容\t本年收费金额", Some("3518.46")),
    ] {
        let text = page("2024", label, fee, "行政事业性收费\t3518.46");
        let found = read(text.as_bytes(), "disclosed.charges.amount");
        assert_eq!(found.ok().as_deref(), expected, "{label}");
    }
    let rules = page(
        "2024",
        "信息内容\t本年制发件数（百件）\t本年废止件数\t现行有效件数",
        "第二十条第（一）项",
        "规章\t3\t4\t5",
    );
    let issued = read(rules.as_bytes(), "disclosed.regulations.issued");
    assert_eq!(issued.ok().as_deref(), Some("300"));
    let repealed = read(rules.as_bytes(), "disclosed.regulations.repealed");
    assert_eq!(repealed.ok().as_deref(), Some("4"));
    let procurement = "第二十条第（九）项";
    for (label, expected) in [
        ("信息内容\t采购项目数量\t采购总金额", Some("5178.51")),
        ("信息内容\t采购项目数量\t采购总金额（元）", Some("5178.51")),
        (
            "信息内容\t采购项目数量\t采购总金额（单位：万元）",
            Some("51785100"),
        ),
        (
            "信息内容\t采购项目数量\t采购总金额（亿元）",
            Some("517851000000"),
        ),
    ] {
        let text = page("2019", label, procurement, "政府集中采购\t16\t5178.51");
        let imported = import(text.as_bytes(), "甲", Choice::default()).unwrap();
        let found = figure(&imported, "disclosed.procurement.amount");
        assert_eq!(found.ok().as_deref(), expected, "{label}");
        let mut notes = imported.notes.iter();
        let is_told = notes.any(|note| note.sentence.contains("5178.51"));
        assert_eq!(is_told, expected != Some("5178.51"), "{label}");
    }
}

#[test]
fn figures_below_the_beginning_of_a_label_do_not_go_to_the_label_below() {
    let text = "某某局2024年政府信息公开工作年度报告\n一、总体情况\n已办结。\n\
        三、收到和处理政府信息公开申请情况\n\
        （六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 1 2 3 4 5 6 21\n\
        2.申请人逾期未按收费通知要求缴纳费\n（六）其 用、行政机关不再处理其政府信息公开\n\
        他处理 申请 7 8 9 10 11 12 57\n3.其他\n（七）总计 8 10 12 14 16 18 78\n";
    let imported = import(text.as_bytes(), "甲", Choice::default()).unwrap();
    for row in ["fee_unpaid", "otherwise"] {
        let found = figure(&imported, &format!("requests.{row}.natural"));
        assert!(
            row == "fee_unpaid" && found == Ok("7".to_owned()) || found.is_err(),
            "{row}: {found:?}"
        );
    }
}

#[test]
fn a_figure_that_two_rows_share_is_given_to_neither() {
    let page = |span: &str, second: &str| {
        format!(
            "<h1>某某局2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>已办结。</p>\
             <h2>二、主动公开政府信息情况</h2><table><tr><td colspan=2>第二十条第（六）项</td></tr>\
             <tr><td>信息内容</td><td>本年处理决定数量</td></tr>\
             <tr><td>行政处罚</td><td {span}>36</td></tr><tr><td>行政强制</td>{second}</tr></table>"
        )
    };
    let figures = |page: String| {
        let penalties = read(page.as_bytes(), "disclosed.penalties.decisions").ok();
        let coercion = read(page.as_bytes(), "disclosed.coercion.decisions").ok();
        [penalties, coercion].map(Option::unwrap_or_default)
    };
    assert_eq!(figures(page("rowspan=2", "")), ["", ""]);
    assert_eq!(figures(page("", "<td>7</td>")), ["36", "7"]);
}
