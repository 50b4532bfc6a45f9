//! The official faces of a machine: single fonts and collections as Windows has them, by command line and window.

use crate::cli::program;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const KAI: &[u8] = include_bytes!("../../assets/fonts/kai_8105_gb2312.ttf");
const FANG: &[u8] = include_bytes!("../../assets/fonts/fang_8105_gb2312.otf");
const HEI: &[u8] = include_bytes!("../../assets/fonts/hei_8105_gb2312.otf");
const DIGITS: &[u8] = include_bytes!("../../assets/fonts/song_regular_digits.otf");

/// The tables of a font: tag and content.
fn tables(font: &[u8]) -> Vec<([u8; 4], Vec<u8>)> {
    let number = |at: usize| u32::from_be_bytes(font[at..at + 4].try_into().unwrap()) as usize;
    let count = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let entries = (0..count).map(|index| 12 + 16 * index);
    entries
        .map(|at| {
            let (start, length) = (number(at + 8), number(at + 12));
            let tag = font[at..at + 4].try_into().unwrap();
            (tag, font[start..start + length].to_vec())
        })
        .collect()
}

/// A table of names with family (1) and PostScript name (6), as Windows writes them for Chinese users.
fn names(family: &str, post_script: &str) -> Vec<u8> {
    let (mut records, mut storage) = (Vec::new(), Vec::new());
    for (language, id, text) in [(0x804_u16, 1_u16, family), (0x409, 6, post_script)] {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let place = [bytes.len() as u16, storage.len() as u16];
        for number in [3, 1, language, id, place[0], place[1]] {
            records.extend(number.to_be_bytes());
        }
        storage.extend(bytes);
    }
    let mut table: Vec<u8> = [0_u16, 2, 6 + 24]
        .into_iter()
        .flat_map(u16::to_be_bytes)
        .collect();
    table.extend(records);
    table.extend(storage);
    table
}

/// One font or several as a collection, each under other names.
fn collection(fonts: &[(&[u8], &str, &str)]) -> Vec<u8> {
    let parsed: Vec<_> = fonts
        .iter()
        .map(|(font, family, post_script)| {
            let mut tables = tables(font);
            for (tag, content) in &mut tables {
                if tag == b"name" {
                    *content = names(family, post_script);
                }
            }
            (&font[..4], tables)
        })
        .collect();
    let directory = |count: usize| 12 + 16 * count;
    let heading = if fonts.len() == 1 {
        0
    } else {
        12 + 4 * fonts.len()
    };
    let directories: usize = parsed
        .iter()
        .map(|(_, tables)| directory(tables.len()))
        .sum();
    let (mut head, mut content) = (Vec::new(), Vec::new());
    if heading > 0 {
        head.extend(b"ttcf\0\x01\0\0");
        head.extend((fonts.len() as u32).to_be_bytes());
        let mut at = heading;
        for (_, tables) in &parsed {
            head.extend((at as u32).to_be_bytes());
            at += directory(tables.len());
        }
    }
    for (kind, tables) in parsed {
        head.extend(kind);
        head.extend((tables.len() as u16).to_be_bytes());
        head.extend([0; 6]);
        for (tag, bytes) in tables {
            let place = heading + directories + content.len();
            head.extend(tag);
            head.extend([0; 4]);
            head.extend((place as u32).to_be_bytes());
            head.extend((bytes.len() as u32).to_be_bytes());
            content.extend(&bytes);
            content.resize(content.len().next_multiple_of(4), 0);
        }
    }
    head.extend(content);
    head
}

/// The names of the faces inside a PDF, without the letters that mark a part of a face.
fn faces(pdf: &[u8]) -> BTreeSet<String> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let dictionaries = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let names = dictionaries.filter_map(|entry| entry.get(b"FontName").ok()?.as_name().ok());
    names
        .map(|name| {
            String::from_utf8_lossy(name)
                .split('+')
                .next_back()
                .unwrap()
                .to_owned()
        })
        .collect()
}

fn export(home: &Path, output: &str) -> (Vec<u8>, String) {
    let ran = Command::new(program())
        .current_dir(home)
        .env("HOME", home)
        .args(["export", "样本.nianbao", "-o", output, "--official-faces"])
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "{said}");
    (std::fs::read(home.join(output)).unwrap(), said)
}

#[cfg(target_os = "linux")]
#[test]
fn the_faces_of_windows_are_found_by_their_chinese_names_and_taken_from_collections() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    std::fs::write(
        home.join("样本.nianbao"),
        include_str!("../../templates/sample.ron"),
    )
    .unwrap();
    let (bundled, _) = export(home, "自带.pdf");
    // Another system's program, which NIANBAO_CLI may name, looks for faces elsewhere.
    let elsewhere = std::env::var_os("NIANBAO_FONTS").map(PathBuf::from);
    let fonts = elsewhere.unwrap_or_else(|| home.join(".fonts"));
    std::fs::create_dir_all(&fonts).unwrap();
    let kai = collection(&[(KAI, "楷体", "KaiTi")]);
    let fang = collection(&[(FANG, "仿宋", "FangSong")]);
    // 宋体 stands second, so that an index that is lost is seen.
    let song = collection(&[(KAI, "新宋体", "NSimSun"), (DIGITS, "宋体", "SimSun")]);
    let hei = collection(&[(HEI, "黑体", "SimHei")]);
    std::fs::write(fonts.join("simhei.ttf"), hei).unwrap();
    std::fs::write(fonts.join("simkai.ttf"), kai).unwrap();
    std::fs::write(fonts.join("simfang.ttf"), fang).unwrap();
    std::fs::write(fonts.join("simsun.ttc"), song).unwrap();
    let (official, said) = export(home, "本机.pdf");
    for taken in [
        "黑体用 SimHei",
        "楷体用 KaiTi",
        "仿宋用 FangSong",
        "宋体用 SimSun",
    ] {
        assert!(said.contains(taken), "{said}");
    }
    assert!(said.contains("本机没有小标宋"), "{said}");
    for name in ["SimHei", "KaiTi", "FangSong", "SimSun"] {
        let faces = faces(&official);
        assert!(faces.contains(name), "{name}: {faces:?}");
        assert!(!self::faces(&bundled).contains(name));
    }
}
