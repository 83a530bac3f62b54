//! One event of a line.

use super::loose::{Loose, RawEvent, none_of};
use super::{Fault, Shared};
use crate::domain::tickets::Status;
use crate::domain::tickets::clocks::{Event, EventKind, Side};

/// The kinds of events.
const KINDS: [&str; 8] = [
    "created",
    "comment",
    "side_comment",
    "status",
    "priority",
    "policy",
    "schedule",
    "merged",
];

/// Checks an event.
pub(super) fn read(raw: &RawEvent<'_>, shared: &mut Shared) -> Result<Event, Fault> {
    let at = raw.at.instant("at")?;
    let kind = match raw
        .kind
        .text("kind", "write what happened, as \"comment\"")?
    {
        "created" => EventKind::Created {
            by: side(&raw.by)?,
            public: public(&raw.public)?,
            status: status(&raw.status)?.unwrap_or(Status::New),
            priority: match &raw.priority {
                Loose::Absent => None,
                given => given.priority("priority")?,
            },
        },
        "comment" => EventKind::Comment {
            by: side(&raw.by)?,
            public: public(&raw.public)?,
            status: status(&raw.status)?,
        },
        "side_comment" => EventKind::SideComment {
            by: side(&raw.by)?,
            public: public(&raw.public)?,
        },
        "status" => EventKind::Status(raw.status.status("status")?),
        "priority" => EventKind::Priority(raw.priority.priority("priority")?),
        "policy" => match raw.policy {
            Some(text) => EventKind::Policy(shared.policy(text)?),
            None => return Err(missing("policy")),
        },
        "schedule" => match raw.schedule {
            Some(text) => EventKind::Schedule(shared.schedule(text)?),
            None => return Err(missing("schedule")),
        },
        "merged" => EventKind::Merged,
        other => return Err(none_of("kind", other, KINDS.into_iter(), "kind")),
    };
    Ok(Event { at, kind })
}

fn missing(member: &str) -> Fault {
    Fault::new(member, "is missing; write the new one, or null for none")
}

fn side(by: &Loose<'_>) -> Result<Side, Fault> {
    let name = by.text("by", "write end_user, agent or system")?;
    let found = Side::ALL.into_iter().find(|side| side.name() == name);
    let names = Side::ALL.iter().map(|side| side.name());
    found.ok_or_else(|| none_of("side", name, names, "by"))
}

/// Messages are public unless they say otherwise.
fn public(public: &Loose<'_>) -> Result<bool, Fault> {
    if public.is_unsaid() {
        return Ok(true);
    }
    public.flag("public")
}

fn status(status: &Loose<'_>) -> Result<Option<Status>, Fault> {
    if status.is_unsaid() {
        return Ok(None);
    }
    status.status("status").map(Some)
}
