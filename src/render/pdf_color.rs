//! What the colours of a PDF mean: an ICC profile of sRGB, made here from the numbers of IEC 61966-2-1.

/// The name of the profile, in the file and in the PDF's output intent.
pub const NAME: &str = "sRGB IEC61966-2.1";

/// Primaries and white, adapted to D50 by Bradford's matrix, as fixed-point numbers (s15Fixed16, XYZ).
const RED: [u32; 3] = [0x6FA0, 0x38F5, 0x0390];
const GREEN: [u32; 3] = [0x6297, 0xB787, 0x18D9];
const BLUE: [u32; 3] = [0x249F, 0x0F84, 0xB6C4];
const WHITE_D50: [u32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
/// From D65 to D50, by Bradford.
const ADAPTATION: [i32; 9] = [
    0x1_0C42, 0x05DE, -0x0CDB, 0x0793, 0xFD90, -0x045F, -0x025E, 0x03DC, 0xC06E,
];
/// The curve: ((a x + b) ^ g, or c x below d), with g, a, b, c, d.
const CURVE: [u32; 5] = [0x2_6666, 0xF2A7, 0x0D59, 0x13D0, 0x0A5B];

/// Bytes before the table of tags.
const HEADER: usize = 128;

/// A profile of a display, version 4.2 (ICC.1:2004-10, which ISO 32000-1 allows).
pub fn profile() -> Vec<u8> {
    let curve = parametric(&CURVE);
    let tags: [(&[u8; 4], Vec<u8>); 8] = [
        (b"desc", text(NAME)),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz(&WHITE_D50)),
        (b"chad", adaptation()),
        (b"rXYZ", xyz(&RED)),
        (b"gXYZ", xyz(&GREEN)),
        (b"bXYZ", xyz(&BLUE)),
        (b"rTRC", curve),
    ];
    // The three channels share one curve.
    let shared: [&[u8; 4]; 2] = [b"gTRC", b"bTRC"];
    let count = tags.len() + shared.len();
    let mut at = HEADER + 4 + 12 * count;
    let mut table = (count as u32).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let mut last = Vec::new();
    for (name, content) in tags {
        last = [at as u32, content.len() as u32]
            .iter()
            .flat_map(|number| number.to_be_bytes())
            .collect();
        table.extend(name);
        table.extend(&last);
        at += content.len();
        data.extend(content);
    }
    for name in shared {
        table.extend(name);
        table.extend(&last);
    }
    let mut profile = header(HEADER + table.len() + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

fn header(length: usize) -> Vec<u8> {
    let mut header = vec![0; HEADER];
    let mut put = |at: usize, bytes: &[u8]| {
        for (place, byte) in header.iter_mut().skip(at).zip(bytes) {
            *place = *byte;
        }
    };
    put(0, &(length as u32).to_be_bytes());
    put(8, &[4, 0x20, 0, 0]);
    put(12, b"mntrRGB XYZ ");
    for (index, part) in [2026_u16, 1, 1].iter().enumerate() {
        put(24 + 2 * index, &part.to_be_bytes());
    }
    put(36, b"acsp");
    for (index, part) in WHITE_D50.iter().enumerate() {
        put(68 + 4 * index, &part.to_be_bytes());
    }
    header
}

fn xyz(parts: &[u32; 3]) -> Vec<u8> {
    let numbers = parts.iter().flat_map(|part| part.to_be_bytes());
    b"XYZ \0\0\0\0".iter().copied().chain(numbers).collect()
}

fn adaptation() -> Vec<u8> {
    let numbers = ADAPTATION.iter().flat_map(|part| part.to_be_bytes());
    b"sf32\0\0\0\0".iter().copied().chain(numbers).collect()
}

fn parametric(parts: &[u32; 5]) -> Vec<u8> {
    let numbers = parts.iter().flat_map(|part| part.to_be_bytes());
    b"para\0\0\0\0\0\x03\0\0"
        .iter()
        .copied()
        .chain(numbers)
        .collect()
}

/// A text in one language, filled up to a multiple of four.
fn text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut bytes = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS".to_vec();
    bytes.extend((units.len() as u32).to_be_bytes());
    bytes.extend(28_u32.to_be_bytes());
    bytes.extend(units);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}
