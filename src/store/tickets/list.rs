//! A list: which tickets in which order, and the walks along it.
//!
//! Keyset-paged, so that the last page costs what the first does: a walk starts at a place and
//! follows the index of its sort, forwards or backwards. The index is named in the SQL, because
//! a planner without statistics guesses.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row};

use super::filter::{Compiled, Limits, Plan};
use super::sql::Sql;
use crate::domain::tickets::filter::selection::{Range, Selection};
use crate::domain::tickets::history::NO_INSTANT;
use crate::domain::tickets::{
    ListRow, Position, Priority, RowClock, SortField, SortKey, Source, Status, TicketId,
};
use crate::store::rows::{code, external_id, instant, maybe_instant};

/// A list with its order, ready to be walked.
pub(super) struct List {
    compiled: Compiled,
    plan: Plan,
    field: SortField,
    descending: bool,
    /// The last place that the selection's own limit lets in.
    bound: Option<Position>,
}

/// Which way to go, in list order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

/// Where a walk starts.
#[derive(Clone)]
pub(super) struct From {
    pub(super) place: Position,
    pub(super) inclusive: bool,
}

/// A part of a walk that is one range of its index. SQLite takes `(sort, id) < (?, ?)` as a key
/// of one column where the second is the row's own id, and would then step over all that share
/// the first; two ranges it takes whole.
enum Stretch<'a> {
    /// From one end of the list to the other.
    Whole,
    /// Those with the place's sort value that come after it.
    Tied(&'a From),
    /// Those beyond this sort value.
    Beyond(&'a SortKey),
}

const ROW: &str = "t.source, t.external_id, t.status, t.priority, t.subject, t.created_at, t.updated_at, \
    coalesce(nullif(o.name, ''), nullif(r.name, ''), r.email, ''), \
    coalesce(nullif(a.name, ''), a.email, ''), \
    coalesce(nullif(r.name, ''), r.email, ''), t.method, t.due_at, t.clocks, t.snoozed_until, \
    EXISTS (SELECT 1 FROM outbox x WHERE x.ticket_id = t.id), \
    EXISTS (SELECT 1 FROM draft d WHERE d.ticket_id = t.id AND d.removed_by IS NULL)";

const JOINS: &str = " LEFT JOIN organization o ON o.id = t.organization_id \
    LEFT JOIN person r ON r.id = t.requester_id \
    LEFT JOIN person a ON a.id = t.assignee_id";

fn column(field: SortField) -> &'static str {
    match field {
        SortField::Updated => "t.updated_at",
        SortField::Created => "t.created_at",
        SortField::Priority => "t.priority",
        SortField::Status => "t.status",
        SortField::Id => "t.id",
        SortField::Sla => "t.due_at",
        SortField::Requester => "t.requester_key",
        SortField::Subject => "t.subject_key",
        SortField::FollowUp => "t.follow_up_at",
    }
}

impl List {
    /// None if the selection's limit lets nothing in.
    pub(super) fn new(
        connection: &Connection,
        selection: &Selection,
    ) -> rusqlite::Result<Option<Self>> {
        if selection.limit == Some(0) {
            return Ok(None);
        }
        let compiled = Compiled::new(connection, &selection.want, Limits::PAGE)?;
        let mut list = Self {
            plan: compiled.plan(connection)?,
            compiled,
            field: selection.sort.field,
            descending: selection.sort.descending,
            bound: None,
        };
        if let Some(limit) = selection.limit {
            let mut sql = list.walk_sql("", "", Direction::Forward, &Stretch::Whole);
            sql.push(format!(" LIMIT 1 OFFSET {}", limit - 1));
            list.bound = sql
                .prepare(connection)?
                .query_row(sql.values(), position)
                .optional()?;
        }
        Ok(Some(list))
    }

    /// True if the walk is along an index of open tickets alone.
    fn walks_open(&self) -> bool {
        let has_own = matches!(
            self.field,
            SortField::Updated
                | SortField::Created
                | SortField::Priority
                | SortField::Id
                | SortField::Sla
        );
        has_own && !self.plan.fetches && self.compiled.is_open()
    }

