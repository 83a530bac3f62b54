//! The fields of the language: how they are spelled and what each of them takes.

use super::SortField;
use super::asked::Asked;
use super::ast::{Aged, Bounds, Expr, Number, Test, Who};
use super::parse::FilterError;
use super::selection::{Feature, Moment, Named, Party, Valued};
use super::values::{self, folded, not_among};
use super::words::{self, Op, Word};
use crate::domain::spelling::nearest;
use crate::domain::tickets::words::title_name;
use crate::domain::tickets::{Source, Status};

/// What a name before an operator may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Field {
    Status,
    Priority,
    Kind,
    Source,
    Number(Number),
    Person(Party),
    Name(Named),
    Value(Valued),
    Amount,
    Subject,
    Body,
    /// An instant that takes days and times only.
    When(Moment),
    /// An instant that takes durations too, measured from now.
    Both(Moment, Aged),
    /// Durations only.
    Age(Aged),
    /// From this day on, or made in so long.
    Since,
    Is,
    Has,
    No,
    Sort,
    OrderBy,
    Limit,
}

/// Every spelling, the one that is printed first of its field.
const FIELDS: [(&str, Field); 55] = [
    ("status", Field::Status),
    ("priority", Field::Priority),
    ("kind", Field::Kind),
    ("type", Field::Kind),
    ("source", Field::Source),
    ("id", Field::Number(Number::Id)),
    ("external", Field::Number(Number::External)),
    ("external_id", Field::Number(Number::External)),
    ("assignee", Field::Person(Party::Assignee)),
    ("agent", Field::Person(Party::Assignee)),
    ("requester", Field::Person(Party::Requester)),
    ("agent_id", Field::Number(Number::Agent)),
    ("assignee_id", Field::Number(Number::Agent)),
    ("group_id", Field::Number(Number::Team)),
    ("group", Field::Name(Named::Group)),
    ("org", Field::Name(Named::Organization)),
    ("organization", Field::Name(Named::Organization)),
    ("merchant", Field::Name(Named::Merchant)),
    ("tag", Field::Value(Valued::Tag)),
    ("tags", Field::Value(Valued::Tag)),
    ("label", Field::Value(Valued::Tag)),
    ("labels", Field::Value(Valued::Tag)),
    ("method", Field::Value(Valued::Method)),
    ("jira", Field::Value(Valued::Jira)),
    ("jira.status", Field::Value(Valued::JiraStatus)),
    ("code", Field::Value(Valued::Code)),
    ("failure", Field::Value(Valued::Code)),
    ("ref", Field::Value(Valued::Reference)),
    ("charge", Field::Value(Valued::Reference)),
    ("amount", Field::Amount),
    ("subject", Field::Subject),
    ("body", Field::Body),
    ("created", Field::When(Moment::Created)),
    ("created_at", Field::When(Moment::Created)),
    ("updated", Field::When(Moment::Updated)),
    ("updated_at", Field::When(Moment::Updated)),
    ("solved", Field::When(Moment::Solved)),
    ("solved_at", Field::When(Moment::Solved)),
    ("due", Field::Both(Moment::Due, Aged::Sla)),
    ("due_by", Field::Both(Moment::Due, Aged::Sla)),
    ("breach", Field::Both(Moment::Due, Aged::Sla)),
    ("follow_up", Field::Both(Moment::FollowUp, Aged::FollowUp)),
    ("promise", Field::Both(Moment::Promise, Aged::Promise)),
    ("reply", Field::Both(Moment::Reply, Aged::Reply)),
    ("wait", Field::Both(Moment::Waiting, Aged::Wait)),
    ("sla", Field::Age(Aged::Sla)),
    ("older", Field::Age(Aged::Older)),
    ("idle", Field::Age(Aged::Idle)),
    ("since", Field::Since),
    ("is", Field::Is),
    ("has", Field::Has),
    ("no", Field::No),
    ("sort", Field::Sort),
    ("order_by", Field::OrderBy),
    ("limit", Field::Limit),
];

/// Fields of other parts of paydesk, and who is asked them.
const ELSEWHERE: [(&str, &str); 5] = [
    ("signature", "recurring issues: paydesk recurring"),
    ("blocker", "onboarding: paydesk merchant"),
    ("blocked", "onboarding: paydesk merchant"),
    ("diff", "reconciliation: paydesk recon"),
    ("date", "reconciliation: paydesk recon"),
];

/// What `is:` takes.
const FLAGS: [&str; 15] = [
    "open",
    "unsolved",
    "new",
    "pending",
    "hold",
    "solved",
    "closed",
    "unassigned",
    "mine",
    "breached",
    "paused",
    "snoozed",
    "dirty",
    "unclocked",
    "marked",
];

/// The beginning of a custom field's name.
pub(super) const CUSTOM: &str = "cf.";

