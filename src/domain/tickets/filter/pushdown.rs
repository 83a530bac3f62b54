//! What a helpdesk's own search can be asked of a filter, and what stays to be checked here.
//!
//! A helpdesk is asked for a superset: every ticket of it that matches is in one of the answers,
//! and checking [`Pushed::local`] on each leaves exactly those. Relative times go out as instants
//! in UTC, because the systems' own relative forms differ. Pure; nothing is sent.

use super::Filter;
use super::ast::Expr;
use super::select::{Context, want};
use super::selection::{Check, Want};
use crate::domain::tickets::Status;

pub use super::freshdesk::{FRESHDESK_BYTES, FRESHDESK_MOST, freshdesk};
pub use super::zendesk::{ZENDESK_MOST, zendesk};

/// Queries that one question may become: each costs requests of the account's allowance.
const MOST_QUERIES: usize = 4;

/// A filter as far as a helpdesk can answer it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pushed {
    /// What to ask, each by itself, the answers merged; none: nothing of it can be asked there.
    pub queries: Vec<String>,
    /// What to check here of each answer, with the order and the limit.
    pub local: Filter,
    /// Most tickets that one query yields: with so many the answer may be cut short.
    pub most: u32,
}

/// An account of Freshdesk, as far as its search needs it.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// Everyone who may work on a ticket: address in lower case, and number.
    pub agents: &'a [(String, i64)],
    /// Every status that the account has: its number, and what it means here.
    pub statuses: &'a [(i64, Status)],
}

/// The statuses of an account that has added none.
pub const STATUSES: [(i64, Status); 4] = [
    (2, Status::Open),
    (3, Status::Pending),
    (4, Status::Solved),
    (5, Status::Closed),
];

/// A condition as a helpdesk's search spells it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    /// What it is about: of most things a search takes one condition, and what it makes of two
    /// is its own affair. None if any number of them may stand side by side.
    pub(super) about: Option<&'static str>,
    pub(super) text: String,
}

impl Clause {
    /// The one condition of this kind.
    pub(super) fn about(about: &'static str, text: String) -> Self {
        Self {
            about: Some(about),
            text,
        }
    }

    fn clashes(&self, other: &Self) -> bool {
        self.about.is_some() && self.about == other.about
    }
}

/// What can be asked of a condition.
pub(super) struct Offer {
    /// Lists of clauses of which one must hold whole.
    pub(super) alternatives: Vec<Vec<Clause>>,
    /// True if the helpdesk means exactly the condition by it; else it means more.
    pub(super) exact: bool,
}

impl Offer {
    /// One clause for each alternative.
    pub(super) fn one_of(clauses: Vec<Clause>, exact: bool) -> Option<Self> {
        let alternatives: Vec<_> = clauses.into_iter().map(|clause| vec![clause]).collect();
        (!alternatives.is_empty()).then_some(Self {
            alternatives,
            exact,
        })
    }
}

/// Splits a filter. `takes` says what can be asked of a single check or of its opposite, `fits`
/// whether a query is not too long.
pub(super) fn split(
    filter: &Filter,
    context: &Context<'_>,
    takes: &dyn Fn(&Check, bool) -> Option<Offer>,
    fits: &dyn Fn(&[Clause]) -> bool,
) -> (Vec<Vec<Clause>>, Filter) {
    let mut asked = Asking {
        takes,
        fits,
        queries: vec![Vec::new()],
    };
    let mut local = Vec::new();
    for term in filter.want.conjuncts() {
        if !asked.add(&want(term, context)) {
            local.push(term.clone());
        }
    }
    let mut queries = asked.queries;
    if queries.iter().any(Vec::is_empty) {
        // One that asks nothing would bring the whole helpdesk.
        queries.clear();
        local = vec![filter.want.clone()];
    }
    let local = Filter {
        want: Expr::all(local),
        ..filter.clone()
    };
    (queries, local)
}

struct Asking<'a> {
    takes: &'a dyn Fn(&Check, bool) -> Option<Offer>,
    fits: &'a dyn Fn(&[Clause]) -> bool,
    queries: Vec<Vec<Clause>>,
}

