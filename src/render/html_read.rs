//! The report inside a web page, and what a reader sees of the page's report.

use super::html::CLASS;
use super::inner::{MEDIA_TYPE, Seen};
use scraper::{ElementRef, Html, Node, Selector};

/// No report's page is a tenth of this.
const LARGEST_BYTES: usize = 8 * 1024 * 1024;
/// Elements within each other, with end tags that were left out; reading takes the square of it.
const DEEPEST: usize = 5_000;

/// Styles that hide an element. A style sheet that hides one goes unnoticed.
const UNSEEN_STYLES: [&str; 3] = ["display:none", "visibility:hidden", "font-size:0"];

/// The text form of the report inside and what is seen; `None` when nothing is inside.
pub fn seen(bytes: &[u8]) -> Option<(String, Seen)> {
    let is_inside = |bytes: &[u8]| {
        let mut windows = bytes.windows(MEDIA_TYPE.len());
        windows.any(|window| window == MEDIA_TYPE.as_bytes())
    };
    if bytes.len() > LARGEST_BYTES || bytes.starts_with(b"PK") || !is_inside(bytes) {
        return None;
    }
    let page = String::from_utf8_lossy(bytes);
    if depth(&page) > DEEPEST {
        return None;
    }
    let html = Html::parse_document(&page);
    let script = Selector::parse(&format!("script[type='{MEDIA_TYPE}']")).ok()?;
    let json: String = html.select(&script).next()?.text().collect();
    // A content system may have put the report into a page of its own.
    let report = Selector::parse(&format!(".{CLASS}")).ok()?;
    let place = html.select(&report).next();
    let place = place.unwrap_or_else(|| html.root_element());
    Some((json, walked(place)))
}

/// How deep elements stand within each other at most.
fn depth(page: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for after in page.split('<').skip(1) {
        match after.chars().next() {
            Some('/') => depth = depth.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => depth += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
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
                // Struck through, or read the other way round: seen, but not as it was.
                if matches!(element.name(), "del" | "s" | "strike" | "bdo") {
                    seen.bytes(element.name().as_bytes());
                }
                seen.text(element.attr("value").unwrap_or_default());
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
    let style = element.attr("style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    matches!(name, "script" | "style" | "template" | "noscript" | "head")
        || element.attr("hidden").is_some()
        || UNSEEN_STYLES.iter().any(|unseen| style.contains(unseen))
}
