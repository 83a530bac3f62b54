//! Text to [`Filter`].
//!
//! Pure and total: any text gives a filter or an error that points at the word at fault.
//! Nothing that looks like a field is ever taken for text, because a list that is empty by a
//! slip of the finger reads as "no such tickets".

use super::values::{self, compared, each, folded, not_among};
use super::words::{self, Op, Word};
use super::{Filter, Sort, SortField, Term, Test, Who};
use crate::domain::spelling::nearest;
use crate::domain::tickets::{Priority, Status};

/// Why a filter cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// Byte offset of the first wrong letter.
    pub at: usize,
    /// How many bytes the wrong word has.
    pub len: usize,
    /// The nearest right spelling, if one is near.
    pub nearest: Option<String>,
}

impl Filter {
    /// Reads a filter. `me` are the addresses that `assignee:me` stands for.
    ///
    /// ```
    /// use paydesk::domain::tickets::Filter;
    /// let filter = Filter::parse("status<solved priority:>=high -tag:spam", &[]).unwrap();
    /// assert_eq!(filter.to_string(), "is:open priority:high,urgent -tag:spam");
    /// assert_eq!(Filter::parse("staus:open", &[]).unwrap_err().nearest.as_deref(), Some("status"));
    /// ```
    pub fn parse(text: &str, me: &[String]) -> Result<Self, FilterError> {
        let mut reader = Reader {
            me,
            filter: Self::default(),
            field: None,
            direction: None,
            loose_direction: None,
        };
        let words = words::split(text)?;
        let mut words = words.iter().copied().enumerate().peekable();
        while let Some((index, word)) = words.next() {
            let next = words.peek().map(|(_, word)| *word);
            if word.raw.eq_ignore_ascii_case("and") {
                let joins = next.is_some_and(|w| !w.raw.eq_ignore_ascii_case("and"));
                if index == 0 || !joins {
                    return Err(word.error(
                        "AND stands between two terms; put it in quotes to look for the word",
                    ));
                }
            } else if word.raw.eq_ignore_ascii_case("or") {
                return Err(word.error(
                    "OR is not understood; a comma means or within one field (tag:blik,ideal), \
                     and quotes look for the word",
                ));
            } else if is_negation(word, next) {
                let Some((_, term)) = words.next() else {
                    return Err(word.error("Nothing follows NOT"));
                };
                if words::is_keyword(term.raw) || term.raw.starts_with('-') {
                    return Err(term.error("NOT stands right before the term it turns around"));
                }
                reader.term(term, true)?;
            } else {
                match word.raw.strip_prefix('-') {
                    None => reader.term(word, false)?,
                    Some("") => {
                        return Err(word.error(
                            "Nothing follows the minus; put it in quotes to look for the sign",
                        ));
                    }
                    Some(rest) if rest.starts_with('-') => {
                        return Err(word.error(
                            "One minus turns a term around; put the word in quotes to look for it",
                        ));
                    }
                    Some(_) => reader.term(word.skip(1), true)?,
                }
            }
        }
        Ok(reader.finish())
    }
}

/// `NOT` turns any term around. In small letters it does so before a field only: "payment not
/// received" is three words.
fn is_negation(word: Word<'_>, next: Option<Word<'_>>) -> bool {
    word.raw == "NOT"
        || (word.raw.eq_ignore_ascii_case("not")
            && next.is_some_and(|w| words::field_name(w).is_some()))
}

/// What a name before an operator may be.
#[derive(Clone, Copy)]
enum Field {
    Status,
    Priority,
    Kind,
    Source,
    Tag,
    Assignee,
    Requester,
    Organization,
    Group,
    Subject,
    Id,
    External,
    Is,
    Has,
    No,
    Sort,
    OrderBy,
    Limit,
}

