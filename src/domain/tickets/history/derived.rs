//! What is worked out from a history: for lists, and for one ticket at an instant.

use chrono::{DateTime, TimeDelta};

use super::{ClockRules, History, message, status_after};
use crate::domain::Instant;
use crate::domain::tickets::clocks::{Clock, ClockState, Event, Side};
use crate::domain::tickets::{Status, TicketId};
use crate::domain::zone::Zone;

/// What stands for "none" in an instant that lists are sorted by: the end of 9999, in seconds.
pub const NO_INSTANT: i64 = 253_402_300_799;

/// What lists are sorted and filtered by; holds until something happens to the ticket, or its
/// rules change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derived {
    /// When the next clock that runs is due.
    pub due_at: Option<Instant>,
    /// True if a clock runs.
    pub runs: bool,
    /// True if a clock stands still.
    pub is_paused: bool,
    /// True if an open clock is breached though no due instant says so: it stands still past its
    /// target, or runs on with a breach that a change left standing.
    pub is_breached: bool,
    /// See [`Standing::is_unclocked`].
    pub is_unclocked: bool,
    /// Our last public message.
    pub replied_at: Option<Instant>,
    /// The client's last message, public or not, while no public message of ours came after it and
    /// the ticket is not solved.
    pub waiting_since: Option<Instant>,
    /// The last message or note of anyone; when it was made if there is none.
    pub message_at: Instant,
    /// True if a file is attached to one of its messages.
    pub is_attached: bool,
    /// When it was solved, if a recorded change says so; see [`super::Past::solved`].
    pub solved_at: Option<Instant>,
}

impl Derived {
    /// The flags as the store keeps them: 1 a clock runs, 2 one is paused, 4 one is breached
    /// though no due instant says so, 8 unclocked.
    pub fn bits(&self) -> i64 {
        let flags = [
            (self.runs, 1),
            (self.is_paused, 2),
            (self.is_breached, 4),
            (self.is_unclocked, 8),
        ];
        let set = flags.iter().filter(|(is_set, _)| *is_set);
        set.map(|(_, bit)| bit).sum()
    }
}

/// How the clocks of a ticket stand at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its clocks, by metric and instance.
    pub clocks: Vec<Clock>,
    /// What happened to each of them in words, if that was asked.
    pub why: Option<Vec<Vec<String>>>,
    /// When the next clock that runs is due, or was.
    pub next_breach_at: Option<Instant>,
    /// True if a client's message waits for us that no clock watches, though there are policies:
    ///
    /// - one that is not public (from an address the helpdesk did not know on the ticket), or came
    ///   after the ticket was solved without opening it: neither ever starts a clock;
    /// - any other, while no clock of the ticket is open with a target: no policy fits, or none of
    ///   its targets is for this priority.
    ///
    /// A public message of ours answers both, solving the ticket those before it.
    pub is_unclocked: bool,
}

/// A question about SLA clocks.
#[derive(Clone, Debug, PartialEq)]
pub enum ClockQuery {
    /// How the clocks of tickets stand.
    Stand {
        /// Which tickets.
        tickets: Vec<TicketId>,
        /// When they are read.
        now: Instant,
        /// The zone of the words of each clock; none: no words.
        why: Option<Zone>,
    },
    /// Whether lists are sorted by clocks of other rules than those that hold.
    Behind,
}

/// The answer; each variant belongs to the question of its name.
#[derive(Clone, Debug, PartialEq)]
pub enum ClockAnswer {
    /// To [`ClockQuery::Stand`], in the order given; none for a ticket that is not there.
    Stand(Vec<Option<Standing>>),
    /// To [`ClockQuery::Behind`].
    Behind {
        /// True if the columns of some ticket were computed by other rules.
        rules: bool,
        /// True if an import that was cut short, or an upgrade, left rows to settle.
        rows: bool,
    },
}

