//! Exported files come back: by the report inside without any loss, by what is seen with every figure and paragraph.

use crate::export::{IMPRINT, with_report};
use crate::template::{at, shared};
use crate::whole_report::REPORTS;
use nianbao::document::Document;
use nianbao::document::compose::compose;
use nianbao::import::{Choice, Imported};
use nianbao::layout::fonts::Faces;
use nianbao::layout::lay_out;
use nianbao::render::format::{FORMATS, Format, Writer};
use nianbao::render::{Imprint, html, plain_text};
use nianbao::report::difference::differences;
use nianbao::report::{Entry, Report, file};
use nianbao::task::read_back;
use nianbao::template::Template;

fn sample() -> Report {
    file::from_text(include_str!("../../templates/sample.ron"), "sample.ron").unwrap()
}

/// The sample, with all that a figure may look like, and the published reports.
fn reports() -> Vec<Report> {
    let mut odd = sample();
    for (address, figure) in [
        ("disclosed.normative_documents.issued", "22（其中修订16件）"),
        ("disclosed.permits.decisions", "12345678"),
        ("disclosed.charges.amount", "7730.2800"),
        ("disclosed.penalties.decisions", "/"),
        ("requests.carried_in.natural", "1024"),
        ("appeals.cases.review_other", "—"),
    ] {
        odd.entries
            .insert(at(address), Entry::parse(figure).unwrap());
    }
    odd.stated
        .insert(at("requests.closed.total"), Entry::number(77));
    odd.title_wording = 1;
    let mut reports = vec![sample(), odd];
    for name in REPORTS {
        let Some(text) = shared(&format!("reports/{name}")) else {
            continue;
        };
        let imported = read_back::import(text.as_bytes(), name, Choice::default());
        reports.push(imported.unwrap().report);
    }
    reports
}

fn exported(report: &Report, suffix: &str, plain: bool) -> Vec<u8> {
    let template = Template::built_in(&report.template).unwrap();
    let document = compose(&template, report);
    let imprint = match plain {
        true => IMPRINT,
        false => with_report(&file::to_text(&template, &report.published())),
    };
    written(&document, &imprint, suffix)
}

fn written(document: &Document, imprint: &Imprint, suffix: &str) -> Vec<u8> {
    let bytes = match Format::of_suffix(suffix).unwrap().writer {
        Writer::OfDocument(write) => write(document, imprint),
        Writer::OfPages(write) => {
            let faces = Faces::bundled();
            write(&lay_out(document, &faces), &faces, imprint)
        }
    };
    bytes.unwrap()
}

