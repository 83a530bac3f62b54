//! What a selection means, read literally: slow, obvious, and the judge of the SQL.
//!
//! A [`Row`] is a live ticket with everything a check may ask for, as plain values. [`holds`]
//! answers one condition and [`order`] compares two rows; neither shares code with the store.

use std::cmp::Ordering;

use super::selection::{
    Amounts, Check, Feature, Moment, Named, Party, Pattern, Phrase, Place, Range, Span, Valued,
    Want, Who,
};
use super::{Sort, SortField};
use crate::domain::Instant;
use crate::domain::tickets::words::{fold, says, sort_key};
use crate::domain::tickets::{Kind, Priority, Source, Status};

/// Stands for "none" in the instants that lists are sorted by.
const NONE: i64 = 253_402_300_799;

/// A person as a check sees them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Human {
    /// Display name; may be empty.
    pub(crate) name: String,
    /// Mail address.
    pub(crate) email: Option<String>,
    /// Their number in the helpdesk (negative: made of a name).
    pub(crate) remote: i64,
}

/// An issue that a ticket is linked to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Issue {
    /// Its key.
    pub(crate) key: String,
    /// What its status is called; may be empty.
    pub(crate) status: String,
    /// `to_do`, `in_progress` or `done`, if known.
    pub(crate) stage: Option<&'static str>,
}

/// A team or an organization.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    /// Its name; may be empty.
    pub(crate) name: String,
    /// Its number in the helpdesk.
    pub(crate) remote: i64,
}

/// A live ticket, with all that a check may ask for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Local id.
    pub(crate) id: i64,
    /// Where it lives.
    pub(crate) source: Source,
    /// Its number there.
    pub(crate) external: Option<i64>,
    /// Where it stands.
    pub(crate) status: Status,
    /// How pressing it is.
    pub(crate) priority: Option<Priority>,
    /// What it is about.
    pub(crate) kind: Kind,
    /// Who asked.
    pub(crate) requester: Option<Human>,
    /// Who works on it.
    pub(crate) assignee: Option<Human>,
    /// Its team.
    pub(crate) group: Option<Group>,
    /// The name of its organization, or of its requester's where it has none.
    pub(crate) organization: Option<String>,
    /// Its merchant.
    pub(crate) merchant: Option<String>,
    /// Payment methods of it.
    pub(crate) methods: Vec<String>,
    /// Its tags.
    pub(crate) tags: Vec<String>,
    /// Custom fields: title as queries spell it, and value.
    pub(crate) fields: Vec<(String, String)>,
    /// Its issues.
    pub(crate) issues: Vec<Issue>,
    /// References that it names.
    pub(crate) references: Vec<String>,
    /// Error codes that it names.
    pub(crate) codes: Vec<String>,
    /// Amounts that it names: currency and ten-thousandths.
    pub(crate) amounts: Vec<(String, i64)>,
    /// Subject.
    pub(crate) subject: String,
    /// Texts of its messages.
    pub(crate) messages: Vec<String>,
    /// Made at.
    pub(crate) created: Instant,
    /// Changed at.
    pub(crate) updated: Instant,
    /// Solved at.
    pub(crate) solved: Option<Instant>,
    /// When the next running clock is due.
    pub(crate) due: Option<Instant>,
    /// When it comes back.
    pub(crate) follow_up: Option<Instant>,
    /// Until when it sleeps.
    pub(crate) snoozed: Option<Instant>,
    /// The next open promise.
    pub(crate) promise: Option<Instant>,
    /// Our last public message.
    pub(crate) reply: Option<Instant>,
    /// The client's last message while it is unanswered.
    pub(crate) waiting: Option<Instant>,
    /// The last message of anyone, or when it was made.
    pub(crate) message: Instant,
    /// A clock stands still.
    pub(crate) paused: bool,
    /// A paused clock is past its target.
    pub(crate) late: bool,
    /// A client's message started no clock.
    pub(crate) unclocked: bool,
    /// A file is attached.
    pub(crate) attached: bool,
    /// A note is being written.
    pub(crate) draft: bool,
    /// A change of ours waits.
    pub(crate) dirty: bool,
}

/// True if a condition holds for a row.
pub(crate) fn holds(row: &Row, want: &Want) -> bool {
    match want {
        Want::All(all) => all.iter().all(|one| holds(row, one)),
        Want::Any(any) => any.iter().any(|one| holds(row, one)),
        Want::Not(inside) => !holds(row, inside),
        Want::Is(check) => check_holds(row, check),
    }
}

