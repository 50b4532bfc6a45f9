//! The report file: nothing is lost on the way to disk and back, and whatever is no report gets one sentence.

use crate::template::at;
use nianbao::place::{Id, Place};
use nianbao::report::file::{self, FORMAT, FileError};
use nianbao::report::{Answer, Entry, PastYear, Report};
use nianbao::storage::{Storage, StorageError};
use nianbao::task::report_file;
use nianbao::template::Template;
use std::collections::BTreeMap;
use std::path::Path;

fn template() -> std::sync::Arc<Template> {
    Template::built_in("2021").unwrap()
}

/// A report with something in every field, its texts made of the given ones.
fn full(texts: &[&str]) -> Report {
    let template = template();
    let mut texts = texts.iter().cycle().map(|text| (*text).to_owned());
    let mut report = Report::new(&template, "甲县“某”局", 2024);
    report.title_wording = 1;
    report.preface = texts.next().unwrap();
    for prose in report.prose.values_mut() {
        prose.lead = texts.next().unwrap();
        for part in &mut prose.parts {
            part.text = texts.next().unwrap();
            part.heading = texts.next().unwrap();
        }
    }
    let figures = [
        "0",
        "+2",
        "12.3400",
        "22（其中修订16件）",
        "/",
        "—",
        "12345678",
        "-3",
        "无",
        "1.0",
        "＋５",
        "5\"",
        "5\\",
        "（\n）",
    ];
    let mut figures = figures.iter().cycle();
    for (index, cell) in template.cells.iter().enumerate() {
        let entry = Entry::parse(figures.next().unwrap()).unwrap();
        match (cell.is_total(), index % 5) {
            (_, 0) => None,
            (true, _) => report.stated.insert(cell.address.clone(), entry),
            (false, _) => report.entries.insert(cell.address.clone(), entry),
        };
    }
    report.entries.insert(at("not.in.form"), Entry::number(7));
    for table in ["disclosed", "requests", "gone"] {
        report
            .footnotes
            .insert(Id::parse(table).unwrap(), texts.next().unwrap());
    }
    report.date = texts.next().unwrap();
    report.answers.push(Answer {
        fingerprint: "0123456789abcdef".to_owned(),
        reason: texts.next().unwrap(),
    });
    report
        .begun_answers
        .insert("fedcba9876543210".to_owned(), texts.next().unwrap());
    report.carried = [
        Place::parse("overview.3.text").unwrap(),
        Place::parse("requests.carried_in.natural").unwrap(),
        Place::parse("other.lead").unwrap(),
        Place::Signature,
        Place::Preface,
    ]
    .into();
    report.history = (2019..2024)
        .rev()
        .map(|year| PastYear {
            year,
            template: if year < 2021 { "2019" } else { "2021" }.to_owned(),
            figures: report.entries.clone(),
            texts: BTreeMap::from([(
                Place::parse("overview.lead").unwrap(),
                texts.next().unwrap(),
            )]),
        })
        .collect();
    report
}

/// Texts made of awkward characters by a small generator, the same in every run.
fn awkward_texts(seed: u64) -> Vec<String> {
    let alphabet = [
        "\"",
        "\\",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\u{0}",
        "\u{1b}",
        "\u{feff}",
        "\u{200b}",
        "😀",
        "👨‍👩‍👧",
        "𠮷",
        "𬭳",
        "㐂",
        "龘",
        "（",
        "）",
        ",",
        "}",
        ")",
        "]",
        "//",
        "/*",
        "r#\"",
        "#",
        "'",
        "\\n",
        "\\u{41}",
        "中",
        "文",
        " ",
        "\u{3000}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "{agency}",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    (0..12)
        .map(|_| {
            (0..1 + next(40))
                .map(|_| alphabet[next(alphabet.len())])
                .collect()
        })
        .collect()
}

#[test]
fn every_text_comes_back_as_it_was() {
    for seed in 1..=50 {
        let texts = awkward_texts(seed);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let report = full(&texts);
        let text = file::to_text(&template(), &report);
        let back = file::from_text(&text, "往返.ron").unwrap();
        assert_eq!(back, report, "seed {seed}:\n{text}");
        assert_eq!(file::to_text(&template(), &back), text);
    }
}

#[test]
fn a_change_of_line_ends_by_an_editor_changes_no_text() {
    let report = full(&["第一段。\n第二段。"]);
    let text = file::to_text(&template(), &report);
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(file::from_text(&windows, "a.ron").unwrap(), report);
}

#[test]
fn the_file_is_ordered_and_holds_only_what_was_entered() {
    let template = template();
    let mut report = Report::new(&template, "甲县乙局", 2024);
    let enter = |report: &mut Report, address: &str, figure: &str| {
        report
            .entries
            .insert(at(address), Entry::parse(figure).unwrap());
    };
    enter(&mut report, "requests.new.other", "0");
    enter(&mut report, "requests.new.business", "3（含补正1件）");
    enter(&mut report, "disclosed.charges.amount", "12.3400");
    report.prose.get_mut("other").unwrap().lead = "第一段。\n第“二”段\"\\。".to_owned();
    report.prose.retain(|section, _| section == "other");
    let expected = r##"(
    format: 1,
    template: "2021",
    agency: "甲县乙局",
    year: 2024,
    prose: {
        "other": (
            lead: r#"第一段。
第“二”段"\。"#,
        ),
    },
    entries: {
        "disclosed.charges.amount": "12.3400",
        "requests.new.business": "3（含补正1件）",
        "requests.new.other": "0",
    },
    signature: "甲县乙局",
)
"##;
    assert_eq!(file::to_text(&template, &report), expected);
}

