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
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let parents: Vec<Option<usize>> = (0..entries.len())
        .map(|index| {
            (0..index)
                .rev()
                .find(|above| entries[*above].level < entries[index].level)
        })
        .collect();
    let children = |parent: Option<usize>| -> Vec<usize> {
        (0..entries.len())
            .filter(|index| parents[*index] == parent)
            .collect()
    };
    for (index, entry) in entries.iter().enumerate() {
        let siblings = children(parents[index]);
        let place = siblings
            .iter()
            .position(|sibling| *sibling == index)
            .unwrap_or(0);
        let parent = parents[index].map_or(root, |parent| ids[parent]);
        let mut bookmark = dictionary! { "Title" => utf16(&entry.text), "Parent" => parent };
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
        if let Some(before) = place.checked_sub(1) {
            bookmark.set("Prev", ids[siblings[before]]);
        }
        if let Some(after) = siblings.get(place + 1) {
            bookmark.set("Next", ids[*after]);
        }
        let below = children(Some(index));
        if let (Some(first), Some(last)) = (below.first(), below.last()) {
            bookmark.set("First", ids[*first]);
            bookmark.set("Last", ids[*last]);
            bookmark.set("Count", below.len() as i64);
        }
        document.set_object(ids[index], bookmark);
    }
    let top = children(None);
    let (first, last) = (top.first()?, top.last()?);
    let tree = dictionary! {
        "Type" => "Outlines",
        "First" => ids[*first],
        "Last" => ids[*last],
        "Count" => entries.len() as i64,
    };
    document.set_object(root, tree);
    Some(root)
}
