//! Reports in every shape that published ones come in, made by other programs: figures right or missing, never wrong.

use nianbao::import::{Choice, Imported, NoteKind, import};
use nianbao::place::Place;
use nianbao::report::Figures;
use nianbao::template::Template;
use std::collections::BTreeMap;
use std::io::Read;

/// Everything in `tests/cases/shapes.zip`, which `tests/shapes/make` makes: path → bytes.
pub fn shapes() -> BTreeMap<String, Vec<u8>> {
    files_of("shapes.zip")
}

fn files_of(archive: &str) -> BTreeMap<String, Vec<u8>> {
    unpacked(&format!(
        "{}/tests/cases/{archive}",
        env!("CARGO_MANIFEST_DIR")
    ))
}

fn unpacked(path: &str) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

/// What a report really says.
#[derive(Debug, Default)]
pub struct Truth {
    pub agency: String,
    pub year: u16,
    pub date: String,
    /// Every figure as printed, blank cells as empty texts.
    pub figures: BTreeMap<String, String>,
    pub texts: Vec<String>,
}

impl Truth {
    pub fn of(text: &str) -> Truth {
        let mut truth = Truth::default();
        for line in text.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields.as_slice() {
                ["agency", agency] => truth.agency = (*agency).to_owned(),
                ["year", year] => truth.year = year.parse().unwrap(),
                ["date", date] => truth.date = (*date).to_owned(),
                ["figure", address, figure] => {
                    truth
                        .figures
                        .insert((*address).to_owned(), (*figure).to_owned());
                }
                ["text", text] => truth.texts.push((*text).to_owned()),
                other => panic!("{other:?}"),
            }
        }
        truth
    }
}

/// Figures that the shapes gave when this was last worked on; fewer is a step back.
const LEAST_RIGHT: usize = 62_265;

/// How a shape was read.
#[derive(Debug, Default, Clone)]
pub struct Score {
    pub right: usize,
    pub missing: Vec<String>,
    pub wrong: Vec<String>,
    pub lost_texts: Vec<String>,
    /// Cells that stayed empty without a word about them.
    pub silent: Vec<String>,
}

/// Compares what was imported with what the report says.
pub fn score(truth: &Truth, imported: &Imported) -> Score {
    let template = Template::built_in(&imported.report.template).unwrap();
    let figures = Figures::of(&template, &imported.report);
    let mut score = Score::default();
    for (address, figure) in &truth.figures {
        let cell = template.cell_index(address).unwrap();
        let computed = figures.get(cell).computed.is_some();
        let found = figures.printed(cell);
        let number = |text: &str| text.replace(['件', ','], "").parse::<f64>().ok();
        let found = found.map(|found| found.replace(' ', ""));
        let is_same = |found: &str| {
            found == figure || number(found).is_some() && number(found) == number(figure)
        };
        match found {
            Some(found) if is_same(&found) => score.right += 1,
            // A total that the source leaves out is computed.
            Some(_) if figure.is_empty() && computed => {}
            // A zero that the sums prove is told as such.
            Some(found) if figure.is_empty() && found == "0" && is_proven(imported, address) => {}
            // What the source states there was not read; the sum is the program's own.
            Some(_) if computed && !imported.report.stated.contains_key(address.as_str()) => {
                score.missing.push(address.clone());
            }
            Some(found) => score
                .wrong
                .push(format!("{address} {found} instead of {figure}")),
            None if figure.is_empty() => {}
            None => {
                let silent = (!is_named(imported, address)).then(|| address.clone());
                score.silent.extend(silent);
                score.missing.push(address.clone());
            }
        }
    }
    let mut held: Vec<&str> = imported.report.preface.lines().collect();
    let plain = |text: &str| text.replace(' ', "");
    for prose in imported.report.prose.values() {
        held.extend(prose.lead.lines());
        held.extend(prose.parts.iter().flat_map(|part| part.text.lines()));
    }
    if std::env::var("TEXTS").is_ok() {
        held.iter().for_each(|text| println!("{text}"));
    }
    // Programs put spaces between Chinese and digits.
    let held: Vec<String> = held.into_iter().map(plain).collect();
    let is_lost = |text: &&String| !held.contains(&plain(text));
    if imported.report.year > 0 {
        score.lost_texts = truth.texts.iter().filter(is_lost).cloned().collect();
    }
    score
}

/// Whether a note says why a cell stayed empty.
fn is_named(imported: &Imported, address: &str) -> bool {
    imported.notes.iter().any(|note| {
        let of = |place: &Place| place.to_string() == address;
        note.kind == NoteKind::LeftEmpty && note.places.iter().any(of)
    })
}

