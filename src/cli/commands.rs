//! The commands new, import and values.

use super::arguments::Arguments;
use super::json;
use super::{Done, Failure, load, named_form, print, say};
use crate::import::account;
use crate::report::{Entry, Figures, Report};
use crate::task::save::guard_source;
use crate::task::{Office, open, report_file};
use crate::template::Template;
use std::path::Path;

/// An empty report.
pub fn new(office: &Office, arguments: &Arguments) -> Result<Done, Failure> {
    let year = arguments.year.unwrap_or_default();
    let template = match named_form(office, arguments.template.as_ref())? {
        Some(form) => form,
        None => office.forms.for_year(year)?,
    };
    let agency = arguments.agency.as_deref().unwrap_or_default();
    let report = Report::new(&template, agency, year);
    write(office, arguments, &template, &report)?;
    if !template.serves(year) {
        say(format!(
            "注意：{} 年不在{}适用的年度内。",
            year, template.form.name
        ));
    }
    Ok(Done::Well)
}

/// A published report → a report file; says what was filled, left empty and doubted.
pub fn import(office: &Office, arguments: &Arguments) -> Result<Done, Failure> {
    let source = first_file(arguments)?;
    guard_source(office, source, output(arguments)?)?;
    let form = named_form(office, arguments.template.as_ref())?;
    let imported = open::import(office, source, form, arguments.report)?;
    write(office, arguments, &imported.template, &imported.report)?;
    match arguments.verbose {
        true => imported.notes.iter().for_each(say),
        false => account(&imported.notes).iter().for_each(say),
    }
    Ok(Done::Well)
}

/// Address → figure, as it would be printed.
pub fn values(office: &Office, arguments: &Arguments) -> Result<Done, Failure> {
    let loaded = load(office, first_file(arguments)?, arguments.template.as_ref())?;
    let figures = Figures::of(&loaded.template, &loaded.report);
    let mut shown = Vec::new();
    for (index, cell) in loaded.template.cells.iter().enumerate() {
        let figure = figures.get(index);
        if arguments.entered && figure.entered.is_none() {
            continue;
        }
        let printed = match arguments.json {
            true => {
                let entry = figure.entered.or(figure.stated).map(Entry::without_note);
                entry.or(figure.computed.map(|sum| sum.to_string()))
            }
            false => figure.printed(),
        };
        shown.extend(printed.map(|printed| (cell.address.as_str(), printed)));
    }
    match arguments.json {
        true => print(&json::object(&shown))?,
        false => {
            let line = |(address, figure): &(&str, String)| {
                format!("{address}\t{}\n", figure.replace(['\n', '\t'], " "))
            };
            print(&shown.iter().map(line).collect::<String>())?;
        }
    }
    Ok(Done::Well)
}

/// The file that a command reads; the arguments were checked for it.
pub fn first_file(arguments: &Arguments) -> Result<&Path, Failure> {
    let file = arguments.files.first().map(std::path::PathBuf::as_path);
    file.ok_or_else(|| Failure::new("缺少文件名。"))
}

/// The file that a command writes; the arguments were checked for it.
pub fn output(arguments: &Arguments) -> Result<&Path, Failure> {
    let output = arguments.output.as_deref();
    output.ok_or_else(|| Failure::new("缺少输出文件（-o）。"))
}

/// Writes a report to the file that was asked for, and says so.
pub fn write(
    office: &Office,
    arguments: &Arguments,
    template: &Template,
    report: &Report,
) -> Result<(), Failure> {
    let path = output(arguments)?;
    if let Some(form) = &arguments.template {
        guard_source(office, Path::new(form), path)?;
    }
    report_file::write(&office.storage, path, template, report, arguments.force)?;
    say(format!("已写入 {}。", path.display()));
    Ok(())
}
