//! What can be asked about tickets, and what the store answers.

use std::sync::Arc;

use super::clocks::{Clock, ClockState};
use super::filter::selection::Selection;
use super::ticket::{Entry, Person, Priority, Source, Status, Ticket, TicketId, handle, number};
use crate::domain::Instant;

/// A question about tickets.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// One window of a list.
    Page(PageRequest),
    /// How many tickets match, exactly.
    Count(Selection),
    /// One ticket with its timeline.
    Thread(TicketId),
    /// Several tickets with their timelines, in the order given; missing ones are left out.
    Threads(Vec<TicketId>),
    /// Whole tickets by id, in the order given; missing ones are left out.
    Full(Vec<TicketId>),
    /// The ticket that a handle names.
    Locate(Handle),
    /// The tickets whose number begins with these digits.
    Numbered {
        /// The digits, as they are typed.
        digits: String,
        /// At most this many.
        limit: u32,
    },
    /// The people whose name or address has all of these words in it, best first.
    People {
        /// The words, as they are typed.
        text: String,
        /// At most this many.
        limit: u32,
    },
    /// Whether the store holds any ticket at all.
    Any,
}

/// The store's answer; each variant belongs to the question of its name.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// To [`Query::Page`].
    Page(Page),
    /// To [`Query::Count`].
    Count(u64),
    /// To [`Query::Thread`]; none if there is no such ticket.
    Thread(Option<Box<Thread>>),
    /// To [`Query::Threads`].
    Threads(Vec<Thread>),
    /// To [`Query::Full`].
    Full(Vec<Ticket>),
    /// To [`Query::Locate`].
    Locate(Option<TicketId>),
    /// To [`Query::Numbered`].
    Numbered(Vec<ListRow>),
    /// To [`Query::People`].
    People(Vec<Person>),
    /// To [`Query::Any`].
    Any(bool),
}

/// What a list is sorted by, of one row. Within one list all are of one kind; text is ordered by
/// its bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    /// Seconds, a code or an id.
    Number(i64),
    /// The beginning of a text, as [`super::words::sort_key`] makes it.
    Text(Arc<str>),
}

/// A place in a sorted list: the sort column's value, then the id. Unique and total.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Value of the sort column.
    pub sort: SortKey,
    /// The ticket there.
    pub id: TicketId,
}

/// Where a window starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At the first row of the list.
    Start,
    /// So that its last row is the list's last row.
    End,
    /// Just after this place.
    After(Position),
    /// Ends just before this place.
    Before(Position),
    /// At this place, or at the next one if the row has gone.
    From(Position),
    /// At this ticket, wherever it stands now; at the start if it has left the list.
    Ticket(TicketId),
}

/// A request for one window of a list. Windows are keyset-paged: their cost does not depend
/// on how far down they are.
#[derive(Clone, Debug, PartialEq)]
pub struct PageRequest {
    /// Which tickets, in which order.
    pub selection: Selection,
    /// Where the window starts.
    pub anchor: Anchor,
    /// At most this many rows.
    pub limit: u32,
}

/// One window of a list, rows in list order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<ListRow>,
    /// True if nothing stands before the first row.
    pub at_start: bool,
    /// True if nothing stands after the last row.
    pub at_end: bool,
}

/// A ticket as one row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRow {
    /// Local id.
    pub id: TicketId,
    /// Value of the column the list is sorted by.
    pub sort: SortKey,
    /// Where it lives.
    pub source: Source,
    /// Its id there.
    pub external_id: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// How pressing it is.
    pub priority: Option<Priority>,
    /// Subject as it came in.
    pub subject: String,
    /// The requester's organization, or the requester.
    pub client: String,
    /// Who works on it: a name, empty for nobody.
    pub assignee: String,
    /// Who asked: a name or an address.
    pub requester: String,
    /// Payment method, lower case; empty if none is named.
    pub method: String,
    /// Its clocks in short.
    pub clock: RowClock,
    /// When it comes back by itself.
    pub snoozed_until: Option<Instant>,
    /// Made at.
    pub created_at: Instant,
    /// Last changed at.
    pub updated_at: Instant,
    /// True while a change of ours waits in the outbox.
    pub dirty: bool,
    /// True if a note is being written.
    pub draft: bool,
}

/// The clocks of a ticket in short, as they stood when something last happened to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowClock {
    /// When the next clock that runs is due: past, it is breached.
    pub due_at: Option<Instant>,
    /// True if a clock stands still.
    pub is_paused: bool,
    /// True if a clock is breached though no due instant says so: one that stands still past its
    /// target, or runs on with a breach that a change left standing.
    pub is_breached: bool,
    /// True if the client's last message started no clock.
    pub is_unclocked: bool,
}

/// Seconds before it is due from which a clock is soon due.
const SOON: i64 = 60 * 60;

/// How pressing a clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Too late.
    Breached,
    /// Due within the hour.
    Soon,
    /// It runs.
    Runs,
    /// It stands still.
    Paused,
    /// Its ticket comes back by itself, and needs nobody until then.
    Snoozed,
}

impl Press {
    /// That of a clock that is open with so many seconds left.
    pub fn of(clock: &Clock, left: i64) -> Self {
        if clock.breached_at.is_some() || left < 0 {
            Self::Breached
        } else if clock.state == ClockState::Paused {
            Self::Paused
        } else {
            Self::running(left)
        }
    }

    const fn running(left: i64) -> Self {
        if left < SOON { Self::Soon } else { Self::Runs }
    }
}

