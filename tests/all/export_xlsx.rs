//! The workbook: a sheet a section, exact figures with their notes, formulas with their values.

use crate::export::IMPRINT;
use crate::template::at;
use calamine::{Data, Reader, Xlsx};
use nianbao::document::compose::compose;
use nianbao::render::xlsx;
use nianbao::report::{Entry, Report, file};
use nianbao::template::Template;
use std::io::Cursor;

type Workbook = Xlsx<Cursor<Vec<u8>>>;

fn workbook(report: &Report) -> Workbook {
    let template = Template::built_in(&report.template).unwrap();
    let bytes = xlsx::write(&compose(&template, report), &IMPRINT).unwrap();
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn sample() -> Report {
    file::from_text(include_str!("../../templates/sample.ron"), "sample.ron").unwrap()
}

fn sheet_with(workbook: &mut Workbook, text: &str) -> calamine::Range<Data> {
    let names = workbook.sheet_names();
    let name = names.iter().find(|name| name.contains(text)).unwrap();
    workbook.worksheet_range(name).unwrap()
}

#[test]
fn every_section_has_a_sheet() {
    let report = sample();
    let template = Template::built_in(&report.template).unwrap();
    let names = workbook(&report).sheet_names();
    assert_eq!(names.len(), template.form.sections.len());
    for (name, section) in names.iter().zip(&template.form.sections) {
        assert!(format!("{}{}", section.number, section.heading).starts_with(name.as_str()));
    }
}

/// Reckons every formula of table three over the cells that it names, holds it against what is stored, and counts them.
fn reckoned(report: &Report) -> usize {
    let mut workbook = workbook(report);
    let names = workbook.sheet_names();
    let range = workbook.worksheet_range(&names[2]).unwrap();
    let formulas = workbook.worksheet_formula(&names[2]).unwrap();
    let (top, left) = range.start().unwrap();
    let mut count = 0;
    let start = formulas.start().unwrap();
    for (row, column, formula) in formulas.used_cells() {
        let (row, column) = (start.0 + row as u32, start.1 + column as u32);
        if formula.is_empty() {
            continue;
        }
        count += 1;
        // The range that is summed, by its first and last cell.
        let inside = formula
            .split("SUM(")
            .nth(1)
            .unwrap()
            .split(')')
            .next()
            .unwrap();
        let (first, last) = inside.split_once(':').unwrap();
        let place = |name: &str| {
            let letter = name.chars().next().unwrap() as u32 - u32::from(b'A');
            (name[1..].parse::<u32>().unwrap() - 1, letter)
        };
        let ((r1, c1), (r2, c2)) = (place(first), place(last));
        let number = |row: u32, column: u32| match range
            .get(((row - top) as usize, (column - left) as usize))
        {
            Some(Data::Float(number)) => *number,
            Some(Data::Int(number)) => *number as f64,
            other => panic!("{row} {column}: {other:?}"),
        };
        let sum: f64 = (r1..=r2)
            .flat_map(|row| (c1..=c2).map(move |column| (row, column)))
            .map(|(row, column)| number(row, column))
            .sum();
        assert_eq!(sum, number(row, column), "{formula}");
    }
    count
}

#[test]
fn totals_are_formulas_whose_values_are_stored() {
    // 25 rows and the closed line of six columns.
    assert_eq!(reckoned(&sample()), 25 + 6);
}

#[test]
fn a_total_over_a_stated_one_is_printed_as_reckoned_and_is_no_formula() {
    let mut report = sample();
    let stated = at("requests.closed.natural");
    report.stated.insert(stated, Entry::number(14));
    // Neither the stated one nor the total of its row, whose formula would add up what was stated.
    assert_eq!(reckoned(&report), 25 + 6 - 2);
}

#[test]
fn a_note_stays_beside_its_number_and_money_keeps_its_decimals() {
    let mut workbook = workbook(&sample());
    let name = workbook.sheet_names()[1].clone();
    let range = workbook.worksheet_range(&name).unwrap();
    let styles = workbook.worksheet_style(&name).unwrap();
    let start = range.start().unwrap();
    let mut codes = Vec::new();
    for (row, column, data) in range.used_cells() {
        if let Data::Float(number) = data {
            let place = (start.0 + row as u32, start.1 + column as u32);
            let format = styles.get(place).unwrap().number_format.clone().unwrap();
            codes.push((*number, format.format_code));
        }
    }
    assert!(
        codes.contains(&(3.0, "0\"（其中修订1件）\"".to_owned())),
        "{codes:?}"
    );
    assert!(codes.contains(&(128.65, "0.0000".to_owned())), "{codes:?}");
}

#[test]
fn an_empty_cell_is_no_zero_and_a_stated_total_is_no_formula() {
    let mut report = sample();
    report.entries.remove(&at("requests.new.natural"));
    report
        .stated
        .insert(at("requests.granted.total"), Entry::number(99));
    let mut workbook = workbook(&report);
    let name = workbook.sheet_names()[2].clone();
    let formulas = workbook.worksheet_formula(&name).unwrap();
    let written: Vec<&String> = formulas
        .used_cells()
        .map(|cell| cell.2)
        .filter(|f| !f.is_empty())
        .collect();
    assert!(
        written
            .iter()
            .all(|formula| formula.starts_with("IF(COUNT(")),
        "{written:?}"
    );
    // 25 rows without the stated one, six columns; that of the row with the empty cell is empty itself.
    assert_eq!(written.len(), 25 - 1 + 6);
    let range = sheet_with(&mut workbook, "三");
    let stated = range
        .used_cells()
        .any(|(_, _, data)| matches!(data, Data::Float(number) if *number == 99.0));
    assert!(stated);
}

#[test]
fn a_text_longer_than_a_cell_holds_goes_on_in_the_next_row() {
    let mut report = sample();
    report.prose.get_mut("problems").unwrap().lead = "为民服务，".repeat(20_000);
    report.agency = "某".repeat(40_000);
    let mut workbook = workbook(&report);
    let name = workbook.sheet_names()[4].clone();
    let range = workbook.worksheet_range(&name).unwrap();
    let texts = range.used_cells().map(|(_, _, data)| data.to_string());
    let written: usize = texts.map(|text| text.matches('民').count()).sum();
    assert_eq!(written, 20_000);
}

#[test]
fn a_cell_longer_than_excel_holds_is_named() {
    let mut report = sample();
    let long = format!("3（修订{}）", "甲".repeat(32_767));
    let entry = Entry::parse(&long).unwrap();
    report
        .entries
        .insert(at("disclosed.permits.decisions"), entry);
    let template = Template::built_in(&report.template).unwrap();
    let error = xlsx::write(&compose(&template, &report), &IMPRINT).unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("以“3（修订甲") && told.contains("32767"),
        "{told}"
    );
}
