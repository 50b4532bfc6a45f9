//! Header trees of a table's rows and columns, and the leaves and spans that follow from them.

use super::{Kind, Label};
use serde::Deserialize;

/// One node of a header tree: a leaf is a row or a column, a group only spans its children.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Id of the row or column; empty for a group.
    #[serde(default)]
    pub id: String,
    /// The label as the form prints it; `|` between its words says where its lines had best be broken.
    pub label: Label,
    /// How sentences about the rules call it (第一项), where that differs from the label.
    #[serde(default)]
    pub short: String,
    /// Other spellings seen in published reports, for the import.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Sum that fills this row or column, in ids of its own axis: `natural + business`.
    #[serde(default)]
    pub formula: Option<String>,
    /// Number kind of the cells of this column.
    #[serde(default)]
    pub kind: Kind,
    #[serde(default)]
    pub children: Vec<Header>,
}

/// Where one node of a tree is drawn: along the axis by leaves, across it by levels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed<'a> {
    pub header: &'a Header,
    pub first_leaf: usize,
    pub leaf_span: usize,
    pub level: usize,
    /// Levels this node covers; a short branch covers all that remain.
    pub level_span: usize,
}

impl Header {
    /// The word for this row or column in a sentence.
    pub fn name(&self) -> &str {
        if self.short.is_empty() {
            &self.label
        } else {
            &self.short
        }
    }

    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    /// Levels below and including this node: 1 for a leaf.
    fn depth(&self) -> usize {
        1 + depth(&self.children)
    }

    fn leaf_count(&self) -> usize {
        if self.is_leaf() {
            1
        } else {
            self.children.iter().map(Header::leaf_count).sum()
        }
    }
}

/// Levels of a whole axis; 0 when it is empty.
pub fn depth(axis: &[Header]) -> usize {
    axis.iter().map(Header::depth).max().unwrap_or(0)
}

/// The rows or columns of an axis in order, each with the labels from the outermost group down to itself.
pub fn leaves(axis: &[Header]) -> Vec<(Vec<&str>, &Header)> {
    let mut found = Vec::new();
    collect_leaves(axis, &mut Vec::new(), &mut found);
    found
}

/// Every node of an axis with its spans, parents before children.
pub fn place(axis: &[Header]) -> Vec<Placed<'_>> {
    let mut placed = Vec::new();
    place_level(axis, 0, 0, depth(axis), &mut placed);
    placed
}

fn collect_leaves<'a>(
    axis: &'a [Header],
    above: &mut Vec<&'a str>,
    found: &mut Vec<(Vec<&'a str>, &'a Header)>,
) {
    for header in axis {
        above.push(&header.label);
        if header.is_leaf() {
            found.push((above.clone(), header));
        } else {
            collect_leaves(&header.children, above, found);
        }
        above.pop();
    }
}

fn place_level<'a>(
    axis: &'a [Header],
    mut first_leaf: usize,
    level: usize,
    levels: usize,
    placed: &mut Vec<Placed<'a>>,
) {
    for header in axis {
        let leaf_span = header.leaf_count();
        let level_span = if header.is_leaf() { levels - level } else { 1 };
        placed.push(Placed {
            header,
            first_leaf,
            leaf_span,
            level,
            level_span,
        });
        place_level(&header.children, first_leaf, level + 1, levels, placed);
        first_leaf += leaf_span;
    }
}