/// The field with this name, in any case, and its own spelling.
pub(super) fn named(name: &str) -> Option<(String, Field)> {
    let lower = name.to_lowercase();
    if let Some(custom) = lower.strip_prefix(CUSTOM) {
        let title = title_name(custom);
        let field = Field::Value(Valued::Field(title.clone()));
        return (!title.is_empty()).then(|| (format!("{CUSTOM}{title}"), field));
    }
    let found = FIELDS.iter().find(|(spelling, _)| *spelling == lower)?;
    Some((lower, found.1.clone()))
}

/// Order and limit, collected while terms come by.
#[derive(Default)]
pub(super) struct Order {
    /// The column.
    pub(super) field: Option<SortField>,
    /// True for descending.
    pub(super) direction: Option<bool>,
    /// At most so many.
    pub(super) limit: Option<u32>,
    /// From `sort:desc` alone, which belongs to an `order_by` on either side of it.
    loose: Option<bool>,
}

impl Order {
    /// What was said of the order in all.
    pub(super) fn finish(mut self) -> Self {
        self.direction = self.loose.or(self.direction);
        self
    }

    /// `sort:created`, `sort:created-asc`, or the direction alone after Zendesk's `order_by`.
    fn sort(&mut self, value: Word<'_>) -> Result<(), FilterError> {
        if let Some(descending) = values::direction(&folded(value)) {
            self.loose = Some(descending);
            return Ok(());
        }
        self.order_by(value)?;
        self.loose = None;
        Ok(())
    }

    fn order_by(&mut self, value: Word<'_>) -> Result<(), FilterError> {
        let (field, direction) = values::sort(value)?;
        self.field = Some(field);
        self.direction = direction;
        Ok(())
    }
}

/// Reads one term, its sign of negation taken off; none if it says order or limit, or what is
/// true of every ticket (`type:ticket`).
pub(super) fn term(
    word: Word<'_>,
    order: &mut Order,
    negated: bool,
) -> Result<Option<Expr>, FilterError> {
    let Some(name) = words::field_name(word) else {
        return plain(word).map(|test| Some(Expr::Test(test)));
    };
    let rest = word.skip(name.raw.len());
    let operator = words::operator(rest.raw);
    if let Some(ticket) = handle(name, rest) {
        return Ok(Some(ticket));
    }
    let (Some((spelling, field)), Some((op, sign))) = (named(name.raw), operator) else {
        return Err(no_field(word, name));
    };
    let value = rest.skip(sign);
    if value.raw.is_empty() || value.is_quoted() && value.text().is_empty() {
        return Err(word.error(format!("Nothing follows {spelling}")));
    }
    let asked = Asked {
        term: word,
        name: &spelling,
        op,
        value,
    };
    if matches!(
        field,
        Field::Is | Field::Has | Field::No | Field::Sort | Field::OrderBy | Field::Limit
    ) && op != Op::Is
    {
        return Err(word.error(format!("{spelling} takes a colon and a word")));
    }
    match field {
        Field::Sort | Field::OrderBy | Field::Limit if negated => {
            return Err(word.error("Order and limit cannot be turned around with NOT"));
        }
        Field::Sort => order.sort(value)?,
        Field::OrderBy => order.order_by(value)?,
        Field::Limit => order.limit = Some(values::limit(value)?),
        Field::Kind if !negated && op == Op::Is && folded(value) == "ticket" => {}
        Field::Is => return flag(value).map(Some),
        Field::Has => return presence(value).map(Some),
        Field::No => return presence(value).map(|has| Some(Expr::not(has))),
        field => return asked.read(&field).map(Some),
    }
    Ok(None)
}

/// `zd:35436` and `fd:5001`, as tickets are named elsewhere.
fn handle(name: Word<'_>, rest: Word<'_>) -> Option<Expr> {
    let source = match &*name.raw.to_ascii_lowercase() {
        "zd" => Source::Zendesk,
        "fd" => Source::Freshdesk,
        _ => return None,
    };
    let number = values::id(rest.skip(1)).ok()?;
    rest.raw.starts_with(':').then(|| {
        Expr::All(vec![
            Expr::Test(Test::Source(vec![source])),
            Expr::Test(Test::Number(Number::External, vec![Bounds::Is(number)])),
        ])
    })
}

/// A word that is no field.
fn plain(word: Word<'_>) -> Result<Test, FilterError> {
    if let Some(digits) = words::number(word.raw) {
        let number = digits.parse();
        return number
            .map(Test::Called)
            .map_err(|_overflow| word.error("No ticket has so long a number"));
    }
    if words::expression(word.raw) == Some(word.raw.len()) {
        return values::expression(word).map(Test::Matches);
    }
    if word.raw.starts_with([':', '<', '>', '=']) {
        return Err(word.error("A field, its sign and its value are joined without blanks"));
    }
    let text = values::words(word, false)?;
    if !word.is_quoted() && !word.raw.contains(char::is_alphanumeric) {
        let error = word.error("There is no letter or digit to look for; put signs in quotes");
        return Err(match word.raw {
            "|" | "||" => error.near("OR"),
            "&" | "&&" => error.near("AND"),
            _ => error,
        });
    }
    Ok(Test::Text(text))
}

