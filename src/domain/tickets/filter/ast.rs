//! A query as it was understood: terms joined by AND, OR and NOT, with dates and people still
//! symbolic.

use super::amounts::Amount;
use super::dates::{Date, Duration};
use super::selection::{Feature, Moment, Named, Party, Pattern, Valued};
use crate::domain::tickets::{Kind, Priority, Source, Status};

/// Terms joined together. [`Expr::all`], [`Expr::any`] and [`Expr::not`] keep it in its plainest
/// shape, which is the one that is printed.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// All of these; none: every ticket.
    All(Vec<Expr>),
    /// One of these.
    Any(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// This very test.
    Test(Test),
}

impl Expr {
    /// All of these, groups within taken apart; what is said twice stands once.
    pub fn all(terms: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(terms.len());
        for term in terms {
            match term {
                Self::All(inner) => inner.into_iter().for_each(|one| push_new(&mut flat, one)),
                other => push_new(&mut flat, other),
            }
        }
        match <[Self; 1]>::try_from(flat) {
            Ok([one]) => one,
            Err(flat) => Self::All(flat),
        }
    }

    /// One of these, groups within taken apart; what is said twice stands once.
    pub fn any(terms: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(terms.len());
        for term in terms {
            match term {
                Self::Any(inner) => inner.into_iter().for_each(|one| push_new(&mut flat, one)),
                other => push_new(&mut flat, other),
            }
        }
        match <[Self; 1]>::try_from(flat) {
            Ok([one]) => one,
            Err(flat) => Self::Any(flat),
        }
    }

    /// Not this; twice not is the thing itself.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "it makes a term, it computes nothing"
    )]
    pub fn not(term: Self) -> Self {
        match term {
            Self::Not(inner) => *inner,
            Self::Test(Test::Person(party, who)) if who == [Who::Nobody] => {
                Self::Test(Test::Person(party, vec![Who::Anyone]))
            }
            Self::Test(Test::Person(party, who)) if who == [Who::Anyone] => {
                Self::Test(Test::Person(party, vec![Who::Nobody]))
            }
            other => Self::Not(Box::new(other)),
        }
    }

    /// The terms that must all hold.
    pub fn conjuncts(&self) -> &[Self] {
        match self {
            Self::All(terms) => terms,
            one => std::slice::from_ref(one),
        }
    }
}

fn push_new(terms: &mut Vec<Expr>, term: Expr) {
    if !terms.contains(&term) {
        terms.push(term);
    }
}

/// A condition on one ticket; where it lists values, any of them will do.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Its status is one of these. Comparisons (`status:<solved`) are listed out.
    Status(Vec<Status>),
    /// Its priority is one of these; a ticket without one never matches.
    Priority(Vec<Priority>),
    /// Its kind is one of these.
    Kind(Vec<Kind>),
    /// It lives in one of these.
    Source(Vec<Source>),
    /// A number of it.
    Number(Number, Vec<Bounds<i64>>),
    /// `#48213`: the number people call it by, the helpdesk's or else the local one.
    Called(i64),
    /// An instant of it.
    When(Moment, Vec<Bounds<Date>>),
    /// How long ago something was, or until something is.
    Age(Aged, Bounds<Duration>),
    /// One of these has this part in it.
    Person(Party, Vec<Who>),
    /// The name contains one of these.
    Name(Named, Vec<String>),
    /// One of its values fits one of these.
    Value(Valued, Vec<Pattern>),
    /// It names such an amount.
    Amount(Vec<Bounds<Amount>>),
    /// This word or phrase is said anywhere.
    Text(Pattern),
    /// One of these words or phrases is said in the subject.
    Subject(Vec<Pattern>),
    /// One of these words or phrases is said in a message.
    Body(Vec<Pattern>),
    /// Subject or message matches this regular expression.
    Matches(String),
    /// It has this.
    Has(Feature),
    /// It has what every ticket has (`has:status`).
    Exists,
    /// A clock is past its target.
    Breached,
    /// It sleeps.
    Snoozed,
    /// It is marked on the screen.
    Marked,
}

/// How a value is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds<T> {
    /// This value; of an age the natural comparison (older than, due within).
    Is(T),
    /// Below it.
    Less(T),
    /// Up to it.
    AtMost(T),
    /// Above it.
    Greater(T),
    /// From it on.
    AtLeast(T),
    /// From the one to the other, both included.
    Between(T, T),
}

impl<T> Bounds<T> {
    /// The same bounds of something else.
    pub fn map<U>(self, make: impl Fn(T) -> U) -> Bounds<U> {
        match self {
            Self::Is(one) => Bounds::Is(make(one)),
            Self::Less(one) => Bounds::Less(make(one)),
            Self::AtMost(one) => Bounds::AtMost(make(one)),
            Self::Greater(one) => Bounds::Greater(make(one)),
            Self::AtLeast(one) => Bounds::AtLeast(make(one)),
            Self::Between(from, to) => Bounds::Between(make(from), make(to)),
        }
    }
}

/// A number of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// The local id.
    Id,
    /// The helpdesk's number.
    External,
    /// The helpdesk's number of whoever works on it (`agent_id`).
    Agent,
    /// The helpdesk's number of the team (`group_id`).
    Team,
}

/// What is measured against now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aged {
    /// Since it was made.
    Older,
    /// Since the last message of anyone.
    Idle,
    /// Since the client's last message, while it is unanswered.
    Wait,
    /// Since our last public message.
    Reply,
    /// Until the next breach; those that happened are included in "less than".
    Sla,
    /// Until it comes back.
    FollowUp,
    /// Until the next promise is due.
    Promise,
}

/// A person in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Me, by the addresses of the configuration.
    Me,
    /// Nobody (`none`).
    Nobody,
    /// Anyone (`any`, `@team`).
    Anyone,
    /// Name or address contains this.
    Named(String),
}
