//! What a clock measures.

use crate::domain::tickets::Status;

/// One of the seven measures of a ticket's progress, in the order they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// From the client's first message to the first public answer.
    FirstReply,
    /// From the oldest unanswered message of the client to the next public answer.
    NextReply,
    /// Between two public messages of ours.
    PeriodicUpdate,
    /// The same, without the time it waited for the client.
    PausableUpdate,
    /// All the time the client waited for us.
    RequesterWait,
    /// All the time it was ours to work on.
    AgentWork,
    /// From the start to the solution.
    TotalResolution,
}

impl Metric {
    /// Every metric, in order.
    pub const ALL: [Self; 7] = [
        Self::FirstReply,
        Self::NextReply,
        Self::PeriodicUpdate,
        Self::PausableUpdate,
        Self::RequesterWait,
        Self::AgentWork,
        Self::TotalResolution,
    ];

    /// Those that run from the ticket's start until it is solved, through its statuses.
    pub const OF_STATUS: [Self; 3] = [Self::RequesterWait, Self::AgentWork, Self::TotalResolution];

    /// The name in `--json` and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstReply => "first_reply",
            Self::NextReply => "next_reply",
            Self::PeriodicUpdate => "periodic_update",
            Self::PausableUpdate => "pausable_update",
            Self::RequesterWait => "requester_wait",
            Self::AgentWork => "agent_work",
            Self::TotalResolution => "total_resolution",
        }
    }

    /// The words in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FirstReply => "first reply",
            Self::NextReply => "next reply",
            Self::PeriodicUpdate => "periodic update",
            Self::PausableUpdate => "pausable update",
            Self::RequesterWait => "requester wait",
            Self::AgentWork => "agent work",
            Self::TotalResolution => "total resolution",
        }
    }

    /// The metric with this name: ours (`first_reply`) or that of Zendesk's API
    /// (`first_reply_time`).
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.strip_suffix("_time").unwrap_or(name);
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// The number of its first clock: an answer to the first message is reply 1, so that the
    /// next replies count from 2.
    pub(super) const fn first_instance(self) -> u32 {
        match self {
            Self::NextReply => 2,
            _ => 1,
        }
    }

    /// True for the clocks that go on through the statuses until the ticket is solved.
    pub(super) const fn is_of_status(self) -> bool {
        matches!(
            self,
            Self::RequesterWait | Self::AgentWork | Self::TotalResolution
        )
    }

    /// True for the clocks that an answer ends and nothing else but a solution.
    pub(super) const fn is_of_reply(self) -> bool {
        matches!(self, Self::FirstReply | Self::NextReply)
    }

    /// True if it stands still in this status.
    pub(super) const fn pauses_in(self, status: Status) -> bool {
        match self {
            Self::PausableUpdate | Self::RequesterWait => matches!(status, Status::Pending),
            Self::AgentWork => matches!(status, Status::Pending | Status::OnHold),
            _ => false,
        }
    }

    /// Where it stands in [`Self::ALL`].
    pub(super) const fn index(self) -> usize {
        match self {
            Self::FirstReply => 0,
            Self::NextReply => 1,
            Self::PeriodicUpdate => 2,
            Self::PausableUpdate => 3,
            Self::RequesterWait => 4,
            Self::AgentWork => 5,
            Self::TotalResolution => 6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_name_are_known() {
        for (place, metric) in Metric::ALL.into_iter().enumerate() {
            assert_eq!(metric.index(), place);
            assert_eq!(Metric::from_name(metric.name()), Some(metric));
            let theirs = format!("{}_time", metric.name());
            assert_eq!(Metric::from_name(&theirs), Some(metric));
        }
        assert_eq!(Metric::from_name("resolution"), None);
    }
}
