//! How long the import of a published report's text takes, for each way of pasting.

use divan::{Bencher, black_box};
use nianbao::import::import_text;
use nianbao::source::decode;

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
fn import(bencher: Bencher, name: &str) {
    let sample = SAMPLES.iter().find(|(known, _)| *known == name);
    let text = sample.map_or("", |(_, text)| text);
    bencher.bench(|| {
        decode(black_box(text.as_bytes()), name).map(|text| import_text(&text, name, None))
    });
}