#[test]
fn empty_is_not_zero_and_figures_keep_their_form() {
    let mut report = Report::new(&template(), "局", 2024);
    report
        .entries
        .insert(at("a.b.c"), Entry::parse("0").unwrap());
    report
        .entries
        .insert(at("a.b.d"), Entry::parse("+2").unwrap());
    report
        .entries
        .insert(at("a.b.e"), Entry::parse("12.3400").unwrap());
    let back = file::from_text(&file::to_text(&template(), &report), "a.ron").unwrap();
    assert_eq!(back.entries.get("requests.new.natural"), None);
    let printed: Vec<String> = back.entries.values().map(Entry::to_string).collect();
    assert_eq!(printed, ["0", "+2", "12.3400"]);
}

fn sentence(text: &str) -> String {
    file::from_text(text, "报告.ron").unwrap_err().to_string()
}

#[test]
fn whatever_is_no_report_gets_one_sentence() {
    let newer = format!("(format: {}, agency: [1, 2], verdicts: {{}})", FORMAT + 1);
    let cases = [
        ("", "报告.ron 是空文件，请改用备份，或新建报告。"),
        (" \n", "报告.ron 是空文件，请改用备份，或新建报告。"),
        (
            "一、总体情况",
            "报告.ron 不是 nianbao 的报告文件；已发布的报告请用“导入”打开。",
        ),
        (
            "(id: \"x\")",
            "报告.ron 不是 nianbao 的报告文件；已发布的报告请用“导入”打开。",
        ),
        (
            newer.as_str(),
            "报告.ron 由更新版本的程序写成（文件格式 2，本程序只认识到格式 1），没有改动它，请用新版程序打开。",
        ),
        (
            "(format: 99999999999, x",
            "报告.ron 由更新版本的程序写成（文件格式 4294967295，本程序只认识到格式 1），没有改动它，请用新版程序打开。",
        ),
        (
            "(format: 0, template: \"2021\", year: 2024)",
            "报告.ron 写的是格式 0，没有这样的格式；请把开头的 format 改为 1，或改用备份。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n agencies: \"甲\")",
            "报告.ron 第 2 行第 2 字有本程序不认识的字段 agencies（是不是 agency？），为免丢失内容没有打开，请更正字段名，或用写它的程序打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n verdicts: \"甲\")",
            "报告.ron 第 2 行第 2 字有本程序不认识的字段 verdicts，为免丢失内容没有打开，请更正字段名，或用写它的程序打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n entries: {\"a.b.c\": \"1\",\n \"a.b.c\": \"2\"})",
            "报告.ron 第 3 行第 3 字有误：a.b.c 写了两次，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\")",
            "报告.ron 第 1 行第 29 字有误：这里结束的括号里缺少字段 year，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n entries: {\"a.b.c\": 5})",
            "报告.ron 第 2 行第 21 字有误：这里应当是引号里的文字，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n entries: {\"a.b.c\" \"5\"})",
            "报告.ron 第 2 行第 20 字有误：这里应当是冒号，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n entries: {\"a.b.c\": \"5\" \"a.b.d\": \"5\"})",
            "报告.ron 第 2 行第 25 字有误：这里应当是逗号，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n entries: [\"a.b.c\"])",
            "报告.ron 第 2 行第 11 字有误：这里应当是花括号 { 开头的一列“名称: 内容”，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 70000)",
            "报告.ron 第 1 行第 37 字有误：这里应当是一个不太大的整数，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 二〇二四)",
            "报告.ron 第 1 行第 37 字有误：这里应当是一个不太大的整数，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\" year: 2024)",
            "报告.ron 第 1 行第 30 字有误：这里应当是逗号，请更正后再打开。",
        ),
        (
            "(format: 1, template: 2021, year: 2024)",
            "报告.ron 第 1 行第 23 字有误：这里应当是引号里的文字，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n agency: \"甲\\q\")",
            "报告.ron 第 2 行第 14 字有误：这里应当是正确的转义；反斜杠要写成 \\\\，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n agency: \"甲\",\n agency: \"乙\")",
            "报告.ron 第 3 行第 2 字有误：字段 agency 写了两次，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n carried: [\"x\"])",
            "报告.ron 第 2 行第 13 字有误：“x”不是报告中的位置，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n entries: {\"a.b\": \"5\"})",
            "报告.ron 第 2 行第 13 字有误：“a.b”不是单元格的地址，地址写成“表.行.列”，只用英文字母、数字和下划线，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n prose: {\"一\": (lead: \"\")})",
            "报告.ron 第 2 行第 11 字有误：编号“一”只能由英文字母、数字和下划线组成，不能是空的，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n prose: {\"a\": [lead: \"\"]})",
            "报告.ron 第 2 行第 15 字有误：这里应当是圆括号 ( 开头的一组字段，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n agency: “甲”)",
            "报告.ron 第 2 行第 10 字有误：这里应当是引号里的文字，请更正后再打开。",
        ),
        (
            "(format: 1, template: \"2021\", year: 2024,\n ) )",
            "报告.ron 第 2 行第 4 字有误：这里应当是文件的末尾，后面还有多余的内容，请更正后再打开。",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(sentence(text), expected);
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused_and_never_half_read() {
    let text = file::to_text(&template(), &full(&["一段（有括号）。", ")"]));
    for (at, _) in text.char_indices().step_by(211).filter(|(at, _)| *at > 16) {
        let cut = &text[..at];
        if cut.trim_end() == text.trim_end() {
            continue;
        }
        let error = file::from_text(cut, "a.ron").unwrap_err();
        let is_clear = matches!(
            error,
            FileError::CutOff { .. } | FileError::Malformed { .. }
        );
        assert!(is_clear, "cut at {at}: {error}");
    }
    let middle = (0..text.len() / 2)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap();
    let error = sentence(&text[..middle]);
    assert!(error.contains("不完整"), "{error}");
}

fn refused(path: &Path) -> String {
    let error = report_file::read(&Storage::default(), path)
        .unwrap_err()
        .to_string();
    assert!(error.contains(&path.display().to_string()), "{error}");
    error
}

#[test]
fn files_that_cannot_be_read_are_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    assert!(refused(folder.path()).contains("是文件夹"));
    assert!(refused(&folder.path().join("没有.ron")).starts_with("没有找到文件"));
    assert!(refused(&write("空.ron", b"")).contains("是空文件"));
    assert!(refused(&write("零.ron", &[0; 4096])).contains("零字节"));
    // 年报 in GBK and in UTF-16 with and without a mark.
    assert!(
        refused(&write(
            "gbk.ron",
            b"(format: 1, agency: \"\xc4\xea\xb1\xa8\")"
        ))
        .contains("GBK")
    );
    assert!(refused(&write("utf16.ron", b"\xff\xfe(\0f\0")).contains("UTF-16"));
    assert!(refused(&write("utf16le.ron", b"(\0f\0o\0")).contains("UTF-16"));
    assert!(refused(&write("a.pdf", b"%PDF-1.7\n")).contains("不是 nianbao 的报告文件"));
    let huge = folder.path().join("huge.ron");
    std::fs::File::create(&huge)
        .unwrap()
        .set_len(100 * 1024 * 1024)
        .unwrap();
    assert!(refused(&huge).contains("有 100 MB"));
    assert_eq!(std::fs::metadata(&huge).unwrap().len(), 100 * 1024 * 1024);
}

#[test]
fn writing_replaces_whole_files_only_and_only_when_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("年报 2024.ron");
    let (template, mut report) = (template(), full(&["一。"]));
    report_file::write(&Storage::default(), &path, &template, &report, false).unwrap();
    assert_eq!(
        report_file::read(&Storage::default(), &path).unwrap(),
        report
    );
    report.agency = "乙县丙局".to_owned();
    let error =
        report_file::write(&Storage::default(), &path, &template, &report, false).unwrap_err();
    assert!(
        matches!(error, FileError::Storage(StorageError::Exists { .. })),
        "{error}"
    );
    assert_ne!(
        report_file::read(&Storage::default(), &path).unwrap(),
        report
    );
    report_file::write(&Storage::default(), &path, &template, &report, true).unwrap();
    assert_eq!(
        report_file::read(&Storage::default(), &path).unwrap(),
        report
    );
    let names = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 1, "no temporary file is left behind");
}

