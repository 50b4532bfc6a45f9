//! Import of text: the published reports, the ways people paste, and that damage never makes a wrong figure.

use crate::template::shared;
use nianbao::import::{Choice, ImportError, Imported, NoteKind, import, import_text};
use nianbao::place::{Address, Place};
use nianbao::report::Figures;
use nianbao::source::{SourceError, decode};
use nianbao::template::Template;
use std::collections::BTreeMap;

const REPORTS: [&str; 5] = [
    "reports/000_81271ff029d086a6.txt",
    "reports/001_50c806ca5e70a2c2.txt",
    "reports/002_a411e0a1c57d9535.txt",
    "reports/003_60914c73e690bbf7.txt",
    "reports/004_088613f544204e1b.txt",
];

pub const TABS: &str = include_str!("../cases/import/tabs.txt");
pub const BARS: &str = include_str!("../cases/import/bars.txt");
pub const ONE_A_LINE: &str = include_str!("../cases/import/one_a_line.txt");
pub const SPACES: &str = include_str!("../cases/import/spaces.txt");
pub const LAYOUT: &str = include_str!("../cases/import/layout.txt");
const FIGURES: &str = include_str!("../cases/import/figures.txt");

fn read(source: &str) -> Imported {
    import_text(source, "样本.txt", None).unwrap()
}

fn report(index: usize) -> Option<(String, Imported)> {
    let text = shared(REPORTS[index])?;
    let imported = read(&text);
    Some((text, imported))
}

/// Every figure as `values` prints it.
fn values(imported: &Imported) -> BTreeMap<String, String> {
    let template = Template::built_in(&imported.report.template).unwrap();
    let figures = Figures::of(&template, &imported.report);
    template
        .cells
        .iter()
        .enumerate()
        .filter_map(|(at, cell)| Some((cell.address.to_string(), figures.printed(at)?)))
        .collect()
}

pub fn expected() -> BTreeMap<String, String> {
    FIGURES
        .lines()
        .map(|line| {
            let (address, figure) = line.split_once(' ').unwrap();
            (address.to_owned(), figure.to_owned())
        })
        .collect()
}

fn notes(imported: &Imported, kind: NoteKind) -> String {
    let notes = imported.notes.iter().filter(|note| note.kind == kind);
    notes.map(|note| format!("{note}\n")).collect()
}

/// All figures are 0 and those in `empty` columns are missing.
fn all_zero_but(index: usize, lost: &str) {
    let Some((_, imported)) = report(index) else {
        return;
    };
    let values = values(&imported);
    let template = Template::built_in("2021").unwrap();
    for cell in &template.cells {
        let figure = values.get(cell.address.as_str()).map(String::as_str);
        let is_lost = !lost.is_empty() && cell.address.ends_with(lost);
        let should = (!is_lost).then_some("0");
        assert_eq!(figure, should, "{} of {}", cell.address, REPORTS[index]);
    }
}

#[test]
fn report_000_is_all_zero_without_the_lost_column() {
    all_zero_but(0, ".other");
}

#[test]
fn report_001_is_all_zero_and_its_totals_are_computed() {
    all_zero_but(1, "");
    if let Some((_, imported)) = report(1) {
        assert!(imported.report.stated.is_empty());
    }
}

#[test]
fn report_002_has_its_figures() {
    let Some((_, imported)) = report(2) else {
        return;
    };
    let values = values(&imported);
    let ones = ["new", "granted", "closed"];
    for (address, figure) in &values {
        let parts: Vec<&str> = address.split('.').collect();
        let is_one = ones.contains(&parts[1]) && matches!(parts[2], "natural" | "total");
        let should = match address.as_str() {
            "disclosed.normative_documents.issued" | "disclosed.normative_documents.repealed" => {
                "1"
            }
            "disclosed.normative_documents.in_force" => "7",
            _ if is_one => "1",
            _ => "0",
        };
        assert_eq!(figure, should, "{address}");
    }
    let template = Template::built_in("2021").unwrap();
    for cell in &template.cells {
        let is_lost = cell.address.starts_with("requests.") && cell.address.ends_with(".other");
        assert_eq!(
            values.contains_key(cell.address.as_str()),
            !is_lost,
            "{}",
            cell.address
        );
    }
    let left = notes(&imported, NoteKind::LeftEmpty);
    assert!(
        left.contains("requests.new.other") && left.contains("缺少“其他”一列"),
        "{left}"
    );
}

