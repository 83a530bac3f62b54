//! What this person does most, so that it stands first where one chooses.

use super::action::{self, Action};

/// Commands of the palette that are remembered: more than one screen nobody looks through.
const MAX_PICKED: usize = 8;
/// Between the names of actions where they are remembered.
const BETWEEN: char = ',';

/// What was picked from the palette, and how often each action was run.
#[derive(Clone, Debug, Default)]
pub struct Habits {
    picked: Vec<Action>,
    uses: Vec<(Action, u32)>,
}

impl Habits {
    /// What was picked from the palette, newest first.
    pub fn picked(&self) -> &[Action] {
        &self.picked
    }

    /// How often an action was run since the start.
    pub fn uses(&self, action: Action) -> u32 {
        let found = self.uses.iter().find(|(known, _)| *known == action);
        found.map_or(0, |(_, uses)| *uses)
    }

    /// Notes that an action was run.
    pub(super) fn ran(&mut self, action: Action) {
        match self.uses.iter_mut().find(|(known, _)| *known == action) {
            Some((_, uses)) => *uses = uses.saturating_add(1),
            None => self.uses.push((action, 1)),
        }
    }

    /// Notes that an action was picked; false if it stood first already.
    pub(super) fn pick(&mut self, action: Action) -> bool {
        if self.picked.first() == Some(&action) {
            return false;
        }
        self.picked.retain(|known| *known != action);
        self.picked.insert(0, action);
        self.picked.truncate(MAX_PICKED);
        true
    }

    /// What was picked as one text, to be remembered.
    pub(super) fn text(&self) -> String {
        let specs = self.picked.iter().filter_map(|action| action.spec());
        let names: Vec<&str> = specs.map(|spec| spec.name).collect();
        names.join(&BETWEEN.to_string())
    }

    /// Takes over what was remembered; what was picked since the start stays first.
    pub(super) fn recall(&mut self, text: &str) {
        let known = text.split(BETWEEN);
        for action in known.filter_map(|name| action::by_name(name).ok()) {
            if !self.picked.contains(&action) && self.picked.len() < MAX_PICKED {
                self.picked.push(action);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_picked_last_stands_first_and_is_remembered() {
        let mut habits = Habits::default();
        assert!(habits.pick(Action::Undo) && habits.pick(Action::Theme));
        assert!(habits.pick(Action::Undo) && !habits.pick(Action::Undo));
        assert_eq!(habits.text(), "undo,theme");
        let mut later = Habits::default();
        later.pick(Action::Theme);
        later.recall("undo,gone.action,theme");
        assert_eq!(later.picked(), [Action::Theme, Action::Undo]);
    }
}
