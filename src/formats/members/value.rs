//! JSON values as they stand in a row, borrowed where they can be, checked later by name.
//!
//! serde would refuse a wrong type without naming the member; these take any type and let
//! `checks` say what is wrong with which member.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Most values of one list (tags, choices of a field); a ticket has far fewer.
const MOST_VALUES: usize = 1000;

/// One JSON value. Objects, and lists within lists, are known only as that.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::formats) enum Value<'a> {
    /// The member is not there.
    #[default]
    Absent,
    Null,
    Flag(bool),
    Whole(u64),
    Negative(i64),
    Fraction(f64),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Nested,
}

impl Value<'_> {
    /// True if the member is there, be it null.
    pub(in crate::formats) fn is_present(&self) -> bool {
        *self != Self::Absent
    }

    /// True if the member is there and not null.
    pub(in crate::formats) fn is_some(&self) -> bool {
        !matches!(self, Self::Absent | Self::Null)
    }

    /// The value in words, as fields and changes show it; none where there is nothing to show.
    pub(in crate::formats) fn shown(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Absent | Self::Null | Self::Nested => None,
            Self::Flag(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
            Self::Whole(number) => Some(Cow::Owned(number.to_string())),
            Self::Negative(number) => Some(Cow::Owned(number.to_string())),
            Self::Fraction(number) => Some(Cow::Owned(number.to_string())),
            Self::Text(text) if text.trim().is_empty() => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::List(values) => {
                let shown: Vec<_> = values.iter().filter_map(Value::shown).collect();
                (!shown.is_empty()).then(|| Cow::Owned(shown.join(", ")))
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor::<true>(PhantomData))
    }
}

/// An element of a list: as [`Value`], but a list within is not looked into.
struct Element<'a>(Value<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for Element<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(ValueVisitor::<false>(PhantomData))
            .map(Self)
    }
}

struct ValueVisitor<'a, const LISTS: bool>(PhantomData<&'a ()>);

impl<'de: 'a, 'a, const LISTS: bool> Visitor<'de> for ValueVisitor<'a, LISTS> {
    type Value = Value<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value<'a>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value<'a>, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'a>, E> {
        Ok(Value::Whole(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'a>, E> {
        Ok(u64::try_from(number).map_or(Value::Negative(number), Value::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'a>, E> {
        Ok(Value::Fraction(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'a>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'a>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value<'a>, A::Error> {
        if !LISTS {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::Nested);
        }
        let mut values = Vec::new();
        while let Some(Element(value)) = list.next_element()? {
            if values.len() == MOST_VALUES {
                return Err(too_many(MOST_VALUES));
            }
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'a>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Nested)
    }
}

fn too_many<E: Error>(most: usize) -> E {
    E::custom(format_args!("a list has more than {most} entries"))
}

/// A list of objects, at most `MOST` of them; null is an empty one.
#[derive(Debug)]
pub(in crate::formats) struct Many<T, const MOST: usize>(pub(in crate::formats) Vec<T>);

impl<T, const MOST: usize> Default for Many<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Many<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ManyVisitor(PhantomData))
    }
}

struct ManyVisitor<T, const MOST: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for ManyVisitor<T, MOST> {
    type Value = Many<T, MOST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Many::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(Object(entry)) = list.next_element()? {
            if entries.len() == MOST {
                return Err(too_many(MOST));
            }
            entries.push(entry);
        }
        Ok(Many(entries))
    }
}

/// An object and nothing else: serde's derive would take a list for one.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

/// An object if there is one; any other value is passed over.
#[derive(Debug)]
pub(in crate::formats) struct Maybe<T>(pub(in crate::formats) Option<T>);

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MaybeVisitor(PhantomData))
    }
}

struct MaybeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MaybeVisitor<T> {
    type Value = Maybe<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|object| Maybe(Some(object)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Maybe(None))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Maybe(None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Maybe(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Maybe(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Maybe(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Maybe(None))
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Maybe(None))
    }
}

/// The members of an object whose names are ids, in order, each once.
#[derive(Debug, Default)]
pub(in crate::formats) struct Pairs<'a>(pub(in crate::formats) Vec<(Cow<'a, str>, Value<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

struct PairsVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for PairsVisitor<'a> {
    type Value = Pairs<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'a>, A::Error> {
        let mut pairs: Vec<(Cow<'a, str>, Value<'a>)> = Vec::new();
        while let Some((name, value)) = map.next_entry::<Value<'a>, Value<'a>>()? {
            let Value::Text(name) = name else { continue };
            if pairs.len() == MOST_VALUES {
                return Err(too_many(MOST_VALUES));
            }
            if pairs.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
            }
            pairs.push((name, value));
        }
        Ok(Pairs(pairs))
    }
}
