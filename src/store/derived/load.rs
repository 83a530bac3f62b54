//! One ticket's row and timeline, as its history is made of them.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::tickets::clocks::Field;
use crate::domain::tickets::history::{Author, Change, ClockRules, Happened, Past};
use crate::domain::tickets::{EntryKind, FieldChange, Kind, Priority, Role, Source, Status};
use crate::store::fault::Fault;
use crate::store::rows::{code, instant, maybe_instant};

/// The row, its newest version of any member, and what policies may ask about: ids as the helpdesk
/// knows them, and names.
const TICKET: &str = "SELECT t.source, t.status, t.priority, t.kind, t.created_at, \
    max(t.remote_updated_at, coalesce((SELECT max(updated) FROM ticket_part WHERE ticket_id = t.id), 0)), \
    t.solved_at, t.requester_id, t.assignee_id, \
    g.external_id, g.name, NULL, o.external_id, o.name, NULL, \
    r.external_id, r.name, r.email, a.external_id, a.name, a.email \
    FROM ticket t \
    LEFT JOIN person r ON r.id = t.requester_id \
    LEFT JOIN person a ON a.id = t.assignee_id \
    LEFT JOIN team g ON g.id = t.team_id \
    LEFT JOIN organization o ON o.id = coalesce(t.organization_id, r.organization_id) \
    WHERE t.id = ?1 AND t.presence = 1";

/// Where the parties stand in [`TICKET`]: id, name, address.
const PARTIES: [(Field, usize); 4] = [
    (Field::Group, 9),
    (Field::Organization, 12),
    (Field::Requester, 15),
    (Field::Assignee, 18),
];

const ENTRIES: &str = "SELECT e.at, e.external_id, e.id, e.kind, e.public, e.author_name IS NOT NULL, \
    p.id, p.known, p.role, e.changes, e.attachments IS NOT NULL \
    FROM entry e LEFT JOIN person p ON p.id = e.author_id WHERE e.ticket_id = ?1";

/// The ticket; none if it is not there or was deleted.
pub(super) fn past(
    connection: &Connection,
    rules: &ClockRules,
    id: i64,
) -> Result<Option<Past>, Fault> {
    let mut asked: Vec<Field> = Vec::new();
    for field in rules.fields() {
        if !asked.contains(field) && !matches!(field, Field::Status | Field::Priority) {
            asked.push(field.clone());
        }
    }
    let found = connection
        .prepare_cached(TICKET)?
        .query_row([id], |row| {
            Ok((read_ticket(row)?, read_fields(row, &asked)?))
        })
        .optional()?;
    let Some((mut past, fields)) = found else {
        return Ok(None);
    };
    past.fields = fields;
    if past.status == Status::Closed && !asked.contains(&Field::Tags) {
        // One of them says that it was merged.
        past.fields.push((Field::Tags, Vec::new()));
    }
    for (field, values) in &mut past.fields {
        match field {
            Field::Tags => *values = tags(connection, id)?,
            Field::Custom(number) => *values = custom(connection, id, past.source, number)?,
            _ => {}
        }
    }
    let recorded = past.fields.iter().filter(|field| is_recorded(field));
    let recorded: Vec<_> = recorded.map(|(field, _)| field.clone()).collect();
    let mut statement = connection.prepare_cached(ENTRIES)?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        let mut entry = read_entry(row)?;
        if let Some(json) = row
            .get_ref(9)?
            .as_str_or_null()
            .map_err(rusqlite::Error::from)?
        {
            for change in serde_json::from_str::<Vec<FieldChange>>(json)? {
                entry
                    .changes
                    .extend(read_change(connection, past.source, &recorded, change)?);
            }
        }
        past.entries.push(entry);
    }
    Ok(Some(past))
}

fn read_ticket(row: &Row<'_>) -> rusqlite::Result<Past> {
    let source = code(row, 0, Source::from_code)?;
    Ok(Past {
        source,
        status: code(row, 1, Status::from_code)?,
        priority: Priority::from_code(row.get(2)?),
        created_at: instant(row, 4)?,
        row_at: match source {
            Source::Local => None,
            Source::Zendesk | Source::Freshdesk => Some(instant(row, 5)?),
        },
        solved_at: maybe_instant(row, 6)?,
        requester: row.get(7)?,
        assignee: row.get(8)?,
        fields: Vec::new(),
        entries: Vec::new(),
    })
}

/// The fields that are asked about, with those values that stand in the row.
fn read_fields(row: &Row<'_>, asked: &[Field]) -> rusqlite::Result<Vec<(Field, Vec<String>)>> {
    let mut fields = Vec::with_capacity(asked.len());
    for field in asked {
        let mut values = Vec::new();
        if *field == Field::Kind {
            values.push(code(row, 3, Kind::from_code)?.name().to_owned());
        }
        if let Some((_, place)) = PARTIES.iter().find(|(party, _)| party == field) {
            let id: Option<i64> = row.get(*place)?;
            let words: [Option<String>; 2] = [row.get(place + 1)?, row.get(place + 2)?];
            values.extend(id.map(|id| id.to_string()));
            values.extend(words.into_iter().flatten().filter(|word| !word.is_empty()));
        }
        fields.push((field.clone(), values));
    }
    Ok(fields)
}

