//! Tickets that an issue names: labels like `zd-35436`, handles, addresses of ticket pages.
//!
//! Only what names a helpdesk counts: a bare number is a ticket where the title of its field says
//! of which helpdesk, and nowhere else.

use crate::domain::tickets::records::RemoteId;
use crate::domain::tickets::{Handle, Source};
use crate::formats::labels::key;

/// Prefixes of a label or handle, in lower case.
const PREFIXES: [(&str, Source); 4] = [
    ("zd", Source::Zendesk),
    ("zendesk", Source::Zendesk),
    ("fd", Source::Freshdesk),
    ("freshdesk", Source::Freshdesk),
];

/// Last words of a title whose numbers are ids of tickets; "Zendesk Ticket Count" is none.
const ID_WORDS: [&str; 12] = [
    "zendesk",
    "freshdesk",
    "ticket",
    "tickets",
    "id",
    "ids",
    "number",
    "numbers",
    "nr",
    "no",
    "url",
    "link",
];

/// Longest text that is looked through: an address, or a list of them.
const MAX_BYTES: usize = 64 * 1024;

/// What a custom field's title says about its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// The helpdesk to which bare numbers belong.
    numbers: Option<Source>,
}

impl Field {
    /// A field whose title speaks of tickets or a helpdesk; none for others.
    pub(super) fn titled(title: &str) -> Option<Self> {
        let title = key(title);
        let words: Vec<_> = title.split(' ').collect();
        let has = |word: &str| words.iter().any(|one| one.starts_with(word));
        let source = match (has("zendesk"), has("freshdesk")) {
            (true, false) => Some(Source::Zendesk),
            (false, true) => Some(Source::Freshdesk),
            _ => None,
        };
        let speaks = source.is_some() || has("ticket") || has("zendesk");
        let ids = words.last().is_some_and(|word| ID_WORDS.contains(word));
        speaks.then_some(Self {
            numbers: source.filter(|_| ids),
        })
    }

    /// A field of which no title is known: handles and addresses count.
    pub(super) const fn untitled() -> Self {
        Self { numbers: None }
    }
}

/// Adds the ticket that a label names.
pub(super) fn in_label(label: &str, tickets: &mut Vec<(Source, RemoteId)>) {
    tickets.extend(prefixed(label.trim()));
}

/// Adds the tickets that a field's value names, one or several.
pub(super) fn in_value(value: &str, field: Field, tickets: &mut Vec<(Source, RemoteId)>) {
    if value.len() > MAX_BYTES {
        return;
    }
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '<' | '>' | '"');
    for word in value.split(apart).filter(|word| !word.is_empty()) {
        let bare = || Some((field.numbers?, number(word.trim_start_matches('#'))?));
        tickets.extend(prefixed(word).or_else(|| address(word)).or_else(bare));
    }
}

/// Sorted, each once.
pub(super) fn settle(tickets: &mut Vec<(Source, RemoteId)>) {
    tickets.sort_unstable();
    tickets.dedup();
}

/// `zd-35436`, `ZD:35436`, `freshdesk_5001`.
fn prefixed(word: &str) -> Option<(Source, RemoteId)> {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (prefix, rest) = word.split_at_checked(letters)?;
    let known = PREFIXES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(prefix));
    let digits = rest.strip_prefix(['-', '_', ':', '#']).unwrap_or(rest);
    Some((known?.1, number(digits)?))
}

/// The page of a ticket, at Zendesk or Freshdesk.
fn address(word: &str) -> Option<(Source, RemoteId)> {
    let is_address = word.starts_with("https://") || word.starts_with("http://");
    match Handle::parse(word).filter(|_| is_address)? {
        Handle::Remote(source, id) => Some((source, number(&id)?)),
        _ => None,
    }
}

/// An id: 1 to 18 digits, not 0.
fn number(digits: &str) -> Option<RemoteId> {
    let plain = digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|id| plain && *id > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn label(text: &str) -> Vec<(Source, RemoteId)> {
        let mut tickets = Vec::new();
        in_label(text, &mut tickets);
        tickets
    }

    fn value(text: &str, title: &str) -> Vec<(Source, RemoteId)> {
        let mut tickets = Vec::new();
        if let Some(field) = Field::titled(title) {
            in_value(text, field, &mut tickets);
        }
        tickets
    }

    #[test]
    fn labels_name_tickets() {
        for text in [
            "zd-35436",
            "zd:35436",
            "ZD_35436",
            "zendesk#35436",
            "zd35436",
        ] {
            assert_eq!(label(text), [(Source::Zendesk, 35436)], "{text}");
        }
        assert_eq!(label("fd-5001"), [(Source::Freshdesk, 5001)]);
        for text in [
            "refund",
            "35436",
            "zd-",
            "zd-0",
            "zd-x1",
            "zd--1",
            "azd-1",
            "zd-9999999999999999999",
            "",
        ] {
            assert_eq!(label(text), [], "{text}");
        }
    }

    #[test]
    fn fields_name_tickets_if_their_title_says_so() {
        let both = [(Source::Zendesk, 35436), (Source::Zendesk, 35437)];
        assert_eq!(value("35436, 35437", "Zendesk Ticket IDs"), both);
        assert_eq!(value("#35436\nzd:35437", "Zendesk"), both);
        assert_eq!(
            value(
                "https://acme.zendesk.com/agent/tickets/35436?x https://help.acme.test/a/tickets/9",
                "Support ticket"
            ),
            [(Source::Zendesk, 35436), (Source::Freshdesk, 9)]
        );
        assert_eq!(value("3", "Zendesk Ticket Count"), []);
        assert_eq!(value("35436", "Ticket"), [], "of which helpdesk?");
        assert_eq!(value("zd-1", "Story Points"), []);
        assert_eq!(value("fd:7", "Support tickets"), [(Source::Freshdesk, 7)]);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in any::<String>(), title in any::<String>()) {
            label(&text);
            value(&text, &title);
            for (_, id) in value(&text, "Zendesk tickets") {
                prop_assert!(id > 0);
            }
        }
    }
}
