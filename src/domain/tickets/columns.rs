//! The columns that a list of tickets may have.

/// A column of a list of tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Time to the next target.
    Clock,
    /// Priority, one letter.
    Priority,
    /// Number.
    Id,
    /// The requester's organization, or the requester.
    Client,
    /// Subject; it takes what the others leave.
    Subject,
    /// Payment method.
    Method,
    /// Who works on it.
    Assignee,
    /// How long ago it was made.
    Age,
    /// How long ago it changed last.
    Updated,
    /// Status, four letters.
    Status,
    /// Who asked.
    Requester,
}

impl Column {
    /// Every column, the one that stays longest first: where a list has no room for all of its own
    /// columns, the last of these go.
    pub const ALL: [Self; 11] = [
        Self::Subject,
        Self::Id,
        Self::Clock,
        Self::Priority,
        Self::Client,
        Self::Status,
        Self::Assignee,
        Self::Updated,
        Self::Age,
        Self::Method,
        Self::Requester,
    ];

    /// The columns of a desk whose clocks run, where nobody has chosen others.
    pub const CLOCKED: [Self; 8] = [
        Self::Clock,
        Self::Priority,
        Self::Id,
        Self::Client,
        Self::Subject,
        Self::Assignee,
        Self::Updated,
        Self::Status,
    ];

    /// The same of a desk without clocks: how old a ticket is tells more than a column of dashes.
    pub const UNCLOCKED: [Self; 8] = [
        Self::Age,
        Self::Priority,
        Self::Id,
        Self::Client,
        Self::Subject,
        Self::Assignee,
        Self::Updated,
        Self::Status,
    ];

    /// Its name in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Priority => "priority",
            Self::Id => "id",
            Self::Client => "client",
            Self::Subject => "subject",
            Self::Method => "method",
            Self::Assignee => "assignee",
            Self::Age => "age",
            Self::Updated => "updated",
            Self::Status => "status",
            Self::Requester => "requester",
        }
    }

    /// The column of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}
