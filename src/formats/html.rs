//! A case as one HTML page that needs nothing and runs nothing.
//!
//! Everything from a ticket is text: escaped, rendered without its own HTML. A policy in the
//! page forbids scripts, frames and requests; the only links are http, https and mailto.

use std::fmt::Write;

use super::case::{self, Case};
use crate::domain::tickets::{Entry, EntryKind};
use crate::domain::zone::Zone;
use crate::domain::{moment, text};

/// Longest address that becomes a link.
const MAX_LINK: usize = 2_048;

const HEAD: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
"#;

const STYLE: &str = "<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1c2128; background: #fff; }
h1 { font-size: 1.4rem; line-height: 1.3; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt, .by { color: #57606a; }
dd { margin: 0; }
article { border-left: 4px solid #8c959f; margin: 1.2rem 0; padding: .1rem 1rem; }
article.public { border-color: #1a7f5a; }
article.internal { border-color: #9a6700; background: #fff8e5; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.by { font-size: .9rem; margin: .3rem 0; }
</style>
";

/// Renders the case; times are local to `zone`.
pub fn render(case: &Case, zone: &Zone) -> String {
    let thread = case.thread();
    let ticket = &thread.ticket;
    let title = format!("{}: {}", ticket.handle(), ticket.subject);
    let title = escape(&text::line(&title));
    let mut page = String::from(HEAD);
    // Writing to a string cannot fail.
    let _ = writeln!(page, "<title>{title}</title>\n{STYLE}</head>\n<body>");
    let _ = writeln!(page, "<h1>{title}</h1>\n<dl>");
    for (label, value) in case::facts(ticket, zone) {
        let address = ticket.requester.as_ref().filter(|_| label == "Requester");
        let address = address.and_then(|requester| requester.email.as_deref());
        let value = match address.map(|address| format!("mailto:{address}")) {
            Some(target) => link(&target, &value),
            None => escape(&text::line(&value)),
        };
        let _ = writeln!(page, "<dt>{label}</dt><dd>{value}</dd>");
    }
    if let Some(url) = &ticket.url {
        let _ = writeln!(page, "<dt>Page</dt><dd>{}</dd>", link(url, url));
    }
    let _ = writeln!(page, "</dl>");
    for entry in &thread.entries {
        write_entry(&mut page, entry, zone);
    }
    let _ = writeln!(page, "</body>\n</html>");
    page
}

fn write_entry(page: &mut String, entry: &Entry, zone: &Zone) {
    let class = match (entry.kind, entry.public) {
        (EntryKind::Reply | EntryKind::Note, true) => "public",
        (EntryKind::Reply | EntryKind::Note, false) => "internal",
        _ => "event",
    };
    let author = escape(&text::line(&case::author(entry)));
    let _ = writeln!(
        page,
        "<article class=\"{class}\">\n<p class=\"by\">{} · {author} · {}</p>",
        escape(&moment::full(entry.at, zone)),
        case::sort(entry)
    );
    for change in &entry.changes {
        let line = escape(&text::line(&case::change(change)));
        let _ = writeln!(page, "<p class=\"by\">{line}</p>");
    }
    let body = escape(&text::screen(entry.text.trim_end()));
    if !body.is_empty() {
        let _ = writeln!(page, "<div class=\"text\">{body}</div>");
    }
    for file in &entry.attachments {
        let line = escape(&text::line(&case::attachment(file)));
        let _ = writeln!(page, "<p class=\"by\">{line}</p>");
    }
    let _ = writeln!(page, "</article>");
}

/// Text as text, in content and in attributes.
fn escape(value: &str) -> String {
    let mut safe = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A link if its target may be one, else the words alone.
fn link(target: &str, words: &str) -> String {
    let words = escape(&text::line(words));
    let known = ["https://", "http://", "mailto:"];
    let plain = target.bytes().all(|byte| byte.is_ascii_graphic());
    if plain && target.len() <= MAX_LINK && known.iter().any(|start| target.starts_with(start)) {
        format!(
            "<a href=\"{}\" rel=\"noreferrer\">{words}</a>",
            escape(target)
        )
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::sample;
    use super::*;

    #[test]
    fn nothing_from_a_ticket_acts() {
        let evil = "</div><script>alert('x')</script><img src=x onerror=\"x\">";
        let mut thread = sample::thread(evil, evil);
        thread.ticket.url = Some("javascript:alert(1)".into());
        thread.ticket.tags = vec![evil.into()];
        let page = render(&Case::new(thread), &Zone::default());
        assert!(!page.contains("<script"));
        assert!(!page.contains("<img"));
        assert!(!page.contains("href=\"javascript"));
        assert!(page.contains("default-src 'none'"));
        assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)"));
    }

    #[test]
    fn links_are_web_and_mail_only() {
        let page = render(&Case::new(sample::thread("Refund", "x")), &Zone::default());
        assert!(page.contains(
            "<a href=\"https://acme.zendesk.com/agent/tickets/35436\" rel=\"noreferrer\">"
        ));
        assert!(page.contains("<a href=\"mailto:ana@example.com\" rel=\"noreferrer\">"));
        assert_eq!(page.matches("<a ").count(), 2);
        assert_eq!(link("https://x.example/a b", "w"), "w");
        assert_eq!(link("https://x.example/\u{202e}", "w"), "w");
    }

    #[test]
    fn public_and_internal_look_different() {
        let page = render(&Case::new(sample::thread("Refund", "x")), &Zone::default());
        assert_eq!(page.matches("<article class=\"public\">").count(), 1);
        assert_eq!(page.matches("<article class=\"internal\">").count(), 1);
        assert_eq!(page.matches("<article class=\"event\">").count(), 1);
    }
}
