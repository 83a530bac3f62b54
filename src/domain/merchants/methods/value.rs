//! What a field of a method can hold: a value, who says so, and what others say instead.

use std::fmt;

use serde::{Serialize, Serializer};

/// Who published a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Nobody: usual practice, or nothing is known.
    #[default]
    Unsourced,
    /// A page, or words that say where it comes from.
    Said(String),
    /// The user's configuration.
    Configuration,
}

impl Source {
    /// In words; none if nobody says so.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Unsourced => None,
            Self::Said(source) => Some(source),
            Self::Configuration => Some("your configuration"),
        }
    }
}

impl Serialize for Source {
    /// The words, or null.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.words().serialize(serializer)
    }
}

/// A field with its source. No value and no source: nothing is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sourced<T> {
    /// The value, if it is known.
    pub value: Option<T>,
    /// Who says so; `null` in JSON is unsourced.
    pub source: Source,
    /// What others publish instead.
    pub alternatives: Vec<Alternative<T>>,
}

impl<T> Default for Sourced<T> {
    fn default() -> Self {
        Self {
            value: None,
            source: Source::Unsourced,
            alternatives: Vec::new(),
        }
    }
}

/// Another published value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alternative<T> {
    /// What it is.
    pub value: Published<T>,
    /// Who says so.
    pub source: Source,
}

/// A value, or words where no value of the kind was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Published<T> {
    /// A value of the field's kind.
    Value(T),
    /// Words, as "no limit with 3-D Secure".
    Words(String),
}

impl<T: fmt::Display> fmt::Display for Published<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Words(words) => f.write_str(words),
        }
    }
}

/// A value as it is written in a file, before the field it is for is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// In quotes.
    Text(String),
    /// A whole number.
    Number(i64),
    /// True or false.
    Flag(bool),
    /// A list of texts.
    Many(Vec<String>),
    /// Parts with names, as `{ n = 4, unit = "business" }`.
    Parts(Vec<(String, Written)>),
}

/// What is said about a field: a value or none, its source, other values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The value.
    pub value: Option<Written>,
    /// Who says so.
    pub source: Source,
    /// What others say.
    pub others: Vec<(Written, Source)>,
}

/// A kind of value that fields can have.
pub(super) trait Value: Sized + Clone + PartialEq + fmt::Display {
    /// Reads it; the error says what was expected.
    fn read(written: &Written) -> Result<Self, String>;
}

/// A field, whatever its kind.
pub(super) trait Field {
    /// Takes over what is said. A value that was there becomes an alternative.
    fn state(&mut self, statement: &Statement) -> Result<(), String>;
    /// The field as text.
    fn shown(&self) -> Shown;
}

/// A field as text, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The value, if it is known.
    pub value: Option<String>,
    /// Who says so.
    pub source: Source,
    /// What others say, and who they are.
    pub alternatives: Vec<(String, Source)>,
}

impl<T: Value> Field for Sourced<T> {
    fn state(&mut self, statement: &Statement) -> Result<(), String> {
        let value = statement.value.as_ref().map(T::read).transpose()?;
        let before = self.value.take();
        if let Some(before) = before.filter(|before| Some(before) != value.as_ref()) {
            self.alternatives.insert(
                0,
                Alternative {
                    value: Published::Value(before),
                    source: self.source.clone(),
                },
            );
        }
        for (written, source) in &statement.others {
            let value = match (T::read(written), written) {
                (Ok(value), _) => Published::Value(value),
                (Err(_), Written::Text(words)) => Published::Words(words.clone()),
                (Err(what), _) => return Err(what),
            };
            let source = source.clone();
            self.alternatives.push(Alternative { value, source });
        }
        self.value = value;
        self.source = statement.source.clone();
        Ok(())
    }

    fn shown(&self) -> Shown {
        let others = self.alternatives.iter();
        Shown {
            value: self.value.as_ref().map(ToString::to_string),
            source: self.source.clone(),
            alternatives: others
                .map(|other| (other.value.to_string(), other.source.clone()))
                .collect(),
        }
    }
}