/// The suffixes of all formats.
fn suffixes() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.suffix)
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn back(bytes: &[u8], suffix: &str) -> Imported {
    let name = format!("年报.{suffix}");
    read_back::import(bytes, &name, Choice::default()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_report_inside_comes_back_whole() {
    for report in reports() {
        for suffix in suffixes() {
            let imported = back(&exported(&report, suffix, false), suffix);
            assert_eq!(
                imported.report,
                report.published(),
                "{suffix} {}",
                report.agency
            );
            assert_eq!(imported.notes.len(), 1);
        }
    }
}

/// What an import of a plain export gives for the cell of 1286, after its text was replaced in one part of the file.
fn permits(suffix: &str, part: &str, from: &str, to: &str) -> (Option<String>, Vec<String>) {
    let plain = exported(&sample(), suffix, true);
    let change = |text: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let changed = match suffix {
        "html" => change(&String::from_utf8(plain).unwrap()).into_bytes(),
        _ => with_part(&plain, part, change),
    };
    let imported = back(&changed, suffix);
    let entry = imported
        .report
        .entries
        .get(&at("disclosed.permits.decisions"));
    let notes = imported.notes.iter().map(|note| note.sentence.clone());
    (entry.map(ToString::to_string), notes.collect())
}

#[test]
fn what_is_struck_out_raised_or_unseen_is_no_part_of_a_figure() {
    for marked in [
        "<s>25</s>1286",
        "<del>25</del>1286",
        "<span style='text-decoration:line-through'>25</span>1286",
        "1286<sup>1</sup>",
        "1286<sub>1</sub>",
        "1286<span style='vertical-align: super'>[1]</span>",
    ] {
        let (entry, notes) = permits("html", "", ">1286<", &format!(">{marked}<"));
        assert_eq!(entry, None, "{marked}");
        assert!(
            notes
                .iter()
                .any(|note| note.contains("1286") || note.contains('行')),
            "{notes:?}"
        );
    }
    for unseen in [
        "<span style='font-size:0'>5</span>1286",
        "<span style='font-size: 0px !important'>5</span>1286",
        "<span style='opacity:0'>5</span>1286",
        "1286<details><summary></summary>12</details>",
        "<ruby>1286<rp>(</rp><rt>7</rt><rp>)</rp></ruby>",
        "<span style='opacity:0.9;font-size:0.8em'>1286</span>",
    ] {
        let (entry, _) = permits("html", "", ">1286<", &format!(">{unseen}<"));
        assert_eq!(entry.as_deref(), Some("1286"), "{unseen}");
    }
    let text = "<w:t xml:space=\"preserve\">1286</w:t>";
    for property in ["strike", "dstrike", "vertAlign w:val=\"superscript\""] {
        let run = format!("{text}</w:r><w:r><w:rPr><w:{property}/></w:rPr><w:t>2</w:t>");
        let (entry, _) = permits("docx", "word/document.xml", text, &run);
        assert_eq!(entry, None, "{property}");
    }
    let off = format!("{text}</w:r><w:r><w:rPr><w:strike w:val=\"0\"/></w:rPr><w:t>2</w:t>");
    let (entry, _) = permits("docx", "word/document.xml", text, &off);
    assert_eq!(entry.as_deref(), Some("12862"));
}

#[test]
fn a_formula_of_word_is_a_text() {
    let plain = exported(&sample(), "docx", true);
    let formula = "<w:p><m:oMath xmlns:m=\"m\"><m:f><m:num><m:r><m:t>办结</m:t></m:r></m:num><m:den><m:r>\
                   <m:t>收到</m:t></m:r></m:den></m:f></m:oMath></w:p><w:sectPr";
    let add = |text: &str| text.replacen("<w:sectPr", formula, 1);
    let imported = back(&with_part(&plain, "word/document.xml", add), "docx");
    let kept = format!("{:?} {:?}", imported.report, imported.notes);
    assert!(kept.contains("办结收到"), "{kept}");
}

#[test]
fn without_it_every_figure_and_every_paragraph_comes_back() {
    let mut lost = Vec::new();
    for report in reports() {
        let template = Template::built_in(&report.template).unwrap();
        for suffix in suffixes() {
            let imported = back(&exported(&report, suffix, true), suffix);
            let mut found = differences(&template, &report, &imported.report);
            // What looks like a space on a page may as well be the distance of two characters.
            found.retain(|found| suffix != "pdf" || dense(&found.here) != dense(&found.there));
            lost.extend(
                found
                    .iter()
                    .map(|found| format!("{suffix} {}: {found:?}", report.agency)),
            );
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn what_is_pasted_elsewhere_holds_every_figure_and_paragraph() {
    let mut lost = Vec::new();
    for (index, report) in reports().into_iter().enumerate() {
        let template = Template::built_in(&report.template).unwrap();
        let document = compose(&template, &report);
        let mut pieces = vec![("html", html::fragment(&document))];
        // The published ones have headings that look like the rest of a line when nothing but line feeds parts them.
        if index < 2 {
            pieces.push(("text", plain_text::write(&document)));
        }
        for (kind, piece) in pieces {
            let imported = read_back::import(piece.as_bytes(), kind, Choice::default()).unwrap();
            for difference in differences(&template, &report, &imported.report) {
                lost.push(format!("{kind} {}: {difference:?}", report.agency));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// A package with one part changed.
fn with_part(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    use std::io::Write;
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let part = from.by_index(index).unwrap();
        let part_name = part.name().unwrap().into_owned();
        let text = std::io::read_to_string(part).unwrap();
        let text = if part_name == name {
            change(&text)
        } else {
            text
        };
        to.start_file(part_name, zip::write::SimpleFileOptions::default())
            .unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_change_after_the_export_is_found_imported_and_told() {
    let report = sample();
    let change = |text: &str| {
        text.replacen(">1286<", ">1287<", 1)
            .replacen("公开信息412条", "公开信息413条", 1)
    };
    let word = with_part(
        &exported(&report, "docx", false),
        "word/document.xml",
        change,
    );
    let page = change(&String::from_utf8(exported(&report, "html", false)).unwrap()).into_bytes();
    for (bytes, suffix) in [(word, "docx"), (page, "html")] {
        let Imported {
            report: seen,
            notes,
            ..
        } = back(&bytes, suffix);
        assert_eq!(
            seen.entries[&at("disclosed.permits.decisions")],
            Entry::number(1287),
            "{suffix}"
        );
        let told: Vec<&str> = notes.iter().map(|note| note.sentence.as_str()).collect();
        assert!(
            told[0].contains("被改动过") && told[0].contains("2 处"),
            "{suffix}: {told:?}"
        );
        let figure = "看到的是“1287”，附带的是“1286”";
        assert!(
            told.iter().any(|sentence| sentence.contains(figure)),
            "{told:?}"
        );
        let text = told
            .iter()
            .find(|sentence| sentence.contains("413条"))
            .unwrap();
        assert!(
            text.contains("412条") && text.chars().count() < 120,
            "{text}"
        );
    }
}

#[test]
fn what_is_hidden_after_the_export_is_not_seen() {
    let told = |bytes: &[u8], suffix| back(bytes, suffix).notes[0].sentence.clone();
    let page = String::from_utf8(exported(&sample(), "html", false)).unwrap();
    for style in ["display: none", "visibility:hidden", "font-size:0"] {
        let hidden = page.replacen("<td", &format!("<td style=\"{style}\""), 1);
        let told = told(hidden.as_bytes(), "html");
        assert!(told.contains("被改动过"), "{style}: {told}");
    }
    let book = exported(&sample(), "xlsx", false);
    let hidden_row = |text: &str| text.replace("<row r=\"4\"", "<row r=\"4\" hidden=\"1\"");
    let rows = with_part(&book, "xl/worksheets/sheet2.xml", hidden_row);
    assert!(told(&rows, "xlsx").contains("被改动过"));
    let no_number = |text: &str| {
        let codes = text.split("formatCode=\"").skip(1);
        let code = codes
            .filter_map(|rest| rest.split('"').next())
            .next()
            .unwrap();
        text.replace(&format!("formatCode=\"{code}\""), "formatCode=\";;;\"")
    };
    let formats = with_part(&book, "xl/styles.xml", no_number);
    assert!(told(&formats, "xlsx").contains("被改动过"));
}

/// What the first note says of a file that holds a report.
const WHOLE: &str = "取回了导出时附在文件里的全部内容";

#[test]
fn figures_that_a_format_shows_otherwise_are_no_change() {
    let mut report = sample();
    for (address, figure) in [
        ("disclosed.normative_documents.issued", "3（其中修订 1 件）"),
        (
            "disclosed.permits.decisions",
            "12（其中\u{a0}修订\u{200B} ⼀  项）",
        ),
        ("requests.carried_in.natural", "12.0"),
    ] {
        let entry = Entry::parse(figure).unwrap();
        report.entries.insert(at(address), entry);
    }
    for suffix in suffixes() {
        let imported = back(&exported(&report, suffix, false), suffix);
        assert_eq!(imported.notes[0].sentence, WHOLE, "{suffix}");
        assert_eq!(imported.report.entries, report.entries, "{suffix}");
    }
}

#[test]
fn a_note_that_a_narrow_column_breaks_comes_back_without_the_report_inside() {
    let mut report = sample();
    let cell = at("requests.new.natural");
    for note in ["22（其中修订16件）", "1024（含上年结转3件）"] {
        report
            .entries
            .insert(cell.clone(), Entry::parse(note).unwrap());
        let imported = back(&exported(&report, "pdf", true), "pdf");
        let found = imported.report.entries.get(&cell);
        assert_eq!(found, report.entries.get(&cell), "{:?}", imported.notes);
    }
}

#[test]
fn a_stated_total_whose_note_wraps_is_no_contradiction() {
    let mut report = sample();
    let stated = Entry::parse("9（其中重大5件）").unwrap();
    report
        .stated
        .insert(at("requests.third_party.total"), stated);
    for suffix in suffixes() {
        let imported = back(&exported(&report, suffix, false), suffix);
        assert_eq!(imported.notes[0].sentence, WHOLE, "{suffix}");
        assert_eq!(imported.report.stated, report.stated, "{suffix}");
    }
}

#[test]
fn a_page_file_that_lost_its_ends_is_told_of() {
    let whole = exported(&sample(), "pdf", false);
    for cut in [1, 300, 1000] {
        let cut = &whole[..whole.len() - cut];
        let told = &back(cut, "pdf").notes[0].sentence;
        assert!(told.contains("已经损坏"), "{told}");
    }
}

#[test]
fn a_foreign_page_file_that_lost_its_end_is_told_of() {
    let whole = exported(&sample(), "pdf", true);
    let told = |bytes: &[u8]| {
        back(bytes, "pdf").notes[0]
            .sentence
            .contains("可能没有下载完整")
    };
    assert!(!told(&whole));
    assert!(!told(&[&whole[..], b"\r\n \0\0"].concat()));
    assert!(told(&whole[..whole.len() - 3]));
}

#[test]
fn what_content_systems_do_to_a_page_is_no_change() {
    let page = String::from_utf8(exported(&sample(), "html", false)).unwrap();
    let references: String = page
        .chars()
        .map(|c| match c.is_ascii() {
            true => c.to_string(),
            false => format!("&#{};", u32::from(c)),
        })
        .collect();
    let wrapped = page.replace(">1286<", "><p>1286</p><");
    assert_ne!(wrapped, page);
    for (name, bytes) in [
        ("references", references.into_bytes()),
        ("paragraphs in cells", wrapped.into_bytes()),
    ] {
        assert_eq!(back(&bytes, "html").notes[0].sentence, WHOLE, "{name}");
    }
}

#[test]
fn what_is_struck_out_or_shown_otherwise_is_a_change() {
    let told = |bytes: &[u8], suffix| back(bytes, suffix).notes[0].sentence.clone();
    let page = String::from_utf8(exported(&sample(), "html", false)).unwrap();
    for tag in ["del", "s", "bdo"] {
        let struck = page.replacen(">1286<", &format!("><{tag}>1286</{tag}><"), 1);
        assert!(
            told(struck.as_bytes(), "html").contains("被改动过"),
            "{tag}"
        );
    }
    let strike = |text: &str| text.replacen("<w:rPr>", "<w:rPr><w:strike/>", 1);
    let word = with_part(
        &exported(&sample(), "docx", false),
        "word/document.xml",
        strike,
    );
    assert!(told(&word, "docx").contains("被改动过"));
    let book = exported(&sample(), "xlsx", false);
    for code in ["0,", "0%", "0.0", "yyyy-mm-dd", "000000", "[DBNum1]0"] {
        let first = |text: &str| {
            let start = text.find("formatCode=\"").unwrap() + "formatCode=\"".len();
            let end = start + text[start..].find('"').unwrap();
            format!("{}{code}{}", &text[..start], &text[end..])
        };
        let changed = with_part(&book, "xl/styles.xml", first);
        assert!(told(&changed, "xlsx").contains("被改动过"), "{code}");
    }
}

#[test]
fn a_form_given_with_the_file_is_that_of_the_report_inside() {
    let text =
        include_str!("../../templates/2021.ron").replacen("id: \"2021\"", "id: \"local\"", 1);
    let form = Template::parse(&text, "local.ron").unwrap();
    let mut report = sample();
    report.template = "local".to_owned();
    let document = compose(&form, &report);
    let imprint = with_report(&file::to_text(&form, &report.published()));
    for suffix in suffixes() {
        let bytes = written(&document, &imprint, suffix);
        let choice = Choice {
            template: Some(&form),
            ..Choice::default()
        };
        let imported = read_back::import(&bytes, &format!("x.{suffix}"), choice).unwrap();
        assert_eq!(imported.notes[0].sentence, WHOLE, "{suffix}");
        assert_eq!(imported.report, report.published(), "{suffix}");
    }
}

#[test]
fn a_report_inside_that_cannot_be_read_is_told_of() {
    let page = String::from_utf8(exported(&sample(), "html", false)).unwrap();
    for (from, to, reason) in [
        ("{\"version\":1,", "{\"version\":2,", "更新版本"),
        ("{\"version\":1,", "{\"vers", "已经损坏"),
        ("format: 1,", "format: 900,", "更新版本"),
        ("format: 1,", "format: ,", "已经损坏"),
        (
            "template: \\\"2021\\\"",
            "template: \\\"2077\\\"",
            "格式“2077”",
        ),
    ] {
        let changed = page.replacen(from, to, 1);
        assert_ne!(changed, page, "{from}");
        let imported = back(changed.as_bytes(), "html");
        let told = &imported.notes[0].sentence;
        assert!(
            told.contains(reason) && told.contains("看得见的内容"),
            "{told}"
        );
        let permits = &imported.report.entries[&at("disclosed.permits.decisions")];
        assert_eq!(*permits, Entry::number(1286));
    }
}

/// A file whose visible figure differs from the report inside, although the digest inside is right.
fn forged(suffix: &str) -> Vec<u8> {
    let report = sample();
    let mut other = report.clone();
    let permits = at("disclosed.permits.decisions");
    other.entries.insert(permits, Entry::number(9_286));
    let template = Template::built_in(&report.template).unwrap();
    let document = compose(&template, &report);
    let imprint = with_report(&file::to_text(&template, &other.published()));
    written(&document, &imprint, suffix)
}

#[test]
fn a_report_inside_that_contradicts_what_is_seen_is_not_believed() {
    for suffix in suffixes() {
        let imported = back(&forged(suffix), suffix);
        let permits = at("disclosed.permits.decisions");
        assert_eq!(
            imported.report.entries[&permits],
            Entry::number(1_286),
            "{suffix}"
        );
        let figure = "看到的是“1286”，附带的是“9286”";
        assert!(
            imported
                .notes
                .iter()
                .any(|note| note.sentence.contains(figure)),
            "{suffix}: {:?}",
            imported.notes
        );
    }
}

#[test]
fn a_figure_changed_in_a_workbook_is_told() {
    let bytes = exported(&sample(), "xlsx", false);
    let mut told = Vec::new();
    for sheet in 1..=8 {
        let name = format!("xl/worksheets/sheet{sheet}.xml");
        let changed = with_part(&bytes, &name, |text| {
            text.replace("<v>1286</v>", "<v>1287</v>")
        });
        told.extend(
            back(&changed, "xlsx")
                .notes
                .into_iter()
                .map(|note| note.sentence),
        );
    }
    let figure = "看到的是“1287”，附带的是“1286”";
    let count = told.iter().filter(|told| told.contains(figure)).count();
    assert_eq!(count, 1, "{told:?}");
}

#[test]
fn a_page_drawn_over_after_the_export_is_told() {
    let bytes = exported(&sample(), "pdf", false);
    let mut document = lopdf::Document::load_mem(&bytes).unwrap();
    let page = *document.get_pages().values().next().unwrap();
    let mut content = document.get_page_content(page);
    content.extend(b"\n0 0 m 100 100 l S\n");
    document.change_page_content(page, content).unwrap();
    let mut changed = Vec::new();
    document.save_to(&mut changed).unwrap();
    let imported = back(&changed, "pdf");
    assert_eq!(imported.report.entries, sample().entries);
    assert!(
        imported.notes[0].sentence.contains("被改动过"),
        "{:?}",
        imported.notes
    );
}

#[test]
fn a_cell_in_the_far_corner_takes_no_memory() {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>";
    let bytes = exported(&sample(), "xlsx", false);
    let changed = with_part(&bytes, "xl/worksheets/sheet3.xml", |text| {
        text.replace("</sheetData>", far)
    });
    let imported = back(&changed, "xlsx");
    assert_eq!(imported.report.entries, sample().entries);
    assert!(imported.notes[0].sentence.contains("被改动过"));
}

#[test]
fn a_page_saved_anew_in_another_encoding_gives_back_the_report_inside() {
    let bytes = exported(&sample(), "html", false);
    let text = String::from_utf8(bytes).unwrap();
    let claims = |charset: &str| text.replacen("utf-8", charset, 1);
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&text);
    let gbk = claims("gbk");
    let (gbk, _, _) = encoding_rs::GB18030.encode(&gbk);
    let utf_16: Vec<u8> = claims("utf-16")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [b"\xFF\xFE".as_slice(), &utf_16].concat();
    let lies = claims("gb2312").into_bytes();
    let saved: [&[u8]; 5] = [&gb18030, &gbk, &utf_16, &marked, &lies];
    for bytes in saved {
        let imported = back(bytes, "html");
        assert_eq!(imported.report.entries, sample().entries);
        assert_eq!(imported.report.prose, sample().prose);
        assert_eq!(imported.notes[0].sentence, WHOLE);
    }
}

#[test]
fn characters_that_were_lost_are_told() {
    let mut damaged = exported(&sample(), "html", true);
    let at = damaged
        .windows(3)
        .position(|window| window == "入".as_bytes())
        .unwrap();
    damaged[at + 1] = b'?';
    let notes = back(&damaged, "html").notes;
    let mut told = notes.iter().map(|note| note.sentence.as_str());
    assert!(told.any(|said| said.contains("字符损坏")), "{notes:?}");
}
