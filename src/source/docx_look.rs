//! What Word makes of a run by its own properties and its styles: hidden, struck out, raised, or hardly to be seen.

use super::dress::{Dress, Script};
use super::xml::Element;
use std::collections::HashMap;

/// Styles that are based on one another, at most.
const MOST_STYLES_DEEP: usize = 20;
/// Letters of 2 points and less nobody reads, in half points.
const TINY: u32 = 4;

/// How a style or a run has its text look; `None` where it says nothing of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Look {
    is_hidden: Option<bool>,
    is_struck: Option<bool>,
    script: Option<Script>,
    /// White on no ground of its own.
    is_white: Option<bool>,
    is_tiny: Option<bool>,
    /// Hidden by programs that show the document as a page of the web.
    is_web_hidden: Option<bool>,
    /// Half points above or below the line.
    rise: Option<i32>,
}

impl Look {
    fn of(properties: Option<&Element>) -> Look {
        let Some(properties) = properties else {
            return Look::default();
        };
        let is_on = |name: &str| {
            let found = properties.child(name)?;
            Some(!matches!(
                found.attribute("val"),
                Some("0" | "false" | "off" | "none")
            ))
        };
        let script = properties.value("vertAlign").map(|script| match script {
            "superscript" => Script::Raised,
            "subscript" => Script::Lowered,
            _ => Script::Normal,
        });
        let has_ground = properties.child("highlight").or(properties.child("shd"));
        let color = properties.value("color");
        let size = properties
            .value("sz")
            .and_then(|size| size.parse::<u32>().ok());
        Look {
            is_hidden: is_on("vanish"),
            is_struck: match (is_on("strike"), is_on("dstrike")) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (one, other) => one.or(other),
            },
            script,
            is_white: color
                .map(|color| color.eq_ignore_ascii_case("FFFFFF") && has_ground.is_none()),
            is_tiny: size.map(|size| size <= TINY),
            is_web_hidden: is_on("webHidden"),
            rise: properties
                .value("position")
                .and_then(|rise| rise.parse().ok()),
        }
    }

    /// This look, and where it says nothing the other's.
    fn or(self, below: Look) -> Look {
        Look {
            is_hidden: self.is_hidden.or(below.is_hidden),
            is_struck: self.is_struck.or(below.is_struck),
            script: self.script.or(below.script),
            is_white: self.is_white.or(below.is_white),
            is_tiny: self.is_tiny.or(below.is_tiny),
            is_web_hidden: self.is_web_hidden.or(below.is_web_hidden),
            rise: self.rise.or(below.rise),
        }
    }

    pub fn is_hidden(&self) -> bool {
        self.is_hidden == Some(true)
    }

    /// Whether its text can only be told from other text around it by being hardly seen or off the line.
    pub fn is_odd(&self) -> bool {
        let is_faint = [self.is_white, self.is_tiny, self.is_web_hidden].contains(&Some(true));
        is_faint || self.rise.is_some_and(|rise| rise != 0)
    }

    /// How its text is kept; `is_beside` others of its cell that look otherwise, what is hardly seen counts as struck
    /// out.
    pub fn dress(&self, is_beside: bool) -> Dress {
        let rise = self.rise.filter(|rise| is_beside && *rise != 0);
        let script = self.script.unwrap_or_default();
        Dress {
            is_faint: false,
            is_struck: self.is_struck == Some(true) || is_beside && rise.is_none() && self.is_odd(),
            script: match (script, rise) {
                (Script::Normal, Some(1..)) => Script::Raised,
                (Script::Normal, Some(_)) => Script::Lowered,
                (script, _) => script,
            },
        }
    }
}

/// The looks of a document's styles by their ids.
#[derive(Debug, Default)]
pub(super) struct Looks {
    styles: HashMap<String, Look>,
}

impl Looks {
    pub fn of(styles: &Element) -> Looks {
        let root = styles.child("styles").unwrap_or(styles);
        let mut own: HashMap<&str, (Look, Option<&str>)> = HashMap::new();
        for style in root.children_named("style") {
            if let Some(id) = style.attribute("styleId") {
                own.insert(id, (Look::of(style.child("rPr")), style.value("basedOn")));
            }
        }
        let whole = |id: &str| {
            let mut look = Look::default();
            let mut next = Some(id);
            for _ in 0..MOST_STYLES_DEEP {
                let Some((own, below)) = next.and_then(|id| own.get(id)) else {
                    break;
                };
                look = look.or(*own);
                next = *below;
            }
            look
        };
        let styles = own.keys().map(|id| ((*id).to_owned(), whole(id)));
        Looks {
            styles: styles.collect(),
        }
    }

    /// The look of a paragraph's text where its runs say nothing.
    pub fn of_paragraph(&self, paragraph: &Element) -> Look {
        let properties = paragraph.child("pPr");
        self.style(properties.and_then(|properties| properties.value("pStyle")))
    }

    /// The look of a run in a paragraph.
    pub fn of_run(&self, run: &Element, paragraph: Look) -> Look {
        let properties = run.child("rPr");
        let style = properties.and_then(|properties| properties.value("rStyle"));
        Look::of(properties).or(self.style(style)).or(paragraph)
    }

    fn style(&self, id: Option<&str>) -> Look {
        let look = id.and_then(|id| self.styles.get(id));
        look.copied().unwrap_or_default()
    }
}
