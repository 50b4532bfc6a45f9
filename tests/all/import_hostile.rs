//! Sources that want to exhaust the machine, or that are no report: refused or read, always in a sentence.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use nianbao::import::{Choice, import, import_text};
use std::io::Write;
use zip::write::SimpleFileOptions;

/// Imports and gives what is said.
fn said(bytes: &[u8]) -> String {
    match import(bytes, "甲", Choice::default()) {
        Ok(imported) => format!("{} 条说明", imported.notes.len()),
        Err(error) => error.to_string(),
    }
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn lines_by_the_hundred_thousand() {
    let title = "某某局2022年政府信息公开工作年度报告\n";
    for (heading, line, count) in [
        ("三、收到和处理政府信息公开申请情况\n", "商业\n", 100_000),
        ("一、总体情况\n", "（一）主动公开\n", 150_000),
        ("二、主动公开政府信息情况\n", "规章 1\n", 100_000),
        (
            "三、收到和处理政府信息公开申请情况\n",
            "3.其他 1 2 3 4 5 6 7\n",
            50_000,
        ),
    ] {
        said(format!("{title}{heading}{}", line.repeat(count)).as_bytes());
    }
}

#[test]
fn packed_documents_that_unpack_without_end() {
    let zeros = vec![b' '; 80_000_000];
    let bomb = package(&[("word/document.xml", &zeros)]);
    assert!(said(&bomb).contains("过大"), "{}", said(&bomb));
    let bomb = package(&[("xl/workbook.xml", &zeros)]);
    assert!(said(&bomb).contains("过大"));
}

#[test]
fn a_sheet_with_a_cell_in_its_farthest_corner() {
    // Written by xlwt: 1 in A1 and 2 in IV65536, 16 million cells between them.
    let workbook = include_bytes!("../cases/import/far_corner.xls");
    assert!(said(workbook).contains("过大"), "{}", said(workbook));
}

/// A PDF of one page with these objects behind its five own; they are numbered from 6 on.
fn pdf(content: &[u8], resources: &str, objects: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(content).unwrap();
    let packed = packed.finish().unwrap();
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>{resources}>>>>"
    );
    let head = format!("<</Length {}/Filter/FlateDecode>>stream\n", packed.len());
    let content = [head.as_bytes(), &packed, b"\nendstream"].concat();
    let mut all = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into_bytes(),
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
    ];
    all.extend_from_slice(objects);
    let mut bytes = b"%PDF-1.5\n".to_vec();
    for (at, object) in all.iter().enumerate() {
        bytes.extend(format!("{} 0 obj", at + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"endobj\n");
    }
    bytes.extend(b"trailer<</Root 1 0 R>>");
    bytes
}

const WORDS: &str = "BT /F 12 Tf 100 700 Td (2022 report 1 2 3) Tj ET\n";

#[test]
fn a_pdf_that_unpacks_or_draws_without_end() {
    let bomb = [WORDS.as_bytes(), &vec![b' '; 170_000_000]].concat();
    assert!(said(&pdf(&bomb, "", &[])).contains("过大"));
    let lines: String = (0..300_000)
        .map(|at| format!("{} 5 m 9 9 l S\n", at % 590))
        .collect();
    assert!(said(&pdf((WORDS.to_owned() + &lines).as_bytes(), "", &[])).contains("过大"));
    // Each drawing calls the next one twice: the last is drawn 2^25 times.
    let forms: Vec<Vec<u8>> = (0..26)
        .map(|at| {
            let content = if at < 25 { "/A Do /A Do" } else { WORDS };
            format!(
                "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</A {} 0 R>>/Font<</F 5 0 R>>>>/Length {}>>stream\n{content}\nendstream",
                at + 7,
                content.len()
            )
            .into_bytes()
        })
        .collect();
    assert!(said(&pdf(b"/A Do", "/XObject<</A 6 0 R>>", &forms)).contains("过大"));
    let itself = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 6 0 R>>>>/Length 5>>stream\n/A Do\nendstream";
    assert!(said(&pdf(b"/A Do", "/XObject<</A 6 0 R>>", &[itself.to_vec()])).contains("没有文字"));
}

#[test]
fn a_pdf_nested_without_end() {
    for (open, close) in [("[", "]"), ("<</A ", ">>")] {
        let deep = format!("/X {}1{}", open.repeat(50_000), close.repeat(50_000));
        said(&pdf(WORDS.as_bytes(), &deep, &[]));
        said(&pdf((WORDS.to_owned() + &deep).as_bytes(), "", &[]));
    }
    let nested = pdf(
        b"",
        &format!(
            "/X {}1{}",
            "<</A ".repeat(1_000_000),
            ">>".repeat(1_000_000)
        ),
        &[],
    );
    let sentence = match nianbao::task::read_back::import(&nested, "甲", Choice::default()) {
        Err(error) => error.to_string(),
        Ok(_) => String::new(),
    };
    assert!(sentence.contains("过大"), "{sentence}");
    let mut pages = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n".to_vec();
    for at in 2..20_000 {
        pages.extend(
            format!(
                "{at} 0 obj<</Type/Pages/Kids[{} 0 R]/Count 1>>endobj\n",
                at + 1
            )
            .bytes(),
        );
    }
    pages.extend(b"trailer<</Root 1 0 R>>");
    assert!(said(&pages).contains("没有文字"), "{}", said(&pages));
}

#[test]
fn a_damaged_workbook_is_told_in_chinese() {
    let whole = package(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet"),
    ]);
    let cut = [&whole[..40], &[0x55; 30][..], &whole[70..]].concat();
    for bytes in [whole, cut] {
        let said = said(&bytes);
        assert!(
            said.contains("甲") && !said.contains(|c: char| c.is_ascii_alphabetic()),
            "{said}"
        );
    }
}

