//! Where the pages are turned to while one edits: to the caret, or to the section one opens.

use crate::app::preview::PreviewView;
use crate::app::preview::worker::Laid;
use crate::layout::Pages;
use crate::place::Place;

/// Where to scroll.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    pub page: usize,
    /// Points of the page from its top.
    pub y_pt: f32,
    /// The view stays as it is where this is in sight already.
    pub only_if_hidden: bool,
}

/// What the view was turned to last.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    place: Option<Place>,
    section: Option<usize>,
    /// Page and height of the caret.
    at: Option<(usize, f32)>,
    /// Points of the window for the pages: in another width they stand elsewhere.
    width: f32,
}

/// Turns to the caret, or to the section when that changed. While one types on, the view moves only when the caret
/// would leave it, and so it does when the panel gets another width.
pub(super) fn follow(view: &mut PreviewView, width: f32) {
    let Some((_, Laid { pages, .. })) = &view.memory.pages else {
        return;
    };
    let now = Followed {
        place: view.focus.cloned(),
        section: view.section,
        at: view
            .focus
            .and_then(|place| caret_at(pages, place, view.caret)),
        width: width.round(),
    };
    let before = view.memory.followed.as_ref();
    if before == Some(&now) {
        return;
    }
    let section_changed = before.is_none_or(|before| before.section != now.section);
    let place_changed = before.is_none_or(|before| before.place != now.place);
    let heading = || heading_of(pages, view.section).filter(|_| section_changed);
    let target = now.at.or_else(heading).map(|(page, y_pt)| Target {
        page,
        y_pt,
        only_if_hidden: !place_changed && !section_changed,
    });
    view.memory.followed = Some(now);
    if target.is_some() {
        view.memory.target = target;
    }
}

/// Page and height at which a share of a place's text is printed; without a share where the place begins.
fn caret_at(pages: &Pages, place: &Place, share: Option<f32>) -> Option<(usize, f32)> {
    let areas = pages.pages.iter().enumerate().flat_map(|(index, page)| {
        let own = page.areas.iter().filter(|area| area.place == *place);
        own.map(move |area| (index, &area.rect))
    });
    let areas: Vec<_> = areas.collect();
    let whole: f32 = areas.iter().map(|(_, rect)| rect.height_pt).sum();
    let mut left = whole * share.unwrap_or(0.0);
    let last = areas.len().checked_sub(1)?;
    for (index, (page, rect)) in areas.into_iter().enumerate() {
        if left <= rect.height_pt || index == last {
            return Some((page, rect.y_pt + left.min(rect.height_pt)));
        }
        left -= rect.height_pt;
    }
    None
}

/// Page and height of a section's heading; the first page for the particulars.
fn heading_of(pages: &Pages, section: Option<usize>) -> Option<(usize, f32)> {
    let Some(section) = section else {
        return Some((0, 0.0));
    };
    let mut headings = pages.outline.iter().filter(|entry| entry.level == 1);
    headings.nth(section).map(|entry| (entry.page, entry.y_pt))
}
