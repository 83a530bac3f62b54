//! Comments, and audits with what they changed.

use std::borrow::Cow;

use super::checks::author;
use super::rows::{Event, Events, File, Row};
use crate::domain::Instant;
use crate::domain::tickets::records::{EntryRecord, RemoteId};
use crate::domain::tickets::{Attachment, EntryKind, FieldChange, Source};
use crate::formats::export::Fault;
use crate::formats::hypertext;
use crate::formats::kept::{MAX_NAME_CHARS, MAX_TAG_CHARS, Notes, limited, stored};
use crate::formats::members::value::Value;
use crate::formats::members::{flag, id, instant, text, whole};
use crate::formats::rfc3339;

/// A row that is a comment.
pub(super) fn comment_row(row: Row<'_>, notes: &mut Notes) -> Result<EntryRecord, Fault> {
    let ticket = ticket_id(&row)?;
    let event = Event {
        id: row.id,
        author_id: row.author_id,
        body: row.body,
        plain_body: row.plain_body,
        html_body: row.html_body,
        public: row.public,
        attachments: row.attachments,
        created_at: row.created_at,
        ..Event::default()
    };
    comment(&event, ticket, None, notes)
}

fn ticket_id(row: &Row<'_>) -> Result<RemoteId, Fault> {
    id(&row.ticket_id, "ticket_id")?.ok_or_else(|| Fault::missing("ticket_id"))
}

/// What an audit says of the comments and changes in it.
#[derive(Clone, Copy)]
pub(super) struct Audit {
    at: Instant,
    author: Option<RemoteId>,
}

/// A comment on its own, in a ticket, or in an audit, whose time and author stand for missing ones.
pub(super) fn comment(
    event: &Event<'_>,
    ticket: RemoteId,
    audit: Option<Audit>,
    notes: &mut Notes,
) -> Result<EntryRecord, Fault> {
    let at = instant(&event.created_at, "created_at")?
        .or(audit.map(|audit| audit.at))
        .ok_or_else(|| Fault::missing("created_at"))?;
    let by = match &event.author_id {
        Value::Absent => audit.and_then(|audit| audit.author),
        given => author(given, "author_id")?,
    };
    let body = body(event)?;
    // Zendesk's own default: a comment is public unless it says otherwise.
    let public = flag(&event.public, "public")?
        .or(flag(&event.comment_public, "comment_public")?)
        .unwrap_or(true);
    let mut attachments = Vec::with_capacity(event.attachments.0.len());
    for (place, file) in event.attachments.0.iter().enumerate() {
        let file = attachment(file, notes);
        attachments.push(file.map_err(|fault| fault.within("attachments", place))?);
    }
    Ok(EntryRecord {
        source: Source::Zendesk,
        id: whole(&event.id, "id")?.ok_or_else(|| Fault::missing("id"))?,
        ticket,
        at,
        kind: if public {
            EntryKind::Reply
        } else {
            EntryKind::Note
        },
        author: by,
        public,
        text: stored(&body, notes),
        changes: Vec::new(),
        attachments,
        version: 0,
    })
}

/// What a comment says, as text: Zendesk's own plain text if there is one.
fn body<'e>(event: &'e Event<'_>) -> Result<Cow<'e, str>, Fault> {
    let members = [
        ("plain_body", &event.plain_body),
        ("body", &event.body),
        ("html_body", &event.html_body),
    ];
    for (name, member) in members {
        if let Some(said) = text(member, name)?.filter(|said| !said.trim().is_empty()) {
            return Ok(hypertext::readable(said));
        }
    }
    // Blanks alone stay what they are.
    let plain = text(&event.plain_body, "plain_body")?.filter(|text| !text.is_empty());
    let body = text(&event.body, "body")?;
    Ok(Cow::Borrowed(plain.or(body).unwrap_or_default()))
}

fn attachment(file: &File<'_>, notes: &mut Notes) -> Result<Attachment, Fault> {
    let name = stored(
        text(&file.file_name, "file_name")?.unwrap_or_default(),
        notes,
    );
    let size = whole(&file.size, "size")?.and_then(|bytes| u64::try_from(bytes).ok());
    Ok(Attachment {
        name: limited(&name, MAX_NAME_CHARS, "file_name", notes),
        size,
    })
}

