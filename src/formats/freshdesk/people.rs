//! Contacts, agents, companies and groups.

use super::rows::{Person, Row};
use crate::domain::tickets::records::{OrganizationRecord, PersonRecord, RemoteId, TeamRecord};
use crate::domain::tickets::{Role, Source};
use crate::formats::export::Fault;
use crate::formats::kept::Notes;
use crate::formats::members::{email, flag, id, instant, name};

/// A contact or an agent; an agent's own id is told apart from the contact's that it wraps.
pub(super) fn person(row: &Row<'_>, notes: &mut Notes) -> Result<PersonRecord, Fault> {
    let agent = row.contact.0.as_ref();
    let (named, mail) = agent.map_or((&row.name, &row.email), |contact| {
        (&contact.name, &contact.email)
    });
    let is_agent = agent.is_some() || flag(&row.helpdesk_agent, "helpdesk_agent")? == Some(true);
    Ok(PersonRecord {
        source: Source::Freshdesk,
        id: own_id(row)?,
        name: name(named, "name", notes)?,
        email: email(mail, notes)?,
        role: Some(if is_agent { Role::Agent } else { Role::EndUser }),
        organization: match id(&row.company_id, "company_id")? {
            None => id(&row.customer_id, "customer_id")?,
            company => company,
        },
        updated_at: instant(&row.updated_at, "updated_at")?,
    })
}

/// A person whom a ticket names, as much of them as it does; none without an id.
pub(super) fn party(
    object: &Person<'_>,
    role: Option<Role>,
    notes: &mut Notes,
) -> Result<Option<PersonRecord>, Fault> {
    let Some(id_there) = id(&object.id, "id")? else {
        return Ok(None);
    };
    Ok(Some(PersonRecord {
        source: Source::Freshdesk,
        id: id_there,
        name: name(&object.name, "name", notes)?,
        email: email(&object.email, notes)?,
        role,
        organization: None,
        updated_at: None,
    }))
}

pub(super) fn company(row: &Row<'_>, notes: &mut Notes) -> Result<OrganizationRecord, Fault> {
    Ok(OrganizationRecord {
        source: Source::Freshdesk,
        id: own_id(row)?,
        name: name(&row.name, "name", notes)?,
        partner: false,
        updated_at: instant(&row.updated_at, "updated_at")?,
    })
}

pub(super) fn group(row: &Row<'_>, notes: &mut Notes) -> Result<TeamRecord, Fault> {
    Ok(TeamRecord {
        source: Source::Freshdesk,
        id: own_id(row)?,
        name: name(&row.name, "name", notes)?,
        updated_at: instant(&row.updated_at, "updated_at")?,
    })
}

/// The row's own id.
fn own_id(row: &Row<'_>) -> Result<RemoteId, Fault> {
    id(&row.id, "id")?.ok_or_else(|| Fault::missing("id"))
}
