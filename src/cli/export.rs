//! The command export: a report → a file of any format, with what the reader of the file should know said on standard error.

use super::arguments::Arguments;
use super::check::summary;
use super::commands::{first_file, output};
use super::{Done, Failure, Loaded, load, say};
use crate::check as rules;
use crate::document::Document;
use crate::document::compose::compose;
use crate::layout::fonts::{FaceData, Faces};
use crate::layout::{self, FaceId, Item, Pages};
use crate::machine;
use crate::page::Face;
use crate::render::format::{Format, Writer};
use crate::render::pdf::PdfError;
use crate::render::{Date, Imprint, RenderError};
use crate::report::file::to_text;
use crate::storage::Storage;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Writes the report in the format of the output's suffix.
pub fn export(arguments: &Arguments) -> Result<Done, Failure> {
    let source = first_file(arguments)?;
    let target = output(arguments)?;
    let suffix = target.extension().unwrap_or_default().to_string_lossy();
    let format = Format::of_suffix(&suffix).ok_or_else(|| {
        Failure::new(format!(
            "不知道怎样导出 {}，请把输出文件的后缀写成 {}。",
            target.display(),
            Format::suffixes()
        ))
    })?;
    let made = created(arguments, source)?;
    let Loaded { report, template } = load(source, arguments.template.as_ref())?;
    let document = compose(&template, &report);
    let inner = || to_text(&template, &report.published());
    let imprint = Imprint {
        made,
        report: (!arguments.plain).then(inner),
        tagged: !arguments.untagged,
    };
    match format.writer {
        Writer::OfPages(write) => {
            let printed = printed(&document, faces(arguments, &document), write, &imprint)?;
            write_file(arguments, target, &printed.bytes)?;
            tell(target, &printed);
        }
        Writer::OfDocument(write) => {
            let bytes = write(&document, &imprint);
            let bytes = bytes.map_err(|error| Failure::new(error.to_string()))?;
            write_file(arguments, target, &bytes)?;
            say(format!("已写入 {}。", target.display()));
        }
    }
    let findings = rules::check(&template, &report, None);
    let open = rules::open(&findings, &report);
    if !open.is_empty() {
        say(format!("注意，这份报告还有 {}", summary(&open)));
    }
    Ok(Done::Well)
}

fn write_file(arguments: &Arguments, target: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let storage = Storage::default();
    match arguments.force {
        true => storage.replace(target, bytes)?,
        false => storage.create(target, bytes)?,
    }
    Ok(())
}

/// Says how many pages were written, in which faces, and what no face could show.
fn tell(target: &Path, printed: &Printed) {
    say(format!(
        "已写入 {}，共 {} 页。",
        target.display(),
        printed.pages.pages.len()
    ));
    say(format!(
        "使用的字体：{}。",
        used_faces(&printed.pages, &printed.faces).join("、")
    ));
    for missing in &printed.pages.missing {
        let place = &missing.place;
        let character = missing.character;
        let code = u32::from(character);
        say(format!(
            "字符“{character}”（U+{code:04X}，在 {place}）没有字体可用，没有印出；请安装含有它的字体，或换用其他字。"
        ));
    }
    for address in &printed.pages.cut {
        say(format!(
            "{address} 的内容太长，一页放不下，只印出了开头；请缩短这一格，长的说明写在表下的注里。"
        ));
    }
}

/// A report on pages, with the faces it is set in and the file.
struct Printed {
    pages: Pages,
    faces: Faces,
    bytes: Vec<u8>,
}

/// Lays out and writes. A face of this machine that cannot be embedded gives way to those that come with the program.
fn printed(
    document: &Document,
    faces: Faces,
    write: fn(&Pages, &Faces, &Imprint) -> Result<Vec<u8>, RenderError>,
    imprint: &Imprint,
) -> Result<Printed, Failure> {
    let attempt = |faces: Faces| -> Result<Printed, RenderError> {
        let pages = layout::lay_out(document, &faces);
        let bytes = write(&pages, &faces, imprint)?;
        Ok(Printed {
            pages,
            faces,
            bytes,
        })
    };
    let outcome = match attempt(faces) {
        Err(RenderError::Pdf(PdfError::Subset(name, _))) => {
            say(format!(
                "本机的字体“{name}”不能放进 PDF，这次全用自带的字体。"
            ));
            attempt(Faces::bundled())
        }
        other => other,
    };
    outcome.map_err(|error| Failure::new(error.to_string()))
}

