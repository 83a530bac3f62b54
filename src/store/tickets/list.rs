//! A list: which tickets in which order, and the walks along it.
//!
//! Keyset-paged, so that the last page costs what the first does: a walk starts at a place and
//! follows the index of its sort, forwards or backwards. The index is named in the SQL, because
//! a planner without statistics guesses.

use rusqlite::{Connection, OptionalExtension, Row};

use super::filter::Compiled;
use super::sql::Sql;
use crate::domain::tickets::{
    Filter, ListRow, Position, Priority, SortField, Source, Status, TicketId,
};
use crate::store::rows::{code, instant};

/// A list with its order, ready to be walked.
pub(super) struct List {
    compiled: Compiled,
    field: SortField,
    descending: bool,
    /// The last place that the filter's own limit lets in.
    bound: Option<Position>,
}

/// Which way to walk, in list order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Backward,
}

/// Where a walk starts.
#[derive(Clone, Copy)]
pub(super) struct From {
    pub(super) place: Position,
    pub(super) inclusive: bool,
}

/// A part of a walk that is one range of its index. SQLite takes `(sort, id) < (?, ?)` as a key
/// of one column where the second is the row's own id, and would then step over all that share
/// the first; two ranges it takes whole.
#[derive(Clone, Copy)]
enum Stretch {
    /// From one end of the list to the other.
    Whole,
    /// Those with the place's sort value that come after it.
    Tied(From),
    /// Those beyond this sort value.
    Beyond(i64),
}

const ROW: &str = "t.source, t.external_id, t.status, t.priority, t.subject, t.created_at, t.updated_at, \
    coalesce(nullif(o.name, ''), nullif(r.name, ''), r.email, ''), \
    coalesce(nullif(a.name, ''), a.email, ''), \
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
    }
}

impl List {
    /// None if the filter's limit lets nothing in.
    pub(super) fn new(connection: &Connection, filter: &Filter) -> rusqlite::Result<Option<Self>> {
        if filter.limit == Some(0) {
            return Ok(None);
        }
        let mut list = Self {
            compiled: Compiled::new(connection, filter)?,
            field: filter.sort.field,
            descending: filter.sort.descending,
            bound: None,
        };
        if let Some(limit) = filter.limit {
            let mut sql = list.walk_sql("", "", Way::Forward, Stretch::Whole);
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
        self.compiled.driver.is_none() && self.compiled.is_open() && self.field != SortField::Status
    }

    /// The index of the walk, or how else the rows are reached.
    fn pin(&self) -> &'static str {
        if let Some(driver) = self.compiled.driver {
            return driver;
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
        }
    }

    /// True if the walk goes towards greater values.
    fn ascends(&self, way: Way) -> bool {
        (way == Way::Forward) != self.descending
    }

    /// `SELECT id, sort, columns … ORDER BY …` over one stretch, without a limit.
    fn walk_sql(&self, columns: &str, joins: &str, way: Way, stretch: Stretch) -> Sql {
        let sort = column(self.field);
        let mut sql = Sql::new(format!(
            "SELECT t.id, {sort}{columns} FROM ticket t {}{joins} WHERE ",
            self.pin()
        ));
        self.compiled.append(&mut sql, self.walks_open());
        let ascends = self.ascends(way);
        self.append_stretch(&mut sql, ascends, stretch);
        if let Some(bound) = self.bound {
            let than = if self.descending { ">=" } else { "<=" };
            sql.push_bound(format!(" AND (+{sort}, t.id) {than} (?"), bound.sort);
            sql.push_bound(", ?)", bound.id.0);
        }
        let direction = if ascends { "ASC" } else { "DESC" };
        sql.push(format!(" ORDER BY {sort} {direction}"));
        if self.field != SortField::Id {
            sql.push(format!(", t.id {direction}"));
        }
        sql
    }

    /// The stretches of a walk from a place: first those that share its sort value.
    fn stretches(&self, from: Option<From>) -> Vec<Stretch> {
        match from {
            None => vec![Stretch::Whole],
            Some(from) if self.field == SortField::Id => vec![Stretch::Tied(from)],
            Some(from) => vec![Stretch::Tied(from), Stretch::Beyond(from.place.sort)],
        }
    }

