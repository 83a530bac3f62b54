//! JSON values of an issue: a text, several, or an object of which the name counts.
//!
//! Fields of a site hold whatever its people set up; a value of another shape is none.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Most values of one list: labels of an issue are a handful.
const MOST_VALUES: usize = 10_000;

/// A value as far as it is of use.
#[derive(Debug, Default, PartialEq)]
pub(super) enum Loose<'a> {
    /// Nothing, or nothing that can be shown.
    #[default]
    None,
    /// A text, or a whole number in digits.
    Text(Cow<'a, str>),
    /// The texts and names of a list.
    Many(Vec<Cow<'a, str>>),
    /// A person, a status, a choice.
    Object(Box<Object<'a>>),
}

/// The members by which Jira's objects are known.
#[derive(Debug, Default, PartialEq, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Object<'a> {
    #[serde(borrow)]
    display_name: Loose<'a>,
    name: Loose<'a>,
    value: Loose<'a>,
    email_address: Loose<'a>,
    account_id: Loose<'a>,
    key: Loose<'a>,
    status_category: Loose<'a>,
}

impl<'a> Loose<'a> {
    /// The text, if it is one that is not blank.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(&**text).filter(|text| !text.trim().is_empty()),
            _ => None,
        }
    }

    /// What it is called: a text itself, the name of an object.
    pub(super) fn name(&self) -> Option<&str> {
        let Self::Object(object) = self else {
            return self.text();
        };
        [
            &object.display_name,
            &object.name,
            &object.value,
            &object.email_address,
            &object.account_id,
            &object.key,
        ]
        .into_iter()
        .find_map(Loose::text)
    }

    /// The key of an object, or its name where it has none.
    fn key(&self) -> Option<&str> {
        match self {
            Self::Object(object) => object.key.text().or(object.name.text()),
            _ => None,
        }
    }

    /// The category of a status.
    pub(super) fn category(&self) -> Option<&str> {
        match self {
            Self::Object(object) => object.status_category.key(),
            _ => None,
        }
    }

    /// Every text in it.
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Many(texts) => texts.iter().map(|text| &**text).collect(),
            one => one.name().into_iter().collect(),
        }
    }

    fn into_name(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            other => other.name().map(|name| Cow::Owned(name.to_owned())),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Loose<'de>, E> {
        Ok(Loose::None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Loose<'de>, E> {
        Ok(Loose::None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Loose<'de>, E> {
        Ok(Loose::None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Loose<'de>, E> {
        Ok(Loose::None)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(number.to_string())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Loose<'de>, A::Error> {
        let mut texts = Vec::new();
        while let Some(value) = list.next_element::<Loose<'de>>()? {
            let Some(text) = value.into_name() else {
                continue;
            };
            if texts.len() == MOST_VALUES {
                return Err(A::Error::custom(format_args!(
                    "a list has more than {MOST_VALUES} entries"
                )));
            }
            texts.push(text);
        }
        Ok(Loose::Many(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Loose<'de>, A::Error> {
        let object = serde::de::value::MapAccessDeserializer::new(map);
        Object::deserialize(object).map(|object| Loose::Object(Box::new(object)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_any_shape_have_a_name_or_none() {
        let read = |json| serde_json::from_str::<Loose<'_>>(json).unwrap();
        assert_eq!(read(r#""High""#).name(), Some("High"));
        assert_eq!(read("17").name(), Some("17"));
        assert_eq!(read(r#"{"id":"2","name":"High"}"#).name(), Some("High"));
        assert_eq!(
            read(r#"{"name":"mia","displayName":"Mia","self":"x"}"#).name(),
            Some("Mia")
        );
        assert_eq!(read(r#"{"accountId":"5b10"}"#).name(), Some("5b10"));
        let status = r#"{"name":"With bank","statusCategory":{"id":4,"key":"indeterminate"}}"#;
        assert_eq!(read(status).category(), Some("indeterminate"));
        assert_eq!(
            read(r#"["a",{"value":"b"},null,1.5,[["c"]]]"#).texts(),
            ["a", "b"]
        );
        for none in ["null", "true", "-1", "1.5", "{}", "[]", r#"" ""#] {
            assert_eq!(read(none).name(), None, "{none}");
        }
        let doubled = r#"{"name":"a","name":"b"}"#;
        assert!(serde_json::from_str::<Loose<'_>>(doubled).is_err());
    }
}
