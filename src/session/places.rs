//! The places of a report in the order in which one reads and fills them in.

use crate::place::Place;
use crate::report::Report;
use crate::template::{SectionContent, Template};

/// Where Tab stops: each text, and the first figure of each table that is typed. The closing texts stand with the
/// particulars, as the window shows them.
pub fn stops(template: &Template, report: &Report) -> Vec<Place> {
    let mut places = vec![
        Place::Agency,
        Place::Year,
        Place::Title,
        Place::Preface,
        Place::Signature,
        Place::Date,
    ];
    for section in &template.form.sections {
        match &section.content {
            SectionContent::Prose { .. } => {
                places.push(Place::Lead(section.id.clone()));
                let prose = report.prose.get(&section.id);
                for part in 0..prose.map_or(0, |prose| prose.parts.len()) {
                    places.push(Place::PartHeading(section.id.clone(), part));
                    places.push(Place::PartText(section.id.clone(), part));
                }
            }
            SectionContent::Table(table) => {
                places.extend(first_figure(template, table));
                places.push(Place::Footnote(table.clone()));
            }
        }
    }
    places
}

/// The stop after a place, or the one before; round the report.
pub fn beside(template: &Template, report: &Report, place: &Place, forward: bool) -> Option<Place> {
    let stops = stops(template, report);
    let is_here = |stop: &Place| match (stop, place) {
        (Place::Figure(stop), Place::Figure(address)) => {
            table_of(template, stop) == table_of(template, address)
        }
        _ => stop == place,
    };
    let at = stops.iter().position(is_here)?;
    let count = stops.len();
    let next = match forward {
        true => at + 1,
        false => at + count - 1,
    };
    stops.into_iter().nth(next % count)
}

/// The first figure of a table that is typed.
pub fn first_figure(template: &Template, table: &str) -> Option<Place> {
    let index = template
        .form
        .tables
        .iter()
        .position(|known| known.id == table)?;
    let mut cells = template.cells.iter();
    let first = cells.find(|cell| cell.table == index && !cell.is_total())?;
    Some(Place::Figure(first.address.clone()))
}

fn table_of(template: &Template, address: &str) -> Option<usize> {
    Some(template.cell(address)?.table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_goes_round_the_whole_report_and_back() {
        let template = Template::built_in("2021").expect("a built-in form");
        let report = Report::new(&template, "某局", 2025);
        let mut place = Place::Agency;
        let mut seen = vec![place.clone()];
        loop {
            let next = beside(&template, &report, &place, true).expect("a next place");
            assert_eq!(
                beside(&template, &report, &next, false).as_ref(),
                Some(&place)
            );
            place = next;
            if place == Place::Agency {
                break;
            }
            seen.push(place.clone());
        }
        assert_eq!(seen, stops(&template, &report));
        assert!(seen.len() > 20, "{seen:?}");
    }
}
