//! Users, organizations, groups and ticket fields.

use super::rows::{Person, Row};
use crate::domain::tickets::records::{
    FieldRecord, OrganizationRecord, PersonRecord, RemoteId, TeamRecord,
};
use crate::domain::tickets::{Role, Source};
use crate::formats::export::Fault;
use crate::formats::kept::{MAX_NAME_CHARS, Notes, limited};
use crate::formats::members::{email, id, instant, name, tags, text};

/// Words by which an organization is known as an acquiring partner or a scheme: its
/// `client_type`, or a tag.
const PARTNER_WORDS: [&str; 3] = ["acquirer", "partner", "scheme"];

pub(super) fn user(row: Row<'_>, notes: &mut Notes) -> Result<PersonRecord, Fault> {
    let user = Person {
        id: row.id,
        name: row.name,
        email: row.email,
        role: row.role,
        organization_id: row.organization_id,
        updated_at: row.updated_at,
    };
    person(&user, notes)?.ok_or_else(|| Fault::missing("id"))
}

/// A person; none if the object has no id.
pub(super) fn person(
    person: &Person<'_>,
    notes: &mut Notes,
) -> Result<Option<PersonRecord>, Fault> {
    let Some(id_there) = id(&person.id, "id")? else {
        return Ok(None);
    };
    let role = match text(&person.role, "role")? {
        None => None,
        Some("end-user" | "end_user") => Some(Role::EndUser),
        Some("agent" | "admin") => Some(Role::Agent),
        Some(_) => return Err(Fault::of("role", "is neither end-user, agent nor admin")),
    };
    Ok(Some(PersonRecord {
        source: Source::Zendesk,
        id: id_there,
        name: name(&person.name, "name", notes)?,
        email: email(&person.email, notes)?,
        role,
        organization: id(&person.organization_id, "organization_id")?,
        updated_at: instant(&person.updated_at, "updated_at")?,
    }))
}

pub(super) fn organization(row: &Row<'_>, notes: &mut Notes) -> Result<OrganizationRecord, Fault> {
    let fields = row.organization_fields.0.as_ref();
    let client_type = fields.and_then(|fields| fields.client_type.shown());
    let is_partner = |word: &str| PARTNER_WORDS.contains(&word);
    let tagged = tags(&row.tags, notes)?.iter().any(|tag| is_partner(tag));
    Ok(OrganizationRecord {
        source: Source::Zendesk,
        id: own_id(row)?,
        name: name(&row.name, "name", notes)?,
        partner: tagged || client_type.is_some_and(|kind| is_partner(&kind)),
        updated_at: instant(&row.updated_at, "updated_at")?,
    })
}

pub(super) fn team(row: &Row<'_>, notes: &mut Notes) -> Result<TeamRecord, Fault> {
    Ok(TeamRecord {
        source: Source::Zendesk,
        id: own_id(row)?,
        name: name(&row.name, "name", notes)?,
        updated_at: instant(&row.updated_at, "updated_at")?,
    })
}

pub(super) fn field(row: &Row<'_>, notes: &mut Notes) -> Result<FieldRecord, Fault> {
    let title = match text(&row.title, "title")? {
        None | Some("") => text(&row.raw_title, "raw_title")?,
        title => title,
    };
    Ok(FieldRecord {
        source: Source::Zendesk,
        id: own_id(row)?,
        title: limited(title.unwrap_or_default(), MAX_NAME_CHARS, "title", notes),
    })
}

/// The row's own id.
pub(super) fn own_id(row: &Row<'_>) -> Result<RemoteId, Fault> {
    id(&row.id, "id")?.ok_or_else(|| Fault::missing("id"))
}