impl RowClock {
    /// How pressing the clocks are at an instant; none where none is open.
    pub fn press(&self, now: Instant) -> Option<Press> {
        let left = self.due_at.map(|due| (due - now).num_seconds());
        match left {
            _ if self.is_breached => Some(Press::Breached),
            Some(..0) => Some(Press::Breached),
            Some(left) => Some(Press::running(left)),
            None => self.is_paused.then_some(Press::Paused),
        }
    }
}

impl ListRow {
    /// How pressing it is at an instant; none where no clock is open.
    pub fn press(&self, now: Instant) -> Option<Press> {
        match self.comes_back(now) {
            Some(_) => Some(Press::Snoozed),
            None => self.clock.press(now),
        }
    }

    /// When it comes back by itself, if it has not yet.
    pub fn comes_back(&self, now: Instant) -> Option<Instant> {
        self.snoozed_until.filter(|until| *until > now)
    }

    /// This row's place in the list.
    pub fn position(&self) -> Position {
        Position {
            sort: self.sort.clone(),
            id: self.id,
        }
    }

    /// The number people call it by: the helpdesk's, or the local one.
    pub fn number(&self) -> String {
        number(self.external_id.as_deref(), self.id)
    }

    /// The name by which commands know it.
    pub fn handle(&self) -> String {
        handle(self.source, self.external_id.as_deref(), self.id)
    }
}

/// A ticket with its timeline, oldest entry first.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    /// The ticket.
    pub ticket: Ticket,
    /// Its timeline.
    pub entries: Vec<Entry>,
    /// The note being written, if any.
    pub draft: Option<String>,
}

/// What names one ticket: `17`, `zd:35436`, `fd:5001`, `#48213`, or a helpdesk's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handle {
    /// A local id.
    Local(i64),
    /// A helpdesk's id.
    Remote(Source, String),
    /// `#48213`: the helpdesk's number if one has it, else the local id.
    Number(String),
}

impl Handle {
    /// Reads a handle; none if the text names no ticket.
    ///
    /// ```
    /// use paydesk::domain::tickets::{Handle, Source};
    /// assert_eq!(Handle::parse("zd:35436"), Some(Handle::Remote(Source::Zendesk, "35436".into())));
    /// assert_eq!(Handle::parse("https://acme.zendesk.com/agent/tickets/7"), Some(Handle::Remote(Source::Zendesk, "7".into())));
    /// assert_eq!(Handle::parse("refund missing"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(number) = text.strip_prefix('#') {
            return digits(number).map(Self::Number);
        }
        if let Some(id) = text.strip_prefix("zd:") {
            return digits(id).map(|id| Self::Remote(Source::Zendesk, id));
        }
        if let Some(id) = text.strip_prefix("fd:") {
            return digits(id).map(|id| Self::Remote(Source::Freshdesk, id));
        }
        if text.starts_with("https://") || text.starts_with("http://") {
            return Self::from_url(text);
        }
        digits(text).and_then(|id| id.parse().ok()).map(Self::Local)
    }

    /// `https://HOST/agent/tickets/ID`, `/api/v2/tickets/ID.json` (Zendesk), `/a/tickets/ID` (Freshdesk).
    fn from_url(url: &str) -> Option<Self> {
        let (_, after) = url.split_once("/tickets/")?;
        let id: String = after.chars().take_while(char::is_ascii_digit).collect();
        let source = if url.contains("/a/tickets/") || url.contains(".freshdesk.com/") {
            Source::Freshdesk
        } else {
            Source::Zendesk
        };
        digits(&id).map(|id| Self::Remote(source, id))
    }
}

/// The text if it is 1 to 18 ASCII digits, so that it fits the store's integers.
fn digits(text: &str) -> Option<String> {
    let fits = !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_late_is_late_whatever_is_still_due() {
        let now = Instant::UNIX_EPOCH;
        let due = |seconds| RowClock {
            due_at: Some(now + chrono::TimeDelta::seconds(seconds)),
            ..RowClock::default()
        };
        assert_eq!(due(-1).press(now), Some(Press::Breached));
        assert_eq!(due(SOON - 1).press(now), Some(Press::Soon));
        assert_eq!(due(SOON).press(now), Some(Press::Runs));
        let breached = RowClock {
            is_breached: true,
            ..due(9 * SOON)
        };
        assert_eq!(breached.press(now), Some(Press::Breached));
        let paused = RowClock {
            is_paused: true,
            ..RowClock::default()
        };
        assert_eq!(paused.press(now), Some(Press::Paused));
        assert_eq!(RowClock::default().press(now), None);
    }

    #[test]
    fn handles_are_read_and_nothing_else_is() {
        assert_eq!(Handle::parse(" 17 "), Some(Handle::Local(17)));
        assert_eq!(
            Handle::parse("#48213"),
            Some(Handle::Number("48213".into()))
        );
        assert_eq!(
            Handle::parse("fd:5001"),
            Some(Handle::Remote(Source::Freshdesk, "5001".into()))
        );
        assert_eq!(
            Handle::parse("https://x.freshdesk.com/a/tickets/9?x=1"),
            Some(Handle::Remote(Source::Freshdesk, "9".into()))
        );
        for not_one in [
            "",
            "#",
            "zd:",
            "zd:1x",
            "1 2",
            "99999999999999999999",
            "https://x.zendesk.com/hc",
            "-4",
        ] {
            assert_eq!(Handle::parse(not_one), None, "{not_one}");
        }
    }
}
