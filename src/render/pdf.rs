//! Pages → PDF: the pages' operations by printpdf, the faces cut beside them, the catalog by `pdf_catalog`.

use std::num::NonZero;
use std::thread;

use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions, Pt};

use crate::layout::fonts::Faces;
use crate::layout::{Page, Pages};
use crate::render::Imprint;
use crate::render::format::{Format, Writer};
use crate::render::pdf_faces::Embedded;
use crate::render::{pdf_catalog, pdf_inner, pdf_page};

/// PDF files.
pub const FORMAT: Format = Format {
    suffix: "pdf",
    name: "PDF",
    about: "用于送审和印制，页面与预览相同",
    writer: Writer::OfPages(|pages, faces, imprint| Ok(write(pages, faces, imprint)?)),
    inner: pdf_inner::find,
};

/// More threads than these find no face to cut.
const THREADS_MAX: usize = 4;

/// Why no PDF could be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("字体“{0}”不能取子集（{1}）。请改用程序自带的字体导出。")]
    Subset(String, String),
    #[error("字体中没有字符“{0}”。请安装含有该字符的字体，或换用其他字。")]
    NoGlyph(char),
    #[error("PDF 文件不能生成（{0}）。请重试；仍不成功时请报告此问题。")]
    Write(String),
}

/// Writes pages as a PDF of version 1.7. The same pages, faces and imprint give the same bytes.
pub fn write(pages: &Pages, faces: &Faces, imprint: &Imprint) -> Result<Vec<u8>, PdfError> {
    let embedded = Embedded::new(pages, faces)?;
    let cutting = embedded.cutting(faces);
    let helpers = thread::available_parallelism().map_or(1, NonZero::get);
    let document = thread::scope(|scope| {
        for _ in 1..helpers.min(THREADS_MAX) {
            // Without another thread this one does all.
            let helper = thread::Builder::new().name("faces".to_owned());
            let _ = helper.spawn_scoped(scope, || cutting.work());
        }
        let document = drawn(pages, &embedded, imprint.tagged);
        cutting.work();
        document
    });
    pdf_catalog::finish(document, pages, cutting.finish()?, imprint)
}

/// The pages, without the programs of their faces.
fn drawn(pages: &Pages, embedded: &Embedded, tagged: bool) -> lopdf::Document {
    let mut document = PdfDocument::new(&pages.title);
    embedded.register(&mut document);
    let elements = tagged.then_some(pages.elements.as_slice());
    let page = |page: &Page| {
        PdfPage::new(
            Mm::from(Pt(pages.width_pt)),
            Mm::from(Pt(pages.height_pt)),
            pdf_page::operations(page, pages.height_pt, embedded, elements),
        )
    };
    document.with_pages(pages.pages.iter().map(page).collect());
    let options = PdfSaveOptions {
        optimize: true,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    document.to_lopdf_document(&options, &mut Vec::new())
}
