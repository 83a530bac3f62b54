//! Which ticket a row is about.

use super::cells::Cells;
use super::names::Slot;
use crate::domain::tickets::records::{RemoteId, named};
use crate::domain::tickets::{Handle, Source};
use crate::formats::export::Fault;
use crate::formats::labels::{plain, quoted};

/// Stands between the texts that an id is made of, so that neighbours do not run together.
const SEPARATOR: char = '\u{1F}';

/// The id of a ticket, and its text where it is no number.
pub(super) struct Identity<'r> {
    pub(super) source: Source,
    pub(super) id: RemoteId,
    pub(super) text: Option<&'r str>,
}

impl<'r> Cells<'r> {
    /// The ticket of the row; see the head of [`super`].
    pub(super) fn identity(&self) -> Result<Identity<'r>, Fault> {
        let own = self.reader.manner.source;
        let source = self.filled(Slot::Source).and_then(source_named);
        let source = source.unwrap_or(own);
        let Some(cell) = self.filled(Slot::Id) else {
            if source == Source::Local && self.filled(Slot::Subject).is_some() {
                return Ok(Identity {
                    source,
                    id: named(&self.content()),
                    text: None,
                });
            }
            let what = match source {
                Source::Local => "has neither an id nor a subject",
                _ => "has no id",
            };
            return Err(Fault::new(what));
        };
        let number = cell.strip_prefix('#').unwrap_or(cell);
        let plain = number.bytes().all(|byte| byte.is_ascii_digit());
        let (source, id) = match (Handle::parse(cell), number.parse()) {
            (Some(Handle::Remote(source, id)), _) => (source, id.parse().unwrap_or(0)),
            (_, Ok(id)) if plain => (source, id),
            _ => (source, 0),
        };
        if id > 0 {
            let text = None;
            return Ok(Identity { source, id, text });
        }
        if source != Source::Local {
            let what = "is no number from 1 to 9223372036854775807";
            return Err(Fault::new(format!("id {} {what}", quoted(cell))));
        }
        Ok(Identity {
            source,
            id: named(&format!("id{SEPARATOR}{cell}")),
            text: Some(cell),
        })
    }

    /// What a row without an id is, as one text.
    fn content(&self) -> String {
        let mut content = String::new();
        let mut add = |text: &str| {
            content.push_str(text);
            content.push(SEPARATOR);
        };
        if self.filled(Slot::Created).is_some() {
            let parts = [
                Slot::Subject,
                Slot::Requester,
                Slot::RequesterId,
                Slot::Email,
                Slot::Body,
                Slot::Created,
            ];
            for slot in parts {
                add(self.word(slot).unwrap_or_default());
            }
        } else {
            for column in 0..self.row.len() {
                add(plain(self.row.get(column)).trim());
            }
        }
        content
    }
}

/// The helpdesk that a cell names, if it names one.
fn source_named(cell: &str) -> Option<Source> {
    Source::from_name(&cell.to_lowercase())
}
