//! The command line end to end: the real program, its exit codes, what it says and where.

use crate::check::zeros;
use crate::template::at;
use nianbao::report::file::from_text;
use nianbao::report::{Entry, Report};
use nianbao::storage::Storage;
use nianbao::task::report_file;
use nianbao::template::Template;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

struct Run {
    code: i32,
    data: String,
    messages: String,
}

/// The program that Cargo built, or another one that `NIANBAO_CLI` names, as the one for Windows under wine.
pub fn program() -> OsString {
    let other = std::env::var_os("NIANBAO_CLI");
    other.unwrap_or_else(|| env!("CARGO_BIN_EXE_nianbao-cli").into())
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(program());
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    let (data, messages) = (
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    );
    assert!(!messages.contains("panicked"), "{messages}");
    Run {
        code: status.code().unwrap(),
        data,
        messages,
    }
}

/// A folder with a report 年 报.ron that the closure changed from zeros.
fn with_report(change: impl FnOnce(&mut Report)) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("年 报.ron");
    let template = Template::built_in("2021").unwrap();
    let mut report = zeros(&template, "甲县乙局", 2024);
    change(&mut report);
    report_file::write(&Storage::default(), &path, &template, &report, false).unwrap();
    (folder, path)
}

fn enter(report: &mut Report, address: &str, figure: &str) {
    report
        .entries
        .insert(at(address), Entry::parse(figure).unwrap());
}

#[test]
fn a_new_report_is_written_once_and_only_overwritten_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "new",
        "--agency",
        "甲县乙局",
        "--year",
        "2020",
        "-o",
        "新 报.ron",
    ];
    let first = run(folder.path(), &arguments);
    assert_eq!(
        (first.code, first.data.as_str()),
        (0, ""),
        "{}",
        first.messages
    );
    let report = report_file::read(&Storage::default(), &folder.path().join("新 报.ron")).unwrap();
    assert_eq!((report.agency.as_str(), report.year), ("甲县乙局", 2020));
    assert_eq!(report.template, "2019");
    let second = run(folder.path(), &arguments);
    assert_eq!(second.code, 2);
    assert!(second.messages.contains("已经存在") && second.messages.contains("--force"));
    let forced = [&arguments[..], &["--force"]].concat();
    assert_eq!(run(folder.path(), &forced).code, 0);
    let unfilled = run(folder.path(), &["check", "新 报.ron"]);
    assert_eq!(unfilled.code, 1);
}

