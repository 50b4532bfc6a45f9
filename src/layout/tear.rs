//! Whether a table stands here whole, waits for the next page, or is torn, and where.

use crate::layout::draw::Torn;
use crate::layout::table::{SettledTable, TableText};

/// Space above a table, within the grid.
pub const ABOVE_PT: f32 = 2.0;
/// Space below a table or its note, within the grid; dropped at the foot of a page.
const BELOW_PT: f32 = 5.0;
/// The share of a page that may stay empty to keep a table whole.
const EMPTY_MAX: f32 = 1.0 / 3.0;
/// What it costs when a merged label is longer than the rows it keeps on the next page.
const CROWDED_LABEL: f32 = 50.0;
/// Rows of a table that stay together on either side of a page break.
const ROWS_TOGETHER: usize = 2;

/// The room for a table. All lengths are points.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Below the headings that belong to the table, on the page begun.
    pub here_pt: f32,
    /// What stays empty on the page begun when the table and its headings leave it.
    pub left_empty_pt: f32,
    /// Below the headings, on a page of its own.
    pub own_page_pt: f32,
    pub page_pt: f32,
    pub pitch_pt: f32,
    /// Height of the note under the table.
    pub note_pt: f32,
}

/// A table and its parts, one a page.
pub struct Plan<'a> {
    pub table: SettledTable<'a>,
    /// Whether the table and its headings begin on the next page.
    pub moved: bool,
    pub parts: Vec<Torn>,
}

/// Tears a table as little as possible.
pub fn plan<'a>(text: &TableText<'a>, room: Room) -> Option<Plan<'a>> {
    let height = |height_pt: f32| height_pt - ABOVE_PT - room.note_pt;
    if let Some(table) = text.fitting(height(room.here_pt)) {
        let parts = vec![whole(&table, 0, room.here_pt, room)?];
        return Some(Plan {
            table,
            moved: false,
            parts,
        });
    }
    let begun = room.left_empty_pt < room.page_pt - 0.5;
    let here = || {
        let (table, parts) = least_torn(text, room.here_pt, room)?;
        Some(Plan {
            table,
            moved: false,
            parts,
        })
    };
    // Bands are small tables of their own: whole ones may stand at the foot of a page and the others on the next.
    let is_stacked = !text.grid.band_starts.is_empty();
    if is_stacked && let Some(plan) = here() {
        return Some(plan);
    }
    if begun
        && room.left_empty_pt <= room.page_pt * EMPTY_MAX
        && let Some(table) = text.fitting(height(room.own_page_pt))
    {
        let parts = vec![whole(&table, 0, room.own_page_pt, room)?];
        return Some(Plan {
            table,
            moved: true,
            parts,
        });
    }
    if let Some(plan) = here() {
        return Some(plan);
    }
    if !begun {
        return None;
    }
    let (table, parts) = match text.fitting(height(room.own_page_pt)) {
        Some(table) => {
            let part = whole(&table, 0, room.own_page_pt, room)?;
            (table, vec![part])
        }
        None => least_torn(text, room.own_page_pt, room)?,
    };
    Some(Plan {
        table,
        moved: true,
        parts,
    })
}

/// Rows in order, as many a page as it holds, each at least once: for a table with a row that no page can hold.
pub fn by_force<'a>(text: &TableText<'a>, room: Room) -> Option<Plan<'a>> {
    let table = text.variants().last()?;
    let header_rows = table.grid.header_rows;
    let mut parts: Vec<Torn> = Vec::new();
    let mut first = 0;
    while first < table.grid.rows {
        let room_pt = match first {
            0 => room.own_page_pt,
            _ => room.page_pt,
        };
        let mut part = Torn {
            header: first > 0,
            rows: first..(first + 1).max(header_rows + 1).min(table.grid.rows),
            air_pt: 0.0,
        };
        while part.rows.end < table.grid.rows {
            part.rows.end += 1;
            if part.height_pt(&table) + ABOVE_PT > room_pt {
                part.rows.end -= 1;
                break;
            }
        }
        first = part.rows.end;
        parts.push(part);
    }
    let moved = room.left_empty_pt < room.page_pt - 0.5;
    Some(Plan {
        table,
        moved,
        parts,
    })
}

/// The table in the size that leaves the fewest parts, the largest of those, when it begins in `room_pt`.
fn least_torn<'a>(
    text: &TableText<'a>,
    room_pt: f32,
    room: Room,
) -> Option<(SettledTable<'a>, Vec<Torn>)> {
    text.variants()
        .filter_map(|table| {
            let parts = torn(&table, room_pt, room)?;
            Some((table, parts))
        })
        .min_by_key(|(_, parts)| parts.len())
}

