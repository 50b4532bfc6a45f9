//! The numbers that Word sets before paragraphs by itself (一、 （一） 1.), which stand in no text.

use super::xml::Element;
use std::collections::HashMap;

/// The numbering of a document and how far each list has come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels of each list definition.
    lists: HashMap<String, Vec<Level>>,
    /// The list and first numbers that a paragraph's number id stands for.
    instances: HashMap<String, (String, HashMap<usize, u32>)>,
    /// List and level that a style brings, and the style it is based on.
    styles: HashMap<String, Style>,
    counters: HashMap<String, Vec<Option<u32>>>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    style: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    number: Option<String>,
    level: Option<usize>,
    base: Option<String>,
}

const MAX_LEVELS: usize = 9;

impl Numbering {
    pub fn of(numbering: &Element, styles: &Element) -> Numbering {
        let mut read = Numbering::default();
        let root = numbering.child("numbering").unwrap_or(numbering);
        for list in root.children_named("abstractNum") {
            let mut levels = vec![Level::default(); MAX_LEVELS];
            for level in list.children_named("lvl") {
                let at: usize = level
                    .attribute("ilvl")
                    .and_then(|at| at.parse().ok())
                    .unwrap_or(0);
                if let Some(slot) = levels.get_mut(at) {
                    *slot = Level {
                        start: level
                            .value("start")
                            .and_then(|start| start.parse().ok())
                            .unwrap_or(1),
                        format: level.value("numFmt").unwrap_or("decimal").to_owned(),
                        text: level.value("lvlText").unwrap_or_default().to_owned(),
                        style: level.value("pStyle").map(str::to_owned),
                    };
                }
            }
            if let Some(id) = list.attribute("abstractNumId") {
                read.lists.insert(id.to_owned(), levels);
            }
        }
        for instance in root.children_named("num") {
            let starts = instance.children_named("lvlOverride").filter_map(|level| {
                let start = level.value("startOverride")?.parse().ok()?;
                Some((level.attribute("ilvl")?.parse().ok()?, start))
            });
            if let (Some(id), Some(list)) =
                (instance.attribute("numId"), instance.value("abstractNumId"))
            {
                read.instances
                    .insert(id.to_owned(), (list.to_owned(), starts.collect()));
            }
        }
        let root = styles.child("styles").unwrap_or(styles);
        for style in root.children_named("style") {
            let numbers = style
                .child("pPr")
                .and_then(|properties| properties.child("numPr"));
            let value = |name: &str| numbers.and_then(|numbers| numbers.value(name));
            if let Some(id) = style.attribute("styleId") {
                let style = Style {
                    number: value("numId").map(str::to_owned),
                    level: value("ilvl").and_then(|level| level.parse().ok()),
                    base: style.value("basedOn").map(str::to_owned),
                };
                read.styles.insert(id.to_owned(), style);
            }
        }
        read
    }

    /// The number before a paragraph, empty when it has none; the list moves on.
    pub fn next(&mut self, paragraph: &Element) -> String {
        let Some((number, level)) = self.place_of(paragraph) else {
            return String::new();
        };
        let Some((list, starts)) = self.instances.get(&number) else {
            return String::new();
        };
        let Some(levels) = self.lists.get(list) else {
            return String::new();
        };
        let Some(own) = levels.get(level) else {
            return String::new();
        };
        // Lists of one definition count on together unless an instance starts anew.
        let key = if starts.is_empty() {
            list.clone()
        } else {
            format!("{list}/{number}")
        };
        let counters = self
            .counters
            .entry(key)
            .or_insert_with(|| vec![None; MAX_LEVELS]);
        let start = |at: usize, level: &Level| starts.get(&at).copied().unwrap_or(level.start);
        if let Some([counter, deeper @ ..]) = counters.get_mut(level..) {
            *counter = Some(counter.map_or(start(level, own), |last| last.saturating_add(1)));
            deeper.fill(None);
        }
        let mut text = String::new();
        let mut chars = own.text.chars();
        while let Some(c) = chars.next() {
            let digit = if c == '%' {
                chars.clone().next().and_then(|digit| digit.to_digit(10))
            } else {
                None
            };
            match digit {
                Some(of @ 1..=9) => {
                    chars.next();
                    let of = of as usize - 1;
                    if let (Some(counter), Some(level)) = (counters.get(of), levels.get(of)) {
                        let value = counter.unwrap_or(start(of, level));
                        text.push_str(&written(value, &level.format));
                    }
                }
                _ => text.push(c),
            }
        }
        match own.format.as_str() {
            "bullet" | "none" => String::new(),
            _ => text,
        }
    }

    /// The list and level of a paragraph, by itself or by its style.
    fn place_of(&self, paragraph: &Element) -> Option<(String, usize)> {
        let properties = paragraph.child("pPr")?;
        let numbers = properties.child("numPr");
        let own = numbers.and_then(|numbers| numbers.value("numId"));
        let level = numbers
            .and_then(|numbers| numbers.value("ilvl"))
            .and_then(|level| level.parse().ok());
        if let Some(own) = own {
            return (own != "0").then(|| (own.to_owned(), level.unwrap_or(0)));
        }
        let name = properties.value("pStyle")?;
        let mut style = self.styles.get(name)?;
        for _ in 0..10 {
            if let Some(number) = &style.number {
                let list = self
                    .instances
                    .get(number)
                    .and_then(|(list, _)| self.lists.get(list));
                let of_style = list.and_then(|levels| {
                    levels
                        .iter()
                        .position(|level| level.style.as_deref() == Some(name))
                });
                let level = level.or(style.level).or(of_style).unwrap_or(0);
                return (number != "0").then(|| (number.clone(), level));
            }
            style = self.styles.get(style.base.as_deref()?)?;
        }
        None
    }
}

/// A number as a list writes it.
fn written(value: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "japaneseCounting"
        | "taiwaneseCountingThousand"
        | "taiwaneseCounting"
        | "ideographTraditional"
        | "japaneseDigitalTenThousand"
        | "ideographDigital" => chinese(value),
        "upperLetter" => letter(value, 'A'),
        "lowerLetter" => letter(value, 'a'),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match value {
            1..=20 => char::from_u32('①' as u32 + value - 1)
                .map(String::from)
                .unwrap_or_default(),
            _ => value.to_string(),
        },
        "decimalFullWidth" | "decimalFullWidth2" => value
            .to_string()
            .chars()
            .filter_map(|c| char::from_u32(c as u32 + 0xFEE0))
            .collect(),
        _ => value.to_string(),
    }
}

fn letter(value: u32, first: char) -> String {
    let at = value.saturating_sub(1) % 26;
    char::from_u32(first as u32 + at)
        .map(String::from)
        .unwrap_or_default()
}

/// Up to 99 as it is counted in Chinese.
fn chinese(value: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |value: u32| DIGITS.get(value as usize).copied().unwrap_or('零');
    match value {
        0..=9 => digit(value).to_string(),
        10..=99 => {
            let mut text = String::new();
            if value >= 20 {
                text.push(digit(value / 10));
            }
            text.push('十');
            if !value.is_multiple_of(10) {
                text.push(digit(value % 10));
            }
            text
        }
        _ => value.to_string(),
    }
}
