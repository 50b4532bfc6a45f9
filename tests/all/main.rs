//! All integration tests in one binary, one file a topic, cases as data under `tests/cases`.

// A test that panics has failed, which is what it should do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

#[cfg(feature = "window")]
mod candidates;
mod check;
mod claim_cases;
mod cli;
mod document;
mod export;
mod export_docx;
mod export_html;
mod export_xlsx;
#[cfg(unix)]
mod faulty_disk;
mod faulty_forms;
mod file;
mod gate;
#[cfg(all(feature = "window", unix))]
mod gated_disk;
mod imagined_form;
mod import;
mod import_around;
mod import_arranged;
mod import_blank;
mod import_closing;
mod import_damage;
mod import_grid;
mod import_hostile;
mod import_lines;
mod import_marked;
mod import_moved;
mod import_pasted;
mod import_shapes;
mod import_torn;
mod import_unseen;
mod import_variants;
mod large_numbers;
mod layout;
mod layout_bounds;
mod module_graph;
mod mutated_forms;
mod official_faces;
mod packaging;
mod pdf;
mod pdf_inner;
mod pdf_tagged;
#[cfg(feature = "window")]
mod preview;
mod proofreading;
mod quirks;
mod read_back;
mod sample;
mod session;
mod session_findings;
#[cfg(feature = "window")]
mod start_from_last_year;
#[cfg(unix)]
mod storage;
mod succession;
#[cfg(feature = "window")]
mod table;
#[cfg(feature = "window")]
mod table_app;
mod template;
mod text;
mod whole_report;
#[cfg(feature = "window")]
mod window;
#[cfg(all(feature = "window", unix))]
mod window_answers;
#[cfg(feature = "window")]
mod window_files;
#[cfg(feature = "window")]
mod window_forms;
#[cfg(feature = "window")]
mod window_import;
#[cfg(all(feature = "window", unix))]
mod window_in_use;
#[cfg(all(feature = "window", unix))]
mod window_keeping;
#[cfg(feature = "window")]
mod window_keys;
#[cfg(feature = "window")]
mod window_pictures;
#[cfg(feature = "window")]
mod window_reach;
#[cfg(feature = "window")]
mod window_room;
#[cfg(feature = "window")]
mod window_settings;
#[cfg(all(feature = "window", unix))]
mod window_typed_path;
