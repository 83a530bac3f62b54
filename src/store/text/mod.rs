//! What a ticket says, as it is looked for: words, references, amounts, issues.
//!
//! [`read`] gathers it from the rows, [`write`] puts it into the index tables; both are a matter
//! of some ten microseconds a ticket. The rule of what a word is stands in
//! [`crate::domain::tickets::words`], that of a reference in `mentions`.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::ingest::issues;
use crate::domain::tickets::mentions::{self, Mention, mentions};
use crate::domain::tickets::words::{self, Tokens};

/// Places for mentions of one ticket, a power of two: more are found by their words alone.
pub(super) const PLACES: i64 = 64;

/// `mention.kind`.
const REFERENCE: i64 = 0;
const CODE: i64 = 1;

/// Everything that is looked for in one ticket.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Document {
    /// Distinct folded words; none of a ticket that is not listed.
    words: String,
    mentions: Vec<(i64, String)>,
    amounts: Vec<mentions::Named>,
    issues: Vec<String>,
    requester_key: Box<str>,
    is_open: bool,
}

/// Gathers a ticket's document; none if it is not listed.
pub(super) fn read(connection: &Connection, ticket: i64) -> Result<Option<Document>, Fault> {
    let row = connection
        .prepare_cached(
            "SELECT t.subject, t.description, p.name, p.email, t.status < 4 FROM ticket t \
             LEFT JOIN person p ON p.id = t.requester_id WHERE t.id = ?1 AND t.presence = 1",
        )?
        .query_row([ticket], |row| {
            let subject: String = row.get(0)?;
            let description: Option<String> = row.get(1)?;
            let name: Option<String> = row.get(2)?;
            let email: Option<String> = row.get(3)?;
            let is_open: bool = row.get(4)?;
            Ok((subject, description, name, email, is_open))
        })
        .optional()?;
    let Some((subject, description, name, email, is_open)) = row else {
        return Ok(None);
    };
    let mut reader = Reader::default();
    reader.text(&subject);
    if let Some(text) = &description {
        reader.text(text);
    }
    let mut statement =
        connection.prepare_cached("SELECT text FROM entry WHERE ticket_id = ?1 AND text <> ''")?;
    let mut rows = statement.query([ticket])?;
    while let Some(row) = rows.next()? {
        let text = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        // The first message is often in the row as well.
        if description.as_deref() != Some(text) {
            reader.text(text);
        }
    }
    let mut statement = connection.prepare_cached(
        "SELECT v.field_id, f.title, v.value FROM ticket_field v JOIN field f ON f.id = v.field_id \
         WHERE v.ticket_id = ?1 ORDER BY f.external_id",
    )?;
    let mut rows = statement.query([ticket])?;
    while let Some(row) = rows.next()? {
        let title: String = row.get(1)?;
        let value: String = row.get(2)?;
        reader.field(row.get(0)?, &title, &value);
    }
    let mut document = reader.finish();
    document.is_open = is_open;
    document.requester_key = super::ingest::sort_key(&name.unwrap_or_default(), email.as_deref());
    Ok(Some(document))
}

#[derive(Default)]
struct Reader {
    tokens: Tokens,
    seen: HashSet<String>,
    document: Document,
    amount: Option<i64>,
    currency: Option<String>,
}

impl Reader {
    fn text(&mut self, text: &str) {
        self.tokens.add(text);
        for found in mentions(text) {
            match found {
                Mention::Reference(text) => self.mention(REFERENCE, text),
                Mention::Code(text) => self.mention(CODE, text),
                Mention::Amount(amount) => self.put_amount(amount),
            }
        }
    }

    fn mention(&mut self, kind: i64, text: &str) {
        let there = i64::try_from(self.document.mentions.len()).unwrap_or(i64::MAX);
        if there < PLACES && self.seen.insert(text.to_ascii_lowercase()) {
            self.document.mentions.push((kind, text.to_owned()));
        }
    }

    fn put_amount(&mut self, amount: mentions::Named) {
        let amounts = &mut self.document.amounts;
        let there = i64::try_from(amounts.len()).unwrap_or(i64::MAX);
        if there < PLACES && !amounts.contains(&amount) {
            amounts.push(amount);
        }
    }

