//! The house rules, read from the sources: format, lints, who may import whom, and no label of the form in Rust.

use nianbao::template::{BUILT_IN, Template};
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Every Rust source under a folder: its path from the root and its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(ROOT).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|suffix| suffix == "rs") {
                let name = path
                    .strip_prefix(ROOT)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}

/// The text before the unit tests, without comments.
fn code(text: &str) -> String {
    let program = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = program
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn cargo(arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(ROOT)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success(),
        "{}{said}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
fn the_sources_are_formatted() {
    cargo(&["fmt", "--check"]);
}

#[test]
fn clippy_has_nothing_to_say() {
    cargo(&["clippy", "--all-targets", "--quiet", "--", "-D", "warnings"]);
}

#[test]
fn every_file_says_what_it_is_for_and_is_short() {
    for (name, text) in sources("src").into_iter().chain(sources("tests")) {
        assert!(
            text.starts_with("//! "),
            "{name} does not start with a //! line"
        );
        let lines = text.lines().count();
        let most = if name.starts_with("src") { 450 } else { 600 };
        assert!(lines <= most, "{name} has {lines} lines");
    }
}

#[test]
fn nothing_unwraps_outside_tests() {
    for (name, text) in sources("src") {
        for call in [".unwrap()", ".expect(", "todo!(", "unimplemented!("] {
            assert!(!code(&text).contains(call), "{name} calls {call}");
        }
    }
}

/// Rooms from the lowest to the highest; a room may name those that are listed for it, and every room may name `place`.
const MAY_NAME: [(&str, &[&str]); 12] = [
    ("src/place.rs", &[]),
    ("src/page.rs", &[]),
    ("src/text/", &[]),
    ("src/template/", &["page"]),
    ("src/report/", &["page", "text", "template"]),
    ("src/check/", &["page", "text", "template", "report"]),
    ("src/document/", &["page", "template", "report", "check"]),
    ("src/layout/", &["page", "document"]),
    ("src/render/pdf", &["page", "layout", "render"]),
    ("src/source/", &[]),
    (
        "src/import/",
        &["page", "text", "template", "report", "source"],
    ),
    (
        "src/session/",
        &[
            "page", "text", "template", "report", "check", "document", "layout",
        ],
    ),
];

#[test]
fn imports_go_only_down() {
    let rooms = [
        "page", "text", "template", "report", "check", "document", "layout", "render", "import",
        "source", "machine", "session", "cli", "app",
    ];
    for (name, text) in sources("src") {
        let Some((own, allowed)) = MAY_NAME.iter().find(|(room, _)| name.starts_with(room)) else {
            continue;
        };
        let own = own.trim_start_matches("src/").trim_end_matches('/');
        for room in rooms
            .iter()
            .filter(|room| **room != own && !allowed.contains(room))
        {
            let import = format!("crate::{room}");
            let named = code(&text).match_indices(&import).any(|(at, _)| {
                let after = code(&text)[at + import.len()..].chars().next();
                !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
            });
            assert!(!named, "{name} names crate::{room}");
        }
    }
}

#[test]
fn each_outside_thing_is_named_in_its_room_alone() {
    let rooms: [(&str, &[&str]); 8] = [
        ("egui", &["src/app/", "src/main.rs"]),
        ("eframe", &["src/app/", "src/main.rs"]),
        ("rfd", &["src/app/", "src/main.rs"]),
        ("printpdf", &["src/render/pdf"]),
        ("lopdf", &["src/render/pdf"]),
        (
            "std::fs",
            &[
                "src/report/file.rs",
                "src/machine.rs",
                "src/app/",
                "src/main.rs",
                "src/bin/",
            ],
        ),
        (
            "SystemTime::now",
            &[
                "src/machine.rs",
                "src/cli/",
                "src/app/",
                "src/main.rs",
                "src/bin/",
            ],
        ),
        ("anyhow", &["src/main.rs", "src/bin/", "src/cli/"]),
    ];
    for (name, text) in sources("src") {
        let code = code(&text);
        for (thing, allowed) in rooms {
            let is_named = code.contains(&format!("{thing}::"))
                || code.contains(&format!("use {thing}"))
                || thing.contains("::") && code.contains(thing);
            let is_allowed = allowed.iter().any(|room| name.starts_with(room));
            assert!(!is_named || is_allowed, "{name} names {thing}");
        }
    }
}

#[test]
fn no_label_of_the_form_stands_in_rust() {
    let mut labels = std::collections::BTreeSet::new();
    for (id, _) in BUILT_IN {
        let template = Template::built_in(id).unwrap();
        for cell in &template.cells {
            labels.extend(cell.row_path.iter().chain(&cell.column_path).cloned());
            labels.insert(cell.address.to_string());
        }
        for section in &template.form.sections {
            labels.extend([section.heading.clone(), section.number.clone()]);
        }
        labels.extend(template.form.rules.iter().map(|rule| rule.id.clone()));
    }
    for (name, text) in sources("src") {
        let code = code(&text);
        for label in &labels {
            assert!(
                !code.contains(&format!("\"{label}\"")),
                "{name} holds the label “{label}”"
            );
        }
    }
    assert!(Path::new(ROOT).join("templates").is_dir());
}
