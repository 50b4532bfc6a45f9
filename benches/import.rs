//! How long the import of a published report takes, for each way of pasting and each format.

use divan::{Bencher, black_box};
use nianbao::import::{Choice, import, import_text};
use nianbao::source::decode;
use std::io::Read;

const SAMPLES: [(&str, &str); 4] = [
    ("tabs", include_str!("../tests/cases/import/tabs.txt")),
    ("bars", include_str!("../tests/cases/import/bars.txt")),
    (
        "one_a_line",
        include_str!("../tests/cases/import/one_a_line.txt"),
    ),
    ("layout", include_str!("../tests/cases/import/layout.txt")),
];

fn main() {
    divan::main();
}

#[divan::bench(args = ["tabs", "bars", "one_a_line", "layout"])]
fn text(bencher: Bencher, name: &str) {
    let sample = SAMPLES.iter().find(|(known, _)| *known == name);
    let text = sample.map_or("", |(_, text)| text);
    bencher.bench(|| {
        decode(black_box(text.as_bytes()), name).map(|text| import_text(&text, name, None))
    });
}

/// One report of `tests/cases/shapes.zip` in each format.
#[divan::bench(args = ["html_clean.html", "html_messy.html", "word_made.docx", "excel_one_sheet.xlsx", "excel_old.xls", "pdf_chromium.pdf", "pdf_office.pdf"])]
fn format(bencher: Bencher, name: &str) {
    let bytes = shape(&format!("03/{name}")).unwrap_or_default();
    bencher.bench(|| import(black_box(&bytes), name, Choice::default()));
}

fn shape(name: &str) -> Option<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/shapes.zip");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).ok()?).ok()?;
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
