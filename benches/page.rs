//! Layout and PDF of a report of several pages.

#![allow(clippy::indexing_slicing)]

#[path = "../tests/all/sample.rs"]
#[allow(dead_code)]
mod sample;

use nianbao::layout::fonts::Faces;
use nianbao::layout::lay_out;
use nianbao::render::{Imprint, Moment, pdf};

fn main() {
    divan::main();
}

#[divan::bench]
fn lay_out_report(bencher: divan::Bencher) {
    let (document, faces) = (sample::report(), Faces::bundled());
    bencher.bench(|| lay_out(&document, &faces));
}

#[divan::bench]
fn write_tagged_pdf(bencher: divan::Bencher) {
    write(bencher, true);
}

#[divan::bench]
fn write_untagged_pdf(bencher: divan::Bencher) {
    write(bencher, false);
}

fn write(bencher: divan::Bencher, tagged: bool) {
    let faces = Faces::bundled();
    let pages = lay_out(&sample::report(), &faces);
    let imprint = Imprint {
        tagged,
        ..Imprint::new(Moment::day(2026, 1, 15))
    };
    bencher.bench(|| pdf::write(&pages, &faces, &imprint));
}
