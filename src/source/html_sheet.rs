//! The style sheets within a page → the properties by which they hide or dress its elements.

use scraper::{ElementRef, Html, Selector};
use std::collections::HashMap;

/// Characters of style sheets, and rules of them that are kept, at most.
const MAX_SHEET: usize = 2_000_000;
const MAX_RULES: usize = 5_000;

/// The properties that are asked for.
const PROPERTIES: [&str; 19] = [
    "color",
    "background",
    "background-color",
    "display",
    "visibility",
    "opacity",
    "font-size",
    "position",
    "left",
    "top",
    "text-indent",
    "margin-left",
    "clip",
    "width",
    "height",
    "overflow",
    "text-decoration",
    "text-decoration-line",
    "vertical-align",
];

/// A property and its value, in small letters and without white space.
pub(super) type Property = (String, String);

/// The rules of a page's style sheets by the class, the id or the name of the element that they are for.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: HashMap<String, Vec<Rule>>,
    count: usize,
}

#[derive(Debug)]
struct Rule {
    selector: Selector,
    /// How it ranks among others: by its weight, then by its place.
    rank: (usize, usize),
    properties: Vec<Property>,
}

impl Sheet {
    pub fn of(page: &Html) -> Sheet {
        let mut sheet = Sheet::default();
        let nodes = page.tree.nodes().filter_map(ElementRef::wrap);
        let styles = nodes.filter(|node| node.value().name() == "style");
        let mut left = MAX_SHEET;
        for style in styles {
            let text: String = style.text().collect();
            if text.len() <= left && is_for_screen(style.value().attr("media").unwrap_or_default())
            {
                left -= text.len();
                sheet.read(&without_comments(&text));
            }
        }
        sheet
    }

    /// The properties that the sheets give an element, what counts last.
    pub fn properties(&self, node: ElementRef) -> Vec<Property> {
        let element = node.value();
        if self.rules.is_empty() {
            return Vec::new();
        }
        let classes = element.classes().map(|class| format!(".{class}"));
        let id = element.id().map(|id| format!("#{id}"));
        let keys = classes.chain(id).chain([element.name().to_owned()]);
        let rules = keys.filter_map(|key| self.rules.get(&key)).flatten();
        let mut found: Vec<&Rule> = rules.filter(|rule| rule.selector.matches(&node)).collect();
        found.sort_by_key(|rule| rule.rank);
        let properties = found.into_iter().flat_map(|rule| &rule.properties);
        properties.cloned().collect()
    }

    /// Reads rules and the blocks around them; blocks for paper or for narrow screens are left out.
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some((head, body)) = rest.split_once('{') {
            let head = head.rsplit(['}', ';']).next().unwrap_or_default().trim();
            let Some((inner, behind)) = block(body) else {
                return;
            };
            rest = behind;
            match head.strip_prefix('@') {
                Some(rule) => {
                    let media = rule.strip_prefix("media");
                    if media.is_some_and(is_for_screen) && !inner.contains('@') {
                        self.read(inner);
                    }
                }
                None => self.add(head, inner),
            }
        }
    }

    fn add(&mut self, selectors: &str, body: &str) {
        let properties = properties(body);
        let (kept, important): (Vec<_>, Vec<_>) = properties
            .into_iter()
            .filter(|(name, _)| PROPERTIES.contains(&name.as_str()))
            .partition(|(_, value)| !value.ends_with("!important"));
        for selector in selectors.split(',').map(str::trim) {
            for (properties, is_important) in [(&kept, false), (&important, true)] {
                let key = key(selector);
                if properties.is_empty() || self.count >= MAX_RULES {
                    continue;
                }
                let (Some(key), Ok(parsed)) = (key, Selector::parse(selector)) else {
                    continue;
                };
                self.count += 1;
                let plain = |(name, value): &Property| {
                    let value = value.trim_end_matches("!important");
                    (name.clone(), value.to_owned())
                };
                self.rules.entry(key).or_default().push(Rule {
                    selector: parsed,
                    rank: (weight(selector, is_important), self.count),
                    properties: properties.iter().map(plain).collect(),
                });
            }
        }
    }
}

