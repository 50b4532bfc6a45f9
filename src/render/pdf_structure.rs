//! The structure of a tagged PDF: headings, paragraphs and tables in reading order, tied to what is marked on the pages.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::document::Role;
use crate::layout::{Element, Pages, TableCell};

/// The structure type of an element, which also marks it on its pages (ISO 32000-1, 14.8.4).
///
/// The title is the heading of all, so that levels follow each other without a gap (ISO 14289-1, 7.4.2).
pub fn tag(element: &Element) -> &'static str {
    match element {
        Element::Title => "H1",
        Element::Heading { level: 0 | 1 } => "H2",
        Element::Heading { level: 2 } => "H3",
        Element::Heading { level: 3 } => "H4",
        Element::Heading { .. } => "H5",
        Element::Paragraph => "P",
        Element::Cell(cell) => match cell.role {
            Role::Caption => "Caption",
            Role::Corner | Role::ColumnHeader | Role::RowHeader => "TH",
            Role::Figure | Role::Total => "TD",
        },
    }
}

/// Adds the structure tree and ties it to the pages; gives back what the catalog calls `StructTreeRoot`.
pub fn add(document: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> ObjectId {
    let root = document.new_object_id();
    let whole = document.new_object_id();
    let marks = marks(pages, page_ids);
    let mut tree = Tree {
        document,
        marks,
        own: vec![None; pages.elements.len()],
    };
    let mut children: Vec<Object> = Vec::new();
    let mut rest = 0;
    while let Some(element) = pages.elements.get(rest) {
        let Element::Cell(first) = element else {
            children.push(tree.leaf(element, rest, whole, None).into());
            rest += 1;
            continue;
        };
        let cells = pages.elements.iter().skip(rest).map_while(|e| match e {
            Element::Cell(cell) if cell.table == first.table => Some(*cell),
            _ => None,
        });
        let cells: Vec<TableCell> = cells.collect();
        // Each caption begins a table of its own.
        for band in cells.chunk_by(|_, next| next.role != Role::Caption) {
            children.push(tree.table(band, rest, whole).into());
            rest += band.len();
        }
    }
    let own = std::mem::take(&mut tree.own);
    document.set_object(
        whole,
        dictionary! { "S" => "Document", "P" => root, "K" => children },
    );
    let mut numbers: Vec<Object> = Vec::new();
    for (index, page) in pages.pages.iter().enumerate() {
        let owners = page.spans.iter();
        let owners = owners.filter_map(|span| own.get(span.element).copied().flatten());
        numbers.push((index as i64).into());
        numbers.push(Object::Array(owners.map(Object::from).collect()));
    }
    let parents = document.add_object(dictionary! { "Nums" => numbers });
    document.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => whole,
            "ParentTree" => parents,
            "ParentTreeNextKey" => pages.pages.len() as i64,
        },
    );
    for (index, page) in page_ids.iter().enumerate() {
        if let Ok(page) = document.get_dictionary_mut(*page) {
            page.set("StructParents", index as i64);
            page.set("Tabs", "S");
        }
    }
    root
}

/// Where each element stands: page and number of the mark there.
fn marks(pages: &Pages, page_ids: &[ObjectId]) -> Vec<Vec<(ObjectId, i64)>> {
    let mut marks = vec![Vec::new(); pages.elements.len()];
    for (page, id) in pages.pages.iter().zip(page_ids) {
        for (number, span) in page.spans.iter().enumerate() {
            if let Some(marks) = marks.get_mut(span.element) {
                marks.push((*id, number as i64));
            }
        }
    }
    marks
}

struct Tree<'a> {
    document: &'a mut Document,
    marks: Vec<Vec<(ObjectId, i64)>>,
    /// The object of each element.
    own: Vec<Option<ObjectId>>,
}

impl Tree<'_> {
    /// An element that holds text itself.
    fn leaf(
        &mut self,
        element: &Element,
        index: usize,
        parent: ObjectId,
        attributes: Option<Dictionary>,
    ) -> ObjectId {
        let mut leaf = dictionary! { "S" => tag(element), "P" => parent };
        let marks = self.marks.get(index).map_or(&[][..], Vec::as_slice);
        if let Some((home, _)) = marks.first() {
            let kid = |(page, number): &(ObjectId, i64)| -> Object {
                if page == home {
                    return (*number).into();
                }
                Object::Dictionary(
                    dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => *number },
                )
            };
            leaf.set("Pg", *home);
            match marks {
                [only] => leaf.set("K", kid(only)),
                several => leaf.set("K", several.iter().map(kid).collect::<Vec<Object>>()),
            }
        }
        if let Some(attributes) = attributes {
            leaf.set("A", attributes);
        }
        let id = self.document.add_object(leaf);
        if let Some(own) = self.own.get_mut(index) {
            *own = Some(id);
        }
        id
    }

    /// A band: its caption and its rows. `first` is the index of its first cell among the elements.
    fn table(&mut self, cells: &[TableCell], first: usize, parent: ObjectId) -> ObjectId {
        let table = self.document.new_object_id();
        let columns = Columns::of(cells);
        let mut children: Vec<Object> = Vec::new();
        let mut index = first;
        for row in cells.chunk_by(|a, b| a.row == b.row) {
            if let [caption] = row
                && caption.role == Role::Caption
            {
                let element = Element::Cell(*caption);
                children.push(self.leaf(&element, index, table, None).into());
                index += 1;
                continue;
            }
            let line = self.document.new_object_id();
            let mut kids: Vec<Object> = Vec::new();
            for cell in row {
                let attributes = columns.attributes(cell);
                let element = Element::Cell(*cell);
                kids.push(self.leaf(&element, index, line, attributes).into());
                index += 1;
            }
            let line_object = dictionary! { "S" => "TR", "P" => table, "K" => kids };
            self.document.set_object(line, line_object);
            children.push(line.into());
        }
        let object = dictionary! { "S" => "Table", "P" => parent, "K" => children };
        self.document.set_object(table, object);
        table
    }
}

/// The columns of one band: its own, however many tracks of the frame they cover.
struct Columns {
    edges: BTreeSet<usize>,
}

impl Columns {
    fn of(cells: &[TableCell]) -> Self {
        let own = cells.iter().filter(|cell| cell.role != Role::Caption);
        Self {
            edges: own
                .flat_map(|cell| [cell.track, cell.track + cell.track_span])
                .collect(),
        }
    }

    /// What readers must know of a cell beside its text; nothing of a plain figure.
    fn attributes(&self, cell: &TableCell) -> Option<Dictionary> {
        let columns = self.edges.range(cell.track..cell.track + cell.track_span);
        let columns = columns.count() as i64;
        let mut attributes = dictionary! { "O" => "Table" };
        match cell.role {
            Role::Corner | Role::ColumnHeader => attributes.set("Scope", "Column"),
            Role::RowHeader => attributes.set("Scope", "Row"),
            Role::Caption | Role::Figure | Role::Total => {}
        }
        if columns > 1 {
            attributes.set("ColSpan", columns);
        }
        if cell.row_span > 1 {
            attributes.set("RowSpan", cell.row_span as i64);
        }
        (attributes.len() > 1).then_some(attributes)
    }
}
