//! The look: faces, colours, sizes and the small signs.

pub mod marks;
pub mod theme;
