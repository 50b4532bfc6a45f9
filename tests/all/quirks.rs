//! Own reports with the quirks of published ones, read by the command line: right or missing, never wrong.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// What a file of `tests/cases/quirks` holds.
struct Quirk {
    name: &'static str,
    agency: &'static str,
    year: &'static str,
    /// The figures that are not 0.
    figures: &'static [(&'static str, &'static str)],
    /// The columns of table three that the copy lost; their cells may stay empty.
    lost: &'static [&'static str],
}

const QUIRKS: [Quirk; 5] = [
    // Part headings run into the text; six numbers a row under seven columns, all of them 0.
    Quirk {
        name: "lost_other_zero",
        agency: "云岭县水务局",
        year: "2025",
        figures: &[],
        lost: &["other"],
    },
    // Markdown headings, a lead, no column of totals.
    Quirk {
        name: "lost_total",
        agency: "云岭县林业局",
        year: "2024",
        figures: &[],
        lost: &["total", "other"],
    },
    // The lost column stands between figures that are not 0.
    Quirk {
        name: "lost_other",
        agency: "云岭县水务局",
        year: "2025",
        figures: &[
            ("disclosed.normative_documents.issued", "2"),
            ("disclosed.normative_documents.repealed", "1"),
            ("disclosed.normative_documents.in_force", "9"),
            ("disclosed.permits.decisions", "14"),
            ("requests.new.natural", "2"),
            ("requests.new.business", "1"),
            ("requests.new.total", "3"),
            ("requests.granted.natural", "2"),
            ("requests.granted.total", "2"),
            ("requests.not_held.business", "1"),
            ("requests.not_held.total", "1"),
            ("requests.closed.natural", "2"),
            ("requests.closed.business", "1"),
            ("requests.closed.total", "3"),
        ],
        lost: &["other"],
    },
    // All seven columns, many rows shifted by a cell, a misspelt label, heading levels that drift.
    Quirk {
        name: "shifted",
        agency: "云岭县工业和信息化局",
        year: "2023",
        figures: &[],
        lost: &[],
    },
    // Copied out of a PDF: Kangxi radicals, torn lines and labels, the title below the first heading.
    Quirk {
        name: "radicals",
        agency: "云岭县统计局",
        year: "2021",
        figures: &[],
        lost: &[],
    },
];

#[test]
fn quirks_of_published_reports_are_read_right_or_named() {
    for quirk in &QUIRKS {
        let figures = read(quirk);
        let addresses = include_str!("../cases/cells-2021.csv").lines().skip(1);
        for address in addresses.filter_map(|line| line.split(',').next()) {
            let known = quirk.figures.iter().find(|known| known.0 == address);
            let expected = known.map_or("0", |known| known.1);
            match figures.get(address) {
                Some(figure) => assert_eq!(figure, expected, "{}: {address}", quirk.name),
                None => {
                    let is_lost = |column: &&str| address.ends_with(&format!(".{column}"));
                    assert!(
                        address.starts_with("requests.") && quirk.lost.iter().any(is_lost),
                        "{}: {address} was not read",
                        quirk.name
                    );
                }
            }
        }
    }
}

/// Imports a quirk by the command line and gives its figures by address.
fn read(quirk: &Quirk) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/quirks")
        .join(quirk.name)
        .with_extension("txt");
    let report = folder.path().join("report.ron");
    let run = |arguments: &[&std::ffi::OsStr]| {
        let output = Command::new(env!("CARGO_BIN_EXE_nianbao-cli"))
            .args(arguments)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{}: {said}", quirk.name);
        String::from_utf8(output.stdout).unwrap()
    };
    run(&[
        "import".as_ref(),
        source.as_ref(),
        "-o".as_ref(),
        report.as_ref(),
    ]);
    let text = std::fs::read_to_string(&report).unwrap();
    for wanted in [
        format!("agency: \"{}\"", quirk.agency),
        format!("year: {}", quirk.year),
    ] {
        assert!(text.contains(&wanted), "{}: {wanted}", quirk.name);
    }
    let values = run(&["values".as_ref(), report.as_ref(), "--json".as_ref()]);
    serde_json::from_str(&values).unwrap()
}
