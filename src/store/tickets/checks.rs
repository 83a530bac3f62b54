//! Each check as SQL: a condition on a ticket's row, and where an index knows them, the ids of the
//! tickets that can satisfy it.

use rusqlite::Connection;

use super::ids::{Ids, list};
use super::names::{self, MERCHANT, METHOD};
use super::said;
use super::sql::Sql;
use super::term::{NEVER, Reads, Scope, Term};
use super::values;
use crate::domain::Instant;
use crate::domain::tickets::filter::selection::{
    Amounts, Check, Feature, Moment, Named, Party, Range, Span, Valued, Want, Who,
};
use crate::domain::tickets::history::NO_INSTANT;
use crate::domain::tickets::words;

/// Rows of tables whose ids are a ticket's id times `text::PLACES` and a place; after a table's
/// name and a dot.
pub(super) const OF_TICKET: &str = "id BETWEEN t.id * 64 AND t.id * 64 + 63";

/// Bits of a ticket's clocks, as `history::Derived::bits` sets them: one is paused.
const PAUSED: i64 = 2;
/// One is breached though no due instant says so.
const OVERDUE: i64 = 4;
/// A client's message started none.
const UNCLOCKED: i64 = 8;

/// Compiles checks joined together.
pub(super) fn want(scope: &Scope<'_>, all: &Want) -> rusqlite::Result<Term> {
    let each = |wants: &[Want]| -> rusqlite::Result<Vec<Term>> {
        wants.iter().map(|one| want(scope, one)).collect()
    };
    Ok(match all {
        Want::Is(check) => self::check(scope, check)?,
        Want::Any(wants) => Term::any(each(wants)?),
        Want::All(wants) => Term::all(each(wants)?),
        Want::Not(inside) => want(scope, inside)?.not(),
    })
}

fn check(scope: &Scope<'_>, check: &Check) -> rusqlite::Result<Term> {
    let connection = scope.connection;
    Ok(match check {
        Check::Status(set) => codes("status", set.iter().map(|s| s.code())),
        Check::Priority(set) => codes("priority", set.iter().map(|p| p.code())),
        Check::Kind(set) => codes("kind", set.iter().map(|k| k.code())),
        Check::Source(set) => codes("source", set.iter().map(|s| s.code())),
        Check::Id(ranges) => Term::any(ranges.iter().map(local).collect()),
        Check::External(ranges) => Term::any(ranges.iter().map(external).collect()),
        Check::Agent(ranges) => {
            let people = numbered(connection, "person", ranges)?;
            refers("assignee_id", "ticket_assignee", &people)
        }
        Check::Team(ranges) => {
            let teams = numbered(connection, "team", ranges)?;
            refers("team_id", "ticket_team", &teams)
        }
        Check::When(moment, spans) => {
            Term::any(spans.iter().map(|span| when(*moment, *span)).collect())
        }
        Check::Person(party, people) => {
            let people = people.iter().map(|who| person(connection, *party, who));
            Term::any(people.collect::<rusqlite::Result<_>>()?)
        }
        Check::Name(named, texts) => name(scope, *named, texts)?,
        Check::Value(valued, patterns) => values::value(scope, valued, patterns)?,
        Check::Amount(amounts) => Term::any(amounts.iter().map(amount).collect()),
        Check::Has(feature) => has(connection, feature)?,
        Check::Breached(now) => breached(*now),
        Check::Says(place, phrases) => said::says(scope, *place, phrases)?,
        Check::Matches(expression) => Term::new(said::matches(expression), Reads::Texts),
    })
}

fn codes(column: &str, codes: impl Iterator<Item = i64>) -> Term {
    let codes: Vec<i64> = codes.collect();
    if codes.is_empty() {
        return Term::never();
    }
    let row = format!("+t.{column} IN ({})", list(&codes));
    let term = Term::new(Sql::new(row), Reads::Index);
    if column != "status" {
        return term;
    }
    let ids = format!("t.presence = 1 AND t.status IN ({})", list(&codes));
    term.with_ids(Ids::by_status("ticket_status", Sql::new(ids)))
}

/// A column between two values, both included.
fn between(column: &str, range: Range) -> Sql {
    let mut sql = Sql::bound(format!("{column} BETWEEN ?"), range.from);
    sql.push_bound(" AND ?", range.to);
    sql
}

fn local(range: &Range) -> Term {
    Term::new(between("+t.id", *range), Reads::Index).with_ids(Ids::distinct(
        Sql::new("SELECT t.id FROM ticket t NOT INDEXED WHERE ").with(between("t.id", *range)),
    ))
}

fn external(range: &Range) -> Term {
    let condition = Sql::new("t.source IN (0, 1, 2) AND ").with(between("t.external_id", *range));
    Term::new(between("+t.external_id", *range), Reads::OpenIndex).with_ids(Ids::exact(
        Sql::new("SELECT t.id FROM ticket t INDEXED BY sqlite_autoindex_ticket_1 WHERE ")
            .with(condition),
    ))
}

