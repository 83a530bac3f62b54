//! Whole tickets, and finding one by what people call it.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::names::{MERCHANT, METHOD};
use crate::domain::tickets::{
    Handle, Kind, Person, Priority, Role, Source, Status, Ticket, TicketId,
};
use crate::store::rows::{code, external_id, instant, maybe_instant};

/// As [`MERCHANT`], of the issues.
const JIRA: [&str; 2] = ["jira_key", "jira"];

const TICKET: &str = "SELECT t.id, t.source, t.external_id, t.url, t.subject, t.kind, t.status, t.priority, \
    t.created_at, t.updated_at, t.solved_at, g.name, t.description, \
    EXISTS (SELECT 1 FROM outbox x WHERE x.ticket_id = t.id), \
    r.id, r.name, r.email, ro.name, r.role, ro.partner, \
    a.id, a.name, a.email, ao.name, a.role, ao.partner \
    FROM ticket t \
    LEFT JOIN team g ON g.id = t.team_id \
    LEFT JOIN person r ON r.id = t.requester_id \
    LEFT JOIN organization ro ON ro.id = coalesce(t.organization_id, r.organization_id) \
    LEFT JOIN person a ON a.id = t.assignee_id \
    LEFT JOIN organization ao ON ao.id = a.organization_id \
    WHERE t.id = ?1 AND t.presence = 1";

/// A ticket and the first message its row brought along.
pub(super) fn ticket(
    connection: &Connection,
    id: TicketId,
) -> rusqlite::Result<Option<(Ticket, Option<String>)>> {
    let found = connection
        .prepare_cached(TICKET)?
        .query_row([id.0], |row| Ok((read_ticket(row)?, row.get(12)?)))
        .optional()?;
    let Some((mut ticket, description)) = found else {
        return Ok(None);
    };
    ticket.tags = connection
        .prepare_cached("SELECT tag FROM ticket_tag WHERE ticket_id = ?1 ORDER BY tag")?
        .query_map([id.0], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT f.title, v.value FROM ticket_field v JOIN field f ON f.id = v.field_id \
         WHERE v.ticket_id = ?1 ORDER BY f.external_id",
    )?;
    let mut rows = statement.query([id.0])?;
    while let Some(row) = rows.next()? {
        let title: String = row.get(0)?;
        take_field(&mut ticket, &title, row.get(1)?);
    }
    Ok(Some((ticket, description)))
}

fn take_field(ticket: &mut Ticket, title: &str, value: String) {
    let title = title.trim().to_lowercase().replace(' ', "_");
    let title = title.as_str();
    if MERCHANT.contains(&title) {
        ticket.merchant.get_or_insert(value);
    } else if METHOD.contains(&title) {
        ticket.method.get_or_insert(value.to_lowercase());
    } else if JIRA.contains(&title) {
        let keys = value.split(|c: char| c == ',' || c.is_whitespace());
        let keys = keys.filter(|key| !key.is_empty()).map(str::to_owned);
        ticket.jira.extend(keys);
    }
}

fn read_ticket(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    let source = code(row, 1, Source::from_code)?;
    let external = external_id(row, 2)?;
    let url: Option<String> = row.get(3)?;
    Ok(Ticket {
        id: TicketId(row.get(0)?),
        source,
        external_id: external,
        url: url.map(|url| page_url(source, url)),
        subject: row.get(4)?,
        kind: code(row, 5, Kind::from_code)?,
        status: code(row, 6, Status::from_code)?,
        priority: Priority::from_code(row.get(7)?),
        requester: read_person(row, 14)?,
        assignee: read_person(row, 20)?,
        group: row.get(11)?,
        tags: Vec::new(),
        merchant: None,
        method: None,
        created_at: instant(row, 8)?,
        updated_at: instant(row, 9)?,
        solved_at: maybe_instant(row, 10)?,
        jira: Vec::new(),
        dirty: row.get(13)?,
    })
}

/// A person in six columns: id, name, email, organization, role, whether the organization is a partner's.
pub(super) fn read_person(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Person>> {
    if row.get::<_, Option<i64>>(at)?.is_none() {
        return Ok(None);
    }
    let organization: Option<String> = row.get(at + 3)?;
    let partner = row.get::<_, Option<bool>>(at + 5)?.unwrap_or(false);
    let role = code(row, at + 4, Role::from_code)?;
    Ok(Some(Person {
        name: row.get(at + 1)?,
        email: row.get(at + 2)?,
        organization: organization.filter(|name| !name.is_empty()),
        role: if partner { Role::Partner } else { role },
    }))
}

/// Zendesk's exports name the API's address of a ticket; people want its page.
fn page_url(source: Source, url: String) -> String {
    if source == Source::Zendesk
        && let Some((host, rest)) = url.split_once("/api/v2/tickets/")
        && let Some(id) = rest.strip_suffix(".json")
    {
        return format!("{host}/agent/tickets/{id}");
    }
    url
}

/// Whole tickets in the order asked; missing ones are left out.
pub(super) fn full(connection: &Connection, ids: &[TicketId]) -> rusqlite::Result<Vec<Ticket>> {
    let mut tickets = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some((ticket, _)) = ticket(connection, *id)? {
            tickets.push(ticket);
        }
    }
    Ok(tickets)
}

/// The ticket that a handle names; tombstones and stubs have none.
pub(super) fn locate(
    connection: &Connection,
    handle: &Handle,
) -> rusqlite::Result<Option<TicketId>> {
    match handle {
        Handle::Local(id) => local(connection, *id),
        Handle::Remote(source, id) => match id.parse() {
            Ok(id) => remote(connection, *source, id),
            Err(_) => Ok(None),
        },
        Handle::Number(number) => {
            let Ok(number) = number.parse() else {
                return Ok(None);
            };
            for source in [Source::Zendesk, Source::Freshdesk, Source::Local] {
                if let Some(id) = remote(connection, source, number)? {
                    return Ok(Some(id));
                }
            }
            local(connection, number)
        }
    }
}

fn local(connection: &Connection, id: i64) -> rusqlite::Result<Option<TicketId>> {
    connection
        .prepare_cached("SELECT id FROM ticket WHERE id = ?1 AND presence = 1")?
        .query_row([id], |row| row.get(0).map(TicketId))
        .optional()
}

fn remote(connection: &Connection, source: Source, id: i64) -> rusqlite::Result<Option<TicketId>> {
    connection
        .prepare_cached(
            "SELECT id FROM ticket WHERE source = ?1 AND external_id = ?2 AND presence = 1",
        )?
        .query_row(params![source.code(), id], |row| row.get(0).map(TicketId))
        .optional()
}

/// True if there is a ticket.
pub(super) fn any(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM ticket WHERE presence = 1 LIMIT 1")?
        .exists([])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_a_ticket_is_its_agents_page() {
        let api = "https://acme.zendesk.com/api/v2/tickets/35436.json".to_owned();
        assert_eq!(
            page_url(Source::Zendesk, api),
            "https://acme.zendesk.com/agent/tickets/35436"
        );
        let other = "https://acme.freshdesk.com/a/tickets/7".to_owned();
        assert_eq!(page_url(Source::Freshdesk, other.clone()), other);
    }
}
