//! Tickets as texts that are copied: into a mail, a chat, an issue, a script.
//!
//! What comes from outside is made safe by whoever hands the text on.

use std::fmt::Write as _;

use chrono::SecondsFormat;

use super::mentions::{Mention, mentions};
use super::ticket::{Person, Priority, Ticket};
use super::{Entry, Thread};
use crate::domain::{Instant, text};

/// Most bytes of one copy: terminals refuse more, and nobody reads it.
pub const MAX_BYTES: usize = 100 * 1024;

/// The columns of the table.
const HEADS: [&str; 7] = [
    "ticket", "status", "priority", "client", "subject", "assignee", "updated",
];

/// The payment references that a ticket's subject and messages name, each once, in their order.
pub fn references(thread: &Thread) -> Vec<&str> {
    let mut found = Vec::new();
    for text in texts(thread) {
        for mention in mentions(text) {
            if let Mention::Reference(reference) = mention
                && !found.contains(&reference)
            {
                found.push(reference);
            }
        }
    }
    found
}

/// The first error code that a ticket's subject or messages name.
pub fn code(thread: &Thread) -> Option<&str> {
    let mut all = texts(thread).flat_map(mentions);
    all.find_map(|mention| match mention {
        Mention::Code(code) => Some(code),
        _ => None,
    })
}

fn texts(thread: &Thread) -> impl Iterator<Item = &str> {
    let said = |entry: &Entry| !entry.text.is_empty();
    let messages = thread.entries.iter().filter(move |entry| said(entry));
    std::iter::once(&*thread.ticket.subject).chain(messages.map(|entry| &*entry.text))
}

/// What a person is called; empty for nobody.
fn name(person: Option<&Person>) -> &str {
    person.and_then(Person::called).unwrap_or_default()
}

fn client(ticket: &Ticket) -> &str {
    let person = ticket.requester.as_ref();
    let organization = person.and_then(|person| person.organization.as_deref());
    organization.unwrap_or_else(|| name(person))
}