fn check_holds(row: &Row, check: &Check) -> bool {
    match check {
        Check::Status(set) => set.contains(&row.status),
        Check::Priority(set) => row.priority.is_some_and(|one| set.contains(&one)),
        Check::Kind(set) => set.contains(&row.kind),
        Check::Source(set) => set.contains(&row.source),
        Check::Id(ranges) => within(row.id, ranges),
        Check::External(ranges) => row.external.is_some_and(|one| within(one, ranges)),
        Check::Agent(ranges) => {
            let agent = row.assignee.as_ref();
            agent.is_some_and(|one| within(one.remote, ranges))
        }
        Check::Team(ranges) => row
            .group
            .as_ref()
            .is_some_and(|one| within(one.remote, ranges)),
        Check::When(moment, spans) => {
            instant(row, *moment).is_some_and(|at| spans.iter().any(|span| contains(*span, at)))
        }
        Check::Person(party, who) => who.iter().any(|who| is_person(human(row, *party), who)),
        Check::Name(named, texts) => name(row, *named).is_some_and(|name| {
            let name = fold(name);
            texts.iter().any(|text| name.contains(&**text))
        }),
        Check::Value(valued, patterns) => values(row, valued)
            .iter()
            .any(|value| patterns.iter().any(|pattern| fits(value, pattern))),
        Check::Amount(amounts) => row.amounts.iter().any(|(currency, value)| {
            amounts.iter().any(|one: &Amounts| {
                let fits = one.currency.as_ref().is_none_or(|own| own == currency);
                fits && (one.from..=one.to).contains(value)
            })
        }),
        Check::Has(feature) => has(row, feature),
        Check::Breached(at) => row.late || row.due.is_some_and(|due| due < *at),
        Check::Says(place, phrases) => phrases.iter().any(|phrase| is_said(row, *place, phrase)),
        Check::Matches(pattern) => {
            let expression = super::regex::expression(pattern).unwrap();
            let mut texts = row.messages.iter().chain([&row.subject]);
            texts.any(|text| expression.is_match(text))
        }
    }
}

fn within(number: i64, ranges: &[Range]) -> bool {
    ranges
        .iter()
        .any(|range| (range.from..=range.to).contains(&number))
}

fn contains(span: Span, at: Instant) -> bool {
    span.from.is_none_or(|from| at >= from) && span.to.is_none_or(|to| at < to)
}

fn instant(row: &Row, moment: Moment) -> Option<Instant> {
    match moment {
        Moment::Created => Some(row.created),
        Moment::Updated => Some(row.updated),
        Moment::Solved => row.solved,
        Moment::Due => row.due,
        Moment::FollowUp => row.follow_up,
        Moment::Promise => row.promise,
        Moment::Reply => row.reply,
        Moment::Waiting => row.waiting,
        Moment::Message => Some(row.message),
        Moment::Snoozed => row.snoozed,
    }
}

fn human(row: &Row, party: Party) -> Option<&Human> {
    match party {
        Party::Assignee => row.assignee.as_ref(),
        Party::Requester => row.requester.as_ref(),
    }
}

fn is_person(human: Option<&Human>, who: &Who) -> bool {
    let email = |human: &Human| human.email.as_ref().map(|email| email.to_lowercase());
    match (who, human) {
        (Who::Nobody, human) => human.is_none(),
        (_, None) => false,
        (Who::Anyone, Some(_)) => true,
        (Who::Address(all), Some(human)) => email(human).is_some_and(|one| all.contains(&one)),
        (Who::Named(text), Some(human)) => {
            let email = human.email.as_deref().unwrap_or_default();
            fold(&human.name).contains(&**text) || fold(email).contains(&**text)
        }
    }
}

/// A name that is there; an empty one is not known yet.
fn name(row: &Row, named: Named) -> Option<&str> {
    match named {
        Named::Organization => row.organization.as_deref(),
        Named::Group => row.group.as_ref().map(|group| &*group.name),
        Named::Merchant => row.merchant.as_deref(),
    }
}

