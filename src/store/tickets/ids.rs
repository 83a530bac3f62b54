//! Tickets that an index knows to satisfy a condition, or that are all that can.

use rusqlite::Connection;

use super::sql::Sql;

/// Statements that select ticket ids: possibly repeated, not live, or beyond those that satisfy
/// the condition, but never without one that does.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    branches: Vec<Branch>,
    /// True if every live ticket among them satisfies the condition.
    pub(super) exact: bool,
    /// True if the condition costs much to check on a row: texts are read for it.
    pub(super) dear: bool,
}

#[derive(Clone, Debug)]
struct Branch {
    select: Sql,
    /// True if it gives no id twice.
    distinct: bool,
    /// True if the index has the status of `t` too.
    by_status: bool,
}

impl Ids {
    /// Exactly those that `select` gives.
    pub(super) fn exact(select: Sql) -> Self {
        Self {
            branches: vec![Branch {
                select,
                distinct: false,
                by_status: false,
            }],
            exact: true,
            dear: false,
        }
    }

    /// Exactly those that `select` gives, each once.
    pub(super) fn distinct(select: Sql) -> Self {
        let mut ids = Self::exact(select);
        for branch in &mut ids.branches {
            branch.distinct = true;
        }
        ids
    }

    /// Exactly the rows of `ticket` that an index finds.
    pub(super) fn indexed(index: &str, condition: Sql) -> Self {
        let select = format!("SELECT t.id FROM ticket t INDEXED BY {index} WHERE ");
        Self::distinct(Sql::new(select).with(condition))
    }

    /// As [`Ids::indexed`], by an index that has the status.
    pub(super) fn by_status(index: &str, condition: Sql) -> Self {
        let mut ids = Self::indexed(index, condition);
        for branch in &mut ids.branches {
            branch.by_status = true;
        }
        ids
    }

    /// Everything in one of these; none if one of them is not known.
    pub(super) fn union(all: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        let all: Option<Vec<Self>> = all.collect();
        let mut all = all?.into_iter();
        let mut union = all.next()?;
        for ids in all {
            union.branches.extend(ids.branches);
            union.exact &= ids.exact;
            union.dear |= ids.dear;
        }
        Some(union)
    }

    /// The same, as no more than those that can satisfy the condition.
    pub(super) fn loose(self) -> Self {
        Self {
            exact: false,
            ..self
        }
    }

    /// Those of which this holds too: text that binds nothing, about the table they come from.
    pub(super) fn narrowed(mut self, condition: &str) -> Self {
        for branch in &mut self.branches {
            branch.select.push(format!(" AND {condition}"));
        }
        self
    }

    /// And those of another statement.
    pub(super) fn or(mut self, select: &str) -> Self {
        self.branches.push(Branch {
            select: Sql::new(select),
            distinct: true,
            by_status: false,
        });
        self
    }

    /// The statement. Of `statuses` alone where the indexes say so.
    pub(super) fn select(&self, statuses: Option<&[i64]>) -> Sql {
        let mut all = Sql::default();
        for branch in &self.branches {
            if !all.is_empty() {
                all.push(" UNION ALL ");
            }
            all.append(&branch.select);
            if branch.by_status
                && let Some(set) = statuses
            {
                all.push(format!(" AND t.status IN ({})", list(set)));
            }
        }
        all
    }

    /// True if the statement gives no id twice.
    pub(super) fn is_distinct(&self) -> bool {
        matches!(self.branches.as_slice(), [Branch { distinct: true, .. }])
    }

    /// True if the indexes know the status of all of them.
    pub(super) fn knows_status(&self) -> bool {
        self.branches.iter().all(|branch| branch.by_status)
    }

    /// How many ids there are, counted up to `most`.
    pub(super) fn count(
        &self,
        connection: &Connection,
        statuses: Option<&[i64]>,
        most: i64,
    ) -> rusqlite::Result<i64> {
        count(connection, self.select(statuses), most)
    }
}

/// How many rows a statement gives, counted up to `most`.
pub(super) fn count(connection: &Connection, select: Sql, most: i64) -> rusqlite::Result<i64> {
    Sql::new("SELECT count(*) FROM (SELECT 1 FROM (")
        .with(select)
        .and_text(&format!(") LIMIT {most})"))
        .number(connection)
}

/// Codes as a set to be `IN`; an empty one holds a number that no row has, because SQLite drops
/// `IN ()` with what stands beside it, and the named index with that.
pub(super) fn list(codes: &[i64]) -> String {
    if codes.is_empty() {
        return "-1".to_owned();
    }
    let codes: Vec<String> = codes.iter().map(i64::to_string).collect();
    codes.join(", ")
}
