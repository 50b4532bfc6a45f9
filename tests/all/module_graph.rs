//! The module graph of the sources, read from their syntax: which module names which, whatever way it writes the path.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// One source file as a module.
pub struct Module {
    /// From the root, as `src/report/file.rs`.
    pub file: String,
    /// From the crate's root, as `["report", "file"]`; empty for `lib.rs`.
    pub path: Vec<String>,
    /// What its program text names: paths from the crate's root, or from an outside crate, as `["std", "fs", "read"]`.
    /// Unit tests are left out.
    pub names: BTreeSet<Vec<String>>,
    /// Every text literal of the program, unit tests left out.
    pub literals: BTreeSet<String>,
}

impl Module {
    /// Paths into this crate, without the leading `crate`.
    pub fn inner(&self) -> impl Iterator<Item = &[String]> {
        let inner = self.names.iter().filter(|name| name[0] == "crate");
        inner.map(|name| &name[1..])
    }

    /// Paths into other crates and the standard library.
    pub fn outer(&self) -> impl Iterator<Item = &Vec<String>> {
        self.names.iter().filter(|name| name[0] != "crate")
    }

    /// The room it stands in: the first step of its path, and for the window the second as well (`app::table`).
    pub fn room(&self) -> String {
        room_of(&self.path)
    }
}

/// The room of a path from the crate's root.
pub fn room_of(path: &[String]) -> String {
    match path {
        [] => String::new(),
        [first, second, ..] if first == "app" => format!("{first}::{second}"),
        [first, ..] => first.clone(),
    }
}

/// Every Rust file below a folder, in order.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|suffix| suffix == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}

/// Every module under `src`, the programs among them.
pub fn modules(root: &Path) -> Vec<Module> {
    let files: Vec<(PathBuf, Vec<String>)> = rust_files(&root.join("src"))
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(root.join("src")).unwrap().to_owned();
            (path, module_path(&inside))
        })
        .collect();
    let known: BTreeSet<Vec<String>> = files.iter().map(|(_, path)| path.clone()).collect();
    files
        .iter()
        .map(|(file, path)| {
            let text = std::fs::read_to_string(file).unwrap();
            let name = file.strip_prefix(root).unwrap().to_string_lossy();
            read(&name.replace('\\', "/"), path, &text, &known)
        })
        .collect()
}

/// Reads one file as the module at a path of the crate; `known` are the modules that the crate has.
pub fn read(file: &str, path: &[String], text: &str, known: &BTreeSet<Vec<String>>) -> Module {
    let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut reader = Reader {
        here: path.to_vec(),
        known,
        names: BTreeSet::new(),
        literals: BTreeSet::new(),
    };
    reader.visit_file(&syntax);
    Module {
        file: file.to_owned(),
        path: path.to_vec(),
        names: reader.names,
        literals: reader.literals,
    }
}

/// `report/file.rs` is `report::file`, `report/mod.rs` is `report`; the programs are modules of their own names.
fn module_path(inside: &Path) -> Vec<String> {
    let mut steps: Vec<String> = inside
        .with_extension("")
        .iter()
        .map(|step| step.to_string_lossy().into_owned())
        .collect();
    if matches!(steps.last().map(String::as_str), Some("mod" | "lib")) {
        steps.pop();
    }
    steps
}

struct Reader<'a> {
    here: Vec<String>,
    known: &'a BTreeSet<Vec<String>>,
    names: BTreeSet<Vec<String>>,
    literals: BTreeSet<String>,
}

impl Reader<'_> {
    /// Notes a path as it is written here.
    fn note(&mut self, written: &[String]) {
        let Some(first) = written.first() else {
            return;
        };
        let mut base = self.here.clone();
        let mut rest = written;
        match first.as_str() {
            "crate" | "nianbao" => {
                base.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|step| step == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            // The name of a child module, else of something local or of another crate.
            _ => {
                base.push(first.clone());
                if !self.known.contains(&base) {
                    self.names.insert(written.to_vec());
                    return;
                }
                rest = &rest[1..];
            }
        }
        let steps = base.iter().chain(rest).cloned();
        self.names
            .insert(std::iter::once("crate".to_owned()).chain(steps).collect());
    }

    fn note_use(&mut self, tree: &syn::UseTree, before: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.note_use(&path.tree, before);
                before.pop();
            }
            syn::UseTree::Group(group) => {
                for item in &group.items {
                    self.note_use(item, before);
                }
            }
            syn::UseTree::Name(name) => self.note_leaf(before, &name.ident),
            syn::UseTree::Rename(rename) => self.note_leaf(before, &rename.ident),
            syn::UseTree::Glob(_) => self.note(before),
        }
    }

    fn note_leaf(&mut self, before: &[String], name: &syn::Ident) {
        let mut whole = before.to_vec();
        if name != "self" {
            whole.push(name.to_string());
        }
        self.note(&whole);
    }

    /// Paths and texts inside a macro's brackets, where the syntax is not known.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.end_path(&mut path);
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                other => {
                    self.end_path(&mut path);
                    colons = 0;
                    match other {
                        TokenTree::Group(group) => self.note_tokens(group.stream()),
                        TokenTree::Literal(literal) => {
                            if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                                self.literals.insert(text.value());
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        self.end_path(&mut path);
    }

    fn end_path(&mut self, path: &mut Vec<String>) {
        if path.len() > 1 {
            self.note(path);
        }
        path.clear();
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if is_test(&module.attrs) {
            return;
        }
        if module.content.is_some() {
            self.here.push(module.ident.to_string());
            visit::visit_item_mod(self, module);
            self.here.pop();
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test(&item.attrs) {
            self.note_use(&item.tree, &mut Vec::new());
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let steps: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if steps.len() > 1 {
            self.note(&steps);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.note_tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.literals.insert(literal.value());
    }

    // Documentation is no program text.
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if !attribute.path().is_ident("doc") {
            visit::visit_attribute(self, attribute);
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute
                    .parse_args::<syn::Path>()
                    .is_ok_and(|path| path.is_ident("test"))
    })
}

#[test]
fn a_path_is_found_whatever_way_it_is_written() {
    let known: BTreeSet<Vec<String>> = [
        "layout",
        "layout::breaks",
        "report",
        "report::file",
        "check",
    ]
    .iter()
    .map(|path| path.split("::").map(str::to_owned).collect())
    .collect();
    let here = ["report".to_owned(), "file".to_owned()];
    let rooms = |text: &str| -> Vec<String> {
        let module = read("test.rs", &here, text, &known);
        module.inner().map(room_of).collect()
    };
    for text in [
        "use crate::layout;",
        "use crate::{layout::breaks::Break};",
        "use super::super::layout::breaks;",
        "fn f() { let _ = crate::layout::breaks::breaks(&[]); }",
        "fn f() -> super::super::layout::Pages { todo() }",
        "fn f() { println!(\"{}\", crate::layout::NAME); }",
        "struct S(crate::layout::Pages);",
        "mod inner { use super::super::super::layout::X; }",
        "pub use crate::layout as other;",
    ] {
        assert_eq!(rooms(text), ["layout"], "{text}");
    }
    for text in [
        "// crate::layout",
        "/// crate::layout\nfn f() {}",
        "#[cfg(test)] mod tests { use crate::layout; }",
        "const TEXT: &str = \"crate::layout\";",
        "use layout::other;",
    ] {
        assert!(rooms(text).is_empty(), "{text}");
    }
}