fn values<'a>(row: &'a Row, valued: &Valued) -> Vec<&'a str> {
    let all = |list: &'a [String]| list.iter().map(String::as_str).collect();
    match valued {
        Valued::Tag => all(&row.tags),
        Valued::Method => all(&row.methods),
        Valued::Code => all(&row.codes),
        Valued::Reference => all(&row.references),
        Valued::Jira => row.issues.iter().map(|issue| &*issue.key).collect(),
        Valued::JiraStatus => {
            let named = row.issues.iter().map(|issue| &*issue.status);
            let named = named.filter(|status| !status.is_empty());
            named
                .chain(row.issues.iter().filter_map(|issue| issue.stage))
                .collect()
        }
        Valued::Field(title) => {
            let own = row.fields.iter().filter(|(own, _)| own == title);
            own.map(|(_, value)| &**value).collect()
        }
    }
}

fn fits(value: &str, pattern: &Pattern) -> bool {
    if pattern.open {
        let start = value.get(..pattern.text.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(&pattern.text))
    } else {
        value.eq_ignore_ascii_case(&pattern.text)
    }
}

fn has(row: &Row, feature: &Feature) -> bool {
    match feature {
        Feature::Priority => row.priority.is_some(),
        Feature::External => row.external.is_some(),
        Feature::Group => row.group.is_some(),
        Feature::Organization => row.organization.is_some(),
        Feature::Merchant => row.merchant.is_some(),
        Feature::Tag => !row.tags.is_empty(),
        Feature::Value(valued) => !values(row, valued).is_empty(),
        Feature::Moment(moment) => instant(row, *moment).is_some(),
        Feature::Amount => !row.amounts.is_empty(),
        Feature::Subject => !row.subject.trim_matches(' ').is_empty(),
        Feature::Message => !row.messages.is_empty(),
        Feature::Attachment => row.attached,
        Feature::Draft => row.draft,
        Feature::Dirty => row.dirty,
        Feature::Paused => row.paused,
        Feature::Unclocked => row.unclocked,
    }
}

fn is_said(row: &Row, place: Place, phrase: &Phrase) -> bool {
    let said = |text: &str| says(text, &phrase.text, phrase.open);
    let in_subject = || said(&row.subject);
    let in_messages = || row.messages.iter().any(|text| said(text));
    match place {
        Place::Subject => in_subject(),
        Place::Body => in_messages(),
        Place::Anywhere => {
            // Less than three signs, or words, are no part of a reference; nor is the beginning of a word.
            let is_part = phrase.text.chars().count() >= 3
                && !phrase.text.contains(' ')
                && (!phrase.open || phrase.text.contains(|c: char| c.is_ascii_digit()));
            let number = row.external.unwrap_or(row.id).to_string();
            let requester = row.requester.as_ref();
            let person = requester
                .is_some_and(|human| said(&human.name) || human.email.as_deref().is_some_and(said));
            in_subject()
                || in_messages()
                || person
                || row.organization.as_deref().is_some_and(said)
                || row.fields.iter().any(|(_, value)| said(value))
                || is_part
                    && row
                        .references
                        .iter()
                        .any(|one| fold(one).contains(&*phrase.text))
                || number == phrase.text.trim_start_matches('#')
        }
    }
}

/// Which of two rows comes first in a list.
pub(crate) fn order(left: &Row, right: &Row, sort: Sort) -> Ordering {
    let seconds = |at: Option<Instant>| at.map_or(NONE, |at| at.timestamp());
    let by = match sort.field {
        SortField::Updated => left.updated.cmp(&right.updated),
        SortField::Created => left.created.cmp(&right.created),
        // None stands below low.
        SortField::Priority => left.priority.cmp(&right.priority),
        SortField::Status => left.status.cmp(&right.status),
        SortField::Id => Ordering::Equal,
        SortField::Sla => seconds(left.due).cmp(&seconds(right.due)),
        SortField::FollowUp => seconds(left.follow_up).cmp(&seconds(right.follow_up)),
        SortField::Subject => sort_key(&left.subject).cmp(&sort_key(&right.subject)),
        SortField::Requester => requester_key(left).cmp(&requester_key(right)),
    };
    let by = by.then(left.id.cmp(&right.id));
    if sort.descending { by.reverse() } else { by }
}

/// The requester's name, or the address where there is none.
fn requester_key(row: &Row) -> String {
    row.requester.as_ref().map_or_else(String::new, |human| {
        let email = human.email.as_deref().unwrap_or_default();
        sort_key(if human.name.is_empty() {
            email
        } else {
            &human.name
        })
    })
}