impl Asking<'_> {
    /// Asks for a condition too, as far as it can be asked; true if nothing of it is left.
    fn add(&mut self, want: &Want) -> bool {
        if let Want::All(all) = want {
            let mut whole = true;
            for one in all {
                whole &= self.add(one);
            }
            return whole;
        }
        let Some(offer) = self.offer(want) else {
            return false;
        };
        match self.product(&self.queries, &offer.alternatives) {
            Some(queries) => {
                self.queries = queries;
                offer.exact
            }
            None => false,
        }
    }

    /// Every query with every alternative, unless they are too many or do not go together.
    fn product(
        &self,
        queries: &[Vec<Clause>],
        alternatives: &[Vec<Clause>],
    ) -> Option<Vec<Vec<Clause>>> {
        let mut product = Vec::new();
        for query in queries {
            for added in alternatives {
                if query
                    .iter()
                    .any(|one| added.iter().any(|other| one.clashes(other)))
                {
                    return None;
                }
                let both: Vec<Clause> = query.iter().chain(added).cloned().collect();
                if !(self.fits)(&both) || product.len() == MOST_QUERIES {
                    return None;
                }
                product.push(both);
            }
        }
        Some(product)
    }

    fn offer(&self, want: &Want) -> Option<Offer> {
        match want {
            Want::Is(check) => (self.takes)(check, false),
            Want::Not(inside) => match &**inside {
                Want::Is(check) => (self.takes)(check, true),
                _ => None,
            },
            Want::All(all) => {
                let mut offer = Offer {
                    alternatives: vec![Vec::new()],
                    exact: true,
                };
                for one in all {
                    let part = self.offer(one);
                    let joined = part
                        .as_ref()
                        .and_then(|part| self.product(&offer.alternatives, &part.alternatives));
                    offer.exact &= joined.is_some() && part.is_some_and(|part| part.exact);
                    offer.alternatives = joined.unwrap_or(offer.alternatives);
                }
                let asks = offer.alternatives.iter().all(|one| !one.is_empty());
                asks.then_some(offer)
            }
            Want::Any(any) => {
                if let Some(check) = joined(any) {
                    return (self.takes)(&check, false);
                }
                let mut alternatives = Vec::new();
                let mut exact = true;
                for one in any {
                    let offer = self.offer(one)?;
                    exact &= offer.exact;
                    alternatives.extend(offer.alternatives);
                }
                let few = (1..=MOST_QUERIES).contains(&alternatives.len());
                few.then_some(Offer {
                    alternatives,
                    exact,
                })
            }
        }
    }
}

/// `status:2 OR status:3` as one check.
fn joined(any: &[Want]) -> Option<Check> {
    let mut statuses = Vec::new();
    let mut priorities = Vec::new();
    for want in any {
        match want {
            Want::Is(Check::Status(set)) => statuses.extend(set.iter().copied()),
            Want::Is(Check::Priority(set)) => priorities.extend(set.iter().copied()),
            _ => return None,
        }
    }
    match (statuses.is_empty(), priorities.is_empty()) {
        (false, true) => Some(Check::Status(statuses)),
        (true, false) => Some(Check::Priority(priorities)),
        _ => None,
    }
}

/// Runs of neighbours among codes: their first and last.
pub(super) fn runs(mut codes: Vec<i64>) -> Vec<(i64, i64)> {
    codes.sort_unstable();
    codes.dedup();
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for code in codes {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == code => *last = code,
            _ => runs.push((code, code)),
        }
    }
    runs
}

/// The codes of the statuses that a check leaves.
pub(super) fn statuses_left(set: &[Status], negated: bool) -> Vec<Status> {
    let all = Status::ALL.iter().copied();
    all.filter(|status| set.contains(status) != negated)
        .collect()
}

/// A tag as it can stand in a search without quotes or escapes.
pub(super) fn is_plain_tag(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | '&');
    !text.is_empty() && text.chars().all(plain) && text.starts_with(char::is_alphanumeric)
}
