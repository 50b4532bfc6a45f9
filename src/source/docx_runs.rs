//! The runs of a Word paragraph → its text as the finished document shows it.

use super::docx::branch;
use super::docx_look::{Look, Looks};
use super::dress::{Dress, STRUCK, Script};
use super::xml::Element;

/// What is known of a document while its paragraphs are read.
#[derive(Debug, Default)]
pub(super) struct Runs {
    looks: Looks,
    /// The fields that are open, from the outermost: whether each has come to its result, which alone is shown.
    fields: Vec<bool>,
    /// Whether the text is that of a table's cell, and whether text that is hardly seen stands there beside other text.
    is_in_cell: bool,
    is_mixed: bool,
}

/// Fields within fields at most; a document with more is none.
const MOST_FIELDS: usize = 200;

impl Runs {
    pub fn new(looks: Looks) -> Runs {
        Runs {
            looks,
            ..Runs::default()
        }
    }

    /// The text of a paragraph.
    pub fn text(&mut self, paragraph: &Element) -> String {
        let mut text = String::new();
        // A field that is left open by mistake must not hide what follows it.
        self.fields.clear();
        let look = self.looks.of_paragraph(paragraph);
        self.put(paragraph, look, &mut text);
        text
    }

    /// Looks through the paragraphs of a cell for text that can only be told from the rest by its look.
    pub fn enter_cell(&mut self, paragraphs: &[&Element]) {
        let mut looks = (false, false);
        for paragraph in paragraphs {
            let look = self.looks.of_paragraph(paragraph);
            self.look_through(paragraph, look, &mut looks);
        }
        self.is_mixed = looks == (true, true);
        self.is_in_cell = true;
    }

    pub fn leave_cell(&mut self) {
        self.is_mixed = false;
        self.is_in_cell = false;
    }

    /// Notes whether there is text that looks odd, and whether there is other text.
    fn look_through(&self, parent: &Element, look: Look, found: &mut (bool, bool)) {
        for child in &parent.children {
            let own = match child.name.as_str() {
                "t" if !child.text.trim().is_empty() => {
                    match look.is_odd() {
                        true => found.0 = true,
                        false => found.1 = true,
                    }
                    continue;
                }
                "r" => self.looks.of_run(child, look),
                "del" | "moveFrom" | "pPr" | "rPr" => continue,
                _ => look,
            };
            if !own.is_hidden() {
                self.look_through(child, own, found);
            }
        }
    }

    fn put(&mut self, parent: &Element, look: Look, text: &mut String) {
        for child in &parent.children {
            match child.name.as_str() {
                "fldChar" => self.field(child.attribute("fldCharType")),
                "t" if self.is_in_code() => {}
                "t" => text.push_str(&child.text),
                "tab" | "ptab" => text.push('\t'),
                "noBreakHyphen" => text.push('-'),
                "cr" => text.push('\n'),
                "br" if !matches!(child.attribute("type"), Some("page" | "column")) => {
                    text.push('\n');
                }
                "r" => {
                    let look = self.looks.of_run(child, look);
                    let mut run = String::new();
                    self.put(child, look, &mut run);
                    let mut dress = look.dress(self.is_mixed);
                    if is_note_mark(child) {
                        dress.script = Script::Raised;
                    }
                    if !look.is_hidden() {
                        dress.put_on(&run, text);
                    }
                }
                "AlternateContent" => {
                    if let Some(branch) = branch(child) {
                        self.put(branch, look, text);
                    }
                }
                "oMath" | "oMathPara" => self.formula(child, look, text),
                // Nobody has entered what stands in a field to be filled in until it is.
                "sdt" if self.is_in_cell && shows_placeholder(child) => {
                    let mut inner = String::new();
                    self.put(child, look, &mut inner);
                    STRUCK.put_on(&inner, text);
                }
                "ins" | "moveTo" | "hyperlink" | "smartTag" | "sdt" | "sdtContent"
                | "customXml" | "fldSimple" | "dir" | "bdo" => self.put(child, look, text),
                _ => {}
            }
        }
    }

    /// The characters of a formula, in the order in which they are written.
    fn formula(&self, parent: &Element, look: Look, text: &mut String) {
        for child in &parent.children {
            match child.name.as_str() {
                "t" => text.push_str(&child.text),
                "r" if self.looks.of_run(child, look).is_hidden() => {}
                "sup" | "sub" => {
                    let mut inner = String::new();
                    self.formula(child, look, &mut inner);
                    let script = match child.name.as_str() {
                        "sup" => Script::Raised,
                        _ => Script::Lowered,
                    };
                    let dress = Dress {
                        script,
                        ..Dress::default()
                    };
                    dress.put_on(&inner, text);
                }
                _ => self.formula(child, look, text),
            }
        }
    }

    fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") if self.fields.len() < MOST_FIELDS => self.fields.push(false),
            Some("separate") => {
                if let Some(last) = self.fields.last_mut() {
                    *last = true;
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
    }

    /// Whether what follows is the instruction of a field, of the innermost or of one around it.
    fn is_in_code(&self) -> bool {
        self.fields.contains(&false)
    }
}

/// Whether a content control shows the words that ask for its content.
fn shows_placeholder(control: &Element) -> bool {
    let properties = control.child("sdtPr");
    let shown = properties.and_then(|properties| properties.child("showingPlcHdr"));
    shown.is_some_and(|shown| !matches!(shown.attribute("val"), Some("0" | "false" | "off")))
}

/// Whether a run is the mark of a note that the author wrote himself.
fn is_note_mark(run: &Element) -> bool {
    let references = ["footnoteReference", "endnoteReference"];
    let mut found = references.iter().filter_map(|name| run.child(name));
    found.any(|reference| {
        let own = reference.attribute("customMarkFollows");
        own.is_some_and(|own| !matches!(own, "0" | "false" | "off"))
    })
}