#[test]
fn reports_003_and_004_are_all_zero() {
    all_zero_but(3, "");
    all_zero_but(4, "");
}

#[test]
fn titles_and_parts_of_the_reports() {
    let expected = [
        ("卫东区科学技术局", 2025),
        ("凤泉区科学技术局", 2024),
        ("三门峡市科学技术局", 2025),
        ("卫滨区科技和工业信息化局", 2023),
        ("西工区科学技术局", 2021),
    ];
    for (index, (agency, year)) in expected.into_iter().enumerate() {
        let Some((_, imported)) = report(index) else {
            return;
        };
        assert_eq!(
            (imported.report.agency.as_str(), imported.report.year),
            (agency, year)
        );
        let parts = &imported.report.prose["overview"].parts;
        let ids: Vec<&str> = parts.iter().map(|part| part.id.as_str()).collect();
        let standard = [
            "proactive",
            "on_request",
            "management",
            "platform",
            "supervision",
        ];
        assert_eq!(ids, standard, "{index}");
        assert!(
            parts
                .iter()
                .all(|part| !part.heading.is_empty() && !part.text.is_empty())
        );
        assert!(!parts.iter().any(|part| part.heading.contains('。')));
    }
    let Some((_, imported)) = report(4) else {
        return;
    };
    let problems = &imported.report.prose["problems"];
    assert_eq!(problems.lead.lines().count(), 2, "{}", problems.lead);
    assert_eq!(problems.parts.len(), 3);
    assert!(imported.report.prose.values().all(|prose| {
        prose
            .parts
            .iter()
            .all(|part| part.text.lines().count() == 1)
    }));
    assert_eq!(imported.report.prose["other"].lead, "无");
}

/// Letters and digits only, so that marks and spaces do not count.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn nothing_of_the_reports_is_lost() {
    for (index, (source, imported)) in (0..REPORTS.len()).filter_map(report).enumerate() {
        let report = &imported.report;
        let template = Template::built_in(&report.template).unwrap();
        let mut held = letters(&template.title(report.title_wording, &report.agency, report.year));
        let texts = report.prose.values().flat_map(|prose| {
            let parts = prose.parts.iter();
            let parts = parts.flat_map(|part| [part.heading.clone(), part.text.clone()]);
            std::iter::once(prose.lead.clone()).chain(parts)
        });
        for text in texts.chain([report.preface.clone()]) {
            held.push_str(&letters(&text));
        }
        held.push_str(&letters(&notes(&imported, NoteKind::NotPlaced)));
        let form = letters(include_str!("../../templates/2021.ron"));
        for line in source.lines().flat_map(|line| line.split('\t')) {
            let line = letters(&ordinary(line));
            let bare = line.trim_start_matches(['一', '二', '三', '四', '五', '六', '七']);
            let is_figure = line.chars().all(|c| c.is_ascii_digit());
            let is_held = is_figure
                || [line.as_str(), bare]
                    .iter()
                    .any(|text| held.contains(text) || form.contains(text))
                || line.ends_with(|c: char| c.is_ascii_digit()) && {
                    form.contains(line.trim_end_matches(|c: char| c.is_ascii_digit()))
                };
            assert!(is_held || is_slip(&line), "{}: {line}", REPORTS[index]);
        }
    }
}

/// A label that one of the reports misspells, or one that stands over other labels.
fn is_slip(line: &str) -> bool {
    [
        "本年度止件数",
        "2其他法律法规禁止公开",
        "其他法律法规禁止公开",
        "商业企业科研机构",
    ]
    .contains(&line)
        || line.starts_with("结果维持结果纠正")
        || line.starts_with("信息内容")
        || line.starts_with("未经复议直接起诉")
        || line.starts_with("行政复议行政诉讼")
}

/// A text as the import reads it, radicals made ordinary.
fn ordinary(text: &str) -> String {
    let source = format!("某某局2022年政府信息公开工作年度报告\n一、总体情况\n甲{text}\n");
    let imported = read(&source);
    let lead = &imported.report.prose["overview"].lead;
    lead.trim_start_matches('甲').to_owned()
}