    /// The index of the walk, or how else the rows are reached.
    fn pin(&self) -> &'static str {
        if self.plan.fetches {
            return "NOT INDEXED";
        }
        match (self.field, self.walks_open()) {
            (SortField::Updated, true) => "INDEXED BY ticket_open_updated",
            (SortField::Updated, false) => "INDEXED BY ticket_updated",
            (SortField::Created, true) => "INDEXED BY ticket_open_created",
            (SortField::Created, false) => "INDEXED BY ticket_created",
            (SortField::Priority, true) => "INDEXED BY ticket_open_priority",
            (SortField::Priority, false) => "INDEXED BY ticket_priority",
            (SortField::Status, _) => "INDEXED BY ticket_status",
            (SortField::Id, true) => "INDEXED BY ticket_open_id",
            (SortField::Id, false) => "NOT INDEXED",
            (SortField::Sla, true) => "INDEXED BY ticket_open_due",
            (SortField::Sla, false) => "INDEXED BY ticket_due",
            (SortField::Requester, _) => "INDEXED BY ticket_by_name",
            (SortField::Subject, _) => "INDEXED BY ticket_subject",
            (SortField::FollowUp, _) => "INDEXED BY ticket_follow_up",
        }
    }

    /// True if the walk goes towards greater values.
    fn ascends(&self, direction: Direction) -> bool {
        (direction == Direction::Forward) != self.descending
    }

    /// `SELECT id, sort, columns … ORDER BY …` over one stretch, without a limit.
    fn walk_sql(
        &self,
        columns: &str,
        joins: &str,
        direction: Direction,
        stretch: &Stretch<'_>,
    ) -> Sql {
        let sort = column(self.field);
        let mut sql = Sql::new(format!(
            "SELECT t.id, {sort}{columns} FROM ticket t {}{joins} WHERE ",
            self.pin()
        ));
        self.compiled
            .append(&mut sql, &self.plan, self.walks_open());
        let ascends = self.ascends(direction);
        self.append_stretch(&mut sql, ascends, stretch);
        if let Some(bound) = &self.bound {
            let than = if self.descending { ">=" } else { "<=" };
            sql.push_bound(
                format!(" AND (+{sort}, t.id) {than} (?"),
                value(&bound.sort),
            );
            sql.push_bound(", ?)", bound.id.0);
        }
        self.append_order(&mut sql, ascends);
        sql
    }

    /// The stretches of a walk from a place: first those that share its sort value.
    fn stretches<'a>(&self, from: Option<&'a From>) -> Vec<Stretch<'a>> {
        match from {
            None => vec![Stretch::Whole],
            Some(from) if self.field == SortField::Id => vec![Stretch::Tied(from)],
            Some(from) => vec![Stretch::Tied(from), Stretch::Beyond(&from.place.sort)],
        }
    }

    fn append_stretch(&self, sql: &mut Sql, ascends: bool, stretch: &Stretch<'_>) {
        let sort = column(self.field);
        match stretch {
            Stretch::Whole => self.append_range(sql, ascends, true),
            Stretch::Beyond(key) => {
                let than = if ascends { ">" } else { "<" };
                sql.push_bound(format!(" AND {sort} {than} ?"), value(key));
                self.append_range(sql, ascends, false);
            }
            Stretch::Tied(from) => {
                if self.field != SortField::Id {
                    sql.push_bound(format!(" AND {sort} = ?"), value(&from.place.sort));
                }
                let than = match (ascends, from.inclusive) {
                    (true, true) => ">=",
                    (true, false) => ">",
                    (false, true) => "<=",
                    (false, false) => "<",
                };
                sql.push_bound(format!(" AND t.id {than} ?"), from.place.id.0);
            }
        }
    }

    /// Where the walk must end, and where it starts if no place says so: the ends that follow
    /// from the conditions. Only one bound a side, or SQLite may take the wrong one.
    fn append_range(&self, sql: &mut Sql, ascends: bool, from_end: bool) {
        let Range { from, to } = self.compiled.bounds(self.field);
        let sort = column(self.field);
        if to < i64::MAX && (ascends || from_end) {
            sql.push_bound(format!(" AND {sort} <= ?"), to);
        }
        if from > i64::MIN && (!ascends || from_end) {
            sql.push_bound(format!(" AND {sort} >= ?"), from);
        }
    }

    /// Whole rows of one stretch, `limit` at most. Few are sorted by themselves first: what else a
    /// row shows costs more than to find it.
    fn rows_sql(&self, direction: Direction, stretch: &Stretch<'_>, limit: i64) -> Sql {
        let columns = format!(", {ROW}");
        if !self.plan.fetches {
            let mut sql = self.walk_sql(&columns, JOINS, direction, stretch);
            sql.push_bound(" LIMIT ?", limit);
            return sql;
        }
        let sort = column(self.field);
        let mut sql = Sql::new("WITH found (id) AS (SELECT id FROM (");
        sql.append(&self.walk_sql("", "", direction, stretch));
        sql.push_bound(" LIMIT ?))", limit);
        sql.push(format!(
            " SELECT t.id, {sort}{columns} FROM found CROSS JOIN ticket t ON t.id = found.id{JOINS}"
        ));
        self.append_order(&mut sql, self.ascends(direction));
        sql
    }

    fn append_order(&self, sql: &mut Sql, ascends: bool) {
        let sort = column(self.field);
        let direction = if ascends { "ASC" } else { "DESC" };
        sql.push(format!(" ORDER BY {sort} {direction}"));
        if self.field != SortField::Id {
            sql.push(format!(", t.id {direction}"));
        }
    }

    /// Up to `limit` rows in walking order, and whether the walk came to its end.
    pub(super) fn fetch(
        &self,
        connection: &Connection,
        direction: Direction,
        from: Option<&From>,
        limit: u32,
    ) -> rusqlite::Result<(Vec<ListRow>, bool)> {
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut list = Vec::new();
        let mut missing = i64::from(limit) + 1;
        for stretch in self.stretches(from) {
            let sql = self.rows_sql(direction, &stretch, missing);
            let mut statement = sql.prepare(connection)?;
            let mut rows = statement.query(sql.values())?;
            while let Some(row) = rows.next()? {
                if list.len() == wanted {
                    return Ok((list, false));
                }
                list.push(list_row(row)?);
                missing -= 1;
            }
        }
        Ok((list, true))
    }

    /// True if a row stands on the walk from a place on.
    pub(super) fn any(
        &self,
        connection: &Connection,
        direction: Direction,
        from: &From,
    ) -> rusqlite::Result<bool> {
        for stretch in self.stretches(Some(from)) {
            let mut sql = self.walk_sql("", "", direction, &stretch);
            sql.push(" LIMIT 1");
            if sql.prepare(connection)?.exists(sql.values())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// True if the list has a row at exactly this place.
    pub(super) fn holds(
        &self,
        connection: &Connection,
        place: &Position,
    ) -> rusqlite::Result<bool> {
        Ok(self.place_of(connection, place.id)?.as_ref() == Some(place))
    }

    /// Where a ticket stands in the list.
    pub(super) fn place_of(
        &self,
        connection: &Connection,
        id: TicketId,
    ) -> rusqlite::Result<Option<Position>> {
        let mut sql = Sql::new(format!("SELECT t.id, {}", column(self.field)));
        sql.push_bound(" FROM ticket t NOT INDEXED WHERE t.id = ? AND ", id.0);
        self.compiled.append(&mut sql, &Plan::default(), false);
        let place = sql
            .prepare(connection)?
            .query_row(sql.values(), position)
            .optional()?;
        Ok(place.filter(|place| {
            self.bound
                .as_ref()
                .is_none_or(|bound| !self.is_behind(place, bound))
        }))
    }

    /// True if `place` comes after `bound` in the list.
    fn is_behind(&self, place: &Position, bound: &Position) -> bool {
        if self.descending {
            place < bound
        } else {
            place > bound
        }
    }
}

fn position(row: &Row<'_>) -> rusqlite::Result<Position> {
    Ok(Position {
        id: TicketId(row.get(0)?),
        sort: key(row)?,
    })
}

/// What a row is sorted by: its second column.
fn key(row: &Row<'_>) -> rusqlite::Result<SortKey> {
    Ok(match row.get_ref(1)? {
        ValueRef::Integer(number) => SortKey::Number(number),
        text => SortKey::Text(text.as_str()?.into()),
    })
}

fn value(key: &SortKey) -> Value {
    match key {
        SortKey::Number(number) => Value::Integer(*number),
        SortKey::Text(text) => Value::Text(text.to_string()),
    }
}

/// Rows by id, in the order given; what is not there is left out.
pub(super) fn rows(connection: &Connection, ids: &[TicketId]) -> rusqlite::Result<Vec<ListRow>> {
    let sql = format!("SELECT t.id, t.updated_at, {ROW} FROM ticket t{JOINS} WHERE t.id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(statement.query_row([id.0], list_row).optional()?);
    }
    Ok(rows)
}

fn list_row(row: &Row<'_>) -> rusqlite::Result<ListRow> {
    let priority: i64 = row.get(5)?;
    Ok(ListRow {
        id: TicketId(row.get(0)?),
        sort: key(row)?,
        source: code(row, 2, Source::from_code)?,
        external_id: external_id(row, 3)?,
        status: code(row, 4, Status::from_code)?,
        priority: Priority::from_code(priority),
        subject: row.get(6)?,
        created_at: instant(row, 7)?,
        updated_at: instant(row, 8)?,
        client: row.get(9)?,
        assignee: row.get(10)?,
        requester: row.get(11)?,
        method: row.get(12)?,
        clock: row_clock(row)?,
        snoozed_until: maybe_instant(row, 15)?,
        dirty: row.get(16)?,
        draft: row.get(17)?,
    })
}

/// The clock of a row, from the columns that [`crate::store::derived`] keeps.
fn row_clock(row: &Row<'_>) -> rusqlite::Result<RowClock> {
    let bits: i64 = row.get(14)?;
    let due_at = instant(row, 13)?;
    Ok(RowClock {
        due_at: (due_at.timestamp() < NO_INSTANT).then_some(due_at),
        is_paused: bits & 2 != 0,
        is_breached: bits & 4 != 0,
        is_unclocked: bits & 8 != 0,
    })
}

#[cfg(test)]
pub(super) mod tests;
