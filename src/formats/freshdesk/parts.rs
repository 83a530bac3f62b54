//! What the columns of a table of tickets are called.

use crate::formats::export::Field;
use crate::formats::table::Header;

/// What a column is known to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Id,
    Subject,
    Description,
    Kind,
    Status,
    Priority,
    Agent,
    Group,
    Created,
    Updated,
    Resolved,
    Closed,
    Tags,
    Name,
    Email,
    Contact,
    Company,
}

impl Part {
    /// Each part, how it is shown, and the names of its column; see the head of [`Header::find`].
    pub(super) const ALL: [(Self, &'static str, &'static [&'static str]); 17] = [
        (
            Self::Id,
            "id",
            &["ticket id", "id", "display id", "ticket number"],
        ),
        (Self::Subject, "subject", &["subject", "ticket subject"]),
        (
            Self::Description,
            "body",
            &["description", "ticket description"],
        ),
        (Self::Kind, "kind", &["type", "ticket type"]),
        (Self::Status, "status", &["status", "ticket status"]),
        (Self::Priority, "priority", &["priority", "ticket priority"]),
        (
            Self::Agent,
            "assignee",
            &["agent", "agent name", "assigned agent", "assigned to"],
        ),
        (
            Self::Group,
            "group",
            &["group", "group name", "assigned group"],
        ),
        (
            Self::Created,
            "created",
            &["created time", "created at", "created date", "created"],
        ),
        (
            Self::Updated,
            "updated",
            &[
                "last update time",
                "last updated time",
                "updated time",
                "updated at",
                "last updated at",
                "last updated",
                "updated",
            ],
        ),
        (
            Self::Resolved,
            "solved",
            &["resolved time", "resolved at", "resolved date"],
        ),
        (
            Self::Closed,
            "closed",
            &["closed time", "closed at", "closed date"],
        ),
        (Self::Tags, "tags", &["tags", "ticket tags"]),
        (
            Self::Name,
            "requester",
            &[
                "full name",
                "requester name",
                "contact name",
                "customer name",
                "requester",
                "name",
            ],
        ),
        (
            Self::Email,
            "email",
            &[
                "email",
                "requester email",
                "contact email",
                "customer email",
                "email address",
            ],
        ),
        (
            Self::Contact,
            "contact",
            &["contact id", "requester id", "customer id"],
        ),
        (
            Self::Company,
            "org",
            &["company name", "company", "customer company"],
        ),
    ];

    /// The part that `--map` calls so; none for a custom field.
    pub(super) fn mapped(field: &Field) -> Option<Self> {
        let shown = field.name();
        Self::ALL
            .iter()
            .find(|(_, name, _)| *name == shown)
            .map(|(part, ..)| *part)
    }
}

/// Columns that Freshdesk works out of the others, and what this desk has no place for.
pub(super) const LEFT_ASIDE: [&str; 31] = [
    "source",
    "due by time",
    "first response due by time",
    "initial response time",
    "time tracked",
    "first response time",
    "first response time (in hrs)",
    "resolution time",
    "resolution time (in hrs)",
    "agent interactions",
    "customer interactions",
    "resolution status",
    "first response status",
    "every response status",
    "survey results",
    "association type",
    "product",
    "title",
    "work phone",
    "mobile phone",
    "twitter id",
    "facebook id",
    "external id",
    "unique external id",
    "contact",
    "internal agent",
    "internal group",
    "address",
    "time zone",
    "language",
    "business hours",
];

/// Every column of this name, and those that another program has numbered (`Tags_1`).
pub(super) fn repeated(header: &Header, name: &str) -> Vec<usize> {
    let mut found = header.all(name).to_vec();
    if !found.is_empty() {
        for number in 1..=9 {
            let is_numbered = |column: &&usize| {
                let name = header.name(**column);
                name.ends_with(&format!("_{number}")) || name.ends_with(&format!(".{number}"))
            };
            found.extend(
                header
                    .all(&format!("{name}{number}"))
                    .iter()
                    .filter(is_numbered),
            );
        }
    }
    found
}