#[test]
fn a_newer_file_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("新.ron");
    // However far behind the number stands, and whatever the encoding.
    let text = format!("(/*{}*/ agency: \"丁\", format: 2)", "注".repeat(9000));
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [text.into_bytes(), utf16] {
        refuse_to_replace(&path, &bytes);
    }
}

fn refuse_to_replace(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
    let error = report_file::write(
        &Storage::default(),
        path,
        &template(),
        &full(&["一。"]),
        true,
    )
    .unwrap_err();
    assert!(
        matches!(
            error,
            FileError::Newer {
                found: 2,
                known: 1,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(std::fs::read(path).unwrap(), bytes);
}

#[test]
fn a_folder_that_does_not_exist_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("无").join("a.ron");
    let error = report_file::write(
        &Storage::default(),
        &path,
        &template(),
        &full(&["一。"]),
        true,
    )
    .unwrap_err();
    assert!(error.to_string().starts_with("没有文件夹"), "{error}");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_as_they_were() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let (template, report) = (template(), full(&["一。"]));
    report_file::write(&Storage::default(), &path, &template, &report, false).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_ne!(mode(&path) & 0o400, 0);
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.ron");
    symlink(&path, &link).unwrap();
    report_file::write(&Storage::default(), &link, &template, &report, true).unwrap();
    assert_eq!(mode(&path), 0o640);
    assert!(link.is_symlink());
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o440)).unwrap();
    let error =
        report_file::write(&Storage::default(), &path, &template, &report, true).unwrap_err();
    assert!(
        matches!(error, FileError::Storage(StorageError::ReadOnly { .. })),
        "{error}"
    );
    assert_eq!(
        report_file::read(&Storage::default(), &path).unwrap(),
        report
    );
}