#[test]
fn values_are_printed_figures_or_plain_strings() {
    let (folder, _path) = with_report(|report| {
        report.entries.clear();
        enter(report, "disclosed.charges.amount", "12.3400");
        enter(
            report,
            "disclosed.normative_documents.issued",
            "22（其中修订16件）",
        );
        enter(report, "appeals.cases.review_upheld", "/");
        enter(report, "requests.new.natural", "12,345");
        report
            .stated
            .insert(at("requests.new.total"), Entry::number(9));
    });
    let plain = run(folder.path(), &["values", "年 报.ron"]);
    assert_eq!(plain.code, 0);
    let expected = "disclosed.normative_documents.issued\t22（其中修订16件）\n\
                    disclosed.charges.amount\t12.3400\nrequests.new.natural\t12345\n\
                    requests.new.total\t9\nappeals.cases.review_upheld\t/\n";
    assert_eq!(plain.data, expected);
    let json = run(folder.path(), &["values", "年 报.ron", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&json.data).unwrap();
    assert_eq!(found["disclosed.normative_documents.issued"], "22");
    assert_eq!(found["requests.new.total"], "9");
    let entered = run(
        folder.path(),
        &["values", "年 报.ron", "--json", "--entered"],
    );
    let found: serde_json::Value = serde_json::from_str(&entered.data).unwrap();
    assert_eq!(found.as_object().unwrap().len(), 4);
}

#[test]
fn check_tells_by_its_exit_code_and_in_json() {
    let (folder, path) = with_report(|_| ());
    let name = path.file_name().unwrap().to_str().unwrap();
    let clean = run(folder.path(), &["check", name, "--json"]);
    assert_eq!((clean.code, clean.data.as_str()), (0, "[]\n"));
    let (broken, _path) = with_report(|report| {
        enter(report, "requests.new.natural", "10");
        enter(report, "requests.granted.natural", "9");
    });
    let found = run(broken.path(), &["check", name, "--json"]);
    assert_eq!(found.code, 1);
    let findings: serde_json::Value = serde_json::from_str(&found.data).unwrap();
    let first = &findings[0];
    assert_eq!(first["rule"], "requests_balance");
    assert_eq!(first["severity"], "error");
    assert_eq!(
        (first["left"].as_i64(), first["right"].as_i64()),
        (Some(10), Some(9))
    );
    assert_eq!(first["difference"], 1);
    assert_eq!(first["cells"][0], "requests.new.natural");
    assert_eq!(first["cells"].as_array().unwrap().len(), 4);
    let said = "自然人：第一项 10 加第二项 0 等于 10，第三项总计 9 加第四项 0 等于 9，相差 1。";
    assert_eq!(first["message"], said);
    assert!(run(broken.path(), &["check", name]).data.contains(said));
}

#[test]
fn a_question_alone_does_not_change_the_exit_code() {
    let (folder, _path) = with_report(|report| {
        report.prose.get_mut("overview").unwrap().parts[1].text = "收到申请3件。".to_owned();
    });
    let found = run(folder.path(), &["check", "年 报.ron"]);
    assert_eq!(found.code, 0);
    assert!(found.data.contains("text_against_table"), "{}", found.data);
}

#[test]
fn several_files_are_each_named_and_an_unreadable_one_gives_two() {
    let (folder, path) = with_report(|_| ());
    std::fs::copy(&path, folder.path().join("乙.ron")).unwrap();
    std::fs::write(
        folder.path().join("坏.ron"),
        "(format: 1, template: \"2021\", year",
    )
    .unwrap();
    let both = run(folder.path(), &["check", "年 报.ron", "乙.ron"]);
    assert_eq!(both.code, 0);
    assert!(both.messages.contains("年 报.ron：") && both.messages.contains("乙.ron："));
    let bad = run(
        folder.path(),
        &["check", "坏.ron", "乙.ron", "没有.ron", "--json"],
    );
    assert_eq!((bad.code, bad.data.as_str()), (2, "[]\n"));
    assert!(bad.messages.contains("坏.ron 不完整") && bad.messages.contains("没有.ron"));
}

#[test]
fn last_year_is_compared_when_it_is_given() {
    let (folder, path) = with_report(|_| ());
    let template = Template::built_in("2021").unwrap();
    let mut last = zeros(&template, "甲县乙局", 2023);
    enter(&mut last, "requests.carried_out.charity", "2");
    report_file::write(
        &Storage::default(),
        &folder.path().join("去年.ron"),
        &template,
        &last,
        false,
    )
    .unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    assert_eq!(run(folder.path(), &["check", name]).code, 0);
    let found = run(folder.path(), &["check", name, "--prior", "去年.ron"]);
    assert_eq!(found.code, 1);
    assert!(
        found.data.contains("carried_from_last_year"),
        "{}",
        found.data
    );
}

#[test]
fn a_draft_is_exported_with_its_open_findings_named() {
    let (folder, _path) = with_report(|report| enter(report, "requests.new.natural", "1"));
    let export = [
        "export",
        "年 报.ron",
        "-o",
        "年 报.PDF",
        "--date",
        "2025-01-20",
    ];
    let first = run(folder.path(), &export);
    assert_eq!(first.code, 0, "{}", first.messages);
    assert!(first.messages.contains("2 处错误"), "{}", first.messages);
    let bytes = std::fs::read(folder.path().join("年 报.PDF")).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    let again = ["export", "年 报.ron", "-o", "b.pdf", "--date", "2025-01-20"];
    assert_eq!(run(folder.path(), &again).code, 0);
    assert_eq!(std::fs::read(folder.path().join("b.pdf")).unwrap(), bytes);
    assert_eq!(run(folder.path(), &export).code, 2);
    for output in ["a.txt", "a"] {
        let refused = run(folder.path(), &["export", "年 报.ron", "-o", output]);
        assert_eq!(refused.code, 2);
        assert!(
            refused.messages.contains(".pdf、.docx"),
            "{}",
            refused.messages
        );
    }
}

#[test]
fn the_suffix_chooses_the_format_and_plain_leaves_the_report_out() {
    let (folder, path) = with_report(|_| ());
    let report = report_file::read(&Storage::default(), &path).unwrap();
    for suffix in ["docx", "html", "xlsx"] {
        let name = format!("年 报.{suffix}");
        let done = run(folder.path(), &["export", "年 报.ron", "-o", &name]);
        assert_eq!(done.code, 0, "{}", done.messages);
        let bytes = std::fs::read(folder.path().join(&name)).unwrap();
        let found = nianbao::render::inner::find(&bytes).unwrap();
        assert_eq!(from_text(&found.report.unwrap(), &name).unwrap(), report);
        let plain = ["export", "年 报.ron", "-o", &name, "--plain", "--force"];
        assert_eq!(run(folder.path(), &plain).code, 0);
        let bytes = std::fs::read(folder.path().join(&name)).unwrap();
        assert_eq!(nianbao::render::inner::find(&bytes), None);
    }
    let help = run(folder.path(), &["export", "--help"]);
    assert!(
        help.data.contains(".docx") && help.data.contains("Word"),
        "{}",
        help.data
    );
}

#[test]
fn bad_arguments_get_a_sentence_and_the_usage() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&[&str], &str); 10] = [
        (&[], "请写明要做什么"),
        (&["frob"], "没有命令“frob”"),
        (&["new", "--year", "2024", "-o", "a"], "缺少单位名称"),
        (
            &["new", "--agency", "甲", "--year", "二〇", "-o", "a"],
            "年度“二〇”不对",
        ),
        (&["values"], "缺少文件名"),
        (&["values", "a", "b"], "多了一个参数“b”"),
        (&["values", "a", "--force"], "命令 values 没有选项 --force"),
        (&["values", "a", "--frob"], "没有选项 --frob"),
        (&["import", "a", "-o"], "后面缺少内容"),
        (&["export", "a"], "缺少输出文件"),
    ];
    for (arguments, sentence) in cases {
        let refused = run(folder.path(), arguments);
        assert_eq!(
            (refused.code, refused.data.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert!(
            refused.messages.contains(sentence),
            "{arguments:?}: {}",
            refused.messages
        );
        assert!(
            refused.messages.contains("用法"),
            "{arguments:?}: {}",
            refused.messages
        );
    }
}

#[test]
fn rules_are_listed_with_all_that_they_say_of_themselves() {
    let folder = TempDir::new().unwrap();
    for form in ["2019", "2021"] {
        let template = Template::built_in(form).unwrap();
        let listed = run(folder.path(), &["rules", "--template", form, "--json"]);
        assert_eq!(listed.code, 0, "{}", listed.messages);
        let listed: serde_json::Value = serde_json::from_str(&listed.data).unwrap();
        let listed = listed.as_array().unwrap();
        let rules = nianbao::check::rules(&template);
        assert_eq!(listed.len(), rules.len());
        for (found, rule) in listed.iter().zip(&rules) {
            assert_eq!(found["id"], rule.id);
            assert_eq!(found["explanation"], rule.explanation);
            assert_eq!(found["example"], rule.example);
        }
        let words = run(folder.path(), &["rules", "--template", form]).data;
        for rule in &rules {
            let said = [rule.id, rule.explanation, rule.advice, rule.example];
            assert!(said.iter().all(|said| words.contains(said)), "{}", rule.id);
        }
    }
    let unknown = run(folder.path(), &["rules", "--template", "1999"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.data.is_empty() && unknown.messages.contains("1999"));
}

#[test]
fn a_form_file_is_never_written_over() {
    let (folder, _) = with_report(|_| ());
    let form = include_str!("../../templates/2021.ron");
    std::fs::write(folder.path().join("格式.ron"), form).unwrap();
    let agency = ["--agency", "甲县乙局", "--year", "2025"];
    for first in [["new"].as_slice(), &["next", "年 报.ron"]] {
        let mut arguments = first.to_vec();
        arguments.extend(agency.iter().filter(|_| first[0] == "new"));
        arguments.extend(["--template", "格式.ron", "-o", "格式.ron", "--force"]);
        let made = run(folder.path(), &arguments);
        assert_eq!(made.code, 2, "{}", made.messages);
        let kept = std::fs::read_to_string(folder.path().join("格式.ron")).unwrap();
        assert!(kept == form, "{}", made.messages);
    }
}

#[test]
fn help_goes_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["--help"][..],
        &["help"],
        &["check", "--help"],
        &["help", "export"],
    ] {
        let help = run(folder.path(), arguments);
        assert_eq!((help.code, help.messages.as_str()), (0, ""));
        assert!(help.data.contains("nianbao-cli"), "{}", help.data);
    }
}

