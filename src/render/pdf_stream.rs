//! Streams of a PDF packed as small as they get.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object};

/// How hard it is tried: beyond this the faces, which are most of a file, shrink by no byte in a thousand.
pub const LEVEL: u32 = 6;

/// Bytes as FlateDecode reads them.
pub fn deflated(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let room = Vec::with_capacity(bytes.len() + 64);
    let mut encoder = ZlibEncoder::new(room, Compression::new(LEVEL));
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Packs every stream that is not packed yet and may be.
pub fn pack(document: &mut Document) -> std::io::Result<()> {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            continue;
        }
        let packed = deflated(&stream.content)?;
        if packed.len() < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
    Ok(())
}
