//! Checks of members that only Zendesk writes so.

use crate::domain::tickets::records::RemoteId;
use crate::formats::export::Fault;
use crate::formats::members::value::Value;
use crate::formats::members::{id, url};

/// Zendesk's id for "the system" where a person's id is expected.
const SYSTEM: Value<'static> = Value::Negative(-1);

/// The id of whoever did something; none for the system.
pub(super) fn author(value: &Value<'_>, member: &str) -> Result<Option<RemoteId>, Fault> {
    if *value == SYSTEM {
        return Ok(None);
    }
    id(value, member)
}

/// The page of a ticket at the helpdesk, from the address of its API or as it stands.
pub(super) fn page(value: &Value<'_>) -> Result<Option<String>, Fault> {
    let Some(url) = url(value, "url")? else {
        return Ok(None);
    };
    let page = url.split_once("/api/v2/tickets/").and_then(|(host, rest)| {
        Some(format!(
            "{host}/agent/tickets/{}",
            rest.strip_suffix(".json")?
        ))
    });
    Ok(Some(page.unwrap_or_else(|| url.to_owned())))
}
