//! What is asked of one field: its values, ranges and comparisons, and what they refuse.

use super::ast::{Aged, Bounds, Expr, Test};
use super::fields::{Field, has};
use super::parse::FilterError;
use super::selection::Moment;
use super::values::{self, each};
use super::words::{Op, Word};
use super::{amounts, dates};
use crate::domain::tickets::{Kind, Priority, Source, Status};

/// What is asked of one field.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The whole term.
    pub(super) term: Word<'a>,
    /// The field as it is spelled.
    pub(super) name: &'a str,
    pub(super) op: Op,
    pub(super) value: Word<'a>,
}

impl<'a> Asked<'a> {
    /// Reads the values of a field. `none` and `any` among them ask whether there is one.
    pub(super) fn read(self, field: &Field) -> Result<Expr, FilterError> {
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
                ordered(parts, &bounds, |from, to| from > to)?;
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
        ordered(parts, &bounds, |from, to| from.value > to.value)?;
        Ok(bounds)
    }

    fn date(self, moment: Moment, parts: &[Word<'a>]) -> Result<Expr, FilterError> {
        let read = |part: Word<'a>| {
            dates::date(part).map_err(|error| {
                if dates::is_duration(part) {
                    self.no_duration(part)
                } else {
                    error
                }
            })
        };
        let bounds = self.bounds(parts, read, |from, to| Ok((read(from)?, read(to)?)))?;
        // Only days of the calendar are known to be in order before the query is asked.
        ordered(parts, &bounds, |from, to| match (from, to) {
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

/// Refuses ranges that run backwards.
fn ordered<T>(
    parts: &[Word<'_>],
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
