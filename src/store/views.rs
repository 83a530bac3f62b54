//! Named queries in the store.

use rusqlite::Connection;

use crate::domain::desk::View;

/// Every view, in the order of their places.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<View>> {
    let mut statement =
        connection.prepare_cached("SELECT name, place, query FROM view ORDER BY place, id")?;
    let views = statement.query_map([], |row| {
        Ok(View {
            name: row.get(0)?,
            place: row.get(1)?,
            query: row.get(2)?,
        })
    })?;
    views.collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use crate::domain::tickets::Filter;
    use crate::store::migrate::{STEPS, migrate};

    #[test]
    fn every_view_that_a_desk_begins_with_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let connection = Connection::open(&path).unwrap();
        migrate(&connection, &path, STEPS).unwrap();
        let views = super::all(&connection).unwrap();
        let said: Vec<_> = views
            .iter()
            .map(|view| (&*view.name, Filter::parse(&view.query).unwrap().to_string()))
            .collect();
        let expected = [
            ("breach first", "is:open sort:sla-asc"),
            ("mine", "assignee:me is:open sort:sla-asc"),
            ("unassigned", "assignee:none is:open sort:sla-asc"),
            ("partners", "kind:partner_request is:open sort:sla-asc"),
            ("waiting on us", "status:new,open has:wait sort:sla-asc"),
            ("pending > 3 d", "status:pending idle:3d sort:updated-asc"),
            ("solved today", "solved:today"),
        ];
        let expected = expected.map(|(name, query)| (name, query.to_owned()));
        assert_eq!(said, expected);
    }
}
