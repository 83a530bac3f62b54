//! What helpdesks leave open, as switches: the defaults are how paydesk reads their documents.

/// The answers to seven questions that no vendor's document answers, each a plain yes or no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    /// A ticket that an agent opened with a public message starts a first reply, answered by
    /// the next public message of an agent. Default: it never has one, and the client's first
    /// message starts a next reply.
    pub first_reply_on_agent_tickets: bool,
    /// Solving a ticket drops its open reply clocks without a verdict (state cancelled).
    /// Default: the solution is their answer, met if it came in time.
    pub solve_drops_replies: bool,
    /// Time spent solved counts once the ticket is open again. Default: it does not.
    pub count_solved_time: bool,
    /// A breach stays when the target changes. Default: it is superseded, and the new target
    /// alone decides.
    pub keep_superseded_breach: bool,
    /// A change of the schedule looks at a breach again, by the new hours. Default: a breach
    /// once recorded stays.
    pub schedule_revises_breach: bool,
    /// Merging a ticket into another ends its clocks as solving does. Default: they are
    /// cancelled, without a breach.
    pub merge_solves: bool,
    /// Public messages of side conversations and child tickets act on the parent like its
    /// own. Default: they touch nothing.
    pub count_side_comments: bool,
}
