//! Layout and PDF of a report of several pages.

#[path = "../tests/all/sample.rs"]
#[allow(dead_code)]
mod sample;

use nianbao::layout::fonts::Faces;
use nianbao::layout::lay_out;
use nianbao::render::{Date, pdf};

fn main() {
    divan::main();
}

#[divan::bench]
fn lay_out_report(bencher: divan::Bencher) {
    let (document, faces) = (sample::report(), Faces::bundled());
    bencher.bench(|| lay_out(&document, &faces));
}

#[divan::bench]
fn write_pdf(bencher: divan::Bencher) {
    let faces = Faces::bundled();
    let pages = lay_out(&sample::report(), &faces);
    bencher.bench(|| pdf::write(&pages, &faces, Date::day(2026, 1, 15)));
}
