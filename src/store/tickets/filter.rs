//! A selection, planned: what is asked of each row, and how the rows are come by.
//!
//! A list is a walk along the index of its sort, unless few tickets can match: those are fetched
//! and sorted. In between, where a walk would step over many rows, the tickets that can match are
//! taken as a set that each step looks into. How many can match is counted in the indexes, up to
//! the number that decides. Status and priority are kept apart from the other conditions, because
//! which index a list walks, and how far, follows from them.

use rusqlite::Connection;

use super::checks::{self, Term};
use super::ids::{self, Ids, list};
use super::said;
use super::sql::Sql;
use crate::domain::tickets::filter::SortField;
use crate::domain::tickets::filter::selection::{Check, Feature, Moment, Range, Want};
use crate::domain::tickets::{Priority, Status};

/// Up to so many tickets are fetched and sorted (some 5 ms); more are met soon enough on a walk.
pub(super) const FEW: i64 = 2_000;

/// Up to so many are taken as a set (some 5 ms); of more, a walk of ten thousand rows fills a window.
const SET: i64 = 20_000;

/// The tables' statuses below solved, as the partial indexes spell it.
pub(super) const OPEN: &str = "t.status < 4";

/// The lowest code of a status that is not open.
const FIRST_DONE: i64 = 4;

/// A selection's conditions, compiled for tickets under the name `t`.
#[derive(Debug)]
pub(super) struct Compiled {
    /// Codes a ticket's status may have, ascending; none if any will do.
    pub(super) statuses: Option<Vec<i64>>,
    /// Codes its priority may have, 0 for none.
    pub(super) priorities: Option<Vec<i64>>,
    /// The other conditions.
    pub(super) terms: Vec<Term>,
    /// Ends of the sort columns that follow from the conditions.
    bounds: Vec<(SortField, Range)>,
}

/// How rows are come by.
#[derive(Debug)]
pub(super) enum Way {
    /// These few are fetched and sorted.
    Fetch(Sql),
    /// Along an index; those alone that stand in each of these sets.
    Walk(Vec<Sql>),
}

impl Compiled {
    /// Compiles what is wanted.
    pub(super) fn new(connection: &Connection, want: &Want) -> rusqlite::Result<Self> {
        let mut compiled = Self {
            statuses: None,
            priorities: None,
            terms: Vec::new(),
            bounds: Vec::new(),
        };
        compiled.take(connection, want)?;
        Ok(compiled)
    }

    fn take(&mut self, connection: &Connection, want: &Want) -> rusqlite::Result<()> {
        let (check, negated) = match want {
            Want::All(wants) => {
                return wants
                    .iter()
                    .try_for_each(|want| self.take(connection, want));
            }
            Want::Is(check) => (Some(check), false),
            Want::Not(inside) => match &**inside {
                Want::Is(check) => (Some(check), true),
                _ => (None, true),
            },
            Want::Any(_) => (None, false),
        };
        match check {
            Some(Check::Status(set)) => {
                let codes: Vec<i64> = set.iter().map(|s| s.code()).collect();
                let all = Status::ALL.iter().map(|s| s.code());
                narrow(&mut self.statuses, all, &codes, negated);
                return Ok(());
            }
            Some(Check::Priority(set)) => {
                let codes: Vec<i64> = set.iter().map(|p| p.code()).collect();
                narrow(&mut self.priorities, priority_codes(), &codes, negated);
                return Ok(());
            }
            Some(Check::Has(Feature::Priority)) => {
                narrow(&mut self.priorities, priority_codes(), &[0], !negated);
                return Ok(());
            }
            Some(check) if !negated => self.bounds.extend(bound(check)),
            _ => {}
        }
        self.terms.push(checks::want(connection, want)?);
        Ok(())
    }

    /// True if only open tickets can match, so that their own indexes serve.
    pub(super) fn is_open(&self) -> bool {
        self.statuses
            .as_ref()
            .is_some_and(|set| set.iter().all(|code| *code < FIRST_DONE))
    }