/// The rows from `first` on as one part, with as much air as brings the text below back to the grid.
fn whole(table: &SettledTable, first: usize, room_pt: f32, room: Room) -> Option<Torn> {
    let part = |air_pt| Torn {
        header: first > 0,
        rows: first..table.grid.rows,
        air_pt,
    };
    let bare = part(0.0).height_pt(table) + ABOVE_PT + room.note_pt;
    let count = part(1.0).height_pt(table) - part(0.0).height_pt(table);
    if bare > room_pt + 0.01 {
        return None;
    }
    let air = |lines: f32| {
        let height = lines * room.pitch_pt;
        let full = room_pt - height < 0.5 * room.pitch_pt;
        let below = if full { 0.0 } else { BELOW_PT };
        (height - bare - below) / count
    };
    let most = (room_pt / room.pitch_pt + 0.01).floor();
    let natural = (bare + BELOW_PT + count * table.air_pt()) / room.pitch_pt;
    let mut lines = natural.round().min(most);
    if air(lines) < 0.0 && lines + 1.0 <= most {
        lines += 1.0;
    }
    Some(part(air(lines).clamp(0.0, table.air_max_pt())))
}

/// The parts of a table that begins in `room_pt` and goes on over the next pages.
fn torn(table: &SettledTable, room_pt: f32, room: Room) -> Option<Vec<Torn>> {
    let mut parts = Vec::new();
    let mut first = 0;
    let mut room_pt = room_pt;
    loop {
        if let Some(part) = whole(table, first, room_pt, room).filter(|_| first > 0) {
            parts.push(part);
            return Some(parts);
        }
        let part = begin(table, first, room_pt, room)?;
        first = part.rows.end;
        parts.push(part);
        room_pt = room.page_pt;
    }
}

/// The best part that begins at row `first` and ends before the table does.
fn begin(table: &SettledTable, first: usize, room_pt: f32, room: Room) -> Option<Torn> {
    let Room {
        page_pt, pitch_pt, ..
    } = room;
    let header = table.grid.header_rows;
    let after = first.max(header) + ROWS_TOGETHER;
    let before = table.grid.rows.saturating_sub(ROWS_TOGETHER);
    let bands = table
        .grid
        .band_starts
        .iter()
        .copied()
        .filter(|row| *row > first);
    let best = |rows: &mut dyn Iterator<Item = usize>| {
        let mut found: Option<(f32, Torn)> = None;
        for row in rows {
            let Some((cost, part)) = priced(table, first, row, room_pt, pitch_pt) else {
                continue;
            };
            if found.as_ref().is_none_or(|(least, _)| cost <= *least) {
                found = Some((cost, part));
            }
        }
        found.map(|(_, part)| part)
    };
    if !table.grid.band_starts.is_empty() {
        if let Some(part) = best(&mut bands.into_iter()) {
            return Some(part);
        }
        // Only a band higher than a page is torn like any other table.
        let next = table
            .grid
            .band_starts
            .iter()
            .copied()
            .find(|row| *row > first);
        let band = first..next.unwrap_or(table.grid.rows);
        if table.least_height_pt(band) < page_pt {
            return None;
        }
    }
    best(&mut (after..=before))
}

/// A part ending before `row`, and how good a place for a page break that is; lower is better.
fn priced(
    table: &SettledTable,
    first: usize,
    row: usize,
    room_pt: f32,
    pitch_pt: f32,
) -> Option<(f32, Torn)> {
    let mut part = Torn {
        header: first > 0,
        rows: first..row,
        air_pt: 0.0,
    };
    let bare = part.height_pt(table) + ABOVE_PT;
    part.air_pt = 1.0;
    let count = part.height_pt(table) + ABOVE_PT - bare;
    let air_pt = (room_pt - bare) / count;
    if air_pt < 0.0 || row <= first {
        return None;
    }
    part.air_pt = air_pt.min(table.air_max_pt());
    if !table.labels_fit(part.rows.clone(), part.air_pt) {
        return None;
    }
    let empty = (air_pt - part.air_pt) * count / pitch_pt;
    let tight = (1.0 - air_pt / table.air_pt()).max(0.0);
    let crowded = !table.labels_fit(row..table.grid.rows, table.air_pt());
    let cost = empty
        + 2.0 * table.torn_labels(row) as f32
        + 2.0 * tight
        + if crowded { CROWDED_LABEL } else { 0.0 };
    Some((cost, part))
}
