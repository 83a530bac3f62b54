//! A ticket with its timeline as it may leave the desk, and the words all its documents share.
//!
//! Documents are made from a [`Case`] and from nothing else, so none can be made that holds a
//! whole card number.

use crate::domain::tickets::{Attachment, Entry, EntryKind, FieldChange, Person, Thread, Ticket};
use crate::domain::zone::Zone;
use crate::domain::{moment, redact};

/// A thread whose card numbers are masked.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    thread: Thread,
    masked: usize,
}

impl Case {
    /// Masks the card numbers of a thread, wherever a person or a helpdesk may have put one.
    pub fn new(mut thread: Thread) -> Self {
        let mut masked = 0;
        let ticket = &mut thread.ticket;
        let single = [&mut ticket.merchant, &mut ticket.group, &mut ticket.url];
        let texts = std::iter::once(&mut ticket.subject)
            .chain(single.into_iter().flatten())
            .chain(&mut ticket.tags);
        for text in texts {
            mask(text, &mut masked);
        }
        for person in [&mut ticket.requester, &mut ticket.assignee] {
            mask_person(person.as_mut(), &mut masked);
        }
        for entry in &mut thread.entries {
            mask(&mut entry.text, &mut masked);
            mask_person(entry.author.as_mut(), &mut masked);
            for change in &mut entry.changes {
                for value in [&mut change.from, &mut change.to].into_iter().flatten() {
                    mask(value, &mut masked);
                }
            }
            for attachment in &mut entry.attachments {
                mask(&mut attachment.name, &mut masked);
            }
        }
        // A note that is being written is nobody else's business yet.
        thread.draft = None;
        Self { thread, masked }
    }

    /// The ticket and its timeline.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// How many card numbers were masked.
    pub fn masked(&self) -> usize {
        self.masked
    }
}

fn mask(text: &mut String, masked: &mut usize) {
    let (safe, count) = redact::mask_pans(text);
    if count > 0 {
        *masked += count;
        *text = safe.into_owned();
    }
}

fn mask_person(person: Option<&mut Person>, masked: &mut usize) {
    if let Some(person) = person {
        mask(&mut person.name, masked);
    }
}

/// A person: name and address, or whichever is known.
pub fn person(person: &Person) -> String {
    match (&person.email, person.name.is_empty()) {
        (Some(email), false) if *email != person.name => format!("{} <{email}>", person.name),
        (Some(email), _) => email.clone(),
        (None, false) => person.name.clone(),
        (None, true) => "unknown".to_owned(),
    }
}

/// Who did an entry; what nobody signed was done by the helpdesk itself.
pub fn author(entry: &Entry) -> String {
    entry.author.as_ref().map_or("system".to_owned(), person)
}

/// What an entry is and who sees it: "reply, public", "note, internal", "status".
pub fn sort(entry: &Entry) -> String {
    match (entry.kind, entry.public) {
        (EntryKind::Reply | EntryKind::Note, true) => format!("{}, public", entry.kind.name()),
        (EntryKind::Reply | EntryKind::Note, false) => format!("{}, internal", entry.kind.name()),
        (kind, _) => kind.name().replace('_', " "),
    }
}

/// A field's change: "status: open -> pending".
pub fn change(change: &FieldChange) -> String {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    format!(
        "{}: {} -> {}",
        change.field,
        value(&change.from),
        value(&change.to)
    )
}

/// An attached file: its name, and its size where that is known.
pub fn attachment(file: &Attachment) -> String {
    match file.size {
        Some(bytes) => format!("attached: {} ({bytes} bytes)", file.name),
        None => format!("attached: {}", file.name),
    }
}

/// The facts of a ticket as pairs of label and value; what is not known is left out.
pub fn facts(ticket: &Ticket, zone: &Zone) -> Vec<(&'static str, String)> {
    let organization = ticket.requester.as_ref();
    let organization = organization.and_then(|requester| requester.organization.clone());
    let all = [
        ("Status", Some(ticket.status.label().to_owned())),
        ("Priority", ticket.priority.map(|p| p.name().to_owned())),
        ("Kind", Some(ticket.kind.name().replace('_', " "))),
        ("Requester", ticket.requester.as_ref().map(person)),
        ("Organization", organization),
        ("Assignee", ticket.assignee.as_ref().map(person)),
        ("Group", ticket.group.clone()),
        ("Tags", Some(ticket.tags.join(", "))),
        ("Merchant", ticket.merchant.clone()),
        ("Method", ticket.method.clone()),
        ("Jira", Some(ticket.jira.join(", "))),
        ("Created", Some(moment::full(ticket.created_at, zone))),
        ("Updated", Some(moment::full(ticket.updated_at, zone))),
        ("Solved", ticket.solved_at.map(|at| moment::full(at, zone))),
    ];
    all.into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// A ticket and its thread for the tests of the writers.
#[cfg(test)]
pub(super) mod sample {
    use super::*;
    use crate::domain::Instant;
    use crate::domain::tickets::{EntryId, Kind, Priority, Role, Source, Status, TicketId};
    use chrono::{TimeZone, Utc};

    pub(crate) fn at(hour: u32) -> Instant {
        Utc.with_ymd_and_hms(2026, 4, 27, hour, 47, 0).unwrap()
    }

    pub(crate) fn someone(name: &str, email: &str) -> Person {
        Person {
            name: name.into(),
            email: Some(email.into()),
            organization: Some("Acme & Söhne".into()),
            role: Role::EndUser,
        }
    }

    pub(crate) fn thread(subject: &str, text: &str) -> Thread {
        let entry = |id, kind, public, text: &str| Entry {
            id: EntryId(id),
            at: at(8),
            kind,
            author: Some(someone("Ana Ruiz", "ana@example.com")),
            public,
            text: text.into(),
            changes: Vec::new(),
            attachments: vec![Attachment {
                name: "<proof>.pdf".into(),
                size: Some(12),
            }],
        };
        let mut status = entry(3, EntryKind::Status, false, "");
        status.author = None;
        status.attachments.clear();
        status.changes.push(FieldChange {
            field: "status".into(),
            from: Some("open".into()),
            to: Some("pending".into()),
        });
        Thread {
            ticket: Ticket {
                id: TicketId(17),
                source: Source::Zendesk,
                external_id: Some("35436".into()),
                url: Some("https://acme.zendesk.com/agent/tickets/35436".into()),
                subject: subject.into(),
                kind: Kind::PartnerRequest,
                status: Status::Pending,
                priority: Some(Priority::High),
                requester: Some(someone("Ana Ruiz", "ana@example.com")),
                assignee: None,
                group: None,
                tags: vec!["blik".into()],
                merchant: None,
                method: Some("blik".into()),
                created_at: at(7),
                updated_at: at(8),
                solved_at: None,
                jira: Vec::new(),
                dirty: false,
            },
            entries: vec![
                entry(1, EntryKind::Reply, true, text),
                entry(2, EntryKind::Note, false, text),
                status,
            ],
            draft: Some("half".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_never_carries_a_draft() {
        let case = Case::new(sample::thread("Refund", "missing"));
        assert_eq!(case.thread().draft, None);
        assert_eq!(case.masked(), 0);
    }

    #[test]
    fn entries_say_who_sees_them() {
        let thread = sample::thread("Refund", "missing");
        let sorts: Vec<_> = thread.entries.iter().map(sort).collect();
        assert_eq!(sorts, ["reply, public", "note, internal", "status"]);
        assert_eq!(author(&thread.entries[2]), "system");
        assert_eq!(
            change(&thread.entries[2].changes[0]),
            "status: open -> pending"
        );
    }
}