/// Every spelling, the normal one of each field first.
const FIELDS: [(&str, Field); 23] = [
    ("status", Field::Status),
    ("priority", Field::Priority),
    ("kind", Field::Kind),
    ("type", Field::Kind),
    ("source", Field::Source),
    ("tag", Field::Tag),
    ("tags", Field::Tag),
    ("label", Field::Tag),
    ("assignee", Field::Assignee),
    ("requester", Field::Requester),
    ("org", Field::Organization),
    ("organization", Field::Organization),
    ("group", Field::Group),
    ("subject", Field::Subject),
    ("id", Field::Id),
    ("external", Field::External),
    ("external_id", Field::External),
    ("is", Field::Is),
    ("has", Field::Has),
    ("no", Field::No),
    ("sort", Field::Sort),
    ("order_by", Field::OrderBy),
    ("limit", Field::Limit),
];

/// What `is:` takes.
const FLAGS: [&str; 10] = [
    "open",
    "unsolved",
    "new",
    "pending",
    "hold",
    "solved",
    "closed",
    "unassigned",
    "mine",
    "dirty",
];

/// Collects terms and order while words come by.
struct Reader<'a> {
    me: &'a [String],
    filter: Filter,
    field: Option<SortField>,
    direction: Option<bool>,
    /// From `sort:desc` alone, which belongs to an `order_by` on either side of it.
    loose_direction: Option<bool>,
}