/// Moments that lists are sorted by: their indexes have the status too.
const SORTS: [Moment; 4] = [
    Moment::Created,
    Moment::Updated,
    Moment::Due,
    Moment::FollowUp,
];

/// The column of a moment, and the index that begins with it.
fn column(moment: Moment) -> (&'static str, Option<&'static str>) {
    match moment {
        Moment::Created => ("t.created_at", Some("ticket_created")),
        Moment::Updated => ("t.updated_at", Some("ticket_updated")),
        Moment::Due => ("t.due_at", Some("ticket_due")),
        Moment::FollowUp => ("t.follow_up_at", Some("ticket_follow_up")),
        Moment::Solved => ("t.solved_at", Some("ticket_solved")),
        Moment::Promise => ("t.promised_at", Some("ticket_promised")),
        Moment::Waiting => ("t.waiting_since", Some("ticket_waiting")),
        Moment::Snoozed => ("t.snoozed_until", Some("ticket_snoozed")),
        Moment::Reply => ("t.replied_at", None),
        Moment::Message => ("t.message_at", None),
    }
}

/// The seconds that a span leaves a moment, both ends included; none if it leaves none. An
/// instant that lists are sorted by has a greatest value that stands for none.
pub(super) fn seconds(moment: Moment, span: Span) -> Range {
    let last = match moment {
        Moment::Due | Moment::FollowUp => NO_INSTANT - 1,
        _ => i64::MAX,
    };
    Range {
        from: span.from.map_or(i64::MIN, |from| from.timestamp()),
        to: span.to.map_or(last, |to| (to.timestamp() - 1).min(last)),
    }
}

fn when(moment: Moment, span: Span) -> Term {
    let (column, index) = column(moment);
    let range = seconds(moment, span);
    let reads = match moment {
        Moment::Created | Moment::Updated => Reads::OpenIndex,
        _ => Reads::Row,
    };
    let row = Term::new(between(&format!("+{column}"), range), reads);
    let condition = || Sql::new("t.presence = 1 AND ").with(between(column, range));
    match index {
        Some(index) if SORTS.contains(&moment) => row.with_ids(Ids::by_status(index, condition())),
        Some(index) => row.with_ids(Ids::indexed(index, condition())),
        None => row,
    }
}

/// Rows of `ticket` that refer to one of these.
fn refers(column: &str, index: &str, ids: &[i64]) -> Term {
    if ids.is_empty() {
        return Term::never();
    }
    let condition = |sign| Sql::new(format!("{sign}t.{column} IN ")).with(Sql::numbers(ids));
    let reads = if column == "team_id" {
        Reads::Row
    } else {
        Reads::OpenIndex
    };
    Term::new(condition("+"), reads).with_ids(Ids::by_status(index, condition("")))
}

/// Rows of `ticket` that refer to nothing.
fn null(column: &str, index: &str) -> Term {
    Term::new(Sql::new(format!("+t.{column} IS NULL")), Reads::OpenIndex).with_ids(Ids::by_status(
        index,
        Sql::new(format!("t.{column} IS NULL")),
    ))
}

fn person(connection: &Connection, party: Party, who: &Who) -> rusqlite::Result<Term> {
    let (column, index) = match party {
        Party::Assignee => ("assignee_id", "ticket_assignee"),
        Party::Requester => ("requester_id", "ticket_requester"),
    };
    let ids = match who {
        Who::Nobody => return Ok(null(column, index)),
        Who::Anyone => {
            return Ok(Term::new(
                Sql::new(format!("+t.{column} IS NOT NULL")),
                Reads::OpenIndex,
            ));
        }
        Who::Address(addresses) => names::addressed(connection, addresses)?,
        Who::Named(text) => names::people(connection, |name| contains(name, text))?,
    };
    Ok(refers(column, index, &ids))
}