impl History {
    /// What lists are sorted and filtered by, after everything that happened.
    pub fn derive(&self, rules: &ClockRules) -> Derived {
        let clocks = self.clocks(rules, None, false);
        let last = self.events.last().map_or(self.created_at, |event| event.at);
        // A second later whatever was due by then is breached.
        let open: Vec<_> = clocks
            .read(last + TimeDelta::seconds(1))
            .into_iter()
            .filter(is_open)
            .collect();
        let talk = Talk::of(&self.events);
        let is_breached = |clock: &Clock| match (clock.due_at, clock.breached_at) {
            (Some(due), Some(breach)) => breach < due,
            (None, breach) => breach.is_some(),
            (Some(_), None) => false,
        };
        Derived {
            due_at: next_due(&open),
            runs: open.iter().any(|clock| clock.state == ClockState::Active),
            is_paused: open.iter().any(|clock| clock.state == ClockState::Paused),
            is_breached: open.iter().any(is_breached),
            is_unclocked: !rules.are_empty() && talk.is_unclocked(&open),
            replied_at: talk.replied,
            waiting_since: talk.waiting.filter(|_| self.status.is_open()),
            message_at: talk.last.unwrap_or(self.created_at),
            is_attached: self.attached,
            solved_at: self.solved_at,
        }
    }

    /// How its clocks stand at `now`: what happens later is not seen. With a zone, the words of
    /// each clock too; times are in that zone where no hours have one.
    pub fn stand(&self, rules: &ClockRules, now: Instant, why: Option<&Zone>) -> Standing {
        let clocks = self.clocks(rules, Some(now), why.is_some());
        let read = clocks.read(now);
        let open: Vec<_> = read.iter().copied().filter(is_open).collect();
        let talk = Talk::of(self.until(Some(now)));
        Standing {
            why: why.map(|zone| clocks.why(now, zone)),
            next_breach_at: next_due(&open),
            is_unclocked: !rules.are_empty() && talk.is_unclocked(&open),
            clocks: read,
        }
    }
}

fn is_open(clock: &Clock) -> bool {
    matches!(clock.state, ClockState::Active | ClockState::Paused)
}

/// The earliest due instant of a clock that runs, as far as calendars go.
fn next_due(open: &[Clock]) -> Option<Instant> {
    let end = DateTime::from_timestamp(NO_INSTANT, 0);
    let running = open.iter().filter_map(|clock| clock.due_at).min();
    running.filter(|due| end.is_some_and(|end| *due < end))
}

/// Who spoke last.
#[derive(Default)]
struct Talk {
    replied: Option<Instant>,
    /// The client's last message that we did not answer.
    waiting: Option<Instant>,
    last: Option<Instant>,
    /// Unanswered messages of the client that no clock could start for.
    is_overheard: bool,
    /// Unanswered public messages on an open ticket.
    is_heard: bool,
}

impl Talk {
    fn of(events: &[Event]) -> Self {
        let mut talk = Self::default();
        let mut status = Status::New;
        for event in events {
            let spoken = message(event);
            let was_open = status.is_open();
            status = status_after(status, event);
            if let Some((by, public)) = spoken {
                talk.hear(event.at, by, public, status);
            }
            if was_open && !status.is_open() {
                // Solving answers what was said until then.
                (talk.is_heard, talk.is_overheard) = (false, false);
            }
        }
        talk
    }

    fn hear(&mut self, at: Instant, by: Side, public: bool, status: Status) {
        self.last = Some(at);
        match by {
            Side::EndUser => {
                self.waiting = Some(at);
                if public && status.is_open() {
                    self.is_heard = true;
                } else {
                    self.is_overheard = true;
                }
            }
            Side::Agent if public => {
                self.replied = Some(at);
                self.waiting = None;
                (self.is_heard, self.is_overheard) = (false, false);
            }
            Side::Agent | Side::System => {}
        }
    }

    fn is_unclocked(&self, open: &[Clock]) -> bool {
        self.is_overheard || (self.is_heard && open.is_empty())
    }
}