/// A name that stands before a sign and is no field, or a field before `=`.
fn no_field(word: Word<'_>, name: Word<'_>) -> FilterError {
    let lower = name.raw.to_lowercase();
    if named(name.raw).is_some() {
        let after = word.skip(name.raw.len() + 1);
        let error = word.error("A field and its value are joined by a colon");
        return error.near(format!("{}:{}", name.raw, after.raw));
    }
    if let Some((_, of)) = ELSEWHERE.iter().find(|(field, _)| *field == lower) {
        let error = name.error(format!("{lower} is asked of {of}"));
        return match &*lower {
            "date" => error.near("created"),
            _ => error,
        };
    }
    if lower == "cf" || lower == CUSTOM {
        return name.error("A custom field is cf. and its title, such as cf.risk_level:high");
    }
    let spellings = FIELDS.iter().map(|(spelling, _)| *spelling);
    match nearest(&lower, spellings) {
        Some(near) => name
            .error(format!("There is no field {}", name.raw))
            .near(near),
        None => name.error(format!(
            "There is no field {}; put the word in quotes to look for it as text",
            name.raw
        )),
    }
}

fn flag(value: Word<'_>) -> Result<Expr, FilterError> {
    let test = match folded(value).as_str() {
        "open" | "unsolved" => {
            let all = Status::ALL.iter().copied();
            Test::Status(all.filter(|status| status.is_open()).collect())
        }
        "unassigned" => Test::Person(Party::Assignee, vec![Who::Nobody]),
        "mine" => Test::Person(Party::Assignee, vec![Who::Me]),
        "breached" => Test::Breached,
        "paused" => Test::Has(Feature::Paused),
        "snoozed" => Test::Snoozed,
        "dirty" => Test::Has(Feature::Dirty),
        "unclocked" => Test::Has(Feature::Unclocked),
        "marked" => Test::Marked,
        name => match values::status_named(name) {
            Some(status) => Test::Status(vec![status]),
            None => return Err(not_among(value, "is:", &FLAGS)),
        },
    };
    Ok(Expr::Test(test))
}

/// What `has:` asks for.
fn presence(value: Word<'_>) -> Result<Expr, FilterError> {
    let name = value.text().to_lowercase();
    let name = match name.strip_prefix(CUSTOM) {
        Some(_) => name,
        None => name.replace(['-', ' '], "_"),
    };
    match &*name {
        "attachment" | "attachments" => return Ok(Expr::Test(Test::Has(Feature::Attachment))),
        "draft" => return Ok(Expr::Test(Test::Has(Feature::Draft))),
        _ => {}
    }
    if let Some((_, field)) = named(&name)
        && let Some(has) = has(&field)
    {
        return Ok(has);
    }
    let fields = FIELDS.iter().filter(|(_, field)| has(field).is_some());
    let all = fields.map(|(spelling, _)| *spelling);
    let near = nearest(&name, all.chain(["attachment", "draft"])).map(str::to_owned);
    Err(FilterError {
        nearest: near,
        ..value.error("has: and no: take a field, attachment or draft")
    })
}

/// That a ticket has a value of this field; none for what is no field.
pub(super) fn has(field: &Field) -> Option<Expr> {
    let feature = match field {
        Field::Status | Field::Kind | Field::Source | Field::Number(Number::Id) => {
            return Some(Expr::Test(Test::Exists));
        }
        Field::When(Moment::Created | Moment::Updated) | Field::Age(Aged::Older | Aged::Idle) => {
            return Some(Expr::Test(Test::Exists));
        }
        Field::Person(party) => return Some(Expr::Test(Test::Person(*party, vec![Who::Anyone]))),
        Field::Number(Number::Agent) => return has(&Field::Person(Party::Assignee)),
        Field::Number(Number::External) => Feature::External,
        Field::Number(Number::Team) | Field::Name(Named::Group) => Feature::Group,
        Field::Name(Named::Organization) => Feature::Organization,
        Field::Name(Named::Merchant) => Feature::Merchant,
        Field::Priority => Feature::Priority,
        Field::Value(Valued::Tag) => Feature::Tag,
        Field::Value(valued) => Feature::Value(valued.clone()),
        Field::Amount => Feature::Amount,
        Field::Body => Feature::Message,
        Field::Subject => Feature::Subject,
        Field::When(moment) | Field::Both(moment, _) => Feature::Moment(*moment),
        Field::Age(Aged::Sla) => Feature::Moment(Moment::Due),
        Field::Age(_) | Field::Since | Field::Is | Field::Has | Field::No => return None,
        Field::Sort | Field::OrderBy | Field::Limit => return None,
    };
    Some(Expr::Test(Test::Has(feature)))
}

impl Field {
    /// True if a comparison is written as the list of what it leaves.
    pub(super) fn lists_out(&self) -> bool {
        matches!(
            self,
            Self::Status | Self::Priority | Self::Kind | Self::Source
        )
    }
}
