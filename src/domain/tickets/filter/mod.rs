//! The filter language: one line of typing that names tickets and their order.
//!
//! ```text
//! query = [ any ] ; sort and limit may stand anywhere
//! any   = all { "OR" all } ;
//! all   = term { [ "AND" ] term } ;
//! term  = [ "-" | "NOT" ] ( "(" any ")" | name op value { "," value } | word | "/" regex "/" ) ;
//! ```
//!
//! There is no hidden filter: the empty text is every ticket, closed ones too. Text becomes a
//! [`Filter`] ([`Filter::parse`]), which prints itself in one normal form; [`Filter::select`]
//! resolves its dates and people to a [`selection::Selection`], which the store compiles to SQL
//! and a slow evaluator in tests reads literally. A field that is added is a line in `fields`,
//! a name in `print` and, if nothing like it is there, a check in `selection`.

mod amounts;
mod asked;
mod ast;
mod dates;
#[cfg(test)]
pub(crate) mod evaluate;
mod fields;
mod freshdesk;
mod parse;
mod print;
pub mod pushdown;
#[cfg(test)]
mod pushed_tests;
#[cfg(test)]
pub(crate) mod random;
pub mod regex;
mod select;
pub mod selection;
#[cfg(test)]
mod tests;
mod typed;
mod values;
mod words;
mod zendesk;

pub use amounts::Amount;
pub use ast::{Aged, Bounds, Expr, Number, Test, Who};
pub use dates::{Date, Duration, Unit};
pub use parse::FilterError;
pub use select::Context;
pub use typed::{Lack, Typed};

/// Which tickets, in which order, at most how many.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// What must hold.
    pub want: Expr,
    /// The order.
    pub sort: Sort,
    /// At most this many.
    pub limit: Option<u32>,
}

/// Every ticket, newest change first.
impl Default for Filter {
    fn default() -> Self {
        Self {
            want: Expr::All(Vec::new()),
            sort: Sort::default(),
            limit: None,
        }
    }
}

impl Filter {
    /// Its terms that ask for something, printed, each with the query that lacks it: what might
    /// hide everything that the others hold.
    pub fn relaxed(&self) -> Vec<(String, Self)> {
        let terms = self.want.conjuncts();
        let positive = terms.iter().enumerate();
        let positive = positive.filter(|(_, term)| !matches!(term, Expr::Not(_)));
        positive
            .map(|(place, term)| {
                let others = terms
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != place);
                let others = others.map(|(_, term)| term.clone()).collect();
                let printed = match term {
                    group @ Expr::Any(_) => format!("({group})"),
                    term => term.to_string(),
                };
                let rest = Self {
                    want: Expr::all(others),
                    ..self.clone()
                };
                (printed, rest)
            })
            .collect()
    }
}

/// The order of a list. Ties are broken by id in the same direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By which column.
    pub field: SortField,
    /// Greatest first.
    pub descending: bool,
}

impl Default for Sort {
    /// Newest change first.
    fn default() -> Self {
        Self {
            field: SortField::Updated,
            descending: true,
        }
    }
}

/// The columns a list can be sorted by; each has an index that ends in `id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortField {
    /// Last change.
    Updated,
    /// Time made.
    Created,
    /// Urgency; tickets without one stand below low.
    Priority,
    /// Status, new to closed.
    Status,
    /// Local id.
    Id,
    /// When the next running clock is due; tickets without one stand last.
    Sla,
    /// The requester's name or address.
    Requester,
    /// Subject.
    Subject,
    /// When it comes back by itself; tickets that do not stand last.
    FollowUp,
}

impl SortField {
    /// Every offered sort.
    pub const ALL: [Self; 9] = [
        Self::Updated,
        Self::Created,
        Self::Priority,
        Self::Status,
        Self::Id,
        Self::Sla,
        Self::Requester,
        Self::Subject,
        Self::FollowUp,
    ];

    /// Its name after `sort:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::Created => "created",
            Self::Priority => "priority",
            Self::Status => "status",
            Self::Id => "id",
            Self::Sla => "sla",
            Self::Requester => "requester",
            Self::Subject => "subject",
            Self::FollowUp => "follow_up",
        }
    }

    /// The direction it has when none is given: newest and most urgent first, the rest from the start.
    pub fn descends_by_default(self) -> bool {
        matches!(self, Self::Updated | Self::Created | Self::Priority)
    }
}
