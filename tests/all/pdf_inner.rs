//! The report inside a PDF: it comes back as it was, and a page drawn otherwise is noticed.

use crate::pdf::MADE;
use crate::sample;
use lopdf::{Document as Pdf, Object};
use nianbao::layout::fonts::Faces;
use nianbao::layout::lay_out;
use nianbao::render::{Imprint, inner, pdf};

const REPORT: &str = "(format: 1, agency: \"青溪县水务局\")\n";

fn written(report: Option<&str>, tagged: bool) -> Vec<u8> {
    let faces = Faces::bundled();
    let pages = lay_out(&sample::report(), &faces);
    let imprint = Imprint {
        report: report.map(str::to_owned),
        tagged,
        ..Imprint::new(MADE)
    };
    pdf::write(&pages, &faces, &imprint).unwrap()
}

fn text(pdf: &mut Pdf) -> Vec<u8> {
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn the_report_comes_back_as_it_was() {
    for tagged in [true, false] {
        let found = inner::find(&written(Some(REPORT), tagged)).unwrap();
        assert_eq!(found.report.as_deref(), Ok(REPORT));
        assert!(!found.changed);
        assert!(inner::find(&written(None, tagged)).is_none());
    }
}

#[test]
fn only_the_third_part_of_the_archive_standard_holds_files() {
    let part = |bytes: &[u8]| {
        let pdf = Pdf::load_mem(bytes).unwrap();
        let xmp = pdf.catalog().unwrap().get(b"Metadata").unwrap();
        let xmp = pdf.get_object(xmp.as_reference().unwrap()).unwrap();
        let xmp = String::from_utf8(xmp.as_stream().unwrap().content.clone()).unwrap();
        let at = xmp.find("<pdfaid:part>")? + "<pdfaid:part>".len();
        Some(xmp[at..=at].to_owned())
    };
    assert_eq!(part(&written(Some(REPORT), true)).as_deref(), Some("3"));
    assert_eq!(part(&written(None, true)).as_deref(), Some("2"));
    assert_eq!(part(&written(Some(REPORT), false)), None);
}

#[test]
fn a_file_saved_again_is_not_changed_and_one_drawn_otherwise_is() {
    let mut pdf = Pdf::load_mem(&written(Some(REPORT), true)).unwrap();
    pdf.decompress();
    assert!(!inner::find(&text(&mut pdf)).unwrap().changed);
    let page = pdf.get_pages()[&1];
    let mut drawn = pdf.get_page_content(page);
    drawn.extend(b" 0 0 10 10 re f");
    pdf.change_page_content(page, drawn).unwrap();
    let found = inner::find(&text(&mut pdf)).unwrap();
    assert!(found.changed);
    assert_eq!(found.report.as_deref(), Ok(REPORT));
}

#[test]
fn a_note_laid_over_a_page_is_noticed() {
    let mut pdf = Pdf::load_mem(&written(Some(REPORT), true)).unwrap();
    let page = pdf.get_pages()[&2];
    let note = pdf.add_object(lopdf::dictionary! { "Type" => "Annot", "Subtype" => "FreeText" });
    let notes = vec![Object::Reference(note)];
    pdf.get_dictionary_mut(page).unwrap().set("Annots", notes);
    assert!(inner::find(&text(&mut pdf)).unwrap().changed);
}

#[test]
fn what_is_no_pdf_of_ours_holds_no_report() {
    let whole = written(Some(REPORT), true);
    for bytes in [
        &b""[..],
        b"%PDF-1.7\n",
        b"%PDF-1.7\nxref\n0 1\ntrailer<<>>",
        &whole[..9_000],
    ] {
        assert!(inner::find(bytes).is_none());
    }
}