fn tags(connection: &Connection, id: i64) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT tag FROM ticket_tag WHERE ticket_id = ?1 ORDER BY tag")?
        .query_map([id], |row| row.get(0))?
        .collect()
}

fn custom(
    connection: &Connection,
    id: i64,
    source: Source,
    number: &str,
) -> rusqlite::Result<Vec<String>> {
    let Ok(number) = number.parse::<i64>() else {
        return Ok(Vec::new());
    };
    connection
        .prepare_cached(
            "SELECT v.value FROM ticket_field v JOIN field f ON f.id = v.field_id \
             WHERE v.ticket_id = ?1 AND f.source = ?2 AND f.external_id = ?3",
        )?
        .query_map(params![id, source.code(), number], |row| row.get(0))?
        .collect()
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Happened> {
    let by = match (row.get(5)?, row.get::<_, Option<i64>>(6)?) {
        (true, _) => Author::Us,
        (false, None) => Author::System,
        (false, Some(id)) if row.get::<_, i64>(7)? == 0 => Author::Unknown(id),
        (false, Some(id)) => Author::Person(id, code(row, 8, Role::from_code)?),
    };
    Ok(Happened {
        at: instant(row, 0)?,
        external: row.get(1)?,
        id: row.get(2)?,
        kind: code(row, 3, EntryKind::from_code)?,
        public: row.get(4)?,
        by,
        changes: Vec::new(),
        attached: row.get(10)?,
    })
}

/// True for a field whose recorded changes say what it was before. A kind that a tag gives is none:
/// the helpdesk records changes of its own types alone.
fn is_recorded((field, values): &(Field, Vec<String>)) -> bool {
    let is_typed = |kind: &String| {
        let typed = [Kind::Inquiry, Kind::Incident, Kind::Problem];
        typed.iter().any(|typed| typed.name() == kind)
    };
    *field != Field::Kind || values.iter().any(is_typed)
}

/// A change as far as clocks hang on it; none for another field, or a value that means nothing.
fn read_change(
    connection: &Connection,
    source: Source,
    recorded: &[Field],
    change: FieldChange,
) -> rusqlite::Result<Option<Change>> {
    let FieldChange { field, from, to } = change;
    let status = |name: Option<String>| name.and_then(|name| Status::from_name(&name));
    let priority = |name: Option<String>| name.and_then(|name| Priority::from_name(&name));
    let field = match field.as_str() {
        "status" => return Ok(status(to).map(|to| Change::Status(status(from), to))),
        "priority" => return Ok(Some(Change::Priority(priority(from), priority(to)))),
        name => match name.strip_prefix("cf.") {
            Some(number) => Some(Field::Custom(number.to_owned())),
            None => Field::from_name(name),
        },
    };
    let Some(field) = field.filter(|field| recorded.contains(field)) else {
        return Ok(None);
    };
    let from = values(connection, source, &field, from)?;
    let to = values(connection, source, &field, to)?;
    Ok(Some(Change::Field(field, from, to)))
}

/// A recorded value with the names that go with it.
fn values(
    connection: &Connection,
    source: Source,
    field: &Field,
    value: Option<String>,
) -> rusqlite::Result<Vec<String>> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let named = match field {
        Field::Tags => {
            let words = value.split(|c: char| c == ',' || c.is_whitespace());
            let words = words.filter(|word| !word.is_empty());
            return Ok(words.map(str::to_owned).collect());
        }
        // What Zendesk calls these is an inquiry here.
        Field::Kind if value == "question" || value == "task" => {
            return Ok(vec![Kind::Inquiry.name().to_owned()]);
        }
        Field::Group => "SELECT name, NULL FROM team WHERE source = ?1 AND external_id = ?2",
        Field::Organization => {
            "SELECT name, NULL FROM organization WHERE source = ?1 AND external_id = ?2"
        }
        Field::Requester | Field::Assignee => {
            "SELECT name, email FROM person WHERE source = ?1 AND external_id = ?2"
        }
        _ => return Ok(vec![value]),
    };
    let mut values = Vec::with_capacity(3);
    if let Ok(id) = value.parse::<i64>() {
        let words = connection
            .prepare_cached(named)?
            .query_row(params![source.code(), id], |row| {
                Ok([row.get(0)?, row.get::<_, Option<String>>(1)?])
            })
            .optional()?;
        let words = words.into_iter().flatten().flatten();
        values.extend(words.filter(|word| !word.is_empty()));
    }
    values.insert(0, value);
    Ok(values)
}