impl Reader<'_> {
    fn finish(mut self) -> Filter {
        let field = self.field.unwrap_or(self.filter.sort.field);
        let descending = self.loose_direction.or(self.direction);
        self.filter.sort = Sort {
            field,
            descending: descending.unwrap_or(field.descends_by_default()),
        };
        self.filter
    }

    fn push(&mut self, negated: bool, test: Test) {
        self.filter.terms.push(Term { negated, test });
    }

    /// Reads one term, the minus taken off.
    fn term(&mut self, word: Word<'_>, negated: bool) -> Result<(), FilterError> {
        let Some(name) = words::field_name(word) else {
            let test = plain(word)?;
            self.push(negated, test);
            return Ok(());
        };
        let lower = name.raw.to_ascii_lowercase();
        let rest = word.skip(name.raw.len());
        let known = FIELDS.iter().find(|(spelling, _)| *spelling == lower);
        let (Some((spelling, field)), Some((op, sign))) = (known, words::operator(rest.raw)) else {
            return no_field(word, name, known.is_some());
        };
        let value = rest.skip(sign);
        if value.text().is_empty() {
            return Err(word.error(format!("Nothing follows {spelling}")));
        }
        let ranked = matches!(field, Field::Status | Field::Priority);
        if op != Op::Is && !ranked {
            let nearest = (op == Op::Not).then(|| format!("-{spelling}:{}", value.raw));
            return Err(FilterError {
                nearest,
                ..word.error("Only status and priority can be compared; others take name:value")
            });
        }
        let test = match field {
            Field::Status => Test::Status(compared(value, op, Status::ALL, values::status)?),
            Field::Priority => {
                Test::Priority(compared(value, op, Priority::ALL, values::priority)?)
            }
            Field::Kind => Test::Kind(each(value, values::kind)?),
            Field::Source => Test::Source(each(value, values::source)?),
            Field::Tag => Test::Tag(each(value, values::name)?),
            Field::Assignee => Test::Assignee(each(value, |part| self.read_who(part))?),
            Field::Requester => Test::Requester(each(value, |part| self.read_who(part))?),
            Field::Organization => Test::Organization(each(value, values::name)?),
            Field::Group => Test::Group(each(value, values::name)?),
            Field::Subject => Test::Subject(each(value, values::text)?),
            Field::Id => Test::Id(each(value, values::id)?),
            Field::External => Test::External(each(value, values::id)?),
            Field::Is => self.read_flag(value)?,
            Field::Has | Field::No => {
                let (present, test) = values::presence(value)?;
                let turned = matches!(field, Field::No) == present;
                self.push(negated != turned, test);
                return Ok(());
            }
            Field::Sort | Field::OrderBy | Field::Limit if negated => {
                return Err(word.error("Order and limit cannot be turned around with NOT"));
            }
            Field::Sort => return self.read_sort(value),
            Field::OrderBy => return self.read_order(value),
            Field::Limit => {
                self.filter.limit = Some(values::limit(value)?);
                return Ok(());
            }
        };
        self.push(negated, test);
        Ok(())
    }

    fn read_who(&self, part: Word<'_>) -> Result<Who, FilterError> {
        let text = values::text(part)?;
        if part.is_quoted() {
            return Ok(Who::Named(text));
        }
        match text.to_ascii_lowercase().as_str() {
            "me" | "@me" => Ok(Who::Me(self.me.to_vec())),
            "none" => Ok(Who::Nobody),
            "any" | "@team" => Err(FilterError {
                nearest: Some("none".to_owned()),
                ..part.error("A person is me, none, or part of a name or address")
            }),
            _ => Ok(Who::Named(text)),
        }
    }

    fn read_flag(&self, value: Word<'_>) -> Result<Test, FilterError> {
        let flag = folded(value);
        Ok(match flag.as_str() {
            "open" | "unsolved" => {
                let all = Status::ALL.iter().copied();
                Test::Status(all.filter(|status| status.is_open()).collect())
            }
            "unassigned" => Test::Assignee(vec![Who::Nobody]),
            "mine" => Test::Assignee(vec![Who::Me(self.me.to_vec())]),
            "dirty" => Test::Dirty,
            name => match values::status_named(name) {
                Some(status) => Test::Status(vec![status]),
                None => return Err(not_among(value, "is:", &FLAGS)),
            },
        })
    }

    /// `sort:created`, `sort:created-asc`, or the direction alone after Zendesk's `order_by`.
    fn read_sort(&mut self, value: Word<'_>) -> Result<(), FilterError> {
        if let Some(descending) = direction(&folded(value)) {
            self.loose_direction = Some(descending);
            return Ok(());
        }
        self.read_order(value)?;
        self.loose_direction = None;
        Ok(())
    }

    fn read_order(&mut self, value: Word<'_>) -> Result<(), FilterError> {
        let text = value.text().to_ascii_lowercase();
        let (name, way) = match text.rsplit_once('-') {
            Some((name, way)) => (name, direction(way)),
            None => (text.as_str(), None),
        };
        let field = SortField::ALL.into_iter().find(|f| f.name() == name);
        let (Some(field), true) = (field, way.is_some() || name == text) else {
            let names = SortField::ALL.map(SortField::name);
            return Err(FilterError {
                nearest: nearest(name, names).map(str::to_owned),
                ..value.error(format!(
                    "sort is one of {}, with -asc or -desc",
                    names.join(", ")
                ))
            });
        };
        self.field = Some(field);
        self.direction = way;
        Ok(())
    }
}

/// True for descending.
fn direction(word: &str) -> Option<bool> {
    match word {
        "asc" => Some(false),
        "desc" => Some(true),
        _ => None,
    }
}

/// A word that is no field.
fn plain(word: Word<'_>) -> Result<Test, FilterError> {
    let text = match words::number(word.raw) {
        Some(digits) => digits.to_owned(),
        None => values::text(word)?,
    };
    Ok(Test::Text(text))
}

/// A name that stands before a sign and is no field, or a field before `=`.
fn no_field(word: Word<'_>, name: Word<'_>, known: bool) -> Result<(), FilterError> {
    if known {
        let after = word.skip(name.raw.len() + 1);
        return Err(FilterError {
            nearest: Some(format!("{}:{}", name.raw, after.raw)),
            ..word.error("A field and its value are joined by a colon")
        });
    }
    let nearest = nearest(name.raw, FIELDS.map(|(spelling, _)| spelling)).map(str::to_owned);
    let mut message = format!("There is no field {}", name.raw);
    if nearest.is_none() {
        message.push_str("; put the word in quotes to look for it as text");
    }
    Err(FilterError {
        nearest,
        ..name.error(message)
    })
}
