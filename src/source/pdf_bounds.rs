//! How much a PDF would unpack to and draw, found out before anything is unpacked or drawn.

use flate2::read::ZlibDecoder;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
use hayro_interpret::hayro_syntax::object::{Dict, ObjectIdentifier, Stream};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use std::collections::HashMap;
use std::io::Read;

/// Bytes of one stream; a page scanned in colour has some 30 million.
const MAX_STREAM: u64 = 160_000_000;
/// Bytes of all streams that are no pictures.
const MAX_STREAMS: u64 = 200_000_000;
/// Packed bytes that cannot unpack to more than a stream may have, for nothing packs better than 1 to 1,032.
const HARMLESS: usize = (MAX_STREAM / 1_100) as usize;
/// Packings of packings that are followed.
const MAX_PACKINGS: usize = 4;
/// Drawings within drawings that are followed.
const MAX_DEPTH: usize = 40;
/// What the call of a drawing costs beside its own bytes.
const CALL: usize = 64;

/// Dictionaries and lists within each other; a report has a dozen, and chance in packed bytes makes some hundred.
const MAX_NESTED: usize = 2_000;

/// Whether no object of a file holds dictionaries and lists within each other beyond all measure, as parsers walk
/// over each of them many times.
pub fn nests_within_bounds(bytes: &[u8]) -> bool {
    let (mut open, mut most) = (0_usize, 0_usize);
    let mut rest = bytes;
    while let [byte, behind @ ..] = rest {
        let is_doubled = behind.first() == Some(byte);
        rest = behind;
        match byte {
            b'[' => open += 1,
            b'<' if is_doubled => {
                open += 1;
                rest = part(behind, 1, behind.len());
            }
            b']' => open = open.saturating_sub(1),
            b'>' if is_doubled => {
                open = open.saturating_sub(1);
                rest = part(behind, 1, behind.len());
            }
            b'e' if behind.starts_with(b"ndobj") => open = 0,
            _ => {}
        }
        most = most.max(open);
    }
    most <= MAX_NESTED
}

/// Whether the streams of a file unpack to what a report may hold.
pub(super) fn unpacks_within_bounds(bytes: &[u8]) -> bool {
    let mut all: u64 = 0;
    let mut at = 0;
    while let Some(found) = find(part(bytes, at, bytes.len()), b"stream") {
        let start = at + found + b"stream".len();
        at = start;
        let data = part(bytes, start, bytes.len());
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let Some(end) = find(data, b"endstream") else {
            continue;
        };
        at = start + end;
        if end < 16 || !is_zlib(data) {
            continue;
        }
        let before = part(bytes, start.saturating_sub(400), start);
        let is_packed_twice = count(before, b"FlateDecode") > 1;
        if end < HARMLESS && !is_packed_twice {
            continue;
        }
        let length = unpacked(part(data, 0, end), MAX_STREAM, 0);
        if find(before, b"/Image").is_none() {
            all = all.saturating_add(length);
        }
        if length > MAX_STREAM || all > MAX_STREAMS {
            return false;
        }
    }
    true
}

/// How many bytes of drawing a page comes to, each drawing that it calls counted as often as it is called.
pub(super) fn drawn_bytes(page: &Page<'_>) -> usize {
    let Some(stream) = page.page_stream() else {
        return 0;
    };
    let mut known = HashMap::new();
    drawn(stream, page.resources(), &mut known, 0)
}

fn drawn(
    data: &[u8],
    resources: &Resources<'_>,
    known: &mut HashMap<ObjectIdentifier, usize>,
    depth: usize,
) -> usize {
    let mut bytes = data.len();
    if depth > MAX_DEPTH || find(data, b"Do").is_none() {
        return bytes;
    }
    let mut operations = TypedIter::new(data);
    while let Some(operation) = operations.next() {
        let TypedInstruction::XObject(call) = operation else {
            continue;
        };
        let Some(form) = resources.get_x_object(call.0) else {
            continue;
        };
        bytes = bytes
            .saturating_add(CALL)
            .saturating_add(form_bytes(&form, resources, known, depth));
    }
    bytes
}

fn form_bytes(
    form: &Stream<'_>,
    around: &Resources<'_>,
    known: &mut HashMap<ObjectIdentifier, usize>,
    depth: usize,
) -> usize {
    if let Some(bytes) = known.get(&form.obj_id()) {
        return *bytes;
    }
    let is_form = form
        .dict()
        .get::<hayro_interpret::hayro_syntax::object::Name<'_>>(b"Subtype")
        .is_some_and(|kind| kind.as_ref() == b"Form");
    // A drawing that calls itself ends at once.
    known.insert(form.obj_id(), 0);
    let data = is_form.then(|| form.decoded_data().ok()).flatten();
    let bytes = match data {
        Some(data) => match form.dict().get::<Dict<'_>>(b"Resources") {
            Some(own) => drawn(&data, &Resources::new(own), known, depth + 1),
            None => drawn(&data, around, known, depth + 1),
        },
        None => 0,
    };
    known.insert(form.obj_id(), bytes);
    bytes
}

/// The bytes that packed ones unpack to, counted to one more than the limit and kept nowhere.
fn unpacked(packed: impl Read, limit: u64, depth: usize) -> u64 {
    let mut decoder: Box<dyn Read> = Box::new(ZlibDecoder::new(packed));
    let mut head = [0; 2];
    if decoder.read_exact(&mut head).is_err() {
        return 0;
    }
    let whole = head.as_slice().chain(decoder);
    if depth < MAX_PACKINGS && is_zlib(&head) {
        let mut counted = Counted {
            inner: whole,
            count: 0,
        };
        let inner = unpacked_dyn(&mut counted, limit, depth + 1);
        return inner.max(counted.count);
    }
    std::io::copy(&mut whole.take(limit + 1), &mut std::io::sink()).unwrap_or(0)
}

/// As [`unpacked`], for a reader whose type must not grow with the depth.
fn unpacked_dyn(packed: &mut dyn Read, limit: u64, depth: usize) -> u64 {
    unpacked(packed, limit, depth)
}

/// A reader that counts what goes through it.
struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count = self.count.saturating_add(read as u64);
        Ok(read)
    }
}

fn is_zlib(data: &[u8]) -> bool {
    match data {
        [first, second, ..] => {
            first & 0x0F == 8 && (u16::from(*first) * 256 + u16::from(*second)) % 31 == 0
        }
        _ => false,
    }
}

/// What stands between two places; nothing when there are none.
fn part(data: &[u8], start: usize, end: usize) -> &[u8] {
    data.get(start..end).unwrap_or_default()
}

fn find(data: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(found) = data.get(from..)?.iter().position(|byte| *byte == first) {
        if part(data, from + found, data.len()).starts_with(wanted) {
            return Some(from + found);
        }
        from += found + 1;
    }
    None
}

fn count(data: &[u8], wanted: &[u8]) -> usize {
    data.windows(wanted.len())
        .filter(|window| *window == wanted)
        .count()
}