/// The properties and values of a style.
pub(super) fn properties(style: &str) -> Vec<Property> {
    let plain = style.chars().filter(|c| !c.is_whitespace());
    let plain: String = plain.map(|c| c.to_ascii_lowercase()).collect();
    let properties = plain.split(';').filter_map(|pair| pair.split_once(':'));
    properties
        .map(|(property, value)| (property.to_owned(), value.to_owned()))
        .collect()
}

/// What stands up to the bracket that closes a block, and what stands behind it.
fn block(text: &str) -> Option<(&str, &str)> {
    let mut open = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' if open == 0 => return Some((text.get(..at)?, text.get(at + 1..)?)),
            '}' => open -= 1,
            _ => {}
        }
    }
    None
}

fn without_comments(text: &str) -> String {
    let mut left = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("/*") {
        left.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, rest)| rest);
    }
    left.push_str(rest);
    left.replace("<!--", "").replace("-->", "")
}

/// Whether a sheet or block for these media counts on every screen.
fn is_for_screen(media: &str) -> bool {
    let media = media.trim().to_ascii_lowercase();
    let is_any = media.is_empty() || media.contains("all") || media.contains("screen");
    is_any && !media.contains('(') && !media.contains("not")
}

/// The class, the id or the name by which an element that a selector is for can be found.
fn key(selector: &str) -> Option<String> {
    let last = selector.rsplit([' ', '>', '+', '~']).next()?;
    let end = |from: &str| {
        let name = from.chars();
        let name = name.take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        name.collect::<String>()
    };
    for mark in ['#', '.'] {
        if let Some((_, behind)) = last.split_once(mark) {
            return Some(format!("{mark}{}", end(behind)));
        }
    }
    let name = end(last).to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

/// How much a selector counts: ids before classes before names.
fn weight(selector: &str, is_important: bool) -> usize {
    let count = |marks: &[char]| selector.matches(marks).count();
    let names = selector.split([' ', '>', '+', '~']);
    let names = names.filter(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
    usize::from(is_important) * 1_000_000
        + count(&['#']) * 10_000
        + count(&['.', '[', ':']) * 100
        + names.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value that the sheets of a page give the first element of a name.
    fn value(page: &str, name: &str, property: &str) -> Option<String> {
        let page = Html::parse_document(page);
        let sheet = Sheet::of(&page);
        let mut nodes = page.tree.nodes().filter_map(ElementRef::wrap);
        let node = nodes
            .find(|node| node.value().name() == name)
            .expect("the element");
        let mut found = sheet.properties(node).into_iter();
        found
            .rfind(|(name, _)| name == property)
            .map(|(_, value)| value)
    }

    #[test]
    fn the_rule_that_a_browser_follows_counts() {
        for (sheet, body, expected) in [
            (".h{display:none}", "<b class='a h'>1</b>", Some("none")),
            (".H{display:none}", "<b class=h>1</b>", None),
            ("#i{ display : NONE }", "<b id=i>1</b>", Some("none")),
            (
                "td b{display:none}",
                "<table><td><b>1</b></table>",
                Some("none"),
            ),
            (
                "td>b{display:none}",
                "<table><td><i><b>1</b></i></table>",
                None,
            ),
            (
                "b.h{display:none}.h{display:inline}",
                "<b class=h>1</b>",
                Some("none"),
            ),
            (
                ".h{display:none!important}#h{display:inline}",
                "<b class=h id=h>1</b>",
                Some("none"),
            ),
            (
                ".h{display:none}.h{display:inline}",
                "<b class=h>1</b>",
                Some("inline"),
            ),
            ("@media print{.h{display:none}}", "<b class=h>1</b>", None),
            (
                "@media screen{.h{display:none}}",
                "<b class=h>1</b>",
                Some("none"),
            ),
            (
                "@media (max-width:600px){.h{display:none}}",
                "<b class=h>1</b>",
                None,
            ),
            (
                "/*.h{}*/@font-face{src:a}.h{color:red;display:none}",
                "<b class=h>1</b>",
                Some("none"),
            ),
            (".h:hover{display:none}", "<b class=h>1</b>", None),
            (".h{display:none", "<b class=h>1</b>", None),
        ] {
            let page = format!("<style>{sheet}</style>{body}");
            assert_eq!(value(&page, "b", "display").as_deref(), expected, "{sheet}");
        }
    }
}
