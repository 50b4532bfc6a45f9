//! The house rules, read from the sources: format, lints, who may import whom, and no label of the form in Rust.

use crate::module_graph::{modules, room_of, rust_files};
use crate::template::forms;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Every Rust source under a folder: its path from the root and its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let named = |path: PathBuf| {
        let name = path.strip_prefix(ROOT).unwrap().to_string_lossy();
        (
            name.replace('\\', "/"),
            std::fs::read_to_string(&path).unwrap(),
        )
    };
    let files = rust_files(&Path::new(ROOT).join(folder));
    files.into_iter().map(named).collect()
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

/// Clippy's opinions change with every release, so they are binding for the one that `rust-version` names; a newer
/// one still refuses what `[lints]` forbids.
#[test]
fn clippy_has_nothing_to_say() {
    // Rust 1.95 comes with clippy 0.1.95.
    let wanted = concat!("clippy 0.", env!("CARGO_PKG_RUST_VERSION"), ".");
    let mut arguments = vec!["clippy", "--all-targets", "--quiet"];
    if clippy_version().starts_with(wanted) {
        arguments.extend(["--", "-D", "warnings"]);
    }
    cargo(&arguments);
}

fn clippy_version() -> String {
    let output = Command::new(env!("CARGO"))
        .args(["clippy", "--version"])
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
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

/// Rooms from the lowest to the highest; a room may name those that are listed for it, and itself.
const MAY_NAME: [(&str, &[&str]); 18] = [
    ("digest", &[]),
    ("place", &[]),
    ("page", &[]),
    ("storage", &["digest"]),
    ("text", &[]),
    ("source", &[]),
    ("template", &["place", "page", "text"]),
    ("report", &["place", "page", "text", "template", "storage"]),
    ("claim", &["place", "text", "template"]),
    (
        "check",
        &[
            "digest", "place", "page", "text", "template", "claim", "report",
        ],
    ),
    (
        "import",
        &["place", "page", "text", "template", "report", "source"],
    ),
    (
        "document",
        &["place", "page", "template", "report", "check"],
    ),
    ("layout", &["place", "page", "document"]),
    ("machine", &["page", "layout"]),
    ("render", &["digest", "place", "page", "document", "layout"]),
    (
        "task",
        &[
            "digest", "place", "page", "storage", "text", "source", "template", "report", "check",
            "import", "document", "layout", "machine", "render",
        ],
    ),
    (
        "session",
        &[
            "place", "page", "text", "source", "template", "report", "check", "import", "document",
            "layout", "storage",
        ],
    ),
    (
        "cli",
        &[
            "digest", "place", "page", "storage", "text", "source", "template", "report", "check",
            "import", "document", "layout", "machine", "render", "task",
        ],
    ),
];

/// Outside things and the rooms or files that alone may name them.
const AT_HOME: [(&str, &[&str]); 19] = [
    ("arboard", &["src/app/files/"]),
    ("egui", &["src/app/", "src/main.rs"]),
    ("eframe", &["src/app/", "src/main.rs"]),
    ("egui_plot", &["src/app/"]),
    ("rfd", &["src/app/", "src/main.rs"]),
    ("winapi_util", &["src/storage/disk.rs"]),
    ("printpdf", &["src/render/pdf"]),
    ("lopdf", &["src/render/pdf"]),
    ("rust_xlsxwriter", &["src/render/xlsx"]),
    ("quick_xml", &["src/render/docx", "src/source/xml.rs"]),
    ("zip", &["src/render/", "src/source/packed.rs"]),
    ("scraper", &["src/source/html", "src/render/html_read.rs"]),
    ("calamine", &["src/source/workbook", "src/render/xlsx"]),
    ("hayro_interpret", &["src/source/pdf"]),
    ("encoding_rs", &["src/source/", "src/report/format.rs"]),
    (
        "std::fs",
        &[
            "src/storage",
            "src/machine.rs",
            "src/task/published.rs",
            "src/app/",
            "src/main.rs",
        ],
    ),
    (
        "std::time::SystemTime",
        &[
            "src/storage",
            "src/cli/",
            "src/task/",
            "src/app/",
            "src/main.rs",
        ],
    ),
    (
        "std::process::Command",
        &[
            "src/main.rs",
            "src/bin/",
            "src/cli/",
            "src/task/",
            "src/machine.rs",
        ],
    ),
    ("anyhow", &["src/main.rs", "src/bin/", "src/cli/"]),
];

#[test]
fn imports_go_only_down() {
    let mut faults = Vec::new();
    for module in modules(Path::new(ROOT)) {
        let own = module.room();
        let Some((_, allowed)) = MAY_NAME.iter().find(|(room, _)| *room == own) else {
            continue;
        };
        for named in module.inner() {
            let room = room_of(named);
            if room != own && !allowed.contains(&room.as_str()) {
                faults.push(format!("{} names {}", module.file, named.join("::")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_outside_thing_is_named_in_its_room_alone() {
    let mut faults = Vec::new();
    for module in modules(Path::new(ROOT)) {
        for named in module.outer() {
            let whole = format!("{}::", named.join("::"));
            let thing = AT_HOME
                .iter()
                .find(|(thing, _)| whole.starts_with(&format!("{thing}::")));
            if let Some((_, allowed)) = thing
                && !allowed.iter().any(|room| module.file.starts_with(room))
            {
                faults.push(format!("{} names {whole}", module.file));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_label_of_the_form_stands_in_rust() {
    let mut labels = std::collections::BTreeSet::new();
    for template in forms() {
        for cell in &template.cells {
            labels.extend(cell.row_path.iter().chain(&cell.column_path).cloned());
            labels.insert(cell.address.to_string());
        }
        for section in &template.form.sections {
            labels.extend([section.heading.to_string(), section.number.clone()]);
        }
        labels.extend(template.form.rules.iter().map(|rule| rule.id.clone()));
    }
    for module in modules(Path::new(ROOT)) {
        for label in &labels {
            let name = &module.file;
            assert!(
                !module.literals.contains(label),
                "{name} holds the label “{label}”"
            );
        }
    }
}

#[test]
fn the_map_of_the_readme_names_every_room() {
    let readme = include_str!("../../README.md");
    for module in modules(Path::new(ROOT)) {
        let [room, inner @ ..] = module.path.as_slice() else {
            continue;
        };
        let is_file = inner.is_empty() && !module.file.ends_with("/mod.rs");
        let named = match is_file {
            true => format!("`src/{room}.rs`"),
            false => format!("`src/{room}/`"),
        };
        let is_program = matches!(room.as_str(), "main" | "lib" | "bin");
        assert!(
            is_program || readme.contains(&named),
            "README.md lacks {named}"
        );
        if let ("app", [inner_room, _]) = (room.as_str(), inner) {
            assert!(
                readme.contains(&format!("`{inner_room}`")),
                "app/{inner_room}"
            );
        }
    }
}
