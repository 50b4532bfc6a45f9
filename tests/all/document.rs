//! The composed document: grids without gap or overlap, and the texts in order.

use nianbao::document::{Content, Grid, compose::compose};
use nianbao::report::{Entry, Report};
use nianbao::template::Template;

fn grids(id: &str) -> Vec<Grid> {
    let template = Template::built_in(id).unwrap();
    let mut report = Report::new(&template, "某某县教育局", 2025);
    for cell in template.cells.iter().filter(|cell| !cell.is_total()) {
        report
            .entries
            .insert(cell.address.clone(), Entry::number(1));
    }
    let blocks = compose(&template, &report).blocks.into_iter();
    let grids = blocks.filter_map(|block| match block.content {
        Content::Grid(grid) => Some(grid),
        _ => None,
    });
    grids.collect()
}

#[test]
fn every_grid_is_covered_without_gap_or_overlap() {
    for id in ["2021", "2019"] {
        for grid in grids(id) {
            let mut covered = vec![0; grid.rows * grid.tracks.len()];
            for cell in &grid.cells {
                for row in cell.row..cell.row + cell.row_span {
                    for track in cell.track..cell.track + cell.track_span {
                        covered[row * grid.tracks.len() + track] += 1;
                    }
                }
            }
            assert!(
                covered.iter().all(|&times| times == 1),
                "{id} {}: {covered:?}",
                grid.table
            );
            assert!((grid.tracks.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
    }
}

#[test]
fn every_cell_of_the_form_is_printed_once() {
    for id in ["2021", "2019"] {
        let template = Template::built_in(id).unwrap();
        let mut printed: Vec<String> = grids(id)
            .into_iter()
            .flat_map(|grid| grid.cells)
            .filter(|cell| !cell.place.is_empty())
            .map(|cell| cell.place)
            .collect();
        let mut expected: Vec<String> = template
            .cells
            .iter()
            .map(|cell| cell.address.clone())
            .collect();
        printed.sort();
        expected.sort();
        assert_eq!(printed, expected);
    }
}

#[test]
fn a_total_is_printed_as_computed() {
    let requests = grids("2021")
        .into_iter()
        .find(|grid| grid.table == "requests")
        .unwrap();
    let closed = requests
        .cells
        .iter()
        .find(|cell| cell.place == "requests.closed.total")
        .unwrap();
    assert_eq!(closed.text, (21 * 6).to_string());
}
