//! Compound files (the boxes of old Office files) → one stream of theirs; and how far the cells of an old workbook reach.

/// Streams shorter than this stand in a stream of their own.
const SMALL: usize = 4_096;
const ENTRY: usize = 128;
/// Marks the end of a chain of sectors; what is greater is no sector.
const LAST_SECTOR: u32 = 0xFFFF_FFF9;

/// The stream of a compound file with one of these names; `None` when it cannot be followed.
pub(super) fn stream(bytes: &[u8], names: &[&str]) -> Option<Vec<u8>> {
    let compound = Compound::of(bytes)?;
    let directory = compound.chained(u32_at(bytes, 48)?, usize::MAX)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(ENTRY).collect();
    let wanted = entries.iter().find(|entry| {
        let length = usize::from(u16_at(entry, 64).unwrap_or(0)).saturating_sub(2);
        let letters = (0..length.min(64)).step_by(2);
        let name: Vec<u16> = letters.filter_map(|at| u16_at(entry, at)).collect();
        names.contains(&String::from_utf16_lossy(&name).as_str())
    })?;
    let (start, length) = (u32_at(wanted, 116)?, u32_at(wanted, 120)? as usize);
    if length >= SMALL {
        return compound.chained(start, length);
    }
    let root = entries.first()?;
    let box_of_small = compound.chained(u32_at(root, 116)?, u32_at(root, 120)? as usize)?;
    let table = compound.chained(u32_at(bytes, 60)?, usize::MAX)?;
    let mut found = Vec::new();
    let mut at = start;
    while at < LAST_SECTOR && found.len() < length {
        let from = (at as usize).checked_mul(64)?;
        found.extend_from_slice(box_of_small.get(from..from + 64)?);
        at = u32_at(&table, at as usize * 4)?;
    }
    found.truncate(length);
    Some(found)
}

/// The cells of the largest rectangles that the values of an old workbook's sheets span, all sheets together.
pub(super) fn cells_spanned(workbook: &[u8]) -> u64 {
    // The records that hold a value; those of blank cells with a format are left out.
    const VALUES: [u16; 9] = [
        0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x0207,
    ];
    const BEGIN: u16 = 0x0809;
    let mut spanned: u64 = 0;
    let mut reach: Option<[u64; 4]> = None;
    let mut at = 0;
    let area = |reach: Option<[u64; 4]>| match reach {
        Some([top, bottom, left, right]) => (bottom - top + 1) * (right - left + 1),
        None => 0,
    };
    while let (Some(kind), Some(length)) = (u16_at(workbook, at), u16_at(workbook, at + 2)) {
        let content = workbook.get(at + 4..).unwrap_or_default();
        if kind == BEGIN {
            spanned = spanned.saturating_add(area(reach.take()));
        } else if VALUES.contains(&kind)
            && let (Some(row), Some(column)) = (u16_at(content, 0), u16_at(content, 2))
        {
            let (row, column) = (u64::from(row), u64::from(column));
            let [top, bottom, left, right] = reach.unwrap_or([row, row, column, column]);
            reach = Some([
                top.min(row),
                bottom.max(row),
                left.min(column),
                right.max(column),
            ]);
        }
        at += 4 + usize::from(length);
    }
    spanned.saturating_add(area(reach))
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// For each sector the one that follows it.
    next: Vec<u32>,
}

impl<'a> Compound<'a> {
    fn of(bytes: &'a [u8]) -> Option<Compound<'a>> {
        let power = u16_at(bytes, 30)?;
        let mut compound = Compound {
            bytes,
            sector: match power {
                9 | 12 => 1 << power,
                _ => return None,
            },
            next: Vec::new(),
        };
        let mut tables: Vec<u32> = (0..109)
            .filter_map(|at| u32_at(bytes, 76 + 4 * at))
            .collect();
        // Files beyond seven megabytes go on with lists of tables.
        let (mut more, mut left) = (u32_at(bytes, 68)?, bytes.len() / compound.sector);
        while more < LAST_SECTOR && left > 0 {
            let list = compound.at(more)?;
            let (last, own) = (compound.sector - 4, compound.sector / 4 - 1);
            tables.extend((0..own).filter_map(|at| u32_at(list, 4 * at)));
            more = u32_at(list, last)?;
            left -= 1;
        }
        for table in tables.into_iter().filter(|table| *table < LAST_SECTOR) {
            let Some(sector) = compound.at(table) else {
                continue;
            };
            let entries = sector.chunks_exact(4).filter_map(|four| u32_at(four, 0));
            let entries: Vec<u32> = entries.collect();
            compound.next.extend(entries);
        }
        Some(compound)
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// A stream from its first sector on, as long as it is said to be or the file has sectors.
    fn chained(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        let mut at = start;
        while at < LAST_SECTOR && found.len() < length && found.len() <= self.bytes.len() {
            found.extend_from_slice(self.at(at)?);
            at = *self.next.get(at as usize)?;
        }
        found.truncate(length);
        Some(found)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}