#[test]
fn a_word_of_quantity_behind_a_number_is_no_figure() {
    for text in [
        "3万",
        "5仟",
        "5佰件",
        "5拾",
        "5萬",
        "5兆",
        "5个亿",
        "5w件",
        "5k",
        "5〇",
        "5零",
        "5廿",
        "5½",
        "5²",
        "5 千",
        "１２％",
        "10余",
        "5两",
    ] {
        assert_eq!(
            Entry::parse(text),
            Some(Entry::Mark(text.to_owned())),
            "{text}"
        );
    }
    for text in [
        "5件",
        "5 个",
        "5（其中修订1件）",
        "5份",
        "5人次",
        "1,024 件",
    ] {
        let value = Entry::parse(text).unwrap().value();
        assert!(
            value.is_some_and(|value| value == 5.into() || value == 1024.into()),
            "{text}"
        );
    }
}

#[test]
fn a_file_says_what_is_wrong_with_its_format_and_its_end() {
    let said = |text: &str| file::from_text(text, "a.ron").unwrap_err().to_string();
    for text in ["(format: -1)", "(format: \"1\")"] {
        assert!(said(text).contains("format"), "{}", said(text));
        assert!(!said(text).contains("导入"), "{}", said(text));
    }
    let empty = Report::new(&template(), "甲县乙局", 2025);
    let whole = file::to_text(&template(), &empty);
    let message = said(&format!("{whole} 多余"));
    assert!(message.contains("多余的内容"), "{message}");
}
