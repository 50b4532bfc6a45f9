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
    /// Characters were inserted one after the other; the byte where the next would stand.
    Insert { place: Place, next: usize },
    /// Characters were deleted one after the other; the byte where the caret stands.
    Delete { place: Place, at: usize },
    /// A cell's content is being typed.
    Cell(Address),
    /// The answer to the question with this fingerprint is being typed.
    Answer(String),
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
        let typing = change.typing();
        if let (true, Some(last)) = (joins, self.done.back_mut()) {
            last.join(forward, back);
            last.seconds = seconds;
            last.typing = typing;
            // What was typed and taken back by Esc is no step.
            if last.forward == last.back {
                self.done.pop_back();
                self.sealed = true;
            }
            return;
        }
        self.sealed = alone;
        self.done.push_back(Step {
            forward,
            back,
            typing,
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

/// What one edit did, as far as grouping is concerned. Positions count bytes.
enum Change<'a> {
    Insert {
        place: &'a Place,
        at: usize,
        text: &'a str,
    },
    Delete {
        place: &'a Place,
        at: usize,
        text: &'a str,
    },
    Cell(&'a Address),
    Answer(&'a String),
    Other,
}

impl Change<'_> {
    fn of<'a>(forward: &'a Edit, back: &'a Edit) -> Change<'a> {
        // The first change of a carried place also takes its mark away; it begins a run of typing like any other.
        let back = match back {
            Edit::Batch(edits) => edits.iter().find(|edit| is_typing(edit)).unwrap_or(back),
            other => other,
        };
        match (forward, back) {
            (Edit::Splice(new), Edit::Splice(old)) => {
                match (new.text.as_str(), old.text.as_str()) {
                    (text, "") if !text.is_empty() => Change::Insert {
                        place: &new.place,
                        at: new.at,
                        text,
                    },
                    ("", text) if !text.is_empty() => Change::Delete {
                        place: &new.place,
                        at: new.at,
                        text,
                    },
                    _ => Change::Other,
                }
            }
            (Edit::Entry { address, .. }, Edit::Entry { .. }) => Change::Cell(address),
            // An answer that is thrown away is no typing: it comes back whole.
            (Edit::BeginAnswer { fingerprint, text }, _) if !text.is_empty() => {
                Change::Answer(fingerprint)
            }
            _ => Change::Other,
        }
    }

    fn continues(&self, typing: &Typing) -> bool {
        let is_one = |text: &str| text.chars().nth(1).is_none();
        match (self, typing) {
            (
                Change::Insert { place, at, text },
                Typing::Insert {
                    place: before,
                    next,
                },
            ) => *place == before && at == next && is_one(text),
            (
                Change::Delete { place, at, text },
                Typing::Delete {
                    place: before,
                    at: caret,
                },
            ) => *place == before && is_one(text) && (at + text.len() == *caret || at == caret),
            (Change::Cell(address), Typing::Cell(before)) => *address == before,
            (Change::Answer(fingerprint), Typing::Answer(before)) => *fingerprint == before,
            _ => false,
        }
    }

    /// What a next keystroke would continue; a space or punctuation ends a run.
    fn typing(&self) -> Option<Typing> {
        match self {
            Change::Insert { place, at, text } if !text.ends_with(is_break) => {
                Some(Typing::Insert {
                    place: (*place).clone(),
                    next: at + text.len(),
                })
            }
            Change::Delete { place, at, .. } => Some(Typing::Delete {
                place: (*place).clone(),
                at: *at,
            }),
            Change::Cell(address) => Some(Typing::Cell((*address).clone())),
            Change::Answer(fingerprint) => Some(Typing::Answer((*fingerprint).clone())),
            Change::Insert { .. } | Change::Other => None,
        }
    }
}

impl Step {
    /// Takes a keystroke that continues this step into it, both ways.
    fn join(&mut self, forward: Edit, back: Edit) {
        let own_back = match &mut self.back {
            Edit::Batch(edits) => edits.iter_mut().find(|edit| is_splice(edit)),
            other => Some(other),
        };
        match (&mut self.forward, own_back, forward, back) {
            (
                Edit::Splice(forth),
                Some(Edit::Splice(undo)),
                Edit::Splice(new),
                Edit::Splice(old),
            ) => {
                if !new.text.is_empty() {
                    forth.text.push_str(&new.text);
                    undo.removed += old.removed;
                    return;
                }
                forth.removed += new.removed;
                match new.at < forth.at {
                    // Backspace goes to the left, Delete takes what follows.
                    true => undo.text.insert_str(0, &old.text),
                    false => undo.text.push_str(&old.text),
                }
                (forth.at, undo.at) = (new.at, new.at);
            }
            (own, _, forward, _) => *own = forward,
        }
    }
}

fn is_typing(edit: &Edit) -> bool {
    matches!(edit, Edit::Splice(_) | Edit::Entry { .. })
}

fn is_splice(edit: &Edit) -> bool {
    matches!(edit, Edit::Splice(_))
}

fn is_break(c: char) -> bool {
    !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::edit::Splice;

    fn typed(history: &mut History, old: &str, new: &str, seconds: f64) {
        let forward = Splice::between(&Place::Preface, old, new).expect("a change");
        let back = Splice::between(&Place::Preface, new, old).expect("a change");
        history.record(Edit::Splice(forward), Edit::Splice(back), seconds, false);
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
