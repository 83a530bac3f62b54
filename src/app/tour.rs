//! The tour: five steps that go on as one does the thing, never by a key for "next".
//!
//! It hears of deeds, not of keys, so it holds for every keymap. On a desk that is no sample it asks
//! for nothing that changes a ticket.

use super::action::Action;
use crate::domain::tickets::Status;

/// Something that was done and that a step may wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The cursor went to another row.
    Walked,
    /// A ticket was opened.
    Opened,
    /// An open ticket was left.
    Left,
    /// A filter was begun.
    Filtering,
    /// Its text changed.
    Narrowed,
    /// It was kept.
    Filtered,
    /// A row was marked.
    Marked,
    /// No row is marked any more.
    Unmarked,
    /// A verb has changed tickets.
    Changed,
    /// Something was taken back.
    TakenBack,
    /// The palette was opened.
    Asking,
    /// A line of it was taken.
    Ran,
}

/// A part of a step: what is to be done, with which keys, and why.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// What it waits for.
    pub deed: Deed,
    /// How often.
    pub times: u8,
    /// The actions whose keys are shown.
    pub actions: &'static [Action],
    /// What they do.
    pub says: &'static str,
}

const fn part(deed: Deed, times: u8, actions: &'static [Action], says: &'static str) -> Part {
    Part {
        deed,
        times,
        actions,
        says,
    }
}

/// A step of the tour.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What it teaches.
    pub title: &'static str,
    /// What is to be done, in this order.
    pub parts: &'static [Part],
    /// What else to know meanwhile.
    pub note: Option<&'static str>,
}

const MARK: Part = part(Deed::Marked, 2, &[Action::Mark], "marks a row; mark two");

const STEPS: [Step; 5] = [
    Step {
        title: "walk the list",
        parts: &[part(
            Deed::Walked,
            3,
            &[Action::Down, Action::Up],
            "go down and up; walk three rows",
        )],
        note: Some("The preview follows; reading changes nothing."),
    },
    Step {
        title: "open and go back",
        parts: &[
            part(
                Deed::Opened,
                1,
                &[Action::Open],
                "opens the row under the bar",
            ),
            part(
                Deed::Left,
                1,
                &[Action::Back],
                "goes back; the bar stays on it",
            ),
        ],
        note: None,
    },
    Step {
        title: "filter",
        parts: &[
            part(Deed::Filtering, 1, &[Action::Filter], "begins a filter"),
            part(Deed::Narrowed, 1, &[], "type a word, such as refund"),
            part(
                Deed::Filtered,
                1,
                &[Action::Accept],
                "keeps it; the list stays narrow",
            ),
        ],
        note: None,
    },
    Step {
        title: "mark, act, undo",
        parts: &[
            MARK,
            part(
                Deed::Changed,
                1,
                &[Action::SetStatus(Status::Pending)],
                "sets both pending: one verb for all",
            ),
            part(Deed::TakenBack, 1, &[Action::Undo], "takes it back"),
        ],
        note: None,
    },
    Step {
        title: "the palette",
        parts: &[
            part(
                Deed::Asking,
                1,
                &[Action::Palette],
                "lists all there is, with its keys",
            ),
            part(
                Deed::Ran,
                1,
                &[Action::Accept],
                "runs the line; type to find one",
            ),
        ],
        note: None,
    },
];

/// In the place of the fourth step where the tickets are real.
const MARKS_ONLY: Step = Step {
    title: "mark",
    parts: &[
        MARK,
        part(Deed::Unmarked, 1, &[Action::Back], "takes the marks away"),
    ],
    note: Some("This desk is real, so the tour changes no ticket."),
};

/// What is worth knowing after the tour.
pub const MORE: [(Action, &str); 3] = [
    (Action::Help, "every key here; type to search, Enter runs"),
    (Action::Find, "finds a ticket or a person from anywhere"),
    (Action::Note, "writes an internal note; drafts are kept"),
];

/// The tour as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Tour {
    is_sample: bool,
    step: usize,
    part: usize,
    times: u8,
    /// True once it was asked to leave; the next time it does.
    pub(super) is_leaving: bool,
}

impl Tour {
    /// A tour at its start; on a desk that `is_sample` it changes tickets too.
    pub fn new(is_sample: bool) -> Self {
        Self {
            is_sample,
            step: 0,
            part: 0,
            times: 0,
            is_leaving: false,
        }
    }

    /// How many steps there are.
    pub const LENGTH: usize = STEPS.len();

    /// The step it stands at with its number from 1; none once all are done.
    pub fn step(&self) -> Option<(usize, &'static Step)> {
        let step = STEPS.get(self.step)?;
        let changes = step.parts.iter().any(|part| part.deed == Deed::Changed);
        let step = if changes && !self.is_sample {
            &MARKS_ONLY
        } else {
            step
        };
        Some((self.step + 1, step))
    }

    /// How many parts of the step are done, and how often the next one was.
    pub fn done(&self) -> (usize, u8) {
        (self.part, self.times)
    }

    /// Hears of a deed; true if that was the last thing to do.
    pub(super) fn hear(&mut self, deed: Deed) -> bool {
        let Some((_, step)) = self.step() else {
            return false;
        };
        let Some(part) = step.parts.get(self.part).filter(|part| part.deed == deed) else {
            return false;
        };
        self.times += 1;
        if self.times < part.times {
            return false;
        }
        self.times = 0;
        self.part += 1;
        if self.part < step.parts.len() {
            return false;
        }
        self.part = 0;
        self.step += 1;
        self.step == STEPS.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_waits_for_its_own_deed_and_the_last_one_ends_it() {
        let mut tour = Tour::new(true);
        assert!(!tour.hear(Deed::Opened), "not yet");
        assert_eq!(tour.step().map(|(number, _)| number), Some(1));
        let mut deeds = 0;
        while let Some((_, step)) = tour.step() {
            let part = step.parts[tour.done().0];
            let ended = tour.hear(part.deed);
            deeds += 1;
            assert_eq!(ended, tour.step().is_none());
        }
        assert_eq!(deeds, 3 + 2 + 3 + 4 + 2);
    }

    #[test]
    fn a_real_desk_is_only_marked() {
        let mut tour = Tour::new(false);
        while let Some((_, step)) = tour.step() {
            let part = step.parts[tour.done().0];
            assert!(!matches!(part.deed, Deed::Changed | Deed::TakenBack));
            tour.hear(part.deed);
        }
    }
}
