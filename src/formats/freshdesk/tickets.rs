//! Tickets of an account export and of the API, with the messages their row carries.

use std::borrow::Cow;

use super::people::party;
use super::rows::{Company, File, Note, Person, Row, Stats, Tag};
use crate::domain::tickets::records::{
    EntryRecord, FieldRecord, OrganizationRecord, PersonRecord, RemoteId, Said, TicketRecord, named,
};
use crate::domain::tickets::{Attachment, EntryKind, Kind, Priority, Role, Source, Status};
use crate::formats::export::Fault;
use crate::formats::hypertext;
use crate::formats::kept::{self, MAX_NAME_CHARS, MAX_SUBJECT_CHARS, Notes, limited, stored};
use crate::formats::labels;
use crate::formats::members::value::{Maybe, Pairs, Value};
use crate::formats::members::{flag, id, instant, name, text, whole};

/// The channel of tickets that an agent opened with a mail to a client.
const OUTBOUND: i64 = 10;

pub(super) fn ticket(row: &Row<'_>, notes: &mut Notes) -> Result<TicketRecord, Fault> {
    let id_there = match id(&row.display_id, "display_id")? {
        Some(shown) => shown,
        None => id(&row.id, "id")?.ok_or_else(|| Fault::missing("id"))?,
    };
    let created_at =
        instant(&row.created_at, "created_at")?.ok_or_else(|| Fault::missing("created_at"))?;
    let updated_at = instant(&row.updated_at, "updated_at")?.unwrap_or(created_at);
    let mut ticket = TicketRecord {
        created_at,
        said: Said::CREATED.and(Said::STATUS),
        status: status(row, notes)?,
        deleted: flag(&row.deleted, "deleted")? == Some(true)
            || flag(&row.spam, "spam")? == Some(true),
        ..TicketRecord::new(Source::Freshdesk, id_there, updated_at)
    };
    let mut says = |there: bool, what: Said| {
        if there {
            ticket.said = ticket.said.and(what);
        }
    };
    says(row.subject.is_present(), Said::SUBJECT);
    says(row.priority.is_present(), Said::PRIORITY);
    says(row.requester_id.is_present(), Said::REQUESTER);
    says(row.responder_id.is_present(), Said::ASSIGNEE);
    says(row.group_id.is_present(), Said::TEAM);
    says(
        row.company_id.is_present() || row.company.0.is_some(),
        Said::ORGANIZATION,
    );
    says(row.tags.is_some(), Said::TAGS);
    let kinds = [&row.kind, &row.ticket_type];
    let has_kind = kinds.iter().any(|kind| kind.is_present());
    says(has_kind || row.tags.is_some(), Said::KIND);
    ticket.subject = subject(&row.subject, notes)?;
    ticket.priority = priority(&row.priority)?;
    ticket.tags = tags(row.tags.as_deref().unwrap_or_default(), notes);
    ticket.kind = kind(kinds, &ticket.tags, notes)?;
    people(row, &mut ticket, notes)?;
    ticket.team = id(&row.group_id, "group_id")?;
    company(row, &mut ticket, notes)?;
    fields(row, &mut ticket, notes);
    solved(&row.ticket_states, &mut ticket)?;
    solved(&row.stats, &mut ticket)?;
    messages(row, &mut ticket, notes)?;
    Ok(ticket)
}

fn subject(value: &Value<'_>, notes: &mut Notes) -> Result<String, Fault> {
    let subject = text(value, "subject")?.unwrap_or_default();
    Ok(limited(subject, MAX_SUBJECT_CHARS, "subject", notes))
}

/// The status by its number; of those that accounts add, by its name.
fn status(row: &Row<'_>, notes: &mut Notes) -> Result<Status, Fault> {
    let number = whole(&row.status, "status")?.ok_or_else(|| Fault::missing("status"))?;
    Ok(match number {
        2 => Status::Open,
        3 => Status::Pending,
        4 => Status::Solved,
        5 => Status::Closed,
        0 | 1 => return Err(Fault::of("status", "is below 2, the number of Open")),
        other => match text(&row.status_name, "status_name")? {
            Some(name) => status_named(name, notes),
            // The names that every account has them by.
            None if other == 6 => Status::Pending,
            None if other == 7 => Status::OnHold,
            None => status_named(&other.to_string(), notes),
        },
    })
}

/// The status of this label. One that an account made up waits on somebody who is neither we nor
/// the client: its name is the reason ("With Bank").
pub(super) fn status_named(label: &str, notes: &mut Notes) -> Status {
    if let Some((status, _)) = labels::status(label) {
        return status;
    }
    let label = labels::quoted(label);
    notes
        .counted
        .push(format!("status {label} is read as on_hold"));
    Status::OnHold
}

fn priority(value: &Value<'_>) -> Result<Option<Priority>, Fault> {
    Ok(match whole(value, "priority")? {
        None => None,
        Some(1) => Some(Priority::Low),
        Some(2) => Some(Priority::Normal),
        Some(3) => Some(Priority::High),
        Some(4) => Some(Priority::Urgent),
        Some(_) => return Err(Fault::of("priority", "is none of 1, 2, 3, 4")),
    })
}

