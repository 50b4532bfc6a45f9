//! The bookmarks of a PDF: every heading, level 2 under the level 1 before it, each with its place on the page.

use lopdf::{Document, Object, ObjectId, dictionary};

use crate::layout::OutlineEntry;
use crate::render::pdf_metadata::utf16;

/// Space between a heading and the window's edge when its bookmark is followed.
const BOOKMARK_GAP_PT: f32 = 12.0;

/// A tree of bookmarks: level 2 under the level 1 before it.
pub fn add(
    document: &mut Document,
    entries: &[OutlineEntry],
    pages: &[ObjectId],
    height_pt: f32,
) -> Option<ObjectId> {
    if entries.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let branches = branches(document, entries, root);
    let children = |parent: ObjectId| -> Vec<ObjectId> {
        let own = branches.iter().filter(|branch| branch.parent == parent);
        own.map(|branch| branch.id).collect()
    };
    for (entry, Branch { id, parent }) in entries.iter().zip(&branches) {
        let siblings = children(*parent);
        let mut bookmark = dictionary! { "Title" => utf16(&entry.text), "Parent" => *parent };
        if let Some(page) = pages.get(entry.page) {
            let top = (height_pt - entry.y_pt + BOOKMARK_GAP_PT).round();
            let destination: Vec<Object> = vec![
                (*page).into(),
                "XYZ".into(),
                Object::Null,
                top.into(),
                Object::Null,
            ];
            bookmark.set("Dest", destination);
        }
        for [one, next] in siblings.array_windows() {
            if next == id {
                bookmark.set("Prev", *one);
            }
            if one == id {
                bookmark.set("Next", *next);
            }
        }
        let below = children(*id);
        if let (Some(first), Some(last)) = (below.first(), below.last()) {
            bookmark.set("First", *first);
            bookmark.set("Last", *last);
            bookmark.set("Count", below.len() as i64);
        }
        document.set_object(*id, bookmark);
    }
    let top = children(root);
    let (first, last) = (top.first()?, top.last()?);
    let tree = dictionary! {
        "Type" => "Outlines",
        "First" => *first,
        "Last" => *last,
        "Count" => entries.len() as i64,
    };
    document.set_object(root, tree);
    Some(root)
}

/// A bookmark and what it stands under.
struct Branch {
    id: ObjectId,
    parent: ObjectId,
}

/// Each entry under the nearest one before it of a higher level, or under the root.
fn branches(document: &mut Document, entries: &[OutlineEntry], root: ObjectId) -> Vec<Branch> {
    let mut branches: Vec<Branch> = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut above = entries.iter().zip(&branches).rev();
        let parent = above.find(|(above, _)| above.level < entry.level);
        let parent = parent.map_or(root, |(_, branch)| branch.id);
        let id = document.new_object_id();
        branches.push(Branch { id, parent });
    }
    branches
}
