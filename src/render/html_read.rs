//! The report inside a web page, and what a reader sees of the page's report.

use super::html::CLASS;
use super::inner::{MEDIA_TYPE, Seen};
use scraper::{ElementRef, Html, Node, Selector};

/// No report's page is a tenth of this.
const LARGEST_BYTES: usize = 8 * 1024 * 1024;

/// The text form of the report inside and what is seen; `None` when nothing is inside.
pub fn seen(bytes: &[u8]) -> Option<(String, Seen)> {
    let is_inside = |bytes: &[u8]| {
        let mut windows = bytes.windows(MEDIA_TYPE.len());
        windows.any(|window| window == MEDIA_TYPE.as_bytes())
    };
    if bytes.len() > LARGEST_BYTES || bytes.starts_with(b"PK") || !is_inside(bytes) {
        return None;
    }
    let html = Html::parse_document(&String::from_utf8_lossy(bytes));
    let script = Selector::parse(&format!("script[type='{MEDIA_TYPE}']")).ok()?;
    let json: String = html.select(&script).next()?.text().collect();
    // A content system may have put the report into a page of its own.
    let report = Selector::parse(&format!(".{CLASS}")).ok()?;
    let place = html.select(&report).next();
    let place = place.unwrap_or_else(|| html.root_element());
    Some((json, walked(place)))
}

/// Walks over a tree however deep it is, without recursion.
fn walked(place: ElementRef) -> Seen {
    let mut seen = Seen::default();
    let mut rest = vec![(*place, false)];
    while let Some((node, is_left)) = rest.pop() {
        match node.value() {
            Node::Text(text) => seen.text(text),
            Node::Element(element) if is_left => match element.name() {
                "td" | "th" => seen.end_cell(),
                "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption" | "div" | "li" => {
                    seen.end_paragraph();
                }
                _ => {}
            },
            Node::Element(element) if !is_unseen(element) => {
                rest.push((node, true));
                rest.extend(node.children().rev().map(|child| (child, false)));
            }
            _ => {}
        }
    }
    seen
}

fn is_unseen(element: &scraper::node::Element) -> bool {
    let name = element.name();
    matches!(name, "script" | "style" | "template" | "noscript" | "head")
        || element.attr("hidden").is_some()
}
