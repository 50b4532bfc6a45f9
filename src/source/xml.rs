//! XML → a light tree, within bounds and without entities of its own.

use super::SourceError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

const MAX_DEPTH: usize = 400;
const MAX_NODES: usize = 1_500_000;

/// An element by its local name.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// Character data; only leaves of the documents that are read have any.
    pub text: String,
}

impl Element {
    /// The tree of a document.
    pub fn parse(xml: &str, file: &str) -> Result<Element, SourceError> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut open = vec![Element::default()];
        let mut nodes = 0_usize;
        loop {
            let damaged = |detail: String| SourceError::Damaged {
                file: file.to_owned(),
                detail,
            };
            let event = reader
                .read_event()
                .map_err(|error| damaged(format!("XML：{error}")))?;
            match event {
                Event::Start(tag) => {
                    nodes += 1;
                    if open.len() > MAX_DEPTH || nodes > MAX_NODES {
                        return Err(SourceError::TooDeep {
                            file: file.to_owned(),
                        });
                    }
                    open.push(element(&tag));
                }
                Event::Empty(tag) => {
                    nodes += 1;
                    if nodes > MAX_NODES {
                        return Err(SourceError::TooDeep {
                            file: file.to_owned(),
                        });
                    }
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(element(&tag));
                    }
                }
                Event::End(_) => {
                    if open.len() > 1
                        && let Some(done) = open.pop()
                        && let Some(parent) = open.last_mut()
                    {
                        parent.children.push(done);
                    }
                }
                Event::Text(text) => push_text(&mut open, &text.xml10_content()),
                Event::CData(text) => push_text(&mut open, &text.xml10_content()),
                Event::GeneralRef(entity) => {
                    push_text(&mut open, &resolved(&entity.xml10_content()))
                }
                Event::Eof => break,
                _ => {}
            }
        }
        while open.len() > 1 {
            if let Some(done) = open.pop()
                && let Some(parent) = open.last_mut()
            {
                parent.children.push(done);
            }
        }
        Ok(open.pop().unwrap_or_default())
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn children_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The value of the attribute `val` of a child.
    pub fn value(&self, child: &str) -> Option<&str> {
        self.child(child)?.attribute("val")
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(parent) = open.last_mut() {
        parent.text.push_str(text);
    }
}

fn element(tag: &BytesStart) -> Element {
    let mut attributes = tag.attributes();
    let attributes = attributes.with_checks(false).flatten();
    Element {
        name: tag.local_name().as_ref().to_owned(),
        attributes: attributes
            .map(|attribute| {
                let name = attribute.key.local_name().as_ref().to_owned();
                (name, unescape(&attribute.value))
            })
            .collect(),
        ..Element::default()
    }
}

/// An attribute's value with the entities that every XML knows.
fn unescape(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let mut text = String::new();
    for (at, piece) in value.split('&').enumerate() {
        match piece.split_once(';') {
            Some((entity, rest)) if at > 0 => {
                text.push_str(&resolved(entity));
                text.push_str(rest);
            }
            _ => text.push_str(piece),
        }
    }
    text
}

/// What an entity stands for; one that a document declares itself stands for nothing.
fn resolved(entity: &str) -> String {
    let character = match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        other => other
            .strip_prefix("#x")
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .or_else(|| other.strip_prefix('#').and_then(|code| code.parse().ok()))
            .and_then(char::from_u32),
    };
    character.map(String::from).unwrap_or_default()
}
