//! A short number that follows from bytes alone, the same in every version of the program: files keep it.

/// FNV-1a with 64 bits. It tells contents apart that differ by accident; it does not guard against forgery.
#[derive(Debug, Clone, Copy)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Digest {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> u64 {
        let mut digest = Digest::default();
        digest.add(bytes);
        digest.number()
    }

    /// Adds a text and a byte that no UTF-8 text contains, so that two texts are never taken for another two.
    pub fn add_text(&mut self, text: &str) {
        self.add(text.as_bytes());
        self.add(&[0xFF]);
    }

    pub fn add(&mut self, bytes: &[u8]) {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        self.0 = bytes.iter().fold(self.0, step);
    }

    pub fn number(self) -> u64 {
        self.0
    }
}