/// A row that is an audit: its comments, and one entry with all that it changed.
pub(super) fn audit(row: &Row<'_>, notes: &mut Notes) -> Result<Vec<EntryRecord>, Fault> {
    let audit_id = whole(&row.id, "id")?.ok_or_else(|| Fault::missing("id"))?;
    let ticket = ticket_id(row)?;
    let by = if row.updater_id.is_present() {
        author(&row.updater_id, "updater_id")?
    } else {
        author(&row.author_id, "author_id")?
    };
    let at = match instant(&row.created_at, "created_at")? {
        Some(at) => at,
        None => timestamp(&row.timestamp)?,
    };
    let about = Audit { at, author: by };
    let mut entries = Vec::new();
    let mut changes = Vec::new();
    let (member, events) = match (&row.child_events, &row.events) {
        (Some(events), _) => ("child_events", events),
        (None, Some(events)) => ("events", events),
        (None, None) => return Err(Fault::missing("child_events")),
    };
    read_events(events, ticket, about, &mut entries, &mut changes, notes)
        .map_err(|(place, fault)| fault.within(member, place))?;
    if !changes.is_empty() {
        let status = changes.iter().any(|change| change.field == "status");
        entries.push(EntryRecord {
            source: Source::Zendesk,
            id: audit_id,
            ticket,
            at,
            kind: if status {
                EntryKind::Status
            } else {
                EntryKind::Field
            },
            author: by,
            public: false,
            text: String::new(),
            changes,
            attachments: Vec::new(),
            version: 0,
        });
    }
    Ok(entries)
}

/// Reads the events of an audit; the error says which of them is wrong.
fn read_events(
    events: &Events<'_>,
    ticket: RemoteId,
    audit: Audit,
    entries: &mut Vec<EntryRecord>,
    changes: &mut Vec<FieldChange>,
    notes: &mut Notes,
) -> Result<(), (usize, Fault)> {
    for (place, event) in events.0.iter().enumerate() {
        let named = |fault| (place, fault);
        let kind = if event.happened.is_some() {
            text(&event.happened, "event_type")
        } else {
            text(&event.kind, "type")
        };
        match kind.map_err(named)? {
            // Without the sideload of comments only their presence is told.
            Some("Comment" | "VoiceComment")
                if event.body.is_some()
                    || event.plain_body.is_some()
                    || event.html_body.is_some() =>
            {
                entries.push(comment(event, ticket, Some(audit), notes).map_err(named)?);
            }
            Some("Change") => read_change(event, changes, notes).map_err(named)?,
            // A creation says what the ticket's row says; the rest is bookkeeping of Zendesk.
            _ => {}
        }
    }
    Ok(())
}

/// Unix seconds, where an event has no written time.
fn timestamp(value: &Value<'_>) -> Result<Instant, Fault> {
    let seconds = whole(value, "timestamp")?.ok_or_else(|| Fault::missing("created_at"))?;
    rfc3339::from_seconds(seconds)
        .ok_or_else(|| Fault::of("timestamp", "is no time before 2200 in seconds since 1970"))
}

/// Adds what a change event changed.
fn read_change(
    event: &Event<'_>,
    changes: &mut Vec<FieldChange>,
    notes: &mut Notes,
) -> Result<(), Fault> {
    let before = &event.previous_value;
    if let Some(name) = text(&event.field_name, "field_name")? {
        let field = field_of(name, notes);
        changes.push(change(field, before, &event.value, notes));
        return Ok(());
    }
    let members = [
        ("status", &event.status),
        ("priority", &event.priority),
        ("assignee_id", &event.assignee_id),
        ("group_id", &event.group_id),
        ("requester_id", &event.requester_id),
        ("organization_id", &event.organization_id),
        ("subject", &event.subject),
        ("tags", &event.tags),
    ];
    for (name, value) in members {
        if value.is_present() {
            changes.push(change(field_of(name, notes), before, value, notes));
        }
    }
    // `type` is the changed field only where it does not say what sort of event this is.
    if event.happened.is_some() && event.kind.is_present() {
        changes.push(change(field_of("type", notes), before, &event.kind, notes));
    }
    for (field, value) in event
        .custom_ticket_fields
        .0
        .iter()
        .flat_map(|pairs| &pairs.0)
    {
        changes.push(change(field_of(field, notes), before, value, notes));
    }
    Ok(())
}

/// Our name for a field of Zendesk; custom fields stand as `cf.ID`.
fn field_of(name: &str, notes: &mut Notes) -> String {
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!(
            "cf.{}",
            limited(name, MAX_TAG_CHARS, "a field's name", notes)
        );
    }
    match name {
        "assignee_id" => "assignee".to_owned(),
        "group_id" => "group".to_owned(),
        "requester_id" => "requester".to_owned(),
        "organization_id" => "organization".to_owned(),
        "type" => "kind".to_owned(),
        other => limited(other, MAX_TAG_CHARS, "a field's name", notes),
    }
}

fn change(field: String, from: &Value<'_>, to: &Value<'_>, notes: &mut Notes) -> FieldChange {
    let status = field == "status";
    let mut shown = |value: &Value<'_>| {
        let value = stored(&value.shown()?, notes);
        Some(if status && value == "hold" {
            "on_hold".to_owned()
        } else {
            value
        })
    };
    FieldChange {
        from: shown(from),
        to: shown(to),
        field,
    }
}
