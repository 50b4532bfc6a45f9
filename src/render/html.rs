//! Document → HTML: one page that needs nothing else, for screens, phones, paper and screen readers; and a piece to paste.

use super::format::{Format, Writer};
use super::html_read::seen;
use super::html_style::{self as style, Look};
use super::html_table::table;
use super::inner::{Found, Inner, MEDIA_TYPE};
use super::markup::Markup;
use super::{Imprint, RenderError};
use crate::document::{Content, Document, Grid, HINT, plain};

/// Web pages.
pub const FORMAT: Format = Format {
    suffix: "html",
    name: "网页",
    about: "用于在网站上发布，电脑和手机都能看",
    writer: Writer::OfDocument(write),
    inner,
};

/// The class of the element that holds the report, wherever the page is put.
pub const CLASS: &str = "nianbao";

/// Writes a page. The same document and imprint give the same bytes.
///
/// # Errors
/// None; every format has one type.
pub fn write(document: &Document, imprint: &Imprint) -> Result<Vec<u8>, RenderError> {
    let title = plain(&document.title);
    let made = imprint.made.to_string();
    let mut html = Markup::after("<!DOCTYPE html>\n");
    html.open("html", &[("lang", "zh-CN")]);
    html.line_feed();
    html.element("head", &[], |html| {
        html.empty("meta", &[("charset", "utf-8")]);
        let width = "width=device-width, initial-scale=1";
        for (name, content) in [
            ("viewport", width),
            ("author", &document.author),
            ("date", &made),
            ("generator", "nianbao"),
        ] {
            html.empty("meta", &[("name", name), ("content", content)]);
        }
        html.element("title", &[], |html| html.unseen(&title));
        html.element("style", &[], |html| html.raw(&style::sheet(&document.page)));
    });
    html.line_feed();
    html.element("body", &[], |html| {
        html.element("main", &[("class", CLASS)], |html| {
            html.line_feed();
            blocks(html, document, Look::Sheet);
        });
        if let Some(report) = &imprint.report {
            let inner = Inner::new(report, &html.seen);
            html.line_feed();
            html.element("script", &[("type", MEDIA_TYPE)], |html| {
                html.raw(&inner.to_ascii_json());
            });
        }
    });
    html.line_feed();
    Ok(html.finish().into_bytes())
}

/// The report as a piece of HTML for the editor of a content system: no classes, no style sheet, every style inline.
pub fn fragment(document: &Document) -> String {
    let mut html = Markup::default();
    blocks(&mut html, document, Look::Inline(&document.page));
    html.finish()
}

fn inner(bytes: &[u8]) -> Option<Found> {
    let (json, seen) = seen(bytes)?;
    Some(Found::of(&json, &seen))
}

fn blocks(html: &mut Markup, document: &Document, look: Look) {
    let mut rest = document.blocks.iter().peekable();
    while let Some(block) = rest.next() {
        match &block.content {
            Content::Title(text) => title(html, look, text),
            Content::Heading { level, text } => {
                let under = rest.peek().map(|next| &next.content);
                match (under, look) {
                    // On a page of its own the heading of a table is the table's caption.
                    (Some(Content::Grid(grid)), Look::Sheet) => {
                        rest.next();
                        framed(html, look, grid, Some((*level, text)));
                    }
                    _ => heading(html, look, *level, text),
                }
            }
            Content::Paragraph { number, text } => {
                paragraph(html, look, style::Text::Body, &format!("{number}{text}"));
            }
            Content::Grid(grid) => framed(html, look, grid, None),
            Content::Note(text) => paragraph(html, look, style::Text::Note, text),
            Content::Signature(text) => paragraph(html, look, style::Text::Signature, text),
        }
    }
}

/// A text that the browser breaks where the form says that a line had best end.
pub(super) fn broken(html: &mut Markup, hinted: &str) {
    for (index, piece) in hinted.split(HINT).enumerate() {
        if index > 0 {
            html.empty("wbr", &[]);
        }
        html.text(piece);
    }
}

fn title(html: &mut Markup, look: Look, text: &str) {
    let styled = look.text(style::Text::Title);
    html.element("h1", &styled.attributes(), |html| broken(html, text));
    html.seen.end_paragraph();
    html.line_feed();
}

/// A heading; the title is the only one of the first rank.
fn heading(html: &mut Markup, look: Look, level: u8, text: &str) {
    let name = match level {
        0 | 1 => "h2",
        2 => "h3",
        3 => "h4",
        _ => "h5",
    };
    let styled = look.text(style::Text::Heading(level));
    html.element(name, &styled.attributes(), |html| html.text(&plain(text)));
    html.seen.end_paragraph();
    html.line_feed();
}

fn paragraph(html: &mut Markup, look: Look, text_style: style::Text, text: &str) {
    let styled = look.text(text_style);
    html.element("p", &styled.attributes(), |html| html.text(&plain(text)));
    html.seen.end_paragraph();
    html.line_feed();
}

/// A table that a narrow screen moves sideways, with the keyboard too.
fn framed(html: &mut Markup, look: Look, grid: &Grid, caption: Option<(u8, &str)>) {
    let write = |html: &mut Markup| {
        table(html, look, grid, |html| {
            if let Some((level, text)) = caption {
                html.element("caption", &[], |html| heading(html, look, level, text));
            }
        });
    };
    match look {
        Look::Sheet => {
            let name = caption.map_or_else(String::new, |(_, text)| plain(text));
            let mut attributes = vec![("class", "wide"), ("tabindex", "0")];
            if !name.is_empty() {
                attributes.extend([("role", "region"), ("aria-label", name.as_str())]);
            }
            html.element("div", &attributes, write);
        }
        Look::Inline(_) => write(html),
    }
    html.line_feed();
}