/// The bundled faces, with what this machine has in their stead if that is wished, and for characters they lack.
fn faces(arguments: &Arguments, document: &Document) -> Faces {
    let mut faces = Faces::bundled();
    if arguments.official_faces {
        let found = machine::official_faces();
        say(official_faces_told(&found));
        for (role, data) in found {
            faces = faces.replace(role, data);
        }
    }
    let missing = faces.missing_characters(document);
    match missing.is_empty() {
        true => faces,
        false => faces.with_extra(machine::faces_for(&missing)),
    }
}

/// Which of the official faces this machine has, and which stay those of the program.
fn official_faces_told(found: &[(Face, FaceData)]) -> String {
    const NAMES: [(Face, &str); 5] = [
        (Face::Song, "小标宋"),
        (Face::Hei, "黑体"),
        (Face::Kai, "楷体"),
        (Face::Fang, "仿宋"),
        (Face::PlainSong, "宋体"),
    ];
    let (mut taken, mut lacking) = (Vec::new(), Vec::new());
    for (role, name) in NAMES {
        match found.iter().find(|(face, _)| *face == role) {
            Some((_, data)) => taken.push(format!("{name}用 {}", data.name())),
            None => lacking.push(name),
        }
    }
    let lacking = lacking.join("、");
    match (taken.is_empty(), lacking.is_empty()) {
        (true, _) => format!("本机没有公文规定的{lacking}，都用自带的字体。"),
        (false, true) => format!("已换用本机的字体：{}。", taken.join("，")),
        (false, false) => format!(
            "已换用本机的字体：{}；本机没有{lacking}，仍用自带的字体。",
            taken.join("，")
        ),
    }
}

/// The names of the faces that stand on the pages.
fn used_faces(pages: &Pages, faces: &Faces) -> Vec<String> {
    let items = pages.pages.iter().flat_map(|page| &page.items);
    let used: BTreeSet<FaceId> = items
        .filter_map(|item| match item {
            Item::Text(text) => Some(text.face),
            _ => None,
        })
        .collect();
    let names = used.iter().filter_map(|face| faces.data(*face));
    names.map(|data| data.name().to_owned()).collect()
}

/// The date that goes into the file: as told, else SOURCE_DATE_EPOCH, else when the report was last saved.
fn created(arguments: &Arguments, source: &Path) -> Result<Date, Failure> {
    if let Some(text) = &arguments.date {
        return parse_date(text).ok_or_else(|| {
            Failure::new(format!(
                "日期“{text}”不对，请写成 2025-01-20 或 2025-01-20T09:30:00 的样子。"
            ))
        });
    }
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let epoch = epoch.and_then(|text| text.trim().parse().ok());
    let saved = Storage::default()
        .modified(source)
        .unwrap_or_else(SystemTime::now);
    let seconds = epoch.unwrap_or_else(|| {
        let since = saved.duration_since(UNIX_EPOCH);
        since.map_or(0, |since| since.as_secs())
    });
    Ok(date_of(seconds))
}

fn parse_date(text: &str) -> Option<Date> {
    let (day, time) = text
        .trim()
        .split_once(['T', ' '])
        .unwrap_or((text.trim(), "00:00:00"));
    let numbers = |text: &str, between: char| -> Option<[u16; 3]> {
        let numbers: Option<Vec<u16>> = text.split(between).map(|n| n.parse().ok()).collect();
        numbers?.try_into().ok()
    };
    let [year, month, day] = numbers(day, '-')?;
    let [hour, minute, second] = numbers(time.trim_end_matches('Z'), ':')?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    let is_valid = (1..=9999).contains(&year) && (1..=days).contains(&day);
    (is_valid && hour < 24 && minute < 60 && second < 60).then_some(Date {
        year,
        month: month as u8,
        day: day as u8,
        hour: hour as u8,
        minute: minute as u8,
        second: second as u8,
    })
}

/// The civil date of seconds since 1970, in universal time (days to civil date after Howard Hinnant's algorithm).
fn date_of(seconds: u64) -> Date {
    // The last second of the year 9999, the last that a PDF can write.
    let seconds = seconds.min(253_402_300_799);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    Date {
        year: year as u16,
        month: month as u8,
        day: (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8,
        hour: (rest / 3_600) as u8,
        minute: (rest / 60 % 60) as u8,
        second: (rest % 60) as u8,
    }
}
