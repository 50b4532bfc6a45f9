//! What a reader sees of the main part of a DOCX file: the texts of its paragraphs and cells, changes accepted.

use super::inner::Seen;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Elements of which nothing is seen: what was deleted or moved away, and the second branch of alternatives.
const UNSEEN: [&str; 5] = [
    "w:del",
    "w:moveFrom",
    "w:instrText",
    "w:delText",
    "mc:Fallback",
];
/// Deeper markup than any program writes.
const DEEPEST: usize = 10_000;

/// Gathers what is seen; `None` when the part is no XML.
pub fn seen(document: &str) -> Option<Seen> {
    let mut reader = quick_xml::Reader::from_str(document);
    let mut walk = Walk::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => walk.open(&start)?,
            Event::Empty(start) => {
                walk.open(&start)?;
                walk.close(start.name().as_ref());
            }
            Event::End(end) => walk.close(end.name().as_ref()),
            Event::Text(text) => walk.text(&text),
            Event::CData(text) => walk.text(&text),
            Event::GeneralRef(name) => walk.text(referred(&name)?.encode_utf8(&mut [0; 4])),
            Event::Eof => return Some(walk.seen),
            _ => {}
        }
    }
}

/// The character that a reference such as `&amp;` or `&#20154;` stands for; `None` when XML does not know it.
pub fn referred(name: &BytesRef) -> Option<char> {
    match name.as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok()?,
    }
}

#[derive(Default)]
struct Walk {
    seen: Seen,
    depth: usize,
    /// The depth of the outermost unseen element that is open.
    unseen_from: Option<usize>,
    /// Whether the text of a run is open.
    in_text: bool,
    /// Whether the run that is open is hidden.
    hidden_run: bool,
}

impl Walk {
    fn open(&mut self, start: &BytesStart) -> Option<()> {
        self.depth += 1;
        let name = start.name();
        match name.as_ref() {
            "w:t" => self.in_text = true,
            "w:r" => self.hidden_run = false,
            "w:vanish" => self.hidden_run = !is_off(start),
            // Struck through, a sign of another face, a picture: seen, but not as it was.
            "w:strike" | "w:dstrike" | "w:sym" | "w:drawing" | "w:pict" | "m:oMath"
                if !is_off(start) =>
            {
                self.seen.bytes(name.as_ref().as_bytes());
            }
            name if UNSEEN.contains(&name) && self.unseen_from.is_none() => {
                self.unseen_from = Some(self.depth);
            }
            _ => {}
        }
        (self.depth <= DEEPEST).then_some(())
    }

    fn close(&mut self, name: &str) {
        match name {
            "w:t" => self.in_text = false,
            "w:p" => self.seen.end_paragraph(),
            "w:tc" => self.seen.end_cell(),
            _ => {}
        }
        if self.unseen_from == Some(self.depth) {
            self.unseen_from = None;
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn text(&mut self, text: &str) {
        if self.in_text && !self.hidden_run && self.unseen_from.is_none() {
            self.seen.text(text);
        }
    }
}

/// Whether a switch is written and turned off: `w:val="0"`.
fn is_off(start: &BytesStart) -> bool {
    let value = start.try_get_attribute("w:val").ok().flatten();
    value.is_some_and(|value| matches!(value.value.as_ref(), "0" | "false" | "off"))
}
