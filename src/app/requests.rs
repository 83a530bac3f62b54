//! Collects what the panes ask for, and knows which answer is still wanted.

use super::event::{Effect, Gen, Purpose, Slot};
use crate::domain::{Command, Query};

/// The effects of one event, and the generation of each slot.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    generations: [Gen; Slot::COUNT],
    waiting: [bool; Slot::COUNT],
    effects: Vec<Effect>,
    /// Commands under way that can be undone.
    changes: usize,
}

impl Slot {
    /// Every slot.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Page,
        Self::Count,
        Self::Preview,
        Self::Ahead,
        Self::Thread,
        Self::Locate,
        Self::Journal,
        Self::Settings,
        Self::Views,
        Self::Alike,
        Self::Copy,
        Self::Found,
        Self::People,
        Self::Clocks,
        Self::Why,
    ];

    /// How many slots there are.
    pub const COUNT: usize = 15;

    /// Its place in a table of slots.
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl Requests {
    /// Asks the store; an answer still under way in this slot is no longer wanted.
    pub fn ask(&mut self, slot: Slot, query: Query) {
        let generation = self.forget(slot);
        self.set_waiting(slot, true);
        self.effects.push(Effect::Ask {
            slot,
            generation,
            query,
        });
    }

    /// Wants no answer of this slot any more.
    pub fn forget(&mut self, slot: Slot) -> Gen {
        self.set_waiting(slot, false);
        let Some(generation) = self.generations.get_mut(slot.index()) else {
            return Gen(0);
        };
        *generation = generation.next();
        *generation
    }

    /// True if an answer of this generation is the one waited for.
    pub fn wants(&self, slot: Slot, generation: Gen) -> bool {
        self.generations.get(slot.index()) == Some(&generation)
    }

    /// The answer of this slot has come.
    pub fn answered(&mut self, slot: Slot) {
        self.set_waiting(slot, false);
    }

    /// True while an answer of this slot is waited for.
    pub fn is_waiting(&self, slot: Slot) -> bool {
        self.waiting.get(slot.index()) == Some(&true)
    }

    fn set_waiting(&mut self, slot: Slot, is_waiting: bool) {
        if let Some(waiting) = self.waiting.get_mut(slot.index()) {
            *waiting = is_waiting;
        }
    }

    /// Has a command carried out.
    pub fn perform(&mut self, purpose: Purpose, command: Command) {
        self.changes += usize::from(purpose.changes());
        self.effects.push(Effect::Perform { purpose, command });
    }

    /// A command was carried out, or was not.
    pub fn performed(&mut self, purpose: Purpose) {
        self.changes = self.changes.saturating_sub(usize::from(purpose.changes()));
    }

    /// True while something that can be undone is being written.
    pub fn is_changing(&self) -> bool {
        self.changes > 0
    }

    /// Asks for anything else.
    pub fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Hands over what was asked for.
    pub fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }
}
