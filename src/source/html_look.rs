//! What a browser makes of an element by its name and its own style: hidden, struck out, raised, lowered.

use super::dress::{Dress, Script};
use scraper::node::Element;

/// How an element dresses its text, within what stands around it.
pub(super) fn dress(element: &Element, around: Dress) -> Dress {
    let (mut is_struck, mut script) = (around.is_struck, around.script);
    match element.name() {
        "s" | "strike" | "del" => is_struck = true,
        "sup" => script = Script::Raised,
        "sub" => script = Script::Lowered,
        _ => {}
    }
    for (property, value) in style_of(element) {
        match (property.as_str(), value.as_str()) {
            ("text-decoration" | "text-decoration-line", value) => {
                is_struck |= value.contains("line-through");
            }
            ("vertical-align", "super" | "text-top") => script = Script::Raised,
            ("vertical-align", "sub" | "text-bottom") => script = Script::Lowered,
            ("vertical-align", "baseline") => script = Script::Normal,
            _ => {}
        }
    }
    Dress { is_struck, script }
}

/// The properties and values of an element's own style, in small letters and without white space.
fn style_of(element: &Element) -> Vec<(String, String)> {
    let style = element.attr("style").unwrap_or_default();
    let plain = style.chars().filter(|c| !c.is_whitespace());
    let plain: String = plain.map(|c| c.to_ascii_lowercase()).collect();
    let properties = plain.split(';').filter_map(|pair| pair.split_once(':'));
    properties
        .map(|(property, value)| {
            let value = value.trim_end_matches("!important");
            (property.to_owned(), value.to_owned())
        })
        .collect()
}

/// Whether a browser shows nothing of it, as far as the element itself says.
pub(super) fn is_hidden(element: &Element) -> bool {
    const NEVER_SHOWN: [&str; 18] = [
        "script", "style", "template", "noscript", "select", "textarea", "button", "input", "svg",
        "iframe", "object", "canvas", "audio", "video", "math", "noframes",
        // What is written over characters is no part of the line.
        "rt", "rp",
    ];
    let is_nothing = |value: &str| {
        let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        number.parse::<f32>().is_ok_and(|number| number <= 0.0)
    };
    let hides = |(property, value): (String, String)| match property.as_str() {
        "display" => value == "none",
        "visibility" => matches!(value.as_str(), "hidden" | "collapse"),
        "opacity" | "font-size" => is_nothing(&value),
        _ => false,
    };
    NEVER_SHOWN.contains(&element.name())
        || element.attr("hidden").is_some()
        || style_of(element).into_iter().any(hides)
}
