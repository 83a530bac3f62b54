//! People, teams and organizations, of whom a table gives a name or an address.

use super::cells::Cells;
use super::names::Slot;
use crate::domain::tickets::Role;
use crate::domain::tickets::records::{
    OrganizationRecord, PersonRecord, RemoteId, Said, TeamRecord, TicketRecord, named,
};
use crate::formats::export::Fault;
use crate::formats::kept::{MAX_NAME_CHARS, Notes, limited};
use crate::formats::labels::{key, quoted};

/// What stands in a column of people or teams for nobody.
const NOBODY: [&str; 8] = [
    "no agent",
    "no group",
    "no company",
    "unassigned",
    "nobody",
    "none",
    "nicht zugewiesen",
    "sin asignar",
];

impl Cells<'_> {
    /// Who asked and who works on it.
    pub(super) fn people(
        &self,
        ticket: &mut TicketRecord,
        notes: &mut Notes,
    ) -> Result<Said, Fault> {
        let mut said = Said::NOTHING;
        let parts = [Slot::Requester, Slot::RequesterId, Slot::Email];
        if parts.iter().any(|slot| self.cell(*slot).is_some()) {
            said = Said::REQUESTER;
            let (name, written) = mailbox(self.filled(Slot::Requester).unwrap_or_default());
            let email = self.filled(Slot::Email).filter(|cell| cell.contains('@'));
            let id = match self.filled(Slot::RequesterId) {
                None => None,
                Some(cell) => Some(cell.parse().ok().filter(|id| *id > 0).ok_or_else(|| {
                    Fault::new(format!("requester id {} is no id", quoted(cell)))
                })?),
            };
            ticket.requester = take(ticket, id, name, email.or(written), None, notes);
        }
        if let Some(cell) = self.word(Slot::Assignee) {
            said = said.and(Said::ASSIGNEE);
            let (name, email) = mailbox(somebody(cell));
            ticket.assignee = take(ticket, None, name, email, Some(Role::Agent), notes);
        }
        Ok(said)
    }

    /// The team and the organization.
    pub(super) fn teams(&self, ticket: &mut TicketRecord, notes: &mut Notes) -> Said {
        let mut said = Said::NOTHING;
        let source = ticket.source;
        if let Some(cell) = self.word(Slot::Group) {
            said = Said::TEAM;
            let name = limited(somebody(cell), MAX_NAME_CHARS, "group", notes);
            ticket.team_named = (!name.is_empty()).then(|| TeamRecord {
                source,
                id: named(&name),
                name,
                updated_at: None,
            });
            ticket.team = ticket.team_named.as_ref().map(|team| team.id);
        }
        if let Some(cell) = self.word(Slot::Organization) {
            said = said.and(Said::ORGANIZATION);
            let name = limited(somebody(cell), MAX_NAME_CHARS, "organization", notes);
            ticket.organization_named = (!name.is_empty()).then(|| OrganizationRecord {
                source,
                id: named(&name),
                name,
                partner: false,
                updated_at: None,
            });
            let organization = ticket.organization_named.as_ref();
            ticket.organization = organization.map(|organization| organization.id);
        }
        said
    }
}

/// The name in a cell, or nothing where it says that there is nobody.
fn somebody(cell: &str) -> &str {
    let word = key(cell);
    if word.is_empty() || NOBODY.contains(&word.as_str()) {
        ""
    } else {
        cell
    }
}

/// `Zoë <zoe@example.com>`, `zoe@example.com` or a name.
fn mailbox(text: &str) -> (&str, Option<&str>) {
    if let Some((name, rest)) = text.rsplit_once('<')
        && let Some(address) = rest.trim_end().strip_suffix('>')
        && address.contains('@')
    {
        return (name.trim().trim_matches('"'), Some(address.trim()));
    }
    if text.contains('@') && !text.contains(char::is_whitespace) {
        return ("", Some(text));
    }
    (text, None)
}

/// Takes up a person: known by their id, their address, or their name alone.
fn take(
    ticket: &mut TicketRecord,
    id: Option<RemoteId>,
    name: &str,
    email: Option<&str>,
    role: Option<Role>,
    notes: &mut Notes,
) -> Option<RemoteId> {
    let name = limited(name, MAX_NAME_CHARS, "name", notes);
    let email = email.map(|email| limited(email, MAX_NAME_CHARS, "an address", notes));
    let email = email.map(|email| email.to_lowercase());
    let called = email.as_deref().unwrap_or(&name);
    let id = id.or_else(|| (!called.is_empty()).then(|| named(called)))?;
    if ticket.people.iter().all(|known| known.id != id) {
        ticket.people.push(PersonRecord {
            source: ticket.source,
            id,
            name,
            email,
            role,
            organization: None,
            updated_at: None,
        });
    }
    Some(id)
}