    /// True if nothing but the status is asked.
    pub(super) fn is_status_only(&self) -> bool {
        self.priorities.is_none() && self.terms.is_empty()
    }

    /// The ends of a sort's column, both included, that follow from the conditions.
    pub(super) fn bounds(&self, field: SortField) -> Range {
        let set = match field {
            SortField::Status => &self.statuses,
            SortField::Priority => &self.priorities,
            _ => &None,
        };
        let ends = set.as_ref().and_then(|set| set.first().zip(set.last()));
        let start = Range {
            from: ends.map_or(i64::MIN, |(least, _)| *least),
            to: ends.map_or(i64::MAX, |(_, most)| *most),
        };
        let bounds = self.bounds.iter().filter(|(of, _)| *of == field);
        bounds.fold(start, |all, (_, one)| Range {
            from: all.from.max(one.from),
            to: all.to.min(one.to),
        })
    }

    /// The status as a set that narrows ids.
    pub(super) fn status_set(&self) -> Option<&[i64]> {
        self.statuses.as_deref()
    }

    /// How the rows of a list are come by.
    pub(super) fn way(&self, connection: &Connection) -> rusqlite::Result<Way> {
        let statuses = self.status_set();
        let mut few: Option<(i64, Sql)> = None;
        let mut more = Vec::new();
        for ids in self.terms.iter().filter_map(|term| term.ids.as_ref()) {
            let count = ids.count(connection, statuses, FEW + 1)?;
            if count > FEW {
                more.push(ids);
            } else if few.as_ref().is_none_or(|(least, _)| count < *least) {
                few = Some((count, ids.select(statuses)));
            }
            if count == 0 {
                break;
            }
        }
        if let Some((_, select)) = few {
            return Ok(Way::Fetch(select));
        }
        if let Some(select) = self.few_by_status(connection)? {
            return Ok(Way::Fetch(select));
        }
        self.sets(connection, &more)
    }

    /// The few tickets of a rare status.
    fn few_by_status(&self, connection: &Connection) -> rusqlite::Result<Option<Sql>> {
        let Some(set) = self.statuses.as_deref() else {
            return Ok(None);
        };
        if self.terms.is_empty() {
            return Ok(None);
        }
        let set = list(set);
        let known = Sql::new(format!(
            "SELECT coalesce(sum(tickets), 0) FROM tally WHERE status IN ({set})"
        ));
        Ok((known.number(connection)? <= FEW).then(|| {
            Sql::new(format!(
                "SELECT t.id FROM ticket t INDEXED BY ticket_status \
                 WHERE t.presence = 1 AND t.status IN ({set})"
            ))
        }))
    }

    /// Ids that are too many to fetch: all that stand in each set may be few.
    fn sets(&self, connection: &Connection, more: &[&Ids]) -> rusqlite::Result<Way> {
        let statuses = self.status_set();
        let mut sets = Vec::new();
        for ids in more {
            let most = if ids.dear { said::SET } else { SET };
            if ids.count(connection, statuses, most + 1)? <= most {
                sets.push(ids.select(statuses));
            }
        }
        if sets.len() > 1 {
            let common = common(&sets);
            if ids::count(connection, common.clone(), FEW + 1)? <= FEW {
                return Ok(Way::Fetch(common));
            }
        }
        if sets.is_empty()
            && let Some(open) = self.few_open(connection)?
        {
            return Ok(Way::Fetch(open));
        }
        Ok(Way::Walk(sets))
    }

