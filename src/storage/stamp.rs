//! By what a changed file is noticed: its content, so that neither a copied date nor a coarse clock deceives.

use crate::digest::Digest;
use serde::{Deserialize, Serialize};

/// How a file stood when it was read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    digest: u64,
}

impl Stamp {
    pub fn of(content: &[u8]) -> Stamp {
        Stamp {
            bytes: content.len() as u64,
            digest: Digest::of(content),
        }
    }
}
