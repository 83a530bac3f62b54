//! The fields of the language: how they are spelled and what each of them takes.

use super::ast::{Aged, Bounds, Expr, Number, Test, Who};
use super::parse::FilterError;
use super::selection::{Feature, Moment, Named, Party, Valued};
use super::values::{self, each, folded, not_among};
use super::words::{self, Op, Word};
use super::{SortField, amounts, dates};
use crate::domain::spelling::nearest;
use crate::domain::tickets::words::field_name;
use crate::domain::tickets::{Kind, Priority, Source, Status};

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
        let title = field_name(custom);
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

/// What is asked of one field.
#[derive(Clone, Copy)]
struct Asked<'a> {
    /// The whole term.
    term: Word<'a>,
    /// The field as it is spelled.
    name: &'a str,
    op: Op,
    value: Word<'a>,
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
    values::words(word, false).map(Test::Text)
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
fn has(field: &Field) -> Option<Expr> {
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

impl<'a> Asked<'a> {
    /// Reads the values of a field. `none` and `any` among them ask whether there is one.
    fn read(self, field: &Field) -> Result<Expr, FilterError> {
        let has = has(field);
        let mut terms = Vec::new();
        let mut rest = Vec::new();
        for part in self.value.parts() {
            if part.raw.is_empty() {
                return Err(self.value.error("A value is missing beside the comma"));
            }
            let present = values::presence(part, matches!(field, Field::Number(_)));
            match (present, &has, field) {
                // A list of people has words of its own for nobody and anyone.
                (Some(_), _, Field::Person(_)) | (None, _, _) | (_, None, _) => rest.push(part),
                (Some(there), Some(has), _) => {
                    let has = has.clone();
                    terms.push(if there { has } else { Expr::not(has) });
                }
            }
        }
        if !terms.is_empty() && !matches!(self.op, Op::Is | Op::Not) {
            let error = self.value.error(format!(
                "no:{0} and has:{0} ask whether there is one",
                self.name
            ));
            return Err(error.near(format!("no:{}", self.name)));
        }
        let only_presence = rest.is_empty();
        if !only_presence {
            terms.push(self.values(field, &rest)?);
        }
        let any = Expr::any(terms);
        Ok(match (self.op, has) {
            // Other than nothing is something; listed members leave out what is not there.
            (Op::Not, _) if only_presence => Expr::not(any),
            (Op::Not, Some(has)) if !field.lists_out() => match has {
                Expr::Test(Test::Exists) => Expr::not(any),
                has => Expr::all(vec![has, Expr::not(any)]),
            },
            _ => any,
        })
    }

    fn values(self, field: &Field, parts: &[Word<'a>]) -> Result<Expr, FilterError> {
        let test = match field {
            Field::Status => Test::Status(self.members(parts, Status::ALL, values::status)?),
            Field::Priority => {
                Test::Priority(self.members(parts, Priority::ALL, values::priority)?)
            }
            Field::Kind => Test::Kind(self.unranked(parts, Kind::ALL, values::kind)?),
            Field::Source => Test::Source(self.unranked(parts, Source::ALL, values::source)?),
            Field::Number(number) => {
                let read = |from, to| Ok((values::id(from)?, values::id(to)?));
                let bounds = self.bounds(parts, values::id, read)?;
                self.ordered(parts, &bounds, |from, to| from > to)?;
                Test::Number(*number, bounds)
            }
            Field::Person(party) => Test::Person(*party, self.listed(parts, values::who)?),
            Field::Name(named) => Test::Name(*named, self.listed(parts, values::name)?),
            Field::Value(valued) => {
                Test::Value(valued.clone(), self.listed(parts, values::pattern)?)
            }
            Field::Subject => Test::Subject(self.listed(parts, |part| values::words(part, true))?),
            Field::Body => Test::Body(self.listed(parts, |part| values::words(part, true))?),
            Field::Amount => Test::Amount(self.amounts(parts)?),
            Field::When(moment) => return self.date(*moment, parts),
            Field::Both(moment, aged) => {
                return if parts.first().is_some_and(|part| dates::is_duration(*part)) {
                    self.age(*aged, parts)
                } else {
                    self.date(*moment, parts)
                };
            }
            Field::Age(aged) => return self.age(*aged, parts),
            Field::Since => return self.since(parts),
            Field::Is | Field::Has | Field::No | Field::Sort | Field::OrderBy | Field::Limit => {
                return Err(self.term.error("This takes a colon and a word"));
            }
        };
        Ok(Expr::Test(test))
    }

    /// Values that are no more and no less than others.
    fn listed<T: PartialEq>(
        self,
        parts: &[Word<'a>],
        read: impl FnMut(Word<'a>) -> Result<T, FilterError>,
    ) -> Result<Vec<T>, FilterError> {
        self.only_equals()?;
        each(parts, read)
    }

    fn only_equals(self) -> Result<(), FilterError> {
        if matches!(self.op, Op::Is | Op::Not) {
            return Ok(());
        }
        let error = self.term.error(format!(
            "{} has no order, so it cannot be compared; it takes name:value",
            self.name
        ));
        Err(error.near(format!("{}:{}", self.name, self.value.raw)))
    }

    /// Members of a ranked list: a comparison or range is listed out.
    fn members<T: Copy + Ord>(
        self,
        parts: &[Word<'a>],
        all: &[T],
        mut read: impl FnMut(Word<'a>) -> Result<T, FilterError>,
    ) -> Result<Vec<T>, FilterError> {
        let mut named: Vec<(T, T)> = Vec::new();
        for part in parts {
            let (from, to) = match part.ends().filter(|_| !part.is_quoted()) {
                Some((from, to)) => (read(from)?, read(to)?),
                None => (read(*part)?, read(*part)?),
            };
            if !named.contains(&(from, to)) {
                named.push((from, to));
            }
        }
        let within = |member: T| {
            named
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&member))
        };
        let one = match (self.op, named.as_slice()) {
            (Op::Is, _) => None,
            (Op::Not, _) => None,
            (_, [(from, to)]) if from == to => Some(*from),
            _ => return Err(self.value.error("A comparison takes one value")),
        };
        let kept = |member: &T| match (self.op, one) {
            (Op::Less, Some(bound)) => *member < bound,
            (Op::AtMost, Some(bound)) => *member <= bound,
            (Op::Greater, Some(bound)) => *member > bound,
            (Op::AtLeast, Some(bound)) => *member >= bound,
            (Op::Not, _) => !within(*member),
            _ => within(*member),
        };
        let left: Vec<T> = all.iter().copied().filter(kept).collect();
        if left.is_empty() {
            return Err(self.value.error("No value is left by this comparison"));
        }
        Ok(left)
    }

    /// Members of a list without ranks.
    fn unranked<T: Copy + Ord>(
        self,
        parts: &[Word<'a>],
        all: &[T],
        read: impl FnMut(Word<'a>) -> Result<T, FilterError>,
    ) -> Result<Vec<T>, FilterError> {
        let named = self.listed(parts, read)?;
        if self.op == Op::Is {
            return Ok(named);
        }
        let left: Vec<T> = all
            .iter()
            .copied()
            .filter(|one| !named.contains(one))
            .collect();
        if left.is_empty() {
            return Err(self.value.error("No value is left by this comparison"));
        }
        Ok(left)
    }

    /// Values with an order: a list of values and ranges, or one comparison.
    fn bounds<T: Copy + PartialEq>(
        self,
        parts: &[Word<'a>],
        read: impl Fn(Word<'a>) -> Result<T, FilterError>,
        range: impl Fn(Word<'a>, Word<'a>) -> Result<(T, T), FilterError>,
    ) -> Result<Vec<Bounds<T>>, FilterError> {
        let make = match self.op {
            Op::Is | Op::Not => Bounds::Is,
            Op::Less => Bounds::Less,
            Op::AtMost => Bounds::AtMost,
            Op::Greater => Bounds::Greater,
            Op::AtLeast => Bounds::AtLeast,
        };
        let is_list = matches!(self.op, Op::Is | Op::Not);
        if !is_list && parts.len() > 1 {
            return Err(self.value.error("A comparison takes one value"));
        }
        let mut bounds = Vec::new();
        for part in parts {
            let one = match part.ends() {
                None => make(read(*part)?),
                Some(_) if !is_list => {
                    return Err(part.error("A range is a comparison itself; it follows a colon"));
                }
                // GitHub's open ends.
                Some((from, to)) if to.raw == "*" && parts.len() == 1 => {
                    Bounds::AtLeast(read(from)?)
                }
                Some((from, to)) if from.raw == "*" && parts.len() == 1 => {
                    Bounds::AtMost(read(to)?)
                }
                Some((from, to)) if from.raw.is_empty() || to.raw.is_empty() => {
                    return Err(part.error("A range has two ends, such as 1..5"));
                }
                Some((from, to)) => {
                    let (from, to) = range(from, to)?;
                    Bounds::Between(from, to)
                }
            };
            if !bounds.contains(&one) {
                bounds.push(one);
            }
        }
        Ok(bounds)
    }

    /// Refuses ranges that run backwards.
    fn ordered<T>(
        self,
        parts: &[Word<'a>],
        bounds: &[Bounds<T>],
        is_after: impl Fn(&T, &T) -> bool,
    ) -> Result<(), FilterError> {
        let backwards = bounds
            .iter()
            .any(|one| matches!(one, Bounds::Between(from, to) if is_after(from, to)));
        match parts.iter().find(|part| part.ends().is_some()) {
            Some(part) if backwards => Err(part.error(BACKWARDS)),
            _ => Ok(()),
        }
    }

    fn amounts(self, parts: &[Word<'a>]) -> Result<Vec<Bounds<amounts::Amount>>, FilterError> {
        let range = |from: Word<'a>, to: Word<'a>| {
            let (mut low, mut high) = (amounts::amount(from)?, amounts::amount(to)?);
            let currency = low.currency.or(high.currency);
            if high.currency.is_some() && high.currency != currency {
                return Err(to.error("A range of money has one currency"));
            }
            (low.currency, high.currency) = (currency, currency);
            Ok((low, high))
        };
        let bounds = self.bounds(parts, amounts::amount, range)?;
        self.ordered(parts, &bounds, |from, to| from.value > to.value)?;
        Ok(bounds)
    }

    fn date(self, moment: Moment, parts: &[Word<'a>]) -> Result<Expr, FilterError> {
        let read = |part: Word<'a>| {
            dates::date(part).map_err(|error| match dates::is_duration(part) {
                true => self.no_duration(part),
                false => error,
            })
        };
        let bounds = self.bounds(parts, read, |from, to| Ok((read(from)?, read(to)?)))?;
        // Only days of the calendar are known to be in order before the query is asked.
        self.ordered(parts, &bounds, |from, to| match (from, to) {
            (dates::Date::Day(from), dates::Date::Day(to)) => from > to,
            _ => false,
        })?;
        Ok(Expr::Test(Test::When(moment, bounds)))
    }

    fn no_duration(self, part: Word<'a>) -> FilterError {
        let error = part.error(format!(
            "{} takes a day or a time; older:2d asks how long ago a ticket was made, idle:2d when \
             it was last spoken on",
            self.name
        ));
        match self.name {
            "created" | "created_at" => error.near(format!("older:{}", part.raw)),
            _ => error,
        }
    }

    fn age(self, aged: Aged, parts: &[Word<'a>]) -> Result<Expr, FilterError> {
        if self.op == Op::Not {
            return Err(self
                .value
                .error("A duration is compared with <, <=, > or >="));
        }
        let bounds = self.bounds(parts, dates::duration, dates::durations)?;
        let [bounds] = bounds.as_slice() else {
            return Err(self
                .value
                .error("A duration stands alone, or is a range such as 1h..4h"));
        };
        let bounds = match (*bounds, aged) {
            (Bounds::Between(from, to), _) if dates::runs_backwards(from, to) => {
                return Err(self.value.error(BACKWARDS));
            }
            // One spelling of one meaning.
            (Bounds::Greater(one), Aged::Older | Aged::Idle) => Bounds::Is(one),
            (Bounds::Is(one), Aged::Wait | Aged::Reply) => Bounds::Greater(one),
            (Bounds::Is(one), Aged::Sla | Aged::FollowUp | Aged::Promise) => Bounds::AtMost(one),
            (other, _) => other,
        };
        Ok(Expr::Test(Test::Age(aged, bounds)))
    }

    fn since(self, parts: &[Word<'a>]) -> Result<Expr, FilterError> {
        let [part] = parts else {
            return Err(self.value.error("since takes one day, time or duration"));
        };
        if self.op != Op::Is {
            return Err(self.term.error("since takes a colon"));
        }
        let test = if dates::is_duration(*part) {
            Test::Age(Aged::Older, Bounds::AtMost(dates::duration(*part)?))
        } else {
            Test::When(Moment::Created, vec![Bounds::AtLeast(dates::date(*part)?)])
        };
        Ok(Expr::Test(test))
    }
}

const BACKWARDS: &str = "This range runs backwards: the smaller end stands first";

impl Field {
    /// True if a comparison is written as the list of what it leaves.
    fn lists_out(&self) -> bool {
        matches!(
            self,
            Self::Status | Self::Priority | Self::Kind | Self::Source
        )
    }
}
