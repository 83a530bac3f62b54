//! Policies: which targets a ticket has.
//!
//! A policy hangs on conditions; the first whose conditions hold gives a ticket its targets.
//! <https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/>

use std::fmt;
use std::sync::Arc;

use super::condition::{Conditions, Facts};
use super::metric::Metric;
use crate::domain::tickets::Priority;

/// Longest target: a hundred years. Sums of it stay far from the end of numbers.
pub const MAX_TARGET_SECONDS: i64 = 100 * 365 * 86_400;

/// How long a clock may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Seconds until it is due; not negative.
    pub seconds: i64,
    /// True if only opening hours count.
    pub business: bool,
}

/// One line of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// What it is for.
    pub metric: Metric,
    /// The one priority it is for; none: for every priority, and for tickets without one.
    pub priority: Option<Priority>,
    /// How long.
    pub target: Target,
}

/// "first reply within 60 business minutes, high priority".
impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} within {}", self.metric.label(), self.target)?;
        match self.priority {
            Some(priority) => write!(f, ", {} priority", priority.name()),
            None => Ok(()),
        }
    }
}

/// "60 business minutes", "7:30 minutes".
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds % 60 {
            0 => write!(f, "{}", self.seconds / 60)?,
            rest => write!(f, "{}:{rest:02}", self.seconds / 60)?,
        }
        let kind = if self.business { " business" } else { "" };
        let plural = if self.seconds == 60 { "" } else { "s" };
        write!(f, "{kind} minute{plural}")
    }
}

/// The targets of a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    goals: Vec<Goal>,
}

impl Targets {
    /// The targets of these lines; of two for one metric and priority the first counts.
    pub fn new(goals: Vec<Goal>) -> Self {
        Self { goals }
    }

    /// The lines, as given.
    pub fn goals(&self) -> &[Goal] {
        &self.goals
    }

    /// The target of a metric for a ticket of this priority: the line of that very priority, or
    /// the one for every priority.
    pub fn get(&self, metric: Metric, priority: Option<Priority>) -> Option<Target> {
        let mut any = None;
        for goal in self.goals.iter().filter(|goal| goal.metric == metric) {
            match goal.priority {
                None => any = any.or(Some(goal.target)),
                own if own == priority => return Some(goal.target),
                Some(_) => {}
            }
        }
        any
    }
}

/// A named policy with the conditions under which it applies.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// Where it stands: lower ones are tried first.
    pub position: i64,
    /// When it applies.
    pub conditions: Conditions,
    /// What it asks for.
    pub targets: Arc<Targets>,
    /// What of it could not be understood. A policy with such words never applies: a guess would
    /// put wrong targets on tickets.
    pub not_understood: Vec<String>,
}

impl Policy {
    /// True if it applies to a ticket with these facts.
    pub fn applies(&self, facts: &Facts) -> bool {
        self.not_understood.is_empty() && self.conditions.hold(facts)
    }
}

/// Puts policies in the order in which they are tried: by position, then as given.
pub fn put_in_order(policies: &mut [Policy]) {
    policies.sort_by_key(|policy| policy.position);
}

/// The policy of a ticket: the first, in order, that applies.
pub fn first_match<'a>(policies: &'a [Policy], facts: &Facts) -> Option<&'a Policy> {
    policies.iter().find(|policy| policy.applies(facts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tickets::clocks::condition::{Condition, Field, Test};

    fn goal(metric: Metric, priority: Option<Priority>, seconds: i64) -> Goal {
        Goal {
            metric,
            priority,
            target: Target {
                seconds,
                business: false,
            },
        }
    }

    #[test]
    fn the_line_of_the_priority_wins_over_the_one_for_all() {
        let targets = Targets::new(vec![
            goal(Metric::FirstReply, None, 10),
            goal(Metric::FirstReply, Some(Priority::High), 20),
            goal(Metric::FirstReply, Some(Priority::High), 30),
            goal(Metric::NextReply, Some(Priority::Low), 40),
        ]);
        let seconds = |metric, priority| targets.get(metric, priority).map(|t| t.seconds);
        assert_eq!(seconds(Metric::FirstReply, None), Some(10));
        assert_eq!(seconds(Metric::FirstReply, Some(Priority::Low)), Some(10));
        assert_eq!(seconds(Metric::FirstReply, Some(Priority::High)), Some(20));
        assert_eq!(seconds(Metric::NextReply, None), None);
        assert_eq!(seconds(Metric::AgentWork, Some(Priority::Low)), None);
    }

    #[test]
    fn the_first_that_applies_is_taken_and_one_not_understood_never() {
        let policy = |name: &str, position, tag: &str, not_understood: &[&str]| Policy {
            name: name.to_owned(),
            position,
            conditions: Conditions {
                all: vec![Condition {
                    field: Field::Tags,
                    test: Test::Includes(vec![tag.to_owned()]),
                }],
                any: Vec::new(),
            },
            targets: Arc::default(),
            not_understood: not_understood.iter().map(ToString::to_string).collect(),
        };
        let mut policies = vec![
            policy("late", 9, "vip", &[]),
            policy("other", 1, "blik", &[]),
            policy("unclear", 0, "vip", &["field `via_id`"]),
            policy("early", 2, "vip", &[]),
        ];
        put_in_order(&mut policies);
        let facts = Facts {
            tags: vec!["vip".to_owned()],
            ..Facts::default()
        };
        assert_eq!(first_match(&policies, &facts).unwrap().name, "early");
        assert!(first_match(&policies, &Facts::default()).is_none());
    }
}
