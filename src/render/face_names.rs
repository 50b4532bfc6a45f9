//! The names by which office programs and browsers know the faces of an official document.

use crate::page::Face;

/// A face by its official name, and what may stand in for it on a machine that lacks it.
pub struct FaceName {
    pub official: &'static str,
    /// Other names and similar faces of Windows, WPS, macOS and Linux, the best first.
    pub others: &'static [&'static str],
    /// The PANOSE numbers that lead a program to a face of the same kind.
    pub panose: &'static str,
    /// The generic family of a style sheet.
    pub generic: &'static str,
}

const FOLIO: FaceName = FaceName {
    official: "宋体",
    others: &["SimSun", "NSimSun", "Songti SC", "Noto Serif CJK SC"],
    panose: "02010600030101010101",
    generic: "serif",
};

const TITLE: FaceName = FaceName {
    official: "方正小标宋简体",
    others: &[
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05S",
        "小标宋",
        "华文中宋",
        "STZhongsong",
        "Noto Serif CJK SC",
    ],
    panose: "02010601030101010101",
    generic: "serif",
};

const LEVEL_ONE: FaceName = FaceName {
    official: "黑体",
    others: &["SimHei", "Heiti SC", "Noto Sans CJK SC"],
    panose: "02010609060101010101",
    generic: "sans-serif",
};

const LEVEL_TWO: FaceName = FaceName {
    official: "楷体_GB2312",
    others: &["楷体", "KaiTi", "Kaiti SC", "LXGW WenKai"],
    panose: "02010609030101010101",
    generic: "serif",
};

const BODY: FaceName = FaceName {
    official: "仿宋_GB2312",
    others: &["仿宋", "FangSong", "STFangsong", "FandolFang"],
    panose: "02010609030101010101",
    generic: "serif",
};

/// The name of a role's face.
///
/// Source: GB/T 9704-2012, 5.2.2 and 7; the names are those of the faces that the offices install.
pub fn name_of(face: Face) -> &'static FaceName {
    match face {
        Face::Song => &TITLE,
        Face::PlainSong => &FOLIO,
        Face::Hei => &LEVEL_ONE,
        Face::Kai => &LEVEL_TWO,
        Face::Fang => &BODY,
    }
}

/// Every face once.
pub const ALL: [&FaceName; 5] = [&BODY, &TITLE, &LEVEL_ONE, &LEVEL_TWO, &FOLIO];