#[test]
fn a_template_can_be_given_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let form = include_str!("../../templates/2021.ron");
    let own = form.replacen("id: \"2021\"", "id: \"2027\"", 1);
    std::fs::write(folder.path().join("自己的.ron"), own).unwrap();
    let new = [
        "new",
        "--agency",
        "甲",
        "--year",
        "2027",
        "--template",
        "自己的.ron",
        "-o",
        "a.ron",
    ];
    assert_eq!(run(folder.path(), &new).code, 0);
    let without = run(folder.path(), &["check", "a.ron"]);
    assert_eq!(without.code, 2);
    assert!(
        without.messages.contains("--template"),
        "{}",
        without.messages
    );
    assert_eq!(
        run(
            folder.path(),
            &["check", "a.ron", "--template", "自己的.ron"]
        )
        .code,
        1
    );
    let unknown = run(folder.path(), &["check", "a.ron", "--template", "1999"]);
    assert!(
        unknown.messages.contains("没有编号为 1999 的格式"),
        "{}",
        unknown.messages
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let (folder, _path) = with_report(|_| ());
    let mut child = Command::new(program())
        .current_dir(folder.path())
        .args(["values", "年 报.ron"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_official_faces_are_named_whether_this_machine_has_them_or_not() {
    let (folder, path) = with_report(|report| report.agency = "甲县\u{13000}局".to_owned());
    let source = path.to_str().unwrap();
    let arguments = ["export", source, "-o", "年报.pdf", "--official-faces"];
    let done = run(folder.path(), &arguments);
    assert_eq!(done.code, 0, "{}", done.messages);
    let told = done.messages.lines().next().unwrap();
    for name in ["小标宋", "黑体", "楷体", "仿宋"] {
        assert!(told.contains(name), "{told}");
    }
    let bytes = std::fs::read(folder.path().join("年报.pdf")).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_ends_with_two() {
    let (folder, path) = with_report(|_| {});
    let full = || {
        std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    let path = path.to_str().unwrap();
    for arguments in [
        &["values", path][..],
        &["values", path, "--json"],
        &["check", path, "--json"],
        &["rules"],
        &["--help"],
    ] {
        let output = Command::new(program())
            .current_dir(folder.path())
            .args(arguments)
            .stdout(Stdio::from(full()))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("磁盘已满"), "{arguments:?}: {said}");
    }
}

#[test]
fn a_source_is_never_overwritten_not_even_by_force() {
    let (folder, path) = with_report(|_| {});
    let before = std::fs::read(&path).unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let own = path.to_str().unwrap().to_owned();
    std::fs::hard_link(&path, folder.path().join("hard.nianbao")).unwrap();
    for target in [own.clone(), at("./年 报.ron"), at("hard.nianbao")] {
        for command in ["next", "import"] {
            let run = run(folder.path(), &[command, &own, "-o", &target, "--force"]);
            assert_eq!(run.code, 2, "{command} {target}");
            assert!(run.messages.contains("来源"), "{}", run.messages);
        }
    }
    std::fs::copy(&path, folder.path().join("源.pdf")).unwrap();
    let run = run(
        folder.path(),
        &["export", "源.pdf", "-o", "源.pdf", "--force"],
    );
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("来源"), "{}", run.messages);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_form_beside_the_report_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let form = include_str!("../../templates/2021.ron").replace("id: \"2021\"", "id: \"local\"");
    std::fs::write(folder.path().join("local.ron"), form).unwrap();
    let made = run(
        folder.path(),
        &[
            "new",
            "--agency",
            "局",
            "--year",
            "2024",
            "--template",
            "local.ron",
            "-o",
            "a.nianbao",
        ],
    );
    assert_eq!(made.code, 0, "{}", made.messages);
    let values = run(folder.path(), &["values", "a.nianbao"]);
    assert_eq!(values.code, 0, "{}", values.messages);
    std::fs::rename(
        folder.path().join("local.ron"),
        folder.path().join("away.ron"),
    )
    .unwrap();
    let values = run(folder.path(), &["values", "a.nianbao"]);
    assert_eq!(values.code, 2);
    assert!(values.messages.contains("local.ron") && values.messages.contains("--template"));
}

#[test]
fn a_rule_is_left_out_for_once_or_by_the_file() {
    let write = |report: &mut Report| {
        report.preface = "加强业务业务培训，公开信息十条。".to_owned();
    };
    let (folder, path) = with_report(write);
    let check = |options: &[&str]| {
        let arguments = [&["check", path.to_str().unwrap()][..], options].concat();
        run(folder.path(), &arguments)
    };
    assert!(check(&[]).data.contains("doubled_words"));
    assert!(
        !check(&["--without", "doubled_words"])
            .data
            .contains("doubled_words")
    );
    let unknown = check(&["--without", "没有"]);
    assert!(
        unknown.messages.contains("没有编号为 没有 的规则"),
        "{}",
        unknown.messages
    );
    let (folder, path) = with_report(|report| {
        write(report);
        report.rules_off.insert("doubled_words".to_owned());
    });
    let off = run(folder.path(), &["check", path.to_str().unwrap()]);
    assert!(!off.data.contains("doubled_words"));
}