/// People or teams by the helpdesk's number.
fn numbered(connection: &Connection, table: &str, ranges: &[Range]) -> rusqlite::Result<Vec<i64>> {
    let sql = format!("SELECT id FROM {table} WHERE external_id BETWEEN ?1 AND ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut all = Vec::new();
    for range in ranges {
        let ids = statement.query_map([range.from, range.to], |row| row.get(0))?;
        for id in ids {
            all.push(id?);
        }
    }
    Ok(all)
}

fn contains(name: &str, text: &str) -> bool {
    words::fold(name).contains(text)
}

fn name(scope: &Scope<'_>, named: Named, texts: &[String]) -> rusqlite::Result<Term> {
    let fits = |name: &str| {
        let name = words::fold(name);
        texts.iter().any(|text| name.contains(text.as_str()))
    };
    Ok(match named {
        Named::Group => refers(
            "team_id",
            "ticket_team",
            &names::teams(scope.connection, fits)?,
        ),
        Named::Organization => {
            let organizations = names::organizations(scope.connection, fits)?;
            let members = names::members(scope.connection, &organizations)?;
            of_organizations(&organizations, &members)
        }
        Named::Merchant => values::containing(scope, &MERCHANT, texts)?,
    })
}

/// Tickets of these organizations, or of their people where the ticket has none.
pub(super) fn of_organizations(organizations: &[i64], members: &[i64]) -> Term {
    let own = refers("organization_id", "ticket_organization", organizations);
    let asked = refers("requester_id", "ticket_requester", members);
    let own_alone = "t.organization_id IS NULL";
    let asked = Term {
        row: Sql::joined(
            [Sql::new(format!("+{own_alone}")), asked.row],
            " AND ",
            NEVER,
        ),
        ids: asked.ids.map(|ids| ids.narrowed(own_alone)),
        ..asked
    };
    if members.is_empty() {
        return own;
    }
    Term::any(vec![own, asked])
}

/// Tickets asked by one of these people.
pub(super) fn asked_by(people: &[i64]) -> Term {
    refers("requester_id", "ticket_requester", people)
}

fn amount(amounts: &Amounts) -> Term {
    let range = Range {
        from: amounts.from,
        to: amounts.to,
    };
    let mut condition = between("a.value", range);
    if let Some(currency) = &amounts.currency {
        condition.push_bound(" AND a.currency = ?", currency.clone());
    }
    let row = Sql::new(format!(
        "EXISTS (SELECT 1 FROM amount a NOT INDEXED WHERE a.{OF_TICKET} AND "
    ))
    .with(condition.clone())
    .and_text(")");
    let ids =
        Sql::new("SELECT a.id / 64 FROM amount a INDEXED BY amount_value WHERE ").with(condition);
    Term::row(row).with_ids(Ids::exact(ids))
}

fn breached(now: Instant) -> Term {
    let span = Span {
        from: None,
        to: Some(now),
    };
    Term::any(vec![when(Moment::Due, span), clocks(OVERDUE)])
}

/// Tickets whose clocks have this bit.
fn clocks(bit: i64) -> Term {
    let has = format!("t.clocks & {bit} <> 0");
    let condition = format!("t.presence = 1 AND t.clocks > 0 AND {has}");
    Term::row(Sql::new(has)).with_ids(Ids::indexed("ticket_clocks", Sql::new(condition)))
}

/// Tickets that a small table names.
fn listed(select: &str) -> Term {
    let row = Sql::new(format!("+t.id IN ({select})"));
    Term::new(row, Reads::Index).with_ids(Ids::exact(Sql::new(select)))
}

fn has(connection: &Connection, feature: &Feature) -> rusqlite::Result<Term> {
    let plain = |row: &str| Term::row(Sql::new(row));
    let open = |row: &str| Term::new(Sql::new(row), Reads::OpenIndex);
    let indexed = |row: &str| Term::new(Sql::new(row), Reads::Index);
    Ok(match feature {
        Feature::Priority => indexed("+t.priority > 0"),
        Feature::External => open("+t.external_id > 0"),
        Feature::Group => plain("+t.team_id IS NOT NULL"),
        Feature::Organization => open(
            "(+t.organization_id IS NOT NULL OR EXISTS (SELECT 1 FROM person p \
             WHERE p.id = t.requester_id AND p.organization_id IS NOT NULL))",
        ),
        Feature::Tag => plain("EXISTS (SELECT 1 FROM ticket_tag g WHERE g.ticket_id = t.id)"),
        Feature::Value(valued) => values::any(connection, valued)?,
        Feature::Merchant => values::any_field(connection, &MERCHANT)?,
        Feature::Moment(moment) => when(
            *moment,
            Span {
                from: None,
                to: None,
            },
        ),
        Feature::Amount => plain(&format!(
            "EXISTS (SELECT 1 FROM amount a NOT INDEXED WHERE a.{OF_TICKET})"
        )),
        Feature::Subject => plain("trim(t.subject, char(9, 10, 13, 32)) <> ''"),
        Feature::Message => plain(
            "(coalesce(t.description, '') <> '' OR EXISTS \
             (SELECT 1 FROM entry e WHERE e.ticket_id = t.id AND e.kind IN (0, 1)))",
        ),
        Feature::Attachment => plain("+t.attached = 1").with_ids(Ids::indexed(
            "ticket_attached",
            Sql::new("t.presence = 1 AND t.attached = 1"),
        )),
        Feature::Draft => listed("SELECT ticket_id FROM draft WHERE removed_by IS NULL"),
        Feature::Dirty => listed("SELECT ticket_id FROM outbox"),
        Feature::Paused => clocks(PAUSED),
        Feature::Unclocked => clocks(UNCLOCKED),
    })
}

/// The titles of a field that has a name of its own in queries.
pub(super) fn titles(valued: &Valued) -> Vec<&str> {
    match valued {
        Valued::Method => METHOD.to_vec(),
        Valued::Field(name) => vec![name],
        _ => Vec::new(),
    }
}