    fn field(&mut self, id: i64, title: &str, value: &str) {
        self.text(value);
        self.tokens.put(&field_token(id, value));
        match words::title_name(title).as_str() {
            "jira_key" | "jira" => {
                let keys = value.split(|c: char| c == ',' || c.is_whitespace());
                let keys = keys
                    .filter(|key| !key.is_empty())
                    .map(str::to_ascii_uppercase);
                self.document.issues.extend(keys);
            }
            "amount" => self.amount = mentions::decimal(value.trim()),
            "currency" => self.currency = Some(value.trim().to_ascii_uppercase()),
            _ => {}
        }
    }

    fn finish(mut self) -> Document {
        if let (Some(value), Some(currency)) = (self.amount, self.currency.take()) {
            self.put_amount(mentions::Named { currency, value });
        }
        let mut document = self.document;
        document.words = self.tokens.into_text();
        document.issues.sort_unstable();
        document.issues.dedup();
        document
    }
}

/// The word by which a ticket is found that has this value in this custom field: a field's local
/// id and the value, folded, every sign that words do not have made `_`.
pub(super) fn field_token(field: i64, value: &str) -> String {
    let mut token = format!("={field}=");
    let value = words::fold(value);
    let kept = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || !letter.is_ascii();
    token.extend(
        value
            .chars()
            .map(|letter| if kept(letter) { letter } else { '_' }),
    );
    words::shortened(&token).to_owned()
}

/// Puts a ticket's document into the index; `known` says that an older one may be there.
pub(super) fn write(
    connection: &Connection,
    ticket: i64,
    document: Option<&Document>,
    known: bool,
) -> Result<(), Fault> {
    let places = (ticket * PLACES, ticket * PLACES + PLACES - 1);
    if known {
        connection
            .prepare_cached("DELETE FROM ticket_text WHERE rowid = ?1")?
            .execute([ticket])?;
        connection
            .prepare_cached("DELETE FROM open_text WHERE rowid = ?1")?
            .execute([ticket])?;
        for index in ["mention_text", "open_mention"] {
            let delete = format!(
                "DELETE FROM {index} WHERE rowid IN \
                 (SELECT id FROM mention WHERE id BETWEEN ?1 AND ?2)"
            );
            connection
                .prepare_cached(&delete)?
                .execute([places.0, places.1])?;
        }
        connection
            .prepare_cached("DELETE FROM mention WHERE id BETWEEN ?1 AND ?2")?
            .execute([places.0, places.1])?;
        connection
            .prepare_cached("DELETE FROM amount WHERE id BETWEEN ?1 AND ?2")?
            .execute([places.0, places.1])?;
        connection
            .prepare_cached("DELETE FROM ticket_issue WHERE ticket_id = ?1 AND origin = ?2")?
            .execute([ticket, issues::Origin::Ticket as i64])?;
    }
    let Some(document) = document else {
        return Ok(());
    };
    connection
        .prepare_cached("INSERT INTO ticket_text (rowid, words) VALUES (?1, ?2)")?
        .execute(params![ticket, document.words])?;
    if document.is_open {
        connection
            .prepare_cached("INSERT INTO open_text (rowid, words) VALUES (?1, ?2)")?
            .execute(params![ticket, document.words])?;
    }
    for (place, (kind, text)) in (places.0..).zip(&document.mentions) {
        connection
            .prepare_cached("INSERT INTO mention (id, kind, text) VALUES (?1, ?2, ?3)")?
            .execute(params![place, kind, text])?;
        connection
            .prepare_cached("INSERT INTO mention_text (rowid, text) VALUES (?1, ?2)")?
            .execute(params![place, text])?;
        if document.is_open {
            connection
                .prepare_cached("INSERT INTO open_mention (rowid, text) VALUES (?1, ?2)")?
                .execute(params![place, text])?;
        }
    }
    for (place, amount) in (places.0..).zip(&document.amounts) {
        connection
            .prepare_cached("INSERT INTO amount (id, currency, value) VALUES (?1, ?2, ?3)")?
            .execute(params![place, amount.currency, amount.value])?;
    }
    for key in &document.issues {
        let issue = issues::id_of(connection, key)?;
        issues::link(connection, ticket, issue, issues::Origin::Ticket)?;
    }
    connection
        .prepare_cached(
            "UPDATE ticket SET requester_key = ?2 WHERE id = ?1 AND requester_key <> ?2",
        )?
        .execute(params![ticket, document.requester_key])?;
    Ok(())
}
