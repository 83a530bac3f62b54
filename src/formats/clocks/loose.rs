//! Single members: read whatever they hold, so that an error can name the member.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Fault;
use crate::domain::Instant;
use crate::domain::spelling::meant;
use crate::domain::tickets::{Priority, Status};
use crate::formats::json::to_json;
use crate::formats::rfc3339;

/// Most bytes of a value that are quoted in an error.
const MAX_QUOTED: usize = 60;

/// A member that should be one value.
#[derive(Debug, Default)]
pub(super) enum Loose<'a> {
    #[default]
    Absent,
    Null,
    Text(Cow<'a, str>),
    Flag(bool),
    Whole(i64),
    Other(&'static str),
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Loose<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Loose::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Loose::Flag(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Loose::Whole(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(i64::try_from(value).map_or(Loose::Other("a huge number"), Loose::Whole))
            }

            fn visit_f64<E>(self, _value: f64) -> Result<Self::Value, E> {
                Ok(Loose::Other("a number with a fraction"))
            }

            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(Loose::Text(Cow::Borrowed(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Loose::Text(Cow::Owned(value.to_owned())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Loose::Other("a list"))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Loose::Other("an object"))
            }
        }
        from.deserialize_any(Any)
    }
}

/// An event before it is checked.
#[derive(Deserialize)]
#[serde(expecting = "an object with at and kind for each of `events`")]
pub(super) struct RawEvent<'a> {
    #[serde(borrow, default)]
    pub(super) at: Loose<'a>,
    #[serde(borrow, default)]
    pub(super) kind: Loose<'a>,
    #[serde(borrow, default)]
    pub(super) by: Loose<'a>,
    #[serde(borrow, default)]
    pub(super) public: Loose<'a>,
    #[serde(borrow, default)]
    pub(super) status: Loose<'a>,
    #[serde(borrow, default)]
    pub(super) priority: Loose<'a>,
    #[serde(borrow, default, deserialize_with = "super::present")]
    pub(super) policy: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "super::present")]
    pub(super) schedule: Option<&'a RawValue>,
}

impl Loose<'_> {
    /// What it holds, for an error.
    fn found(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Absent => "is missing",
            Self::Null => "is null",
            Self::Text(text) => return Cow::Owned(format!("is {}", quoted(text))),
            Self::Flag(true) => "is true",
            Self::Flag(false) => "is false",
            Self::Whole(number) => return Cow::Owned(format!("is {number}")),
            Self::Other(what) => return Cow::Owned(format!("is {what}")),
        })
    }

    /// The error that says what to write instead.
    pub(super) fn wrong(&self, member: &str, cure: &str) -> Fault {
        Fault::new(member, format!("{}; {cure}", self.found()))
    }

    pub(super) fn is_unsaid(&self) -> bool {
        matches!(self, Self::Absent | Self::Null)
    }

    pub(super) fn text(&self, member: &str, cure: &str) -> Result<&str, Fault> {
        match self {
            Self::Text(text) => Ok(text),
            _ => Err(self.wrong(member, cure)),
        }
    }

    /// A text or a whole number, as JSON.
    pub(super) fn id(&self, member: &str) -> Result<String, Fault> {
        match self {
            Self::Text(text) => Ok(to_json(text)),
            Self::Whole(number) => Ok(number.to_string()),
            _ => Err(self.wrong(member, "write the ticket's id as a text or a whole number")),
        }
    }

    pub(super) fn instant(&self, member: &str) -> Result<Instant, Fault> {
        const CURE: &str = "write an instant as 2026-04-27T08:47:00Z or with its offset";
        let text = self.text(member, CURE)?;
        rfc3339::parse(text).ok_or_else(|| {
            let what = format!("{} is no instant there is; {CURE}", quoted(text));
            Fault::new(member, what)
        })
    }

    pub(super) fn flag(&self, member: &str) -> Result<bool, Fault> {
        match self {
            Self::Flag(flag) => Ok(*flag),
            _ => Err(self.wrong(member, "write true or false")),
        }
    }

    /// A status by name, Zendesk's `hold` too.
    pub(super) fn status(&self, member: &str) -> Result<Status, Fault> {
        let names = Status::ALL.iter().map(|status| status.name());
        match self.text(member, "write a status, as \"open\"")? {
            "hold" => Ok(Status::OnHold),
            name => Status::from_name(name).ok_or_else(|| none_of("status", name, names, member)),
        }
    }

    /// A priority by name; `null` and `none` for none.
    pub(super) fn priority(&self, member: &str) -> Result<Option<Priority>, Fault> {
        if matches!(self, Self::Null) {
            return Ok(None);
        }
        let names = Priority::ALL.iter().map(|priority| priority.name());
        match self.text(member, "write a priority, as \"high\", or null for none")? {
            "none" => Ok(None),
            name => Priority::from_name(name)
                .map(Some)
                .ok_or_else(|| none_of("priority", name, names, member)),
        }
    }
}

/// The error for a name that nobody has.
pub(super) fn none_of<'a>(
    what: &str,
    name: &str,
    all: impl Iterator<Item = &'a str> + Clone,
    member: &str,
) -> Fault {
    let hint = meant(name, all);
    Fault::new(
        member,
        format!("no {what} is called {}{hint}", quoted(name)),
    )
}

/// The value in quotes, cut if it is long.
pub(super) fn quoted(text: &str) -> String {
    let mut end = text.len().min(MAX_QUOTED);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let cut = if end < text.len() { "…" } else { "" };
    format!("\"{}{cut}\"", text.get(..end).unwrap_or_default())
}