#[test]
fn every_way_of_pasting_gives_all_figures() {
    let samples = [
        ("tabs", TABS),
        ("bars", BARS),
        ("one a line", ONE_A_LINE),
        ("spaces", SPACES),
        ("layout", LAYOUT),
    ];
    for (name, sample) in samples {
        let imported = read(sample);
        let found = values(&imported);
        for (address, figure) in expected() {
            assert_eq!(
                found.get(&address),
                Some(&figure),
                "{name}: {address}\n{}",
                notes(&imported, NoteKind::LeftEmpty)
            );
        }
        assert!(
            imported.report.stated.is_empty(),
            "{name}: {:?}",
            imported.report.stated
        );
        assert_eq!(imported.report.signature, "临江县水务局", "{name}");
        assert_eq!(imported.report.date, "2024年1月18日", "{name}");
        assert!(imported.report.preface.starts_with("本报告依照"), "{name}");
        assert_eq!(notes(&imported, NoteKind::NotPlaced), "", "{name}");
    }
}

fn with_line(find: &str, replace: &str) -> Imported {
    assert!(TABS.contains(find), "{find}");
    read(&TABS.replace(find, replace))
}

#[test]
fn figures_of_every_spelling() {
    let imported = with_line(
        "规章\t3\t1\t12\n行政规范性文件\t22\t5\t1,286",
        "规 章\t２２（其中修订16件）\t/\t\n行政规范性文件\t22\t5\t",
    );
    let entry = |address: &str| {
        imported
            .report
            .entries
            .get(address)
            .map(ToString::to_string)
    };
    assert_eq!(
        entry("disclosed.regulations.issued").as_deref(),
        Some("22（其中修订16件）")
    );
    assert_eq!(
        entry("disclosed.regulations.repealed").as_deref(),
        Some("/")
    );
    assert_eq!(entry("disclosed.regulations.in_force"), None);
    let left = notes(&imported, NoteKind::LeftEmpty);
    assert!(
        left.contains("disclosed.regulations.in_force（第二十条第（一）项/规章，现行有效件数）"),
        "{left}"
    );
}

#[test]
fn contradictions_stay_empty_and_are_named() {
    let imported = with_line("规章\t3\t1\t12\n", "规章\t3\t1\t12\n规章\t3\t1\t13\n");
    assert!(
        !imported
            .report
            .entries
            .contains_key("disclosed.regulations.issued")
    );
    let left = notes(&imported, NoteKind::LeftEmpty);
    assert!(left.contains("3、1、12；3、1、13"), "{left}");
    let imported = with_line("本年收费金额（单位：万元）", "本年收费金额（单位：元）");
    assert!(
        !imported
            .report
            .entries
            .contains_key("disclosed.charges.amount")
    );
}

#[test]
fn a_stated_total_that_differs_is_kept() {
    let imported = with_line("4\t2\t1\t3\t10\t5", "4\t2\t1\t3\t11\t5");
    let stated: Vec<&Address> = imported.report.stated.keys().collect();
    assert_eq!(stated, ["appeals.cases.review_total"]);
}

#[test]
fn footnotes_and_strangers_are_kept() {
    let imported = with_line(
        "行政事业性收费\t58.6020\t\t\n",
        "行政事业性收费\t58.6020\t\t\n注：收费含水资源论证两项。\n这一行不知何来。\n",
    );
    let note = &imported.report.footnotes["disclosed"];
    assert!(note.starts_with("注：收费含水资源论证两项。"), "{note}");
    assert!(note.contains("这一行不知何来"));
    let imported = with_line(
        "二、主动公开政府信息情况\n",
        "二、主动公开政府信息情况\n\n下表按月汇总。\n",
    );
    assert!(notes(&imported, NoteKind::NotPlaced).contains("下表按月汇总。"));
}

