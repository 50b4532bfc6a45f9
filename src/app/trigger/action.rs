//! What widgets ask for: the only way from a panel to the report.

use super::command::Command;
use crate::place::Place;
use crate::session::edit::Edit;

/// What a widget asks for. Widgets change nothing themselves; the app does what they ask for.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Edit(Edit),
    Command(Command),
    /// Go to a place: open its section and put the caret there.
    Go(Place),
    /// Show the finding with this fingerprint in the list of findings.
    ShowFinding(String),
}