#[test]
fn entities_and_nesting_without_end() {
    let mut laughs = String::from("<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"ha\">");
    for step in 0..30 {
        laughs.push_str(&format!(
            "<!ENTITY b{step} \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
        ));
    }
    laughs.push_str(
        "]><w:document><w:body><w:p><w:r><w:t>&b29;</w:t></w:r></w:p></w:body></w:document>",
    );
    assert!(said(&package(&[("word/document.xml", laughs.as_bytes())])).contains("是空的"));
    let deep = format!(
        "<w:document><w:body>{}</w:body></w:document>",
        "<w:tbl>".repeat(100_000)
    );
    assert!(said(&package(&[("word/document.xml", deep.as_bytes())])).contains("过深"));
    let tables = "<table><tr><td>".repeat(10_000);
    assert!(said(format!("<html><body>{tables}").as_bytes()).contains("过深"));
    let spans = "<table><tr><td colspan=99999999 rowspan=99999999>1</td></tr></table>";
    said(format!("<html><body>{spans}").as_bytes());
}

#[test]
fn damaged_files_of_every_format() {
    let html = "<html><body><table><tr><td>规章</td><td>1</td></tr></table></body></html>"
        .as_bytes()
        .to_vec();
    let docx = package(&[(
        "word/document.xml",
        "<w:document><w:body><w:p/></w:body></w:document>".as_bytes(),
    )]);
    let xlsx = package(&[("xl/workbook.xml", b"<workbook/>")]);
    let pdf =
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj trailer<</Root 1 0 R>>".to_vec();
    for bytes in [html, docx, xlsx, pdf] {
        for end in (0..bytes.len()).step_by(7) {
            said(&bytes[..end]);
            let mut flipped = bytes.clone();
            flipped[end] ^= 0x55;
            said(&flipped);
        }
    }
}

#[test]
fn two_reports_in_one_source_are_asked_about() {
    let one = |year: u16| {
        format!(
            "某某局{year}年政府信息公开工作年度报告\n一、总体情况\n已办结。\n二、主动公开政府信息情况\n行政许可 {year}\n\
             五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。\n"
        )
    };
    let both = one(2021) + &one(2022);
    let text = said(both.as_bytes());
    assert!(
        text.contains("有 2 份年度报告") && text.contains("2. 某某局2022年"),
        "{text}"
    );
    let choice = Choice {
        report: Some(2),
        ..Choice::default()
    };
    let imported = import(both.as_bytes(), "甲", choice).unwrap();
    assert_eq!(imported.report.year, 2022);
    for (source, number, count) in [(&both, 3, 2), (&both, 0, 2), (&one(2021), 2, 1)] {
        let choice = Choice {
            report: Some(number),
            ..Choice::default()
        };
        let problem = import(source.as_bytes(), "甲", choice).unwrap_err();
        let told = format!("只有 {count} 份年度报告，没有第 {number} 份");
        assert!(problem.to_string().contains(&told), "{problem}");
    }
}

#[test]
fn a_link_to_another_year_is_no_title() {
    let page = "<html><body><p><a href=x>某某局2020年政府信息公开工作年度报告</a></p><h1>某某局2025年政府信息公开工作年度报告</h1>\
                <p>一、总体情况</p><p>已办结。</p><p>六、其他需要报告的事项</p><p>无</p></body></html>";
    let imported = import(page.as_bytes(), "甲", Choice::default()).unwrap();
    assert_eq!(imported.report.year, 2025);
    let text = "某某局2020年政府信息公开工作年度报告\n\n某某局2025年政府信息公开工作年度报告\n一、总体情况\n已办结。\n";
    let imported = import(text.as_bytes(), "甲", Choice::default()).unwrap();
    assert_eq!(imported.report.year, 2025);
}

#[test]
fn numbers_that_are_not_whole_stay_empty() {
    let permits = |row: &str| {
        let text = format!(
            "某某局2022年政府信息公开工作年度报告\n二、主动公开政府信息情况\n信息内容 本年处理决定数量\n{row}\n行政处罚 5\n"
        );
        let imported = import(text.as_bytes(), "甲", Choice::default()).unwrap();
        let entry = imported
            .report
            .entries
            .iter()
            .find(|(address, _)| *address == "disclosed.permits.decisions");
        entry.map(|(_, entry)| entry.to_string())
    };
    assert_eq!(permits("行政许可 1139").as_deref(), Some("1139"));
    assert_eq!(permits("行政许可 3万").as_deref(), Some("30000"));
    assert_eq!(permits("行政许可 1139 万件").as_deref(), Some("11390000"));
    for row in [
        "行政许可 12%",
        "行政许可 10余",
        "行政许可 1139\n8889",
        "行政许可 1286 ,889",
        "行政许可 1, 286",
        "行政许可\n3\n1139",
        "行政许可 1139 详见附件",
    ] {
        assert_eq!(permits(row), None, "{row}");
    }
}

#[test]
fn words_of_the_form_alone_are_no_report() {
    let labels = "商业企业\t科研机构\n1.属于国家秘密\t2.其他法律行政法规禁止公开\n";
    let error = import_text(labels, "甲", None).unwrap_err().to_string();
    assert!(error.contains("请确认选对了文件"), "{error}");
    // A table without figures is not said to be filled.
    let text = "某某局2024年政府信息公开工作年度报告\n二、主动公开政府信息情况\n规章\n";
    let imported = import_text(text, "甲", None).unwrap();
    let filled = |note: &&nianbao::import::Note| note.kind == nianbao::import::NoteKind::Filled;
    assert_eq!(imported.notes.iter().filter(filled).count(), 0);
    let lines = nianbao::import::account(&imported.notes);
    assert!(lines.len() <= 20, "{lines:?}");
}
