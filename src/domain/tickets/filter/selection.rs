//! A filter with every word resolved: instants for dates, addresses for `me`.
//!
//! The seam between the language and who answers it: [`super::Filter::select`] makes one, the
//! store compiles it to SQL, and a slow evaluator reads it literally. Truth has two values: a
//! check that lacks its value does not hold, and [`Want::Not`] holds wherever its inside does not.

use super::Sort;
use crate::domain::Instant;
use crate::domain::tickets::{Kind, Priority, Source, Status};

/// Which tickets, in which order, at most how many.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// What must hold.
    pub want: Want,
    /// The order.
    pub sort: Sort,
    /// At most this many.
    pub limit: Option<u32>,
}

/// Every ticket, newest change first.
impl Default for Selection {
    fn default() -> Self {
        Self {
            want: Want::All(Vec::new()),
            sort: Sort::default(),
            limit: None,
        }
    }
}

/// Checks joined together.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// All of these; none: every ticket.
    All(Vec<Want>),
    /// One of these; none: no ticket.
    Any(Vec<Want>),
    /// Not this.
    Not(Box<Want>),
    /// This very check.
    Is(Check),
}

/// A check of one ticket; where it lists values, any of them will do and none is never true.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// Its status is one of these.
    Status(Vec<Status>),
    /// Its priority is one of these; a ticket without one never matches.
    Priority(Vec<Priority>),
    /// Its kind is one of these.
    Kind(Vec<Kind>),
    /// It lives in one of these.
    Source(Vec<Source>),
    /// Its local id lies in one of these.
    Id(Vec<Range>),
    /// Its number in the helpdesk lies in one of these.
    External(Vec<Range>),
    /// The number that a helpdesk has for whoever works on it lies in one of these.
    Agent(Vec<Range>),
    /// The number that a helpdesk has for the team lies in one of these.
    Team(Vec<Range>),
    /// An instant of it lies in one of these.
    When(Moment, Vec<Span>),
    /// One of these has this part in it.
    Person(Party, Vec<Who>),
    /// The name contains one of these folded texts (see [`crate::domain::tickets::words::fold`]).
    Name(Named, Vec<String>),
    /// One of its values fits one of these.
    Value(Valued, Vec<Pattern>),
    /// It names an amount in one of these.
    Amount(Vec<Amounts>),
    /// It has this.
    Has(Feature),
    /// A running clock was due before this instant, or a paused one is past its target.
    Breached(Instant),
    /// It says one of these there.
    Says(Place, Vec<Phrase>),
    /// Its subject or one of its messages matches this regular expression, whatever the case of its letters.
    Matches(String),
}

/// Whole numbers from the one to the other, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub from: i64,
    /// The greatest.
    pub to: i64,
}

/// Whole seconds from the one (included) to the other (not included).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first instant; none: from the beginning of time.
    pub from: Option<Instant>,
    /// The first instant after it; none: to its end.
    pub to: Option<Instant>,
}

/// An instant of a ticket. Those marked so may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Made.
    Created,
    /// Last changed.
    Updated,
    /// Solved; may be missing.
    Solved,
    /// The next due instant of a running clock; may be missing.
    Due,
    /// When it comes back by itself; may be missing.
    FollowUp,
    /// The next open promise; may be missing.
    Promise,
    /// Our last public message; may be missing.
    Reply,
    /// The client's last message while it is unanswered; may be missing.
    Waiting,
    /// The last message of anyone; the instant it was made where there is none.
    Message,
    /// Until when it sleeps; may be missing.
    Snoozed,
}

/// The part a person has in a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// Works on it.
    Assignee,
    /// Asked.
    Requester,
}

/// A person in a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anyone with one of these addresses (lower case); none of them: nobody there is.
    Address(Vec<String>),
    /// Nobody.
    Nobody,
    /// Anyone.
    Anyone,
    /// Name or address contains this folded text.
    Named(String),
}

/// What has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// The ticket's organization, or the requester's where the ticket has none.
    Organization,
    /// The team.
    Group,
    /// The merchant, by the custom field.
    Merchant,
}

/// What has whole values, compared without regard to the case of ASCII letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Valued {
    /// Its tags.
    Tag,
    /// The payment method, by the custom field.
    Method,
    /// Keys of its issues.
    Jira,
    /// The statuses of its issues, as they are called or `to_do`, `in_progress`, `done`.
    JiraStatus,
    /// Error and failure codes that it names.
    Code,
    /// Payment references that it names.
    Reference,
    /// A custom field by its title: lower case, `_` for every run of other signs.
    Field(String),
}

/// A whole value, or the beginning of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The value.
    pub text: String,
    /// True if it may go on.
    pub open: bool,
}

/// Amounts from the one to the other, both included, in ten-thousandths of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// In this currency (ISO 4217, upper case); none: in any.
    pub currency: Option<String>,
    /// The least.
    pub from: i64,
    /// The greatest.
    pub to: i64,
}

/// What a ticket may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feature {
    /// A priority.
    Priority,
    /// A number in a helpdesk.
    External,
    /// A team.
    Group,
    /// An organization, its own or the requester's.
    Organization,
    /// A tag.
    Tag,
    /// A value of this sort.
    Value(Valued),
    /// A merchant.
    Merchant,
    /// An instant of this sort.
    Moment(Moment),
    /// An amount.
    Amount,
    /// A subject that is not blank.
    Subject,
    /// A message.
    Message,
    /// A file.
    Attachment,
    /// A note being written.
    Draft,
    /// A change of ours waiting in the outbox.
    Dirty,
    /// A clock that stands still.
    Paused,
    /// A client's message that started no clock.
    Unclocked,
}

/// Where something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Subject, messages, custom fields, the requester's name, address and organization; the
    /// ticket's number as a whole; three or more signs in a row of a reference.
    Anywhere,
    /// The subject.
    Subject,
    /// A message.
    Body,
}

/// Words that stand next to one another; see [`crate::domain::tickets::words::says`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words, folded.
    pub text: String,
    /// True if the last one may go on.
    pub open: bool,
}
