//! A condition on one ticket, as SQL.
//!
//! A condition is exact by itself. A plus sign before a column keeps SQLite from taking it as a
//! key: the order of the walk comes first. A condition that is always true or never true still
//! names a column, because SQLite drops a constant with what stands beside it, and with that the
//! index that was named.

use rusqlite::Connection;

use super::ids::Ids;
use super::sql::Sql;

/// True of every ticket.
pub(super) const ALWAYS: &str = "+t.id > 0";
/// True of none.
pub(super) const NEVER: &str = "+t.id < 0";

/// Whom is asked, and how far.
pub(super) struct Scope<'a> {
    /// The store.
    pub(super) connection: &'a Connection,
    /// Tickets of a word that are gathered at most.
    pub(super) most: usize,
    /// True if only open tickets can match: their words are looked for among theirs alone.
    pub(super) is_open: bool,
}

/// What a condition reads of a ticket: the least that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reads {
    /// The index of statuses.
    Index,
    /// The covering index of open tickets.
    OpenIndex,
    /// The row, or other tables.
    Row,
    /// Its texts, which costs most.
    Texts,
}

/// What must hold, compiled for tickets under the name `t`.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// The condition on a row.
    pub(super) row: Sql,
    /// What that reads.
    pub(super) reads: Reads,
    /// The tickets that can satisfy it, if an index knows.
    pub(super) ids: Option<Ids>,
}

impl Term {
    /// A condition on the row, or on other tables.
    pub(super) fn row(row: Sql) -> Self {
        Self::new(row, Reads::Row)
    }

    /// A condition that no index knows.
    pub(super) fn new(row: Sql, reads: Reads) -> Self {
        Self {
            row,
            reads,
            ids: None,
        }
    }

    /// The same, with the tickets that an index knows.
    pub(super) fn with_ids(self, ids: Ids) -> Self {
        Self {
            ids: Some(ids),
            ..self
        }
    }

    /// What holds of no ticket.
    pub(super) fn never() -> Self {
        Self::new(Sql::new(NEVER), Reads::Index).with_ids(Ids::exact(Sql::new("SELECT 0 WHERE 0")))
    }

    /// One of these.
    pub(super) fn any(mut terms: Vec<Self>) -> Self {
        terms.retain(|term| !term.row.is(NEVER));
        if terms.len() < 2 {
            return terms.pop().unwrap_or_else(Self::never);
        }
        Self {
            reads: reads(&terms),
            ids: Ids::union(terms.iter().map(|term| term.ids.clone())),
            row: Sql::joined(terms.into_iter().map(|term| term.row), " OR ", NEVER),
        }
    }

    /// All of these.
    pub(super) fn all(mut terms: Vec<Self>) -> Self {
        if terms.len() == 1
            && let Some(term) = terms.pop()
        {
            return term;
        }
        let ids = terms.iter().find_map(|term| term.ids.clone());
        Self {
            reads: reads(&terms),
            ids: ids.map(Ids::loose),
            row: Sql::joined(terms.into_iter().map(|term| term.row), " AND ", ALWAYS),
        }
    }

    /// Not this. IS NOT TRUE, for a comparison with nothing is neither true nor false.
    pub(super) fn not(self) -> Self {
        Self {
            row: Sql::new("(").with(self.row).and_text(") IS NOT TRUE"),
            ids: None,
            ..self
        }
    }
}

fn reads(terms: &[Term]) -> Reads {
    terms
        .iter()
        .map(|term| term.reads)
        .max()
        .unwrap_or(Reads::Index)
}