fn tags(given: &[Tag<'_>], notes: &mut Notes) -> Vec<String> {
    kept::tags(given.iter().map(Tag::name), "a tag", notes)
}

fn kind(given: [&Value<'_>; 2], tags: &[String], notes: &mut Notes) -> Result<Kind, Fault> {
    let mut word = "";
    for value in given {
        word = text(value, "type")?
            .filter(|word| !word.is_empty())
            .unwrap_or(word);
    }
    Ok(kind_named(word, tags, notes))
}

/// What a ticket is about: a tag that names a kind of this desk goes before Freshdesk's type.
pub(super) fn kind_named(word: &str, tags: &[String], notes: &mut Notes) -> Kind {
    if let Some(kind) = labels::kind_of_tags(tags) {
        return kind;
    }
    match labels::kind(word) {
        Some(kind) => kind,
        None if word.trim().is_empty() => Kind::Inquiry,
        None => {
            let word = labels::quoted(word);
            notes
                .counted
                .push(format!("type {word} is read as inquiry"));
            Kind::Inquiry
        }
    }
}

/// Who asked and who works on it, with what the row tells of them.
fn people(row: &Row<'_>, ticket: &mut TicketRecord, notes: &mut Notes) -> Result<(), Fault> {
    ticket.requester = id(&row.requester_id, "requester_id")?;
    ticket.assignee = id(&row.responder_id, "responder_id")?;
    let inside = |fault: Fault| fault.inside("requester");
    let requester = match &row.requester.0 {
        Some(object) => party(object, None, notes).map_err(inside)?,
        None => party_of(&row.requester_id, &row.requester_name, None, notes)?,
    };
    let responder = party_of(
        &row.responder_id,
        &row.responder_name,
        Some(Role::Agent),
        notes,
    )?;
    for person in [requester, responder].into_iter().flatten() {
        if ticket.people.iter().all(|known| known.id != person.id) {
            ticket.people.push(person);
        }
    }
    Ok(())
}

/// A person of whom the row has the id and the name; none without a name.
fn party_of(
    id_there: &Value<'_>,
    name: &Value<'_>,
    role: Option<Role>,
    notes: &mut Notes,
) -> Result<Option<PersonRecord>, Fault> {
    if !matches!(name, Value::Text(name) if !name.trim().is_empty()) {
        return Ok(None);
    }
    let person = Person {
        id: id_there.clone(),
        name: name.clone(),
        email: Value::Absent,
    };
    party(&person, role, notes)
}

fn company(row: &Row<'_>, ticket: &mut TicketRecord, notes: &mut Notes) -> Result<(), Fault> {
    ticket.organization = id(&row.company_id, "company_id")?;
    let Some(Company {
        id: there,
        name: named,
    }) = &row.company.0
    else {
        return Ok(());
    };
    let inside = |fault: Fault| fault.inside("company");
    let Some(id_there) = id(there, "id").map_err(inside)? else {
        return Ok(());
    };
    ticket.organization = Some(id_there);
    ticket.organization_named = Some(OrganizationRecord {
        source: Source::Freshdesk,
        id: id_there,
        name: name(named, "name", notes).map_err(inside)?,
        partner: false,
        updated_at: None,
    });
    Ok(())
}

/// Values of custom fields under ids made of their names; one without a value takes it away.
fn fields(row: &Row<'_>, ticket: &mut TicketRecord, notes: &mut Notes) {
    let given = [&row.custom_field, &row.custom_fields];
    let given = given.into_iter().filter_map(|pairs| pairs.0.as_ref());
    let mut titles = Vec::new();
    for (key, value) in given.flat_map(|Pairs(pairs)| pairs) {
        let shown = value.shown().unwrap_or_default();
        let field = field(title_of(key), notes);
        ticket.fields.push((field.id, stored(&shown, notes)));
        titles.push(field);
    }
    ticket.fields.sort_by_key(|(id_there, _)| *id_there);
    ticket.fields.dedup_by_key(|(id_there, _)| *id_there);
    ticket.titles = titles.into();
}

/// The name of a custom field as people know it, out of its key: an account export ends it in
/// the account's number, the API begins it with `cf_`.
fn title_of(key: &str) -> &str {
    let key = key.strip_prefix("cf_").unwrap_or(key);
    match key.rsplit_once('_') {
        Some((name, account)) if !name.is_empty() && is_number(account) => name,
        _ => key,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A custom field of this name, whose id is the same for `psp_reference` and "PSP reference".
pub(super) fn field(title: &str, notes: &mut Notes) -> FieldRecord {
    let title = limited(
        &title.replace('_', " "),
        MAX_NAME_CHARS,
        "a field's name",
        notes,
    );
    FieldRecord {
        source: Source::Freshdesk,
        id: named(&title),
        title,
    }
}

fn solved(stats: &Maybe<Stats<'_>>, ticket: &mut TicketRecord) -> Result<(), Fault> {
    let Some(stats) = &stats.0 else { return Ok(()) };
    let resolved = instant(&stats.resolved_at, "resolved_at")?;
    let closed = instant(&stats.closed_at, "closed_at")?;
    ticket.said = ticket.said.and(Said::SOLVED);
    ticket.solved_at = ticket.solved_at.or(resolved).or(closed);
    Ok(())
}

/// The first message, which is the ticket's own text, and those that follow.
fn messages(row: &Row<'_>, ticket: &mut TicketRecord, notes: &mut Notes) -> Result<(), Fault> {
    let plain = text(&row.description_text, "description_text")?;
    let described = plain_or_html(plain, text(&row.description, "description")?);
    if let Some(described) = described {
        let opened_by_us = whole(&row.source, "source")? == Some(OUTBOUND);
        let author = if opened_by_us {
            ticket.assignee
        } else {
            ticket.requester
        };
        describe(ticket, author, stored(&described, notes));
    }
    let lists = [("notes", &row.notes), ("conversations", &row.conversations)];
    for (list, many) in lists {
        for (place, note) in many.0.iter().enumerate() {
            if flag(&note.deleted, "deleted")? == Some(true) {
                continue;
            }
            let entry = entry(note, ticket.id, notes);
            ticket
                .entries
                .push(entry.map_err(|fault| fault.within(list, place))?);
        }
    }
    Ok(())
}

/// The plain text if there is one, else the other as text: the API's is HTML, an account export's
/// is plain. None if neither was given.
fn plain_or_html<'t>(plain: Option<&'t str>, other: Option<&'t str>) -> Option<Cow<'t, str>> {
    let says = |text: &&str| !text.trim().is_empty();
    match (plain.filter(says), other) {
        (Some(plain), _) => Some(Cow::Borrowed(plain)),
        (None, Some(other)) => Some(hypertext::readable(other)),
        (None, None) => plain.map(Cow::Borrowed),
    }
}

/// Makes a ticket's own text its first message, under an id that no conversation has: Freshdesk
/// lists it among them nowhere.
pub(super) fn describe(ticket: &mut TicketRecord, author: Option<RemoteId>, text: String) {
    ticket.said = ticket.said.and(Said::DESCRIPTION);
    if text.trim().is_empty() {
        return;
    }
    ticket.entries.push(EntryRecord {
        source: Source::Freshdesk,
        id: -ticket.id,
        ticket: ticket.id,
        at: ticket.created_at,
        kind: EntryKind::Reply,
        author,
        public: true,
        text: text.clone(),
        changes: Vec::new(),
        attachments: Vec::new(),
        version: ticket.updated_at.timestamp(),
    });
    ticket.description = Some(text);
}

/// A row that is a conversation.
pub(super) fn conversation(row: Row<'_>, notes: &mut Notes) -> Result<EntryRecord, Fault> {
    let ticket = id(&row.ticket_id, "ticket_id")?.ok_or_else(|| Fault::missing("ticket_id"))?;
    let note = Note {
        id: row.id,
        user_id: row.user_id,
        body: row.body,
        body_text: row.body_text,
        private: row.private,
        deleted: row.deleted,
        created_at: row.created_at,
        updated_at: row.updated_at,
        attachments: row.attachments,
    };
    entry(&note, ticket, notes)
}

fn entry(note: &Note<'_>, ticket: RemoteId, notes: &mut Notes) -> Result<EntryRecord, Fault> {
    let at =
        instant(&note.created_at, "created_at")?.ok_or_else(|| Fault::missing("created_at"))?;
    let changed = instant(&note.updated_at, "updated_at")?.unwrap_or(at);
    let plain = text(&note.body_text, "body_text")?;
    let body = plain_or_html(plain, text(&note.body, "body")?);
    // Freshdesk's own default: a note is private unless it says otherwise.
    let public = flag(&note.private, "private")? == Some(false);
    let mut attachments = Vec::with_capacity(note.attachments.0.len());
    for (place, file) in note.attachments.0.iter().enumerate() {
        let file = attachment(file, notes);
        attachments.push(file.map_err(|fault| fault.within("attachments", place))?);
    }
    Ok(EntryRecord {
        source: Source::Freshdesk,
        id: id(&note.id, "id")?.ok_or_else(|| Fault::missing("id"))?,
        ticket,
        at,
        kind: if public {
            EntryKind::Reply
        } else {
            EntryKind::Note
        },
        author: id(&note.user_id, "user_id")?,
        public,
        text: stored(&body.unwrap_or_default(), notes),
        changes: Vec::new(),
        attachments,
        version: changed.timestamp(),
    })
}

fn attachment(file: &File<'_>, notes: &mut Notes) -> Result<Attachment, Fault> {
    let named = match text(&file.name, "name")? {
        Some(name) => Some(name),
        None => text(&file.content_file_name, "content_file_name")?,
    };
    let size = match whole(&file.size, "size")? {
        Some(size) => Some(size),
        None => whole(&file.content_file_size, "content_file_size")?,
    };
    Ok(Attachment {
        name: limited(
            named.unwrap_or_default(),
            MAX_NAME_CHARS,
            "an attachment's name",
            notes,
        ),
        size: size.and_then(|bytes| u64::try_from(bytes).ok()),
    })
}
