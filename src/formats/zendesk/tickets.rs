//! Tickets, with the people and comments their row carries.

use super::checks::{author, page};
use super::entries::comment;
use super::people::{own_id, person};
use super::rows::{Fields, Person, Row};
use crate::domain::tickets::records::{PersonRecord, RemoteId, Said, TicketRecord};
use crate::domain::tickets::{Kind, Priority, Source, Status};
use crate::formats::export::Fault;
use crate::formats::kept::{MAX_SUBJECT_CHARS, Notes, limited, stored};
use crate::formats::labels;
use crate::formats::members::value::Maybe;
use crate::formats::members::{id, instant, tags, text, whole};

pub(super) fn ticket(row: &Row<'_>, notes: &mut Notes) -> Result<TicketRecord, Fault> {
    let id_there = own_id(row)?;
    let created_at =
        instant(&row.created_at, "created_at")?.ok_or_else(|| Fault::missing("created_at"))?;
    let (status, deleted) = status(row)?;
    let tags = tags(&row.tags, notes)?;
    let subject = match text(&row.subject, "subject")? {
        None => text(&row.raw_subject, "raw_subject")?,
        subject => subject,
    };
    let subject = stored(subject.unwrap_or_default(), notes);
    let description = text(&row.description, "description")?.filter(|text| !text.is_empty());
    let mut people = Vec::new();
    let requester = party(&row.requester, "requester", &mut people, notes)?;
    let assignee = party(&row.assignee, "assignee", &mut people, notes)?;
    party(&row.submitter, "submitter", &mut people, notes)?;
    let mut entries = Vec::with_capacity(row.comments.0.len());
    for (place, event) in row.comments.0.iter().enumerate() {
        let entry = comment(event, id_there, None, notes);
        entries.push(entry.map_err(|fault| fault.within("comments", place))?);
    }
    let updated_at = instant(&row.updated_at, "updated_at")?.unwrap_or(created_at);
    for entry in &mut entries {
        entry.version = updated_at.timestamp();
    }
    Ok(TicketRecord {
        source: Source::Zendesk,
        id: id_there,
        said: Said::WHOLE,
        deleted,
        url: page(&row.url)?,
        subject: limited(&subject, MAX_SUBJECT_CHARS, "subject", notes),
        description: description.map(|text| stored(text, notes)),
        kind: kind(row, &tags)?,
        status,
        priority: priority(row)?,
        requester: id(&row.requester_id, "requester_id")?.or(requester),
        assignee: author(&row.assignee_id, "assignee_id")?.or(assignee),
        organization: id(&row.organization_id, "organization_id")?,
        team: id(&row.group_id, "group_id")?,
        tags,
        fields: fields(row, notes)?,
        created_at,
        updated_at,
        generated: whole(&row.generated_timestamp, "generated_timestamp")?.unwrap_or(0),
        people,
        solved_at: None,
        organization_named: None,
        team_named: None,
        titles: std::sync::Arc::default(),
        entries,
    })
}

/// The status, and whether the ticket was deleted.
fn status(row: &Row<'_>) -> Result<(Status, bool), Fault> {
    let name = text(&row.status, "status")?.ok_or_else(|| Fault::missing("status"))?;
    match name {
        "hold" => Ok((Status::OnHold, false)),
        "deleted" => Ok((Status::Closed, true)),
        name => Status::from_name(name)
            .map(|status| (status, false))
            .ok_or_else(|| {
                let what = "is none of new, open, pending, hold, solved, closed, deleted";
                Fault::of("status", what)
            }),
    }
}

fn priority(row: &Row<'_>) -> Result<Option<Priority>, Fault> {
    match text(&row.priority, "priority")? {
        None | Some("") => Ok(None),
        Some(name) => match Priority::from_name(name) {
            None => Err(Fault::of(
                "priority",
                "is none of low, normal, high, urgent",
            )),
            known => Ok(known),
        },
    }
}

/// What the ticket is about: a tag that names a kind of this desk goes before Zendesk's type.
fn kind(row: &Row<'_>, tags: &[String]) -> Result<Kind, Fault> {
    let by_type = match text(&row.kind, "type")? {
        None | Some("" | "question" | "task") => Kind::Inquiry,
        Some("incident") => Kind::Incident,
        Some("problem") => Kind::Problem,
        Some(_) => {
            let what = "is none of question, incident, problem, task";
            return Err(Fault::of("type", what));
        }
    };
    Ok(labels::kind_of_tags(tags).unwrap_or(by_type))
}

/// Takes up a person whom the row names whole; says their id.
fn party(
    object: &Maybe<Person<'_>>,
    member: &str,
    people: &mut Vec<PersonRecord>,
    notes: &mut Notes,
) -> Result<Option<RemoteId>, Fault> {
    let Some(object) = &object.0 else {
        return Ok(None);
    };
    let Some(record) = person(object, notes).map_err(|fault| fault.inside(member))? else {
        return Ok(None);
    };
    let id_there = record.id;
    if people.iter().all(|known| known.id != id_there) {
        people.push(record);
    }
    Ok(Some(id_there))
}

/// Values of custom fields by id; those without a value are left out.
fn fields(row: &Row<'_>, notes: &mut Notes) -> Result<Vec<(RemoteId, String)>, Fault> {
    let older: Fields<'_>;
    let given = match (&row.custom_fields, row.fields) {
        (Some(fields), _) => fields,
        (None, Some(raw)) => {
            older = serde_json::from_str(raw.get()).map_err(|error| Fault::json(&error))?;
            &older
        }
        (None, None) => return Ok(Vec::new()),
    };
    let mut fields = Vec::new();
    for (place, field) in given.0.iter().enumerate() {
        let Some(value) = field.value.shown() else {
            continue;
        };
        let id_there = id(&field.id, "id")
            .and_then(|id| id.ok_or_else(|| Fault::missing("id")))
            .map_err(|fault| fault.within("custom_fields", place))?;
        let value = stored(&value, notes);
        fields.push((id_there, value));
    }
    fields.sort_by_key(|(id_there, _)| *id_there);
    fields.dedup_by_key(|(id_there, _)| *id_there);
    Ok(fields)
}
