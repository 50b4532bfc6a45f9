//! Undo and redo over every edit of a report, grouped as a word processor groups typing.

use crate::place::{Address, Place};
use crate::session::edit::Edit;
use std::collections::VecDeque;

/// Steps kept; the oldest go first.
const STEPS: usize = 1000;
/// A pause in typing that starts a new step, in seconds.
const PAUSE_SECONDS: f64 = 2.0;

/// What was done and what was taken back.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: VecDeque<Step>,
    undone: Vec<Step>,
    /// Nothing joins the last step any more.
    sealed: bool,
}

#[derive(Debug, Clone)]
struct Step {
    forward: Edit,
    back: Edit,
    typing: Option<Typing>,
    seconds: f64,
}

/// The end of a run of typing at one place, by which the next keystroke is recognised.
#[derive(Debug, Clone, PartialEq)]
enum Typing {
    /// Characters were inserted one after the other; where the next would stand, in characters.
    Insert { place: Place, next: usize },
    /// Characters were deleted one after the other; where the caret stands.
    Delete { place: Place, at: usize },
    /// A cell's content is being typed.
    Cell(Address),
}

impl History {
    /// Remembers an edit that was applied and its inverse. `seconds` is the time of the edit; `alone` keeps it from
    /// joining earlier typing, as when an input method commits.
    pub fn record(&mut self, forward: Edit, back: Edit, seconds: f64, alone: bool) {
        self.undone.clear();
        let change = Change::of(&forward, &back);
        let joins = !self.sealed
            && !alone
            && self.done.back().is_some_and(|last| {
                seconds - last.seconds < PAUSE_SECONDS
                    && last
                        .typing
                        .as_ref()
                        .is_some_and(|typing| change.continues(typing))
            });
        if let (true, Some(last)) = (joins, self.done.back_mut()) {
            last.forward = forward;
            last.seconds = seconds;
            last.typing = change.typing();
            return;
        }
        self.sealed = alone;
        self.done.push_back(Step {
            forward,
            back,
            typing: change.typing(),
            seconds,
        });
        if self.done.len() > STEPS {
            self.done.pop_front();
        }
    }

    /// The next edit starts a step of its own, as after a jump of the caret.
    pub fn seal(&mut self) {
        self.sealed = true;
    }

    /// The edit that takes the last step back, which then can be redone.
    pub fn undo(&mut self) -> Option<Edit> {
        let step = self.done.pop_back()?;
        let back = step.back.clone();
        self.undone.push(step);
        self.sealed = true;
        Some(back)
    }

    /// The edit that does again what was taken back last.
    pub fn redo(&mut self) -> Option<Edit> {
        let step = self.undone.pop()?;
        let forward = step.forward.clone();
        self.done.push_back(step);
        self.sealed = true;
        Some(forward)
    }

    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Number of steps that can be taken back.
    pub fn depth(&self) -> usize {
        self.done.len()
    }
}

/// What one edit did, as far as grouping is concerned.
#[derive(Debug, Clone, PartialEq)]
enum Change {
    Insert {
        place: Place,
        at: usize,
        text: String,
    },
    Delete {
        place: Place,
        at: usize,
        count: usize,
    },
    Cell(Address),
    Other,
}

impl Change {
    fn of(forward: &Edit, back: &Edit) -> Change {
        // The first change of a carried place also takes its mark away; it begins a run of typing like any other.
        let back = match back {
            Edit::Batch(edits) => edits
                .iter()
                .find(|edit| matches!(edit, Edit::Text { .. }))
                .unwrap_or(back),
            other => other,
        };
        match (forward, back) {
            (Edit::Text { place, text: new }, Edit::Text { text: old, .. }) => {
                let (at, removed, inserted) = difference(old, new);
                match (removed, inserted.chars().count()) {
                    (0, 1..) => Change::Insert {
                        place: place.clone(),
                        at,
                        text: inserted,
                    },
                    (1.., 0) => Change::Delete {
                        place: place.clone(),
                        at,
                        count: removed,
                    },
                    _ => Change::Other,
                }
            }
            (Edit::Entry { address, .. }, Edit::Entry { .. }) => Change::Cell(address.clone()),
            _ => Change::Other,
        }
    }

    fn continues(&self, typing: &Typing) -> bool {
        match (self, typing) {
            (
                Change::Insert { place, at, text },
                Typing::Insert {
                    place: before,
                    next,
                },
            ) => place == before && at == next && text.chars().count() == 1,
            (
                Change::Delete { place, at, count },
                Typing::Delete {
                    place: before,
                    at: caret,
                },
            ) => place == before && *count == 1 && (at + 1 == *caret || at == caret),
            (Change::Cell(address), Typing::Cell(before)) => address == before,
            _ => false,
        }
    }

    /// What a next keystroke would continue; a space or punctuation ends a run.
    fn typing(&self) -> Option<Typing> {
        match self {
            Change::Insert { place, at, text } if !text.ends_with(is_break) => {
                Some(Typing::Insert {
                    place: place.clone(),
                    next: at + text.chars().count(),
                })
            }
            Change::Delete { place, at, .. } => Some(Typing::Delete {
                place: place.clone(),
                at: *at,
            }),
            Change::Cell(address) => Some(Typing::Cell(address.clone())),
            Change::Insert { .. } | Change::Other => None,
        }
    }
}

fn is_break(c: char) -> bool {
    !c.is_alphanumeric()
}

/// Where two texts differ: the index of the first different character, how many were removed and what was inserted.
fn difference(old: &str, new: &str) -> (usize, usize, String) {
    let old: Vec<char> = old.chars().collect();
    let new: Vec<char> = new.chars().collect();
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let inserted = new[start..new.len() - end].iter().collect();
    (start, old.len() - end - start, inserted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(history: &mut History, old: &str, new: &str, seconds: f64) {
        let text = |text: &str| Edit::Text {
            place: Place::Preface,
            text: text.to_owned(),
        };
        history.record(text(new), text(old), seconds, false);
    }

    #[test]
    fn typing_joins_until_a_break_a_pause_or_a_jump() {
        let mut history = History::default();
        typed(&mut history, "", "a", 0.0);
        typed(&mut history, "a", "ab", 0.2);
        typed(&mut history, "ab", "ab，", 0.4);
        assert_eq!(history.depth(), 1);
        typed(&mut history, "ab，", "ab，c", 0.6);
        assert_eq!(history.depth(), 2, "after punctuation");
        typed(&mut history, "ab，c", "ab，cd", 9.0);
        assert_eq!(history.depth(), 3, "after a pause");
        typed(&mut history, "ab，cd", "xab，cd", 9.1);
        assert_eq!(history.depth(), 4, "after a jump");
        typed(&mut history, "xab，cd", "ab，cd", 9.2);
        typed(&mut history, "ab，cd", "b，cd", 9.3);
        assert_eq!(history.depth(), 5, "deleting is a run of its own");
    }

    #[test]
    fn a_thousand_steps_are_kept() {
        let mut history = History::default();
        for year in 0..1200 {
            history.record(Edit::Year(year + 1), Edit::Year(year), 0.0, false);
        }
        assert_eq!(history.depth(), 1000);
    }
}