/// Whether a note says that a blank cell is 0 because a total leaves nothing for it.
fn is_proven(imported: &Imported, address: &str) -> bool {
    imported.notes.iter().any(|note| {
        let of = |place: &Place| place.to_string() == address;
        note.sentence.contains("据此填 0") && note.places.iter().any(of)
    })
}

/// One line of the table in the README: shape, figures right, missing and wrong, paragraphs lost.
fn line(name: &str, scores: &[Score]) -> String {
    let sum = |of: &dyn Fn(&Score) -> usize| scores.iter().map(of).sum::<usize>();
    format!(
        "| {name} | {} | {} | {} | {} |",
        sum(&|score| score.right),
        sum(&|score| score.missing.len()),
        sum(&|score| score.wrong.len()),
        sum(&|score| score.lost_texts.len())
    )
}

#[test]
fn every_shape_is_read_and_no_figure_is_wrong() {
    let all = judged(&shapes());
    let [right, missing] = [
        all.iter().map(|score| score.right).sum::<usize>(),
        all.iter().map(|score| score.missing.len()).sum(),
    ];
    if std::env::var_os("SHAPE").is_none() {
        assert!(right >= LEAST_RIGHT, "{right} right, {missing} missing");
        let lost: usize = all.iter().map(|score| score.lost_texts.len()).sum();
        assert_eq!(lost, 0, "paragraphs lost");
    }
}

/// Shapes that are kept outside the repository, so that nobody mends the reader for them before they judge it.
#[test]
fn shapes_from_elsewhere_give_no_wrong_figure() {
    if let Ok(path) = std::env::var("NIANBAO_SHAPES") {
        judged(&unpacked(&path));
    }
}

/// Shapes and reports that `tests/shapes/make-held-out` made before the reader ever saw them.
#[test]
fn held_out_shapes_give_no_wrong_figure() {
    judged(&files_of("shapes_held_out.zip"));
}

/// Reads every shape of every report, prints the table of the README and refuses a wrong figure.
fn judged(files: &BTreeMap<String, Vec<u8>>) -> Vec<Score> {
    let wanted = std::env::var("SHAPE").unwrap_or_default();
    let mut by_shape: BTreeMap<String, Vec<Score>> = BTreeMap::new();
    for (name, bytes) in files {
        let (report, shape) = name.split_once('/').unwrap();
        if shape == "truth.txt" || !name.contains(&wanted) {
            continue;
        }
        let truth = Truth::of(std::str::from_utf8(&files[&format!("{report}/truth.txt")]).unwrap());
        let score = match import(bytes, shape, Choice::default()) {
            Ok(imported) => {
                if !wanted.is_empty() {
                    imported.notes.iter().for_each(|note| println!("{note}"));
                }
                let mut score = score(&truth, &imported);
                let title = (imported.report.agency.as_str(), imported.report.year);
                match (title, titled(&truth, shape)) {
                    (title, truth) if title == truth => {}
                    (("", 0), _) => score.missing.push("title".to_owned()),
                    _ => score.wrong.push(format!("title {title:?}")),
                }
                score
            }
            Err(error) => {
                println!("{name}: {error}");
                Score {
                    missing: truth.figures.keys().cloned().collect(),
                    lost_texts: truth.texts.clone(),
                    ..Score::default()
                }
            }
        };
        if !score.missing.is_empty() || !score.wrong.is_empty() || !score.lost_texts.is_empty() {
            let first =
                |list: &[String]| list.iter().take(4).cloned().collect::<Vec<_>>().join(" ");
            println!(
                "{name}: {} missing ({}), {} wrong ({}), {} texts lost ({})",
                score.missing.len(),
                first(&score.missing),
                score.wrong.len(),
                first(&score.wrong),
                score.lost_texts.len(),
                first(&score.lost_texts)
            );
        }
        by_shape.entry(shape.to_owned()).or_default().push(score);
    }
    println!("| shape | right | missing | wrong | paragraphs lost |\n|---|---|---|---|---|");
    for (shape, scores) in &by_shape {
        println!("{}", line(shape, scores));
    }
    let all: Vec<Score> = by_shape.into_values().flatten().collect();
    println!("{}", line("all", &all));
    assert!(all.iter().all(|score| score.wrong.is_empty()));
    let silent: Vec<&String> = all.iter().flat_map(|score| &score.silent).collect();
    assert!(silent.is_empty(), "empty without a word: {silent:?}");
    all
}

/// Agency and year as a shape gives them; a workbook of tables alone has neither.
fn titled<'t>(truth: &'t Truth, shape: &str) -> (&'t str, u16) {
    match shape {
        "excel_tables.xlsx" | "excel_old.xls" => ("", 0),
        _ => (&truth.agency, truth.year),
    }
}
