//! What the clocks of a desk go by: its policies, its hours, its switches.

use std::fmt;
use std::sync::Arc;

use crate::domain::schedule::Schedule;
use crate::domain::tickets::clocks::{Facts, Field, Policy, Switches, first_match, put_in_order};

/// Counted up whenever the same timeline gives other clocks than before, so that stored ones are
/// computed anew.
const EDITION: u32 = 1;

/// Policies in the order in which they are tried, the hours of business minutes, the switches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClockRules {
    policies: Vec<Policy>,
    hours: Option<Arc<Schedule>>,
    switches: Switches,
}

impl ClockRules {
    /// These rules; without hours every minute is a business minute.
    pub fn new(mut policies: Vec<Policy>, hours: Option<Schedule>, switches: Switches) -> Self {
        put_in_order(&mut policies);
        Self {
            policies,
            hours: hours.map(Arc::new),
            switches,
        }
    }

    /// True if a condition of a policy asks about this field.
    pub fn asks(&self, field: &Field) -> bool {
        self.fields().any(|asked| asked == field)
    }

    /// The fields that conditions ask about; one may come several times.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let all = self.policies.iter().map(|policy| &policy.conditions);
        let all = all.flat_map(|conditions| conditions.all.iter().chain(&conditions.any));
        all.map(|condition| &condition.field)
    }

    /// True if there are no policies: then no clock has a target.
    pub(super) fn are_empty(&self) -> bool {
        self.policies.is_empty()
    }

    /// The place of the policy that a ticket with these facts has.
    pub(super) fn place_of(&self, facts: &Facts) -> Option<usize> {
        let found = first_match(&self.policies, facts)?;
        self.policies
            .iter()
            .position(|own| std::ptr::eq(own, found))
    }

    /// The policy at a place.
    pub(super) fn policy(&self, place: Option<usize>) -> Option<&Policy> {
        self.policies.get(place?)
    }

    /// The hours of business minutes.
    pub(super) fn hours(&self) -> Option<&Arc<Schedule>> {
        self.hours.as_ref()
    }

    /// The switches.
    pub(super) fn switches(&self) -> Switches {
        self.switches
    }
}

/// All of the rules in one text: two texts are equal if the rules give the same clocks.
impl fmt::Display for ClockRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{EDITION} {:?} {:?}", self.switches, self.policies)?;
        match &self.hours {
            None => Ok(()),
            Some(hours) => write!(
                f,
                " {} {:?} {:?}",
                hours.zone().name(),
                hours.spans(),
                hours.closed_days()
            ),
        }
    }
}