#[test]
fn one_row_for_other_outcomes() {
    let rows: Vec<&str> = TABS
        .lines()
        .filter(|line| !line.contains("2.申请人逾期") && !line.contains("3.其他\t"))
        .collect();
    let source = |figures: &str| -> String {
        let line = |line: &&str| match line.contains("（六）其他处理") {
            true => format!("\t（六）其他处理\t\t{figures}"),
            false => (*line).to_owned(),
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let zero = read(&source("0\t0\t0\t0\t0\t0\t0"));
    for row in ["not_corrected", "fee_unpaid", "otherwise"] {
        let address = format!("requests.{row}.charity");
        assert_eq!(
            zero.report
                .entries
                .get(address.as_str())
                .map(ToString::to_string)
                .as_deref(),
            Some("0")
        );
    }
    let some = read(&source("2\t0\t0\t0\t0\t0\t2"));
    assert!(
        !some
            .report
            .entries
            .contains_key("requests.otherwise.natural")
    );
    assert!(notes(&some, NoteKind::LeftEmpty).contains("只有一行（2 0 0 0 0 0 2）"));
}

#[test]
fn titles_of_every_kind() {
    let cases = [
        (
            "2022年临江县水务局政府信息公开工作年度报告",
            "临江县水务局",
            2022,
            1,
        ),
        (
            "临江县水务局\n2022 年政府信息公开工作年度报告",
            "临江县水务局",
            2022,
            0,
        ),
        (
            "临江县水务局2022年度政府信息公开工作年度报告",
            "临江县水务局",
            2022,
            0,
        ),
        (
            "# **临江县水务局 2022 年政府信息公开工作年度报告**",
            "临江县水务局",
            2022,
            0,
        ),
    ];
    for (title, agency, year, wording) in cases {
        let imported = read(&format!("{title}\n\n一、总体情况\n\n已办结。\n"));
        let report = imported.report;
        assert_eq!(
            (report.agency.as_str(), report.year, report.title_wording),
            (agency, year, wording),
            "{title}"
        );
    }
}

#[test]
fn parts_of_every_kind() {
    let source = "某县统计局2022年政府信息公开工作年度报告\n一、总体情况\n（一）主动公开情况。全年发布简报。\n\
                  （三）2022年我局未收到申请，也没有结转。\n六、其他需要报告的事项：无。\n";
    let imported = read(source);
    let parts = &imported.report.prose["overview"].parts;
    assert_eq!(parts[0].heading, "主动公开情况");
    assert_eq!(parts[0].text, "全年发布简报。");
    assert_eq!(parts[1].heading, "");
    assert_eq!(parts[1].text, "2022年我局未收到申请，也没有结转。");
    assert!(notes(&imported, NoteKind::Doubted).contains("（1）（3）"));
    assert_eq!(imported.report.prose["other"].lead, "无。");
    let place = Place::parse("problems.lead").unwrap();
    assert!(
        imported
            .notes
            .iter()
            .any(|note| note.places.contains(&place))
    );
}

#[test]
fn bytes_of_every_encoding() {
    let text = "一、总体情况\n无 1";
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let gbk = b"\xd2\xbb\xa1\xa2\xd7\xdc\xcc\xe5\xc7\xe9\xbf\xf6\n\xce\xde 1".to_vec();
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [text.as_bytes().to_vec(), marked, utf_16, big, gbk] {
        assert_eq!(decode(&bytes, "a.txt").unwrap(), text);
    }
}

#[test]
fn what_is_no_report_is_refused_in_a_sentence() {
    let refused = |bytes: &[u8]| {
        import(bytes, "甲.pdf", Choice::default())
            .unwrap_err()
            .to_string()
    };
    let compound = |name: &str| -> Vec<u8> {
        let name = name.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
            .iter()
            .copied()
            .chain(name)
            .collect()
    };
    assert!(refused(b"PK\x03\x04....word/document.xml").contains("已损坏"));
    assert!(refused(b"PK\x03\x04....a.txt").contains("先解压缩"));
    assert!(refused(&compound("WordDocument")).contains("另存为 .docx"));
    assert!(refused(&compound("EncryptedPackage")).contains("密码"));
    assert!(refused(b"\x89PNG").contains("图片"));
    assert!(refused(b"<!DOCTYPE html><html>").contains("是空的"));
    assert!(refused("今天天气很好。".as_bytes()).contains("找不到年度报告"));
    assert!(refused(b" \n").contains("是空的"));
    assert!(refused("(format: 1, agency: \"甲\")".as_bytes()).contains("请直接打开"));
    assert!(refused(&vec![b'1'; 100_000_000]).contains("100 MB"));
    let long = "规章\t1\t2\t3\n".repeat(9_000_000);
    let error = import_text(&long, "a.txt", None).unwrap_err();
    assert!(matches!(
        error,
        ImportError::Source(SourceError::TooLong { .. })
    ));
}

#[test]
fn a_list_below_a_part_is_text_of_the_part() {
    let parts = |section: &str| -> Vec<(String, String)> {
        let source = format!("某局2022年政府信息公开工作年度报告\n一、总体情况\n{section}\n");
        let imported = read(&source);
        let prose = &imported.report.prose["overview"];
        let parts = prose.parts.iter();
        parts
            .map(|part| (part.heading.clone(), part.text.clone()))
            .collect()
    };
    let nested = parts(
        "（一）主动公开。\n（1）对照清单公开。\n（2）更新目录。\n（二）依申请公开。\n没有申请。",
    );
    let expected = [
        ("主动公开", "（1）对照清单公开。\n（2）更新目录。"),
        ("依申请公开", "没有申请。"),
    ];
    assert_eq!(nested, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    // Digits may stand for all the numbers, or slip in for one.
    for section in [
        "（1）主动公开。\n甲。\n（2）依申请公开。\n乙。",
        "（一）主动公开。\n甲。\n（2）依申请公开。\n乙。",
    ] {
        let expected = [("主动公开", "甲。"), ("依申请公开", "乙。")];
        assert_eq!(
            parts(section),
            expected.map(|(a, b)| (a.to_owned(), b.to_owned())),
            "{section}"
        );
    }
}

#[test]
fn words_beyond_any_report_are_refused() {
    let source = format!(
        "某局2022年政府信息公开工作年度报告\n二、主动公开政府信息情况\n{}",
        "0 ".repeat(1_000_000)
    );
    let error = import_text(&source, "a.txt", None).unwrap_err();
    assert!(error.to_string().contains("远比一份年度报告长"), "{error}");
}

#[test]
fn the_most_that_is_read_is_read_in_no_time() {
    let source = format!(
        "某局2022年政府信息公开工作年度报告\n二、主动公开政府信息情况\n{}",
        "1\n规\n".repeat(20_000)
    );
    read(&source);
}

#[test]
fn the_form_of_2019_with_its_five_bands() {
    let source = "某县林业局2020年政府信息公开工作年度报告\n二、主动公开政府信息情况\n\
                  第二十条第（五）项\n信息内容 上一年项目数量 本年增/减 处理决定数量\n行政许可 16 +2 1,204\n\
                  其他对外管理服务事项 7 -1 90\n- 2 -\n第二十条第（九）项\n信息内容 采购项目数量 采购总金额\n\
                  政府集中采购 3 1,250,000.50元\n三、收到和处理政府信息公开申请情况\n";
    let imported = read(source);
    assert_eq!(imported.report.template, "2019");
    let entries: Vec<String> = imported
        .report
        .entries
        .iter()
        .map(|(at, e)| format!("{at} {e}"))
        .collect();
    assert_eq!(
        entries,
        [
            "disclosed.other_services.change -1",
            "disclosed.other_services.decisions 90",
            "disclosed.other_services.last_year_items 7",
            "disclosed.permits.change +2",
            "disclosed.permits.decisions 1204",
            "disclosed.permits.last_year_items 16",
            "disclosed.procurement.amount 1250000.50元",
            "disclosed.procurement.items 3",
        ]
    );
    assert!(notes(&imported, NoteKind::NotPlaced).contains("- 2 -"));
}

#[test]
fn a_report_without_title_takes_the_form_whose_labels_it_has() {
    let source = "二、主动公开政府信息情况\n信息内容 本年新制作数量 本年新公开数量 对外公开总数量\n规章 1 2 3\n";
    let imported = read(source);
    assert_eq!(imported.report.template, "2019");
    assert_eq!(imported.report.entries.len(), 3);
    assert!(notes(&imported, NoteKind::LeftEmpty).contains("找不到标题"));
}

#[test]
fn a_note_ends_where_the_next_band_begins() {
    let imported = with_line(
        "行政规范性文件\t22\t5\t1,286\n",
        "行政规范性文件\t22\t5\t1,286\n注：含联合发文。\n",
    );
    assert_eq!(imported.report.footnotes["disclosed"], "注：含联合发文。");
    assert_eq!(values(&imported), expected());
}