fn stamp(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A Markdown table, one row a ticket; numbers are links where the helpdesk's page is known. Ends
/// before [`MAX_BYTES`]; returns how many tickets it holds.
pub fn table(tickets: &[Ticket]) -> (String, usize) {
    let mut table = format!("| {} |\n", HEADS.join(" | "));
    let rule = ["---"; HEADS.len()];
    let _infallible = writeln!(table, "|{}|", rule.join("|"));
    let mut rows = 0;
    for ticket in tickets {
        let number = match &ticket.url {
            Some(url) => format!("[#{}]({})", ticket.number(), cell(url)),
            None => format!("#{}", ticket.number()),
        };
        let cells = [
            number,
            ticket.status.label().to_owned(),
            ticket
                .priority
                .map_or_else(String::new, |one| one.name().to_owned()),
            cell(client(ticket)),
            cell(&ticket.subject),
            cell(name(ticket.assignee.as_ref())),
            stamp(ticket.updated_at),
        ];
        let row = format!("| {} |\n", cells.join(" | "));
        if table.len() + row.len() > MAX_BYTES {
            break;
        }
        table.push_str(&row);
        rows += 1;
    }
    (table, rows)
}

/// A text in one line that ends no cell.
fn cell(text: &str) -> String {
    text::line(text).replace('\\', "\\\\").replace('|', "\\|")
}

/// A JSON list, one object a ticket, members named as in `--json`. Ends before [`MAX_BYTES`];
/// returns how many tickets it holds.
pub fn json(tickets: &[Ticket]) -> (String, usize) {
    let mut list = "[".to_owned();
    let mut objects = 0;
    for ticket in tickets {
        let object = object(ticket);
        // The comma, the line end and the bracket that closes the list.
        if list.len() + object.len() + 4 > MAX_BYTES {
            break;
        }
        list.push_str(if objects > 0 { ",\n " } else { "\n " });
        list.push_str(&object);
        objects += 1;
    }
    list.push_str("\n]\n");
    (list, objects)
}

fn object(ticket: &Ticket) -> String {
    let maybe = |text: Option<&str>| text.map_or_else(|| "null".to_owned(), quoted);
    let list = |texts: &[String]| {
        let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
        format!("[{}]", texts.join(","))
    };
    let requester = ticket.requester.as_ref();
    let members = [
        ("id", ticket.id.0.to_string()),
        ("source", quoted(ticket.source.name())),
        ("external_id", maybe(ticket.external_id.as_deref())),
        ("url", maybe(ticket.url.as_deref())),
        ("subject", quoted(&ticket.subject)),
        ("kind", quoted(ticket.kind.name())),
        ("status", quoted(ticket.status.name())),
        ("priority", maybe(ticket.priority.map(Priority::name))),
        ("requester", maybe(requester.map(|one| name(Some(one))))),
        ("client", quoted(client(ticket))),
        (
            "assignee",
            maybe(ticket.assignee.as_ref().map(|one| name(Some(one)))),
        ),
        ("group", maybe(ticket.group.as_deref())),
        ("tags", list(&ticket.tags)),
        ("merchant", maybe(ticket.merchant.as_deref())),
        ("method", maybe(ticket.method.as_deref())),
        ("created_at", quoted(&stamp(ticket.created_at))),
        ("updated_at", quoted(&stamp(ticket.updated_at))),
        ("jira", list(&ticket.jira)),
    ];
    let members = members.map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", members.join(","))
}

/// A JSON string that is harmless for a terminal too.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || text::needs_json_escape(c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _infallible = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tickets::{EntryId, EntryKind, Kind, Role, Source, Status, TicketId};
    use chrono::{TimeZone, Utc};

    fn at() -> Instant {
        Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap()
    }

    fn ticket(subject: &str) -> Ticket {
        Ticket {
            id: TicketId(7),
            source: Source::Zendesk,
            external_id: Some("48213".into()),
            url: Some("https://acme.zendesk.com/agent/tickets/48213".into()),
            subject: subject.into(),
            kind: Kind::Incident,
            status: Status::OnHold,
            priority: Some(Priority::High),
            requester: Some(Person {
                name: String::new(),
                email: Some("ops@acme.example".into()),
                organization: None,
                role: Role::EndUser,
            }),
            assignee: None,
            group: None,
            tags: vec!["a\"b".into()],
            merchant: None,
            method: Some("blik".into()),
            created_at: at(),
            updated_at: at(),
            solved_at: None,
            jira: Vec::new(),
            dirty: false,
        }
    }

    fn thread(subject: &str, body: &str) -> Thread {
        Thread {
            ticket: ticket(subject),
            entries: vec![Entry {
                id: EntryId(1),
                at: at(),
                kind: EntryKind::Reply,
                author: None,
                public: true,
                text: body.into(),
                changes: Vec::new(),
                attachments: Vec::new(),
            }],
            draft: None,
        }
    }

    #[test]
    fn references_stand_once_and_the_first_code_counts() {
        let thread = thread(
            "charge_X0O78kT fails",
            "charge_X0O78kT and charge_9ZyXwVu: PROVIDER_ERROR, then AC04",
        );
        assert_eq!(references(&thread), ["charge_X0O78kT", "charge_9ZyXwVu"]);
        assert_eq!(code(&thread), Some("PROVIDER_ERROR"));
    }

    #[test]
    fn a_cell_never_ends_its_row_and_json_stays_json() {
        let hostile = ticket("a | b\nc \u{202e}\\ \"d\" \u{1b}[2J");
        let (table, rows) = table(std::slice::from_ref(&hostile));
        assert_eq!((rows, table.lines().count()), (1, 3));
        let row = table.lines().last().unwrap();
        assert_eq!(row.replace("\\|", "").matches('|').count(), HEADS.len() + 1);
        assert!(row.contains("[#48213](https://acme.zendesk.com/agent/tickets/48213)"));
        let (json, objects) = json(&[hostile]);
        assert_eq!(objects, 1);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read[0]["subject"], "a | b\nc \u{202e}\\ \"d\" \u{1b}[2J");
        assert_eq!(read[0]["tags"][0], "a\"b");
        assert_eq!(read[0]["priority"], "high");
        assert!(!json.contains('\u{1b}') && !json.contains('\u{202e}'));
    }

    #[test]
    fn a_copy_is_bounded_between_tickets() {
        let many = vec![ticket(&"x".repeat(1_000)); 300];
        for (text, held) in [table(&many), json(&many)] {
            assert!(text.len() <= MAX_BYTES && held < 300 && held > 50, "{held}");
        }
        let (text, _) = json(&many);
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}