    fn append_stretch(&self, sql: &mut Sql, ascends: bool, stretch: Stretch) {
        let sort = column(self.field);
        match stretch {
            Stretch::Whole => self.append_range(sql, ascends, true),
            Stretch::Beyond(value) => {
                let than = if ascends { ">" } else { "<" };
                sql.push_bound(format!(" AND {sort} {than} ?"), value);
                self.append_range(sql, ascends, false);
            }
            Stretch::Tied(from) => {
                if self.field != SortField::Id {
                    sql.push_bound(format!(" AND {sort} = ?"), from.place.sort);
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

    /// Where the walk must end, and where it starts if no place says so: the ends of the set
    /// that the sort column is held to. Only one bound a side, or SQLite may take the wrong one.
    fn append_range(&self, sql: &mut Sql, ascends: bool, from_end: bool) {
        let set = match self.field {
            SortField::Status => &self.compiled.statuses,
            SortField::Priority => &self.compiled.priorities,
            _ => return,
        };
        let Some((least, most)) = set.as_ref().and_then(|set| set.first().zip(set.last())) else {
            return;
        };
        let sort = column(self.field);
        if ascends || from_end {
            sql.push(format!(" AND {sort} <= {most}"));
        }
        if !ascends || from_end {
            sql.push(format!(" AND {sort} >= {least}"));
        }
    }

    /// Up to `limit` rows in walking order, and whether the walk came to its end.
    pub(super) fn fetch(
        &self,
        connection: &Connection,
        way: Way,
        from: Option<From>,
        limit: u32,
    ) -> rusqlite::Result<(Vec<ListRow>, bool)> {
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut list = Vec::new();
        let mut missing = i64::from(limit) + 1;
        for stretch in self.stretches(from) {
            let mut sql = self.walk_sql(&format!(", {ROW}"), JOINS, way, stretch);
            sql.push_bound(" LIMIT ?", missing);
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
        way: Way,
        from: From,
    ) -> rusqlite::Result<bool> {
        for stretch in self.stretches(Some(from)) {
            let mut sql = self.walk_sql("", "", way, stretch);
            sql.push(" LIMIT 1");
            if sql.prepare(connection)?.exists(sql.values())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// True if the list has a row at exactly this place.
    pub(super) fn holds(&self, connection: &Connection, place: Position) -> rusqlite::Result<bool> {
        Ok(self.place_of(connection, place.id)? == Some(place))
    }

    /// Where a ticket stands in the list.
    pub(super) fn place_of(
        &self,
        connection: &Connection,
        id: TicketId,
    ) -> rusqlite::Result<Option<Position>> {
        let mut sql = Sql::new(format!("SELECT t.id, {}", column(self.field)));
        sql.push_bound(" FROM ticket t NOT INDEXED WHERE t.id = ? AND ", id.0);
        self.compiled.append(&mut sql, false);
        let place = sql
            .prepare(connection)?
            .query_row(sql.values(), position)
            .optional()?;
        Ok(place.filter(|place| {
            self.bound
                .is_none_or(|bound| !self.is_behind(*place, bound))
        }))
    }

    /// True if `place` comes after `bound` in the list.
    fn is_behind(&self, place: Position, bound: Position) -> bool {
        let (place, bound) = ((place.sort, place.id), (bound.sort, bound.id));
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
        sort: row.get(1)?,
    })
}

fn list_row(row: &Row<'_>) -> rusqlite::Result<ListRow> {
    let priority: i64 = row.get(5)?;
    Ok(ListRow {
        id: TicketId(row.get(0)?),
        sort: row.get(1)?,
        source: code(row, 2, Source::from_code)?,
        external_id: row.get::<_, Option<i64>>(3)?.map(|id| id.to_string()),
        status: code(row, 4, Status::from_code)?,
        priority: Priority::from_code(priority),
        subject: row.get(6)?,
        created_at: instant(row, 7)?,
        updated_at: instant(row, 8)?,
        client: row.get(9)?,
        assignee: row.get(10)?,
        dirty: row.get(11)?,
        draft: row.get(12)?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::tickets::filter::{Sort, Term, Test};
    use crate::store::migrate::{STEPS, migrate};

    pub(in super::super) fn store() -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let connection = Connection::open(&path).unwrap();
        migrate(&connection, &path, STEPS).unwrap();
        (folder, connection)
    }

    pub(in super::super) fn filter(
        field: SortField,
        descending: bool,
        statuses: &[Status],
    ) -> Filter {
        let test = Test::Status(statuses.to_vec());
        Filter {
            terms: if statuses.is_empty() {
                Vec::new()
            } else {
                vec![Term {
                    negated: false,
                    test,
                }]
            },
            sort: Sort { field, descending },
            limit: None,
        }
    }

    const PLACE: From = From {
        place: Position {
            sort: 4,
            id: TicketId(9),
        },
        inclusive: false,
    };

    #[test]
    fn every_walk_follows_its_index_and_sorts_nothing() {
        let (_folder, connection) = store();
        let open = [Status::New, Status::Open, Status::Pending, Status::OnHold];
        for statuses in [&[][..], &open[..], &open[1..2], &[Status::Solved]] {
            for field in SortField::ALL {
                for descending in [false, true] {
                    let filter = filter(field, descending, statuses);
                    let list = List::new(&connection, &filter).unwrap().unwrap();
                    for way in [Way::Forward, Way::Backward] {
                        let stretches = [list.stretches(None), list.stretches(Some(PLACE))];
                        for stretch in stretches.concat() {
                            let from = (!matches!(stretch, Stretch::Whole)).then_some(());
                            let plan = list
                                .walk_sql(&format!(", {ROW}"), JOINS, way, stretch)
                                .plan(&connection);
                            let index = match list.pin().strip_prefix("INDEXED BY ") {
                                Some(index) => format!("INDEX {index}"),
                                None if from.is_some() => "INTEGER PRIMARY KEY".to_owned(),
                                None => "SCAN t".to_owned(),
                            };
                            assert!(plan.contains(&index), "{plan}");
                            assert!(!plan.contains("TEMP B-TREE"), "{plan}");
                            if from.is_some() {
                                assert!(plan.starts_with("SEARCH t"), "{plan}");
                            }
                            if field == SortField::Created && statuses.len() == 4 {
                                assert!(
                                    plan.contains("COVERING INDEX ticket_open_created"),
                                    "{plan}"
                                );
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_place_is_found_by_both_its_columns() {
        let (_folder, connection) = store();
        let list = List::new(&connection, &filter(SortField::Priority, true, &[]))
            .unwrap()
            .unwrap();
        let plans: Vec<_> = list
            .stretches(Some(PLACE))
            .into_iter()
            .map(|stretch| {
                list.walk_sql("", "", Way::Forward, stretch)
                    .plan(&connection)
            })
            .collect();
        assert!(plans[0].contains("(priority=? AND id<?)"), "{plans:?}");
        assert!(plans[1].contains("(priority<?)"), "{plans:?}");
    }
}
