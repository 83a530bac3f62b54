//! A selection, planned: what is asked of each row, and how the rows are come by.
//!
//! Where an index knows the tickets that can match and they are not too many, their ids are
//! gathered as a [`Set`]. A few are fetched and sorted; of more, a walk along the index of the
//! sort looks into the set at every step. Where nothing is gathered, a walk meets the matches
//! soon enough. Status and priority are kept apart from the other conditions, because which index
//! a list walks, and how far, follows from them.

use rusqlite::Connection;

use super::checks;
use super::ids::list;
use super::set::Set;
use super::sql::Sql;
use super::term::{Reads, Scope, Term};
use crate::domain::tickets::filter::SortField;
use crate::domain::tickets::filter::selection::{Check, Feature, Moment, Range, Want};
use crate::domain::tickets::{Priority, Status};

/// Up to so many tickets are fetched and sorted: some 4 ms.
const FEW: usize = 2_000;

/// Up to so many are fetched and sorted if something else is asked of their rows: how far a walk
/// would have to go is not known then.
const MORE: usize = 6_000;

/// How many ids are gathered at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Of a word: where more have it, reading texts along a walk finds them sooner.
    words: usize,
    /// Of a word among the open tickets: these are few, so that a walk meets a common one at once.
    open_words: usize,
    /// Of anything else: checking rows along a walk costs less.
    others: usize,
}

impl Limits {
    /// For a window of a list.
    pub(super) const PAGE: Self = Self {
        words: 60_000,
        open_words: 20_000,
        others: 20_000,
    };
    /// For a count, which has to look at every ticket otherwise.
    pub(super) const COUNT: Self = Self {
        words: usize::MAX,
        open_words: usize::MAX,
        others: 500_000,
    };
}

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
    limits: Limits,
}

/// How the rows of a selection are come by.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The tickets that can match, if they were gathered.
    pub(super) set: Option<Set>,
    /// True if they are so few that each is fetched.
    pub(super) fetches: bool,
    /// The conditions, by place, that hold for all of the set.
    answered: Vec<bool>,
    /// True if the set has tickets of the wanted statuses alone.
    pub(super) knows_status: bool,
}

impl Plan {
    /// Of these, and no others.
    fn fetch(set: Set) -> Self {
        Self {
            set: Some(set),
            fetches: true,
            ..Self::default()
        }
    }

    fn answers(&self, place: usize) -> bool {
        self.answered.get(place).is_some_and(|answered| *answered)
    }
}

impl Compiled {
    /// Compiles what is wanted.
    pub(super) fn new(
        connection: &Connection,
        want: &Want,
        limits: Limits,
    ) -> rusqlite::Result<Self> {
        let mut compiled = Self {
            statuses: None,
            priorities: None,
            terms: Vec::new(),
            bounds: Vec::new(),
            limits,
        };
        let mut rest = Vec::new();
        compiled.take_codes(want, &mut rest);
        // Which index knows a word follows from the statuses: these are known by now.
        let is_open = compiled.is_open();
        let scope = Scope {
            connection,
            most: if is_open {
                limits.open_words
            } else {
                limits.words
            },
            is_open,
        };
        let terms = rest.into_iter().map(|want| checks::want(&scope, want));
        compiled.terms = terms.collect::<rusqlite::Result<_>>()?;
        Ok(compiled)
    }

    /// Takes what is asked of status and priority; the other conditions are the `rest`.
    fn take_codes<'a>(&mut self, want: &'a Want, rest: &mut Vec<&'a Want>) {
        let (check, negated) = match want {
            Want::All(wants) => {
                return wants.iter().for_each(|want| self.take_codes(want, rest));
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
                return narrow(&mut self.statuses, all, &codes, negated);
            }
            Some(Check::Priority(set)) => {
                let codes: Vec<i64> = set.iter().map(|p| p.code()).collect();
                return narrow(&mut self.priorities, priority_codes(), &codes, negated);
            }
            Some(Check::Has(Feature::Priority)) => {
                return narrow(&mut self.priorities, priority_codes(), &[0], !negated);
            }
            Some(check) if !negated => self.bounds.extend(bound(check)),
            _ => {}
        }
        rest.push(want);
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

