//! Reading one object of a batch, member by member, with errors that name the member.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::{Map, Value};

use crate::domain::spelling::nearest;
use crate::domain::{Instant, Refusal};
use crate::formats::rfc3339;

/// What is wrong with a case: the member, and why.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bad {
    /// Its path, as `input.lag.n`.
    pub(super) member: String,
    /// What is wrong and what to write.
    pub(super) refusal: Refusal,
}

/// A value, or what is wrong with a member.
pub(super) type Read<T> = Result<T, Bad>;

/// An object with its path; members that are null are absent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object<'a> {
    path: &'static str,
    members: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    /// The value as an object that may have these members. Another member is refused if it looks
    /// like one of them, and else left alone.
    pub(super) fn new(value: &'a Value, path: &'static str, known: &[&str]) -> Read<Self> {
        let Value::Object(members) = value else {
            let refusal = Refusal::new(format!("expected an object, found {}", sort(value)));
            let cure = format!("write it with {}", known.join(", "));
            return Err(Bad {
                member: path.to_owned(),
                refusal: refusal.cure(cure),
            });
        };
        let object = Self { path, members };
        for name in members.keys().filter(|name| !known.contains(&&***name)) {
            if let Some(near) = nearest(name, known.iter().copied()) {
                let refusal = Refusal::new("there is no such member");
                return Err(object.bad(name, refusal.cure(format!("did you mean `{near}`?"))));
            }
        }
        Ok(object)
    }

    /// The error about a member.
    pub(super) fn bad(&self, name: &str, refusal: Refusal) -> Bad {
        Bad {
            member: format!("{}.{name}", self.path),
            refusal,
        }
    }

    /// Names the member in a refusal.
    pub(super) fn about(self, name: &'static str) -> impl Fn(Refusal) -> Bad {
        move |refusal| self.bad(name, refusal)
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn need(&self, name: &str) -> Read<&'a Value> {
        self.get(name)
            .ok_or_else(|| self.bad(name, Refusal::new("is missing").cure("add it")))
    }

    fn wrong(&self, name: &str, value: &Value, wanted: &str) -> Bad {
        let refusal = Refusal::new(format!("expected {wanted}, found {}", sort(value)));
        self.bad(name, refusal)
    }

    pub(super) fn text(&self, name: &str) -> Read<&'a str> {
        let value = self.need(name)?;
        value
            .as_str()
            .ok_or_else(|| self.wrong(name, value, "a string"))
    }

    pub(super) fn flag(&self, name: &str, default: bool) -> Read<bool> {
        match self.get(name) {
            None => Ok(default),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(value) => Err(self.wrong(name, value, "true or false")),
        }
    }

    /// A whole number that fits 64 bits.
    pub(super) fn number(&self, name: &str) -> Read<i64> {
        whole(self.need(name)?).map_err(|refusal| self.bad(name, refusal))
    }

    /// A whole number from 0 to `most`.
    pub(super) fn small(&self, name: &str, most: u32) -> Read<u32> {
        let number = self.number(name)?;
        let small = u32::try_from(number).ok().filter(|small| *small <= most);
        small.ok_or_else(|| {
            let refusal = Refusal::new(format!("{number} cannot be"));
            self.bad(
                name,
                refusal.cure(format!("write a number from 0 to {most}")),
            )
        })
    }

    pub(super) fn list(&self, name: &str) -> Read<&'a [Value]> {
        match self.need(name)? {
            Value::Array(items) => Ok(items),
            value => Err(self.wrong(name, value, "a list")),
        }
    }

    /// A list of strings that is not empty.
    pub(super) fn codes(&self, name: &str) -> Read<Vec<&'a str>> {
        let items = self.list(name)?;
        if items.is_empty() {
            let refusal = Refusal::new("the list is empty");
            return Err(self.bad(name, refusal.cure("name a calendar, as [\"T2\"]")));
        }
        let texts = items.iter().map(|item| {
            let text = item.as_str();
            text.ok_or_else(|| self.wrong(name, item, "a list of strings"))
        });
        texts.collect()
    }

    /// An instant with its offset, to the fraction of a second.
    pub(super) fn instant(&self, name: &str) -> Read<Instant> {
        let text = self.text(name)?;
        let whole = rfc3339::parse(text).ok_or_else(|| {
            let refusal = Refusal::new(format!("`{text}` is no instant"));
            let cure = "write date, time and offset, as 2026-04-02T16:00:00+02:00";
            self.bad(name, refusal.cure(cure))
        })?;
        // A fraction is rare; the reader above drops it.
        let exact = text
            .contains('.')
            .then(|| DateTime::parse_from_rfc3339(text).ok())
            .flatten();
        Ok(exact.map_or(whole, |exact| exact.with_timezone(&Utc)))
    }
}

/// A whole number that fits 64 bits.
pub(super) fn whole(value: &Value) -> Result<i64, Refusal> {
    value.as_i64().ok_or_else(|| match value {
        Value::Number(number) if number.is_u64() => {
            Refusal::new(format!("{number} is larger than any account holds"))
        }
        Value::Number(number) => Refusal::new(format!("{number} is no whole number of 64 bits"))
            .cure("write whole minor units or days, without a point"),
        _ => Refusal::new(format!("expected a whole number, found {}", sort(value))),
    })
}

/// A date of the years in which instants are read.
pub(super) fn date(value: &Value) -> Result<NaiveDate, Refusal> {
    let Some(text) = value.as_str() else {
        return Err(Refusal::new(format!(
            "expected a date in quotes, found {}",
            sort(value)
        )));
    };
    // The form is checked too: chrono would read 2026-4-2.
    let is_whole = text.len() == "2026-04-02".len();
    let date = text.parse().ok().filter(|_: &NaiveDate| is_whole);
    let date = date.filter(|date| (1900..=2199).contains(&date.year()));
    date.ok_or_else(|| {
        Refusal::new(format!("`{text}` is no date")).cure("write a day that exists, as 2026-04-02")
    })
}

/// What a value is, in words.
pub(super) fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
