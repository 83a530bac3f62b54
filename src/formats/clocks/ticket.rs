//! The facts of a ticket, on which its policy hangs.

use serde_json::{Map, Value};

use super::Fault;
use super::loose::Loose;
use crate::domain::tickets::clocks::{Facts, Field};

/// Reads `{"status","priority","tags",...}`; members that no condition knows are ignored.
pub(super) fn read(text: &str) -> Result<Facts, Fault> {
    let members: Map<String, Value> = serde_json::from_str(text).map_err(|e| Fault::of_json(&e))?;
    let mut facts = Facts::default();
    for (name, value) in &members {
        if name == "custom_fields" {
            custom_fields(value, &mut facts)?;
            continue;
        }
        match Field::from_name(name) {
            Some(Field::Status) if !value.is_null() => {
                facts.status = Some(loose(value).status(name)?);
            }
            Some(Field::Priority) => facts.priority = loose(value).priority(name)?,
            Some(Field::Tags) => {
                let tags = texts(value, name)?;
                let words = tags.iter().flat_map(|tag| tag.split_whitespace());
                facts.tags.extend(words.map(str::to_owned));
            }
            Some(Field::Status) | None => {}
            // A name and an id of the same field are both its values.
            Some(field) => {
                let values = texts(value, name)?;
                facts.fields.entry(field).or_default().extend(values);
            }
        }
    }
    Ok(facts)
}

/// `{"17": "acq_1"}` or `[{"id": 17, "value": "acq_1"}]`.
fn custom_fields(value: &Value, facts: &mut Facts) -> Result<(), Fault> {
    let mut put = |id: String, value: &Value| {
        let values = texts(value, &format!("custom_fields.{id}"))?;
        facts.fields.insert(Field::Custom(id), values);
        Ok(())
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .try_for_each(|(id, value)| put(id.clone(), value)),
        Value::Array(fields) => fields.iter().try_for_each(|field| {
            match (field.get("id").and_then(text), field.get("value")) {
                (Some(id), Some(value)) => put(id, value),
                _ => Err(Fault::new(
                    "custom_fields",
                    "a field has no `id` or no `value`; write both",
                )),
            }
        }),
        Value::Null => Ok(()),
        _ => Err(Fault::new(
            "custom_fields",
            "is neither an object nor a list; write {\"17\": \"value\"}",
        )),
    }
}

/// A value, or a list of them, as texts.
fn texts(value: &Value, member: &str) -> Result<Vec<String>, Fault> {
    let wrong = || Fault::new(member, "is neither a text nor a list of texts; write one");
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(values) => values
            .iter()
            .map(|value| text(value).ok_or_else(wrong))
            .collect(),
        value => Ok(vec![text(value).ok_or_else(wrong)?]),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn loose(value: &Value) -> Loose<'_> {
    match value {
        Value::Null => Loose::Null,
        Value::String(text) => Loose::Text(text.as_str().into()),
        Value::Bool(flag) => Loose::Flag(*flag),
        Value::Number(_) => Loose::Other("a number"),
        Value::Array(_) => Loose::Other("a list"),
        Value::Object(_) => Loose::Other("an object"),
    }
}