    /// The few open tickets that satisfy what the covering index of open tickets can tell.
    fn few_open(&self, connection: &Connection) -> rusqlite::Result<Option<Sql>> {
        let covered: Vec<&Term> = self.terms.iter().filter(|term| term.covered).collect();
        if !self.is_open() || covered.is_empty() {
            return Ok(None);
        }
        let mut select = Sql::new(format!(
            "SELECT t.id FROM ticket t INDEXED BY ticket_open_created \
             WHERE t.presence = 1 AND {OPEN}"
        ));
        self.append_codes(&mut select);
        for term in covered {
            select.push(" AND ");
            select.append(&term.row);
        }
        let count = ids::count(connection, select.clone(), FEW + 1)?;
        Ok((count <= FEW).then_some(select))
    }

    /// Appends all conditions. `open_index` says that the query names
    /// an index of open tickets alone, which SQLite takes only where it reads the same words.
    pub(super) fn append(&self, sql: &mut Sql, way: &Way, open_index: bool) {
        sql.push("t.presence = 1");
        if open_index {
            sql.push(" AND ");
            sql.push(OPEN);
        }
        match way {
            Way::Fetch(select) => {
                sql.push(" AND t.id IN (");
                sql.append(select);
                sql.push(")");
            }
            Way::Walk(sets) => {
                for set in sets {
                    sql.push(" AND +t.id IN (");
                    sql.append(set);
                    sql.push(")");
                }
            }
        }
        self.append_codes(sql);
        let (cheap, others): (Vec<_>, Vec<_>) = self.terms.iter().partition(|term| term.covered);
        for term in cheap.into_iter().chain(others) {
            sql.push(" AND ");
            sql.append(&term.row);
        }
    }

    fn append_codes(&self, sql: &mut Sql) {
        if let Some(set) = &self.statuses {
            sql.push(format!(" AND +t.status IN ({})", list(set)));
        }
        if let Some(set) = &self.priorities {
            sql.push(format!(" AND +t.priority IN ({})", list(set)));
        }
    }
}

/// What stands in each of these statements.
fn common(sets: &[Sql]) -> Sql {
    let mut sets = sets.iter();
    let first = sets.next().cloned().unwrap_or_default();
    let mut common = Sql::new("WITH known (id) AS (")
        .with(first)
        .and_text(") SELECT known.id FROM known WHERE known.id > 0");
    for set in sets {
        common.push(" AND known.id IN (");
        common.append(set);
        common.push(")");
    }
    common
}

/// The ends of a sort's column that follow from a check which must hold.
fn bound(check: &Check) -> Option<(SortField, Range)> {
    let (field, ranges): (_, Vec<Range>) = match check {
        Check::Id(ranges) => (SortField::Id, ranges.clone()),
        Check::When(moment, spans) => {
            let field = match moment {
                Moment::Created => SortField::Created,
                Moment::Updated => SortField::Updated,
                Moment::Due => SortField::Sla,
                Moment::FollowUp => SortField::FollowUp,
                _ => return None,
            };
            let spans = spans.iter().map(|span| checks::seconds(*moment, *span));
            (field, spans.collect())
        }
        _ => return None,
    };
    let from = ranges.iter().map(|range| range.from).min()?;
    let to = ranges.iter().map(|range| range.to).max()?;
    Some((field, Range { from, to }))
}

/// Codes of priorities with 0, the sentinel for none.
fn priority_codes() -> impl Iterator<Item = i64> {
    std::iter::once(0).chain(Priority::ALL.iter().map(|p| p.code()))
}

/// Narrows what is allowed to `codes`, or to all but them.
fn narrow(
    allowed: &mut Option<Vec<i64>>,
    all: impl Iterator<Item = i64>,
    codes: &[i64],
    negated: bool,
) {
    let before = allowed.take().unwrap_or_else(|| all.collect());
    let after = before
        .into_iter()
        .filter(|code| codes.contains(code) != negated);
    *allowed = Some(after.collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_narrowed_term_by_term() {
        let mut allowed = None;
        narrow(&mut allowed, 0..6, &[0, 1, 5], false);
        narrow(&mut allowed, 0..6, &[1], true);
        assert_eq!(allowed, Some(vec![0, 5]));
    }
}
