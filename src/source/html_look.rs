//! What a browser makes of an element by its name, its own style and the page's sheets: hidden, struck out, raised.

use super::dress::{Dress, Script};
use super::html_sheet::{Property, Sheet, properties};
use scraper::ElementRef;

/// Characters that a sheet may hide; longer texts and tables are shown by scripts that this program does not run.
const MOST_HIDDEN: usize = 40;
/// Pixels to the left of a page or above it, from which on nothing can be seen.
const OUTSIDE: f32 = -300.0;
/// Letters so small that nobody reads them, in pixels.
const TINY: f32 = 2.0;

/// How an element dresses its text, within what stands around it.
pub(super) fn dress(node: ElementRef, sheet: &Sheet, around: Dress) -> Dress {
    let (mut is_struck, mut script) = (around.is_struck, around.script);
    let mut is_faint = around.is_faint;
    let element = node.value();
    if let Some(color) = element.attr("color") {
        is_faint = is_colorless(&color.trim().to_ascii_lowercase());
    }
    match element.name() {
        "s" | "strike" | "del" => is_struck = true,
        "sup" => script = Script::Raised,
        "sub" => script = Script::Lowered,
        // A link within the page beside a figure leads to its note.
        "a" => {
            let to = element.attr("href").unwrap_or_default();
            is_faint |= to.starts_with('#') && to.len() > 1;
        }
        // What is shown backwards is no number as it is written.
        "bdo" => {
            is_struck |= element
                .attr("dir")
                .is_some_and(|dir| dir.eq_ignore_ascii_case("rtl"))
        }
        _ => {}
    }
    let own = style_of(node);
    for (property, value) in sheet.properties(node).iter().chain(&own) {
        match (property.as_str(), value.as_str()) {
            ("text-decoration" | "text-decoration-line", value) => {
                is_struck |= value.contains("line-through");
            }
            ("vertical-align", "super" | "text-top") => script = Script::Raised,
            ("vertical-align", "sub" | "text-bottom") => script = Script::Lowered,
            ("vertical-align", "baseline") => script = Script::Normal,
            // Word hides it, a browser shows it.
            ("mso-hide", "all") => is_struck = true,
            ("color", color) => is_faint = is_colorless(color),
            ("font-size", size) if number(size).is_some_and(|size| size <= TINY) => is_faint = true,
            _ => {}
        }
    }
    // On a ground of its own white can be read.
    let is_ground = |(property, value): &&Property| {
        property.starts_with("background") && !is_colorless(value) && value != "none"
    };
    is_faint &= sheet
        .properties(node)
        .iter()
        .chain(&own)
        .find(is_ground)
        .is_none();
    Dress {
        is_struck,
        is_faint,
        script,
    }
}

/// Whether letters of a colour, or a ground of it, leave nothing on white paper.
fn is_colorless(color: &str) -> bool {
    matches!(
        color,
        "white" | "transparent" | "#fff" | "#ffffff" | "#ffff" | "rgb(255,255,255)"
    ) || color.starts_with("rgba(255,255,255,")
        || color.starts_with("rgba(") && color.ends_with(",0)")
}

/// The properties and values of an element's own style.
fn style_of(node: ElementRef) -> Vec<Property> {
    let mut own = properties(node.value().attr("style").unwrap_or_default());
    for (_, value) in &mut own {
        value.truncate(value.trim_end_matches("!important").len());
    }
    own
}

/// Whether a browser shows nothing of it, as far as the element itself and the page's sheets say.
pub(super) fn is_hidden(node: ElementRef, sheet: &Sheet) -> bool {
    // What is written over characters (rt, rp) is no part of the line, and bars stand for their words.
    const NEVER_SHOWN: [&str; 21] = [
        "script", "style", "template", "noscript", "select", "textarea", "button", "input", "svg",
        "iframe", "object", "canvas", "audio", "video", "math", "noframes", "progress", "meter",
        "datalist", "rt", "rp",
    ];
    let element = node.value();
    if NEVER_SHOWN.contains(&element.name()) || element.attr("hidden").is_some() {
        return true;
    }
    let own = style_of(node);
    if hides(&own) {
        return true;
    }
    let mut all = sheet.properties(node);
    if all.is_empty() {
        return false;
    }
    all.extend(own);
    hides(&all) && is_short(node)
}

/// Whether properties, of which the last of a name counts, hide an element.
fn hides(properties: &[Property]) -> bool {
    let value = |name: &str| {
        let found = properties.iter().rfind(|(property, _)| property == name);
        found.map(|(_, value)| value.as_str())
    };
    let size = |name: &str| value(name).and_then(number);
    let is_nothing = |name: &str| size(name).is_some_and(|size| size <= 0.0);
    let is_outside = |name: &str| size(name).is_some_and(|size| size <= OUTSIDE);
    let is_placed = matches!(value("position"), Some("absolute" | "fixed"));
    let is_clipped = value("overflow").is_some_and(|value| value.starts_with("hidden"));
    let is_point = |name: &str| size(name).is_some_and(|size| size <= 1.0);
    value("display") == Some("none")
        || matches!(value("visibility"), Some("hidden" | "collapse"))
        || is_nothing("opacity")
        || is_nothing("font-size")
        || is_placed && (is_outside("left") || is_outside("top"))
        || is_outside("text-indent")
        || is_outside("margin-left")
        || is_clipped && (is_point("width") || is_point("height"))
        || is_placed
            && value("clip")
                .is_some_and(|clip| clip.starts_with("rect(0") || clip.starts_with("rect(1px"))
}

/// The number at the beginning of a value, whatever its unit; ems count as some pixels each.
fn number(value: &str) -> Option<f32> {
    let unit = |c: char| c.is_ascii_alphabetic() || c == '%';
    let number: f32 = value.trim_end_matches(unit).parse().ok()?;
    let pixels = if value.ends_with("em") { 16.0 } else { 1.0 };
    Some(number * pixels)
}

/// Whether an element is a short text without a table or parts of one.
fn is_short(node: ElementRef) -> bool {
    let mut length = 0;
    for inner in node.descendants() {
        if let Some(text) = inner.value().as_text() {
            length += text.chars().filter(|c| !c.is_whitespace()).count();
        }
        let name = inner.value().as_element().map(|element| element.name());
        if length > MOST_HIDDEN || matches!(name, Some("table" | "tr" | "h1" | "h2" | "h3")) {
            return false;
        }
    }
    true
}