    /// How the rows are come by.
    pub(super) fn plan(&self, connection: &Connection) -> rusqlite::Result<Plan> {
        let statuses = self.status_set();
        let mut plan = Plan {
            answered: vec![false; self.terms.len()],
            ..Plan::default()
        };
        for (term, answered) in self.terms.iter().zip(&mut plan.answered) {
            let Some(ids) = &term.ids else { continue };
            let Some(found) = ids.gather(connection, statuses, self.limits.others)? else {
                continue;
            };
            *answered = ids.exact;
            plan.knows_status |= statuses.is_some_and(|statuses| ids.knows_status(statuses));
            plan.set = Some(match plan.set {
                Some(set) => set.and(&found),
                None => found,
            });
        }
        if let Some(set) = &plan.set {
            let asks_rows = plan.answered.contains(&false) && self.reads(&plan) < Reads::Texts;
            plan.fetches = set.count() <= if asks_rows { MORE } else { FEW };
            return Ok(plan);
        }
        if self.terms.is_empty() {
            return Ok(plan);
        }
        let few = match self.few_by_status(connection)? {
            None => self.few_open(connection)?,
            few => few,
        };
        Ok(few.map_or(plan, Plan::fetch))
    }

    /// The few tickets of a rare status.
    fn few_by_status(&self, connection: &Connection) -> rusqlite::Result<Option<Set>> {
        let Some(set) = self.status_set() else {
            return Ok(None);
        };
        let set = list(set);
        let select = format!(
            "SELECT t.id FROM ticket t INDEXED BY ticket_status \
             WHERE t.presence = 1 AND t.status IN ({set})"
        );
        Set::gather(connection, &Sql::new(select), FEW)
    }

    /// The few open tickets that satisfy what an index of them can tell: the narrow one if it has
    /// all that is read.
    fn few_open(&self, connection: &Connection) -> rusqlite::Result<Option<Set>> {
        let told = |term: &&Term| term.reads <= Reads::OpenIndex;
        let told: Vec<&Term> = self.terms.iter().filter(told).collect();
        let Some(statuses) = self
            .status_set()
            .filter(|_| self.is_open() && !told.is_empty())
        else {
            return Ok(None);
        };
        let mut select = Sql::new("SELECT t.id FROM ticket t ");
        if told.iter().all(|term| term.reads == Reads::Index) {
            select.push("INDEXED BY ticket_status WHERE t.presence = 1 AND ");
            select.push(format!("t.status IN ({})", list(statuses)));
        } else {
            select.push("INDEXED BY ticket_open_created WHERE t.presence = 1 AND ");
            select.push(OPEN);
        }
        self.append_codes(&mut select);
        for term in told {
            select.push(" AND ");
            select.append(&term.row);
        }
        Set::gather(connection, &select, FEW)
    }

    /// What the conditions that a plan leaves open read.
    pub(super) fn reads(&self, plan: &Plan) -> Reads {
        let open = self.terms.iter().enumerate();
        let open = open.filter(|(place, _)| !plan.answers(*place));
        let reads = open.map(|(_, term)| term.reads);
        reads.max().unwrap_or(Reads::Index)
    }

    /// True if a plan's set has all that match, and nothing else but stubs and tombstones.
    pub(super) fn is_answered(&self, plan: &Plan) -> bool {
        let status = self.statuses.is_none() || plan.knows_status;
        status && self.priorities.is_none() && plan.answered.iter().all(|answered| *answered)
    }

    /// Appends all conditions that a plan leaves open. `open_index` says that the query names
    /// an index of open tickets alone, which SQLite takes only where it reads the same words.
    ///
    /// The plus signs keep SQLite from using a set as a key: the order of the walk comes first.
    pub(super) fn append(&self, sql: &mut Sql, plan: &Plan, open_index: bool) {
        sql.push("t.presence = 1");
        if open_index {
            sql.push(" AND ");
            sql.push(OPEN);
        }
        match &plan.set {
            Some(set) if plan.fetches => {
                sql.push(" AND t.id IN ");
                sql.append(&Sql::numbers(&set.ids()));
            }
            Some(set) => {
                sql.push(" AND ");
                sql.append(&set.condition());
            }
            None => {}
        }
        self.append_codes(sql);
        let terms = self.terms.iter().enumerate();
        let mut terms: Vec<&Term> = terms
            .filter(|(place, _)| !plan.answers(*place))
            .map(|(_, term)| term)
            .collect();
        // The cheap ones first.
        terms.sort_by_key(|term| term.reads);
        for term in terms {
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
