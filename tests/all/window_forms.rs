//! A form that the program does not know, laid beside a report: the window shows its seventh section as any other.

use super::imagined_form::{IMAGINED, filled, forms};
use super::window::Desk;
use egui_kittest::kittest::Queryable as _;
use nianbao::app::Command;
use nianbao::storage::Storage;
use nianbao::task::report_file;

#[test]
fn a_section_of_a_form_read_at_run_time_has_its_command_and_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("年报.nianbao");
    let (_, form) = forms();
    let beside = format!("{}.ron", form.form.id);
    std::fs::write(folder.path().join(beside), IMAGINED).unwrap();
    let report = filled(&form, 2027);
    report_file::write(&Storage::default(), &path, &form, &report, false).unwrap();

    let mut desk = Desk::with(None, Some(path));
    let state = desk.app().state().expect("an open report");
    assert_eq!(state.template().form.id, form.form.id);
    let last = form.form.sections.last().unwrap();
    let name = format!("{}{}", last.number, last.heading);
    let seventh = Command::Section(6);
    assert_eq!(seventh.name(&desk.app().command_context()), name);
    assert!(seventh.key_text().ends_with('7'));
    desk.command(seventh);
    assert_eq!(desk.app().section(), Some(6));
    let labels = desk.harness.query_all_by_label_contains(&last.heading);
    assert!(labels.count() > 0, "the panel is headed {}", last.heading);
}
