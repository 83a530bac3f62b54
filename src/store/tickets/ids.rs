//! Tickets that an index knows to satisfy a condition, or that are all that can.

use rusqlite::Connection;

use super::set::Set;
use super::sql::Sql;

/// Statements that select ticket ids: possibly repeated, not live, or beyond those that satisfy
/// the condition, but never without one that does.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    branches: Vec<Branch>,
    /// True if every live ticket among them satisfies the condition.
    pub(super) exact: bool,
}

/// The codes of the statuses of open tickets.
const OPEN_CODES: [i64; 4] = [0, 1, 2, 3];

#[derive(Clone, Debug)]
struct Branch {
    select: Sql,
    /// True if it gives no id twice.
    distinct: bool,
    /// True if the index has the status of `t` too.
    by_status: bool,
    /// True if all of them are open.
    is_open: bool,
    known: Known,
}

/// What is known of a statement's ids.
#[derive(Clone, Debug)]
enum Known {
    Nothing,
    All(Set),
    /// They are too many to gather.
    TooMany,
}

impl Ids {
    /// Exactly those that `select` gives.
    pub(super) fn exact(select: Sql) -> Self {
        Self {
            branches: vec![Branch {
                select,
                distinct: false,
                by_status: false,
                is_open: false,
                known: Known::Nothing,
            }],
            exact: true,
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
        }
        Some(union)
    }

    /// The same, of an index that has open tickets alone.
    pub(super) fn open(mut self) -> Self {
        for branch in &mut self.branches {
            branch.is_open = true;
        }
        self
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
            is_open: false,
            known: Known::Nothing,
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
            all.append(&branch.narrowed(statuses));
        }
        all
    }

    /// True if the statement gives no id twice.
    pub(super) fn is_distinct(&self) -> bool {
        matches!(self.branches.as_slice(), [Branch { distinct: true, .. }])
    }

    /// True if the indexes know that all of them have one of these statuses.
    pub(super) fn knows_status(&self, statuses: &[i64]) -> bool {
        let all_open = OPEN_CODES.iter().all(|code| statuses.contains(code));
        let mut branches = self.branches.iter();
        branches.all(|branch| branch.by_status || branch.is_open && all_open)
    }

    /// All of them, of `statuses` alone where the indexes say so; none if a statement gives more
    /// than `most`.
    pub(super) fn gather(
        &self,
        connection: &Connection,
        statuses: Option<&[i64]>,
        most: usize,
    ) -> rusqlite::Result<Option<Set>> {
        let mut all: Option<Set> = None;
        for branch in &self.branches {
            let set = match &branch.known {
                Known::All(set) => set.clone(),
                Known::TooMany => return Ok(None),
                Known::Nothing => {
                    match Set::gather(connection, &branch.narrowed(statuses), most)? {
                        Some(set) => set,
                        None => return Ok(None),
                    }
                }
            };
            all = Some(match all {
                Some(all) => all.or(&set),
                None => set,
            });
        }
        Ok(all)
    }

    /// Gathers them once for all.
    pub(super) fn gathered(
        mut self,
        connection: &Connection,
        most: usize,
    ) -> rusqlite::Result<(Self, Option<Set>)> {
        let set = self.gather(connection, None, most)?;
        for branch in &mut self.branches {
            branch.known = set.clone().map_or(Known::TooMany, Known::All);
        }
        Ok((self, set))
    }
}

impl Branch {
    fn narrowed(&self, statuses: Option<&[i64]>) -> Sql {
        let mut select = self.select.clone();
        if self.by_status
            && let Some(set) = statuses
        {
            select.push(format!(" AND t.status IN ({})", list(set)));
        }
        select
    }
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
