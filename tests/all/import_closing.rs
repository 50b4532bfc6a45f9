//! The end of a report: signature, date, and what stands behind them.

use crate::import::TABS;
use nianbao::import::import_text;
use nianbao::report::Report;

fn read(source: &str) -> Report {
    import_text(source, "样本.txt", None).unwrap().report
}

#[test]
fn what_stands_behind_the_date_leaves_signature_and_date_alone() {
    let plain = read(TABS);
    for behind in [
        "附件：公开指南目录",
        "（此件公开发布）\n联系电话：0571-8000000",
    ] {
        let found = read(&format!("{}\n{behind}\n", TABS.trim_end()));
        assert_eq!(found.signature, plain.signature, "{behind}");
        assert_eq!(found.date, plain.date, "{behind}");
        let text = format!("{:?}", found.prose);
        assert!(text.contains(behind.lines().next().unwrap()), "{text}");
    }
}

#[test]
fn dates_and_sealed_names_are_known_in_their_usual_forms() {
    for date in [
        "2024-01-18",
        "2024.1.18",
        "2024/1/18",
        "2024年1月",
        "二〇二四年一月十八日",
    ] {
        let source = TABS.trim_end().replace("2024年1月18日", date);
        let found = read(&source);
        assert_eq!(
            (found.date.as_str(), found.signature.as_str()),
            (date, "临江县水务局")
        );
    }
    let sealed = TABS.replace("\n临江县水务局\n", "\n临江县水务局（盖章）\n");
    assert_ne!(sealed, TABS);
    assert_eq!(read(&sealed).signature, "临江县水务局（盖章）");
}
