//! What a typed line means.

use crate::cli::args;
use crate::domain::spelling::meant;
use crate::domain::tickets::{FieldValue, Handle};
use crate::error::{Error, ErrorKind, Result};

/// The words a line may begin with.
const WORDS: [&str; 14] = [
    "list", "filter", "more", "open", "show", "note", "status", "priority", "undo", "redo",
    "views", "view", "help", "quit",
];

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// The line is empty.
    Nothing,
    /// The tickets of the filter, or of a query.
    List(Option<String>),
    /// A filter, or what it is.
    Filter(Option<String>),
    /// More of the list.
    More,
    /// A ticket of the list, from 1.
    Row(usize),
    /// A ticket by its name.
    Open(Handle),
    /// The open ticket again.
    Show,
    /// A note, or the beginning of one.
    Note(Option<String>),
    /// A field of the open ticket, or of these.
    Set(FieldValue, Vec<Named>),
    /// The last action taken back.
    Undo,
    /// Done again.
    Redo,
    /// The named filters.
    Views,
    /// One of them, by its name or number.
    View(String),
    /// What can be typed.
    Help,
    /// The end.
    Quit,
}

/// A ticket by what a person calls it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Named {
    /// A row of the list, from 1.
    Row(usize),
    /// By its own name.
    Handle(Handle),
}

fn wrong(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Usage, what)
}

/// Reads a line.
pub(super) fn parse(line: &str) -> Result<Word> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let text = (!rest.is_empty()).then(|| rest.to_owned());
    let alone = |meaning: Word| match &text {
        None => Ok(meaning),
        Some(text) => Err(wrong(format!(
            "`{word}` stands alone; `{text}` is too much"
        ))),
    };
    match word.to_lowercase().as_str() {
        "" => Ok(Word::Nothing),
        "list" | "l" => Ok(Word::List(text)),
        "filter" | "f" => Ok(Word::Filter(text)),
        "more" | "m" => alone(Word::More),
        "open" | "o" => match named(rest)? {
            Named::Row(number) => Ok(Word::Row(number)),
            Named::Handle(handle) => Ok(Word::Open(handle)),
        },
        "show" => alone(Word::Show),
        "note" | "n" => Ok(Word::Note(text)),
        "status" => {
            let (value, tickets) = value(rest, "status open, pending, hold or solved")?;
            let status = args::status(value).map_err(wrong)?;
            Ok(Word::Set(FieldValue::Status(status), tickets))
        }
        "priority" => {
            let (value, tickets) = value(rest, "priority low, normal, high, urgent or none")?;
            let priority = args::priority(value).map_err(wrong)?;
            Ok(Word::Set(FieldValue::Priority(priority), tickets))
        }
        "undo" => alone(Word::Undo),
        "redo" => alone(Word::Redo),
        "views" => alone(Word::Views),
        "view" => text
            .clone()
            .map(Word::View)
            .ok_or_else(|| wrong("write view and a name or number; views reads them out")),
        "help" | "?" | "h" => alone(Word::Help),
        "quit" | "q" | "exit" => alone(Word::Quit),
        _ => match named(word) {
            Ok(Named::Row(number)) => alone(Word::Row(number)),
            Ok(Named::Handle(handle)) => alone(Word::Open(handle)),
            Err(_no_ticket) => Err(wrong(format!("no word is `{word}`{}", meant(word, WORDS)))),
        },
    }
}

/// The value of a field and the tickets behind it.
fn value<'a>(rest: &'a str, form: &str) -> Result<(&'a str, Vec<Named>)> {
    let mut words = rest.split([' ', ',']).filter(|word| !word.is_empty());
    let value = words.next().ok_or_else(|| wrong(format!("write {form}")))?;
    let tickets: Result<Vec<_>> = words.map(named).collect();
    Ok((value, tickets?))
}

/// A digit alone is a row of the list, as it is when typed alone.
fn named(text: &str) -> Result<Named> {
    if let [digit @ b'1'..=b'9'] = text.as_bytes() {
        return Ok(Named::Row(usize::from(digit - b'0')));
    }
    let handle = Handle::parse(text).ok_or_else(|| {
        wrong(format!(
            "`{text}` names no ticket; write 48213, zd:35436 or its page"
        ))
    })?;
    Ok(Named::Handle(match handle {
        // What people say is the helpdesk's number.
        Handle::Local(id) => Handle::Number(id.to_string()),
        other => other,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tickets::{Priority, Status};

    fn number(number: &str) -> Handle {
        Handle::Number(number.to_owned())
    }

    #[test]
    fn lines_are_read() {
        let text = |text: &str| Some(text.to_owned());
        let status = |tickets| Word::Set(FieldValue::Status(Status::OnHold), tickets);
        let cases = [
            ("", Word::Nothing),
            ("l", Word::List(None)),
            (
                "list is:open  tag:blik",
                Word::List(text("is:open  tag:blik")),
            ),
            (" FILTER -tag:x ", Word::Filter(text("-tag:x"))),
            ("3", Word::Row(3)),
            ("open 3", Word::Row(3)),
            ("48213", Word::Open(number("48213"))),
            ("open #48213", Word::Open(number("48213"))),
            ("note", Word::Note(None)),
            ("note asked the bank", Word::Note(text("asked the bank"))),
            ("status hold", status(vec![])),
            (
                "status on_hold 2, 48213",
                status(vec![Named::Row(2), Named::Handle(number("48213"))]),
            ),
            (
                "priority urgent",
                Word::Set(FieldValue::Priority(Some(Priority::Urgent)), vec![]),
            ),
            ("view breach first", Word::View("breach first".to_owned())),
            ("q", Word::Quit),
        ];
        for (line, word) in cases {
            assert_eq!(parse(line).unwrap(), word, "{line}");
        }
    }

    #[test]
    fn what_is_wrong_is_one_line() {
        let cases = [
            ("lst", "no word is `lst`; did you mean `list`?"),
            ("status", "write status open, pending, hold or solved"),
            (
                "status pendng",
                "no status is called `pendng`; did you mean `pending`?",
            ),
            (
                "status open x",
                "`x` names no ticket; write 48213, zd:35436 or its page",
            ),
            ("more 3", "`more` stands alone; `3` is too much"),
        ];
        for (line, what) in cases {
            assert_eq!(parse(line).unwrap_err().one_line(), what, "{line}");
        }
        assert!(
            parse("fly")
                .unwrap_err()
                .one_line()
                .contains("there are list, filter")
        );
    }
}
