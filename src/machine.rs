//! Faces installed on this machine: for rare characters, and the official ones of each role.

use std::collections::BTreeSet;

use fontdb::{Database, FaceInfo};

use crate::layout::fonts::FaceData;
use crate::page::Face;

/// The names under which the official faces are installed, the best of each role first.
const OFFICIAL: [(Face, &[&str]); 5] = [
    (
        Face::Song,
        &[
            "方正小标宋简体",
            "方正小标宋_GBK",
            "FZXiaoBiaoSong-B05S",
            "FZXiaoBiaoSong-B05",
        ],
    ),
    (Face::Hei, &["黑体", "SimHei"]),
    (Face::Kai, &["楷体_GB2312", "楷体", "KaiTi_GB2312", "KaiTi"]),
    (
        Face::Fang,
        &["仿宋_GB2312", "仿宋", "FangSong_GB2312", "FangSong"],
    ),
    (Face::PlainSong, &["宋体", "SimSun"]),
];

/// Installed faces that have the given characters, as few as do. Looks through all fonts, so ask only for characters
/// that `Faces::missing_characters` names.
pub fn faces_for(characters: &[char]) -> Vec<FaceData> {
    let mut wanted: BTreeSet<char> = characters.iter().copied().collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let database = installed();
    let mut candidates: Vec<(&FaceInfo, BTreeSet<char>)> = database
        .faces()
        .filter(|info| info.style == fontdb::Style::Normal)
        .map(|info| (info, had_by(&database, info, &wanted)))
        .filter(|(_, had)| !had.is_empty())
        .collect();
    // The regular weight of a family looks most like body text.
    candidates
        .sort_by_key(|(info, _)| (info.weight.0.abs_diff(400), info.post_script_name.clone()));
    let mut found = Vec::new();
    while !wanted.is_empty() {
        let best = candidates
            .iter()
            .max_by_key(|(_, had)| had.intersection(&wanted).count())
            .filter(|(_, had)| !had.is_disjoint(&wanted))
            .map(|(info, had)| (*info, had.clone()));
        let Some((info, had)) = best else { break };
        candidates.retain(|(other, _)| other.id != info.id);
        if let Some(data) = taken(&database, info) {
            wanted.retain(|character| !had.contains(character));
            found.push(data);
        }
    }
    found
}

/// The official faces that are installed, each with its role.
pub fn official_faces() -> Vec<(Face, FaceData)> {
    let database = installed();
    let named = |name: &str| {
        let mut faces = database.faces();
        faces.find(|info| {
            info.post_script_name == name || info.families.iter().any(|(family, _)| family == name)
        })
    };
    let first = |(role, names): &(Face, &[&str])| {
        let mut installed = names.iter().filter_map(|name| named(name));
        let data = installed.find_map(|info| taken(&database, info))?;
        Some((*role, data))
    };
    OFFICIAL.iter().filter_map(first).collect()
}

fn installed() -> Database {
    let mut database = Database::new();
    database.load_system_fonts();
    database
}

/// Which of the characters a face has.
fn had_by(database: &Database, info: &FaceInfo, wanted: &BTreeSet<char>) -> BTreeSet<char> {
    let had = |data: &[u8], index: u32| {
        let Ok(face) = ttf_parser::Face::parse(data, index) else {
            return BTreeSet::new();
        };
        let shown = |character: &char| {
            face.glyph_index(*character)
                .is_some_and(|glyph| glyph.0 != 0)
        };
        wanted.iter().copied().filter(shown).collect()
    };
    database.with_face_data(info.id, had).unwrap_or_default()
}

/// Reads a face, unless its maker forbids embedding or its outlines cannot be embedded.
fn taken(database: &Database, info: &FaceInfo) -> Option<FaceData> {
    let bytes = database.with_face_data(info.id, |data, _| data.to_vec())?;
    let restricted = ttf_parser::Face::parse(&bytes, info.index)
        .is_ok_and(|face| face.permissions() == Some(ttf_parser::Permissions::Restricted));
    if restricted {
        return None;
    }
    FaceData::new(info.post_script_name.clone(), bytes, info.index).ok()
}
