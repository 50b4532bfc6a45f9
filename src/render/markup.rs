//! Elements, attributes and texts → the text of an XML or HTML file, with the one place where anything is escaped.

use super::inner::Seen;

/// Writes markup from the outside in. What is written with [`Markup::text`] is what a reader sees.
#[derive(Default)]
pub struct Markup {
    out: String,
    open: Vec<&'static str>,
    pub seen: Seen,
}

/// An attribute's name and value.
pub type Attribute<'a> = (&'a str, &'a str);

impl Markup {
    /// Begins with a text that is written as it stands, such as the declaration of an XML file.
    pub fn after(head: &str) -> Markup {
        Markup {
            out: head.to_owned(),
            ..Markup::default()
        }
    }

    /// Opens an element, lets `inside` fill it and closes it.
    pub fn element(
        &mut self,
        name: &'static str,
        attributes: &[Attribute],
        inside: impl FnOnce(&mut Markup),
    ) {
        self.open(name, attributes);
        inside(self);
        self.close();
    }

    pub fn open(&mut self, name: &'static str, attributes: &[Attribute]) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[Attribute]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with one attribute, as most properties of an office document are.
    pub fn value(&mut self, name: &str, attribute: &str, value: &str) {
        self.empty(name, &[(attribute, value)]);
    }

    /// A text that a reader sees.
    pub fn text(&mut self, text: &str) {
        self.seen.text(text);
        self.unseen(text);
    }

    /// A text that no reader sees, such as the title among the properties of a file.
    pub fn unseen(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// A text that is written as it stands.
    pub fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    pub fn line_feed(&mut self) {
        self.out.push('\n');
    }

    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
    }
}

/// Whether XML 1.0 can hold a character at all.
pub fn is_writable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    let stops = |c: char| matches!(c, '<' | '>' | '&' | '"' | '\r') || !is_writable(c);
    while let Some((plain, stop)) = rest.find(stops).and_then(|at| rest.split_at_checked(at)) {
        out.push_str(plain);
        let mut behind = stop.chars();
        match behind.next() {
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('&') => out.push_str("&amp;"),
            Some('"') => out.push_str("&quot;"),
            // A reader may turn it into a line feed.
            Some('\r') => out.push_str("&#13;"),
            _ => {}
        }
        rest = behind.as_str();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_closed() {
        let mut markup = Markup::after("<?xml?>");
        markup.element("a", &[("k", "\"1\" < 2")], |markup| {
            markup.value("b", "v", "&");
            markup.text("甲<乙>\u{0}&\u{FFFF}丙");
            markup.open("c", &[]);
            markup.close();
        });
        markup.open("d", &[]);
        let expected = "<?xml?><a k=\"&quot;1&quot; &lt; 2\"><b v=\"&amp;\"/>甲&lt;乙&gt;&amp;丙<c></c></a><d></d>";
        assert_eq!(markup.finish(), expected);
    }
}
