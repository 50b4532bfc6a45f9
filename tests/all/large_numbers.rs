//! Figures that no agency has: the largest numbers in any two cells, signs and decimals where they mean nothing.

use crate::check::zeros;
use crate::template::{at, forms};
use nianbao::check::{self, Severity};
use nianbao::document::compose::compose;
use nianbao::report::{Entry, Figures, Report, Sum, file, succession};
use nianbao::session::{Edit, State};
use nianbao::template::Template;
use rust_decimal::Decimal;

const LARGEST: &str = "79228162514264337593543950335";

/// Figures at the edge of what can be reckoned with.
const EXTREMES: [&str; 6] = [
    LARGEST,
    "-79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "7922816251426433759354395033.5",
    "-1",
    "999999999999",
];

/// Everything that reckons with a report.
fn reckon(template: &Template, report: &Report) {
    let findings = check::check(template, report, None);
    for (address, entry) in &report.entries {
        let too_large = entry
            .value()
            .is_some_and(|value| value.abs() > Decimal::from(999_999_999_999_i64));
        let is_named = || {
            findings.iter().any(|found| {
                found.severity == Severity::Error
                    && found.cells().any(|place| place.address() == Some(address))
            })
        };
        assert!(!too_large || is_named(), "{address} {entry}");
    }
    compose(template, report);
    let figures = Figures::of(template, report);
    for (index, cell) in template.cells.iter().enumerate() {
        let (Some(computed), [formula, ..]) =
            (figures.get(index).computed, cell.formulas.as_slice())
        else {
            continue;
        };
        // What is computed is exact, in whatever order it is added up.
        let backwards = formula.iter().rev().map(|term| match term.operand {
            nianbao::template::Operand::Cell(cell) => (term.minus, figures.value(cell)),
            nianbao::template::Operand::Prior(_) => (term.minus, None),
        });
        if let Sum::Known(again) = Sum::of(backwards) {
            assert_eq!(again, computed, "{}", cell.address);
        }
    }
    let next = succession::next(report, template, report.year.saturating_add(1), template);
    check::check(template, &next.report, None);
}

#[test]
fn the_largest_numbers_in_any_two_cells_are_faults_and_never_a_wrong_total() {
    for template in forms() {
        let entered: Vec<_> = template
            .cells
            .iter()
            .filter(|cell| !cell.is_total())
            .collect();
        let mut report = zeros(template, "甲县乙局", template.form.first_year);
        // Every cell with its neighbours, below and beside, in two of the extremes each.
        for (index, first) in entered.iter().enumerate() {
            for step in [1, 7] {
                let second = entered[(index + step) % entered.len()];
                let mut attacked = report.clone();
                let (one, other) = (EXTREMES[index % 6], EXTREMES[(index / 6 + step) % 6]);
                attacked
                    .entries
                    .insert(first.address.clone(), Entry::parse(one).unwrap());
                attacked
                    .entries
                    .insert(second.address.clone(), Entry::parse(other).unwrap());
                if index % 31 == 0 {
                    reckon(template, &attacked);
                } else {
                    check::check(template, &attacked, None);
                }
            }
        }
        // Last year's figures and stated totals as well.
        for cell in &template.cells {
            report
                .stated
                .insert(cell.address.clone(), Entry::parse(EXTREMES[1]).unwrap());
        }
        report
            .stated
            .retain(|address, _| template.cell(address).unwrap().is_total());
        report.history.push(report.as_past_year(template));
        report.history[0].year = report.year.saturating_sub(1);
        for figure in report.history[0].figures.values_mut() {
            *figure = Entry::parse(LARGEST).unwrap();
        }
        reckon(template, &report);
        report.year = u16::MAX;
        report.history[0].year = u16::MAX;
        reckon(template, &report);
    }
}

#[test]
fn the_largest_numbers_can_be_typed_saved_and_opened_again() {
    let template = Template::for_year(2025).unwrap();
    let report = zeros(&template, "甲县乙局", 2025);
    let mut state = State::new(report, None, false).unwrap();
    for (address, figure) in [
        ("requests.new.natural", LARGEST),
        (
            "requests.carried_in.natural",
            "-79228162514264337593543950335",
        ),
        ("requests.new.business", LARGEST),
        ("disclosed.charges.amount", "0.0000000000000000000000000001"),
    ] {
        let (address, entry) = (at(address), Entry::parse(figure));
        assert!(state.edit(Edit::Entry { address, entry }, 0.0, true));
    }
    let text = file::to_text(&template, state.report());
    let again = file::from_text(&text, "甲.nianbao").unwrap();
    assert_eq!(again.entries, state.report().entries);
    State::new(again, None, false).unwrap();
    while state.undo().is_some() {}
    assert_eq!(
        state.report().entries[&at("requests.new.natural")],
        Entry::number(0)
    );
}

#[test]
fn what_is_typed_becomes_what_it_is() {
    let template = Template::for_year(2019).unwrap();
    let report = Report::new(&template, "甲县乙局", 2019);
    let mut state = State::new(report, None, false).unwrap();
    for (address, typed, kept) in [
        ("requests.new.natural", "+3", "3"),
        ("requests.new.natural", "-0", "0"),
        ("requests.new.natural", "12.0", "12"),
        ("requests.new.natural", "３", "3"),
        ("requests.new.natural", "1,024", "1024"),
        ("requests.new.natural", "5.00（其中1件）", "5（其中1件）"),
        ("disclosed.permits.change", "+3", "+3"),
        ("disclosed.permits.change", "+0", "0"),
        ("disclosed.permits.change", "-3.0", "-3"),
        ("disclosed.procurement.amount", "12.3400", "12.34"),
        ("disclosed.procurement.amount", "12.30", "12.30"),
        ("disclosed.procurement.amount", "12.345", "12.345"),
    ] {
        let address = at(address);
        let entry = Entry::parse(typed);
        state.edit(
            Edit::Entry {
                address: address.clone(),
                entry,
            },
            0.0,
            true,
        );
        assert_eq!(
            state.report().entries[&address].to_string(),
            kept,
            "{typed}"
        );
    }
}

#[test]
fn what_a_file_holds_unfitted_is_a_fault_at_its_cell() {
    let template = Template::for_year(2025).unwrap();
    for (figure, told) in [
        ("+3", "应当写成 3"),
        ("-0", "应当写成 0"),
        ("12.0", "应当写成 12"),
        ("1234567890123", "最多 12 位"),
        ("-5", "不能是负数"),
        ("2.5", "应当是整数"),
    ] {
        let mut report = zeros(&template, "甲县乙局", 2025);
        let address = at("disclosed.permits.decisions");
        report
            .entries
            .insert(address.clone(), Entry::parse(figure).unwrap());
        let findings = check::check(&template, &report, None);
        let [found] = findings.as_slice() else {
            panic!("{figure}: {findings:#?}");
        };
        assert_eq!(
            (found.rule.as_str(), found.severity),
            ("figure_kind", Severity::Error)
        );
        assert!(found.message.contains(told), "{}", found.message);
        assert_eq!(found.cells().next().unwrap().address(), Some(&address));
    }
}
