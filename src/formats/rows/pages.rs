//! How pages of the APIs of helpdesks and trackers begin, and which of their lists hold rows.

/// Lists of a page whose elements are rows.
const LISTS: [&[u8]; 10] = [
    b"tickets",
    b"users",
    b"organizations",
    b"groups",
    b"ticket_fields",
    b"comments",
    b"ticket_events",
    b"audits",
    b"results",
    b"issues",
];

/// First members by which a page is known; `comments` may begin a ticket as well.
const STARTS: [&[u8]; 28] = [
    b"tickets",
    b"users",
    b"organizations",
    b"groups",
    b"ticket_fields",
    b"ticket_events",
    b"audits",
    b"after_cursor",
    b"after_url",
    b"before_cursor",
    b"before_url",
    b"count",
    b"end_of_stream",
    b"end_time",
    b"links",
    b"meta",
    b"next_page",
    b"previous_page",
    b"results",
    b"issues",
    b"isLast",
    b"maxResults",
    b"nextPageToken",
    b"startAt",
    b"total",
    b"names",
    b"schema",
    b"warningMessages",
];

/// What Jira says of issues and of pages of them alike, as their first member.
const EXPAND: &[u8] = b"expand";

/// True if the object that begins here begins as a page does.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let Some((key, rest)) = key_of(bytes.strip_prefix(b"{").unwrap_or_default()) else {
        return false;
    };
    if key != EXPAND {
        return STARTS.contains(&key);
    }
    // An issue goes on with its id, a page does not.
    let value = rest.trim_ascii_start().strip_prefix(b":");
    let next = value
        .and_then(|value| key_of(value).map(|(_, rest)| rest.trim_ascii_start()))
        .and_then(|rest| rest.strip_prefix(b","))
        .and_then(key_of);
    next.is_some_and(|(key, _)| STARTS.contains(&key))
}

/// True for the name of a list that holds rows.
pub(super) fn has_rows(key: &[u8]) -> bool {
    LISTS.contains(&key)
}

/// The name of the first member of the object that begins here, if it is written plainly.
pub(in crate::formats) fn first_key(bytes: &[u8]) -> Option<&[u8]> {
    key_of(bytes.strip_prefix(b"{")?).map(|(key, _)| key)
}

/// A plain text in quotes, and what follows it.
fn key_of(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let name = bytes.trim_ascii_start().strip_prefix(b"\"")?;
    let end = name.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    let rest = name.get(end..)?.strip_prefix(b"\"")?;
    Some((name.get(..end)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_rows_by_their_first_members() {
        for page in [
            "{\"tickets\":[]}",
            "{ \"count\" : 2 }",
            "{\"issues\":[]}",
            "{\"expand\":\"names,schema\",\"startAt\":0}",
        ] {
            assert!(begins(page.as_bytes()), "{page}");
        }
        for row in [
            "{\"id\":1}",
            "{\"comments\":[]}",
            "{\"expand\":\"operations\",\"id\":\"1\"}",
            "{\"expand\":null}",
            "{}",
            "[",
        ] {
            assert!(!begins(row.as_bytes()), "{row}");
        }
        assert_eq!(first_key(b"{ \"ticket\" : 1"), Some(&b"ticket"[..]));
        assert_eq!(first_key(b"{\"a\\n\":1"), None);
    }
}
